#include "json_places.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <utility>

#include "pug/names.hpp"

namespace pug {
inline namespace v0 {
namespace detail {
namespace {

// A key as the document means it: quotes off, escapes resolved.
std::string unquoted(std::string_view token) {
    if (token.find('\\') != std::string_view::npos) {
        boost::system::error_code broken;
        const auto value = boost::json::parse({token.data(), token.size()}, broken);
        if (!broken && value.is_string()) return std::string(value.get_string());
    }
    return std::string(token.substr(1, token.size() < 2 ? 0 : token.size() - 2));
}

// A reference token of a JSON pointer without its escapes.
std::string unescaped(std::string_view token) {
    std::string name;
    for (std::size_t i = 0; i < token.size(); ++i) {
        const bool escape = token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1');
        name += !escape ? token[i] : token[++i] == '0' ? '~' : '/';
    }
    return name;
}

}  // namespace

std::string_view without_byte_order_mark(std::string_view text) {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    return text.substr(0, mark.size()) == mark ? text.substr(mark.size()) : text;
}

Place PlaceCounter::at(std::size_t offset) {
    if (offset < offset_) *this = PlaceCounter(text_);
    for (const std::size_t end = std::min(offset, text_.size()); offset_ < end; ++offset_) {
        const auto byte = static_cast<unsigned char>(text_[offset_]);
        if (byte == '\n') {
            ++place_.line;
            place_.column = 1;
        } else if ((byte & 0xc0) != 0x80) {  // continuation bytes belong to the code point before
            ++place_.column;
        }
    }
    return place_;
}

bool TokenWalker::next() {
    begin_ = std::min(text_.find_first_not_of(" \t\r\n,:", end_), text_.size());
    if (begin_ == text_.size()) {
        end_ = begin_;
        return false;
    }
    end_ = begin_ + 1;
    if (kind() == '"') {
        while (end_ < text_.size() && text_[end_] != '"') end_ += text_[end_] == '\\' ? 2 : 1;
        end_ = std::min(end_ + 1, text_.size());
    } else if (std::string_view("{}[]").find(kind()) == std::string_view::npos) {
        end_ = std::min(text_.find_first_of(" \t\r\n,:{}[]\"", end_), text_.size());
    }
    return true;
}

std::string pointer_step(std::string_view name) { return "/" + pointer_token(name); }

std::string Locator::child_name(std::size_t parent, std::string_view token) {
    return std::to_string(parent).append("/").append(token);
}

Locator::Locator(std::string_view text) {
    struct Open {
        std::size_t value;
        bool is_array;
        std::size_t count = 0;
    };
    text = without_byte_order_mark(text);
    TokenWalker walker(text);
    PlaceCounter counter(text);
    std::vector<Open> open;
    while (walker.next()) {
        if (walker.kind() == '}' || walker.kind() == ']') {
            if (!open.empty()) open.pop_back();
            continue;
        }
        const Place place = counter.at(walker.begin());
        const std::size_t value = places_.size();
        if (!open.empty()) {
            Open& parent = open.back();
            const std::string token = parent.is_array ? std::to_string(parent.count++) : unquoted(walker.token());
            if (!parent.is_array && !walker.next()) break;  // from the key to its value
            children_.emplace(child_name(parent.value, token), value);
        }
        places_.push_back(place);
        if (walker.kind() == '{' || walker.kind() == '[') open.push_back({value, walker.kind() == '['});
    }
    if (places_.empty()) places_.push_back(Place{});
}

Place Locator::at(std::string_view pointer) const {
    std::size_t value = 0;
    while (!pointer.empty() && pointer.front() == '/') {
        pointer.remove_prefix(1);
        const std::string_view token = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(token.size());
        const auto child = children_.find(child_name(value, unescaped(token)));
        if (child == children_.end()) break;
        value = child->second;
    }
    return places_[value];
}

Place locate(std::string_view text, std::string_view pointer) { return Locator(text).at(pointer); }

}  // namespace detail
}  // namespace v0
}  // namespace pug
