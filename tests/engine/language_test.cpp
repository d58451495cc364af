// The constructs of the language that choose, count and look up, one at a time: what each gives, and when it has no
// value.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "support/instruments.hpp"

namespace {

using namespace pug;
using namespace pug::test;

constexpr Status answered = Status::observed;
constexpr Status missing = Status::missing;
constexpr Status not_applicable = Status::not_applicable;
constexpr Status not_assessed = Status::not_assessed;
constexpr Status not_computable = Status::not_computable;
constexpr Status waived = Status::waived;

Instrument x_then(Transform transform) {
    return instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")}).then(std::move(transform)));
}

/// 1 where the condition holds.
Node holds(Condition condition) {
    Node node = NodeBuilder(Aggregate::holds, {});
    node.holds = std::move(condition);
    return node;
}

void set(Policy& policy, Status status, PolicyAction action) {
    policy[static_cast<std::size_t>(status)] = PolicyRule{action, Number(Decimal(0))};
}

// --- median ----------------------------------------------------------------------------------------------------------

TEST(Median, IsTheMiddleOneOrTheMeanOfTheTwoInTheMiddle) {
    const Instrument three = over(Aggregate::median, {"1", "1", "1"}),
                     four = over(Aggregate::median, {"1", "1", "1", "1"});
    EXPECT_EQ(score(three, {{5, 1, 3}}).value(), 3);
    EXPECT_EQ(score(three, {{5, 5, 1}}).value(), 5);
    EXPECT_EQ(score(four, {{5, 1, 3, 4}}).value(), 3.5);
    EXPECT_EQ(score(four, {{-5, 0, 0, 4}}).value(), 0);
}

TEST(Median, IsOfTheOperandsThatArePresent) {
    Instrument made = over(Aggregate::median, {"1", "9", "1"});
    set(made.score.missing, missing, PolicyAction::renormalise);
    EXPECT_EQ(score(made, {{5, missing, 3}}).value(), 4);
    EXPECT_EQ(score(made, {{missing, not_applicable, 3}}).value(), 3);
    EXPECT_EQ(score(made, {{missing, not_applicable, missing}}).status(), missing);
}

TEST(Median, MeetsACutOffExactly) {
    Instrument made = over(Aggregate::median, {"1", "1"});
    made.verdict.grades = {band("below", std::nullopt, Edge{number("0.3"), false}), band("reached", from("0.3"))};
    const Scored scored = score(made, {{0.1, 0.5}, {0.2, 0.4}, {0.2, std::nextafter(0.4, 0)}});
    EXPECT_EQ(scored.grade(0), "reached");
    EXPECT_EQ(scored.grade(1), "reached");
    EXPECT_EQ(scored.grade(2), "below");
}

// --- holds -----------------------------------------------------------------------------------------------------------

TEST(Holds, CountsSharesAndAllOf) {
    const auto counted = [](Aggregate aggregate) {
        Instrument made = instrument({variable("a"), variable("b"), variable("c")}, NodeBuilder(aggregate, {}));
        for (const char* each : {"a", "b", "c"}) {
            made.score.operands.push_back(Box<Node>(holds(compare(each, Comparison::at_least, "0.3"))));
        }
        return made;
    };
    EXPECT_EQ(score(counted(Aggregate::sum), {{0.3, 0.29, 1}}).value(), 2);
    EXPECT_DOUBLE_EQ(score(counted(Aggregate::arithmetic), {{0.3, 0.29, 1}}).value(), 2.0 / 3);
    EXPECT_EQ(score(counted(Aggregate::min), {{0.3, 0.29, 1}}).value(), 0);
    EXPECT_EQ(score(counted(Aggregate::min), {{0.3, 0.3, 1}}).value(), 1);
}

TEST(Holds, WhatIsOpenIsTreatedByThePolicyOfTheNode) {
    const auto value_of = [](PolicyAction action, Status status) {
        Node node = holds(compare("x", Comparison::above, "1"));
        set(node.missing, status, action);
        node.missing[static_cast<std::size_t>(status)]->value = number("0.25");
        const Scored scored = score(instrument({ranged("x", "0", nullptr)}, node), {{status}});
        return scored.status() == answered ? std::to_string(scored.value()) : std::string(to_string(scored.status()));
    };
    EXPECT_EQ(value_of(PolicyAction::propagate, missing), "missing");
    EXPECT_EQ(value_of(PolicyAction::renormalise, missing), "missing");  // a single subject has nothing to renormalise
    EXPECT_EQ(value_of(PolicyAction::lowest, missing), std::to_string(0.0));
    EXPECT_EQ(value_of(PolicyAction::substitute, missing), std::to_string(0.25));
    EXPECT_EQ(value_of(PolicyAction::lowest, not_applicable), std::to_string(0.0));
    EXPECT_EQ(value_of(PolicyAction::renormalise, not_applicable), "not_applicable");
}

TEST(Holds, IsDecidedWhereTheOpenPartCannotMatter) {
    const Condition both{Condition::All{{compare("x", Comparison::above, "1"), compare("y", Comparison::above, "1")}}};
    const Instrument made = instrument({variable("x"), variable("y")}, holds(both));
    const Scored scored = score(made, {{missing, 0}, {missing, 2}, {2, 2}, {not_assessed, missing}});
    EXPECT_EQ(scored.value(0), 0);
    EXPECT_EQ(scored.status(1), missing);
    EXPECT_EQ(scored.value(2), 1);
    EXPECT_EQ(scored.status(3), missing);  // the graver one
    EXPECT_EQ(scored.coverage(0), 0.5);
}

TEST(Holds, ASubjectStandsOnceInTheCoverage) {
    const Condition between{
        Condition::All{{compare("x", Comparison::above, "1"), compare("x", Comparison::below, "3")}}};
    const Node node =
        NodeBuilder(Aggregate::arithmetic, {holds(between), name("y")}).missing(missing, PolicyAction::renormalise);
    const Scored scored = score(instrument({variable("x"), variable("y")}, node), {{missing, 1}, {2, missing}});
    EXPECT_EQ(scored.coverage(0), 0.5);
    EXPECT_EQ(scored.coverage(1), 0.5);
}

TEST(Holds, TheIntervalKnowsNoSubstitute) {
    Node node = holds(compare("x", Comparison::above, "1"));
    node.missing[static_cast<std::size_t>(missing)] = PolicyRule{PolicyAction::substitute, number("1")};
    const Scored open = score(instrument({variable("x")}, node), {{missing}});
    EXPECT_EQ(open.value(), 1);
    EXPECT_TRUE(std::isnan(open.interval().low));
    EXPECT_TRUE(std::isnan(open.interval().high));
    const Scored closed = score(instrument({ranged("x", "0", "2")}, node), {{missing}});
    EXPECT_EQ(closed.interval().low, 0);
    EXPECT_EQ(closed.interval().high, 1);
}

TEST(Holds, TheIntervalTreatsWhatDoesNotApplyAsTheScoreDoes) {
    Node node = holds(compare("x", Comparison::above, "1"));
    set(node.missing, not_applicable, PolicyAction::lowest);
    const Scored scored = score(
        instrument({ranged("x", "0", "2"), ranged("y", "0", "1")}, NodeBuilder(Aggregate::sum, {node, name("y")})),
        {{not_applicable, missing}});
    EXPECT_EQ(scored.interval().low, 0);
    EXPECT_EQ(scored.interval().high, 1);
}

// --- lookup ----------------------------------------------------------------------------------------------------------

/// Letters D, C and B, and D* that counts as D.
Scale letters() {
    Scale made;
    made.name = "letters";
    for (const char* code : {"D", "D*", "C", "B"}) {
        Level level;
        level.code = code;
        made.levels.push_back(std::move(level));
    }
    made.levels[1].counts_as = "D";
    return made;
}

Instrument look_up(bool unordered, std::initializer_list<Lookup::Row> rows) {
    Instrument made = instrument({choice("a", "letters"), choice("b", "letters")},
                                 NodeBuilder(Aggregate::lookup, {name("a"), name("b")}));
    made.scales.push_back(letters());
    made.score.lookup = Lookup{unordered, rows};
    return made;
}

Instrument ordered() {
    return look_up(false, {{{"D", "D"}, number("0")},
                           {{"D", "C"}, number("1")},
                           {{"D", "B"}, number("2")},
                           {{"C", "D"}, number("3")},
                           {{"C", "C"}, number("4")},
                           {{"C", "B"}, number("5")},
                           {{"B", "D"}, number("6")},
                           {{"B", "C"}, number("7")},
                           {{"B", "B"}, number("8.5")}});
}

Instrument unordered() {
    return look_up(true, {{{"D", "D"}, number("1")},
                          {{"C", "D"}, number("2")},
                          {{"D", "B"}, number("3")},
                          {{"C", "C"}, number("4")},
                          {{"B", "C"}, number("5")},
                          {{"B", "B"}, number("6")},
                          {{"B"}, number("7")}});
}

constexpr int d = 0, d_star = 1, c = 2, b = 3;  // positions in the scale

TEST(LookUp, GivesTheNumberBesideTheCodes) {
    const Scored scored = score(ordered(), {{d, c}, {c, d}, {b, b}, {d_star, b}, {d_star, d_star}});
    const double wanted[] = {1, 3, 8.5, 2, 0};
    for (std::size_t u = 0; u < std::size(wanted); ++u) EXPECT_EQ(scored.value(u), wanted[u]) << u;
}

TEST(LookUp, OfAnUnorderedTableTheOrderDoesNotMatter) {
    const Scored scored = score(unordered(), {{d, c}, {c, d}, {b, d_star}, {d_star, b}, {b, c}, {c, b}});
    const double wanted[] = {2, 2, 3, 3, 5, 5};
    for (std::size_t u = 0; u < std::size(wanted); ++u) EXPECT_EQ(scored.value(u), wanted[u]) << u;
}

TEST(LookUp, WhatLeavesLeavesAShorterKey) {
    const Scored scored = score(
        unordered(), {{b, not_applicable}, {waived, b}, {c, not_applicable}, {not_applicable, waived}, {missing, b}});
    EXPECT_EQ(scored.value(0), 7);
    EXPECT_EQ(scored.value(1), 7);
    EXPECT_EQ(scored.status(2), not_computable);  // no row for C alone
    EXPECT_EQ(scored.status(3), waived);
    EXPECT_EQ(scored.status(4), missing);
    // In an ordered table nothing can leave: a code missing is a number missing.
    EXPECT_EQ(score(ordered(), {{b, not_applicable}}).status(), not_applicable);
}

TEST(LookUp, TakesTheLowestLevelWhereThePolicySays) {
    Instrument made = ordered();
    set(made.score.missing, missing, PolicyAction::lowest);
    EXPECT_EQ(score(made, {{missing, b}}).value(), 2);
    made.variables[0].direction = Direction::lower_is_better;
    EXPECT_EQ(score(made, {{missing, b}}).value(), 8.5);
    EXPECT_EQ(score(made, {{missing, b}}).interval().low, 2);
}

TEST(LookUp, TablesThatContradictThemselvesAreRefused) {
    EXPECT_EQ(refusal(ordered()), "");
    EXPECT_EQ(refusal(unordered()), "");
    Instrument made = ordered();
    made.score.lookup->rows.pop_back();
    EXPECT_EQ(refusal(made), "lookup.incomplete");
    made = ordered();
    made.score.lookup->rows.push_back({{"B", "B"}, number("9")});
    EXPECT_EQ(refusal(made), "lookup.duplicate");
    made = unordered();
    made.score.lookup->rows.push_back({{"D", "C"}, number("9")});  // C D again
    EXPECT_EQ(refusal(made), "lookup.duplicate");
    for (const std::vector<std::string>& key :
         {std::vector<std::string>{"D"}, {"D", "D", "D"}, {"D", "A"}, {"D*", "D"}, {}}) {
        made = ordered();
        made.score.lookup->rows.push_back({key, number("9")});
        EXPECT_EQ(refusal(made), "lookup.key");
    }
    made = ordered();
    made.variables.push_back(variable("x"));
    made.score.operands[1] = name("x");
    EXPECT_EQ(refusal(made), "lookup.operand");
    made.score.operands[1] = constant("1");
    EXPECT_EQ(refusal(made), "lookup.operand");
    made = unordered();
    made.scales.push_back(letters());
    made.scales.back().name = "others";
    made.variables[1].scale = "others";
    EXPECT_EQ(refusal(made), "lookup.operand");
}

TEST(LookUp, ASubstituteForAChoiceIsALevel) {
    Instrument made = ordered();
    for (const char* no_level : {"4", "-1", "0.5"}) {
        made.score.missing[1] = PolicyRule{PolicyAction::substitute, number(no_level)};
        EXPECT_EQ(refusal(made), "policy.level") << no_level;
    }
    made.score.missing[1] = PolicyRule{PolicyAction::substitute, number("2")};
    EXPECT_EQ(score(made, {{missing, b}}).value(), 5);
    made.score.missing[1].reset();
    made.missing[1] = PolicyRule{PolicyAction::substitute, number("7")};
    EXPECT_EQ(refusal(made), "policy.level") << "inherited from the document";
}

TEST(LookUp, CountingAsALevelThatCountsAsAnotherIsRefused) {
    Instrument made = ordered();
    made.scales[0].levels[0].counts_as = "C";
    EXPECT_EQ(refusal(made), "scale.counts_as");
    made.scales[0].levels[0].counts_as = "Z";
    EXPECT_EQ(refusal(made), "name.unknown");
}

// --- steps and powers ------------------------------------------------------------------------------------------------

TEST(Steps, GiveTheValueOfTheLastThatHasBegun) {
    const Steps table{{{from("0"), number("10")},
                       {from("0.3"), number("20")},
                       {above("0.3"), number("30")},
                       {above("2"), number("5")}}};
    const Scored scored = score(x_then(table), {{-0.1}, {0}, {0.29}, {0.3}, {0.31}, {2}, {2.1}, {99}});
    EXPECT_EQ(scored.status(0), not_computable);
    const double wanted[] = {10, 10, 20, 30, 30, 5, 5};
    for (std::size_t u = 0; u < std::size(wanted); ++u) EXPECT_EQ(scored.value(u + 1), wanted[u]) << u + 1;
}

TEST(Steps, TheFirstMayBeginNowhere) {
    const Scored scored =
        score(x_then(Steps{{{std::nullopt, number("1")}, {above("0"), number("2")}}}), {{-1e300}, {0}, {1e-300}});
    EXPECT_EQ(scored.value(0), 1);
    EXPECT_EQ(scored.value(1), 1);
    EXPECT_EQ(scored.value(2), 2);
}

TEST(Steps, BeginExactly) {
    Instrument made = over(Aggregate::sum, {"1", "1", "1"});
    made.score.then = {Steps{{{std::nullopt, number("0")}, {from("0.6"), number("1")}}}};
    const Scored scored = score(made, {{0.1, 0.2, 0.3}, {0.1, 0.2, std::nextafter(0.3, 0)}});
    EXPECT_EQ(scored.value(0), 1);
    EXPECT_EQ(scored.value(1), 0);
    EXPECT_EQ(scored.decided(0), Decided::exactly);
}

TEST(Steps, ThatDoNotRiseAreRefused) {
    const Step nowhere{std::nullopt, number("0")}, at_one{from("1"), number("1")}, above_one{above("1"), number("2")},
        at_zero{from("0"), number("3")};
    const std::vector<std::vector<Step>> wrong = {
        {}, {at_one, at_zero}, {at_one, at_one}, {above_one, at_one}, {above_one, above_one}, {at_one, nowhere}};
    for (const auto& steps : wrong) EXPECT_EQ(refusal(x_then(Steps{steps})), "transform.steps") << steps.size();
    EXPECT_EQ(refusal(x_then(Steps{{nowhere, at_one, above_one}})), "");
}

TEST(Power, OfAWholeExponentIsExactAndTakesNegatives) {
    EXPECT_EQ(score(x_then(Power{number("2")}), {{-3}}).value(), 9);
    EXPECT_EQ(score(x_then(Power{number("3")}), {{-2}}).value(), -8);
    EXPECT_EQ(score(x_then(Power{number("-2")}), {{-2}}).value(), 0.25);
    EXPECT_EQ(score(x_then(Power{number("0")}), {{0}}).value(), 1);
    EXPECT_EQ(score(x_then(Power{number("-1")}), {{0}}).status(), not_computable);
    Instrument made = x_then(Power{number("2")});
    made.verdict.grades = {band("below", std::nullopt, Edge{number("0.01"), false}), band("reached", from("0.01"))};
    const Scored scored = score(made, {{0.1}, {-0.1}, {std::nextafter(0.1, 0)}});
    EXPECT_EQ(scored.grade(0), "reached");
    EXPECT_EQ(scored.grade(1), "reached");
    EXPECT_EQ(scored.grade(2), "below");
    EXPECT_EQ(scored.decided(0), Decided::exactly);
}

TEST(Power, OfABrokenExponentIsARoot) {
    const Instrument root = x_then(Power{number("1/2")});
    EXPECT_DOUBLE_EQ(score(root, {{2}}).value(), std::sqrt(2));
    EXPECT_EQ(score(root, {{0}}).value(), 0);
    EXPECT_EQ(score(root, {{-1}}).status(), not_computable);
    EXPECT_EQ(score(x_then(Power{number("-1/2")}), {{0}}).status(), not_computable);
    EXPECT_DOUBLE_EQ(score(x_then(Power{number("-0.5")}), {{4}}).value(), 0.5);
}

// --- if_needed -------------------------------------------------------------------------------------------------------

Instrument if_needed(Aggregate aggregate, std::initializer_list<Variable> variables) {
    Instrument made = instrument(variables, NodeBuilder(aggregate, {}));
    for (const Variable& each : made.variables) made.score.operands.push_back(name(each.name));
    set(made.score.missing, missing, PolicyAction::if_needed);
    return made;
}

TEST(IfNeeded, AValueThatCannotMatterIsNotNeeded) {
    const Instrument made =
        if_needed(Aggregate::min, {ranged("x", "0", "10"), ranged("y", "0", "10"), ranged("z", "0", "10")});
    const Scored scored = score(made, {{0, missing, 4}, {3, missing, 4}, {missing, missing, 0}, {missing, 5, missing}});
    EXPECT_EQ(scored.value(0), 0);
    EXPECT_EQ(scored.status(1), missing);
    EXPECT_EQ(scored.value(2), 0);
    EXPECT_EQ(scored.status(3), missing);
    EXPECT_DOUBLE_EQ(scored.coverage(0), 2.0 / 3);
}

TEST(IfNeeded, LooksAtTheValueOfTheNodeAfterItsTransforms) {
    Instrument made = if_needed(Aggregate::sum, {ranged("x", "0", "1"), ranged("y", "0", "10")});
    made.score.then = {Steps{{{std::nullopt, number("0")}, {from("5"), number("1")}}}};
    const Scored scored = score(made, {{missing, 5}, {missing, 3.9}, {missing, 4}, {missing, 4.5}});
    EXPECT_EQ(scored.value(0), 1);
    EXPECT_EQ(scored.value(1), 0);
    EXPECT_EQ(scored.status(2), missing);
    EXPECT_EQ(scored.status(3), missing);
}

TEST(IfNeeded, SeveralAreTriedAtEveryCombinationOfTheirEnds) {
    // Of a difference both at their worst and both at their best is 0 twice, and yet the values matter.
    const Instrument both = if_needed(Aggregate::difference, {ranged("x", "0", "10"), ranged("y", "0", "10")});
    EXPECT_EQ(score(both, {{missing, missing}}).status(), missing);
    const Instrument ends =
        if_needed(Aggregate::min, {ranged("x", "0", "1"), ranged("y", "0", "1", Direction::lower_is_better)});
    EXPECT_EQ(score(ends, {{missing, missing}}).status(), missing);
    EXPECT_EQ(score(ends, {{0, missing}}).value(), 0);
}

TEST(IfNeeded, AnotherPolicyMayStillStopTheNode) {
    const Instrument made = if_needed(Aggregate::min, {ranged("x", "0", "10"), ranged("y", "0", "10")});
    EXPECT_EQ(score(made, {{0, Status::suppressed}}).status(), Status::suppressed);
    EXPECT_EQ(score(made, {{missing, Status::suppressed}}).status(), Status::suppressed);
}

TEST(IfNeeded, OfANodeItsEndsAreThoseOfItsVariables) {
    const Node part = NodeBuilder(Aggregate::from, {name("y")}).id("part").then(Complement{});
    Instrument made =
        instrument({ranged("x", "0", "1"), ranged("y", "0", "1")}, NodeBuilder(Aggregate::max, {name("x"), part}));
    set(made.score.missing, missing, PolicyAction::if_needed);
    EXPECT_EQ(score(made, {{1, missing}}).value(), 1);
    EXPECT_EQ(score(made, {{0.5, missing}}).status(), missing);
}

TEST(IfNeeded, NeedsBothEndsOfARange) {
    EXPECT_EQ(refusal(if_needed(Aggregate::min, {ranged("x", "0", nullptr)})), "policy.unbounded");
    EXPECT_EQ(refusal(if_needed(Aggregate::min, {ranged("x", nullptr, "0")})), "policy.unbounded");
    EXPECT_EQ(refusal(if_needed(Aggregate::min, {ranged("x", "0", "0")})), "");
}

TEST(IfNeeded, IsDecidedExactly) {
    // 0.1 + 0.2 and 0.3 are the same end.
    Instrument made =
        instrument({ranged("x", "0.3", "0.3"), ranged("a", "0", "1"), ranged("b", "0", "1")},
                   NodeBuilder(Aggregate::max, {NodeBuilder(Aggregate::sum, {name("a"), name("b")}), name("x")}));
    set(made.score.missing, missing, PolicyAction::if_needed);
    made.variables[0].low = decimal("0");
    const Scored scored = score(made, {{missing, 0.1, 0.2}, {missing, 0.1, std::nextafter(0.2, 0)}});
    EXPECT_EQ(scored.status(0), answered);
    EXPECT_EQ(scored.value(0), 0.3);
    EXPECT_EQ(scored.status(1), missing);
}

// --- coverage --------------------------------------------------------------------------------------------------------

TEST(Coverage, CountsTheOperandsThatArePresent) {
    Instrument made = over(Aggregate::arithmetic, {"5", "1", "1"});
    set(made.score.missing, missing, PolicyAction::renormalise);
    made.score.coverage.count_at_least = 2;
    EXPECT_EQ(score(made, {{missing, 1, 3}}).value(), 2);
    EXPECT_EQ(score(made, {{1, missing, missing}}).status(), not_computable);
    EXPECT_EQ(score(made, {{not_applicable, 1, missing}}).status(), not_computable);
    EXPECT_EQ(score(made, {{not_applicable, not_applicable, not_applicable}}).status(), not_applicable);
    made.score.coverage.count_at_least = 4;
    EXPECT_EQ(refusal(made), "coverage.count");
}

TEST(Coverage, ANodeOfWhichTooLittleAppliesDoesNotApply) {
    Instrument made = over(Aggregate::arithmetic, {"2", "1", "1"});
    made.score.coverage.applicable_at_least = number("1/2");
    set(made.score.missing, missing, PolicyAction::renormalise);
    const Scored scored = score(made, {{not_applicable, 1, 3},
                                       {not_applicable, waived, 3},
                                       {1, waived, waived},
                                       {not_applicable, missing, 3},
                                       {2, missing, missing}});
    EXPECT_EQ(scored.value(0), 2);  // exactly half
    EXPECT_EQ(scored.status(1), not_applicable);
    EXPECT_EQ(scored.value(2), 1);
    EXPECT_EQ(scored.value(3), 3);  // what is missing applies
    EXPECT_EQ(scored.value(4), 2);
}

TEST(Coverage, WhatDoesNotApplyAtAllDoesNotApplyWhateverIsSubstituted) {
    // The sum itself sees that nothing applies, although its policy has a number for that.
    Instrument made = instrument({variable("a"), variable("b")},
                                 NodeBuilder(Aggregate::sum, {name("a"), name("b")}).substitute(not_applicable, "5"));
    EXPECT_EQ(score(made, {{not_applicable, not_applicable}}).value(), 10);
    made.score.coverage.applicable_at_least = number("0.1");
    EXPECT_EQ(score(made, {{not_applicable, not_applicable}}).status(), not_applicable);
    EXPECT_EQ(score(made, {{not_applicable, 1}}).value(), 6);
    // A leaf written in place inherits the policy, has a value of its own by it, and so applies.
    Instrument leaves = over(Aggregate::sum, {"1", "1"});
    leaves.score.missing[static_cast<std::size_t>(not_applicable)] = PolicyRule{PolicyAction::substitute, number("5")};
    leaves.score.coverage.applicable_at_least = number("0.1");
    EXPECT_EQ(score(leaves, {{not_applicable, not_applicable}}).value(), 10);
}

TEST(Coverage, APartThatDoesNotApplyLeavesTheWhole) {
    Node part = NodeBuilder(Aggregate::arithmetic, {name("x"), name("y"), name("z")}).id("part");
    part.coverage.applicable_at_least = number("0.5");
    const Instrument made = instrument({variable("x"), variable("y"), variable("z"), variable("w")},
                                       NodeBuilder(Aggregate::arithmetic, {part, name("w")}));
    const Scored scored = score(made, {{9, not_applicable, not_applicable, 1}});
    EXPECT_EQ(scored.value(), 1);
    EXPECT_EQ(scored.coverage(), 1);
}

// --- what is inherited -----------------------------------------------------------------------------------------------

TEST(Missing, OfTheDocumentIsInheritedByTheRootAndTheNamedNodesAlike) {
    const Node part = NodeBuilder(Aggregate::sum, {name("x"), constant("1")}).id("part");
    Instrument made = instrument({ranged("x", "0", "10"), ranged("y", "0", "10")},
                                 NodeBuilder(Aggregate::sum, {name("part"), name("y")}), {part});
    EXPECT_EQ(score(made, {{missing, 4}}).status(), missing);
    made.missing[static_cast<std::size_t>(missing)] = PolicyRule{PolicyAction::substitute, number("2")};
    EXPECT_EQ(score(made, {{missing, 4}}).value(), 7);
    EXPECT_EQ(score(made, {{missing, missing}}).value(), 5);
    // The root's own policy is not that of a node it names.
    set(made.score.missing, missing, PolicyAction::lowest);
    EXPECT_EQ(score(made, {{missing, missing}}).value(), 3);
    made.nodes[0].missing[static_cast<std::size_t>(missing)] = PolicyRule{PolicyAction::propagate, Decimal(0)};
    EXPECT_EQ(score(made, {{missing, 4}}).value(), 5);  // the part is missing, and counts as its lowest, 1
}

// --- parameters ------------------------------------------------------------------------------------------------------

TEST(Parameters, ThatAreDatedHaveTheValueOfTheDay) {
    Instrument made = x_then(Scaled{ParameterName{"k"}});
    Parameter parameter;
    parameter.name = "k";
    parameter.value = 30;
    parameter.dated = {{"2020-01-01", Decimal(10)}, {"2022-07-01", Decimal(20)}, {"2024-01-01", Decimal(30)}};
    made.parameters = {parameter};
    const auto value_on = [&](const std::string& day) {
        const auto scorer = compile(made, {day});
        if (scorer.has_error()) return scorer.error().code() + " " + scorer.error().where();
        const Answers answers(made, {{1}});
        return std::to_string(static_cast<int>(scorer.value().score(answers.table()).value().scores()[0]));
    };
    EXPECT_EQ(value_on(""), "30");
    EXPECT_EQ(value_on("2020-01-01"), "10");
    EXPECT_EQ(value_on("2022-06-30"), "10");
    EXPECT_EQ(value_on("2022-07-01"), "20");
    EXPECT_EQ(value_on("2024-01-01"), "30");
    EXPECT_EQ(value_on("2031-12-31"), "30");
    EXPECT_EQ(value_on("2019-12-31"), "parameter.no_value /parameters/k");
}

TEST(Parameters, StandInCutOffsStepsTablesAndPolicies) {
    Instrument made =
        x_then(Steps{{{std::nullopt, number("0")}, {Edge{ParameterName{"k"}, true}, ParameterName{"k"}}}});
    Parameter parameter;
    parameter.name = "k";
    parameter.value = decimal("0.3");
    made.parameters = {parameter};
    made.score.missing[1] = PolicyRule{PolicyAction::substitute, ParameterName{"k"}};
    made.verdict.grades = {band("below", std::nullopt, Edge{ParameterName{"k"}, false}),
                           band("reached", Edge{ParameterName{"k"}, true})};
    const Scored scored = score(made, {{0.3}, {0.29}, {missing}});
    EXPECT_EQ(scored.grade(0), "reached");
    EXPECT_EQ(scored.grade(1), "below");
    EXPECT_EQ(scored.value(2), 0.3);
    made.parameters[0].name = "other";
    EXPECT_EQ(refusal(made), "name.unknown");
}

}  // namespace
