#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/assumptions.hpp"
#include "pug/workbench/certainty.hpp"
#include "pug/workbench/design.hpp"
#include "pug/workbench/sensitivity.hpp"

// Certainty about an index: what is asked, and the answers, in JSON.
namespace pug {
inline namespace v0 {
namespace workbench {

/// Reads what is uncertain about a design: a list of objects, each with `vary` and, optionally, `name`. Beside them
/// - of `denominate`, `screen`, `impute`, `treat`, `normalise`: `alternatives` (rules as in a design, "as_designed" or
///   "left_out"), `probabilities`, and `step`, its place in the design, wanted where there are several of the kind;
/// - of `aggregate`: `alternatives` (rules), `probabilities`, and `levels` and `names` of the parts meant;
/// - of `weights`: one of `relative` (noise), `concentration` (Dirichlet) and `sets` (a list of weights by name); with
///   the first two `levels`, `names`, `apart`, with the last `probabilities`;
/// - of `goalposts`: `share`, `indicators`, `apart`;
/// - of `measurement`: `sd` or `relative_sd`, `others` (the same by indicator), `apart`.
///
/// The error (kind argument) lists every problem with pointer, line and column: those of documents, `assumptions.step`
/// (no step of that kind, or several), `assumptions.weights` (none or several of the three), `assumptions.spread` (both
/// deviations). What numbers and names must be is checked when the assumptions are used.
result<Assumptions> read_assumptions(std::string_view json, const Design& design);

/// What is asked of `certainty` or, with choices, of `replay`.
struct CertaintyRequest {
    Assumptions assumptions;
    CertaintyOptions options;
    std::vector<std::vector<std::size_t>> choices;
    bool samples = false;  ///< the answer has the scores and ranks of every replication
};

/// Reads an object with `assumptions` and any of `replications`, `seed`, `level`, `top` (a list), `outranking`,
/// `tolerance`, `most_failed`, `threads`, `samples`, `choices`: by factor, the alternative of each replication, from 0.
///
/// Errors: those of `read_assumptions`, `certainty.choices` (lists of different lengths, a factor without one, or a
/// name that is no factor).
result<CertaintyRequest> read_certainty_request(std::string_view json, const Design& design);

/// What is asked of `sensitivity` or `screening`.
struct SensitivityRequest {
    Assumptions assumptions;
    SensitivityOptions options;
    std::size_t levels = 4;  ///< of the grid of `screening`
};

/// Reads an object with `assumptions` and any of `targets`, `points`, `seed`, `confidence`, `sets`, `threads`,
/// `levels`. A target is a word (`score`, `rank`, `rank_shift`, `top`, `top_kept`) or an object with it as `target`,
/// and `unit`, `first`.
result<SensitivityRequest> read_sensitivity_request(std::string_view json, const Design& design);

/// How sure scores and ranks are: factors, failures, why it stopped, and every unit. What has no value is null.
/// `outranking` has a row a unit, in the order of `units`. With samples: by unit, the score and rank of each
/// replication, null where there is none.
std::string certainty_json(const Certainty& certainty, bool samples = false);

/// The indices of every target by factor, each with its standard error and interval.
std::string sensitivity_json(const Sensitivity& sensitivity);

/// The elementary effects of every target by factor.
std::string screening_json(const Screening& screening);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
