#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pug/assessment.hpp"
#include "pug/instrument.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {

/// Reads assessments made with an instrument: one document (`"pug_assessment": 1`), or a list of them, each of another
/// unit (UTF-8, at most 64 MiB). Texts are kept in the order of their language tags.
///
/// Errors list every problem with code, JSON pointer, line and column: those of documents in general, and
/// `assessment.none` (an empty list), `assessment.instrument`, `assessment.other_instrument`, `assessment.other_round`,
/// `assessment.duplicate_unit`, `assessment.blank`, `assessment.stage_repeated`, `assessment.stage_order`,
/// `assessment.variable` (unknown), `data.value` (not admissible), `assessment.answer` (no value or status, or both),
/// `assessment.reason` (not applicable without a reason, or a value with one), `assessment.waived` (without a
/// decision), `assessment.evidence` (unknown, or named twice), `assessment.sha256`, `assessment.expires`,
/// `assessment.until`.
result<std::vector<Assessment>> read_assessments(std::string_view json, const Instrument& instrument);

/// The canonical form (RFC 8785) of one assessment as a document, of several as a list; what is read from it is equal.
/// Answers are written as they stand in data: numbers, codes of levels, yes and no.
std::string to_json(const Instrument& instrument, std::span<const Assessment> assessments);

/// The kind of stage that a word means.
///
/// Errors: `stage.unknown`, with the words that exist.
result<StageKind> read_stage(std::string_view word);

/// What counts for a unit on a day, and why (see `effective_answers`), as JSON: unit, instrument, the day, the stage,
/// and every variable with its answer, what was answered, on what evidence and how that stands, and the waiver.
result<std::string> answers_json(const Instrument& instrument, const Assessment& assessment, std::string_view as_of,
                                 std::optional<StageKind> stage = {});

/// The evidence that runs out before a day (see `expiring`), as JSON.
result<std::string> expiring_json(const Instrument& instrument, std::span<const Assessment> assessments,
                                  std::string_view before, std::string_view since = {});

}  // namespace v0
}  // namespace pug
