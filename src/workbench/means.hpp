#pragma once

#include <optional>
#include <span>

#include "pug/result.hpp"
#include "weighted_parts.hpp"

// Weighted means over the parts of each unit. A part without a value leaves with its weight; one without a weight is
// not looked at.
namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

std::optional<Error> arithmetic_mean(const WeightedParts& parts, std::span<double> out);
std::optional<Error> geometric_mean(const WeightedParts& parts, std::span<double> out);
std::optional<Error> harmonic_mean(const WeightedParts& parts, std::span<double> out);
std::optional<Error> power_mean(const WeightedParts& parts, double p, std::span<double> out);

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
