#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "pug/result.hpp"
#include "pug/workbench/design.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// Columns of parts with their weights. A part without a weight is not looked at.
struct WeightedParts {
    std::span<const std::span<const double>> columns;
    std::span<const double> weights;
    double available_at_least;  ///< share of the weight that must have a value
    const std::string& where;   ///< the part they belong to, for errors

    bool counts(std::size_t part) const { return weights[part] > 0; }
    double total() const {
        double sum = 0;
        for (const double weight : weights) sum += weight;
        return sum;
    }
    /// The weight that must have a value. What is missing only by rounding is not missing.
    double least_weight() const { return available_at_least * total() * (1 - 1e-12); }
};

/// Whether there are parts, all of the length `units`, with a usable weight each.
std::optional<Error> check_parts(std::span<const std::span<const double>> columns, std::span<const double> weights,
                                 std::size_t units, const std::string& where);

/// Whether the parameters that a rule looks at are in their ranges.
std::optional<Error> check_rule(const Aggregation& rule, const std::string& where);

/// The first cell that is infinite, or negative where that is not taken.
std::optional<Error> find_unusable(const WeightedParts& parts, bool takes_negative);

/// Whether units can be compared: usable parts with a value everywhere.
std::optional<Error> check_comparable(const WeightedParts& parts);

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
