// Logarithm and exponential: as accurate as they say, and the same bits everywhere.
#include "pug/engine/elementary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <ostream>
#include <vector>

#include "pug/engine/number.hpp"

namespace {

using pug::Real;
using pug::detail::expm1_bound;
using pug::detail::exponential;
using pug::detail::natural_log;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double most = std::numeric_limits<double>::max();
constexpr double least = std::numeric_limits<double>::denorm_min();
constexpr double least_normal = std::numeric_limits<double>::min();
constexpr double ln2 = 0x1.62e42fefa39efp-1;

// What the analysis in the header proves; the constants the engine uses leave a margin above it.
constexpr double proved = 0x2p-53;
static_assert(pug::detail::log_error >= 1.2 * proved && pug::detail::exp_error >= 1.2 * proved);

// They are also constant expressions.
static_assert(natural_log(1) == 0 && exponential(0) == 1 && expm1_bound(2) == infinity);

std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }
double from_bits(std::uint64_t x) { return std::bit_cast<double>(x); }

/// SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014).
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }
    /// In [0, 1).
    double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    double between(double from, double to) { return from + (to - from) * unit(); }
    /// Any finite double > 0, every binade and the subnormals alike.
    double positive() { return from_bits(next() % (bits(infinity) - 1) + 1); }
    /// 2^−exponent with a random fraction and sign.
    double about(int exponent) { return std::ldexp(next() % 2 == 0 ? 1 + unit() : -1 - unit(), -exponent); }

  private:
    std::uint64_t state_;
};

/// Keeps the largest of the errors it is told, and where it was.
struct Worst {
    double error = 0;
    double at = 0;
    void note(double each, double x) {
        const double size = std::isnan(each) ? infinity : std::abs(each);
        if (size <= error) return;
        error = size;
        at = x;
    }
    friend std::ostream& operator<<(std::ostream& out, const Worst& worst) {
        return out << std::hexfloat << worst.error * 0x1p53 << " units of 2^-53 at " << worst.at;
    }
};

// --- accuracy against 50 digits --------------------------------------------------------------------------------------

double error_of_log(double x) {
    const Real exact = log(Real(x));
    return static_cast<double>(Real((natural_log(x) - exact) / exact));
}

double error_of_exp(double x) {
    const Real exact = exp(Real(x));
    return static_cast<double>(Real((exponential(x) - exact) / exact));
}

// Fifty digits take long, so each such value serves its neighbours, too: what they differ by is so small that doubles
// tell it to 2^−11 of a unit of 2^−53.
constexpr double reach = 0x1p-11;
constexpr int neighbours = 256;

/// A number as the sum of two doubles.
struct Pair {
    double upper;
    double lower;
    explicit Pair(const Real& exact)
        : upper(static_cast<double>(exact)), lower(static_cast<double>(Real(exact - upper))) {}
};

/// x normal and not 1.
void note_logs_about(double x, Random& random, Worst& worst) {
    const Pair exact(log(Real(x)));
    const double distance = x * reach * std::min(1.0, std::abs(exact.upper));
    for (int i = 0; i < neighbours; ++i) {
        const double y = x + distance * random.between(-1, 1);
        if (!(y >= least_normal && y <= most)) continue;
        const double more = std::log1p((y - x) / x);  // ln y − ln x
        worst.note((natural_log(y) - exact.upper - exact.lower - more) / (exact.upper + more), y);
    }
}

/// |x| < 700.
void note_exps_about(double x, Random& random, Worst& worst) {
    const Pair exact(exp(Real(x)));
    for (int i = 0; i < neighbours; ++i) {
        const double y = x + reach * random.between(-1, 1);
        const double more = std::expm1(y - x);  // (e^y − e^x) / e^x
        const double error = exponential(y) - exact.upper - exact.upper * more - exact.lower;
        worst.note(error / (exact.upper * (1 + more)), y);
    }
}

TEST(NaturalLog, IsAccurateInEveryBinade) {
    Random random(1);
    Worst worst;
    for (std::uint64_t exponent = 1; exponent < 2047; ++exponent) {
        for (int i = 0; i < 2; ++i) note_logs_about(from_bits((exponent << 52) + (random.next() >> 12)), random, worst);
    }
    EXPECT_LT(worst.error, proved) << worst;
}

TEST(NaturalLog, IsAccurateWhereItIsSmall) {
    Random random(2);
    Worst worst;
    for (int i = 0; i < 4000; ++i) note_logs_about(random.between(0.35, 2.85), random, worst);
    for (int i = 0; i < 2000; ++i) note_logs_about(random.between(0.7, 0.72), random, worst);
    for (int i = 0; i < 1000; ++i) note_logs_about(random.between(1.41, 1.43), random, worst);
    EXPECT_LT(worst.error, proved) << worst;
}

TEST(NaturalLog, IsAccurateNearOne) {
    Random random(3);
    Worst worst;
    for (int exponent = 2; exponent <= 50; ++exponent) {
        for (int i = 0; i < 40; ++i) note_logs_about(1 + random.about(exponent), random, worst);
    }
    for (int i = 1; i <= 300; ++i) {
        worst.note(error_of_log(1 + i * 0x1p-52), 1 + i * 0x1p-52);
        worst.note(error_of_log(1 - i * 0x1p-53), 1 - i * 0x1p-53);
    }
    EXPECT_LT(worst.error, proved) << worst;
}

TEST(NaturalLog, IsAccurateNearPowersOfTwoAndWhereTheExponentChanges) {
    Worst worst;
    for (int exponent = -1074; exponent <= 1023; ++exponent) {
        const double power = std::ldexp(1.0, exponent);
        for (const double x : {power, std::nextafter(power, 0), std::nextafter(power, most)}) {
            if (x != 0 && x != 1) worst.note(error_of_log(x), x);
        }
    }
    for (int exponent = -4; exponent <= 4; ++exponent) {
        const std::uint64_t root = bits(std::ldexp(0x1.6a09e667f3bcdp0, exponent));
        for (std::uint64_t each = root - 50; each <= root + 50; ++each) {
            worst.note(error_of_log(from_bits(each)), from_bits(each));
        }
    }
    EXPECT_LT(worst.error, proved) << worst;
}

TEST(NaturalLog, IsAccurateForSubnormalsAndExtremes) {
    Random random(4);
    Worst worst;
    for (std::uint64_t i = 1; i <= 50; ++i) {
        for (const std::uint64_t each : {i, bits(least_normal) - i, bits(least_normal) + i, bits(most) - i}) {
            worst.note(error_of_log(from_bits(each)), from_bits(each));
        }
    }
    for (int i = 0; i < 2000; ++i) {
        const double x = from_bits((random.next() >> 12 >> random.next() % 51) + 1);
        worst.note(error_of_log(x), x);
    }
    EXPECT_LT(worst.error, proved) << worst;
    EXPECT_EQ(natural_log(most), 0x1.62e42fefa39efp9);
}

TEST(NaturalLog, IsExactAtOne) { EXPECT_EQ(bits(natural_log(1)), bits(0.0)); }

TEST(NaturalLog, IsFiniteWhateverItIsGiven) {
    for (const double x : {0.0, -0.0, -1.0, -least, -most, infinity, -infinity, std::nan("")}) {
        EXPECT_TRUE(std::isfinite(natural_log(x))) << x;
    }
}

TEST(Exponential, IsAccurateOverItsRange) {
    Random random(5);
    Worst worst;
    for (int i = 0; i < 4000; ++i) note_exps_about(random.between(-699, 699), random, worst);
    for (int i = 0; i < 4000; ++i) note_exps_about(random.between(-10, 10), random, worst);
    for (int i = 0; i < 2000; ++i) note_exps_about(random.between(-0.35, 0.35), random, worst);
    EXPECT_LT(worst.error, proved) << worst;
}

TEST(Exponential, IsAccurateWhereTheReducedArgumentIsLargest) {
    Random random(6);
    Worst worst;
    for (int k = -1000; k < 1000; ++k) note_exps_about((k + 0.5) * ln2, random, worst);
    EXPECT_LT(worst.error, proved) << worst;
}

TEST(Exponential, IsAccurateNearZero) {
    Random random(7);
    Worst worst;
    for (int exponent = 2; exponent <= 60; ++exponent) {
        for (int i = 0; i < 40; ++i) {
            const double x = random.about(exponent);
            worst.note(error_of_exp(x), x);
        }
    }
    EXPECT_LT(worst.error, proved) << worst;
    for (const double x : {0.0, -0.0, least, -least, least_normal, 0x1p-54, -0x1p-55}) EXPECT_EQ(exponential(x), 1);
}

TEST(Exponential, OverflowsToInfinity) {
    const double last = 0x1.62e42fefa39efp9;
    Worst worst;
    for (std::uint64_t i = 0; i < 500; ++i)
        worst.note(error_of_exp(from_bits(bits(last) - i)), from_bits(bits(last) - i));
    for (int i = 0; i < 1000; ++i) worst.note(error_of_exp(last - i * 0.01), last - i * 0.01);
    EXPECT_LT(worst.error, proved) << worst;
    for (const double x :
         {std::nextafter(last, most), 709.8, 710.0, 745.9, 746.0, 746.1, 1e3, 1e5, 1e20, most, infinity}) {
        EXPECT_EQ(exponential(x), infinity) << x;
    }
}

TEST(Exponential, UnderflowsToSubnormalsAndZero) {
    const Real half_a_step = Real(least) / 2;
    const auto expect_near = [&](double x) {
        const Real exact = exp(Real(x));
        EXPECT_LE(abs(Real(exponential(x) - exact)), exact * proved + half_a_step) << x;
    };
    for (int i = 0; i < 4700; ++i) expect_near(-699 - i * 0.01);
    const double last = -0x1.74910d52d3051p9;  // the least x with e^x ≥ 2^−1075
    EXPECT_EQ(exponential(last), least);
    for (const double x : {std::nextafter(last, -most), -745.9, -746.0, -746.1, -1e3, -1e5, -1e20, -most, -infinity}) {
        EXPECT_EQ(bits(exponential(x)), bits(0.0)) << x;
    }
}

TEST(Exponential, LeavesNaNAsItIs) {
    EXPECT_TRUE(std::isnan(exponential(std::nan(""))));
    EXPECT_TRUE(std::isnan(exponential(-std::nan(""))));
}

TEST(Expm1Bound, IsAboveAndClose) {
    Random random(8);
    for (int i = 0; i < 3000; ++i) {
        const double e = i < 1000 ? random.unit() : i < 2000 ? std::abs(random.about(1 + i % 100)) : random.positive();
        if (!(e <= 1)) continue;
        Real exact = 0, term = 1;
        for (int n = 1; n < 40; ++n) exact += term *= Real(e) / n;
        EXPECT_GE(Real(expm1_bound(e)), exact) << e;
        EXPECT_LE(expm1_bound(e), (e + e * e) * 1.0000001 + 2 * least_normal) << e;
    }
    EXPECT_GT(expm1_bound(least), least);
    EXPECT_GE(expm1_bound(1), 1.7182818284590453);
    EXPECT_EQ(expm1_bound(0), least_normal);
    for (const double e : {std::nextafter(1.0, 2.0), 700.0, most, infinity}) EXPECT_EQ(expm1_bound(e), infinity) << e;
}

// --- the same bits everywhere ----------------------------------------------------------------------------------------

constexpr std::size_t width = 64;
using Block = std::array<double, width>;

/// 100,032 arguments, whole blocks of each kind: everywhere, and where most of the data is.
std::vector<Block> arguments_of_log() {
    Random random(9);
    std::vector<Block> blocks(1563);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        for (double& x : blocks[i]) x = i % 2 == 0 ? random.positive() : random.between(0.25, 4);
    }
    return blocks;
}

std::vector<Block> arguments_of_exp() {
    Random random(10);
    std::vector<Block> blocks(1563);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        for (double& x : blocks[i]) x = i % 2 == 0 ? random.between(-750, 715) : random.between(-5, 5);
    }
    return blocks;
}

Block logs(const Block& arguments) {
    Block values;
    for (std::size_t i = 0; i < width; ++i) values[i] = natural_log(arguments[i]);
    return values;
}

Block exps(const Block& arguments) {
    Block values;
    for (std::size_t i = 0; i < width; ++i) values[i] = exponential(arguments[i]);
    return values;
}

/// One that no compiler makes part of a vector.
template <double (*Function)(double)>
double alone(double x) {
    volatile double argument = x;
    volatile double value = Function(argument);
    return value;
}

double log_of(double x) { return natural_log(x); }
double exp_of(double x) { return exponential(x); }

TEST(NaturalLog, OfABlockIsThatOfEach) {
    for (const Block& arguments : arguments_of_log()) {
        const Block values = logs(arguments);
        for (std::size_t i = 0; i < width; ++i)
            ASSERT_EQ(bits(values[i]), bits(alone<log_of>(arguments[i]))) << arguments[i];
    }
}

TEST(Exponential, OfABlockIsThatOfEach) {
    for (const Block& arguments : arguments_of_exp()) {
        const Block values = exps(arguments);
        for (std::size_t i = 0; i < width; ++i)
            ASSERT_EQ(bits(values[i]), bits(alone<exp_of>(arguments[i]))) << arguments[i];
    }
}

/// FNV-1a over the bits of all values, a value at a time.
template <class Function>
std::uint64_t checksum(const std::vector<Block>& blocks, Function function) {
    std::uint64_t sum = 0xcbf29ce484222325;
    for (const Block& arguments : blocks) {
        for (const double value : function(arguments)) sum = (sum ^ bits(value)) * 0x100000001b3;
    }
    return sum;
}

// Computed once; no compiler, processor or level of optimisation may come to anything else.
TEST(NaturalLog, HasTheSameBitsEverywhere) { EXPECT_EQ(checksum(arguments_of_log(), logs), 0x12abd0a4d652f393u); }
TEST(Exponential, HasTheSameBitsEverywhere) { EXPECT_EQ(checksum(arguments_of_exp(), exps), 0x599570a66a2dc339u); }

}  // namespace
