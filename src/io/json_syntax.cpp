#include "json_syntax.hpp"

#include <algorithm>
#include <optional>

namespace pug {
inline namespace v0 {
namespace detail {
namespace {

constexpr std::size_t max_quoted_bytes = 24;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> choices) {
    return std::find(choices.begin(), choices.end(), text) != choices.end();
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (is_letter(c)) c = static_cast<char>(c | 0x20);
    }
    return out;
}

// What a person would call a word or a number at the front of the text, JSON or not.
std::string_view word(std::string_view text) {
    const auto belongs = [](char c) {
        return is_letter(c) || is_digit(c) || c == '_' || c == '+' || c == '-' || c == '.';
    };
    return text.substr(0, static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), belongs) - text.begin()));
}

bool is_not_a_number(std::string_view name) {
    if (!name.empty() && (name.front() == '-' || name.front() == '+')) name.remove_prefix(1);
    return is_one_of(lower(name), {"nan", "inf", "infinity"});
}

unsigned code_point(std::string_view character) {
    const auto lead = static_cast<unsigned char>(character.front());
    if (character.size() == 1) return lead;
    unsigned point = lead & (0x7fu >> character.size());
    for (const char c : character.substr(1)) point = point << 6 | (static_cast<unsigned char>(c) & 0x3fu);
    return point;
}

// The thing at the front of the text, named so that it can be recognised even when it cannot be seen.
std::string name_of(std::string_view text) {
    if (text.empty()) return "the end of the text";
    if (const auto name = word(text); !name.empty()) return "'" + clipped(name, max_quoted_bytes) + "'";
    const std::string_view character = text.substr(0, std::max<std::size_t>(utf8_length(text), 1));
    const unsigned point = code_point(character);
    const std::string number = "U+" + hex(point, point > 0xfffff ? 6 : point > 0xffff ? 5 : 4);
    if (point == '\n' || point == '\r') return "a line break";
    if (point == '\t') return "a tab";
    if (point < 0x20 || point == 0x7f) return "the control character " + number;
    const std::string quoted = "'" + std::string(character) + "'";
    return point < 0x7f ? quoted : quoted + " (" + number + ")";
}

// What usually goes wrong with such a thing, for those who know JavaScript or Python better than JSON.
std::string_view hint(std::string_view text, std::size_t offset) {
    const std::string_view rest = text.substr(offset);
    if (rest.empty()) return "";
    const char c = rest.front();
    const bool after_zero = offset > 0 && text[offset - 1] == '0';
    if (is_digit(c) && after_zero) return "; a number does not begin with a superfluous zero";
    if (c == '#' || rest.substr(0, 2) == "//" || rest.substr(0, 2) == "/*") return "; JSON has no comments";
    if (c == '/' && offset > 0 && is_digit(text[offset - 1])) return "; a fraction stands in double quotes (\")";
    const std::string_view character = rest.substr(0, utf8_length(rest));
    const bool quote = is_one_of(character, {"'", "`", "“", "”", "„", "‘", "’", "«"});
    if (quote) return "; JSON strings stand in double quotes (\")";
    if (is_one_of(lower(word(rest)), {"true", "false", "null", "none"})) return "; JSON writes true, false and null";
    const std::size_t before = offset == 0 ? std::string_view::npos : text.find_last_not_of(" \t\r\n", offset - 1);
    const bool after_comma = before != std::string_view::npos && text[before] == ',';
    if ((c == ']' || c == '}') && after_comma) return "; no comma may stand before it";
    return "";
}

SyntaxTrouble found_instead(std::string_view text, std::size_t offset, std::string_view wanted) {
    std::string message = "found " + name_of(text.substr(offset)) + " where " + std::string(wanted) + " was wanted";
    return {offset, "document.syntax", message.append(hint(text, offset))};
}

// ---- inside a string

// The UTF-16 code unit of an escape such as \u00e9 at the front of the text.
std::optional<unsigned> unicode_escape(std::string_view text) {
    if (text.size() < 6 || text.substr(0, 2) != "\\u") return std::nullopt;
    unsigned unit = 0;
    for (const char c : text.substr(2, 4)) {
        if (!is_hex_digit(c)) return std::nullopt;
        unit = unit << 4 | static_cast<unsigned>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return unit;
}

bool is_leading_surrogate(unsigned unit) { return unit >= 0xd800 && unit <= 0xdbff; }
bool is_trailing_surrogate(unsigned unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

struct Escape {
    std::size_t length;  // in bytes; of a good one
    std::string code;    // "" when good
    std::string message;
};

Escape read_escape(std::string_view text) {
    if (text.size() < 2) return {1, "", ""};  // the text ends: worse than any escape
    if (text[1] != 'u') {
        if (std::string_view("\"\\/bfnrt").find(text[1]) != std::string_view::npos) return {2, "", ""};
        const std::string_view character = text.substr(1, std::max<std::size_t>(utf8_length(text.substr(1)), 1));
        const bool visible = static_cast<unsigned char>(text[1]) > 0x20 && text[1] != 0x7f;
        const std::string name = visible ? "'\\" + std::string(character) + "'" : "'\\' before " + name_of(character);
        return {0, "document.syntax",
                "found " + name + R"( in a string; after '\' one of " \ / b f n r t u was wanted)"};
    }
    const auto unit = unicode_escape(text);
    if (!unit) {
        return {0, "document.syntax", R"(found '\u' in a string without the four hexadecimal digits that were wanted)"};
    }
    if (is_leading_surrogate(*unit)) {
        const auto next = unicode_escape(text.substr(6));
        if (next && is_trailing_surrogate(*next)) return {12, "", ""};
    }
    if (is_leading_surrogate(*unit) || is_trailing_surrogate(*unit)) {
        const std::string half(text.substr(0, 6));
        return {0, "document.not_utf8", "found '" + half + "', half of a surrogate pair; a whole character was wanted"};
    }
    return {6, "", ""};
}

SyntaxTrouble explain_string(std::string_view text, std::size_t begin) {
    std::size_t at = begin + 1;
    while (at < text.size() && text[at] != '"') {
        if (static_cast<unsigned char>(text[at]) < 0x20) {
            const std::string name = name_of(text.substr(at));
            return {at, "document.syntax", "found " + name + " in a string; the closing '\"' or an escape was wanted"};
        }
        std::size_t length = 1;
        if (text[at] == '\\') {
            Escape escape = read_escape(text.substr(at));
            if (!escape.code.empty()) return {at, std::move(escape.code), std::move(escape.message)};
            length = escape.length;
        }
        at += length;
    }
    return {at, "document.syntax",
            "found " + name_of(text.substr(at)) + " inside a string; its closing '\"' was wanted"};
}

}  // namespace

SyntaxTrouble explain_syntax(std::string_view text, std::size_t begin, std::size_t stop, std::string_view wanted) {
    const std::string_view rest = text.substr(begin);
    if (is_not_a_number(word(rest))) {
        const std::string name(word(rest));
        return {begin, "document.syntax",
                name + " is not a number in JSON; found it where " + std::string(wanted) + " was wanted"};
    }
    if (begin < stop && rest.front() == '"') return explain_string(text, begin);
    const bool in_number = begin < stop && (rest.front() == '-' || is_digit(rest.front()));
    return in_number ? found_instead(text, stop, "a digit") : found_instead(text, begin, wanted);
}

// Unicode, table 3-7: neither overlong forms nor surrogates nor anything beyond U+10FFFF.
std::size_t utf8_length(std::string_view text) {
    const auto is_in = [&](std::size_t i, unsigned low, unsigned high) {
        const unsigned byte = i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
        return byte >= low && byte <= high;
    };
    if (text.empty()) return 0;
    const unsigned lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x80) return 1;
    if (lead < 0xc2 || lead > 0xf4) return 0;
    if (lead < 0xe0) return is_in(1, 0x80, 0xbf) ? 2 : 0;
    if (!is_in(2, 0x80, 0xbf)) return 0;
    if (lead < 0xf0) return is_in(1, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf) ? 3 : 0;
    return is_in(1, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf) && is_in(3, 0x80, 0xbf) ? 4 : 0;
}

std::string clipped(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return std::string(text);
    std::size_t end = 0;
    for (std::size_t next = 0; next <= max_bytes; next += std::max<std::size_t>(utf8_length(text.substr(next)), 1)) {
        end = next;
    }
    return std::string(text.substr(0, end)) + "…";
}

std::string hex(unsigned number, int digits) {
    std::string text;
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) text += "0123456789ABCDEF"[number >> shift & 0xf];
    return text;
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
