#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace pug {
inline namespace v0 {

using Integer = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;

namespace detail {

// Beyond these a number in a document is a mistake or an attack, not a weight.
inline constexpr std::size_t max_decimal_digits = 200;
inline constexpr int max_decimal_exponent = 400;

inline Integer power_of_ten(int exponent) {
    return boost::multiprecision::pow(Integer(10), static_cast<unsigned>(exponent));
}

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// [+-]digits[.digits][e[+-]digits]; empty when the text is anything else, or has more digits.
inline std::optional<Rational> parse_decimal(std::string_view text, std::size_t max_digits = max_decimal_digits) {
    std::size_t at = 0;
    const auto done = [&] { return at == text.size(); };
    const bool negative = !done() && text[at] == '-';
    if (!done() && (text[at] == '-' || text[at] == '+')) ++at;

    std::string digits;
    int exponent = 0;
    for (; !done() && is_digit(text[at]); ++at) digits += text[at];
    if (!done() && text[at] == '.') {
        for (++at; !done() && is_digit(text[at]); ++at, --exponent) digits += text[at];
    }
    if (digits.empty() || digits.size() > max_digits) return std::nullopt;
    if (!done() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (!done() && text[at] == '+' && at + 1 < text.size() && is_digit(text[at + 1])) ++at;
        int power = 0;
        const auto [end, code] = std::from_chars(text.data() + at, text.data() + text.size(), power);
        if (code != std::errc() || power > max_decimal_exponent || power < -max_decimal_exponent) return std::nullopt;
        at = static_cast<std::size_t>(end - text.data());
        exponent += power;
    }
    if (!done()) return std::nullopt;

    // A leading zero would make the integer parser read octal digits.
    const auto first = digits.find_first_not_of('0');
    Integer mantissa(first == std::string::npos ? "0" : digits.substr(first));
    if (negative) mantissa = -mantissa;
    return exponent >= 0 ? Rational(mantissa * power_of_ten(exponent)) : Rational(mantissa, power_of_ten(-exponent));
}

/// bits · 2^-shift among the subnormals, whose unit is 2^-1074: rounded once, ties to even. The last bit of `bits` may
/// stand for a remainder.
inline double nearest_subnormal(std::uint64_t bits, int shift) {
    const int drop = shift - 1074;
    if (drop > 63) return 0.0;
    const std::uint64_t rest = bits & ((std::uint64_t{1} << drop) - 1);
    const std::uint64_t half = std::uint64_t{1} << (drop - 1);
    std::uint64_t units = bits >> drop;
    if (rest > half || (rest == half && units % 2 == 1)) ++units;
    return std::ldexp(static_cast<double>(units), -1074);
}

/// The double nearest to a rational, ties to even. Correctly rounded, so that "0.1" is the double everybody knows.
inline double nearest_double(const Rational& exact) {
    Integer numerator = boost::multiprecision::numerator(exact);
    const Integer denominator = boost::multiprecision::denominator(exact);
    if (numerator == 0) return 0.0;
    const bool negative = numerator < 0;
    if (negative) numerator = -numerator;

    // A quotient of 62 or 63 bits whose last bit also stands for "there was a remainder": the hardware conversion of
    // that integer then rounds as the exact quotient would.
    const int shift = 62 - (static_cast<int>(msb(numerator)) - static_cast<int>(msb(denominator)));
    Integer quotient;
    Integer remainder;
    if (shift >= 0) {
        divide_qr(Integer(numerator << static_cast<unsigned>(shift)), denominator, quotient, remainder);
    } else {
        divide_qr(numerator, Integer(denominator << static_cast<unsigned>(-shift)), quotient, remainder);
    }
    const auto bits = static_cast<std::uint64_t>(quotient) | static_cast<std::uint64_t>(remainder != 0);
    const double value = shift >= 1084 ? nearest_subnormal(bits, shift) : std::ldexp(static_cast<double>(bits), -shift);
    return negative ? -value : value;
}

}  // namespace detail

/// An exact number as documents write it: a decimal ("0.8", "5e-5") or a fraction of two ("1/6").
class Decimal {
  public:
    Decimal() = default;
    Decimal(int value) : value_(value) {}  // NOLINT: whole numbers are exact
    explicit Decimal(Rational value) : value_(std::move(value)) {}

    /// Reads a decimal or fraction; empty when the text is not one, divides by zero, or is beyond 200 digits or 1e±400.
    /// What a program has written, and not a person, may have more digits.
    static std::optional<Decimal> parse(std::string_view text, std::size_t max_digits = detail::max_decimal_digits) {
        const auto slash = text.find('/');
        const auto over = detail::parse_decimal(text.substr(0, slash), max_digits);
        if (!over) return std::nullopt;
        if (slash == std::string_view::npos) return Decimal(*over);
        const auto under = detail::parse_decimal(text.substr(slash + 1), max_digits);
        if (!under || *under == 0) return std::nullopt;
        return Decimal(Rational(*over / *under));
    }

    /// The shortest decimal that prints as this double: 0.1 is one tenth. The double must be finite.
    static Decimal of(double value) {
        char buffer[32];
        const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
        return Decimal(*detail::parse_decimal({buffer, static_cast<std::size_t>(end - buffer)}));
    }

    const Rational& exact() const { return value_; }
    double to_double() const { return detail::nearest_double(value_); }

    /// The one way to write this number: a plain decimal where it ends, else a fraction in lowest terms.
    std::string to_string() const {
        using boost::multiprecision::denominator;
        using boost::multiprecision::numerator;
        Integer rest = denominator(value_);
        int twos = 0;
        int fives = 0;
        for (; rest % 2 == 0; rest /= 2) ++twos;
        for (; rest % 5 == 0; rest /= 5) ++fives;
        if (rest != 1) return value_.str();
        const int places = twos > fives ? twos : fives;
        const Integer scaled = numerator(value_) * detail::power_of_ten(places) / denominator(value_);
        std::string digits = (scaled < 0 ? Integer(-scaled) : scaled).str();
        if (places > 0) {
            const auto width = static_cast<std::size_t>(places) + 1;
            if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
            digits.insert(digits.size() - static_cast<std::size_t>(places), ".");
        }
        return (scaled < 0 ? "-" : "") + digits;
    }

    bool operator==(const Decimal& other) const { return value_ == other.value_; }
    bool operator<(const Decimal& other) const { return value_ < other.value_; }

  private:
    Rational value_ = 0;
};

}  // namespace v0
}  // namespace pug
