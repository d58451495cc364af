// How far rounds agree: figures of published software, what counts, and which questions are read differently.
#include "pug/analysis/agreement.hpp"

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
constexpr Status out = Status::not_applicable;

/// A choice, a question of yes and no, a number; the score is their sum.
Instrument survey() {
    Instrument made =
        instrument({choice("met", "met"), variable("asked", VariableType::yes_no), ranged("size", "0", "100")},
                   Node(NodeBuilder(Aggregate::sum, {NodeBuilder(Aggregate::from, {name("met")}).id("a").then(Points{}),
                                                     NodeBuilder(Aggregate::from, {name("asked")}).id("b"),
                                                     NodeBuilder(Aggregate::from, {name("size")}).id("c")})
                            .id("total")));
    made.scales = {scale("met", {"0", "1", "2"})};
    made.verdict.grades = {band("high", from("60")), band("middle", from("30")), band("low", from("0"))};
    return made;
}

/// Twelve units in two rounds, some answers of which are gone.
const std::vector<std::vector<Cell>> first_rows = {{0, 1, 10}, {1, 0, 20}, {2, 1, 30},    {1, 1, 40},
                                                   {0, 0, 50}, {2, 0, 60}, {1, 1, 70},    {0, 1, 80},
                                                   {2, 0, 15}, {1, 1, 25}, {gone, 1, 35}, {2, 0, 45}};
const std::vector<std::vector<Cell>> second_rows = {{0, 1, 12}, {1, 0, 19}, {2, 0, 33},     {2, 1, 41},
                                                    {1, 0, 49}, {2, 1, 66}, {1, 1, 70},     {gone, 1, 84},
                                                    {1, 0, 15}, {2, 1, 27}, {1, out, gone}, {2, 0, 50}};

/// Scores of rounds, and what they say together.
struct Rounds {
    std::vector<Scored> scored;
    std::vector<const Scores*> scores;

    explicit Rounds(const std::vector<std::vector<std::vector<Cell>>>& rounds, const Instrument& by = survey()) {
        for (const auto& rows : rounds) scored.push_back(score(by, rows));
        for (const Scored& each : scored) scores.push_back(&each.scores);
    }
    Agreement agreement(const AgreementOptions& options = {}) const { return pug::agreement(scores, options).value(); }
};

void expect_estimate(const Estimate& found, double value, double error, double low, double high, double tolerance) {
    EXPECT_NEAR(found.value, value, tolerance);
    EXPECT_NEAR(found.standard_error, error, tolerance);
    EXPECT_NEAR(found.low, low, tolerance);
    EXPECT_NEAR(found.high, high, tolerance);
}

// Alpha: krippendorff 0.9.0. AC2 and the errors of alpha: irrCAC 0.4.4, which prints twelve digits (its ordinal weights
// are not Krippendorff's). Kappa: statsmodels 0.15.0, but for its interval, which it lets go beyond 1. Bias: a paired t
// interval by scipy 1.12.0, whose quantiles of t are good to 1e-10.
TEST(Agreement, OfAChoice) {
    const Agreement told = Rounds({first_rows, second_rows}).agreement();
    const VariableAgreement& met = told.variables[0];
    EXPECT_EQ(met.ratings.level, Measurement::ordinal);
    EXPECT_EQ(met.ratings.units, 10u);
    EXPECT_EQ(met.ratings.ratings, 20u);
    EXPECT_DOUBLE_EQ(met.ratings.same, 0.6);
    EXPECT_NEAR(met.ratings.alpha.value, 0.5817290552584671, 1e-13);
    expect_estimate(met.ratings.kappa, 0.6153846153846154, 0.1896724310630131, 0.24363348164095344, 0.9871357491282774,
                    1e-12);
    expect_estimate(met.ratings.ac2, 0.720388349515, 0.156750288313, 0.375383291099, 1, 1e-11);
    expect_estimate(met.ratings.bias, 0.2, 0.2, -0.2524314325481983, 0.6524314325481984, 1e-10);
}

TEST(Agreement, OfYesAndNo) {
    const Agreement told = Rounds({first_rows, second_rows}).agreement();
    const VariableAgreement& asked = told.variables[1];
    EXPECT_EQ(asked.ratings.level, Measurement::nominal);
    EXPECT_EQ(asked.ratings.units, 11u);
    EXPECT_DOUBLE_EQ(asked.ratings.same, 9.0 / 11);
    expect_estimate(asked.ratings.alpha, 0.65, 0.24580040583, 0.102322565942, 1, 1e-11);
    expect_estimate(asked.ratings.ac2, 0.646191646192, 0.244807133921, 0.107374777349, 1, 1e-11);
    expect_estimate(asked.ratings.kappa, 0.6333333333333335, 0.2343614913802506, 0.17399325086494793, 1, 1e-12);
    expect_estimate(asked.ratings.bias, 0, 0.13483997249264842, -0.30044218150875357, 0.30044218150875357, 1e-10);
}

TEST(Agreement, OfANumber) {
    const Agreement told = Rounds({first_rows, second_rows}).agreement();
    const VariableAgreement& size = told.variables[2];
    EXPECT_EQ(size.ratings.level, Measurement::interval);
    expect_estimate(size.ratings.alpha, 0.9915775284987162, 0.004417156135, 0.981735491299, 1, 1e-11);
    expect_estimate(size.ratings.ac2, 0.990905370703, 0.089938694124, 0.792951639619, 1, 1e-11);
    expect_estimate(size.ratings.kappa, 0.9911925181803924, 0.004193372306510022, 0.9829736594858651,
                    0.9994113768749198, 1e-12);
    expect_estimate(size.ratings.bias, 1.9090909090909092, 0.7192741979946357, 0.30644812332313975, 3.5117336948586786,
                    1e-10);
}

TEST(Agreement, StatusesThatDifferAreToldApart) {
    const Agreement told = Rounds({first_rows, second_rows}).agreement();
    EXPECT_EQ(told.variables[0].statuses_differ, 2u);
    EXPECT_EQ(told.variables[1].statuses_differ, 1u);
    ASSERT_EQ(told.variables[1].patterns.size(), 1u);
    EXPECT_EQ(told.variables[1].patterns[0].statuses, (std::vector<std::optional<Status>>{Status::observed, out}));
    EXPECT_EQ(told.variables[0].patterns.size(), 2u);
    const Agreement alike = Rounds({{{gone, 1, 1}, {out, 1, 1}}, {{gone, 1, 1}, {gone, 1, 1}}}).agreement();
    EXPECT_EQ(alike.variables[0].statuses_differ, 1u);  // both unanswered is the same; not applicable is something else
}

TEST(Agreement, OfTheScoreHasLimits) {
    const Agreement told = Rounds({first_rows, second_rows}).agreement();
    std::vector<double> differences;
    for (std::size_t u = 0; u < first_rows.size(); ++u) {
        double difference = 0;
        for (std::size_t v = 0; v < 3; ++v) {
            const Cell& before = first_rows[u][v];
            const Cell& after = second_rows[u][v];
            const bool is_there = before.status == Status::observed && after.status == Status::observed;
            const double points = v == 0 ? 0.5 : 1;
            difference += is_there ? points * (after.value - before.value) : NAN;
        }
        if (!std::isnan(difference)) differences.push_back(difference);
    }
    const auto n = static_cast<double>(differences.size());
    double mean = 0, squares = 0;
    for (const double each : differences) mean += each / n;
    for (const double each : differences) squares += (each - mean) * (each - mean);
    EXPECT_EQ(told.score.ratings.units, differences.size());
    EXPECT_NEAR(told.score.ratings.bias.value, mean, 1e-12);
    EXPECT_NEAR(told.score.low, mean - 1.959963984540054 * std::sqrt(squares / (n - 1)), 1e-12);
    EXPECT_NEAR(told.score.high, mean + 1.959963984540054 * std::sqrt(squares / (n - 1)), 1e-12);
    EXPECT_EQ(told.score.ratings.level, Measurement::interval);
    EXPECT_GT(told.score.ratings.alpha.value, 0.9);
    EXPECT_TRUE(std::isnan(told.score.ratings.kappa.value) && std::isnan(told.score.ratings.same));
}

TEST(Agreement, AddingTheSameToAllIsBias) {
    std::mt19937 random(3);
    for (int round = 0; round < 10; ++round) {
        std::vector<std::vector<Cell>> rows, higher;
        for (int u = 0; u < 8; ++u) {
            const double size = static_cast<double>(random() % 90);
            rows.push_back({0, 1, size});
            higher.push_back({0, 1, size + 7});
        }
        const Agreement told = Rounds({rows, higher}).agreement();
        EXPECT_EQ(told.variables[2].ratings.bias.value, 7);
        EXPECT_TRUE(told.variables[2].is_biased);
        EXPECT_NEAR(told.score.ratings.bias.value, 7, 1e-12);
        EXPECT_NEAR(told.score.low, 7, 1e-6);
        EXPECT_FALSE(told.variables[1].is_read_differently());
        const Agreement turned = Rounds({higher, rows}).agreement();
        EXPECT_EQ(turned.variables[2].ratings.bias.value, -7);
        EXPECT_TRUE(turned.variables[2].is_biased);
        EXPECT_EQ(turned.variables[2].ratings.alpha.value, told.variables[2].ratings.alpha.value);
    }
}

TEST(Agreement, TheOrderOfTheUnitsDoesNotMatter) {
    std::vector<std::size_t> order(first_rows.size());
    for (std::size_t u = 0; u < order.size(); ++u) order[u] = order.size() - 1 - u;
    std::vector<std::vector<Cell>> first, second;
    for (const std::size_t u : order) {
        first.push_back(first_rows[u]);
        second.push_back(second_rows[u]);
    }
    const Agreement one = Rounds({first_rows, second_rows}).agreement();
    const Agreement other = Rounds({first, second}).agreement();
    for (std::size_t v = 0; v < 3; ++v) {
        EXPECT_NEAR(one.variables[v].ratings.alpha.value, other.variables[v].ratings.alpha.value, 1e-14);
        EXPECT_NEAR(one.variables[v].ratings.ac2.high, other.variables[v].ratings.ac2.high, 1e-13);
    }
    EXPECT_EQ(one.grades.tables[0].counts, other.grades.tables[0].counts);
}

TEST(Agreement, WhatIsReadDifferentlyFollowsTheRule) {
    AgreementOptions options;
    const Rounds rounds({first_rows, second_rows});
    EXPECT_TRUE(rounds.agreement().variables[2].is_biased);  // 0.31 to 3.51
    EXPECT_FALSE(rounds.agreement().variables[0].is_read_differently());
    options.rule.looks_at_bias = false;
    EXPECT_FALSE(rounds.agreement(options).variables[2].is_read_differently());
    options.rule.agreement_below = 1.01;
    EXPECT_TRUE(rounds.agreement(options).variables[0].is_agreement_low);
    options.rule.least_units = 11;
    EXPECT_FALSE(rounds.agreement(options).variables[0].is_agreement_low);  // ten units only
    EXPECT_TRUE(rounds.agreement(options).variables[1].is_agreement_low);
}

TEST(Agreement, TheMeasurementCanBeStated) {
    AgreementOptions options;
    options.measurements["met"] = Measurement::nominal;
    const Agreement told = Rounds({first_rows, second_rows}).agreement(options);
    EXPECT_EQ(told.variables[0].ratings.level, Measurement::nominal);
    EXPECT_LT(told.variables[0].ratings.alpha.value, 0.5);
}

TEST(Agreement, OfThreeRoundsHasNoKappaAndNoBias) {
    const Agreement told = Rounds({first_rows, second_rows, first_rows}).agreement();
    EXPECT_TRUE(std::isnan(told.variables[0].ratings.kappa.value));
    EXPECT_TRUE(std::isnan(told.variables[0].ratings.bias.value));
    EXPECT_TRUE(std::isnan(told.score.low));
    EXPECT_FALSE(std::isnan(told.variables[0].ratings.alpha.value));
    EXPECT_EQ(told.grades.tables.size(), 3u);
    // Of twelve units ten have three ratings, four of them with one that differs; one has two, of the same round; one
    // has a single one.
    EXPECT_EQ(told.variables[0].ratings.units, 11u);
    EXPECT_EQ(told.variables[0].ratings.ratings, 32u);
    EXPECT_DOUBLE_EQ(told.variables[0].ratings.same, (6 + 4 / 3.0 + 1) / 11);
}

TEST(Agreement, UnitsAreMatchedByName) {
    const Instrument by = survey();
    const auto scorer = compile(by).value();
    const Answers first(by, first_rows);
    const std::vector<std::vector<Cell>> some(second_rows.begin(), second_rows.begin() + 3);
    const Answers second(by, some);
    Table one = first.table();
    one.name_units({"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"});
    Table other = second.table();
    other.name_units({"C", "Z", "A"});
    const Scores a = scorer.score(one).value();
    const Scores b = scorer.score(other).value();
    const std::vector<const Scores*> rounds{&a, &b};
    const MatchedUnits units = match_units(rounds);
    ASSERT_EQ(units.size(), 13u);
    EXPECT_EQ(units.row(0, 1), 2u);
    EXPECT_EQ(units.row(2, 1), 0u);
    EXPECT_FALSE(units.is_in(1, 1));
    EXPECT_EQ(units.row(12, 1), 1u);
    EXPECT_EQ(units.rounds_of(12), 1u);
    const Agreement told = agreement(rounds).value();
    EXPECT_EQ(told.variables[0].ratings.units, 2u);
    EXPECT_EQ(told.variables[0].statuses_differ, 0u);  // who is absent has no status
}

// --- grades ----------------------------------------------------------------------------------------------------------

TEST(Agreement, OfGradesIsATable) {
    const Agreement told = Rounds({{{0, 1, 10}, {0, 1, 40}, {0, 1, 70}, {0, 1, gone}, {0, 1, 70}},
                                   {{0, 1, 12}, {0, 1, 70}, {0, 1, 70}, {0, 1, 10}, {0, 1, 40}}})
                               .agreement();
    // Rows and columns: high, middle, low, none.
    ASSERT_EQ(told.grades.tables.size(), 1u);
    EXPECT_EQ(told.grades.tables[0].counts, (std::vector<std::size_t>{1, 1, 0, 0,  //
                                                                      1, 0, 0, 0,  //
                                                                      0, 0, 1, 0,  //
                                                                      0, 0, 1, 0}));
    EXPECT_EQ(told.grades.ratings.units, 4u);
    EXPECT_EQ(told.grades.ratings.same, 0.5);
    EXPECT_EQ(told.grades.ratings.level, Measurement::ordinal);
    // Whatever the order in which the document lists them, a better grade is more.
    const Agreement risen = Rounds({{{0, 1, 10}, {0, 1, 40}}, {{0, 1, 40}, {0, 1, 70}}}).agreement();
    EXPECT_EQ(risen.grades.ratings.bias.value, 1);
}

TEST(Agreement, AGradeOutsideTheOrderMakesThemNames) {
    Instrument gated = survey();
    Gate gate;
    gate.id = "asked";
    gate.condition = compare("asked", Comparison::is, "yes");
    gate.otherwise = "failed";
    gated.verdict.gates = {gate};
    const Agreement told =
        Rounds({{{0, 1, 10}, {0, 0, 40}, {0, 1, 70}}, {{0, 1, 12}, {0, 1, 70}, {0, 1, 70}}}, gated).agreement();
    EXPECT_EQ(told.grades.ratings.level, Measurement::nominal);
    EXPECT_DOUBLE_EQ(told.grades.ratings.same, 2 / 3.0);
    EXPECT_TRUE(std::isnan(told.grades.ratings.bias.value));
}

// --- little and much -------------------------------------------------------------------------------------------------

TEST(Agreement, OfTooLittleThereIsNone) {
    const Agreement told = Rounds({{{0, 1, 10}}, {{0, 1, 10}}}).agreement();
    EXPECT_EQ(told.variables[0].ratings.units, 1u);
    EXPECT_EQ(told.variables[0].ratings.same, 1);
    for (const VariableAgreement& each : told.variables) {
        EXPECT_TRUE(std::isnan(each.ratings.alpha.value) && std::isnan(each.ratings.ac2.value));
        EXPECT_FALSE(each.is_read_differently());
    }
    const Agreement nothing = Rounds(std::vector<std::vector<std::vector<Cell>>>(2)).agreement();
    EXPECT_EQ(nothing.variables[0].ratings.units, 0u);
    EXPECT_TRUE(std::isnan(nothing.variables[0].ratings.same));
}

TEST(Agreement, ManyDifferentValuesCostNoMoreThanMemoryHolds) {
    std::vector<std::vector<Cell>> rows;
    for (int u = 0; u < 3000; ++u) rows.push_back({0, 1, 100.0 * u / 3000});
    const Agreement told = Rounds({rows, rows}).agreement();
    EXPECT_TRUE(told.variables[2].ratings.has_too_many_values);
    EXPECT_TRUE(std::isnan(told.variables[2].ratings.alpha.value));
    EXPECT_EQ(told.variables[2].ratings.bias.value, 0);
    EXPECT_FALSE(told.variables[0].ratings.has_too_many_values);
}

TEST(Agreement, RefusesWhatCannotAgree) {
    const Rounds rounds({first_rows, second_rows});
    const auto code = [&](std::vector<const Scores*> scores, const AgreementOptions& options = {}) {
        const auto told = agreement(scores, options);
        return told.has_error() ? told.error().code() : "";
    };
    Instrument other = survey();
    other.variables[2].high = decimal("99");
    const Scored second = score(other, {{0, 1, 1}});
    EXPECT_EQ(code({rounds.scores[0]}), "agreement.rounds");
    EXPECT_EQ(code({}), "agreement.rounds");
    EXPECT_EQ(code({rounds.scores[0], &second.scores}), "agreement.instrument");
    Instrument doubled = survey();
    std::get<Box<Node>>(doubled.score.operands[2])->then = {Scaled{number("2")}};
    const Scored on_other_scale = score(doubled, second_rows);
    EXPECT_EQ(code({rounds.scores[0], &on_other_scale.scores}), "agreement.scale");
    AgreementOptions options;
    options.measurements["nothing"] = Measurement::nominal;
    EXPECT_EQ(code(rounds.scores, options), "agreement.variable");
    options.measurements.clear();
    options.confidence = 1;
    EXPECT_EQ(code(rounds.scores, options), "statistics.confidence");
}

}  // namespace
