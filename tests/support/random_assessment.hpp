#pragma once

#include <cstdio>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pug/analysis/assessed.hpp"

// Random assessments, and what they say on a day read a second time: with days as numbers, from the last stage
// backwards.
namespace pug::test {

/// A day as text, counted from 1 January 2024 over years that may be leap years.
inline std::string day_text(int number) {
    int year = 2024;
    int month = 1;
    const auto length = [&] {
        if (month == 2) return year % 4 == 0 ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    };
    for (; number >= length(); month = month % 12 + 1) {
        number -= length();
        year += month == 12 ? 1 : 0;
    }
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, number + 1);
    return buffer;
}

/// An assessment, and the days in it as numbers.
struct DatedAssessment {
    static constexpr int never = 1'000'000;
    Assessment assessment;
    std::vector<int> stages;
    std::map<std::string, std::pair<int, int>> evidence;  ///< first and last day on which it stands
    std::vector<std::pair<int, int>> waivers;             ///< first and last day on which it is in force
};

/// Makes assessments of an instrument. Days are few, so that they coincide often.
class AssessmentMaker {
  public:
    static constexpr int days = 40;

    AssessmentMaker(const Instrument& instrument, unsigned seed) : instrument_(instrument), random_(seed) {}

    int any(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
    bool chance(int in_ten) { return any(1, 10) <= in_ten; }

    DatedAssessment make(const std::string& unit) {
        DatedAssessment made;
        made.assessment.unit = unit;
        made.assessment.instrument = {instrument_.id, instrument_.edition, {}};
        if (chance(3)) made.assessment.note = text();
        const int pieces = any(0, 4);
        for (int e = 0; e < pieces; ++e) add_evidence(made, "e" + std::to_string(e));
        std::set<int> kinds;
        int day = 0;
        for (const int stages = any(0, 4); static_cast<int>(kinds.size()) < stages;) {
            const int kind = any(0, 3);
            if (!kinds.insert(kind).second) continue;
            day = any(day, days);
            add_stage(made, static_cast<StageKind>(kind), day);
        }
        for (int w = any(0, 2); w > 0; --w) add_waiver(made);
        return made;
    }

  private:
    Text text() {
        if (chance(5)) return "plain \"text\"\n" + std::to_string(any(0, 99));
        Text text;
        text.translations = {{"en", "Head"}, {"id", "Kepala \xC3\xA9"}};
        return text;
    }

    void add_evidence(DatedAssessment& made, const std::string& name) {
        Evidence piece;
        piece.kind = chance(5) ? "decree" : "photo";
        piece.reference = text();
        piece.by = text();
        piece.method = static_cast<EvidenceMethod>(any(0, 3));
        if (chance(3)) piece.sha256 = std::string(63, 'a') + std::to_string(any(0, 9));
        const int collected = any(0, days);
        const int expires = chance(6) ? any(collected, days + 2) : DatedAssessment::never;
        piece.collected = day_text(collected);
        if (expires != DatedAssessment::never) piece.expires = day_text(expires);
        made.evidence[name] = {collected, expires};
        made.assessment.evidence[name] = std::move(piece);
    }

    void add_stage(DatedAssessment& made, StageKind kind, int day) {
        Stage stage;
        stage.kind = kind;
        stage.date = day_text(day);
        stage.by = text();
        stage.evidence_required = chance(3);
        for (const Variable& variable : instrument_.variables) {
            if (chance(6)) stage.answers[variable.name] = answer(variable, made.assessment);
        }
        made.stages.push_back(day);
        made.assessment.stages.push_back(std::move(stage));
    }

    StageAnswer answer(const Variable& variable, const Assessment& assessment) {
        StageAnswer made;
        made.status = static_cast<Status>(any(0, status_count - 1));
        if (made.status == Status::waived || chance(5)) made.status = Status::observed;
        if (made.status == Status::observed) made.value = value(variable);
        if (made.status == Status::not_applicable || (made.status != Status::observed && chance(3)))
            made.reason = text();
        if (chance(2)) made.note = text();
        for (const auto& [name, piece] : assessment.evidence) {
            if (chance(4)) made.evidence.push_back(name);
        }
        return made;
    }

    double value(const Variable& variable) {
        if (variable.type == VariableType::yes_no) return any(0, 1);
        if (variable.type == VariableType::choice) return any(0, 2);
        if (variable.type == VariableType::count) return any(0, 50);
        return any(0, 1000) / 10.0;
    }

    void add_waiver(DatedAssessment& made) {
        Waiver waiver;
        waiver.variable =
            instrument_.variables[static_cast<std::size_t>(any(0, static_cast<int>(instrument_.variables.size()) - 1))]
                .name;
        waiver.decision = text();
        waiver.reason = text();
        waiver.by = text();
        const int decided = any(0, days);
        const int until = chance(6) ? any(decided, days + 2) : DatedAssessment::never;
        waiver.decided = day_text(decided);
        if (until != DatedAssessment::never) waiver.until = day_text(until);
        made.waivers.emplace_back(decided, until);
        made.assessment.waivers.push_back(std::move(waiver));
    }

    const Instrument& instrument_;
    std::mt19937 random_;
};

/// What an answer comes to, in the words of the oracle.
struct Told {
    Status status = Status::missing;
    double value = 0;
    Why why = Why::unanswered;
    std::optional<StageKind> stage;
    bool operator==(const Told&) const = default;
};

/// Which stages count on a day: those up to the one asked for. None where it has not taken place.
inline std::optional<std::size_t> stages_counted(const DatedAssessment& dated, int day, std::optional<StageKind> kind) {
    std::optional<std::size_t> counted;
    for (std::size_t s = 0; s < dated.stages.size(); ++s) {
        if (dated.stages[s] <= day && (!kind || dated.assessment.stages[s].kind == *kind)) counted = s + 1;
    }
    return counted;
}

/// What counts for a variable on a day after so many stages.
inline Told told(const DatedAssessment& dated, const std::string& variable, int day, std::size_t stages) {
    const Assessment& assessment = dated.assessment;
    Told found;
    bool is_required = false;
    for (std::size_t s = stages; s > 0; --s) {
        const Stage& stage = assessment.stages[s - 1];
        is_required = is_required || stage.evidence_required;
        const auto answer = stage.answers.find(variable);
        if (answer == stage.answers.end()) continue;
        found = {answer->second.status, answer->second.value, s == stages ? Why::as_answered : Why::carried_over,
                 stage.kind};
        if (found.status != Status::observed) break;
        if (answer->second.evidence.empty()) {
            if (is_required) found = {Status::no_information, 0, Why::no_evidence, stage.kind};
            break;
        }
        int standing = 0;
        int over = 0;
        for (const std::string& name : answer->second.evidence) {
            const auto [first, last] = dated.evidence.at(name);
            standing += first <= day && day <= last ? 1 : 0;
            over += day > last ? 1 : 0;
        }
        if (standing == 0)
            found = {Status::no_information, 0, over > 0 ? Why::evidence_expired : Why::evidence_not_yet, stage.kind};
        break;
    }
    for (std::size_t w = 0; w < dated.waivers.size(); ++w) {
        if (assessment.waivers[w].variable == variable && dated.waivers[w].first <= day &&
            day <= dated.waivers[w].second)
            return {Status::waived, 0, Why::waived, found.stage};
    }
    return found;
}

}  // namespace pug::test
