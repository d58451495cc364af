#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

#include "pug/statistics/estimate.hpp"
#include "pug/workbench/sobol.hpp"

// The sums over points that Sobol indices are made of; `sobol_indices` gives the formulas.
namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// Points whose sums are taken at once. The sums of the blocks of a share are added in their order, and those of the
/// shares in theirs, so that threads that take a share each get the same bytes as one that takes all.
inline constexpr std::size_t sobol_block = 128;

/// The points of a share, of so many in all.
inline std::size_t sobol_share(std::size_t points) {
    constexpr std::size_t shares = 16;
    const std::size_t blocks = (points + sobol_block - 1) / sobol_block;
    return (blocks + shares - 1) / shares * sobol_block;
}

/// Calls `each` with first point and number of points of the parts, of at most `length` points, from `first` up to
/// `last`.
template <class Each>
void cut(std::size_t first, std::size_t last, std::size_t length, const Each& each) {
    for (; first < last; first += length) each(first, std::min(length, last - first));
}

/// Of one output: (a² + b²)/2, its square.
struct OutputSums {
    double squares = 0, fourths = 0;

    void add(const double* a, const double* b, std::size_t n) {
        double square = 0, fourth = 0;
        for (std::size_t j = 0; j < n; ++j) {
            const double v = (a[j] * a[j] + b[j] * b[j]) / 2;
            square += v;
            fourth += v * v;
        }
        squares += square;
        fourths += fourth;
    }
    void add(const OutputSums& more) {
        squares += more.squares;
        fourths += more.fourths;
    }
};

/// Of one output and input: the terms of both indices, their squares, and their products with (a² + b²)/2.
struct InputSums {
    double first = 0, first_squares = 0, first_products = 0;
    double total = 0, total_squares = 0, total_products = 0;

    /// a and b less their mean; `changed` is c as it is, `mean` what it is less of.
    void add(const double* a, const double* b, const double* changed, double mean, std::size_t n) {
        // Four sums side by side, so that the processor need not wait for one addition before the next.
        constexpr std::size_t lanes = 4;
        std::array<double, lanes> g1{}, g2{}, gv{}, t1{}, t2{}, tv{};
        const auto take = [&](std::size_t lane, std::size_t j) {
            const double difference = (changed[j] - mean) - a[j];
            const double v = (a[j] * a[j] + b[j] * b[j]) / 2;
            const double g = b[j] * difference, t = difference * difference / 2;
            g1[lane] += g;
            g2[lane] += g * g;
            gv[lane] += g * v;
            t1[lane] += t;
            t2[lane] += t * t;
            tv[lane] += t * v;
        };
        std::size_t j = 0;
        for (; j + lanes <= n; j += lanes) {
            for (std::size_t lane = 0; lane < lanes; ++lane) take(lane, j + lane);
        }
        for (std::size_t lane = 0; j < n; ++j, ++lane) take(lane, j);
        const auto sum = [](const std::array<double, lanes>& s) { return (s[0] + s[1]) + (s[2] + s[3]); };
        first += sum(g1);
        first_squares += sum(g2);
        first_products += sum(gv);
        total += sum(t1);
        total_squares += sum(t2);
        total_products += sum(tv);
    }
    void add(const InputSums& more) {
        first += more.first;
        first_squares += more.first_squares;
        first_products += more.first_products;
        total += more.total;
        total_squares += more.total_squares;
        total_products += more.total_products;
    }
};

/// What one output is over A and B.
struct OutputMoments {
    double mean = 0;
    OutputSums sums;
    std::size_t points = 0;

    double variance() const { return sums.squares / static_cast<double>(points); }
    /// Whether what differs is within what rounding makes of one value.
    bool is_constant() const { return std::sqrt(variance()) <= 0x1p-46 * std::fabs(mean); }
};

/// Takes the mean over both off both, and returns the sums.
inline OutputMoments centre(std::span<double> a, std::span<double> b) {
    OutputMoments moments;
    moments.points = a.size();
    for (std::size_t j = 0; j < a.size(); ++j) moments.mean += a[j] + b[j];
    moments.mean /= 2 * static_cast<double>(a.size());
    for (std::size_t j = 0; j < a.size(); ++j) {
        a[j] -= moments.mean;
        b[j] -= moments.mean;
    }
    cut(0, a.size(), sobol_block,
        [&](std::size_t first, std::size_t n) { moments.sums.add(a.data() + first, b.data() + first, n); });
    return moments;
}

/// The ratio of the sum of some terms to the sum of others, a term a point; of the former the squares and the products
/// with the latter are summed up as well.
inline Estimate estimate_ratio(double terms, double squares, double products, const OutputMoments& below,
                               double width) {
    const double ratio = terms / below.sums.squares, n = static_cast<double>(below.points);
    // Of terms without spread rounding may leave less than nothing.
    const double spread = std::fmax(squares - 2 * ratio * products + ratio * ratio * below.sums.fourths, 0);
    const double error = std::sqrt(spread * n / (n - 1)) / below.sums.squares;
    return {ratio, error, ratio - width * error, ratio + width * error};
}

/// The indices of one output from its sums.
inline SobolIndices indices_from(const OutputMoments& output, std::span<const InputSums> inputs, double width) {
    SobolIndices found;
    found.mean = output.mean;
    found.variance = output.variance();
    found.is_constant = output.is_constant();
    found.first.resize(inputs.size());
    found.total.resize(inputs.size());
    if (found.is_constant) return found;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const InputSums& sums = inputs[i];
        found.first[i] = estimate_ratio(sums.first, sums.first_squares, sums.first_products, output, width);
        found.total[i] = estimate_ratio(sums.total, sums.total_squares, sums.total_products, output, width);
    }
    return found;
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
