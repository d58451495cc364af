#pragma once

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

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#include <immintrin.h>
#endif

// One binary carries the loops for several instruction sets and takes the widest that the processor has.

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC push_options
#pragma GCC optimize("O3")  // below it GCC leaves loops as they are
#endif

#define PUG_LOOPS portable
#define PUG_LOOPS_BYTES 16
#define PUG_LOOPS_HAVE_FMA 0
#include "pug/engine/block/loops.hpp"
#undef PUG_LOOPS
#undef PUG_LOOPS_BYTES
#undef PUG_LOOPS_HAVE_FMA

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define PUG_LOOPS_HAVE_X86 1

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#endif
#define PUG_LOOPS avx2
#define PUG_LOOPS_BYTES 32
#define PUG_LOOPS_HAVE_FMA 1
#include "pug/engine/block/loops.hpp"
#undef PUG_LOOPS
#undef PUG_LOOPS_BYTES
#if defined(__clang__)
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), \
                             apply_to = function)
#else
#pragma GCC pop_options
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")
#endif
#define PUG_LOOPS avx512
#define PUG_LOOPS_BYTES 64
#include "pug/engine/block/loops.hpp"
#undef PUG_LOOPS
#undef PUG_LOOPS_BYTES
#undef PUG_LOOPS_HAVE_FMA
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC pop_options
#endif

namespace pug {
inline namespace v0 {

/// The instructions that scoring may use. The choice changes time, never a result.
enum class Instructions : std::uint8_t {
    best = 0,      ///< the widest that this processor has
    portable = 1,  ///< those that every processor of its kind has
    avx2 = 2,
    avx512 = 3,
};

namespace detail {

/// The loops for these instructions, or for the next narrower ones that the processor has.
inline const LoopTable& loops_for([[maybe_unused]] Instructions instructions) {
#if defined(PUG_LOOPS_HAVE_X86)
    const bool may_avx512 = instructions == Instructions::best || instructions == Instructions::avx512;
    if (may_avx512 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return avx512::table();
    if (instructions != Instructions::portable && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return avx2::table();
#endif
    return portable::table();
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
