#include "pug/workbench/aggregate.hpp"

#include <algorithm>
#include <utility>

#include "means.hpp"
#include "pug/workbench/compromise.hpp"
#include "pug/workbench/outranking.hpp"
#include "refusals.hpp"
#include "unit_rules.hpp"
#include "weighted_parts.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

std::optional<Error> check(const Aggregation& rule, std::size_t parts, const std::string& where) {
    if (auto wrong = detail::check_rule(rule, where)) return wrong;
    if (rule.method != AggregationMethod::owa || rule.order_weights.size() == parts) return std::nullopt;
    return detail::refuse_rule("design.rule", where,
                               "found " + std::to_string(rule.order_weights.size()) +
                                   " weights of places, wanted one for each of " + std::to_string(parts) + " parts");
}

/// Writes the column that `column_of` takes out of what a rule found.
template <class Found, class F>
std::optional<Error> write(result<Found> found, std::span<double> out, F column_of) {
    if (found.has_error()) return std::move(found).error();
    const std::vector<double> column = column_of(found.value());
    std::copy(column.begin(), column.end(), out.begin());
    return std::nullopt;
}

/// VIKOR's Q, in which less is better, so that more is.
std::vector<double> turned_round(Vikor& found) {
    for (double& q : found.q) q = 1 - q;
    return std::move(found.q);
}

}  // namespace

std::optional<Error> aggregate(const Aggregation& rule, std::span<const std::span<const double>> parts,
                               std::span<const double> weights, const std::string& where, std::span<double> out) {
    if (auto wrong = detail::check_parts(parts, weights, out.size(), where)) return wrong;
    if (auto wrong = check(rule, parts.size(), where)) return wrong;
    const detail::WeightedParts weighted{parts, weights, rule.available_at_least, where};
    switch (rule.method) {
        case AggregationMethod::arithmetic:
            return detail::arithmetic_mean(weighted, out);
        case AggregationMethod::geometric:
            return detail::geometric_mean(weighted, out);
        case AggregationMethod::harmonic:
            return detail::harmonic_mean(weighted, out);
        case AggregationMethod::power:
            return detail::power_mean(weighted, rule.p, out);
        case AggregationMethod::median:
            return detail::weighted_median(weighted, out);
        case AggregationMethod::mazziotta_pareto:
            return detail::mazziotta_pareto(weighted, rule, out);
        case AggregationMethod::owa:
            return detail::ordered_mean(weighted, rule.order_weights, out);
        case AggregationMethod::mean_min:
            return detail::mean_min(weighted, rule, out);
        case AggregationMethod::copeland:
            return write(copeland(parts, weights, where), out, [](auto& scores) { return std::move(scores); });
        case AggregationMethod::topsis:
            return write(topsis(parts, weights, where), out, [](auto& found) { return std::move(found.closeness); });
        case AggregationMethod::vikor:
            return write(vikor(parts, weights, rule.v, where), out, turned_round);
        case AggregationMethod::promethee:
            return write(promethee(parts, weights, rule.preference, where), out,
                         [](auto& found) { return std::move(found.net); });
    }
    return Error(ErrorKind::internal, "aggregate.method", where, "no rule of that number");
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
