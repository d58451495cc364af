#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/blueprint.hpp"
#include "pug/workbench/index.hpp"

// Finding what a question names: a value, a stage, a unit; and who belongs to whom.
namespace pug {
inline namespace v0 {
namespace workbench {

/// Number of the indicator or part of that name; an empty name is the index itself. Error `index.name`.
result<std::size_t> find_value(const Index& index, std::string_view name);

/// The stage of that name; an empty name is the last one. Error `index.stage`.
result<const Stage*> find_stage(const Index& index, std::string_view name);

/// Row of a unit among those of the last stage. A time must be given when the unit is there at several.
/// Errors: `index.unit` (there is none, or it was screened out), `index.time`.
result<std::size_t> find_unit(const Index& index, std::string_view unit, std::optional<double> time = {});

/// Level of a value: 1 for indicators.
std::size_t level_of(const Blueprint& blueprint, std::size_t value);

/// The number that stands for no part.
inline constexpr std::size_t no_part = std::numeric_limits<std::size_t>::max();

/// By value: the part that it belongs to; `no_part` for the index.
std::vector<std::size_t> parents(const Blueprint& blueprint);

/// The values of one level, ascending. Error `index.level` when there are none.
result<std::vector<std::size_t>> values_at(const Blueprint& blueprint, std::size_t level);

/// What a question about one part looks at.
struct Selection {
    std::string part;       ///< whose parts; empty: of the index
    std::size_t level = 0;  ///< all values of that level below it; 0: its own parts
    std::string stage;      ///< in which state indicators are looked at; empty: as they were aggregated
};

/// The numbers of the values selected, ascending. Errors: `index.name` (unknown, or an indicator, which has no parts),
/// `index.level` (nothing of that level lies below it).
result<std::vector<std::size_t>> select(const Index& index, const Selection& selection);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
