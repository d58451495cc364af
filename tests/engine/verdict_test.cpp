// From the score to the grade: rounding, bands, gates, caps, and that no cut-off is missed by a rounding error.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "support/instruments.hpp"

namespace {

using namespace pug;
using namespace pug::test;

/// x itself as the score.
Instrument itself() { return instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")})); }

Instrument graded(std::vector<Grade> grades, GapPolicy gaps = GapPolicy::refuse) {
    Instrument made = itself();
    made.verdict.grades = std::move(grades);
    made.verdict.gaps = gaps;
    return made;
}

double before(double x) { return std::nextafter(x, -HUGE_VAL); }
double after(double x) { return std::nextafter(x, HUGE_VAL); }

// --- rounding --------------------------------------------------------------------------------------------------------

/// x = thousandths / 1000 rounded to hundredths, in integers.
long rounded_hundredths(long thousandths, RoundingMode mode) {
    const long below = thousandths >= 0 ? thousandths / 10 : -((-thousandths + 9) / 10);
    const long rest = thousandths - 10 * below;
    switch (mode) {
        case RoundingMode::down:
            return below;
        case RoundingMode::up:
            return rest > 0 ? below + 1 : below;
        case RoundingMode::half_up:
            return thousandths >= 0 ? (rest >= 5 ? below + 1 : below) : (rest > 5 ? below + 1 : below);
        case RoundingMode::half_even:
            return rest > 5 || (rest == 5 && below % 2 != 0) ? below + 1 : below;
    }
    return 0;
}

TEST(Rounding, AgreesWithIntegersOnAHundredThousandTies) {
    std::mt19937_64 random(1);
    for (const RoundingMode mode :
         {RoundingMode::half_up, RoundingMode::half_even, RoundingMode::down, RoundingMode::up}) {
        Instrument made = itself();
        made.verdict.round = Rounding{2, mode};
        std::vector<std::vector<Cell>> rows;
        std::vector<long> thousandths;
        for (int i = 0; i < 100000; ++i) {
            long x = static_cast<long>(random() % 2000001) - 1000000;
            if (i % 4 != 0) x = x / 10 * 10 + (x < 0 ? -5 : 5);  // three in four are ties
            thousandths.push_back(x);
            rows.push_back({static_cast<double>(x) / 1000});
        }
        const Scored scored = score(made, rows, {128, false});
        for (std::size_t u = 0; u < rows.size(); ++u) {
            ASSERT_EQ(scored.rounded(u), static_cast<double>(rounded_hundredths(thousandths[u], mode)) / 100)
                << thousandths[u] << " mode " << static_cast<int>(mode);
        }
    }
}

TEST(Rounding, TakesTheShortestDecimalOfADoubleForItsValue) {
    // 1.005 is a little less in binary; as the decimal that it stands for it is a tie.
    Instrument made = itself();
    made.verdict.round = Rounding{2, RoundingMode::half_up};
    const Scored scored = score(made, {{1.005}, {before(1.005)}, {0.285}, {-1.005}, {2.675}});
    EXPECT_EQ(scored.rounded(0), 1.01);
    EXPECT_EQ(scored.rounded(1), 1);
    EXPECT_EQ(scored.rounded(2), 0.29);
    EXPECT_EQ(scored.rounded(3), -1.01);
    EXPECT_EQ(scored.rounded(4), 2.68);
}

TEST(Rounding, HasDigitsOnBothSidesOfThePoint) {
    const struct {
        double x;
        int digits;
        double expected;
    } cases[] = {{1250, -2, 1300},          {1249.9999, -2, 1200},  {-1250, -2, -1300}, {0.5, 0, 1},
                 {1e15 + 0.5, 0, 1e15 + 1}, {123.456, 15, 123.456}, {5, -1, 10},        {4.9, -1, 0},
                 {1e-15, 15, 1e-15}};
    for (const auto& each : cases) {
        Instrument made = itself();
        made.verdict.round = Rounding{each.digits, RoundingMode::half_up};
        EXPECT_EQ(score(made, {{each.x}}).rounded(), each.expected) << each.x << " to " << each.digits;
    }
}

TEST(Rounding, DigitsThatNoDoubleHasAreRefused) {
    Instrument made = itself();
    made.verdict.round = Rounding{99, RoundingMode::half_up};
    EXPECT_NE(refusal(made), "");
    made.verdict.round = std::nullopt;
    made.score.round = Rounding{-99, RoundingMode::half_up};
    EXPECT_NE(refusal(made), "");
}

TEST(Rounding, ZeroHasNoSign) {
    for (const RoundingMode mode : {RoundingMode::half_up, RoundingMode::half_even, RoundingMode::up}) {
        Instrument made = itself();
        made.verdict.round = Rounding{0, mode};
        EXPECT_FALSE(std::signbit(score(made, {{-0.25}}).rounded())) << static_cast<int>(mode);
    }
}

// --- bands -----------------------------------------------------------------------------------------------------------

TEST(Bands, EachEdgeIsIncludedOrNot) {
    const Instrument made =
        graded({band("low", std::nullopt, above("0.3")), band("from", from("0.3")), band("above", above("0.7"))});
    const Scored scored = score(made, {{-1e300}, {before(0.3)}, {0.3}, {0.7}, {after(0.7)}, {1e300}});
    const char* expected[] = {"low", "low", "from", "from", "above", "above"};
    for (std::size_t u = 0; u < std::size(expected); ++u) EXPECT_EQ(scored.grade(u), expected[u]) << u;
}

TEST(Bands, MayBeStatedByTheirUpperEdgesAndInAnyOrder) {
    const Instrument made = graded({band("high", from("7.5")), band("middle", std::nullopt, above("7.5")),
                                    band("low", std::nullopt, from("2.5"))});
    const Scored scored = score(made, {{2.5}, {after(2.5)}, {before(7.5)}, {7.5}});
    const char* expected[] = {"low", "middle", "middle", "high"};
    for (std::size_t u = 0; u < std::size(expected); ++u) EXPECT_EQ(scored.grade(u), expected[u]) << u;
}

TEST(Bands, AHoleBelongsToWhomThePolicySays) {
    const std::vector<Grade> grades = {band("pratama", from("500"), from("600")),
                                       band("madya", from("601"), from("700"))};
    const std::vector<std::vector<Cell>> rows = {{499.9}, {600}, {600.4}, {601}, {700}, {700.1}};
    const struct {
        GapPolicy gaps;
        const char* in_the_hole;
    } cases[] = {{GapPolicy::lower, "pratama"}, {GapPolicy::upper, "madya"}, {GapPolicy::none, ""}};
    for (const auto& each : cases) {
        const Scored scored = score(graded(grades, each.gaps), rows);
        EXPECT_EQ(scored.grade(0), "");
        EXPECT_EQ(scored.grade(1), "pratama");
        EXPECT_EQ(scored.grade(2), each.in_the_hole);
        EXPECT_EQ(scored.grade(3), "madya");
        EXPECT_EQ(scored.grade(4), "madya");
        EXPECT_EQ(scored.grade(5), "");
    }
    EXPECT_EQ(refusal(graded(grades)), "grades.gap");
    Instrument otherwise = graded(grades, GapPolicy::none);
    otherwise.verdict.otherwise = "outside";
    EXPECT_EQ(score(otherwise, rows).grade(0), "outside");
    EXPECT_EQ(score(otherwise, rows).grade(2), "outside");
}

TEST(Bands, APointMissingBetweenTwoIsAHole) {
    EXPECT_EQ(refusal(graded({band("low", from("0"), above("1")), band("high", above("1"))})), "grades.gap");
    EXPECT_EQ(
        score(graded({band("low", from("0"), above("1")), band("high", above("1"))}, GapPolicy::lower), {{1}}).grade(),
        "low");
    EXPECT_EQ(
        score(graded({band("low", from("0"), above("1")), band("high", above("1"))}, GapPolicy::upper), {{1}}).grade(),
        "high");
}

TEST(Bands, APointMayBeABand) {
    const Instrument made =
        graded({band("less", from("0"), above("1")), band("one", from("1"), from("1")), band("more", above("1"))});
    const Scored scored = score(made, {{before(1)}, {1}, {after(1)}});
    EXPECT_EQ(scored.grade(0), "less");
    EXPECT_EQ(scored.grade(1), "one");
    EXPECT_EQ(scored.grade(2), "more");
}

TEST(Bands, ThatContradictEachOtherAreRefused) {
    EXPECT_EQ(refusal(graded({band("a", from("0"), from("5")), band("b", from("5"))})), "grades.overlap");
    EXPECT_EQ(refusal(graded({band("a", from("0"), from("6")), band("b", from("5"))})), "grades.overlap");
    EXPECT_EQ(refusal(graded({band("a", from("0")), band("b", from("0"))})), "grades.overlap");
    EXPECT_EQ(refusal(graded({band("a", from("0"), from("9")), band("b", from("3"), from("5"))})), "grades.overlap");
    EXPECT_EQ(refusal(graded({band("a", from("5"), from("4"))})), "grades.empty");
    EXPECT_EQ(refusal(graded({band("a", from("5"), above("5"))})), "grades.empty");
    EXPECT_EQ(refusal(graded({band("a", std::nullopt), band("b", std::nullopt)})), "grades.edge");
    EXPECT_EQ(refusal(graded({band("a", from("0")), band("a", from("1"))})), "grade.duplicate");
    EXPECT_EQ(refusal(graded({band("all", std::nullopt)})), "grades.edge");
}

TEST(Bands, AreReadInTheOrderOfTheDirection) {
    Instrument made = graded({band("good", std::nullopt, from("2.5")), band("bad", above("2.5"))});
    made.direction = Direction::lower_is_better;
    Cap cap;
    cap.when = compare("x", Comparison::at_most, "1");
    cap.grade_at_most = "bad";
    made.verdict.caps = {cap};
    const Scored scored = score(made, {{0.5}, {2}, {3}});
    EXPECT_EQ(scored.grade(0), "bad");  // capped down: here low is good
    EXPECT_EQ(scored.grade(1), "good");
    EXPECT_EQ(scored.grade(2), "bad");
}

// --- exactness -------------------------------------------------------------------------------------------------------

Instrument sixths() {
    Instrument made = instrument({}, Node{});
    made.score.aggregate = Aggregate::sum;
    for (int i = 0; i < 6; ++i) {
        const std::string x = "x" + std::to_string(i);
        made.variables.push_back(variable(x));
        made.score.operands.push_back(NodeBuilder(Aggregate::from, {name(x)}).then(Scaled{number("1/6")}));
    }
    made.verdict.grades = {band("madya", from("0")), band("utama", from("80"))};
    return made;
}

TEST(Exact, SixCriteriaAtEightyAreAtEighty) {
    const double below = 79.99999999999999;
    const Scored scored = score(sixths(), {{80, 80, 80, 80, 80, 80},
                                           {79.9, 80.1, 80, 80, 80, 80},
                                           {below, 80, 80, 80, 80, 80},
                                           {below, below, below, below, below, below},
                                           {90, 90, 90, 90, 90, 90}});
    EXPECT_EQ(scored.grade(0), "utama");
    EXPECT_EQ(scored.decided(0), Decided::exactly);
    EXPECT_EQ(scored.value(0), 80);
    EXPECT_EQ(scored.grade(1), "utama");
    EXPECT_EQ(scored.grade(2), "madya");
    EXPECT_EQ(scored.grade(3), "madya");
    EXPECT_EQ(scored.grade(4), "utama");
    EXPECT_EQ(scored.decided(4), Decided::in_doubles);
}

TEST(Exact, ACutOffCloserThanDoublesTellIsKeptApart) {
    Instrument made = sixths();
    made.verdict.grades = {band("madya", from("0")), band("utama", above("80.00000000000000000000001"))};
    EXPECT_EQ(score(made, {{80, 80, 80, 80, 80, 80}}).grade(), "madya");
    made.verdict.grades = {band("madya", from("0")), band("utama", above("79.99999999999999999999999"))};
    EXPECT_EQ(score(made, {{80, 80, 80, 80, 80, 80}}).grade(), "utama");
}

TEST(Exact, RootsAreTakenToFiftyDigits) {
    Instrument made =
        instrument({variable("x"), variable("y")}, NodeBuilder(Aggregate::geometric, {name("x"), name("y")}));
    made.verdict.grades = {band("madya", from("0")), band("utama", from("80"))};
    const Scored scored = score(made, {{64, 100}, {80, 80}, {64, before(100)}, {0.1, 64000}, {64, 101}});
    EXPECT_EQ(scored.grade(0), "utama");
    EXPECT_EQ(scored.decided(0), Decided::to_fifty_digits);
    EXPECT_EQ(scored.value(0), 80);
    EXPECT_EQ(scored.grade(1), "utama");
    EXPECT_EQ(scored.grade(2), "madya");
    EXPECT_EQ(scored.grade(3), "utama");
    EXPECT_EQ(scored.decided(4), Decided::in_doubles);
}

TEST(Exact, DeviationFromParityInDecimals) {
    // |x − 1|·100 of 0.95 is 5, not 5.000000000000004.
    Instrument made = instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")})
                                                      .then(Affine{number("1"), number("-1")})
                                                      .then(Absolute{})
                                                      .then(Scaled{number("100")}));
    made.verdict.grades = {band("1", std::nullopt, from("2.5")), band("2", std::nullopt, from("5")),
                           band("3", std::nullopt, from("7.5")), band("4", std::nullopt, from("10")),
                           band("5", above("10"))};
    made.direction = Direction::lower_is_better;
    const Scored scored =
        score(made, {{0.975}, {1.025}, {0.95}, {1.05}, {0.925}, {1.075}, {0.9}, {1.1}, {0.974}, {0.899}});
    const char* expected[] = {"1", "1", "2", "2", "3", "3", "4", "4", "2", "5"};
    for (std::size_t u = 0; u < std::size(expected); ++u) EXPECT_EQ(scored.grade(u), expected[u]) << u;
}

TEST(Exact, TheGradeFollowsTheRoundedValueAndTheScoreDoesNot) {
    Instrument made = graded({band("low", from("0")), band("high", from("80"))});
    made.verdict.round = Rounding{1, RoundingMode::half_up};
    const Scored scored = score(made, {{79.95}, {before(79.95)}});
    EXPECT_EQ(scored.grade(0), "high");
    EXPECT_EQ(scored.value(0), 79.95);
    EXPECT_EQ(scored.rounded(0), 80);
    EXPECT_EQ(scored.grade(1), "low");
}

TEST(Exact, AnotherNodeThanTheRootMayBeGraded) {
    Instrument made =
        instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("part")}).then(Scaled{number("100")}),
                   {NodeBuilder(Aggregate::from, {name("x")}).id("part")});
    made.verdict.on = "part";
    made.verdict.grades = {band("low", from("0")), band("high", from("0.5"))};
    const Scored scored = score(made, {{0.5}, {Status::missing}});
    EXPECT_EQ(scored.value(0), 50);
    EXPECT_EQ(scored.rounded(0), 0.5);
    EXPECT_EQ(scored.grade(0), "high");
    EXPECT_EQ(scored.grade(1), "");
    made.verdict.on = "nowhere";
    EXPECT_EQ(refusal(made), "name.unknown");
}

// --- gates and caps --------------------------------------------------------------------------------------------------

Instrument gated() {
    Instrument made =
        instrument({variable("x"), variable("g"), variable("h")}, NodeBuilder(Aggregate::from, {name("x")}));
    made.verdict.grades = {band("low", from("0")), band("middle", from("5")), band("high", from("8"))};
    const auto gate = [](std::string id, std::string otherwise) {
        Gate made_gate;
        made_gate.id = id;
        made_gate.condition = compare(id, Comparison::at_least, "1");
        made_gate.otherwise = std::move(otherwise);
        return made_gate;
    };
    made.verdict.gates = {gate("g", "shut"), gate("h", "low")};
    return made;
}

TEST(Gates, TheFirstThatDoesNotHoldGivesItsGrade) {
    const Scored scored = score(gated(), {{9, 1, 1},
                                          {9, 0, 1},
                                          {9, 1, 0},
                                          {9, 0, 0},
                                          {9, Status::missing, 1},
                                          {9, Status::not_applicable, 1},
                                          {9, Status::waived, 0},
                                          {Status::missing, 0, 0}});
    const char* grades[] = {"high", "shut", "low", "shut", "shut", "high", "low", ""};
    const GateState first[] = {GateState::met,         GateState::not_met,    GateState::met,
                               GateState::not_met,     GateState::unanswered, GateState::passed_over,
                               GateState::passed_over, GateState::not_met};
    const GateState second[] = {GateState::met, GateState::met, GateState::not_met, GateState::not_met,
                                GateState::met, GateState::met, GateState::not_met, GateState::not_met};
    for (std::size_t u = 0; u < std::size(grades); ++u) {
        EXPECT_EQ(scored.grade(u), grades[u]) << u;
        EXPECT_EQ(scored->gates()[0][u], first[u]) << u;
        EXPECT_EQ(scored->gates()[1][u], second[u]) << u;
    }
    EXPECT_EQ(scored.value(1), 9);  // the score stays
    EXPECT_EQ(scored.rounded(1), 9);
}

TEST(Caps, LimitTheGradeOfTheBandsOnly) {
    Instrument made = gated();
    made.verdict.otherwise = "outside";
    Cap cap;
    cap.when = compare("h", Comparison::below, "2");
    cap.grade_at_most = "middle";
    made.verdict.caps = {cap};
    const Scored scored = score(made, {{9, 1, 1},
                                       {9, 1, 3},
                                       {6, 1, 1},
                                       {1, 1, 1},
                                       {9, 0, 1},
                                       {9, 1, Status::not_applicable},
                                       {-1, 1, 1},
                                       {Status::missing, 1, 1}});
    const char* grades[] = {"middle", "high", "middle", "low", "shut", "high", "outside", ""};
    const CapState states[] = {CapState::holds, CapState::open, CapState::holds, CapState::holds,
                               CapState::holds, CapState::open, CapState::holds, CapState::holds};
    for (std::size_t u = 0; u < std::size(grades); ++u) {
        EXPECT_EQ(scored.grade(u), grades[u]) << u;
        EXPECT_EQ(scored->caps()[0][u], states[u]) << u;
    }
    made.verdict.gates.pop_back();
    const Scored unanswered = score(made, {{9, 1, Status::missing}});
    EXPECT_EQ(unanswered.grade(), "middle");
    EXPECT_EQ(unanswered->caps()[0][0], CapState::unanswered);
}

TEST(Caps, TheLowestOfSeveralHolds) {
    Instrument made = instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")}));
    made.verdict.grades = {band("low", from("0")), band("middle", from("5")), band("high", from("8"))};
    for (const char* most : {"low", "middle"}) {
        Cap cap;
        cap.when = compare("x", Comparison::above, "0");
        cap.grade_at_most = most;
        made.verdict.caps.push_back(cap);
    }
    EXPECT_EQ(score(made, {{9}}).grade(), "low");
    made.verdict.caps.front().grade_at_most = "nowhere";
    EXPECT_EQ(refusal(made), "name.unknown");
}

TEST(Caps, OfAComputedSubjectAreDecidedExactly) {
    const Node sum = NodeBuilder(Aggregate::sum, {name("a"), name("b")}).id("sum");
    Instrument made = instrument({variable("a"), variable("b")}, NodeBuilder(Aggregate::from, {constant("1")}), {sum});
    made.verdict.grades = {band("low", from("0")), band("high", from("0.5"))};
    Cap cap;
    cap.when = compare("sum", Comparison::above, "0.3", false);
    cap.grade_at_most = "low";
    made.verdict.caps = {cap};
    const Scored scored = score(made, {{0.1, 0.2}, {0.1, after(0.2)}});
    EXPECT_EQ(scored.grade(0), "high");
    EXPECT_EQ(scored.grade(1), "low");
}

}  // namespace
