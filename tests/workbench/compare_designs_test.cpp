// Two built indices side by side.
#include "pug/workbench/compare_designs.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "support/sample_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;

Design geometric() {
    Design design = test::sample::design();
    design.aggregation.method = AggregationMethod::geometric;
    Normalise normalise;
    normalise.all.low = 1;
    design.steps = {normalise};
    return design;
}

TEST(CompareDesigns, PutsScoresAndRanksSideBySide) {
    const Index first = test::sample::index(), second = test::sample::built(geometric(), test::sample::data());
    const DesignComparison told = compare_designs(first, second).value();
    ASSERT_EQ(told.shifts.compared, 12u);
    for (std::size_t u = 0; u < 12; ++u) {
        const RankShift& unit = told.shifts.units[u];
        EXPECT_EQ(unit.unit, first.units[u]);
        EXPECT_EQ(unit.first_score, first.scores.at(u, 2));
        EXPECT_EQ(unit.second_score, second.scores.at(u, 2));
        EXPECT_EQ(unit.first_rank, first.ranks[u]);
        EXPECT_EQ(unit.second_rank, second.ranks[u]);
        EXPECT_EQ(unit.first_place, first.ranks[u]);
    }
    EXPECT_LT(told.shifts.spearman.value, 1);
    ASSERT_FALSE(told.movers.empty());
    EXPECT_EQ(told.shifts.units[told.movers.front()].distance(), told.shifts.greatest_distance);
    EXPECT_FALSE(told.has_grades);
}

TEST(CompareDesigns, WithItselfMovesNobody) {
    const Index index = test::sample::index();
    const DesignComparison told = compare_designs(index, index).value();
    EXPECT_EQ(told.shifts.mean_distance, 0);
    EXPECT_TRUE(told.movers.empty());
    EXPECT_EQ(told.shifts.kendall.value, 1);
}

TEST(CompareDesigns, UnitsOfOneOnlyAreListed) {
    Design design = test::sample::design();
    Screen screen;
    screen.leave_out = {"U2"};
    design.steps.insert(design.steps.begin(), screen);
    const Index first = test::sample::built(design, test::sample::data()), second = test::sample::index();
    const DesignComparison told = compare_designs(first, second).value();
    ASSERT_EQ(told.shifts.units.size(), 12u);
    EXPECT_EQ(told.shifts.units[11].unit, "U2");
    EXPECT_FALSE(told.shifts.units[11].first_row);
    EXPECT_EQ(told.shifts.units[11].second_rank, second.ranks[2]);
    EXPECT_EQ(compare_designs(second, first).value().shifts.units[2].unit, "U2");
}

TEST(CompareDesigns, NamesWhoseGradeChanges) {
    Design lax = test::sample::design(), strict = lax;
    lax.grades = {{"low", {}, {}}, {"high", {}, 40}};
    strict.grades = {{"low", {}, {}}, {"high", {}, 60}};
    const Index first = test::sample::built(lax, test::sample::data()),
                second = test::sample::built(strict, test::sample::data());
    const DesignComparison told = compare_designs(first, second).value();
    EXPECT_TRUE(told.has_grades);
    std::size_t wanted = 0;
    for (std::size_t u = 0; u < 12; ++u) wanted += first.scores.at(u, 2) >= 40 && first.scores.at(u, 2) < 60 ? 1 : 0;
    ASSERT_GT(wanted, 0u);
    ASSERT_EQ(told.grades.size(), wanted);
    for (const GradeChange& change : told.grades) {
        EXPECT_EQ(change.from, "high");
        EXPECT_EQ(change.to, "low");
        EXPECT_EQ(first.grades[change.unit], "high");
    }
    CompareOptions options;
    options.first = "P";
    EXPECT_FALSE(compare_designs(first, second, options).value().has_grades);
    EXPECT_TRUE(compare_designs(first, second, options).value().grades.empty());
    EXPECT_FALSE(compare_designs(first, test::sample::index()).value().has_grades);
}

TEST(CompareDesigns, GradesChangeWhetherAUnitMovesOrNot) {
    Design arithmetic = test::sample::design(), other = geometric();
    arithmetic.grades = other.grades = {{"low", {}, {}}, {"middle", {}, 35}, {"high", {}, 60}};
    const Index first = test::sample::built(arithmetic, test::sample::data(40));
    const Index second = test::sample::built(other, test::sample::data(40));
    const DesignComparison told = compare_designs(first, second).value();
    std::size_t changes = 0, moved = 0;
    for (std::size_t u = 0; u < 40; ++u) {
        if (first.grades[u] == second.grades[u]) continue;
        ASSERT_LT(changes, told.grades.size());
        EXPECT_EQ(told.grades[changes].unit, u);
        EXPECT_EQ(told.grades[changes].from, first.grades[u]);
        EXPECT_EQ(told.grades[changes].to, second.grades[u]);
        moved += told.shifts.units[u].distance() > 0 ? 1 : 0;
        ++changes;
    }
    EXPECT_EQ(told.grades.size(), changes);
    EXPECT_GT(moved, 0u);
    EXPECT_LT(changes, 40u);
}

TEST(CompareDesigns, LooksAtTheValuesThatAreNamed) {
    const Index index = test::sample::index();
    CompareOptions options;
    options.first = "Q";
    options.second = "c";
    options.movers = 2;
    const DesignComparison told = compare_designs(index, index, options).value();
    EXPECT_EQ(told.shifts.units[5].first_score, index.value(index.blueprint.find("Q"))[5]);
    EXPECT_EQ(told.shifts.units[5].second_score, index.value(2)[5]);
    EXPECT_LE(told.movers.size(), 2u);
    options.second = "z";
    EXPECT_EQ(compare_designs(index, index, options).error().code(), "index.name");
}

TEST(CompareDesigns, MatchesUnitsByTheirTimes) {
    Dataset data = test::sample::data(4), later = test::sample::data(4, 9);
    data.units = later.units = {"A", "A", "B", "B"};
    data.times = {1, 2, 1, 2};
    later.times = {2, 3, 2, 3};
    const DesignComparison told = compare_designs(test::sample::built(test::sample::design(), data),
                                                  test::sample::built(test::sample::design(), later))
                                      .value();
    EXPECT_EQ(told.shifts.units.size(), 6u);
    EXPECT_EQ(told.shifts.compared, 2u);
}

}  // namespace
