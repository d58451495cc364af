#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/design.hpp"

// Weights that the columns of the parts tell; weigh.hpp says what each is.
namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

using PartColumns = std::span<const std::span<const double>>;

/// Whether every cell has a value, and no part is constant.
std::optional<Error> check_columns(PartColumns parts, const std::string& where);

// Of columns that are checked; not divided by their sum.
std::vector<double> inverse_sd_weights(PartColumns parts);
result<std::vector<double>> component_weights(PartColumns parts, const std::string& where);
result<std::vector<double>> entropy_weights(PartColumns parts, const std::string& where);
std::vector<double> critic_weights(PartColumns parts);
result<std::vector<double>> correlation_weights(PartColumns parts, std::span<const double> importance,
                                                const Aggregation& rule, const std::string& where);

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
