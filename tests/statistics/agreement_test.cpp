// How far raters agree: worked examples of the literature, and what must hold for any ratings.
#include "pug/statistics/agreement.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace {

using namespace pug;

const double nan = std::numeric_limits<double>::quiet_NaN();

/// Twelve units rated by four observers, some of whom did not see all of them: the example of K. Krippendorff,
/// "Computing Krippendorff's Alpha-Reliability" (2011), which gives alpha to three decimals; standard errors and AC1 to
/// five as printed for it by K. L. Gwet's irrCAC.
const std::vector<double> observers = {1, 1, nan, 1, 2,   2, 3, 2, 3,   3,   3, 3, 3,   3, 3,   3,
                                       2, 2, 2,   2, 1,   2, 3, 4, 4,   4,   4, 4, 1,   1, 2,   1,
                                       2, 2, 2,   2, nan, 5, 5, 5, nan, nan, 1, 1, nan, 3, nan, nan};

Estimate alpha(const std::vector<double>& values, std::size_t raters, Measurement level) {
    return krippendorff_alpha({values, raters}, level).value();
}

std::vector<double> two_of(const std::vector<double>& values, std::size_t first, std::size_t second) {
    std::vector<double> two;
    for (std::size_t at = 0; at < values.size(); at += 4) {
        two.push_back(values[at + first]);
        two.push_back(values[at + second]);
    }
    return two;
}

TEST(Alpha, OfTheFourObservers) {
    EXPECT_NEAR(alpha(observers, 4, Measurement::nominal).value, 0.743421052631579, 1e-12);
    EXPECT_NEAR(alpha(observers, 4, Measurement::ordinal).value, 0.8153875037548814, 1e-12);
    EXPECT_NEAR(alpha(observers, 4, Measurement::interval).value, 0.8491071428571428, 1e-12);
    EXPECT_NEAR(alpha(observers, 4, Measurement::ratio).value, 0.7974027747116121, 1e-12);
    const Estimate nominal = alpha(observers, 4, Measurement::nominal);
    EXPECT_NEAR(nominal.standard_error, 0.14557389, 1e-8);
    EXPECT_NEAR(nominal.low, 0.41906222, 1e-8);
    EXPECT_EQ(nominal.high, 1);
    EXPECT_NEAR(alpha(observers, 4, Measurement::interval).standard_error, 0.12912997, 1e-8);
}

TEST(Alpha, IsOneWhereAllAgreeAndNoneWhereNothingCouldDiffer) {
    EXPECT_EQ(alpha({1, 1, 2, 2, 5, 5}, 2, Measurement::ordinal).value, 1);
    EXPECT_TRUE(std::isnan(alpha({3, 3, 3, 3}, 2, Measurement::interval).value));
}

/// Alpha by its definition: observed and expected disagreement over all pairs of ratings.
double alpha_by_pairs(const std::vector<double>& values, std::size_t raters) {
    std::vector<std::vector<double>> units;
    std::vector<double> all;
    for (std::size_t u = 0; u < values.size() / raters; ++u) {
        std::vector<double> rated;
        for (std::size_t r = 0; r < raters; ++r) {
            if (!std::isnan(values[u * raters + r])) rated.push_back(values[u * raters + r]);
        }
        if (rated.size() < 2) continue;
        units.push_back(rated);
        all.insert(all.end(), rated.begin(), rated.end());
    }
    double observed = 0, expected = 0;
    for (const auto& rated : units) {
        for (const double a : rated) {
            for (const double b : rated) observed += (a - b) * (a - b) / static_cast<double>(rated.size() - 1);
        }
    }
    for (const double a : all) {
        for (const double b : all) expected += (a - b) * (a - b) / static_cast<double>(all.size() - 1);
    }
    return 1 - observed / expected;
}

TEST(Alpha, IsTheRatioOfDisagreementsOfPairs) {
    std::mt19937_64 random(31);
    for (int i = 0; i < 300; ++i) {
        const std::size_t raters = 2 + random() % 4;
        std::vector<double> values;
        for (std::size_t at = 0; at < raters * (3 + random() % 20); ++at)
            values.push_back(random() % 5 == 0 ? nan : static_cast<double>(random() % 40) / 4);
        const auto found = krippendorff_alpha({values, raters}, Measurement::interval);
        if (found.has_error() || std::isnan(found.value().value)) continue;
        EXPECT_NEAR(found.value().value, alpha_by_pairs(values, raters), 1e-9);
        EXPECT_LE(found.value().low, found.value().value);
        EXPECT_GE(found.value().high, found.value().value);
    }
}

TEST(Gwet, OfTheFourObservers) {
    const Estimate same = gwet_ac2({observers, 4}, AgreementWeights::identity).value();
    EXPECT_NEAR(same.value, 0.77544407, 1e-8);
    EXPECT_NEAR(same.standard_error, 0.14294995, 1e-8);
    EXPECT_NEAR(same.low, 0.46081335, 1e-8);
    EXPECT_EQ(same.high, 1);
    EXPECT_NEAR(gwet_ac2({observers, 4}, AgreementWeights::linear).value().value, 0.85873914, 1e-8);
    const Estimate squares = gwet_ac2({observers, 4}, AgreementWeights::quadratic).value();
    EXPECT_NEAR(squares.value, 0.91400072, 1e-8);
    EXPECT_NEAR(squares.standard_error, 0.10396224, 1e-8);
}

TEST(Gwet, CountsCategoriesThatNobodyUsed) {
    const std::vector<double> values = {1, 1, 1, 1, 1, 2, 1, 1};
    const std::vector<double> five = {1, 2, 3, 4, 5};
    const double few = gwet_ac2({values, 2}, AgreementWeights::identity).value().value;
    const double many = gwet_ac2({values, 2}, AgreementWeights::identity, five).value().value;
    EXPECT_GT(many, few);
}

TEST(Kappa, OfTwoObservers) {
    const std::vector<double> two = two_of(observers, 0, 3);
    EXPECT_NEAR(weighted_kappa({two, 2}, AgreementWeights::identity).value().value, 0.85, 1e-12);
    EXPECT_NEAR(weighted_kappa({two, 2}, AgreementWeights::identity).value().standard_error, 0.13720422734, 1e-10);
    const std::vector<double> five = {1, 2, 3, 4, 5};
    const Estimate linear = weighted_kappa({two, 2}, AgreementWeights::linear, five).value();
    EXPECT_NEAR(linear.value, 0.7157894736842105, 1e-12);
    EXPECT_NEAR(linear.standard_error, 0.24374877794, 1e-10);
    const Estimate squares = weighted_kappa({two, 2}, AgreementWeights::quadratic, five).value();
    EXPECT_NEAR(squares.value, 0.5524861878453038, 1e-12);
    EXPECT_NEAR(squares.standard_error, 0.36519454273, 1e-10);
}

TEST(Bias, IsTheMeanDifferenceWithItsInterval) {
    const std::vector<double> two = {3, 4, 2, 2, 5, 7, nan, 1, 4, 5};
    const Estimate bias = rating_bias({two, 2}).value();
    EXPECT_DOUBLE_EQ(bias.value, 1);
    EXPECT_NEAR(bias.standard_error, std::sqrt(2.0 / 3) / 2, 1e-12);
    EXPECT_NEAR(bias.high - bias.value, 3.182446305284263 * bias.standard_error, 1e-9);
}

TEST(Agreement, RefusesWhatIsNone) {
    const std::vector<double> values = {1, 2, 3};
    EXPECT_EQ(krippendorff_alpha({values, 2}, Measurement::nominal).error().code(), "statistics.raters");
    EXPECT_EQ(krippendorff_alpha({values, 1}, Measurement::nominal).error().code(), "statistics.raters");
    EXPECT_EQ(weighted_kappa({values, 3}).error().code(), "statistics.raters");
    const std::vector<double> few = {1, 2, nan, 3};
    EXPECT_EQ(gwet_ac2({few, 2}).error().code(), "statistics.too_few");
    EXPECT_EQ(rating_bias({few, 2}).error().code(), "statistics.too_few");
    EXPECT_EQ(weighted_kappa({few, 2}, AgreementWeights::linear, {}, 1.5).error().code(), "statistics.confidence");
    const std::vector<double> known = {1, 2};
    EXPECT_EQ(gwet_ac2({few, 2}, AgreementWeights::linear, known).error().code(), "statistics.category");
}

}  // namespace
