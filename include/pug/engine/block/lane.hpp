#pragma once

#include <cstdint>

#include "pug/engine/block/goalposts.hpp"
#include "pug/engine/block/reach.hpp"
#include "pug/status.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// How a slot stands for the units of a block: columns that the evaluator or the caller owns. Statuses are held by
/// their gravity, so that the gravest is the greatest.
struct Lane {
    const double* values = nullptr;           ///< where there is none, any finite number
    const double* coverages = nullptr;        ///< share observed; null: 1 where there is a value, else 0
    const std::uint8_t* gravities = nullptr;  ///< 0 where there is a value
    const std::uint8_t* counts = nullptr;     ///< 1 where it counts in the coverage of what uses it
    const std::uint8_t* wholes = nullptr;     ///< 1 where all of it was observed, or nothing of it counts
    unsigned found = 1;                       ///< which gravities occur, as bits
    bool is_full = true;                      ///< a value everywhere, and all of it observed
    bool zeros_are_exact = false;             ///< a value of 0 is 0, whatever the error of the column
    bool needs_values = false;                ///< nothing that counts is whole without a value
    Goalposts goalposts;                      ///< between which the reader of the values still has to put them
    Reach reach;                              ///< of the values, between the goalposts
    double coverage_error = 0;                ///< of the coverages
};

/// The gravities from which on a value exists that we do not know.
inline constexpr std::uint8_t first_unknown = gravity(Status::not_assessed);

}  // namespace detail
}  // namespace v0
}  // namespace pug
