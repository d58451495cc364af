// What a node comes to: aggregates, transforms, policies, coverage, conditions.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <ostream>

#include "support/instruments.hpp"

namespace {

using namespace pug;
using namespace pug::test;

constexpr Status answered = Status::observed;
constexpr Status missing = Status::missing;
constexpr Status not_applicable = Status::not_applicable;
constexpr Status not_computable = Status::not_computable;

// --- aggregates ------------------------------------------------------------------------------------------------------

struct AggregateCase {
    Aggregate aggregate;
    std::vector<Cell> values;  // with weights 1, 2, 1, …
    double expected;           // NaN: not computable
};

void PrintTo(const AggregateCase& test, std::ostream* out) {
    *out << word(aggregate_names, test.aggregate);
    for (const Cell& cell : test.values) *out << ' ' << cell.value;
}

class Aggregates : public testing::TestWithParam<AggregateCase> {};

const double nan = std::numeric_limits<double>::quiet_NaN();

TEST_P(Aggregates, ComeToTheirFormula) {
    const AggregateCase& test = GetParam();
    const bool is_pair = test.values.size() == 2;
    const Instrument made = is_pair ? over(test.aggregate, {"1", "2"}) : over(test.aggregate, {"1", "2", "1"});
    const Scored scored = score(made, {test.values});
    if (std::isnan(test.expected)) {
        EXPECT_EQ(scored.status(), not_computable);
        EXPECT_TRUE(std::isnan(scored.value()));
    } else {
        EXPECT_EQ(scored.status(), answered);
        EXPECT_DOUBLE_EQ(scored.value(), test.expected);
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, Aggregates,
    testing::Values(
        AggregateCase{Aggregate::sum, {1, 2, 4}, 7}, AggregateCase{Aggregate::sum, {-1, 0, 4}, 3},
        AggregateCase{Aggregate::arithmetic, {1, 2, 3}, 2}, AggregateCase{Aggregate::arithmetic, {0, 1, 0}, 0.5},
        AggregateCase{Aggregate::geometric, {1, 4, 16}, 4}, AggregateCase{Aggregate::geometric, {3, 0, 5}, 0},
        AggregateCase{Aggregate::geometric, {3, -1, 5}, nan}, AggregateCase{Aggregate::geometric, {0, -1, 5}, nan},
        AggregateCase{Aggregate::geometric, {-1, 0, 5}, nan}, AggregateCase{Aggregate::harmonic, {1, 2, 1}, 4.0 / 3},
        AggregateCase{Aggregate::harmonic, {1, 0, 1}, 0}, AggregateCase{Aggregate::harmonic, {-1, 2, 1}, nan},
        AggregateCase{Aggregate::harmonic, {0, 2, -1}, nan}, AggregateCase{Aggregate::min, {3, 1, 2}, 1},
        AggregateCase{Aggregate::min, {-3, 1, 2}, -3}, AggregateCase{Aggregate::max, {3, 1, 2}, 3},
        AggregateCase{Aggregate::max, {-3, -1, -2}, -1}, AggregateCase{Aggregate::product, {2, 3, -4}, -24},
        AggregateCase{Aggregate::ratio, {1, 4}, 0.25}, AggregateCase{Aggregate::ratio, {1, 0}, nan},
        AggregateCase{Aggregate::ratio, {0, 0}, nan}, AggregateCase{Aggregate::ratio, {0, -3}, 0},
        AggregateCase{Aggregate::difference, {1, 4}, -3}));

TEST(Aggregate, EqualWeightsIgnoreThoseOfTheOperands) {
    EXPECT_EQ(score(over(Aggregate::arithmetic, {"1", "7"}, true), {{0, 1}}).value(), 0.5);
    EXPECT_EQ(score(over(Aggregate::harmonic, {"1", "0"}, true), {{1, 0.5}}).value(), 2.0 / 3);
}

TEST(Aggregate, AnOperandWithoutWeightDoesNotCount) {
    EXPECT_EQ(score(over(Aggregate::arithmetic, {"1", "0"}), {{3, 100}}).value(), 3);
    EXPECT_EQ(score(over(Aggregate::harmonic, {"1", "0"}), {{3, -1}}).value(), 3);
    EXPECT_DOUBLE_EQ(score(over(Aggregate::geometric, {"1", "0"}), {{3, 0}}).value(), 3);
    Instrument left = over(Aggregate::arithmetic, {"1", "0"});
    EXPECT_EQ(score(left, {{not_applicable, 5}}).status(), not_applicable);
}

TEST(Aggregate, WeightsAreExact) {
    // Weights of a third each: the mean of three equal numbers is that number.
    const Scored scored = score(over(Aggregate::arithmetic, {"1/3", "1/3", "1/3"}), {{0.1, 0.1, 0.1}});
    EXPECT_DOUBLE_EQ(scored.value(), 0.1);
    EXPECT_LE(std::abs(scored.value() - 0.1), scored->errors()[0]);
}

TEST(Aggregate, TheWeightOfANodeStandsOnTheNodeWhereverItIsUsed) {
    const Node part = NodeBuilder(Aggregate::from, {name("x")}).id("part").weight("3");
    const Instrument made = instrument({variable("x"), variable("y")},
                                       NodeBuilder(Aggregate::arithmetic, {name("part"), name("y")}), {part});
    EXPECT_EQ(score(made, {{1, 0}}).value(), 0.75);
}

TEST(Aggregate, ANodeUsedTwiceIsComputedOnce) {
    const Node part = NodeBuilder(Aggregate::from, {name("x")}).id("part");
    const Node both = NodeBuilder(Aggregate::product, {name("part"), name("part")}).id("both");
    const Instrument made = instrument(
        {variable("x")}, NodeBuilder(Aggregate::sum, {name("both"), name("part"), name("both")}), {both, part});
    const Scored scored = score(made, {{3}});
    EXPECT_EQ(scored.value(), 21);
    EXPECT_EQ(scored->program().nodes.size(), 3u);
}

TEST(Aggregate, TheOrderOfNamedNodesDoesNotMatter) {
    const Node a = NodeBuilder(Aggregate::from, {name("x")}).id("a").then(Scaled{number("0.1")});
    const Node b = NodeBuilder(Aggregate::sum, {name("a"), name("x")}).id("b");
    const Node root = NodeBuilder(Aggregate::product, {name("b"), name("a")});
    const Scored first = score(instrument({variable("x")}, root, {a, b}), {{0.7}, {0.3}});
    const Scored second = score(instrument({variable("x")}, root, {b, a}), {{0.7}, {0.3}});
    EXPECT_EQ(std::memcmp(first->scores().data(), second->scores().data(), 2 * sizeof(double)), 0);
}

// --- transforms ------------------------------------------------------------------------------------------------------

struct TransformCase {
    Transform transform;
    double x, expected;
};

void PrintTo(const TransformCase& test, std::ostream* out) {
    *out << "transform " << test.transform.index() << " of " << test.x;
}

class Transforms : public testing::TestWithParam<TransformCase> {};

TEST_P(Transforms, ComeToTheirFormula) {
    const TransformCase& test = GetParam();
    const Scored scored =
        score(instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")}).then(test.transform)), {{test.x}});
    EXPECT_EQ(scored.status(), std::isnan(test.expected) ? not_computable : answered);
    if (!std::isnan(test.expected)) {
        EXPECT_DOUBLE_EQ(scored.value(), test.expected);
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, Transforms,
    testing::Values(TransformCase{Complement{}, 0.25, 0.75}, TransformCase{Absolute{}, -3, 3},
                    TransformCase{Absolute{}, 3, 3}, TransformCase{Absolute{}, 0, 0}, TransformCase{Logarithm{}, 1, 0},
                    TransformCase{Logarithm{}, 2.5, std::log(2.5)}, TransformCase{Logarithm{}, 0, nan},
                    TransformCase{Logarithm{}, -1, nan}, TransformCase{Exponential{}, 2, std::exp(2.0)},
                    TransformCase{Clip{number("1"), number("2")}, 0, 1},
                    TransformCase{Clip{number("1"), number("2")}, 5, 2},
                    TransformCase{Clip{number("1"), number("2")}, 1.5, 1.5},
                    TransformCase{Clip{number("1"), std::nullopt}, 1e9, 1e9},
                    TransformCase{Clip{std::nullopt, number("2")}, -1e9, -1e9},
                    TransformCase{Clip{number("1"), number("1")}, 7, 1},
                    TransformCase{Replace{{{decimal("0"), number("0.1")}}}, 0, 0.1},
                    TransformCase{Replace{{{decimal("0"), number("0.1")}}}, 2, 2},
                    TransformCase{Replace{{{decimal("0.3"), number("7")}, {decimal("7"), number("8")}}}, 0.3, 7},
                    TransformCase{Reciprocal{number("10")}, 4, 2.5}, TransformCase{Reciprocal{number("10")}, 0, nan},
                    TransformCase{Reciprocal{number("10")}, -4, -2.5}, TransformCase{Scaled{number("-2")}, 3, -6},
                    TransformCase{Affine{number("2"), number("1")}, 3, 7},
                    TransformCase{Minmax{number("20"), number("85")}, 52.5, 0.5},
                    TransformCase{Minmax{number("85"), number("20")}, 85, 0},
                    TransformCase{Minmax{number("0"), number("10")}, 15, 1.5},
                    TransformCase{Rounding{1, RoundingMode::half_up}, 0.25, 0.3},
                    TransformCase{Rounding{-1, RoundingMode::half_up}, 25, 30}));

TEST(Transform, StepsRunInTheirOrder) {
    const Scored scored =
        score(instrument({variable("x")},
                         NodeBuilder(Aggregate::from, {name("x")}).then(Complement{}).then(Scaled{number("10")})),
              {{0.25}});
    EXPECT_EQ(scored.value(), 7.5);
    const Scored other =
        score(instrument({variable("x")},
                         NodeBuilder(Aggregate::from, {name("x")}).then(Scaled{number("10")}).then(Complement{})),
              {{0.25}});
    EXPECT_EQ(other.value(), -1.5);
}

TEST(Transform, WhatIsNotComputableStaysSo) {
    const Instrument made =
        instrument({variable("x")},
                   NodeBuilder(Aggregate::from, {name("x")}).then(Reciprocal{number("1")}).then(Complement{}).round(1));
    EXPECT_EQ(score(made, {{0}}).status(), not_computable);
}

TEST(Transform, PointsAreTheShareOfTheGreatest) {
    Instrument made =
        instrument({choice("c", "s"), variable("y", VariableType::yes_no)},
                   NodeBuilder(Aggregate::sum,
                               {NodeBuilder(Aggregate::from, {name("c")}).then(Points{}),
                                NodeBuilder(Aggregate::from, {name("y")}).then(Points{}).then(Scaled{number("10")})}));
    made.scales.push_back(scale("s", {"1", "1", "4"}));
    const Scored scored = score(made, {{0, 0}, {1, 1}, {2, 0}});
    EXPECT_EQ(scored.value(0), 0.25);
    EXPECT_EQ(scored.value(1), 10.25);
    EXPECT_EQ(scored.value(2), 1);
}

TEST(Transform, ParametersStandWhereNumbersMay) {
    Instrument made = instrument(
        {variable("x")},
        NodeBuilder(Aggregate::sum, {NodeBuilder(Aggregate::from, {name("x")}).then(Scaled{ParameterName{"k"}}),
                                     Operand(Number(ParameterName{"k"}))}));
    made.parameters.push_back({"k", decimal("2.5"), {}, {}, {}});
    EXPECT_EQ(score(made, {{3}}).value(), 10);
}

// --- policies --------------------------------------------------------------------------------------------------------

/// The mean of x (range 0–10, higher is better), y (range 0–4, lower is better) and 1, with a policy for one status.
Instrument with_policy(Status status, PolicyAction action) {
    return instrument(
        {ranged("x", "0", "10"), ranged("y", "0", "4", Direction::lower_is_better)},
        NodeBuilder(Aggregate::arithmetic, {name("x"), name("y"), constant("1")}).missing(status, action));
}

TEST(Policy, EachStatusIsTreatedAsItsActionSays) {
    for (std::size_t s = 1; s < status_count; ++s) {
        const auto status = static_cast<Status>(s);
        SCOPED_TRACE(to_string(status));
        const Scored left = score(with_policy(status, PolicyAction::renormalise), {{status, 2}, {5, status}});
        EXPECT_EQ(left.value(0), 1.5);
        EXPECT_EQ(left.value(1), 3);
        const Scored lowest = score(with_policy(status, PolicyAction::lowest), {{status, 2}, {5, status}});
        EXPECT_EQ(lowest.value(0), 1);
        EXPECT_DOUBLE_EQ(lowest.value(1), 10.0 / 3);
        const Scored stopped = score(with_policy(status, PolicyAction::propagate), {{status, 2}, {5, status}});
        EXPECT_EQ(stopped.status(0), status);
        EXPECT_EQ(stopped.status(1), status);
        Instrument substituted = with_policy(status, PolicyAction::propagate);
        substituted.score.missing[s] = PolicyRule{PolicyAction::substitute, number("3")};
        EXPECT_EQ(score(substituted, {{status, 2}}).value(), 2);
    }
}

TEST(Policy, AtTheRootUnknownPropagatesAndWhatDoesNotApplyLeaves) {
    const Instrument made = over(Aggregate::arithmetic, {"1", "1"});
    for (std::size_t s = 1; s < status_count; ++s) {
        const auto status = static_cast<Status>(s);
        const Scored scored = score(made, {{7, status}});
        EXPECT_EQ(scored.status(), is_excluded(status) ? answered : status) << to_string(status);
    }
}

TEST(Policy, IsInheritedUntilANodeStatesItsOwn) {
    const Node inner = NodeBuilder(Aggregate::sum, {name("x"), constant("1")}).id("inner");
    const Node stating =
        NodeBuilder(Aggregate::sum, {name("x"), constant("1")}).id("stating").missing(missing, PolicyAction::propagate);
    Instrument made = instrument({ranged("x", "2", "9")}, NodeBuilder(Aggregate::sum, {inner, stating})
                                                              .missing(missing, PolicyAction::lowest)
                                                              .missing(Status::suppressed, PolicyAction::renormalise));
    const Scored scored = score(made, {{missing}, {Status::suppressed}});
    EXPECT_EQ(scored->values(0)[0], 3);
    EXPECT_EQ(scored->statuses(1)[0], missing);
    EXPECT_EQ(scored.value(0), 6);  // both at their worst
    EXPECT_EQ(scored->values(1)[1], 1);
}

TEST(Policy, ANodeWithoutOperandsLeftTakesTheGravestStatusThatLeft) {
    const Instrument made = over(Aggregate::sum, {"1", "1"});
    EXPECT_EQ(score(made, {{not_applicable, Status::waived}}).status(), Status::waived);
    EXPECT_EQ(score(made, {{not_applicable, not_applicable}}).status(), not_applicable);
}

TEST(Policy, TheGravestOfSeveralStatusesIsTaken) {
    const Status gravest_first[] = {not_computable, Status::no_information, Status::suppressed, missing,
                                    Status::not_assessed};
    const Instrument made = over(Aggregate::sum, {"1", "1"});
    for (std::size_t i = 0; i < std::size(gravest_first); ++i) {
        for (std::size_t j = i; j < std::size(gravest_first); ++j) {
            EXPECT_EQ(score(made, {{gravest_first[j], gravest_first[i]}}).status(), gravest_first[i]);
            EXPECT_EQ(score(made, {{gravest_first[i], gravest_first[j]}}).status(), gravest_first[i]);
        }
    }
}

TEST(Policy, WhatHasOneOperandOrAPairHasNothingToRenormalise) {
    EXPECT_EQ(score(over(Aggregate::ratio, {"1", "1"}), {{1, not_applicable}}).status(), not_applicable);
    EXPECT_EQ(score(over(Aggregate::difference, {"1", "1"}), {{Status::waived, 1}}).status(), Status::waived);
    const Instrument alone = instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")}));
    EXPECT_EQ(score(alone, {{not_applicable}}).status(), not_applicable);
}

TEST(Policy, ARatioCanGiveAValueToWhatIsNotComputable) {
    const Node parity = NodeBuilder(Aggregate::ratio, {name("f"), name("m")}).id("parity");
    const Instrument made = instrument({variable("f"), variable("m")},
                                       NodeBuilder(Aggregate::from, {parity}).substitute(not_computable, "1"));
    EXPECT_EQ(score(made, {{0, 0}}).value(), 1);
    EXPECT_EQ(score(made, {{5, 0}}).value(), 1);
    EXPECT_EQ(score(made, {{5, 2}}).value(), 2.5);
}

TEST(Policy, TheLowestOfANodeIsItsValueAtTheWorstAnswers) {
    const Node inner =
        NodeBuilder(Aggregate::difference, {name("good"), name("bad")}).id("inner").then(Scaled{number("2")});
    const Instrument made = instrument({ranged("good", "1", "9"), ranged("bad", "0", "5", Direction::lower_is_better)},
                                       NodeBuilder(Aggregate::sum, {inner, constant("0")})
                                           .missing(missing, PolicyAction::lowest)
                                           .missing(Status::suppressed, PolicyAction::lowest));
    // Below, missing is inherited as lowest too: (1 − 2)·2. What stops the inner node itself needs another status.
    EXPECT_EQ(score(made, {{missing, 2}}).value(), -2);
    Instrument stopped = made;
    std::get<Box<Node>>(stopped.score.operands[0])->missing[static_cast<std::size_t>(missing)] =
        PolicyRule{PolicyAction::propagate, Number(Decimal(0))};
    EXPECT_EQ(score(stopped, {{missing, 2}}).value(), -8);  // (1 − 5)·2
}

TEST(Policy, TheLowestOfAConditionalNodeSupposesThatItApplies) {
    const Node review = NodeBuilder(Aggregate::from, {name("x")})
                            .id("review")
                            .when(compare("asked", Comparison::is, "yes"))
                            .missing(missing, PolicyAction::propagate);
    const Instrument made =
        instrument({ranged("x", "3", "9"), variable("asked", VariableType::yes_no)},
                   NodeBuilder(Aggregate::sum, {review, constant("10")}).missing(missing, PolicyAction::lowest));
    const Scored scored = score(made, {{missing, 1}, {5, 0}, {5, missing}, {5, 1}});
    EXPECT_EQ(scored.value(0), 13);
    EXPECT_EQ(scored.value(1), 10);
    EXPECT_EQ(scored.value(2), 13);
    EXPECT_EQ(scored.value(3), 15);
}

// --- coverage --------------------------------------------------------------------------------------------------------

TEST(Coverage, IsTheWeightObservedOverTheWeightThatApplies) {
    Instrument made = over(Aggregate::arithmetic, {"1", "2", "5"});
    for (std::size_t s = 1; s < status_count; ++s)
        made.score.missing[s] = PolicyRule{PolicyAction::renormalise, Number(Decimal(0))};
    const Scored scored = score(made, {{1, 1, 1},
                                       {missing, 1, 1},
                                       {1, not_applicable, Status::no_information},
                                       {not_applicable, 1, Status::waived},
                                       {missing, missing, Status::suppressed}});
    EXPECT_EQ(scored.coverage(0), 1);
    EXPECT_EQ(scored.coverage(1), 7.0 / 8);
    EXPECT_EQ(scored.coverage(2), 1.0 / 6);
    EXPECT_EQ(scored.coverage(3), 1);
    EXPECT_EQ(scored.coverage(4), 0);
    EXPECT_EQ(scored.status(4), Status::suppressed);
}

TEST(Coverage, ConstantsDoNotCountAndOtherSourcesWeighEqually) {
    const Instrument made = instrument(
        {variable("x"), variable("y")},
        NodeBuilder(Aggregate::sum, {constant("1"), name("x"), NodeBuilder(Aggregate::from, {name("y")}).weight("9")})
            .missing(missing, PolicyAction::renormalise));
    EXPECT_EQ(score(made, {{missing, 1}}).coverage(), 0.5);
}

TEST(Coverage, ASubstituteIsNotObserved) {
    const Instrument made = instrument({variable("x"), variable("y")},
                                       NodeBuilder(Aggregate::sum, {name("x"), name("y")}).substitute(missing, "5"));
    const Scored scored = score(made, {{1, missing}});
    EXPECT_EQ(scored.value(), 6);
    EXPECT_EQ(scored.coverage(), 0.5);
}

TEST(Coverage, BelowItsShareANodeHasNoValueAndExactlyAtItItHas) {
    Instrument made = over(Aggregate::arithmetic, {"1/6", "1/6", "1/6", "1/6", "1/6", "1/6"});
    made.score.missing[static_cast<std::size_t>(missing)] = PolicyRule{PolicyAction::renormalise, Number(Decimal(0))};
    made.score.coverage.at_least = number("5/6");
    EXPECT_EQ(score(made, {{missing, 1, 1, 1, 1, 1}}).status(), answered);
    EXPECT_EQ(score(made, {{missing, 1, missing, 1, 1, 1}}).status(), not_computable);
    EXPECT_EQ(score(made, {{missing, not_applicable, 1, 1, 1, 1}}).status(), not_computable);  // 4 of 5
    made.score.coverage.at_least = number("0.83333333333333333333333333333333333333334");
    EXPECT_EQ(score(made, {{missing, 1, 1, 1, 1, 1}}).status(), not_computable);
}

TEST(Coverage, ADemandThatNoUnitCanMeetIsRefused) {
    Instrument made = over(Aggregate::arithmetic, {"1", "1"});
    made.score.coverage.at_least = number("1.5");
    EXPECT_NE(refusal(made), "");
    made.score.coverage.at_least = number("-0.1");
    EXPECT_NE(refusal(made), "");
}

// --- conditions ------------------------------------------------------------------------------------------------------

enum class Kind { yes, no, unknown, excluded };

/// x under a condition; what the status of the node says about the condition's truth.
Kind truth(const Condition& condition, const std::vector<Cell>& answers) {
    std::vector<Cell> row = answers;
    row.insert(row.begin(), 1);
    Instrument made = instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")}).when(condition));
    for (std::size_t i = 0; i < answers.size(); ++i) made.variables.push_back(variable("c" + std::to_string(i + 1)));
    switch (score(made, {row}).status()) {
        case Status::observed:
            return Kind::yes;
        case Status::not_applicable:
            return Kind::no;
        default:
            return Kind::unknown;
    }
}

TEST(Condition, ComparesWithANumber) {
    const struct {
        Comparison comparison;
        bool below, at, beyond;
    } cases[] = {{Comparison::at_least, false, true, true},
                 {Comparison::above, false, false, true},
                 {Comparison::at_most, true, true, false},
                 {Comparison::below, true, false, false},
                 {Comparison::is, false, true, false}};
    for (const auto& each : cases) {
        const Condition condition = compare("c1", each.comparison, "0.3");
        EXPECT_EQ(truth(condition, {0.29999999999999993}), each.below ? Kind::yes : Kind::no);
        EXPECT_EQ(truth(condition, {0.3}), each.at ? Kind::yes : Kind::no);
        EXPECT_EQ(truth(condition, {0.30000000000000004}), each.beyond ? Kind::yes : Kind::no);
        EXPECT_EQ(truth(condition, {missing}), Kind::unknown);
        EXPECT_EQ(truth(condition, {not_applicable}), Kind::no);
        EXPECT_EQ(truth(condition, {Status::waived}), Kind::no);
    }
}

TEST(Condition, IsOneOfSeveral) {
    const Condition in = {Compare{"c1", Comparison::is, {std::string("1"), std::string("3")}, true}};
    EXPECT_EQ(truth(in, {3}), Kind::yes);
    EXPECT_EQ(truth(in, {2}), Kind::no);
}

TEST(Condition, PartsCombineAsThreeValuedLogicSays) {
    // "Does not apply" fails a condition of its own, but is no answer inside a larger one.
    const Cell answers[] = {1, 0, missing};
    const Kind all[3][3] = {
        {Kind::yes, Kind::no, Kind::unknown}, {Kind::no, Kind::no, Kind::no}, {Kind::unknown, Kind::no, Kind::unknown}};
    const Kind any[3][3] = {{Kind::yes, Kind::yes, Kind::yes},
                            {Kind::yes, Kind::no, Kind::unknown},
                            {Kind::yes, Kind::unknown, Kind::unknown}};
    const std::vector<Condition> parts = {compare("c1", Comparison::is, "1"), compare("c2", Comparison::is, "1")};
    for (std::size_t i = 0; i < 3; ++i) {
        const Kind negated[] = {Kind::no, Kind::yes, Kind::unknown};
        EXPECT_EQ(truth({Condition::Not{Box<Condition>(parts[0])}}, {answers[i]}), negated[i]);
        for (std::size_t j = 0; j < 3; ++j) {
            EXPECT_EQ(truth({Condition::All{parts}}, {answers[i], answers[j]}), all[i][j]) << i << j;
            EXPECT_EQ(truth({Condition::Any{parts}}, {answers[i], answers[j]}), any[i][j]) << i << j;
        }
    }
    EXPECT_EQ(truth({Condition::Any{parts}}, {not_applicable, 0}), Kind::no);
    EXPECT_EQ(truth({Condition::Any{parts}}, {not_applicable, 1}), Kind::yes);
    EXPECT_EQ(truth({Condition::Any{parts}}, {not_applicable, missing}), Kind::unknown);
    EXPECT_EQ(truth({Condition::Not{Box<Condition>(parts[0])}}, {not_applicable}), Kind::no);
}

TEST(Condition, AnUndecidedOneGivesTheGravestStatusOfItsSubjects) {
    const std::vector<Condition> parts = {compare("c1", Comparison::is, "1"), compare("c2", Comparison::is, "1")};
    const Instrument made = instrument({variable("x"), variable("c1"), variable("c2")},
                                       NodeBuilder(Aggregate::from, {name("x")}).when({Condition::All{parts}}));
    EXPECT_EQ(score(made, {{1, missing, Status::no_information}}).status(), Status::no_information);
    EXPECT_EQ(score(made, {{1, Status::suppressed, missing}}).status(), Status::suppressed);
}

TEST(Condition, WhatDoesNotApplyLeavesTheCoverage) {
    const Node asked = NodeBuilder(Aggregate::from, {name("x")}).when(compare("c", Comparison::is, "1")).weight("3");
    const Instrument made =
        instrument({variable("x"), variable("c"), variable("y")},
                   NodeBuilder(Aggregate::arithmetic, {asked, name("y")}).missing(missing, PolicyAction::renormalise));
    const Scored scored = score(made, {{missing, 0, 1}, {missing, 1, 1}, {1, missing, 1}});
    EXPECT_EQ(scored.coverage(0), 1);
    EXPECT_EQ(scored.coverage(1), 0.25);
    EXPECT_EQ(scored.coverage(2), 0.25);
}

TEST(Condition, AComputedSubjectIsComparedExactly) {
    // 0.1 + 0.2 is 0.3, though its double is more.
    const Node sum = NodeBuilder(Aggregate::sum, {name("a"), name("b")}).id("sum");
    const Instrument made = instrument(
        {variable("a"), variable("b")},
        NodeBuilder(Aggregate::from, {constant("1")}).when(compare("sum", Comparison::at_most, "0.3", false)), {sum});
    EXPECT_EQ(score(made, {{0.1, 0.2}}).status(), answered);
    EXPECT_EQ(score(made, {{0.1, 0.2000000000000001}}).status(), not_applicable);
}

}  // namespace
