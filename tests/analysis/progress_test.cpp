// How units changed: the direction of good, tests against published software, transitions, other editions.
#include "pug/analysis/progress.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "support/instruments.hpp"

namespace {

using namespace pug;
using namespace pug::test;

constexpr Status gone = Status::missing;
const double nan = std::numeric_limits<double>::quiet_NaN();

/// The score is x; y is reported, and the less of it the better; a question of yes and no.
Instrument survey() {
    Instrument made = instrument({ranged("x", "0", "100"), ranged("y", "0", "10", Direction::lower_is_better),
                                  variable("asked", VariableType::yes_no)},
                                 Node(NodeBuilder(Aggregate::from, {name("x")}).id("total")),
                                 {NodeBuilder(Aggregate::from, {name("x")}).id("rate").then(Scaled{number("0.1")}),
                                  NodeBuilder(Aggregate::from, {name("y")}).id("waiting")});
    made.verdict.grades = {band("low", from("0")), band("middle", from("55")), band("high", from("75"))};
    return made;
}

std::vector<std::vector<Cell>> rows_of(const std::vector<double>& x, double y = 1, double asked = 1) {
    std::vector<std::vector<Cell>> rows;
    for (const double each : x) rows.push_back({std::isnan(each) ? Cell(gone) : Cell(each), y, asked});
    return rows;
}

const std::vector<double> before_x = {50, 60, 70, 55.5, 80, nan, 40, 65, 30, 90};
const std::vector<double> after_x = {60, 58, 70, 75.5, 95, 70, 55, 65, 52, nan};

struct Compared {
    Scored before, after;
    Progress progress;
};

Compared compared(const std::vector<std::vector<Cell>>& before, const std::vector<std::vector<Cell>>& after,
                  const Instrument& by = survey()) {
    Compared made{score(by, before), score(by, after), {}};
    made.progress = progress(made.before.scores, made.after.scores).value();
    return made;
}

const CriterionProgress& of(const Progress& progress, std::string_view id) {
    for (const CriterionProgress& each : progress.criteria) {
        if (each.id == id) return each;
    }
    throw std::runtime_error("no criterion " + std::string(id));
}

// --- tests of change -------------------------------------------------------------------------------------------------

// Wilcoxon: all 64 signs of the ranks, as scipy 1.12.0 has it too; sign test and the interval of the share: scipy's
// binomtest; Cohen's d by its definition.
TEST(Progress, OfAScore) {
    const Compared told = compared(rows_of(before_x), rows_of(after_x));
    const CriterionProgress& score = *told.progress.score;
    EXPECT_EQ(score.compared, 8u);
    EXPECT_EQ(score.rose, 5u);
    EXPECT_EQ(score.fell, 1u);
    EXPECT_EQ(score.same, 2u);
    EXPECT_EQ(score.wilcoxon.used, 6u);
    EXPECT_EQ(score.wilcoxon.statistic, 20);
    EXPECT_NEAR(score.wilcoxon.p, 0.0625, 1e-15);
    EXPECT_TRUE(score.wilcoxon.is_exact);
    EXPECT_EQ(score.sign.statistic, 5);
    EXPECT_NEAR(score.sign.p, 0.21875, 1e-15);
    EXPECT_NEAR(score.effect, 1.0474629747086912, 1e-12);
    EXPECT_EQ(score.mean_change, 10);
    EXPECT_EQ(score.median_change, 12.5);
    EXPECT_EQ(score.share_rose.value, 0.625);
    EXPECT_NEAR(score.share_rose.low, 0.2448632163665516, 1e-12);
    EXPECT_NEAR(score.share_rose.high, 0.9147665858627465, 1e-12);
    EXPECT_EQ(score.changes[3].change, 20);
    EXPECT_EQ(score.changes[5].status_before, gone);
    EXPECT_TRUE(std::isnan(score.changes[5].change));
    EXPECT_EQ(score.changes[5].after, 70);
    EXPECT_EQ(score.changes[5].direction, 0);
}

TEST(Progress, LessOfWhatIsBadIsARise) {
    std::vector<std::vector<Cell>> after = rows_of({50, 60, 70}, 1);
    after[0][1] = 0.5;
    after[1][1] = 3;
    after[2][1] = 0;
    const Compared told = compared(rows_of({50, 60, 70}, 1), after);
    const CriterionProgress& waiting = of(told.progress, "waiting");
    EXPECT_EQ(waiting.direction, Direction::lower_is_better);
    EXPECT_EQ(waiting.rose, 2u);
    EXPECT_EQ(waiting.fell, 1u);
    EXPECT_EQ(waiting.changes[0].change, -0.5);
    EXPECT_EQ(waiting.changes[0].direction, 1);
    EXPECT_EQ(waiting.sign.statistic, 2);
    EXPECT_LT(waiting.effect, 0);  // one rose by 2, the others fell by 0.5 and 1
}

TEST(Progress, WhatDiffersByRoundingOnlyIsNoChange) {
    const Instrument sum = over(Aggregate::sum, {"1", "1", "1"});
    const Scored before = score(sum, {{0.1, 0.2, 0.7}, {0, 0, 1}, {0, 0, 2}, {0.1, 0.2, 0.7}});
    const Scored after = score(sum, {{0.7, 0.2, 0.1}, {0, 0, 1.3}, {1, 1.1, 0.2}, {0.2, 0.4, 0.7}});
    ASSERT_NE(before.value(0), after.value(0));
    ASSERT_NE(after.value(1) - before.value(1), after.value(2) - before.value(2));
    const Progress told = progress(before.scores, after.scores).value();
    EXPECT_EQ(told.score->rose, 3u);
    EXPECT_EQ(told.score->same, 1u);
    EXPECT_EQ(told.score->changes[0].change, 0);
    EXPECT_EQ(told.score->wilcoxon.used, 3u);
    EXPECT_EQ(told.score->wilcoxon.p, 0.25);
}

TEST(Progress, TurnedRoundItAllTurnsRound) {
    std::mt19937 random(5);
    const auto some = [&] {
        std::vector<std::vector<Cell>> rows;
        for (int u = 0; u < 12; ++u) {
            rows.push_back({static_cast<double>(random() % 100), static_cast<double>(random() % 10),
                            static_cast<double>(random() % 2)});
            if (random() % 5 == 0) rows.back()[random() % 3] = gone;
        }
        return rows;
    };
    for (int round = 0; round < 20; ++round) {
        const auto first = some();
        const auto second = some();
        const Compared there = compared(first, second);
        const Compared back = compared(second, first);
        for (std::size_t c = 0; c < there.progress.criteria.size(); ++c) {
            const CriterionProgress& a = there.progress.criteria[c];
            const CriterionProgress& b = back.progress.criteria[c];
            EXPECT_EQ(a.rose, b.fell);
            EXPECT_EQ(a.same, b.same);
            EXPECT_NEAR(a.mean_change, -b.mean_change, 1e-12);
            EXPECT_EQ(a.median_change, -b.median_change);
            EXPECT_NEAR(a.wilcoxon.p, b.wilcoxon.p, 1e-14);
            EXPECT_NEAR(a.wilcoxon.effect, -b.wilcoxon.effect, 1e-14);
            EXPECT_EQ(a.sign.p, b.sign.p);
            EXPECT_EQ(a.sign_adjusted, b.sign_adjusted);
            for (std::size_t u = 0; u < 12; ++u) {
                EXPECT_EQ(a.changes[u].direction, -b.changes[u].direction);
                EXPECT_TRUE(std::isnan(a.changes[u].change) || a.changes[u].change == -b.changes[u].change);
            }
        }
        const std::size_t size = there.progress.grades_after.size() + 1;
        for (std::size_t r = 0; r < size; ++r) {
            for (std::size_t c = 0; c < size; ++c)
                EXPECT_EQ(there.progress.transitions[r * size + c], back.progress.transitions[c * size + r]);
        }
        for (std::size_t g = 0; g < there.progress.grades.size(); ++g)
            EXPECT_EQ(there.progress.grades[g].at_least.gained, back.progress.grades[g].at_least.lost);
    }
}

TEST(Progress, TheOrderOfTheUnitsDoesNotMatter) {
    std::mt19937 random(6);
    std::vector<std::size_t> order(before_x.size());
    for (std::size_t u = 0; u < order.size(); ++u) order[u] = u;
    const Compared plain = compared(rows_of(before_x), rows_of(after_x));
    for (int round = 0; round < 10; ++round) {
        std::shuffle(order.begin(), order.end(), random);
        std::vector<double> before, after;
        for (const std::size_t u : order) {
            before.push_back(before_x[u]);
            after.push_back(after_x[u]);
        }
        const Compared told = compared(rows_of(before), rows_of(after));
        EXPECT_EQ(told.progress.score->mean_before, plain.progress.score->mean_before);
        EXPECT_EQ(told.progress.score->effect, plain.progress.score->effect);
        EXPECT_EQ(told.progress.score->wilcoxon.p, plain.progress.score->wilcoxon.p);
        EXPECT_EQ(told.progress.transitions, plain.progress.transitions);
    }
}

// --- grades and questions --------------------------------------------------------------------------------------------

TEST(Progress, OfGradesIsATableOfTransitions) {
    const Compared told = compared(rows_of(before_x), rows_of(after_x));
    // Rows and columns: low, middle, high, none.
    EXPECT_EQ(told.progress.grades_before, (std::vector<std::string_view>{"low", "middle", "high"}));
    EXPECT_EQ(told.progress.transitions, (std::vector<std::size_t>{1, 2, 0, 0,  //
                                                                   0, 3, 1, 0,  //
                                                                   0, 0, 1, 1,  //
                                                                   0, 1, 0, 0}));
    EXPECT_EQ(told.progress.units[0].grade_change, 1);
    EXPECT_EQ(told.progress.units[1].grade_change, 0);
    EXPECT_EQ(told.progress.units[9].grade_change, std::nullopt);
    ASSERT_EQ(told.progress.grades.size(), 2u);
    EXPECT_EQ(told.progress.grades[0].grade, "middle");
    EXPECT_EQ(told.progress.grades[0].at_least.before, 5u);
    EXPECT_EQ(told.progress.grades[0].at_least.after, 7u);
    EXPECT_EQ(told.progress.grades[0].at_least.gained, 2u);
    EXPECT_EQ(told.progress.grades[0].at_least.compared, 8u);
    EXPECT_EQ(told.progress.grades[0].at_least.mcnemar.p, 0.5);
    EXPECT_EQ(told.progress.grades[0].at_least.adjusted, 1);
}

// Seven came to say yes and one no longer does: 2 · (1 + 8) / 2⁸, as statsmodels 0.15.0 has it.
TEST(Progress, OfYesAndNoIsMcNemars) {
    std::vector<std::vector<Cell>> before = rows_of(std::vector<double>(15, 50), 1, 0);
    std::vector<std::vector<Cell>> after = before;
    for (std::size_t u = 0; u < 7; ++u) after[u][2] = 1;
    before[7][2] = 1;
    before[8][2] = after[8][2] = 1;
    before[9][2] = gone;
    const Compared told = compared(before, after);
    ASSERT_EQ(told.progress.variables.size(), 1u);
    const HoldingProgress& yes = told.progress.variables[0].yes;
    EXPECT_EQ(yes.compared, 14u);
    EXPECT_EQ(yes.gained, 7u);
    EXPECT_EQ(yes.lost, 1u);
    EXPECT_EQ(yes.before, 2u);
    EXPECT_EQ(yes.after, 8u);
    EXPECT_NEAR(yes.mcnemar.p, 0.0703125, 1e-15);
}

TEST(Progress, AGradeOutsideTheOrderStandsBelowTheLowest) {
    Instrument gated = survey();
    const auto add_gate = [&](const char* otherwise, Condition condition) {
        Gate gate;
        gate.id = otherwise;
        gate.condition = std::move(condition);
        gate.otherwise = otherwise;
        gated.verdict.gates.push_back(std::move(gate));
    };
    add_gate("unasked", compare("asked", Comparison::is, "yes"));
    add_gate("slow", {Compare{"y", Comparison::at_most, {number("5")}, true}});
    const Compared told = compared({{50, 1, 0}, {50, 1, 0}, {50, 1, 0}, {50, 1, 1}},
                                   {{50, 1, 1}, {50, 1, 0}, {50, 9, 1}, {50, 9, 1}}, gated);
    EXPECT_EQ(told.progress.units[0].grade_change, 1);
    EXPECT_EQ(told.progress.units[1].grade_change, 0);
    EXPECT_EQ(told.progress.units[2].grade_change, std::nullopt);  // one gate or another: there is no order
    EXPECT_EQ(told.progress.units[3].grade_change, -1);
    EXPECT_EQ(told.progress.grades_before.size(), 5u);
}

TEST(Holm, AdjustsAsPublishedSoftwareDoes) {
    // statsmodels 0.15.0, multipletests(method="holm").
    const std::vector<double> adjusted = holm_adjusted(std::vector<double>{0.01, 0.04, 0.03, nan, 0.5, 0.01});
    const std::vector<double> expected{0.05, 0.09, 0.09, nan, 0.5, 0.05};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (i == 3) {
            EXPECT_TRUE(std::isnan(adjusted[i]));
        } else {
            EXPECT_NEAR(adjusted[i], expected[i], 1e-15);
        }
    }
    EXPECT_EQ(holm_adjusted(std::vector<double>{0.9, 0.8}), (std::vector<double>{1, 1}));
    EXPECT_TRUE(holm_adjusted({}).empty());
}

TEST(Progress, AdjustsOverTheCriteria) {
    // All of six rose in both criteria: p = 2 / 2⁶ each, of two.
    const Compared told = compared(rows_of({1, 2, 3, 4, 5, 6}, 2), rows_of({2, 4, 6, 8, 10, 12}, 1));
    for (const char* id : {"rate", "waiting"}) {
        EXPECT_EQ(of(told.progress, id).wilcoxon.p, 0.03125);
        EXPECT_EQ(of(told.progress, id).wilcoxon_adjusted, 0.0625);
        EXPECT_EQ(of(told.progress, id).sign_adjusted, 0.0625);
    }
    EXPECT_TRUE(std::isnan(told.progress.score->wilcoxon_adjusted));
}

TEST(Progress, OfNobodyHasNoTests) {
    const Compared told = compared(rows_of({nan, nan}), rows_of({1, 2}));
    EXPECT_EQ(told.progress.score->compared, 0u);
    EXPECT_TRUE(std::isnan(told.progress.score->wilcoxon.p));
    EXPECT_TRUE(std::isnan(told.progress.score->share_rose.value));
    EXPECT_TRUE(std::isnan(of(told.progress, "rate").wilcoxon_adjusted));
    EXPECT_EQ(of(told.progress, "waiting").wilcoxon_adjusted, 1);  // a test of which nothing came
}

TEST(Progress, SaysWhoIsInOneRoundOnly) {
    const Instrument by = survey();
    const auto scorer = compile(by).value();
    const Answers one(by, rows_of({1, 2, 3}));
    const Answers two(by, rows_of({9, 8}));
    Table before = one.table();
    Table after = two.table();
    before.name_units({"A", "B", "C"});
    after.name_units({"D", "B"});
    const Scores first = scorer.score(before).value();
    const Scores second = scorer.score(after).value();
    const Progress told = progress(first, second).value();
    ASSERT_EQ(told.units.size(), 1u);
    EXPECT_EQ(told.score->changes[0].change, 6);
    EXPECT_EQ(told.only_before, (std::vector<std::size_t>{0, 2}));
    EXPECT_EQ(told.only_after, std::vector<std::size_t>{0});
}

// --- other editions --------------------------------------------------------------------------------------------------

std::string refused(const Scores& before, const Scores& after, const ProgressOptions& options = {}) {
    const auto told = progress(before, after, options);
    return told.has_error() ? told.error().code() : "";
}

TEST(Progress, OfOtherEditionsWantsAMapping) {
    Instrument renamed = survey();
    renamed.nodes[0].id = "share";
    Instrument other = survey();
    other.nodes[0].then = {Scaled{number("0.2")}};
    const Scored before = score(survey(), rows_of({10, 20}));
    const Scored after = score(renamed, rows_of({30, 10}));
    const Scored on_other_scale = score(other, rows_of({30, 10}));
    EXPECT_EQ(refused(before.scores, after.scores), "progress.edition");
    EXPECT_EQ(refused(before.scores, on_other_scale.scores), "progress.scale");

    ProgressOptions options;
    options.mapping = ProgressMapping{false, {{"rate", "share"}}, {}};
    const Progress told = progress(before.scores, after.scores, options).value();
    EXPECT_FALSE(told.score.has_value());
    EXPECT_TRUE(told.transitions.empty() && told.grades.empty() && told.variables.empty());
    ASSERT_EQ(told.criteria.size(), 1u);
    EXPECT_EQ(told.criteria[0].id, "share");
    EXPECT_EQ(told.criteria[0].id_before, "rate");
    EXPECT_EQ(told.criteria[0].changes[0].change, 2);

    options.mapping = ProgressMapping{true, {}, {{"asked", "asked"}}};
    const Progress totals = progress(before.scores, after.scores, options).value();
    EXPECT_EQ(totals.score->changes[1].change, -10);
    EXPECT_EQ(totals.variables.size(), 1u);
    EXPECT_EQ(totals.transitions.size(), 16u);
}

TEST(Progress, GradesOfOtherNamesHaveNoOrderInCommon) {
    Instrument renamed = survey();
    renamed.verdict.grades[2].name = "top";
    const Scored before = score(survey(), rows_of({10, 80}));
    const Scored after = score(renamed, rows_of({80, 10}));
    EXPECT_EQ(refused(before.scores, after.scores), "progress.edition");
    ProgressOptions options;
    options.mapping = ProgressMapping{true, {}, {}};
    const Progress told = progress(before.scores, after.scores, options).value();
    EXPECT_TRUE(told.grades.empty());
    EXPECT_EQ(told.units[0].grade_change, std::nullopt);
    EXPECT_EQ(told.transitions[2], 1u);
    EXPECT_EQ(told.grades_after[2], "top");
}

TEST(Progress, AMappingNamesWhatIsThereAndAlike) {
    Instrument turned = survey();
    turned.direction = Direction::lower_is_better;
    const Scored before = score(survey(), rows_of({10, 20}));
    const Scored after = score(turned, rows_of({30, 10}));
    const auto code = [&](ProgressMapping mapping) {
        ProgressOptions options;
        options.mapping = std::move(mapping);
        return refused(before.scores, after.scores, options);
    };
    EXPECT_EQ(code({true, {}, {}}), "progress.mapping");
    EXPECT_EQ(code({false, {{"nothing", "rate"}}, {}}), "progress.mapping");
    EXPECT_EQ(code({false, {{"rate", "nothing"}}, {}}), "progress.mapping");
    EXPECT_EQ(code({false, {{"rate", "waiting"}}, {}}), "progress.mapping");
    EXPECT_EQ(code({false, {{"total", "rate"}}, {}}), "progress.mapping");
    EXPECT_EQ(code({false, {{"rate", "rate"}, {"rate", "rate"}}, {}}), "progress.mapping");
    EXPECT_EQ(code({false, {}, {{"x", "x"}}}), "progress.mapping");
    EXPECT_EQ(code({false, {}, {{"asked", "nothing"}}}), "progress.mapping");
    EXPECT_EQ(code({false, {{"waiting", "waiting"}}, {{"asked", "asked"}}}), "");
}

TEST(Progress, ReferencesOfTwoCohortsAreTwoScales) {
    Instrument relative = survey();
    relative.nodes[0].then = {Relative{RelativeKind::zscore, Reference::cohort, {}}};
    const auto scorer = compile(relative).value();
    const Answers one(relative, rows_of({10, 20, 60}));
    const Answers two(relative, rows_of({30, 40, 90}));
    const Scorer first = scorer.with(scorer.fit(one.table()).value()).value();
    const Scorer second = scorer.with(scorer.fit(two.table()).value()).value();
    const Scores before = first.score(one.table()).value();
    const Scores after = second.score(two.table()).value();
    EXPECT_EQ(refused(before, after), "progress.scale");
    const Scores on_first = first.score(two.table()).value();
    EXPECT_EQ(refused(before, on_first), "");
    EXPECT_EQ(of(progress(before, on_first).value(), "rate").rose, 3u);
}

TEST(Progress, RefusesAConfidenceThatIsNone) {
    const Scored scored = score(survey(), rows_of({1, 2}));
    ProgressOptions options;
    options.confidence = 0;
    EXPECT_EQ(refused(scored.scores, scored.scores, options), "statistics.confidence");
    EXPECT_EQ(progress(scored.scores, scored.scores, MatchedUnits(3, {}), {}).error().code(), "progress.rounds");
}

}  // namespace
