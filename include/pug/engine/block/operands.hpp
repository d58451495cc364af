#pragma once

#include "pug/engine/block/evaluate.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// The number that counts for an operand with a status; null where it leaves or stops.
inline const Bounded* BlockEvaluator::substitute(const NodeCode& node, Slot operand, Status status) const {
    if (is_open_end(status)) return nullptr;
    const ActionCode& action = node.policy[static_cast<std::size_t>(status)];
    NumberIndex index = none;
    if (action.action == PolicyAction::substitute) index = action.number;
    if (action.action == PolicyAction::lowest) {
        index = program_.is_variable(operand) ? program_.worst_of_variable[operand]
                                              : program_.worst_of_node[program_.node_of(operand)];
    }
    return index == none ? nullptr : &program_.doubles[index];
}

inline bool BlockEvaluator::is_open_end(Status status) const {
    return fill_ != Fill::as_answered && is_unknown(status) && status != Status::not_computable;
}

/// Whether an operand without a value leaves the node and is not what stops it.
inline bool BlockEvaluator::leaves(const NodeCode& node, Status status) const {
    return !is_open_end(status) && node.policy[static_cast<std::size_t>(status)].action == PolicyAction::renormalise;
}

inline bool BlockEvaluator::substitutes(const NodeCode& node, Slot operand, const Lane& lane) const {
    for (std::uint8_t g = 1; g < status_count; ++g) {
        if ((lane.found >> g & 1) != 0 && substitute(node, operand, status_of_gravity(g)) != nullptr) return true;
    }
    return false;
}

inline void BlockEvaluator::take_operands(const NodeCode& node) {
    taken_.clear();
    is_partial_ = false;
    stops_found_ = left_found_ = 0;
    for (std::uint32_t k = 0; k < node.operands.count; ++k) {
        const std::uint32_t at = node.operands.first + k;
        const Slot operand = program_.operands[at];
        const Lane& lane = lanes_[operand];
        taken_.push_back({operand, lane.values, lane.gravities, lane.goalposts, lane.reach,
                          number(program_.weights[at]), &lane, lane.zeros_are_exact});
        if ((lane.found & ~1u) != 0) apply_policy(node, operand, k);
    }
}

inline void BlockEvaluator::apply_policy(const NodeCode& node, Slot operand, std::size_t k) {
    const Lane& lane = lanes_[operand];
    Taken& taken = taken_[k];
    is_partial_ = true;
    bool is_copied = false;
    for (std::uint8_t g = 1; g < status_count; ++g) {
        if ((lane.found >> g & 1) == 0) continue;
        const Status status = status_of_gravity(g);
        if (const Bounded* number = substitute(node, operand, status)) {
            double* values = spare(k);
            std::uint8_t* gravities = spare_bytes(k);
            if (!is_copied) {
                if (taken.goalposts.are_any()) {
                    loops_.from_goalpost(lane.values, taken.goalposts.low, taken.goalposts.width, count_, values);
                    loops_.select(lane.gravities, values, 0, count_, values);
                    taken.goalposts = {};
                } else {
                    std::memcpy(values, lane.values, count_ * sizeof(double));
                }
                std::memcpy(gravities, lane.gravities, count_);
                taken.values = values;
                taken.gravities = gravities;
                taken.zeros_are_exact = false;
                is_copied = true;
            }
            loops_.put_where(lane.gravities, g, number->value, count_, values);
            loops_.recode(lane.gravities, g, 0, count_, gravities);
            taken.reach = joined(taken.reach, reach_of(*number));
        } else if (leaves(node, status)) {
            note(lane.gravities, g, left(), left_found_);
        } else {
            note(lane.gravities, g, stops(), stops_found_);
        }
    }
}

/// Notes the gravity of an operand where it is `g`, if nothing graver was noted.
inline void BlockEvaluator::note(const std::uint8_t* gravities, std::uint8_t g, std::uint8_t* into, unsigned& found) {
    if (found == 0) std::memset(into, 0, count_);
    found |= 1u << g;
    loops_.raise(gravities, g, g, count_, into);
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
