#include "pug/analysis/what_if.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "support/instruments.hpp"
#include "support/random_instrument.hpp"
#include "support/scores.hpp"

namespace {

using namespace pug;
using namespace pug::test;

/// Some other answers, and the rows that they make.
TEST(WhatIf, IsTheScoreOfTheOtherAnswers) {
    std::size_t looked_at = 0, differing = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomInstruments random(seed, seed % 4 == 0);
        const Instrument instrument = random.instrument();
        const auto scorer = compile(instrument);
        if (!scorer) continue;
        const auto rows = random.answers(instrument, 4);
        const Answers answers(instrument, {rows[0], rows[1]});
        const auto scores = scorer.value().score(answers.table());
        if (!scores) continue;
        std::mt19937_64 picks(seed);
        for (std::size_t unit = 0; unit < 2; ++unit) {
            std::vector<Supposed> supposed;
            std::vector<Cell> other = rows[unit];
            for (std::size_t v = 0; v < other.size(); ++v) {
                if (picks() % 2 == 0) continue;
                other[v] = rows[2 + unit][v];
                supposed.push_back({instrument.variables[v].name, other[v].value, other[v].status});
            }
            const auto found = what_if(scores.value(), unit, supposed);
            ASSERT_TRUE(found) << told(found.error());
            const Answers both(instrument, {rows[unit], other});
            const Scores wanted = scorer.value().score(both.table()).value();
            ASSERT_EQ(found.value().scores().size(), 2u);
            ASSERT_TRUE(is_same(found.value().scores(), wanted));
            ASSERT_EQ(bytes_of(found.value().scores(), 0), bytes_of(scores.value(), unit));
            ++looked_at;
            differing += bytes_of(found.value().scores(), 0) != bytes_of(found.value().scores(), 1);
        }
    }
    EXPECT_GT(looked_at, 200u);
    EXPECT_GT(differing, 100u);
}

/// A unit that is looked at apart from its cohort is seen on the cohort's scale.
TEST(WhatIf, KeepsTheScaleOfTheCohort) {
    Instrument made = instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")}).then(Relative{}));
    const Answers answers(made, {{2}, {4}, {10}});
    const Scorer scorer = compile(made).value();
    const Scorer fitted = scorer.with(scorer.fit(answers.table()).value()).value();
    const Scores scores = fitted.score(answers.table()).value();
    const auto found = what_if(scores, 1, {{"x", 6}});
    ASSERT_TRUE(found) << told(found.error());
    EXPECT_EQ(found.value().scores().scores()[0], 0.25);
    EXPECT_EQ(found.value().scores().scores()[1], 0.5);
}

TEST(WhatIf, OutlivesBeingMoved) {
    const auto scored = score(thirds(), {{1, 1, 1}});
    WhatIf found = what_if(scored.scores, 0, {{"a", 4}}).value();
    const WhatIf moved = std::move(found);
    EXPECT_EQ(moved.rows().value(0, 1), 4);
    EXPECT_EQ(moved.scores().observations().value(0, 1), 4);
    EXPECT_NEAR(moved.scores().scores()[1], 2, 1e-12);
}

std::string refused(const std::vector<Supposed>& supposed) {
    const auto scored = score(instrument({ranged("x", "0", "10"), variable("y", VariableType::yes_no)},
                                         NodeBuilder(Aggregate::sum, {name("x"), name("y")})),
                              {{1, 1}, {2, 0}});
    const auto found = what_if(scored.scores, 1, supposed);
    return found ? "" : found.error().code() + " at " + found.error().problems.front().where;
}

TEST(WhatIf, RefusesWhatIsNoAnswer) {
    EXPECT_EQ(refused({}), "");
    EXPECT_EQ(refused({{"x", 10}, {"y", 1}}), "");
    EXPECT_EQ(refused({{"x", NAN, Status::missing}}), "") << "the value of what is missing does not count";
    EXPECT_EQ(refused({{"z", 1}}), "variable.unknown at z");
    EXPECT_EQ(refused({{"x", 1}, {"x", 1}}), "what_if.twice at x");
    EXPECT_EQ(refused({{"x", 10.5}}), "data.value at x");
    EXPECT_EQ(refused({{"x", NAN}}), "data.value at x");
    EXPECT_EQ(refused({{"y", 0.5}}), "data.value at y");
    EXPECT_EQ(refused({{"x", 1, static_cast<Status>(9)}}), "data.status at x");
}

}  // namespace
