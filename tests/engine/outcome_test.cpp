// What becomes of a value: instruments without a score, ladders, overrides, what lies outside every band, and no ranks.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "pug/analysis/rank.hpp"
#include "support/instruments.hpp"

namespace {

using namespace pug;
using namespace pug::test;

constexpr Status missing = Status::missing;
constexpr Status not_applicable = Status::not_applicable;
constexpr Status waived = Status::waived;

// --- instruments without a score -------------------------------------------------------------------------------------

Instrument without_score() {
    Instrument made = instrument({variable("x")}, Node{},
                                 {NodeBuilder(Aggregate::from, {name("x")}).id("rate").then(Scaled{number("2")})});
    return made;
}

TEST(NoScore, TheNodesAreReportedAndNothingElse) {
    const Scored scored = score(without_score(), {{3}, {missing}});
    EXPECT_EQ(scored->nodes(), std::vector<std::string>{"rate"});
    EXPECT_EQ(scored->values(0)[0], 6);
    EXPECT_EQ(scored->statuses(0)[1], missing);
    for (std::size_t u = 0; u < 2; ++u) {
        EXPECT_EQ(scored.status(u), not_applicable);
        EXPECT_TRUE(std::isnan(scored.value(u)));
        EXPECT_EQ(scored.grade(u), "");
    }
    for (const double place : rank(scored.scores)) EXPECT_TRUE(std::isnan(place));
}

TEST(NoScore, ANodeMayBeGradedAllTheSame) {
    Instrument made = without_score();
    made.verdict.grades = {band("low", from("0")), band("high", from("6"))};
    EXPECT_EQ(refusal(made), "grades.no_score");
    made.verdict.on = "rate";
    const Scored scored = score(made, {{3}, {2.9}, {missing}});
    EXPECT_EQ(scored.grade(0), "high");
    EXPECT_EQ(scored.grade(1), "low");
    EXPECT_EQ(scored.grade(2), "");
}

TEST(NoScore, AnEmptySumIsAMistakeNotAnAbsence) {
    Instrument made = without_score();
    made.score.aggregate = Aggregate::sum;
    EXPECT_EQ(refusal(made), "node.operand_count");
}

// --- the verdict -----------------------------------------------------------------------------------------------------

Rung rung(std::string grade, Condition when) {
    Rung made;
    made.grade = std::move(grade);
    made.when = std::move(when);
    return made;
}

/// Three levels by x, y and z, each at least 1.
Instrument ladder() {
    Instrument made = instrument(
        {variable("x"), variable("y"), variable("z")},
        NodeBuilder(Aggregate::sum, {name("x"), name("y"), name("z")}).missing(missing, PolicyAction::renormalise));
    made.verdict.ladder = {rung("approaches", compare("x", Comparison::at_least, "1")),
                           rung("meets", compare("y", Comparison::at_least, "1")),
                           rung("exceeds", compare("z", Comparison::at_least, "1"))};
    return made;
}

TEST(Ladder, GivesTheHighestLevelUpToWhichAllHold) {
    Instrument made = ladder();
    const std::vector<std::vector<Cell>> rows = {{0, 1, 1},
                                                 {1, 0, 1},
                                                 {1, 1, 0},
                                                 {1, 1, 1},
                                                 {1, not_applicable, 1},
                                                 {not_applicable, 0, 1},
                                                 {1, missing, 1},
                                                 {waived, waived, waived}};
    const char* wanted[] = {"", "approaches", "meets", "exceeds", "exceeds", "approaches", "approaches", ""};
    const Scored scored = score(made, rows);
    for (std::size_t u = 0; u < rows.size(); ++u) EXPECT_EQ(scored.grade(u), wanted[u]) << u;
    made.verdict.otherwise = "misses";
    EXPECT_EQ(score(made, rows).grade(0), "misses");
    EXPECT_EQ(score(made, rows).grade(7), "");  // it has no value
}

TEST(Ladder, CapsGatesAndOverridesApplyToItsLevels) {
    Instrument made = ladder();
    made.direction = Direction::lower_is_better;  // the order of a ladder is its own
    made.verdict.caps.push_back({"", {}, compare("x", Comparison::at_least, "5"), "meets", ""});
    const Scored capped = score(made, {{5, 1, 1}, {5, 0, 1}, {4, 1, 1}});
    EXPECT_EQ(capped.grade(0), "meets");
    EXPECT_EQ(capped.grade(1), "approaches");
    EXPECT_EQ(capped.grade(2), "exceeds");
}

TEST(Ladder, AndBandsExcludeEachOther) {
    Instrument made = ladder();
    made.verdict.grades = {band("low", from("0")), band("high", from("1"))};
    EXPECT_EQ(refusal(made), "grades.twice");
    made = ladder();
    made.verdict.ladder[2].grade = "meets";
    EXPECT_EQ(refusal(made), "grade.duplicate");
}

Override overriding(Condition when, std::string grade) {
    Override made;
    made.when = std::move(when);
    made.grade = std::move(grade);
    return made;
}

TEST(Overrides, TheFirstThatHoldsWinsOverGatesAndCaps) {
    Instrument made = instrument({variable("x"), variable("y")}, NodeBuilder(Aggregate::from, {name("x")}));
    made.verdict.grades = {band("low", from("0")), band("high", from("5"))};
    Gate gate;
    gate.condition = compare("y", Comparison::above, "0");
    gate.otherwise = "shut";
    made.verdict.gates = {gate};
    made.verdict.caps.push_back({"", {}, compare("y", Comparison::above, "8"), "low", ""});
    made.verdict.overrides = {overriding(compare("y", Comparison::below, "-5"), "worst"),
                              overriding(compare("y", Comparison::below, "-3"), "bad"),
                              overriding(compare("y", Comparison::above, "9"), "high")};
    const std::vector<std::vector<Cell>> rows = {{6, 1},   {6, -1},  {6, -4},      {6, -6},
                                                 {1, 9.5}, {6, 8.5}, {6, missing}, {missing, -6}};
    const char* wanted[] = {"high", "shut", "bad", "worst", "high", "low", "shut", ""};
    const std::uint32_t by[] = {none, none, 1, 0, 2, none, none, none};
    const Scored scored = score(made, rows);
    for (std::size_t u = 0; u < rows.size(); ++u) {
        EXPECT_EQ(scored.grade(u), wanted[u]) << u;
        EXPECT_EQ(scored->overrides()[u], by[u]) << u;
    }
}

TEST(Overrides, AreDecidedExactly) {
    Instrument made = over(Aggregate::sum, {"1", "1"});
    made.score.id = "root";
    made.verdict.overrides = {overriding(compare("root", Comparison::is, "0.3", false), "just")};
    const Scored scored = score(made, {{0.1, 0.2}, {0.1, std::nextafter(0.2, 1)}});
    EXPECT_EQ(scored.grade(0), "just");
    EXPECT_EQ(scored.grade(1), "");
}

TEST(Otherwise, NamesWhatLiesOutsideEveryBand) {
    Instrument made = instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")}));
    made.verdict.grades = {band("low", from("0")), band("high", above("1"), from("2"))};
    made.verdict.gaps = GapPolicy::none;
    made.verdict.grades[0].upper = Edge{number("0.5"), false};
    EXPECT_EQ(score(made, {{-1}}).grade(), "");
    made.verdict.otherwise = "outside";
    const Scored scored = score(made, {{-1}, {0}, {0.5}, {1}, {1.1}, {2}, {2.1}, {missing}});
    const char* wanted[] = {"outside", "low", "outside", "outside", "high", "high", "outside", ""};
    for (std::size_t u = 0; u < std::size(wanted); ++u) EXPECT_EQ(scored.grade(u), wanted[u]) << u;
}

TEST(Ranks, AreNotGivenWhereAnOrderMeansNothing) {
    Instrument made = over(Aggregate::sum, {"1"});
    made.verdict.rank.on = RankOn::none;
    const Scored scored = score(made, {{1}, {2}});
    for (const double place : rank(scored.scores)) EXPECT_TRUE(std::isnan(place));
    made.verdict.rank.on = RankOn::value;
    EXPECT_EQ(rank(score(made, {{1}, {2}}).scores), (std::vector<double>{2, 1}));
}

}  // namespace
