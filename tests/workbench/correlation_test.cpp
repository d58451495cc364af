// How two columns go together: known figures, brute force, and what must not matter.
#include "pug/workbench/correlation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace {

using namespace pug::workbench;

constexpr std::array<CorrelationMethod, 3> methods = {CorrelationMethod::pearson, CorrelationMethod::spearman,
                                                      CorrelationMethod::kendall};

using Column = std::vector<double>;

/// Values with many ties, and some missing.
Column random_column(std::mt19937& random, std::size_t n, double missing) {
    std::uniform_int_distribution<int> value(-4, 4);
    std::bernoulli_distribution is_missing(missing);
    Column column;
    for (std::size_t i = 0; i < n; ++i) column.push_back(is_missing(random) ? no_value : value(random));
    return column;
}

/// tau-b by its definition, pair by pair.
double brute_force_tau(const Column& x, const Column& y) {
    double difference = 0, untied_x = 0, untied_y = 0;
    for (std::size_t a = 0; a < x.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            if (std::isnan(x[a] + y[a] + x[b] + y[b])) continue;
            const double dx = x[a] - x[b], dy = y[a] - y[b];
            difference += (dx * dy > 0 ? 1 : 0) - (dx * dy < 0 ? 1 : 0);
            untied_x += dx != 0 ? 1 : 0;
            untied_y += dy != 0 ? 1 : 0;
        }
    }
    return difference / std::sqrt(untied_x * untied_y);
}

// The figures were computed with scipy 1.17 (pearsonr, spearmanr, and kendalltau with method="asymptotic").
TEST(Correlation, AgreesWithKnownFigures) {
    const Column x{3.1, 4.1, 5.9, 2.6, 5.3, 5.8, 9.7, 9.3, 2.3, 8.4};
    const Column y{2.7, 1.8, 2.8, 1.8, 2.8, 4.5, 9.0, 4.5, 2.3, 5.3};
    const std::array<double, 3> values = {0.8315941389998556, 0.8807710121010884, 0.7360699299651778};
    const std::array<double, 3> ps = {0.002856474021532815, 0.0007637917374575819, 0.0037657701335442563};
    for (std::size_t m = 0; m < methods.size(); ++m) {
        const Correlation found = correlation(methods[m], x, y);
        EXPECT_NEAR(found.value, values[m], 1e-14) << m;
        EXPECT_NEAR(found.p, ps[m], 1e-14) << m;
        EXPECT_EQ(found.n, 10u);
        EXPECT_EQ(found.gap, CorrelationGap::none);
    }
}

TEST(Correlation, AgreesWithKnownFiguresUnderTies) {
    const Column x{1, 1, 2, 2, 2, 3, 4, 4};
    const Column y{2, 1, 2, 3, 3, 1, 4, 4};
    const std::array<double, 3> values = {0.6541009870546158, 0.6329621044272916, 0.5533167449931866};
    const std::array<double, 3> ps = {0.0784795557254939, 0.09208474030379414, 0.08339484658940394};
    for (std::size_t m = 0; m < methods.size(); ++m) {
        const Correlation found = correlation(methods[m], x, y);
        EXPECT_NEAR(found.value, values[m], 1e-14) << m;
        EXPECT_NEAR(found.p, ps[m], 1e-14) << m;
    }
}

TEST(Correlation, RunsOfThreeAndMoreCountInTheVarianceOfKendall) {
    const Column x{1, 1, 1, 2, 2, 2, 2, 3, 4, 5}, y{2, 1, 1, 1, 3, 3, 3, 2, 3, 2};
    const Correlation found = correlation(CorrelationMethod::kendall, x, y);
    EXPECT_NEAR(found.value, 0.3481553119113957, 1e-14);
    EXPECT_NEAR(found.p, 0.22834747539403277, 1e-14);
}

TEST(Correlation, KendallIsThatOfBruteForce) {
    std::mt19937 random(7);
    std::size_t compared = 0;
    for (int round = 0; round < 500; ++round) {
        const std::size_t n = 3 + static_cast<std::size_t>(round) % 40;
        const Column x = random_column(random, n, 0.1), y = random_column(random, n, 0.1);
        const Correlation found = correlation(CorrelationMethod::kendall, x, y);
        if (found.gap != CorrelationGap::none) continue;
        ++compared;
        EXPECT_NEAR(found.value, brute_force_tau(x, y), 1e-14);
    }
    EXPECT_GT(compared, 450u);
}

TEST(Correlation, IsSymmetricAndBounded) {
    std::mt19937 random(11);
    for (int round = 0; round < 200; ++round) {
        const Column x = random_column(random, 20, 0.2), y = random_column(random, 20, 0.2);
        for (const CorrelationMethod method : methods) {
            const Correlation there = correlation(method, x, y), back = correlation(method, y, x);
            ASSERT_EQ(there.gap, back.gap);
            ASSERT_EQ(there.n, back.n);
            if (there.gap != CorrelationGap::none) continue;
            EXPECT_NEAR(there.value, back.value, 1e-15);
            EXPECT_LE(std::abs(there.value), 1);
            EXPECT_GE(there.p, 0);
            EXPECT_LE(there.p, 1);
        }
    }
}

TEST(Correlation, OfAColumnWithItselfIsExactlyOne) {
    std::mt19937 random(5);
    std::normal_distribution<double> normal(3, 1e-3);
    for (int round = 0; round < 100; ++round) {
        Column x(30), opposite(30);
        for (std::size_t i = 0; i < x.size(); ++i) opposite[i] = -(x[i] = normal(random));
        for (const CorrelationMethod method : methods) {
            EXPECT_EQ(correlation(method, x, x).value, 1);
            EXPECT_EQ(correlation(method, x, opposite).value, -1);
        }
        EXPECT_EQ(correlation(CorrelationMethod::pearson, x, x).p, 0);
    }
}

TEST(Correlation, AffineMapsDoNotMatter) {
    std::mt19937 random(13);
    for (int round = 0; round < 50; ++round) {
        const Column x = random_column(random, 25, 0.1), y = random_column(random, 25, 0.1);
        Column mapped = x, turned = x;
        for (std::size_t i = 0; i < x.size(); ++i) {
            mapped[i] = 250 * x[i] + 17;
            turned[i] = 3 - x[i] / 4;
        }
        for (const CorrelationMethod method : methods) {
            const Correlation found = correlation(method, x, y);
            EXPECT_NEAR(correlation(method, mapped, y).value, found.value, 1e-13);
            EXPECT_NEAR(correlation(method, turned, y).value, -found.value, 1e-13);
        }
    }
}

TEST(Correlation, RanksSeeNothingButTheOrder) {
    std::mt19937 random(17);
    const Column x = random_column(random, 40, 0.1), y = random_column(random, 40, 0.1);
    Column grown = x;
    for (double& value : grown) value = std::exp(3 * value);
    for (const CorrelationMethod method : {CorrelationMethod::spearman, CorrelationMethod::kendall})
        EXPECT_EQ(correlation(method, grown, y).value, correlation(method, x, y).value);
    EXPECT_NE(correlation(CorrelationMethod::pearson, grown, y).value,
              correlation(CorrelationMethod::pearson, x, y).value);
}

TEST(Correlation, CountsOnlyRowsWithBothValues) {
    const Column x{1, 5, no_value, 3, 2, 100}, y{2, 3, 4, 7, 1, no_value};
    const Column short_x{1, 5, 3, 2}, short_y{2, 3, 7, 1};
    for (const CorrelationMethod method : methods) {
        const Correlation found = correlation(method, x, y);
        EXPECT_EQ(found.n, 4u);
        EXPECT_EQ(found.value, correlation(method, short_x, short_y).value);
        EXPECT_EQ(found.p, correlation(method, short_x, short_y).p);
    }
}

TEST(Correlation, SaysWhyThereIsNone) {
    const Column none(5, no_value), rising{1, 2, 3, 4, 5}, two{1, 2, no_value, no_value, no_value}, equal(5, 0.1);
    const Column equal_where_both{7, 7, 7, no_value, 1}, known{1, 2, 3, 4, no_value};
    for (const CorrelationMethod method : methods) {
        for (const Column& column : {none, two, Column{}}) {
            const Correlation found = correlation(method, column, column.empty() ? column : rising);
            EXPECT_EQ(found.gap, CorrelationGap::too_few);
            EXPECT_TRUE(std::isnan(found.value) && std::isnan(found.p));
        }
        for (const auto& [x, y] : {std::pair(equal, rising), std::pair(rising, equal), std::pair(equal, equal),
                                   std::pair(equal_where_both, known)}) {
            const Correlation found = correlation(method, x, y);
            EXPECT_EQ(found.gap, CorrelationGap::constant);
            EXPECT_TRUE(std::isnan(found.value) && std::isnan(found.p));
        }
    }
    EXPECT_EQ(correlation(CorrelationMethod::pearson, two, rising).n, 2u);
}

TEST(Correlation, GreatAndSmallNumbersDoNotOverflow) {
    const Column x{-1.5e308, 1e308, 0.5e308, 0}, y{4e-310, 1e-310, 2e-310, 3e-310};
    const Column like_x{-1.5, 1, 0.5, 0}, like_y{4, 1, 2, 3};
    EXPECT_NEAR(correlation(CorrelationMethod::pearson, x, y).value,
                correlation(CorrelationMethod::pearson, like_x, like_y).value, 1e-12);
}

TEST(Correlation, ThreeRowsHaveAProbability) {
    // With one degree of freedom Student's t is Cauchy's distribution: p = 1 − 2·atan(t)/π.
    const Column x{1, 2, 3}, y{1, 3, 2};
    const Correlation found = correlation(CorrelationMethod::pearson, x, y);
    EXPECT_DOUBLE_EQ(found.value, 0.5);
    EXPECT_NEAR(found.p, 1 - 2 * std::atan(0.5 / std::sqrt(0.75)) / std::acos(-1.0), 1e-14);
}

class Correlations : public testing::TestWithParam<double> {};

TEST_P(Correlations, AreThoseOfEachPair) {
    std::mt19937 random(23);
    const std::vector<Column> columns{random_column(random, 15, GetParam()), random_column(random, 15, GetParam()),
                                      random_column(random, 15, GetParam())};
    const std::vector<std::span<const double>> rows{columns[0], columns[1]}, across{columns[2], columns[0], columns[1]};
    for (const CorrelationMethod method : methods) {
        const std::vector<Correlation> found = correlations(method, rows, across);
        ASSERT_EQ(found.size(), 6u);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            for (std::size_t c = 0; c < across.size(); ++c) {
                const Correlation one = correlation(method, rows[r], across[c]);
                EXPECT_EQ(found[r * across.size() + c].value, one.value);
                EXPECT_EQ(found[r * across.size() + c].p, one.p);
                EXPECT_EQ(found[r * across.size() + c].n, one.n);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutMissingValues, Correlations, testing::Values(0.0, 0.1));

TEST(CorrelationsOfRanks, OfConstantColumnsSaySo) {
    const Column rising{1, 2, 3}, equal{4, 4, 4};
    const std::vector<std::span<const double>> columns{rising, equal};
    const std::vector<Correlation> found = correlations(CorrelationMethod::spearman, columns, columns);
    EXPECT_EQ(found[0].value, 1);
    EXPECT_EQ(found[1].gap, CorrelationGap::constant);
    EXPECT_EQ(found[3].gap, CorrelationGap::constant);
}

TEST(AverageRanks, EqualValuesShareTheMean) {
    const Column found = average_ranks(Column{5, 1, no_value, 5, 7, 5});
    EXPECT_EQ(found[0], 3);
    EXPECT_EQ(found[1], 1);
    EXPECT_TRUE(std::isnan(found[2]));
    EXPECT_EQ(found[3], 3);
    EXPECT_EQ(found[4], 5);
    EXPECT_TRUE(average_ranks({}).empty());
}

}  // namespace
