// Assessments as documents: what is read and refused, what is written, and what counts on a day.
#include "pug/io/assessment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "pug/io/instrument.hpp"
#include "pug/names.hpp"
#include "support/random_assessment.hpp"

namespace {

using namespace pug;
using namespace pug::test;

const Instrument& instrument() {
    static const Instrument made =
        read_instrument(R"({"pug": 1, "id": "test.small", "edition": "1#a", "status": "draft",
 "title": "Small",
 "scales": {"met": {"levels": [{"code": "TT", "points": "0"}, {"code": "TS", "points": "1"}, {"code": "TL", "points": "2"}],
   "statuses": {"TDD": "not_applicable"}}},
 "variables": {"decree": {"type": "choice", "scale": "met"}, "share": {"type": "percent"}, "permit": {"type": "yes_no"},
   "staff": {"type": "count", "range": ["0", "50"]}, "cost": {"type": "number", "range": [null, "1000.5"]}},
 "score": {"sum": ["share", "staff"]}})")
            .value();
    return made;
}

/// A document with one of everything; lines are counted by the tests.
std::string sound() {
    return R"({"pug_assessment": 1, "unit": "A", "instrument": "test.small@1#a", "round": "2025", "note": {"en": "made up"},
"stages": [
 {"kind": "self", "date": "2025-01-10", "by": {"id": "Pengurus", "en": "Board"},
  "answers": {"decree": {"value": "TL", "evidence": ["sk"], "note": "framed"},
              "share": 12.5, "permit": true, "staff": {"value": "7"},
              "cost": {"status": "not_applicable", "reason": "free of charge"}}},
 {"kind": "field", "date": "2025-02-20", "by": "Verifier", "evidence_required": true,
  "answers": {"share": {"value": 10, "evidence": ["sk", "photo"]}}}],
"evidence": {
 "sk": {"kind": "decree", "reference": "No. 1/2024", "method": "examine", "collected": "2025-01-05", "expires": "2025-03-01", "by": "Board"},
 "photo": {"kind": "photo", "reference": {"en": "Front"}, "method": "observe", "collected": "2025-02-20", "by": "Verifier",
  "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}},
"waivers": [
 {"variable": "staff", "decision": "No. 9/2025", "decided": "2025-02-01", "until": "2025-02-28", "reason": "new office", "by": "Head"}]})";
}

std::string spoilt(std::string_view found, std::string_view instead) {
    std::string json = sound();
    const auto at = json.find(found);
    if (at == std::string::npos) throw std::runtime_error("the sound document has no " + std::string(found));
    return json.replace(at, found.size(), instead);
}

std::vector<Assessment> read(const std::string& json) {
    auto found = read_assessments(json, instrument());
    EXPECT_TRUE(found.has_value()) << (found ? "" : found.error().code() + " " + found.error().message());
    return found ? std::move(found).value() : std::vector<Assessment>{};
}

Assessment read_one(const std::string& json) { return read(json).at(0); }

// --- reading

TEST(Assessment, IsReadWhole) {
    const Assessment found = read_one(sound());
    EXPECT_EQ(found.unit, "A");
    EXPECT_EQ(found.round, "2025");
    EXPECT_EQ(found.note.in("en"), "made up");
    EXPECT_EQ(found.instrument, (InstrumentName{"test.small", "1#a", ""}));
    ASSERT_EQ(found.stages.size(), 2u);
    const Stage& self = found.stages[0];
    EXPECT_EQ(self.kind, StageKind::self);
    EXPECT_EQ(self.date, "2025-01-10");
    EXPECT_EQ(self.by.in("id"), "Pengurus");
    EXPECT_FALSE(self.evidence_required);
    EXPECT_EQ(self.answers.at("decree"), (StageAnswer{2, Status::observed, {}, "framed", {"sk"}}));
    EXPECT_EQ(self.answers.at("share"), (StageAnswer{12.5, Status::observed, {}, {}, {}}));
    EXPECT_EQ(self.answers.at("permit").value, 1);
    EXPECT_EQ(self.answers.at("staff").value, 7);
    EXPECT_EQ(self.answers.at("cost"), (StageAnswer{0, Status::not_applicable, "free of charge", {}, {}}));
    EXPECT_TRUE(found.stages[1].evidence_required);
    EXPECT_EQ(found.stages[1].answers.size(), 1u);
    const Evidence& photo = found.evidence.at("photo");
    EXPECT_EQ(photo.method, EvidenceMethod::observe);
    EXPECT_EQ(photo.reference.in("en"), "Front");
    EXPECT_EQ(photo.sha256.size(), 64u);
    EXPECT_EQ(photo.expires, "");
    EXPECT_EQ(found.evidence.at("sk").expires, "2025-03-01");
    ASSERT_EQ(found.waivers.size(), 1u);
    EXPECT_EQ(found.waivers[0], (Waiver{"staff", "No. 9/2025", "2025-02-01", "2025-02-28", "new office", "Head"}));
}

TEST(Assessment, SeveralStandInAList) {
    const std::string other = spoilt("\"unit\": \"A\"", "\"unit\": \"B\"");
    const auto found = read("[" + sound() + "," + other + "]");
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[1].unit, "B");
    EXPECT_EQ(read("[" + sound() + "]"), read(sound()));
}

TEST(Assessment, NamesTheInstrumentWithItsFingerprint) {
    const std::string digits = scoring_fingerprint(instrument());
    for (const std::size_t count : {12u, 40u, 64u}) {
        const auto found = read_one(spoilt("test.small@1#a", "test.small@1#a#" + digits.substr(0, count)));
        EXPECT_EQ(found.instrument.edition, "1#a");
        EXPECT_EQ(found.instrument.fingerprint, digits.substr(0, count));
    }
}

/// One place of the sound document spoilt, and the problem that has to be found there.
struct Spoilt {
    const char* name;
    const char* found;
    const char* instead;
    const char* code;
    const char* where;
    std::uint32_t line;
};

class SpoiltAssessment : public testing::TestWithParam<Spoilt> {};

TEST_P(SpoiltAssessment, IsRefusedWithItsPlace) {
    const Spoilt& each = GetParam();
    const auto found = read_assessments(spoilt(each.found, each.instead), instrument());
    ASSERT_TRUE(found.has_error());
    ASSERT_EQ(found.error().problems.size(), 1u) << found.error().problems[1].code << found.error().problems[1].message;
    const Problem& problem = found.error().problems.front();
    EXPECT_EQ(problem.code, each.code) << problem.message;
    EXPECT_EQ(problem.where, each.where);
    EXPECT_EQ(problem.line, each.line);
    EXPECT_GT(problem.column, 0u);
    EXPECT_EQ(problem.message.find('\n'), std::string::npos);
    EXPECT_FALSE(problem.message.empty());
}

const Spoilt spoilt_places[] = {
    {"Version", "\"pug_assessment\": 1", "\"pug_assessment\": 2", "document.version", "/pug_assessment", 1},
    {"NoVersion", "\"pug_assessment\": 1, ", "", "document.missing_key", "", 1},
    {"NoUnit", "\"unit\": \"A\", ", "", "document.missing_key", "", 1},
    {"BlankUnit", "\"unit\": \"A\"", "\"unit\": \" \\t\"", "assessment.blank", "/unit", 1},
    {"UnitNumber", "\"unit\": \"A\"", "\"unit\": 7", "document.type", "/unit", 1},
    {"NoInstrument", ", \"instrument\": \"test.small@1#a\"", "", "document.missing_key", "", 1},
    {"InstrumentWithoutEdition", "test.small@1#a", "test.small", "assessment.instrument", "/instrument", 1},
    {"InstrumentWithHashFirst", "test.small@1#a", "test#small@1", "assessment.instrument", "/instrument", 1},
    {"OtherInstrument", "test.small@1#a", "test.other@1#a", "assessment.other_instrument", "/instrument", 1},
    {"OtherEdition", "test.small@1#a", "test.small@2", "assessment.other_instrument", "/instrument", 1},
    {"OtherFingerprint", "test.small@1#a", "test.small@1#a#000000000000", "assessment.other_instrument", "/instrument",
     1},
    {"ShortFingerprint", "test.small@1#a", "test.small@1#a#00000000000", "assessment.instrument", "/instrument", 1},
    {"NoFingerprint", "test.small@1#a", "test.small@1#a#", "assessment.instrument", "/instrument", 1},
    {"BlankRound", "\"round\": \"2025\"", "\"round\": \"\"", "assessment.blank", "/round", 1},
    {"NoteNumber", "{\"en\": \"made up\"}", "1", "document.type", "/note", 1},
    {"UnknownKey", "\"round\"", "\"rounds\"", "document.unknown_key", "/rounds", 1},
    {"KindUnknown", "\"kind\": \"field\"", "\"kind\": \"visit\"", "document.word", "/stages/1/kind", 7},
    {"NoKind", "\"kind\": \"field\", ", "", "document.missing_key", "/stages/1", 7},
    {"KindRepeated", "\"kind\": \"field\"", "\"kind\": \"self\"", "assessment.stage_repeated", "/stages/1/kind", 7},
    {"NoSuchDay", "2025-02-20\", \"by\": \"Verifier\", \"evidence_required",
     "2025-02-30\", \"by\": \"Verifier\", \"evidence_required", "document.date", "/stages/1/date", 7},
    {"StagesOutOfOrder", "2025-02-20", "2025-01-09", "assessment.stage_order", "/stages/1/date", 7},
    {"NoRole", "\"by\": \"Verifier\", \"evidence_required\"", "\"evidence_required\"", "document.missing_key",
     "/stages/1", 7},
    {"BlankRole", "\"by\": \"Verifier\", \"evidence_required\"", "\"by\": \"\", \"evidence_required\"",
     "assessment.blank", "/stages/1/by", 7},
    {"RoleNumber", "{\"id\": \"Pengurus\", \"en\": \"Board\"}", "3", "document.type", "/stages/0/by", 3},
    {"RequiredWord", "\"evidence_required\": true", "\"evidence_required\": \"yes\"", "document.type",
     "/stages/1/evidence_required", 7},
    {"StageKey", "\"evidence_required\"", "\"evidence_requird\"", "document.unknown_key", "/stages/1/evidence_requird",
     7},
    {"AnswersList", "\"answers\": {\"share\": {\"value\": 10, \"evidence\": [\"sk\", \"photo\"]}}", "\"answers\": []",
     "document.type", "/stages/1/answers", 8},
    {"UnknownVariable", "\"permit\": true", "\"permitt\": true", "assessment.variable", "/stages/0/answers/permitt", 5},
    {"NoLevel", "\"value\": \"TL\"", "\"value\": \"XX\"", "data.value", "/stages/0/answers/decree/value", 4},
    {"NoNumber", "\"share\": 12.5", "\"share\": \"12,5\"", "data.value", "/stages/0/answers/share", 5},
    {"OutsideRange", "\"share\": 12.5", "\"share\": 100.5", "data.value", "/stages/0/answers/share", 5},
    {"BelowRange", "\"share\": 12.5", "\"share\": -1", "data.value", "/stages/0/answers/share", 5},
    {"NotWhole", "{\"value\": \"7\"}", "{\"value\": 7.5}", "data.value", "/stages/0/answers/staff/value", 5},
    {"TrueOfNumber", "\"share\": 12.5", "\"share\": true", "data.value", "/stages/0/answers/share", 5},
    {"NumberBeyond", "\"share\": 12.5", "\"share\": 1e999", "document.number_range", "/stages/0/answers/share", 5},
    {"NullAnswer", "\"share\": 12.5", "\"share\": null", "document.type", "/stages/0/answers/share", 5},
    {"ListAnswer", "\"share\": 12.5", "\"share\": [1]", "document.type", "/stages/0/answers/share", 5},
    {"BlankAnswer", "\"share\": 12.5", "\"share\": \" \"", "assessment.blank", "/stages/0/answers/share", 5},
    {"EmptyAnswer", "\"share\": 12.5", "\"share\": {}", "assessment.answer", "/stages/0/answers/share", 5},
    {"BothAnswers", "\"share\": 12.5", "\"share\": {\"value\": 1, \"status\": \"missing\"}", "assessment.answer",
     "/stages/0/answers/share", 5},
    {"StatusUnknown", "not_applicable", "n/a", "document.word", "/stages/0/answers/cost/status", 6},
    {"StatusObserved", "not_applicable", "observed", "assessment.answer", "/stages/0/answers/cost/status", 6},
    {"StatusWaived", "not_applicable", "waived", "assessment.waived", "/stages/0/answers/cost", 6},
    {"WordWaived", "\"share\": 12.5", "\"share\": \"waived\"", "assessment.waived", "/stages/0/answers/share", 5},
    {"NoReason", ", \"reason\": \"free of charge\"", "", "assessment.reason", "/stages/0/answers/cost", 6},
    {"NoReasonOfCode", "\"value\": \"TL\"", "\"value\": \"TDD\"", "assessment.reason", "/stages/0/answers/decree", 4},
    {"NoReasonOfWord", "\"share\": 12.5", "\"share\": \"not_applicable\"", "assessment.reason",
     "/stages/0/answers/share", 5},
    {"BlankReason", "\"free of charge\"", "{\"en\": \"\"}", "assessment.blank", "/stages/0/answers/cost/reason", 6},
    {"ReasonOfValue", "\"note\": \"framed\"", "\"reason\": \"framed\"", "assessment.reason", "/stages/0/answers/decree",
     4},
    {"AnswerKey", "\"note\": \"framed\"", "\"notes\": \"framed\"", "document.unknown_key",
     "/stages/0/answers/decree/notes", 4},
    {"EvidenceUnknown", "[\"sk\"]", "[\"sj\"]", "assessment.evidence", "/stages/0/answers/decree/evidence/0", 4},
    {"EvidenceTwice", "[\"sk\", \"photo\"]", "[\"sk\", \"photo\", \"sk\"]", "assessment.evidence",
     "/stages/1/answers/share/evidence/2", 8},
    {"EvidenceWord", "[\"sk\"]", "\"sk\"", "document.type", "/stages/0/answers/decree/evidence", 4},
    {"EvidenceNumber", "[\"sk\"]", "[1]", "document.type", "/stages/0/answers/decree/evidence/0", 4},
    {"Method", "\"method\": \"observe\"", "\"method\": \"guess\"", "document.word", "/evidence/photo/method", 11},
    {"NoMethod", "\"method\": \"observe\", ", "", "document.missing_key", "/evidence/photo", 11},
    {"BlankKind", "\"kind\": \"photo\"", "\"kind\": \"\"", "assessment.blank", "/evidence/photo/kind", 11},
    {"NoReference", "\"reference\": {\"en\": \"Front\"}, ", "", "document.missing_key", "/evidence/photo", 11},
    {"NoCollected", "\"collected\": \"2025-02-20\", ", "", "document.missing_key", "/evidence/photo", 11},
    {"ExpiresNoDay", "2025-03-01", "March", "document.date", "/evidence/sk/expires", 10},
    {"ExpiresBefore", "2025-03-01", "2025-01-04", "assessment.expires", "/evidence/sk/expires", 10},
    {"ShortSum", "\"0123456789abcdef", "\"", "assessment.sha256", "/evidence/photo/sha256", 12},
    {"UpperSum", "\"0123456789abcdef", "\"0123456789ABCDEF", "assessment.sha256", "/evidence/photo/sha256", 12},
    {"EvidenceKey", "\"sha256\"", "\"sha512\"", "document.unknown_key", "/evidence/photo/sha512", 12},
    {"WaiverOfNothing", "\"variable\": \"staff\"", "\"variable\": \"stuff\"", "assessment.variable",
     "/waivers/0/variable", 14},
    {"WaiverWithoutDay", "\"decided\": \"2025-02-01\", ", "", "document.missing_key", "/waivers/0", 14},
    {"WaiverWithoutReason", "\"reason\": \"new office\", ", "", "document.missing_key", "/waivers/0", 14},
    {"UntilBefore", "2025-02-28", "2025-01-31", "assessment.until", "/waivers/0/until", 14},
    {"WaiverKey", "\"until\"", "\"til\"", "document.unknown_key", "/waivers/0/til", 14},
    {"TwoKeys", "\"share\": 12.5", "\"share\": 12.5, \"share\": 1", "document.duplicate_key", "/stages/0/answers/share",
     5},
};

INSTANTIATE_TEST_SUITE_P(Everywhere, SpoiltAssessment, testing::ValuesIn(spoilt_places),
                         [](const auto& each) { return std::string(each.param.name); });

/// Codes and places of all problems, in order.
std::vector<std::string> problems(const std::string& json) {
    const auto found = read_assessments(json, instrument());
    std::vector<std::string> told;
    if (found.has_error()) {
        for (const Problem& problem : found.error().problems) told.push_back(problem.code + " " + problem.where);
    }
    return told;
}

TEST(Assessment, EveryProblemIsToldAtOnce) {
    std::string json = spoilt("\"share\": 12.5", "\"share\": 120");
    json.replace(json.find("\"kind\": \"field\""), 15, "\"kind\": \"self\"");
    json.replace(json.find("2025-02-28"), 10, "2025-02-29");
    EXPECT_EQ(problems(json),
              (std::vector<std::string>{"data.value /stages/0/answers/share",
                                        "assessment.stage_repeated /stages/1/kind", "document.date /waivers/0/until"}));
}

TEST(Assessment, StagesAreAList) {
    EXPECT_EQ(problems(spoilt("\"stages\": [\n", "\"stages\": {}, \"more\": [\n")),
              (std::vector<std::string>{"document.type /stages", "document.unknown_key /more"}));
}

TEST(Assessment, EvidenceHasNames) {
    const auto found = problems(spoilt("\"photo\": {", "\"a photo\": {}, \"photo\": {"));
    EXPECT_EQ(found.front(), "document.name /evidence/a photo");
}

TEST(Assessment, UnitsStandOnceAndRoundsAreOne) {
    EXPECT_EQ(problems("[" + sound() + "," + sound() + "]"),
              std::vector<std::string>{"assessment.duplicate_unit /1/unit"});
    std::string other = spoilt("\"unit\": \"A\"", "\"unit\": \"B\"");
    other.replace(other.find("\"2025\""), 6, "\"2026\"");
    EXPECT_EQ(problems("[" + sound() + "," + other + "]"), std::vector<std::string>{"assessment.other_round /1/round"});
    std::string none = spoilt("\"unit\": \"A\"", "\"unit\": \"C\"");
    none.replace(none.find(", \"round\": \"2025\""), 17, "");
    EXPECT_EQ(problems("[" + sound() + "," + none + "]"), std::vector<std::string>{"assessment.other_round /1"});
}

TEST(Assessment, WhatIsNoDocumentIsRefused) {
    EXPECT_EQ(problems("[]"), std::vector<std::string>{"assessment.none "});
    EXPECT_EQ(problems("7"), std::vector<std::string>({"document.type "}));
    EXPECT_EQ(problems("[7]"), std::vector<std::string>({"document.type /0"}));
    EXPECT_EQ(problems("null"), std::vector<std::string>({"document.type "}));
    EXPECT_EQ(problems(""), std::vector<std::string>({"document.empty "}));
    EXPECT_EQ(problems("{\"unit\": \"\xFF\"}"), std::vector<std::string>({"document.not_utf8 "}));
    EXPECT_EQ(problems(sound().substr(0, 300)).size(), 1u);
    EXPECT_EQ(problems("{}").size(), 4u);
}

TEST(Assessment, AStageIsNamedByItsWord) {
    for (std::size_t s = 0; s < stage_names.size(); ++s)
        EXPECT_EQ(read_stage(stage_names[s]).value(), static_cast<StageKind>(s));
    EXPECT_EQ(read_stage("visit").error().code(), "stage.unknown");
    EXPECT_EQ(read_stage("").error().code(), "stage.unknown");
}

// --- writing

TEST(Assessment, WhatWasWrittenIsReadTheSame) {
    const auto found = read("[" + sound() + "," + spoilt("\"unit\": \"A\"", "\"unit\": \"B\"") + "]");
    const std::string json = to_json(instrument(), found);
    EXPECT_EQ(read(json), found);
    EXPECT_EQ(to_json(instrument(), read(json)), json);
    const std::string one = to_json(instrument(), std::span(found).first(1));
    EXPECT_EQ(one.front(), '{');
    EXPECT_EQ(read_one(one), found[0]);
}

TEST(Assessment, AnswersAreWrittenAsTheyStandInData) {
    const Assessment found = read_one(sound());
    const std::string json = to_json(instrument(), {&found, 1});
    for (const char* part :
         {R"("decree":{"evidence":["sk"],"note":"framed","value":"TL"})", R"("share":12.5)", R"("permit":"yes")",
          R"("staff":7)", R"("cost":{"reason":"free of charge","status":"not_applicable"})",
          R"("by":{"en":"Board","id":"Pengurus"})", R"("evidence_required":true)"})
        EXPECT_NE(json.find(part), std::string::npos) << part;
}

// --- what counts

/// What counts for a variable, in a word or two.
std::string counts(const Assessment& assessment, std::size_t variable, std::string_view day,
                   std::optional<StageKind> stage = {}) {
    const auto found = effective_answers(assessment, instrument(), day, stage);
    if (found.has_error()) return found.error().code();
    const EffectiveAnswer& answer = found.value()[variable];
    const std::string value = answer.status == Status::observed ? Decimal::of(answer.value).to_string()
                                                                : std::string(to_string(answer.status));
    return value + " " + std::string(word(why_names, answer.why)) + " " +
           (answer.stage ? std::string(word(stage_names, assessment.stages[*answer.stage].kind)) : "-");
}

enum : std::size_t { decree, share, permit, staff, cost };

TEST(EffectiveAnswers, StagesExistFromTheirDay) {
    const Assessment found = read_one(sound());
    EXPECT_EQ(counts(found, share, "2025-01-09"), "assessment.no_stage");
    EXPECT_EQ(counts(found, share, "2025-01-10"), "12.5 as_answered self");
    EXPECT_EQ(counts(found, share, "2025-02-19"), "12.5 as_answered self");
    EXPECT_EQ(counts(found, share, "2025-02-20"), "10 as_answered field");
    EXPECT_EQ(counts(found, share, "2025-02-20", StageKind::self), "12.5 as_answered self");
    EXPECT_EQ(counts(found, share, "2025-02-19", StageKind::field), "assessment.no_stage");
    EXPECT_EQ(counts(found, share, "2025-03-01", StageKind::final), "assessment.no_stage");
}

TEST(EffectiveAnswers, WhatWasNotLookedAtIsCarriedOver) {
    const Assessment found = read_one(sound());
    EXPECT_EQ(counts(found, decree, "2025-02-20"), "2 carried_over self");
    EXPECT_EQ(counts(found, cost, "2025-02-20"), "not_applicable carried_over self");
    EXPECT_EQ(counts(read_one(spoilt("\"permit\": true, ", "")), permit, "2025-02-20"), "missing unanswered -");
}

TEST(EffectiveAnswers, EvidenceStandsOnTheDayItExpires) {
    const Assessment found = read_one(sound());
    EXPECT_EQ(counts(found, decree, "2025-03-01"), "2 carried_over self");
    EXPECT_EQ(counts(found, decree, "2025-03-02"), "no_information evidence_expired self");
    const Assessment late = read_one(spoilt("2025-01-05", "2025-01-11"));
    EXPECT_EQ(counts(late, decree, "2025-01-10"), "no_information evidence_not_yet self");
    EXPECT_EQ(counts(late, decree, "2025-01-11"), "2 as_answered self");
}

TEST(EffectiveAnswers, OnePieceIsEnough) {
    const Assessment found = read_one(sound());
    EXPECT_EQ(counts(found, share, "2025-03-02"), "10 as_answered field");  // the photo never expires
    const Assessment neither =
        read_one(spoilt("\"2025-02-20\", \"by\": \"Verifier\",\n", "\"2025-06-01\", \"by\": \"Verifier\",\n"));
    EXPECT_EQ(counts(neither, share, "2025-03-01"), "10 as_answered field");
    EXPECT_EQ(counts(neither, share, "2025-03-02"), "no_information evidence_expired field");
    EXPECT_EQ(counts(neither, share, "2025-06-01"), "10 as_answered field");
}

TEST(EffectiveAnswers, WithoutEvidenceNothingPassesAStageThatRequiresSome) {
    const Assessment found = read_one(sound());
    EXPECT_EQ(counts(found, permit, "2025-02-19"), "1 as_answered self");
    EXPECT_EQ(counts(found, permit, "2025-02-20"), "no_information no_evidence self");
    EXPECT_EQ(counts(found, permit, "2025-02-20", StageKind::self), "1 as_answered self");
    // And it does not come back at a later stage that requires none.
    Assessment later = found;
    later.stages.push_back({StageKind::final, "2025-04-01", "Head", false, {}});
    EXPECT_EQ(counts(later, permit, "2025-04-01"), "no_information no_evidence self");
    later.stages.back().answers["permit"] = {0, Status::observed, {}, {}, {}};
    EXPECT_EQ(counts(later, permit, "2025-04-01"), "0 as_answered final");
}

TEST(EffectiveAnswers, AWaiverHoldsOnItsDays) {
    Assessment found = read_one(sound());
    found.stages[1].evidence_required = false;
    EXPECT_EQ(counts(found, staff, "2025-01-31"), "7 as_answered self");
    EXPECT_EQ(counts(found, staff, "2025-02-01"), "waived waived self");
    EXPECT_EQ(counts(found, staff, "2025-02-28"), "waived waived self");
    EXPECT_EQ(counts(found, staff, "2025-03-01"), "7 carried_over self");
    found.waivers[0].until.clear();
    EXPECT_EQ(counts(found, staff, "2999-12-31"), "waived waived self");
}

TEST(EffectiveAnswers, WantADay) {
    const Assessment found = read_one(sound());
    EXPECT_EQ(counts(found, share, ""), "as_of.missing");
    for (const char* day : {"2025-02-30", "today", "2025-2-3", "20250203"})
        EXPECT_EQ(counts(found, share, day), "as_of.syntax");
    EXPECT_EQ(assessed_units({&found, 1}, instrument(), "").error().code(), "as_of.missing");
    EXPECT_EQ(expiring({&found, 1}, instrument(), "").error().code(), "before.missing");
    EXPECT_EQ(expiring({&found, 1}, instrument(), "2025-02-02", "x").error().code(), "since.syntax");
}

TEST(EffectiveAnswers, EvidenceThatNobodyDescribedIsNotThere) {
    Assessment found = read_one(sound());
    found.evidence.clear();
    EXPECT_EQ(counts(found, decree, "2025-01-10"), "no_information evidence_not_yet self");
    EXPECT_TRUE(answers_json(instrument(), found, "2025-01-10").has_value());
}

// --- tables

TEST(AssessedUnits, LeaveOutWhoHasNotComeSoFar) {
    std::string other = spoilt("\"unit\": \"A\"", "\"unit\": \"B\"");
    other.replace(other.find("\"kind\": \"field\""), 15, "\"kind\": \"final\"");
    const auto found = read("[" + sound() + "," + other + "]");
    const auto field = assessed_units(found, instrument(), "2025-02-20", StageKind::field).value();
    EXPECT_EQ(field.names, std::vector<std::string>{"A"});
    EXPECT_EQ(field.assessments, std::vector<std::size_t>{0});
    EXPECT_EQ(assessed_units(found, instrument(), "2025-02-20", StageKind::final).value().names,
              std::vector<std::string>{"B"});
    const auto latest = assessed_units(found, instrument(), "2025-02-20").value();
    EXPECT_EQ(latest.names, (std::vector<std::string>{"A", "B"}));
    EXPECT_EQ(latest.stages, (std::vector<std::size_t>{1, 1}));
    EXPECT_EQ(assessed_units(found, instrument(), "2025-01-01").error().code(), "assessment.no_stage");
    EXPECT_EQ(assessed_units(found, instrument(), "2025-06-01", StageKind::administrative).error().code(),
              "assessment.no_stage");
}

TEST(AssessedUnits, AreATable) {
    const auto found = read("[" + sound() + "," + spoilt("\"unit\": \"A\"", "\"unit\": \"B\"") + "]");
    const auto units = assessed_units(found, instrument(), "2025-02-20").value();
    const Table table = units.table();
    ASSERT_EQ(table.units(), 2u);
    EXPECT_EQ(table.name(1), "B");
    for (std::size_t u = 0; u < found.size(); ++u) {
        const auto answers = effective_answers(found[u], instrument(), "2025-02-20").value();
        for (std::size_t v = 0; v < answers.size(); ++v) {
            const Column& column = *table.find(instrument().variables[v].name, v);
            const auto at = static_cast<std::ptrdiff_t>(u);
            EXPECT_EQ(column.values[at * column.stride], answers[v].value);
            EXPECT_EQ(column.statuses[at * column.status_stride], static_cast<std::uint8_t>(answers[v].status));
        }
    }
}

TEST(Expiring, TellsWhatFallsWithTheEvidence) {
    const Assessment found = read_one(sound());
    const auto told = expiring({&found, 1}, instrument(), "2025-03-02").value();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0], (Expiry{0, "sk", "2025-03-01", {"decree"}}));  // the share rests on the photo as well
    EXPECT_TRUE(expiring({&found, 1}, instrument(), "2025-03-01").value().empty());
    EXPECT_EQ(expiring({&found, 1}, instrument(), "9999-12-31", "2025-03-01").value().size(), 1u);
    EXPECT_TRUE(expiring({&found, 1}, instrument(), "9999-12-31", "2025-03-02").value().empty());
}

// --- random assessments

TEST(RandomAssessments, CountAsABruteForceReadingSays) {
    int cases = 0;
    std::array<int, why_names.size()> seen{};
    AssessmentMaker maker(instrument(), 20250101);
    for (int round = 0; round < 400; ++round) {
        const DatedAssessment dated = maker.make("U");
        for (int day = 0; day <= AssessmentMaker::days + 4; day += maker.any(1, 3)) {
            for (int k = -1; k < 4; ++k) {
                const auto kind = k < 0 ? std::nullopt : std::optional(static_cast<StageKind>(k));
                const auto counted = stages_counted(dated, day, kind);
                const auto found = effective_answers(dated.assessment, instrument(), day_text(day), kind);
                ASSERT_EQ(found.has_value(), counted.has_value());
                if (!counted) continue;
                for (std::size_t v = 0; v < instrument().variables.size(); ++v) {
                    const EffectiveAnswer& answer = found.value()[v];
                    const Told seen_as{
                        answer.status, answer.status == Status::observed ? answer.value : 0, answer.why,
                        answer.stage ? std::optional(dated.assessment.stages[*answer.stage].kind) : std::nullopt};
                    Told expected = told(dated, instrument().variables[v].name, day, *counted);
                    if (expected.status != Status::observed) expected.value = 0;
                    ASSERT_EQ(seen_as, expected) << "round " << round << ", day " << day << ", stage " << k << ", "
                                                 << instrument().variables[v].name;
                    ASSERT_EQ(answer.waiver.has_value(), answer.why == Why::waived);
                    ++seen[static_cast<std::size_t>(answer.why)];
                    ++cases;
                }
            }
        }
    }
    EXPECT_GT(cases, 50000);
    for (std::size_t why = 0; why < seen.size(); ++why) EXPECT_GT(seen[why], 100) << why_names[why];
}

TEST(RandomAssessments, FallAsABruteForceReadingSays) {
    int fallen = 0;
    AssessmentMaker maker(instrument(), 7);
    for (int round = 0; round < 3000; ++round) {
        const DatedAssessment dated = maker.make("U");
        const int before = maker.any(1, AssessmentMaker::days + 5);
        std::vector<Expiry> expected;
        for (int day = 0; day < before; ++day) {
            for (const auto& [name, days] : dated.evidence) {
                if (days.second != day) continue;
                Expiry expiry{0, name, day_text(day), {}};
                const std::size_t stages = stages_counted(dated, day, {}).value_or(0);
                for (const Variable& variable : instrument().variables) {
                    const Told last = told(dated, variable.name, day, stages);
                    if (stages == 0 || last.status != Status::observed) continue;
                    const auto stage = std::find_if(dated.assessment.stages.begin(), dated.assessment.stages.end(),
                                                    [&](const Stage& each) { return each.kind == *last.stage; });
                    const auto& names = stage->answers.at(variable.name).evidence;
                    if (std::count(names.begin(), names.end(), name) == 0) continue;
                    if (told(dated, variable.name, day + 1, stages).why == Why::evidence_expired)
                        expiry.variables.push_back(variable.name);
                }
                fallen += static_cast<int>(expiry.variables.size());
                expected.push_back(expiry);
            }
        }
        ASSERT_EQ(expiring({&dated.assessment, 1}, instrument(), day_text(before)).value(), expected) << round;
    }
    EXPECT_GT(fallen, 100);
}

TEST(RandomAssessments, AreReadAsTheyWereWritten) {
    AssessmentMaker maker(instrument(), 11);
    for (int round = 0; round < 200; ++round) {
        std::vector<Assessment> made;
        for (int u = maker.any(1, 3); u > 0; --u) made.push_back(maker.make("unit \"" + std::to_string(u)).assessment);
        const std::string json = to_json(instrument(), made);
        const auto found = read_assessments(json, instrument());
        ASSERT_TRUE(found.has_value()) << found.error().code() << " " << found.error().where() << "\n" << json;
        ASSERT_EQ(found.value(), made) << json;
        ASSERT_EQ(to_json(instrument(), found.value()), json);
    }
}

}  // namespace
