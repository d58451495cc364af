// Gender analyses as documents: what is read, what is refused and where, what is written back.
#include "pug/io/gender_analysis.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "io/document.hpp"
#include "support/random_gender_analysis.hpp"

namespace {

using namespace pug;
using namespace pug::gender;
using pug::testing::RandomGenderAnalysis;

std::string example(const std::string& name) {
    std::ifstream file(PUG_SOURCE_DIR "/examples/gender/" + name + ".json", std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// A document with these members.
std::string document(const std::string& members) { return "{\"pug_gender_analysis\": 1, " + members + "}"; }

/// The only problem of a document, as "code where".
std::string only(const std::string& json) {
    const auto read = read_analysis(json);
    if (read) return "";
    std::string text;
    for (const Problem& problem : read.error().problems) text += problem.code + " " + problem.where;
    return text;
}

TEST(GenderAnalysis, ConsistentExampleHasNoFinding) {
    const Analysis analysis = read_analysis(example("consistent")).value();
    EXPECT_EQ(analysis.kind, Kind::gbs);
    EXPECT_EQ(analysis.data.size(), 4u);
    EXPECT_EQ(analysis.data[0].stated.women_share->digits, 2);
    EXPECT_EQ(analysis.budget->lines[1].amount.to_string(), "24000000.5");
    EXPECT_EQ(check_consistency(analysis).value(), Findings{});
    EXPECT_NE(analysis.note.in("en").find("Made up"), std::string_view::npos);
}

TEST(GenderAnalysis, ContradictoryExampleHasEveryContradiction) {
    const std::string text = example("contradictory");
    const Findings findings = check_consistency(read_analysis(text).value()).value();
    std::set<std::string> contradictions;
    for (const Finding& finding : findings) {
        if (finding.severity == Severity::contradiction) contradictions.insert(finding.code);
    }
    EXPECT_EQ(contradictions,
              (std::set<std::string>{"aspect.blank_answered", "aspect.irrelevant_filled", "baseline.not_from_data",
                                     "claim.contradicted", "count.above_population", "rate.swapped", "share.swapped"}));
    // What filed forms have said.
    const std::pair<const char*, const char*> filed[] = {
        {"claim.contradicted", "/gap_factors/2/claims/0"}, {"claim.contradicted", "/gap_factors/1/claims/0"},
        {"total.not_sum", "/data/2/stated/total"},         {"share.truncated", "/data/3/stated/men_share"},
        {"aspect.twice", "/gap_factors/3/aspect"},         {"aspect.no_figure", "/gap_factors/3"}};
    for (const auto& [code, where] : filed) {
        EXPECT_TRUE(std::any_of(findings.begin(), findings.end(),
                                [&, code = code, where = where](const Finding& found) {
                                    return found.code == code && found.where == where;
                                }))
            << code << " " << where;
    }
}

TEST(GenderAnalysis, FindingsStandWhereTheDocumentIsWrong) {
    const std::string text =
        "{\"pug_gender_analysis\": 1,\n \"data\": [\n  {\"name\": \"a\", \"women\": 31, \"men\": 141,\n"
        "   \"stated\": {\"total\": 163}}]}";
    const std::string json = to_json(check_consistency(read_analysis(text).value()).value(), text);
    EXPECT_NE(json.find("\"code\":\"total.not_sum\",\"column\":15,\"correction\""), std::string::npos) << json;
    EXPECT_NE(json.find("\"line\":4"), std::string::npos);
    EXPECT_NE(json.find("\"severity\":\"arithmetic\",\"where\":\"/data/0/stated/total\""), std::string::npos);
    EXPECT_TRUE(json.starts_with("{\"contradictory\":true,"));
    EXPECT_EQ(to_json(Findings{}), "{\"contradictory\":false,\"findings\":[]}");
}

TEST(GenderAnalysis, IsReadBackAsItWasWritten) {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        RandomGenderAnalysis random(seed);
        const Analysis analysis = random.make();
        const std::string canonical = canonical_json(analysis);
        const auto again = read_analysis(canonical);
        ASSERT_TRUE(again.has_value()) << again.error().message() << "\n" << canonical;
        EXPECT_EQ(canonical_json(again.value()), canonical);
        EXPECT_EQ(canonical_json(read_analysis(pretty_json(analysis)).value()), canonical);
        EXPECT_TRUE(check_consistency(again.value()).value().empty());
        EXPECT_EQ(to_json(summarise(again.value()).value()), to_json(summarise(analysis).value()));
    }
    for (const char* name : {"consistent", "contradictory"}) {
        const Analysis analysis = read_analysis(example(name)).value();
        const Analysis again = read_analysis(canonical_json(analysis)).value();
        EXPECT_EQ(canonical_json(again), canonical_json(analysis));
        EXPECT_EQ(check_consistency(again).value(), check_consistency(analysis).value());
    }
}

TEST(GenderAnalysis, KeepsEveryDigitOfPercentagesAndMoney) {
    const std::string text = document(
        "\"data\": [{\"name\": \"a\", \"stated\": {\"women_share\": \"50.10\", \"men_share\": 49.9}}], \"budget\": "
        "{\"total\": \"0.10\", \"lines\": [{\"amount\": 12345678901234567.89}]}");
    EXPECT_EQ(canonical_json(read_analysis(text).value()),
              "{\"budget\":{\"lines\":[{\"amount\":\"12345678901234567.89\"}],\"total\":\"0.1\"},\"data\":[{\"name\":"
              "\"a\",\"stated\":{\"men_share\":\"49.9\",\"women_share\":\"50.10\"}}],\"kind\":\"gap\",\"pug_gender_"
              "analysis\":1}");
}

TEST(GenderAnalysis, RefusesWhatItCannotUnderstandAtItsPlace) {
    const std::pair<std::string, const char*> cases[] = {
        {"{}", "document.missing_key "},
        {"[]", "document.type "},
        {"", "document.empty "},
        {"{\"pug_gender_analysis\": 2}", "document.version /pug_gender_analysis"},
        {document("\"kind\": \"tor\""), "document.word /kind"},
        {document("\"colour\": 1"), "document.unknown_key /colour"},
        {document("\"year\": 2024.5"), "document.number /year"},
        {document("\"office\": 7"), "document.type /office"},
        {document("\"data\": {}"), "document.type /data"},
        {document("\"data\": [{}]"), "document.missing_key /data/0"},
        {document("\"data\": [{\"name\": \"two words\"}]"), "document.name /data/0/name"},
        {document("\"data\": [{\"name\": \"a\", \"women\": \"many\"}]"), "document.number /data/0/women"},
        {document("\"data\": [{\"name\": \"a\", \"women\": true}]"), "document.type /data/0/women"},
        {document("\"data\": [{\"name\": \"a\", \"women\": 1e19}]"), "document.number /data/0/women"},
        {document("\"data\": [{\"name\": \"a\", \"stated\": {\"men_share\": \"76,08\"}}]"),
         "document.percentage /data/0/stated/men_share"},
        {document("\"data\": [{\"name\": \"a\", \"stated\": {\"men_rate\": \"1/3\"}}]"),
         "document.percentage /data/0/stated/men_rate"},
        {document("\"data\": [{\"name\": \"a\", \"stated\": {\"men_rate\": null}}]"),
         "document.type /data/0/stated/men_rate"},
        {document("\"gap_factors\": [{}]"), "document.missing_key /gap_factors/0"},
        {document("\"gap_factors\": [{\"aspect\": \"access\"}]"), "document.word /gap_factors/0/aspect"},
        {document("\"gap_factors\": [{\"aspect\": \"akses\", \"figures\": [7]}]"),
         "document.type /gap_factors/0/figures/0"},
        {document("\"gap_factors\": [{\"aspect\": \"akses\", \"claims\": [7]}]"),
         "document.type /gap_factors/0/claims/0"},
        {document("\"gap_factors\": [{\"aspect\": \"akses\", \"claims\": [{\"figure\": \"a\", \"claim\": \"few\"}]}]"),
         "document.word /gap_factors/0/claims/0/claim"},
        {document(
             "\"gap_factors\": [{\"aspect\": \"akses\", \"claims\": [{\"figure\": \"a\", \"claim\": \"mostly\"}]}]"),
         "document.missing_key /gap_factors/0/claims/0"},
        {document("\"gap_factors\": [{\"aspect\": \"akses\", \"claims\": [{\"figure\": \"a\", \"claim\": \"equal\", "
                  "\"sex\": \"men\"}]}]"),
         "document.unknown_key /gap_factors/0/claims/0/sex"},
        {document("\"gap_factors\": [{\"aspect\": \"akses\", \"claims\": [{\"figure\": \"a\", \"claim\": \"mostly\", "
                  "\"sex\": \"men\", \"of\": \"rates\"}]}]"),
         "document.unknown_key /gap_factors/0/claims/0/of"},
        {document("\"gap_factors\": [{\"aspect\": \"akses\", \"claims\": [{\"figure\": \"a\", \"claim\": \"share_is\", "
                  "\"sex\": \"men\"}]}]"),
         "document.missing_key /gap_factors/0/claims/0"},
        {document("\"internal_causes\": [{\"text\": \"a\"}]"), "document.missing_key /internal_causes/0"},
        {document("\"objective\": {\"answers\": \"akses\"}"), "document.type /objective/answers"},
        {document("\"indicators\": [{\"addresses\": [\"cause\"]}]"), "document.word /indicators/0/addresses/0"},
        {document("\"budget\": {\"lines\": [{}]}"), "document.missing_key /budget/lines/0"},
        {document("\"note\": \"\xC3\x28\""), "document.not_utf8 "},
        {document("\"note\": \"a\", \"note\": \"b\""), "document.duplicate_key /note"}};
    for (const auto& [json, expected] : cases) EXPECT_EQ(only(json), expected) << json;
}

TEST(GenderAnalysis, ListsEveryProblemWithLineAndColumn) {
    const auto read = read_analysis("{\"pug_gender_analysis\": 1,\n \"year\": \"soon\",\n \"data\": [{\"name\": 7}]}");
    const auto& problems = read.error().problems;
    ASSERT_EQ(problems.size(), 2u);
    EXPECT_EQ(problems[0].line, 2u);
    EXPECT_EQ(problems[0].column, 2u);
    EXPECT_EQ(problems[1].where, "/data/0/name");
    EXPECT_EQ(problems[1].line, 3u);
}

TEST(GenderAnalysis, AnyCutOrChangedByteIsReadOrRefusedButNeverMore) {
    const std::string text = example("consistent");
    for (std::size_t length = 0; length < text.size(); length += 7) {
        EXPECT_TRUE(read_analysis(text.substr(0, length)).has_error());
    }
    std::mt19937_64 random(5);
    for (int i = 0; i < 2000; ++i) {
        std::string changed = text;
        for (int k = 0; k < 3; ++k) changed[random() % changed.size()] = static_cast<char>(random() % 128);
        const auto read = read_analysis(changed);
        if (!read) continue;
        EXPECT_TRUE(check_consistency(read.value()).has_value());
        EXPECT_TRUE(summarise(read.value()).has_value());
    }
}

TEST(GenderSummary, SaysNullForWhatDoesNotExist) {
    Analysis analysis;
    analysis.data.resize(1);
    analysis.data[0].name = "a";
    analysis.data[0].women = 0;
    analysis.data[0].men = 5;
    analysis.data[0].population_women = analysis.data[0].population_men = 20;
    const std::string json = to_json(summarise(analysis).value());
    EXPECT_NE(json.find("\"parity\":{\"high\":null,\"low\":0,\"status\":\"observed\",\"value\":0}"), std::string::npos)
        << json;
    EXPECT_NE(json.find("\"threshold\":null"), std::string::npos);
    const std::string hidden = to_json(publish(analysis, 6).value());
    EXPECT_NE(hidden.find("\"men\":{\"status\":\"suppressed\",\"value\":null}"), std::string::npos) << hidden;
    EXPECT_NE(hidden.find("\"threshold\":6"), std::string::npos);
    for (const std::string text : {"nan", "inf", "NaN"}) EXPECT_EQ(json.find(text), std::string::npos);
}

TEST(GenderOptions, AreReadOrRefused) {
    const AnalysisOptions none = read_analysis_options("").value();
    EXPECT_EQ(none.consistency.dominated_above, Decimal(50));
    EXPECT_FALSE(none.threshold.has_value());
    const AnalysisOptions some =
        read_analysis_options(
            "{\"dominated_above\": \"66.6\", \"equal_within\": 2, \"confidence\": 0.9, \"threshold\": 5}")
            .value();
    EXPECT_EQ(some.consistency.dominated_above, *Decimal::parse("66.6"));
    EXPECT_EQ(some.confidence, 0.9);
    EXPECT_EQ(some.threshold, 5);
    EXPECT_EQ(read_analysis_options("{\"treshold\": 5}").error().code(), "document.unknown_key");
    EXPECT_EQ(read_analysis_options("{\"threshold\": 2.5}").error().where(), "/threshold");
    EXPECT_EQ(read_analysis_options("7").error().kind, ErrorKind::argument);
}

TEST(ArgShareJson, SaysTheShareExactlyAndRounded) {
    EXPECT_EQ(
        arg_share_json("{\"responsive\": 1, \"denominator\": \"3.00\", \"of\": \"belanja langsung\", \"digits\": 1}")
            .value(),
        "{\"denominator\":\"3\",\"of\":\"belanja langsung\",\"percent\":\"100/3\",\"responsive\":\"1\",\"shown\":"
        "\"33.3\"}");
    EXPECT_EQ(arg_share_json("{\"responsive\": 1, \"denominator\": 3}").error().code(), "document.missing_key");
    EXPECT_EQ(arg_share_json("{\"responsive\": \"x\", \"denominator\": 3, \"of\": \"y\"}").error().where(),
              "/responsive");
    EXPECT_EQ(arg_share_json("{\"responsive\": 4, \"denominator\": 3, \"of\": \"y\"}").error().code(),
              "arg.responsive");
}

TEST(SexGapJson, RefusesMoreThanThereAre) {
    EXPECT_NE(sex_gap_json({56, 48, 70, 80}).value().find("\"gap\":{\"high\":33.38"), std::string::npos);
    EXPECT_EQ(sex_gap_json({71, 48, 70, 80}).error().code(), "statistics.share");
}

}  // namespace
