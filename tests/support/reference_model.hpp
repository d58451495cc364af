#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pug/instrument.hpp"
#include "support/instruments.hpp"

// What the second reading of the language (support/reference.hpp) knows before it computes anything: numbers,
// variables, answers, names and policies of an instrument.
namespace pug::test {

/// What the reference says of a node or variable.
struct Known {
    Status status = Status::observed;
    Rational value = 0;
    bool counts = true;  ///< in the coverage of what uses it
    Rational coverage = 1;
    bool unresolved = false;                     ///< an end of the interval is open here
    std::optional<Rational> share_that_applies;  ///< of the weight of its operands; while it is computed
    Rational valued = 1;                         ///< its coverage, counting what has no value as not observed
};

enum class End { as_answered, worst, best };

/// An instrument and the answers of one unit, as the document says them.
class ReferenceModel {
  protected:
    ReferenceModel(const Instrument& instrument, const std::vector<Cell>& row, End end, std::string as_of)
        : instrument_(instrument), row_(row), end_(end), as_of_(std::move(as_of)) {
        index(instrument.score);
        for (const Node& node : instrument.nodes) index(node);
    }

    using Rules = std::array<PolicyRule, status_count>;

    Rules root_policy() const {
        Rules rules{};
        rules[2].action = rules[6].action = PolicyAction::renormalise;  // not applicable, waived
        return stated(instrument_.missing, rules);
    }

    void index(const Node& node) {
        if (!node.id.empty()) named_[node.id] = &node;
        for (const Operand& operand : node.operands) {
            if (const auto* child = std::get_if<Box<Node>>(&operand)) index(**child);
        }
    }

    Rational exact(const Number& number) const {
        if (const auto* decimal = std::get_if<Decimal>(&number)) return decimal->exact();
        for (const Parameter& parameter : instrument_.parameters) {
            if (parameter.name == std::get<ParameterName>(number).name) return value_of(parameter);
        }
        return 0;
    }

    /// The value of the day, or the latest. Days in this form compare as texts.
    Rational value_of(const Parameter& parameter) const {
        Rational value = parameter.value.exact();
        for (const auto& [from, dated] : parameter.dated) {
            if (as_of_.empty() || from <= as_of_) value = dated.exact();
        }
        return value;
    }

    // --- variables -----------------------------------------------------------------------------------------------

    const Variable* variable(const std::string& name, std::size_t& column) const {
        for (column = 0; column < instrument_.variables.size(); ++column) {
            if (instrument_.variables[column].name == name) return &instrument_.variables[column];
        }
        return nullptr;
    }

    const Scale* scale_of(const Variable& variable) const {
        for (const Scale& scale : instrument_.scales) {
            if (scale.name == variable.scale) return &scale;
        }
        return nullptr;
    }

    /// The bad or the good end of a variable's range.
    std::optional<Rational> end_of(const Variable& variable, bool bad) const {
        const bool low = (variable.direction == Direction::higher_is_better) == bad;
        if (variable.type == VariableType::yes_no) return low ? 0 : 1;
        if (variable.type == VariableType::choice)
            return low ? Rational(0) : Rational(scale_of(variable)->levels.size() - 1);
        const auto& end = low ? variable.low : variable.high;
        return end ? std::optional<Rational>(end->exact()) : std::nullopt;
    }

    Known answer(const Variable& variable, std::size_t column) const {
        Known known;
        known.status = row_[column].status;
        const bool excluded = known.status == Status::not_applicable || known.status == Status::waived;
        if (known.status != Status::observed && !excluded && end_ != End::as_answered) {
            if (const auto end = end_of(variable, end_ == End::worst))
                return {Status::observed, *end, true, 1, false, std::nullopt, 1};
            known.unresolved = true;
        }
        if (known.status == Status::observed) known.value = Decimal::of(row_[column].value).exact();
        known.counts = !excluded;
        known.coverage = known.status == Status::observed ? 1 : 0;
        return known;
    }

    // --- policies ------------------------------------------------------------------------------------------------

    void find_policy(const Node& node, const Rules& inherited, const std::string& id,
                     std::optional<Rules>& found) const {
        if (node.id == id) found = inherited;
        const Rules own = stated(node.missing, inherited);
        for (const Operand& operand : node.operands) {
            if (const auto* child = std::get_if<Box<Node>>(&operand)) find_policy(**child, own, id, found);
        }
    }

    static Rules stated(const Policy& policy, Rules rules) {
        for (std::size_t s = 0; s < status_count; ++s) {
            if (policy[s]) rules[s] = *policy[s];
        }
        return rules;
    }

    const Instrument& instrument_;
    const std::vector<Cell>& row_;
    End end_;
    std::string as_of_;
    std::map<std::string, const Node*> named_;
};

}  // namespace pug::test
