// First-order and total indices against models whose indices are known.
#include "pug/workbench/sobol.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

#include "pug/workbench/sampling.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;

using Model = std::function<double(const std::vector<double>&)>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// A model and the indices that it has.
struct Known {
    std::string name;
    Model model;
    std::vector<double> first, total;
};

/// sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1 on (−π, π)³. T. Ishigami and T. Homma (1990).
Known ishigami() {
    const double a = 7, b = 0.1, pi = std::numbers::pi;
    const auto model = [=](const std::vector<double>& u) {
        const auto x = [&](std::size_t i) { return (2 * u[i] - 1) * pi; };
        return std::sin(x(0)) + a * std::pow(std::sin(x(1)), 2) + b * std::pow(x(2), 4) * std::sin(x(0));
    };
    const double v1 = 0.5 * std::pow(1 + b * std::pow(pi, 4) / 5, 2), v2 = a * a / 8;
    const double v13 = b * b * std::pow(pi, 8) * (1.0 / 18 - 1.0 / 50), v = v1 + v2 + v13;
    return {"Ishigami", model, {v1 / v, v2 / v, 0}, {(v1 + v13) / v, v2 / v, v13 / v}};
}

/// Π (|4 x − 2| + a)/(1 + a). A. Saltelli and I. M. Sobol (1995).
Known g_function() {
    const std::vector<double> a{0, 1, 4.5, 9, 99, 99, 99, 99};
    const auto model = [=](const std::vector<double>& u) {
        double product = 1;
        for (std::size_t i = 0; i < a.size(); ++i) product *= (std::fabs(4 * u[i] - 2) + a[i]) / (1 + a[i]);
        return product;
    };
    double all = 1;
    std::vector<double> v;
    for (const double ai : a) {
        v.push_back(1 / (3 * (1 + ai) * (1 + ai)));
        all *= 1 + v.back();
    }
    Known known{"g", model, {}, {}};
    for (const double vi : v) {
        known.first.push_back(vi / (all - 1));
        known.total.push_back(vi * all / (1 + vi) / (all - 1));
    }
    return known;
}

/// A sum of inputs, far from zero: without centring its indices are lost in the mean.
Known additive() {
    const auto model = [](const std::vector<double>& u) { return 1e4 + 3 * u[0] + 2 * u[1] + u[2] + 0 * u[3]; };
    const std::vector<double> shares{9.0 / 14, 4.0 / 14, 1.0 / 14, 0};
    return {"additive", model, shares, shares};
}

Matrix outputs_of(const SaltelliPoints& points, const std::vector<Model>& models) {
    Matrix outputs(points.evaluations(), models.size());
    std::vector<double> at(points.inputs());
    for (std::size_t e = 0; e < points.evaluations(); ++e) {
        for (std::size_t i = 0; i < at.size(); ++i) at[i] = points.at(e, i);
        for (std::size_t m = 0; m < models.size(); ++m) outputs.at(e, m) = models[m](at);
    }
    return outputs;
}

SobolIndices indices(const Known& known, std::size_t n, std::uint64_t seed, Spread spread = Spread::sobol) {
    const SaltelliPoints points = saltelli(n, known.first.size(), seed, spread).value();
    return sobol_indices(outputs_of(points, {known.model}), points.inputs()).value().front();
}

bool holds(const Estimate& estimate, double value) {
    return estimate.low - 1e-12 <= value && value <= estimate.high + 1e-12;
}

TEST(SobolIndices, KnownModelsLieWithinTheirIntervals) {
    for (const Known& known : {ishigami(), g_function(), additive()}) {
        const SobolIndices found = indices(known, 4096, 0);
        for (std::size_t i = 0; i < known.first.size(); ++i) {
            EXPECT_TRUE(holds(found.first[i], known.first[i])) << known.name << ' ' << i;
            EXPECT_TRUE(holds(found.total[i], known.total[i])) << known.name << ' ' << i;
            EXPECT_NEAR(found.first[i].value, known.first[i], 0.01) << known.name << ' ' << i;
            EXPECT_NEAR(found.total[i].value, known.total[i], 0.01) << known.name << ' ' << i;
            EXPECT_LT(found.first[i].high - found.first[i].low, 0.13) << known.name << ' ' << i;
        }
    }
}

// Of independent points the intervals hold what they say, not less and not much more.
TEST(SobolIndices, IntervalsOfIndependentPointsHoldTheirConfidence) {
    for (const Known& known : {ishigami(), g_function()}) {
        for (std::size_t i = 0; i < known.first.size(); ++i) {
            int first = 0, total = 0;
            for (std::uint64_t seed = 0; seed < 400; ++seed) {
                static std::vector<SobolIndices> drawn;
                static std::string of;
                if (of != known.name) {
                    of = known.name;
                    drawn.clear();
                }
                if (drawn.size() <= seed) drawn.push_back(indices(known, 512, seed, Spread::random));
                first += holds(drawn[seed].first[i], known.first[i]);
                total += holds(drawn[seed].total[i], known.total[i]);
            }
            // 380 of 400 with a deviation of 4.4; skewness of the terms costs a little at 512 points.
            EXPECT_GE(first, 362) << known.name << ' ' << i;
            EXPECT_LE(first, 394) << known.name << ' ' << i;
            EXPECT_GE(total, 362) << known.name << ' ' << i;
            EXPECT_LE(total, 394) << known.name << ' ' << i;
        }
    }
}

TEST(SobolIndices, IntervalsOfTheSobolSequenceAreOnTheSafeSide) {
    const Known known = ishigami();
    std::vector<int> held(6);
    double squares = 0, claimed = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const SobolIndices found = indices(known, 512, seed);
        for (std::size_t i = 0; i < 3; ++i) {
            held[i] += holds(found.first[i], known.first[i]);
            held[3 + i] += holds(found.total[i], known.total[i]);
            squares += std::pow(found.first[i].value - known.first[i], 2);
            claimed += std::pow(found.first[i].standard_error, 2);
        }
    }
    for (const int count : held) EXPECT_GE(count, 190);
    EXPECT_LT(squares, claimed / 4);  // the sequence is worth it
}

TEST(SobolIndices, TheErrorShrinksWithTheRootOfThePoints) {
    const double few = indices(ishigami(), 1024, 1).first[0].standard_error;
    const double many = indices(ishigami(), 1024 * 16, 1).first[0].standard_error;
    EXPECT_NEAR(few / many, 4, 0.6);
}

TEST(SobolIndices, AConfidenceSetsTheWidth) {
    const SaltelliPoints points = saltelli(64, 3).value();
    const Matrix outputs = outputs_of(points, {ishigami().model});
    SobolOptions options;
    options.confidence = 0.6826894921370859;
    const Estimate one = sobol_indices(outputs, 3, {}, options).value().front().total[0];
    EXPECT_NEAR(one.high - one.value, one.standard_error, 1e-12);
    options.confidence = 1;
    EXPECT_EQ(sobol_indices(outputs, 3, {}, options).error().code(), "statistics.confidence");
}

/// The formulas as they stand in the header, point by point.
TEST(SobolIndices, AreTheirFormulas) {
    const Known known = g_function();
    constexpr std::size_t n = 1000;  // no multiple of what is summed at once
    const SaltelliPoints points = saltelli(n, 8, 6).value();
    const Matrix outputs = outputs_of(points, {known.model});
    const SobolIndices found = sobol_indices(outputs, 8).value().front();
    const auto f = outputs.column(0);
    double mean = 0, variance = 0;
    for (std::size_t j = 0; j < 2 * n; ++j) mean += f[j] / (2.0 * n);
    for (std::size_t j = 0; j < 2 * n; ++j) variance += (f[j] - mean) * (f[j] - mean) / (2.0 * n);
    EXPECT_NEAR(found.mean, mean, 1e-12);
    EXPECT_NEAR(found.variance, variance, 1e-12);
    for (std::size_t i = 0; i < 8; ++i) {
        const auto change = [&](std::size_t j) { return f[(i + 2) * n + j] - f[j]; };
        const auto square = [&](std::size_t j) {
            return (std::pow(f[j] - mean, 2) + std::pow(f[n + j] - mean, 2)) / 2;
        };
        double first = 0, total = 0, spread = 0;
        for (std::size_t j = 0; j < n; ++j) {
            first += (f[n + j] - mean) * change(j) / n / variance;
            total += change(j) * change(j) / 2 / n / variance;
        }
        for (std::size_t j = 0; j < n; ++j)
            spread += std::pow(((f[n + j] - mean) * change(j) - first * square(j)) / variance, 2) / (n - 1);
        EXPECT_NEAR(found.first[i].value, first, 1e-12);
        EXPECT_NEAR(found.total[i].value, total, 1e-12);
        EXPECT_NEAR(found.first[i].standard_error, std::sqrt(spread / n), 1e-12);
    }
}

TEST(SobolIndices, TheSharesOfAnAdditiveModelSumToOne) {
    const SobolIndices found = indices(additive(), 1024, 3);
    double first = 0, total = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        first += found.first[i].value;
        total += found.total[i].value;
    }
    EXPECT_NEAR(first, 1, 0.005);
    EXPECT_NEAR(total, 1, 0.005);
    EXPECT_EQ(found.first[3].value, 0);  // an input that does nothing, and that for sure
    EXPECT_EQ(found.total[3].high, 0);
}

TEST(SobolIndices, ScaleAndShiftOfAnOutputDoNotMatter) {
    const SaltelliPoints points = saltelli(256, 3, 2).value();
    const auto model = ishigami().model;
    const Matrix outputs = outputs_of(points, {model, [&](const auto& u) { return 1e6 - 1e-3 * model(u); }});
    const auto found = sobol_indices(outputs, 3).value();
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(found[0].first[i].value, found[1].first[i].value, 1e-6);
        EXPECT_NEAR(found[0].total[i].high, found[1].total[i].high, 1e-6);
    }
}

TEST(SobolIndices, ManyOutputsAreAsEachAloneForAnyNumberOfThreads) {
    const SaltelliPoints points = saltelli(300, 3, 2).value();
    std::vector<Model> models;
    for (int k = 0; k < 7; ++k)
        models.push_back([k](const auto& u) { return std::pow(u[0], k + 1) + u[1] * u[2] * k; });
    const Matrix together = outputs_of(points, models);
    SobolOptions options;
    const auto one = sobol_indices(together, 3, {}, options).value();
    options.threads = 3;
    const auto three = sobol_indices(together, 3, {}, options).value();
    for (std::size_t m = 0; m < models.size(); ++m) {
        const auto alone = sobol_indices(outputs_of(points, {models[m]}), 3).value().front();
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_EQ(one[m].first[i].low, three[m].first[i].low);
            EXPECT_EQ(one[m].first[i].low, alone.first[i].low);
            EXPECT_EQ(one[m].total[i].high, alone.total[i].high);
        }
    }
}

TEST(SobolIndices, NamesWhatIsNotFinite) {
    const SaltelliPoints points = saltelli(4, 2).value();
    Matrix outputs = outputs_of(points, {[](const auto& u) { return u[0]; }, [](const auto& u) { return u[1]; }});
    const std::vector<std::string> names{"x", "y"};
    outputs.at(14, 1) = nan;
    outputs.at(3, 0) = -std::numeric_limits<double>::infinity();
    const Error error = sobol_indices(outputs, 2, names).error();
    ASSERT_EQ(error.problems.size(), 2u);
    EXPECT_EQ(error.code(), "sobol.not_finite");
    EXPECT_EQ(error.where(), "x");
    EXPECT_EQ(error.problems[0].line, 4u);
    EXPECT_EQ(error.problems[1].where, "y");
    EXPECT_NE(error.problems[1].message.find("evaluation 15 (point 3 of A with input 2 of B)"), std::string::npos)
        << error.problems[1].message;
}

TEST(SobolIndices, NamesWhatIsConstant) {
    const SaltelliPoints points = saltelli(64, 2).value();
    const Matrix outputs = outputs_of(points, {[](const auto& u) { return u[0]; }, [](const auto&) { return 5.0; },
                                               // what rounding makes of one value
                                               [](const auto& u) { return u[0] < 0.5 ? 0.1 + 0.2 : 0.3; }});
    const std::vector<std::string> names{"x", "y", "z"};
    const Error error = sobol_indices(outputs, 2, names).error();
    ASSERT_EQ(error.problems.size(), 2u);
    EXPECT_EQ(error.code(), "sobol.constant");
    EXPECT_EQ(error.problems[0].where, "y");
    EXPECT_EQ(error.problems[1].where, "z");
    SobolOptions options;
    options.allows_constant = true;
    const auto found = sobol_indices(outputs, 2, names, options).value();
    EXPECT_FALSE(found[0].is_constant);
    EXPECT_TRUE(found[1].is_constant && found[2].is_constant);
    EXPECT_TRUE(std::isnan(found[1].first[0].value) && std::isnan(found[2].total[1].high));
}

TEST(SobolIndices, RefusesOutputsOfAnotherShape) {
    EXPECT_EQ(sobol_indices(Matrix(9, 1, 1.0), 2).error().code(), "sobol.shape");
    EXPECT_EQ(sobol_indices(Matrix(4, 1, 1.0), 2).error().code(), "sobol.shape");  // one point
    EXPECT_EQ(sobol_indices(Matrix(8, 0), 2).error().code(), "sobol.shape");
    EXPECT_EQ(sobol_indices(Matrix(8, 1, 1.0), 0).error().code(), "sobol.shape");
    EXPECT_EQ(sobol_indices(Matrix(8, 1, 1.0), 2, std::vector<std::string>{"a", "b"}).error().code(), "sobol.shape");
}

}  // namespace
