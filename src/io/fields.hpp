#pragma once

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json_places.hpp"
#include "pug/day.hpp"
#include "pug/decimal.hpp"
#include "pug/instrument.hpp"
#include "pug/names.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// A value of the document and its JSON pointer.
struct Located {
    const boost::json::value& value;
    std::string pointer;

    Located child(std::string_view key, const boost::json::value& of) const {
        return {of, pointer + pointer_step(key)};
    }
    Located child(std::size_t index, const boost::json::value& of) const {
        return {of, pointer + "/" + std::to_string(index)};
    }
};

using Problems = std::vector<Problem>;

/// What a JSON value is, in the words of messages.
std::string_view kind_of(const boost::json::value& value);

void report(Problems& problems, std::string code, const std::string& pointer, std::string message);
void report_type(Problems& problems, const Located& at, std::string_view wanted);

// Readers of plain values. A value of another kind is reported and gives the empty value.
std::string read_string(const Located& at, Problems& problems);
Text read_text(const Located& at, Problems& problems);
Decimal read_decimal(const Located& at, Problems& problems);
Number read_number(const Located& at, Problems& problems);
int read_whole(const Located& at, int low, int high, Problems& problems);
/// A number that a double holds.
double read_double(const Located& at, Problems& problems);
/// Calls `each` for the elements of a list; anything else is reported.
void read_list(const Located& at, Problems& problems, const std::function<void(const Located&)>& each);
/// The decimal that a JSON number or a string stands for.
std::optional<Decimal> decimal_of(const boost::json::value& value);
/// Whether a name has the form that the language allows.
bool is_name(std::string_view name);

/// The members of an object, read by name. Members that nobody asked for are reported by `finish`.
class Fields {
  public:
    /// `what` names the object in messages, e.g. "a node".
    Fields(const Located& at, std::string_view what, Problems& problems);

    /// The member of that name, which is now known.
    std::optional<Located> find(std::string_view key);
    /// The same; its absence is reported.
    std::optional<Located> need(std::string_view key);

    std::string string(std::string_view key);
    /// The text of that name, or the one given where there is none.
    Text text(std::string_view key, Text otherwise = {});
    std::optional<Decimal> decimal(std::string_view key);
    std::optional<Number> number(std::string_view key);
    // Members that may be missing: what they are for stays as it is then.
    void take(std::string_view key, double& number);
    void take(std::string_view key, std::optional<double>& number);
    void take(std::string_view key, bool& flag);
    void take(std::string_view key, std::size_t& count);
    void take(std::string_view key, std::string& text);
    void take(std::string_view key, std::vector<double>& numbers);
    void take(std::string_view key, std::vector<std::string>& texts);
    template <class Enum, std::size_t N>
    void take(std::string_view key, Enum& value, const std::array<std::string_view, N>& words) {
        value = word<Enum>(key, words).value_or(value);
    }

    /// One of the words; another one is reported with those that exist.
    template <class Enum, std::size_t N>
    std::optional<Enum> word(std::string_view key, const std::array<std::string_view, N>& words) {
        const auto at = find(key);
        if (!at) return std::nullopt;
        const std::string found = read_string(*at, problems_);
        const auto value = from_word<Enum>(words, found);
        if (!value && at->value.is_string()) report_word(*at, found, {words.begin(), words.end()});
        return value;
    }
    void list(std::string_view key, const std::function<void(const Located&)>& each);
    /// Calls `each` with name and value of the members of an object of named things.
    void map(std::string_view key, const std::function<void(const std::string&, const Located&)>& each);

    /// Reports every member that was not asked for; where `extensions` is given,
    /// members beginning with "x-" go there instead.
    void finish(std::vector<std::pair<std::string, std::string>>* extensions = nullptr);

    const std::string& pointer() const { return at_.pointer; }
    bool has(std::string_view key) const { return object_ && object_->contains(key); }

  private:
    void report_word(const Located& at, const std::string& found, const std::vector<std::string_view>& words);

    Located at_;
    std::string what_;
    Problems& problems_;
    const boost::json::object* object_ = nullptr;
    std::vector<std::string> known_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
