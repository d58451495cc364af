#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pug {
inline namespace v0 {
namespace detail {

/// A place in a text, counted from 1. Lines end with a line feed, so CRLF will do; columns are Unicode code points.
struct Place {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    bool operator==(const Place&) const = default;
};

/// The text without the UTF-8 byte order mark that some editors put first; the mark takes no column.
std::string_view without_byte_order_mark(std::string_view text);

/// Turns byte offsets into places. Asked in ascending order it walks the text once.
class PlaceCounter {
  public:
    explicit PlaceCounter(std::string_view text) : text_(text) {}

    /// The place of a byte; offsets beyond the text stand for its end.
    Place at(std::size_t offset);

  private:
    std::string_view text_;
    std::size_t offset_ = 0;
    Place place_;
};

/// Walks the tokens of a JSON text; white space, commas and colons only separate them. It checks nothing: text that is
/// no JSON gives some tokens, all within the text.
class TokenWalker {
  public:
    explicit TokenWalker(std::string_view text) : text_(text) {}

    /// Moves to the next token; false at the end of the text.
    bool next();

    std::size_t begin() const { return begin_; }
    std::size_t end() const { return end_; }
    char kind() const { return text_[begin_]; }  ///< its first character: { } [ ] " or that of a number or word
    std::string_view token() const { return text_.substr(begin_, end_ - begin_); }

  private:
    std::string_view text_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

/// A reference token of a JSON pointer (RFC 6901), with the slash before it: "a/b" becomes "/a~1b".
std::string pointer_step(std::string_view name);

/// Where the members of one JSON document stand. Reads the text once, then answers any number of questions.
class Locator {
  public:
    /// The text is one that `parse_json` has accepted, perhaps with doubled keys: the first of them counts.
    explicit Locator(std::string_view text);

    /// The place a JSON pointer names: of a member its key, of an element its value, of the root the first value. What
    /// the document does not contain stands where its nearest existing parent stands.
    Place at(std::string_view pointer) const;

  private:
    static std::string child_name(std::size_t parent, std::string_view token);

    std::vector<Place> places_;                              // of every value, in the order of the text
    std::unordered_map<std::string, std::size_t> children_;  // (parent, reference token) → value
};

/// `Locator(text).at(pointer)`, for a single question.
Place locate(std::string_view text, std::string_view pointer);

}  // namespace detail
}  // namespace v0
}  // namespace pug
