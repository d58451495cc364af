#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace pug {
inline namespace v0 {

/// What is known about a value. Zero is a value, never a status. The numbers are those of the C ABI.
enum class Status : std::uint8_t {
    observed = 0,
    missing = 1,         ///< not answered
    not_applicable = 2,  ///< does not apply to this unit: leaves numerator and maximum
    not_assessed = 3,    ///< nobody has looked yet
    no_information = 4,  ///< asked, but the evidence is insufficient
    not_computable = 5,  ///< the rule has no value here, e.g. x / 0
    waived = 6,          ///< the requirement was lifted for this unit by a decision
    suppressed = 7,      ///< known but withheld, e.g. a small count
};

inline constexpr std::size_t status_count = 8;

inline constexpr std::array<std::string_view, status_count> status_names = {
    "observed",       "missing",        "not_applicable", "not_assessed",
    "no_information", "not_computable", "waived",         "suppressed"};

/// The name of a status as it is written in documents and data.
constexpr std::string_view to_string(Status status) { return status_names[static_cast<std::size_t>(status)]; }

/// The status of that name, if there is one.
constexpr std::optional<Status> status_from(std::string_view name) {
    for (std::size_t i = 0; i < status_count; ++i) {
        if (status_names[i] == name) return static_cast<Status>(i);
    }
    return std::nullopt;
}

/// Statuses that take the indicator out of the standard for this unit: numerator and maximum shrink alike.
constexpr bool is_excluded(Status status) { return status == Status::not_applicable || status == Status::waived; }

/// Statuses behind which there is a value that we do not know.
constexpr bool is_unknown(Status status) { return status != Status::observed && !is_excluded(status); }

/// How much a status tells: where operands meet, the node takes the gravest of theirs.
constexpr std::uint8_t gravity(Status status) {
    constexpr std::array<std::uint8_t, status_count> of_status = {0, 4, 1, 3, 6, 7, 2, 5};
    return of_status[static_cast<std::size_t>(status)];
}

/// The status of that gravity.
constexpr Status status_of_gravity(std::uint8_t gravity) {
    constexpr std::array<Status, status_count> of_gravity = {
        Status::observed, Status::not_applicable, Status::waived,         Status::not_assessed,
        Status::missing,  Status::suppressed,     Status::no_information, Status::not_computable};
    return of_gravity[gravity];
}

/// The graver of two statuses.
constexpr Status graver(Status a, Status b) { return gravity(a) >= gravity(b) ? a : b; }

}  // namespace v0
}  // namespace pug
