#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "fields.hpp"
#include "json_values.hpp"
#include "pug/instrument.hpp"
#include "pug/io/answers.hpp"
#include "pug/scores.hpp"

// How results are told in JSON.
namespace pug {
inline namespace v0 {
namespace detail {

/// The code of a level, "yes" or "no"; empty for numbers, and where the scale has no such level.
inline std::string_view code_of(const Instrument& instrument, const Variable& variable, double value) {
    if (variable.type == VariableType::yes_no) return value != 0 ? "yes" : "no";
    if (variable.type != VariableType::choice) return {};
    for (const Scale& scale : instrument.scales) {
        if (scale.name != variable.scale) continue;
        const auto level = static_cast<std::size_t>(value);
        if (level < scale.levels.size()) return scale.levels[level].code;
    }
    return {};
}

/// An answer: status, value, and its code where it has one.
inline boost::json::object json_answer(const Instrument& instrument, const Variable& variable, double value,
                                       Status status) {
    const bool is_observed = status == Status::observed;
    return {{"status", json_string(status)},
            {"value", is_observed ? json_number(value) : Json(nullptr)},
            {"code", is_observed ? json_string_or_null(code_of(instrument, variable, value)) : Json(nullptr)}};
}

inline Json json_grade(const Scores& scores, std::uint32_t grade) {
    return grade == none ? Json(nullptr) : json_string(scores.grades()[grade].name);
}

/// The variable of that name; null where there is none.
inline const Variable* find_variable(const Instrument& instrument, std::string_view name) {
    for (const Variable& variable : instrument.variables) {
        if (variable.name == name) return &variable;
    }
    return nullptr;
}

/// The same; reported where there is none.
inline const Variable* find_variable(const Instrument& instrument, const std::string& name, const std::string& pointer,
                                     Problems& problems) {
    const Variable* variable = find_variable(instrument, name);
    if (variable == nullptr)
        report(problems, "variable.unknown", pointer, "no variable of the instrument is called \"" + name + "\"");
    return variable;
}

/// An answer as it stands in data: a number, true or false, or a text.
inline std::optional<Answer> read_answer(const Instrument& instrument, const Variable& variable, const Located& at,
                                         Problems& problems) {
    std::string text;
    if (at.value.is_string()) {
        text = at.value.get_string();
    } else if (at.value.is_bool()) {
        text = at.value.get_bool() ? "yes" : "no";
    } else if (const auto number = at.value.is_number() ? decimal_of(at.value) : std::nullopt) {
        text = number->to_string();
    } else {
        report_type(problems, at, "an answer");
        return std::nullopt;
    }
    auto answer = AnswerReader(instrument, variable).read(text);
    if (answer) return answer.value();
    report(problems, "data.value", at.pointer, answer.error().message());
    return std::nullopt;
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
