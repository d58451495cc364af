// Scoring tables: the error bound, blocks, intervals, and data that are refused.
#include "pug/scorer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "support/instruments.hpp"
#include "support/random_instrument.hpp"
#include "support/scores.hpp"

namespace {

using namespace pug;
using namespace pug::test;

constexpr Status missing = Status::missing;
constexpr Status not_applicable = Status::not_applicable;

const double nan = std::numeric_limits<double>::quiet_NaN();

// --- the error bound -------------------------------------------------------------------------------------------------

TEST(Bound, AbsoluteValuesAreNotNegative) {
    const Node sum = NodeBuilder(Aggregate::sum, {name("a"), name("b")});
    const Instrument made = instrument({variable("a"), variable("b"), variable("c")},
                                       NodeBuilder(Aggregate::difference, {name("c"), sum}).then(Absolute{}));
    EXPECT_GE(score(made, {{0.1, 0.2, 0.3}}).value(), 0);
}

TEST(Bound, AClippedValueMayBeTheEndThatItWasClippedTo) {
    // The end lies a hair above 1, closer than doubles tell: what is clipped to it is above 1, too.
    const Node clipped =
        NodeBuilder(Aggregate::from, {name("x")}).then(Clip{number("1.00000000000000000001"), std::nullopt});
    Instrument made = instrument({variable("x")}, clipped);
    made.verdict.grades = {band("above one", above("1")), band("one", std::nullopt, from("1"))};
    EXPECT_EQ(score(made, {{1}}).grade(), "above one");
}

TEST(Bound, ATinyNumberIsNotZero) {
    Instrument made = instrument({variable("x")}, NodeBuilder(Aggregate::product, {name("x"), constant("1e-400")}));
    made.verdict.grades = {band("more than nothing", above("0")), band("nothing", std::nullopt, from("0"))};
    const Scored scored = score(made, {{3}, {0}});
    EXPECT_EQ(scored.grade(0), "more than nothing");
    EXPECT_EQ(scored.grade(1), "nothing");
}

TEST(Bound, NoScoreIsInfinite) {
    // What is beyond the range of doubles has no value that could be told.
    const Instrument product = over(Aggregate::product, {"1", "1"});
    const Scored scored = score(product, {{1e200, 1e200}, {-1e200, 1e200}});
    for (std::size_t u = 0; u < 2; ++u) EXPECT_FALSE(std::isinf(scored.value(u)));
    const Instrument exponential =
        instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")}).then(Exponential{}));
    EXPECT_FALSE(std::isinf(score(exponential, {{1000}}).value()));
}

TEST(Bound, AConstantBeyondTheRangeOfDoublesIsRefusedOrHarmless) {
    const Instrument made =
        instrument({ranged("x", "0", "1")},
                   NodeBuilder(Aggregate::product, {name("x"), constant("1e400")}).then(Scaled{number("1e-400")}));
    if (refusal(made).empty()) {
        EXPECT_EQ(score(made, {{0.5}}).status(), Status::not_computable);
    }
}

TEST(Bound, AnExponentialOfAnEnormousWorstValueIsRefusedOrHarmless) {
    const Instrument made = instrument({ranged("x", "0", "1e300", Direction::lower_is_better)},
                                       NodeBuilder(Aggregate::from, {name("x")}).then(Exponential{}));
    if (refusal(made).empty()) {
        EXPECT_EQ(score(made, {{0}}).value(), 1);
    }
}

TEST(Bound, TheScoreLiesWithinItsErrorOfTheExactValue) {
    std::uint64_t state = 1;
    const auto random = [&state] {
        return static_cast<double>((state = state * 6364136223846793005u + 1442695040888963407u) >> 11) * 0x1p-53;
    };
    const Instrument made = over(Aggregate::arithmetic, {"0.1", "1/3", "7"});
    for (int i = 0; i < 2000; ++i) {
        const double a = random() * 100, b = random() * 1e-3, c = random() - 0.5;
        const Scored scored = score(made, {{a, b, c}});
        const Rational exact = (Decimal::of(a).exact() / 10 + Decimal::of(b).exact() / 3 + Decimal::of(c).exact() * 7) /
                               (Rational(1, 10) + Rational(1, 3) + 7);
        const Rational distance = abs(Rational(scored.value()) - exact);
        ASSERT_LE(distance, Rational(scored->errors()[0]));
        ASSERT_LT(scored->errors()[0], 1e-13);
    }
}

// --- blocks ----------------------------------------------------------------------------------------------------------

TEST(Block, TheUnitsBesideAUnitDoNotChangeIt) {
    // A part whose only variable has no weight: whether it counts in the coverage must not depend on the neighbours.
    const Node part =
        NodeBuilder(Aggregate::arithmetic, {NodeBuilder(Aggregate::from, {name("x")}).weight("0"), constant("5")})
            .id("part");
    const Instrument made =
        instrument({variable("x"), variable("y")},
                   NodeBuilder(Aggregate::arithmetic, {part, name("y")}).missing(missing, PolicyAction::renormalise));
    const std::vector<std::vector<Cell>> rows = {{1, missing}, {missing, 1}, {1, 1}};
    EXPECT_TRUE(is_same(score(made, rows, {.block = 1}).scores, score(made, rows, {.block = 128}).scores));
}

TEST(Score, ColumnsWithoutNamesStandInTheOrderOfTheInstrument) {
    const Instrument made =
        instrument({variable("x"), variable("y")}, NodeBuilder(Aggregate::difference, {name("x"), name("y")}));
    const auto scorer = compile(made);
    const std::vector<double> x = {5, 7}, y = {2, 3};
    const auto scores = scorer.value().score({Column{x.data()}, Column{y.data()}}, 2);
    EXPECT_EQ(scores.value().scores()[0], 3);
    EXPECT_EQ(scores.value().scores()[1], 4);
    EXPECT_EQ(scorer.value().score({Column{x.data()}}, 2).error().code(), "argument.columns");
    EXPECT_EQ(scorer.value().score({Column{x.data()}, Column{}}, 2).error().code(), "data.missing_column");
}

TEST(Score, ThreadsAndBlocksChangeNoByte) {
    RandomInstruments random(3, true);
    std::size_t compared = 0;
    for (int i = 0; i < 40; ++i) {
        const Instrument made = random.instrument();
        const auto scorer = compile(made);
        if (scorer.has_error()) continue;
        const Answers answers(made, random.answers(made, 5000));
        const auto alone = scorer.value().score(answers.table());
        for (const unsigned threads : {2u, 8u}) {
            const auto shared = scorer.value().score(answers.table(), {.block = 100 * threads + 1, .threads = threads});
            ASSERT_TRUE(is_same(alone.value(), shared.value())) << "instrument " << i << ", " << threads << " threads";
            ++compared;
        }
    }
    EXPECT_GT(compared, 20u);
}

TEST(Score, WhatIsNotAskedForIsNotThere) {
    const Scored scored = score(over(Aggregate::sum, {"1"}), {{missing}}, {.intervals = false, .nodes = false});
    EXPECT_TRUE(scored->nodes().empty());
    EXPECT_TRUE(scored->intervals().empty());
    EXPECT_TRUE(std::isnan(scored->interval(0).low));
    EXPECT_TRUE(std::isnan(scored->interval(0).high));
}

TEST(Block, NoUnitsGiveNoScores) {
    const Scored scored = score(over(Aggregate::sum, {"1"}), {});
    EXPECT_EQ(scored->size(), 0u);
}

// --- intervals -------------------------------------------------------------------------------------------------------

TEST(Interval, RunsFromTheWorstAnswersToTheBest) {
    const Instrument made =
        instrument({ranged("x", "0", "10"), ranged("y", "0", "4", Direction::lower_is_better)},
                   NodeBuilder(Aggregate::difference, {name("x"), name("y")}).missing(missing, PolicyAction::lowest));
    const Scored scored =
        score(made, {{7, 1}, {missing, 1}, {7, missing}, {missing, missing}, {missing, not_applicable}});
    EXPECT_EQ(scored.interval(0).low, 6);
    EXPECT_EQ(scored.interval(0).high, 6);
    EXPECT_EQ(scored.interval(1).low, -1);
    EXPECT_EQ(scored.interval(1).high, 9);
    EXPECT_EQ(scored.interval(2).low, 3);
    EXPECT_EQ(scored.interval(2).high, 7);
    EXPECT_EQ(scored.interval(3).low, -4);
    EXPECT_EQ(scored.interval(3).high, 10);
    EXPECT_TRUE(std::isnan(scored.interval(4).low));
}

TEST(Interval, IsUnknownOnTheSideWhereARangeIsOpen) {
    const Instrument made = instrument({ranged("x", "0", nullptr), ranged("y", "0", "1")},
                                       NodeBuilder(Aggregate::sum, {name("x"), name("y")}));
    const Scored scored = score(made, {{missing, 1}, {2, missing}});
    EXPECT_EQ(scored.interval(0).low, 1);
    EXPECT_TRUE(std::isnan(scored.interval(0).high));
    EXPECT_EQ(scored.interval(1).low, 2);
    EXPECT_EQ(scored.interval(1).high, 3);
}

TEST(Interval, DoesNotTakeASubstituteForAnAnswer) {
    const Instrument made = instrument(
        {ranged("x", "0", nullptr)}, NodeBuilder(Aggregate::sum, {name("x"), constant("1")}).substitute(missing, "5"));
    const Scored scored = score(made, {{missing}});
    EXPECT_EQ(scored.value(), 6);
    EXPECT_EQ(scored.interval().low, 1);
    EXPECT_TRUE(std::isnan(scored.interval().high));
}

TEST(Interval, IsInOrderWhereALowerScoreIsBetter) {
    Instrument made =
        instrument({ranged("x", "0", "10")}, NodeBuilder(Aggregate::from, {name("x")}).then(Complement{}));
    made.direction = Direction::lower_is_better;
    const Scored scored = score(made, {{missing}});
    EXPECT_EQ(scored.interval().low, -9);
    EXPECT_EQ(scored.interval().high, 1);
}

TEST(Interval, CoversUnknownAnswersToConditions) {
    const Node asked = NodeBuilder(Aggregate::from, {name("x")}).when(compare("c", Comparison::is, "yes"));
    const Instrument made = instrument({ranged("x", "0", "10"), variable("c", VariableType::yes_no)},
                                       NodeBuilder(Aggregate::sum, {asked, constant("1")}));
    const Scored scored = score(made, {{6, missing}});
    EXPECT_EQ(scored.status(), missing);
    EXPECT_EQ(scored.interval().low, 1);
    EXPECT_EQ(scored.interval().high, 7);
}

// --- tables ----------------------------------------------------------------------------------------------------------

TEST(Data, ColumnsAreFoundByName) {
    const Instrument made =
        instrument({variable("x"), variable("y")}, NodeBuilder(Aggregate::difference, {name("x"), name("y")}));
    const auto scorer = compile(made);
    const double xs[] = {5, 6};
    const double ys[] = {1, 1};
    const auto code_of = [&](const Table& table) {
        const auto scores = scorer.value().score(table);
        return scores.has_error() ? scores.error().code() + " " + scores.error().where() : std::string("scored");
    };
    EXPECT_EQ(code_of(Table(2).add("y", {ys}).add("x", {xs})), "scored");
    EXPECT_EQ(code_of(Table(2).add("y", {ys})), "data.missing_column x");
    EXPECT_EQ(code_of(Table(2).add("y", {ys}).add("x", {xs}).add("z", {xs})), "data.unknown_column z");
    EXPECT_NE(code_of(Table(2).add("y", {ys}).add("x", {xs}).add("x", {ys})), "scored");
    EXPECT_EQ(code_of(Table(2).add("y", {ys}).add("x", {xs}).name_units({"A"})), "data.unit_names ");
    EXPECT_EQ(code_of(Table(2).add("y", {ys}).add("x", {xs}).name_units({"A", "A"})), "data.duplicate_unit ");
}

TEST(Data, WhatAVariableDoesNotAllowIsRefusedWithItsPlace) {
    Instrument made = instrument(
        {ranged("x", "0.1", "0.9"), variable("n", VariableType::count), variable("b", VariableType::yes_no),
         choice("c", "s")},
        NodeBuilder(Aggregate::sum, {name("x"), name("n"), NodeBuilder(Aggregate::from, {name("c")}).then(Points{})}));
    made.scales.push_back(scale("s", {"0", "1"}));
    const auto scorer = compile(made);
    ASSERT_TRUE(scorer.has_value()) << told(scorer.error());
    const std::vector<Cell> fine = {0.1, 3, 1, 1};
    EXPECT_TRUE(scorer.value().score(Answers(made, {fine}).table()).has_value());
    const std::pair<std::size_t, double> wrong[] = {{0, 0.09999999999999999},
                                                    {0, 0.9000000000000001},
                                                    {0, nan},
                                                    {0, HUGE_VAL},
                                                    {0, -HUGE_VAL},
                                                    {1, 0.5},
                                                    {1, -1},
                                                    {2, 0.5},
                                                    {2, 2},
                                                    {3, 2},
                                                    {3, -1},
                                                    {3, 0.5}};
    for (const auto& [column, value] : wrong) {
        std::vector<Cell> row = fine;
        row[column] = value;
        const Answers answers(made, {fine, row});
        const auto scores = scorer.value().score(answers.table());
        ASSERT_TRUE(scores.has_error()) << made.variables[column].name << " " << value;
        EXPECT_EQ(scores.error().kind, ErrorKind::data);
        EXPECT_EQ(scores.error().code(), "data.value");
        EXPECT_EQ(scores.error().where(), made.variables[column].name);
        EXPECT_EQ(scores.error().problems.front().line, 2u);
    }
}

}  // namespace
