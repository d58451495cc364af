// Points of the unit cube: balance, places, errors.
#include "pug/workbench/sampling.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <vector>

namespace {

using namespace pug;
using namespace pug::workbench;

bool is_inside(const Matrix& points) {
    return std::all_of(points.cells().begin(), points.cells().end(), [](double x) { return x > 0 && x < 1; });
}

/// How many of the points lie in each of so many slices of an input.
std::vector<std::size_t> in_slices(const Matrix& points, std::size_t input, std::size_t slices) {
    std::vector<std::size_t> counts(slices);
    for (const double x : points.column(input)) ++counts[static_cast<std::size_t>(x * static_cast<double>(slices))];
    return counts;
}

TEST(Saltelli, SobolPointsFillEverySliceOfEveryInputEqually) {
    for (const std::uint64_t seed : {0u, 1u, 77u}) {
        const SaltelliPoints points = saltelli(256, 12, seed).value();
        ASSERT_TRUE(is_inside(points.a) && is_inside(points.b));
        for (std::size_t i = 0; i < 12; ++i) {
            EXPECT_EQ(in_slices(points.a, i, 256), std::vector<std::size_t>(256, 1)) << i;
            EXPECT_EQ(in_slices(points.b, i, 256), std::vector<std::size_t>(256, 1)) << i;
        }
    }
}

// The first two dimensions are a (0, m, 2)-net: every box of volume 1/2^m has one point.
TEST(Saltelli, TheFirstTwoInputsFillEveryBox) {
    const SaltelliPoints points = saltelli(64, 2, 5).value();
    for (std::size_t across = 1; across <= 64; across *= 2) {
        std::set<std::pair<std::size_t, std::size_t>> boxes;
        for (std::size_t j = 0; j < 64; ++j)
            boxes.emplace(static_cast<std::size_t>(points.a.at(j, 0) * static_cast<double>(across)),
                          static_cast<std::size_t>(points.a.at(j, 1) * 64 / static_cast<double>(across)));
        EXPECT_EQ(boxes.size(), 64u) << across;
    }
}

// Undone the shift, row j is point j of the sequence of Joe and Kuo; the numbers are those of
// scipy.stats.qmc.Sobol 1.17.1 (scramble=False), times 16.
TEST(Saltelli, IsTheSequenceOfJoeAndKuo) {
    const SaltelliPoints points = saltelli(9, 2, 3).value();
    const auto bits = [&](std::size_t j, std::size_t dimension) {
        const Matrix& half = dimension < 2 ? points.a : points.b;
        return static_cast<std::uint32_t>(half.at(j, dimension % 2) * 0x1p32);
    };
    const std::uint32_t wanted[9][4] = {{0, 0, 0, 0},   {8, 8, 8, 8},    {12, 4, 4, 4}, {4, 12, 12, 12}, {6, 6, 10, 14},
                                        {14, 14, 2, 6}, {10, 2, 14, 10}, {2, 10, 6, 2}, {3, 5, 15, 7}};
    for (std::size_t d = 0; d < 4; ++d) {
        for (std::size_t j = 0; j < 9; ++j) EXPECT_EQ((bits(j, d) ^ bits(0, d)) >> 28, wanted[j][d]) << j << ' ' << d;
    }
}

TEST(Saltelli, SeedsGiveOtherPointsAndTheSameSeedTheSame) {
    for (const Spread spread : {Spread::sobol, Spread::random}) {
        const auto cells = [&](std::uint64_t seed) {
            const SaltelliPoints points = saltelli(16, 3, seed, spread).value();
            return std::vector<double>(points.b.cells().begin(), points.b.cells().end());
        };
        EXPECT_EQ(cells(1), cells(1));
        EXPECT_NE(cells(1), cells(2));
    }
}

TEST(Saltelli, RandomPointsAreUniformAndUnrelated) {
    const SaltelliPoints points = saltelli(20'000, 3, 4, Spread::random).value();
    ASSERT_TRUE(is_inside(points.a) && is_inside(points.b));
    for (std::size_t i = 0; i < 3; ++i) {
        double mean = 0, square = 0, product = 0, next = 0;
        for (std::size_t j = 0; j < 20'000; ++j) {
            const double x = points.a.at(j, i) - 0.5;
            mean += x / 20'000;
            square += x * x / 20'000;
            product += x * (points.b.at(j, i) - 0.5) / 20'000;
            next += x * (points.a.at(j, (i + 1) % 3) - 0.5) / 20'000;
        }
        EXPECT_NEAR(mean, 0, 0.01);
        EXPECT_NEAR(square, 1.0 / 12, 0.002);
        EXPECT_NEAR(product, 0, 0.003);
        EXPECT_NEAR(next, 0, 0.003);
    }
}

TEST(Saltelli, TheOrderOfEvaluationsIsThatOfTheirPlaces) {
    const SaltelliPoints points = saltelli(5, 3, 1).value();
    const Matrix all = points.all();
    ASSERT_EQ(all.rows(), 25u);
    for (std::size_t e = 0; e < 25; ++e) {
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_EQ(all.at(e, i), points.at(e, i));
            const bool from_b = e / 5 == 1 || e / 5 == i + 2;
            EXPECT_EQ(all.at(e, i), (from_b ? points.b : points.a).at(e % 5, i)) << e << ' ' << i;
        }
    }
}

TEST(Saltelli, RefusesSizesThatAreNone) {
    EXPECT_EQ(saltelli(0, 3).error().code(), "sampling.points");
    EXPECT_EQ(saltelli((std::size_t{1} << 30) + 1, 1).error().code(), "sampling.points");
    EXPECT_EQ(saltelli(8, 0).error().code(), "sampling.inputs");
    EXPECT_EQ(saltelli(8, 1834).error().code(), "sampling.inputs");
    EXPECT_EQ(saltelli(1 << 20, 1000).error().code(), "sampling.size");
    EXPECT_TRUE(saltelli(1, 1833).has_value());
}

TEST(LatinHypercube, HasOnePointInEverySlice) {
    const Matrix points = latin_hypercube(37, 5, 9).value();
    ASSERT_TRUE(is_inside(points));
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(in_slices(points, i, 37), std::vector<std::size_t>(37, 1));
    EXPECT_NE(std::vector<double>(points.column(0).begin(), points.column(0).end()),
              std::vector<double>(points.column(1).begin(), points.column(1).end()));
    EXPECT_EQ(latin_hypercube(0, 1).error().code(), "sampling.points");
}

TEST(MorrisTrajectories, EachStepChangesOneInputByHalfTheRange) {
    for (const std::size_t levels : {2u, 4u, 10u}) {
        const MorrisTrajectories walks = morris_trajectories(50, 6, levels, 2).value();
        ASSERT_EQ(walks.evaluations(), 350u);
        ASSERT_TRUE(is_inside(walks.points));
        for (std::size_t t = 0; t < 50; ++t) {
            std::set<std::size_t> changed;
            for (std::size_t step = 0; step < 6; ++step) {
                const std::size_t input = walks.changed[t * 6 + step];
                changed.insert(input);
                EXPECT_DOUBLE_EQ(std::fabs(walks.change(t, step)), 0.5);
                for (std::size_t i = 0; i < 6; ++i) {
                    const bool differs = walks.points.at(t * 7 + step, i) != walks.points.at(t * 7 + step + 1, i);
                    EXPECT_EQ(differs, i == input);
                }
            }
            EXPECT_EQ(changed.size(), 6u);
        }
    }
}

TEST(MorrisTrajectories, EveryLevelIsAboutAsFrequent) {
    const MorrisTrajectories walks = morris_trajectories(2000, 3, 4, 8).value();
    for (std::size_t i = 0; i < 3; ++i) {
        for (const std::size_t count : in_slices(walks.points, i, 4))
            EXPECT_NEAR(static_cast<double>(count), 2000, 180);
    }
    std::size_t first = 0;  // inputs take their turns at random
    for (std::size_t t = 0; t < 2000; ++t) first += walks.changed[t * 3] == 0;
    EXPECT_NEAR(static_cast<double>(first), 667, 80);
}

TEST(MorrisTrajectories, RefusesGridsThatAreNone) {
    EXPECT_EQ(morris_trajectories(4, 2, 3).error().code(), "sampling.levels");
    EXPECT_EQ(morris_trajectories(4, 2, 0).error().code(), "sampling.levels");
    EXPECT_EQ(morris_trajectories(4, 2, 1002).error().code(), "sampling.levels");
    EXPECT_EQ(morris_trajectories(0, 2).error().code(), "sampling.points");
    EXPECT_EQ(morris_trajectories(4, 0).error().code(), "sampling.inputs");
}

}  // namespace
