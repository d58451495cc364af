#include "pug/workbench/normalise.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "pug/workbench/moments.hpp"
#include "workbench/refusals.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using detail::digits;

/// A column whose greater values are better, to be normalised where it stands.
struct Column {
    const Normalisation& rule;
    const Indicator& indicator;
    std::span<const std::string> units;
    std::span<double> cells;

    /// A number of the indicator's own, turned round as the column is.
    double turned(double x) const { return indicator.direction == Direction::lower_is_better ? 0 - x : x; }

    Error refuse(std::string code, std::string message) const {
        return detail::refuse_data(std::move(code), indicator.name, std::move(message));
    }
};

/// cell := base + factor · (cell − origin)/scale, the quotient first: where it is 1 the result has no rounding of its
/// own.
std::optional<Error> rescale(const Column& column, double origin, double scale, double base, double factor) {
    if (scale == 0)
        return column.refuse("normalise.constant", "the values are all equal; wanted values that differ, for a scale");
    if (!std::isfinite(scale))
        return column.refuse("normalise.range", "the values are too far apart for the numbers of this machine");
    for (double& cell : column.cells) cell = base + factor * ((cell - origin) / scale);
    return std::nullopt;
}

void hold(std::span<double> cells, double low, double high) {
    for (double& cell : cells) {
        if (cell < low) cell = low;
        if (cell > high) cell = high;
    }
}

std::optional<Error> by_extremes(const Column& column) {
    const Moments found = first_moment(column.cells);
    if (found.n == 0) return std::nullopt;
    return rescale(column, found.least, found.greatest - found.least, column.rule.low,
                   column.rule.high - column.rule.low);
}

std::optional<Error> by_goalposts(const Column& column) {
    const double low = column.rule.low, high = column.rule.high;
    const auto [worst, best] = std::minmax({column.turned(column.rule.from), column.turned(column.rule.to)});
    if (auto error = rescale(column, worst, best - worst, low, high - low)) return error;
    if (column.rule.hold) hold(column.cells, std::min(low, high), std::max(low, high));
    return std::nullopt;
}

std::optional<Error> by_mean_and_sd(const Column& column) {
    const Moments found = moments(column.cells);
    if (found.n == 0) return std::nullopt;
    return rescale(column, found.mean, found.is_constant() ? 0 : found.sd, column.rule.mean, column.rule.sd);
}

/// 1 for the least, equal values sharing the least place.
void rank_ascending(std::span<double> cells) {
    std::vector<std::pair<double, std::size_t>> order;
    order.reserve(cells.size());
    for (std::size_t row = 0; row < cells.size(); ++row) {
        if (has_value(cells[row])) order.emplace_back(cells[row], row);
    }
    std::sort(order.begin(), order.end());
    std::size_t place = 0;
    for (std::size_t at = 0; at < order.size(); ++at) {
        if (at == 0 || order[at].first != order[at - 1].first) place = at + 1;
        cells[order[at].second] = static_cast<double>(place);
    }
}

std::optional<Error> by_rank(const Column& column) {
    const std::size_t n = first_moment(column.cells).n;
    if (n == 0) return std::nullopt;
    rank_ascending(column.cells);
    if (column.rule.method == NormalisationMethod::rank) return std::nullopt;
    // The place less one is how many are worse: Borda's count, and as a share of the others the percentile.
    const bool is_share = column.rule.method == NormalisationMethod::percentile_rank;
    return rescale(column, 1, is_share ? static_cast<double>(n - 1) : 1, 0, 1);
}

/// Where the reference is one and the worst value is zero.
std::optional<Error> by_distance(const Column& column, double worst, double reference) {
    return rescale(column, worst, reference - worst, 0, 1);
}

std::optional<Error> by_distance_to_max(const Column& column) {
    const Moments found = first_moment(column.cells);
    return found.n == 0 ? std::nullopt : by_distance(column, found.least, found.greatest);
}

/// The value of the unit that the rule names.
result<double> value_of_unit(const Column& column) {
    const std::string& unit = column.rule.unit;
    const auto found = std::find(column.units.begin(), column.units.end(), unit);
    if (found == column.units.end())
        return column.refuse("normalise.unit", "found no unit " + unit + " among the rows; wanted it as the reference");
    if (std::find(found + 1, column.units.end(), unit) != column.units.end())
        return column.refuse("normalise.unit",
                             "found several rows of the unit " + unit + "; wanted one, as the reference");
    const double value = column.cells[static_cast<std::size_t>(found - column.units.begin())];
    if (!has_value(value))
        return column.refuse("normalise.unit", "the unit " + unit + " has no value; wanted one as the reference");
    return value;
}

std::optional<Error> by_distance_to_unit(const Column& column) {
    PUG_TRY(const double reference, value_of_unit(column));
    const double worst = first_moment(column.cells).least;
    if (!(reference > worst))
        return column.refuse("normalise.constant", "the reference " + column.rule.unit +
                                                       " is the worst; wanted one that others are worse than");
    return by_distance(column, worst, reference);
}

std::optional<Error> by_distance_to_target(const Column& column) {
    if (!column.indicator.target) return column.refuse("normalise.target", "found no target; wanted one");
    const Moments found = first_moment(column.cells);
    if (found.n == 0) return std::nullopt;
    const double target = column.turned(*column.indicator.target);
    if (!(target > found.least))
        return column.refuse("normalise.target", "no value is worse than the target " +
                                                     digits(*column.indicator.target) +
                                                     "; wanted one that is, for a scale");
    if (auto error = by_distance(column, found.least, target)) return error;
    if (column.rule.hold) hold(column.cells, 0, 1);
    return std::nullopt;
}

std::optional<Error> by_fraction_of_max(const Column& column) {
    const Moments found = first_moment(column.cells);
    if (found.n == 0) return std::nullopt;
    if (!(found.greatest > 0))
        return column.refuse("normalise.negative",
                             "the best value (turned round where lower is better) is " + digits(found.greatest) +
                                 "; wanted one above 0, or shares of it would turn the order round");
    return rescale(column, 0, found.greatest, 0, 1);
}

result<double> reference_of(const Column& column, double mean) {
    if (!column.rule.unit.empty()) return value_of_unit(column);
    return column.rule.reference ? column.turned(*column.rule.reference) : mean;
}

std::optional<Error> by_reference(const Column& column) {
    const Moments found = first_moment(column.cells);
    if (found.n == 0) return std::nullopt;
    PUG_TRY(const double reference, reference_of(column, found.mean));
    const double low = column.rule.low, high = column.rule.high;
    return rescale(column, reference, found.greatest - found.least, (high + low) / 2, high - low);
}

std::optional<Error> by_steps(const Column& column) {
    const auto& steps = column.rule.steps;
    for (double& cell : column.cells) {
        if (!has_value(cell)) continue;
        const auto after =
            std::find_if(steps.begin(), steps.end(), [&](const auto& step) { return step.first > cell; });
        if (after == steps.begin())
            return column.refuse("normalise.steps", "found " + digits(cell) + ", below where the first step begins");
        cell = (after - 1)->second;
    }
    return std::nullopt;
}

/// What the function makes of the column as it was; where there was no value there is none after.
std::optional<Error> by_function(const Column& column, std::span<const double> given) {
    const std::vector<double> input(given.begin(), given.end());
    column.rule.function(input, column.cells);
    for (std::size_t row = 0; row < input.size(); ++row) {
        if (!has_value(input[row])) column.cells[row] = no_value;
        if (std::isinf(column.cells[row]))
            return column.refuse("normalise.own", "the function made " + digits(input[row]) + " infinite");
    }
    return std::nullopt;
}

/// Whether the rule takes the column as it is, whatever the direction: its author says what is better.
bool is_as_given(NormalisationMethod method) {
    return method == NormalisationMethod::scaled || method == NormalisationMethod::categorical ||
           method == NormalisationMethod::own;
}

}  // namespace

std::optional<Error> normalise(const Normalisation& normalisation, const Indicator& indicator,
                               std::span<const std::string> units, std::span<const double> column,
                               std::span<double> out) {
    const Column made{normalisation, indicator, units, out};
    if (normalisation.method == NormalisationMethod::own) return by_function(made, column);
    const bool is_turned = indicator.direction == Direction::lower_is_better && !is_as_given(normalisation.method);
    // Not by a change of sign, which would make −0 of 0.
    std::transform(column.begin(), column.end(), out.begin(), [=](double x) { return is_turned ? 0 - x : x; });
    switch (normalisation.method) {
        case NormalisationMethod::minmax:
            return by_extremes(made);
        case NormalisationMethod::goalposts:
            return by_goalposts(made);
        case NormalisationMethod::zscore:
            return by_mean_and_sd(made);
        case NormalisationMethod::scaled:
            return rescale(made, normalisation.from, normalisation.to - normalisation.from, normalisation.low,
                           normalisation.high - normalisation.low);
        case NormalisationMethod::rank:
        case NormalisationMethod::percentile_rank:
        case NormalisationMethod::borda:
            return by_rank(made);
        case NormalisationMethod::distance_to_max:
            return by_distance_to_max(made);
        case NormalisationMethod::distance_to_reference:
            return by_distance_to_unit(made);
        case NormalisationMethod::distance_to_target:
            return by_distance_to_target(made);
        case NormalisationMethod::fraction_of_max:
            return by_fraction_of_max(made);
        case NormalisationMethod::around_reference:
            return by_reference(made);
        case NormalisationMethod::categorical:
            return by_steps(made);
        case NormalisationMethod::none:
        case NormalisationMethod::own:
            break;
    }
    return std::nullopt;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
