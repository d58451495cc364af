// Principal components of columns.
#include "pug/workbench/components.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace pug::workbench;
using Column = std::vector<double>;

std::vector<std::span<const double>> spans(const std::vector<Column>& columns) {
    return {columns.begin(), columns.end()};
}

std::vector<std::string> names(std::size_t count) {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < count; ++i) made.push_back("x" + std::to_string(i));
    return made;
}

pug::result<Components> components_of(const std::vector<Column>& columns,
                                      ComponentBasis basis = ComponentBasis::correlation) {
    return components(spans(columns), names(columns.size()), {basis});
}

const std::vector<Column> known{
    {2.5, 0.5, 2.2, 1.9, 3.1, 2.3}, {2.4, 0.7, 2.9, 2.2, 3.0, 2.7}, {0.5, 1.1, 0.3, 1.9, 0.2, 1.3}};

std::vector<Column> random_columns(std::mt19937& random, std::size_t n, std::size_t k) {
    std::normal_distribution<double> normal;
    std::vector<Column> columns(k, Column(n));
    for (std::size_t c = 0; c < k; ++c) {
        for (std::size_t r = 0; r < n; ++r)
            columns[c][r] = 5 + static_cast<double>(c + 1) * normal(random) + (c > 0 ? columns[c - 1][r] : 0);
    }
    return columns;
}

// The figures were computed with numpy 2.4 (eigh of cov and corrcoef, each vector turned so that its sum is positive).
TEST(Components, AgreeWithKnownFigures) {
    const std::vector<std::vector<double>> variances{{2.245686499406582, 0.6933212084247332, 0.06099229216868566},
                                                     {1.5466961362015836, 0.32928866952396024, 0.04501519427445691}};
    const std::vector<std::vector<double>> first{{0.6391217182478954, 0.6265281109344653, -0.4460784185238609},
                                                 {0.6872075841318321, 0.6587431123948609, -0.3062731594247569}};
    const std::vector<std::vector<double>> last{{0.719589966512659, -0.6918665278226093, 0.05925358869298358},
                                                {0.7081286996646562, -0.7015381380454304, 0.07998740887785996}};
    for (std::size_t b = 0; b < 2; ++b) {
        const Components found = components_of(known, static_cast<ComponentBasis>(b)).value();
        for (std::size_t c = 0; c < 3; ++c) {
            EXPECT_NEAR(found.variances[c], variances[b][c], 1e-14);
            EXPECT_NEAR(found.loadings.at(c, 0), first[b][c], 1e-14);
            EXPECT_NEAR(found.loadings.at(c, 2), last[b][c], 1e-13);
        }
        EXPECT_EQ(found.rows, 6u);
        EXPECT_EQ(found.left_out, 0u);
    }
}

TEST(Components, ReconstructTheColumns) {
    std::mt19937 random(29);
    for (const ComponentBasis basis : {ComponentBasis::correlation, ComponentBasis::covariance}) {
        const std::vector<Column> columns = random_columns(random, 40, 5);
        const Components found = components_of(columns, basis).value();
        for (std::size_t v = 0; v < columns.size(); ++v) {
            const double mean = std::accumulate(columns[v].begin(), columns[v].end(), 0.0) / 40;
            double squares = 0;
            for (const double x : columns[v]) squares += (x - mean) * (x - mean);
            const double scale = basis == ComponentBasis::correlation ? std::sqrt(squares / 39) : 1;
            for (std::size_t r = 0; r < 40; ++r) {
                double sum = 0;
                for (std::size_t c = 0; c < 5; ++c) sum += found.scores.at(r, c) * found.loadings.at(v, c);
                EXPECT_NEAR(sum, (columns[v][r] - mean) / scale, 1e-11);
            }
        }
    }
}

TEST(Components, StandAtRightAnglesAndShareTheVariance) {
    std::mt19937 random(31);
    const Components found = components_of(random_columns(random, 30, 4)).value();
    double variances = 0, shares = 0;
    for (std::size_t a = 0; a < 4; ++a) {
        variances += found.variances[a];
        shares += found.shares[a];
        double loadings = 0;
        for (std::size_t v = 0; v < 4; ++v) loadings += found.loadings.at(v, a);
        EXPECT_GT(loadings, 0);
        if (a > 0) {
            EXPECT_LE(found.variances[a], found.variances[a - 1]);
        }
        for (std::size_t b = 0; b < 4; ++b) {
            double angle = 0, common = 0;
            for (std::size_t v = 0; v < 4; ++v) angle += found.loadings.at(v, a) * found.loadings.at(v, b);
            for (std::size_t r = 0; r < 30; ++r) common += found.scores.at(r, a) * found.scores.at(r, b) / 29;
            EXPECT_NEAR(angle, a == b ? 1 : 0, 1e-12);
            EXPECT_NEAR(common, a == b ? found.variances[a] : 0, 1e-11);
        }
    }
    EXPECT_NEAR(variances, 4, 1e-12);
    EXPECT_NEAR(shares, 1, 1e-14);
}

TEST(Components, HaveOneSign) {
    // The second component of two columns has the sum 0, so its first loading decides.
    const Components two = components_of({{1, 2, 3, 5}, {2, 1, 4, 4}}).value();
    EXPECT_NEAR(two.loadings.at(0, 1), std::sqrt(0.5), 1e-14);
    EXPECT_NEAR(two.loadings.at(1, 1), -std::sqrt(0.5), 1e-14);
    std::mt19937 random(37);
    for (int round = 0; round < 100; ++round) {
        const Components found = components_of(random_columns(random, 9, 2)).value();
        for (std::size_t c = 0; c < 2; ++c) EXPECT_NEAR(found.loadings.at(0, c), std::sqrt(0.5), 1e-12);
    }
    // Turning every column round turns the scores, not the loadings.
    std::vector<Column> turned = known;
    for (Column& column : turned) {
        for (double& value : column) value = -value;
    }
    const Components before = components_of(known).value(), after = components_of(turned).value();
    for (std::size_t c = 0; c < 3; ++c) {
        EXPECT_NEAR(before.loadings.at(0, c), after.loadings.at(0, c), 1e-13);
        EXPECT_NEAR(before.scores.at(0, c), -after.scores.at(0, c), 1e-13);
    }
}

TEST(Components, OfCorrelationsDoNotSeeScales) {
    std::vector<Column> scaled = known;
    for (double& value : scaled[1]) value = 1000 * value - 3;
    const Components before = components_of(known).value(), after = components_of(scaled).value();
    const Components covariance = components_of(scaled, ComponentBasis::covariance).value();
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(before.variances[c], after.variances[c], 1e-12);
    EXPECT_GT(covariance.loadings.at(1, 0), 0.999);
}

TEST(Components, CountCompleteRowsOnly) {
    std::vector<Column> holes = known;
    for (std::size_t c = 0; c < 3; ++c) {
        holes[c].insert(holes[c].begin() + 2, c == 1 ? no_value : 99);
        holes[c].push_back(c == 2 ? no_value : -99);
    }
    const Components before = components_of(known).value(), after = components_of(holes).value();
    EXPECT_EQ(after.rows, 6u);
    EXPECT_EQ(after.left_out, 2u);
    EXPECT_EQ(after.variances, before.variances);
    EXPECT_TRUE(std::isnan(after.scores.at(2, 0)) && std::isnan(after.scores.at(7, 2)));
    EXPECT_EQ(after.scores.at(3, 0), before.scores.at(2, 0));
}

TEST(Components, FewerRowsThanColumnsHaveFewerDirections) {
    const Components found = components_of({{1, 2, 4}, {3, 1, 1}, {0, 5, 2}, {2, 2, 3}}).value();
    EXPECT_GT(found.variances[1], 0.1);
    for (std::size_t c = 2; c < 4; ++c) {
        EXPECT_GE(found.variances[c], 0);
        EXPECT_LT(found.variances[c], 1e-14);
    }
}

TEST(Components, SayWhyThereAreNone) {
    EXPECT_EQ(components_of({}).error().code(), "components.columns");
    EXPECT_EQ(components_of({{1, no_value, 3}, {no_value, 2, 3}}).error().code(), "components.rows");
    EXPECT_EQ(components_of({{1, 2, 3}, Column(3, no_value)}).error().code(), "components.rows");
    const auto constant = components_of({{0.1, 0.1, 0.1}, {1, 2, 3}, {5, 5, 5}});
    ASSERT_TRUE(constant.has_error());
    ASSERT_EQ(constant.error().problems.size(), 2u);
    EXPECT_EQ(constant.error().code(), "components.constant");
    EXPECT_EQ(constant.error().where(), "x0");
    EXPECT_EQ(constant.error().problems[1].where, "x2");
    EXPECT_TRUE(components_of({{0.1, 0.1, 0.1}, {1, 2, 3}}, ComponentBasis::covariance));
    EXPECT_EQ(components_of({{0.1, 0.1, 0.1}}, ComponentBasis::covariance).error().code(), "components.constant");
    EXPECT_EQ(components_of({{1e200, 2e200, -1e200}}, ComponentBasis::covariance).error().code(), "components.range");
    EXPECT_EQ(components_of({{1.7e308, 1.7e308, -1.7e308}}).error().code(), "components.range");
    EXPECT_NEAR(components_of({{1e200, 2e200, -1e200}, {1, 2, -1}}).value().variances[0], 2, 1e-12);
}

}  // namespace
