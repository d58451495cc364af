#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "pug/result.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// Mean of the shares that the members of a panel allot to the parts; a row a member.
result<std::vector<double>> budget_weights(std::span<const std::vector<double>> panel, std::size_t parts,
                                           const std::string& where);

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
