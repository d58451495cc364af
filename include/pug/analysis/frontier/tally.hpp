#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "pug/analysis/frontier/columns.hpp"
#include "pug/analysis/pareto.hpp"
#include "pug/analysis/sense.hpp"
#include "pug/engine/evaluate.hpp"
#include "pug/engine/program.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// What an aggregate that can be put together operand by operand comes to, as far as it has been put together: where
/// everything but `sum` is the same, the node's value rises or falls with it alone.
template <class N>
struct Tally {
    N sum = Arithmetic<N>::of_whole(0);  ///< Σ w·f(x), or the least or greatest x
    N weight = sum, observed = sum, valued = sum, counted = sum, applies = sum, excluded = sum;
    std::uint32_t present = 0;
    Status stops = Status::observed, left = Status::observed;
    bool has_zero = false, is_negative = false, is_any_out = false, is_whole = true;
};

/// Whether an aggregate can be put together operand by operand.
inline bool can_be_tallied(const NodeCode& node) {
    switch (node.aggregate) {
        case Aggregate::sum:
        case Aggregate::arithmetic:
        case Aggregate::geometric:
        case Aggregate::harmonic:
        case Aggregate::min:
        case Aggregate::max:
            return !node.has_if_needed;
        default:
            return false;
    }
}

template <class N>
void add_value(Aggregate aggregate, const N& x, const N& weight, Tally<N>& one) {
    using A = Arithmetic<N>;
    const N zero = A::of_whole(0);
    switch (aggregate) {
        case Aggregate::arithmetic:
            one.sum = weight * x;
            one.weight = weight;
            return;
        case Aggregate::geometric:
        case Aggregate::harmonic: {
            if (A::compare(weight, zero) != Order::greater) return;
            const Order sign = A::compare(x, zero);
            one.has_zero = sign == Order::equal;
            one.is_negative = sign == Order::less;
            if (sign != Order::greater) return;
            one.weight = weight;
            if (aggregate == Aggregate::harmonic) {
                one.sum = weight / x;
            } else if constexpr (requires { A::log(x); }) {
                one.sum = weight * A::log(x);
            }
            return;
        }
        default:
            one.sum = x;
    }
}

/// What one operand of a node contributes, by the rules of `Aggregator` and of coverage.
template <class N>
Tally<N> tally_of(const Program& program, const Evaluator<N>& evaluator, const NodeCode& node, std::uint32_t k,
                  std::size_t unit) {
    using A = Arithmetic<N>;
    const Slot operand = program.operands[node.operands.first + k];
    const N& weight = evaluator.numbers()[program.weights[node.operands.first + k]];
    const auto seen = evaluator.seen(operand, unit);
    const auto taken = evaluator.take(node, operand, unit);
    Tally<N> one;
    if (taken.value != nullptr) {
        one.present = 1;
        add_value(node.aggregate, *taken.value, weight, one);
    } else if (taken.stops != Status::observed) {
        one.stops = taken.stops;
    } else {
        one.left = seen.status;
    }
    const bool is_out = is_excluded(seen.status);
    one.is_any_out = is_out;
    if (is_out) one.excluded = weight;
    if (seen.counts) {
        if (!is_out) one.applies = weight;
        one.observed = weight * seen.coverage;
        if (taken.value != nullptr) one.valued = one.observed;
        one.is_whole = taken.value != nullptr && A::compare(seen.coverage, A::of_whole(1)) == Order::equal;
        one.counted = weight;
    }
    return one;
}

/// Two tallies of different operands of a node.
template <class N>
Tally<N> together(const NodeCode& node, const Tally<N>& a, const Tally<N>& b) {
    Tally<N> sum;
    if (node.aggregate == Aggregate::min || node.aggregate == Aggregate::max) {
        const bool is_a_less = a.sum < b.sum;
        const bool takes_a = a.present != 0 && (b.present == 0 || is_a_less == (node.aggregate == Aggregate::min));
        sum.sum = takes_a ? a.sum : b.sum;
    } else {
        sum.sum = a.sum + b.sum;
    }
    sum.weight = a.weight + b.weight;
    sum.observed = a.observed + b.observed;
    sum.valued = a.valued + b.valued;
    sum.counted = a.counted + b.counted;
    sum.applies = a.applies + b.applies;
    sum.excluded = a.excluded + b.excluded;
    sum.present = a.present + b.present;
    sum.stops = graver(a.stops, b.stops);
    sum.left = graver(a.left, b.left);
    sum.has_zero = a.has_zero || b.has_zero;
    sum.is_negative = a.is_negative || b.is_negative;
    sum.is_any_out = a.is_any_out || b.is_any_out;
    sum.is_whole = a.is_whole && b.is_whole;
    return sum;
}

/// Compares combinations by their tallies; `sense` is that of the node's value before its transforms.
template <class N>
void compare_tallies(Pareto& pareto, const NodeCode& node, Sense sense, bool has_coverage_rules,
                     const std::vector<Tally<N>>& tallies) {
    const std::size_t count = tallies.size();
    if (node.aggregate == Aggregate::harmonic) sense = opposite(sense);
    const auto number = [&](N Tally<N>::* member) {
        return places(count, [&, member](std::size_t i) -> const N& { return tallies[i].*member; });
    };
    const auto plain = [&](auto member) {
        return whole(count, [&, member](std::size_t i) { return tallies[i].*member; });
    };
    compare_by(pareto, sense, number(&Tally<N>::sum));
    pareto.must_be_equal(number(&Tally<N>::weight));
    pareto.must_be_equal(plain(&Tally<N>::present));
    pareto.must_be_equal(plain(&Tally<N>::stops));
    pareto.must_be_equal(plain(&Tally<N>::left));
    pareto.must_be_equal(plain(&Tally<N>::has_zero));
    pareto.must_be_equal(plain(&Tally<N>::is_negative));
    if (!has_coverage_rules) return;
    for (const auto member :
         {&Tally<N>::observed, &Tally<N>::valued, &Tally<N>::counted, &Tally<N>::applies, &Tally<N>::excluded})
        pareto.must_be_equal(number(member));
    pareto.must_be_equal(plain(&Tally<N>::is_any_out));
    pareto.must_be_equal(plain(&Tally<N>::is_whole));
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
