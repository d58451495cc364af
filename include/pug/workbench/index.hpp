#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/blueprint.hpp"
#include "pug/workbench/dataset.hpp"
#include "pug/workbench/design.hpp"
#include "pug/workbench/matrix.hpp"
#include "pug/workbench/treat.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// The data as they are after a step.
struct Stage {
    std::string name;               ///< "raw", then "denominated", "screened", "imputed", "treated", "normalised"
    std::vector<std::size_t> rows;  ///< of the dataset that are still in, ascending
    Matrix values;                  ///< rows × indicators
};

/// A value that was filled in.
struct ImputedCell {
    std::size_t row = 0;  ///< of the dataset
    std::size_t indicator = 0;
    double value = 0;
};

/// A unit that a screening step looked at.
struct ScreenedUnit {
    std::size_t row = 0;   ///< of the dataset
    double available = 0;  ///< share of the indicators with a value
    double nonzero = 0;    ///< share of the values that are not zero
    bool is_in = true;
};

/// An index that was built: what it was made from, every step on the way, and the result.
struct Index {
    Design design;
    Dataset data;
    Blueprint blueprint;
    std::vector<Stage> stages;                 ///< raw first; the last is what was aggregated
    std::vector<std::string> units;            ///< of the rows of the last stage
    std::vector<std::vector<double>> weights;  ///< by part: of its parts, divided by their sum
    Matrix scores;                             ///< units × parts (of the blueprint); the index is the last column
    std::vector<std::size_t> ranks;   ///< of the index, 1 the greatest, ties share the least place; 0: no value
    std::vector<std::string> grades;  ///< of each unit; empty texts where there is none
    std::vector<ScreenedUnit> screened;
    std::vector<ImputedCell> imputed;
    std::vector<TreatmentReport> treated;  ///< by indicator, of the last treatment step; empty when there is none

    /// The stage of that name, the last if there are several; null when there is none.
    const Stage* stage(std::string_view name) const {
        for (auto s = stages.rbegin(); s != stages.rend(); ++s) {
            if (s->name == name) return &*s;
        }
        return nullptr;
    }

    /// A column of results by number: an indicator of the last stage, or a part.
    std::span<const double> value(std::size_t number) const {
        const std::size_t indicators = blueprint.indicators.size();
        return number < indicators ? stages.back().values.column(number) : scores.column(number - indicators);
    }
};

/// Builds an index: the steps in their order, then every part from its own parts.
///
/// Errors: those of `draw`, of `impute`, `normalise`, `weigh` and `aggregate`, each of which names the indicator or the
/// part, and `screen.empty` (kind `data`: a step left no unit in).
result<Index> build(const Design& design, Dataset data);

/// Competition ranks, 1 for the greatest, equal values sharing the least place; 0 for a cell without a value.
void rank_descending(std::span<const double> values, std::span<std::size_t> ranks);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
