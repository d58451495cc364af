// The grid that scores lie on, by which ranks tell ties.
#include "pug/analysis/grid.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "support/instruments.hpp"
#include "support/random_instrument.hpp"
#include "support/scores.hpp"

namespace {

using namespace pug;
using namespace pug::test;

TEST(Grid, EveryExactScoreIsAMultipleOfItsStep) {
    std::size_t found = 0, nowhere = 0;
    for (std::uint64_t seed = 0; seed < 1500; ++seed) {
        RandomInstruments random(seed);
        const Instrument made = random.instrument();
        if (!refusal(made).empty()) continue;
        const Scored scored = score(made, random.answers(made, 40));
        const detail::GridStep step = detail::GridFinder(scored->program(), scored->observations()).step();
        found += step.has_value();
        if (!step) continue;
        const std::vector<Rational> values = exact_scores<Rational>(scored.scores);
        for (std::size_t u = 0; u < scored->size(); ++u) {
            if (std::isnan(scored.value(u))) continue;
            ++nowhere;
            if (*step == 0) {
                ASSERT_EQ(values[u], 0) << "seed " << seed << ", unit " << u;
            } else {
                ASSERT_EQ(denominator(Rational(values[u] / *step)), 1) << "seed " << seed << ", unit " << u;
            }
        }
    }
    EXPECT_GT(found, 100u);
    EXPECT_GT(nowhere, 1000u);
}

TEST(Grid, ScoresDifferByTheLeastDifferenceOrNotAtAll) {
    std::size_t pairs = 0, coarser = 0;
    for (std::uint64_t seed = 0; seed < 1500; ++seed) {
        RandomInstruments random(seed);
        const Instrument made = random.instrument();
        if (!refusal(made).empty()) continue;
        const Scored scored = score(made, random.answers(made, 40));
        detail::GridFinder finder(scored->program(), scored->observations());
        const detail::GridStep apart = finder.least_difference();
        if (!apart) continue;
        const detail::GridStep step = finder.step();
        coarser += !step || *step < *apart;
        const std::vector<Rational> values = exact_scores<Rational>(scored.scores);
        for (std::size_t u = 1; u < scored->size(); ++u) {
            if (std::isnan(scored.value(u)) || std::isnan(scored.value(u - 1))) continue;
            ++pairs;
            const Rational difference = abs(Rational(values[u] - values[u - 1]));
            ASSERT_TRUE(difference == 0 || difference >= *apart) << "seed " << seed << ", unit " << u;
        }
    }
    EXPECT_GT(pairs, 1000u);
    EXPECT_GT(coarser, 0u);  // few of these instruments leave operands out of a flat mean
}

TEST(Grid, MeansThatLackOperandsDifferByTheLeastDifferenceOrNotAtAll) {
    std::mt19937_64 random(61);
    std::size_t coarser = 0, equal = 0;
    for (int i = 0; i < 300; ++i) {
        Instrument made = over(Aggregate::arithmetic, {});
        const std::size_t width = 2 + random() % 7;
        for (std::size_t v = 0; v < width; ++v) {
            made.variables.push_back(variable("q" + std::to_string(v)));
            const std::string weight = std::to_string(1 + random() % 9) + "/" + std::to_string(1 + random() % 3);
            made.score.operands.push_back(
                NodeBuilder(Aggregate::from, {name(made.variables.back().name)}).weight(weight.c_str()));
        }
        const std::vector<std::vector<Transform>> chains = {
            {}, {Complement{}}, {Scaled{number("7/3")}}, {Minmax{number("1"), number("-4")}, Absolute{}}};
        made.score.then = chains[random() % chains.size()];
        std::vector<std::vector<Cell>> rows(40, std::vector<Cell>(width, 0));
        for (auto& row : rows) {
            for (Cell& cell : row)
                cell = random() % 4 == 0 ? Cell(Status::missing) : Cell(static_cast<double>(random() % 30) / 10);
        }
        const Scored scored = score(made, rows);
        detail::GridFinder finder(scored->program(), scored->observations());
        const detail::GridStep apart = finder.least_difference();
        ASSERT_TRUE(apart.has_value());
        const detail::GridStep step = finder.step();
        coarser += !step || *step < *apart;
        const std::vector<Rational> values = exact_scores<Rational>(scored.scores);
        for (std::size_t u = 0; u < rows.size(); ++u) {
            for (std::size_t v = 0; v < u; ++v) {
                if (std::isnan(scored.value(u)) || std::isnan(scored.value(v))) continue;
                const Rational difference = abs(Rational(values[u] - values[v]));
                equal += difference == 0;
                ASSERT_TRUE(difference == 0 || difference >= *apart) << "instrument " << i;
            }
        }
    }
    EXPECT_GT(coarser, 50u);
    EXPECT_GT(equal, 50u);
}

TEST(Grid, MeansWithoutSomeOperandsLieFurtherApartThanTheirCommonStep) {
    Instrument made = over(Aggregate::arithmetic, {});
    for (int i = 0; i < 30; ++i) {
        made.variables.push_back(variable("q" + std::to_string(i)));
        made.variables.back().type = VariableType::yes_no;
        made.score.operands.push_back(name(made.variables.back().name));
    }
    std::vector<std::vector<Cell>> rows(31, std::vector<Cell>(30, 1));
    for (std::size_t u = 0; u < 30; ++u) rows[u][u] = Status::missing;
    const Scored scored = score(made, rows);
    detail::GridFinder finder(scored->program(), scored->observations());
    EXPECT_EQ(finder.least_difference(), Rational(1, 900));
    EXPECT_LT(*finder.step(), Rational(1, 1000000));
}

TEST(Grid, IsTheCoarsestThatTheInstrumentTells) {
    const auto step_of = [](const Instrument& made, const std::vector<std::vector<Cell>>& rows) {
        const Scored scored = score(made, rows);
        return detail::GridFinder(scored->program(), scored->observations()).step();
    };
    EXPECT_EQ(step_of(thirds(), {{1, 2.5, 4}, {3, 4, 5.25}}), Rational(1, 300));
    EXPECT_EQ(step_of(thirds(), {{1, 2, 4}}), Rational(1, 3));
    EXPECT_EQ(step_of(thirds(), {{1, 2, 1.0 / 3}}), std::nullopt);
    Instrument questions = over(Aggregate::arithmetic, {"1", "1", "2"});
    for (Variable& each : questions.variables) each.type = VariableType::yes_no;
    // Without an answer that leaves the weights sum to 4; with some, to 1, 2, 3 and 4.
    EXPECT_EQ(step_of(questions, {{1, 0, 1}}), Rational(1, 4));
    EXPECT_EQ(step_of(questions, {{1, 0, 1}, {1, Status::missing, 1}}), Rational(1, 12));
    for (std::size_t s = 1; s < status_count; ++s)
        questions.missing[s] = PolicyRule{PolicyAction::propagate, Number(Decimal(0))};
    EXPECT_EQ(step_of(questions, {{1, 0, 1}}), Rational(1, 4));
    // What an answer that is missing counts as lies on the grid, too.
    Instrument ends = instrument({ranged("x", "0.25", "8")}, NodeBuilder(Aggregate::from, {name("x")}));
    ends.missing[static_cast<std::size_t>(Status::missing)] = PolicyRule{PolicyAction::lowest, Number(Decimal(0))};
    EXPECT_EQ(step_of(ends, {{1}, {Status::missing}}), Rational(1, 4));
    // Without the other factor a multiple of 2 or 3 is no longer one of 6.
    const Operand twice = NodeBuilder(Aggregate::from, {name("a")}).then(Scaled{number("2")});
    const Operand thrice = NodeBuilder(Aggregate::from, {name("b")}).then(Scaled{number("3")});
    Instrument product = instrument({variable("a"), variable("b")}, NodeBuilder(Aggregate::product, {twice, thrice}));
    product.missing[static_cast<std::size_t>(Status::missing)] =
        PolicyRule{PolicyAction::renormalise, Number(Decimal(0))};
    EXPECT_EQ(step_of(product, {{1, 1}, {1, Status::missing}}), Rational(2));
    EXPECT_EQ(step_of(product, {{Status::missing, 1}, {1, Status::missing}}), Rational(1));
}

}  // namespace
