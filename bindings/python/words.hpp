#pragma once

#include <array>
#include <string_view>

namespace pug_python {

// What Python calls the enumerators, in their order.
inline constexpr std::array<std::string_view, 4> gate_words = {"met", "not_met", "unanswered", "passed_over"};
inline constexpr std::array<std::string_view, 3> cap_words = {"open", "holds", "unanswered"};
inline constexpr std::array<std::string_view, 3> decided_words = {"in_doubles", "exactly", "to_fifty_digits"};

}  // namespace pug_python
