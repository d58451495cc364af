#pragma once

#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/dataset.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// What is wrong with a dataset: `data.shape`, and where that is sound `data.infinite` and `data.unit`.
std::vector<Problem> dataset_problems(const Dataset& data);

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
