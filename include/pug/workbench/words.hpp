#pragma once

#include <array>
#include <string_view>

#include "pug/workbench/design.hpp"

// The words of design documents for the model's enumerations, each list in the order of its enumeration.
namespace pug {
inline namespace v0 {
namespace workbench {

inline constexpr std::array<std::string_view, 5> step_names = {"denominate", "screen", "impute", "treat", "normalise"};
inline constexpr std::array<std::string_view, 7> imputation_names = {
    "none", "mean", "median", "group_mean", "group_median", "linear", "expectation_maximisation"};
inline constexpr std::array<std::string_view, 4> treatment_names = {"none", "winsorise", "log", "box_cox"};
inline constexpr std::array<std::string_view, 15> normalisation_names = {"none",
                                                                         "minmax",
                                                                         "goalposts",
                                                                         "zscore",
                                                                         "scaled",
                                                                         "rank",
                                                                         "percentile_rank",
                                                                         "borda",
                                                                         "distance_to_max",
                                                                         "distance_to_reference",
                                                                         "distance_to_target",
                                                                         "fraction_of_max",
                                                                         "around_reference",
                                                                         "categorical",
                                                                         "own"};
inline constexpr std::array<std::string_view, 12> aggregation_names = {
    "arithmetic", "geometric", "harmonic", "power",  "median", "mazziotta_pareto",
    "owa",        "mean_min",  "copeland", "topsis", "vikor",  "promethee"};
inline constexpr std::array<std::string_view, 6> preference_names = {"usual", "u_shape", "v_shape",
                                                                     "level", "linear",  "gaussian"};
inline constexpr std::array<std::string_view, 9> weighting_names = {
    "given", "equal", "inverse_sd", "pca", "entropy", "critic", "ahp", "budget", "correlation"};

}  // namespace workbench
}  // namespace v0
}  // namespace pug
