#pragma once

#include <array>
#include <string_view>

#include "pug/names.hpp"
#include "pug/workbench/components.hpp"
#include "pug/workbench/correlation.hpp"

// The words of questions about an index and of their answers, each list in the order of its enumeration.
namespace pug {
inline namespace v0 {
namespace workbench {

inline constexpr std::array<std::string_view, 3> correlation_method_names = {"pearson", "spearman", "kendall"};
inline constexpr std::array<std::string_view, 3> gap_names = {"none", "too_few", "constant"};
inline constexpr std::array<std::string_view, 2> component_basis_names = {"correlation", "covariance"};

}  // namespace workbench
}  // namespace v0
}  // namespace pug
