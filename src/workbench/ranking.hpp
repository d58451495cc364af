#pragma once

#include <cstddef>

#include "pug/workbench/index.hpp"
#include "pug/workbench/rank_shifts.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// The units of an index by one of its values.
inline ScoredUnits ranking_by(const Index& index, std::size_t value) {
    ScoredUnits ranking;
    ranking.units = index.units;
    if (!index.data.times.empty()) {
        for (const std::size_t row : index.stages.back().rows) ranking.times.push_back(index.data.times[row]);
    }
    const std::span<const double> scores = index.value(value);
    ranking.scores.assign(scores.begin(), scores.end());
    return ranking;
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
