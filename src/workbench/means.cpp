#include "means.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "near_one.hpp"
#include "pug/engine/block/instruction_sets.hpp"
#include "pug/engine/elementary.hpp"
#include "pug/workbench/matrix.hpp"
#include "unit_rules.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

namespace {

using pug::detail::in_stripes;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t block_units = 256;  // at a time: their sums stay in the nearest cache

/// A number for each unit of a block.
struct alignas(64) Lane {
    double of[block_units];

    void fill(double value, std::size_t units) { std::fill_n(of, units, value); }
};

/// Sums over the parts so far, for each unit of a block.
struct Sums {
    Lane sum, weight, low, high;

    void start(std::size_t units) {
        sum.fill(0, units);
        weight.fill(0, units);
        low.fill(infinity, units);
        high.fill(-infinity, units);
    }
    /// Adds a part: `x` its values, `moved` what is summed of them. A loop without a branch, for vector code.
    void add(const double* x, const double* moved, double part_weight, std::size_t units) {
        for (std::size_t u = 0; u < units; ++u) {
            const double term = part_weight * moved[u];
            const bool has = x[u] == x[u];
            sum.of[u] += has ? term : 0.0;
            weight.of[u] += has ? part_weight : 0.0;
            low.of[u] = x[u] < low.of[u] ? x[u] : low.of[u];
            high.of[u] = x[u] > high.of[u] ? x[u] : high.of[u];
        }
    }
};

// The scales on which means are arithmetic. `onto` moves the values of a part to it, `back` the mean of a block.

struct Plain {
    static constexpr bool takes_negative = true;
    const double* onto(const double* x, std::size_t, Lane&) const { return x; }
    void back(Lane&, std::size_t) const {}
};

struct Logarithmic {
    static constexpr bool takes_negative = false;
    const pug::detail::LoopTable& loops = pug::detail::loops_for(Instructions::best);

    const double* onto(const double* x, std::size_t units, Lane& moved) const {
        Lane padded;  // the loops take whole stripes
        std::copy_n(x, units, padded.of);
        std::fill(padded.of + units, padded.of + in_stripes(units), 1.0);
        loops.logarithms(padded.of, in_stripes(units), moved.of);
        return moved.of;
    }
    void back(Lane& mean, std::size_t units) const {
        Lane logarithms;
        std::copy_n(mean.of, units, logarithms.of);
        std::fill(logarithms.of + units, logarithms.of + in_stripes(units), 0.0);
        loops.exponentials(logarithms.of, in_stripes(units), mean.of);
    }
};

struct Reciprocal {
    static constexpr bool takes_negative = false;
    const double* onto(const double* x, std::size_t units, Lane& moved) const {
        for (std::size_t u = 0; u < units; ++u) moved.of[u] = 1 / x[u];
        return moved.of;
    }
    void back(Lane& mean, std::size_t units) const {
        for (std::size_t u = 0; u < units; ++u) mean.of[u] = 1 / mean.of[u];
    }
};

/// Means of a block: on a scale that takes 0 for nothing, 0 where a part is 0. A mean lies between the least and the
/// greatest of its parts, which rounding must not undo: equal parts have exactly their value.
template <class Scale>
void finish(const Scale& scale, const Sums& sums, double least_weight, std::size_t units, double* out) {
    Lane mean;
    for (std::size_t u = 0; u < units; ++u) mean.of[u] = sums.sum.of[u] / sums.weight.of[u];
    scale.back(mean, units);
    for (std::size_t u = 0; u < units; ++u) {
        double value = mean.of[u];
        value = value < sums.low.of[u] ? sums.low.of[u] : value;
        value = value > sums.high.of[u] ? sums.high.of[u] : value;
        if (!Scale::takes_negative) value = sums.low.of[u] == 0 ? 0.0 : value;
        const bool has = sums.weight.of[u] > 0 && sums.weight.of[u] >= least_weight;
        out[u] = has ? value : no_value;
    }
}

bool are_usable(const Sums& sums, bool takes_negative, std::size_t units) {
    bool usable = true;
    for (std::size_t u = 0; u < units; ++u) {
        usable &= sums.high.of[u] < infinity && sums.low.of[u] > -infinity;
        usable &= takes_negative || sums.low.of[u] >= 0;
    }
    return usable;
}

template <class Scale>
std::optional<Error> mean(const Scale& scale, const WeightedParts& parts, std::span<double> out) {
    const double least_weight = parts.least_weight();
    Sums sums;
    Lane moved;
    for (std::size_t first = 0; first < out.size(); first += block_units) {
        const std::size_t units = std::min(block_units, out.size() - first);
        sums.start(units);
        for (std::size_t k = 0; k < parts.columns.size(); ++k) {
            if (!parts.counts(k)) continue;
            const double* const x = parts.columns[k].data() + first;
            sums.add(x, scale.onto(x, units, moved), parts.weights[k], units);
        }
        finish(scale, sums, least_weight, units, out.data() + first);
        if (!are_usable(sums, Scale::takes_negative, units)) return find_unusable(parts, Scale::takes_negative);
    }
    return std::nullopt;
}

}  // namespace

std::optional<Error> arithmetic_mean(const WeightedParts& parts, std::span<double> out) {
    return mean(Plain{}, parts, out);
}

std::optional<Error> geometric_mean(const WeightedParts& parts, std::span<double> out) {
    return mean(Logarithmic{}, parts, out);
}

std::optional<Error> harmonic_mean(const WeightedParts& parts, std::span<double> out) {
    return mean(Reciprocal{}, parts, out);
}

namespace {

/// (Σ w·x^p / Σ w)^(1/p) for x ≥ 0 and p ≠ 0, as m·(1 + Σ w·((x/m)^p − 1) / Σ w)^(1/p) where m is the value that
/// counts most: nothing overflows, and nothing is lost where p is near 0.
double power_mean_of(const UnitParts& unit, double p) {
    const auto [least, greatest] = std::minmax_element(unit.values.begin(), unit.values.end());
    if (*greatest == 0 || (p < 0 && *least == 0)) return 0;
    const double most = p > 0 ? *greatest : *least;
    const double log_most = pug::detail::natural_log(most);
    double sum = 0;     // of powers less 1, exact where they are near 1
    double powers = 0;  // of powers, exact where most are near 0
    for (std::size_t k = 0; k < unit.values.size(); ++k) {
        const double x = unit.values[k];
        const double t = p * (pug::detail::natural_log(x) - log_most);
        sum += unit.weights[k] * (x == 0 ? -1.0 : exponential_less_1(t));
        powers += unit.weights[k] * (x == 0 ? 0.0 : pug::detail::exponential(t));
    }
    const double weight = unit.weight();
    const double log = 2 * sum > -weight ? log_of_1_plus(sum / weight) : pug::detail::natural_log(powers / weight);
    return std::clamp(most * pug::detail::exponential(log / p), *least, *greatest);
}

/// The same for any x and an odd whole p > 0, where powers and roots keep the sign.
double odd_power_mean_of(const UnitParts& unit, double p) {
    const auto [least, greatest] = std::minmax_element(unit.values.begin(), unit.values.end());
    const double most = std::max(-*least, *greatest);
    if (most == 0) return 0;
    double sum = 0;
    for (std::size_t k = 0; k < unit.values.size(); ++k) {
        const double size = std::abs(unit.values[k]) / most;
        const double power = size == 0 ? 0 : pug::detail::exponential(p * pug::detail::natural_log(size));
        sum += unit.weights[k] * std::copysign(power, unit.values[k]);
    }
    if (sum == 0) return 0;
    const double root = pug::detail::exponential(pug::detail::natural_log(std::abs(sum) / unit.weight()) / p);
    return std::clamp(std::copysign(most * root, sum), *least, *greatest);
}

bool is_odd(double p) { return std::fmod(p, 2) == 1; }

}  // namespace

std::optional<Error> power_mean(const WeightedParts& parts, double p, std::span<double> out) {
    if (p == 0) return geometric_mean(parts, out);
    if (p == 1) return arithmetic_mean(parts, out);
    if (p == -1) return harmonic_mean(parts, out);
    if (auto wrong = find_unusable(parts, is_odd(p))) return wrong;
    each_unit(parts, out,
              [&](const UnitParts& unit) { return is_odd(p) ? odd_power_mean_of(unit, p) : power_mean_of(unit, p); });
    return std::nullopt;
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
