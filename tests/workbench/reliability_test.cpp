// Cronbach's alpha.
#include "pug/workbench/reliability.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace pug::workbench;
using Column = std::vector<double>;

Reliability reliability_of(const std::vector<Column>& columns) {
    const std::vector<std::span<const double>> spans(columns.begin(), columns.end());
    return reliability(spans);
}

const std::vector<Column> known{
    {2.5, 0.5, 2.2, 1.9, 3.1, 2.3}, {2.4, 0.7, 2.9, 2.2, 3.0, 2.7}, {0.5, 1.1, 0.3, 1.9, 0.2, 1.3}};

// The figures were computed with numpy 2.4 from the matrix of covariances.
TEST(Reliability, AgreesWithKnownFigures) {
    const Reliability found = reliability_of(known);
    EXPECT_NEAR(found.alpha, 0.24808110065170164, 1e-14);
    ASSERT_EQ(found.without.size(), 3u);
    EXPECT_NEAR(found.without[0], -1.3123809523809524, 1e-13);
    EXPECT_NEAR(found.without[1], -1.6538461538461546, 1e-13);
    EXPECT_NEAR(found.without[2], 0.9669459962756053, 1e-14);
}

TEST(Reliability, WithoutOneIsThatOfTheOthers) {
    const Reliability found = reliability_of(known);
    EXPECT_EQ(found.without[0], reliability_of({known[1], known[2]}).alpha);
    EXPECT_EQ(found.without[2], reliability_of({known[0], known[1]}).alpha);
}

TEST(Reliability, OfTheSameColumnTwiceIsOne) {
    EXPECT_NEAR(reliability_of({known[0], known[0]}).alpha, 1, 1e-15);
    EXPECT_NEAR(reliability_of({known[0], known[0], known[0]}).alpha, 1, 1e-15);
}

TEST(Reliability, ACommonScaleDoesNotMatter) {
    std::vector<Column> mapped = known;
    for (std::size_t c = 0; c < mapped.size(); ++c) {
        for (double& value : mapped[c]) value = 40 * value + static_cast<double>(c);
    }
    EXPECT_NEAR(reliability_of(mapped).alpha, reliability_of(known).alpha, 1e-13);
}

TEST(Reliability, CountsCompleteRowsOnly) {
    std::vector<Column> holes = known;
    for (std::size_t c = 0; c < 3; ++c) holes[c].push_back(c == 1 ? no_value : 50);
    const Reliability found = reliability_of(holes);
    EXPECT_EQ(found.rows, 6u);
    EXPECT_EQ(found.left_out, 1u);
    EXPECT_EQ(found.alpha, reliability_of(known).alpha);
    EXPECT_EQ(found.without, reliability_of(known).without);
}

TEST(Reliability, HasNoValueWhereThereIsTooLittle) {
    EXPECT_TRUE(std::isnan(reliability_of({}).alpha));
    EXPECT_TRUE(std::isnan(reliability_of({known[0]}).alpha));
    EXPECT_TRUE(std::isnan(reliability_of({{1}, {2}}).alpha));
    EXPECT_TRUE(std::isnan(reliability_of({Column(3, no_value), {1, 2, 3}}).alpha));
    EXPECT_TRUE(std::isnan(reliability_of({{2, 2, 2}, {3, 3, 3}}).alpha));
    // The columns cancel each other out but for rounding.
    std::vector<Column> opposite(2);
    for (int i = 1; i < 20; ++i) {
        opposite[0].push_back(std::sqrt(i));
        opposite[1].push_back(0.3 - std::sqrt(i));
    }
    EXPECT_TRUE(std::isnan(reliability_of(opposite).alpha));
    const Reliability two = reliability_of({known[0], known[1]});
    EXPECT_FALSE(std::isnan(two.alpha));
    EXPECT_TRUE(std::isnan(two.without[0]) && std::isnan(two.without[1]));
}

}  // namespace
