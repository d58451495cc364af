#include "pug/analysis/robustness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "support/instruments.hpp"
#include "support/random_instrument.hpp"

namespace {

using namespace pug;
using namespace pug::test;

/// Only choices and questions of yes or no, of which every wrong answer is known.
bool is_of_levels(const Instrument& instrument) {
    return std::all_of(instrument.variables.begin(), instrument.variables.end(), [](const Variable& variable) {
        return variable.type == VariableType::yes_no || variable.type == VariableType::choice;
    });
}

/// Looks at every set of wrong answers of a unit.
class EveryError {
  public:
    EveryError(const Scores& scores, std::size_t unit) : scores_(scores) {
        order_ = order_of(scores.grade_indexes()[unit]);
        wrong_.resize(1);
        rows_.push_back(Rows::of(scores.observations(), unit));
        for (Slot v = 0; v < scores.program().variables.size(); ++v) {
            if (scores.observations().status(v, unit) == Status::observed) go_wrong(v);
        }
        score_all();
    }

    /// The fewest wrong answers that lead to a lower grade or to none; none where nothing does.
    std::optional<std::size_t> fewest() const {
        std::optional<std::size_t> best;
        for (std::size_t c = 0; c < wrong_.size(); ++c) {
            if (is_lower(c) && (!best || wrong_[c].size() < *best)) best = wrong_[c].size();
        }
        return best;
    }
    /// The variables of which one wrong answer is enough.
    std::set<Slot> decisive() const {
        std::set<Slot> found;
        for (std::size_t c = 0; c < wrong_.size(); ++c) {
            if (wrong_[c].size() == 1 && is_lower(c)) found.insert(wrong_[c].front());
        }
        return found;
    }
    bool has_order() const { return order_ != none; }

  private:
    std::uint32_t order_of(std::uint32_t grade) const { return grade == none ? none : scores_.grades()[grade].order; }
    bool is_lower(std::size_t c) const {
        const std::uint32_t order = order_of(grades_[c]);
        return order == none || order < order_;
    }

    void go_wrong(Slot v) {
        const VariableCode& code = scores_.program().variables[v];
        const std::size_t before = rows_.size();
        for (double level = code.low; level <= code.high; ++level) {
            for (std::size_t c = 0; c < before; ++c) {
                if (rows_[c].value(v, 0) == level) continue;
                rows_.push_back(rows_[c]);
                rows_.back().set(v, 0, level);
                wrong_.push_back(wrong_[c]);
                wrong_.back().push_back(v);
            }
        }
    }

    void score_all() {
        const std::size_t variables = scores_.program().variables.size();
        Rows table(variables, rows_.size());
        for (std::size_t c = 0; c < rows_.size(); ++c) {
            for (std::size_t v = 0; v < variables; ++v) table.set(v, c, rows_[c].value(v, 0), rows_[c].status(v, 0));
        }
        const Scores after = Scorer::of(scores_).score(table.columns(), rows_.size()).value();
        grades_.assign(after.grade_indexes().begin(), after.grade_indexes().end());
    }

    const Scores& scores_;
    std::uint32_t order_ = none;
    std::vector<std::vector<Slot>> wrong_;  ///< by combination
    std::vector<Rows> rows_;
    std::vector<std::uint32_t> grades_;
};

RobustnessOptions without_draws() {
    RobustnessOptions options;
    options.draws = 0;
    return options;
}

/// Whether wrong answers lead to a lower grade when they are made by hand, each different from what was found.
bool lead_down(const Scores& scores, const Robustness& found, const std::vector<WrongAnswer>& wrong) {
    Rows row = Rows::of(scores.observations(), found.unit);
    for (const WrongAnswer& each : wrong) {
        if (each.found != row.value(each.variable, 0) || each.instead == each.found) return false;
        row.set(each.variable, 0, each.instead);
    }
    const std::uint32_t grade = Scorer::of(scores).score(row.columns(), 1).value().grade_indexes()[0];
    const std::uint32_t order = grade == none ? none : scores.grades()[grade].order;
    return order == none || order < scores.grades()[found.grade].order;
}

TEST(Robustness, FewestWrongAnswersAreThoseOfBruteForce) {
    std::size_t falls = 0, firm = 0, several = 0, single = 0;
    for (std::uint64_t seed = 0; falls < 400; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomInstruments random(seed);
        Instrument instrument = random.instrument();
        if (!is_of_levels(instrument)) continue;
        const auto scorer = compile(instrument);
        if (!scorer) continue;
        const Answers answers(instrument, random.answers(instrument, 4));
        const auto scored = scorer.value().score(answers.table());
        if (!scored) continue;
        const Scores& scores = scored.value();
        for (std::size_t unit = 0; unit < scores.size(); ++unit) {
            const EveryError all(scores, unit);
            const Robustness found = robustness(scores, unit, without_draws()).value();
            ASSERT_EQ(found.grade, scores.grade_indexes()[unit]);
            if (!all.has_order()) {
                ASSERT_FALSE(found.can_fall);
                continue;
            }
            const auto fewest = all.fewest();
            ASSERT_TRUE(found.is_proved);
            ASSERT_EQ(found.can_fall, fewest.has_value());
            firm += !fewest;
            if (!fewest) continue;
            ASSERT_EQ(found.fall.size(), *fewest);
            ASSERT_TRUE(lead_down(scores, found, found.fall));
            std::set<Slot> decisive;
            for (const WrongAnswer& each : found.decisive) {
                ASSERT_TRUE(lead_down(scores, found, {each}));
                ASSERT_TRUE(decisive.insert(each.variable).second) << "told twice";
            }
            ASSERT_EQ(decisive, all.decisive());
            ++falls;
            several += *fewest > 1;
            single += decisive.size() > 1;
        }
    }
    EXPECT_GT(several, 10u);
    EXPECT_GT(single, 10u);
    EXPECT_GT(firm, 10u);
}

// --- the simulation ------------------------------------------------------------------------------------------------

/// So many questions of yes or no; "high" from that share on.
Instrument questions(int count, const char* high_from) {
    Instrument made = instrument({}, NodeBuilder(Aggregate::arithmetic, {}));
    for (int i = 0; i < count; ++i) {
        made.variables.push_back(variable("q" + std::to_string(i), VariableType::yes_no));
        made.score.operands.push_back(name("q" + std::to_string(i)));
    }
    made.verdict.grades = {band("low", std::nullopt, above(high_from)), band("high", from(high_from))};
    return made;
}

std::size_t count_of(const Scores& scores, const Robustness& found, std::string_view grade) {
    for (std::size_t g = 0; g < scores.grades().size(); ++g) {
        if (scores.grades()[g].name == grade) return found.counts[g];
    }
    return found.counts.back();
}

TEST(Robustness, WithoutErrorsAllDrawsGiveTheOwnGrade) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        RandomInstruments random(seed);
        const Instrument instrument = random.instrument();
        const auto scorer = compile(instrument);
        if (!scorer) continue;
        const Answers answers(instrument, random.answers(instrument, 2));
        const auto scores = scorer.value().score(answers.table());
        if (!scores) continue;
        RobustnessOptions options;
        options.error = 0;
        options.draws = 700;
        for (std::size_t unit = 0; unit < 2; ++unit) {
            const Robustness found = robustness(scores.value(), unit, options).value();
            const std::uint32_t grade = scores.value().grade_indexes()[unit];
            ASSERT_EQ(found.draws, 700u);
            ASSERT_EQ(found.counts.size(), scores.value().grades().size() + 1);
            ASSERT_EQ(found.counts[grade == none ? found.counts.size() - 1 : grade], 700u) << "seed " << seed;
        }
    }
}

TEST(Robustness, WithCertainErrorsEveryAnswerIsTheOther) {
    const auto scored = score(questions(3, "1"), {{1, 1, 1}, {0, 0, 0}, {1, 0, 0}});
    RobustnessOptions options;
    options.error = 1;
    options.draws = 1000;
    const auto high = [&](std::size_t unit) {
        return count_of(scored.scores, robustness(scored.scores, unit, options).value(), "high");
    };
    EXPECT_EQ(high(0), 0u);
    EXPECT_EQ(high(1), 1000u);
    EXPECT_EQ(high(2), 0u);
    options.errors = {{"q0", 0.0}};
    EXPECT_EQ(high(2), 1000u);
}

/// A wrong choice is one of the levels beside the right one: at an end the only one, elsewhere each as often.
TEST(Robustness, WrongChoicesAreNeighbours) {
    Instrument made = instrument({choice("c", "s")}, NodeBuilder(Aggregate::from, {name("c")}).then(Points{}));
    made.scales = {scale("s", {"0", "1", "2", "3"})};
    made.verdict.grades = {band("zero", std::nullopt, above("0.2")), band("one", from("0.2"), above("0.5")),
                           band("two", from("0.5"), above("0.9")), band("three", from("0.9"))};
    const auto scored = score(made, {{0}, {1}, {3}});
    RobustnessOptions options;
    options.error = 1;
    options.draws = 10'000;
    EXPECT_EQ(robustness(scored.scores, 0, options).value().counts[1], 10'000u);
    EXPECT_EQ(robustness(scored.scores, 2, options).value().counts[2], 10'000u);
    const Robustness middle = robustness(scored.scores, 1, options).value();
    EXPECT_EQ(middle.counts[0] + middle.counts[2], 10'000u);
    EXPECT_NEAR(static_cast<double>(middle.counts[0]), 5000, 5 * std::sqrt(10'000 * 0.25));
}

TEST(Robustness, SharesAreThoseOfTheBinomial) {
    // Five answers, four of them yes; "high" needs three. Each is wrong with the chance p.
    const auto scored = score(questions(5, "0.6"), {{1, 1, 1, 1, 0}});
    for (const double p : {0.05, 0.3, 0.5}) {
        double chance = 0;
        for (unsigned wrong = 0; wrong < 32; ++wrong) {
            int yes = 0;
            double of = 1;
            for (unsigned i = 0; i < 5; ++i) {
                const bool is_wrong = (wrong >> i & 1) != 0;
                yes += (i < 4) != is_wrong;
                of *= is_wrong ? p : 1 - p;
            }
            if (yes >= 3) chance += of;
        }
        RobustnessOptions options;
        options.error = p;
        options.draws = 40'000;
        const Robustness found = robustness(scored.scores, 0, options).value();
        const double share = static_cast<double>(count_of(scored.scores, found, "high")) / 40'000;
        EXPECT_NEAR(share, chance, 5 * std::sqrt(chance * (1 - chance) / 40'000)) << p;
    }
}

TEST(Robustness, DeviationsAreNormal) {
    // Above 10 with a mean of 9 and a deviation of 2: half a standard deviation, 30.85 % of the draws.
    Instrument made = instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")}));
    made.verdict.grades = {band("low", std::nullopt, from("10")), band("high", above("10"))};
    const auto scored = score(made, {{9}});
    RobustnessOptions options;
    options.deviations = {{"x", 2.0}};
    options.draws = 40'000;
    const double chance = 0.5 * std::erfc(0.5 / std::sqrt(2));
    const auto found = robustness(scored.scores, 0, options);
    ASSERT_TRUE(found) << told(found.error());
    EXPECT_NEAR(static_cast<double>(found.value().counts[1]) / 40'000, chance,
                5 * std::sqrt(chance * (1 - chance) / 40'000));
}

TEST(Robustness, DeviationsStayWithinTheRange) {
    // Half of the draws are held at the end of the range, which alone has the grade "end".
    Instrument made = instrument({ranged("x", "0", "10")}, NodeBuilder(Aggregate::from, {name("x")}));
    made.verdict.grades = {band("low", std::nullopt, above("10")), band("end", from("10"))};
    const auto scored = score(made, {{10}, {0}});
    RobustnessOptions options;
    options.deviations = {{"x", 1e6}};
    options.draws = 10'000;
    for (std::size_t unit = 0; unit < 2; ++unit) {
        const auto found = robustness(scored.scores, unit, options);
        ASSERT_TRUE(found) << told(found.error());
        EXPECT_NEAR(static_cast<double>(found.value().counts[1]), 5000, 5 * std::sqrt(10'000 * 0.25));
    }
}

TEST(Robustness, CountsStayWhole) {
    Instrument made = instrument({variable("n", VariableType::count)}, NodeBuilder(Aggregate::from, {name("n")}));
    made.verdict.grades = {band("none", std::nullopt, above("1")), band("some", from("1"))};
    const auto scored = score(made, {{1}, {Status::missing}});
    RobustnessOptions options;
    options.deviations = {{"n", 0.6}};
    options.draws = 10'000;
    const auto found = robustness(scored.scores, 0, options);
    ASSERT_TRUE(found) << told(found.error());
    // Below one half, which rounds to 0: 0.5 / 0.6 standard deviations.
    const double chance = 0.5 * std::erfc(0.5 / 0.6 / std::sqrt(2));
    EXPECT_NEAR(static_cast<double>(found.value().counts[0]) / 10'000, chance,
                5 * std::sqrt(chance * (1 - chance) / 10'000));
    EXPECT_EQ(robustness(scored.scores, 1, options).value().counts.back(), 10'000u) << "what is missing stays so";
}

TEST(Robustness, DrawsDependOnSeedAndUnitAlone) {
    const auto scored = score(questions(8, "0.5"), {{1, 1, 1, 1, 1, 0, 0, 0}, {1, 1, 1, 1, 1, 0, 0, 0}});
    RobustnessOptions options;
    options.error = 0.3;
    options.draws = 5000;
    const auto counts = [&](std::size_t unit) { return robustness(scored.scores, unit, options).value().counts; };
    const auto first = counts(0);
    EXPECT_EQ(counts(0), first);
    EXPECT_NE(counts(1), first) << "another unit";
    options.name = "1";
    EXPECT_EQ(counts(0), first) << "the name that the unit has anyway";
    EXPECT_EQ(counts(1), first) << "the same name";
    options.name = "another";
    EXPECT_NE(counts(0), first);
    options.name.clear();
    options.seed = 1;
    EXPECT_NE(counts(0), first);
}

/// What is looked up for a draw does not depend on how many there are.
TEST(Robustness, MoreDrawsGoOnFromFewer) {
    const auto scored = score(questions(1, "1"), {{1}});
    RobustnessOptions options;
    options.error = 0.5;
    std::size_t before = 0;
    for (const std::size_t draws : {1u, 511u, 512u, 513u, 1500u}) {
        options.draws = draws;
        const std::size_t high = robustness(scored.scores, 0, options).value().counts[1];
        EXPECT_GE(high, before);
        EXPECT_LE(high, draws);
        before = high;
    }
}

TEST(Robustness, AskedForNoDrawsMakesNone) {
    const auto scored = score(questions(2, "1"), {{1, 1}});
    const Robustness found = robustness(scored.scores, 0, without_draws()).value();
    EXPECT_EQ(found.draws, 0u);
    EXPECT_TRUE(found.counts.empty());
    EXPECT_EQ(found.fall.size(), 1u);
    EXPECT_EQ(found.decisive.size(), 2u);
}

/// Numbers fall to just what their range, goalposts and cut-offs know of.
TEST(Robustness, NumbersFallToTheEndOfTheirRange) {
    Instrument made =
        instrument({ranged("x", "0", "10"), variable("y")}, NodeBuilder(Aggregate::arithmetic, {name("x"), name("y")}));
    made.verdict.grades = {band("low", std::nullopt, above("5")), band("high", from("5"))};
    const auto scored = score(made, {{6, 6}, {9, 50}});
    const Robustness found = robustness(scored.scores, 0, without_draws()).value();
    ASSERT_TRUE(found.can_fall);
    ASSERT_EQ(found.fall.size(), 1u);
    EXPECT_EQ(found.fall[0].variable, 0u);
    EXPECT_EQ(found.fall[0].instead, 0);
    EXPECT_FALSE(robustness(scored.scores, 1, without_draws()).value().can_fall) << "no end is known to y";
}

TEST(Robustness, EndedEarlyPromisesNoLessThanItKnows) {
    Instrument made = instrument({}, NodeBuilder(Aggregate::arithmetic, {}));
    std::mt19937_64 random(7);
    for (int i = 0; i < 60; ++i) {
        const std::string here = "q" + std::to_string(i);
        made.variables.push_back(variable(here, VariableType::yes_no));
        made.score.operands.push_back(
            NodeBuilder(Aggregate::from, {name(here)}).weight(std::to_string(1 + random() % 1000)));
    }
    made.verdict.grades = {band("low", std::nullopt, above("0.31")), band("high", from("0.31"))};
    const auto scored = score(made, {std::vector<Cell>(60, 1)});
    RobustnessOptions options = without_draws();
    const Robustness whole = robustness(scored.scores, 0, options).value();
    EXPECT_TRUE(whole.is_proved);
    options.limits.is_cancelled = [] { return true; };
    const Robustness ended = robustness(scored.scores, 0, options).value();
    ASSERT_TRUE(ended.can_fall);
    EXPECT_GE(ended.fall.size(), whole.fall.size());
    EXPECT_TRUE(lead_down(scored.scores, ended, ended.fall));
    EXPECT_TRUE(!ended.is_proved || ended.fall.size() == whole.fall.size());
}

std::string refused(const RobustnessOptions& options) {
    const auto scored = score(
        instrument({variable("a", VariableType::yes_no), variable("n", VariableType::count), ranged("x", "0", "10")},
                   NodeBuilder(Aggregate::sum, {name("a"), name("n"), name("x")})),
        {{1, 2, 3}});
    const auto found = robustness(scored.scores, 0, options);
    if (!found.has_error()) return "";
    EXPECT_EQ(found.error().kind, ErrorKind::argument);
    return found.error().code() + " at " + found.error().problems.front().where;
}

TEST(Robustness, RefusesWhatIsNoChance) {
    const auto with = [](const auto& change) {
        RobustnessOptions options;
        options.draws = 10;
        change(options);
        return refused(options);
    };
    EXPECT_EQ(with([](RobustnessOptions&) {}), "");
    for (const double share : {-0.01, 1.01, double(NAN), double(INFINITY)}) {
        EXPECT_EQ(with([&](RobustnessOptions& o) { o.error = share; }), "robustness.error at error");
        EXPECT_EQ(with([&](RobustnessOptions& o) { o.errors["a"] = share; }), "robustness.error at a");
    }
    for (const double deviation : {-1.0, double(NAN), double(INFINITY)}) {
        EXPECT_EQ(with([&](RobustnessOptions& o) { o.deviations["x"] = deviation; }), "robustness.deviation at x");
    }
    EXPECT_EQ(with([](RobustnessOptions& o) { o.errors["z"] = 0.1; }), "variable.unknown at z");
    EXPECT_EQ(with([](RobustnessOptions& o) { o.deviations["z"] = 0.1; }), "variable.unknown at z");
    EXPECT_EQ(with([](RobustnessOptions& o) { o.errors["x"] = 0.1; }), "robustness.error at x");
    EXPECT_EQ(with([](RobustnessOptions& o) { o.errors["n"] = 0.1; }), "robustness.error at n");
    EXPECT_EQ(with([](RobustnessOptions& o) { o.deviations["a"] = 0.1; }), "robustness.deviation at a");
    EXPECT_EQ(with([](RobustnessOptions& o) { o.deviations["x"] = 1e300; }), "");
}

TEST(Robustness, IsThatOfAUnitThatThereIs) {
    const auto scored = score(questions(2, "1"), {{1, 1}});
    EXPECT_EQ(robustness(scored.scores, "7").error().code(), "unit.unknown");
    EXPECT_EQ(robustness(scored.scores, "1", without_draws()).value().unit, 0u);
}

/// Where the grade is not one of bands or levels there is nothing below it.
TEST(Robustness, GradesOutsideTheOrderDoNotFall) {
    Instrument made = questions(2, "1");
    made.verdict.gates.push_back({"", {}, compare("q0", Comparison::is, "yes"), "shut", {}, ""});
    const auto scored = score(made, {{0, 1}, {1, 0}});
    EXPECT_FALSE(robustness(scored.scores, 0, without_draws()).value().can_fall);
    const Robustness found = robustness(scored.scores, 1, without_draws()).value();
    ASSERT_EQ(found.fall.size(), 1u) << "a gate that shuts is a fall from the lowest band, too";
    EXPECT_EQ(found.fall[0].variable, 0u);
}

}  // namespace
