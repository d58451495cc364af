#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "pug/engine/elementary.hpp"
#include "pug/engine/number.hpp"

// What is known of the values of a column before looking at any of them. `Bounded` carries an error bound with every
// value; a block carries one with every column. Both use the same formulas. These never fall as the size of a value or
// an error grows, and neither does rounding, so the bound of a column is at least that of every value in it: what a
// block can tell, Bounded can tell, and says the same.
namespace pug {
inline namespace v0 {
namespace detail {

/// The values of a column lie from low to high, each at most `error` from the exact one.
struct Reach {
    double low = 0, high = 0;
    double error = 0;

    friend bool operator==(const Reach&, const Reach&) = default;
    double size() const { return std::max(std::abs(low), std::abs(high)); }
    bool is_finite() const { return std::isfinite(low) && std::isfinite(high) && std::isfinite(error); }
};

inline constexpr Reach unbounded{-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(),
                                 std::numeric_limits<double>::infinity()};

inline Reach reach_of(Bounded x) { return {x.value, x.value, x.error}; }

inline Reach joined(const Reach& a, const Reach& b) {
    return {std::min(a.low, b.low), std::max(a.high, b.high), std::max(a.error, b.error)};
}

inline Reach rounded_reach(double low, double high, double error) {
    return {low, high, rounded(std::max(std::abs(low), std::abs(high)), error).error};
}

inline Reach operator+(const Reach& a, const Reach& b) {
    return rounded_reach(a.low + b.low, a.high + b.high, a.error + b.error);
}

inline Reach operator-(const Reach& a, const Reach& b) {
    return rounded_reach(a.low - b.high, a.high - b.low, a.error + b.error);
}

inline Reach operator*(const Reach& a, const Reach& b) {
    const std::array<double, 4> corners = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
    const auto [low, high] = std::minmax_element(corners.begin(), corners.end());
    return rounded_reach(*low, *high, a.size() * b.error + b.size() * a.error + a.error * b.error);
}

/// a / b where no b is nearer to 0 than `least`.
inline Reach divided_reach(const Reach& a, const Reach& b, double least) {
    const double divisor = least - b.error;
    if (!(divisor > 0)) return unbounded;
    const double size = a.size() / least;
    const double error = (a.error + size * b.error) / divisor * (1 + 8 * ulp);
    if (b.low < 0 || a.low < 0) return rounded_reach(-size, size, error);
    return rounded_reach(0, size, error);
}

/// The logarithm where no x is below `least`.
inline Reach log_reach(const Reach& x, double least) {
    const double lowest = least - x.error;
    if (!(lowest > 0)) return unbounded;
    // Computed logarithms may be off by their last bits.
    constexpr double slack = 1e-12;
    const double low = natural_log(least);
    const double high = natural_log(x.high);
    const double size = std::max(std::abs(low), std::abs(high)) * (1 + slack);
    const Reach widened{low - size * slack, high + size * slack, 0};
    return rounded_reach(widened.low, widened.high, x.error / lowest + log_error * size);
}

inline Reach exp_reach(const Reach& x) {
    if (!(x.high < 700)) return unbounded;
    const double high = exponential(x.high) * (1 + 1e-12);
    return rounded_reach(0, high, high * (expm1_bound(x.error) + exp_error));
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
