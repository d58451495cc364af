#pragma once

#include "pug/engine/block/evaluate.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

inline void BlockEvaluator::run_transform(const TransformCode& code, Slot slot, Draft& draft) {
    const auto argument = [&](std::size_t i) { return program_.arguments[code.numbers.first + i]; };
    const auto value = [&](std::size_t i) { return number(argument(i)); };
    const double* x = draft.values;
    double* out = draft.own;
    Reach& reach = draft.reach;
    switch (code.kind) {
        case TransformKind::points:
            points(code, draft);
            break;
        case TransformKind::complement:
            loops_.subtract_from(1, x, count_, out);
            reach = Reach{1, 1, 0} - reach;
            break;
        case TransformKind::absolute:
            loops_.absolute(x, count_, out);
            reach = {0, reach.size(), reach.error};
            break;
        case TransformKind::clip:
            clip(argument(0), argument(1), draft);
            break;
        case TransformKind::scale:
            loops_.multiply(x, value(0).value, count_, out);
            reach = reach_of(value(0)) * reach;
            break;
        case TransformKind::affine:
            loops_.affine(x, value(0).value, value(1).value, count_, out);
            reach = reach_of(value(0)) * reach + reach_of(value(1));
            break;
        case TransformKind::exponential:
            loops_.exponentials(x, count_, out);
            reach = exp_reach(reach);
            break;
        case TransformKind::minmax:
            if (argument(0) == none || argument(1) == none) return one_by_one(code, slot, draft);
            if (!between(value(0), value(1), draft)) return one_by_one(code, slot, draft);
            break;
        case TransformKind::difference:
            if (argument(0) == none) return one_by_one(code, slot, draft);
            loops_.add_number(x, -value(0).value, count_, out);
            reach = reach - reach_of(value(0));
            break;
        case TransformKind::logarithm:
        case TransformKind::replace:
        case TransformKind::reciprocal:
        case TransformKind::round:
        case TransformKind::whole_power:
        case TransformKind::power:
        case TransformKind::steps:
        case TransformKind::zscore:
        case TransformKind::rank:
        case TransformKind::percentile:
            return one_by_one(code, slot, draft);
    }
    draft.values = out;
    draft.zeros_are_exact = code.kind == TransformKind::minmax && code.zero_at_low;
}

inline void BlockEvaluator::points(const TransformCode& code, Draft& draft) {
    table_.clear();
    Reach reach = reach_of(number(program_.arguments[code.numbers.first]));
    for (std::uint32_t i = 0; i < code.numbers.count; ++i) {
        const Bounded share = number(program_.arguments[code.numbers.first + i]);
        table_.push_back(share.value);
        reach = joined(reach, reach_of(share));
    }
    loops_.look_up(draft.values, table_.data(), count_, draft.own);
    draft.reach = reach;
}

inline void BlockEvaluator::clip(NumberIndex low, NumberIndex high, Draft& draft) {
    const double infinity = std::numeric_limits<double>::infinity();
    const Bounded least = low == none ? Bounded{-infinity, 0} : number(low);
    const Bounded greatest = high == none ? Bounded{infinity, 0} : number(high);
    loops_.hold(draft.values, least.value, greatest.value, count_, draft.own);
    Reach& reach = draft.reach;
    reach = {std::min(std::max(reach.low, least.value), greatest.value),
             std::min(std::max(reach.high, least.value), greatest.value),
             std::max({reach.error, least.error, greatest.error})};
}

/// (x − low) / (high − low); false where the ends do not lie apart.
inline bool BlockEvaluator::between(Bounded low, Bounded high, Draft& draft) {
    const Order order = Arithmetic<Bounded>::compare(low, high);
    if (order == Order::equal) return false;
    const Bounded width = high - low;
    loops_.from_goalpost(draft.values, low.value, width.value, count_, draft.own);
    draft.reach = between(draft.reach, low, width);
    if (order == Order::undecided) mark_all();
    return true;
}

/// A transform that is not worth a loop of its own, unit by unit.
inline void BlockEvaluator::one_by_one(const TransformCode& code, Slot slot, Draft& draft) {
    arguments_.clear();
    for (std::uint32_t i = 0; i < code.numbers.count; ++i) {
        const NumberIndex index = program_.arguments[code.numbers.first + i];
        arguments_.push_back(index == none ? nullptr : &program_.doubles[index]);
    }
    const bool has_table = code.kind == TransformKind::rank || code.kind == TransformKind::percentile;
    if (has_table) fill_table(code.table);
    const TransformStep<Bounded> step{code.kind, code.rounding, arguments_, has_table ? &cohort_ : nullptr,
                                      code.zero_at_low};
    const double infinity = std::numeric_limits<double>::infinity();
    Reach reach{infinity, -infinity, 0};
    for (std::size_t u = 0; u < count_; ++u) {
        if (draft.gravities != nullptr && draft.gravities[u] != 0) continue;
        bool computable = true;
        bool undecided = false;
        const Bounded x = transform(step, Bounded{draft.values[u], draft.reach.error}, computable, undecided);
        if (undecided) marks_[u] = 1;
        if (!computable || !Arithmetic<Bounded>::is_in_range(x)) {
            begin_gravities(slot, draft)[u] = not_computable;
            draft.own[u] = 0;
            continue;
        }
        draft.own[u] = x.value;
        // A value near which its rule has no bound says nothing about its neighbours.
        if (!std::isfinite(x.error)) marks_[u] = 1;
        reach = joined(reach, {x.value, x.value, std::isfinite(x.error) ? x.error : 0});
    }
    if (draft.gravities != nullptr) loops_.select(draft.gravities, draft.own, 0, count_, draft.own);
    draft.values = draft.own;
    draft.zeros_are_exact = false;
    draft.reach = reach.low <= reach.high ? reach : Reach{};
}

inline void BlockEvaluator::fill_table(std::uint32_t table) {
    cohort_.clear();
    for (const Rational& value : program_.tables[table]) cohort_.push_back(Arithmetic<Bounded>::from(value));
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
