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

// What follows has no include guards either, and comes in the order in which each builds on the one before.
// clang-format off
#include "pug/engine/block/loops/vectors.hpp"
#include "pug/engine/block/loops/goalposts.hpp"
#include "pug/engine/block/loops/sums.hpp"
#include "pug/engine/block/loops/rows.hpp"
#include "pug/engine/block/loops/numbers.hpp"
#include "pug/engine/block/loops/codes.hpp"
// clang-format on

namespace pug {
inline namespace v0 {
namespace detail {
namespace PUG_LOOPS {

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
