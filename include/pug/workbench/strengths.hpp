#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/index.hpp"
#include "pug/workbench/matrix.hpp"

// What one unit is good and bad at.
namespace pug {
inline namespace v0 {
namespace workbench {

/// Where a unit stands among the others in one value, by what was aggregated: more is better.
struct Standing {
    std::size_t value = 0;    ///< number of the indicator or part
    double raw = no_value;    ///< of an indicator, as the data have it
    double score = no_value;  ///< of an indicator as it was aggregated, of a part its score
    std::size_t rank = 0;     ///< 1 the greatest, equal values sharing the least place; 0: no value
    std::size_t equal = 0;    ///< units with the same value, itself included
    std::size_t of = 0;       ///< units with a value
    double effective = 0;     ///< effective weight
    /// (units it beats − units that beat it)/(units − 1): 1 alone at the top, −1 alone at the bottom, 0 in the middle
    /// and where all are equal. A place that is shared with many is so worth less than the same place alone.
    double standing = no_value;
};

struct StrengthOptions {
    std::size_t most = 5;      ///< of each list
    bool is_weighted = false;  ///< order by the standing times the effective weight: what moves the index most
};

/// What a unit is best and worst at.
struct Strengths {
    std::size_t unit = 0;              ///< row among those of the index
    std::vector<Standing> strengths;   ///< indicators with a standing above 0, the best first
    std::vector<Standing> weaknesses;  ///< below 0, the worst first
    std::size_t more_strengths = 0;    ///< left out though as good as the last one listed
    std::size_t more_weaknesses = 0;   ///< left out though as bad as the last one listed
    std::vector<std::size_t> missing;  ///< indicators without a value
};

/// Strengths and weaknesses of a unit by its standing in each indicator; equals stay in the order of the design.
/// Errors: those of `find_unit`.
result<Strengths> strengths(const Index& index, std::string_view unit, std::optional<double> time = {},
                            const StrengthOptions& options = {});

/// Score and rank of a unit at every level.
struct UnitSummary {
    std::size_t unit = 0;         ///< row among those of the index
    std::string grade;            ///< empty: none
    std::vector<Standing> parts;  ///< of the index first, then down level by level, in the order of the design
    std::vector<Standing> indicators;
};

/// Errors: those of `find_unit`.
result<UnitSummary> unit_summary(const Index& index, std::string_view unit, std::optional<double> time = {});

}  // namespace workbench
}  // namespace v0
}  // namespace pug
