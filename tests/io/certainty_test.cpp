// Requests for certainty about an index, and their answers.
#include "pug/io/certainty.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "support/random_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;
using namespace pug::test::random_index;

class CertaintyDocuments : public testing::Test {
  protected:
    Dataset data = random_rows(6, 4);
    Design design = [this] {
        Design made = two_dimensions(data);
        made.steps = {Treat{}, Normalise{minmax(1, 100), {}}};
        made.grades = {{"low", {}, std::nullopt}, {"high", {}, 50.0}};
        return made;
    }();

    /// Code and pointer of every problem.
    template <class T>
    static std::vector<std::string> problems(const result<T>& read) {
        std::vector<std::string> all;
        if (read.has_error()) {
            EXPECT_EQ(read.error().kind, ErrorKind::argument);
            for (const Problem& problem : read.error().problems) {
                all.push_back(problem.code + " " + problem.where);
                EXPECT_GT(problem.line, 0u) << problem.where;
            }
        }
        return all;
    }
};

using Problems = std::vector<std::string>;

TEST_F(CertaintyDocuments, EveryKindOfAssumptionCanBeStated) {
    const auto read = read_assumptions(R"([
        {"vary": "treat", "alternatives": ["as_designed", "left_out", {"rules": ["log"], "most": 3}], "probabilities": [2, 1, 1]},
        {"vary": "normalise", "step": 1, "name": "scale", "alternatives": ["zscore", {"method": "minmax", "others": {"x1": "rank"}}]},
        {"vary": "aggregate", "alternatives": ["arithmetic", {"method": "power", "p": 0.5}], "levels": [2], "names": ["index"]},
        {"vary": "weights", "relative": 0.3, "levels": [1], "apart": true},
        {"vary": "weights", "name": "drawn", "concentration": "50", "names": ["left"]},
        {"vary": "weights", "name": "sets", "sets": [{}, {"left": 1, "x0": 2.5}], "probabilities": [0.5, 0.5]},
        {"vary": "goalposts", "share": 0.2, "indicators": ["x0"], "apart": true},
        {"vary": "measurement", "relative_sd": 0.05, "others": {"x2": {"sd": 3}}}
    ])",
                                       design);
    ASSERT_EQ(problems(read), Problems{});
    const auto& of = read.value().of;
    ASSERT_EQ(of.size(), 8u);
    const auto& treat = std::get<StepAlternatives>(of[0]);
    EXPECT_EQ(treat.step, 0u);
    ASSERT_EQ(treat.alternatives.size(), 3u);
    EXPECT_EQ(std::get<Treat>(*treat.alternatives[0]).all.most, 5u);
    EXPECT_FALSE(treat.alternatives[1]);
    EXPECT_EQ(std::get<Treat>(*treat.alternatives[2]).all.most, 3u);
    EXPECT_EQ(treat.probabilities, (std::vector<double>{2, 1, 1}));
    const auto& normalise = std::get<StepAlternatives>(of[1]);
    EXPECT_EQ(normalise.step, 1u);
    EXPECT_EQ(normalise.name, "scale");
    EXPECT_EQ(std::get<Normalise>(*normalise.alternatives[0]).all.method, NormalisationMethod::zscore);
    EXPECT_EQ(std::get<Normalise>(*normalise.alternatives[1]).others.at(0).second.method, NormalisationMethod::rank);
    const auto& aggregate = std::get<AggregationAlternatives>(of[2]);
    EXPECT_EQ(aggregate.alternatives[1].p, 0.5);
    EXPECT_EQ(aggregate.of.levels, std::vector<std::size_t>{2});
    EXPECT_EQ(aggregate.of.names, std::vector<std::string>{"index"});
    const auto& noise = std::get<WeightNoise>(of[3]);
    EXPECT_EQ(noise.relative, 0.3);
    EXPECT_TRUE(noise.is_apart);
    EXPECT_EQ(std::get<WeightDirichlet>(of[4]).concentration, 50);
    EXPECT_EQ(std::get<WeightDirichlet>(of[4]).of.names, std::vector<std::string>{"left"});
    const auto& sets = std::get<WeightSets>(of[5]);
    EXPECT_TRUE(sets.sets.at(0).empty());
    EXPECT_EQ(sets.sets.at(1).at(1), (std::pair<std::string, double>("x0", 2.5)));
    EXPECT_EQ(std::get<GoalpostNoise>(of[6]).indicators, std::vector<std::string>{"x0"});
    const auto& error = std::get<MeasurementError>(of[7]);
    EXPECT_TRUE(error.all->is_relative);
    EXPECT_EQ(error.others.at(0).second.sd, 3);
    EXPECT_FALSE(error.others.at(0).second.is_relative);
}

TEST_F(CertaintyDocuments, EveryProblemOfAssumptionsIsListedWithItsPlace) {
    EXPECT_EQ(problems(read_assumptions(R"([
        {"vary": "impute", "alternatives": ["mean"]},
        {"vary": "normalise", "step": 0, "alternatives": ["zscore"]},
        {"vary": "normalise", "alternatives": ["nonsense", {"method": "minmax", "low": true}, 3]},
        {"vary": "aggregate"},
        {"vary": "weights"},
        {"vary": "weights", "relative": 1, "concentration": 2, "more": 3},
        {"vary": "weights", "sets": [1, {"left": "x"}]},
        {"vary": "goalposts", "apart": "yes", "indicators": [1]},
        {"vary": "measurement", "sd": 1, "relative_sd": 1, "others": {"x0": {}, "x1": 1}},
        {"vary": "luck"},
        {},
        7
    ])",
                                        design)),
              (Problems{"assumptions.step /0", "assumptions.step /1/step", "document.word /2/alternatives/0",
                        "document.type /2/alternatives/1/low", "document.type /2/alternatives/2",
                        "document.missing_key /3", "assumptions.weights /4", "assumptions.weights /5",
                        "document.unknown_key /5/more", "document.type /6/sets/0", "document.number /6/sets/1/left",
                        "document.type /7/apart", "document.type /7/indicators/0", "assumptions.spread /8",
                        "document.missing_key /8/others/x0", "document.type /8/others/x1", "document.word /9/vary",
                        "document.missing_key /10", "document.type /11"}));
    EXPECT_EQ(read_assumptions("[", design).error().kind, ErrorKind::document);
    EXPECT_EQ(read_assumptions("", design).error().kind, ErrorKind::document);
    EXPECT_EQ(problems(read_assumptions("{}", design)), Problems{"document.type "});
    EXPECT_TRUE(read_assumptions("\xff", design).has_error());
    Design twice = design;
    twice.steps.insert(twice.steps.begin(), Treat{});
    EXPECT_EQ(problems(read_assumptions(R"([{"vary": "treat", "alternatives": ["log"]}])", twice)),
              Problems{"assumptions.step /0"});
}

TEST_F(CertaintyDocuments, ARequestHasItsOptions) {
    const auto read = read_certainty_request(R"({"assumptions": [{"vary": "weights", "relative": 0.1}],
        "replications": 500, "seed": 7, "level": 0.8, "top": [1, 3], "outranking": true, "tolerance": 0.5,
        "most_failed": 0, "threads": 2, "samples": true})",
                                             design);
    ASSERT_EQ(problems(read), Problems{});
    const CertaintyOptions& options = read.value().options;
    EXPECT_EQ(options.replications, 500u);
    EXPECT_EQ(options.seed, 7u);
    EXPECT_EQ(options.level, 0.8);
    EXPECT_EQ(options.top, (std::vector<std::size_t>{1, 3}));
    EXPECT_TRUE(options.outranking && read.value().samples);
    EXPECT_EQ(options.tolerance, 0.5);
    EXPECT_EQ(options.most_failed, 0);
    EXPECT_EQ(options.threads, 2u);
    EXPECT_EQ(problems(read_certainty_request(R"({"replications": -1, "threads": 0, "top": 3, "level": "x"})", design)),
              (Problems{"document.missing_key ", "document.number /replications", "document.number /threads",
                        "document.type /top", "document.number /level"}));
}

TEST_F(CertaintyDocuments, ChoicesComeByFactor) {
    const auto request = [&](const std::string& choices) {
        return read_certainty_request(
            R"({"assumptions": [{"vary": "treat", "alternatives": ["as_designed", "left_out"]},
            {"vary": "weights", "name": "w", "sets": [{}, {"left": 5}]}], "choices": )" +
                choices + "}",
            design);
    };
    const auto read = request(R"({"w": [1, 1, 0], "treatment": [0, 1, 1]})");
    ASSERT_EQ(problems(read), Problems{});
    EXPECT_EQ(read.value().choices, (std::vector<std::vector<std::size_t>>{{0, 1}, {1, 1}, {1, 0}}));
    EXPECT_TRUE(replay(design, data, read.value().assumptions, read.value().choices).has_value());
    EXPECT_EQ(problems(request(R"({"w": [1, 1], "treatment": [0]})")), Problems{"certainty.choices /choices/w"});
    EXPECT_EQ(problems(request(R"({"treatment": [0], "v": [1]})")),
              (Problems{"document.missing_key /choices", "document.unknown_key /choices/v"}));
    EXPECT_EQ(problems(request(R"({"treatment": [], "w": []})")), Problems{"certainty.choices /choices"});
    EXPECT_EQ(problems(request("[]")), Problems{"document.type /choices"});
}

TEST_F(CertaintyDocuments, TargetsAreWordsOrObjects) {
    const auto read = read_sensitivity_request(R"({"assumptions": [{"vary": "weights", "relative": 0.1}], "levels": 6,
        "targets": ["rank_shift", {"target": "score", "unit": "U1"}, {"target": "top", "first": 2}], "points": 64,
        "sets": 5, "confidence": 0.9, "seed": 3, "threads": 2})",
                                               design);
    ASSERT_EQ(problems(read), Problems{});
    const SensitivityOptions& options = read.value().options;
    ASSERT_EQ(options.targets.size(), 3u);
    EXPECT_EQ(options.targets[1].kind, TargetKind::score);
    EXPECT_EQ(options.targets[1].unit, "U1");
    EXPECT_EQ(options.targets[2].first, 2u);
    EXPECT_EQ(options.points, 64u);
    EXPECT_EQ(options.sets, 5u);
    EXPECT_EQ(read.value().levels, 6u);
    const auto usual = read_sensitivity_request(R"({"assumptions": []})", design);
    EXPECT_EQ(usual.value().options.targets.at(0).kind, TargetKind::rank_shift);
    EXPECT_EQ(
        problems(read_sensitivity_request(R"({"assumptions": [], "targets": ["luck", {"target": 1}, {}, 3]})", design)),
        (Problems{"document.word /targets/0", "document.type /targets/1/target", "document.missing_key /targets/2",
                  "document.type /targets/3"}));
}

TEST_F(CertaintyDocuments, ResultsSayWhatWasFound) {
    Assumptions assumptions{{two_normalisations(1), two_means(), weight_noise(0.2)}};
    std::get<Normalise>(*std::get<StepAlternatives>(assumptions.of[0]).alternatives[0]).all.mean = 0;
    CertaintyOptions options;
    options.replications = 60;
    options.outranking = true;
    options.top = {2};
    options.most_failed = 0.9;
    const Certainty found = certainty(design, data, assumptions, options).value();
    ASSERT_GT(found.failed, 0u);
    const boost::json::value json = boost::json::parse(certainty_json(found, true));
    EXPECT_EQ(json.at("replications").to_number<std::size_t>(), 60u);
    EXPECT_EQ(json.at("failed").to_number<std::size_t>(), found.failed);
    EXPECT_EQ(json.at("failures").at(0).at("code").as_string(), "aggregate.negative");
    EXPECT_EQ(json.at("stopped").as_string(), "all_done");
    EXPECT_EQ(json.at("factors").at(0).at("name").as_string(), "normalisation");
    EXPECT_EQ(json.at("factors").at(0).at("alternatives").to_number<int>(), 2);
    EXPECT_FALSE(json.at("factors").at(2).as_object().contains("alternatives"));
    EXPECT_EQ(json.at("grades").as_array().size(), 3u);
    EXPECT_TRUE(json.at("grades").at(2).is_null());
    const std::size_t failed = found.failures.front().first;
    for (std::size_t u = 0; u < 6; ++u) {
        const auto& unit = json.at("units").at(u);
        EXPECT_EQ(unit.at("unit").as_string(), found.units[u].unit);
        EXPECT_EQ(unit.at("rank").to_number<std::size_t>(), found.units[u].nominal_rank);
        EXPECT_EQ(unit.at("low_rank").to_number<double>(), found.units[u].low_rank);
        EXPECT_EQ(unit.at("top").at(0).to_number<double>(), found.units[u].top[0]);
        EXPECT_EQ(unit.at("grades").as_array().size(), 3u);
        EXPECT_TRUE(json.at("outranking").at(u).at(u).is_null());
        EXPECT_TRUE(json.at("samples").at("scores").at(u).at(failed).is_null());
        EXPECT_TRUE(json.at("samples").at("ranks").at(u).at(failed).is_null());
        EXPECT_EQ(json.at("samples").at("scores").at(u).as_array().size(), 60u);
    }
    EXPECT_EQ(json.at("outranking").at(1).at(2).to_number<double>(), found.outranking[1 * 6 + 2]);
    EXPECT_FALSE(boost::json::parse(certainty_json(found)).as_object().contains("samples"));
}

TEST_F(CertaintyDocuments, IndicesAndEffectsComeByTargetAndFactor) {
    SensitivityOptions options;
    options.points = 64;
    options.targets = {{TargetKind::score, "U1", 0}, {TargetKind::top, "", 6}};
    const Assumptions assumptions{{weight_noise(0.2, true)}};
    const Sensitivity found = sensitivity(design, data, assumptions, options).value();
    boost::json::value json = boost::json::parse(sensitivity_json(found));
    EXPECT_EQ(json.at("evaluations").to_number<std::size_t>(), 64u * 8);
    EXPECT_EQ(json.at("targets").at(0).at("target").as_string(), "score/U1");
    const auto& first = json.at("targets").at(0).at("factors").at(0);
    EXPECT_EQ(first.at("name").as_string(), "weights/x0");
    EXPECT_EQ(first.at("total").at("high").to_number<double>(), found.indices[0].total[0].high);
    EXPECT_TRUE(json.at("targets").at(1).at("constant").as_bool());
    EXPECT_TRUE(json.at("targets").at(1).at("factors").at(0).at("first").at("value").is_null());
    const Screening screened = screening(design, data, assumptions, options).value();
    json = boost::json::parse(screening_json(screened));
    EXPECT_EQ(json.at("trajectories").to_number<std::size_t>(), 64u);
    EXPECT_EQ(json.at("targets").at(0).at("factors").at(5).at("mean_absolute").at("value").to_number<double>(),
              screened.effects[0].inputs[5].mean_absolute.value);
}

}  // namespace
