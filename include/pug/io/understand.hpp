#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pug/result.hpp"
#include "pug/workbench/compare_designs.hpp"
#include "pug/workbench/components.hpp"
#include "pug/workbench/correlate.hpp"
#include "pug/workbench/describe.hpp"
#include "pug/workbench/index.hpp"
#include "pug/workbench/lookup.hpp"
#include "pug/workbench/remove_one.hpp"
#include "pug/workbench/strengths.hpp"

// Questions about a built index, each answered as canonical JSON: values, units and columns by their names, numbers
// that do not exist as null, `time` beside a unit where the data have times. Errors are those of the question.
namespace pug {
inline namespace v0 {
namespace workbench {

/// `describe`: stage, limits, and every column with its figures, outliers by unit and flags ("too_skewed",
/// "mostly_missing", "mostly_zero", "few_distinct").
result<std::string> describe_json(const Index& index, const DescribeOptions& options = {});

/// `availability`: shares by unit and part, and by group.
result<std::string> availability_json(const Index& index, std::string_view stage = "raw");

/// `correlate_levels`: values, probabilities and numbers of pairs as matrices, what has no value and why, what is
/// alike.
result<std::string> correlations_json(const Index& index, std::size_t first, std::size_t second,
                                      const CorrelateOptions& options = {});

/// `correlate_parents`: every value with what it belongs to.
result<std::string> parent_correlations_json(const Index& index, const CorrelateOptions& options = {});

/// `correlate_denominators`: every indicator with what is divided by.
result<std::string> denominator_correlations_json(const Index& index, const CorrelateOptions& options = {});

/// `components`: variances, shares, loadings by column, scores by unit.
result<std::string> components_json(const Index& index, const Selection& selection = {},
                                    const ComponentOptions& options = {});

/// `reliability`: alpha, and alpha without each.
result<std::string> reliability_json(const Index& index, const Selection& selection = {});

/// `effective_weights` of every value.
std::string effective_weights_json(const Index& index);

/// `remove_one`: how the ranks shift without each value, or why there is no index without it.
result<std::string> remove_one_json(const Index& index, const RemoveOptions& options = {});

/// `strengths` of a unit.
result<std::string> strengths_json(const Index& index, std::string_view unit, std::optional<double> time = {},
                                   const StrengthOptions& options = {});

/// `unit_summary`: score and rank of a unit at every level.
result<std::string> unit_summary_json(const Index& index, std::string_view unit, std::optional<double> time = {});

/// `compare_designs`: every unit of either index, what moved, who is in one only, whose grade changes.
result<std::string> compare_designs_json(const Index& first, const Index& second, const CompareOptions& options = {});

}  // namespace workbench
}  // namespace v0
}  // namespace pug
