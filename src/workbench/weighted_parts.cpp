#include "weighted_parts.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include "aggregation_problems.hpp"
#include "pug/workbench/matrix.hpp"
#include "refusals.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

namespace {

/// The first cell of a part with a weight that `wrong_with` has a complaint of.
template <class F>
std::optional<Error> find_cell(const WeightedParts& parts, F wrong_with) {
    for (std::size_t k = 0; k < parts.columns.size(); ++k) {
        if (!parts.counts(k)) continue;
        for (std::size_t u = 0; u < parts.columns[k].size(); ++u) {
            if (auto wrong = wrong_with(parts.columns[k][u], u, k)) return wrong;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Error> check_parts(std::span<const std::span<const double>> columns, std::span<const double> weights,
                                 std::size_t units, const std::string& where) {
    if (columns.empty()) return refuse_data("aggregate.parts", where, "found no parts, wanted one or more");
    if (weights.size() != columns.size())
        return refuse_data("aggregate.weights", where,
                           "found " + std::to_string(weights.size()) + " weights, wanted one for each of " +
                               std::to_string(columns.size()) + " parts");
    double sum = 0;
    for (std::size_t k = 0; k < columns.size(); ++k) {
        if (columns[k].size() != units)
            return refuse_data("aggregate.parts", where,
                               "found " + std::to_string(columns[k].size()) + " rows of part " + std::to_string(k + 1) +
                                   ", wanted " + std::to_string(units));
        if (!(weights[k] >= 0) || std::isinf(weights[k]))
            return refuse_data(
                "aggregate.weights", where,
                "the weight of part " + std::to_string(k + 1) + " is " + digits(weights[k]) + ", wanted 0 or more");
        sum += weights[k];
    }
    if (!(sum > 0) || std::isinf(sum))
        return refuse_data("aggregate.weights", where,
                           "the weights sum to " + digits(sum) + ", wanted a finite sum above 0");
    return std::nullopt;
}

std::optional<Error> check_rule(const Aggregation& rule, const std::string& where) {
    std::vector<Problem> problems;
    report_aggregation(rule, where, problems);
    if (problems.empty()) return std::nullopt;
    return Error(ErrorKind::instrument, std::move(problems));
}

std::optional<Error> find_unusable(const WeightedParts& parts, bool takes_negative) {
    return find_cell(parts, [&](double x, std::size_t row, std::size_t part) -> std::optional<Error> {
        if (std::isinf(x))
            return refuse_cell("aggregate.infinite", parts.where, row, part,
                               "found " + digits(x) + ", wanted a number");
        if (x < 0 && !takes_negative)
            return refuse_cell("aggregate.negative", parts.where, row, part,
                               "found " + digits(x) + ", wanted 0 or more for this mean");
        return std::nullopt;
    });
}

std::optional<Error> check_comparable(const WeightedParts& parts) {
    const std::size_t units = parts.columns.empty() ? 0 : parts.columns.front().size();
    if (auto wrong = check_parts(parts.columns, parts.weights, units, parts.where)) return wrong;
    return find_cell(parts, [&](double x, std::size_t row, std::size_t part) -> std::optional<Error> {
        if (!has_value(x))
            return refuse_cell("aggregate.missing", parts.where, row, part,
                               "found no value, wanted one: the rule compares units with each other");
        if (std::isinf(x))
            return refuse_cell("aggregate.infinite", parts.where, row, part,
                               "found " + digits(x) + ", wanted a number");
        return std::nullopt;
    });
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
