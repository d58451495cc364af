#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pug/analysis/gaps.hpp"
#include "pug/analysis/plan.hpp"
#include "pug/analysis/robustness.hpp"
#include "pug/analysis/spending.hpp"
#include "pug/analysis/what_if.hpp"
#include "pug/instrument.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {

/// Reads what a plan is to reach, within what: an object with any of
/// - `target` (a grade) or `score`;
/// - `cost`: `{"name", "budget", "of": {variable: cost, or {answer: cost}}}`; answers as they stand in data;
/// - `resources`: a list of the same;
/// - `days`: `{variable: days}`, `deadline`;
/// - `requires`: `[{"variable", "to", "needs", "at_least"}]`;
/// - `fixed`: a list of variables; `only_priced`: true or false; `limit`: combinations looked at.
///
/// Numbers may be decimal strings. The error (kind argument) lists every problem with pointer, line and column.
result<PlanOptions> read_plan_options(std::string_view json, const Instrument& instrument);

/// Reads `{variable: answer}`, answers as they stand in data or the name of a status.
result<std::vector<Supposed>> read_supposed(std::string_view json, const Instrument& instrument);

/// Reads an object with any of `error`, `errors` and `deviations` (by variable), `draws`, `seed`, `name`, `limit`.
result<RobustnessOptions> read_robustness_options(std::string_view json, const Instrument& instrument);

/// A plan: unit, target, whether it is reached and proved, costs, score and grade before and after, and every change
/// with evidence and remediation as the instrument words them.
std::string to_json(const Scores& scores, const Plan& plan);
/// Several plans, as a list.
std::string to_json(const Scores& scores, const std::vector<Plan>& plans);
/// How a budget is spent: steps, cost, and the plans of the units that get something.
std::string to_json(const Scores& scores, const Spending& spending);
/// A unit as it is and as it would be: both verdicts, and every node and answer that differs.
std::string to_json(const Scores& scores, std::size_t unit, const WhatIf& what_if);
/// What a unit lacks: gaps with evidence and remediation as the instrument words them, and the distance to each better
/// grade.
std::string to_json(const Scores& scores, const Gaps& gaps);
/// The gaps of a cohort, as a list: variable, title, places of the units, gates, points.
std::string to_json(const Scores& scores, const std::vector<CommonGap>& gaps);
/// How firm a grade is.
std::string to_json(const Scores& scores, const Robustness& robustness);

}  // namespace v0
}  // namespace pug
