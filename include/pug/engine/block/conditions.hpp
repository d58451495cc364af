#pragma once

#include "pug/engine/block/evaluate.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

inline const std::uint8_t* BlockEvaluator::decide(std::uint32_t index) {
    const ConditionCode& code = program_.conditions[index];
    std::uint8_t* out = own_truths(index);
    if (code.kind == ConditionKind::compare) {
        compare(code, out);
    } else if (code.kind == ConditionKind::negation) {
        const std::uint8_t* part = truths(program_.condition_parts[code.parts.first]);
        std::memcpy(out, part, count_);
        loops_.recode(part, 0, 1, count_, out);
        loops_.recode(part, 1, 0, count_, out);
    } else {
        combine(code, out);
    }
    return out;
}

/// One part that is deciding settles it; else the gravest of what is open.
inline void BlockEvaluator::combine(const ConditionCode& code, std::uint8_t* out) {
    const std::uint8_t deciding = code.kind == ConditionKind::all ? 0 : 1;
    std::memset(out, 1 - deciding, count_);
    for (std::uint32_t i = 0; i < code.parts.count; ++i) {
        const std::uint8_t* part = truths(program_.condition_parts[code.parts.first + i]);
        for (std::size_t u = 0; u < count_; ++u) {
            const bool is_settled = out[u] == deciding;
            const bool is_graver = part[u] > 1 && part[u] > out[u];
            out[u] = !is_settled && (part[u] == deciding || is_graver) ? part[u] : out[u];
        }
    }
}

inline void BlockEvaluator::compare(const ConditionCode& code, std::uint8_t* out) {
    const Lane& subject = lanes_[code.subject];
    std::memset(out, 0, count_);
    for (std::uint32_t i = 0; i < code.numbers.count; ++i) {
        const NumberIndex index = program_.arguments[code.numbers.first + i];
        const Bounded cut = number(index);
        // Answers are told apart by their doubles (see Ties); computed values only beyond their errors.
        bool at = true;
        bool above_at = false;
        if (program_.is_variable(code.subject)) {
            const Order order = code.ties[i];
            at = order == Order::equal;
            above_at = order == Order::greater;
        } else {
            const double doubt = (subject.reach.error + cut.error) * (1 + 8 * ulp);
            if (doubt > 0) loops_.mark_near(subject.values, subject.gravities, cut.value, doubt, count_, marks_);
        }
        hold_where(code.comparison, subject.values, cut.value, at, above_at, out);
    }
    for (std::uint8_t g = 1; g < status_count; ++g) {
        if ((subject.found >> g & 1) != 0)
            loops_.recode(subject.gravities, g, static_cast<std::uint8_t>(g + 1), count_, out);
    }
}

/// Writes 1 where x compares as wanted with the cut; at the very cut x is equal, or above, or below.
inline void BlockEvaluator::hold_where(Comparison comparison, const double* x, double cut, bool equal_at, bool above_at,
                                       std::uint8_t* out) {
    switch (comparison) {
        case Comparison::at_least:
            return loops_.put_above(x, cut, equal_at || above_at, 1, count_, out);
        case Comparison::above:
            return loops_.put_above(x, cut, above_at, 1, count_, out);
        case Comparison::at_most:
            return loops_.put_below(x, cut, equal_at || !above_at, 1, count_, out);
        case Comparison::below:
            return loops_.put_below(x, cut, !equal_at && !above_at, 1, count_, out);
        case Comparison::is:
            if (!equal_at) return;
            for (std::size_t u = 0; u < count_; ++u) out[u] = x[u] == cut ? std::uint8_t{1} : out[u];
    }
}

/// 1 where the condition holds, 0 where not; where it is open the policy speaks, "lowest" as not holding.
inline void BlockEvaluator::hold(const NodeCode& node, Slot slot, Draft& draft) {
    const std::uint8_t* truth = truths(node.holds);
    draft.values = draft.own;
    draft.reach = {0, 1, 0};
    for (std::size_t u = 0; u < count_; ++u) draft.own[u] = truth[u] == 1 ? 1.0 : 0.0;
    for (std::uint8_t g = 1; g < status_count; ++g) {
        const auto open = static_cast<std::uint8_t>(g + 1);
        if (std::find(truth, truth + count_, open) == truth + count_) continue;
        const Status status = status_of_gravity(g);
        const PolicyAction action = node.policy[static_cast<std::size_t>(status)].action;
        if (!is_open_end(status) && action == PolicyAction::lowest) continue;
        if (!is_open_end(status) && action == PolicyAction::substitute) {
            const Bounded number = this->number(node.policy[static_cast<std::size_t>(status)].number);
            loops_.put_where(truth, open, number.value, count_, draft.own);
            draft.reach = joined(draft.reach, reach_of(number));
            continue;
        }
        loops_.recode(truth, open, g, count_, begin_gravities(slot, draft));
    }
}

/// A node whose condition fails does not apply; where the condition is open so is the node.
inline void BlockEvaluator::apply_when(const NodeCode& node, Slot slot, Draft& draft) {
    const std::uint8_t* truth = truths(node.when);
    if (std::all_of(truth, truth + count_, [](std::uint8_t t) { return t == 1; })) return;
    Lane& lane = lanes_[slot];
    const double* before = this->coverages(slot);
    std::uint8_t* gravities = begin_gravities(slot, draft);
    double* coverages = own_coverages(slot);
    std::uint8_t* counts = own_counts(slot);
    std::uint8_t* wholes = own_wholes(slot);
    for (std::size_t u = 0; u < count_; ++u) {
        const std::uint8_t g =
            truth[u] == 0 ? gravity(Status::not_applicable) : static_cast<std::uint8_t>(truth[u] - 1);
        const bool is_open = g >= first_unknown;
        const bool holds = truth[u] == 1;
        gravities[u] = holds ? gravities[u] : is_open ? g : gravity(Status::not_applicable);
        coverages[u] = holds ? before[u] : 0.0;
        counts[u] = holds ? lane.counts[u] : is_open;
        wholes[u] = holds ? lane.wholes[u] : !is_open;
    }
    lane.coverages = coverages;
    lane.counts = counts;
    lane.wholes = wholes;
    lane.is_full = false;
    lane.needs_values = false;
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
