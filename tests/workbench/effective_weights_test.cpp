// What the weights on the way up make of a value.
#include "pug/workbench/effective_weights.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "support/sample_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;

TEST(EffectiveWeights, AreProductsOnTheWayUp) {
    const Index index = test::sample::index();
    const std::vector<EffectiveWeight> weights = effective_weights(index);
    ASSERT_EQ(weights.size(), 7u);
    const auto of = [&](const char* name) { return weights[index.blueprint.find(name)]; };
    EXPECT_DOUBLE_EQ(of("a").effective, 3.0 / 16);
    EXPECT_DOUBLE_EQ(of("a").weight, 0.75);
    EXPECT_DOUBLE_EQ(of("b").effective, 1.0 / 16);
    EXPECT_DOUBLE_EQ(of("d").effective, 3.0 / 8);
    EXPECT_DOUBLE_EQ(of("P").effective, 0.25);
    EXPECT_EQ(of("I").effective, 1);
    EXPECT_EQ(of("I").weight, 1);
    EXPECT_EQ(of("a").level, 1u);
    EXPECT_EQ(of("I").level, 3u);
    for (std::size_t v = 0; v < weights.size(); ++v) EXPECT_EQ(weights[v].value, v);
}

TEST(EffectiveWeights, AreTheSharesOfAnIndexOfArithmeticMeans) {
    const Index index = test::sample::index();
    const std::vector<EffectiveWeight> weights = effective_weights(index);
    for (std::size_t u = 0; u < index.units.size(); ++u) {
        double sum = 0;
        for (std::size_t v = 0; v < 4; ++v) sum += weights[v].effective * index.value(v)[u];
        EXPECT_NEAR(sum, index.scores.at(u, 2), 1e-12);
    }
}

TEST(EffectiveWeights, OfIndicatorsOfAnyDepthSumToOne) {
    Design design = test::sample::design();
    design.index.parts[1] = design.index.parts[1].parts[0];  // c right below the index, weight 1 as P
    design.index.parts.push_back(test::sample::part("d", 7));
    const std::vector<EffectiveWeight> weights = effective_weights(test::sample::built(design, test::sample::data()));
    double sum = 0;
    for (std::size_t v = 0; v < 4; ++v) sum += weights[v].effective;
    EXPECT_NEAR(sum, 1, 1e-15);
    EXPECT_DOUBLE_EQ(weights[2].effective, 1.0 / 9);
    EXPECT_DOUBLE_EQ(weights[3].effective, 7.0 / 9);
}

}  // namespace
