// What one unit is good and bad at.
#include "pug/workbench/strengths.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "support/sample_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;

/// Five units; U0 is the best in a, shares the first place in b with two others, is the last in c, and in the middle of
/// d, where less is better. "Q" has the weight 9 here: c and d weigh 9/20 each, a 3/40 and b 1/40.
Index five() {
    Design design = test::sample::design();
    design.index.parts[1].weight = 9;
    Dataset data = test::sample::data(5);
    const std::vector<std::vector<double>> columns{{9, 1, 2, 3, 4}, {7, 7, 7, 1, 2}, {1, 2, 3, 4, 5}, {3, 1, 2, 4, 5}};
    for (std::size_t c = 0; c < 4; ++c) {
        for (std::size_t u = 0; u < 5; ++u) data.values.at(u, c) = columns[c][u];
    }
    return test::sample::built(design, data);
}

std::vector<std::string> names(const Index& index, const std::vector<Standing>& list) {
    std::vector<std::string> told;
    for (const Standing& each : list) told.push_back(index.blueprint.names[each.value]);
    return told;
}

TEST(Strengths, AreOrderedByStanding) {
    const Index index = five();
    const Strengths told = strengths(index, "U0").value();
    EXPECT_EQ(names(index, told.strengths), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(names(index, told.weaknesses), std::vector<std::string>{"c"});
    const Standing &a = told.strengths[0], &b = told.strengths[1], &c = told.weaknesses[0];
    EXPECT_EQ(a.rank, 1u);
    EXPECT_EQ(a.equal, 1u);
    EXPECT_EQ(a.of, 5u);
    EXPECT_EQ(a.raw, 9);
    EXPECT_EQ(a.score, 100);
    EXPECT_EQ(a.standing, 1);
    EXPECT_EQ(b.rank, 1u);
    EXPECT_EQ(b.equal, 3u);
    EXPECT_EQ(b.standing, 0.5);
    EXPECT_EQ(c.rank, 5u);
    EXPECT_EQ(c.standing, -1);
}

TEST(Strengths, LessIsBetterWhereTheDesignSaysSo) {
    const Index index = five();
    const Strengths best = strengths(index, "U1").value();  // least of d
    EXPECT_EQ(names(index, best.strengths), (std::vector<std::string>{"d", "b"}));
    EXPECT_EQ(best.strengths[0].rank, 1u);
    EXPECT_EQ(best.strengths[0].raw, 1);
}

TEST(Strengths, WeightsCanDecide) {
    const Index index = five();
    StrengthOptions options;
    options.is_weighted = true;
    // U1 stands at -1 in a and at -1/2 in c, which weighs six times as much.
    const Strengths plain = strengths(index, "U1").value(), weighted = strengths(index, "U1", {}, options).value();
    EXPECT_EQ(names(index, plain.weaknesses), (std::vector<std::string>{"a", "c"}));
    EXPECT_EQ(names(index, weighted.weaknesses), (std::vector<std::string>{"c", "a"}));
    EXPECT_EQ(names(index, weighted.strengths), (std::vector<std::string>{"d", "b"}));
    EXPECT_DOUBLE_EQ(weighted.weaknesses[0].effective, 0.45);
}

TEST(Strengths, AListThatIsCutSaysHowManyEqualsItLeftOut) {
    const Index index = five();
    StrengthOptions options;
    options.most = 1;
    const Strengths told = strengths(index, "U3", {}, options).value();  // at 1/2 in c; at -1 in b, -1/2 in d
    EXPECT_EQ(names(index, told.strengths), std::vector<std::string>{"c"});
    EXPECT_EQ(names(index, told.weaknesses), std::vector<std::string>{"b"});
    EXPECT_EQ(told.more_strengths + told.more_weaknesses, 0u);
    const Strengths tied = strengths(index, "U2", {}, options).value();  // at 1/2 in b and d, at -1/2 in a
    EXPECT_EQ(names(index, tied.strengths), std::vector<std::string>{"b"});
    EXPECT_EQ(tied.more_strengths, 1u);
    EXPECT_EQ(tied.more_weaknesses, 0u);
    options.most = 0;
    EXPECT_TRUE(strengths(index, "U2", {}, options).value().strengths.empty());
    EXPECT_EQ(strengths(index, "U2", {}, options).value().more_strengths, 0u);
}

TEST(Strengths, AValueThatIsMissingIsNeither) {
    Dataset data = test::sample::data(5);
    data.values.at(2, 1) = no_value;
    const Index index = test::sample::built(test::sample::design(), data);
    const Strengths told = strengths(index, "U2").value();
    EXPECT_EQ(told.missing, std::vector<std::size_t>{1});
    for (const auto& list : {told.strengths, told.weaknesses}) {
        for (const Standing& each : list) EXPECT_NE(each.value, 1u);
    }
    const UnitSummary summary = unit_summary(index, "U2").value();
    EXPECT_EQ(summary.indicators[1].rank, 0u);
    EXPECT_EQ(summary.indicators[1].equal, 0u);
    EXPECT_EQ(summary.indicators[1].of, 4u);
    EXPECT_TRUE(std::isnan(summary.indicators[1].standing));
}

TEST(Strengths, SumToNothingOverAllUnits) {
    const Index index = test::sample::index();
    std::vector<double> sums(4, 0.0);
    for (const std::string& unit : index.units) {
        const UnitSummary summary = unit_summary(index, unit).value();
        for (std::size_t v = 0; v < 4; ++v) sums[v] += summary.indicators[v].standing;
    }
    for (const double sum : sums) EXPECT_NEAR(sum, 0, 1e-12);
}

TEST(UnitSummary, GoesFromTheIndexDown) {
    Design design = test::sample::design();
    design.grades = {{"low", {}, {}}, {"high", {}, 50}};
    const Index index = test::sample::built(design, test::sample::data());
    for (std::size_t u = 0; u < index.units.size(); ++u) {
        const UnitSummary summary = unit_summary(index, index.units[u]).value();
        EXPECT_EQ(names(index, summary.parts), (std::vector<std::string>{"I", "P", "Q"}));
        EXPECT_EQ(summary.parts[0].rank, index.ranks[u]);
        EXPECT_EQ(summary.parts[0].score, index.scores.at(u, 2));
        EXPECT_EQ(summary.parts[0].effective, 1);
        EXPECT_TRUE(std::isnan(summary.parts[0].raw));
        EXPECT_EQ(summary.grade, index.scores.at(u, 2) >= 50 ? "high" : "low");
        EXPECT_EQ(summary.indicators.size(), 4u);
    }
}

TEST(UnitSummary, OfTheOnlyUnit) {
    Design design = test::sample::design();
    design.steps.clear();
    design.indicators[3].direction = Direction::higher_is_better;
    const Index index = test::sample::built(design, test::sample::data(1));
    const UnitSummary summary = unit_summary(index, "U0").value();
    EXPECT_EQ(summary.parts[0].rank, 1u);
    EXPECT_EQ(summary.parts[0].standing, 0);
    EXPECT_TRUE(strengths(index, "U0").value().strengths.empty());
}

TEST(Strengths, AnUnknownUnitIsAnError) {
    const Index index = five();
    EXPECT_EQ(strengths(index, "U9").error().code(), "index.unit");
    EXPECT_EQ(unit_summary(index, "").error().code(), "index.unit");
    EXPECT_EQ(unit_summary(index, "U1", 2024).error().code(), "index.time");
}

}  // namespace
