// Vectors put between goalposts. A part of loops.hpp, and nothing without it.
#ifndef PUG_LOOPS
#include "pug/engine/block/loops.hpp"
#else

namespace pug {
inline namespace v0 {
namespace detail {
namespace PUG_LOOPS {

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

}  // namespace PUG_LOOPS
}  // namespace detail
}  // namespace v0
}  // namespace pug

#endif
