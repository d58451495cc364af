// Designs and data that fit, and all that does not.
#include "pug/workbench/blueprint.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "support/small_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;

constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(Draw, NumbersValuesPartsAfterTheirOwn) {
    const Blueprint blueprint = draw(test::small_design(), test::small_data()).value();
    EXPECT_EQ(blueprint.names, (std::vector<std::string>{"seats", "pay", "gap", "school", "power", "life", "total"}));
    EXPECT_EQ(blueprint.columns, (std::vector<std::size_t>{0, 1, 2, 3}));
    EXPECT_EQ(blueprint.denominators.front(), 4u);
    EXPECT_EQ(blueprint.denominators.back(), Blueprint::no_column);
    ASSERT_EQ(blueprint.parts.size(), 3u);
    EXPECT_EQ(blueprint.parts[1].parts, (std::vector<std::size_t>{2, 3}));
    EXPECT_EQ(blueprint.parts[2].parts, (std::vector<std::size_t>{4, 5}));
    EXPECT_EQ(blueprint.parts[2].weights, (std::vector<double>{1, 3}));
    EXPECT_EQ(blueprint.parts[1].level, 2u);
    EXPECT_EQ(blueprint.parts[2].level, 3u);
    EXPECT_EQ(blueprint.find("life"), 5u);
    EXPECT_EQ(blueprint.find("none"), 7u);
    EXPECT_EQ(blueprint.steps.size(), 3u);
}

TEST(Draw, TakesIndicatorsAndPartsSideBySide) {
    Design design = test::small_design();
    design.index = test::branch(
        "total",
        {test::leaf("school"), test::branch("rest", {test::leaf("seats"), test::leaf("pay"), test::leaf("gap")})});
    const Blueprint blueprint = draw(design, test::small_data()).value();
    EXPECT_EQ(blueprint.parts.back().parts, (std::vector<std::size_t>{3, 4}));
    EXPECT_EQ(blueprint.parts.back().level, 3u);
}

TEST(Draw, GivesEachPartTheRuleOfTheDesignOrItsOwn) {
    Design design = test::small_design();
    design.aggregation.method = AggregationMethod::geometric;
    design.weighting.method = WeightingMethod::equal;
    design.index.parts[1].aggregation = Aggregation{};
    design.index.parts[1].weighting = workbench::Weighting{};
    const Blueprint blueprint = draw(design, test::small_data()).value();
    EXPECT_EQ(blueprint.parts[0].aggregation.method, AggregationMethod::geometric);
    EXPECT_EQ(blueprint.parts[1].aggregation.method, AggregationMethod::arithmetic);
    EXPECT_EQ(blueprint.parts[0].weighting.method, WeightingMethod::equal);
    EXPECT_EQ(blueprint.parts[1].weighting.method, WeightingMethod::given);
}

/// What is changed, and the one problem that this is.
struct Fault {
    std::string code, where;
    std::function<void(Design&, Dataset&)> make;
};

void expect_fault(const Fault& fault, ErrorKind kind) {
    Design design = test::small_design();
    Dataset data = test::small_data();
    fault.make(design, data);
    const auto drawn = draw(design, data);
    ASSERT_TRUE(drawn.has_error()) << fault.code << " " << fault.where;
    EXPECT_EQ(drawn.error().kind, kind) << fault.code;
    for (const Problem& problem : drawn.error().problems) {
        EXPECT_EQ(problem.code, fault.code) << problem.message;
        EXPECT_EQ(problem.where, fault.where) << problem.message;
        EXPECT_EQ(problem.message.find('\n'), std::string::npos);
    }
    EXPECT_EQ(drawn.error().problems.size(), 1u) << fault.code << " " << fault.where;
}

Impute& impute_of(Design& design) { return std::get<Impute>(design.steps[1]); }
Normalise& normalise_of(Design& design) { return std::get<Normalise>(design.steps[2]); }

TEST(Draw, RefusesNames) {
    const std::vector<Fault> faults{
        {"design.name", "index/total", [](auto& d, auto&) { d.index.parts[0].name = "total"; }},
        {"design.name", "index/0", [](auto& d, auto&) { d.index.parts[0].name = ""; }},
        {"design.name", "index/seats", [](auto& d, auto&) { d.index.parts[0].name = "seats"; }},
        {"design.name", "index/power/none",
         [](auto& d, auto&) { d.index.parts[0].parts.push_back(test::leaf("none")); }},
        {"design.name", "index/power/2", [](auto& d, auto&) { d.index.parts[0].parts.push_back(test::leaf("")); }},
        {"design.name", "indicators/seats", [](auto& d, auto&) { d.indicators[0].denominator = "none"; }},
        {"design.name", "indicators/school", [](auto&, auto& t) { t.columns[3] = "other"; }},
        {"design.name", "steps/1/none", [](auto& d, auto&) { impute_of(d).others = {{"none", {}}}; }},
        {"design.name", "steps/1/power", [](auto& d, auto&) { impute_of(d).others = {{"power", {}}}; }},
        {"design.name", "steps/2/gap", [](auto& d, auto&) { normalise_of(d).others = {{"gap", {}}, {"gap", {}}}; }},
    };
    for (const Fault& fault : faults) expect_fault(fault, ErrorKind::instrument);
}

TEST(Draw, RefusesTrees) {
    const std::vector<Fault> faults{
        {"design.indicator", "indicators/pay", [](auto& d, auto&) { d.index.parts[0].parts.pop_back(); }},
        {"design.indicator", "index/life/pay",
         [](auto& d, auto&) { d.index.parts[1].parts.push_back(test::leaf("pay")); }},
        {"design.weight", "index/life", [](auto& d, auto&) { d.index.parts[1].weight = -1; }},
        {"design.weight", "index/power/pay", [](auto& d, auto&) { d.index.parts[0].parts[1].weight = no_value; }},
        {"design.weight", "index/power",
         [](auto& d, auto&) { d.index.parts[0].parts[0].weight = d.index.parts[0].parts[1].weight = 0; }},
        {"design.weight", "index", [](auto& d, auto&) { d.index.parts[0].weight = d.index.parts[1].weight = 1e308; }},
    };
    for (const Fault& fault : faults) expect_fault(fault, ErrorKind::instrument);
    Design empty = test::small_design();
    empty.index.parts.clear();
    EXPECT_EQ(draw(empty, test::small_data()).error().code(), "design.indicator");
    empty.indicators.clear();
    EXPECT_EQ(draw(empty, test::small_data()).error().where(), "index");
    empty.index.parts = {test::leaf("none"), test::branch("power", {test::leaf("none")})};
    EXPECT_TRUE(draw(empty, test::small_data()).has_error());
    EXPECT_TRUE(draw({}, {}).has_error());
}

TEST(Draw, AsksForNoWeightsThatAreNotUsed) {
    Design design = test::small_design();
    design.weighting.method = WeightingMethod::equal;
    for (Part& part : design.index.parts) part.weight = 0;
    EXPECT_TRUE(draw(design, test::small_data()).has_value());
}

TEST(Draw, RefusesSteps) {
    Screen screen;
    screen.keep = {"a"};
    screen.leave_out = {"a"};
    const std::vector<Fault> faults{
        {"design.steps", "steps/3", [](auto& d, auto&) { d.steps.push_back(Normalise{}); }},
        {"design.steps", "steps/3", [](auto& d, auto&) { d.steps.push_back(Treat{}); }},
        {"design.steps", "steps/1", [](auto& d, auto&) { d.steps.insert(d.steps.begin(), Denominate{}); }},
        {"design.steps", "indicators/gap", [](auto& d, auto&) { d.steps.pop_back(); }},
        {"design.rule", "steps/0", [=](auto& d, auto&) { d.steps[0] = screen; }},
        {"design.rule", "steps/0", [](auto& d, auto&) { d.steps[0] = Screen{1.5, 0, {}, {}}; }},
        {"design.rule", "steps/0", [](auto& d, auto&) { d.steps[0] = Screen{0, no_value, {}, {}}; }},
        {"design.name", "steps/0", [](auto& d, auto&) { d.steps[0] = Screen{0, 0, {"z"}, {}}; }},
        {"impute.group", "steps/1", [](auto& d, auto&) { impute_of(d).all = {ImputationMethod::group_mean, "none"}; }},
        {"impute.time", "steps/1/pay",
         [](auto& d, auto&) { impute_of(d).others = {{"pay", {ImputationMethod::linear, ""}}}; }},
    };
    for (const Fault& fault : faults) expect_fault(fault, ErrorKind::instrument);
}

TEST(Draw, RefusesTreatments) {
    const auto fault = [](void (*change)(Treatment&)) {
        return Fault{"design.rule", "steps/1", [=](Design& design, Dataset&) {
                         Treat treat;
                         change(treat.all);
                         design.steps[1] = treat;
                     }};
    };
    for (const Fault& each :
         {fault([](Treatment& t) { t.skew = infinity; }), fault([](Treatment& t) { t.kurtosis = no_value; }),
          fault([](Treatment& t) { t.most = 0; }), fault([](Treatment& t) { t.lambda = infinity; })})
        expect_fault(each, ErrorKind::instrument);
}

TEST(Draw, RefusesNormalisations) {
    using Method = NormalisationMethod;
    const auto fault = [](Method method, void (*change)(Normalisation&), const std::string& code = "design.rule") {
        return Fault{code, "steps/2", [=](Design& design, Dataset&) {
                         normalise_of(design).all.method = method;
                         change(normalise_of(design).all);
                     }};
    };
    const std::vector<Fault> faults{
        fault(Method::minmax, [](Normalisation& n) { n.low = 100; }),
        fault(Method::minmax, [](Normalisation& n) { n.high = no_value; }),
        fault(Method::minmax, [](Normalisation& n) { n.low = -infinity; }),
        fault(Method::goalposts, [](Normalisation& n) { n.to = n.from; }),
        fault(Method::goalposts, [](Normalisation& n) { n.from = no_value; }),
        fault(Method::scaled, [](Normalisation& n) { n.low = n.high; }),
        fault(Method::zscore, [](Normalisation& n) { n.sd = 0; }),
        fault(Method::zscore, [](Normalisation& n) { n.mean = infinity; }),
        fault(Method::categorical, [](Normalisation&) {}),
        fault(Method::categorical, [](Normalisation& n) { n.steps = {{1, 0}, {1, 2}}; }),
        fault(Method::categorical, [](Normalisation& n) { n.steps = {{1, no_value}}; }),
        fault(Method::categorical, [](Normalisation& n) { n.steps = {{infinity, 1}}; }),
        fault(Method::own, [](Normalisation&) {}),
        fault(
            Method::distance_to_reference, [](Normalisation&) {}, "normalise.unit"),
        fault(
            Method::distance_to_reference, [](Normalisation& n) { n.unit = "z"; }, "normalise.unit"),
        fault(Method::around_reference, [](Normalisation& n) { n.reference = no_value; }),
        fault(Method::around_reference,
              [](Normalisation& n) {
                  n.reference = 1;
                  n.unit = "a";
              }),
    };
    for (const Fault& each : faults) expect_fault(each, ErrorKind::instrument);
    Design design = test::small_design();
    for (Indicator& indicator : design.indicators) indicator.target = 1;
    design.indicators[1].target.reset();
    normalise_of(design).all.method = Method::distance_to_target;
    EXPECT_EQ(draw(design, test::small_data()).error().where(), "indicators/pay");
    normalise_of(design).others = {{"pay", {}}};
    EXPECT_TRUE(draw(design, test::small_data()).has_value());
}

TEST(Draw, RefusesAggregations) {
    using Method = AggregationMethod;
    const auto fault = [](Method method, void (*change)(Aggregation&)) {
        return Fault{"design.rule", "index/power", [=](Design& design, Dataset&) {
                         Aggregation rule;
                         rule.method = method;
                         change(rule);
                         design.index.parts[0].aggregation = rule;
                     }};
    };
    const std::vector<Fault> faults{
        fault(Method::arithmetic, [](Aggregation& a) { a.available_at_least = 1.01; }),
        fault(Method::power, [](Aggregation& a) { a.p = infinity; }),
        fault(Method::mean_min, [](Aggregation& a) { a.alpha = -0.1; }),
        fault(Method::mean_min, [](Aggregation& a) { a.beta = -1; }),
        fault(Method::vikor, [](Aggregation& a) { a.v = no_value; }),
        fault(Method::owa, [](Aggregation& a) { a.order_weights = {1, 2, 3}; }),
        fault(Method::owa, [](Aggregation& a) { a.order_weights = {0, 0}; }),
        fault(Method::owa, [](Aggregation& a) { a.order_weights = {1, no_value}; }),
        fault(Method::promethee, [](Aggregation& a) { a.preference = {Preference::Kind::gaussian, 0, 1, 0}; }),
        fault(Method::promethee, [](Aggregation& a) { a.preference = {Preference::Kind::linear, 2, 1, 1}; }),
        fault(Method::promethee, [](Aggregation& a) { a.preference = {Preference::Kind::v_shape, 0, 0, 1}; }),
        fault(Method::promethee, [](Aggregation& a) { a.preference = {Preference::Kind::u_shape, -1, 1, 1}; }),
    };
    for (const Fault& each : faults) expect_fault(each, ErrorKind::instrument);
    // A rule of the design is looked at once, but each part must have as many places as weights.
    expect_fault({"design.rule", "aggregation",
                  [](auto& d, auto&) {
                      d.aggregation.method = Method::vikor;
                      d.aggregation.v = 2;
                  }},
                 ErrorKind::instrument);
    Design shared = test::small_design();
    shared.aggregation.method = Method::owa;
    shared.aggregation.order_weights = {2, 1};
    EXPECT_TRUE(draw(shared, test::small_data()).has_value());
}

TEST(Draw, RefusesGrades) {
    const std::vector<Fault> faults{
        {"design.grades", "grades/1", [](auto& d, auto&) { d.grades[1].from.reset(); }},
        {"design.grades", "grades/2", [](auto& d, auto&) { d.grades[2].from = 40; }},
        {"design.grades", "grades/2", [](auto& d, auto&) { d.grades[2].from = infinity; }},
    };
    for (const Fault& fault : faults) expect_fault(fault, ErrorKind::instrument);
}

TEST(Draw, RefusesData) {
    const std::vector<Fault> faults{
        {"data.infinite", "pay", [](auto&, auto& t) { t.values.at(2, 1) = -infinity; }},
        {"data.unit", "a", [](auto&, auto& t) { t.units[4] = "a"; }},
        {"data.shape", "values", [](auto&, auto& t) { t.columns.push_back("more"); }},
        {"data.shape", "pay", [](auto&, auto& t) { t.columns[4] = t.columns[1], t.columns.back() = "pay"; }},
        {"data.shape", "region", [](auto&, auto& t) { t.groups[0].second.pop_back(); }},
        {"data.shape", "times", [](auto&, auto& t) { t.times = {1, 2}; }},
    };
    for (Fault fault : faults) {
        const auto make = fault.make;
        fault.make = [=](Design& design, Dataset& data) {
            design.indicators[0].denominator.clear();
            make(design, data);
        };
        expect_fault(fault, ErrorKind::data);
    }
    Dataset panel = test::small_data();
    panel.units = {"a", "a", "a", "b", "b"};
    panel.times = {1, 2, 3, 1, 2};
    EXPECT_TRUE(draw(test::small_design(), panel).has_value());
    panel.times[4] = 1;
    EXPECT_EQ(draw(test::small_design(), panel).error().problems.front().line, 5u);
    panel.times[4] = no_value;
    EXPECT_EQ(draw(test::small_design(), panel).error().code(), "data.infinite");
    EXPECT_EQ(draw(test::small_design(), Dataset{}).error().problems.back().code, "data.shape");
}

TEST(Draw, ListsEveryProblem) {
    Design design = test::small_design();
    Dataset data = test::small_data();
    design.index.parts[0].name = "";
    design.index.parts[1].weight = -1;
    design.grades[2].from = 0;
    normalise_of(design).all.low = 200;
    data.values.at(0, 0) = infinity;
    const auto drawn = draw(design, data);
    ASSERT_TRUE(drawn.has_error());
    std::vector<std::string> codes;
    for (const Problem& problem : drawn.error().problems) codes.push_back(problem.code);
    EXPECT_EQ(codes, (std::vector<std::string>{"design.weight", "design.name", "design.grades", "design.rule",
                                               "data.infinite"}));
    EXPECT_EQ(drawn.error().kind, ErrorKind::instrument);
}

}  // namespace
