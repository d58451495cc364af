// TOPSIS, VIKOR and PROMETHEE II: results of pymcdm 1.4.0, the definitions pair by pair, and what must hold for any
// columns.
#include "pug/workbench/compromise.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "support/part_columns.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;
namespace columns = pug::test::columns;
using columns::Values;
using columns::Views;
using Kind = Preference::Kind;

/// Five units in three parts, as constants below were computed with pymcdm from.
const Values example = {{70, 48, 91, 60, 12}, {32, 80, 25, 60, 77}, {55, 61, 20, 60, 95}};
const std::vector<double> example_weights = {0.5, 0.3, 0.2};

void expect_near(const std::vector<double>& found, const std::vector<double>& wanted, double tolerance = 1e-14) {
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t u = 0; u < found.size(); ++u) EXPECT_NEAR(found[u], wanted[u], tolerance) << u;
}

Topsis ask_topsis(const Values& parts, const std::vector<double>& weights, Scaling scaling = Scaling::none) {
    return topsis(Views(parts), weights, "part", scaling).value();
}

Vikor ask_vikor(const Values& parts, const std::vector<double>& weights, double v = 0.5) {
    return vikor(Views(parts), weights, v, "part").value();
}

Promethee ask_promethee(const Values& parts, const std::vector<double>& weights, const Preference& preference) {
    return promethee(Views(parts), weights, preference, "part").value();
}

TEST(Topsis, AgreesWithPymcdmUnderEachScaling) {
    // pymcdm scales by range unless given another function: here one that changes nothing, vector_normalization,
    // minmax_normalization.
    expect_near(
        ask_topsis(example, example_weights).closeness,
        {0.6048900365655957, 0.5332095647146049, 0.63916785204268911, 0.60298210955618092, 0.35389962051657115});
    expect_near(
        ask_topsis(example, example_weights, Scaling::vector).closeness,
        {0.59932811539972952, 0.53788989465280945, 0.63474212063191771, 0.60359864272955299, 0.35790715451276706});
    expect_near(
        ask_topsis(example, example_weights, Scaling::range).closeness,
        {0.54926555314071368, 0.57760323293027982, 0.58102030189000442, 0.60624634353421936, 0.40959253702798326});
}

TEST(Topsis, TellsWhatItMeasuredBy) {
    const Topsis found = ask_topsis(example, {5, 3, 2});
    expect_near(found.best, {45.5, 24, 19});
    expect_near(found.worst, {6, 7.5, 4});
    EXPECT_NEAR(found.to_best[0], std::hypot(10.5, 14.4, 8.0), 1e-13);
    EXPECT_NEAR(found.to_worst[0], std::hypot(29.0, 2.1, 7.0), 1e-13);
}

TEST(Topsis, TheBestOfAllHas1AndTheWorst0) {
    const Topsis found = ask_topsis({{3, 1, 2}, {9, 7, 8}, {5, 5, 5}}, {1, 2, 3});
    expect_near(found.closeness, {1, 0, 0.5});
    EXPECT_EQ(found.to_best[0], 0);
    EXPECT_EQ(found.to_worst[1], 0);
}

TEST(Topsis, ScalingsTakeUnitsOfMeasurementAway) {
    std::mt19937_64 generator(1);
    const Values parts = columns::random(generator, 4, 20, 1, 9);
    const std::vector<double> weights = columns::random_weights(generator, 4);
    Values other = parts;
    for (double& x : other[2]) x *= 1e170;  // whose squares overflow
    expect_near(ask_topsis(other, weights, Scaling::vector).closeness,
                ask_topsis(parts, weights, Scaling::vector).closeness);
    for (double& x : other[2]) x += 3e170;
    expect_near(ask_topsis(other, weights, Scaling::range).closeness,
                ask_topsis(parts, weights, Scaling::range).closeness, 1e-12);
    // A part of zeros, or of equal values, tells nothing.
    Values more = parts;
    more.emplace_back(20, 0.0);
    std::vector<double> more_weights = weights;
    more_weights.push_back(7);
    for (const Scaling scaling : {Scaling::none, Scaling::vector, Scaling::range})
        expect_near(ask_topsis(more, more_weights, scaling).closeness, ask_topsis(parts, weights, scaling).closeness);
}

TEST(Vikor, AgreesWithPymcdm) {
    const Vikor found = ask_vikor(example, example_weights);
    expect_near(found.s, {0.50139624088991175, 0.3628185654008439, 0.5, 0.39862677406981201, 0.51636363636363636});
    expect_near(found.r, {0.26181818181818178, 0.27215189873417722, 0.29999999999999999, 0.19620253164556961, 0.5});
    expect_near(found.q, {0.55925300401918709, 0.125, 0.61754723218717, 0.11660487843873957, 1});
    expect_near(ask_vikor(example, example_weights, 0.2).q,
                {0.35329211069858391, 0.2, 0.45201889287486802, 0.04664195137549583, 1});
}

TEST(Vikor, NamesTheCompromise) {
    // The first leads the second by less than 1/4 in Q: both are in it.
    EXPECT_EQ(ask_vikor(example, example_weights).compromise, (std::vector<std::size_t>{3, 1}));
    EXPECT_EQ(ask_vikor({{9, 1, 2}, {9, 3, 1}}, {1, 1}).compromise, (std::vector<std::size_t>{0}));
    EXPECT_EQ(ask_vikor({{1, 9}}, {1}).compromise, (std::vector<std::size_t>{1}));
}

TEST(Vikor, AFirstThatIsFirstInNothingElseSharesTheCompromise) {
    // S is least for the second unit and R for the third; the first has the least Q, by 1/12. With 20 units that is
    // lead enough, but not stable.
    Values parts = {{0.95, 1, 0.5, 0}, {0.95, 1, 0.5, 0}, {0.45, 1, 0.5, 0}, {0.45, 0, 0.5, 1}};
    for (auto& column : parts) column.resize(20, 0.0);
    EXPECT_EQ(ask_vikor(parts, {1, 1, 1, 1}).compromise, (std::vector<std::size_t>{0, 2}));
    for (auto& column : parts) column.resize(21, 0.5);  // another like the third, and the least R is the same
    for (auto& column : parts) column[2] = 0;
    EXPECT_EQ(ask_vikor(parts, {1, 1, 1, 1}).compromise, (std::vector<std::size_t>{0, 20}));
}

TEST(Vikor, TheCompromiseIsThatOfItsConditions) {
    std::mt19937_64 generator(2);
    for (int round = 0; round < 3000; ++round) {
        const std::size_t units = 2 + generator() % 6;
        const Values parts = columns::random(generator, 3, units, 0, 1, round % 2 == 0 ? 3 : 0);
        const auto answer = vikor(Views(parts), columns::random_weights(generator, 3), 0.5, "part");
        if (answer.has_error()) continue;
        const Vikor& found = answer.value();
        std::vector<std::size_t> order(units);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return found.q[a] < found.q[b]; });
        const double lead = 1.0 / static_cast<double>(units - 1);
        std::vector<std::size_t> wanted = {order[0]};
        if (found.q[order[1]] - found.q[order[0]] < lead) {
            for (std::size_t m = 1; m < units && found.q[order[m]] - found.q[order[0]] < lead; ++m)
                wanted.push_back(order[m]);
        } else {
            bool is_stable_s = true, is_stable_r = true;
            for (std::size_t u = 0; u < units; ++u) {
                is_stable_s = is_stable_s && found.s[order[0]] <= found.s[u];
                is_stable_r = is_stable_r && found.r[order[0]] <= found.r[u];
            }
            if (!is_stable_s && !is_stable_r) wanted.push_back(order[1]);
        }
        EXPECT_EQ(found.compromise, wanted);
    }
}

TEST(Vikor, PartsAndMeasuresThatAreEqualAddNothing) {
    Values more = example;
    more.emplace_back(5, 8.0);
    const Vikor found = ask_vikor(more, {0.25, 0.15, 0.1, 0.5});
    expect_near(found.q, ask_vikor(example, example_weights).q);
    // Two units that are each other's opposite have the same S and the same R.
    expect_near(ask_vikor({{1, 0}, {0, 1}}, {1, 1}).q, {0, 0});
}

TEST(Promethee, AgreesWithPymcdmInEachKind) {
    const auto expect = [](const Preference& preference, const std::vector<double>& positive,
                           const std::vector<double>& negative) {
        const Promethee found = ask_promethee(example, example_weights, preference);
        expect_near(found.positive, positive);
        expect_near(found.negative, negative);
        for (std::size_t u = 0; u < 5; ++u) EXPECT_NEAR(found.net[u], positive[u] - negative[u], 1e-14);
    };
    expect({Kind::usual, 0, 1, 1}, {0.5, 0.575, 0.5, 0.5, 0.425}, {0.5, 0.425, 0.5, 0.5, 0.575});
    expect({Kind::u_shape, 20, 1, 1}, {0.3, 0.325, 0.5, 0.325, 0.35}, {0.4, 0.3, 0.425, 0.175, 0.5});
    expect({Kind::v_shape, 0, 20, 1}, {0.38875, 0.42875, 0.5, 0.4125, 0.41375},
           {0.4275, 0.375, 0.45125, 0.37875, 0.51125});
    expect({Kind::level, 10, 30, 1}, {0.2375, 0.3625, 0.4375, 0.35, 0.3875}, {0.3, 0.3, 0.425, 0.25, 0.5});
    // "vshape_2" there
    expect({Kind::linear, 10, 30, 1}, {0.25, 0.3625, 0.44375, 0.33, 0.37625}, {0.33625, 0.2625, 0.425, 0.23875, 0.5});
}

double preferred(const Preference& by, double d) {
    if (d <= 0) return 0;
    switch (by.kind) {
        case Kind::usual:
            return 1;
        case Kind::u_shape:
            return d <= by.q ? 0 : 1;
        case Kind::v_shape:
            return d >= by.p ? 1 : d / by.p;
        case Kind::level:
            return d <= by.q ? 0 : d <= by.p ? 0.5 : 1;
        case Kind::linear:
            return d <= by.q ? 0 : d >= by.p ? 1 : (d - by.q) / (by.p - by.q);
        case Kind::gaussian:
            return 1 - std::exp(-d * d / (2 * by.s * by.s));
    }
    return -1;
}

const std::vector<Preference> kinds = {
    {Kind::usual, 0, 1, 1},  {Kind::u_shape, 1.5, 1, 1},  {Kind::v_shape, 0, 4, 1}, {Kind::level, 1, 3, 1},
    {Kind::linear, 1, 3, 1}, {Kind::gaussian, 0, 1, 2.5}, {Kind::u_shape, 0, 1, 1}, {Kind::linear, 0, 0.25, 1}};

TEST(Promethee, IsThatOfItsDefinition) {
    std::mt19937_64 generator(3);
    for (const Preference& preference : kinds) {
        for (const std::size_t units : {1U, 2U, 9U, 40U}) {
            const Values parts = columns::random(generator, 3, units, 0, 10, 20);
            const std::vector<double> weights = columns::random_weights(generator, 3);
            const double total = weights[0] + weights[1] + weights[2];
            const Matrix pairs = preferences(Views(parts), weights, preference, "part").value();
            const Promethee flows = ask_promethee(parts, weights, preference);
            double sum = 0;
            for (std::size_t a = 0; a < units; ++a) {
                double to = 0, from = 0;
                for (std::size_t b = 0; b < units; ++b) {
                    double wanted = 0;
                    for (std::size_t k = 0; k < 3; ++k)
                        wanted += weights[k] / total * preferred(preference, parts[k][a] - parts[k][b]);
                    EXPECT_NEAR(pairs.at(a, b), wanted, 1e-14);
                    to += pairs.at(a, b);
                    from += pairs.at(b, a);
                }
                const double others = units > 1 ? static_cast<double>(units - 1) : 1;
                EXPECT_NEAR(flows.positive[a], to / others, 1e-14);
                EXPECT_NEAR(flows.negative[a], from / others, 1e-14);
                EXPECT_EQ(flows.net[a], flows.positive[a] - flows.negative[a]);
                sum += flows.net[a];
            }
            EXPECT_NEAR(sum, 0, 1e-13);
        }
    }
}

// What must hold for any columns

/// Each method's last result, more being better.
using Method = std::function<std::vector<double>(const Values&, const std::vector<double>&)>;

std::vector<Method> methods() {
    std::vector<Method> all;
    for (const Scaling scaling : {Scaling::none, Scaling::range})
        all.push_back([scaling](const Values& parts, const std::vector<double>& weights) {
            return ask_topsis(parts, weights, scaling).closeness;
        });
    for (const double v : {0.0, 0.5, 1.0})
        all.push_back([v](const Values& parts, const std::vector<double>& weights) {
            std::vector<double> q = ask_vikor(parts, weights, v).q;
            for (double& each : q) each = -each;
            return q;
        });
    for (const Preference& preference : kinds)
        all.push_back([preference](const Values& parts, const std::vector<double>& weights) {
            return ask_promethee(parts, weights, preference).net;
        });
    return all;
}

TEST(Compromise, AUnitThatIsNowhereBetterIsNeverAbove) {
    std::mt19937_64 generator(4);
    for (int round = 0; round < 100; ++round) {
        Values parts = columns::random(generator, 3, 8, 0, 10, 5);
        for (auto& column : parts) column[1] = column[6] - static_cast<double>(generator() % 3);
        const std::vector<double> weights = columns::random_weights(generator, 3);
        for (const Method& method : methods()) {
            const std::vector<double> found = method(parts, weights);
            EXPECT_LE(found[1], found[6] + 1e-12);
        }
    }
}

TEST(Compromise, TheOrderOfUnitsAndPartsChangesNothing) {
    std::mt19937_64 generator(5);
    const Values parts = columns::random(generator, 3, 9, 0, 10, 9);
    const std::vector<double> weights = columns::random_weights(generator, 3);
    const std::vector<std::size_t> order = {4, 2, 0, 8, 6, 7, 5, 3, 1};
    for (const Method& method : methods()) {
        const std::vector<double> before = method(parts, weights);
        const std::vector<double> after = method(columns::permuted(parts, order), weights);
        for (std::size_t u = 0; u < 9; ++u) EXPECT_NEAR(after[u], before[order[u]], 1e-13);
        expect_near(method({parts[2], parts[0], parts[1]}, {weights[2], weights[0], weights[1]}), before, 1e-13);
    }
}

TEST(Compromise, MovingAPartChangesNothing) {
    std::mt19937_64 generator(6);
    const Values parts = columns::random(generator, 3, 9, 0, 10, 40);
    Values moved = parts;
    for (double& x : moved[1]) x += 64;  // exact, so that equal differences stay equal
    for (double& x : moved[2]) x -= 1024;
    const std::vector<double> weights = columns::random_weights(generator, 3);
    for (const Method& method : methods()) expect_near(method(moved, weights), method(parts, weights), 1e-12);
}

TEST(Compromise, WhatCannotBeComparedIsRefused) {
    const auto codes = [](const Values& parts, const std::vector<double>& weights) {
        std::vector<std::string> found;
        const auto note = [&](const auto& answer) { found.push_back(answer.has_error() ? answer.error().code() : ""); };
        note(topsis(Views(parts), weights, "part"));
        note(vikor(Views(parts), weights, 0.5, "part"));
        note(promethee(Views(parts), weights, {}, "part"));
        note(preferences(Views(parts), weights, {}, "part"));
        return found;
    };
    using Codes = std::vector<std::string>;
    EXPECT_EQ(codes({{1, no_value}, {1, 2}}, {1, 1}), Codes(4, "aggregate.missing"));
    EXPECT_EQ(codes({{1, HUGE_VAL}, {1, 2}}, {1, 1}), Codes(4, "aggregate.infinite"));
    EXPECT_EQ(codes({{1, 2}, {1}}, {1, 1}), Codes(4, "aggregate.parts"));
    EXPECT_EQ(codes({}, {}), Codes(4, "aggregate.parts"));
    EXPECT_EQ(codes({{1, 2}}, {0}), Codes(4, "aggregate.weights"));
    EXPECT_EQ(codes({{2, 2}, {1, 1}}, {1, 1}), (Codes{"aggregate.constant", "aggregate.constant", "", ""}));
    EXPECT_EQ(codes({{}}, {1}), (Codes{"aggregate.constant", "aggregate.constant", "", ""}));
}

TEST(Compromise, ParametersOutOfTheirRangesAreRefused) {
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double v : {-0.1, 1.1, no_value, infinity})
        EXPECT_EQ(vikor(Views(example), example_weights, v, "part").error().code(), "design.rule");
    const std::vector<Preference> wrong = {{Kind::u_shape, -1, 1, 1},       {Kind::v_shape, 0, 0, 1},
                                           {Kind::v_shape, 0, infinity, 1}, {Kind::level, 2, 1, 1},
                                           {Kind::linear, 2, 2, 1},         {Kind::linear, no_value, 2, 1},
                                           {Kind::gaussian, 0, 1, 0},       {Kind::gaussian, 0, 1, no_value}};
    for (const Preference& preference : wrong) {
        EXPECT_EQ(promethee(Views(example), example_weights, preference, "part").error().code(), "design.rule");
        EXPECT_EQ(preferences(Views(example), example_weights, preference, "part").error().code(), "design.rule");
    }
    // What a kind does not look at may be anything.
    EXPECT_TRUE(promethee(Views(example), example_weights, {Kind::usual, -1, -1, -1}, "part").has_value());
}

}  // namespace
