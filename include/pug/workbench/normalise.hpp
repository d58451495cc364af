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

/// Normalises the column of one indicator; `out` has its length and may be the column itself. Cells without a value stay
/// without. `units` names the rows, for references that are a unit's value.
std::optional<Error> normalise(const Normalisation& normalisation, const Indicator& indicator,
                               std::span<const std::string> units, std::span<const double> column,
                               std::span<double> out);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
