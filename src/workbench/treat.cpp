#include "pug/workbench/treat.hpp"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "pug/workbench/moments.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// What too few or equal values do not tell is no reason to treat them.
bool passes(const Treatment& treatment, const Moments& moments) {
    if (!has_value(moments.skew) || std::abs(moments.skew) < treatment.skew) return true;
    return !has_value(moments.kurtosis) || moments.kurtosis < treatment.kurtosis;
}

void tell_result(const Treatment& treatment, TreatmentRule rule, const Moments& moments, TreatmentReport& report) {
    report.rule = rule;
    report.passes = passes(treatment, moments);
    report.skew_after = moments.skew;
    report.kurtosis_after = moments.kurtosis;
}

/// What values are held between while a column is winsorised, and how many that changes.
struct Hold {
    double low = -infinity, high = infinity;
    std::size_t raised = 0, lowered = 0;

    double operator()(double cell) const {
        const double raised_cell = cell < low ? low : cell;
        return raised_cell > high ? high : raised_cell;
    }
};

/// The greatest value below the greatest that is held, or the least above the least.
double next_inside(std::span<const double> column, bool is_high, const Moments& held) {
    double next = is_high ? -infinity : infinity;
    if (is_high) {
        for (const double x : column) next = x < held.greatest && x > next ? x : next;
    } else {
        for (const double x : column) next = x > held.least && x < next ? x : next;
    }
    return next;
}

/// Holds the outermost values at the next one inside; equal values go together.
void tighten(std::span<const double> column, bool is_high, double next, Hold& hold) {
    (is_high ? hold.high : hold.low) = next;
    (is_high ? hold.lowered : hold.raised) = static_cast<std::size_t>(
        std::count_if(column.begin(), column.end(), [=](double x) { return is_high ? x > next : x < next; }));
}

void winsorise(const Treatment& treatment, const Moments& before, std::span<const double> column, std::span<double> out,
               TreatmentReport& report) {
    Hold hold;
    Moments now = before;
    while ((treatment.always || !passes(treatment, now)) && hold.raised + hold.lowered < treatment.most) {
        const bool is_high = now.skew >= 0;
        const double next = next_inside(column, is_high, now);
        // Two different values must stay, or there is nothing left to compare.
        if (next <= now.least || next >= now.greatest) break;
        tighten(column, is_high, next, hold);
        now = moment_details::moments(column, hold);
    }
    tell_result(treatment, TreatmentRule::winsorise, now, report);
    report.winsorised_low = hold.raised;
    report.winsorised_high = hold.lowered;
    report.low = hold.raised > 0 ? hold.low : no_value;
    report.high = hold.lowered > 0 ? hold.high : no_value;
    std::transform(column.begin(), column.end(), out.begin(), hold);
}

/// What makes all values positive without regard to their unit: the least becomes a hundredth of the range.
double shift_to_positive(const Moments& moments) { return (moments.greatest - moments.least) / 100 - moments.least; }

void take_log(const Treatment& treatment, const Moments& before, std::span<const double> column, std::span<double> out,
              TreatmentReport& report) {
    const double floor = (before.greatest - before.least) / 100;
    report.shift = shift_to_positive(before);
    // The least value first: the sum of a great value and a shift would lose what the difference keeps.
    std::transform(column.begin(), column.end(), out.begin(),
                   [&](double x) { return std::log((x - before.least) + floor); });
    tell_result(treatment, TreatmentRule::log, moments(out), report);
}

/// (y^λ − 1)/λ from ln y; ln y itself for λ = 0, which it tends to.
double box_cox(double log, double lambda) { return lambda == 0 ? log : std::expm1(lambda * log) / lambda; }

/// The λ of the greatest likelihood under a normal distribution: that of the least variance once the values are divided
/// by their geometric mean, which takes the Jacobian into account. Searched from −5 to 5.
///
/// G. E. P. Box and D. R. Cox, An analysis of transformations, Journal of the Royal Statistical Society B 26 (1964).
double most_likely_lambda(std::span<const double> logs) {
    const double mean = first_moment(logs).mean;
    const auto spread = [&](double lambda) {
        const double sd = moment_details::moments(logs, [&](double log) { return box_cox(log - mean, lambda); }).sd;
        if (!std::isfinite(sd)) return infinity;
        return sd;
    };
    constexpr int bits = std::numeric_limits<double>::digits / 2;
    return boost::math::tools::brent_find_minima(spread, -5.0, 5.0, bits).first;
}

void take_power(const Treatment& treatment, const Moments& before, std::span<const double> column,
                std::span<double> out, TreatmentReport& report) {
    report.shift = before.least > 0 ? 0 : shift_to_positive(before);
    const double floor = before.least + report.shift;
    std::transform(column.begin(), column.end(), out.begin(),
                   [&](double x) { return std::log((x - before.least) + floor); });
    report.lambda = treatment.lambda.value_or(0);
    if (!treatment.lambda) report.lambda = most_likely_lambda(out);
    const double lambda = report.lambda;
    for (double& cell : out) cell = box_cox(cell, lambda);
    tell_result(treatment, TreatmentRule::box_cox, moments(out), report);
}

void copy(std::span<const double> from, std::span<double> to) {
    if (from.data() != to.data()) std::copy(from.begin(), from.end(), to.begin());
}

/// Applies one rule to a column as it was.
TreatmentReport apply(TreatmentRule rule, const Treatment& treatment, const Moments& before,
                      std::span<const double> column, std::span<double> out) {
    TreatmentReport report;
    report.skew_before = before.skew;
    report.kurtosis_before = before.kurtosis;
    switch (rule) {
        case TreatmentRule::winsorise:
            winsorise(treatment, before, column, out, report);
            break;
        case TreatmentRule::log:
            take_log(treatment, before, column, out, report);
            break;
        case TreatmentRule::box_cox:
            take_power(treatment, before, column, out, report);
            break;
        case TreatmentRule::none:
            copy(column, out);
            tell_result(treatment, rule, before, report);
    }
    return report;
}

}  // namespace

TreatmentReport treat(const Treatment& treatment, std::span<const double> column, std::span<double> out) {
    const Moments before = moments(column);
    const bool is_treated = has_value(before.skew) && (treatment.always || !passes(treatment, before));
    if (!is_treated || treatment.rules.empty()) return apply(TreatmentRule::none, treatment, before, column, out);
    // A rule that does not help must not have touched the column, which may be `out` itself.
    std::vector<double> made(column.size());
    TreatmentReport report;
    for (const TreatmentRule rule : treatment.rules) {
        report = apply(rule, treatment, before, column, made);
        if (report.passes) break;
    }
    // A given λ may lead beyond all numbers; the column stays as it is then, and the report says so.
    const bool is_finite = std::none_of(made.begin(), made.end(), [](double x) { return std::isinf(x); });
    if (!is_finite) report = apply(TreatmentRule::none, treatment, before, column, made);
    copy(made, out);
    return report;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
