#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "pug/analysis/adjustable.hpp"
#include "pug/analysis/goal.hpp"
#include "pug/engine/program.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Who looks at what: which slots changes have a bearing on, which of them what is wanted needs, and how many are still
/// to come that look at each.
class Uses {
  public:
    explicit Uses(const Program& program) : program_(program) {}

    /// Notes everything anew for changes and a way; `wants_root` if the value of the root is wanted, too.
    void note(const Adjustments& adjustments, const Way& way, bool wants_root) {
        depends_.assign(program_.slot_count(), 0);
        is_needed_.assign(program_.slot_count(), 0);
        counts_.assign(program_.slot_count(), 0);
        for (const Adjustable& adjustable : adjustments.variables) depends_[adjustable.variable] = 1;
        const auto wanted = wanted_by(way, wants_root);
        for (const auto& slots : wanted) need(slots);
        for (std::size_t n = program_.nodes.size(); n-- > 0;) {
            if (needs(program_.node_slot(n))) need(looked_at_by(n));
        }
        for (std::size_t n = 0; n < program_.nodes.size(); ++n) note_node(n);
        for (const auto& slots : wanted) add(slots, 1);
    }

    /// Whether changes have a bearing on a slot that what is wanted needs.
    bool depends(Slot slot) const { return depends_[slot] != 0; }
    /// Whether what is wanted depends on a slot.
    bool needs(Slot slot) const { return is_needed_[slot] != 0; }
    /// How many are still to come that look at a slot.
    int count(Slot slot) const { return counts_[slot]; }
    void add(const std::vector<Slot>& slots, int by) {
        for (const Slot slot : slots) counts_[slot] += by;
    }

    /// The slots that a condition is about, each once.
    std::vector<Slot> subjects(std::uint32_t condition) const {
        std::vector<Slot> slots;
        add_subjects(condition, slots);
        return each_once(std::move(slots));
    }
    /// The slots that a node looks at: operands and the subjects of its conditions, each once.
    std::vector<Slot> looked_at_by(std::size_t n) const {
        const NodeCode& node = program_.nodes[n];
        std::vector<Slot> slots(program_.operands.begin() + node.operands.first,
                                program_.operands.begin() + node.operands.first + node.operands.count);
        if (node.when != none) add_subjects(node.when, slots);
        if (node.holds != none) add_subjects(node.holds, slots);
        return each_once(std::move(slots));
    }

    static std::vector<Slot> each_once(std::vector<Slot> slots) {
        std::sort(slots.begin(), slots.end());
        slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
        return slots;
    }

  private:
    /// For each thing that is wanted the slots that it looks at.
    std::vector<std::vector<Slot>> wanted_by(const Way& way, bool wants_root) const {
        std::vector<std::vector<Slot>> wanted;
        for (const WantedCondition& each : way.conditions) wanted.push_back(subjects(each.condition));
        if (way.band) wanted.push_back({program_.verdict.on});
        if (way.is_graded) wanted.push_back({program_.verdict.on});
        if (way.value) wanted.push_back({way.value->slot});
        if (wants_root) wanted.push_back({program_.root});
        return wanted;
    }

    void need(const std::vector<Slot>& slots) {
        for (const Slot slot : slots) is_needed_[slot] = 1;
    }

    void note_node(std::size_t n) {
        const Slot slot = program_.node_slot(n);
        const auto parts = looked_at_by(n);
        depends_[slot] =
            needs(slot) && std::any_of(parts.begin(), parts.end(), [&](Slot part) { return depends(part); });
        if (depends(slot)) add(parts, 1);
    }

    void add_subjects(std::uint32_t condition, std::vector<Slot>& slots) const {
        const ConditionCode& code = program_.conditions[condition];
        if (code.kind == ConditionKind::compare) slots.push_back(code.subject);
        for (std::uint32_t i = 0; i < code.parts.count; ++i)
            add_subjects(program_.condition_parts[code.parts.first + i], slots);
    }

    const Program& program_;
    std::vector<std::uint8_t> depends_, is_needed_;  ///< by slot
    std::vector<int> counts_;                        ///< by slot
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
