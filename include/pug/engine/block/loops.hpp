// The loops of the block evaluator, written once and compiled once for each instruction set: instruction_sets.hpp
// includes this file several times, with these macros set. It has no include guard on purpose; alone it is the portable
// version.
//
// Columns come in whole stripes. Each loop does the same few operations to every unit, and only such as IEEE 754 rounds
// exactly: all versions give the same bytes. The vectors are those of GCC and clang, which both turn into instructions
// of any width.
#ifndef PUG_LOOPS
#define PUG_LOOPS portable
#define PUG_LOOPS_BYTES 16
#define PUG_LOOPS_HAVE_FMA 0
#endif

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>

#include "pug/engine/block/loop_table.hpp"
#include "pug/engine/block/stripe.hpp"
#include "pug/engine/elementary.hpp"
#include "pug/engine/inline.hpp"

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

// --- numbers ---------------------------------------------------------------------------------------------------------

/// A square of values turned about its diagonal: as many of each of as many rows become columns.
#if PUG_LOOPS_BYTES == 64
inline constexpr std::size_t square = 8;
PUG_ALWAYS_INLINE void turn(const double* rows, std::ptrdiff_t stride, Numbers (&columns)[square]) {
    Numbers x[8], y[8];
    for (std::ptrdiff_t i = 0; i < 8; ++i) load(x[i], rows + i * stride);
    for (std::size_t i = 0; i < 8; i += 2) {
        y[i] = __builtin_shufflevector(x[i], x[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
        y[i + 1] = __builtin_shufflevector(x[i], x[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    }
    for (const unsigned i : {0u, 1u, 4u, 5u}) {
        x[i] = __builtin_shufflevector(y[i], y[i + 2], 0, 1, 8, 9, 4, 5, 12, 13);
        x[i + 2] = __builtin_shufflevector(y[i], y[i + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
    for (const unsigned i : {0u, 1u, 2u, 3u}) {
        columns[i] = __builtin_shufflevector(x[i], x[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        columns[i + 4] = __builtin_shufflevector(x[i], x[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}
#else
inline constexpr std::size_t square = 4;
using Four = double __attribute__((vector_size(4 * sizeof(double))));
PUG_ALWAYS_INLINE void turn(const double* rows, std::ptrdiff_t stride, Four (&columns)[square]) {
    Four a, b, c, d;
    load(a, rows);
    load(b, rows + stride);
    load(c, rows + 2 * stride);
    load(d, rows + 3 * stride);
    const Four ab_even = __builtin_shufflevector(a, b, 0, 4, 2, 6);
    const Four ab_odd = __builtin_shufflevector(a, b, 1, 5, 3, 7);
    const Four cd_even = __builtin_shufflevector(c, d, 0, 4, 2, 6);
    const Four cd_odd = __builtin_shufflevector(c, d, 1, 5, 3, 7);
    columns[0] = __builtin_shufflevector(ab_even, cd_even, 0, 1, 4, 5);
    columns[1] = __builtin_shufflevector(ab_odd, cd_odd, 0, 1, 4, 5);
    columns[2] = __builtin_shufflevector(ab_even, cd_even, 2, 3, 6, 7);
    columns[3] = __builtin_shufflevector(ab_odd, cd_odd, 2, 3, 6, 7);
}
#endif
/// A column of a square.
using Side = double __attribute__((vector_size(square * sizeof(double))));

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

/// Turns rows of values that lie side by side into columns. Unless `least` is null, it widens the ends of every column
/// as `survey` does, and returns whether all values are finite.
inline bool to_columns(const double* rows, std::ptrdiff_t stride, std::size_t width, std::size_t count,
                       double* const* columns, double* least, double* greatest) {
    constexpr std::size_t tile = 64;   // rows whose columns fit into the first cache
    constexpr std::size_t ahead = 16;  // rows that are on their way from memory
    bool are_finite = true;
    for (std::size_t first = 0; first < count; first += tile) {
        const std::size_t last = first + tile < count ? first + tile : count;
        std::size_t u = first;
        for (; u + square <= last; u += square) {
            const double* here = rows + static_cast<std::ptrdiff_t>(u) * stride;
            std::size_t k = 0;
            for (; k + square <= width; k += square) {
                for (std::size_t i = 0; i < square; ++i)
                    __builtin_prefetch(here + k + static_cast<std::ptrdiff_t>(ahead + i) * stride);
                Side turned[square];
                turn(here + k, stride, turned);
                for (std::size_t i = 0; i < square; ++i) store(turned[i], columns[k + i] + u);
            }
            for (; k < width; ++k) {
                for (std::size_t i = 0; i < square; ++i)
                    columns[k][u + i] = here[static_cast<std::ptrdiff_t>(i) * stride + static_cast<std::ptrdiff_t>(k)];
            }
        }
        for (; u < last; ++u) {
            for (std::size_t k = 0; k < width; ++k)
                columns[k][u] = rows[static_cast<std::ptrdiff_t>(u) * stride + static_cast<std::ptrdiff_t>(k)];
        }
        for (std::size_t k = 0; k < width && least != nullptr; ++k)
            are_finite &= widen(columns[k], first, last, least + k, greatest + k);
    }
    return are_finite;
}

/// Eight codes of each of eight rows, turned into eight columns: bytes change places with those across the diagonal,
/// first one by one, then in pairs, then in fours.
inline void turn_codes(const std::uint8_t* rows, std::ptrdiff_t stride, std::uint8_t* const* columns, std::size_t u) {
    std::uint64_t x[8];
    for (std::ptrdiff_t i = 0; i < 8; ++i) load(x[i], rows + i * stride);
    const auto exchange = [&x](int i, int j, int shift, std::uint64_t mask) {
        const std::uint64_t differ = ((x[i] >> shift) ^ x[j]) & mask;
        x[i] ^= differ << shift;
        x[j] ^= differ;
    };
    for (const int i : {0, 2, 4, 6}) exchange(i, i + 1, 8, 0x00ff00ff00ff00ff);
    for (const int i : {0, 1, 4, 5}) exchange(i, i + 2, 16, 0x0000ffff0000ffff);
    for (const int i : {0, 1, 2, 3}) exchange(i, i + 4, 32, 0x00000000ffffffff);
    for (std::ptrdiff_t i = 0; i < 8; ++i) store(x[i], columns[i] + u);
}

/// The same of codes.
inline void codes_to_columns(const std::uint8_t* rows, std::ptrdiff_t stride, std::size_t width, std::size_t count,
                             std::uint8_t* const* columns) {
    std::size_t turned = 0;
    for (std::size_t u = 0; std::endian::native == std::endian::little && u + 8 <= count; u += 8, turned = u) {
        const std::uint8_t* row = rows + static_cast<std::ptrdiff_t>(u) * stride;
        std::size_t k = 0;
        for (; k + 8 <= width; k += 8) turn_codes(row + k, stride, columns + k, u);
        for (; k < width; ++k) {
            for (std::ptrdiff_t i = 0; i < 8; ++i)
                columns[k][u + static_cast<std::size_t>(i)] = row[i * stride + static_cast<std::ptrdiff_t>(k)];
        }
    }
    for (std::size_t u = turned; u < count; ++u) {
        const std::uint8_t* row = rows + static_cast<std::ptrdiff_t>(u) * stride;
        for (std::size_t k = 0; k < width; ++k) columns[k][u] = row[k];
    }
}

/// Σ weight·column, operand by operand in their order, from 0.
inline void weighted_sum(const double* const* columns, const double* weights, std::size_t operands, std::size_t count,
                         double* out) {
    for (std::size_t u = 0; u < count; u += stripe) {
        Numbers sums[in_stripe] = {};
        for (std::size_t k = 0; k < operands; ++k) {
            for (std::size_t i = 0; i < in_stripe; ++i) {
                Numbers x;
                load(x, columns[k] + u + i * lanes);
                sums[i] += weights[k] * x;
            }
        }
        store(sums, out + u);
    }
}

PUG_ALWAYS_INLINE void divide(const Goalposts& goalposts, Numbers& values) {
    values = (values - goalposts.low) / goalposts.width;
}

#if PUG_LOOPS_HAVE_FMA
/// The same without a division, which costs as much as several of the other operations: the product with the reciprocal
/// is corrected to the very bits of the quotient, which works unless something underflows (P. Markstein, IBM Journal of
/// Research and Development 34 (1990), 111–119).
PUG_ALWAYS_INLINE void multiply(const Goalposts& goalposts, Numbers& values) {
    const Numbers over = values - goalposts.low;
    const Numbers near = over * goalposts.reciprocal;
    Numbers rest;  // of what `near` makes of `over`
    multiply_add(Numbers{} - goalposts.width, near, over, rest);
    multiply_add(rest, Numbers{} + goalposts.reciprocal, near, values);
}

/// Notes where something may underflow.
PUG_ALWAYS_INLINE void note_tiny(const Goalposts& goalposts, const Numbers& values, Truths& tiny) {
    const Numbers over = values - goalposts.low;
    Numbers distance;
    size_of(over, distance);
    tiny |= (distance < 0x1p-300) & (over != 0);
}
#endif

/// The sums of `vectors` vectors from unit u on; with `is_partial` also those of the weights of what is present, whose
/// least above 0 lowers `least`. False where a quotient has to be found by `divides`.
template <std::size_t vectors, bool is_partial, bool divides>
PUG_ALWAYS_INLINE bool sum_some(const Term* terms, std::size_t operands, std::size_t u, double* out, double* weights,
                                Numbers& least) {
    Numbers sums[vectors] = {};
    Numbers totals[vectors] = {};
    Truths tiny = {};
    for (std::size_t k = 0; k < operands; ++k) {
        const Term& term = terms[k];
        const Numbers weight = Numbers{} + term.weight;
        const auto add = [&](auto between) __attribute__((always_inline)) {
#pragma GCC unroll 8
            for (std::size_t i = 0; i < vectors; ++i) {
                Numbers x;
                load(x, term.values + u + i * lanes);
                between(x);
                x = weight * x;
                if (is_partial && term.codes != nullptr) {
                    Truths is_present;
                    compare_codes(term.codes + u + i * lanes, 0, is_present);
                    x = (Numbers)((Truths)x & is_present);
                    totals[i] += (Numbers)((Truths)weight & is_present);
                } else if (is_partial) {
                    totals[i] += weight;
                }
                sums[i] += x;
            }
        };
        const Goalposts& goalposts = term.goalposts;
        if (!goalposts.are_any()) {
            add([](Numbers&) {});
#if PUG_LOOPS_HAVE_FMA
        } else if (!divides && goalposts.may_be_tiny) {
            add([&](Numbers& x) __attribute__((always_inline)) {
                note_tiny(goalposts, x, tiny);
                multiply(goalposts, x);
            });
        } else if (!divides) {
            add([&](Numbers& x) __attribute__((always_inline)) { multiply(goalposts, x); });
#endif
        } else {
            add([&](Numbers& x) __attribute__((always_inline)) { divide(goalposts, x); });
        }
    }
    store(sums, out + u);
    if (is_partial) store(totals, weights + u);
    for (std::size_t i = 0; i < vectors && is_partial; ++i)
        least = ((totals[i] < least) & (totals[i] > 0)) ? totals[i] : least;
    return divides || !any(tiny);
}

template <bool is_partial>
PUG_ALWAYS_INLINE double sum_all(const Term* terms, std::size_t operands, std::size_t count, double* out,
                                 double* weights) {
    constexpr std::size_t many = is_partial || lanes < 8 ? 4 : 8;  // vectors, as the registers allow
    bool divides = true;
#if PUG_LOOPS_HAVE_FMA
    divides = false;
    for (std::size_t k = 0; k < operands; ++k)
        divides |= terms[k].goalposts.are_any() && !terms[k].goalposts.have_reciprocal();
#endif
    Numbers least = Numbers{} + std::numeric_limits<double>::infinity();
    std::size_t u = 0;
    for (; !divides && u + many * lanes <= count; u += many * lanes)
        divides = !sum_some<many, is_partial, false>(terms, operands, u, out, weights, least);
    for (; !divides && u < count; u += stripe)
        divides = !sum_some<in_stripe, is_partial, false>(terms, operands, u, out, weights, least);
    for (u = 0; divides && u < count; u += stripe)
        sum_some<in_stripe, is_partial, true>(terms, operands, u, out, weights, least);
    return least_of(least);
}

/// Σ weight·x over the operands that are present, in their order, from 0. Unless `weights` is null, it becomes the sum
/// of their weights, and the least of these above 0 is returned, or infinity where there is none.
inline double sum_terms(const Term* terms, std::size_t operands, std::size_t count, double* out, double* weights) {
    return weights == nullptr ? sum_all<false>(terms, operands, count, out, weights)
                              : sum_all<true>(terms, operands, count, out, weights);
}

#if PUG_LOOPS_HAVE_FMA
/// Sums of `square` rows on their way: one stays in registers until the next one begins.
struct RunningSum {
    double* at = nullptr;
    Numbers value = {};

    PUG_ALWAYS_INLINE void leave(std::size_t u) const {
        if (at != nullptr) store(value, at + u);
    }
    PUG_ALWAYS_INLINE void turn_to(const RowTerm& term, std::size_t u) {
        if (term.sum == at) return;
        leave(u);
        at = term.sum;
        value = Numbers{};
        if (!term.is_first) load(value, at + u);
    }
};

/// Turns rows into columns of which not all are written: those that only a sum needs are added to it at once, in their
/// order. Widens the ends of every column. False where a value is not finite; `tiny` where the sums are no good because
/// a quotient has to be found by dividing. The units come in whole squares.
inline bool sum_rows(const double* rows, std::ptrdiff_t stride, std::size_t width, std::size_t count,
                     const RowTerm* terms, double* least, double* greatest, bool* tiny) {
    constexpr std::size_t some = 64;  // columns whose ends are kept near
    // Rows that are on their way from memory: they take as long as computing with some thousand values.
    const auto ahead = static_cast<std::ptrdiff_t>((4096 + width - 1) / width);
    Truths differences = {}, are_tiny = {};
    for (std::size_t first = 0; first < width; first += some) {
        const std::size_t last = first + some < width ? first + some : width;
        Numbers low[some], high[some];
        for (std::size_t k = first; k < last; ++k) {
            low[k - first] = Numbers{} + least[k];
            high[k - first] = Numbers{} + greatest[k];
        }
        for (std::size_t u = 0; u < count; u += square) {
            const double* here = rows + static_cast<std::ptrdiff_t>(u) * stride;
            RunningSum sum;
            const auto take = [&](std::size_t k, Numbers value) __attribute__((always_inline)) {
                const RowTerm& term = terms[k];
                low[k - first] = value < low[k - first] ? value : low[k - first];
                high[k - first] = value > high[k - first] ? value : high[k - first];
                note_endless(value, differences);
                if (term.column != nullptr) store(value, term.column + u);
                if (term.sum == nullptr) return;
                sum.turn_to(term, u);
                if (term.goalposts.are_any()) {
                    if (term.goalposts.may_be_tiny) note_tiny(term.goalposts, value, are_tiny);
                    multiply(term.goalposts, value);
                }
                sum.value += term.weight * value;
            };
            std::size_t k = first;
            for (; k + square <= last; k += square) {
                for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(square); ++i)
                    __builtin_prefetch(here + static_cast<std::ptrdiff_t>(k) + (ahead + i) * stride);
                Side turned[square];
                turn(here + k, stride, turned);
#pragma GCC unroll 8
                for (std::size_t i = 0; i < square; ++i) take(k + i, turned[i]);
            }
            for (; k < last; ++k) {
                Numbers value;
                for (std::size_t i = 0; i < square; ++i)
                    value[i] = here[static_cast<std::ptrdiff_t>(i) * stride + static_cast<std::ptrdiff_t>(k)];
                take(k, value);
            }
            sum.leave(u);
        }
        for (std::size_t k = first; k < last; ++k) keep_ends(low[k - first], high[k - first], least + k, greatest + k);
    }
    *tiny = any(are_tiny);
    return !any(differences);
}
#endif

inline void add_number(const double* x, double number, std::size_t count, double* out) {
    map(x, count, out, [=](Numbers& values) { values = values + number; });
}

inline void multiply(const double* x, double factor, std::size_t count, double* out) {
    map(x, count, out, [=](Numbers& values) { values = factor * values; });
}

inline void affine(const double* x, double a, double b, std::size_t count, double* out) {
    map(x, count, out, [=](Numbers& values) { values = a * values + b; });
}

inline void subtract_from(double number, const double* x, std::size_t count, double* out) {
    map(x, count, out, [=](Numbers& values) { values = number - values; });
}

inline void divide_number(double number, const double* x, std::size_t count, double* out) {
    map(x, count, out, [=](Numbers& values) { values = number / values; });
}

inline void difference(const double* x, const double* y, std::size_t count, double* out) {
    each_vector(count, [=](std::size_t u) {
        Numbers a, b;
        load(a, x + u);
        load(b, y + u);
        store(Numbers(a - b), out + u);
    });
}

inline void quotient(const double* x, const double* y, std::size_t count, double* out) {
    each_vector(count, [=](std::size_t u) {
        Numbers a, b;
        load(a, x + u);
        load(b, y + u);
        store(Numbers(a / b), out + u);
    });
}

/// (x − low) / width.
inline void from_goalpost(const double* x, double low, double width, std::size_t count, double* out) {
    const Goalposts goalposts(low, width);
#if PUG_LOOPS_HAVE_FMA
    if (goalposts.have_reciprocal()) {
        Truths tiny = {};  // known before anything is written: `out` may be x
        for (std::size_t u = 0; goalposts.may_be_tiny && u < count; u += lanes) {
            Numbers values;
            load(values, x + u);
            note_tiny(goalposts, values, tiny);
        }
        if (!any(tiny)) return map(x, count, out, [&](Numbers& values) { multiply(goalposts, values); });
    }
#endif
    map(x, count, out, [&](Numbers& values) { divide(goalposts, values); });
}

inline void absolute(const double* x, std::size_t count, double* out) {
    map(x, count, out, [](Numbers& values) { size_of(values, values); });
}

inline void hold(const double* x, double low, double high, std::size_t count, double* out) {
    map(x, count, out, [=](Numbers& values) {
        values = values < low ? Numbers{} + low : values;
        values = values > high ? Numbers{} + high : values;
    });
}

inline void logarithms(const double* x, std::size_t count, double* PUG_RESTRICT out) {
    for (std::size_t first = 0; first < count; first += stripe)
        for (std::size_t u = first; u < first + stripe; ++u) out[u] = natural_log(x[u]);
}

inline void exponentials(const double* x, std::size_t count, double* PUG_RESTRICT out) {
    for (std::size_t first = 0; first < count; first += stripe)
        for (std::size_t u = first; u < first + stripe; ++u) out[u] = exponential(x[u]);
}

/// The number that the table has for each level.
inline void look_up(const double* x, const double* table, std::size_t count, double* out) {
    for (std::size_t u = 0; u < count; ++u) out[u] = table[static_cast<std::int32_t>(x[u])];
}

/// Keeps the lesser (`sign` 1) or greater (−1) of what is there so far and x, where the code is 0.
inline void keep_better(const double* x, const std::uint8_t* codes, double sign, std::size_t count, double* best,
                        double* has) {
    each_vector(count, [=](std::size_t u) {
        Numbers value, kept, has_one;
        Truths is_present;
        load(value, x + u);
        compare_codes(codes + u, 0, is_present);
        load(kept, best + u);
        load(has_one, has + u);
        const Truths takes = is_present & ((has_one == 0) | (sign * value < sign * kept));
        store(Numbers(takes ? value : kept), best + u);
        store(Numbers(is_present ? Numbers{} + 1 : has_one), has + u);
    });
}

/// Lowers `least` and raises `greatest` to the ends of the values whose code is 0; of all where `codes` is null.
inline void extremes(const double* x, const std::uint8_t* codes, std::size_t count, double* least, double* greatest) {
    Numbers low = Numbers{} + *least;
    Numbers high = Numbers{} + *greatest;
    each_vector(count, [&](std::size_t u) {
        Numbers value;
        load(value, x + u);
        Truths is_present = Truths{} - 1;
        if (codes != nullptr) compare_codes(codes + u, 0, is_present);
        low = ((value < low) & is_present) ? value : low;
        high = ((value > high) & is_present) ? value : high;
    });
    keep_ends(low, high, least, greatest);
}

/// The least of the values above 0; infinity where there is none.
inline double least_positive(const double* x, std::size_t count) {
    Numbers low = Numbers{} + std::numeric_limits<double>::infinity();
    each_vector(count, [&](std::size_t u) {
        Numbers value;
        load(value, x + u);
        low = ((value < low) & (value > 0)) ? value : low;
    });
    return least_of(low);
}

/// Lowers `least` and raises `greatest` to the ends of the values. False where one of them is not finite. The values
/// that follow in memory are fetched ahead: they are the next block's.
inline bool survey(const double* x, std::size_t count, double* least, double* greatest) {
    for (std::size_t u = 0; u < count; u += 8) __builtin_prefetch(x + count + u);
    return widen(x, 0, count, least, greatest);
}

/// Values where the code is 0, and `otherwise` elsewhere. Surveys them.
inline bool take_present(const std::uint8_t* codes, const double* x, double otherwise, std::size_t count,
                         double* values, double* least, double* greatest) {
    Numbers low = Numbers{} + *least;
    Numbers high = Numbers{} + *greatest;
    Truths differences = {};
    each_vector(count, [&](std::size_t u) {
        Numbers value;
        load(value, x + u);
        Truths is_zero;
        compare_codes(codes + u, 0, is_zero);
        value = is_zero ? value : Numbers{} + otherwise;
        low = value < low ? value : low;
        high = value > high ? value : high;
        note_endless(value, differences);
        store(value, values + u);
    });
    keep_ends(low, high, least, greatest);
    return !any(differences);
}

/// Whether all are whole numbers.
inline bool are_whole(const double* x, std::size_t count) {
    Truths is_broken = {};
    each_vector(count, [&](std::size_t u) {
        constexpr double shift = 0x1.8p52;  // adding it leaves no bits behind the point
        Numbers value, size;
        load(value, x + u);
        size_of(value, size);
        is_broken |= (size < 0x1p51) & ((value + shift) - shift != value);
    });
    return !any(is_broken);
}

/// x where the code is 0, else `otherwise`.
inline void select(const std::uint8_t* codes, const double* x, double otherwise, std::size_t count, double* out) {
    each_vector(count, [=](std::size_t u) {
        Numbers value;
        load(value, x + u);
        Truths is_zero;
        compare_codes(codes + u, 0, is_zero);
        store(Numbers(is_zero ? value : Numbers{} + otherwise), out + u);
    });
}

/// Writes a number where the code is `code`.
inline void put_where(const std::uint8_t* codes, std::uint8_t code, double number, std::size_t count, double* out) {
    each_vector(count, [=](std::size_t u) {
        Numbers there;
        load(there, out + u);
        Truths is_here;
        compare_codes(codes + u, code, is_here);
        store(Numbers(is_here ? Numbers{} + number : there), out + u);
    });
}

/// 1 where the code is 0, else 0.
inline void ones_at_zeros(const std::uint8_t* codes, std::size_t count, double* out) {
    each_vector(count, [=](std::size_t u) {
        Truths is_zero;
        compare_codes(codes + u, 0, is_zero);
        store(Numbers(is_zero ? Numbers{} + 1 : Numbers{}), out + u);
    });
}

// --- codes -----------------------------------------------------------------------------------------------------------

/// The greatest of the codes, and whether 0 is among them.
PUG_ALWAYS_INLINE std::uint8_t greatest_code(const std::uint8_t* codes, std::size_t count, bool& has_zero) {
    ManyCodes least = ManyCodes{} + 255, greatest = {};
    each_codes(count, [&](auto here, std::size_t u) {
        ManyCodes more;
        for (std::size_t part = 0; part < sizeof more; part += sizeof here)  // the rest repeats itself
            std::memcpy(reinterpret_cast<std::uint8_t*>(&more) + part, codes + u, sizeof here);
        least = more < least ? more : least;
        greatest = more > greatest ? more : greatest;
    });
    Codes low = Codes{} + 255, high = {};
    for (std::size_t part = 0; part < sizeof(ManyCodes); part += stripe) {
        Codes some;
        load(some, reinterpret_cast<const std::uint8_t*>(&least) + part);
        low = some < low ? some : low;
        load(some, reinterpret_cast<const std::uint8_t*>(&greatest) + part);
        high = some > high ? some : high;
    }
    std::uint8_t lowest = 255, highest = 0;
    for (std::size_t i = 0; i < stripe; ++i) {
        lowest = low[i] < lowest ? low[i] : lowest;
        highest = high[i] > highest ? high[i] : highest;
    }
    has_zero = lowest == 0;
    return highest;
}

/// Which of the codes 0–7 occur, as bits; bit 8 where there is another.
inline unsigned codes_in(const std::uint8_t* codes, std::size_t count) {
    bool has_zero = false;
    const std::uint8_t most = greatest_code(codes, count, has_zero);
    unsigned set = (has_zero ? 1u : 0u) | 1u << (most < 8 ? most : 8);
    for (std::uint8_t code = 1; code < most && code < 8; ++code)
        if (std::memchr(codes, code, count) != nullptr) set |= 1u << code;
    return set;
}

/// In how many of the columns the code is 0.
inline void count_zeros(const std::uint8_t* const* columns, std::size_t width, std::size_t count, double* out) {
    each_vector(count, [=](std::size_t u) {
        Numbers zeros = {};
        for (std::size_t k = 0; k < width; ++k) {
            Truths is_zero;
            compare_codes(columns[k] + u, 0, is_zero);
            zeros = is_zero ? zeros + 1 : zeros;
        }
        store(zeros, out + u);
    });
}

/// Writes `to` where the code is `from`.
inline void recode(const std::uint8_t* codes, std::uint8_t from, std::uint8_t to, std::size_t count,
                   std::uint8_t* out) {
    each_codes(count, [=](auto here, std::size_t u) {
        auto there = here;
        load(here, codes + u);
        load(there, out + u);
        there = here == from ? there - there + to : there;
        store(there, out + u);
    });
}

/// Raises what is there to `to` where the code is `from`.
inline void raise(const std::uint8_t* codes, std::uint8_t from, std::uint8_t to, std::size_t count, std::uint8_t* out) {
    each_codes(count, [=](auto here, std::size_t u) {
        auto there = here;
        load(here, codes + u);
        load(there, out + u);
        there = ((here == from) & (there < to)) ? there - there + to : there;
        store(there, out + u);
    });
}

/// Writes 1 where the code is at least `least`.
inline void mark_from(const std::uint8_t* codes, std::uint8_t least, std::size_t count, std::uint8_t* marks) {
    each_codes(count, [=](auto here, std::size_t u) {
        auto there = here;
        load(here, codes + u);
        load(there, marks + u);
        there = here >= least ? there - there + 1 : there;
        store(there, marks + u);
    });
}

/// Keeps what is not 0 in both.
inline void keep_both(const std::uint8_t* codes, std::size_t count, std::uint8_t* out) {
    each_codes(count, [=](auto here, std::size_t u) {
        auto there = here;
        load(here, codes + u);
        load(there, out + u);
        there = here == 0 ? here : there;
        store(there, out + u);
    });
}

/// Keeps what is whole: what does not count, or is whole and has the code 0.
inline void require_whole(const std::uint8_t* counts, const std::uint8_t* wholes, const std::uint8_t* codes,
                          std::size_t count, std::uint8_t* out) {
    each_codes(count, [=](auto code, std::size_t u) {
        auto is_counted = code, is_whole = code, there = code;
        load(is_counted, counts + u);
        load(is_whole, wholes + u);
        load(code, codes + u);
        load(there, out + u);
        there = ((is_counted == 0) | ((is_whole != 0) & (code == 0))) ? there : there - there;
        store(there, out + u);
    });
}

/// Writes `code` where x is below the cut (or at it, with `also_at`).
inline void put_below(const double* x, double cut, bool also_at, std::uint8_t code, std::size_t count,
                      std::uint8_t* out) {
    each_vector(count, [=](std::size_t u) {
        Numbers value;
        load(value, x + u);
        put_code(also_at ? value <= cut : value < cut, code, out + u);
    });
}

/// Writes `code` where x is above the cut (or at it, with `also_at`).
inline void put_above(const double* x, double cut, bool also_at, std::uint8_t code, std::size_t count,
                      std::uint8_t* out) {
    each_vector(count, [=](std::size_t u) {
        Numbers value;
        load(value, x + u);
        put_code(also_at ? value >= cut : value > cut, code, out + u);
    });
}

/// Writes 1 where the code is 0 and the value no farther from `cut` than `doubt`.
inline void mark_near(const double* x, const std::uint8_t* codes, double cut, double doubt, std::size_t count,
                      std::uint8_t* marks) {
    each_vector(count, [=](std::size_t u) {
        Numbers value, distance;
        Truths is_present;
        load(value, x + u);
        compare_codes(codes + u, 0, is_present);
        size_of(value - cut, distance);
        put_code((distance <= doubt) & is_present, 1, marks + u);
    });
}

/// Rounds to whole numbers, halves away from zero; marks where the code is 0 and the value could go to either side
/// within `doubt`.
inline void round_half_up(const double* x, const std::uint8_t* codes, double doubt, std::size_t count, double* out,
                          std::uint8_t* marks) {
    each_vector(count, [=](std::size_t u) {
        constexpr double shift = 0x1.8p52;
        Numbers value, size;
        Truths is_present;
        load(value, x + u);
        compare_codes(codes + u, 0, is_present);
        size_of(value, size);
        const Numbers raised = size + 0.5;
        const Numbers nearest = (raised + shift) - shift;
        const Numbers below = nearest > raised ? nearest - 1 : nearest;
        const Numbers rest = raised - below;
        const Truths is_near = (rest <= doubt) | (1 - rest <= doubt);
        put_code(is_near & is_present, 1, marks + u);
        store(Numbers(value < 0 ? 0 - below : below), out + u);
    });
}

/// All of them.
inline const LoopTable& table() {
#if !PUG_LOOPS_HAVE_FMA
    constexpr std::nullptr_t sum_rows = nullptr;  // without fused multiply-add it would not pay
#endif
    static constexpr LoopTable loops = {to_columns,     sum_rows,      codes_to_columns, weighted_sum,  sum_terms,
                                        add_number,     multiply,      affine,           subtract_from, divide_number,
                                        difference,     quotient,      from_goalpost,    absolute,      hold,
                                        logarithms,     exponentials,  look_up,          keep_better,   extremes,
                                        least_positive, survey,        take_present,     are_whole,     select,
                                        put_where,      ones_at_zeros, count_zeros,      codes_in,      recode,
                                        raise,          mark_from,     keep_both,        require_whole, put_below,
                                        put_above,      mark_near,     round_half_up};
    return loops;
}

}  // namespace PUG_LOOPS
}  // namespace detail
}  // namespace v0
}  // namespace pug
