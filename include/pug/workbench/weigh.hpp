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

/// The weights of the parts of a part, divided by their sum. `given` are those of the design, `parts` the columns of the
/// parts (units × each), `rule` how they are aggregated (correlation looks at it). `where` names the part in errors.
result<std::vector<double>> weigh(const Weighting& weighting, std::span<const double> given,
                                  std::span<const std::span<const double>> parts, const Aggregation& rule,
                                  const std::string& where);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
