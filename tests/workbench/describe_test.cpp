// What the values of a column look like.
#include "pug/workbench/describe.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace {

using namespace pug::workbench;
using Column = std::vector<double>;

// The figures were computed with numpy 2.4 and scipy 1.17 (skew and kurtosis with bias=False).
TEST(Describe, AgreesWithKnownFigures) {
    const Description told = describe(Column{1, 2, 2, 3, 0, no_value, 0, 11, 4, no_value});
    EXPECT_EQ(told.rows, 10u);
    EXPECT_EQ(told.moments.n, 8u);
    EXPECT_EQ(told.available, 0.8);
    EXPECT_EQ(told.zeros, 2u);
    EXPECT_EQ(told.distinct, 6u);
    EXPECT_EQ(told.same, 0.25);
    EXPECT_EQ(told.moments.least, 0);
    EXPECT_EQ(told.moments.greatest, 11);
    EXPECT_EQ(told.moments.mean, 2.875);
    EXPECT_EQ(told.median, 2);
    EXPECT_EQ(told.low_quartile, 0.75);
    EXPECT_EQ(told.high_quartile, 3.25);
    EXPECT_NEAR(told.moments.sd, 3.563204817496262, 1e-14);
    EXPECT_NEAR(told.moments.skew, 2.0308366457912195, 1e-13);
    EXPECT_NEAR(told.moments.kurtosis, 4.692040093289893, 1e-13);
    EXPECT_EQ(told.outliers, std::vector<std::size_t>{7});
    EXPECT_TRUE(told.is_too_skewed);
    EXPECT_FALSE(told.is_mostly_missing || told.is_mostly_zero || told.has_few_distinct);
}

TEST(Describe, FlagsFromTheLimitsOn) {
    const Column column{1, 2, 2, 3, 0, no_value, 0, 11, 4, no_value};
    DescribeOptions options;
    options.skew = 2.04;
    EXPECT_FALSE(describe(column, options).is_too_skewed);
    options = {};
    options.kurtosis = 4.7;
    EXPECT_FALSE(describe(column, options).is_too_skewed);
    options = {};
    options.available_at_least = 0.8;
    EXPECT_FALSE(describe(column, options).is_mostly_missing);
    options.available_at_least = 0.81;
    EXPECT_TRUE(describe(column, options).is_mostly_missing);
    options.zeros_at_most = 0.25;
    EXPECT_FALSE(describe(column, options).is_mostly_zero);
    options.zeros_at_most = 0.24;
    EXPECT_TRUE(describe(column, options).is_mostly_zero);
    options.distinct_at_least = 6;
    EXPECT_FALSE(describe(column, options).has_few_distinct);
    options.distinct_at_least = 7;
    EXPECT_TRUE(describe(column, options).has_few_distinct);
    options.reach = 3.1;
    EXPECT_TRUE(describe(column, options).outliers.empty());  // 11 − 3.25 = 3.1 · 2.5
    options.reach = 3.09;
    EXPECT_EQ(describe(column, options).outliers.size(), 1u);
}

TEST(Describe, AValueRightAtTheFenceIsNoOutlier) {
    // Quartiles 2 and 4: the fences are at -1 and 7.
    EXPECT_TRUE(describe(Column{-1, 2, 2, 3, 4, 4, 7}).outliers.empty());
    EXPECT_EQ(describe(Column{-1.001, 2, 2, 3, 4, 4, 7.001}).outliers, (std::vector<std::size_t>{0, 6}));
}

TEST(Describe, SkewToTheLeftIsSkewToo) {
    const Description told = describe(Column{-1, -2, -2, -3, 0, 0, -11, -4});
    EXPECT_NEAR(told.moments.skew, -2.0308366457912195, 1e-13);
    EXPECT_TRUE(told.is_too_skewed);
    EXPECT_EQ(told.outliers, std::vector<std::size_t>{6});
}

TEST(Describe, ColumnsThatTellNothing) {
    const Description none = describe(Column(4, no_value)), empty = describe(Column{});
    for (const Description& told : {none, empty}) {
        EXPECT_EQ(told.moments.n, 0u);
        EXPECT_EQ(told.available, 0);
        EXPECT_EQ(told.distinct, 0u);
        EXPECT_TRUE(std::isnan(told.median) && std::isnan(told.same) && std::isnan(told.moments.mean));
        EXPECT_TRUE(told.outliers.empty());
        EXPECT_TRUE(told.is_mostly_missing);
        EXPECT_FALSE(told.is_too_skewed || told.is_mostly_zero);
    }
    const Description one = describe(Column{7});
    EXPECT_EQ(one.median, 7);
    EXPECT_EQ(one.same, 1);
    EXPECT_TRUE(std::isnan(one.moments.sd));
    const Description equal = describe(Column(6, 0.1));
    EXPECT_EQ(equal.moments.sd, 0);
    EXPECT_EQ(equal.distinct, 1u);
    EXPECT_TRUE(equal.has_few_distinct);
    EXPECT_FALSE(equal.is_too_skewed);
    EXPECT_TRUE(equal.outliers.empty());
}

TEST(Describe, OrderAndMissingCellsDoNotMatter) {
    std::mt19937 random(3);
    std::lognormal_distribution<double> values(0, 1);
    Column column(30);
    for (double& value : column) value = values(random);
    const Description before = describe(column);
    std::shuffle(column.begin(), column.end(), random);
    column.insert(column.begin() + 7, no_value);
    const Description after = describe(column);
    EXPECT_EQ(after.median, before.median);
    EXPECT_EQ(after.low_quartile, before.low_quartile);
    EXPECT_EQ(after.distinct, before.distinct);
    EXPECT_EQ(after.outliers.size(), before.outliers.size());
    EXPECT_NEAR(after.moments.kurtosis, before.moments.kurtosis, 1e-12);
}

TEST(Quantile, LiesOnTheLineBetweenNeighbours) {
    const Column sorted{1, 2, 4, 8};
    EXPECT_EQ(quantile(sorted, 0), 1);
    EXPECT_EQ(quantile(sorted, 1), 8);
    EXPECT_EQ(quantile(sorted, 0.5), 3);
    EXPECT_EQ(quantile(sorted, 0.25), 1.75);
    EXPECT_TRUE(std::isnan(quantile({}, 0.5)));
    EXPECT_EQ(quantile(Column{-1.5e308, 1.5e308}, 0.5), 0);
}

}  // namespace
