#pragma once

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "pug/result.hpp"

// What messages of the workbench are made of.
namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// The digits of a double as messages show them: the shortest that print as it.
inline std::string digits(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

/// An error about the columns of parts.
inline Error refuse_data(std::string code, const std::string& where, std::string message) {
    return {ErrorKind::data, std::move(code), where, std::move(message)};
}

/// An error about one cell of them: `line` is its row, counted from 1.
inline Error refuse_cell(std::string code, const std::string& where, std::size_t row, std::size_t part,
                         const std::string& message) {
    Error error(ErrorKind::data, std::move(code), where,
                message + " in row " + std::to_string(row + 1) + " of part " + std::to_string(part + 1));
    error.problems.front().line = static_cast<std::uint32_t>(row + 1);
    return error;
}

/// An error about a parameter of a rule.
inline Error refuse_rule(std::string code, const std::string& where, std::string message) {
    return {ErrorKind::instrument, std::move(code), where, std::move(message)};
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
