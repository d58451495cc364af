#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/design.hpp"
#include "pug/workbench/matrix.hpp"
#include "weighted_parts.hpp"

// Rules that look at the parts of one unit together: middles, places and imbalances.
namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// The parts of a unit that have a value and a weight.
struct UnitParts {
    std::size_t unit = 0;
    std::vector<double> values;
    std::vector<double> weights;

    double weight() const {
        double sum = 0;
        for (const double each : weights) sum += each;
        return sum;
    }
};

/// Writes `value_of(UnitParts)` for every unit of which enough is there, else no value.
template <class F>
void each_unit(const WeightedParts& parts, std::span<double> out, F value_of) {
    const double least_weight = parts.least_weight();
    UnitParts unit;
    for (unit.unit = 0; unit.unit < out.size(); ++unit.unit) {
        unit.values.clear();
        unit.weights.clear();
        for (std::size_t k = 0; k < parts.columns.size(); ++k) {
            const double x = parts.columns[k][unit.unit];
            if (!parts.counts(k) || !has_value(x)) continue;
            unit.values.push_back(x);
            unit.weights.push_back(parts.weights[k]);
        }
        const bool has = !unit.values.empty() && unit.weight() >= least_weight;
        out[unit.unit] = has ? value_of(unit) : no_value;
    }
}

std::optional<Error> weighted_median(const WeightedParts& parts, std::span<double> out);
std::optional<Error> mazziotta_pareto(const WeightedParts& parts, const Aggregation& rule, std::span<double> out);
std::optional<Error> ordered_mean(const WeightedParts& parts, std::span<const double> order_weights,
                                  std::span<double> out);
std::optional<Error> mean_min(const WeightedParts& parts, const Aggregation& rule, std::span<double> out);

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
