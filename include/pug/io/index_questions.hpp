#pragma once

#include <string>
#include <string_view>

#include "pug/result.hpp"
#include "pug/workbench/index.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// Answers a question about an index, in JSON. `request` is an object of options, all optional but `unit`, or empty:
///
/// | question | options |
/// |---|---|
/// | `describe` | `stage`, `parts`, `skew`, `kurtosis`, `available_at_least`, `zeros_at_most`, `distinct_at_least`,
/// `reach` | | `availability` | `stage` | | `correlations` | `levels` (two numbers), `method` (pearson, spearman,
/// kendall), `stage`, `alike_above` | | `parents` | `method`, `stage`, `against_below` | | `denominators` | `method`,
/// `stage`, `denominator_above` | | `components` | `part`, `level`, `stage`, `basis` (correlation, covariance) | |
/// `reliability` | `part`, `level`, `stage` | | `effective_weights` | | | `remove_one` | `level` or `names` | |
/// `strengths` | `unit`, `time`, `most`, `weighted` | | `summary` | `unit`, `time` | | `outranking` | `part`: units ×
/// units, the share of the weight in which one is better than another |
///
/// Errors: `question.unknown`, a request that asks for what there is not (kind argument, every problem is listed), and
/// those of the question.
result<std::string> answer(const Index& index, std::string_view question, std::string_view request);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
