#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "pug/engine/block/instruction_sets.hpp"
#include "pug/engine/block/lane.hpp"
#include "pug/engine/block/reach.hpp"
#include "pug/engine/block/stripe.hpp"
#include "pug/engine/evaluate.hpp"
#include "pug/engine/program.hpp"
#include "pug/engine/transform.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Whether the block evaluator knows every operation of a program. What it does not know is rare or does not lend
/// itself to columns; such programs are left to `Evaluator` as a whole.
inline bool suits_blocks(const Program& program) {
    constexpr std::size_t most_grades = 254;  // with "none", a byte tells them apart
    if (program.verdict.grades.size() > most_grades) return false;
    return std::all_of(program.nodes.begin(), program.nodes.end(), [](const NodeCode& node) {
        const bool is_known = node.aggregate != Aggregate::median && node.aggregate != Aggregate::product &&
                              node.aggregate != Aggregate::lookup;
        return is_known && !node.has_if_needed && node.applicable_at_least == none;
    });
}

/// Runs a program over a block of units, one operation at a time over whole columns of doubles. It gives the values,
/// statuses and coverages of `Evaluator<Bounded>`, bit by bit, except for the units that it marks: those need a closer
/// look, because a bound that holds for the whole column does not decide something about them.
class BlockEvaluator {
  public:
    /// The lanes of the slots in `read`, of the root and of what the verdict is on are those that the caller may look
    /// at; others may be left unfinished.
    BlockEvaluator(const Program& program, const LoopTable& loops, std::size_t block, std::span<const Slot> read)
        : program_(program),
          loops_(loops),
          stride_(in_stripes(block) + stripe),  // not a power of two: columns would fall on the same cache lines
          lanes_(program.slot_count()),
          doubles_(new double[(program.slot_count() * 2 + spare_columns(program)) * stride_]),
          codes_(new std::uint8_t[(program.slot_count() * 3 + program.conditions.size() + spare_bytes(program)) *
                                  stride_]),
          truths_(program.conditions.size()) {
        ones_ = column(0);
        zeros_ = column(1);
        std::fill_n(column(0), stride_, 1.0);
        std::fill_n(column(1), stride_, 0.0);
        marks_ = bytes(0);
        ones_of_codes_ = bytes(1);
        zeros_of_codes_ = bytes(2);
        std::fill_n(bytes(1), stride_, std::uint8_t{1});
        std::fill_n(bytes(2), stride_, std::uint8_t{0});
        for (std::size_t c = 0; c < program.constants.size(); ++c) set_constant(c);
        find_leaves(read);
    }

    std::size_t block() const { return stride_ - stripe; }

    /// Begins a block of `count` units.
    void begin(std::size_t count, Fill fill) {
        count_ = in_stripes(count);
        fill_ = fill;
        std::memset(marks_, 0, count_);
        std::fill(truths_.begin(), truths_.end(), nullptr);
        std::fill(is_summed_.begin(), is_summed_.end(), std::uint8_t{0});
    }

    // The columns of a variable that the caller may write before `set_full` or `set_partial`.
    double* variable_values(Slot variable) { return own_values(variable); }
    std::uint8_t* variable_gravities(Slot variable) { return own_gravities(variable); }

    /// A variable that every unit of the block has answered. The column is padded with copies of its last value.
    void set_full(Slot variable, const double* values, const Reach& reach) {
        lanes_[variable] = full_lane(values, reach);
        lanes_[variable].zeros_are_exact = true;
    }

    /// A variable with these values (any within its range where there is none) and gravities, of which `found` occur.
    void set_partial(Slot variable, const double* values, const std::uint8_t* gravities, unsigned found,
                     const Reach& reach) {
        Lane& lane = lanes_[variable];
        lane = {values, nullptr, gravities, nullptr, nullptr, found, false, true, true, {}, reach, 0};
        std::uint8_t* wholes = own_wholes(variable);
        std::memset(wholes, 0, count_);
        loops_.recode(gravities, 0, 1, count_, wholes);
        lane.wholes = wholes;
        lane.counts = ones_of_codes_;
        if ((found & excluded_bits) == 0) return;
        std::uint8_t* counts = own_counts(variable);
        std::memset(counts, 1, count_);
        for (std::uint8_t g = 1; g < first_unknown; ++g) loops_.recode(gravities, g, 0, count_, counts);
        lane.counts = counts;
    }

    /// A variable that a sum adds up: its value, or what is left of it between goalposts, times a weight.
    struct Summand {
        Slot variable = 0;
        Goalposts goalposts;
        double weight = 1;
    };
    /// The summands of a node, in their order, if it is a sum of variables that nobody else reads; else none.
    std::vector<Summand> summands(std::size_t node) const;
    /// Says that the sums of a node are in its column, for this block. Its variables are set as usual but for their
    /// values, which nobody looks at.
    double* sums(std::size_t node) { return own_values(program_.node_slot(node)); }
    void set_summed(std::size_t node) { is_summed_[node] = 1; }

    /// Computes every node, once all variables are set.
    void run() {
        for (std::size_t n = 0; n < program_.nodes.size(); ++n) run_node(n);
    }

    const Lane& lane(Slot slot) const { return lanes_[slot]; }
    /// The coverages of a slot, written out.
    const double* coverages(Slot slot) {
        Lane& lane = lanes_[slot];
        if (lane.coverages == nullptr) {
            loops_.ones_at_zeros(lane.gravities, count_, own_coverages(slot));
            lane.coverages = own_coverages(slot);
        }
        return lane.coverages;
    }
    const LoopTable& loops() const { return loops_; }
    std::size_t padded() const { return count_; }

    /// 1 for the units that need a closer look.
    const std::uint8_t* marks() const { return marks_; }
    std::uint8_t* marks() { return marks_; }

    /// By unit: 0 where the condition does not hold, 1 where it does, else 1 + the gravity of what leaves it open.
    const std::uint8_t* truths(std::uint32_t condition) {
        if (truths_[condition] == nullptr) truths_[condition] = decide(condition);
        return truths_[condition];
    }

  private:
    static constexpr unsigned excluded_bits = 2 + 4;
    static constexpr std::uint8_t not_computable = gravity(Status::not_computable);

    // --- where columns lie -------------------------------------------------------------------------------------------

    static std::size_t spare_columns(const Program& program) {
        std::size_t widest = 1;
        for (const NodeCode& node : program.nodes) widest = std::max<std::size_t>(widest, node.operands.count);
        return first_spare + widest;
    }
    static std::size_t spare_bytes(const Program& program) {
        return first_bytes + spare_columns(program) - first_spare;
    }
    static constexpr std::size_t first_spare = 6;
    static constexpr std::size_t first_bytes = 7;

    double* column(std::size_t index) { return &doubles_[(program_.slot_count() * 2 + index) * stride_]; }
    /// Scratch for the operands of the node at hand.
    double* spare(std::size_t index) { return column(first_spare + index); }
    std::uint8_t* bytes(std::size_t index) {
        return &codes_[(program_.slot_count() * 3 + program_.conditions.size() + index) * stride_];
    }
    std::uint8_t* spare_bytes(std::size_t index) { return bytes(first_bytes + index); }
    double* own_values(Slot slot) { return &doubles_[std::size_t{slot} * 2 * stride_]; }
    double* own_coverages(Slot slot) { return &doubles_[(std::size_t{slot} * 2 + 1) * stride_]; }
    std::uint8_t* own_gravities(Slot slot) { return &codes_[std::size_t{slot} * 3 * stride_]; }
    std::uint8_t* own_counts(Slot slot) { return &codes_[(std::size_t{slot} * 3 + 1) * stride_]; }
    std::uint8_t* own_wholes(Slot slot) { return &codes_[(std::size_t{slot} * 3 + 2) * stride_]; }
    std::uint8_t* own_truths(std::uint32_t condition) {
        return &codes_[(program_.slot_count() * 3 + condition) * stride_];
    }

    Lane full_lane(const double* values, const Reach& reach) const {
        return {values, ones_, zeros_of_codes_, ones_of_codes_, ones_of_codes_, 1, true, false, false, {}, reach, 0};
    }

    void set_constant(std::size_t c) {
        const Bounded number = program_.doubles[program_.constants[c]];
        const Slot slot = program_.constant_slot(c);
        std::fill_n(own_values(slot), stride_, number.value);
        lanes_[slot] = full_lane(own_values(slot), reach_of(number));
        lanes_[slot].coverages = zeros_;  // a constant is no observation
        lanes_[slot].counts = zeros_of_codes_;
    }

    Bounded number(NumberIndex index) const { return program_.doubles[index]; }

    void mark_all() { std::memset(marks_, 1, count_); }

    // --- leaves of sums, in leaves.hpp ---

    /// A node that puts its operand between goalposts for one sum, and for nobody else: the sum does it on the way.
    struct Leaf {
        bool is_one = false;
        Goalposts goalposts;
        Bounded low, width;
        Reach of, reach;  ///< of its operand when it was last run, and its own then
    };
    static constexpr std::uint32_t several = none - 1;
    void find_leaves(std::span<const Slot> read);
    static bool is_sum(const NodeCode& node);
    Leaf leaf_of(const NodeCode& node) const;
    bool run_leaf(std::size_t n);

    // --- one node ----------------------------------------------------------------------------------------------------

    /// An operand after the policy of the node has spoken.
    struct Taken {
        Slot slot;
        const double* values;
        const std::uint8_t* gravities;  ///< 0 where it is present
        Goalposts goalposts;            ///< still to be applied
        Reach reach;
        Bounded weight;
        const Lane* lane;
        bool zeros_are_exact;

        bool is_substituted() const { return gravities != lane->gravities; }
    };

    /// A node in the making.
    struct Draft {
        const double* values = nullptr;  ///< its own column, or still that of its operand
        double* own = nullptr;
        const std::uint8_t* gravities = nullptr;  ///< null while there is a value everywhere
        bool has_own_gravities = false;           ///< they are the node's and not those of its operand
        bool zeros_are_exact = false;
        Reach reach;
    };

    void run_node(std::size_t n) {
        if (leaves_[n].is_one && run_leaf(n)) return;
        const NodeCode& node = program_.nodes[n];
        const Slot slot = program_.node_slot(n);
        Draft draft;
        draft.own = own_values(slot);
        const bool is_passed_on = passes_on(node, draft);
        if (!is_passed_on) {
            if (node.aggregate == Aggregate::holds) {
                hold(node, slot, draft);
            } else {
                take_operands(node);
                has_sums_ = is_summed_[n] != 0;
                aggregate(node, slot, draft);
            }
        }
        for (std::uint32_t t = 0; t < node.transforms.count; ++t)
            run_transform(program_.transforms[node.transforms.first + t], slot, draft);
        if (!draft.reach.is_finite()) mark_all();  // some value may be beyond all numbers
        Lane& lane = lanes_[slot];
        if (is_passed_on) {
            const Lane& operand = lanes_[program_.operands[node.operands.first]];
            lane = operand;
            if (!operand.is_full) lane.coverage_error = passed_on_error(operand.coverage_error);
        } else {
            cover(node, slot, draft);
        }
        lane.reach = draft.reach;
        if (node.when != none) apply_when(node, slot, draft);
        finish(slot, draft, is_passed_on);
    }

    /// A node that comes from one operand and takes it as it is, whatever its status, needs no column of its own but
    /// for what its transforms make of the values.
    bool passes_on(const NodeCode& node, Draft& draft) const {
        if (node.aggregate != Aggregate::from || node.coverage_at_least != none || node.count_at_least > 0)
            return false;
        const Lane& operand = lanes_[program_.operands[node.operands.first]];
        if (operand.counts == zeros_of_codes_) return false;
        if (!operand.is_full && substitutes(node, program_.operands[node.operands.first], operand)) return false;
        if ((operand.found & ~1u) != 0) draft.gravities = operand.gravities;
        draft.values = operand.values;
        draft.zeros_are_exact = operand.zeros_are_exact;
        draft.reach = operand.reach;
        return true;
    }

    /// What is passed on is the weighted mean of one, as `Evaluator` computes it.
    static double passed_on_error(double error) {
        const Reach weight{1, 1, 0};
        const Reach observed = Reach{} + weight * Reach{0, 1, error};
        return divided_reach(observed, Reach{} + weight, 1).error;
    }

    // --- operands, in operands.hpp ---

    const Bounded* substitute(const NodeCode& node, Slot operand, Status status) const;
    bool is_open_end(Status status) const;
    bool leaves(const NodeCode& node, Status status) const;
    bool substitutes(const NodeCode& node, Slot operand, const Lane& lane) const;
    void take_operands(const NodeCode& node);
    void apply_policy(const NodeCode& node, Slot operand, std::size_t k);
    std::uint8_t* stops() { return bytes(3); }
    std::uint8_t* left() { return bytes(4); }
    void note(const std::uint8_t* gravities, std::uint8_t g, std::uint8_t* into, unsigned& found);

    // --- value sources, in aggregates.hpp ---

    void aggregate(const NodeCode& node, Slot slot, Draft& draft);
    const double* both_present(const Taken& a, const Taken& b);
    std::uint8_t* left_out() { return bytes(5); }
    void ratio(Slot slot, Draft& draft);
    double least_size(const double* values, const std::uint8_t* gravities, const Reach& reach, bool zeros_are_exact);
    double least_of(const double* values, const std::uint8_t* gravities) const;
    void note_zeros(Slot slot, const double* values, const double* has);
    std::uint8_t* no_rule_of(Slot slot);
    void begin_no_rule(Slot slot);
    void sum_operands(bool weighted, double* out);
    Reach sum_reach(bool weighted) const;
    void sum(Draft& draft);
    const double* count_present(double* into);
    void extreme(double sign, Draft& draft);
    void arithmetic(Draft& draft);
    Reach between_operands(const Reach& mean) const;
    Reach divide_by_weights(const Reach& sums, double* out);
    void mean_of_positives(Aggregate kind, Slot slot, Draft& draft);
    const std::uint8_t* without(const double* has);
    double least_positive(Slot slot, const Taken& taken, bool& all_proper);
    void note_zero(std::size_t unit);
    std::uint8_t* zeros_found() { return bytes(6); }

    // --- statuses, in aggregates.hpp ---

    std::uint8_t* begin_gravities(Slot slot, Draft& draft);
    void settle_statuses(const NodeCode& node, Slot slot, Draft& draft);
    void demand_count(const NodeCode& node, std::uint8_t* gravities);

    // --- transforms, in transforms.hpp ---

    void run_transform(const TransformCode& code, Slot slot, Draft& draft);
    void points(const TransformCode& code, Draft& draft);
    void clip(NumberIndex low, NumberIndex high, Draft& draft);
    bool between(Bounded low, Bounded high, Draft& draft);
    static Reach between(const Reach& x, Bounded low, Bounded width) {
        const Reach over = x - reach_of(low);
        const double least = std::abs(width.value);
        const Reach size = divided_reach(over, {least, least, width.error}, least);
        const double corners[2] = {over.low / width.value, over.high / width.value};
        return {std::min(corners[0], corners[1]), std::max(corners[0], corners[1]), size.error};
    }
    void one_by_one(const TransformCode& code, Slot slot, Draft& draft);
    void fill_table(std::uint32_t table);

    // --- coverage, in coverage.hpp ---

    void cover(const NodeCode& node, Slot slot, Draft& draft);
    void cover_partly(const NodeCode& node, Slot slot, Draft& draft);
    void sum_coverages(const NodeCode& node, double* out);
    double least_counted(const double* counted) const;
    void sum_counted(double* counted);
    void require_whole(const Taken& taken, std::uint8_t* wholes);
    void demand_coverage(const NodeCode& node, Slot slot, Draft& draft, const double* counted,
                         const std::uint8_t* wholes, double error);

    // --- conditions, in conditions.hpp ---

    const std::uint8_t* decide(std::uint32_t index);
    void combine(const ConditionCode& code, std::uint8_t* out);
    void compare(const ConditionCode& code, std::uint8_t* out);
    void hold_where(Comparison comparison, const double* x, double cut, bool equal_at, bool above_at,
                    std::uint8_t* out);
    void hold(const NodeCode& node, Slot slot, Draft& draft);
    void apply_when(const NodeCode& node, Slot slot, Draft& draft);

    // --- finishing ---------------------------------------------------------------------------------------------------

    void finish(Slot slot, const Draft& draft, bool is_passed_on) {
        Lane& lane = lanes_[slot];
        lane.values = draft.values;
        lane.zeros_are_exact = draft.zeros_are_exact;
        if (draft.gravities == nullptr) {
            lane.needs_values = true;
            return;
        }
        if (is_passed_on && !lane.needs_values) require_values(slot, lane);
        if (draft.has_own_gravities) {
            coverages(slot);  // are those of the gravities before
            lane.found = loops_.codes_in(draft.gravities, count_);
            lane.gravities = lane.found == 1 ? zeros_of_codes_ : draft.gravities;
            lane.needs_values = lane.found == 1;
        }
        if (lane.found == 1) return;
        lane.is_full = false;
        if (draft.values != draft.own && !draft.has_own_gravities) return;  // still the operand's column
        loops_.select(lane.gravities, draft.values, 0, count_, draft.own);
        lane.values = draft.own;
    }

    /// What a node passes on is whole only where there is a value.
    void require_values(Slot slot, Lane& lane) {
        std::uint8_t* wholes = own_wholes(slot);
        for (std::size_t u = 0; u < count_; ++u)
            wholes[u] = lane.counts[u] == 0 || lane.gravities[u] == 0 ? lane.wholes[u] : std::uint8_t{0};
        lane.wholes = wholes;
        lane.needs_values = true;
    }

    const Program& program_;
    const LoopTable& loops_;
    std::size_t stride_;
    std::size_t count_ = 0;  ///< units of the block, in whole stripes
    Fill fill_ = Fill::as_answered;
    std::vector<Lane> lanes_;
    std::vector<std::uint32_t> readers_;   ///< by slot: the node that alone reads it; `none`, `several`
    std::vector<std::uint8_t> is_summed_;  ///< by node
    std::vector<Leaf> leaves_;             ///< by node
    std::unique_ptr<double[]> doubles_;
    std::unique_ptr<std::uint8_t[]> codes_;
    const double* ones_ = nullptr;
    const double* zeros_ = nullptr;
    const std::uint8_t* ones_of_codes_ = nullptr;
    const std::uint8_t* zeros_of_codes_ = nullptr;
    std::uint8_t* marks_ = nullptr;
    std::vector<const std::uint8_t*> truths_;  ///< by condition; null: not decided yet
    // Of the node at hand:
    std::vector<Taken> taken_;
    bool has_sums_ = false;                      ///< its column holds the sums of its operands
    bool is_partial_ = false;                    ///< some operand has no value somewhere
    unsigned stops_found_ = 0, left_found_ = 0;  ///< gravities of operands that stop it or have left, as bits
    bool has_zeros_ = false, no_rule_ = false;
    const double* has_ = nullptr;  ///< not 0 where some operand was present
    double least_weight_ = 0;      ///< the least sum of weights of what is present; infinite where nothing is
    std::vector<Term> terms_;
    std::vector<const double*> columns_;
    std::vector<const std::uint8_t*> codes_of_;
    std::vector<double> weights_;
    std::vector<double> table_;
    std::vector<const Bounded*> arguments_;
    std::vector<Bounded> cohort_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug

// What the evaluator does to a node, by topic.
#include "pug/engine/block/aggregates.hpp"
#include "pug/engine/block/conditions.hpp"
#include "pug/engine/block/coverage.hpp"
#include "pug/engine/block/leaves.hpp"
#include "pug/engine/block/operands.hpp"
#include "pug/engine/block/transforms.hpp"
