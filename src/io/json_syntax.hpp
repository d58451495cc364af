#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pug {
inline namespace v0 {
namespace detail {

/// Why a text is no JSON, in plain words.
struct SyntaxTrouble {
    std::size_t offset;  ///< the byte where it is wrong
    std::string code;
    std::string message;
};

/// Says what was found and what was wanted where a parser gave up. `begin` is where the token at fault begins, `stop`
/// where the parser stopped (further on when it was inside the token), `wanted` what would have been right at `begin`.
SyntaxTrouble explain_syntax(std::string_view text, std::size_t begin, std::size_t stop, std::string_view wanted);

/// How many bytes the well-formed UTF-8 sequence at the front takes; 0 when it is ill-formed or the text is empty.
std::size_t utf8_length(std::string_view text);

/// The first characters of a text that a message quotes, "…" for the rest.
std::string clipped(std::string_view text, std::size_t max_bytes);

/// A number in upper-case hexadecimal digits.
std::string hex(unsigned number, int digits);

}  // namespace detail
}  // namespace v0
}  // namespace pug
