// Weights: worked examples and other packages' results, the definitions written out again, and what must hold for any
// columns.
#include "pug/workbench/weigh.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "pug/workbench/aggregate.hpp"
#include "support/part_columns.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;
namespace columns = pug::test::columns;
using columns::Values;
using columns::Views;
using Method = WeightingMethod;
using Judgements = std::vector<std::vector<double>>;

const double infinity = std::numeric_limits<double>::infinity();

/// Five units in three parts, from which constants below were computed.
const Values example = {{70, 48, 91, 60, 12}, {32, 80, 25, 60, 77}, {55, 61, 20, 60, 95}};
const std::vector<Method> by_data = {Method::inverse_sd, Method::pca, Method::entropy, Method::critic,
                                     Method::correlation};

result<std::vector<double>> try_weigh(Method method, const Values& parts, const Judgements& judgements = {},
                                      const std::vector<double>& given = {}, const Aggregation& rule = {}) {
    return weigh({method, judgements}, given, Views(parts), rule, "index");
}

std::vector<double> ask(Method method, const Values& parts, const Judgements& judgements = {},
                        const std::vector<double>& given = {}, const Aggregation& rule = {}) {
    auto found = try_weigh(method, parts, judgements, given, rule);
    EXPECT_TRUE(found.has_value()) << (found.has_error() ? found.error().message() : "");
    if (found.has_error()) return {};
    const std::vector<double> weights = std::move(found).value();
    EXPECT_NEAR(std::accumulate(weights.begin(), weights.end(), 0.0), 1, 1e-14);
    for (const double weight : weights) EXPECT_GE(weight, 0);
    return weights;
}

std::string refused(Method method, const Values& parts, const Judgements& judgements = {},
                    const std::vector<double>& given = {}, const Aggregation& rule = {}) {
    const auto found = try_weigh(method, parts, judgements, given, rule);
    if (found.has_value()) return "";
    EXPECT_EQ(found.error().where(), "index");
    EXPECT_FALSE(found.error().message().empty());
    return found.error().code();
}

void expect_near(const std::vector<double>& found, const std::vector<double>& wanted, double tolerance = 1e-14) {
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t k = 0; k < found.size(); ++k) EXPECT_NEAR(found[k], wanted[k], tolerance) << k;
}

/// Parts that have something in common, as those of an index should.
Values related(std::mt19937_64& generator, std::size_t parts, std::size_t units) {
    Values made = columns::random(generator, parts, units, 1, 60);
    const std::vector<double> common = columns::random(generator, 1, units, 0, 60).front();
    for (auto& column : made)
        for (std::size_t u = 0; u < units; ++u) column[u] += common[u];
    return made;
}

double mean_of(const std::vector<double>& x) {
    return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

double covariance(const std::vector<double>& x, const std::vector<double>& y) {
    double sum = 0;
    for (std::size_t u = 0; u < x.size(); ++u) sum += (x[u] - mean_of(x)) * (y[u] - mean_of(y));
    return sum / static_cast<double>(x.size() - 1);
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
    return covariance(x, y) / std::sqrt(covariance(x, x) * covariance(y, y));
}

// Weights that are given

TEST(Weigh, GivenAndEqual) {
    expect_near(ask(Method::given, example, {}, {1, 2, 5}), {0.125, 0.25, 0.625}, 0);
    expect_near(ask(Method::given, example, {}, {0, 0, 5}), {0, 0, 1}, 0);
    expect_near(ask(Method::equal, {{1, 2}, {3, no_value}, {4, 4}, {5, 6}}), {0.25, 0.25, 0.25, 0.25}, 0);
    EXPECT_EQ(refused(Method::given, example, {}, {1, 2}), "weights.count");
    EXPECT_EQ(refused(Method::given, example, {}, {1, -2, 3}), "weights.negative");
    EXPECT_EQ(refused(Method::given, example, {}, {1, no_value, 3}), "weights.negative");
    EXPECT_EQ(refused(Method::given, example, {}, {1, infinity, 3}), "weights.negative");
    EXPECT_EQ(refused(Method::given, example, {}, {0, 0, 0}), "weights.zero_sum");
    EXPECT_EQ(refused(Method::given, example, {}, {1e308, 1e308, 0}), "weights.zero_sum");
}

TEST(Weigh, BudgetIsTheMeanOfThePanel) {
    expect_near(ask(Method::budget, example, {{50, 30, 20}, {0, 50, 50}}), {0.25, 0.4, 0.35});
    // Who allots 10 in all counts as much as who allots 100.
    expect_near(ask(Method::budget, example, {{5, 3, 2}, {0, 50, 50}}), {0.25, 0.4, 0.35});
    EXPECT_EQ(refused(Method::budget, example, {}), "weights.judgements");
    EXPECT_EQ(refused(Method::budget, example, {{1, 2}}), "weights.count");
    EXPECT_EQ(refused(Method::budget, example, {{1, 2, 3}, {1, 2, -1}}), "weights.judgements");
    EXPECT_EQ(refused(Method::budget, example, {{1, 2, 3}, {0, 0, 0}}), "weights.judgements");
    EXPECT_EQ(refused(Method::budget, example, {{1, 2, no_value}}), "weights.judgements");
    EXPECT_EQ(refused(Method::budget, example, {{1, 2, infinity}}), "weights.judgements");
}

// Pairwise judgements

TEST(Ahp, PrincipalEigenvectorAndConsistency) {
    // Eigenvector and eigenvalue as numpy.linalg.eig gives them.
    const double third = 1.0 / 3, fifth = 1.0 / 5, seventh = 1.0 / 7, ninth = 1.0 / 9;
    const Judgements judgements = {{1, 3, 7, 9}, {third, 1, 5, 7}, {seventh, fifth, 1, 3}, {ninth, seventh, third, 1}};
    const Ahp found = ahp(judgements).value();
    expect_near(found.weights, {0.58308878274448761, 0.28952994682186545, 0.084896047730756416, 0.042485222702890596});
    EXPECT_NEAR(found.eigenvalue, 4.164576705149029, 1e-13);
    EXPECT_NEAR(found.consistency_index, 0.05485890171634308, 1e-13);
    EXPECT_NEAR(found.consistency_ratio.value(), 0.06095433524038119, 1e-13);
    expect_near(ask(Method::ahp, {{1}, {2}, {3}, {4}}, judgements), found.weights);
    // As decimals, of which those above 1 count.
    EXPECT_EQ(
        ahp(Judgements{{1, 3, 7, 9}, {0.333, 1, 5, 7}, {0.143, 0.2, 1, 3}, {0.111, 0.143, 0.333, 1}}).value().weights,
        found.weights);
}

TEST(Ahp, JudgementsThatAgreeGiveTheirProportions) {
    const std::vector<double> weights = {0.5, 0.25, 0.15, 0.07, 0.03};
    Judgements judgements;
    for (const double a : weights) {
        judgements.emplace_back();
        for (const double b : weights) judgements.back().push_back(a / b);
    }
    const Ahp found = ahp(judgements).value();
    expect_near(found.weights, weights);
    EXPECT_NEAR(found.eigenvalue, 5, 1e-13);
    EXPECT_NEAR(found.consistency_index, 0, 1e-13);
    EXPECT_NEAR(found.consistency_ratio.value(), 0, 1e-13);
}

TEST(Ahp, SmallAndLargeNumbersOfParts) {
    EXPECT_EQ(ahp(Judgements{{1}}).value().weights, (std::vector<double>{1}));
    const Ahp two = ahp(Judgements{{1, 4}, {0.25, 1}}).value();
    expect_near(two.weights, {0.8, 0.2});
    EXPECT_EQ(two.consistency_ratio, 0);
    EXPECT_EQ(two.consistency_index, 0);
    EXPECT_TRUE(ahp(Judgements(15, std::vector<double>(15, 1.0))).value().consistency_ratio.has_value());
    EXPECT_FALSE(ahp(Judgements(16, std::vector<double>(16, 1.0))).value().consistency_ratio.has_value());
}

TEST(Ahp, AnyPositiveReciprocalJudgementsHaveAnEigenvector) {
    std::mt19937_64 generator(1);
    for (int round = 0; round < 200; ++round) {
        const std::size_t parts = 3 + generator() % 7;
        Judgements judgements(parts, std::vector<double>(parts, 1.0));
        for (std::size_t i = 0; i < parts; ++i)
            for (std::size_t k = 0; k < i; ++k) {
                judgements[i][k] = std::exp(columns::random(generator, 1, 1, -2.2, 2.2).front().front());
                judgements[k][i] = 1 / judgements[i][k];
            }
        const Ahp found = ahp(judgements).value();
        for (std::size_t i = 0; i < parts; ++i) {
            double product = 0;
            for (std::size_t k = 0; k < parts; ++k) product += judgements[i][k] * found.weights[k];
            EXPECT_NEAR(product, found.eigenvalue * found.weights[i], 1e-12);
        }
        EXPECT_GE(found.eigenvalue, static_cast<double>(parts) - 1e-12);
        EXPECT_NEAR(std::accumulate(found.weights.begin(), found.weights.end(), 0.0), 1, 1e-14);
    }
}

TEST(Ahp, UnusableJudgementsAreRefused) {
    const auto code = [](const Judgements& judgements) {
        const auto found = ahp(judgements, "index");
        return found.has_error() ? found.error().code() + " " + found.error().where() : std::string();
    };
    EXPECT_EQ(code({}), "weights.judgements index");
    EXPECT_EQ(code({{1, 2}}), "weights.judgements index");
    EXPECT_EQ(code({{1, 2}, {0.5}}), "weights.judgements index");
    EXPECT_EQ(code({{1, 2}, {0.6, 1}}), "weights.judgements index");
    EXPECT_EQ(code({{2, 2}, {0.5, 1}}), "weights.judgements index");
    EXPECT_EQ(code({{1, -2}, {-0.5, 1}}), "weights.judgements index");
    EXPECT_EQ(code({{1, 0}, {0, 1}}), "weights.judgements index");
    EXPECT_EQ(code({{1, infinity}, {0, 1}}), "weights.judgements index");
    EXPECT_EQ(code({{1, no_value}, {no_value, 1}}), "weights.judgements index");
    EXPECT_EQ(refused(Method::ahp, example, {{1, 2}, {0.5, 1}}), "weights.count");
    EXPECT_EQ(refused(Method::ahp, example, {}), "weights.judgements");
}

// Weights that the data tell

TEST(Weigh, AgreesWithOtherPackages) {
    // Entropy and CRITIC by pymcdm 1.4.0, the rest by numpy: std with ddof=1, the eigenvectors of corrcoef.
    expect_near(ask(Method::entropy, example), {0.41820059289550454, 0.29005707058038888, 0.29174233652410658});
    expect_near(ask(Method::critic, example), {0.45053619058159916, 0.30272994653130153, 0.24673386288709928});
    expect_near(ask(Method::inverse_sd, example), {0.30683294859814803, 0.35532172819816116, 0.33784532320369076});
    expect_near(ask(Method::pca, example), {0.35461265092000599, 0.30693141468244101, 0.33845593439755334});
}

TEST(Weigh, EntropyTakesAZeroAsTheLimitDoes) {
    // p·ln p is 0 at 0. pymcdm 1.4.0 gives a part with a zero an entropy of 0, as if one unit had all of it.
    const auto entropy = [](const std::vector<double>& x) {
        double sum = 0;
        const double total = mean_of(x) * static_cast<double>(x.size());
        for (const double each : x) sum -= each > 0 ? each / total * std::log(each / total) : 0;
        return sum / std::log(static_cast<double>(x.size()));
    };
    const Values parts = {{0, 3, 5, 1}, {2, 2, 3, 9}};
    const double first = 1 - entropy(parts[0]), second = 1 - entropy(parts[1]);
    expect_near(ask(Method::entropy, parts), {first / (first + second), second / (first + second)});
    EXPECT_EQ(refused(Method::entropy, {{0, 3, -5, 1}, {2, 2, 3, 9}}), "weights.negative");
    // Nearly equal shares, where the difference of 1 and E has no digits left: 1 − E goes with the squared distances.
    const Values close = {{1 - 1e-9, 1 + 1e-9}, {1 - 3e-9, 1 + 3e-9}};
    expect_near(ask(Method::entropy, close), {0.1, 0.9}, 1e-6);
}

TEST(Weigh, ComponentExplainsMoreThanAnyOther) {
    std::mt19937_64 generator(2);
    const Values parts = related(generator, 5, 60);
    const std::vector<double> weights = ask(Method::pca, parts);
    // The squared entries of an eigenvector: R·√w = λ·√w, all entries being positive where all correlations are.
    std::vector<double> ratios;
    for (std::size_t i = 0; i < 5; ++i) {
        double product = 0;
        for (std::size_t k = 0; k < 5; ++k) product += correlation(parts[i], parts[k]) * std::sqrt(weights[k]);
        ratios.push_back(product / std::sqrt(weights[i]));
    }
    for (const double ratio : ratios) EXPECT_NEAR(ratio, ratios.front(), 1e-12);
    EXPECT_GT(ratios.front(), 1);
    EXPECT_EQ(refused(Method::pca, {{1, -1, 1, -1}, {1, 1, -1, -1}}), "weights.component");
}

TEST(Weigh, CriticWantsConflict) {
    // Two parts that say the same in other units, and one that contradicts.
    const std::vector<double> weights = ask(Method::critic, {{1, 2, 3, 4}, {10, 20, 30, 40}, {4, 1, 2, 3}});
    EXPECT_NEAR(weights[0], weights[1], 1e-14);
    EXPECT_GT(weights[2], 1.5 * weights[0]);
    EXPECT_EQ(refused(Method::critic, {{1, 2, 4}, {10, 20, 40}}), "weights.zero_sum");
}

TEST(Weigh, WhatCannotBeWeighedByIsRefused) {
    for (const Method method : by_data) {
        EXPECT_EQ(refused(method, {{1, 2, 3}, {4, no_value, 2}}), "weights.missing");
        EXPECT_EQ(try_weigh(method, {{1, 2, 3}, {4, no_value, 2}}).error().problems.front().line, 2U);
        EXPECT_EQ(refused(method, {{1, 2, 3}, {4, infinity, 2}}), "weights.infinite");
        EXPECT_EQ(refused(method, {{1, 2, 3}, {4, 4, 4}}), "weights.constant");
        EXPECT_EQ(refused(method, {{1, 2, 3}, {0, 0, 0}}), "weights.constant");
        EXPECT_EQ(refused(method, {{1, 2, 3}, {0.3, 0.1 + 0.2, 0.3}}), "weights.constant");
        EXPECT_EQ(refused(method, {{1}, {4}}), "weights.constant");
        EXPECT_EQ(refused(method, {{}, {}}), "weights.constant");
        EXPECT_EQ(refused(method, {{1, 2, 3}, {4, 5}}), "weights.count");
        EXPECT_EQ(ask(method, {{1, 2, 3}}), (std::vector<double>{1}));
    }
}

TEST(Weigh, UnitsOfMeasurementAndOrderChangeNothing) {
    std::mt19937_64 generator(3);
    for (int round = 0; round < 20; ++round) {
        const Values parts = related(generator, 4, 30);
        std::vector<std::size_t> order(30);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::shuffle(order.begin(), order.end(), generator);
        Values scaled = parts;
        for (double& x : scaled[1]) x *= 1024;
        for (const Method method : by_data) {
            if (method == Method::correlation && refused(method, parts) != "") continue;
            const std::vector<double> weights = ask(method, parts);
            expect_near(ask(method, columns::permuted(parts, order)), weights, 1e-11);
            expect_near(ask(method, {parts[2], parts[0], parts[3], parts[1]}),
                        {weights[2], weights[0], weights[3], weights[1]}, 1e-11);
            if (method == Method::pca || method == Method::entropy || method == Method::critic)
                expect_near(ask(method, scaled), weights, 1e-11);
        }
    }
}

// Weights that give correlations

/// How far the correlations of the parts with their aggregate, over the importance wanted, are from each other.
double uneven(const Values& parts, const std::vector<double>& weights, const std::vector<double>& importance,
              const Aggregation& rule) {
    std::vector<double> whole(parts.front().size());
    EXPECT_FALSE(aggregate(rule, Views(parts), weights, "index", whole));
    double least = infinity, greatest = -infinity;
    for (std::size_t k = 0; k < parts.size(); ++k) {
        const double ratio = correlation(parts[k], whole) / importance[k];
        least = std::min(least, ratio);
        greatest = std::max(greatest, ratio);
    }
    EXPECT_GT(least, 0);
    return greatest / least - 1;
}

Aggregation by(AggregationMethod method) {
    Aggregation rule;
    rule.method = method;
    rule.p = 0.5;
    rule.alpha = 0.3;
    rule.beta = 5;
    return rule;
}

TEST(Weigh, CorrelationsAreAsWanted) {
    std::mt19937_64 generator(4);
    std::size_t found = 0;
    for (int round = 0; round < 30; ++round) {
        const Values parts = related(generator, 4, 50);
        for (const AggregationMethod method :
             {AggregationMethod::arithmetic, AggregationMethod::geometric, AggregationMethod::harmonic,
              AggregationMethod::power, AggregationMethod::mazziotta_pareto}) {
            for (const std::vector<double>& importance :
                 {std::vector<double>{1, 1, 1, 1}, std::vector<double>{1.2, 1, 1.1, 0.9}}) {
                const Judgements judgements = importance.front() == 1 ? Judgements() : Judgements{importance};
                const auto answer = try_weigh(Method::correlation, parts, judgements, {}, by(method));
                if (answer.has_error()) {
                    EXPECT_EQ(answer.error().code(), "weights.convergence");
                    continue;
                }
                ++found;
                EXPECT_LT(uneven(parts, answer.value(), importance, by(method)), 1e-8) << static_cast<int>(method);
            }
        }
    }
    EXPECT_GT(found, 200U);  // of 300
}

TEST(Weigh, ImportanceWantedCountsByItsProportions) {
    std::mt19937_64 generator(5);
    const Values parts = related(generator, 3, 40);
    expect_near(ask(Method::correlation, parts, {{4, 4, 4}}), ask(Method::correlation, parts), 1e-12);
    expect_near(ask(Method::correlation, parts, {{3, 3.3, 3.6}}), ask(Method::correlation, parts, {{1, 1.1, 1.2}}),
                1e-12);
    // A part that says the same as another shares with it.
    expect_near(ask(Method::correlation, {parts[0], parts[0]}), {0.5, 0.5}, 1e-12);
    Values twice = {parts[0], parts[0], parts[1]};
    const std::vector<double> weights = ask(Method::correlation, twice);
    EXPECT_NEAR(weights[0], weights[1], 1e-12);
    EXPECT_LT(uneven(twice, weights, {1, 1, 1}, Aggregation()), 1e-9);
}

TEST(Weigh, CorrelationsThatCannotBeHadAreAnError) {
    std::mt19937_64 generator(6);
    const Values parts = related(generator, 3, 40);
    EXPECT_EQ(refused(Method::correlation, parts, {{1, 1, 0.01}}), "weights.convergence");
    EXPECT_EQ(refused(Method::correlation, {parts[0], parts[0]}, {{1, 2}}), "weights.convergence");
    Values opposite = {parts[0], parts[0]};
    for (double& x : opposite[1]) x = 200 - x;
    EXPECT_EQ(refused(Method::correlation, opposite), "weights.convergence");
    // Rules whose results leap, or that do not look at weights, can be steered to no correlations.
    for (const AggregationMethod method : {AggregationMethod::copeland, AggregationMethod::median})
        EXPECT_EQ(refused(Method::correlation, parts, {{1, 1.3, 1}}, {}, by(method)), "weights.convergence");
    // What the rule itself refuses comes through.
    Values negative = parts;
    negative[1][3] = -1;
    EXPECT_EQ(refused(Method::correlation, negative, {}, {}, by(AggregationMethod::geometric)), "aggregate.negative");
    EXPECT_EQ(refused(Method::correlation, parts, {{1, 1}}), "weights.count");
    EXPECT_EQ(refused(Method::correlation, parts, {{1, 1, 1}, {1, 1, 1}}), "weights.judgements");
    EXPECT_EQ(refused(Method::correlation, parts, {{1, 0, 1}}), "weights.judgements");
    EXPECT_EQ(refused(Method::correlation, parts, {{1, no_value, 1}}), "weights.judgements");
}

}  // namespace
