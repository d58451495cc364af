// Mean, spread, skew and kurtosis of columns: scipy's figures, and the definitions in long double.
#include "pug/workbench/moments.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace {

using namespace pug::workbench;

TEST(Moments, AreThoseOfScipy) {
    const std::vector<double> cells{1, 2, no_value, 4, 9, 30, 100};
    const Moments found = moments(cells);
    EXPECT_EQ(found.n, 6u);
    EXPECT_EQ(found.least, 1);
    EXPECT_EQ(found.greatest, 100);
    EXPECT_DOUBLE_EQ(found.mean, 24.333333333333332);
    EXPECT_DOUBLE_EQ(found.sd, 38.59879100006459);
    EXPECT_DOUBLE_EQ(found.skew, 2.07393230934212);
    EXPECT_NEAR(found.kurtosis, 4.331241627106881, 1e-14);
}

/// The definitions, one after the other.
Moments by_definition(const std::vector<double>& cells) {
    std::vector<long double> known;
    for (const double cell : cells) {
        if (has_value(cell)) known.push_back(cell);
    }
    const auto n = static_cast<long double>(known.size());
    long double mean = 0, m2 = 0, m3 = 0, m4 = 0;
    for (const long double x : known) mean += x / n;
    for (const long double x : known) {
        const long double d = x - mean;
        m2 += d * d / n;
        m3 += d * d * d / n;
        m4 += d * d * d * d / n;
    }
    Moments found;
    found.n = known.size();
    found.mean = static_cast<double>(mean);
    found.sd = static_cast<double>(std::sqrt(m2 * n / (n - 1)));
    found.skew = static_cast<double>(m3 / std::pow(m2, 1.5L) * std::sqrt(n * (n - 1)) / (n - 2));
    found.kurtosis = static_cast<double>(((n + 1) * (m4 / (m2 * m2) - 3) + 6) * (n - 1) / ((n - 2) * (n - 3)));
    return found;
}

TEST(Moments, FollowTheirDefinitionsAtAnyLength) {
    std::mt19937_64 random(3);
    std::lognormal_distribution<double> skewed(0, 1);
    for (std::size_t n = 4; n < 70; ++n) {
        std::vector<double> cells;
        for (std::size_t i = 0; i < n; ++i) cells.push_back(i > 4 && random() % 5 == 0 ? no_value : skewed(random));
        const Moments found = moments(cells), wanted = by_definition(cells);
        EXPECT_EQ(found.n, wanted.n);
        EXPECT_NEAR(found.mean, wanted.mean, 1e-13 * wanted.mean);
        EXPECT_NEAR(found.sd, wanted.sd, 1e-13 * wanted.sd);
        EXPECT_NEAR(found.skew, wanted.skew, 1e-11);
        EXPECT_NEAR(found.kurtosis, wanted.kurtosis, 1e-10);
        EXPECT_EQ(first_moment(cells).mean, found.mean);
    }
}

TEST(Moments, DoNotDependOnTheUnit) {
    const std::vector<double> cells{1, 2, 4, 9, 30};
    const Moments wanted = moments(cells);
    for (const double unit : {1e-200, 1e-30, 1e30, 1e200}) {
        std::vector<double> other;
        for (const double cell : cells) other.push_back(cell * unit);
        EXPECT_NEAR(moments(other).skew, wanted.skew, 1e-12) << unit;
        EXPECT_NEAR(moments(other).kurtosis, wanted.kurtosis, 1e-12) << unit;
        EXPECT_NEAR(moments(other).sd / unit, wanted.sd, 1e-12) << unit;
    }
}

TEST(Moments, OfTooLittleHaveNoValue) {
    EXPECT_EQ(moments(std::vector<double>{}).n, 0u);
    EXPECT_FALSE(has_value(moments(std::vector<double>{no_value}).mean));
    const Moments one = moments(std::vector<double>{0.1});
    EXPECT_EQ(one.mean, 0.1);
    EXPECT_FALSE(has_value(one.sd));
    EXPECT_TRUE(has_value(moments(std::vector<double>{1, 2}).sd));
    EXPECT_FALSE(has_value(moments(std::vector<double>{1, 2}).skew));
    EXPECT_TRUE(has_value(moments(std::vector<double>{1, 2, 4}).skew));
    EXPECT_FALSE(has_value(moments(std::vector<double>{1, 2, 4}).kurtosis));
}

TEST(Moments, OfEqualValuesHaveNoShape) {
    const Moments found = moments(std::vector<double>(11, 0.1));
    EXPECT_TRUE(found.is_constant());
    EXPECT_EQ(found.mean, 0.1);
    EXPECT_EQ(found.sd, 0);
    EXPECT_FALSE(has_value(found.skew));
}

}  // namespace
