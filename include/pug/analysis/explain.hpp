#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "pug/analysis/contributions.hpp"
#include "pug/analysis/rule.hpp"
#include "pug/engine/fraction.hpp"
#include "pug/scorer.hpp"

namespace pug {
inline namespace v0 {

/// What an operand counted as for the node that uses it.
enum class Used : std::uint8_t {
    as_observed,
    left_out,     ///< renormalised: it left, with its weight
    as_lowest,    ///< as the worst value of its range
    substituted,  ///< as the number that the policy names
    stopped,      ///< it gave the node its status
};

enum class OperandKind : std::uint8_t { variable, node, constant };

/// One operand of an explained node.
struct ExplainedOperand {
    OperandKind kind = OperandKind::node;
    std::string_view name;  ///< of the variable, `ExplainedNode::key` of the node, or the constant as a decimal
    Status status = Status::observed;
    Used used = Used::as_observed;
    double value = 0;         ///< that it counted as; NaN when left out
    double weight = 0;        ///< share of the weight present, 0–1; NaN where the node has no weights
    double contribution = 0;  ///< to the node's value; NaN where it could not be shared out
};

/// One node: its value, the rule it comes from, and what its operands add. It lives as long as its explanation.
struct ExplainedNode {
    std::string_view key;  ///< its id, or its JSON pointer where it has none
    std::string_view id;
    const Node* node = nullptr;  ///< in the instrument: title, rule, source
    double value = 0;            ///< NaN unless observed
    Status status = Status::observed;
    double coverage = 0;  ///< 0–1; NaN where nothing counts
    Sharing sharing = Sharing::not_shared;
    double baseline = 0;  ///< value without any contribution
    std::span<const ExplainedOperand> operands;
};

/// What one variable answered.
struct ExplainedVariable {
    const Variable* variable = nullptr;
    Status status = Status::observed;
    double value = 0;       ///< NaN unless observed
    std::string_view code;  ///< of the level, for a choice; "yes" or "no"
};

/// Why a unit has its score and grade.
struct Explanation {
    std::string unit;
    std::size_t index = 0;
    std::string_view root;                     ///< key of the root
    std::vector<ExplainedNode> nodes;          ///< the root first, then in the order of the document, each once
    std::vector<ExplainedVariable> variables;  ///< in the order of the instrument
    std::shared_ptr<const ExplainedOperand[]> operands;  ///< of all nodes
    std::shared_ptr<const void> keeps;                   ///< what names and pointers refer to
};

namespace detail {

/// Explains units with one kind of number.
template <class N>
class Explainer {
  public:
    explicit Explainer(const Scores& scores)
        : scores_(scores), program_(scores.program()), sharer_(program_), seen_(program_.nodes.size()) {
        for (const Variable& variable : scores.instrument().variables) {
            scales_.push_back(nullptr);
            for (const Scale& scale : scores.instrument().scales) {
                if (variable.type == VariableType::choice && scale.name == variable.scale) scales_.back() = &scale;
            }
        }
    }

    Explanation explain(std::size_t unit) {
        evaluate_window(unit);
        Explanation explanation;
        explanation.nodes.reserve(program_.nodes.size());
        explanation.variables.reserve(program_.variables.size());
        const auto operands = std::make_shared<ExplainedOperand[]>(program_.operands.size());
        explanation.operands = operands;
        explanation.unit = scores_.name(unit);
        explanation.index = unit;
        explanation.root = key(program_.node_of(program_.root));
        // Users come after operands in the program; a reader wants them before.
        std::fill(seen_.begin(), seen_.end(), std::uint8_t{0});
        add(program_.node_of(program_.root), operands.get(), explanation);
        for (std::size_t n = program_.nodes.size(); n-- > 0;) add(n, operands.get(), explanation);
        for (Slot v = 0; v < program_.variables.size(); ++v) explanation.variables.push_back(variable(v));
        return explanation;
    }

  private:
    static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    static constexpr std::size_t widest = std::is_same_v<N, Bounded> ? 32 : 1;

    /// Computes the unit; where units are asked for one after the other, with some of those that follow.
    void evaluate_window(std::size_t unit) {
        if (unit >= first_ && unit < first_ + count_) {
            at_ = unit - first_;
            return;
        }
        count_ = count_ > 0 && unit == first_ + count_ ? std::min(widest, scores_.size() - unit) : 1;
        first_ = unit;
        at_ = 0;
        if (!values_ || values_->block() < count_) values_.emplace(program_, count_);
        evaluate(scores_.observations(), first_, count_, Fill::as_answered, *values_);
    }

    std::string_view key(std::size_t node) const { return program_.names[node].key; }
    Status status(Slot slot) const { return values_->status(slot, at_); }
    double observed(Slot slot) const {
        return status(slot) == Status::observed ? Arithmetic<N>::to_double(values_->value(slot, at_)) : nan;
    }

    /// Adds a node and those below it; the operands of node n have their places in `operands` as in the program.
    void add(std::size_t n, ExplainedOperand* operands, Explanation& explanation) {
        if (seen_[n] != 0) return;
        seen_[n] = 1;
        const NodeCode& code = program_.nodes[n];
        explanation.nodes.push_back(node(n, std::span(operands + code.operands.first, code.operands.count)));
        for (std::uint32_t k = 0; k < code.operands.count; ++k) {
            const Slot operand = program_.operands[code.operands.first + k];
            if (program_.is_node(operand)) add(program_.node_of(operand), operands, explanation);
        }
    }

    ExplainedNode node(std::size_t n, std::span<ExplainedOperand> operands) {
        const NodeCode& code = program_.nodes[n];
        const Slot slot = program_.node_slot(n);
        ExplainedNode out;
        out.key = key(n);
        out.id = program_.names[n].id;
        out.node = &scores_.document(n);
        out.status = status(slot);
        out.value = observed(slot);
        const auto coverage = values_->coverage(slot, at_);
        out.coverage = coverage ? Arithmetic<N>::to_double(*coverage) : nan;
        out.operands = operands;
        taken_.clear();
        for (std::uint32_t k = 0; k < code.operands.count; ++k) explain_operand(code, k, operands[k]);
        share(n, operands, out);
        return out;
    }

    void explain_operand(const NodeCode& code, std::uint32_t k, ExplainedOperand& out) {
        const Slot slot = program_.operands[code.operands.first + k];
        if (program_.is_variable(slot)) {
            out.kind = OperandKind::variable;
            out.name = program_.variables[slot].name;
        } else if (program_.is_node(slot)) {
            out.name = key(program_.node_of(slot));
        } else {
            out.kind = OperandKind::constant;
            out.name = program_.constant_names[slot - program_.variables.size()];
        }
        out.status = status(slot);
        taken_.push_back(values_->take(code, slot, at_));
        const auto& taken = taken_.back();
        out.value = taken.value ? Arithmetic<N>::to_double(*taken.value) : nan;
        out.used = used(code, out.status, taken.value != nullptr, taken.stops);
        out.weight = nan;
        out.contribution = nan;
    }

    static Used used(const NodeCode& code, Status status, bool has_value, Status stops) {
        if (status == Status::observed) return Used::as_observed;
        if (!has_value) return stops == Status::observed ? Used::left_out : Used::stopped;
        const PolicyAction action = code.policy[static_cast<std::size_t>(status)].action;
        return action == PolicyAction::substitute ? Used::substituted : Used::as_lowest;
    }

    void share(std::size_t n, std::span<ExplainedOperand> operands, ExplainedNode& out) {
        const NodeCode& code = program_.nodes[n];
        double total = 0;
        bool is_settled = false;  // whatever an operand under `if_needed` is: there is no value of it to share with
        for (std::uint32_t k = 0; k < operands.size(); ++k) {
            is_settled |= taken_[k].stops != Status::observed;
            if (code.weighted && taken_[k].value) total += operands[k].weight = weight(code, k);
        }
        for (ExplainedOperand& operand : operands) operand.weight = total > 0 ? operand.weight / total : nan;
        if (out.status != Status::observed || is_settled) return;
        players_.clear();
        for (std::uint32_t k = 0; k < operands.size(); ++k) {
            if (taken_[k].value) players_.push_back({k, taken_[k].value, 0});
        }
        const Shared shared = sharer_.share(*values_, n, out.value, players_);
        out.sharing = shared.sharing;
        out.baseline = shared.baseline;
        if (shared.sharing == Sharing::not_shared) return;
        for (ExplainedOperand& operand : operands) operand.contribution = 0;
        for (const Player<N>& player : players_) operands[player.operand].contribution = player.contribution;
    }

    double weight(const NodeCode& code, std::uint32_t k) const {
        return Arithmetic<N>::to_double(values_->numbers()[program_.weights[code.operands.first + k]]);
    }

    ExplainedVariable variable(Slot slot) const {
        const Variable& declared = scores_.instrument().variables[slot];
        ExplainedVariable out{&declared, status(slot), observed(slot), {}};
        if (out.status != Status::observed) return out;
        if (declared.type == VariableType::yes_no) out.code = out.value != 0 ? "yes" : "no";
        if (scales_[slot] != nullptr) out.code = scales_[slot]->levels[static_cast<std::size_t>(out.value)].code;
        return out;
    }

    const Scores& scores_;
    const Program& program_;
    std::optional<Evaluator<N>> values_;
    std::size_t first_ = 0, count_ = 0, at_ = 0;  ///< the units it has computed, and the one at hand among them
    ContributionSharer<N> sharer_;
    std::vector<const Scale*> scales_;  ///< by variable
    std::vector<std::uint8_t> seen_;    ///< by node: it is in the explanation
    // Of the node at hand:
    std::vector<typename Evaluator<N>::Taken> taken_;
    std::vector<Player<N>> players_;
};

}  // namespace detail

/// Explains units of some scores, one after the other; what that takes is made once. The scores and the table that was
/// scored must outlive it, but not the explanations.
class Explaining {
  public:
    explicit Explaining(const Scores& scores) : scores_(scores), keeps_(scores.keeps()) {}

    /// Why the unit at that place has its score: every node with value, rule, operands, weights and contributions.
    Explanation operator()(std::size_t unit) {
        switch (scores_.decided()[unit]) {
            case Decided::exactly:
                return exactly(unit);
            case Decided::to_fifty_digits:
                return with(real_, unit);
            case Decided::in_doubles:
                break;
        }
        return with(bounded_, unit);
    }

  private:
    template <class N>
    Explanation with(std::optional<detail::Explainer<N>>& explainer, std::size_t unit) {
        if (!explainer) explainer.emplace(scores_);
        Explanation explanation = explainer->explain(unit);
        explanation.keeps = keeps_;
        return explanation;
    }

    Explanation exactly(std::size_t unit) {
        try {
            return with(fraction_, unit);
        } catch (const Fraction::TooLong&) {
            fraction_.reset();
            return with(rational_, unit);
        }
    }

    const Scores& scores_;
    std::shared_ptr<const void> keeps_;
    std::optional<detail::Explainer<Bounded>> bounded_;
    std::optional<detail::Explainer<Fraction>> fraction_;
    std::optional<detail::Explainer<Rational>> rational_;
    std::optional<detail::Explainer<Real>> real_;
};

/// Why the unit at that place has its score; see `Explaining`.
inline Explanation explain(const Scores& scores, std::size_t unit) { return Explaining(scores)(unit); }

/// The same for the unit of that name.
inline result<Explanation> explain(const Scores& scores, std::string_view unit) {
    PUG_TRY(const std::size_t found, scores.need(unit));
    return explain(scores, found);
}

}  // namespace v0
}  // namespace pug
