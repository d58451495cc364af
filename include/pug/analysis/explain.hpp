#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pug/analysis/contributions.hpp"
#include "pug/analysis/rule.hpp"
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
    std::string name;  ///< of the variable, `ExplainedNode::key` of the node, or the constant as a decimal
    Status status = Status::observed;
    Used used = Used::as_observed;
    double value = 0;         ///< that it counted as; NaN when left out
    double weight = 0;        ///< share of the weight present, 0–1; NaN where the node has no weights
    double contribution = 0;  ///< to the node's value; NaN where it could not be shared out
};

/// One node: its value, the rule it comes from, and what its operands add.
struct ExplainedNode {
    std::string key;  ///< its id, or its JSON pointer where it has none
    std::string id;
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
    double value = 0;  ///< NaN unless observed
    std::string code;  ///< of the level, for a choice; "yes" or "no"
};

/// Why a unit has its score and grade.
struct Explanation {
    std::string unit;
    std::size_t index = 0;
    std::string root;                          ///< key of the root
    std::vector<ExplainedNode> nodes;          ///< the root first, then in the order of the document, each once
    std::vector<ExplainedVariable> variables;  ///< in the order of the instrument
};

namespace detail {

/// Builds an explanation from an evaluator that holds the unit at place 0.
template <class N>
class Explainer {
  public:
    Explainer(const Scores& scores, const Evaluator<N>& values, Evaluator<N>& kernels)
        : scores_(scores), program_(scores.program()), values_(values), kernels_(kernels) {
        collect(scores.instrument().score, "/score");
        for (std::size_t i = 0; i < scores.instrument().nodes.size(); ++i)
            collect(scores.instrument().nodes[i], "/nodes/" + std::to_string(i));
    }

    Explanation explain(std::size_t unit) {
        Explanation explanation;
        explanation.unit = scores_.name(unit);
        explanation.index = unit;
        explanation.root = key(program_.node_of(program_.root));
        // Users come after operands in the program; a reader wants them before.
        std::vector<bool> seen(program_.nodes.size());
        add(program_.node_of(program_.root), seen, explanation);
        for (std::size_t n = program_.nodes.size(); n-- > 0;) add(n, seen, explanation);
        for (Slot v = 0; v < program_.variables.size(); ++v) explanation.variables.push_back(variable(v));
        return explanation;
    }

  private:
    static constexpr double nan = std::numeric_limits<double>::quiet_NaN();

    void collect(const Node& node, const std::string& where) {
        documents_.emplace(where, &node);
        for (std::size_t i = 0; i < node.operands.size(); ++i) {
            if (const auto* child = std::get_if<Box<Node>>(&node.operands[i]))
                collect(**child, operand_pointer(node, where, i));
        }
    }

    const std::string& key(std::size_t node) const { return program_.names[node].key; }

    double observed(Slot slot) const {
        return values_.status(slot, 0) == Status::observed ? Arithmetic<N>::to_double(values_.value(slot, 0)) : nan;
    }

    void add(std::size_t n, std::vector<bool>& seen, Explanation& explanation) const {
        if (seen[n]) return;
        seen[n] = true;
        explanation.nodes.push_back(node(n));
        const NodeCode& code = program_.nodes[n];
        for (std::uint32_t k = 0; k < code.operands.count; ++k) {
            const Slot operand = program_.operands[code.operands.first + k];
            if (program_.is_node(operand)) add(program_.node_of(operand), seen, explanation);
        }
    }

    ExplainedNode node(std::size_t n) const {
        const NodeCode& code = program_.nodes[n];
        const Slot slot = program_.node_slot(n);
        ExplainedNode out;
        out.key = key(n);
        out.id = program_.names[n].id;
        out.node = documents_.at(program_.names[n].pointer);
        out.status = values_.status(slot, 0);
        out.value = observed(slot);
        const auto coverage = values_.coverage(slot, 0);
        out.coverage = coverage ? Arithmetic<N>::to_double(*coverage) : nan;
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
            const std::size_t constant = slot - program_.variables.size();
            out.name = Decimal(program_.numbers[program_.constants[constant]]).to_string();
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

    void share(const NodeCode& code, ExplainedNode& out) const {
        std::vector<N> values;
        std::vector<std::uint8_t> present;
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
        const Contributions shared = ContributionSharer<N>(program_, kernels_, code, values, present).share(out.value);
        out.sharing = shared.sharing;
        out.baseline = shared.baseline;
        if (shared.sharing == Sharing::not_shared) return;
        for (std::uint32_t k = 0; k < code.operands.count; ++k) out.operands[k].contribution = shared.of[k];
    }

    double weight(const NodeCode& code, std::uint32_t k) const {
        return Arithmetic<N>::to_double(kernels_.numbers()[program_.weights[code.operands.first + k]]);
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
    const Evaluator<N>& values_;
    Evaluator<N>& kernels_;
    std::map<std::string, const Node*> documents_;
};

template <class N>
Explanation explain_with(const Scores& scores, std::size_t unit) {
    Evaluator<N> values(scores.program(), 1);
    evaluate(scores.observations(), unit, 1, Fill::as_answered, values);
    Evaluator<N> kernels(scores.program(), 1);
    return Explainer<N>(scores, values, kernels).explain(unit);
}

}  // namespace detail

/// Why the unit at that place has its score: every node with value, rule, operands, weights and contributions. The
/// table that was scored must still be there.
inline Explanation explain(const Scores& scores, std::size_t unit) {
    switch (scores.decided()[unit]) {
        case Decided::exactly:
            return detail::explain_with<Rational>(scores, unit);
        case Decided::to_fifty_digits:
            return detail::explain_with<Real>(scores, unit);
        case Decided::in_doubles:
            break;
    }
    return detail::explain_with<Bounded>(scores, unit);
}

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
