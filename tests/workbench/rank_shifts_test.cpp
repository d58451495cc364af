// Two rankings side by side.
#include "pug/workbench/rank_shifts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace {

using namespace pug::workbench;

TEST(RankShifts, ListsEveryUnitOfEither) {
    const ScoredUnits first{{"A", "B", "C", "D"}, {}, {10, 30, 20, no_value}};
    const ScoredUnits second{{"E", "C", "B", "D"}, {}, {100, 3, 2, 1}};
    const RankShifts shifts = rank_shifts(first, second);
    ASSERT_EQ(shifts.units.size(), 5u);
    const RankShift &a = shifts.units[0], &b = shifts.units[1], &c = shifts.units[2], &d = shifts.units[3],
                    &e = shifts.units[4];
    EXPECT_EQ(e.unit, "E");
    EXPECT_FALSE(a.second_row);
    EXPECT_FALSE(e.first_row);
    EXPECT_EQ(c.first_row, 2u);
    EXPECT_EQ(c.second_row, 1u);
    EXPECT_EQ(a.first_rank, 3u);
    EXPECT_EQ(a.second_rank, 0u);
    EXPECT_EQ(b.second_rank, 3u);
    EXPECT_EQ(d.first_rank, 0u);
    EXPECT_EQ(d.second_rank, 4u);
    EXPECT_EQ(e.second_rank, 1u);
    // Among B and C alone, B falls from 1 to 2; that E came does not count.
    EXPECT_EQ(shifts.compared, 2u);
    EXPECT_TRUE(b.is_compared() && c.is_compared());
    EXPECT_FALSE(a.is_compared() || d.is_compared() || e.is_compared());
    EXPECT_EQ(b.rise(), -1);
    EXPECT_EQ(c.rise(), 1);
    EXPECT_EQ(a.rise(), 0);
    EXPECT_EQ(shifts.mean_distance, 1);
    EXPECT_EQ(shifts.greatest_distance, 1u);
    EXPECT_EQ(shifts.kendall.gap, CorrelationGap::too_few);
}

TEST(RankShifts, UnitsAtOtherTimesAreOthers) {
    const ScoredUnits first{{"A", "A"}, {2023, 2024}, {1, 2}}, second{{"A", "A"}, {2024, 2025}, {5, 6}};
    const RankShifts shifts = rank_shifts(first, second);
    ASSERT_EQ(shifts.units.size(), 3u);
    EXPECT_EQ(shifts.compared, 1u);
    EXPECT_EQ(shifts.units[1].second_score, 5);
    EXPECT_EQ(shifts.units[2].time, 2025);
    const RankShifts mixed = rank_shifts(first, {{"A"}, {}, {1}});
    EXPECT_EQ(mixed.units.size(), 3u);
    EXPECT_EQ(mixed.compared, 0u);
    EXPECT_TRUE(std::isnan(mixed.mean_distance));
    EXPECT_TRUE(std::isnan(mixed.units[2].time));
}

TEST(RankShifts, TheSameRankingMovesNobody) {
    const ScoredUnits ranking{{"A", "B", "C", "D"}, {}, {1, 5, 5, 2}};
    const RankShifts shifts = rank_shifts(ranking, ranking);
    EXPECT_EQ(shifts.compared, 4u);
    EXPECT_EQ(shifts.mean_distance, 0);
    EXPECT_TRUE(shifts.movers(9).empty());
    EXPECT_EQ(shifts.pearson.value, 1);
    EXPECT_EQ(shifts.spearman.value, 1);
    EXPECT_EQ(shifts.kendall.value, 1);
    EXPECT_EQ(shifts.units[1].first_rank, 1u);
    EXPECT_EQ(shifts.units[2].first_rank, 1u);
    EXPECT_EQ(shifts.units[3].first_rank, 3u);
}

TEST(RankShifts, ThereAndBackAreOpposite) {
    std::mt19937 random(2);
    std::uniform_int_distribution<int> value(0, 20);
    ScoredUnits first, second;
    for (int u = 0; u < 30; ++u) {
        first.units.push_back("U" + std::to_string(u));
        first.scores.push_back(value(random));
        second.scores.push_back(value(random));
    }
    second.units = first.units;
    const RankShifts there = rank_shifts(first, second), back = rank_shifts(second, first);
    for (std::size_t u = 0; u < 30; ++u) EXPECT_EQ(there.units[u].rise(), -back.units[u].rise());
    EXPECT_EQ(there.mean_distance, back.mean_distance);
    EXPECT_NEAR(there.kendall.value, back.kendall.value, 1e-15);
}

TEST(RankShifts, MoversAreThoseThatMovedFurthest) {
    const ScoredUnits first{{"A", "B", "C", "D", "E"}, {}, {5, 4, 3, 2, 1}};
    const ScoredUnits second{{"A", "B", "C", "D", "E"}, {}, {1, 4.5, 3, 2, 5}};
    // A falls from 1 to 5, E rises from 5 to 1; the others stay.
    EXPECT_EQ(rank_shifts(first, second).movers(5), (std::vector<std::size_t>{0, 4}));
    EXPECT_EQ(rank_shifts(first, second).movers(1), (std::vector<std::size_t>{0}));
    EXPECT_TRUE(rank_shifts(first, second).movers(0).empty());
}

TEST(RankShifts, NobodyCanBeCompared) {
    const RankShifts shifts = rank_shifts({}, {});
    EXPECT_TRUE(shifts.units.empty());
    EXPECT_EQ(shifts.compared, 0u);
    EXPECT_TRUE(std::isnan(shifts.mean_distance));
}

}  // namespace
