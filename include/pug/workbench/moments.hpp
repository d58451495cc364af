#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// How the values of a column are spread. What too few values, or equal ones, do not tell has no value.
struct Moments {
    std::size_t n = 0;  ///< cells that have a value
    double least = no_value, greatest = no_value;
    double mean = no_value;
    double sd = no_value;        ///< of a sample, with n − 1; needs two values
    double skew = no_value;      ///< G1, needs three values that are not all equal
    double kurtosis = no_value;  ///< G2, in excess of the normal distribution; needs four that are not all equal

    bool is_constant() const { return !(least < greatest); }
};

namespace moment_details {

// Four sums side by side, so that the processor need not wait for one addition before the next.
inline constexpr std::size_t lanes = 4;
using Lanes = std::array<double, lanes>;

inline double total(const Lanes& sums) { return (sums[0] + sums[1]) + (sums[2] + sums[3]); }

/// Calls `visit(lane, cell)` for each cell. Compilers must be told to inline what is called from both loops: called, it
/// would take several times as long.
template <class Visit>
void each(std::span<const double> cells, Visit visit) {
    std::size_t i = 0;
    for (; i + lanes <= cells.size(); i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane) visit(lane, cells[i + lane]);
    }
    for (std::size_t lane = 0; i < cells.size(); ++i, ++lane) visit(lane, cells[i]);
}

/// Number, extremes and mean of what `view` makes of the cells; a cell without a value stays out.
template <class View>
Moments first_moment(std::span<const double> cells, View view) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    Lanes count{}, sum{}, least{}, greatest{};
    least.fill(infinity);
    greatest.fill(-infinity);
    each(cells, [&](std::size_t lane, double cell) __attribute__((always_inline)) {
        const double x = view(cell);
        const bool counts = has_value(x);
        count[lane] += counts ? 1.0 : 0.0;
        sum[lane] += counts ? x : 0.0;
        least[lane] = x < least[lane] ? x : least[lane];
        greatest[lane] = x > greatest[lane] ? x : greatest[lane];
    });
    Moments found;
    found.n = static_cast<std::size_t>(total(count));
    if (found.n == 0) return found;
    found.least = std::min(std::min(least[0], least[1]), std::min(least[2], least[3]));
    found.greatest = std::max(std::max(greatest[0], greatest[1]), std::max(greatest[2], greatest[3]));
    found.mean = found.is_constant() ? found.least : total(sum) / static_cast<double>(found.n);
    return found;
}

/// The moments of what `view` makes of the cells.
template <class View>
Moments moments(std::span<const double> cells, View view) {
    Moments found = first_moment(cells, view);
    if (found.n < 2) return found;
    if (found.is_constant()) {
        found.sd = 0;
        return found;
    }
    // Deviations as shares of the range: their fourth powers neither overflow nor vanish.
    const double range = found.greatest - found.least, mean = found.mean, scale = 1 / range;
    Lanes squares{}, cubes{}, fourths{};
    each(cells, [&](std::size_t lane, double cell) __attribute__((always_inline)) {
        const double x = view(cell);
        const double deviation = has_value(x) ? (x - mean) * scale : 0.0;
        const double square = deviation * deviation;
        squares[lane] += square;
        cubes[lane] += square * deviation;
        fourths[lane] += square * square;
    });
    const double n = static_cast<double>(found.n), m2 = total(squares) / n;
    found.sd = range * std::sqrt(total(squares) / (n - 1));
    if (found.n < 3) return found;
    const double g1 = total(cubes) / n / (m2 * std::sqrt(m2));
    found.skew = g1 * std::sqrt(n * (n - 1)) / (n - 2);
    if (found.n < 4) return found;
    const double g2 = total(fourths) / n / (m2 * m2) - 3;
    found.kurtosis = ((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3));
    return found;
}

}  // namespace moment_details

/// Number, extremes and mean of the cells that have a value; the rest stays without. Half the work of `moments`.
inline Moments first_moment(std::span<const double> cells) {
    return moment_details::first_moment(cells, [](double cell) { return cell; });
}

/// The moments of the cells that have a value.
///
/// G1 = g1·√(n(n − 1))/(n − 2) and G2 = ((n + 1)·g2 + 6)·(n − 1)/((n − 2)(n − 3)), where g1 = m3/m2^1.5 and g2 = m4/m2²
/// − 3 with the moments m about the mean. D. N. Joanes and C. A. Gill, Comparing measures of sample skewness and
/// kurtosis, The Statistician 47 (1998).
inline Moments moments(std::span<const double> cells) {
    return moment_details::moments(cells, [](double cell) { return cell; });
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
