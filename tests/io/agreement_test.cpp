// Requests for agreement, and agreement as JSON.
#include "pug/io/agreement.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "support/comparing.hpp"

namespace {

using namespace pug;
using namespace pug::test;
using Told = std::vector<std::string>;

const ScoredRows& one() {
    static const ScoredRows rows({0, 50, 1, /**/ 2, 75, 0, /**/ 1, 20, 0});
    return rows;
}

Told refused(std::string_view json) { return places(read_agreement_request(json, one().scores.instrument())); }

TEST(AgreementRequest, SaysHowToLook) {
    const auto read = [](std::string_view json) {
        return read_agreement_request(json, one().scores.instrument()).value();
    };
    EXPECT_EQ(read("").confidence, 0.95);
    const AgreementOptions options = read(
        R"({"confidence": 0.9, "measurements": {"staff": "ratio"},
            "reading": {"agreement_below": "0.7", "bias": false, "least_units": 9}})");
    EXPECT_EQ(options.confidence, 0.9);
    EXPECT_EQ(options.measurements.at("staff"), Measurement::ratio);
    EXPECT_EQ(options.rule.agreement_below, 0.7);
    EXPECT_FALSE(options.rule.looks_at_bias);
    EXPECT_EQ(options.rule.least_units, 9u);
}

TEST(AgreementRequest, EveryProblemHasItsPlace) {
    EXPECT_EQ(refused(R"({"confidence": 1, "measurements": {"stuff": "ratio", "staff": "exact"}, "raters": 2})"),
              (Told{"statistics.confidence /confidence", "agreement.variable /measurements/stuff",
                    "document.word /measurements/staff", "document.unknown_key /raters"}));
    EXPECT_EQ(refused(R"({"reading": {"bias": 1, "least_units": -1, "agreement_below": true, "x": 0}})"),
              (Told{"document.type /reading/bias", "document.number /reading/least_units",
                    "document.type /reading/agreement_below", "document.unknown_key /reading/x"}));
    EXPECT_EQ(refused(R"({"measurements": []})"), Told{"document.type /measurements"});
    EXPECT_EQ(refused(R"({"confidence": "much"})"), Told{"document.number /confidence"});
    EXPECT_EQ(refused("{\"confidence\": 0.5, \"confidence\": 0.6}"), Told{"document.duplicate_key /confidence"});
}

TEST(AgreementJson, SaysWhatWasFound) {
    const ScoredRows other({0, 60, 1, /**/ 2, 75, 1, /**/ 1, 20, 0});
    const std::vector<const Scores*> rounds{&one().scores, &other.scores};
    const auto found = checked_agreement(rounds, match_units(rounds), {}).value();
    const auto document = boost::json::parse(to_json(rounds, found, {}));
    EXPECT_EQ(document.at("confidence"), 0.95);
    EXPECT_EQ(document.at("units").at(2).at(1), 2);
    const auto& free = document.at("variables").at(2);
    EXPECT_EQ(free.at("variable"), "free");
    EXPECT_EQ(free.at("agreement").at("measurement"), "nominal");
    EXPECT_DOUBLE_EQ(free.at("agreement").at("same").as_double(), 2 / 3.0);
    EXPECT_EQ(free.at("agreement").at("bias").at("value").as_double(), found.variables[2].ratings.bias.value);
    EXPECT_TRUE(free.at("read_differently").as_array().empty());
    EXPECT_EQ(document.at("grades").at("grades").as_array().size(), 3u);
    EXPECT_EQ(document.at("grades").at("tables").at(0).at("counts").at(0).at(1), 0);
    EXPECT_EQ(document.at("score").at("limits").at("high").as_double(), found.score.high);
    EXPECT_TRUE(document.at("score").at("agreement").at("same").is_null());
}

TEST(AgreementJson, AnotherTitleIsTheSameInstrument) {
    const ScoredRows titled({0, 60, 1, 2, 75, 1, 1, 20, 0}, changed_document("\"Compare\"", "\"Other\""));
    const ScoredRows weighed({0, 60, 1, 2, 75, 1, 1, 20, 0},
                             changed_document("{\"id\": \"law\",", "{\"id\": \"law\", \"weight\": \"2\","));
    const std::vector<const Scores*> same{&one().scores, &titled.scores};
    const std::vector<const Scores*> other{&one().scores, &weighed.scores};
    EXPECT_FALSE(checked_agreement(same, match_units(same), {}).has_error());
    EXPECT_EQ(checked_agreement(other, match_units(other), {}).error().code(), "agreement.instrument");
}

}  // namespace
