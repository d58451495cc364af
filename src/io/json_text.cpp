#include "json_text.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "canonical_json.hpp"
#include "json_syntax.hpp"

namespace pug {
inline namespace v0 {
namespace detail {
namespace {

namespace json = boost::json;
using ErrorCode = boost::system::error_code;

// ---- numbers

// As in exact decimals elsewhere: beyond these a number is a mistake or an attack, not a weight.
constexpr std::size_t max_number_digits = 200;
constexpr int max_number_exponent = 400;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct NumberLiteral {
    std::string_view significand;  // "-12.50" of "-12.50e+3"
    std::string_view power;        // "3"; "-3" of "12e-3"; "" when there is none
};

NumberLiteral split(std::string_view literal) {
    const std::size_t mark = literal.find_first_of("eE");
    if (mark == std::string_view::npos) return {literal, ""};
    const bool plus = literal[mark + 1] == '+';
    return {literal.substr(0, mark), literal.substr(plus ? mark + 2 : mark + 1)};
}

// Empty when it is beyond what an int holds.
std::optional<int> exponent_of(const NumberLiteral& literal) {
    int exponent = 0;
    const auto end = literal.power.data() + literal.power.size();
    const auto code = std::from_chars(literal.power.data(), end, exponent).ec;
    if (code == std::errc::result_out_of_range) return std::nullopt;
    return exponent;
}

// Why a number is refused; "" when it is not.
std::string trouble_with(const NumberLiteral& literal) {
    const auto digits = std::count_if(literal.significand.begin(), literal.significand.end(), is_digit);
    if (static_cast<std::size_t>(digits) > max_number_digits) {
        return "found a number of " + std::to_string(digits) + " digits where at most " +
               std::to_string(max_number_digits) + " were wanted";
    }
    const auto exponent = exponent_of(literal);
    if (exponent && *exponent >= -max_number_exponent && *exponent <= max_number_exponent) return "";
    const std::string most = std::to_string(max_number_exponent);
    return "found the exponent " + clipped(literal.power, 12) + " where one from -" + most + " to " + most +
           " was wanted";
}

// The size of a number as digits × 10^exponent without superfluous zeros, so that equal sizes have equal parts.
struct DecimalParts {
    std::string digits;
    int exponent = 0;
    bool operator==(const DecimalParts&) const = default;
};

DecimalParts parts_of(const NumberLiteral& literal) {
    DecimalParts parts;
    parts.exponent = exponent_of(literal).value_or(0);
    bool fraction = false;
    for (const char c : literal.significand) {
        if (c == '.') fraction = true;
        if (!is_digit(c)) continue;
        if (c != '0' || !parts.digits.empty()) parts.digits += c;
        if (fraction) --parts.exponent;
    }
    for (; !parts.digits.empty() && parts.digits.back() == '0'; parts.digits.pop_back()) ++parts.exponent;
    if (parts.digits.empty()) return {};
    return parts;
}

// The number is the double nearest to the literal, so the signs agree.
bool is_shortest_decimal_of(const NumberLiteral& literal, double number) {
    if (!std::isfinite(number)) return false;
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::scientific).ptr;
    const std::string_view shortest(buffer, static_cast<std::size_t>(end - buffer));
    return parts_of(literal) == parts_of(split(shortest));
}

// ---- the document

// Takes the parser's events, builds the document and knows at any moment which value is being read and where.
class DocumentBuilder {
  public:
    static constexpr auto max_object_size = static_cast<std::size_t>(-1);
    static constexpr auto max_array_size = static_cast<std::size_t>(-1);
    static constexpr auto max_key_size = static_cast<std::size_t>(-1);
    static constexpr auto max_string_size = static_cast<std::size_t>(-1);

    DocumentBuilder(std::string_view text, const TextLimits& limits, std::vector<TextProblem>& problems)
        : text_(text), limits_(limits), problems_(problems), tokens_(text), places_(text) {}

    json::value release() { return std::move(root_); }

    /// Reports why the parser stopped at that byte, unless it was this builder that stopped it.
    void explain(std::size_t stop, ErrorCode reason);

    bool on_document_begin(ErrorCode&) { return true; }
    bool on_document_end(ErrorCode&) { return true; }
    bool on_array_begin(ErrorCode& stop) { return open(json::array(), Last::list_begin, stop); }
    bool on_array_end(std::size_t, ErrorCode&) { return close(); }
    bool on_object_begin(ErrorCode& stop) { return open(json::object(), Last::object_begin, stop); }
    bool on_object_end(std::size_t, ErrorCode&) { return close(); }
    bool on_key_part(json::string_view part, std::size_t, ErrorCode&) { return collect(part); }
    bool on_key(json::string_view part, std::size_t, ErrorCode& stop);
    bool on_string_part(json::string_view part, std::size_t, ErrorCode&) { return collect(part); }
    bool on_string(json::string_view part, std::size_t, ErrorCode& stop) {
        return collect(part) && put_scalar(json::string(std::exchange(collected_, {})), stop);
    }
    bool on_number_part(json::string_view, ErrorCode&) { return true; }
    bool on_int64(std::int64_t number, json::string_view, ErrorCode& stop) { return put_scalar(number, stop); }
    bool on_uint64(std::uint64_t number, json::string_view, ErrorCode& stop) { return put_scalar(number, stop); }
    bool on_double(double number, json::string_view literal, ErrorCode& stop);
    bool on_bool(bool value, ErrorCode& stop) { return put_scalar(value, stop); }
    bool on_null(ErrorCode& stop) { return put_scalar(nullptr, stop); }
    bool on_comment_part(json::string_view, ErrorCode&) { return true; }
    bool on_comment(json::string_view, ErrorCode&) { return true; }

  private:
    enum class Last { nothing, list_begin, object_begin, key, value };  // what was read last

    struct Container {
        json::value value;  // a list or an object
        std::string key;    // of the member being read
    };

    struct Expectation {
        const char* what;
        bool is_value;
    };

    bool collect(json::string_view part);
    bool begin_value(ErrorCode& stop);
    bool open(json::value container, Last last, ErrorCode& stop);
    bool close();
    bool put(json::value value);
    bool put_scalar(json::value value, ErrorCode& stop) { return begin_value(stop) && put(std::move(value)); }

    Expectation expectation(bool after_separator) const;
    std::string pointer_to_container() const;
    std::string pointer_to_value() const;

    void add(std::string code, std::string pointer, std::size_t offset, std::string message);
    bool go_on_despite(std::string code, std::string message, ErrorCode& stop);
    bool give_up(std::string code, std::string message, ErrorCode& stop);

    std::string_view text_;
    const TextLimits& limits_;
    std::vector<TextProblem>& problems_;
    TokenWalker tokens_;  // keeps step with the events: the parser does not tell where they happen
    PlaceCounter places_;
    std::vector<Container> containers_;
    json::value root_;
    std::string collected_;  // the string or key so far
    Last last_ = Last::nothing;
    std::size_t value_count_ = 0;
    std::size_t problem_count_ = 0;
    bool gave_up_ = false;
};

bool DocumentBuilder::collect(json::string_view part) {
    collected_.append(part.data(), part.size());
    return true;
}

bool DocumentBuilder::begin_value(ErrorCode& stop) {
    tokens_.next();
    if (++value_count_ <= limits_.max_values) return true;
    const std::string most = std::to_string(limits_.max_values);
    return give_up("document.too_many_values", "found more values than the " + most + " that a document may have",
                   stop);
}

bool DocumentBuilder::open(json::value container, Last last, ErrorCode& stop) {
    if (!begin_value(stop)) return false;
    if (containers_.size() == limits_.max_depth) {
        const std::string depth = std::to_string(limits_.max_depth);
        return give_up("document.too_deep",
                       "found a list or object within " + depth + " others, the most that a document may have", stop);
    }
    containers_.push_back({std::move(container), {}});
    last_ = last;
    return true;
}

bool DocumentBuilder::close() {
    tokens_.next();
    json::value value = std::move(containers_.back().value);
    containers_.pop_back();
    return put(std::move(value));
}

bool DocumentBuilder::put(json::value value) {
    last_ = Last::value;
    if (containers_.empty()) {
        root_ = std::move(value);
    } else if (auto* array = containers_.back().value.if_array()) {
        array->push_back(std::move(value));
    } else {
        containers_.back().value.get_object().emplace(containers_.back().key, std::move(value));  // keeps the first
    }
    return true;
}

bool DocumentBuilder::on_key(json::string_view part, std::size_t, ErrorCode& stop) {
    tokens_.next();
    collect(part);
    last_ = Last::key;
    Container& object = containers_.back();
    object.key = std::exchange(collected_, {});
    if (!object.value.get_object().contains(object.key)) return true;
    const std::string key = canonical_json(json::value(clipped(object.key, 60)));
    return go_on_despite("document.duplicate_key",
                         "found the key " + key + " again; one of each was wanted in an object", stop);
}

bool DocumentBuilder::on_double(double number, json::string_view text, ErrorCode& stop) {
    if (!begin_value(stop)) return false;
    const NumberLiteral literal = split(text);
    if (std::string trouble = trouble_with(literal); !trouble.empty()) {
        return go_on_despite("document.number_range", std::move(trouble), stop) && put(nullptr);
    }
    if (is_shortest_decimal_of(literal, number)) return put(number);
    return put(json::string(text));
}

void DocumentBuilder::explain(std::size_t stop, ErrorCode reason) {
    if (gave_up_) return;
    const std::size_t end = std::min(tokens_.end(), stop);  // of what was read well: the walker may have gone beyond
    const std::size_t begin = std::min(text_.find_first_not_of(" \t\r\n,:", end), stop);
    const std::string_view between = text_.substr(end, begin - end);
    const Expectation wanted = expectation(between.find_first_of(",:") != std::string_view::npos);
    SyntaxTrouble trouble = explain_syntax(text_, begin, stop, wanted.what);
    if (reason == json::error::exponent_overflow) {
        trouble = {begin, "document.number_range", "found a number too large or too small to be read"};
    }
    add(std::move(trouble.code), wanted.is_value ? pointer_to_value() : pointer_to_container(), trouble.offset,
        std::move(trouble.message));
}

DocumentBuilder::Expectation DocumentBuilder::expectation(bool after_separator) const {
    if (containers_.empty()) {
        return last_ == Last::nothing ? Expectation{"a value", true} : Expectation{"the end of the text", false};
    }
    const bool in_list = containers_.back().value.is_array();
    switch (last_) {
        case Last::list_begin:
            return {"a value or ']'", true};
        case Last::object_begin:
            return {"a key in double quotes or '}'", false};
        case Last::key:
            return after_separator ? Expectation{"a value", true} : Expectation{"':'", false};
        default:
            break;
    }
    if (in_list) return after_separator ? Expectation{"a value", true} : Expectation{"',' or ']'", false};
    return {after_separator ? "a key in double quotes" : "',' or '}'", false};
}

std::string DocumentBuilder::pointer_to_container() const {
    std::string pointer;
    for (std::size_t i = 0; i + 1 < containers_.size(); ++i) {
        const auto* array = containers_[i].value.if_array();
        pointer += array != nullptr ? "/" + std::to_string(array->size()) : pointer_step(containers_[i].key);
    }
    return pointer;
}

std::string DocumentBuilder::pointer_to_value() const {
    if (containers_.empty()) return "";
    const Container& last = containers_.back();
    const auto* array = last.value.if_array();
    return pointer_to_container() + (array != nullptr ? "/" + std::to_string(array->size()) : pointer_step(last.key));
}

void DocumentBuilder::add(std::string code, std::string pointer, std::size_t offset, std::string message) {
    const Place place = places_.at(offset);
    problems_.push_back({std::move(code), std::move(pointer), place.line, place.column, std::move(message)});
}

// About the token just read; false when the list of problems is full.
bool DocumentBuilder::go_on_despite(std::string code, std::string message, ErrorCode& stop) {
    if (problem_count_++ == limits_.max_problems) {
        const std::string most = std::to_string(limits_.max_problems);
        return give_up("document.too_many_problems", "found more than " + most + " problems; the rest was not read",
                       stop);
    }
    add(std::move(code), pointer_to_value(), tokens_.begin(), std::move(message));
    return true;
}

bool DocumentBuilder::give_up(std::string code, std::string message, ErrorCode& stop) {
    add(std::move(code), pointer_to_value(), tokens_.begin(), std::move(message));
    gave_up_ = true;
    stop = json::error::input_error;
    return false;
}

// ---- the text as a whole

// Boost.JSON calls itself for every level and holds at most 2 GB in a string; places are counted in 32 bits.
TextLimits within_reason(TextLimits limits) {
    limits.max_bytes = std::min<std::size_t>(limits.max_bytes, 1u << 30);
    limits.max_depth = std::min<std::size_t>(limits.max_depth, 1000);
    return limits;
}

std::optional<TextProblem> trouble_with_bytes(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = utf8_length(text.substr(at));
        if (length == 0) break;
        at += length;
    }
    if (at == text.size()) return std::nullopt;
    const auto byte = static_cast<unsigned char>(text[at]);
    const Place place = PlaceCounter(text).at(at);
    const bool utf16 = at == 0 && byte >= 0xfe;
    return TextProblem{"document.not_utf8", "", place.line, place.column,
                       "found the byte 0x" + hex(byte, 2) + (utf16 ? ", as UTF-16 begins," : "") +
                           " where a character in UTF-8 was wanted"};
}

std::optional<TextProblem> trouble_before_parsing(std::string_view text, const TextLimits& limits) {
    if (text.size() > limits.max_bytes) {
        return TextProblem{"document.too_large", "", 1, 1,
                           "found " + std::to_string(text.size()) + " bytes where at most " +
                               std::to_string(limits.max_bytes) + " were wanted"};
    }
    text = without_byte_order_mark(text);
    if (auto trouble = trouble_with_bytes(text)) return trouble;
    if (text.find_first_not_of(" \t\r\n") != std::string_view::npos) return std::nullopt;
    return TextProblem{"document.empty", "", 1, 1, "found nothing where a JSON document was wanted"};
}

}  // namespace

bool parse_json(std::string_view text, boost::json::value& out, std::vector<TextProblem>& problems,
                const TextLimits& limits) {
    out = nullptr;
    const TextLimits bounds = within_reason(limits);
    if (auto trouble = trouble_before_parsing(text, bounds)) {
        problems.push_back(std::move(*trouble));
        return false;
    }
    const std::string_view body = without_byte_order_mark(text);
    const std::size_t problems_before = problems.size();
    json::parse_options options;
    options.max_depth = bounds.max_depth + 1;  // the builder refuses first, with a better message
    options.numbers = json::number_precision::precise;
    json::basic_parser<DocumentBuilder> parser(options, body, bounds, problems);
    ErrorCode reason;
    const std::size_t stop = parser.write_some(false, body.data(), body.size(), reason);
    if (reason || stop < body.size()) {
        parser.handler().explain(stop, reason);
    } else {
        out = parser.handler().release();
    }
    return problems.size() == problems_before;
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
