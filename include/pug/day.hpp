#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Days as documents write them, YYYY-MM-DD. Their order is that of their texts.
namespace pug {
inline namespace v0 {
namespace detail {

/// The number that some decimal digits of a text make; −1 where they are none.
inline int digits_in(std::string_view text, std::size_t first, std::size_t count) {
    int number = 0;
    for (const char c : text.substr(first, count))
        number = c >= '0' && c <= '9' && number >= 0 ? number * 10 + (c - '0') : -1;
    return number;
}

/// The day that a text names, if it is a day of the Gregorian calendar.
inline std::optional<std::chrono::year_month_day> calendar_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const int year = digits_in(text, 0, 4);
    const int month = digits_in(text, 5, 2);
    const int day = digits_in(text, 8, 2);
    if (year < 0 || month < 0 || day < 0) return std::nullopt;
    const std::chrono::year_month_day found{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                            std::chrono::day{static_cast<unsigned>(day)}};
    return found.ok() ? std::optional(found) : std::nullopt;
}

/// Whether a text is a day of the Gregorian calendar, YYYY-MM-DD.
inline bool is_day(std::string_view text) { return calendar_day(text).has_value(); }

/// The day after a day; empty where there is none that four digits of a year can write.
inline std::string day_after(std::string_view day) {
    const auto found = calendar_day(day);
    if (!found) return {};
    const std::chrono::year_month_day next{std::chrono::sys_days{*found} + std::chrono::days{1}};
    const int year = static_cast<int>(next.year());
    if (year > 9999) return {};
    std::string text;
    const auto append = [&](int number, std::size_t width) {
        const std::string digits = std::to_string(number);
        text.append(width - digits.size(), '0').append(digits);
    };
    append(year, 4);
    text += '-';
    append(static_cast<int>(static_cast<unsigned>(next.month())), 2);
    text += '-';
    append(static_cast<int>(static_cast<unsigned>(next.day())), 2);
    return text;
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
