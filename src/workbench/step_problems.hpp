#pragma once

#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/dataset.hpp"
#include "pug/workbench/design.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// What is wrong with the steps of a design: their order, their parameters, and the names they use.
std::vector<Problem> step_problems(const Design& design, const Dataset& data);

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
