#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pug/text.hpp"

namespace pug {
inline namespace v0 {
namespace gender {

/// What is wrong with a document that can be read.
enum class Severity : std::uint8_t {
    contradiction,  ///< two things that it says exclude each other
    arithmetic,     ///< a number is not what the others make it
    missing,        ///< something that belongs there is not there
    form,           ///< it is not written as such a document is
};
inline constexpr std::array<std::string_view, 4> severity_names = {"contradiction", "arithmetic", "missing", "form"};

/// One thing that is wrong, where, and what would make it right.
struct Finding {
    std::string code;   ///< stable dotted name, e.g. "claim.contradicted"
    std::string where;  ///< JSON pointer in the document, e.g. "/gap_factors/2/claims/0"
    Severity severity = Severity::contradiction;
    Text message;     ///< what was found, in Indonesian and English
    Text correction;  ///< what would be right
    bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

/// The place of an element or member of what is at `where`.
inline std::string below(const std::string& where, std::size_t index) { return where + "/" + std::to_string(index); }
inline std::string below(const std::string& where, std::string_view member) {
    return where + "/" + std::string(member);
}

}  // namespace gender
}  // namespace v0
}  // namespace pug
