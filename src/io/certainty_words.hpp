#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "pug/workbench/certainty.hpp"
#include "pug/workbench/sensitivity.hpp"

// The words of requests for certainty and of their answers, each list in the order of its enumeration.
namespace pug {
inline namespace v0 {
namespace workbench {

/// What varies: first the steps, in the order of `Step`.
enum class Vary : std::uint8_t {
    denominate,
    screen,
    impute,
    treat,
    normalise,
    aggregate,
    weights,
    goalposts,
    measurement
};

inline constexpr std::array<std::string_view, 9> vary_names = {
    "denominate", "screen", "impute", "treat", "normalise", "aggregate", "weights", "goalposts", "measurement"};
inline constexpr std::array<std::string_view, 5> target_names = {"score", "rank", "rank_shift", "top", "top_kept"};
inline constexpr std::array<std::string_view, 3> stopped_names = {"all_done", "precise", "cancelled"};

}  // namespace workbench
}  // namespace v0
}  // namespace pug
