// Results that carry a value or its reason, and exact decimals.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <ostream>
#include <random>
#include <string>

#include "pug/decimal.hpp"
#include "pug/result.hpp"

namespace {

using pug::Decimal;
using pug::Integer;
using pug::Rational;

// --- result ----------------------------------------------------------------------------------------------------------

pug::result<int> positive(int x) {
    if (x > 0) return x;
    return pug::Error(pug::ErrorKind::argument, "test.sign", "x",
                      "found " + std::to_string(x) + ", wanted a positive number");
}

pug::result<int> twice(int x) {
    PUG_TRY(const int checked, positive(x));
    return 2 * checked;
}

TEST(Result, TryTakesTheValueOrReturnsTheError) {
    EXPECT_EQ(twice(21).value(), 42);
    const auto failed = twice(-3);
    ASSERT_TRUE(failed.has_error());
    EXPECT_EQ(failed.error().kind, pug::ErrorKind::argument);
    EXPECT_EQ(failed.error().code(), "test.sign");
    EXPECT_EQ(failed.error().where(), "x");
    EXPECT_EQ(failed.error().message(), "found -3, wanted a positive number");
}

TEST(Result, AskingAnErrorForItsValueEndsTheProgram) { EXPECT_DEATH((void)positive(0).value(), ""); }

// --- reading and writing decimals ------------------------------------------------------------------------------------

struct Spelling {
    const char* text;
    const char* canonical;
};

void PrintTo(const Spelling& spelling, std::ostream* out) { *out << spelling.text; }

class DecimalSpelling : public testing::TestWithParam<Spelling> {};

TEST_P(DecimalSpelling, HasOneCanonicalForm) {
    const auto decimal = Decimal::parse(GetParam().text);
    ASSERT_TRUE(decimal) << GetParam().text;
    EXPECT_EQ(decimal->to_string(), GetParam().canonical);
}

INSTANTIATE_TEST_SUITE_P(
    All, DecimalSpelling,
    testing::Values(Spelling{"0", "0"}, Spelling{"-0", "0"}, Spelling{"-0.000", "0"}, Spelling{"0.50", "0.5"},
                    Spelling{"+7", "7"}, Spelling{"007", "7"}, Spelling{"08", "8"}, Spelling{"0e400", "0"},
                    Spelling{".5", "0.5"}, Spelling{"5.", "5"}, Spelling{"5e-5", "0.00005"},
                    Spelling{"5E-5", "0.00005"}, Spelling{"1e3", "1000"}, Spelling{"1e+3", "1000"},
                    Spelling{"-12.340", "-12.34"}, Spelling{"1/6", "1/6"}, Spelling{"2/12", "1/6"},
                    Spelling{"-2/4", "-0.5"}, Spelling{"2/-4", "-0.5"}, Spelling{"3/7", "3/7"}, Spelling{"1/0.5", "2"},
                    Spelling{"0.1/0.3", "1/3"}, Spelling{"1/1024", "0.0009765625"},
                    Spelling{"12345678901234567890.5", "12345678901234567890.5"}, Spelling{"0/5", "0"}));

TEST(Decimal, RefusesWhatIsNoNumber) {
    for (const char* text :
         {"",      " ",   "1 ",  " 1",    "+",   "-",    ".",       "e5",   "1e",  "1e+",      "1e+-5",
          "1e--5", "--1", "+-1", "1.2.3", "1,5", "0x10", "1_000",   "NaN",  "nan", "Infinity", "inf",
          "-inf",  "1/",  "/2",  "1/2/3", "1/0", "0/0",  "1/0.000", "1//2", "½",   "1 /2"}) {
        EXPECT_FALSE(Decimal::parse(text)) << '"' << text << '"';
    }
    EXPECT_FALSE(Decimal::parse(std::string_view("1\0", 2)));
}

TEST(Decimal, HasLimitsThatAreThemselvesAllowed) {
    EXPECT_TRUE(Decimal::parse(std::string(200, '9')));
    EXPECT_FALSE(Decimal::parse(std::string(201, '9')));
    EXPECT_TRUE(Decimal::parse("1e400"));
    EXPECT_TRUE(Decimal::parse("1e-400"));
    EXPECT_FALSE(Decimal::parse("1e401"));
    EXPECT_FALSE(Decimal::parse("1e-401"));
    EXPECT_FALSE(Decimal::parse("1e99999999999999999999"));
    EXPECT_FALSE(Decimal::parse(std::string(1000000, '1')));
}

TEST(Decimal, ReadsBackWhatItWrites) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 20000; ++i) {
        const auto over = static_cast<std::int64_t>(random() >> (random() % 60));
        const auto under = static_cast<std::int64_t>(random() >> (random() % 60) | 1);
        const Rational exact(random() % 2 == 0 ? over : -over, under);
        const auto back = Decimal::parse(Decimal(exact).to_string());
        ASSERT_TRUE(back);
        ASSERT_EQ(back->exact(), exact) << Decimal(exact).to_string();
    }
}

// --- decimals and doubles
// ----------------------------------------------------------------------------------------------

std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }

void expect_like_strtod(const std::string& text) {
    const auto decimal = Decimal::parse(text);
    ASSERT_TRUE(decimal) << text;
    const double expected = std::strtod(text.c_str(), nullptr);
    ASSERT_EQ(bits(decimal->to_double()), bits(expected))
        << text << ": found " << decimal->to_double() << ", expected " << expected;
}

TEST(Decimal, GivesTheNearestDouble) {
    std::mt19937_64 random(2);
    for (int i = 0; i < 100000; ++i) {
        std::string text = random() % 2 == 0 ? "-" : "";
        const std::size_t digits = 1 + random() % 25;
        text += static_cast<char>('1' + random() % 9);
        for (std::size_t d = 0; d < digits; ++d) text += static_cast<char>('0' + random() % 10);
        text.insert(text.size() - random() % digits, ".");
        text += "e" + std::to_string(static_cast<int>(random() % 541) - 280);
        expect_like_strtod(text);
        if (testing::Test::HasFatalFailure()) return;
    }
}

TEST(Decimal, TakesTiesBetweenDoublesToTheEvenOne) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 20000; ++i) {
        const double below = std::bit_cast<double>((random() % 2000 + 24) << 52 | random() >> 12);
        const double above = std::nextafter(below, std::numeric_limits<double>::infinity());
        const Rational middle = (Rational(below) + Rational(above)) / 2;
        const double even = (bits(below) & 1) == 0 ? below : above;
        ASSERT_EQ(bits(pug::detail::nearest_double(middle)), bits(even));
        ASSERT_EQ(bits(pug::detail::nearest_double(-middle)), bits(-even));
        const Rational hair = Rational(1) / (Integer(1) << 1200);
        ASSERT_EQ(bits(pug::detail::nearest_double(middle + hair)), bits(above));
        ASSERT_EQ(bits(pug::detail::nearest_double(middle - hair)), bits(below));
    }
}

TEST(Decimal, GivesTheNearestDoubleAmongTheLeast) {
    for (const char* text : {"4.9e-324", "2.5e-324", "2.4e-324", "1e-323", "2.2250738585072011e-308",
                             "2.2250738585072014e-308", "3.4567890123456789e-310", "1e-400"}) {
        expect_like_strtod(text);
    }
    std::mt19937_64 random(4);
    for (int i = 0; i < 20000 && !testing::Test::HasFatalFailure(); ++i) {
        expect_like_strtod(std::to_string(random()) + "e-" + std::to_string(327 + random() % 17));
    }
    // Halfway between two of the least doubles, and a hair above: rounding twice would take the latter down.
    const Rational step = Rational(1) / (Integer(1) << 1074);
    const Rational middle = step * 4 + step / 2;
    EXPECT_EQ(bits(pug::detail::nearest_double(middle)), bits(std::ldexp(4.0, -1074)));
    EXPECT_EQ(bits(pug::detail::nearest_double(middle + step / (Integer(1) << 70))), bits(std::ldexp(5.0, -1074)));
}

TEST(Decimal, GivesTheNearestDoubleAmongTheGreatest) {
    for (const char* text : {"1.7976931348623157e308", "1.7976931348623158e308", "-1.7976931348623157e308", "1e308"})
        expect_like_strtod(text);
}

TEST(Decimal, ADoubleStandsForItsShortestDecimal) {
    EXPECT_EQ(Decimal::of(0.1).exact(), Rational(1, 10));
    EXPECT_EQ(Decimal::of(79.99999999999999).to_string(), "79.99999999999999");
    EXPECT_EQ(Decimal::of(5e-324).exact(), Decimal::parse("5e-324")->exact());
    EXPECT_EQ(Decimal::of(-0.0).to_string(), "0");
    EXPECT_EQ(Decimal::of(1e22).to_string(), "10000000000000000000000");
    std::mt19937_64 random(5);
    for (int i = 0; i < 50000; ++i) {
        const auto value = std::bit_cast<double>(random());
        if (!std::isfinite(value)) continue;
        ASSERT_EQ(bits(Decimal::of(value).to_double() + 0.0), bits(value + 0.0)) << value;
    }
}

TEST(Decimal, ComparesByValue) {
    EXPECT_EQ(*Decimal::parse("0.50"), *Decimal::parse("1/2"));
    EXPECT_LT(*Decimal::parse("1/3"), *Decimal::parse("0.34"));
    EXPECT_FALSE(*Decimal::parse("1/3") < *Decimal::parse("2/6"));
}

}  // namespace
