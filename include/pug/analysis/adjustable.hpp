#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "pug/engine/program.hpp"

namespace pug {
inline namespace v0 {

/// An answer that could be given instead, and what that takes.
struct Alternative {
    double value = 0;                 ///< as it stands in data; the status is observed
    std::vector<std::int64_t> costs;  ///< by resource, none below 0
    std::int64_t days = 0;            ///< how long it takes
};

/// A variable whose answer can be changed.
struct Adjustable {
    Slot variable = 0;
    std::vector<Alternative>
        alternatives;  ///< at most 254; alternative i is choice i + 1, choice 0 is the answer as it is
};

/// One change that asks for another: whoever makes a choice of the first that `asks` must make one of the second that
/// `grants`. It begins when the other is done.
struct Dependency {
    std::size_t first = 0, second = 0;  ///< of the adjustables
    std::vector<std::uint8_t> asks;     ///< by choice of the first
    std::vector<std::uint8_t> grants;   ///< by choice of the second
};

/// What may be changed about a unit, and within which limits.
struct Adjustments {
    std::vector<Adjustable> variables;
    std::vector<Dependency> dependencies;              ///< without circles
    std::size_t resources = 1;                         ///< the first is what is to be as little as possible
    std::vector<std::optional<std::int64_t>> budgets;  ///< by resource; none: no limit
    std::optional<std::int64_t> deadline;              ///< in days; changes go on side by side
};

/// When a search is to end before it has proved what it found.
struct SearchLimits {
    std::size_t combinations = 10'000'000;    ///< looked at
    std::function<bool()> is_cancelled = {};  ///< asked now and then
};

}  // namespace v0
}  // namespace pug
