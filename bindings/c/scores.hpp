#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "error.hpp"
#include "pug.h"
#include "pug/scorer.hpp"

struct pug_scores {
    std::unique_ptr<double[]> values;          ///< the data, kept for explanations; null when they are not wanted
    std::unique_ptr<std::uint8_t[]> statuses;  ///< likewise; null when everything was observed
    pug::Scores scores;
    std::unique_ptr<double[]> ends;  ///< of the intervals: lows, then highs; without intervals a column of NaN is both
    const double* highs;
    std::optional<std::vector<double>> ranks;
    bool is_explainable;
};

namespace pug {
inline namespace v0 {
namespace c {

/// Why questions that need the data cannot be asked of scores: there are none, or they keep no data.
Outcome unusable(const pug_scores* scores);
/// The same of one of their units.
Outcome unusable(const pug_scores* scores, std::uint64_t unit);

}  // namespace c
}  // namespace v0
}  // namespace pug
