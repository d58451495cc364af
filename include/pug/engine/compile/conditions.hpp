#pragma once

#include <string>
#include <vector>

#include "pug/engine/compile/context.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Compiles conditions into the flat array of the program.
class ConditionCompiler {
  public:
    explicit ConditionCompiler(CompileContext& context) : context_(context) {}

    /// The index of the condition in the program.
    std::uint32_t add(const Condition& condition, const std::string& where) {
        ConditionCode code = std::visit([&](const auto& what) { return this->code(what, where); }, condition.what);
        context_.program.conditions.push_back(code);
        return static_cast<std::uint32_t>(context_.program.conditions.size() - 1);
    }

    /// A condition that never holds.
    std::uint32_t never() {
        context_.program.conditions.push_back(with_parts(ConditionKind::any, {}));
        return static_cast<std::uint32_t>(context_.program.conditions.size() - 1);
    }

    /// The slots that a compiled condition looks at, each once, in the order of the condition.
    std::vector<Slot> subjects(std::uint32_t condition) const {
        std::vector<Slot> slots;
        collect(condition, slots);
        return slots;
    }

  private:
    void collect(std::uint32_t condition, std::vector<Slot>& slots) const {
        const ConditionCode& code = context_.program.conditions[condition];
        if (code.kind == ConditionKind::compare) {
            if (std::find(slots.begin(), slots.end(), code.subject) == slots.end()) slots.push_back(code.subject);
            return;
        }
        for (std::uint32_t i = 0; i < code.parts.count; ++i)
            collect(context_.program.condition_parts[code.parts.first + i], slots);
    }

    ConditionCode code(const Compare& compare, const std::string& where) {
        ConditionCode code;
        code.comparison = compare.comparison;
        const Variable* variable = nullptr;
        if (compare.is_variable) {
            const auto found = context_.variables.find(compare.subject);
            if (found == context_.variables.end()) {
                context_.problem("name.unknown", where + "/variable",
                                 "no variable is called " + in_quotes(compare.subject));
                return code;
            }
            code.subject = found->second;
            variable = &context_.instrument.variables[code.subject];
        } else {
            if (!context_.has_node(compare.subject)) {
                context_.problem("name.unknown", where + "/node", "no node is called " + in_quotes(compare.subject));
                return code;
            }
            code.subject = context_.node_slot(compare.subject, where + "/node").value_or(0);
        }
        std::vector<NumberIndex> numbers;
        for (const auto& value : compare.values) numbers.push_back(number(value, variable, where));
        code.numbers = context_.arguments(numbers);
        for (const NumberIndex index : numbers) code.ties.push_back(tie_of_answer(context_.program.numbers[index]));
        return code;
    }

    NumberIndex number(const std::variant<Number, std::string>& value, const Variable* variable,
                       const std::string& where) {
        const auto* word = std::get_if<std::string>(&value);
        const auto* number = std::get_if<Number>(&value);
        if (variable && (variable->type == VariableType::choice || variable->type == VariableType::yes_no)) {
            const auto* decimal = number ? std::get_if<Decimal>(number) : nullptr;
            const std::string code = word ? *word : decimal ? decimal->to_string() : "";
            if (const auto index = level_index(*variable, code)) return context_.pool(Rational(*index));
            context_.problem("condition.value", where,
                             in_quotes(code) + " is no level of " + in_quotes(variable->name));
            return context_.pool(Rational(0));
        }
        if (number) return context_.pool(*number, where);
        if (const auto decimal = Decimal::parse(*word)) return context_.pool(decimal->exact());
        context_.problem(
            "condition.value", where,
            in_quotes(*word) + " is not a number, which " + (variable ? in_quotes(variable->name) : "a node") + " is");
        return context_.pool(Rational(0));
    }

    std::optional<int> level_index(const Variable& variable, const std::string& code) const {
        if (variable.type == VariableType::yes_no) {
            if (code == "yes" || code == "1") return 1;
            return code == "no" || code == "0" ? std::optional<int>(0) : std::nullopt;
        }
        const Scale* scale = context_.scale_of(variable);
        return scale ? CompileContext::level_index(*scale, code) : std::nullopt;
    }

    ConditionCode parts(ConditionKind kind, const std::vector<Condition>& of, const std::string& where) {
        std::vector<std::uint32_t> indexes;
        for (std::size_t i = 0; i < of.size(); ++i) indexes.push_back(add(of[i], where + "/" + std::to_string(i)));
        if (indexes.empty())
            context_.problem("condition.empty", where, "\"all\" and \"any\" need at least one condition");
        return with_parts(kind, indexes);
    }

    ConditionCode with_parts(ConditionKind kind, const std::vector<std::uint32_t>& indexes) {
        auto& stored = context_.program.condition_parts;
        ConditionCode code;
        code.kind = kind;
        code.parts = {static_cast<std::uint32_t>(stored.size()), static_cast<std::uint32_t>(indexes.size())};
        stored.insert(stored.end(), indexes.begin(), indexes.end());
        return code;
    }

    ConditionCode code(const Condition::All& all, const std::string& where) {
        return parts(ConditionKind::all, all.of, where + "/all");
    }
    ConditionCode code(const Condition::Any& any, const std::string& where) {
        return parts(ConditionKind::any, any.of, where + "/any");
    }
    ConditionCode code(const Condition::Not& no, const std::string& where) {
        return with_parts(ConditionKind::negation, {add(*no.of, where + "/not")});
    }

    CompileContext& context_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
