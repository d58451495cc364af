#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/design.hpp"
#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// Normalises the column of one indicator; `out` has its length and may be the column itself. Cells without a value
/// stay without, and a column without any value is left alone. `units` names the rows, for references that are a unit's
/// value.
///
/// Where lower is better, the values (with targets, goalposts and references) are turned round by x → −x first, but for
/// `scaled`, `categorical` and `own`, whose author says what is better. Goalposts are the two ends of a range, in
/// whatever order. Places count how many are worse, so equal values share the least place also under `borda`.
///
/// Errors (kind `data`, where = the indicator): `normalise.constant` (nothing to divide by: the values, or the
/// reference and the worst, are equal), `normalise.range` (a difference that is no finite number), `normalise.unit`
/// (the unit of reference is not among the rows, there more than once, or without a value), `normalise.target` (none,
/// or one that all reach: a share of the way would turn the order round), `normalise.negative` (the best value is not
/// above 0 under `fraction_of_max`), `normalise.steps` (a value below the first step), `normalise.own` (the function
/// made something infinite). What `function` throws passes through.
std::optional<Error> normalise(const Normalisation& normalisation, const Indicator& indicator,
                               std::span<const std::string> units, std::span<const double> column,
                               std::span<double> out);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
