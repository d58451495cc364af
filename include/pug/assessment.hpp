#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pug/status.hpp"
#include "pug/text.hpp"

// What an assessment is: who was looked at, when, by which role, with what evidence. Plain values, no behaviour. Days
// are texts, YYYY-MM-DD, so that their order is that of the texts. Roles are named, never people (docs/assessments.md).
namespace pug {
inline namespace v0 {

/// A round of looking at a unit: it assesses itself, its papers are verified, somebody visits it, the verdict is
/// settled.
enum class StageKind : std::uint8_t { self, administrative, field, final };

inline constexpr std::array<std::string_view, 4> stage_names = {"self", "administrative", "field", "final"};

/// How evidence was come by: a document read, somebody asked, something seen, something tried.
enum class EvidenceMethod : std::uint8_t { examine, interview, observe, test };

inline constexpr std::array<std::string_view, 4> evidence_method_names = {"examine", "interview", "observe", "test"};

/// A piece of evidence.
struct Evidence {
    std::string kind;    ///< a free word: decree, register, photo, …
    Text reference;      ///< what finds it: number of a decree, shelf mark, address
    std::string sha256;  ///< of its file, 64 lower-case hexadecimal digits; empty: none was taken
    EvidenceMethod method = EvidenceMethod::examine;
    std::string collected;  ///< day from which it stands
    std::string expires;    ///< last day on which it stands; empty: it never runs out
    Text by;                ///< role that collected it
    bool operator==(const Evidence&) const = default;
};

/// What a stage found of one variable: a value, or the status that says why there is none.
struct StageAnswer {
    double value = 0;  ///< as in a matrix: a number, the index of a level, 1 or 0; meaningful where observed
    Status status = Status::missing;
    Text reason;  ///< why there is no value; never empty where the variable is not applicable
    Text note;
    std::vector<std::string> evidence;  ///< names of the pieces that the answer rests on
    bool operator==(const StageAnswer&) const = default;
};

/// One stage of an assessment. A variable that it did not look at keeps the answer of the stage before.
struct Stage {
    StageKind kind = StageKind::self;
    std::string date;                ///< day on which it took place
    Text by;                         ///< role that did it
    bool evidence_required = false;  ///< here an observed answer counts only if it names evidence
    std::map<std::string, StageAnswer, std::less<>> answers;  ///< by variable
    bool operator==(const Stage&) const = default;
};

/// A decision that lifts the requirement behind a variable for this unit.
struct Waiver {
    std::string variable;
    Text decision;        ///< what finds the decision
    std::string decided;  ///< day from which it holds
    std::string until;    ///< last day on which it holds; empty: it never ends
    Text reason;
    Text by;  ///< role that decided
    bool operator==(const Waiver&) const = default;
};

/// What instrument an assessment was made with: `id@edition#fingerprint`.
struct InstrumentName {
    std::string id;
    std::string edition;
    std::string fingerprint;  ///< digits that the scoring fingerprint begins with, 12 at least; empty: not stated
    bool operator==(const InstrumentName&) const = default;
};

/// One unit, assessed with one instrument in one round.
struct Assessment {
    std::string unit;
    InstrumentName instrument;
    Text note;
    std::string round;          ///< name of the round, for example a year; may be empty
    std::vector<Stage> stages;  ///< in the order in which they took place, each kind at most once
    std::map<std::string, Evidence, std::less<>> evidence;  ///< by name
    std::vector<Waiver> waivers;
    bool operator==(const Assessment&) const = default;
};

}  // namespace v0
}  // namespace pug
