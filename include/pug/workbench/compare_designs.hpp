#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/index.hpp"
#include "pug/workbench/rank_shifts.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

struct CompareOptions {
    std::string first, second;  ///< the indicator or part that is compared; empty: each index itself
    std::size_t movers = 10;    ///< how many of those that moved furthest are named
};

/// A unit that has another grade in the second index.
struct GradeChange {
    std::size_t unit = 0;  ///< position in the shifts
    std::string from, to;  ///< empty: it has no grade there
};

/// Two built indices side by side.
struct DesignComparison {
    RankShifts shifts;
    std::vector<std::size_t> movers;  ///< positions in the shifts
    bool has_grades = false;          ///< both are whole indices with grades
    std::vector<GradeChange> grades;  ///< of the units that are in both
};

/// Compares two indices by the names of their units (and times). Units of one only are listed and count nowhere.
/// Error `index.name`.
result<DesignComparison> compare_designs(const Index& first, const Index& second, const CompareOptions& options = {});

}  // namespace workbench
}  // namespace v0
}  // namespace pug
