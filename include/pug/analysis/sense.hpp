#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "pug/engine/program.hpp"
#include "pug/status.hpp"

namespace pug {
inline namespace v0 {

/// Whether a greater value is welcome where something is wanted of what is computed from it.
enum class Sense : std::uint8_t {
    irrelevant,  ///< nothing that is wanted looks at it
    presence,    ///< it only matters whether there is a value
    up,          ///< a greater value never does harm
    down,        ///< a lesser value never does harm
    mixed,       ///< either may do harm
};

constexpr Sense opposite(Sense sense) {
    return sense == Sense::up ? Sense::down : sense == Sense::down ? Sense::up : sense;
}

/// What holds of a value that is looked at in both ways.
constexpr Sense both(Sense a, Sense b) {
    if (a == b || a == Sense::irrelevant) return b;
    if (b == Sense::irrelevant || b == Sense::presence) return a;
    return a == Sense::presence ? b : Sense::mixed;
}

namespace detail {

/// The values that a slot can have, as far as a glance at the program tells; not exact, but never too narrow by more
/// than rounding.
struct Extent {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();

    bool is_positive() const { return low > 0; }
    bool is_not_negative() const { return low >= 0; }
};

/// Finds the extents of all slots.
class Extents {
  public:
    explicit Extents(const Program& program) : program_(program), of_(program.slot_count()) {
        for (Slot v = 0; v < program.variables.size(); ++v)
            of_[v] = {program.variables[v].low, program.variables[v].high};
        for (std::size_t c = 0; c < program.constants.size(); ++c) {
            const double value = number(program.constants[c]);
            of_[program.constant_slot(c)] = {value, value};
        }
        for (std::size_t n = 0; n < program.nodes.size(); ++n) of_[program.node_slot(n)] = of_node(n);
    }

    const Extent& operator[](Slot slot) const { return of_[slot]; }

    /// Of a node's value before its first transform.
    Extent before_transforms(std::size_t n) const {
        const NodeCode& node = program_.nodes[n];
        switch (node.aggregate) {
            case Aggregate::holds:
                return {0, 1};
            case Aggregate::from:
            case Aggregate::arithmetic:
            case Aggregate::geometric:
            case Aggregate::harmonic:
            case Aggregate::min:
            case Aggregate::max:
            case Aggregate::median:
                return hull(node);
            case Aggregate::sum:
            case Aggregate::product: {
                const Extent all = hull(node);
                if (all.is_not_negative()) return {0, std::numeric_limits<double>::infinity()};
                return {};
            }
            case Aggregate::lookup: {
                Extent found{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
                for (const auto& [codes, index] : program_.lookups[node.lookup].rows) widen(found, number(index));
                return found;
            }
            case Aggregate::ratio:
            case Aggregate::difference:
                break;
        }
        return {};
    }

    /// Of a value after a transform.
    Extent after(const TransformCode& code, const Extent& x) const {
        switch (code.kind) {
            case TransformKind::points:
            case TransformKind::replace:
            case TransformKind::steps:
                return of_table(code, x);
            case TransformKind::complement:
                return {1 - x.high, 1 - x.low};
            case TransformKind::absolute:
                return {x.is_not_negative() ? x.low : 0, std::max(std::abs(x.low), std::abs(x.high))};
            case TransformKind::exponential:
                return {0, std::numeric_limits<double>::infinity()};
            case TransformKind::clip: {
                const Extent ends{argument(code, 0, -std::numeric_limits<double>::infinity()),
                                  argument(code, 1, std::numeric_limits<double>::infinity())};
                return {std::clamp(x.low, ends.low, ends.high), std::clamp(x.high, ends.low, ends.high)};
            }
            case TransformKind::scale:
                return line(argument(code, 0, 1), 0, x);
            case TransformKind::affine:
                return line(argument(code, 0, 1), argument(code, 1, 0), x);
            case TransformKind::minmax: {
                const double low = argument(code, 0, std::numeric_limits<double>::quiet_NaN());
                const double high = argument(code, 1, std::numeric_limits<double>::quiet_NaN());
                if (!(low < high) && !(low > high)) return {};
                return line(1 / (high - low), -low / (high - low), x);
            }
            case TransformKind::round:
            case TransformKind::whole_power:
            case TransformKind::power:
            case TransformKind::reciprocal:
                return x.is_not_negative() ? Extent{0, std::numeric_limits<double>::infinity()} : Extent{};
            case TransformKind::rank:
                return {1, std::numeric_limits<double>::infinity()};
            case TransformKind::percentile:
                return {0, 1};
            case TransformKind::logarithm:
            case TransformKind::zscore:
            case TransformKind::difference:
                break;
        }
        return {};
    }

    double argument(const TransformCode& code, std::uint32_t i, double otherwise) const {
        const NumberIndex index = program_.arguments[code.numbers.first + i];
        return index == none ? otherwise : number(index);
    }

  private:
    double number(NumberIndex index) const { return program_.doubles[index].value; }

    static void widen(Extent& extent, double value) {
        extent.low = std::min(extent.low, value);
        extent.high = std::max(extent.high, value);
    }

    /// a·x + b.
    static Extent line(double a, double b, const Extent& x) {
        if (a == 0) return {b, b};
        const double first = a * x.low + b;
        const double second = a * x.high + b;
        return {std::min(first, second), std::max(first, second)};
    }

    /// Points, steps, replacements: the values of the table and, of replacements, what stays as it is.
    Extent of_table(const TransformCode& code, const Extent& x) const {
        Extent found{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
        if (code.kind == TransformKind::replace) found = x;
        const std::uint32_t first = code.kind == TransformKind::steps ? 2 : code.kind == TransformKind::replace ? 1 : 0;
        const std::uint32_t each = code.kind == TransformKind::steps ? 3 : code.kind == TransformKind::replace ? 2 : 1;
        for (std::uint32_t i = first; i < code.numbers.count; i += each) widen(found, argument(code, i, 0));
        return found;
    }

    /// From the least to the greatest value of an operand, or of what one may count as.
    Extent hull(const NodeCode& node) const {
        Extent found{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const Extent& operand = of_[program_.operands[node.operands.first + k]];
            found = {std::min(found.low, operand.low), std::max(found.high, operand.high)};
        }
        for (const ActionCode& action : node.policy) {
            if (action.action == PolicyAction::substitute) widen(found, number(action.number));
        }
        return found;
    }

    Extent of_node(std::size_t n) const {
        const NodeCode& node = program_.nodes[n];
        Extent extent = before_transforms(n);
        for (std::uint32_t t = 0; t < node.transforms.count; ++t)
            extent = after(program_.transforms[node.transforms.first + t], extent);
        for (const ActionCode& action : node.policy) {
            if (action.action == PolicyAction::substitute && node.aggregate == Aggregate::holds)
                widen(extent, number(action.number));
        }
        return extent;
    }

    const Program& program_;
    std::vector<Extent> of_;
};

}  // namespace detail

/// In which sense the slots of a program matter for what is wanted. Statuses are not looked at: the sense of a value is
/// that among units in which the statuses are the same.
class Senses {
  public:
    explicit Senses(const Program& program)
        : program_(program), extents_(program), of_(program.slot_count()), before_(program.nodes.size()) {}

    /// Looks at a unit: the variables that it has answered stay answered.
    void look_at(std::vector<std::uint8_t> is_answered) { is_answered_ = std::move(is_answered); }
    /// Forgets what was wanted.
    void clear() {
        std::fill(of_.begin(), of_.end(), Sense::irrelevant);
        std::fill(before_.begin(), before_.end(), Sense::irrelevant);
    }
    /// Wants something of a slot; then `spread` has to follow.
    void want(Slot slot, Sense sense) { of_[slot] = both(of_[slot], sense); }
    /// Wants that a condition holds (up), does not (down), or that nothing about it changes (mixed).
    void want_condition(std::uint32_t condition, Sense sense) {
        const ConditionCode& code = program_.conditions[condition];
        if (code.kind == ConditionKind::compare) return want(code.subject, of_subject(code.comparison, sense));
        if (code.kind == ConditionKind::negation) sense = opposite(sense);
        for (std::uint32_t i = 0; i < code.parts.count; ++i)
            want_condition(program_.condition_parts[code.parts.first + i], sense);
    }
    /// Hands what is wanted of nodes down to what they are computed from.
    void spread() {
        for (std::size_t n = program_.nodes.size(); n-- > 0;) {
            if (of_[program_.node_slot(n)] != Sense::irrelevant) hand_down(n);
        }
    }

    Sense operator[](Slot slot) const { return of_[slot]; }
    /// Of the value that a node has before its transforms.
    Sense before_transforms(std::size_t n) const { return before_[n]; }

  private:
    /// Whether a value that is known cannot change whether there is a result: where one part of a condition is unknown,
    /// another may settle it or not.
    bool is_always_decided(const NodeCode& node) const {
        return program_.conditions[node.holds].kind == ConditionKind::compare || is_answered(node.holds);
    }
    bool is_answered(std::uint32_t condition) const {
        const ConditionCode& code = program_.conditions[condition];
        if (code.kind == ConditionKind::compare)
            return program_.is_variable(code.subject) && code.subject < is_answered_.size() &&
                   is_answered_[code.subject] != 0;
        for (std::uint32_t i = 0; i < code.parts.count; ++i) {
            if (!is_answered(program_.condition_parts[code.parts.first + i])) return false;
        }
        return true;
    }

    static Sense of_subject(Comparison comparison, Sense sense) {
        switch (comparison) {
            case Comparison::at_least:
            case Comparison::above:
                return sense;
            case Comparison::at_most:
            case Comparison::below:
                return opposite(sense);
            case Comparison::is:
                break;
        }
        return Sense::mixed;
    }

    void hand_down(std::size_t n) {
        const NodeCode& node = program_.nodes[n];
        Sense sense = of_[program_.node_slot(n)];
        // What a value may come to under `if_needed` decides whether there is one at all.
        if (node.has_if_needed) sense = Sense::mixed;
        if (node.when != none) want_condition(node.when, Sense::mixed);
        std::vector<detail::Extent> extents{extents_.before_transforms(n)};
        for (std::uint32_t t = 0; t < node.transforms.count; ++t)
            extents.push_back(extents_.after(program_.transforms[node.transforms.first + t], extents.back()));
        for (std::uint32_t t = node.transforms.count; t-- > 0;)
            sense = before(program_.transforms[node.transforms.first + t], extents[t], sense);
        before_[n] = sense;
        if (node.holds != none) return want_condition(node.holds, is_always_decided(node) ? sense : Sense::mixed);
        for (std::uint32_t k = 0; k < node.operands.count; ++k)
            want(program_.operands[node.operands.first + k], of_operand(node, k, sense));
    }

    /// The sense of x where that of its transform is known. Where a transform has a value for some x only, none is
    /// safe.
    Sense before(const TransformCode& code, const detail::Extent& x, Sense after) const {
        switch (code.kind) {
            case TransformKind::points:
                return along(code, 0, 1, after);
            case TransformKind::steps:
                // Below the first step there is no value.
                return extents_.argument(code, 0, -1) == -1 && program_.arguments[code.numbers.first] == none
                           ? along(code, 2, 3, after)
                           : Sense::mixed;
            case TransformKind::complement:
                return opposite(after);
            case TransformKind::scale:
            case TransformKind::affine:
                return by_sign(extents_.argument(code, 0, 0), after);
            case TransformKind::minmax: {
                const double nan = std::numeric_limits<double>::quiet_NaN();
                return by_sign(extents_.argument(code, 1, nan) - extents_.argument(code, 0, nan), after);
            }
            case TransformKind::exponential:
                return x.high < 700 ? after : Sense::mixed;  // beyond that it has no value
            case TransformKind::clip:
            case TransformKind::round:
            case TransformKind::zscore:
            case TransformKind::rank:
            case TransformKind::percentile:
            case TransformKind::difference:
                return after;
            case TransformKind::absolute:
                return x.is_not_negative() ? after : Sense::mixed;
            case TransformKind::logarithm:
                return x.is_positive() ? after : Sense::mixed;
            case TransformKind::reciprocal:
                return x.is_positive() ? opposite(by_sign(extents_.argument(code, 0, 0), after)) : Sense::mixed;
            case TransformKind::whole_power:
                return of_power(code.rounding.digits, code.rounding.digits % 2 != 0, x, after);
            case TransformKind::power:
                return of_power(extents_.argument(code, 0, 0), false, x, after);
            case TransformKind::replace:
                break;
        }
        return Sense::mixed;
    }

    static Sense by_sign(double slope, Sense after) {
        if (slope > 0) return after;
        return slope < 0 ? opposite(after) : slope == 0 ? Sense::presence : Sense::mixed;
    }

    static Sense of_power(double exponent, bool is_odd, const detail::Extent& x, Sense after) {
        if (exponent > 0) return is_odd || x.is_not_negative() ? after : Sense::mixed;
        return x.is_positive() ? (exponent < 0 ? opposite(after) : Sense::presence) : Sense::mixed;
    }

    /// Of the place in a table whose values, one every `each` numbers from `first` on, only rise or only fall.
    Sense along(const TransformCode& code, std::uint32_t first, std::uint32_t each, Sense after) const {
        bool rises = true;
        bool falls = true;
        for (std::uint32_t i = first + each; i < code.numbers.count; i += each) {
            const Rational& before = exact(code, i - each);
            const Rational& here = exact(code, i);
            rises &= before <= here;
            falls &= before >= here;
        }
        return rises ? after : falls ? opposite(after) : Sense::mixed;
    }

    const Rational& exact(const TransformCode& code, std::uint32_t i) const {
        return program_.numbers[program_.arguments[code.numbers.first + i]];
    }

    Sense of_operand(const NodeCode& node, std::uint32_t k, Sense sense) const {
        const Slot operand = program_.operands[node.operands.first + k];
        const auto all_not_negative = [&] { return extents_of(node).is_not_negative(); };
        switch (node.aggregate) {
            case Aggregate::from:
            case Aggregate::sum:
            case Aggregate::min:
            case Aggregate::max:
            case Aggregate::median:
            case Aggregate::arithmetic:
                return sense;
            case Aggregate::difference:
                return k == 0 ? sense : opposite(sense);
            case Aggregate::geometric:
            case Aggregate::harmonic:
            case Aggregate::product:
                return all_not_negative() ? sense : Sense::mixed;
            case Aggregate::ratio:
                // Over a divisor that is positive a greater dividend gives more; the divisor's own sense needs both.
                if (k == 0 && extents_[program_.operands[node.operands.first + 1]].is_positive()) return sense;
                if (k == 1 && extents_[operand].is_positive() &&
                    extents_[program_.operands[node.operands.first]].is_not_negative())
                    return opposite(sense);
                return Sense::mixed;
            case Aggregate::lookup:
            case Aggregate::holds:
                break;
        }
        return Sense::mixed;
    }

    detail::Extent extents_of(const NodeCode& node) const {
        detail::Extent found{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const detail::Extent& operand = extents_[program_.operands[node.operands.first + k]];
            found = {std::min(found.low, operand.low), std::max(found.high, operand.high)};
        }
        for (const ActionCode& action : node.policy) {
            if (action.action != PolicyAction::substitute) continue;
            found.low = std::min(found.low, program_.doubles[action.number].value);
        }
        return found;
    }

    const Program& program_;
    detail::Extents extents_;
    std::vector<Sense> of_;                  ///< by slot
    std::vector<Sense> before_;              ///< by node
    std::vector<std::uint8_t> is_answered_;  ///< by variable
};

}  // namespace v0
}  // namespace pug
