#pragma once

#include <cmath>
#include <cstdint>
#include <numeric>

#include "pug/decimal.hpp"
#include "pug/engine/number.hpp"

namespace pug {
inline namespace v0 {

namespace detail {

inline constexpr double reliable_decimals = 1e15;                      // doubles tell all decimals of 15 digits apart
inline constexpr std::int64_t greatest_scale = 1'000'000'000'000'000;  // a power of ten

/// Whether a double prints as over / scale for a whole number `over` of at most 15 digits; `scale` is a power of ten.
inline bool is_decimal(double value, double scale, double& over) {
    constexpr double whole = 0x1.8p52;  // the doubles beside it are whole numbers
    over = value * scale;
    if (!(std::abs(over) < reliable_decimals)) return false;
    over = over + whole - whole;
    return over / scale == value;
}

}  // namespace detail

/// A rational number of two short parts: exact like `Rational` and many times as fast, as long as the parts suffice.
/// Where they do not, and for a division by 0, an operation throws `Fraction::TooLong`; the computation must then be
/// repeated with `Rational`. Not always in lowest terms.
class Fraction {
  public:
    struct TooLong {};

    Fraction() = default;
    /// over / under.
    Fraction(std::int64_t over, std::int64_t under) : over_(over), under_(under) {
        if (over >= end || over <= -end || under >= end || under <= 0) throw TooLong{};
    }
    explicit Fraction(const Rational& exact)
        : Fraction(part(boost::multiprecision::numerator(exact)), part(boost::multiprecision::denominator(exact))) {}

    Rational exact() const { return {over_, under_}; }
    /// The nearest double.
    double to_double() const {
        constexpr std::int64_t exact_double = std::int64_t{1} << 53;
        const bool is_short = over_ <= exact_double && over_ >= -exact_double && under_ <= exact_double;
        return is_short ? static_cast<double>(over_) / static_cast<double>(under_) : detail::nearest_double(exact());
    }
    /// The whole number nearest below.
    std::int64_t floor() const {
        const std::int64_t quotient = over_ / under_;  // towards zero
        return over_ < 0 && quotient * under_ != over_ ? quotient - 1 : quotient;
    }
    /// <0, 0, >0 as this number lies below, at or above the other.
    int compare(const Fraction& other) const {
        return briefly<int>(*this, other, [](const Fraction& a, const Fraction& b, int& sign) {
            std::int64_t x = 0, y = 0;
            if (a.under_ == b.under_) {
                x = a.over_;
                y = b.over_;
            } else if (!multiply(a.over_, b.under_, x) || !multiply(b.over_, a.under_, y)) {
                return false;
            }
            sign = x < y ? -1 : x > y ? 1 : 0;
            return true;
        });
    }

    Fraction operator-() const { return {-over_, under_}; }
    friend Fraction operator+(const Fraction& a, const Fraction& b) { return briefly<Fraction>(a, b, add); }
    friend Fraction operator-(const Fraction& a, const Fraction& b) { return a + -b; }
    friend Fraction operator*(const Fraction& a, const Fraction& b) {
        return briefly<Fraction>(a, b, [](const Fraction& x, const Fraction& y, Fraction& product) {
            return multiply(x.over_, y.over_, product.over_) && multiply(x.under_, y.under_, product.under_);
        });
    }
    friend Fraction operator/(const Fraction& a, const Fraction& b) {
        return a * (b.over_ < 0 ? Fraction(-b.under_, -b.over_) : Fraction(b.under_, b.over_));
    }
    friend bool operator<(const Fraction& a, const Fraction& b) { return a.compare(b) < 0; }

  private:
    // Below 2^62, so that the sum of two parts is an integer still; doubles close to it cannot be mistaken for it.
    static constexpr std::int64_t end = 4'600'000'000'000'000'000;

    static std::int64_t part(const Integer& whole) {
        if (abs(whole) >= end) throw TooLong{};
        return static_cast<std::int64_t>(whole);
    }

    /// The product of two parts; false when it is too long.
    static bool multiply(std::int64_t a, std::int64_t b, std::int64_t& product) {
        const double size = std::abs(static_cast<double>(a) * static_cast<double>(b));
        if (!(size < static_cast<double>(end))) return false;
        product = a * b;
        return true;
    }

    /// The least common denominator keeps sums short.
    static bool add(const Fraction& a, const Fraction& b, Fraction& sum) {
        std::int64_t x = a.over_, y = b.over_;
        sum.under_ = a.under_;
        if (a.under_ != b.under_) {
            const std::int64_t shared = std::gcd(a.under_, b.under_);
            if (!multiply(a.over_, b.under_ / shared, x) || !multiply(b.over_, a.under_ / shared, y) ||
                !multiply(a.under_, b.under_ / shared, sum.under_))
                return false;
        }
        sum.over_ = x + y;
        return sum.over_ < end && sum.over_ > -end;
    }

    /// An operation on numbers as they are or, where that is too long, on their lowest terms.
    template <class Result, class Operation>
    static Result briefly(const Fraction& a, const Fraction& b, const Operation& operation) {
        Result result{};
        if (operation(a, b, result)) return result;
        if (operation(a.reduced(), b.reduced(), result)) return result;
        throw TooLong{};
    }
    Fraction reduced() const {
        const std::int64_t shared = std::gcd(over_, under_);
        return {over_ / shared, under_ / shared};
    }

    std::int64_t over_ = 0, under_ = 1;
};

template <>
struct Arithmetic<Fraction> {
    static Fraction from(const Rational& exact) { return Fraction(exact); }
    /// The shortest decimal that prints as this double, which is the one with the fewest digits behind the point.
    static Fraction of_data(double value) {
        double over = 0;
        for (std::int64_t scale = 1; scale <= detail::greatest_scale; scale *= 10) {
            if (detail::is_decimal(value, static_cast<double>(scale), over))
                return {static_cast<std::int64_t>(over), scale};
        }
        return Fraction(Decimal::of(value).exact());
    }
    static double to_double(const Fraction& x) { return x.to_double(); }
    static bool is_in_range(const Fraction&) { return true; }
    static Order compare(const Fraction& a, const Fraction& b) {
        const int sign = a.compare(b);
        return sign < 0 ? Order::less : sign > 0 ? Order::greater : Order::equal;
    }
    static Fraction of_whole(std::int64_t value) { return {value, 1}; }
    static Fraction power_of_ten(int exponent) { return Fraction(Rational(detail::power_of_ten(exponent))); }
    static bool is_odd(std::int64_t whole) { return whole % 2 != 0; }
    static std::int64_t floor(const Fraction& x, bool&) { return x.floor(); }
};

}  // namespace v0
}  // namespace pug
