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

// --- numbers ---------------------------------------------------------------------------------------------------------

/// Four values of each of four rows, turned into four columns.
PUG_ALWAYS_INLINE void turn(const double* rows, std::ptrdiff_t stride, double* const* columns, std::size_t u) {
    using Four = double __attribute__((vector_size(4 * sizeof(double))));
    Four a, b, c, d;
    load(a, rows);
    load(b, rows + stride);
    load(c, rows + 2 * stride);
    load(d, rows + 3 * stride);
    const Four ab_even = __builtin_shufflevector(a, b, 0, 4, 2, 6);
    const Four ab_odd = __builtin_shufflevector(a, b, 1, 5, 3, 7);
    const Four cd_even = __builtin_shufflevector(c, d, 0, 4, 2, 6);
    const Four cd_odd = __builtin_shufflevector(c, d, 1, 5, 3, 7);
    store(Four(__builtin_shufflevector(ab_even, cd_even, 0, 1, 4, 5)), columns[0] + u);
    store(Four(__builtin_shufflevector(ab_odd, cd_odd, 0, 1, 4, 5)), columns[1] + u);
    store(Four(__builtin_shufflevector(ab_even, cd_even, 2, 3, 6, 7)), columns[2] + u);
    store(Four(__builtin_shufflevector(ab_odd, cd_odd, 2, 3, 6, 7)), columns[3] + u);
}

/// Turns rows of values that lie side by side into columns.
inline void to_columns(const double* rows, std::ptrdiff_t stride, std::size_t width, std::size_t count,
                       double* const* columns) {
    std::size_t u = 0;
    for (; u + 4 <= count; u += 4) {
        const double* row = rows + static_cast<std::ptrdiff_t>(u) * stride;
        std::size_t k = 0;
        for (; k + 4 <= width; k += 4) turn(row + k, stride, columns + k, u);
        for (; k < width; ++k) {
            for (std::ptrdiff_t i = 0; i < 4; ++i)
                columns[k][u + static_cast<std::size_t>(i)] = row[i * stride + static_cast<std::ptrdiff_t>(k)];
        }
    }
    for (; u < count; ++u) {
        for (std::size_t k = 0; k < width; ++k)
            columns[k][u] = rows[static_cast<std::ptrdiff_t>(u) * stride + static_cast<std::ptrdiff_t>(k)];
    }
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

/// (x − low) / divisor. A division costs as much as several of the other operations; where there is a fused
/// multiply-add, the product with the reciprocal is corrected to the very bits of the quotient instead, which works
/// unless something underflows (P. Markstein, IBM Journal of Research and Development 34 (1990), 111–119).
inline void from_goalpost(const double* x, double low, double divisor, std::size_t count, double* out) {
#if PUG_LOOPS_HAVE_FMA
    const double size = divisor < 0 ? -divisor : divisor;
    if (size > 0x1p-300 && size < 0x1p300) {
        const double reciprocal = 1 / divisor;
        Truths tiny = {};
        map(x, count, out, [&](Numbers& values) {
            const Numbers over = values - low;
            const Numbers near = over * reciprocal;
            for (std::size_t i = 0; i < lanes; ++i)
                values[i] = __builtin_fma(__builtin_fma(-divisor, near[i], over[i]), reciprocal, near[i]);
            Numbers distance;
            size_of(over, distance);
            tiny |= (distance < 0x1p-300) & (over != 0);
        });
        std::int64_t any = 0;
        for (std::size_t i = 0; i < lanes; ++i) any |= tiny[i];
        if (any == 0) return;
    }
#endif
    map(x, count, out, [=](Numbers& values) { values = (values - low) / divisor; });
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

/// Keeps the lesser (`sign` 1) or greater (−1) of what is there so far and x, where x is present.
inline void keep_better(const double* x, const double* present, double sign, std::size_t count, double* best,
                        double* has) {
    each_vector(count, [=](std::size_t u) {
        Numbers value, is_present, kept, has_one;
        load(value, x + u);
        load(is_present, present + u);
        load(kept, best + u);
        load(has_one, has + u);
        const Truths takes = (is_present != 0) & ((has_one == 0) | (sign * value < sign * kept));
        store(Numbers(takes ? value : kept), best + u);
        store(Numbers(is_present != 0 ? Numbers{} + 1 : has_one), has + u);
    });
}

/// Lowers `least` and raises `greatest` to the ends of the values that are present; all are where `present` is null.
inline void extremes(const double* x, const double* present, std::size_t count, double* least, double* greatest) {
    Numbers low = Numbers{} + *least;
    Numbers high = Numbers{} + *greatest;
    if (present == nullptr) {
        each_vector(count, [&](std::size_t u) {
            Numbers value;
            load(value, x + u);
            low = value < low ? value : low;
            high = value > high ? value : high;
        });
        count = 0;
    }
    each_vector(count, [&](std::size_t u) {
        Numbers value, is_present;
        load(value, x + u);
        load(is_present, present + u);
        low = ((value < low) & (is_present != 0)) ? value : low;
        high = ((value > high) & (is_present != 0)) ? value : high;
    });
    for (std::size_t i = 0; i < lanes; ++i) {
        *least = low[i] < *least ? low[i] : *least;
        *greatest = high[i] > *greatest ? high[i] : *greatest;
    }
}

/// Whether all values that are present (null: all) lie from low to high (NaN does not) and, if `whole`, are whole
/// numbers. The values that follow in memory are fetched ahead: they are the next block's.
inline bool lie_within(const double* x, const double* present, double low, double high, bool whole, std::size_t count) {
    Truths outside = {};
    each_vector(count, [&](std::size_t u) {
        if (u % 8 == 0) __builtin_prefetch(x + count + u);
        Numbers value, is_present = Numbers{} + 1;
        load(value, x + u);
        if (present != nullptr) load(is_present, present + u);
        const Truths inside = (value >= low) & (value <= high);
        outside |= ~inside & (is_present != 0);
        if (!whole) return;
        constexpr double shift = 0x1.8p52;  // adding it leaves no bits behind the point
        Numbers size;
        size_of(value, size);
        outside |= (size < 0x1p51) & ((value + shift) - shift != value) & (is_present != 0);
    });
    std::int64_t any = 0;
    for (std::size_t i = 0; i < lanes; ++i) any |= outside[i];
    return any == 0;
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

/// Which of the codes 0–7 occur, as bits; bit 8 where there is another.
inline unsigned codes_in(const std::uint8_t* codes, std::size_t count) {
    Codes found[9] = {};
    Codes not_zero = {};
    for (std::size_t u = 0; u < count; u += stripe) {
        Codes here;
        load(here, codes + u);
        found[0] |= (Codes)(here == 0);
        not_zero |= here;
    }
    std::uint8_t any = 0;
    for (std::size_t i = 0; i < stripe; ++i) any |= not_zero[i];
    for (std::size_t u = 0; any != 0 && u < count; u += stripe) {
        Codes here;
        load(here, codes + u);
        for (std::uint8_t code = 1; code < 8; ++code) found[code] |= (Codes)(here == code);
        found[8] |= (Codes)(here > 7);
    }
    unsigned set = 0;
    for (unsigned code = 0; code < 9; ++code) {
        std::uint8_t is_found = 0;
        for (std::size_t i = 0; i < stripe; ++i) is_found |= found[code][i];
        if (is_found != 0) set |= 1u << code;
    }
    return set;
}

/// Writes `to` where the code is `from`.
inline void recode(const std::uint8_t* codes, std::uint8_t from, std::uint8_t to, std::size_t count,
                   std::uint8_t* out) {
    for (std::size_t u = 0; u < count; u += stripe) {
        Codes here, there;
        load(here, codes + u);
        load(there, out + u);
        store(Codes(here == from ? Codes{} + to : there), out + u);
    }
}

/// Raises what is there to `to` where the code is `from`.
inline void raise(const std::uint8_t* codes, std::uint8_t from, std::uint8_t to, std::size_t count, std::uint8_t* out) {
    for (std::size_t u = 0; u < count; u += stripe) {
        Codes here, there;
        load(here, codes + u);
        load(there, out + u);
        store(Codes(((here == from) & (there < to)) ? Codes{} + to : there), out + u);
    }
}

/// Writes 1 where the code is at least `least`.
inline void mark_from(const std::uint8_t* codes, std::uint8_t least, std::size_t count, std::uint8_t* marks) {
    for (std::size_t u = 0; u < count; u += stripe) {
        Codes here, there;
        load(here, codes + u);
        load(there, marks + u);
        store(Codes(here >= least ? Codes{} + 1 : there), marks + u);
    }
}

/// Keeps what is not 0 in both.
inline void keep_both(const std::uint8_t* codes, std::size_t count, std::uint8_t* out) {
    for (std::size_t u = 0; u < count; u += stripe) {
        Codes here, there;
        load(here, codes + u);
        load(there, out + u);
        store(Codes(here == 0 ? here : there), out + u);
    }
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

/// Writes 1 where a unit that is present has a value no farther from `cut` than `doubt`.
inline void mark_near(const double* x, const double* present, double cut, double doubt, std::size_t count,
                      std::uint8_t* marks) {
    each_vector(count, [=](std::size_t u) {
        Numbers value, is_present, distance;
        load(value, x + u);
        load(is_present, present + u);
        size_of(value - cut, distance);
        put_code((distance <= doubt) & (is_present != 0), 1, marks + u);
    });
}

/// Rounds to whole numbers, halves away from zero; marks the units that could go to either side within `doubt`.
inline void round_half_up(const double* x, const double* present, double doubt, std::size_t count, double* out,
                          std::uint8_t* marks) {
    each_vector(count, [=](std::size_t u) {
        constexpr double shift = 0x1.8p52;
        Numbers value, is_present, size;
        load(value, x + u);
        load(is_present, present + u);
        size_of(value, size);
        const Numbers raised = size + 0.5;
        const Numbers nearest = (raised + shift) - shift;
        const Numbers below = nearest > raised ? nearest - 1 : nearest;
        const Numbers rest = raised - below;
        const Truths is_near = (rest <= doubt) | (1 - rest <= doubt);
        put_code(is_near & (is_present != 0), 1, marks + u);
        store(Numbers(value < 0 ? 0 - below : below), out + u);
    });
}

/// All of them.
inline const LoopTable& table() {
    static constexpr LoopTable loops = {
        to_columns,    codes_to_columns, weighted_sum, add_number,    multiply,   affine,    subtract_from,
        divide_number, difference,       quotient,     from_goalpost, absolute,   hold,      logarithms,
        exponentials,  look_up,          keep_better,  extremes,      lie_within, select,    put_where,
        ones_at_zeros, codes_in,         recode,       raise,         mark_from,  keep_both, put_below,
        put_above,     mark_near,        round_half_up};
    return loops;
}

}  // namespace PUG_LOOPS
}  // namespace detail
}  // namespace v0
}  // namespace pug
