#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/index.hpp"
#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// How much is known of the units that share an entry in a group column.
struct GroupAvailability {
    std::string column, group;
    std::size_t units = 0;
    double available = 0;  ///< share of their cells that have a value
};

/// How much is known of each unit.
struct Availability {
    std::vector<std::size_t> rows;  ///< of the dataset: those of the stage
    /// Rows × parts (of the blueprint): share of the indicators below the part that have a value. Last column: of all.
    Matrix shares;
    std::vector<GroupAvailability> groups;  ///< by group column, in it by entry; units without an entry are in none
};

/// Which share of the indicators has a value after a stage, by unit and part and by group. The raw stage is what the
/// data say before anything is filled in; an empty name is the last one. Error `index.stage`.
result<Availability> availability(const Index& index, std::string_view stage = "raw");

}  // namespace workbench
}  // namespace v0
}  // namespace pug
