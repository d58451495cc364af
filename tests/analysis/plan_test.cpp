#include "pug/analysis/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "support/brute_force_plans.hpp"
#include "support/scores.hpp"

namespace {

using namespace pug;
using namespace pug::test;

struct Checked {
    std::size_t plans = 0, reached = 0, changed = 0;
};

void check_grades(const Scores& scores, std::size_t unit, PlanOptions options, const BruteForce& all,
                  Checked& checked) {
    for (const GradeCode& grade : scores.program().verdict.grades) {
        if (grade.order == none) continue;
        options.target = grade.name;
        const auto found = plan(scores, unit, options);
        ASSERT_TRUE(found) << told(found.error());
        const auto least = all.grade_at_least(grade.order);
        ++checked.plans;
        ASSERT_TRUE(found.value().is_proved);
        ASSERT_EQ(found.value().is_reached, least.has_value()) << grade.name;
        if (!least) continue;
        ASSERT_EQ(found.value().costs.front().exact(), *least) << grade.name;
        ASSERT_EQ(found.value().at_least.exact(), *least);
        ++checked.reached;
        checked.changed += !found.value().changes.empty();
    }
}

void check_many(std::uint64_t first, std::uint64_t last, bool with_roots) {
    Checked checked;
    for (std::uint64_t seed = first; seed < last; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomInstruments random(seed, with_roots);
        const Instrument instrument = random.instrument();
        if (!compile(instrument)) continue;
        const Answers answers(instrument, random.answers(instrument, 3));
        const auto scores = compile(instrument).value().score(answers.table());
        if (!scores) continue;
        RandomOptions options(seed);
        for (std::size_t unit = 0; unit < 3; ++unit) {
            const PlanOptions wanted = options.options(instrument);
            if (!is_plain(wanted)) continue;
            const BruteForce all(scores.value(), unit, wanted);
            check_grades(scores.value(), unit, wanted, all, checked);
            if (::testing::Test::HasFatalFailure()) return;
        }
    }
    EXPECT_GT(checked.reached, checked.plans / 10);
    EXPECT_GT(checked.changed, checked.plans / 40);
    std::printf("%zu plans, %zu reached, %zu of them by changes\n", checked.plans, checked.reached, checked.changed);
}

TEST(Plan, IsThatOfBruteForce) { check_many(first_seed(), first_seed() + 3000, false); }
TEST(Plan, IsThatOfBruteForceWithRoots) { check_many(first_seed() + 100000, first_seed() + 100400, true); }

void check_scores(const Scores& scores, PlanOptions options, RandomOptions& random, Checked& checked) {
    for (std::size_t unit = 0; unit < scores.size(); ++unit) {
        const BruteForce all(scores, unit, options);
        const std::vector<Rational> exact = exact_scores<Rational>(all.after());
        for (int i = 0; i < 3; ++i) {
            // Exactly what some changes come to, or just a little more or less.
            static const char* const shifts[] = {"0", "0", "1/1000000000000000000000", "-1/1000000000000000000000"};
            const Rational score = exact[random.pick(exact.size())] + decimal(shifts[random.pick(4)]).exact();
            options.score = Decimal(score);
            const auto found = plan(scores, unit, options);
            ASSERT_TRUE(found) << told(found.error());
            const auto least = all.score_at_least(exact, score, is_lower_better(scores));
            ++checked.plans;
            ASSERT_TRUE(found.value().is_proved);
            ASSERT_EQ(found.value().is_reached, least.has_value()) << options.score->to_string();
            if (!least) continue;
            ++checked.reached;
            checked.changed += !found.value().changes.empty();
            ASSERT_EQ(found.value().costs.front().exact(), *least) << options.score->to_string();
        }
    }
}

TEST(Plan, ReachesScoresAtTheCostOfBruteForce) {
    Checked checked;
    for_random(first_seed() + 200000, first_seed() + 200300,
               [&](const Scores& scores, const PlanOptions& options, RandomOptions& random) {
                   check_scores(scores, options, random, checked);
               });
    EXPECT_GT(checked.changed, checked.plans / 10);
    EXPECT_GT(checked.plans, checked.reached);
}

// --- larger ones ---------------------------------------------------------------------------------------------------

TEST(Plan, OfFortyIndicatorsIsThatOfAKnapsack) {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
        const Forty forty(seed);
        const auto scored = score(forty.instrument(), {std::vector<Cell>(40, 0)});
        PlanOptions options = forty.options();
        options.target = "high";
        const auto found = plan(scored.scores, 0, options);
        ASSERT_TRUE(found) << told(found.error());
        EXPECT_TRUE(found.value().is_proved);
        EXPECT_EQ(found.value().costs.front(), Decimal(forty.least()));
        EXPECT_TRUE(leads_to(scored.scores, found.value(), 2));
        EXPECT_EQ(scored.scores.grades()[found.value().after.grade].name, "high");
    }
}

/// What a search says that was ended early, beside one that was not.
void check_ended(const Scores& scores, PlanOptions options, std::uint32_t order, const Plan& whole) {
    for (const bool is_cancelled : {false, true}) {
        if (is_cancelled) {
            options.limits = {};
            options.limits.is_cancelled = [] { return true; };
        } else {
            options.limits.combinations = 0;
        }
        const auto found = plan(scores, whole.unit, options);
        ASSERT_TRUE(found) << told(found.error());
        const Plan& ended = found.value();
        if (ended.is_reached) {
            ASSERT_TRUE(whole.is_reached);
            ASSERT_GE(ended.costs.front().exact(), whole.costs.front().exact());
            ASSERT_TRUE(leads_to(scores, ended, order));
        }
        if (ended.is_proved) {
            ASSERT_EQ(ended.is_reached, whole.is_reached);
            ASSERT_EQ(ended.costs.front(), whole.costs.front());
        } else if (whole.is_reached) {
            ASSERT_LE(ended.at_least.exact(), whole.costs.front().exact());
        }
    }
}

TEST(Plan, EndedEarlyPromisesNoMoreThanItKnows) {
    std::size_t unproved = 0;
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        const Forty forty(seed);
        const auto scored = score(forty.instrument(), {std::vector<Cell>(40, 0)});
        PlanOptions options = forty.options();
        options.target = "high";
        const Plan whole = plan(scored.scores, 0, options).value();
        check_ended(scored.scores, options, 2, whole);
        options.limits.combinations = 0;
        const Plan ended = plan(scored.scores, 0, options).value();
        unproved += !ended.is_proved;
        EXPECT_TRUE(ended.is_reached);
        EXPECT_LE(ended.costs.front().to_double(), 1.1 * whole.costs.front().to_double());
        if (::testing::Test::HasFatalFailure()) return;
    }
    EXPECT_GT(unproved, 0u);
}

TEST(Plan, EndedEarlyOnRandomInstruments) {
    for_random(first_seed() + 500000, first_seed() + 500300,
               [&](const Scores& scores, PlanOptions options, RandomOptions&) {
                   for (const GradeCode& grade : scores.grades()) {
                       if (grade.order == none) continue;
                       options.target = grade.name;
                       options.limits = {};
                       const auto whole = plan(scores, 0, options);
                       ASSERT_TRUE(whole) << told(whole.error());
                       check_ended(scores, options, grade.order, whole.value());
                   }
               });
}

// --- what is asked for ---------------------------------------------------------------------------------------------

/// Code and place of the first problem.
std::string refused(const PlanOptions& options, const Instrument& instrument = three_questions()) {
    const auto scored = score(instrument, {{0, 0, 5}});
    const auto found = plan(scored.scores, 0, options);
    if (!found.has_error()) return "";
    EXPECT_EQ(found.error().kind, ErrorKind::argument);
    return found.error().code() + " at " + found.error().problems.front().where;
}

TEST(Plan, RefusesWhatCannotBeMeant) {
    const auto with = [](const auto& change) {
        PlanOptions options;
        change(options);
        return refused(options);
    };
    EXPECT_EQ(with([](PlanOptions&) {}), "");
    EXPECT_EQ(with([](PlanOptions& o) { o.target = "best"; }), "plan.target at target");
    EXPECT_EQ(with([](PlanOptions& o) {
                  o.target = "high";
                  o.score = Decimal(1);
              }),
              "plan.target at target");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["z"].any = Decimal(1); }), "plan.variable at z");
    EXPECT_EQ(with([](PlanOptions& o) { o.days["z"] = Decimal(1); }), "plan.variable at z");
    EXPECT_EQ(with([](PlanOptions& o) { o.fixed = {"z"}; }), "plan.variable at z");
    EXPECT_EQ(with([](PlanOptions& o) { o.requirements = {{"z", std::nullopt, "a", 1}}; }), "plan.variable at z");
    EXPECT_EQ(with([](PlanOptions& o) { o.requirements = {{"a", std::nullopt, "z", 1}}; }), "plan.variable at z");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["x"].to = {{11, Decimal(1)}}; }), "plan.answer at x");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["a"].to = {{0.5, Decimal(1)}}; }), "plan.answer at a");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["x"].to = {{NAN, Decimal(1)}}; }), "plan.answer at x");
    EXPECT_EQ(with([](PlanOptions& o) { o.requirements = {{"a", 2, "b", 1}}; }), "plan.answer at a");
    EXPECT_EQ(with([](PlanOptions& o) { o.requirements = {{"a", 1, "x", -1}}; }), "plan.answer at x");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["a"].any = Decimal(-1); }), "plan.cost at a");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["a"].to = {{1, Decimal(-1)}}; }), "plan.cost at a");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.budget = Decimal(-1); }), "plan.cost at days");
    EXPECT_EQ(with([](PlanOptions& o) { o.resources = {{"rupiah", {}, Decimal(-1)}}; }), "plan.cost at rupiah");
    EXPECT_EQ(with([](PlanOptions& o) { o.days["a"] = Decimal(-1); }), "plan.cost at a");
    EXPECT_EQ(with([](PlanOptions& o) { o.deadline = Decimal(-1); }), "plan.cost at deadline");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["a"].any = decimal("1e40"); }), "plan.cost at costs");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["a"].any = decimal("1e-20"); }), "plan.cost at costs");
    EXPECT_EQ(with([](PlanOptions& o) { o.requirements = {{"a", std::nullopt, "a", 1}}; }), "plan.circle at a");
    EXPECT_EQ(with([](PlanOptions& o) {
                  o.requirements = {{"x", std::nullopt, "a", 1}, {"a", 1, "b", 1}, {"b", 1, "x", 3}};
              }),
              "plan.circle at a");
}

TEST(Plan, TellsEveryProblemAtOnce) {
    const auto scored = score(three_questions(), {{0, 0, 5}});
    PlanOptions options;
    options.target = "best";
    options.fixed = {"y", "z"};
    options.deadline = Decimal(-1);
    const auto found = plan(scored.scores, 0, options);
    ASSERT_TRUE(found.has_error());
    EXPECT_EQ(found.error().problems.size(), 4u) << told(found.error());
}

TEST(Plan, NeedsGradesOrAScore) {
    Instrument instrument = three_questions();
    instrument.verdict = {};
    EXPECT_EQ(refused({}, instrument), "plan.target at target");
    PlanOptions options;
    options.score = decimal("0.5");
    EXPECT_EQ(refused(options, instrument), "");
    const auto scored = score(instrument, {{0, 0, 5}});
    EXPECT_EQ(plan_frontier(scored.scores, 0).value().size(), 4u);
}

TEST(Plan, IsForAUnitThatThereIs) {
    const auto scored = score(three_questions(), {{0, 0, 5}, {1, 1, 10}});
    EXPECT_EQ(plan(scored.scores, "3").error().code(), "unit.unknown");
    EXPECT_EQ(plan(scored.scores, "2").value().target, "high");
    EXPECT_TRUE(plan(scored.scores, "2").value().changes.empty());
    EXPECT_EQ(plan_all(scored.scores).value().size(), 2u);
}

/// Whoever has grades in mind takes a whole number of days, of which 0.1 + 0.2 is 0.3.
TEST(Plan, CostsAreExact) {
    const auto scored = score(three_questions(), {{0, 0, 5}});
    PlanOptions options;
    options.target = "high";
    options.cost.costs["a"].any = decimal("0.1");
    options.cost.costs["b"].any = decimal("0.2");
    options.cost.costs["x"].any = Decimal(0);
    options.cost.budget = decimal("0.3");
    const Plan found = plan(scored.scores, 0, options).value();
    EXPECT_TRUE(found.is_reached);
    EXPECT_EQ(found.costs.front(), decimal("0.3"));
    options.cost.budget = decimal("0.29999999999");
    EXPECT_FALSE(plan(scored.scores, 0, options).value().is_reached);
}

TEST(Plan, SaysWhatItAssumed) {
    Instrument instrument = three_questions();
    instrument.variables[0].remediation = Remediation{{}, decimal("2.5"), {}};
    const auto scored = score(instrument, {{0, 0, 5}});
    PlanOptions options;
    options.target = "high";
    const Plan found = plan(scored.scores, 0, options).value();
    ASSERT_EQ(found.changes.size(), 2u);
    EXPECT_FALSE(found.changes[0].is_assumed);
    EXPECT_TRUE(found.changes[1].is_assumed);
    EXPECT_EQ(found.costs.front(), decimal("3.5"));
}

/// Rupiah of a larger programme, as they stand in a budget.
TEST(Plan, AddsUpBillions) {
    const auto scored = score(three_questions(), {{0, 0, 5}});
    PlanOptions options;
    options.target = "high";
    for (const char* each : {"a", "b", "x"}) options.cost.costs[each].any = decimal("25000000000");
    const auto found = plan(scored.scores, 0, options);
    ASSERT_TRUE(found) << told(found.error());
    EXPECT_EQ(found.value().costs.front().to_string(), "50000000000");
}

/// A whole number that has to lie above a cut-off is one more than it.
TEST(Plan, FindsTheFirstCountAboveACutOff) {
    Instrument instrument = three_questions();
    instrument.variables.push_back(variable("staff", VariableType::count));
    instrument.verdict.gates.push_back({"", {}, compare("staff", Comparison::above, "5"), "shut", {}, ""});
    instrument.verdict.gates.back().condition = {Compare{"staff", Comparison::above, {number("5")}, true}};
    const auto scored = score(instrument, {{1, 1, 10, 3}});
    const Plan found = plan(scored.scores, 0).value();
    EXPECT_TRUE(found.is_reached);
    ASSERT_EQ(found.changes.size(), 1u);
    EXPECT_EQ(found.changes[0].to, 6);
}

/// Forty changes, each of which waits for the one before it.
TEST(Plan, EndsWhereManyRequirementsHangTogether) {
    Instrument instrument = pug::test::instrument({}, NodeBuilder(Aggregate::arithmetic, {}));
    PlanOptions options;
    for (int i = 0; i < 40; ++i) {
        const std::string here = "v" + std::to_string(i);
        instrument.variables.push_back(variable(here, VariableType::yes_no));
        instrument.score.operands.push_back(name(here));
        if (i > 0) options.requirements.push_back({here, std::nullopt, "v" + std::to_string(i - 1), 1});
    }
    instrument.verdict.grades = {band("low", std::nullopt, above("0.5")), band("high", from("0.5"))};
    const auto scored = score(instrument, {std::vector<Cell>(40, 0)});
    const Plan found = plan(scored.scores, 0, options).value();
    EXPECT_TRUE(found.is_proved);
    EXPECT_EQ(found.costs.front(), Decimal(20));
}

}  // namespace
