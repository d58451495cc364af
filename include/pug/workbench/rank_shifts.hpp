#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "pug/workbench/correlation.hpp"
#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// Scores of units, as a ranking looks at them.
struct ScoredUnits {
    std::vector<std::string> units;
    std::vector<double> times;  ///< of the units; empty: there is one time only
    std::vector<double> scores;
};

/// A unit (at a time, if there are any) in two rankings.
struct RankShift {
    std::string unit;
    double time = no_value;
    std::optional<std::size_t> first_row, second_row;  ///< position in each ranking; none: it is not listed there
    double first_score = no_value, second_score = no_value;
    std::size_t first_rank = 0, second_rank = 0;  ///< in each ranking by itself, 1 the greatest; 0: no score
    /// Among the units that have a score in both: ranks that do not move because others came or went. 0: it is none of
    /// them.
    std::size_t first_place = 0, second_place = 0;

    bool is_compared() const { return first_place != 0; }
    /// Places gained from the first to the second; negative: lost.
    std::ptrdiff_t rise() const {
        return static_cast<std::ptrdiff_t>(first_place) - static_cast<std::ptrdiff_t>(second_place);
    }
    std::size_t distance() const {
        return first_place > second_place ? first_place - second_place : second_place - first_place;
    }
};

/// Two rankings side by side. Every unit of either is listed: those of the first in their order, then the others.
struct RankShifts {
    std::vector<RankShift> units;
    std::size_t compared = 0;         ///< units with a score in both; what follows is about them
    double mean_distance = no_value;  ///< mean number of places moved, up or down
    std::size_t greatest_distance = 0;
    Correlation pearson, spearman, kendall;  ///< of the scores

    /// Positions of the units that moved, furthest first and then by their place in the first; at most so many.
    std::vector<std::size_t> movers(std::size_t most) const;
};

/// Compares two rankings. A unit, or a unit at a time, is in each once.
RankShifts rank_shifts(const ScoredUnits& first, const ScoredUnits& second);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
