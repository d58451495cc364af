#include "canonical_json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <vector>

namespace pug {
inline namespace v0 {
namespace detail {
namespace {

namespace json = boost::json;

constexpr std::size_t page_width = 100;

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }
std::string_view view(json::string_view text) { return {text.data(), text.size()}; }

// ---- text

void append_escape(std::string& out, char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            out += "\\u00";
            out += "0123456789abcdef"[c >> 4];
            out += "0123456789abcdef"[c & 0xf];
    }
}

void append_string(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') {
            append_escape(out, c);
        } else {
            out += c;
        }
    }
    out += '"';
}

// ---- numbers

template <class Whole>
void append_whole(std::string& out, Whole number) {
    char buffer[24];
    out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
}

// Where ECMAScript puts the decimal point among the shortest digits (ECMA-262, Number::toString); `point` digits stand
// before it.
void append_layout(std::string& out, std::string_view digits, int point) {
    const int count = static_cast<int>(digits.size());
    if (count <= point && point <= 21) {
        out.append(digits).append(static_cast<std::size_t>(point - count), '0');
    } else if (0 < point && point <= 21) {
        const auto before = static_cast<std::size_t>(point);
        out.append(digits.substr(0, before)).append(".").append(digits.substr(before));
    } else if (-6 < point && point <= 0) {
        out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
    } else {
        out += digits.front();
        if (count > 1) out.append(".").append(digits.substr(1));
        out += point > 0 ? "e+" : "e-";
        append_whole(out, std::abs(point - 1));
    }
}

void append_double(std::string& out, double number) {
    if (!std::isfinite(number)) {
        out += "null";
        return;
    }
    if (number == 0) {  // -0 too
        out += '0';
        return;
    }
    if (number < 0) out += '-';
    char buffer[32];  // d.ddd…e±dd
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, std::fabs(number), std::chars_format::scientific).ptr;
    const char* mark = std::find(buffer, end, 'e');
    int exponent = 0;
    std::from_chars(mark[1] == '+' ? mark + 2 : mark + 1, end, exponent);
    std::string digits(buffer, static_cast<std::size_t>(mark - buffer));
    if (digits.size() > 1) digits.erase(1, 1);
    append_layout(out, digits, exponent + 1);
}

void append_scalar(std::string& out, const json::value& value) {
    switch (value.kind()) {
        case json::kind::bool_:
            out += value.get_bool() ? "true" : "false";
            return;
        case json::kind::int64:
            return append_whole(out, value.get_int64());
        case json::kind::uint64:
            return append_whole(out, value.get_uint64());
        case json::kind::double_:
            return append_double(out, value.get_double());
        case json::kind::string:
            return append_string(out, view(value.get_string()));
        default:
            out += "null";
    }
}

// ---- canonical form

// UTF-8 bytes sort like code points; UTF-16 differs in that U+E000…U+FFFF (lead bytes EE and EF) follow the surrogate
// pairs of everything beyond (lead bytes F0…F4).
bool before_in_utf16(std::string_view a, std::string_view b) {
    const auto rank = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == 0xee || byte == 0xef ? byte + 0x10 : int{byte};
    };
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [&](char x, char y) { return rank(x) < rank(y); });
}

void append_canonical(std::string& out, const json::value& value);

void append_canonical(std::string& out, const json::array& array) {
    out += '[';
    for (const auto& element : array) {
        if (&element != &array.front()) out += ',';
        append_canonical(out, element);
    }
    out += ']';
}

void append_canonical(std::string& out, const json::object& object) {
    std::vector<const json::key_value_pair*> members;
    for (const auto& member : object) members.push_back(&member);
    std::sort(members.begin(), members.end(),
              [](const auto* a, const auto* b) { return before_in_utf16(view(a->key()), view(b->key())); });
    out += '{';
    for (const auto* member : members) {
        if (member != members.front()) out += ',';
        append_string(out, view(member->key()));
        out += ':';
        append_canonical(out, member->value());
    }
    out += '}';
}

void append_canonical(std::string& out, const json::value& value) {
    if (value.is_array()) return append_canonical(out, value.get_array());
    if (value.is_object()) return append_canonical(out, value.get_object());
    append_scalar(out, value);
}

// ---- form for people

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool is_plain(const json::value& value) {
    if (const auto* array = value.if_array()) return array->empty();
    if (const auto* object = value.if_object()) return object->empty();
    return true;
}

class PrettyWriter {
  public:
    std::string write(const json::value& document) {
        append(document, 0, 0);
        out_ += '\n';
        return std::move(out_);
    }

  private:
    // Lists and objects alike: what stands in them, each with its key when there is one.
    struct Item {
        const json::key_value_pair* member;
        const json::value* value;
    };

    static std::vector<Item> items_of(const json::value& value) {
        std::vector<Item> items;
        if (const auto* array = value.if_array()) {
            for (const auto& element : *array) items.push_back({nullptr, &element});
        } else {
            for (const auto& member : value.get_object()) items.push_back({&member, &member.value()});
        }
        return items;
    }

    // `after` characters will follow on the last line of the value: its comma.
    void append(const json::value& value, std::size_t level, std::size_t after) {
        if (is_plain(value)) return append_canonical(out_, value);
        const std::vector<Item> items = items_of(value);
        const char* brackets = value.is_array() ? "[]" : "{}";
        if (append_on_one_line(items, brackets, after)) return;

        out_ += brackets[0];
        for (const Item& item : items) {
            const bool last = &item == &items.back();
            new_line(level + 1);
            append_key(out_, item);
            append(*item.value, level + 1, last ? 0 : 1);
            if (!last) out_ += ',';
        }
        new_line(level);
        out_ += brackets[1];
    }

    bool append_on_one_line(const std::vector<Item>& items, const char* brackets, std::size_t after) {
        const std::size_t used = columns(std::string_view(out_).substr(line_begin_)) + after;
        std::string line(1, brackets[0]);
        for (const Item& item : items) {
            if (!is_plain(*item.value)) return false;
            if (&item != &items.front()) line += ", ";
            append_key(line, item);
            append_canonical(line, *item.value);
            if (used + columns(line) + 1 > page_width) return false;
        }
        out_ += line + brackets[1];
        return true;
    }

    static void append_key(std::string& out, const Item& item) {
        if (item.member == nullptr) return;
        append_string(out, view(item.member->key()));
        out += ": ";
    }

    void new_line(std::size_t level) {
        out_ += '\n';
        line_begin_ = out_.size();
        out_.append(2 * level, ' ');
    }

    std::string out_;
    std::size_t line_begin_ = 0;
};

}  // namespace

std::string canonical_json(const boost::json::value& document) {
    std::string out;
    append_canonical(out, document);
    return out;
}

std::string pretty_json(const boost::json::value& document) { return PrettyWriter().write(document); }

}  // namespace detail
}  // namespace v0
}  // namespace pug
