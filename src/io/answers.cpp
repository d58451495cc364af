#include "pug/io/answers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace pug {
inline namespace v0 {

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n\v\f";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<double> number_from(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) return std::nullopt;
    }
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

}  // namespace

AnswerReader::AnswerReader(const Instrument& instrument, const Variable& variable) : variable_(variable) {
    for (const Scale& scale : instrument.scales) {
        if (variable.type == VariableType::choice && scale.name == variable.scale) scale_ = &scale;
    }
}

result<Answer> AnswerReader::refuse(std::string_view text, const std::string& wanted) const {
    std::size_t length = std::min<std::size_t>(text.size(), 60);
    // Never cut a character in half: step back over the bytes that continue one.
    while (length < text.size() && length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
    std::string shown(text.substr(0, length));
    for (char& c : shown) {
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';  // a message is one line
    }
    if (length < text.size()) shown += "…";
    return Error(ErrorKind::data, "data.value", variable_.name, "found \"" + shown + "\", wanted " + wanted);
}

result<Answer> AnswerReader::read(std::string_view raw) const {
    const std::string_view text = trimmed(raw);
    if (text.empty()) return Answer{0, Status::missing};
    for (const auto& [code, status] : variable_.statuses) {
        if (code == text) return Answer{0, status};
    }
    if (scale_) {
        std::string codes;
        for (std::size_t i = 0; i < scale_->levels.size(); ++i) {
            if (scale_->levels[i].code == text) return Answer{static_cast<double>(i), Status::observed};
            codes += (codes.empty() ? "" : ", ") + scale_->levels[i].code;
        }
        for (const auto& [code, status] : scale_->statuses) {
            if (code == text) return Answer{0, status};
            codes += ", " + code;
        }
        if (const auto status = status_from(lower(text)); status && *status != Status::observed)
            return Answer{0, *status};
        return refuse(text, "one of " + codes + ", or a status");
    }
    const std::string word = lower(text);
    if (const auto status = status_from(word); status && *status != Status::observed) return Answer{0, *status};
    if (variable_.type == VariableType::yes_no) {
        if (is_one_of(word, {"yes", "y", "ya", "true", "1", "1.0"})) return Answer{1, Status::observed};
        if (is_one_of(word, {"no", "n", "tidak", "false", "0", "0.0"})) return Answer{0, Status::observed};
        return refuse(text, "yes or no (ya, tidak), or a status");
    }
    if (const auto value = number_from(text)) return Answer{*value, Status::observed};
    return refuse(text, "a number with a decimal point, or a status");
}

}  // namespace v0
}  // namespace pug
