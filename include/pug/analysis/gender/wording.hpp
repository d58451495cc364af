#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "pug/gender_analysis.hpp"

// Findings are read by officials, in Indonesian first and English second: each text is made in both at once.
namespace pug {
inline namespace v0 {

namespace detail {

/// Sets the thousands of a decimal apart: "1234.5" with '.' and ',' becomes "1.234,5".
inline std::string punctuated(const std::string& decimal, char thousands, char point) {
    if (decimal.find('/') != std::string::npos) return decimal;
    const std::size_t end = std::min(decimal.find('.'), decimal.size());
    const std::size_t start = !decimal.empty() && decimal.front() == '-' ? 1 : 0;
    std::string text = decimal.substr(0, start);
    for (std::size_t at = start; at < end; ++at) {
        if (at > start && (end - at) % 3 == 0) text += thousands;
        text += decimal[at];
    }
    if (end < decimal.size()) text += point + decimal.substr(end + 1);
    return text;
}

/// The pattern with {0}, {1} … replaced by the parts.
inline std::string filled(std::string_view pattern, std::initializer_list<Text> parts, std::string_view language) {
    std::string text;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const bool is_place = pattern[at] == '{' && at + 2 < pattern.size() && pattern[at + 2] == '}';
        if (!is_place) {
            text += pattern[at];
            continue;
        }
        text += (parts.begin() + (pattern[at + 1] - '0'))->in(language);
        at += 2;
    }
    return text;
}

}  // namespace detail

namespace gender {

/// A number with so many decimals, rounded half away from zero, with a decimal point.
inline std::string rounded(const Rational& exact, int digits) {
    const Integer scale = detail::power_of_ten(digits);
    const bool is_negative = exact < 0;
    const Rational scaled = (is_negative ? Rational(-exact) : exact) * scale + Rational(1, 2);
    const Integer units = numerator(scaled) / denominator(scaled);
    std::string text = units.str();
    if (digits > 0) {
        const auto width = static_cast<std::size_t>(digits) + 1;
        if (text.size() < width) text.insert(0, width - text.size(), '0');
        text.insert(text.size() - static_cast<std::size_t>(digits), ".");
    }
    return (is_negative && units != 0 ? "-" : "") + text;
}

/// A text in both languages.
inline Text both(std::string id, std::string en) {
    Text text;
    text.translations = {{"id", std::move(id)}, {"en", std::move(en)}};
    return text;
}

/// The same, with {0}, {1} … in the patterns replaced by the parts.
inline Text told(std::string_view id, std::string_view en, std::initializer_list<Text> parts) {
    return both(detail::filled(id, parts, "id"), detail::filled(en, parts, "en"));
}

/// A decimal as people write it: 130.170 and 54,76 in Indonesian, 130,170 and 54.76 in English.
inline Text shown(const std::string& decimal) {
    return both(detail::punctuated(decimal, '.', ','), detail::punctuated(decimal, ',', '.'));
}
inline Text shown(const Decimal& number) { return shown(number.to_string()); }
inline Text shown(const Written& written) { return shown(rounded(written.value.exact(), written.digits)); }
inline Text percent(const Rational& exact, int digits = 2) { return shown(rounded(exact, digits)); }

inline Text shown(Sex sex) { return sex == Sex::women ? both("perempuan", "women") : both("laki-laki", "men"); }
inline Text shown(Aspect aspect) {
    constexpr std::string_view english[] = {"access", "participation", "control", "benefit"};
    const auto at = static_cast<std::size_t>(aspect);
    return both(std::string(aspect_names[at]), std::string(english[at]));
}

/// What a claim says, in words: "dominated by men", "equal" …
inline Text shown(ClaimKind kind, Sex sex) {
    switch (kind) {
        case ClaimKind::dominated_by:
            return told("didominasi {0}", "dominated by {0}", {shown(sex)});
        case ClaimKind::mostly:
            return told("sebagian besar {0}", "mostly {0}", {shown(sex)});
        case ClaimKind::lower_for:
            return told("lebih rendah pada {0}", "lower for {0}", {shown(sex)});
        case ClaimKind::higher_for:
            return told("lebih tinggi pada {0}", "higher for {0}", {shown(sex)});
        case ClaimKind::share_is:
            return told("pangsa {0}", "the share of {0}", {shown(sex)});
        case ClaimKind::rate_is:
            return told("angka {0}", "the rate of {0}", {shown(sex)});
        case ClaimKind::total_is:
            return both("jumlah", "the total");
        case ClaimKind::equal:
            break;
    }
    return both("setara", "equal");
}

}  // namespace gender
}  // namespace v0
}  // namespace pug
