#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "pug/engine/fraction.hpp"
#include "pug/engine/observations.hpp"
#include "pug/engine/program.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// A number of which all values of something are whole multiples; 0 when all of them are 0, none when none is known.
using GridStep = std::optional<Rational>;

/// Finds the grid that scores lie on, from the program and the decimals of the data: a sum of answers in tenths is a
/// whole number of tenths, the mean of three of them a multiple of 1/30. Scores that differ by less than the step are
/// equal.
class GridFinder {
  public:
    GridFinder(const Program& program, const Observations& observations)
        : program_(program),
          observations_(observations),
          is_needed_(program.slot_count(), 0),
          may_lack_(program.slot_count(), 0) {
        need(program.root);
    }

    /// Whether values of the data have to be looked at.
    bool looks_at_data() const {
        for (Slot v = 0; v < program_.variables.size(); ++v) {
            if (is_needed_[v] != 0 && !is_whole(v)) return true;
        }
        return false;
    }

    /// A number of which every exact score of the observations is a whole multiple. Takes time in proportion to the
    /// data that has to be looked at.
    GridStep step() {
        steps_.clear();
        look_at_data();
        for (const NumberIndex constant : program_.constants) steps_.push_back(short_enough(number(constant)));
        for (std::size_t n = 0; n < program_.nodes.size(); ++n) {
            const Slot slot = program_.node_slot(n);
            may_lack_[slot] = may_lack(program_.nodes[n]) ? 1 : 0;
            steps_.push_back(is_needed_[slot] == 0 ? GridStep{} : step_of(program_.nodes[n]));
        }
        return steps_[program_.root];
    }

    /// A number by which two exact scores of the observations differ at least, if they differ; none when none is
    /// known. Takes as long as `step`.
    GridStep least_difference() {
        GridStep step = this->step();
        const Fractions loose = fractions_of(program_.root);
        if (!loose.step || loose.greatest == 0) return step;
        // Two of them differ by (k·e − l·d) · step / (d·e) for whole numbers.
        const Rational apart = *loose.step / (loose.greatest * loose.greatest);
        return !step || *step < apart ? apart : *step;
    }

  private:
    /// Values that are whole multiples of step / d, each for some whole d from 1 to `greatest`.
    struct Fractions {
        GridStep step;
        Integer greatest = 1;
    };

    // --- what is computed of a step ------------------------------------------------------------------------------

    /// A step that is no use when it is this fine, and costly to compute with.
    static GridStep short_enough(Rational step) {
        constexpr unsigned most = 128;  // bits
        const auto is_long = [](const Integer& part) { return part != 0 && msb(part) >= most; };
        if (step < 0) step = -step;
        if (is_long(numerator(step)) || is_long(denominator(step))) return std::nullopt;
        return step;
    }

    /// The step of what has one or the other step.
    static GridStep common(const GridStep& a, const GridStep& b) {
        if (!a || !b) return std::nullopt;
        const Integer x = numerator(*a) * denominator(*b);
        const Integer y = numerator(*b) * denominator(*a);
        const Integer shared = gcd(x, y);
        return short_enough(Rational(shared, denominator(*a) * denominator(*b)));
    }
    static GridStep times(const GridStep& a, const GridStep& b) {
        return a && b ? short_enough(Rational(*a * *b)) : std::nullopt;
    }

    const Rational& number(NumberIndex index) const { return program_.numbers[index]; }

    // --- variables -----------------------------------------------------------------------------------------------

    void need(Slot slot) {
        if (std::exchange(is_needed_[slot], 1) != 0 || !program_.is_node(slot)) return;
        const NodeCode& node = program_.nodes[program_.node_of(slot)];
        if (node.aggregate == Aggregate::holds || node.aggregate == Aggregate::lookup) return;
        for (std::uint32_t k = 0; k < node.operands.count; ++k) need(program_.operands[node.operands.first + k]);
    }

    bool is_whole(Slot variable) const { return is_whole_only(program_.variables[variable]); }

    /// Notes the step of every variable, one in the last decimal of its column, and which have answers that are no
    /// values. Goes through the data once, in the order in which it lies in memory or nearly so.
    void look_at_data() {
        constexpr std::size_t some = 256;
        std::vector<std::int64_t> scales(program_.variables.size(), 1);  // 0: more decimals than can be told
        for (std::size_t first = 0; first < observations_.units; first += some) {
            const std::size_t last = std::min(first + some, observations_.units);
            for (Slot v = 0; v < program_.variables.size(); ++v) {
                if (is_needed_[v] == 0) continue;
                if (may_lack_[v] == 0) may_lack_[v] = has_statuses(v, first, last) ? 1 : 0;
                if (!is_whole(v) && scales[v] != 0) scales[v] = scale_of(v, first, last, scales[v]);
            }
        }
        for (Slot v = 0; v < program_.variables.size(); ++v) {
            const bool is_known = is_needed_[v] != 0 && scales[v] != 0;
            steps_.push_back(is_known ? GridStep(Rational(1, scales[v])) : GridStep{});
        }
    }

    bool has_statuses(Slot variable, std::size_t first, std::size_t last) const {
        if (observations_.columns[variable].statuses == nullptr) return false;
        for (std::size_t u = first; u < last; ++u) {
            if (observations_.status(variable, u) != Status::observed) return true;
        }
        return false;
    }

    /// The least power of ten, from `scale` on, that makes whole numbers of the values; 0 where there is none.
    std::int64_t scale_of(Slot variable, std::size_t first, std::size_t last, std::int64_t scale) const {
        const Column& column = observations_.columns[variable];
        auto scale_as_double = static_cast<double>(scale);
        for (std::size_t u = first; u < last; ++u) {
            if (may_lack_[variable] != 0 && observations_.status(variable, u) != Status::observed) continue;
            const double value = column.values[static_cast<std::ptrdiff_t>(u) * column.stride];
            double over = 0;
            while (!is_decimal(value, scale_as_double, over)) {
                if (scale == greatest_scale || !(std::abs(over) < reliable_decimals)) return 0;
                scale *= 10;
                scale_as_double *= 10;
            }
        }
        return scale;
    }

    // --- what may be without a value -----------------------------------------------------------------------------

    /// Whether a node may be without a value, as far as can be told without computing it.
    bool may_lack(const NodeCode& node) const {
        const bool is_demanding = node.when != none || node.coverage_at_least != none ||
                                  node.applicable_at_least != none || node.count_at_least > node.operands.count;
        if (is_demanding || !always_has_rule(node)) return true;
        Rational weights = 0;
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            if (may_lack_[program_.operands[node.operands.first + k]] != 0) return true;
            weights += number(program_.weights[node.operands.first + k]);
        }
        return weights <= 0;
    }

    /// Whether the operations of a node give a value to all values.
    bool always_has_rule(const NodeCode& node) const {
        switch (node.aggregate) {
            case Aggregate::from:
            case Aggregate::sum:
            case Aggregate::difference:
            case Aggregate::min:
            case Aggregate::max:
            case Aggregate::arithmetic:
            case Aggregate::median:
                break;
            default:
                return false;
        }
        for (std::uint32_t t = 0; t < node.transforms.count; ++t) {
            if (!always_has_rule(program_.transforms[node.transforms.first + t])) return false;
        }
        return true;
    }
    bool always_has_rule(const TransformCode& code) const {
        switch (code.kind) {
            case TransformKind::points:
            case TransformKind::complement:
            case TransformKind::absolute:
            case TransformKind::clip:
            case TransformKind::scale:
            case TransformKind::affine:
            case TransformKind::round:
                return true;
            case TransformKind::minmax: {
                const Rational* low = argument(code, 0);
                const Rational* high = argument(code, 1);
                return low != nullptr && high != nullptr && *low != *high;
            }
            default:
                return false;
        }
    }

    // --- nodes ---------------------------------------------------------------------------------------------------

    GridStep step_of(const NodeCode& node) {
        GridStep step = step_of_source(node);
        for (std::uint32_t t = 0; t < node.transforms.count; ++t)
            step = after(program_.transforms[node.transforms.first + t], step);
        return step;
    }

    GridStep step_of_source(const NodeCode& node) {
        switch (node.aggregate) {
            case Aggregate::holds:
                return with_substitutes(node, 1);
            case Aggregate::lookup:
                return step_of_rows(program_.lookups[node.lookup]);
            case Aggregate::from:
            case Aggregate::sum:
            case Aggregate::difference:
            case Aggregate::min:
            case Aggregate::max:
                return step_of_operands(node);
            case Aggregate::median:
                return times(step_of_operands(node), Rational(1, 2));
            case Aggregate::product:
                return step_of_product(node);
            case Aggregate::arithmetic:
                return step_of_mean(node);
            case Aggregate::geometric:
            case Aggregate::harmonic:
            case Aggregate::ratio:
                break;
        }
        return std::nullopt;
    }

    /// The step of an operand and of all that the node may take in its place.
    GridStep step_of_operand(const NodeCode& node, std::uint32_t k) const {
        return step_of_operand(node, k, steps_[program_.operands[node.operands.first + k]]);
    }
    GridStep step_of_operand(const NodeCode& node, std::uint32_t k, const GridStep& own) const {
        const Slot slot = program_.operands[node.operands.first + k];
        GridStep step = with_substitutes(node, own);
        for (const ActionCode& action : node.policy) {
            if (action.action != PolicyAction::lowest && action.action != PolicyAction::if_needed) continue;
            for (const NumberIndex end : ends_of(slot)) {
                if (end != none) step = common(step, number(end));
            }
        }
        return step;
    }
    std::array<NumberIndex, 2> ends_of(Slot slot) const {
        if (program_.is_variable(slot)) return {program_.worst_of_variable[slot], program_.best_of_variable[slot]};
        if (!program_.is_node(slot)) return {none, none};
        const std::size_t n = program_.node_of(slot);
        return {program_.worst_of_node[n], program_.best_of_node[n]};
    }
    GridStep with_substitutes(const NodeCode& node, GridStep step) const {
        for (const ActionCode& action : node.policy) {
            if (action.action == PolicyAction::substitute) step = common(step, number(action.number));
        }
        return step;
    }

    /// Whether an operand may leave the node.
    bool may_leave(const NodeCode& node, std::uint32_t k) const {
        if (may_lack_[program_.operands[node.operands.first + k]] == 0) return false;
        for (std::size_t status = 1; status < node.policy.size(); ++status) {
            if (node.policy[status].action == PolicyAction::renormalise) return true;
        }
        return false;
    }

    GridStep step_of_operands(const NodeCode& node) const {
        GridStep step = 0;
        for (std::uint32_t k = 0; k < node.operands.count; ++k) step = common(step, step_of_operand(node, k));
        return step;
    }

    GridStep step_of_product(const NodeCode& node) const {
        GridStep step = 1;
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const GridStep factor = step_of_operand(node, k);
            step = times(step, may_leave(node, k) ? common(factor, 1) : factor);
        }
        return step;
    }

    /// Those of a node by which they are told apart best: a mean without the operands that leave has a divisor for
    /// every choice of them, and a step that suits all of these at once is much finer than two means can lie apart.
    Fractions fractions_of(Slot slot) const {
        if (!program_.is_node(slot)) return {steps_[slot]};
        const NodeCode& node = program_.nodes[program_.node_of(slot)];
        Fractions values;
        if (node.aggregate == Aggregate::from) {
            values = fractions_of(program_.operands[node.operands.first]);
            values.step = step_of_operand(node, 0, values.step);
        } else if (node.aggregate == Aggregate::arithmetic) {
            values = fractions_of_mean(node);
        } else {
            return {steps_[slot]};
        }
        for (std::uint32_t t = 0; t < node.transforms.count; ++t) {
            const TransformCode& code = program_.transforms[node.transforms.first + t];
            if (!keeps_divisor(code.kind)) return {steps_[slot]};
            values.step = after(code, values.step);
        }
        return values;
    }

    /// Whether a transform of a multiple of step / d is one of the step that `after` tells, divided by the same d.
    static bool keeps_divisor(TransformKind kind) {
        return kind == TransformKind::complement || kind == TransformKind::absolute || kind == TransformKind::clip ||
               kind == TransformKind::replace || kind == TransformKind::scale || kind == TransformKind::affine ||
               kind == TransformKind::minmax || kind == TransformKind::difference || kind == TransformKind::zscore;
    }

    /// Weights are whole multiples of one number, and so is the sum of any of them.
    Fractions fractions_of_mean(const NodeCode& node) const {
        GridStep over = 0;
        GridStep weight_step = 0;
        Rational sum = 0;
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const Rational& weight = number(program_.weights[node.operands.first + k]);
            if (weight <= 0) continue;
            over = common(over, times(step_of_operand(node, k), weight));
            weight_step = common(weight_step, weight);
            sum += weight;
        }
        if (!over || !weight_step || sum == 0) return {};
        return {times(over, Rational(1 / *weight_step)), numerator(Rational(sum / *weight_step))};
    }

    /// Σ w·x / Σ w, where Σ w is that of the operands present.
    GridStep step_of_mean(const NodeCode& node) const {
        constexpr std::size_t most = 512;
        GridStep over = 0;
        std::set<Rational> sums = {0};
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const Rational& weight = number(program_.weights[node.operands.first + k]);
            if (weight <= 0) continue;
            over = common(over, times(step_of_operand(node, k), weight));
            std::set<Rational> with = may_leave(node, k) ? sums : std::set<Rational>{};
            for (const Rational& sum : sums) with.insert(sum + weight);
            sums = std::move(with);
            if (!over || sums.size() > most) return std::nullopt;
        }
        GridStep step = 0;
        for (const Rational& sum : sums) {
            if (sum != 0) step = common(step, times(over, Rational(1 / sum)));
        }
        return step;
    }

    GridStep step_of_rows(const LookupCode& lookup) const {
        GridStep step = 0;
        for (const auto& row : lookup.rows) step = common(step, number(row.second));
        return step;
    }

    // --- transforms ----------------------------------------------------------------------------------------------

    /// A number of a transform; null where an end is open or a reference value does not exist.
    const Rational* argument(const TransformCode& code, std::uint32_t i) const {
        const NumberIndex index = program_.arguments[code.numbers.first + i];
        return index == none ? nullptr : &number(index);
    }
    /// The step of every `stride`th number of a transform from one on.
    GridStep step_of_arguments(const TransformCode& code, std::uint32_t from, std::uint32_t stride) const {
        GridStep step = 0;
        for (std::uint32_t i = from; i < code.numbers.count; i += stride) {
            if (const Rational* value = argument(code, i)) step = common(step, *value);
        }
        return step;
    }

    GridStep after(const TransformCode& code, const GridStep& step) const {
        switch (code.kind) {
            case TransformKind::absolute:
                return step;
            case TransformKind::complement:
                return common(step, 1);
            case TransformKind::clip:
            case TransformKind::difference:
                return common(step, step_of_arguments(code, 0, 1));
            case TransformKind::replace:
                return common(step, step_of_arguments(code, 1, 2));
            case TransformKind::points:
                return step_of_arguments(code, 0, 1);
            case TransformKind::steps:
                return step_of_arguments(code, 2, 3);
            case TransformKind::scale:
                return times(step, *argument(code, 0));
            case TransformKind::affine:
                return common(times(step, *argument(code, 0)), *argument(code, 1));
            case TransformKind::minmax:
                return after_minmax(argument(code, 0), argument(code, 1), step);
            case TransformKind::zscore:
                return after_zscore(argument(code, 0), argument(code, 1), step);
            case TransformKind::round:
                return after_round(code.rounding.digits);
            case TransformKind::whole_power:
                return after_power(code.rounding.digits, step);
            case TransformKind::rank:
                return 1;
            case TransformKind::percentile: {
                const std::size_t others = std::max<std::size_t>(program_.tables[code.table].size(), 2) - 1;
                return Rational(1, others);
            }
            case TransformKind::reciprocal:
            case TransformKind::logarithm:
            case TransformKind::exponential:
            case TransformKind::power:
                break;
        }
        return std::nullopt;
    }

    static GridStep after_minmax(const Rational* low, const Rational* high, const GridStep& step) {
        if (!low || !high || *low == *high) return 0;  // there is no value
        return times(common(step, *low), Rational(1 / (*high - *low)));
    }
    static GridStep after_zscore(const Rational* mean, const Rational* sd, const GridStep& step) {
        if (!mean || !sd || *sd == 0) return std::nullopt;
        return times(common(step, *mean), Rational(1 / *sd));
    }
    static GridStep after_round(int digits) {
        const Rational power(power_of_ten(std::abs(digits)));
        return short_enough(digits < 0 ? power : Rational(1 / power));
    }
    static GridStep after_power(int exponent, const GridStep& step) {
        if (exponent < 0) return std::nullopt;
        GridStep power = 1;
        for (int i = 0; i < exponent; ++i) power = times(power, step);
        return power;
    }

    const Program& program_;
    const Observations& observations_;
    std::vector<std::uint8_t> is_needed_;  // by slot: the values of the root are computed of its values
    std::vector<std::uint8_t> may_lack_;   // by slot: some unit may be without a value
    std::vector<GridStep> steps_;          // by slot
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
