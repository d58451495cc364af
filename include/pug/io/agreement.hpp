#pragma once

#include <span>
#include <string>
#include <string_view>

#include "pug/analysis/agreement.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {

/// Reads how agreement is to be looked at: `confidence`; `measurements`: "nominal", "ordinal", "interval" or "ratio" by
/// variable; `reading`: `agreement_below`, `bias` (true or false), `least_units`, see `ReadingRule`.
/// An empty text asks for the defaults.
///
/// Errors: those of a document, `agreement.variable`, `statistics.confidence`, with their places.
result<AgreementOptions> read_agreement_request(std::string_view json, const Instrument& instrument);

/// `agreement` of rounds that were scored by the same rules; the error is `agreement.instrument` where their scoring
/// fingerprints differ, else that of `agreement`.
result<Agreement> checked_agreement(std::span<const Scores* const> rounds, MatchedUnits units,
                                    const AgreementOptions& options);

/// Agreement as JSON: instrument, rounds, units by their places in every round, every variable, the score, the grades.
/// Numbers that do not exist are null. `rounds` and `options` are those that it was made of.
std::string to_json(std::span<const Scores* const> rounds, const Agreement& agreement, const AgreementOptions& options);

}  // namespace v0
}  // namespace pug
