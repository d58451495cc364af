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

/// Fills in what is missing in `values` (rows × indicators); `rows` are the rows of the dataset that it holds. What
/// cannot be filled in (a group without a value, a unit without a value at any time) stays missing.
///
/// Expectation maximisation looks at the indicators that are imputed so, all of them together: the mean vector and the
/// covariance matrix of the greatest likelihood under a multivariate normal distribution, then each missing value by
/// its conditional mean given the unit's values. A. P. Dempster, N. M. Laird and D. B. Rubin, Maximum likelihood from
/// incomplete data via the EM algorithm, Journal of the Royal Statistical Society B 39 (1977).
///
/// Errors (where = the indicator): `impute.group` (no group column of that name), `impute.time` (linear, and the data
/// have no times), `impute.singular` (indicators that depend on each other linearly, or not more units than
/// indicators), `impute.converge`.
std::optional<Error> impute(const Impute& step, const Blueprint& blueprint, const Dataset& data,
                            std::span<const std::size_t> rows, Matrix& values);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
