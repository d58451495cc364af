#pragma once

#include <string>
#include <string_view>

#include "pug/analysis/progress.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {

/// Reads how rounds are to be compared: `confidence`, and where their instruments differ `mapping`: `total` (true or
/// false), `nodes` (ids after by ids before), `variables` (names of yes-or-no questions after by names before).
/// An empty text asks for the defaults.
///
/// Errors: those of a document, `progress.mapping`, `statistics.confidence`, with their places.
result<ProgressOptions> read_progress_request(std::string_view json, const Scores& before, const Scores& after);

/// `progress` that takes instruments for the same where their scoring fingerprints are, whatever their ids and editions
/// are called. Without a mapping the error is `progress.edition` where they are not (it says what differs), else that
/// of `progress`.
result<Progress> checked_progress(const Scores& before, const Scores& after, const MatchedUnits& matched,
                                  const ProgressOptions& options);

/// Progress as JSON: the instruments, every unit with its changes, the score, every criterion with its tests, the table
/// of grades, questions of yes and no, and who is in one round only. Units have places (from 0) and the name that they
/// have in the later round; numbers that do not exist are null.
std::string to_json(const Scores& before, const Scores& after, const Progress& progress,
                    const ProgressOptions& options);

}  // namespace v0
}  // namespace pug
