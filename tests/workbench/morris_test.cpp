// Elementary effects of models whose effects are known.
#include "pug/workbench/morris.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace pug;
using namespace pug::workbench;

using Model = std::function<double(const std::vector<double>&)>;

Matrix outputs_of(const MorrisTrajectories& walks, const std::vector<Model>& models) {
    Matrix outputs(walks.evaluations(), models.size());
    std::vector<double> at(walks.inputs);
    for (std::size_t e = 0; e < walks.evaluations(); ++e) {
        for (std::size_t i = 0; i < at.size(); ++i) at[i] = walks.points.at(e, i);
        for (std::size_t m = 0; m < models.size(); ++m) outputs.at(e, m) = models[m](at);
    }
    return outputs;
}

TEST(ElementaryEffects, OfAStraightLineAreItsSlopes) {
    const MorrisTrajectories walks = morris_trajectories(10, 3, 4, 1).value();
    const auto found =
        elementary_effects(walks, outputs_of(walks, {[](const auto& u) { return 3 * u[0] - 2 * u[1]; }})).value();
    const double slopes[] = {3, -2, 0};
    for (std::size_t i = 0; i < 3; ++i) {
        const ElementaryEffects& effects = found.front().inputs[i];
        EXPECT_NEAR(effects.mean.value, slopes[i], 1e-12);
        EXPECT_NEAR(effects.mean_absolute.value, std::fabs(slopes[i]), 1e-12);
        EXPECT_NEAR(effects.deviation.value, 0, 1e-12);
        EXPECT_NEAR(effects.mean.high - effects.mean.low, 0, 1e-12);
    }
}

// x1·x2 on a grid of 4 places: the effect of x1 is x2, one of 1/8, 3/8, 5/8, 7/8: mean 1/2, variance 5/64.
TEST(ElementaryEffects, OfAProductVary) {
    const MorrisTrajectories walks = morris_trajectories(4000, 2, 4, 3).value();
    const auto found =
        elementary_effects(walks, outputs_of(walks, {[](const auto& u) { return u[0] * u[1]; },
                                                     [](const auto& u) { return (u[0] - 0.5) * (u[1] - 0.5); }}));
    const auto& product = found.value()[0].inputs[0];
    EXPECT_NEAR(product.mean.value, 0.5, 0.02);
    EXPECT_NEAR(product.deviation.value, std::sqrt(5.0 / 64), 0.01);
    const auto& cancelling = found.value()[1].inputs[1];
    EXPECT_NEAR(cancelling.mean.value, 0, 0.02);
    EXPECT_NEAR(cancelling.mean_absolute.value, 0.25, 0.01);
}

TEST(ElementaryEffects, IntervalsHoldTheirConfidence) {
    const Model model = [](const auto& u) { return u[0] * u[1] + u[0] * u[2] + std::exp(u[1]); };
    // Over the grid, exhaustively: the effect of x1 is x2 + x3.
    double mean = 0, square = 0;
    for (int a = 0; a < 4; ++a) {
        for (int b = 0; b < 4; ++b) {
            const double effect = (a + 0.5) / 4 + (b + 0.5) / 4;
            mean += effect / 16;
            square += effect * effect / 16;
        }
    }
    const double deviation = std::sqrt(square - mean * mean);
    int means = 0, deviations = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const MorrisTrajectories walks = morris_trajectories(40, 3, 4, seed).value();
        const auto effects = elementary_effects(walks, outputs_of(walks, {model})).value().front().inputs[0];
        means += effects.mean.low <= mean && mean <= effects.mean.high;
        deviations += effects.deviation.low <= deviation && deviation <= effects.deviation.high;
    }
    EXPECT_GE(means, 365);
    EXPECT_LE(means, 394);
    EXPECT_GE(deviations, 350);
    EXPECT_LE(deviations, 396);
}

TEST(ElementaryEffects, OneTrajectoryHasNoIntervals) {
    const MorrisTrajectories walks = morris_trajectories(1, 2).value();
    const auto found = elementary_effects(walks, outputs_of(walks, {[](const auto& u) { return u[0]; }})).value();
    EXPECT_NEAR(found.front().inputs[0].mean.value, 1, 1e-12);
    EXPECT_TRUE(std::isnan(found.front().inputs[0].mean.low));
    EXPECT_TRUE(std::isnan(found.front().inputs[0].deviation.value));
}

TEST(ElementaryEffects, NamesOutputsThatAreOfNoUse) {
    const MorrisTrajectories walks = morris_trajectories(4, 2).value();
    Matrix outputs = outputs_of(walks, {[](const auto& u) { return u[0]; }, [](const auto&) { return 2.0; }});
    const std::vector<std::string> names{"x", "y"};
    Error error = elementary_effects(walks, outputs, names).error();
    EXPECT_EQ(error.code(), "morris.constant");
    EXPECT_EQ(error.where(), "y");
    MorrisOptions options;
    options.allows_constant = true;
    EXPECT_TRUE(elementary_effects(walks, outputs, names, options).value()[1].is_constant);
    outputs.at(3, 1) = std::nextafter(2.0, 3.0);  // what rounding makes of one value
    EXPECT_TRUE(elementary_effects(walks, outputs, names, options).value()[1].is_constant);
    outputs.at(3, 1) = 2 + 1e-9;
    EXPECT_FALSE(elementary_effects(walks, outputs, names, options).value()[1].is_constant);
    outputs.at(7, 0) = std::numeric_limits<double>::quiet_NaN();
    error = elementary_effects(walks, outputs, names).error();
    EXPECT_EQ(error.code(), "morris.not_finite");
    EXPECT_NE(error.message().find("evaluation 8 (point 2 of trajectory 3)"), std::string::npos) << error.message();
    EXPECT_EQ(elementary_effects(walks, Matrix(5, 1, 0.0)).error().code(), "morris.shape");
    EXPECT_EQ(elementary_effects(walks, Matrix(12, 0)).error().code(), "morris.shape");
    EXPECT_EQ(elementary_effects(walks, outputs, std::vector<std::string>{"x"}).error().code(), "morris.shape");
    options.confidence = 0;
    EXPECT_EQ(elementary_effects(walks, outputs, names, options).error().code(), "statistics.confidence");
}

}  // namespace
