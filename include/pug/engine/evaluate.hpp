#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include "pug/engine/aggregate.hpp"
#include "pug/engine/condition.hpp"
#include "pug/engine/number.hpp"
#include "pug/engine/program.hpp"
#include "pug/engine/transform.hpp"

namespace pug {
inline namespace v0 {

/// What unanswered variables count as: what was answered, or the worst or best value of their range.
enum class Fill : std::uint8_t { as_answered, worst, best };

/// Runs a program over a block of units, column by column. One evaluator serves every question and every kind of
/// number; it owns the columns of all slots for the units of one block.
template <class N>
class Evaluator {
  public:
    Evaluator(const Program& program, std::size_t block) : program_(program), block_(block) {
        const std::size_t cells = program.slot_count() * block;
        values_.resize(cells);
        statuses_.resize(cells, Status::observed);
        coverages_.resize(cells, A::of_whole(1));
        counts_.resize(cells, 0);
        is_full_.resize(program.slot_count(), 1);
        undecided_.resize(block);
        computed_.resize(block);
        if constexpr (std::is_same_v<N, Bounded>) {
            numbers_ = program.doubles;
        } else {
            numbers_.reserve(program.numbers.size());
            for (const Rational& number : program.numbers) numbers_.push_back(A::from(number));
        }
        for (const auto& table : program.tables) {
            tables_.emplace_back();
            for (const Rational& value : table) tables_.back().push_back(A::from(value));
        }
        for (std::size_t c = 0; c < program.constants.size(); ++c) {
            std::fill_n(&values_[cell(program.constant_slot(c), 0)], block, numbers_[program.constants[c]]);
        }
    }

    std::size_t block() const { return block_; }
    const std::vector<N>& numbers() const { return numbers_; }

    /// Begins a block of `count` units: no variable answered yet.
    void begin(std::size_t count, Fill fill = Fill::as_answered) {
        count_ = count;
        fill_ = fill;
        std::fill_n(undecided_.begin(), count, std::uint8_t{0});
    }

    /// Sets a variable of a unit of the block. The value must be admissible where the status is observed.
    void set(Slot variable, std::size_t unit, double value, Status status) {
        if (fill_ != Fill::as_answered && is_unknown(status)) {
            const VariableCode& code = program_.variables[variable];
            const double end = fill_ == Fill::worst ? code.worst : code.best;
            // Without an end on that side the value stays unknown, whatever the reason why it was.
            value = end;
            status = std::isfinite(end) ? Status::observed : Status::missing;
        }
        const std::size_t at = cell(variable, unit);
        statuses_[at] = status;
        values_[at] = status == Status::observed ? A::of_data(value) : A::of_whole(0);
        counts_[at] = !is_excluded(status);
        coverages_[at] = A::of_whole(status == Status::observed ? 1 : 0);
    }

    /// Computes every node for the units of the block, once all variables are set.
    void run() {
        for (Slot v = 0; v < program_.variables.size(); ++v) note_full(v);
        for (std::size_t n = 0; n < program_.nodes.size(); ++n) run_node(n);
    }

    const N& value(Slot slot, std::size_t unit) const { return values_[cell(slot, unit)]; }
    Status status(Slot slot, std::size_t unit) const { return statuses_[cell(slot, unit)]; }
    /// Share of the weight that counts which was observed; none where nothing counts.
    std::optional<N> coverage(Slot slot, std::size_t unit) const {
        const std::size_t at = cell(slot, unit);
        return counts_[at] ? std::optional<N>(coverages_[at]) : std::nullopt;
    }
    /// Whether this kind of number could not tell something about the unit.
    bool is_undecided(std::size_t unit) const { return undecided_[unit] != 0; }

    /// All that the users of a slot see of it.
    struct Seen {
        N value;
        Status status;
        N coverage;
        bool counts;  ///< in the coverage of what uses it
    };
    Seen seen(Slot slot, std::size_t unit) const {
        const std::size_t at = cell(slot, unit);
        return {values_[at], statuses_[at], coverages_[at], counts_[at] != 0};
    }
    /// Lets the users of a slot see something that was seen before, whatever the slot would come to.
    void place(Slot slot, std::size_t unit, const Seen& seen) {
        const std::size_t at = cell(slot, unit);
        values_[at] = seen.value;
        statuses_[at] = seen.status;
        coverages_[at] = seen.coverage;
        counts_[at] = seen.counts;
    }
    /// Computes a single node for the units of the block, once all that it looks at was placed.
    void run_placed(std::size_t n) {
        const NodeCode& node = program_.nodes[n];
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const Slot operand = program_.operands[node.operands.first + k];
            note_full(operand);
            is_full_[operand] = is_full_[operand] != 0 && is_covered(operand);
        }
        run_node(n);
    }

    /// What an operand counts as for a node: its value, a substitute, nothing, or the node's own status.
    struct Taken {
        const N* value = nullptr;         ///< null: it leaves
        Status stops = Status::observed;  ///< not observed: the node takes this status
    };
    Taken take(const NodeCode& node, Slot operand, std::size_t unit) const {
        const Status status = this->status(operand, unit);
        if (status == Status::observed) return {&values_[cell(operand, unit)]};
        if (is_open_end(status)) return {nullptr, status};
        const ActionCode& action = node.policy[static_cast<std::size_t>(status)];
        switch (action.action) {
            case PolicyAction::substitute:
                return {&numbers_[action.number]};
            case PolicyAction::lowest:
                return end_or_stop(operand, Fill::worst, status);
            case PolicyAction::if_needed:
                if (trial_ != Fill::as_answered) return end_or_stop(operand, trial_, status);
                return {nullptr, status};
            case PolicyAction::propagate:
                return {nullptr, status};
            case PolicyAction::renormalise:
                break;
        }
        return {};
    }

    /// The units of the block seen one at a time, as conditions and verdicts want them.
    struct Unit {
        const Evaluator& of;
        std::size_t unit;
        const N& value(Slot slot) const { return of.value(slot, unit); }
        Status status(Slot slot) const { return of.status(slot, unit); }
    };

    TransformStep<N> step(const TransformCode& code) {
        arguments_.clear();
        for (std::uint32_t i = 0; i < code.numbers.count; ++i) {
            const NumberIndex index = program_.arguments[code.numbers.first + i];
            arguments_.push_back(index == none ? nullptr : &numbers_[index]);
        }
        const bool has_table = code.kind == TransformKind::rank || code.kind == TransformKind::percentile;
        return {code.kind, code.rounding, arguments_, has_table ? &tables_[code.table] : nullptr, code.zero_at_low};
    }

  private:
    using A = Arithmetic<N>;

    std::size_t cell(Slot slot, std::size_t unit) const { return slot * block_ + first_ + unit; }

    /// Looking for the ends of the interval, what is still unanswered has no end on this side.
    bool is_open_end(Status status) const {
        return fill_ != Fill::as_answered && is_unknown(status) && status != Status::not_computable;
    }

    /// The value of an operand when everything below it is at its worst, or best; null where that is unknown.
    const N* end_of(Slot operand, Fill end) const {
        const bool is_variable = program_.is_variable(operand);
        const auto& of_variable = end == Fill::worst ? program_.worst_of_variable : program_.best_of_variable;
        const auto& of_node = end == Fill::worst ? program_.worst_of_node : program_.best_of_node;
        const NumberIndex index = is_variable ? of_variable[operand] : of_node[program_.node_of(operand)];
        return index == none ? nullptr : &numbers_[index];
    }

    Taken end_or_stop(Slot operand, Fill end, Status status) const {
        const N* value = end_of(operand, end);
        return {value, value ? Status::observed : status};
    }

    /// A slot is full when every unit of the block is observed with all its weight: then nothing below needs a policy.
    void note_full(Slot slot) {
        const auto* status = &statuses_[cell(slot, 0)];
        is_full_[slot] = std::all_of(status, status + count_, [](Status s) { return s == Status::observed; });
    }

    void run_node(std::size_t n) {
        const NodeCode& node = program_.nodes[n];
        const Slot slot = program_.node_slot(n);
        N* out = &values_[cell(slot, 0)];
        Status* status = &statuses_[cell(slot, 0)];
        compute(node, out, status);
        for (std::size_t u = 0; u < count_ && node.has_if_needed; ++u) {
            if (status[u] != Status::observed) settle(node, u, out[u], status[u]);
        }
        run_coverage(node, slot);
        if (node.when != none) run_when(node, slot);
        for (std::size_t u = 0; u < count_; ++u) {
            if (status[u] != Status::observed) out[u] = A::of_whole(0);
        }
        note_full(slot);
        is_full_[slot] = is_full_[slot] != 0 && is_covered(slot);
    }

    /// Whether the slot has full coverage for every unit of the block.
    bool is_covered(Slot slot) const {
        const N* coverages = &coverages_[cell(slot, 0)];
        return std::all_of(coverages, coverages + count_,
                           [](const N& c) { return A::compare(c, A::of_whole(1)) == Order::equal; });
    }

    /// The value source of a node and its transforms, for every unit of the block.
    void compute(const NodeCode& node, N* out, Status* status) {
        if (node.aggregate == Aggregate::holds) {
            for (std::size_t u = 0; u < count_; ++u) hold(node, u, out[u], status[u]);
        } else {
            gather(node);
            if (node.aggregate == Aggregate::lookup) {
                look_up(program_.lookups[node.lookup], out);
            } else {
                aggregator_.run(node.aggregate, operands_, count_, out, computed_.data(), &undecided_[first_]);
            }
            for (std::size_t u = 0; u < count_; ++u) status[u] = outcome(node, u, out[u]);
        }
        run_transforms(node, out, status);
    }

    Status outcome(const NodeCode& node, std::size_t unit, const N& value) const {
        if (stops_[unit] != Status::observed) return stops_[unit];
        if (computed_[unit] == Computed::no_rule) return Status::not_computable;
        if (computed_[unit] == Computed::nothing)
            return left_[unit] == Status::observed ? Status::not_computable : left_[unit];
        const bool is_fine = present_counts_[unit] >= node.count_at_least && A::is_in_range(value);
        return is_fine ? Status::observed : Status::not_computable;
    }

    /// A unit that operands under `if_needed` have stopped is tried with them at every combination of their worst and
    /// best: where all come to the same, their values were not needed.
    void settle(const NodeCode& node, std::size_t unit, N& out, Status& status) {
        const std::uint32_t asked = asked_if_needed(node, unit);
        if (asked == 0) return;
        const std::size_t count = count_;
        first_ = unit;
        count_ = 1;
        is_trying_ = true;
        std::optional<N> value;
        bool is_settled = true;
        corner_ = 0;
        do {
            N at_corner = A::of_whole(0);
            Status status_there = Status::observed;
            compute(node, &at_corner, &status_there);
            is_settled = status_there == Status::observed && (!value || is_same(*value, at_corner));
            if (!value) value = at_corner;
            corner_ = (corner_ - asked) & asked;  // the next subset of the operands asked
        } while (is_settled && corner_ != 0);
        is_trying_ = false;
        trial_ = Fill::as_answered;
        first_ = 0;
        count_ = count;
        if (!is_settled) return;
        out = *value;
        status = Status::observed;
    }

    bool is_same(const N& a, const N& b) {
        const Order order = A::compare(a, b);
        if (order == Order::undecided) undecided_[first_] = 1;
        return order == Order::equal;
    }

    /// The operands of a unit that are under `if_needed`, as bits; none where they are too many to be tried.
    std::uint32_t asked_if_needed(const NodeCode& node, std::size_t unit) const {
        constexpr int most = 12;
        std::uint32_t asked = 0;
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const Status status = this->status(program_.operands[node.operands.first + k], unit);
            if (status == Status::observed ||
                node.policy[static_cast<std::size_t>(status)].action != PolicyAction::if_needed)
                continue;
            if (k >= 32) return 0;
            asked |= std::uint32_t{1} << k;
        }
        return std::popcount(asked) <= most ? asked : 0;
    }

    /// 1 where the condition of the node holds, 0 where not. Where it cannot be decided the policy speaks: "lowest"
    /// counts as not holding.
    void hold(const NodeCode& node, std::size_t unit, N& out, Status& status) {
        bool undecided = false;
        const Unit view{*this, unit};
        const Truth truth = ConditionJudge<N, Unit>(program_, numbers_, view, undecided)(node.holds);
        if (undecided) undecided_[first_ + unit] = 1;
        out = A::of_whole(truth.kind == Truth::yes ? 1 : 0);
        status = Status::observed;
        if (truth.kind != Truth::unknown) return;
        const PolicyAction action = node.policy[static_cast<std::size_t>(truth.status)].action;
        if (action == PolicyAction::lowest && !is_open_end(truth.status)) return;
        status = truth.status;
        if (action != PolicyAction::substitute || is_open_end(truth.status)) return;
        out = numbers_[node.policy[static_cast<std::size_t>(truth.status)].number];
        status = Status::observed;
    }

    /// The number that the table has for the levels present.
    void look_up(const LookupCode& lookup, N* out) {
        for (std::size_t u = 0; u < count_; ++u) {
            key_.clear();
            bool ignored = false;  // positions of levels are whole
            for (std::size_t k = 0; k < operands_.size(); ++k) {
                if (!operands_[k].is_present(u)) continue;
                key_.push_back(
                    lookup.counts_as[k][static_cast<std::size_t>(A::floor(operands_[k].values[u], ignored))]);
            }
            computed_[u] = Computed::nothing;
            if (key_.empty() || (!lookup.unordered && key_.size() < operands_.size())) continue;
            if (lookup.unordered) std::sort(key_.begin(), key_.end());
            const auto row = lookup.rows.find(key_);
            computed_[u] = row == lookup.rows.end() ? Computed::no_rule : Computed::value;
            if (row != lookup.rows.end()) out[u] = numbers_[row->second];
        }
    }

    /// The operands of a node as columns, after its policy.
    void gather(const NodeCode& node) {
        operands_.clear();
        stops_.assign(count_, Status::observed);
        left_.assign(count_, Status::observed);
        present_counts_.assign(count_, node.operands.count);
        taken_values_.resize(node.operands.count * block_);
        taken_present_.resize(node.operands.count * block_);
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const std::uint32_t at = node.operands.first + k;
            const Slot operand = program_.operands[at];
            OperandColumn<N> column{&values_[cell(operand, 0)], nullptr, numbers_[program_.weights[at]]};
            if (!is_full_[operand]) apply_policy(node, operand, k, column);
            operands_.push_back(column);
        }
    }

    void apply_policy(const NodeCode& node, Slot operand, std::size_t k, OperandColumn<N>& column) {
        N* values = &taken_values_[k * block_];
        std::uint8_t* present = &taken_present_[k * block_];
        for (std::size_t u = 0; u < count_; ++u) {
            trial_ = !is_trying_ ? Fill::as_answered : k < 32 && (corner_ >> k & 1) != 0 ? Fill::best : Fill::worst;
            const Taken taken = take(node, operand, u);
            present[u] = taken.value != nullptr;
            if (taken.value != nullptr) {
                values[u] = *taken.value;
                continue;
            }
            --present_counts_[u];
            if (taken.stops != Status::observed) {
                stops_[u] = graver(stops_[u], taken.stops);
            } else {
                left_[u] = graver(left_[u], status(operand, u));
            }
        }
        column.values = values;
        column.present = present;
    }

    void run_transforms(const NodeCode& node, N* out, Status* status) {
        for (std::uint32_t t = 0; t < node.transforms.count; ++t) {
            const TransformStep<N> step = this->step(program_.transforms[node.transforms.first + t]);
            for (std::size_t u = 0; u < count_; ++u) {
                if (status[u] != Status::observed) continue;
                bool computable = true;
                bool undecided = false;
                out[u] = transform(step, out[u], computable, undecided);
                if (!computable || !A::is_in_range(out[u])) status[u] = Status::not_computable;
                if (undecided) undecided_[first_ + u] = 1;
            }
        }
    }

    void run_coverage(const NodeCode& node, Slot slot) {
        const Slot* operands = program_.operands.data() + node.operands.first;
        const bool is_full =
            std::all_of(operands, operands + node.operands.count, [&](Slot operand) { return is_full_[operand] != 0; });
        for (std::size_t u = 0; u < count_; ++u) {
            if (is_full) {
                coverages_[cell(slot, u)] = A::of_whole(1);
                counts_[cell(slot, u)] = counts_any(node, u);
            } else {
                cover(node, slot, u);
            }
        }
    }

    bool counts_any(const NodeCode& node, std::size_t unit) const {
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const std::uint32_t at = node.operands.first + k;
            const bool has_weight = A::compare(numbers_[program_.weights[at]], A::of_whole(0)) == Order::greater;
            if (has_weight && counts_[cell(program_.operands[at], unit)]) return true;
        }
        return false;
    }

    /// The coverage of a node is the weighted mean of its operands'; below the rule's shares it has no value, or does
    /// not apply.
    void cover(const NodeCode& node, Slot slot, std::size_t unit) {
        N observed = A::of_whole(0);
        N valued = A::of_whole(0);  // what was observed of the operands that have a value
        N counted = A::of_whole(0);
        N applies = A::of_whole(0);
        N excluded = A::of_whole(0);
        bool is_whole = true;  // as every unit of a full block: nothing is asked that its neighbours are not asked
        bool is_any_out = false;
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const Slot operand = program_.operands[node.operands.first + k];
            const std::size_t at = cell(operand, unit);
            const N& weight = numbers_[program_.weights[node.operands.first + k]];
            const bool is_out = is_excluded(statuses_[at]);
            if (is_out) excluded = excluded + weight;
            is_any_out |= is_out;
            if (!counts_[at]) continue;
            if (!is_out) applies = applies + weight;
            observed = observed + weight * coverages_[at];
            const bool has_value = statuses_[at] == Status::observed || take(node, operand, unit).value != nullptr;
            if (has_value) valued = valued + weight * coverages_[at];
            is_whole &= has_value && A::compare(coverages_[at], A::of_whole(1)) == Order::equal;
            counted = counted + weight;
        }
        const bool counts = A::compare(counted, A::of_whole(0)) == Order::greater;
        const std::size_t at = cell(slot, unit);
        counts_[at] = counts;
        coverages_[at] = counts && !is_whole ? N(observed / counted) : A::of_whole(1);
        if (counts && !is_whole && node.coverage_at_least != none && statuses_[at] == Status::observed &&
            is_less(N(valued / counted), numbers_[node.coverage_at_least], unit)) {
            statuses_[at] = Status::not_computable;
        }
        if (is_any_out && node.applicable_at_least != none &&
            is_less(applies, N(numbers_[node.applicable_at_least] * (applies + excluded)), unit)) {
            statuses_[at] = Status::not_applicable;
            counts_[at] = 0;
            coverages_[at] = A::of_whole(1);
        }
    }

    bool is_less(const N& a, const N& b, std::size_t unit) {
        const Order order = A::compare(a, b);
        if (order == Order::undecided) undecided_[unit] = 1;
        return order == Order::less;
    }

    void run_when(const NodeCode& node, Slot slot) {
        for (std::size_t u = 0; u < count_; ++u) {
            bool undecided = false;
            const Unit unit{*this, u};
            const Truth truth = ConditionJudge<N, Unit>(program_, numbers_, unit, undecided)(node.when);
            if (undecided) undecided_[u] = 1;
            if (truth.kind == Truth::yes) continue;
            const bool is_open = truth.kind == Truth::unknown && !is_excluded(truth.status);
            const std::size_t at = cell(slot, u);
            statuses_[at] = is_open ? truth.status : Status::not_applicable;
            counts_[at] = is_open;
            coverages_[at] = A::of_whole(is_open ? 0 : 1);
        }
    }

    const Program& program_;
    std::size_t block_;
    std::size_t count_ = 0;
    Fill fill_ = Fill::as_answered;
    std::size_t first_ = 0;           ///< of the units of the block that are looked at
    bool is_trying_ = false;          ///< operands under `if_needed` stand at the ends that `corner_` says
    std::uint32_t corner_ = 0;        ///< by operand: 1 at its best, 0 at its worst
    Fill trial_ = Fill::as_answered;  ///< what the operand at hand counts as while it is tried
    std::vector<N> numbers_;
    std::vector<std::vector<N>> tables_;
    std::vector<N> values_;
    std::vector<Status> statuses_;
    std::vector<N> coverages_;
    std::vector<std::uint8_t> counts_;   ///< by cell: whether it counts in the coverage of what uses it
    std::vector<std::uint8_t> is_full_;  ///< by slot
    std::vector<std::uint8_t> undecided_;
    Aggregator<N> aggregator_;
    std::vector<OperandColumn<N>> operands_;
    std::vector<Computed> computed_;
    std::vector<Status> stops_;  ///< status that a propagating operand forces on the node
    std::vector<std::uint32_t> present_counts_;
    std::vector<int> key_;
    std::vector<Status> left_;  ///< gravest status among the operands that left
    std::vector<N> taken_values_;
    std::vector<std::uint8_t> taken_present_;
    std::vector<const N*> arguments_;
};

}  // namespace v0
}  // namespace pug
