#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "pug/analysis/arg_share.hpp"
#include "pug/analysis/consistency.hpp"
#include "pug/analysis/sex_summary.hpp"
#include "pug/gender_analysis.hpp"
#include "pug/result.hpp"
#include "pug/statistics/sex_measures.hpp"

namespace pug {
inline namespace v0 {
namespace gender {

/// Reads a gender analysis from the bytes of a JSON document (`"pug_gender_analysis": 1`; UTF-8, at most 4 MiB). What
/// it says may be wrong, and `check_consistency` tells; an error is what cannot be understood.
///
/// Errors: those of documents, each with code, JSON pointer, line and column: `document.…`, and `document.percentage`
/// where a percentage has no plain form.
result<Analysis> read_analysis(std::string_view json);

/// The canonical form of an analysis (RFC 8785, every number but the year as a string that keeps its digits).
std::string canonical_json(const Analysis& analysis);
/// The same content laid out for people.
std::string pretty_json(const Analysis& analysis);

/// Findings as JSON: `{"contradictory": …, "findings": [{code, where, line, column, severity, message, correction},
/// …]}` with texts by language. Lines and columns are those of `document`, from which the analysis was read; without
/// it they are 0.
std::string to_json(const Findings& findings, std::string_view document = {});

/// A summary as JSON. Counts and measures are objects with a `status`; what does not exist is null, and an end that
/// is infinite is null as well.
std::string to_json(const Summary& summary);

/// The measures of women and men that their counts allow as JSON, in the same form.
///
/// Errors: `statistics.share` where more people have something than there are, and those of `measure_sexes`.
result<std::string> sex_gap_json(const PartialSexCounts& counts, double confidence = 0.95);

/// An ARG share as JSON: both amounts and the percentage exactly, and `shown` rounded to so many decimals.
std::string to_json(const ArgShare& share, int digits = 2);

/// What a caller can ask for, as a JSON object; an empty text is an empty object.
struct AnalysisOptions {
    ConsistencyOptions consistency;         ///< `dominated_above`, `equal_within`
    double confidence = 0.95;               ///< `confidence`
    std::optional<std::int64_t> threshold;  ///< `threshold`: a summary for publication
};

/// Errors: those of documents; whether the numbers make sense is said by what uses them.
result<AnalysisOptions> read_analysis_options(std::string_view json);

/// The summary that the options ask for: for publication where they have a threshold.
///
/// Errors: those of `summarise` and `publish`.
inline result<Summary> summarise(const Analysis& analysis, const AnalysisOptions& options) {
    return options.threshold ? publish(analysis, *options.threshold, options.confidence)
                             : summarise(analysis, options.confidence);
}

/// The share that a request asks for: `{"responsive": …, "denominator": …, "of": …, "digits": 2}`, as `to_json` has it.
///
/// Errors: those of documents and of `arg_share`.
result<std::string> arg_share_json(std::string_view request);

}  // namespace gender
}  // namespace v0
}  // namespace pug
