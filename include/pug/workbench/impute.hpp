#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "pug/result.hpp"
#include "pug/workbench/blueprint.hpp"
#include "pug/workbench/dataset.hpp"
#include "pug/workbench/design.hpp"
#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// Fills in what is missing in `values` (rows × indicators); `rows` are the rows of the dataset that it holds. What cannot
/// be filled in (a group without a value) stays missing.
std::optional<Error> impute(const Impute& step, const Blueprint& blueprint, const Dataset& data,
                            std::span<const std::size_t> rows, Matrix& values);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
