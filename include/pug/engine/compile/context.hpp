#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "pug/engine/program.hpp"
#include "pug/instrument.hpp"
#include "pug/names.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Where operand `i` of a node stands in the document.
inline std::string operand_pointer(const Node& node, const std::string& where, std::size_t i) {
    const std::string source = where + "/" + std::string(word(aggregate_names, node.aggregate));
    return node.aggregate == Aggregate::from ? source : source + "/" + std::to_string(i);
}

inline std::string in_quotes(const std::string& name) { return "\"" + name + "\""; }

/// What the parts of the compiler share: the instrument, the program being built, and the names known so far.
class CompileContext {
  public:
    CompileContext(const Instrument& from, const std::string& day, Program& into, std::vector<Problem>& found)
        : instrument(from), as_of(day), program(into), problems(found) {}

    const Instrument& instrument;
    const std::string& as_of;  ///< day for which dated parameters are taken; empty: the latest values
    Program& program;
    std::vector<Problem>& problems;
    std::map<std::string, Decimal> parameters;
    std::map<std::string, Slot> variables;
    /// The slot of the node of that name, compiled when first asked for; empty when there is none, or it was reported.
    std::function<std::optional<Slot>(const std::string& name, const std::string& where)> node_slot;
    std::function<bool(const std::string& name)> has_node;

    void problem(std::string code, std::string where, std::string message) {
        problems.push_back({std::move(code), std::move(where), 0, 0, std::move(message)});
    }

    NumberIndex pool(const Rational& number) {
        program.numbers.push_back(number);
        return static_cast<NumberIndex>(program.numbers.size() - 1);
    }

    std::optional<Decimal> resolve(const Number& number, const std::string& where) {
        if (const auto* decimal = std::get_if<Decimal>(&number)) return *decimal;
        const auto& name = std::get<ParameterName>(number).name;
        const auto found = parameters.find(name);
        if (found != parameters.end()) return found->second;
        problem("name.unknown", where, "no parameter " + in_quotes(name) + "; \"parameters\" has to declare it");
        return std::nullopt;
    }

    NumberIndex pool(const Number& number, const std::string& where) {
        const auto value = resolve(number, where);
        return pool(value ? value->exact() : Rational(0));
    }

    NumberIndex pool(const std::optional<Number>& number, const std::string& where) {
        return number ? pool(*number, where) : none;
    }

    void check(const Rounding& rounding, const std::string& where) {
        if (rounding.digits < -15 || rounding.digits > 15) {
            problem("document.number", where + "/digits",
                    std::to_string(rounding.digits) + " is not a whole number from -15 to 15");
        }
    }

    Range arguments(const std::vector<NumberIndex>& indexes) {
        const Range range{static_cast<std::uint32_t>(program.arguments.size()),
                          static_cast<std::uint32_t>(indexes.size())};
        program.arguments.insert(program.arguments.end(), indexes.begin(), indexes.end());
        return range;
    }

    const Scale* scale_of(const Variable& variable) const {
        for (const auto& scale : instrument.scales) {
            if (variable.type == VariableType::choice && scale.name == variable.scale) return &scale;
        }
        return nullptr;
    }

    /// The scale of the variable in that slot, if it is a choice.
    const Scale* scale_of(Slot variable) const { return scale_of(instrument.variables[variable]); }

    /// The position of a level in a scale.
    static std::optional<int> level_index(const Scale& scale, const std::string& code) {
        for (std::size_t i = 0; i < scale.levels.size(); ++i) {
            if (scale.levels[i].code == code) return static_cast<int>(i);
        }
        return std::nullopt;
    }
};

// While nodes are still being added the number of constants is unknown: constants and nodes are numbered from these
// bases and given their slots at the end.
inline constexpr Slot constant_base = 1u << 28;
inline constexpr Slot node_base = 1u << 29;

}  // namespace detail
}  // namespace v0
}  // namespace pug
