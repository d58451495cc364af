// Columns of numbers. A part of loops.hpp, and nothing without it.
#ifndef PUG_LOOPS
#include "pug/engine/block/loops.hpp"
#else

namespace pug {
inline namespace v0 {
namespace detail {
namespace PUG_LOOPS {

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

}  // namespace PUG_LOOPS
}  // namespace detail
}  // namespace v0
}  // namespace pug

#endif
