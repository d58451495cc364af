#include "pug/analysis/gaps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/instruments.hpp"
#include "support/random_instrument.hpp"

namespace {

using namespace pug;
using namespace pug::test;

/// A leaf that says how good an answer from 0 to 10 is.
Operand tenth(const std::string& of) {
    return NodeBuilder(Aggregate::from, {name(of)}).then(Minmax{number("0"), number("10")});
}

/// Means of answers from 0 to 10, better the greater, graded in three bands.
Instrument mean_of(std::initializer_list<const char*> names) {
    Instrument made = instrument({}, NodeBuilder(Aggregate::arithmetic, {}));
    for (const char* each : names) {
        made.variables.push_back(ranged(each, "0", "10"));
        made.score.operands.push_back(tenth(each));
    }
    made.verdict.grades = {band("low", std::nullopt, above("0.4")), band("middle", from("0.4"), above("0.8")),
                           band("high", from("0.8"))};
    return made;
}

Condition node_below(std::string node, std::string_view value) {
    return {Compare{std::move(node), Comparison::below, {number(value)}, false}};
}

std::vector<std::string> names_of(const Scores& scores, const Gaps& gaps) {
    std::vector<std::string> names;
    for (const Gap& gap : gaps.gaps) names.push_back(scores.instrument().variables[gap.variable].name);
    return names;
}

std::vector<std::pair<std::string, double>> points_of(const Scores& scores, const Gaps& gaps) {
    std::vector<std::pair<std::string, double>> found;
    for (const GradeDistance& each : gaps.grades) found.emplace_back(scores.grades()[each.grade].name, each.points);
    return found;
}

using Distances = std::vector<std::pair<std::string, double>>;

// --- distances -----------------------------------------------------------------------------------------------------

TEST(GradeDistance, IsThatToTheLowerEnd) {
    const auto scored = score(mean_of({"a", "b"}), {{1, 2}, {4, 4}, {10, 10}});
    const Distances first = points_of(scored.scores, gaps(scored.scores, 0));
    ASSERT_EQ(first.size(), 2u);
    EXPECT_EQ(first[0].first, "middle");
    EXPECT_NEAR(first[0].second, 0.25, 1e-15);
    EXPECT_EQ(first[1].first, "high");
    EXPECT_NEAR(first[1].second, 0.65, 1e-15);
    const Distances second = points_of(scored.scores, gaps(scored.scores, 1));
    ASSERT_EQ(second.size(), 1u);
    EXPECT_NEAR(second[0].second, 0.4, 1e-15);
    EXPECT_TRUE(gaps(scored.scores, 2).grades.empty());
}

/// Where less is better the way leads down to the upper end of a band.
TEST(GradeDistance, LeadsDownWhereLessIsBetter) {
    Instrument made = mean_of({"a"});
    made.direction = Direction::lower_is_better;
    made.variables[0].direction = Direction::lower_is_better;
    const auto scored = score(made, {{9}, {5}, {1}});
    const Distances first = points_of(scored.scores, gaps(scored.scores, 0));
    ASSERT_EQ(first.size(), 2u);
    EXPECT_EQ(first[0].first, "middle");
    EXPECT_NEAR(first[0].second, 0.1, 1e-15);
    EXPECT_EQ(first[1].first, "low");
    EXPECT_NEAR(first[1].second, 0.5, 1e-15);
    EXPECT_EQ(points_of(scored.scores, gaps(scored.scores, 1)).size(), 1u);
    EXPECT_TRUE(gaps(scored.scores, 2).grades.empty());
}

/// A value that is good enough already, of a unit that something else holds down, lacks nothing.
TEST(GradeDistance, IsNothingBeyondABand) {
    for (const bool is_lower : {false, true}) {
        Instrument made = mean_of({"a"});
        made.variables.push_back(variable("plan", VariableType::yes_no));
        made.verdict.gates.push_back({"", {}, compare("plan", Comparison::is, "yes"), "shut", {}, ""});
        if (is_lower) made.direction = made.variables[0].direction = Direction::lower_is_better;
        const auto scored = score(made, {{is_lower ? 0 : 10, 0}});
        const Gaps found = gaps(scored.scores, 0);
        ASSERT_EQ(found.grades.size(), 3u);
        for (const GradeDistance& each : found.grades) {
            EXPECT_EQ(each.points, 0) << is_lower << " " << scored.scores.grades()[each.grade].name;
            EXPECT_EQ(each.gates, (std::vector<std::size_t>{0}));
        }
    }
}

TEST(GradeDistance, NamesTheCapsThatHoldBelow) {
    Instrument made = mean_of({"a", "b"});
    made.score.operands[0] =
        NodeBuilder(Aggregate::from, {name("a")}).id("first").then(Minmax{number("0"), number("10")});
    made.verdict.caps.push_back({"", {}, node_below("first", "0.5"), "low", ""});
    made.verdict.caps.push_back({"", {}, node_below("first", "0.9"), "middle", ""});
    const auto scored = score(made, {{4, 10}, {8, 10}});
    const Gaps first = gaps(scored.scores, 0);
    ASSERT_EQ(first.grades.size(), 2u);
    EXPECT_EQ(first.grades[0].caps, (std::vector<std::size_t>{0}));
    EXPECT_EQ(first.grades[1].caps, (std::vector<std::size_t>{0, 1}));
    const Gaps second = gaps(scored.scores, 1);
    ASSERT_EQ(second.grades.size(), 1u);
    EXPECT_EQ(second.grades[0].caps, (std::vector<std::size_t>{1}));
    EXPECT_EQ(second.grades[0].points, 0);
}

/// Three levels: an answer, then a node, then another answer.
Instrument ladder() {
    Instrument made = mean_of({"a", "b", "c"});
    made.score.id = "all";
    made.variables.push_back(variable("plan", VariableType::yes_no));
    made.variables.push_back(variable("budget", VariableType::yes_no));
    made.verdict = {};
    const auto rung = [&](const char* grade, Condition when) {
        made.verdict.ladder.push_back({grade, {}, std::move(when), ""});
    };
    rung("begun", compare("plan", Comparison::is, "yes"));
    rung("good", {Compare{"all", Comparison::at_least, {number("0.3")}, false}});
    rung("best", compare("budget", Comparison::is, "yes"));
    return made;
}

TEST(GradeDistance, NamesTheLevelsThatAreNotMet) {
    const auto scored = score(ladder(), {{0, 0, 0, 0, 1}, {10, 10, 10, 1, 0}});
    const Gaps first = gaps(scored.scores, 0);
    ASSERT_EQ(first.grades.size(), 3u);
    EXPECT_EQ(first.grades[0].levels, (std::vector<std::size_t>{0}));
    EXPECT_EQ(first.grades[1].levels, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(first.grades[2].levels, (std::vector<std::size_t>{0, 1}));
    EXPECT_TRUE(std::isnan(first.grades[0].points));
    const Gaps second = gaps(scored.scores, 1);
    ASSERT_EQ(second.grades.size(), 1u);
    EXPECT_EQ(second.grades[0].levels, (std::vector<std::size_t>{2}));
}

/// Levels at a tie are told as the verdict tells them, not as doubles do.
TEST(GradeDistance, LevelsAreDecidedExactly) {
    for (const auto& [low, high] : {std::pair{3, 3}, {1, 5}, {2, 4}}) {
        // (x + 3 + y) / 30 is three tenths, whatever the doubles of its terms add up to.
        const auto scored = score(ladder(), {{low, 3, high, 1, 0}});
        EXPECT_EQ(scored.grade(), "good");
        const Gaps found = gaps(scored.scores, 0);
        ASSERT_EQ(found.grades.size(), 1u);
        EXPECT_EQ(found.grades[0].levels, (std::vector<std::size_t>{2}));
    }
}

// --- gaps ----------------------------------------------------------------------------------------------------------

TEST(Gaps, ComeByThePointsThatTheyCost) {
    Instrument made = mean_of({"a", "b", "c"});
    const auto scored = score(made, {{9, 2, 10}});
    const Gaps found = gaps(scored.scores, 0);
    EXPECT_EQ(names_of(scored.scores, found), (std::vector<std::string>{"b", "a"}));
    EXPECT_NEAR(found.gaps[0].points, 0.8 / 3, 1e-15);
    EXPECT_NEAR(found.gaps[1].points, 0.1 / 3, 1e-15);
    EXPECT_EQ(found.gaps[0].best, 10);
    EXPECT_EQ(found.gaps[0].value, 2);
    EXPECT_EQ(found.gaps[0].reason, GapReason::below_best);
}

TEST(Gaps, ThatShutAGateComeFirst) {
    Instrument made = mean_of({"a", "b"});
    made.variables.push_back(variable("plan", VariableType::yes_no));
    made.verdict.gates.push_back({"", {}, compare("b", Comparison::at_least, "2"), "shut", {}, ""});
    made.verdict.gates.back().condition = {Compare{"b", Comparison::at_least, {number("2")}, true}};
    made.verdict.gates.push_back({"", {}, compare("plan", Comparison::is, "yes"), "shut", {}, ""});
    const auto scored = score(made, {{0, 1, 0}, {0, 2, 0}, {0, 9, Status::not_applicable}});
    const Gaps first = gaps(scored.scores, 0);
    EXPECT_EQ(names_of(scored.scores, first), (std::vector<std::string>{"b", "plan", "a"}));
    EXPECT_EQ(first.gaps[0].gates, (std::vector<std::size_t>{0}));
    EXPECT_EQ(first.gaps[1].gates, (std::vector<std::size_t>{1}));
    EXPECT_EQ(first.gaps[1].node, none) << "only a gate asks for it";
    EXPECT_EQ(first.gaps[1].best, 1);
    EXPECT_EQ(first.gaps[1].points, 0);
    EXPECT_EQ(first.gaps[2].gates, std::vector<std::size_t>{});
    const Gaps second = gaps(scored.scores, 1);
    EXPECT_EQ(names_of(scored.scores, second), (std::vector<std::string>{"plan", "a", "b"}));
    EXPECT_EQ(names_of(scored.scores, gaps(scored.scores, 2)), (std::vector<std::string>{"a", "b"}));
}

/// What a gate asks of a number is a gap as long as it falls short of that number, and no longer.
TEST(Gaps, OfANumberThatOnlyAGateAsksFor) {
    Instrument made = mean_of({"a"});
    made.variables.push_back(variable("staff", VariableType::count));
    made.verdict.gates.push_back(
        {"", {}, {Compare{"staff", Comparison::at_least, {number("2.5")}, true}}, "shut", {}, ""});
    const auto scored = score(made, {{10, 2}, {10, 3}});
    const Gaps found = gaps(scored.scores, 0);
    ASSERT_EQ(found.gaps.size(), 1u);
    EXPECT_EQ(found.gaps[0].best, 3);
    EXPECT_TRUE(gaps(scored.scores, 1).gaps.empty());
}

TEST(Gaps, HaveTheReasonOfTheirStatus) {
    Instrument made = mean_of({"a", "b"});
    for (std::size_t s = 1; s < status_count; ++s)
        made.missing[s] = PolicyRule{PolicyAction::lowest, Number(Decimal(0))};
    const std::pair<Status, GapReason> reasons[] = {{Status::missing, GapReason::unanswered},
                                                    {Status::not_assessed, GapReason::not_assessed},
                                                    {Status::no_information, GapReason::insufficient_evidence},
                                                    {Status::not_computable, GapReason::not_computable},
                                                    {Status::suppressed, GapReason::suppressed}};
    for (const auto& [status, reason] : reasons) {
        const auto scored = score(made, {{10, status}});
        const Gaps found = gaps(scored.scores, 0);
        ASSERT_EQ(found.gaps.size(), 1u) << to_string(status);
        EXPECT_EQ(found.gaps[0].reason, reason);
        EXPECT_EQ(found.gaps[0].status, status);
        EXPECT_NEAR(found.gaps[0].points, 0.5, 1e-15);
    }
    for (const Status status : {Status::not_applicable, Status::waived}) {
        const auto scored = score(made, {{10, status}});
        EXPECT_TRUE(gaps(scored.scores, 0).gaps.empty()) << to_string(status);
    }
}

TEST(Gaps, WithoutAScoreCostNoPoints) {
    Instrument made = mean_of({"a", "b"});
    made.missing[static_cast<std::size_t>(Status::missing)] = PolicyRule{PolicyAction::propagate, Number(Decimal(0))};
    const auto scored = score(made, {{5, Status::missing}});
    const Gaps found = gaps(scored.scores, 0);
    ASSERT_EQ(found.gaps.size(), 2u);
    EXPECT_TRUE(std::isnan(found.gaps[0].points));
    EXPECT_EQ(found.grades.size(), 3u);
    EXPECT_TRUE(std::isnan(found.grades[0].points));
}

TEST(Gaps, OfAnAnswerThatIsBetterTheLess) {
    Instrument made = instrument({ranged("deaths", "0", "100", Direction::lower_is_better)},
                                 NodeBuilder(Aggregate::from, {name("deaths")})
                                     .then(Minmax{number("100"), number("10")})
                                     .then(Clip{Number(Decimal(0)), Number(Decimal(1))}));
    const auto scored = score(made, {{55}, {10}, {5}});
    const Gaps found = gaps(scored.scores, 0);
    ASSERT_EQ(found.gaps.size(), 1u);
    EXPECT_EQ(found.gaps[0].best, 10) << "beyond the goalpost nothing is earned";
    EXPECT_NEAR(found.gaps[0].points, 0.5, 1e-15);
    EXPECT_TRUE(gaps(scored.scores, 1).gaps.empty());
    EXPECT_TRUE(gaps(scored.scores, 2).gaps.empty());
}

/// What lies in a part that does not apply costs nothing.
TEST(Gaps, OutsideWhatApplies) {
    Instrument made = mean_of({"a", "b"});
    made.variables.push_back(variable("has_b", VariableType::yes_no));
    made.score.operands[1] =
        NodeBuilder(Aggregate::arithmetic, {tenth("b")}).when(compare("has_b", Comparison::is, "yes"));
    made.missing[static_cast<std::size_t>(Status::not_applicable)] =
        PolicyRule{PolicyAction::renormalise, Number(Decimal(0))};
    const auto scored = score(made, {{10, 0, 0}, {10, 0, 1}});
    EXPECT_TRUE(gaps(scored.scores, 0).gaps.empty());
    EXPECT_EQ(names_of(scored.scores, gaps(scored.scores, 1)), (std::vector<std::string>{"b"}));
}

/// Every gap of a random instrument by itself: what it says is what comes of scoring the unit with the better answer.
TEST(Gaps, SayWhatScoringSays) {
    std::size_t looked_at = 0, with_points = 0, with_gates = 0;
    for (std::uint64_t seed = 0; seed < 1200; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomInstruments random(seed);
        const Instrument instrument = random.instrument();
        const auto scorer = compile(instrument);
        if (!scorer) continue;
        const Answers answers(instrument, random.answers(instrument, 3));
        const auto scored = scorer.value().score(answers.table());
        if (!scored) continue;
        const Scores& scores = scored.value();
        const bool is_lower = instrument.direction == Direction::lower_is_better;
        const auto all = gaps_of_all(scores);
        for (std::size_t unit = 0; unit < scores.size(); ++unit) {
            const Gaps found = gaps(scores, unit);
            ASSERT_EQ(all[unit].gaps.size(), found.gaps.size());
            for (std::size_t i = 0; i < found.gaps.size(); ++i) {
                const Gap& gap = found.gaps[i];
                ASSERT_EQ(gap.status, scores.observations().status(gap.variable, unit));
                ASSERT_FALSE(is_excluded(gap.status));
                Rows row = Rows::of(scores.observations(), unit);
                row.set(gap.variable, 0, gap.best);
                const auto better = scorer.value().score(row.columns(), 1);
                ASSERT_TRUE(better) << told(better.error());
                const double gained = (is_lower ? -1 : 1) * (better.value().scores()[0] - scores.scores()[unit]);
                if (std::isnan(gained)) {
                    ASSERT_TRUE(std::isnan(gap.points));
                } else {
                    ASSERT_EQ(gap.points, std::max(0.0, gained));
                    with_points += gained > 0;
                }
                for (const std::size_t gate : gap.gates) {
                    ASSERT_NE(scores.gates()[gate][unit], GateState::met);
                    ASSERT_EQ(better.value().gates()[gate][0], GateState::met);
                }
                with_gates += !gap.gates.empty();
                ASSERT_TRUE(i == 0 || !found.gaps[i - 1].gates.empty() || gap.gates.empty()) << "gates first";
                ++looked_at;
            }
        }
    }
    EXPECT_GT(looked_at, 300u);
    EXPECT_GT(with_points, 100u);
    EXPECT_GT(with_gates, 20u);
}

TEST(Gaps, AreThoseOfAUnitThatThereIs) {
    const auto scored = score(mean_of({"a"}), {{1}, {2}});
    EXPECT_EQ(gaps(scored.scores, "3").error().code(), "unit.unknown");
    EXPECT_EQ(gaps(scored.scores, "2").value().unit, 1u);
}

}  // namespace
