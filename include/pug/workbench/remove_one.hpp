#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/design.hpp"
#include "pug/workbench/index.hpp"
#include "pug/workbench/rank_shifts.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// Which values are removed, one at a time.
struct RemoveOptions {
    std::size_t level = 1;           ///< every value of this level
    std::vector<std::string> names;  ///< or these, in this order; empty: those of the level
};

/// The index without one indicator or part.
struct Removal {
    std::size_t value = 0;                ///< number of what was removed, in the index as it was
    std::vector<std::size_t> indicators;  ///< numbers of the indicators that went with it, ascending
    RankShifts shifts;                    ///< from the index as it was to the one without
    std::optional<Error> error;           ///< why there is none without it
};

/// The design without an indicator or part and all below it. A part that is left without parts goes, too; its siblings'
/// weights are divided by their new sum. Judgements about it (ahp, budget, correlation) go with it.
///
/// Errors: `index.name` (nothing of that name), `remove.whole` (nothing would be left).
result<Design> without(const Design& design, std::string_view name);

/// Rebuilds the index from the data without each of the values: imputation, screening, treatment and weights are done
/// again. A value without which the index cannot be built is told with the reason.
///
/// Errors: `index.level`, `index.name`.
result<std::vector<Removal>> remove_one(const Index& index, const RemoveOptions& options = {});

}  // namespace workbench
}  // namespace v0
}  // namespace pug
