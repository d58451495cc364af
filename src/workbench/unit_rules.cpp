#include "unit_rules.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "refusals.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

namespace {

constexpr double rounding = 1e-12;  // by how much sums of weights may be off, relative to the whole

double mean_of(const UnitParts& unit) {
    double sum = 0;
    for (std::size_t k = 0; k < unit.values.size(); ++k) sum += unit.weights[k] * unit.values[k];
    const auto [least, greatest] = std::minmax_element(unit.values.begin(), unit.values.end());
    return std::clamp(sum / unit.weight(), *least, *greatest);
}

/// Places of the parts, by their value.
template <class Before>
std::vector<std::size_t> sorted(const UnitParts& unit, Before before) {
    std::vector<std::size_t> order(unit.values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return before(unit.values[a], unit.values[b]); });
    return order;
}

double median_of(const UnitParts& unit) {
    const std::vector<std::size_t> order = sorted(unit, std::less<>());
    const double half = unit.weight() / 2;
    double below = 0;
    for (std::size_t place = 0; place + 1 < order.size(); ++place) {
        below += unit.weights[order[place]];
        if (std::abs(below - half) <= rounding * half)
            return std::midpoint(unit.values[order[place]], unit.values[order[place + 1]]);
        if (below > half) return unit.values[order[place]];
    }
    return unit.values[order.back()];
}

/// Variance of the parts round their mean, by weight; with `is_sample` times n / (n − 1), n being their number.
double variance_of(const UnitParts& unit, double mean, bool is_sample) {
    const std::size_t count = unit.values.size();
    if (count == 1) return 0;
    double sum = 0;
    for (std::size_t k = 0; k < count; ++k) {
        const double difference = unit.values[k] - mean;
        sum += unit.weights[k] * difference * difference;
    }
    const auto n = static_cast<double>(count);
    return sum / unit.weight() * (is_sample ? n / (n - 1) : 1.0);
}

/// Σ of the order weights up to a share of the places, between places in proportion.
double up_to(std::span<const double> order_weights, double share) {
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(order_weights.size());
    const auto whole = std::min(static_cast<std::size_t>(place), order_weights.size() - 1);
    const double before =
        std::accumulate(order_weights.begin(), order_weights.begin() + static_cast<std::ptrdiff_t>(whole), 0.0);
    return before + (place - static_cast<double>(whole)) * order_weights[whole];
}

double ordered_mean_of(const UnitParts& unit, std::span<const double> order_weights) {
    const double weight = unit.weight();
    double sum = 0;
    double passed = 0;
    double before = 0;
    for (const std::size_t k : sorted(unit, std::greater<>())) {
        passed += unit.weights[k];
        const double until = up_to(order_weights, passed / weight);
        sum += (until - before) * unit.values[k];
        before = until;
    }
    const auto [least, greatest] = std::minmax_element(unit.values.begin(), unit.values.end());
    return std::clamp(sum / before, *least, *greatest);
}

}  // namespace

std::optional<Error> weighted_median(const WeightedParts& parts, std::span<double> out) {
    if (auto wrong = find_unusable(parts, true)) return wrong;
    each_unit(parts, out, median_of);
    return std::nullopt;
}

std::optional<Error> mazziotta_pareto(const WeightedParts& parts, const Aggregation& rule, std::span<double> out) {
    if (auto wrong = find_unusable(parts, true)) return wrong;
    std::optional<Error> wrong;
    each_unit(parts, out, [&](const UnitParts& unit) {
        const double mean = mean_of(unit);
        const double variance = variance_of(unit, mean, rule.sample_sd);
        if (variance == 0) return mean;
        if (mean <= 0 && !wrong) {
            wrong = refuse_data("aggregate.negative", parts.where,
                                "found the mean " + digits(mean) + " in row " + std::to_string(unit.unit + 1) +
                                    ", wanted one above 0: below, S²/M would reward imbalance");
            wrong->problems.front().line = static_cast<std::uint32_t>(unit.unit + 1);
        }
        return rule.is_downward ? mean - variance / mean : mean + variance / mean;
    });
    return wrong;
}

std::optional<Error> ordered_mean(const WeightedParts& parts, std::span<const double> order_weights,
                                  std::span<double> out) {
    if (auto wrong = find_unusable(parts, true)) return wrong;
    each_unit(parts, out, [&](const UnitParts& unit) { return ordered_mean_of(unit, order_weights); });
    return std::nullopt;
}

std::optional<Error> mean_min(const WeightedParts& parts, const Aggregation& rule, std::span<double> out) {
    if (auto wrong = find_unusable(parts, true)) return wrong;
    each_unit(parts, out, [&](const UnitParts& unit) {
        const double mean = mean_of(unit);
        const double lag = mean - *std::min_element(unit.values.begin(), unit.values.end());
        return mean - rule.alpha * (std::hypot(lag, rule.beta) - rule.beta);
    });
    return std::nullopt;
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
