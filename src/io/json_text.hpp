#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json_places.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// One thing that is wrong with a text, and where.
///
/// Codes: `document.too_large`, `document.not_utf8`, `document.empty`, `document.syntax`, `document.too_deep`,
/// `document.too_many_values`, `document.too_many_problems` end the reading; `document.duplicate_key` and
/// `document.number_range` do not.
struct TextProblem {
    std::string code;
    std::string pointer;  ///< of the value concerned, or of the list or object where something else was wanted
    std::uint32_t line;
    std::uint32_t column;
    std::string message;  ///< one line: what was found and what was wanted
    bool operator==(const TextProblem&) const = default;
};

/// What a text may be at most. Each limit is itself allowed.
struct TextLimits {
    std::size_t max_bytes = 4u << 20;
    std::size_t max_depth = 64;  ///< lists and objects within each other
    std::size_t max_values = 500000;
    std::size_t max_problems = 100;
};

/// Reads strict JSON (RFC 8259) in UTF-8, with or without a byte order mark. True when nothing was wrong; otherwise the
/// problems are appended, in the order of the text.
///
/// Numbers lose nothing: what is neither a 64-bit integer nor the shortest decimal of a double (0.1 is,
/// 0.1000000000000000055 is not) stands in `out` as a string that holds the literal.
///
/// `out` holds the document whenever it could be read to its end, so that a reader can look for more problems even
/// beside doubled keys (the first counts) and numbers out of range (which become null); it is null otherwise.
bool parse_json(std::string_view text, boost::json::value& out, std::vector<TextProblem>& problems,
                const TextLimits& limits = {});

}  // namespace detail
}  // namespace v0
}  // namespace pug
