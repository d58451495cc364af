#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include "pug/engine/inline.hpp"

// Logarithm and exponential of doubles that give the same bits on every machine, with every compiler and vector width:
// only + − · ÷, which IEEE 754 defines to the last bit, one choice between two operands, and integer operations on the
// bits. There is no branch, call, table, or conversion between integers and doubles, so that a loop over a block of
// units becomes vector code even for SSE2. Rounding is to nearest, and -ffp-contract=off is needed as everywhere.
namespace pug {
inline namespace v0 {
namespace detail {

static_assert(std::numeric_limits<double>::is_iec559);

// How far the functions below may be off, relative to the exact value. The analysis beside each of them bounds the
// error by 2 · 2^−53; the largest among some hundred million points was 1.6 · 2^−53. The rest is a margin.
inline constexpr double log_error = 0x3p-53;
inline constexpr double exp_error = 0x3p-53;  // and half the least subnormal besides

// ln 2 in two parts. The upper one has 42 bits, so that its product with a whole number below 2^11 is exact.
inline constexpr double ln2_upper = 0x1.62e42fefa38p-1;
inline constexpr double ln2_lower = 0x1.ef35793c7673p-45;

/// ln x for a finite x > 0, subnormal or not; some finite number for every other x.
///
/// x = 2^k · m with √½ ≤ m < √2, and ln x = k · ln 2 + ln m. With f = m − 1, which is exact, and s = f / (2 + f),
/// ln m = 2 (s + s³/3 + s⁵/5 + …) (DLMF 4.6.4) = f − s · (f − R), where R = 2/3 s² + 2/5 s⁴ + …, since 2s = f − s · f.
///
/// The error, with u = 2^−53: as |s| ≤ 0.1716, the terms of R from s²⁰ on amount to 0.22 u of ln m at most. s · (f − R)
/// is at most 0.068, and a fifth of ln m; it is off by less than 4.5 u of itself: 2 from s, 1.3 from f − R, 1 from the
/// product. If k = 0 the last rounding adds 1 u of the result, or 0.25 u where |ln m| is between 0.25 and its greatest,
/// 0.347. Otherwise the two inner differences add 0.32 u to a result of 0.346 or more, and the last one adds 1 u of the
/// result, but nothing below 0.5, where it is exact. The sum over small intervals of f, for each k, stays below 1.95 u.
PUG_ALWAYS_INLINE constexpr double natural_log(double x) {
    constexpr std::uint64_t one = std::bit_cast<std::uint64_t>(1.0);
    constexpr std::uint64_t root = std::bit_cast<std::uint64_t>(0x1.6a09e667f3bcdp-1);  // √½
    constexpr std::uint64_t fraction = (std::uint64_t{1} << 52) - 1;
    // Subnormals are multiplied by 2^64. Their exponent field is 0, and 0 − 1 has all bits, the others' only low ones.
    const std::uint64_t lift = ((std::bit_cast<std::uint64_t>(x) >> 52) - 1) & (std::uint64_t{64} << 52);
    const std::uint64_t lifted = std::bit_cast<std::uint64_t>(x * std::bit_cast<double>(one + lift));
    // Counted from √½ instead of 1, and 1024 more to stay positive, the exponent becomes the last bits of 2^52 + k.
    const std::uint64_t bits = lifted - lift + ((std::uint64_t{1024} << 52) + one - root);
    const double k =
        std::bit_cast<double>((bits >> 52) | std::bit_cast<std::uint64_t>(0x1p52)) - (0x1p52 + 1023 + 1024);
    const double f = std::bit_cast<double>((bits & fraction) + root) - 1;
    const double s = f / (2 + f);
    const double z = s * s;
    const double w = z * z;
    // In two halves, each in s⁴, which do not wait for one another.
    const double odd = 2.0 / 3 + w * (2.0 / 7 + w * (2.0 / 11 + w * (2.0 / 15 + w * (2.0 / 19))));
    const double even = 2.0 / 5 + w * (2.0 / 9 + w * (2.0 / 13 + w * (2.0 / 17)));
    const double rest = z * odd + w * even;
    return k * ln2_upper - ((s * (f - rest) - k * ln2_lower) - f);
}

/// e^x for every finite x: infinity where it overflows, subnormals and 0 where it underflows; NaN stays NaN.
///
/// x = k · ln 2 + r with |r| ≤ 0.3466 (Cody and Waite, Software Manual for the Elementary Functions, 1980), and
/// e^x = 2^k · e^r. With R = r · coth(r/2) = 2 Σ B_2n r^2n / (2n)! (from DLMF 24.2.1) and c = r − (R − 2),
/// e^r = (R + r) / (R − r) = 1 + r + r · c / (2 − c).
///
/// The error, with u = 2^−53: x − k · ln2_upper is exact, the rounding of r makes 0.25 u of e^r. The terms of R
/// alternate, so the first one left out, 2 B_14 r^14 / 14!, bounds them all: 0.02 u of e^r. r · c / (2 − c) is at most
/// 0.068 and off by less than 4.5 u of itself; the sum with r, at most 0.42, adds 0.25 u, the sum with 1 adds 1 u, or
/// 0.5 u if e^r < 1, which is at least 0.7. The sum over small intervals of r stays below 1.65 u of e^r. Multiplying by
/// 2^k is exact, but that a subnormal result is rounded once more, by half the least subnormal.
PUG_ALWAYS_INLINE constexpr double exponential(double x) {
    constexpr std::uint64_t sign = std::uint64_t{1} << 63;
    constexpr double furthest = 746;  // e^746 overflows, e^−746 rounds to 0
    const std::uint64_t given = std::bit_cast<std::uint64_t>(x);
    const double size = std::bit_cast<double>(given & ~sign);
    const double clamped = size > furthest ? furthest : size;
    const double y = std::bit_cast<double>(std::bit_cast<std::uint64_t>(clamped) | (given & sign));
    // Doubles of this size are whole numbers: the sum is rounded to one, whose lowest 12 bits are k + 2046.
    constexpr double whole = 0x1.8p52 + 2046;
    const double shifted = y * 0x1.71547652b82fep0 + whole;  // 1 / ln 2
    const double k = shifted - whole;
    const double r = (y - k * ln2_upper) - k * ln2_lower;
    const double z = r * r;
    const double c =
        r - z * (1.0 / 6 +
                 z * (-1.0 / 360 +
                      z * (1.0 / 15120 + z * (-1.0 / 604800 + z * (1.0 / 23950080 + z * (-691.0 / 653837184000.0))))));
    const double power = 1 + (r + r * c / (2 - c));
    // 2^k in two factors, each within the range of normal numbers: their exponent fields are the halves of k + 2046.
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(shifted);
    const std::uint64_t half = bits >> 1;
    return power * std::bit_cast<double>(half << 52) * std::bit_cast<double>((bits - half) << 52);
}

/// At least e^t − 1 for all 0 ≤ t ≤ e; infinity if e > 1.
///
/// From the series of e^t (DLMF 4.2.19): e^t − 1 = t + t² (1/2 + t/6 + …) ≤ t + 0.72 t² for t ≤ 1. The factor and the
/// least normal number cover the roundings.
PUG_ALWAYS_INLINE constexpr double expm1_bound(double e) {
    const double factor = e <= 1 ? 1 + 0x1p-50 : std::numeric_limits<double>::infinity();
    return (e + e * e) * factor + std::numeric_limits<double>::min();
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
