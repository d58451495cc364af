// Rows turned into columns, or summed as they are read. A part of loops.hpp, and nothing without it.
#ifndef PUG_LOOPS
#include "pug/engine/block/loops.hpp"
#else

namespace pug {
inline namespace v0 {
namespace detail {
namespace PUG_LOOPS {

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

}  // namespace PUG_LOOPS
}  // namespace detail
}  // namespace v0
}  // namespace pug

#endif
