#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pug {
inline namespace v0 {

/// A text in one or more languages, in the order written. A text without a language has the tag "".
struct Text {
    std::vector<std::pair<std::string, std::string>> translations;  ///< BCP-47 tag, text

    Text() = default;
    Text(std::string plain) : translations{{"", std::move(plain)}} {}  // NOLINT: a plain string is a text
    Text(const char* plain) : Text(std::string(plain)) {}              // NOLINT

    bool empty() const { return translations.empty(); }

    /// The text in that language; else the untagged one, English, or the first; else "".
    std::string_view in(std::string_view language) const {
        for (std::string_view tag : {language, std::string_view{}, std::string_view{"en"}}) {
            for (const auto& [name, text] : translations) {
                if (name == tag) return text;
            }
        }
        return translations.empty() ? std::string_view{} : std::string_view{translations.front().second};
    }

    bool operator==(const Text&) const = default;
};

}  // namespace v0
}  // namespace pug
