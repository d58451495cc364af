#pragma once

#include <cstddef>
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

/// The value of a part for every unit from the columns of its own parts. `weights` has one weight a part (not negative, any
/// sum above zero); `out` has the length of the columns. `where` names the part in errors: `aggregate.negative`,
/// `aggregate.missing` (a unit without a value under a rule that compares units).
std::optional<Error> aggregate(const Aggregation& rule, std::span<const std::span<const double>> parts,
                               std::span<const double> weights, const std::string& where, std::span<double> out);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
