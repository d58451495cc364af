// What the loops are made of: vectors, and how they are loaded, compared and looked through. A part of loops.hpp, and
// nothing without it.
#ifndef PUG_LOOPS
#include "pug/engine/block/loops.hpp"
#else

namespace pug {
inline namespace v0 {
namespace detail {
namespace PUG_LOOPS {

/// As many numbers as a register holds, and what comparing them gives: all bits of a lane set where it is true.
using Numbers = double __attribute__((vector_size(PUG_LOOPS_BYTES)));
using Truths = std::int64_t __attribute__((vector_size(PUG_LOOPS_BYTES)));
/// The codes of as many units, and of as many as a stripe has.
using FewCodes = std::int8_t __attribute__((vector_size(PUG_LOOPS_BYTES / 8)));
using Codes = std::uint8_t __attribute__((vector_size(stripe)));
using ManyCodes = std::uint8_t __attribute__((vector_size(PUG_LOOPS_BYTES)));

inline constexpr std::size_t lanes = sizeof(Numbers) / sizeof(double);
inline constexpr std::size_t in_stripe = stripe / lanes;

template <class Vector, class T>
PUG_ALWAYS_INLINE void load(Vector& vector, const T* from) {
    std::memcpy(&vector, from, sizeof vector);
}

template <class Vector, class T>
PUG_ALWAYS_INLINE void store(const Vector& vector, T* to) {
    std::memcpy(to, &vector, sizeof vector);
}

/// Replaces every vector of a column by what `f` makes of it.
template <class F>
PUG_ALWAYS_INLINE void map(const double* x, std::size_t count, double* out, F f) {
    for (std::size_t u = 0; u < count; u += stripe) {
        for (std::size_t i = 0; i < in_stripe; ++i) {
            Numbers values;
            load(values, x + u + i * lanes);
            f(values);
            store(values, out + u + i * lanes);
        }
    }
}

/// Calls `f` with the first unit of every vector.
template <class F>
PUG_ALWAYS_INLINE void each_vector(std::size_t count, F f) {
    for (std::size_t u = 0; u < count; u += stripe)
        for (std::size_t i = 0; i < in_stripe; ++i) f(u + i * lanes);
}

/// Calls `f` for every vector of codes: for many at once, and for the rest by stripes.
template <class F>
PUG_ALWAYS_INLINE void each_codes(std::size_t count, F f) {
    std::size_t u = 0;
    for (; u + sizeof(ManyCodes) <= count; u += sizeof(ManyCodes)) f(ManyCodes{}, u);
    for (; u < count; u += stripe) f(Codes{}, u);
}

/// Truths as codes: `code` where they hold, what is there where not.
PUG_ALWAYS_INLINE void put_code(const Truths& truths, std::uint8_t code, std::uint8_t* to) {
    FewCodes there;
    load(there, to);
    const FewCodes holds = __builtin_convertvector(truths, FewCodes);
    there = (there & ~holds) | (holds & static_cast<std::int8_t>(code));
    store(there, to);
}

/// The truth of "this code is `code`" for as many units as there are numbers in a vector.
PUG_ALWAYS_INLINE void compare_codes(const std::uint8_t* codes, std::uint8_t code, Truths& truths) {
    FewCodes here;
    load(here, codes);
    truths = __builtin_convertvector(here == static_cast<std::int8_t>(code), Truths);
}

PUG_ALWAYS_INLINE void size_of(const Numbers& x, Numbers& size) { size = (Numbers)((Truths)x & INT64_MAX); }

#if PUG_LOOPS_HAVE_FMA
/// a · b + c, rounded once.
PUG_ALWAYS_INLINE void multiply_add(const Numbers& a, const Numbers& b, const Numbers& c, Numbers& out) {
#if PUG_LOOPS_BYTES == 64
    out = _mm512_fmadd_pd(a, b, c);
#else
    out = _mm256_fmadd_pd(a, b, c);
#endif
}
#endif

PUG_ALWAYS_INLINE void keep_ends(const Numbers& low, const Numbers& high, double* least, double* greatest) {
    double lowest = *least;
    double highest = *greatest;
    for (std::size_t i = 0; i < lanes; ++i) {
        lowest = low[i] < lowest ? low[i] : lowest;
        highest = high[i] > highest ? high[i] : highest;
    }
    *least = lowest;
    *greatest = highest;
}

/// Notes bits where a value is NaN or infinite: others differ by 0 from themselves.
PUG_ALWAYS_INLINE void note_endless(const Numbers& value, Truths& bits) {
    const Numbers same = value;
    bits |= (Truths)(value - same);
}

PUG_ALWAYS_INLINE double least_of(const Numbers& x) {
    double least = x[0];
    for (std::size_t i = 1; i < lanes; ++i) least = x[i] < least ? x[i] : least;
    return least;
}

PUG_ALWAYS_INLINE bool any(const Truths& truths) {
    std::int64_t any = 0;
    for (std::size_t i = 0; i < lanes; ++i) any |= truths[i];
    return any != 0;
}

/// Lowers `least` and raises `greatest` to the ends of the values. False where one of them is not finite.
PUG_ALWAYS_INLINE bool widen(const double* x, std::size_t first, std::size_t last, double* least, double* greatest) {
    Numbers low = Numbers{} + *least;
    Numbers high = Numbers{} + *greatest;
    Truths differences = {};  // of values and themselves: only those of NaN and infinity have bits
    std::size_t u = first;
    for (; u + lanes <= last; u += lanes) {
        Numbers value;
        load(value, x + u);
        low = value < low ? value : low;
        high = value > high ? value : high;
        note_endless(value, differences);
    }
    bool are_finite = !any(differences);
    for (; u < last; ++u) {
        low[0] = x[u] < low[0] ? x[u] : low[0];
        high[0] = x[u] > high[0] ? x[u] : high[0];
        are_finite = are_finite && x[u] - x[u] == 0;
    }
    keep_ends(low, high, least, greatest);
    return are_finite;
}

}  // namespace PUG_LOOPS
}  // namespace detail
}  // namespace v0
}  // namespace pug

#endif
