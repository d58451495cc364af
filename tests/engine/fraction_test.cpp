// Short fractions: exact, or known to be too long.
#include "pug/engine/fraction.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <random>

namespace {

using namespace pug;

/// A fraction's result, or none when it is too long.
template <class Operation>
std::optional<Rational> briefly(const Operation& operation) {
    try {
        return operation().exact();
    } catch (const Fraction::TooLong&) {
        return std::nullopt;
    }
}

TEST(Fraction, IsExactOrTooLong) {
    std::mt19937_64 random(18);
    const auto any = [&] {
        const auto bits = [&](std::uint64_t most) {
            return static_cast<std::int64_t>(random() >> (63 - random() % most));
        };
        const std::int64_t over = bits(61) * (random() % 2 == 0 ? 1 : -1);
        return Fraction(over, 1 + bits(61));
    };
    std::size_t exact = 0, too_long = 0;
    const auto check = [&](const std::optional<Rational>& found, const Rational& expected) {
        (found ? exact : too_long) += 1;
        if (found) {
            ASSERT_EQ(*found, expected);
        }
    };
    for (int i = 0; i < 20000; ++i) {
        const Fraction a = any(), b = any();
        const Rational x = a.exact(), y = b.exact();
        check(briefly([&] { return a + b; }), x + y);
        check(briefly([&] { return a - b; }), x - y);
        check(briefly([&] { return a * b; }), x * y);
        if (y != 0) check(briefly([&] { return a / b; }), x / y);
        ASSERT_EQ((-a).exact(), -x);
        ASSERT_EQ(Integer(a.floor()), [&] {
            bool ignored = false;
            return Arithmetic<Rational>::floor(x, ignored);
        }());
        try {
            ASSERT_EQ(a.compare(b), x < y ? -1 : x > y ? 1 : 0);
        } catch (const Fraction::TooLong&) {
            ++too_long;
        }
    }
    EXPECT_GT(exact, 10000u);
    EXPECT_GT(too_long, 1000u);
    EXPECT_THROW(Fraction(1, 2) / Fraction(0, 3), Fraction::TooLong);
    EXPECT_THROW(Fraction(std::numeric_limits<std::int64_t>::min(), 1), Fraction::TooLong);
    EXPECT_THROW(Fraction(Rational(Integer(1) << 62)), Fraction::TooLong);
}

TEST(Fraction, ReadsDataAsTheirShortestDecimals) {
    std::mt19937_64 random(19);
    std::size_t read = 0;
    for (int i = 0; i < 20000; ++i) {
        double value = static_cast<double>(static_cast<std::int64_t>(random() % 2000001) - 1000000);
        value /= std::pow(10.0, static_cast<double>(random() % 12));
        if (random() % 4 == 0) value = std::nextafter(value, 1e9);
        if (random() % 9 == 0) value *= 1e10;
        const auto found = briefly([&] { return Arithmetic<Fraction>::of_data(value); });
        read += found.has_value();
        if (found) {
            ASSERT_EQ(*found, Decimal::of(value).exact()) << value;
        }
    }
    EXPECT_GT(read, 10000u);
    EXPECT_EQ(Arithmetic<Fraction>::of_data(-0.0).compare(Fraction(0, 1)), 0);
}

}  // namespace
