#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "pug/engine/number.hpp"
#include "pug/engine/program.hpp"

namespace pug {
inline namespace v0 {

/// A transform and its numbers in one kind of number.
template <class N>
struct TransformStep {
    TransformKind kind;
    Rounding rounding;
    std::span<const N* const> numbers;  ///< null: an open end
};

/// x after the transform. `computable` is cleared where the rule has no value, `undecided` set where N cannot tell.
template <class N>
N transform(const TransformStep<N>& step, const N& x, bool& computable, bool& undecided) {
    using A = Arithmetic<N>;
    const auto& number = step.numbers;
    const auto is_below = [](const N& a, const N& b) { return A::compare(a, b) == Order::less; };
    switch (step.kind) {
        case TransformKind::points: {
            bool ignored = false;  // indexes of levels are whole
            return *number[static_cast<std::size_t>(A::floor(x, ignored))];
        }
        case TransformKind::complement:
            return A::of_whole(1) - x;
        case TransformKind::absolute:
            return is_below(x, A::of_whole(0)) ? N(-x) : x;
        case TransformKind::logarithm: {
            const Order order = A::compare(x, A::of_whole(0));
            undecided |= order == Order::undecided;
            if (order != Order::greater) {
                computable = false;
                return x;
            }
            if constexpr (requires { A::log(x); }) return A::log(x);
            return x;
        }
        case TransformKind::exponential:
            if constexpr (requires { A::exp(x); }) return A::exp(x);
            return x;
        case TransformKind::clip:
            // Continuous: an undecided comparison may go either way.
            if (number[0] && is_below(x, *number[0])) return *number[0];
            if (number[1] && is_below(*number[1], x)) return *number[1];
            return x;
        case TransformKind::replace:
            for (std::size_t i = 0; i + 1 < number.size(); i += 2) {
                const Order order = A::compare(x, *number[i]);
                undecided |= order == Order::undecided;
                if (order == Order::equal) return *number[i + 1];
            }
            return x;
        case TransformKind::reciprocal: {
            const Order order = A::compare(x, A::of_whole(0));
            undecided |= order == Order::undecided;
            if (order == Order::equal || order == Order::undecided) {
                computable = false;
                return x;
            }
            return *number[0] / x;
        }
        case TransformKind::scale:
            return *number[0] * x;
        case TransformKind::affine:
            return *number[0] * x + *number[1];
        case TransformKind::minmax:
            return (x - *number[0]) / (*number[1] - *number[0]);
        case TransformKind::round:
            return round_to(x, step.rounding, undecided);
    }
    return x;
}

}  // namespace v0
}  // namespace pug
