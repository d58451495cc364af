#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

enum class Fit : std::uint8_t { converged, singular, unfinished };

/// Fills the missing cells of the columns (equally long, none of them empty or constant) with their conditional means
/// under the multivariate normal distribution of the greatest likelihood. Leaves the columns alone when there is none.
Fit fill_by_likelihood(std::span<const std::span<double>> columns);

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
