// Questions about an index as JSON: requests in, answers out.
#include "pug/io/understand.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <string>

#include "io/canonical_json.hpp"
#include "pug/io/understand_requests.hpp"
#include "pug/workbench/effective_weights.hpp"
#include "pug/workbench/reliability.hpp"
#include "support/sample_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;
using Json = boost::json::value;

/// An answer, which must be canonical.
Json read(const result<std::string>& answer) {
    if (answer.has_error()) {
        ADD_FAILURE() << answer.error().message();
        return nullptr;
    }
    boost::json::parse_options exactly;
    exactly.numbers = boost::json::number_precision::precise;
    Json value = boost::json::parse(answer.value(), {}, exactly);
    EXPECT_EQ(pug::detail::canonical_json(value), answer.value());
    return value;
}

std::set<std::string> keys(const Json& object) {
    std::set<std::string> found;
    for (const auto& member : object.as_object()) found.insert(std::string(member.key()));
    return found;
}

std::string text(const Json& value) { return pug::detail::canonical_json(value); }

double number(const Json& value) { return value.to_number<double>(); }

TEST(UnderstandJson, Describes) {
    Dataset data = test::sample::data();
    data.values.at(3, 0) = 1e6;
    data.values.at(4, 0) = no_value;
    const Index index = test::sample::built(test::sample::design(), data);
    DescribeOptions options;
    options.stage = "raw";
    options.has_parts = true;
    const Json told = read(describe_json(index, options));
    EXPECT_EQ(told.at("stage"), "raw");
    EXPECT_EQ(told.at("rows"), 12);
    ASSERT_EQ(told.at("values").as_array().size(), 7u);
    const Json& a = told.at("values").at(0);
    EXPECT_EQ(a.at("name"), "a");
    EXPECT_EQ(a.at("level"), 1);
    EXPECT_EQ(a.at("n"), 11);
    EXPECT_EQ(number(a.at("max")), 1e6);
    EXPECT_EQ(text(a.at("outliers")), R"([{"unit":"U3","value":1000000}])");
    EXPECT_EQ(text(a.at("flags")), R"(["too_skewed"])");
    EXPECT_EQ(describe_json(index, {.stage = "none"}).error().code(), "index.stage");
}

TEST(UnderstandJson, OutliersOfPartsHaveTheirScores) {
    Design design = test::sample::design();
    Screen screen;
    screen.leave_out = {"U0"};
    design.steps.insert(design.steps.begin(), screen);
    const Index index = test::sample::built(design, test::sample::data());
    DescribeOptions options;
    options.has_parts = true;
    options.reach = 0.1;
    for (const char* stage : {"raw", ""}) {
        options.stage = stage;
        const Json told = read(describe_json(index, options));
        const auto& outliers = told.at("values").at(6).at("outliers").as_array();
        ASSERT_FALSE(outliers.empty());
        for (const Json& each : outliers) {
            const std::size_t unit = find_unit(index, each.at("unit").as_string()).value();
            EXPECT_EQ(number(each.at("value")), index.scores.at(unit, 2));
        }
    }
}

TEST(UnderstandJson, TellsAvailability) {
    Dataset data = test::sample::data(3);
    data.values.at(1, 2) = no_value;
    const Json told = read(availability_json(test::sample::built(test::sample::design(), data)));
    EXPECT_EQ(text(told.at("parts")), R"(["P","Q","I"])");
    EXPECT_EQ(text(told.at("units").at(1)), R"({"available":[1,0.5,0.75],"unit":"U1"})");
    EXPECT_EQ(text(told.at("groups").at(0)), R"({"available":1,"column":"region","group":"north","units":1})");
}

TEST(UnderstandJson, TellsCorrelations) {
    Dataset data = test::sample::data();
    for (std::size_t u = 0; u < 12; ++u) data.values.at(u, 1) = data.values.at(u, 0);
    for (std::size_t u = 2; u < 12; ++u) data.values.at(u, 3) = no_value;
    const Index index = test::sample::built(test::sample::design(), data);
    const Json told = read(correlations_json(index, 1, 1));
    EXPECT_EQ(told.at("method"), "pearson");
    EXPECT_EQ(text(told.at("rows")), R"(["a","b","c","d"])");
    EXPECT_EQ(number(told.at("values").at(0).at(1)), 1);
    EXPECT_TRUE(told.at("values").at(0).at(3).is_null());
    EXPECT_EQ(told.at("n").at(0).at(3), 2);
    EXPECT_EQ(text(told.at("alike")), R"([["a","b"]])");
    ASSERT_EQ(told.at("gaps").as_array().size(), 7u);
    EXPECT_EQ(text(told.at("gaps").at(0)), R"({"column":"d","gap":"too_few","row":"a"})");
    const Json parents = read(parent_correlations_json(index));
    EXPECT_EQ(keys(parents.at("values").at(0)),
              (std::set<std::string>{"name", "level", "parent", "direct", "against", "value", "p", "n", "gap"}));
    EXPECT_TRUE(parents.at("values").at(0).at("gap").is_null());
    EXPECT_TRUE(read(denominator_correlations_json(index)).at("values").as_array().empty());
}

TEST(UnderstandJson, TellsComponentsAlphaAndWeights) {
    const Index index = test::sample::index();
    const Json parts = read(components_json(index, {"", 1, ""}, {ComponentBasis::covariance}));
    EXPECT_EQ(parts.at("basis"), "covariance");
    EXPECT_EQ(parts.at("stage"), "normalised");
    EXPECT_EQ(parts.at("variances").as_array().size(), 4u);
    EXPECT_EQ(parts.at("values").at(2).at("name"), "c");
    EXPECT_EQ(parts.at("units").as_array().size(), 12u);
    EXPECT_EQ(parts.at("units").at(5).at("scores").as_array().size(), 4u);
    const Json alpha = read(reliability_json(index, {"", 1, ""}));
    EXPECT_EQ(alpha.at("part"), "I");
    EXPECT_EQ(number(alpha.at("alpha")), reliability(index, {"", 1, ""}).value().alpha);
    EXPECT_EQ(alpha.at("without").at(3).at("name"), "d");
    EXPECT_TRUE(read(reliability_json(index)).at("without").at(0).at("alpha").is_null());
    const Json weights = read(effective_weights_json(index));
    EXPECT_EQ(text(weights.at("values").at(0)), R"({"effective":0.1875,"level":1,"name":"a","weight":0.75})");
}

TEST(UnderstandJson, TellsRemovalsOrWhyThereAreNone) {
    const Index index = test::sample::index();
    RemoveOptions options;
    options.names = {"c", "I"};
    const Json told = read(remove_one_json(index, options));
    const Json &c = told.at("removals").at(0), &whole = told.at("removals").at(1);
    EXPECT_EQ(text(c.at("indicators")), R"(["c"])");
    EXPECT_TRUE(c.at("problems").is_null());
    EXPECT_EQ(c.at("compared"), 12);
    EXPECT_EQ(keys(c.at("units").at(0)), (std::set<std::string>{"unit", "first", "second", "rise"}));
    EXPECT_EQ(keys(c.at("units").at(0).at("first")), (std::set<std::string>{"score", "rank", "place"}));
    EXPECT_EQ(whole.at("problems").at(0).at("code"), "remove.whole");
    EXPECT_FALSE(whole.as_object().contains("units"));
}

TEST(UnderstandJson, TellsAboutAUnit) {
    Dataset data = test::sample::data(6);
    data.values.at(2, 1) = no_value;
    data.times = {2024, 2024, 2024, 2024, 2024, 2024};
    Design design = test::sample::design();
    const Index index = test::sample::built(design, data);
    const Json told = read(strengths_json(index, "U2", 2024));
    EXPECT_EQ(told.at("unit"), "U2");
    EXPECT_EQ(told.at("time"), 2024);
    EXPECT_EQ(text(told.at("missing")), R"(["b"])");
    const Json summary = read(unit_summary_json(index, "U2"));
    EXPECT_TRUE(summary.at("grade").is_null());
    EXPECT_EQ(summary.at("parts").at(0).at("name"), "I");
    EXPECT_EQ(summary.at("parts").at(0).at("rank"), index.ranks[2]);
    EXPECT_FALSE(summary.at("parts").at(0).as_object().contains("raw"));
    EXPECT_TRUE(summary.at("indicators").at(1).at("rank").is_null());
    EXPECT_TRUE(summary.at("indicators").at(1).at("raw").is_null());
    EXPECT_EQ(strengths_json(index, "U7").error().code(), "index.unit");
}

TEST(UnderstandJson, TellsWhoIsInOneIndexOnly) {
    Design design = test::sample::design();
    Screen screen;
    screen.leave_out = {"U2"};
    design.steps.insert(design.steps.begin(), screen);
    Dataset data = test::sample::data();
    for (std::size_t c = 0; c < 4; ++c) data.values.at(4, c) = no_value;
    const Json told = read(compare_designs_json(test::sample::built(test::sample::design(), test::sample::data()),
                                                test::sample::built(design, data)));
    EXPECT_EQ(text(told.at("only_in_first")), R"([{"unit":"U2"}])");
    EXPECT_TRUE(told.at("only_in_second").as_array().empty());
    EXPECT_EQ(text(told.at("without_score")), R"([{"unit":"U4"}])");
    EXPECT_EQ(told.at("compared"), 10);
    EXPECT_TRUE(told.at("units").at(2).at("second").is_null());
    EXPECT_TRUE(told.at("units").at(4).at("second").at("rank").is_null());
    EXPECT_TRUE(told.at("units").at(4).at("rise").is_null());
    EXPECT_EQ(told.at("units").as_array().size(), 12u);
    EXPECT_TRUE(told.at("grades").is_null());
    EXPECT_EQ(told.at("first"), "I");
}

TEST(UnderstandRequests, AreReadWhole) {
    const DescribeOptions describe =
        read_describe_request(R"({"stage":"raw","parts":true,"skew":1,"kurtosis":2,"available_at_least":0.5,)"
                              R"("zeros_at_most":0.25,"distinct_at_least":3,"reach":"2.5"})")
            .value();
    EXPECT_EQ(describe.stage, "raw");
    EXPECT_TRUE(describe.has_parts);
    EXPECT_EQ(describe.skew + describe.kurtosis, 3);
    EXPECT_EQ(describe.available_at_least, 0.5);
    EXPECT_EQ(describe.zeros_at_most, 0.25);
    EXPECT_EQ(describe.distinct_at_least, 3u);
    EXPECT_EQ(describe.reach, 2.5);
    const CorrelateRequest correlate =
        read_correlate_request(R"({"levels":[2,1],"method":"kendall","stage":"raw","alike_above":0.8,)"
                               R"("against_below":-0.1,"denominator_above":0.7})")
            .value();
    EXPECT_EQ(correlate.first, 2u);
    EXPECT_EQ(correlate.second, 1u);
    EXPECT_EQ(correlate.options.method, CorrelationMethod::kendall);
    EXPECT_EQ(correlate.options.alike_above, 0.8);
    EXPECT_EQ(correlate.options.against_below, -0.1);
    EXPECT_EQ(correlate.options.denominator_above, 0.7);
    EXPECT_EQ(read_availability_request(R"({"stage":"imputed"})").value().stage, "imputed");
    EXPECT_EQ(read_parents_request(R"({"method":"spearman","against_below":0.2})").value().against_below, 0.2);
    const CorrelateOptions denominators =
        read_denominators_request(R"({"method":"spearman","stage":"raw","denominator_above":0.3})").value();
    EXPECT_EQ(denominators.method, CorrelationMethod::spearman);
    EXPECT_EQ(denominators.stage, "raw");
    EXPECT_EQ(denominators.denominator_above, 0.3);
    const SelectionRequest components =
        read_components_request(R"({"part":"Q","level":1,"stage":"raw","basis":"covariance"})").value();
    EXPECT_EQ(components.selection.part, "Q");
    EXPECT_EQ(components.selection.level, 1u);
    EXPECT_EQ(components.selection.stage, "raw");
    EXPECT_EQ(components.components.basis, ComponentBasis::covariance);
    EXPECT_EQ(read_remove_request(R"({"names":["a","b"]})").value().names.size(), 2u);
    EXPECT_EQ(read_remove_request(R"({"level":2})").value().level, 2u);
    const UnitRequest unit = read_strengths_request(R"({"unit":"U1","time":2024,"most":3,"weighted":true})").value();
    EXPECT_EQ(unit.unit, "U1");
    EXPECT_EQ(unit.time, 2024);
    EXPECT_EQ(unit.options.most, 3u);
    EXPECT_TRUE(unit.options.is_weighted);
    EXPECT_FALSE(read_summary_request(R"({"unit":"U1"})").value().time);
    const CompareOptions compare = read_compare_request(R"({"first":"Q","second":"P","movers":4})").value();
    EXPECT_EQ(compare.first + compare.second, "QP");
    EXPECT_EQ(compare.movers, 4u);
}

TEST(UnderstandRequests, AnEmptyTextAsksForTheDefaults) {
    EXPECT_EQ(read_describe_request("").value().skew, DescribeOptions{}.skew);
    EXPECT_EQ(read_availability_request("").value().stage, "raw");
    EXPECT_EQ(read_correlate_request("").value().first, 1u);
    EXPECT_EQ(read_components_request("{}").value().selection.level, 0u);
    EXPECT_EQ(read_remove_request("").value().level, 1u);
    EXPECT_EQ(read_compare_request("").value().movers, CompareOptions{}.movers);
}

TEST(UnderstandRequests, EveryProblemIsListedWithItsPlace) {
    const Error error =
        read_describe_request("{\"stage\": 3,\n \"reach\": \"far\",\n \"parts\": 1, \"colour\": 2}").error();
    EXPECT_EQ(error.kind, ErrorKind::argument);
    ASSERT_EQ(error.problems.size(), 4u);
    EXPECT_EQ(error.problems[0].where, "/stage");
    EXPECT_EQ(error.problems[1].where, "/reach");
    EXPECT_EQ(error.problems[1].line, 2u);
    EXPECT_EQ(error.problems[2].where, "/parts");
    EXPECT_EQ(error.problems[3].where, "/colour");
    for (const char* wrong : {R"({"levels":[1]})", R"({"levels":[1,-2]})", R"({"levels":"1"})", R"({"method":"tau"})",
                              R"({"levels":[1.5,2]})", "[]", "null", "7", "{", "{\"stage\":\"\xff\"}"})
        EXPECT_TRUE(read_correlate_request(wrong).has_error()) << wrong;
    EXPECT_TRUE(read_parents_request(R"({"levels":[1,2]})").has_error());
    EXPECT_TRUE(read_denominators_request(R"({"alike_above":1})").has_error());
    EXPECT_TRUE(read_availability_request(R"({"skew":1})").has_error());
    EXPECT_TRUE(read_reliability_request(R"({"basis":"covariance"})").has_error());
    EXPECT_TRUE(read_summary_request(R"({"unit":"U1","most":3})").has_error());
    EXPECT_EQ(read_strengths_request("").error().where(), "");
    EXPECT_EQ(read_remove_request(R"({"level":1,"names":["a"]})").error().code(), "request.members");
    EXPECT_TRUE(read_remove_request(R"({"names":["a",1]})").has_error());
    EXPECT_TRUE(read_compare_request(R"({"movers":-1})").has_error());
}

TEST(UnderstandRequests, RefuseNumbersThatNoDoubleHolds) {
    const auto read = read_describe_request(R"({"skew": "1e400"})");
    ASSERT_TRUE(read.has_error());
    EXPECT_EQ(read.error().code(), "document.number");
    EXPECT_EQ(read.error().where(), "/skew");
}

}  // namespace
