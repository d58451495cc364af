#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <type_traits>
#include <vector>

#include "pug/engine/number.hpp"
#include "pug/engine/program.hpp"

namespace pug {
inline namespace v0 {

/// A transform and its numbers in one kind of number.
template <class N>
struct TransformStep {
    TransformKind kind;
    Rounding rounding;
    std::span<const N* const> numbers;      ///< null: an open end, or a reference value that does not exist
    const std::vector<N>* table = nullptr;  ///< rank, percentile: ascending values of the cohort
    bool zero_at_low = false;               ///< see `TransformCode`
};

namespace detail {

/// (x − low) / (high − low); a constant cohort, whose ends coincide, tells nothing.
template <class N>
N between(const TransformStep<N>& step, const N& x, bool& computable, bool& undecided) {
    using A = Arithmetic<N>;
    const N* low = step.numbers[0];
    const N* high = step.numbers[1];
    const Order order = low && high ? A::compare(*low, *high) : Order::equal;
    undecided |= order == Order::undecided;
    if (order == Order::equal) {
        computable = false;
        return x;
    }
    if constexpr (std::is_same_v<N, Bounded>) {
        if (step.zero_at_low && x.value == low->value) return {0, 0};
    }
    return (x - *low) / (*high - *low);
}

/// The greater of x and low. Continuous: where the comparison is undecided either will do, with the wider bound.
template <class N>
N not_below(const N& x, const N& low) {
    const Order order = Arithmetic<N>::compare(x, low);
    if constexpr (std::is_same_v<N, Bounded>) {
        if (order == Order::undecided) return {std::max(x.value, low.value), std::max(x.error, low.error)};
    }
    return order == Order::less ? low : x;
}

template <class N>
N absolute(const N& x) {
    if constexpr (std::is_same_v<N, Bounded>) {
        return {std::abs(x.value), x.error};
    } else {
        return Arithmetic<N>::compare(x, Arithmetic<N>::of_whole(0)) == Order::less ? N(-x) : x;
    }
}

template <class N>
bool is_zero(const N& x, bool& undecided) {
    const Order order = Arithmetic<N>::compare(x, Arithmetic<N>::of_whole(0));
    undecided |= order == Order::undecided;
    return order == Order::equal || order == Order::undecided;
}

template <class N>
N whole_power(int exponent, const N& x, bool& computable, bool& undecided) {
    using A = Arithmetic<N>;
    if (exponent < 0 && is_zero(x, undecided)) {
        computable = false;
        return x;
    }
    N power = A::of_whole(1);
    for (int i = 0; i < std::abs(exponent); ++i) power = power * x;
    return exponent < 0 ? N(A::of_whole(1) / power) : power;
}

/// x^p by way of the logarithm: 0 stays 0 for p > 0, a negative x has no power.
template <class N>
N real_power(const N& p, const N& x, bool& computable, bool& undecided) {
    using A = Arithmetic<N>;
    if constexpr (requires { A::log(x); }) {
        const N zero = A::of_whole(0);
        const bool vanishes = is_zero(x, undecided);
        const bool is_fine = vanishes ? A::compare(p, zero) == Order::greater : A::compare(x, zero) == Order::greater;
        if (is_fine) return vanishes ? zero : N(A::exp(N(p * A::log(x))));
    }
    computable = false;
    return x;
}

/// The value of the last step that has begun at x; the numbers of a step are where it begins, whether it leaves that
/// point out, and its value.
template <class N>
N step_value(const TransformStep<N>& step, const N& x, bool& computable, bool& undecided) {
    using A = Arithmetic<N>;
    const N* value = nullptr;
    for (std::size_t i = 0; i + 2 < step.numbers.size(); i += 3) {
        if (step.numbers[i]) {
            const Order order = A::compare(x, *step.numbers[i]);
            undecided |= order == Order::undecided;
            const bool is_open = A::compare(*step.numbers[i + 1], A::of_whole(0)) == Order::greater;
            if (order == Order::less || (order == Order::equal && is_open)) break;
        }
        value = step.numbers[i + 2];
    }
    computable = value != nullptr;
    return value ? *value : x;
}

/// Where x stands among the ascending values of the cohort: 1 + how many are smaller, or that as a share of the others.
template <class N>
N place_in(const TransformStep<N>& step, const N& x, bool& computable, bool& undecided) {
    using A = Arithmetic<N>;
    const std::vector<N>& values = *step.table;
    if (values.empty() || (step.kind == TransformKind::percentile && values.size() < 2)) {
        computable = false;
        return x;
    }
    const auto first = std::partition_point(values.begin(), values.end(), [&](const N& value) {
        const Order order = A::compare(value, x);
        undecided |= order == Order::undecided;
        return order == Order::less;
    });
    const int smaller = static_cast<int>(first - values.begin());
    if (step.kind == TransformKind::rank) return A::of_whole(smaller + 1);
    return A::of_whole(smaller) / A::of_whole(static_cast<int>(values.size()) - 1);
}

}  // namespace detail

/// x after the transform. `computable` is cleared where the rule has no value, `undecided` set where N cannot tell.
template <class N>
N transform(const TransformStep<N>& step, const N& x, bool& computable, bool& undecided) {
    using A = Arithmetic<N>;
    using namespace detail;
    const auto& number = step.numbers;
    switch (step.kind) {
        case TransformKind::points: {
            bool ignored = false;  // indexes of levels are whole
            return *number[static_cast<std::size_t>(A::floor(x, ignored))];
        }
        case TransformKind::complement:
            return A::of_whole(1) - x;
        case TransformKind::absolute:
            return absolute(x);
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
        case TransformKind::clip: {
            const N held = number[0] ? not_below(x, *number[0]) : x;
            return number[1] ? N(-not_below(N(-held), N(-*number[1]))) : held;
        }
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
            return between(step, x, computable, undecided);
        case TransformKind::zscore:
            if (!number[0] || !number[1]) {
                computable = false;
                return x;
            }
            return (x - *number[0]) / *number[1];
        case TransformKind::difference:
            if (!number[0]) {
                computable = false;
                return x;
            }
            return x - *number[0];
        case TransformKind::round:
            return round_to(x, step.rounding, undecided);
        case TransformKind::whole_power:
            return whole_power(step.rounding.digits, x, computable, undecided);
        case TransformKind::power:
            return real_power(*number[0], x, computable, undecided);
        case TransformKind::steps:
            return step_value(step, x, computable, undecided);
        case TransformKind::rank:
        case TransformKind::percentile:
            return place_in(step, x, computable, undecided);
    }
    return x;
}

}  // namespace v0
}  // namespace pug
