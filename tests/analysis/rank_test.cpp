// Ranks: ties by their rule, exact where doubles are not, best first by the direction.
#include "pug/analysis/rank.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "support/instruments.hpp"

namespace {

using namespace pug;
using namespace pug::test;

Instrument ranked(Ties ties, Direction direction = Direction::higher_is_better) {
    Instrument made = instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")}));
    made.direction = direction;
    made.verdict.rank.ties = ties;
    return made;
}

const double none_given = -1;  // stands for NaN in lists of expected ranks

void expect_ranks(const std::vector<double>& found, const std::vector<double>& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t u = 0; u < found.size(); ++u) {
        if (expected[u] == none_given) {
            EXPECT_TRUE(std::isnan(found[u])) << u;
        } else {
            EXPECT_EQ(found[u], expected[u]) << u;
        }
    }
}

TEST(Rank, TiesFollowTheirRule) {
    const std::vector<std::vector<Cell>> rows = {{3}, {9}, {7}, {7}, {Status::missing}, {7}, {3}, {1}};
    expect_ranks(rank(score(ranked(Ties::min), rows).scores), {5, 1, 2, 2, none_given, 2, 5, 7});
    expect_ranks(rank(score(ranked(Ties::max), rows).scores), {6, 1, 4, 4, none_given, 4, 6, 7});
    expect_ranks(rank(score(ranked(Ties::average), rows).scores), {5.5, 1, 3, 3, none_given, 3, 5.5, 7});
    expect_ranks(rank(score(ranked(Ties::dense), rows).scores), {3, 1, 2, 2, none_given, 2, 3, 4});
    expect_ranks(rank(score(ranked(Ties::min, Direction::lower_is_better), rows).scores),
                 {2, 7, 4, 4, none_given, 4, 2, 1});
}

TEST(Rank, RowsThatAreNotCountedTakeNone) {
    const Scored scored = score(ranked(Ties::min), {{3}, {9}, {7}, {7}, {1}});
    const std::vector<std::uint8_t> counted = {1, 0, 1, 1, 1};
    expect_ranks(rank(scored.scores, counted), {3, none_given, 1, 1, 4});
    const std::vector<std::uint8_t> nobody(5, 0);
    expect_ranks(rank(scored.scores, nobody), std::vector<double>(5, none_given));
}

TEST(Rank, OfNoUnitsAndOfOne) {
    expect_ranks(rank(score(ranked(Ties::average), {{Status::missing}}).scores), {none_given});
    expect_ranks(rank(score(ranked(Ties::average), {{5}}).scores), {1});
}

/// Three criteria of a third each.
Instrument thirds() {
    Instrument made = instrument({}, Node{});
    made.score.aggregate = Aggregate::sum;
    for (const char* x : {"a", "b", "c"}) {
        made.variables.push_back(variable(x));
        made.score.operands.push_back(NodeBuilder(Aggregate::from, {name(x)}).then(Scaled{number("1/3")}));
    }
    return made;
}

TEST(Rank, ScoresThatAreEqualTieWhateverTheirLastBits) {
    const std::vector<std::vector<Cell>> rows = {{70.6, 70.7, 70.8},
                                                 {70.8, 70.7, 70.6},
                                                 {70.7, 70.7, 70.7},
                                                 {69.1, 71.3, 71.7},
                                                 {71.7, 71.3, 69.1},
                                                 {70.7, 70.7, 70.70000000000002},
                                                 {70.7, 70.7, 70.69999999999999}};
    const Scored scored = score(thirds(), rows);
    const std::vector<double>& values = scored->scores();
    ASSERT_TRUE(std::any_of(values.begin(), values.begin() + 5, [&](double v) { return v != values[0]; }))
        << "the doubles are equal: this test tests nothing";
    expect_ranks(rank(scored.scores), {2, 2, 2, 2, 2, 1, 7});
}

TEST(Rank, EqualMeansOfRootsTie) {
    // The fourth product is 64.000000000000001, the last 64.000000000000014.
    const Instrument made =
        instrument({variable("a"), variable("b")}, NodeBuilder(Aggregate::geometric, {name("a"), name("b")}));
    expect_ranks(
        rank(score(made, {{2, 32}, {0.1, 640}, {8, 8}, {0.7, 91.42857142857143}, {2, 32.000000000000007}}).scores),
        {3, 3, 3, 2, 1});
}

TEST(Rank, OnTheRoundedValueTiesWhatRoundsAlike) {
    Instrument made = ranked(Ties::min);
    made.verdict.rank.on = RankOn::rounded;
    made.verdict.round = Rounding{1, RoundingMode::half_up};
    expect_ranks(rank(score(made, {{0.25}, {0.34}, {0.35}, {0.249}}).scores), {2, 2, 1, 4});
    made.verdict.rank.on = RankOn::value;
    expect_ranks(rank(score(made, {{0.25}, {0.34}, {0.35}, {0.249}}).scores), {3, 2, 1, 4});
}

TEST(Rank, OnTheRoundedValueWithoutARoundingIsOnTheValue) {
    Instrument made = thirds();
    made.verdict.rank.on = RankOn::rounded;
    const std::vector<std::vector<Cell>> rows = {
        {70.6, 70.7, 70.8}, {70.8, 70.7, 70.6}, {70.7, 70.7, 70.7}, {69.1, 71.3, 71.7}, {71.7, 71.3, 69.1}};
    expect_ranks(rank(score(made, rows).scores), {1, 1, 1, 1, 1});
}

TEST(Rank, TheOrderOfTheUnitsDoesNotMatter) {
    std::mt19937_64 random(1);
    std::vector<std::vector<Cell>> rows;
    for (int u = 0; u < 300; ++u) {
        // Sums on a grid of tenths, so that there are many ties whose doubles differ.
        rows.push_back({static_cast<double>(random() % 30) / 10, static_cast<double>(random() % 30) / 10,
                        static_cast<double>(random() % 30) / 10});
    }
    const std::vector<double> ranks = rank(score(thirds(), rows).scores);
    std::vector<std::size_t> order(rows.size());
    for (std::size_t u = 0; u < order.size(); ++u) order[u] = u;
    std::shuffle(order.begin(), order.end(), random);
    std::vector<std::vector<Cell>> shuffled;
    for (const std::size_t u : order) shuffled.push_back(rows[u]);
    const std::vector<double> again = rank(score(thirds(), shuffled).scores);
    for (std::size_t u = 0; u < order.size(); ++u) ASSERT_EQ(again[u], ranks[order[u]]);
    // And they are the ranks of the sums in tenths, which are whole numbers.
    const auto tenths = [&](std::size_t u) {
        return std::lround(10 * (rows[u][0].value + rows[u][1].value + rows[u][2].value));
    };
    for (std::size_t u = 0; u < rows.size(); ++u) {
        std::size_t better = 0;
        for (std::size_t v = 0; v < rows.size(); ++v) better += tenths(v) > tenths(u);
        ASSERT_EQ(ranks[u], static_cast<double>(better + 1));
    }
}

}  // namespace
