#pragma once

#include <cstddef>

#if defined(__GNUC__) || defined(__clang__)
#define PUG_RESTRICT __restrict__
#else
#define PUG_RESTRICT
#endif

namespace pug {
inline namespace v0 {
namespace detail {

/// Columns of a block are padded to whole stripes of so many units: the inner loops have a constant number of steps,
/// which compilers vectorise for any instruction set at any level of optimisation.
inline constexpr std::size_t stripe = 16;

constexpr std::size_t in_stripes(std::size_t units) { return (units + stripe - 1) / stripe * stripe; }

}  // namespace detail
}  // namespace v0
}  // namespace pug
