// Requests for progress, other editions, and progress as JSON.
#include "pug/io/progress.hpp"

#include <gtest/gtest.h>

#include <array>
#include <boost/json/parse.hpp>

#include "support/comparing.hpp"

namespace {

using namespace pug;
using namespace pug::test;
using Told = std::vector<std::string>;

const ScoredRows& before() {
    static const ScoredRows rows({0, 50, 1, /**/ 2, 75, 0, /**/ 1, 20, 0});
    return rows;
}

const std::vector<double> later{1, 50, 1, /**/ 2, 75, 1, /**/ 0, 20, 0};

Told refused(std::string_view json) { return places(read_progress_request(json, before().scores, before().scores)); }

result<Progress> compare(const Scores& after, const ProgressOptions& options = {}) {
    const std::array<const Scores*, 2> rounds{&before().scores, &after};
    return checked_progress(before().scores, after, match_units(rounds), options);
}

TEST(ProgressRequest, SaysWhatIsCompared) {
    const auto read = [](std::string_view json) {
        return read_progress_request(json, before().scores, before().scores).value();
    };
    EXPECT_FALSE(read("").mapping.has_value());
    const ProgressOptions options = read(
        R"({"confidence": "0.9", "mapping": {"total": true, "nodes": {"law": "people"}, "variables": {"free": "free"}}})");
    EXPECT_EQ(options.confidence, 0.9);
    EXPECT_TRUE(options.mapping->compares_total);
    EXPECT_EQ(options.mapping->criteria.at(0), (std::pair<std::string, std::string>("law", "people")));
    EXPECT_EQ(options.mapping->variables.at(0).first, "free");
}

TEST(ProgressRequest, EveryProblemHasItsPlace) {
    EXPECT_EQ(
        refused(R"({"confidence": 0, "mapping": {"total": 1, "nodes": {"lw": "law", "law": "lw", "fee": 3}}})"),
        (Told{"statistics.confidence /confidence", "document.type /mapping/total", "progress.mapping /mapping/nodes/lw",
              "progress.mapping /mapping/nodes/law", "document.type /mapping/nodes/fee"}));
    EXPECT_EQ(refused(R"({"mapping": {"nodes": {"law": "law", "fee": "law"}}})"),
              Told{"progress.mapping /mapping/nodes/fee"});
    EXPECT_EQ(refused(R"({"mapping": {"variables": {"staff": "free"}}})"),
              Told{"progress.mapping /mapping/variables/staff"});
    EXPECT_EQ(refused(R"({"mapping": {}})"), Told{"progress.mapping /mapping"});
    EXPECT_EQ(refused(R"({"mapping": "all"})"), Told{"document.type /mapping"});
    EXPECT_EQ(refused(R"({"mapping": {"total": true, "criteria": {}}})"),
              Told{"document.unknown_key /mapping/criteria"});
}

TEST(Progress, OfTheSameRulesUnderAnotherTitleIsNoChange) {
    const ScoredRows titled(later, changed_document("\"edition\": \"1\"", "\"edition\": \"2\""));
    const ScoredRows weighed(later, changed_document("{\"id\": \"law\",", "{\"id\": \"law\", \"weight\": \"2\","));
    EXPECT_EQ(compare(titled.scores).value().score->compared, 3u);
    const auto other = compare(weighed.scores);
    ASSERT_TRUE(other.has_error());
    EXPECT_EQ(other.error().code(), "progress.edition");
    EXPECT_NE(other.error().message().find("other rules"), std::string::npos);
    ProgressOptions options;
    options.mapping = ProgressMapping{false, {{"law", "law"}}, {}};
    EXPECT_EQ(compare(weighed.scores, options).value().criteria.size(), 1u);
}

TEST(ProgressJson, SaysWhatWasFound) {
    const ScoredRows after(later);
    const Progress found = compare(after.scores).value();
    const auto document = boost::json::parse(to_json(before().scores, after.scores, found, {}));
    EXPECT_EQ(document.at("before").at("id"), "test.compare");
    EXPECT_EQ(document.at("units").at(1).at("name"), "2");
    EXPECT_EQ(document.at("units").at(1).at("grade_change"), 1);
    EXPECT_EQ(document.at("units").at(1).at("grade_before"), "low");
    EXPECT_EQ(document.at("score").at("id"), "total");
    EXPECT_EQ(document.at("score").at("rose"), 2);
    EXPECT_EQ(document.at("score").at("wilcoxon").at("p").as_double(), found.score->wilcoxon.p);
    EXPECT_TRUE(document.at("score").at("wilcoxon").at("p_adjusted").is_null());
    EXPECT_EQ(document.at("criteria").as_array().size(), 3u);
    EXPECT_EQ(document.at("criteria").at(0).at("changes").at(2).at("change"), -0.5);
    EXPECT_EQ(document.at("transitions").at("rows"), (boost::json::array{"high", "low", nullptr}));
    EXPECT_EQ(document.at("transitions").at("counts").at(1), (boost::json::array{2, 1, 0}));
    EXPECT_EQ(document.at("variables").at(0).at("gained"), 1);
    EXPECT_EQ(document.at("grades").at(0).at("grade"), "high");
    EXPECT_TRUE(document.at("only_before").as_array().empty());
}

TEST(ProgressJson, WithoutTotalsThereAreNoTransitions) {
    ProgressOptions options;
    options.mapping = ProgressMapping{false, {{"law", "law"}}, {}};
    const Progress found = compare(before().scores, options).value();
    const auto document = boost::json::parse(to_json(before().scores, before().scores, found, options));
    EXPECT_TRUE(document.at("score").is_null() && document.at("transitions").is_null());
}

}  // namespace
