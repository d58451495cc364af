// The index without one indicator or part.
#include "pug/workbench/remove_one.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/sample_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;

const Removal& of(const std::vector<Removal>& removals, const Index& index, const std::string& name) {
    return *std::find_if(removals.begin(), removals.end(),
                         [&](const Removal& each) { return index.blueprint.names[each.value] == name; });
}

TEST(RemoveOne, IsTheIndexOfADesignWithoutIt) {
    const Index index = test::sample::index();
    const std::vector<Removal> removals = remove_one(index).value();
    ASSERT_EQ(removals.size(), 4u);
    Design by_hand = test::sample::design();
    by_hand.indicators.erase(by_hand.indicators.begin() + 2);
    by_hand.index.parts[1].parts.erase(by_hand.index.parts[1].parts.begin());
    const Index rest = test::sample::built(by_hand, test::sample::data());
    const Removal& c = of(removals, index, "c");
    EXPECT_EQ(c.indicators, std::vector<std::size_t>{2});
    EXPECT_FALSE(c.error);
    EXPECT_EQ(c.shifts.compared, 12u);
    double moved = 0;
    for (std::size_t u = 0; u < 12; ++u) {
        EXPECT_EQ(c.shifts.units[u].first_score, index.scores.at(u, 2));
        EXPECT_EQ(c.shifts.units[u].second_score, rest.scores.at(u, 2));
        EXPECT_EQ(c.shifts.units[u].first_place, index.ranks[u]);
        EXPECT_EQ(c.shifts.units[u].second_place, rest.ranks[u]);
        moved += static_cast<double>(c.shifts.units[u].distance());
    }
    EXPECT_GT(moved, 0);
    EXPECT_DOUBLE_EQ(c.shifts.mean_distance, moved / 12);
}

TEST(RemoveOne, AnIndicatorWithoutWeightMovesNobody) {
    Design design = test::sample::design();
    design.index.parts[0].parts[1].weight = 0;
    const Index index = test::sample::built(design, test::sample::data());
    const std::vector<Removal> removals = remove_one(index).value();
    const Removal& b = of(removals, index, "b");
    EXPECT_EQ(b.shifts.mean_distance, 0);
    for (const RankShift& unit : b.shifts.units) EXPECT_EQ(unit.first_score, unit.second_score);
    EXPECT_GT(of(removals, index, "c").shifts.mean_distance, 0);
}

TEST(RemoveOne, APartTakesItsIndicatorsWithIt) {
    const Index index = test::sample::index();
    RemoveOptions options;
    options.level = 2;
    const std::vector<Removal> removals = remove_one(index, options).value();
    ASSERT_EQ(removals.size(), 2u);
    const Removal& q = of(removals, index, "Q");
    EXPECT_EQ(q.indicators, (std::vector<std::size_t>{2, 3}));
    const std::size_t P = index.blueprint.find("P");
    for (std::size_t u = 0; u < 12; ++u) EXPECT_NEAR(q.shifts.units[u].second_score, index.value(P)[u], 1e-12);
}

TEST(RemoveOne, ByNameInTheOrderGiven) {
    const Index index = test::sample::index();
    RemoveOptions options;
    options.names = {"Q", "a"};
    const std::vector<Removal> removals = remove_one(index, options).value();
    ASSERT_EQ(removals.size(), 2u);
    EXPECT_EQ(index.blueprint.names[removals[0].value], "Q");
    EXPECT_EQ(removals[1].value, 0u);
    options.names = {"Q", "e"};
    EXPECT_EQ(remove_one(index, options).error().code(), "index.name");
    options = {};
    options.level = 7;
    EXPECT_EQ(remove_one(index, options).error().code(), "index.level");
}

TEST(RemoveOne, APartWithoutPartsGoesToo) {
    Design design = test::sample::design();
    design.index.parts.push_back(test::sample::part("R", 2, {test::sample::part("e", 1)}));
    Dataset data = test::sample::data();
    design.indicators.push_back({});
    design.indicators.back().name = "e";
    data.columns[4] = "e";
    const Index index = test::sample::built(design, data);
    RemoveOptions options;
    options.names = {"e", "R"};
    const std::vector<Removal> removals = remove_one(index, options).value();
    const Index rest = test::sample::index();
    for (const Removal& each : removals) {
        EXPECT_EQ(each.indicators, std::vector<std::size_t>{4});
        for (std::size_t u = 0; u < 12; ++u) EXPECT_EQ(each.shifts.units[u].second_score, rest.scores.at(u, 2));
    }
    EXPECT_EQ(without(design, "e").value().index.parts.size(), 2u);
}

TEST(RemoveOne, WhatCannotBeBuiltSaysWhy) {
    Design design = test::sample::design();
    design.index.parts[0].parts[1].weight = 0;
    const Index index = test::sample::built(design, test::sample::data());
    RemoveOptions options;
    options.names = {"I", "a", "c"};
    const std::vector<Removal> removals = remove_one(index, options).value();
    ASSERT_TRUE(removals[0].error && removals[1].error);
    EXPECT_EQ(removals[0].error->code(), "remove.whole");
    EXPECT_EQ(removals[1].error->code(), "design.weight");  // b alone has no weight to share out
    EXPECT_FALSE(removals[2].error);
}

TEST(RemoveOne, OrderWeightsAreForSoManyParts) {
    Design design = test::sample::design();
    Aggregation best_first;
    best_first.method = AggregationMethod::owa;
    best_first.order_weights = {0.7, 0.3};
    design.index.parts[1].aggregation = best_first;
    const Index index = test::sample::built(design, test::sample::data());
    const std::vector<Removal> removals = remove_one(index).value();
    EXPECT_TRUE(of(removals, index, "c").error);
    EXPECT_FALSE(of(removals, index, "a").error);
}

TEST(RemoveOne, ScreeningIsDoneAgain) {
    Dataset data = test::sample::data();
    data.values.at(4, 2) = no_value;
    Design design = test::sample::design();
    Screen screen;
    screen.available_at_least = 0.9;
    design.steps.insert(design.steps.begin(), screen);
    const Index index = test::sample::built(design, data);
    ASSERT_EQ(index.units.size(), 11u);
    const std::vector<Removal> removals = remove_one(index).value();
    const RankShifts& c = of(removals, index, "c").shifts;
    ASSERT_EQ(c.units.size(), 12u);
    EXPECT_EQ(c.units[11].unit, "U4");
    EXPECT_FALSE(c.units[11].first_row);
    EXPECT_EQ(c.compared, 11u);
    EXPECT_EQ(of(removals, index, "a").shifts.units.size(), 11u);
}

TEST(Without, TakesItOutOfStepsAndJudgements) {
    Design design = test::sample::design();
    Impute impute;
    impute.others = {{"c", {ImputationMethod::median, ""}}, {"d", {ImputationMethod::mean, ""}}};
    design.steps.insert(design.steps.begin(), impute);
    workbench::Weighting ahp;
    ahp.method = WeightingMethod::ahp;
    ahp.judgements = {{1, 3, 5}, {1.0 / 3, 1, 2}, {1.0 / 5, 0.5, 1}};
    workbench::Weighting budget;
    budget.method = WeightingMethod::budget;
    budget.judgements = {{20, 80}, {50, 50}};
    design.index.parts[1].parts.push_back(test::sample::part("e", 1));
    design.index.parts[1].weighting = ahp;
    design.weighting = budget;
    const Design rest = without(design, "d").value();
    EXPECT_EQ(std::get<Impute>(rest.steps[0]).others.size(), 1u);
    EXPECT_EQ(std::get<Impute>(rest.steps[0]).others[0].first, "c");
    EXPECT_EQ(rest.index.parts[1].weighting->judgements, (std::vector<std::vector<double>>{{1, 5}, {1.0 / 5, 1}}));
    EXPECT_EQ(rest.indicators.size(), 3u);
    // The judgements of the design hold for the index, too: without P they are those of Q alone.
    const Design half = without(design, "P").value();
    EXPECT_EQ(half.index.weighting->judgements, (std::vector<std::vector<double>>{{80}, {50}}));
    EXPECT_EQ(half.weighting, budget);
    EXPECT_EQ(without(design, "nothing").error().code(), "index.name");
    EXPECT_EQ(without(design, "I").error().code(), "remove.whole");
}

}  // namespace
