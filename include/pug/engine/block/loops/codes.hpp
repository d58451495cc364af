// Columns of codes, and what compares numbers into codes. A part of loops.hpp, and nothing without it.
#ifndef PUG_LOOPS
#include "pug/engine/block/loops.hpp"
#else

namespace pug {
inline namespace v0 {
namespace detail {
namespace PUG_LOOPS {

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
        const decltype(there) zero{};
        there = here == from ? zero + to : there;
        store(there, out + u);
    });
}

/// Raises what is there to `to` where the code is `from`.
inline void raise(const std::uint8_t* codes, std::uint8_t from, std::uint8_t to, std::size_t count, std::uint8_t* out) {
    each_codes(count, [=](auto here, std::size_t u) {
        auto there = here;
        load(here, codes + u);
        load(there, out + u);
        const decltype(there) zero{};
        there = ((here == from) & (there < to)) ? zero + to : there;
        store(there, out + u);
    });
}

/// Writes 1 where the code is at least `least`.
inline void mark_from(const std::uint8_t* codes, std::uint8_t least, std::size_t count, std::uint8_t* marks) {
    each_codes(count, [=](auto here, std::size_t u) {
        auto there = here;
        load(here, codes + u);
        load(there, marks + u);
        const decltype(there) zero{};
        there = here >= least ? zero + 1 : there;
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
        there = ((is_counted == 0) | ((is_whole != 0) & (code == 0))) ? there : decltype(there){};
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

}  // namespace PUG_LOOPS
}  // namespace detail
}  // namespace v0
}  // namespace pug

#endif
