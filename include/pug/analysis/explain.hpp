#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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

/// One node: its value, the rule it comes from, and what its operands add.
struct ExplainedNode {
    std::string_view key;  ///< its id, or its JSON pointer where it has none
    std::string_view id;
    const Node* node = nullptr;  ///< in the instrument: title, rule, source
    double value = 0;            ///< NaN unless observed
    Status status = Status::observed;
    double coverage = 0;  ///< 0–1; NaN where nothing counts
    Sharing sharing = Sharing::not_shared;
    double baseline = 0;  ///< value without any contribution
    std::vector<ExplainedOperand> operands;
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
    std::shared_ptr<const void> keeps;         ///< what names and pointers refer to
};

namespace detail {

/// Explains units with one kind of number.
template <class N>
class Explainer {
  public:
    explicit Explainer(const Scores& scores)
        : scores_(scores), program_(scores.program()), values_(program_, 1), seen_(program_.nodes.size()) {}

    Explanation explain(std::size_t unit) {
        evaluate(scores_.observations(), unit, 1, Fill::as_answered, values_);
        Explanation explanation;
        explanation.nodes.reserve(program_.nodes.size());
        explanation.variables.reserve(program_.variables.size());
        explanation.unit = scores_.name(unit);
        explanation.index = unit;
        explanation.root = key(program_.node_of(program_.root));
        // Users come after operands in the program; a reader wants them before.
        std::fill(seen_.begin(), seen_.end(), std::uint8_t{0});
        add(program_.node_of(program_.root), explanation);
        for (std::size_t n = program_.nodes.size(); n-- > 0;) add(n, explanation);
        for (Slot v = 0; v < program_.variables.size(); ++v) explanation.variables.push_back(variable(v));
        return explanation;
    }

  private:
    static constexpr double nan = std::numeric_limits<double>::quiet_NaN();

    const std::string& key(std::size_t node) const { return program_.names[node].key; }

    double observed(Slot slot) const {
        return values_.status(slot, 0) == Status::observed ? Arithmetic<N>::to_double(values_.value(slot, 0)) : nan;
    }

    void add(std::size_t n, Explanation& explanation) {
        if (seen_[n] != 0) return;
        seen_[n] = 1;
        explanation.nodes.push_back(node(n));
        const NodeCode& code = program_.nodes[n];
        for (std::uint32_t k = 0; k < code.operands.count; ++k) {
            const Slot operand = program_.operands[code.operands.first + k];
            if (program_.is_node(operand)) add(program_.node_of(operand), explanation);
        }
    }

    ExplainedNode node(std::size_t n) {
        const NodeCode& code = program_.nodes[n];
        const Slot slot = program_.node_slot(n);
        ExplainedNode out;
        out.key = key(n);
        out.id = program_.names[n].id;
        out.node = &scores_.document(n);
        out.status = values_.status(slot, 0);
        out.value = observed(slot);
        const auto coverage = values_.coverage(slot, 0);
        out.coverage = coverage ? Arithmetic<N>::to_double(*coverage) : nan;
        out.operands.reserve(code.operands.count);
        for (std::uint32_t k = 0; k < code.operands.count; ++k) out.operands.push_back(operand(code, k));
        share(code, out);
        return out;
    }

    ExplainedOperand operand(const NodeCode& code, std::uint32_t k) const {
        const Slot slot = program_.operands[code.operands.first + k];
        ExplainedOperand out;
        if (program_.is_variable(slot)) {
            out.kind = OperandKind::variable;
            out.name = program_.variables[slot].name;
        } else if (program_.is_node(slot)) {
            out.name = key(program_.node_of(slot));
        } else {
            out.kind = OperandKind::constant;
            out.name = program_.constant_names[slot - program_.variables.size()];
        }
        out.status = values_.status(slot, 0);
        const auto taken = values_.take(code, slot, 0);
        out.value = taken.value ? Arithmetic<N>::to_double(*taken.value) : nan;
        out.used = used(code, out.status, taken.value != nullptr, taken.stops);
        out.weight = nan;
        out.contribution = nan;
        return out;
    }

    static Used used(const NodeCode& code, Status status, bool has_value, Status stops) {
        if (status == Status::observed) return Used::as_observed;
        if (!has_value) return stops == Status::observed ? Used::left_out : Used::stopped;
        const PolicyAction action = code.policy[static_cast<std::size_t>(status)].action;
        return action == PolicyAction::substitute ? Used::substituted : Used::as_lowest;
    }

    void share(const NodeCode& code, ExplainedNode& out) {
        std::vector<N>& values = taken_;
        std::vector<std::uint8_t>& present = present_;
        values.clear();
        present.clear();
        double total = 0;
        bool is_settled = false;  // whatever an operand under `if_needed` is: there is no value of it to share with
        for (std::uint32_t k = 0; k < code.operands.count; ++k) {
            const auto taken = values_.take(code, program_.operands[code.operands.first + k], 0);
            values.push_back(taken.value ? *taken.value : N{});
            present.push_back(taken.value != nullptr);
            is_settled |= taken.stops != Status::observed;
            if (present.back()) total += weight(code, k);
        }
        for (std::uint32_t k = 0; k < code.operands.count; ++k) {
            if (code.weighted && present[k] && total > 0) out.operands[k].weight = weight(code, k) / total;
        }
        if (out.status != Status::observed || is_settled) return;
        const Contributions shared = ContributionSharer<N>(program_, values_, code, values, present).share(out.value);
        out.sharing = shared.sharing;
        out.baseline = shared.baseline;
        if (shared.sharing == Sharing::not_shared) return;
        for (std::uint32_t k = 0; k < code.operands.count; ++k) out.operands[k].contribution = shared.of[k];
    }

    double weight(const NodeCode& code, std::uint32_t k) const {
        return Arithmetic<N>::to_double(values_.numbers()[program_.weights[code.operands.first + k]]);
    }

    ExplainedVariable variable(Slot slot) const {
        const Variable& declared = scores_.instrument().variables[slot];
        ExplainedVariable out{&declared, values_.status(slot, 0), observed(slot), {}};
        if (out.status != Status::observed) return out;
        if (declared.type == VariableType::yes_no) out.code = out.value != 0 ? "yes" : "no";
        if (declared.type == VariableType::choice) {
            for (const Scale& scale : scores_.instrument().scales) {
                if (scale.name == declared.scale) out.code = scale.levels[static_cast<std::size_t>(out.value)].code;
            }
        }
        return out;
    }

    const Scores& scores_;
    const Program& program_;
    Evaluator<N> values_;
    std::vector<std::uint8_t> seen_;  ///< by node: it is in the explanation
    std::vector<N> taken_;
    std::vector<std::uint8_t> present_;
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
    const auto found = scores.find(unit);
    if (!found)
        return Error(ErrorKind::argument, "unit.unknown", std::string(unit),
                     "no unit is called \"" + std::string(unit) + "\"");
    return explain(scores, *found);
}

}  // namespace v0
}  // namespace pug
