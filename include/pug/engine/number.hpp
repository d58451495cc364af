#pragma once

#include <algorithm>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

#include "pug/decimal.hpp"
#include "pug/engine/elementary.hpp"
#include "pug/instrument.hpp"

// The kinds of numbers a program can be run with. All of them offer the same operations, so there is one evaluator:
//   Bounded    a double and a bound on how far it may be from the exact value; fast, sometimes cannot tell
//   Rational   exact, for programs without roots, logarithms and exponentials
//   Real       50 digits, for the others; what it cannot tell apart counts as equal
namespace pug {
inline namespace v0 {

/// How two numbers compare, as far as the kind of number can tell.
enum class Order : std::uint8_t { less, equal, greater, undecided };

/// A double and a bound on its distance from the exact value.
struct Bounded {
    double value = 0;
    double error = 0;
};

namespace detail {

// Half a unit in the last place, relative; doubled, so that the rounding of the bounds themselves is covered too.
inline constexpr double ulp = 2.3e-16;

inline Bounded rounded(double value, double error) {
    return {value, error * (1 + 8 * ulp) + ulp * std::abs(value) + std::numeric_limits<double>::min()};
}

}  // namespace detail

inline Bounded operator+(Bounded a, Bounded b) { return detail::rounded(a.value + b.value, a.error + b.error); }
inline Bounded operator-(Bounded a, Bounded b) { return detail::rounded(a.value - b.value, a.error + b.error); }
inline Bounded operator-(Bounded a) { return {-a.value, a.error}; }
inline Bounded operator*(Bounded a, Bounded b) {
    return detail::rounded(a.value * b.value,
                           std::abs(a.value) * b.error + std::abs(b.value) * a.error + a.error * b.error);
}
inline Bounded operator/(Bounded a, Bounded b) {
    const double quotient = a.value / b.value;
    const double divisor = std::abs(b.value) - b.error;
    if (!(divisor > 0)) return {quotient, std::numeric_limits<double>::infinity()};
    return detail::rounded(quotient, (a.error + std::abs(quotient) * b.error) / divisor * (1 + 8 * detail::ulp));
}

/// A real number to 50 digits, used where exact arithmetic has no finite form.
using Real = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>, boost::multiprecision::et_off>;

/// Everything that the evaluator needs to know about a kind of number.
template <class N>
struct Arithmetic;

template <>
struct Arithmetic<Bounded> {
    static Bounded from(const Rational& exact) {
        const double value = detail::nearest_double(exact);
        if (!std::isfinite(value)) return {value, std::numeric_limits<double>::infinity()};
        const bool is_exact = Rational(value) == exact;
        return {value, is_exact ? 0 : std::abs(value) * detail::ulp + std::numeric_limits<double>::min()};
    }
    /// A double of the data stands for its shortest decimal, which whole numbers are exactly.
    static Bounded of_data(double value) {
        const bool is_whole = std::abs(value) < 9007199254740992.0 && std::trunc(value) == value;
        return {value, is_whole ? 0 : std::abs(value) * detail::ulp};
    }
    static double to_double(Bounded x) { return x.value; }
    /// Values beyond the range of doubles are no results, in whatever kind of number.
    static bool is_in_range(Bounded x) { return std::isfinite(x.value); }
    static Order compare(Bounded a, Bounded b) {
        const double distance = a.value - b.value;
        const double doubt = a.error + b.error;
        if (std::abs(distance) > doubt * (1 + 8 * detail::ulp)) return distance < 0 ? Order::less : Order::greater;
        return doubt == 0 ? Order::equal : Order::undecided;
    }
    static Bounded log(Bounded x) {
        const double least = x.value - x.error;
        if (!(least > 0)) return {0, std::numeric_limits<double>::infinity()};
        const double value = detail::natural_log(x.value);
        return detail::rounded(value, x.error / least + detail::log_error * std::abs(value));
    }
    static Bounded exp(Bounded x) {
        const double value = detail::exponential(x.value);
        return detail::rounded(value, value * (detail::expm1_bound(x.error) + detail::exp_error));
    }
    static Bounded of_whole(double value) { return {value + 0.0, 0}; }  // −0 is 0
    static Bounded power_of_ten(int exponent) {
        static constexpr double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
        return {powers[exponent], 0};
    }
    static bool is_odd(double whole) { return std::fmod(whole, 2) != 0; }
    /// The whole number nearest below; undecided when a whole number lies within the bound.
    static double floor(Bounded x, bool& undecided) {
        const double below = std::floor(x.value - x.error);
        if (std::floor(x.value + x.error) != below) undecided = true;
        return std::floor(x.value);
    }
};

template <>
struct Arithmetic<Rational> {
    static Rational from(const Rational& exact) { return exact; }
    static Rational of_data(double value) { return Decimal::of(value).exact(); }
    static double to_double(const Rational& x) { return detail::nearest_double(x); }
    static bool is_in_range(const Rational& x) {
        static const Rational limit(std::numeric_limits<double>::max());
        return x <= limit && x >= -limit;
    }
    static Order compare(const Rational& a, const Rational& b) {
        const int sign = a.compare(b);
        return sign < 0 ? Order::less : sign > 0 ? Order::greater : Order::equal;
    }
    static Rational of_whole(const Integer& value) { return Rational(value); }
    static Rational power_of_ten(int exponent) { return Rational(detail::power_of_ten(exponent)); }
    static bool is_odd(const Integer& whole) { return whole % 2 != 0; }
    static Integer floor(const Rational& x, bool&) {
        const Integer over = numerator(x);
        const Integer under = denominator(x);
        const Integer quotient = over / under;  // towards zero
        return over < 0 && quotient * under != over ? Integer(quotient - 1) : quotient;
    }
};

template <>
struct Arithmetic<Real> {
    static Real from(const Rational& exact) { return Real(numerator(exact)) / Real(denominator(exact)); }
    static Real of_data(double value) { return from(Decimal::of(value).exact()); }
    static double to_double(const Real& x) { return static_cast<double>(x); }
    static bool is_in_range(const Real& x) {
        static const Real limit(std::numeric_limits<double>::max());
        return x <= limit && x >= -limit;  // false for NaN
    }
    /// Numbers closer than this count as equal: ten digits more than the errors of any program amount to.
    static Real closeness(const Real& magnitude) {
        static const Real tolerance("1e-40");
        const Real size = abs(magnitude);
        return size > 1 ? Real(tolerance * size) : tolerance;
    }
    static Order compare(const Real& a, const Real& b) {
        const Real distance = a - b;
        if (abs(distance) <= closeness(b)) return Order::equal;
        return distance < 0 ? Order::less : Order::greater;
    }
    static Real log(const Real& x) { return boost::multiprecision::log(x); }
    static Real exp(const Real& x) { return boost::multiprecision::exp(x); }
    static Real of_whole(const Integer& value) { return Real(value); }
    static Real power_of_ten(int exponent) { return Real(detail::power_of_ten(exponent)); }
    static bool is_odd(const Integer& whole) { return whole % 2 != 0; }
    static Integer floor(const Real& x, bool&) {
        const Real nearest = boost::multiprecision::round(x);
        const Real whole = compare(x, nearest) == Order::equal ? nearest : Real(boost::multiprecision::floor(x));
        return Integer(whole);
    }
};

/// How an answer compares with a number when their doubles are the same; it stands for the shortest decimal that prints
/// as it. Where the doubles differ they tell the order themselves, since rounding to doubles keeps it.
inline Order tie_of_answer(const Rational& number) {
    const double value = detail::nearest_double(number);
    if (!std::isfinite(value)) return Order::undecided;
    return Arithmetic<Rational>::compare(Decimal::of(value).exact(), number);
}

/// The same of a value that was rounded to so many digits.
inline Order tie_of_rounded(const Rational& number, int digits) {
    if (std::abs(digits) > 15) return Order::undecided;  // refused elsewhere
    const Rational grid(detail::power_of_ten(std::abs(digits)));
    const Rational scaled = digits < 0 ? Rational(number / grid) : Rational(number * grid);
    bool ignored = false;
    const Rational whole(Arithmetic<Rational>::floor(Rational(scaled + Rational(1, 2)), ignored));
    return Arithmetic<Rational>::compare(digits < 0 ? Rational(whole * grid) : Rational(whole / grid), number);
}

/// x rounded as stated; `undecided` is set when the kind of number cannot tell to which side.
template <class N>
N round_to(const N& x, const Rounding& rounding, bool& undecided) {
    using A = Arithmetic<N>;
    const N unit = A::power_of_ten(std::abs(rounding.digits));
    const N scaled = rounding.digits < 0 ? N(x / unit) : N(x * unit);
    const N half = A::of_whole(1) / A::of_whole(2);
    const auto back = [&](const auto& whole) {
        const N value = A::of_whole(whole);
        return rounding.digits < 0 ? N(value * unit) : N(value / unit);
    };
    switch (rounding.mode) {
        case RoundingMode::down:
            return back(A::floor(scaled, undecided));
        case RoundingMode::up:
            return back(-A::floor(-scaled, undecided));
        case RoundingMode::half_even: {
            // Exactly between two whole numbers the floor of x + 1/2 is the upper one; the even one is wanted.
            const auto whole = A::floor(scaled + half, undecided);
            const bool is_tie = A::compare(scaled + half, A::of_whole(whole)) == Order::equal;
            return back(is_tie && A::is_odd(whole) ? whole - 1 : whole);
        }
        case RoundingMode::half_up:
            break;
    }
    const bool is_negative = A::compare(scaled, A::of_whole(0)) == Order::less;
    return back(is_negative ? -A::floor(half - scaled, undecided) : A::floor(scaled + half, undecided));
}

}  // namespace v0
}  // namespace pug
