#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
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
    BlockEvaluator(const Program& program, const LoopTable& loops, std::size_t block)
        : program_(program),
          loops_(loops),
          stride_(in_stripes(block) + stripe),  // not a power of two: columns would fall on the same cache lines
          lanes_(program.slot_count()),
          doubles_(new double[(program.slot_count() * 3 + spare_columns(program)) * stride_]),
          codes_(new std::uint8_t[(program.slot_count() * 3 + program.conditions.size() + 6) * stride_]),
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
    }

    std::size_t block() const { return stride_ - stripe; }

    /// Begins a block of `count` units.
    void begin(std::size_t count, Fill fill) {
        count_ = in_stripes(count);
        fill_ = fill;
        std::memset(marks_, 0, count_);
        std::fill(truths_.begin(), truths_.end(), nullptr);
    }

    // The columns of a variable that the caller may write before `set_full` or `set_partial`.
    double* variable_values(Slot variable) { return own_values(variable); }
    std::uint8_t* variable_gravities(Slot variable) { return own_gravities(variable); }

    /// A variable that every unit of the block has answered. The column is padded with copies of its last value.
    void set_full(Slot variable, const double* values, const Reach& reach) {
        lanes_[variable] = full_lane(values, reach);
        lanes_[variable].zeros_are_exact = true;
    }

    /// A variable with these values (0 where there is none) and gravities, of which `found` occur.
    void set_partial(Slot variable, const double* values, const std::uint8_t* gravities, unsigned found,
                     const Reach& reach) {
        Lane& lane = lanes_[variable];
        lane = {values, nullptr, nullptr, gravities, nullptr, nullptr, found, false, true, true, reach, 0};
        lane.coverages = lane.present = present_of(variable, gravities);
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

    /// Computes every node, once all variables are set.
    void run() {
        for (std::size_t n = 0; n < program_.nodes.size(); ++n) run_node(n);
    }

    const Lane& lane(Slot slot) const { return lanes_[slot]; }
    const LoopTable& loops() const { return loops_; }
    std::size_t padded() const { return count_; }
    const double* ones() const { return ones_; }

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
        return first_spare + 2 * widest;
    }
    static constexpr std::size_t first_spare = 6;

    double* column(std::size_t index) { return &doubles_[(program_.slot_count() * 3 + index) * stride_]; }
    /// Scratch for the operands of the node at hand.
    double* spare(std::size_t index) { return column(first_spare + index); }
    std::uint8_t* bytes(std::size_t index) {
        return &codes_[(program_.slot_count() * 3 + program_.conditions.size() + index) * stride_];
    }
    double* own_values(Slot slot) { return &doubles_[std::size_t{slot} * 3 * stride_]; }
    double* own_present(Slot slot) { return &doubles_[(std::size_t{slot} * 3 + 1) * stride_]; }
    double* own_coverages(Slot slot) { return &doubles_[(std::size_t{slot} * 3 + 2) * stride_]; }
    std::uint8_t* own_gravities(Slot slot) { return &codes_[std::size_t{slot} * 3 * stride_]; }
    std::uint8_t* own_counts(Slot slot) { return &codes_[(std::size_t{slot} * 3 + 1) * stride_]; }
    std::uint8_t* own_wholes(Slot slot) { return &codes_[(std::size_t{slot} * 3 + 2) * stride_]; }
    std::uint8_t* own_truths(std::uint32_t condition) {
        return &codes_[(program_.slot_count() * 3 + condition) * stride_];
    }

    Lane full_lane(const double* values, const Reach& reach) const {
        return {values, ones_, ones_, zeros_of_codes_, ones_of_codes_, ones_of_codes_, 1, true, false, false, reach, 0};
    }

    void set_constant(std::size_t c) {
        const Bounded number = program_.doubles[program_.constants[c]];
        const Slot slot = program_.constant_slot(c);
        std::fill_n(own_values(slot), stride_, number.value);
        lanes_[slot] = full_lane(own_values(slot), reach_of(number));
        lanes_[slot].coverages = zeros_;  // a constant is no observation
        lanes_[slot].counts = zeros_of_codes_;
    }

    const double* present_of(Slot slot, const std::uint8_t* gravities) {
        loops_.ones_at_zeros(gravities, count_, own_present(slot));
        return own_present(slot);
    }

    Bounded number(NumberIndex index) const { return program_.doubles[index]; }

    void mark_all() { std::memset(marks_, 1, count_); }

    // --- one node ----------------------------------------------------------------------------------------------------

    /// An operand after the policy of the node has spoken.
    struct Taken {
        const double* values;
        const double* present;
        Reach reach;
        Bounded weight;
        const Lane* lane;
        bool zeros_are_exact;
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

    /// The number that counts for an operand with a status; null where it leaves or stops.
    const Bounded* substitute(const NodeCode& node, Slot operand, Status status) const {
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

    bool is_open_end(Status status) const {
        return fill_ != Fill::as_answered && is_unknown(status) && status != Status::not_computable;
    }

    /// Whether an operand without a value leaves the node and is not what stops it.
    bool leaves(const NodeCode& node, Status status) const {
        return !is_open_end(status) &&
               node.policy[static_cast<std::size_t>(status)].action == PolicyAction::renormalise;
    }

    bool substitutes(const NodeCode& node, Slot operand, const Lane& lane) const {
        for (std::uint8_t g = 1; g < status_count; ++g) {
            if ((lane.found >> g & 1) != 0 && substitute(node, operand, status_of_gravity(g)) != nullptr) return true;
        }
        return false;
    }

    void take_operands(const NodeCode& node) {
        taken_.clear();
        is_partial_ = false;
        stops_found_ = left_found_ = 0;
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const std::uint32_t at = node.operands.first + k;
            const Slot operand = program_.operands[at];
            const Lane& lane = lanes_[operand];
            taken_.push_back(
                {lane.values, lane.present, lane.reach, number(program_.weights[at]), &lane, lane.zeros_are_exact});
            if ((lane.found & ~1u) != 0) apply_policy(node, operand, k);
        }
    }

    void apply_policy(const NodeCode& node, Slot operand, std::size_t k) {
        const Lane& lane = lanes_[operand];
        Taken& taken = taken_[k];
        is_partial_ = true;
        bool is_copied = false;
        for (std::uint8_t g = 1; g < status_count; ++g) {
            if ((lane.found >> g & 1) == 0) continue;
            const Status status = status_of_gravity(g);
            if (const Bounded* number = substitute(node, operand, status)) {
                double* values = spare(2 * k);
                double* present = spare(2 * k + 1);
                if (!is_copied) {
                    std::memcpy(values, lane.values, count_ * sizeof(double));
                    std::memcpy(present, lane.present, count_ * sizeof(double));
                    taken.values = values;
                    taken.present = present;
                    taken.zeros_are_exact = false;
                    is_copied = true;
                }
                loops_.put_where(lane.gravities, g, number->value, count_, values);
                loops_.put_where(lane.gravities, g, 1, count_, present);
                taken.reach = joined(taken.reach, reach_of(*number));
            } else if (leaves(node, status)) {
                note(lane.gravities, g, left(), left_found_);
            } else {
                note(lane.gravities, g, stops(), stops_found_);
            }
        }
    }

    std::uint8_t* stops() { return bytes(3); }
    std::uint8_t* left() { return bytes(4); }

    /// Notes the gravity of an operand where it is `g`, if nothing graver was noted.
    void note(const std::uint8_t* gravities, std::uint8_t g, std::uint8_t* into, unsigned& found) {
        if (found == 0) std::memset(into, 0, count_);
        found |= 1u << g;
        loops_.raise(gravities, g, g, count_, into);
    }

    // --- value sources -----------------------------------------------------------------------------------------------

    void aggregate(const NodeCode& node, Slot slot, Draft& draft) {
        draft.values = draft.own;
        has_ = ones_;
        no_rule_ = false;
        switch (node.aggregate) {
            case Aggregate::from:
                std::memcpy(draft.own, taken_[0].values, count_ * sizeof(double));
                draft.reach = taken_[0].reach;
                has_ = taken_[0].present;
                break;
            case Aggregate::difference:
                loops_.difference(taken_[0].values, taken_[1].values, count_, draft.own);
                draft.reach = taken_[0].reach - taken_[1].reach;
                has_ = both_present();
                break;
            case Aggregate::ratio:
                ratio(slot, draft);
                break;
            case Aggregate::sum:
                sum(draft);
                break;
            case Aggregate::min:
            case Aggregate::max:
                extreme(node.aggregate == Aggregate::min ? 1 : -1, draft);
                break;
            case Aggregate::arithmetic:
                arithmetic(draft);
                break;
            case Aggregate::geometric:
            case Aggregate::harmonic:
                mean_of_positives(node.aggregate, slot, draft);
                break;
            case Aggregate::median:
            case Aggregate::product:
            case Aggregate::lookup:
            case Aggregate::holds:
                break;  // see suits_blocks
        }
        settle_statuses(node, slot, draft);
    }

    const double* both_present() {
        if (!is_partial_) return ones_;
        weigh(taken_[0].present, taken_[1].present, 0.5, column(2));
        double* has = column(2);
        loops_.add_number(has, -0.5, count_, has);
        return has;  // 0.5 where both are, else 0 or −0.5
    }

    void weigh(const double* a, const double* b, double weight, double* out) {
        const std::array<const double*, 2> columns = {a, b};
        const std::array<double, 2> weights = {weight, weight};
        loops_.weighted_sum(columns.data(), weights.data(), 2, count_, out);
    }

    void ratio(Slot slot, Draft& draft) {
        const Taken& over = taken_[0];
        const Taken& under = taken_[1];
        has_ = both_present();
        loops_.quotient(over.values, under.values, count_, draft.own);
        draft.reach = divided_reach(over.reach, under.reach,
                                    least_size(under.values, under.present, under.reach, under.zeros_are_exact));
        note_zeros(slot, under.values, has_);
    }

    /// The smallest size of the values that are present and certainly not 0. Where that is not certain the unit is
    /// marked; a 0 may be known to be one.
    double least_size(const double* values, const double* present, const Reach& reach, bool zeros_are_exact) {
        const double doubt = reach.error * (1 + 8 * ulp);
        if (reach.low > doubt) return std::max(reach.low, least_of(values, present));
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t u = 0; u < count_; ++u) {
            if (present[u] == 0) continue;
            const double size = std::abs(values[u]);
            if (size > doubt) {
                least = std::min(least, size);
            } else if (doubt > 0 && !(size == 0 && zeros_are_exact)) {
                marks_[u] = 1;
            }
        }
        return std::isinf(least) ? 1 : least;
    }

    double least_of(const double* values, const double* present) {
        double least = std::numeric_limits<double>::infinity();
        double greatest = -least;
        loops_.extremes(values, present, count_, &least, &greatest);
        return std::isinf(least) ? 1 : least;
    }

    /// Notes that there is no rule where a value is exactly 0 and `has` says that it is needed.
    void note_zeros(Slot slot, const double* values, const double* has) {
        for (std::size_t u = 0; u < count_; ++u) {
            if (values[u] != 0 || !(has[u] > 0)) continue;
            begin_no_rule(slot);
            no_rule_of(slot)[u] = 1;
        }
    }

    // A node's own column of wholes is not written before its coverage: until then it says where there is no rule.
    std::uint8_t* no_rule_of(Slot slot) { return own_wholes(slot); }
    void begin_no_rule(Slot slot) {
        if (!no_rule_) std::memset(no_rule_of(slot), 0, count_);
        no_rule_ = true;
    }

    void list_columns(bool of_presence) {
        columns_.clear();
        weights_.clear();
        for (const Taken& taken : taken_) {
            columns_.push_back(of_presence ? taken.present : taken.values);
            weights_.push_back(taken.weight.value);
        }
    }

    /// Σ weight·x over all operands, or over any of them.
    Reach sum_reach(bool weighted) const {
        Reach total;
        for (const Taken& taken : taken_) {
            Reach x = taken.reach;
            if (is_partial_) x = {std::min(x.low, 0.0), std::max(x.high, 0.0), x.error};
            total = total + (weighted ? reach_of(taken.weight) * x : x);
        }
        return total;
    }

    void sum(Draft& draft) {
        list_columns(false);
        std::fill(weights_.begin(), weights_.end(), 1.0);
        loops_.weighted_sum(columns_.data(), weights_.data(), columns_.size(), count_, draft.own);
        draft.reach = sum_reach(false);
        if (is_partial_) has_ = count_present(column(2));
    }

    const double* count_present(double* into) {
        list_columns(true);
        std::fill(weights_.begin(), weights_.end(), 1.0);
        loops_.weighted_sum(columns_.data(), weights_.data(), columns_.size(), count_, into);
        return into;
    }

    void extreme(double sign, Draft& draft) {
        double* has = column(2);
        std::memset(has, 0, count_ * sizeof(double));
        std::memset(draft.own, 0, count_ * sizeof(double));
        draft.reach = taken_[0].reach;
        for (const Taken& taken : taken_) {
            loops_.keep_better(taken.values, taken.present, sign, count_, draft.own, has);
            draft.reach = joined(draft.reach, taken.reach);
        }
        if (is_partial_) has_ = has;
    }

    void arithmetic(Draft& draft) {
        list_columns(false);
        loops_.weighted_sum(columns_.data(), weights_.data(), columns_.size(), count_, draft.own);
        draft.reach = divide_by_weights(sum_reach(true), draft.own);
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        double error = 0;
        for (const Taken& taken : taken_) {
            low = std::min(low, taken.reach.low);
            high = std::max(high, taken.reach.high);
            error = std::max(error, taken.reach.error);
        }
        // The exact mean lies between its operands, the computed one no farther away than its error.
        const double slack = draft.reach.error + error;
        draft.reach.low = std::max(draft.reach.low, low - slack);
        draft.reach.high = std::min(draft.reach.high, high + slack);
    }

    /// Divides the sums by the weights of the operands present.
    Reach divide_by_weights(const Reach& sums, double* out) {
        Reach total;
        double value = 0;
        for (const Taken& taken : taken_) {
            total = total + reach_of(taken.weight);
            value += taken.weight.value;
        }
        if (!is_partial_) {
            loops_.from_goalpost(out, 0, value, count_, out);
            return value > 0 ? divided_reach(sums, {value, value, total.error}, value) : unbounded;
        }
        list_columns(true);
        double* weights = column(2);
        loops_.weighted_sum(columns_.data(), weights_.data(), columns_.size(), count_, weights);
        has_ = weights;
        const double least = least_of(weights, weights);
        loops_.quotient(out, weights, count_, out);
        return divided_reach(sums, {least, value, total.error}, least);
    }

    void mean_of_positives(Aggregate kind, Slot slot, Draft& draft) {
        const bool is_geometric = kind == Aggregate::geometric;
        has_zeros_ = false;
        for (std::size_t k = 0; k < taken_.size(); ++k) {
            Taken& taken = taken_[k];
            if (!(taken.weight.value > 0)) {
                taken.values = zeros_;
                taken.reach = {};
                continue;
            }
            bool all_proper = true;
            const double least = least_positive(slot, taken, all_proper);
            double* values = spare(2 * k);
            if (is_geometric) {
                loops_.logarithms(taken.values, count_, values);
                taken.reach = log_reach(taken.reach, least);
            } else {
                loops_.divide_number(1, taken.values, count_, values);
                taken.reach = divided_reach({1, 1, 0}, taken.reach, least);
            }
            for (std::size_t u = 0; u < count_ && !all_proper; ++u) values[u] = column(5)[u] != 0 ? values[u] : 0;
            taken.values = values;
        }
        list_columns(false);
        loops_.weighted_sum(columns_.data(), weights_.data(), columns_.size(), count_, draft.own);
        draft.reach = divide_by_weights(sum_reach(true), draft.own);
        if (is_geometric) {
            loops_.exponentials(draft.own, count_, draft.own);
            draft.reach = exp_reach(draft.reach);
        } else {
            draft.reach = divided_reach({1, 1, 0}, draft.reach, least_size(draft.own, has_, draft.reach, false));
            loops_.divide_number(1, draft.own, count_, draft.own);
        }
        if (has_zeros_) loops_.put_where(zeros_found(), 1, 0, count_, draft.own);
        draft.reach.low = std::min(draft.reach.low, 0.0);
    }

    /// The least of the positive values of an operand. A value of 0 makes the whole mean 0; a negative one leaves it
    /// without a rule; where neither is certain the unit is marked. Column 5 says which values are proper, if not all.
    double least_positive(Slot slot, const Taken& taken, bool& all_proper) {
        double least = std::numeric_limits<double>::infinity();
        double greatest = -least;
        loops_.extremes(taken.values, nullptr, count_, &least, &greatest);
        const double doubt = taken.reach.error * (1 + 8 * ulp);
        if (least > doubt) return least;
        all_proper = false;
        least = std::numeric_limits<double>::infinity();
        double* proper = column(5);
        for (std::size_t u = 0; u < count_; ++u) {
            const double x = taken.values[u];
            proper[u] = taken.present[u] != 0 && x > 0 ? 1.0 : 0.0;
            if (taken.present[u] == 0) continue;
            if (x > doubt) least = std::min(least, x);
            if (std::abs(x) <= doubt && doubt > 0 && !(x == 0 && taken.zeros_are_exact)) marks_[u] = 1;
            if (x == 0) note_zero(u);
            if (x < 0) {
                begin_no_rule(slot);
                no_rule_of(slot)[u] = 1;
            }
        }
        return std::isinf(least) ? 1 : least;
    }

    void note_zero(std::size_t unit) {
        if (!has_zeros_) std::memset(zeros_found(), 0, count_);
        has_zeros_ = true;
        zeros_found()[unit] = 1;
    }

    std::uint8_t* zeros_found() { return bytes(5); }

    // --- statuses ----------------------------------------------------------------------------------------------------

    std::uint8_t* begin_gravities(Slot slot, Draft& draft) {
        std::uint8_t* own = own_gravities(slot);
        if (draft.gravities == nullptr) std::memset(own, 0, count_);
        if (draft.gravities != nullptr && !draft.has_own_gravities) std::memcpy(own, draft.gravities, count_);
        draft.gravities = own;
        draft.has_own_gravities = true;
        return own;
    }

    /// What the node says of units that lack operands: the status that stops it, else that there is no rule, else the
    /// gravest of those that left.
    void settle_statuses(const NodeCode& node, Slot slot, Draft& draft) {
        if (is_partial_) {
            std::uint8_t* gravities = begin_gravities(slot, draft);
            std::memset(gravities, not_computable, count_);
            for (std::uint8_t g = 1; g < status_count; ++g) {
                if ((left_found_ >> g & 1) != 0) loops_.recode(left(), g, g, count_, gravities);
            }
            loops_.put_above(has_, 0, false, 0, count_, gravities);
        }
        if (node.count_at_least > 0 && is_partial_) demand_count(node, begin_gravities(slot, draft));
        if (no_rule_) loops_.recode(no_rule_of(slot), 1, not_computable, count_, begin_gravities(slot, draft));
        for (std::uint8_t g = 1; g < status_count; ++g) {
            if ((stops_found_ >> g & 1) != 0) loops_.recode(stops(), g, g, count_, begin_gravities(slot, draft));
        }
    }

    void demand_count(const NodeCode& node, std::uint8_t* gravities) {
        const double* counts = count_present(column(3));
        for (std::size_t u = 0; u < count_; ++u) {
            const bool is_short = counts[u] < static_cast<double>(node.count_at_least);
            if (gravities[u] == 0 && is_short) gravities[u] = not_computable;
        }
    }

    // --- transforms --------------------------------------------------------------------------------------------------

    void run_transform(const TransformCode& code, Slot slot, Draft& draft) {
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

    void points(const TransformCode& code, Draft& draft) {
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

    void clip(NumberIndex low, NumberIndex high, Draft& draft) {
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
    bool between(Bounded low, Bounded high, Draft& draft) {
        if (Arithmetic<Bounded>::compare(low, high) == Order::equal) return false;
        const Bounded width = high - low;
        const Reach over = draft.reach - reach_of(low);
        loops_.from_goalpost(draft.values, low.value, width.value, count_, draft.own);
        const double least = std::abs(width.value);
        const Reach size = divided_reach(over, {least, least, width.error}, least);
        const double corners[2] = {over.low / width.value, over.high / width.value};
        draft.reach = {std::min(corners[0], corners[1]), std::max(corners[0], corners[1]), size.error};
        if (Arithmetic<Bounded>::compare(low, high) == Order::undecided) mark_all();
        return true;
    }

    /// A transform that is not worth a loop of its own, unit by unit.
    void one_by_one(const TransformCode& code, Slot slot, Draft& draft) {
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

    void fill_table(std::uint32_t table) {
        cohort_.clear();
        for (const Rational& value : program_.tables[table]) cohort_.push_back(Arithmetic<Bounded>::from(value));
    }

    // --- coverage ----------------------------------------------------------------------------------------------------

    /// The coverage of a node is the weighted mean of its operands'.
    void cover(const NodeCode& node, Slot slot, Draft& draft) {
        Lane& lane = lanes_[slot];
        bool counts_any = false;
        bool is_full = true;
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const Lane& operand = lanes_[program_.operands[node.operands.first + k]];
            counts_any |=
                operand.counts != zeros_of_codes_ && number(program_.weights[node.operands.first + k]).value > 0;
            is_full &= operand.is_full;
        }
        lane = full_lane(nullptr, {});
        if (!counts_any) {
            lane.coverages = zeros_;
            lane.counts = zeros_of_codes_;
        }
        if (is_full) return;
        cover_partly(node, slot, draft);
    }

    void cover_partly(const NodeCode& node, Slot slot, Draft& draft) {
        if (node.aggregate == Aggregate::holds) take_operands(node);
        Lane& lane = lanes_[slot];
        double* coverages = own_coverages(slot);
        double* counted = column(4);
        Reach observed_reach;
        Reach counted_reach;
        bool all_count = true;
        columns_.clear();
        weights_.clear();
        for (const Taken& taken : taken_) {
            columns_.push_back(taken.lane->coverages);
            weights_.push_back(taken.weight.value);
            const Reach weight = reach_of(taken.weight);
            observed_reach = observed_reach + weight * Reach{0, 1, taken.lane->coverage_error};
            counted_reach = counted_reach + weight;
            all_count &= taken.lane->counts == ones_of_codes_;
        }
        loops_.weighted_sum(columns_.data(), weights_.data(), columns_.size(), count_, coverages);
        if (all_count) {
            double total = 0;
            for (const double weight : weights_) total += weight;
            std::fill_n(counted, count_, total);
        } else {
            sum_counted(counted);
        }
        std::uint8_t* wholes = own_wholes(slot);
        std::memset(wholes, 1, count_);
        for (const Taken& taken : taken_) require_whole(taken, wholes);

        const double least = all_count ? counted[0] : least_of(counted, counted);
        const Reach share = divided_reach(observed_reach, {least, counted_reach.high, counted_reach.error}, least);
        lane.coverage_error = share.error;
        if (node.coverage_at_least != none) demand_coverage(node, slot, draft, counted, wholes, share.error);
        lane.coverages = coverages;
        lane.wholes = wholes;
        lane.is_full = false;
        loops_.quotient(coverages, counted, count_, coverages);
        loops_.put_where(wholes, 1, 1, count_, coverages);
        if (all_count) return;
        std::uint8_t* counts = own_counts(slot);
        for (std::size_t u = 0; u < count_; ++u) {
            counts[u] = counted[u] > 0 ? 1 : 0;
            coverages[u] = counted[u] > 0 ? coverages[u] : 0.0;
        }
        lane.counts = counts;
    }

    void sum_counted(double* counted) {
        columns_.clear();
        for (std::size_t k = 0; k < taken_.size(); ++k) {
            const std::uint8_t* counts = taken_[k].lane->counts;
            if (counts == ones_of_codes_ || counts == zeros_of_codes_) {
                columns_.push_back(counts == ones_of_codes_ ? ones_ : zeros_);
                continue;
            }
            double* numbers = spare(2 * k);
            for (std::size_t u = 0; u < count_; ++u) numbers[u] = counts[u];
            columns_.push_back(numbers);
        }
        loops_.weighted_sum(columns_.data(), weights_.data(), columns_.size(), count_, counted);
    }

    void require_whole(const Taken& taken, std::uint8_t* wholes) {
        const Lane& lane = *taken.lane;
        if (lane.is_full || lane.counts == zeros_of_codes_) return;
        if (lane.needs_values && lane.counts == ones_of_codes_ && taken.present == lane.present)
            return loops_.keep_both(lane.wholes, count_, wholes);
        for (std::size_t u = 0; u < count_; ++u) {
            const bool is_whole = lane.counts[u] == 0 || (lane.wholes[u] != 0 && taken.present[u] != 0);
            wholes[u] = is_whole ? wholes[u] : std::uint8_t{0};
        }
    }

    /// Takes the value from units of whose operands too little was observed.
    void demand_coverage(const NodeCode& node, Slot slot, Draft& draft, const double* counted,
                         const std::uint8_t* wholes, double error) {
        double* valued = column(5);
        std::memset(valued, 0, count_ * sizeof(double));
        for (const Taken& taken : taken_) {
            for (std::size_t u = 0; u < count_; ++u) {
                const double observed = taken.present[u] != 0 ? taken.lane->coverages[u] : 0.0;
                valued[u] = valued[u] + taken.weight.value * observed;
            }
        }
        const Bounded least = number(node.coverage_at_least);
        const double doubt = (error + least.error) * (1 + 8 * ulp);
        std::uint8_t* gravities = begin_gravities(slot, draft);
        for (std::size_t u = 0; u < count_; ++u) {
            if (!(counted[u] > 0) || wholes[u] != 0 || gravities[u] != 0) continue;
            const double distance = valued[u] / counted[u] - least.value;
            if (std::abs(distance) <= doubt) marks_[u] = 1;
            if (distance < 0) gravities[u] = not_computable;
        }
    }

    // --- conditions --------------------------------------------------------------------------------------------------

    const std::uint8_t* decide(std::uint32_t index) {
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
    void combine(const ConditionCode& code, std::uint8_t* out) {
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

    void compare(const ConditionCode& code, std::uint8_t* out) {
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
                if (doubt > 0) loops_.mark_near(subject.values, subject.present, cut.value, doubt, count_, marks_);
            }
            hold_where(code.comparison, subject.values, cut.value, at, above_at, out);
        }
        for (std::uint8_t g = 1; g < status_count; ++g) {
            if ((subject.found >> g & 1) != 0)
                loops_.recode(subject.gravities, g, static_cast<std::uint8_t>(g + 1), count_, out);
        }
    }

    /// Writes 1 where x compares as wanted with the cut; at the very cut x is equal, or above, or below.
    void hold_where(Comparison comparison, const double* x, double cut, bool equal_at, bool above_at,
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
    void hold(const NodeCode& node, Slot slot, Draft& draft) {
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
    void apply_when(const NodeCode& node, Slot slot, Draft& draft) {
        const std::uint8_t* truth = truths(node.when);
        if (std::all_of(truth, truth + count_, [](std::uint8_t t) { return t == 1; })) return;
        Lane& lane = lanes_[slot];
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
            coverages[u] = holds ? lane.coverages[u] : 0.0;
            counts[u] = holds ? lane.counts[u] : is_open;
            wholes[u] = holds ? lane.wholes[u] : !is_open;
        }
        lane.coverages = coverages;
        lane.counts = counts;
        lane.wholes = wholes;
        lane.is_full = false;
        lane.needs_values = false;
    }

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
            lane.found = loops_.codes_in(draft.gravities, count_);
            lane.gravities = lane.found == 1 ? zeros_of_codes_ : draft.gravities;
            lane.present = lane.found == 1 ? ones_ : present_of(slot, draft.gravities);
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
    bool is_partial_ = false;                    ///< some operand has no value somewhere
    unsigned stops_found_ = 0, left_found_ = 0;  ///< gravities of operands that stop it or have left, as bits
    bool has_zeros_ = false, no_rule_ = false;
    const double* has_ = nullptr;  ///< not 0 where some operand was present
    std::vector<const double*> columns_;
    std::vector<double> weights_;
    std::vector<double> table_;
    std::vector<const Bounded*> arguments_;
    std::vector<Bounded> cohort_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
