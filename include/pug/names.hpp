#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "pug/instrument.hpp"

// The words of the instrument language for the model's enumerations, each list in the order of its enumeration.
namespace pug {
inline namespace v0 {

inline constexpr std::array<std::string_view, 13> aggregate_names = {
    "from",   "sum",   "arithmetic", "geometric", "harmonic", "min",  "max",
    "median", "ratio", "difference", "product",   "lookup",   "holds"};
inline constexpr std::array<std::string_view, 6> relative_names = {"minmax",     "zscore",      "rank",
                                                                   "percentile", "relative_to", "deviation_from"};
inline constexpr std::array<std::string_view, 6> reference_names = {"cohort", "min", "max", "mean", "median", "unit"};
inline constexpr std::array<std::string_view, 3> weighting_names = {"given", "equal", "inverse_sd"};
inline constexpr std::array<std::string_view, 5> variable_type_names = {"number", "percent", "count", "yes_no",
                                                                        "choice"};
inline constexpr std::array<std::string_view, 2> direction_names = {"higher_is_better", "lower_is_better"};
inline constexpr std::array<std::string_view, 3> instrument_status_names = {"official", "reconstructed", "draft"};
inline constexpr std::array<std::string_view, 4> rounding_mode_names = {"half-up", "half-even", "down", "up"};
inline constexpr std::array<std::string_view, 5> comparison_names = {"at_least", "above", "at_most", "below", "is"};
inline constexpr std::array<std::string_view, 4> gap_policy_names = {"refuse", "lower", "upper", "none"};
inline constexpr std::array<std::string_view, 3> rank_on_names = {"value", "rounded", "none"};
inline constexpr std::array<std::string_view, 4> ties_names = {"min", "max", "average", "dense"};
inline constexpr std::array<std::string_view, 4> policy_action_names = {"renormalise", "lowest", "propagate",
                                                                        "if_needed"};

/// The word for a value of an enumeration.
template <std::size_t N, class Enum>
constexpr std::string_view word(const std::array<std::string_view, N>& names, Enum value) {
    return names[static_cast<std::size_t>(value)];
}

/// The value of an enumeration for a word, if it is one of its words.
template <class Enum, std::size_t N>
constexpr std::optional<Enum> from_word(const std::array<std::string_view, N>& names, std::string_view text) {
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] == text) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

/// A name as a token of a JSON pointer (RFC 6901).
inline std::string pointer_token(std::string_view name) {
    std::string token;
    for (const char c : name) token += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return token;
}

}  // namespace v0
}  // namespace pug
