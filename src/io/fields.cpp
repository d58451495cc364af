#include "fields.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <limits>
#include <utility>

namespace pug {
inline namespace v0 {
namespace detail {

std::string_view kind_of(const boost::json::value& value) {
    switch (value.kind()) {
        case boost::json::kind::null:
            return "null";
        case boost::json::kind::bool_:
            return "true or false";
        case boost::json::kind::int64:
        case boost::json::kind::uint64:
        case boost::json::kind::double_:
            return "a number";
        case boost::json::kind::string:
            return "a string";
        case boost::json::kind::array:
            return "a list";
        case boost::json::kind::object:
            break;
    }
    return "an object";
}

void report(Problems& problems, std::string code, const std::string& pointer, std::string message) {
    problems.push_back({std::move(code), pointer, 0, 0, std::move(message)});
}

void report_type(Problems& problems, const Located& at, std::string_view wanted) {
    report(problems, "document.type", at.pointer,
           "found " + std::string(kind_of(at.value)) + ", wanted " + std::string(wanted));
}

std::string read_string(const Located& at, Problems& problems) {
    if (const auto* string = at.value.if_string()) return std::string(*string);
    report_type(problems, at, "a string");
    return {};
}

Text read_text(const Located& at, Problems& problems) {
    if (const auto* string = at.value.if_string()) return Text(std::string(*string));
    Text text;
    const auto* object = at.value.if_object();
    if (!object || object->empty()) {
        report_type(problems, at, "a text: a string, or an object of strings by language");
        return text;
    }
    for (const auto& [language, value] : *object) {
        text.translations.emplace_back(language, read_string(at.child(language, value), problems));
    }
    return text;
}

std::optional<Decimal> decimal_of(const boost::json::value& value) {
    if (const auto* string = value.if_string()) return Decimal::parse(*string);
    if (const auto* whole = value.if_int64()) return Decimal(Rational(*whole));
    if (const auto* whole = value.if_uint64()) return Decimal(Rational(*whole));
    if (const auto* real = value.if_double()) return Decimal::of(*real);
    return std::nullopt;
}

Decimal read_decimal(const Located& at, Problems& problems) {
    if (const auto decimal = decimal_of(at.value)) return *decimal;
    if (const auto* string = at.value.if_string()) {
        report(problems, "document.number", at.pointer, "\"" + std::string(*string) + "\" is not a number");
    } else {
        report_type(problems, at, "a number");
    }
    return {};
}

Number read_number(const Located& at, Problems& problems) {
    if (!at.value.is_object()) return read_decimal(at, problems);
    Fields fields(at, "a parameter in place of a number", problems);
    ParameterName name;
    if (const auto parameter = fields.need("parameter")) name.name = read_string(*parameter, problems);
    fields.finish();
    return name;
}

int read_whole(const Located& at, int low, int high, Problems& problems) {
    const Decimal decimal = read_decimal(at, problems);
    if (denominator(decimal.exact()) != 1 || decimal < Decimal(low) || Decimal(high) < decimal) {
        report(
            problems, "document.number", at.pointer,
            decimal.to_string() + " is not a whole number from " + std::to_string(low) + " to " + std::to_string(high));
        return low;
    }
    return static_cast<int>(numerator(decimal.exact()));
}

double read_double(const Located& at, Problems& problems) {
    const std::size_t known = problems.size();
    const double value = read_decimal(at, problems).to_double();
    if (problems.size() == known && !std::isfinite(value))
        report(problems, "document.number", at.pointer, "a number beyond the range of doubles");
    return value;
}

void read_list(const Located& at, Problems& problems, const std::function<void(const Located&)>& each) {
    const auto* array = at.value.if_array();
    if (!array) return report_type(problems, at, "a list");
    for (std::size_t i = 0; i < array->size(); ++i) each(at.child(i, (*array)[i]));
}

bool is_name(std::string_view name) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto is_later = [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
    };
    return !name.empty() && name.size() <= 128 && is_letter(name.front()) &&
           std::all_of(name.begin(), name.end(), is_later);
}

Fields::Fields(const Located& at, std::string_view what, Problems& problems)
    : at_(at), what_(what), problems_(problems), object_(at.value.if_object()) {
    if (!object_) report_type(problems, at, std::string("an object: ") + what_);
}

std::optional<Located> Fields::find(std::string_view key) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
    const auto* value = object_ ? object_->if_contains(key) : nullptr;
    return value ? std::optional<Located>(at_.child(key, *value)) : std::nullopt;
}

std::optional<Located> Fields::need(std::string_view key) {
    auto found = find(key);
    if (!found && object_)
        report(problems_, "document.missing_key", at_.pointer,
               "\"" + std::string(key) + "\" is missing; " + what_ + " needs it");
    return found;
}

std::string Fields::string(std::string_view key) {
    const auto at = find(key);
    return at ? read_string(*at, problems_) : std::string{};
}

Text Fields::text(std::string_view key, Text otherwise) {
    const auto at = find(key);
    return at ? read_text(*at, problems_) : std::move(otherwise);
}

std::optional<Decimal> Fields::decimal(std::string_view key) {
    const auto at = find(key);
    return at ? std::optional<Decimal>(read_decimal(*at, problems_)) : std::nullopt;
}

std::optional<Number> Fields::number(std::string_view key) {
    const auto at = find(key);
    return at ? std::optional<Number>(read_number(*at, problems_)) : std::nullopt;
}

void Fields::take(std::string_view key, double& number) {
    if (const auto at = find(key)) number = read_double(*at, problems_);
}

void Fields::take(std::string_view key, std::optional<double>& number) {
    if (const auto at = find(key)) number = read_double(*at, problems_);
}

void Fields::take(std::string_view key, bool& flag) {
    const auto at = find(key);
    if (!at) return;
    if (!at->value.is_bool()) return report_type(problems_, *at, "true or false");
    flag = at->value.get_bool();
}

void Fields::take(std::string_view key, std::size_t& count) {
    if (const auto at = find(key))
        count = static_cast<std::size_t>(read_whole(*at, 0, std::numeric_limits<int>::max(), problems_));
}

void Fields::take(std::string_view key, std::string& text) {
    if (const auto at = find(key)) text = read_string(*at, problems_);
}

void Fields::take(std::string_view key, std::vector<double>& numbers) {
    list(key, [&](const Located& at) { numbers.push_back(read_double(at, problems_)); });
}

void Fields::take(std::string_view key, std::vector<std::string>& texts) {
    list(key, [&](const Located& at) { texts.push_back(read_string(at, problems_)); });
}

void Fields::list(std::string_view key, const std::function<void(const Located&)>& each) {
    if (const auto at = find(key)) read_list(*at, problems_, each);
}

void Fields::map(std::string_view key, const std::function<void(const std::string&, const Located&)>& each) {
    const auto at = find(key);
    if (!at) return;
    const auto* object = at->value.if_object();
    if (!object) return report_type(problems_, *at, "an object");
    for (const auto& [name, value] : *object) {
        const Located child = at->child(name, value);
        if (!is_name(name)) {
            report(problems_, "document.name", child.pointer,
                   "\"" + std::string(name) + "\" is no name: a letter, then letters, digits, \"_\", \".\" or \"-\"");
        }
        each(std::string(name), child);
    }
}

void Fields::report_word(const Located& at, const std::string& found, const std::vector<std::string_view>& words) {
    std::string wanted;
    for (const auto word : words) wanted += (wanted.empty() ? "\"" : ", \"") + std::string(word) + "\"";
    report(problems_, "document.word", at.pointer, "found \"" + found + "\", wanted one of " + wanted);
}

void Fields::finish(std::vector<std::pair<std::string, std::string>>* extensions) {
    if (!object_) return;
    for (const auto& [key, value] : *object_) {
        if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
        if (extensions && key.starts_with("x-")) {
            extensions->emplace_back(key, boost::json::serialize(value));
            continue;
        }
        std::string allowed;
        for (const auto& known : known_) allowed += (allowed.empty() ? "" : ", ") + known;
        report(problems_, "document.unknown_key", at_.child(key, value).pointer,
               "\"" + std::string(key) + "\" is no key of " + what_ + "; its keys are " + allowed);
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
