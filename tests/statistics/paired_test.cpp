// Whether the same units changed: worked examples, and the distributions by counting all signs.
#include "pug/statistics/paired.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace {

using namespace pug;

const double nan = std::numeric_limits<double>::quiet_NaN();

/// Ten pairs with ties and one pair without a change; p by all permutations of signs (scipy's permutation_test).
const std::vector<double> before = {125, 115, 130, 140, 140, 115, 140, 125, 140, 135};
const std::vector<double> after = {110, 122, 125, 120, 140, 124, 123, 137, 135, 145};

TEST(Wilcoxon, OfTenPairs) {
    const PairedTest test = wilcoxon_test(before, after).value();
    EXPECT_EQ(test.used, 9u);
    EXPECT_EQ(test.statistic, 18);
    EXPECT_DOUBLE_EQ(test.p, 0.6328125);
    EXPECT_DOUBLE_EQ(test.effect, -0.2);
    EXPECT_TRUE(test.is_exact);
}

/// The same by trying all signs.
double p_of_all_signs(const std::vector<double>& changes) {
    const std::vector<std::size_t> ranks = detail::doubled_ranks(changes);
    double total = 0, sum = 0;
    for (std::size_t at = 0; at < ranks.size(); ++at) {
        total += static_cast<double>(ranks[at]);
        if (changes[at] > 0) sum += static_cast<double>(ranks[at]);
    }
    const double distance = std::abs(sum - total / 2);
    double as_far = 0;
    const std::size_t all = std::size_t{1} << ranks.size();
    for (std::size_t signs = 0; signs < all; ++signs) {
        double other = 0;
        for (std::size_t at = 0; at < ranks.size(); ++at) {
            if ((signs >> at & 1) != 0) other += static_cast<double>(ranks[at]);
        }
        as_far += std::abs(other - total / 2) >= distance ? 1 : 0;
    }
    return as_far / static_cast<double>(all);
}

TEST(Wilcoxon, IsExactWithTiesToo) {
    std::mt19937_64 random(41);
    for (int i = 0; i < 200; ++i) {
        std::vector<double> zeros, changes;
        for (std::size_t at = 0; at < 1 + random() % 12; ++at) {
            const double size = 1 + static_cast<double>(random() % 6);
            changes.push_back(random() % 3 == 0 ? -size : size);
            zeros.push_back(0);
        }
        EXPECT_NEAR(wilcoxon_test(zeros, changes).value().p, p_of_all_signs(changes), 1e-12);
    }
}

TEST(Wilcoxon, OfManyPairsIsNearlyTheSameByTheNormalDistribution) {
    std::mt19937_64 random(42);
    const std::vector<double> zeros(201);
    std::vector<double> changes;
    for (int at = 0; at < 201; ++at) changes.push_back(static_cast<double>(random() % 100) - 43);
    std::erase(changes, 0.0);
    while (changes.size() < 201) changes.push_back(7);
    const PairedTest test = wilcoxon_test(zeros, changes).value();
    EXPECT_FALSE(test.is_exact);
    const auto doubled = static_cast<std::size_t>(2 * test.statistic);
    const double exact = detail::two_sided_rank_sum(detail::doubled_ranks(changes), doubled);
    EXPECT_GT(exact, 0.001);  // where the two would differ if they did
    EXPECT_LT(exact, 0.3);
    EXPECT_NEAR(test.p, exact, 0.002);
}

TEST(Sign, IsTheTossOfACoin) {
    const std::vector<double> zeros(10, 0), rose = {1, 2, 3, 4, 5, 6, 7, 8, -1, 0};
    const PairedTest test = sign_test(zeros, rose).value();
    EXPECT_EQ(test.used, 9u);
    EXPECT_EQ(test.statistic, 8);
    EXPECT_NEAR(test.p, 2 * (1 + 9) / 512.0, 1e-12);
    EXPECT_NEAR(test.effect, 7.0 / 9, 1e-12);
    EXPECT_EQ(sign_test(zeros, zeros).value().p, 1);
}

TEST(McNemar, CountsThoseWhoChanged) {
    std::vector<double> first, second;
    const auto add = [&](int count, double a, double b) {
        for (int i = 0; i < count; ++i) {
            first.push_back(a);
            second.push_back(b);
        }
    };
    add(30, 1, 1);
    add(12, 0, 1);
    add(5, 1, 0);
    add(20, 0, 0);
    add(1, nan, 1);
    const PairedTest test = mcnemar_test(first, second).value();
    EXPECT_EQ(test.used, 17u);
    EXPECT_EQ(test.statistic, 12);
    EXPECT_NEAR(test.p, 0.143463134765625, 1e-12);  // twice the probability of 5 or fewer of 17
    EXPECT_EQ(mcnemar_test(before, after).error().code(), "statistics.binary");
}

TEST(PairedEffect, IsTheMeanChangeOverItsSpread) {
    const std::vector<double> a = {1, 2, 3, nan}, b = {3, 6, 9, 1};
    EXPECT_DOUBLE_EQ(paired_effect(a, b).value(), 2);
    EXPECT_TRUE(std::isnan(paired_effect({a.data(), 1}, {b.data(), 1}).value()));
}

TEST(Share, HasTheIntervalOfClopperAndPearson) {
    const Estimate share = share_of(7, 28).value();
    EXPECT_DOUBLE_EQ(share.value, 0.25);
    EXPECT_NEAR(share.low, 0.10690799182922661, 1e-12);
    EXPECT_NEAR(share.high, 0.44871545152860837, 1e-12);
    EXPECT_EQ(share_of(0, 5).value().low, 0);
    EXPECT_EQ(share_of(5, 5).value().high, 1);
    EXPECT_EQ(share_of(6, 5).error().code(), "statistics.share");
    EXPECT_EQ(share_of(0, 0).error().code(), "statistics.share");
}

TEST(Paired, RefusesUnequalLengths) {
    const std::vector<double> one = {1};
    EXPECT_EQ(sign_test(one, {}).error().code(), "statistics.pairs");
    EXPECT_EQ(wilcoxon_test(one, {}).error().code(), "statistics.pairs");
    EXPECT_EQ(paired_effect(one, {}).error().code(), "statistics.pairs");
}

}  // namespace
