#include "pug/io/plan.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/instruments.hpp"

namespace {

using namespace pug;
using namespace pug::test;

/// A choice, a question of yes or no and a number, with titles, evidence and remediation.
Instrument questions() {
    Instrument made =
        instrument({choice("c", "s"), variable("q", VariableType::yes_no), ranged("x", "0", "10")},
                   NodeBuilder(Aggregate::arithmetic,
                               {NodeBuilder(Aggregate::from, {name("c")}).id("leaf").then(Points{}), name("q"),
                                NodeBuilder(Aggregate::from, {name("x")}).then(Minmax{number("0"), number("10")})}));
    made.scales = {scale("s", {"0", "1", "2"})};
    made.variables[0].title.translations = {{"en", "A choice"}, {"id", "Pilihan"}};
    made.variables[0].evidence.translations = {{"", "a decree"}};
    Remediation remediation;
    remediation.text.translations = {{"en", "decide"}};
    remediation.effort_days = decimal("2.5");
    remediation.role.translations = {{"en", "head"}};
    made.variables[0].remediation = remediation;
    made.verdict.grades = {band("low", std::nullopt, above("0.4")), band("middle", from("0.4"), above("0.8")),
                           band("high", from("0.8"))};
    made.verdict.gates.push_back({"", {}, compare("q", Comparison::is, "yes"), "shut", {}, ""});
    return made;
}

// --- requests ------------------------------------------------------------------------------------------------------

TEST(PlanRequest, SaysEverything) {
    const auto read = read_plan_options(R"({
        "target": "high",
        "cost": {"name": "rupiah", "budget": "0.1", "of": {"c": {"L1": 2, "L2": "7/3"}, "q": 5}},
        "resources": [{"name": "people", "budget": 3, "of": {"q": {"yes": 1.25}}}, {"name": "rooms"}],
        "days": {"c": 10, "x": "2.5"},
        "deadline": 30,
        "requires": [{"variable": "c", "to": "L2", "needs": "q", "at_least": true},
                     {"variable": "x", "needs": "c", "at_least": "L1"}],
        "fixed": ["x"],
        "only_priced": true,
        "limit": 1000})",
                                        questions());
    ASSERT_TRUE(read) << told(read.error());
    const PlanOptions& options = read.value();
    EXPECT_EQ(options.target, "high");
    EXPECT_FALSE(options.score);
    EXPECT_EQ(options.cost.name, "rupiah");
    EXPECT_EQ(options.cost.budget, decimal("0.1"));
    ASSERT_EQ(options.cost.costs.size(), 2u);
    EXPECT_FALSE(options.cost.costs.at("c").any);
    EXPECT_EQ(options.cost.costs.at("c").to,
              (std::vector<std::pair<double, Decimal>>{{1, Decimal(2)}, {2, decimal("7/3")}}));
    EXPECT_EQ(options.cost.costs.at("q").any, Decimal(5));
    ASSERT_EQ(options.resources.size(), 2u);
    EXPECT_EQ(options.resources[0].name, "people");
    EXPECT_EQ(options.resources[0].budget, Decimal(3));
    EXPECT_EQ(options.resources[0].costs.at("q").to, (std::vector<std::pair<double, Decimal>>{{1, decimal("1.25")}}));
    EXPECT_FALSE(options.resources[1].budget);
    EXPECT_EQ(options.days, (std::map<std::string, Decimal>{{"c", Decimal(10)}, {"x", decimal("2.5")}}));
    EXPECT_EQ(options.deadline, Decimal(30));
    ASSERT_EQ(options.requirements.size(), 2u);
    EXPECT_EQ(options.requirements[0].variable, "c");
    EXPECT_EQ(options.requirements[0].to, 2);
    EXPECT_EQ(options.requirements[0].needs, "q");
    EXPECT_EQ(options.requirements[0].at_least, 1);
    EXPECT_FALSE(options.requirements[1].to);
    EXPECT_EQ(options.requirements[1].at_least, 1);
    EXPECT_EQ(options.fixed, (std::set<std::string>{"x"}));
    EXPECT_TRUE(options.only_priced);
    EXPECT_EQ(options.limits.combinations, 1000u);
}

TEST(PlanRequest, ThatIsEmptyIsForTheDefaults) {
    for (const char* json : {"", "{}"}) {
        const auto read = read_plan_options(json, questions());
        ASSERT_TRUE(read);
        EXPECT_EQ(read.value().target, "");
        EXPECT_FALSE(read.value().score);
        EXPECT_EQ(read.value().cost.name, "days");
        EXPECT_FALSE(read.value().cost.budget);
        EXPECT_FALSE(read.value().only_priced);
        EXPECT_EQ(read.value().limits.combinations, SearchLimits{}.combinations);
        const auto robustness = read_robustness_options(json, questions());
        ASSERT_TRUE(robustness);
        EXPECT_EQ(robustness.value().error, 0.05);
        EXPECT_EQ(robustness.value().draws, 10'000u);
    }
    EXPECT_EQ(read_plan_options(R"({"score": "1/3"})", questions()).value().score, decimal("1/3"));
    EXPECT_EQ(read_plan_options(R"({"cost": {}})", questions()).value().cost.name, "days");
}

/// Code and pointer of every problem.
template <class Options>
std::vector<std::pair<std::string, std::string>> problems(const result<Options>& read) {
    std::vector<std::pair<std::string, std::string>> found;
    if (read) return found;
    EXPECT_TRUE(read.error().kind == ErrorKind::argument || read.error().kind == ErrorKind::document);
    for (const Problem& problem : read.error().problems) {
        EXPECT_GT(problem.line, 0u);
        EXPECT_GT(problem.column, 0u);
        found.emplace_back(problem.code, problem.where);
    }
    return found;
}
using Problems = std::vector<std::pair<std::string, std::string>>;

Problems wrong_plan(const std::string& json) { return problems(read_plan_options(json, questions())); }

TEST(PlanRequest, TellsWhatIsWrongAndWhere) {
    const std::pair<const char*, std::pair<const char*, const char*>> wrong[] = {
        {R"([])", {"document.type", ""}},
        {R"({"goal": "high"})", {"document.unknown_key", "/goal"}},
        {R"({"target": 1})", {"document.type", "/target"}},
        {R"({"score": "a"})", {"document.number", "/score"}},
        {R"({"score": [1]})", {"document.type", "/score"}},
        {R"({"cost": 1})", {"document.type", "/cost"}},
        {R"({"cost": {"price": 1}})", {"document.unknown_key", "/cost/price"}},
        {R"({"cost": {"name": 1}})", {"document.type", "/cost/name"}},
        {R"({"cost": {"budget": true}})", {"document.type", "/cost/budget"}},
        {R"({"cost": {"of": []}})", {"document.type", "/cost/of"}},
        {R"({"cost": {"of": {"z": 1}}})", {"variable.unknown", "/cost/of/z"}},
        {R"({"cost": {"of": {"c": null}}})", {"document.type", "/cost/of/c"}},
        {R"({"cost": {"of": {"c": {"L7": 1}}}})", {"data.value", "/cost/of/c/L7"}},
        {R"({"cost": {"of": {"c": {"L1": "x"}}}})", {"document.number", "/cost/of/c/L1"}},
        {R"({"cost": {"of": {"c": {"missing": 1}}}})", {"plan.answer", "/cost/of/c/missing"}},
        {R"({"cost": {"of": {"x": {"1": 1, "1.0": 2}}}})", {"plan.answer", "/cost/of/x/1.0"}},
        {R"({"cost": {"of": {"q": {"yes": 1, "ya": 1}}}})", {"plan.answer", "/cost/of/q/ya"}},
        {R"({"resources": {}})", {"document.type", "/resources"}},
        {R"({"resources": [{}]})", {"document.missing_key", "/resources/0"}},
        {R"({"resources": [{"name": "days"}]})", {"plan.resource", "/resources/0"}},
        {R"({"resources": [{"name": "a"}, {"name": "a"}]})", {"plan.resource", "/resources/1"}},
        {R"({"days": {"z": 1}})", {"variable.unknown", "/days/z"}},
        {R"({"days": [1]})", {"document.type", "/days"}},
        {R"({"days": {"c": "soon"}})", {"document.number", "/days/c"}},
        {R"({"deadline": {}})", {"document.type", "/deadline"}},
        {R"({"requires": {}})", {"document.type", "/requires"}},
        {R"({"requires": [1]})", {"document.type", "/requires/0"}},
        {R"({"requires": [{"needs": "q", "at_least": "yes"}]})", {"document.missing_key", "/requires/0"}},
        {R"({"requires": [{"variable": "c", "at_least": 1}]})", {"document.missing_key", "/requires/0"}},
        {R"({"requires": [{"variable": "c", "needs": "q"}]})", {"document.missing_key", "/requires/0"}},
        {R"({"requires": [{"variable": "z", "needs": "q", "at_least": "yes"}]})",
         {"variable.unknown", "/requires/0/variable"}},
        {R"({"requires": [{"variable": 1, "needs": "q", "at_least": "yes"}]})",
         {"document.type", "/requires/0/variable"}},
        {R"({"requires": [{"variable": "c", "needs": "z", "at_least": "yes"}]})",
         {"variable.unknown", "/requires/0/needs"}},
        {R"({"requires": [{"variable": "c", "needs": "q", "at_least": "maybe"}]})",
         {"data.value", "/requires/0/at_least"}},
        {R"({"requires": [{"variable": "c", "needs": "q", "at_least": "missing"}]})",
         {"plan.answer", "/requires/0/at_least"}},
        {R"({"requires": [{"variable": "c", "to": "waived", "needs": "q", "at_least": "yes"}]})",
         {"plan.answer", "/requires/0/to"}},
        {R"({"requires": [{"variable": "c", "needs": "q", "at_least": []}]})",
         {"document.type", "/requires/0/at_least"}},
        {R"({"requires": [{"variable": "c", "needs": "q", "at_least": "yes", "when": 1}]})",
         {"document.unknown_key", "/requires/0/when"}},
        {R"({"fixed": "c"})", {"document.type", "/fixed"}},
        {R"({"fixed": ["c", "z"]})", {"variable.unknown", "/fixed/1"}},
        {R"({"fixed": [1]})", {"document.type", "/fixed/0"}},
        {R"({"only_priced": 1})", {"document.type", "/only_priced"}},
        {R"({"limit": -1})", {"document.number", "/limit"}},
        {R"({"limit": 1.5})", {"document.number", "/limit"}},
        {R"({"limit": "all"})", {"document.number", "/limit"}},
    };
    for (const auto& [json, problem] : wrong) {
        EXPECT_EQ(wrong_plan(json), (Problems{{problem.first, problem.second}})) << json;
    }
}

TEST(PlanRequest, TellsEveryProblem) {
    EXPECT_EQ(wrong_plan(R"({"deadline": [], "fixed": ["z"], "goal": 1})").size(), 3u);
    const auto read = read_plan_options("{\n  \"fixed\": [\"c\",\n    \"z\"]}", questions());
    ASSERT_TRUE(read.has_error());
    EXPECT_EQ(read.error().problems.front().line, 3u);
    EXPECT_EQ(read.error().problems.front().column, 5u);
}

TEST(PlanRequest, ThatIsNoJsonIsNone) {
    for (const char* json : {"{", "{\"a\": 1,}", "nothing", "{\"limit\": NaN}", "\xFF", "null",
                             "{\"target\": \"a\", \"target\": \"b\"}"}) {
        const auto plan = read_plan_options(json, questions());
        ASSERT_TRUE(plan.has_error()) << json;
        EXPECT_EQ(plan.error().problems.size(), 1u) << json << told(plan.error());
        EXPECT_EQ(plan.error().kind, ErrorKind::document) << json;
        EXPECT_TRUE(read_supposed(json, questions()).has_error()) << json;
        EXPECT_TRUE(read_robustness_options(json, questions()).has_error()) << json;
    }
    EXPECT_TRUE(read_supposed("", questions()).has_error()) << "a supposition supposes something";
}

TEST(Supposition, IsReadAsDataAre) {
    const auto read = read_supposed(R"({"c": "L2", "q": true, "x": 2.5})", questions());
    ASSERT_TRUE(read) << told(read.error());
    ASSERT_EQ(read.value().size(), 3u);
    EXPECT_EQ(read.value()[0].variable, "c");
    EXPECT_EQ(read.value()[0].value, 2);
    EXPECT_EQ(read.value()[1].value, 1);
    EXPECT_EQ(read.value()[2].value, 2.5);
    EXPECT_EQ(read_supposed(R"({"x": "not_applicable"})", questions()).value()[0].status, Status::not_applicable);
    EXPECT_EQ(read_supposed(R"({"x": ""})", questions()).value()[0].status, Status::missing);
    EXPECT_TRUE(read_supposed("{}", questions()).value().empty());
    EXPECT_EQ(problems(read_supposed(R"({"z": 1})", questions())), (Problems{{"variable.unknown", "/z"}}));
    EXPECT_EQ(problems(read_supposed(R"({"q": "perhaps", "c": "L9"})", questions())),
              (Problems{{"data.value", "/q"}, {"data.value", "/c"}}));
    EXPECT_EQ(problems(read_supposed(R"({"q": null})", questions())), (Problems{{"document.type", "/q"}}));
    EXPECT_EQ(problems(read_supposed("[]", questions())), (Problems{{"document.type", ""}}));
}

TEST(RobustnessRequest, SaysEverything) {
    const auto read = read_robustness_options(
        R"({"error": 0.1, "errors": {"q": "1/4"}, "deviations": {"x": 0.5}, "draws": 7, "seed": 3, "name": "N", "limit": 9})",
        questions());
    ASSERT_TRUE(read) << told(read.error());
    EXPECT_EQ(read.value().error, 0.1);
    EXPECT_EQ(read.value().errors, (std::map<std::string, double>{{"q", 0.25}}));
    EXPECT_EQ(read.value().deviations, (std::map<std::string, double>{{"x", 0.5}}));
    EXPECT_EQ(read.value().draws, 7u);
    EXPECT_EQ(read.value().seed, 3u);
    EXPECT_EQ(read.value().name, "N");
    EXPECT_EQ(read.value().limits.combinations, 9u);
}

TEST(RobustnessRequest, TellsWhatIsWrongAndWhere) {
    const std::pair<const char*, std::pair<const char*, const char*>> wrong[] = {
        {R"({"error": "often"})", {"document.number", "/error"}},
        {R"({"errors": 1})", {"document.type", "/errors"}},
        {R"({"errors": {"z": 0.1}})", {"variable.unknown", "/errors/z"}},
        {R"({"errors": {"q": null}})", {"document.type", "/errors/q"}},
        {R"({"deviations": {"z": 0.1}})", {"variable.unknown", "/deviations/z"}},
        {R"({"draws": -1})", {"document.number", "/draws"}},
        {R"({"draws": 10000001})", {"document.number", "/draws"}},
        {R"({"seed": 0.5})", {"document.number", "/seed"}},
        {R"({"name": 1})", {"document.type", "/name"}},
        {R"({"trials": 1})", {"document.unknown_key", "/trials"}},
    };
    for (const auto& [json, problem] : wrong) {
        EXPECT_EQ(problems(read_robustness_options(json, questions())), (Problems{{problem.first, problem.second}}))
            << json;
    }
}

// --- results -------------------------------------------------------------------------------------------------------

boost::json::value parsed(const std::string& json) { return boost::json::parse(json); }

std::set<std::string> keys(const boost::json::value& object) {
    std::set<std::string> found;
    for (const auto& member : object.as_object()) found.insert(std::string(member.key()));
    return found;
}

TEST(PlanJson, HasEveryChangeInTheWordsOfTheInstrument) {
    const auto scored = score(questions(), {{Status::missing, 0, 5}});
    PlanOptions options;
    options.target = "high";
    options.resources.push_back({"people", {}, {}});
    options.resources[0].costs["q"].any = decimal("1/3");
    const auto json = parsed(to_json(scored.scores, plan(scored.scores, 0, options).value()));
    EXPECT_EQ(keys(json),
              (std::set<std::string>{"unit", "index", "target", "score_wanted", "is_reached", "is_proved", "resources",
                                     "costs", "at_least", "before", "after", "changes", "combinations"}));
    EXPECT_EQ(json.at("unit"), "1");
    EXPECT_EQ(json.at("index"), 0);
    EXPECT_EQ(json.at("target"), "high");
    EXPECT_TRUE(json.at("score_wanted").is_null());
    EXPECT_EQ(json.at("is_reached"), true);
    EXPECT_EQ(json.at("is_proved"), true);
    EXPECT_EQ(json.at("resources"), parsed(R"(["days", "people"])"));
    EXPECT_EQ(json.at("costs"), parsed(R"(["3.5", "1/3"])"));
    EXPECT_EQ(json.at("at_least"), "3.5");
    EXPECT_EQ(json.at("before"), parsed(R"({"score": null, "rounded": null, "grade": null})"));
    EXPECT_EQ(json.at("after").at("grade"), "high");
    const auto& changes = json.at("changes").as_array();
    ASSERT_EQ(changes.size(), 2u);
    EXPECT_EQ(changes[0], parsed(R"({"variable": "c", "title": {"en": "A choice", "id": "Pilihan"},
        "from": {"status": "missing", "value": null, "code": null},
        "to": {"status": "observed", "value": 2, "code": "L2"},
        "costs": ["2.5", "0"], "is_assumed": false, "evidence": {"und": "a decree"},
        "remediation": {"text": {"en": "decide"}, "effort_days": "2.5", "role": {"en": "head"}}})"));
    EXPECT_EQ(changes[1], parsed(R"({"variable": "q", "title": {},
        "from": {"status": "observed", "value": 0, "code": "no"},
        "to": {"status": "observed", "value": 1, "code": "yes"},
        "costs": ["1", "1/3"], "is_assumed": true, "evidence": {}, "remediation": null})"));
}

TEST(PlanJson, OfScoresAndLists) {
    const auto scored = score(questions(), {{2, 1, 10}});
    PlanOptions options;
    options.score = decimal("2.50");
    const auto json = parsed(to_json(scored.scores, plan(scored.scores, 0, options).value()));
    EXPECT_TRUE(json.at("target").is_null());
    EXPECT_EQ(json.at("score_wanted"), "2.5");
    EXPECT_EQ(json.at("is_reached"), false);
    EXPECT_EQ(json.at("is_proved"), true);
    const auto plans = parsed(to_json(scored.scores, plan_all(scored.scores).value()));
    ASSERT_EQ(plans.as_array().size(), 1u);
    EXPECT_TRUE(plans.as_array()[0].at("changes").as_array().empty());
}

TEST(SpendingJson, HasThePlansOfThoseThatGetSomething) {
    const auto scored = score(questions(), {{0, 0, 5}, {2, 1, 10}, {0, 1, 0}});
    PlanOptions options;
    options.cost.budget = Decimal(1);
    const auto json = parsed(to_json(scored.scores, spend(scored.scores, options).value()));
    EXPECT_EQ(keys(json), (std::set<std::string>{"steps", "cost", "is_proved", "plans"}));
    ASSERT_EQ(json.at("plans").as_array().size(), 1u);
    EXPECT_EQ(json.at("cost"), "1");
    EXPECT_EQ(json.at("is_proved"), true);
}

TEST(WhatIfJson, HasBothAndWhatDiffers) {
    const auto scored = score(questions(), {{0, 0, 5}});
    const auto json =
        parsed(to_json(scored.scores, 0, what_if(scored.scores, 0, {{"c", 2}, {"q", 0}, {"x", 5}}).value()));
    EXPECT_EQ(keys(json), (std::set<std::string>{"unit", "before", "after", "answers", "nodes"}));
    EXPECT_EQ(json.at("before").at("gates_unmet"), parsed("[0]"));
    EXPECT_EQ(json.at("after").at("grade"), "shut");
    ASSERT_EQ(json.at("answers").as_array().size(), 1u) << "the others are as they were";
    EXPECT_EQ(json.at("answers").as_array()[0].at("after").at("code"), "L2");
    EXPECT_EQ(json.at("nodes"), parsed(R"([{"node": "leaf", "before": 0, "before_status": "observed", "after": 1,
        "after_status": "observed"}])"));
    const auto gone = parsed(to_json(scored.scores, 0, what_if(scored.scores, 0, {{"q", 0, Status::missing}}).value()));
    EXPECT_TRUE(gone.at("answers").as_array()[0].at("after").at("value").is_null());
}

TEST(GapsJson, HasGapsAndDistances) {
    const auto scored = score(questions(), {{Status::not_assessed, 0, 5}});
    const auto json = parsed(to_json(scored.scores, gaps(scored.scores, 0)));
    EXPECT_EQ(keys(json), (std::set<std::string>{"unit", "gaps", "grades"}));
    const auto& list = json.at("gaps").as_array();
    ASSERT_EQ(list.size(), 3u);
    EXPECT_EQ(list[0].at("variable"), "q");
    EXPECT_EQ(list[0].at("gates"), parsed("[0]"));
    EXPECT_TRUE(list[0].at("node").is_null());
    const auto& choice =
        *std::find_if(list.begin(), list.end(), [](const auto& gap) { return gap.at("variable") == "c"; });
    EXPECT_EQ(choice.at("node"), "leaf");
    EXPECT_EQ(choice.at("reason"), "not_assessed");
    EXPECT_EQ(choice.at("best").at("code"), "L2");
    EXPECT_EQ(choice.at("remediation").at("effort_days"), "2.5");
    const auto& grades = json.at("grades").as_array();
    ASSERT_EQ(grades.size(), 3u);
    EXPECT_EQ(keys(grades[0]), (std::set<std::string>{"grade", "points", "gates", "caps", "levels"}));
    EXPECT_EQ(grades[2].at("grade"), "high");
}

TEST(RobustnessJson, HasTheChancesOfEveryGrade) {
    const auto scored = score(questions(), {{2, 1, 10}});
    RobustnessOptions options;
    options.draws = 1000;
    const auto json = parsed(to_json(scored.scores, robustness(scored.scores, 0, options).value()));
    EXPECT_EQ(keys(json), (std::set<std::string>{"unit", "grade", "can_fall", "is_proved", "fall", "decisive", "draws",
                                                 "chances"}));
    EXPECT_EQ(json.at("grade"), "high");
    ASSERT_EQ(json.at("fall").as_array().size(), 1u);
    EXPECT_EQ(keys(json.at("fall").as_array()[0]), (std::set<std::string>{"variable", "title", "found", "instead"}));
    double sum = 0;
    for (const auto& chance : json.at("chances").as_array()) {
        EXPECT_LE(chance.at("low").to_number<double>(), chance.at("share").to_number<double>());
        EXPECT_GE(chance.at("high").to_number<double>(), chance.at("share").to_number<double>());
        sum += chance.at("share").to_number<double>();
    }
    EXPECT_NEAR(sum, 1, 1e-12);
    options.draws = 0;
    const auto none = parsed(to_json(scored.scores, robustness(scored.scores, 0, options).value()));
    EXPECT_TRUE(none.at("chances").as_array().empty());
}

}  // namespace
