#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pug/assessment.hpp"
#include "pug/day.hpp"
#include "pug/instrument.hpp"
#include "pug/names.hpp"
#include "pug/result.hpp"
#include "pug/table.hpp"

// What assessments say on a day. Nothing here knows what day it is: the day is always given.
namespace pug {
inline namespace v0 {

/// Why an answer is what it is on a day.
enum class Why : std::uint8_t {
    as_answered,       ///< the stage asked about answered it so
    carried_over,      ///< an earlier stage did, and no later one looked at it
    waived,            ///< a waiver is in force, whatever was answered
    evidence_expired,  ///< a value, but no evidence that it names stands any more
    evidence_not_yet,  ///< a value, but no evidence that it names stands as yet
    no_evidence,       ///< a value that names no evidence, at or before a stage that requires some
    unanswered,        ///< no stage answered it
};

inline constexpr std::array<std::string_view, 7> why_names = {
    "as_answered", "carried_over", "waived", "evidence_expired", "evidence_not_yet", "no_evidence", "unanswered"};

/// Whether a piece of evidence can be relied on.
enum class EvidenceState : std::uint8_t { stands, expired, not_yet };

inline constexpr std::array<std::string_view, 3> evidence_state_names = {"stands", "expired", "not_yet"};

/// What counts for a variable on a day.
struct EffectiveAnswer {
    double value = 0;  ///< meaningful where observed
    Status status = Status::missing;
    Why why = Why::unanswered;
    std::optional<std::size_t> stage;   ///< the stage that answered last, waived or not; none: no stage did
    std::optional<std::size_t> waiver;  ///< the waiver in force
    bool operator==(const EffectiveAnswer&) const = default;
};

/// How a piece of evidence stands on a day: from the day on which it was collected to the day on which it expires, both
/// included.
inline EvidenceState state_on(const Evidence& evidence, std::string_view day) {
    if (day < evidence.collected) return EvidenceState::not_yet;
    return evidence.expires.empty() || day <= evidence.expires ? EvidenceState::stands : EvidenceState::expired;
}

/// The same of a piece of that name; one that the assessment does not describe is not there yet.
inline EvidenceState state_on(const Assessment& assessment, std::string_view evidence, std::string_view day) {
    const auto piece = assessment.evidence.find(evidence);
    return piece == assessment.evidence.end() ? EvidenceState::not_yet : state_on(piece->second, day);
}

/// Whether a waiver is in force on a day: from the day of the decision to its last day, both included.
inline bool is_in_force(const Waiver& waiver, std::string_view day) {
    return waiver.decided <= day && (waiver.until.empty() || day <= waiver.until);
}

/// The stage of that kind, or without a kind the latest, that has taken place by a day; none if there is no such stage.
inline std::optional<std::size_t> stage_on(const Assessment& assessment, std::string_view day,
                                           std::optional<StageKind> kind = {}) {
    for (std::size_t s = assessment.stages.size(); s-- > 0;) {
        const Stage& stage = assessment.stages[s];
        if (stage.date <= day && (!kind || stage.kind == *kind)) return s;
    }
    return std::nullopt;
}

namespace detail {

/// The answers of an assessment after one of its stages, as they count on a day.
class AnswersOn {
  public:
    AnswersOn(const Assessment& assessment, std::size_t stage, std::string_view day)
        : assessment_(assessment), stage_(stage), day_(day) {}

    EffectiveAnswer of(std::string_view variable) const {
        EffectiveAnswer found = answered(variable);
        for (std::size_t w = 0; w < assessment_.waivers.size(); ++w) {
            const Waiver& waiver = assessment_.waivers[w];
            if (waiver.variable == variable && is_in_force(waiver, day_))
                return {0, Status::waived, Why::waived, found.stage, w};
        }
        return found;
    }

  private:
    /// What the stages came to, one after the other, without waivers.
    EffectiveAnswer answered(std::string_view variable) const {
        EffectiveAnswer found;
        bool has_evidence = false;
        for (std::size_t s = 0; s <= stage_; ++s) {
            const Stage& stage = assessment_.stages[s];
            if (const auto own = stage.answers.find(variable); own != stage.answers.end()) {
                found = counted(own->second, s);
                has_evidence = !own->second.evidence.empty();
            }
            // What a stage has refused stays refused until a later one answers anew.
            if (stage.evidence_required && found.status == Status::observed && !has_evidence)
                found = {0, Status::no_information, Why::no_evidence, found.stage, {}};
        }
        if (found.why == Why::as_answered && found.stage != stage_) found.why = Why::carried_over;
        return found;
    }

    /// An answer of a stage: a value stands as long as any of its evidence does.
    EffectiveAnswer counted(const StageAnswer& answer, std::size_t stage) const {
        EffectiveAnswer found{answer.value, answer.status, Why::as_answered, stage, {}};
        if (answer.status != Status::observed || answer.evidence.empty()) return found;
        bool has_expired = false;
        for (const std::string& name : answer.evidence) {
            const EvidenceState state = state_on(assessment_, name, day_);
            if (state == EvidenceState::stands) return found;
            has_expired |= state == EvidenceState::expired;
        }
        return {0, Status::no_information, has_expired ? Why::evidence_expired : Why::evidence_not_yet, stage, {}};
    }

    const Assessment& assessment_;
    std::size_t stage_;
    std::string_view day_;
};

/// Why a day cannot be used; `what` is the word for it.
inline std::optional<Error> unusable_day(std::string_view day, const std::string& what) {
    if (day.empty()) {
        return Error(ErrorKind::argument, what + ".missing", what,
                     "no day is given; answers, evidence and waivers are those of a day, YYYY-MM-DD");
    }
    if (is_day(day)) return std::nullopt;
    return Error(ErrorKind::argument, what + ".syntax", what,
                 "found \"" + std::string(day) + "\", wanted a day of the form YYYY-MM-DD");
}

inline std::string stage_in_words(std::optional<StageKind> kind) {
    return kind ? "stage \"" + std::string(word(stage_names, *kind)) + "\"" : std::string("stage");
}

}  // namespace detail

/// What counts for every variable of the instrument, in its order, after the stage of that kind (without a kind: the
/// latest) on a day:
///
/// - Stages dated after the day do not exist. A stage that did not look at a variable keeps the answer of the one
/// before.
/// - A waiver in force makes the variable `waived`, whatever was answered.
/// - A value that names evidence counts while at least one piece stands; else it is `no_information`. The answer of an
///   earlier stage does not come back.
/// - At a stage that requires evidence, a value without any is `no_information`, a value carried over too; and it stays
///   so at later stages until one of them answers anew.
/// - What no stage answered is `missing`. A status that was answered stays as it is, with or without evidence.
///
/// Errors: `as_of.missing`, `as_of.syntax`; `assessment.no_stage` where no such stage has taken place by that day.
inline result<std::vector<EffectiveAnswer>> effective_answers(const Assessment& assessment,
                                                              const Instrument& instrument, std::string_view as_of,
                                                              std::optional<StageKind> kind = {}) {
    if (auto problem = detail::unusable_day(as_of, "as_of")) return *std::move(problem);
    const auto stage = stage_on(assessment, as_of, kind);
    if (!stage) {
        return Error(
            ErrorKind::argument, "assessment.no_stage", "stage",
            "unit \"" + assessment.unit + "\" has no " + detail::stage_in_words(kind) + " by " + std::string(as_of));
    }
    const detail::AnswersOn answers(assessment, *stage, as_of);
    std::vector<EffectiveAnswer> found;
    found.reserve(instrument.variables.size());
    for (const Variable& variable : instrument.variables) found.push_back(answers.of(variable.name));
    return found;
}

/// Observations taken from assessments, ready to be scored.
struct AssessedUnits {
    std::vector<std::size_t> assessments;  ///< of each unit: which assessment it is
    std::vector<std::size_t> stages;       ///< of each unit: which stage of it counts
    std::vector<std::string> names;        ///< of the units
    std::vector<std::string> variables;
    std::vector<double> values;          ///< of unit u and variable v at [v * units + u]: column by column
    std::vector<std::uint8_t> statuses;  ///< `Status`, likewise

    /// The observations as a table, which reads them where they lie.
    Table table() const {
        const std::size_t units = names.size();
        Table table(units);
        for (std::size_t v = 0; v < variables.size(); ++v)
            table.add(variables[v], {values.data() + v * units, 1, statuses.data() + v * units, 1});
        table.name_units(names);
        return table;
    }
};

/// The effective answers of every unit that has had the stage by that day, in the order of the assessments; a unit
/// that has not is left out, since nothing can be said of it.
///
/// Errors: those of `effective_answers`, `assessment.no_stage` only where no unit has had the stage.
inline result<AssessedUnits> assessed_units(std::span<const Assessment> assessments, const Instrument& instrument,
                                            std::string_view as_of, std::optional<StageKind> kind = {}) {
    if (auto problem = detail::unusable_day(as_of, "as_of")) return *std::move(problem);
    AssessedUnits made;
    for (std::size_t a = 0; a < assessments.size(); ++a) {
        const auto stage = stage_on(assessments[a], as_of, kind);
        if (!stage) continue;
        made.assessments.push_back(a);
        made.stages.push_back(*stage);
        made.names.push_back(assessments[a].unit);
    }
    if (made.names.empty()) {
        return Error(ErrorKind::argument, "assessment.no_stage", "stage",
                     "no unit has a " + detail::stage_in_words(kind) + " by " + std::string(as_of));
    }
    made.values.reserve(instrument.variables.size() * made.names.size());
    made.statuses.reserve(instrument.variables.size() * made.names.size());
    for (const Variable& variable : instrument.variables) {
        made.variables.push_back(variable.name);
        for (std::size_t u = 0; u < made.names.size(); ++u) {
            const EffectiveAnswer answer =
                detail::AnswersOn(assessments[made.assessments[u]], made.stages[u], as_of).of(variable.name);
            made.values.push_back(answer.value);
            made.statuses.push_back(static_cast<std::uint8_t>(answer.status));
        }
    }
    return made;
}

/// A piece of evidence that runs out, and what falls with it.
struct Expiry {
    std::size_t assessment = 0;
    std::string evidence;  ///< its name
    std::string day;       ///< the last day on which it stands
    std::vector<std::string>
        variables;  ///< whose value counts on that day, and on the next no more for want of evidence
    bool operator==(const Expiry&) const = default;
};

namespace detail {

/// The variables whose value counts on the last day of a piece of evidence, and on the next no more for want of
/// evidence.
inline std::vector<std::string> fallen_with(const Assessment& assessment, const Instrument& instrument,
                                            const std::string& evidence, const std::string& last_day) {
    std::vector<std::string> fallen;
    const auto stage = stage_on(assessment, last_day);
    if (!stage) return fallen;
    const std::string next_day = day_after(last_day);
    for (const Variable& variable : instrument.variables) {
        const EffectiveAnswer last = AnswersOn(assessment, *stage, last_day).of(variable.name);
        if (last.status != Status::observed) continue;
        const auto& rests_on = assessment.stages[*last.stage].answers.find(variable.name)->second.evidence;
        if (std::find(rests_on.begin(), rests_on.end(), evidence) == rests_on.end()) continue;
        if (AnswersOn(assessment, *stage, next_day).of(variable.name).why == Why::evidence_expired)
            fallen.push_back(variable.name);
    }
    return fallen;
}

}  // namespace detail

/// The evidence whose last day lies before a day (and not before `since`, where that is given), soonest first, then in
/// the order of the assessments and of the names. The answers are those of the latest stage on the last day.
///
/// Errors: `before.missing`, `before.syntax`, `since.syntax`.
inline result<std::vector<Expiry>> expiring(std::span<const Assessment> assessments, const Instrument& instrument,
                                            std::string_view before, std::string_view since = {}) {
    if (auto problem = detail::unusable_day(before, "before")) return *std::move(problem);
    if (!since.empty()) {
        if (auto problem = detail::unusable_day(since, "since")) return *std::move(problem);
    }
    std::vector<Expiry> found;
    for (std::size_t a = 0; a < assessments.size(); ++a) {
        for (const auto& [name, piece] : assessments[a].evidence) {
            if (piece.expires.empty() || piece.expires >= before || piece.expires < since) continue;
            found.push_back({a, name, piece.expires, {}});
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const Expiry& x, const Expiry& y) { return x.day < y.day; });
    for (Expiry& each : found)
        each.variables = detail::fallen_with(assessments[each.assessment], instrument, each.evidence, each.day);
    return found;
}

}  // namespace v0
}  // namespace pug
