#pragma once

#include "pug/engine/block/evaluate.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

inline void BlockEvaluator::find_leaves(std::span<const Slot> read) {
    readers_.assign(program_.slot_count(), none);
    const auto note = [this](Slot slot, std::uint32_t reader) {
        readers_[slot] = readers_[slot] == none ? reader : several;
    };
    for (const Slot slot : read) note(slot, several);
    note(program_.root, several);
    note(program_.verdict.on, several);
    for (const ConditionCode& condition : program_.conditions) note(condition.subject, several);
    for (std::uint32_t n = 0; n < program_.nodes.size(); ++n) {
        const Range& operands = program_.nodes[n].operands;
        for (std::uint32_t k = 0; k < operands.count; ++k) note(program_.operands[operands.first + k], n);
    }
    is_summed_.resize(program_.nodes.size());
    leaves_.resize(program_.nodes.size());
    for (std::size_t n = 0; n < program_.nodes.size(); ++n) {
        const std::uint32_t reader = readers_[program_.node_slot(n)];
        if (reader != none && reader != several && is_sum(program_.nodes[reader]))
            leaves_[n] = leaf_of(program_.nodes[n]);
    }
}

inline bool BlockEvaluator::is_sum(const NodeCode& node) {
    return node.aggregate == Aggregate::sum || node.aggregate == Aggregate::arithmetic;
}

inline BlockEvaluator::Leaf BlockEvaluator::leaf_of(const NodeCode& node) const {
    const bool is_plain = node.when == none && node.coverage_at_least == none && node.count_at_least == 0;
    if (node.aggregate != Aggregate::from || node.transforms.count != 1 || !is_plain) return {};
    const TransformCode& code = program_.transforms[node.transforms.first];
    if (code.kind != TransformKind::minmax) return {};
    const NumberIndex low = program_.arguments[code.numbers.first];
    const NumberIndex high = program_.arguments[code.numbers.first + 1];
    if (low == none || high == none) return {};
    const Order order = Arithmetic<Bounded>::compare(number(low), number(high));
    if (order == Order::equal || order == Order::undecided) return {};
    const Bounded width = number(high) - number(low);
    return {true, {number(low).value, width.value}, number(low), width, {}, {}};
}

inline std::vector<BlockEvaluator::Summand> BlockEvaluator::summands(std::size_t n) const {
    const NodeCode& node = program_.nodes[n];
    if (!is_sum(node)) return {};
    std::vector<Summand> summands;
    for (std::uint32_t k = 0; k < node.operands.count; ++k) {
        const std::uint32_t at = node.operands.first + k;
        Slot slot = program_.operands[at];
        auto reader = static_cast<std::uint32_t>(n);
        Goalposts goalposts;
        if (program_.is_node(slot) && leaves_[program_.node_of(slot)].is_one) {
            reader = static_cast<std::uint32_t>(program_.node_of(slot));
            goalposts = leaves_[reader].goalposts;
            slot = program_.operands[program_.nodes[reader].operands.first];
            if (!goalposts.have_reciprocal()) return {};
        }
        if (!program_.is_variable(slot) || readers_[slot] != reader) return {};
        const bool is_weighted = node.aggregate == Aggregate::arithmetic;
        summands.push_back({slot, goalposts, is_weighted ? number(program_.weights[at]).value : 1});
    }
    return summands;
}

/// Leaves the values where they are; false where they are needed in another form.
inline bool BlockEvaluator::run_leaf(std::size_t n) {
    Leaf& leaf = leaves_[n];
    const NodeCode& node = program_.nodes[n];
    const Lane& operand = lanes_[program_.operands[node.operands.first]];
    Draft draft;
    if (!passes_on(node, draft) || (!operand.is_full && !operand.needs_values)) return false;
    if (leaf.of != operand.reach) {
        leaf.of = operand.reach;
        leaf.reach = between(operand.reach, leaf.low, leaf.width);
    }
    if (!leaf.reach.is_finite()) mark_all();  // some value may be beyond all numbers
    Lane& lane = lanes_[program_.node_slot(n)];
    lane = operand;
    if (!operand.is_full) lane.coverage_error = passed_on_error(operand.coverage_error);
    lane.zeros_are_exact = false;
    lane.goalposts = leaf.goalposts;
    lane.reach = leaf.reach;
    return true;
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
