#pragma once

#include "pug/engine/elementary.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

// Powers and logarithms near 1, to a few units in the last place of their distance from it. W. Kahan's way: what is
// rounded on the way there is taken into account on the way back.

/// e^t − 1 for t ≤ 0.
inline double exponential_less_1(double t) {
    const double power = pug::detail::exponential(t);
    if (power == 1) return t;
    return power < 0.5 ? power - 1 : (power - 1) * t / pug::detail::natural_log(power);
}

/// ln (1 + y) for y > −1.
inline double log_of_1_plus(double y) {
    const double sum = 1 + y;
    return sum == 1 ? y : pug::detail::natural_log(sum) * y / (sum - 1);
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
