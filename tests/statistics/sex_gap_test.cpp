// Shares, gaps and ratios of women and men: worked examples of the literature.
#include "pug/statistics/sex_gap.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace pug;

TEST(RateGap, OfNewcombesExamples) {
    const Estimate gap = rate_gap({56, 48, 70, 80}).value();
    EXPECT_NEAR(gap.value, 0.2, 1e-12);
    EXPECT_NEAR(gap.low, 0.0524, 5e-5);  // the paper's table II, row a
    EXPECT_NEAR(gap.high, 0.3339, 5e-5);
    const Estimate few = rate_gap({9, 3, 10, 10}).value();
    EXPECT_NEAR(few.low, 0.1705, 5e-5);  // row b
    EXPECT_NEAR(few.high, 0.8090, 5e-5);
    const Estimate mirrored = rate_gap({48, 56, 80, 70}).value();
    EXPECT_NEAR(mirrored.low, -gap.high, 1e-12);
    EXPECT_NEAR(mirrored.high, -gap.low, 1e-12);
}

TEST(RateGap, StaysWithinOne) {
    const Estimate most = rate_gap({5, 0, 5, 5}).value();
    EXPECT_EQ(most.value, 1);
    EXPECT_LE(most.high, 1);
    EXPECT_GT(most.low, 0);
}

TEST(ParityRatio, HasTheIntervalOfItsLogarithm) {
    const Estimate ratio = parity_ratio({56, 48, 70, 80}).value();
    EXPECT_NEAR(ratio.value, 4.0 / 3, 1e-12);
    const double error = std::sqrt(1.0 / 56 - 1.0 / 70 + 1.0 / 48 - 1.0 / 80);
    EXPECT_NEAR(std::log(ratio.high / ratio.value), 1.959963984540054 * error, 1e-12);
    EXPECT_NEAR(ratio.low * ratio.high, ratio.value * ratio.value, 1e-12);
    EXPECT_TRUE(std::isnan(parity_ratio({5, 0, 9, 9}).value().value));
    EXPECT_EQ(parity_ratio({0, 5, 9, 9}).value().value, 0);
    EXPECT_TRUE(std::isinf(parity_ratio({0, 5, 9, 9}).value().high));
}

TEST(WomenShare, IsThatAmongThoseWhoHaveIt) {
    EXPECT_DOUBLE_EQ(women_share({23, 19, 100, 100}).value().value, 23.0 / 42);
    EXPECT_EQ(women_share({0, 0, 100, 100}).error().code(), "statistics.share");
}

TEST(SexCounts, MustBePossible) {
    EXPECT_EQ(rate_gap({11, 3, 10, 10}).error().code(), "statistics.share");
    EXPECT_EQ(parity_ratio({1, 3, 10, 0}).error().code(), "statistics.share");
    EXPECT_EQ(rate_gap({1, 3, 10, 10}, 0).error().code(), "statistics.confidence");
}

}  // namespace
