// Rules of aggregation: published results, formulas written out again in another way, and what must hold for any
// columns.
#include "pug/workbench/aggregate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "support/asem.hpp"
#include "support/part_columns.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;
namespace asem = pug::test::asem;
namespace columns = pug::test::columns;
using columns::Values;
using columns::Views;
using Method = AggregationMethod;

const double infinity = std::numeric_limits<double>::infinity();

Aggregation by(Method method) {
    Aggregation rule;
    rule.method = method;
    return rule;
}

Aggregation power(double p) {
    Aggregation rule = by(Method::power);
    rule.p = p;
    return rule;
}

Aggregation owa(std::vector<double> order_weights) {
    Aggregation rule = by(Method::owa);
    rule.order_weights = std::move(order_weights);
    return rule;
}

Aggregation mean_min(double alpha, double beta) {
    Aggregation rule = by(Method::mean_min);
    rule.alpha = alpha;
    rule.beta = beta;
    return rule;
}

Aggregation mazziotta_pareto(bool is_downward, bool sample_sd) {
    Aggregation rule = by(Method::mazziotta_pareto);
    rule.is_downward = is_downward;
    rule.sample_sd = sample_sd;
    return rule;
}

std::vector<double> ask(const Aggregation& rule, const Values& parts, const std::vector<double>& weights) {
    std::vector<double> out(parts.front().size(), -12345);
    const auto wrong = aggregate(rule, Views(parts), weights, "index", out);
    EXPECT_FALSE(wrong) << wrong->message();
    return out;
}

/// The value of one unit.
double of(const Aggregation& rule, const std::vector<double>& unit, const std::vector<double>& weights) {
    Values parts;
    for (const double value : unit) parts.push_back({value});
    return ask(rule, parts, weights).front();
}

Error refused(const Aggregation& rule, const Values& parts, const std::vector<double>& weights) {
    std::vector<double> out(parts.empty() ? 1 : parts.front().size());
    auto wrong = aggregate(rule, Views(parts), weights, "index", out);
    EXPECT_TRUE(wrong);
    return wrong ? *wrong : Error(ErrorKind::internal, "none", "", "");
}

/// The rules for one unit, all of which lie between its least and its greatest part.
std::vector<Aggregation> means(std::size_t parts) {
    std::vector<double> order(parts);
    std::iota(order.begin(), order.end(), 1.0);
    return {by(Method::arithmetic),
            by(Method::geometric),
            by(Method::harmonic),
            power(0.5),
            power(-2.5),
            power(3),
            power(40),
            power(1e-7),
            power(-700),
            by(Method::median),
            owa(order)};
}

std::vector<Aggregation> unit_rules(std::size_t parts) {
    std::vector<Aggregation> rules = means(parts);
    for (const bool flag : {false, true}) rules.push_back(mazziotta_pareto(flag, !flag));
    rules.push_back(mean_min(0.7, 2));
    return rules;
}

std::vector<Aggregation> comparing_rules() {
    Aggregation linear = by(Method::promethee);
    linear.preference = {Preference::Kind::linear, 0.5, 3, 1};
    return {by(Method::copeland), by(Method::topsis), by(Method::vikor), by(Method::promethee), linear};
}

std::vector<Aggregation> all_rules(std::size_t parts) {
    std::vector<Aggregation> rules = unit_rules(parts);
    for (const Aggregation& rule : comparing_rules()) rules.push_back(rule);
    return rules;
}

// What the reference files say

std::vector<double> column_of(const asem::Sheet& sheet, const std::string& name) {
    std::vector<double> column;
    for (std::size_t row = 0; row < sheet.rows.size(); ++row) column.push_back(sheet.number(row, name));
    return column;
}

/// Aggregates a part of the reference index, and all below it, from its parts in a reference file, and compares.
void expect_part(const asem::Sheet& sheet, const Aggregation& rule, const Part& part, std::size_t& compared) {
    Values parts;
    std::vector<double> weights;
    for (const Part& each : part.parts) {
        parts.push_back(column_of(sheet, each.name));
        weights.push_back(each.weight);
        if (!each.parts.empty()) expect_part(sheet, rule, each, compared);
    }
    const std::vector<double> found = ask(rule, parts, weights);
    for (std::size_t u = 0; u < found.size(); ++u, ++compared)
        EXPECT_NEAR(found[u], sheet.number(u, part.name), 1e-9) << part.name << " " << u;
}

void expect_reference(const std::string& file, const Aggregation& rule) {
    std::size_t compared = 0;
    expect_part(asem::read(file), rule, asem::bare_design().index, compared);
    EXPECT_EQ(compared, 11U * 51U) << file;
}

TEST(Aggregate, MeansOfTheReferenceIndex) {
    if (!asem::is_there()) GTEST_SKIP() << "found no " << asem::folder();
    expect_reference("step_aggregated", by(Method::arithmetic));
    expect_reference("aggregated_raw_with_NA_amean", by(Method::arithmetic));
    expect_reference("aggregated_gmean_1_100", by(Method::geometric));
    expect_reference("aggregated_hmean_1_100", by(Method::harmonic));
    expect_reference("aggregated_genmean_p0.5_1_100", power(0.5));
}

TEST(Aggregate, CopelandOfTheReferencePillars) {
    if (!asem::is_there()) GTEST_SKIP() << "found no " << asem::folder();
    Values parts;
    for (const char* const name : {"ConEcFin", "Instit", "P2P", "Physical", "Political"})
        parts.push_back(column_of(asem::read("step_aggregated"), name));
    EXPECT_EQ(ask(by(Method::copeland), parts, std::vector<double>(5, 1.0)),
              column_of(asem::read("copeland_Conn_pillars"), "copeland"));
}

/// Columns scaled to 100 ± 10 with the sample standard deviation.
Values standardised(const asem::Sheet& table) {
    Values made;
    for (const std::string& name : table.columns) {
        std::vector<double> column = column_of(table, name);
        const auto n = static_cast<double>(column.size());
        const double mean = std::accumulate(column.begin(), column.end(), 0.0) / n;
        double squares = 0;
        for (const double x : column) squares += (x - mean) * (x - mean);
        for (double& x : column) x = 100 + 10 * (x - mean) / std::sqrt(squares / (n - 1));
        made.push_back(column);
    }
    return made;
}

TEST(Aggregate, VikorIsTurnedRound) {
    // Q is 0 for the first and 1 for the last.
    EXPECT_EQ(ask(by(Method::vikor), {{9, 5, 1}, {8, 6, 4}}, {1, 1}), (std::vector<double>{1, 0.5, 0}));
}

TEST(Aggregate, MazziottaParetoOfTheReferenceIndicators) {
    if (!asem::is_there()) GTEST_SKIP() << "found no " << asem::folder();
    const Values parts = standardised(asem::read("compind_input_treated5"));
    const asem::Sheet expected = asem::read("compind_mpi");
    const auto expect = [&](bool is_downward, bool sample_sd, const std::string& column) {
        const std::vector<double> found = ask(mazziotta_pareto(is_downward, sample_sd), parts, {1, 1, 1, 1, 1});
        const std::vector<double> wanted = column_of(expected, column);
        for (std::size_t u = 0; u < found.size(); ++u) EXPECT_NEAR(found[u], wanted[u], 1e-9) << column << u;
    };
    expect(true, false, "MPI_minus_pop");
    expect(false, false, "MPI_plus_pop");
    expect(true, true, "mpi_compind_POS");
    expect(false, true, "mpi_compind_NEG");
}

TEST(Aggregate, AdjustedMazziottaParetoOfTheReferenceIndicators) {
    if (!asem::is_there()) GTEST_SKIP() << "found no " << asem::folder();
    // The reference is 100 = the mean, and the range 60: x' = 100 + 60·(x − mean) / (max − min).
    Values parts;
    const asem::Sheet table = asem::read("compind_input_treated5");
    for (const std::string& name : table.columns) {
        std::vector<double> column = column_of(table, name);
        const double mean = std::accumulate(column.begin(), column.end(), 0.0) / static_cast<double>(column.size());
        const auto [least, greatest] = std::minmax_element(column.begin(), column.end());
        const double range = *greatest - *least;
        for (double& x : column) x = 100 + 60 * (x - mean) / range;
        parts.push_back(column);
    }
    const asem::Sheet expected = asem::read("compind_ampi");
    const std::vector<double> down = ask(mazziotta_pareto(true, false), parts, {1, 1, 1, 1, 1});
    const std::vector<double> up = ask(mazziotta_pareto(false, false), parts, {1, 1, 1, 1, 1});
    for (std::size_t u = 0; u < down.size(); ++u) {
        EXPECT_NEAR(down[u], expected.number(u, "ampi_exact_minus"), 1e-9);
        EXPECT_NEAR(up[u], expected.number(u, "ampi_exact_plus"), 1e-9);
    }
}

// Formulas once more, in long double and one unit at a time

long double expected_mean(const Aggregation& rule, const std::vector<double>& values,
                          const std::vector<double>& weights) {
    long double total = 0, sum = 0;
    const long double p = rule.method == Method::power        ? rule.p
                          : rule.method == Method::arithmetic ? 1
                          : rule.method == Method::harmonic   ? -1
                                                              : 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        if (std::isnan(values[k])) continue;
        total += weights[k];
        const long double x = values[k];
        sum += weights[k] * (p == 0 ? std::log(x) : std::pow(x, p));
    }
    return p == 0 ? std::exp(sum / total) : std::pow(sum / total, 1 / p);
}

TEST(Aggregate, MeansAreThoseOfTheirFormulas) {
    std::mt19937_64 generator(1);
    for (const std::size_t units : {1U, 15U, 16U, 51U, 255U, 256U, 257U, 700U}) {
        Values parts = columns::random(generator, 6, units, 0.01, 120);
        for (auto& column : parts)
            for (double& x : column)
                if (generator() % 5 == 0) x = no_value;
        const std::vector<double> weights = columns::random_weights(generator, 6);
        for (const Aggregation& rule : {by(Method::arithmetic), by(Method::geometric), by(Method::harmonic), power(0.5),
                                        power(-2.5), power(2), power(3), power(7.25), power(1e-3), power(-1e-6)}) {
            const std::vector<double> found = ask(rule, parts, weights);
            for (std::size_t u = 0; u < units; ++u) {
                std::vector<double> unit;
                for (const auto& column : parts) unit.push_back(column[u]);
                const bool is_empty = std::all_of(unit.begin(), unit.end(), [](double x) { return std::isnan(x); });
                const auto wanted = static_cast<double>(expected_mean(rule, unit, weights));
                if (is_empty) {
                    EXPECT_FALSE(has_value(found[u]));
                } else {
                    // The long double formula itself loses what 1/p multiplies.
                    const double tolerance =
                        std::max(1e-13, rule.method == Method::power ? 1e-17 / std::abs(rule.p) : 0);
                    EXPECT_NEAR(found[u], wanted, tolerance * wanted) << units << " " << u << " p=" << rule.p;
                }
            }
        }
    }
}

TEST(Aggregate, PowerMeansGrowWithTheirExponentAndDoNotOverflow) {
    const std::vector<double> unit = {3, 70, 1.5, 20};
    const std::vector<double> weights = {1, 2, 0.5, 1};
    double before = 1.5;
    for (const double p : {-1e6, -700.0, -20.0, -1.0, -1e-9, 0.0, 1e-9, 0.3, 1.0, 2.5, 30.0, 700.5, 1e6}) {
        const double found = of(power(p), unit, weights);
        EXPECT_GE(found, before) << p;
        before = found;
    }
    EXPECT_LE(before, 70);
    EXPECT_NEAR(before, 70, 1e-3);
    // A weight that vanishes beside the others counts all the same where its value is raised to a great power.
    EXPECT_NEAR(of(power(1e6), {70, 1}, {1e-20, 1}), 70 * std::exp(std::log(1e-20) / 1e6), 1e-12);
    EXPECT_NEAR(of(power(-1e6), {1, 70}, {1e-20, 1}), std::exp(std::log(1e-20) / -1e6), 1e-12);
    EXPECT_NEAR(of(power(1e-12), unit, weights), of(by(Method::geometric), unit, weights), 1e-10);
    EXPECT_NEAR(of(power(2), {1e300, 2e300}, {1, 1}), std::sqrt(2.5) * 1e300, 1e287);
    EXPECT_NEAR(of(power(-2), {1e-300, 2e-300}, {1, 1}), std::sqrt(2 / 1.25) * 1e-300, 1e-313);
    EXPECT_EQ(of(power(0), unit, weights), of(by(Method::geometric), unit, weights));
    EXPECT_EQ(of(power(1), unit, weights), of(by(Method::arithmetic), unit, weights));
    EXPECT_EQ(of(power(-1), unit, weights), of(by(Method::harmonic), unit, weights));
}

TEST(Aggregate, OddPowersKeepSignsAndOthersRefuseThem) {
    EXPECT_NEAR(of(power(3), {-2, 1}, {1, 1}), -std::cbrt(3.5), 1e-14);
    EXPECT_NEAR(of(power(3), {-1, 2}, {1, 1}), std::cbrt(3.5), 1e-14);
    EXPECT_EQ(of(power(3), {-2, 2}, {1, 1}), 0);
    EXPECT_EQ(of(power(5), {-3, -3}, {1, 4}), -3);
    EXPECT_NEAR(of(power(3), {-1e200, 3e200}, {1, 1}), std::cbrt(13.0) * 1e200, 1e187);
    for (const double p : {0.5, 2.0, -1.0, -3.0, 0.0, -0.5})
        EXPECT_EQ(refused(power(p), {{1, 2}, {3, -2}}, {1, 1}).code(), "aggregate.negative") << p;
}

TEST(Aggregate, WhatAMeanCannotTakeIsNamed) {
    for (const Method method : {Method::geometric, Method::harmonic}) {
        const Error error = refused(by(method), {{1, 2, 3}, {4, 5, -0.25}}, {1, 1});
        EXPECT_EQ(error.code(), "aggregate.negative");
        EXPECT_EQ(error.where(), "index");
        EXPECT_EQ(error.problems.front().line, 3U);
        EXPECT_NE(error.message().find("-0.25"), std::string::npos);
        EXPECT_NE(error.message().find("part 2"), std::string::npos);
    }
    // Far behind, in another block, and where others would do.
    Values many(2, std::vector<double>(1000, 5.0));
    many[1][777] = -1e-300;
    EXPECT_EQ(refused(by(Method::geometric), many, {1, 1}).problems.front().line, 778U);
    EXPECT_EQ(refused(mazziotta_pareto(true, false), {{-1, 2}, {0, 3}}, {1, 1}).code(), "aggregate.negative");
    EXPECT_EQ(refused(mazziotta_pareto(true, false), {{-1, 2}, {1, 3}}, {1, 1}).problems.front().line, 1U);
}

TEST(Aggregate, AZeroWithAWeightMakesTheStrictMeans0) {
    for (const Aggregation& rule : {by(Method::geometric), by(Method::harmonic), power(-2.5), power(-1e-3)}) {
        EXPECT_EQ(of(rule, {0, 80, 90}, {1, 1, 1}), 0);
        EXPECT_EQ(of(rule, {-0.0, 80, 90}, {1, 1, 1}), 0);
        EXPECT_GT(of(rule, {0, 80, 90}, {0, 1, 1}), 80);
        EXPECT_EQ(of(rule, {0, 0, 0}, {1, 1, 1}), 0);
        EXPECT_EQ(of(rule, {0, no_value, 7}, {1, 1, 1}), 0);
    }
    EXPECT_NEAR(of(power(0.5), {0, 64}, {1, 1}), 16, 1e-13);
}

TEST(Aggregate, APartWithoutAWeightIsNotLookedAt) {
    for (const Aggregation& rule : all_rules(3)) {
        const Values parts = {{5, 1, 3}, {4, 9, 2}};
        for (const double odd : {no_value, -1000.0, 1e300}) {
            if (rule.method == Method::owa) continue;  // its weights of places belong to three parts
            const Values more = {{5, 1, 3}, std::vector<double>(3, odd), {4, 9, 2}};
            EXPECT_EQ(ask(rule, more, {2, 0, 1}), ask(rule, parts, {2, 1}));
        }
    }
}

TEST(Aggregate, SiblingsTakeTheWeightOfWhatIsMissing) {
    for (const Aggregation& rule : unit_rules(4)) {
        if (rule.method == Method::owa) continue;
        EXPECT_EQ(of(rule, {20, no_value, 30, 90}, {1, 5, 2, 3}), of(rule, {20, 30, 90}, {1, 2, 3}));
        EXPECT_FALSE(has_value(of(rule, {no_value, no_value}, {1, 1})));
    }
}

TEST(Aggregate, NoValueWhereTooLittleIsThere) {
    for (Aggregation rule : unit_rules(5)) {
        const auto at_least = [&](double share, const std::vector<double>& unit) {
            rule.available_at_least = share;
            return has_value(of(rule, unit, {0.2, 0.2, 0.2, 0.2, 0.2}));
        };
        const std::vector<double> three = {1, no_value, 2, no_value, 3};
        EXPECT_TRUE(at_least(0, three));
        EXPECT_TRUE(at_least(0.6, three));
        EXPECT_FALSE(at_least(0.61, three));
        EXPECT_FALSE(at_least(1, three));
        EXPECT_TRUE(at_least(1, {1, 2, 3, 4, 5}));
        EXPECT_FALSE(at_least(0, std::vector<double>(5, no_value)));
        rule.available_at_least = 0.5;
        EXPECT_FALSE(has_value(of(rule, {1, 2, 3, 4, no_value}, {1, 1, 1, 1, 5})));
        rule.available_at_least = 0.8;  // 4 · 0.15 is a double below 0.8 · (5 · 0.15)
        EXPECT_TRUE(has_value(of(rule, {1, 2, 3, 4, no_value}, std::vector<double>(5, 0.15))));
        rule.available_at_least = 0.5;
        EXPECT_TRUE(has_value(of(rule, {no_value, no_value, no_value, no_value, 4}, {1, 1, 1, 1, 5})));
    }
}

TEST(Aggregate, AMeanStaysBetweenItsParts) {
    std::mt19937_64 generator(2);
    for (int round = 0; round < 200; ++round) {
        const std::vector<double> weights = columns::random_weights(generator, 6);
        const Values parts = columns::random(generator, 6, 20, 0, 1e-3 + static_cast<double>(round), 7);
        for (const Aggregation& rule : means(6)) {
            const std::vector<double> found = ask(rule, parts, weights);
            for (std::size_t u = 0; u < found.size(); ++u) {
                double least = infinity, greatest = 0;
                for (const auto& column : parts)
                    least = std::min(least, column[u]), greatest = std::max(greatest, column[u]);
                EXPECT_GE(found[u], least);
                EXPECT_LE(found[u], greatest);
            }
        }
        // Six criteria at 80 are 80, whatever the weights.
        for (const Aggregation& rule : unit_rules(6)) EXPECT_EQ(of(rule, std::vector<double>(6, 80.1), weights), 80.1);
    }
}

TEST(Aggregate, MeansOrderThemselves) {
    std::mt19937_64 generator(3);
    const Values parts = columns::random(generator, 5, 300, 0.1, 100);
    const std::vector<double> weights = columns::random_weights(generator, 5);
    const auto harmonic = ask(by(Method::harmonic), parts, weights);
    const auto geometric = ask(by(Method::geometric), parts, weights);
    const auto arithmetic = ask(by(Method::arithmetic), parts, weights);
    for (std::size_t u = 0; u < 300; ++u) {
        EXPECT_LT(harmonic[u], geometric[u]);
        EXPECT_LT(geometric[u], arithmetic[u]);
    }
}

// Rules for one unit

TEST(Aggregate, MedianByWeight) {
    const Aggregation median = by(Method::median);
    EXPECT_EQ(of(median, {5, 1, 3}, {1, 1, 1}), 3);
    EXPECT_EQ(of(median, {5, 1, 3, 10}, {1, 1, 1, 1}), 4);
    EXPECT_EQ(of(median, {5, 1, 3}, {4, 1, 1}), 5);
    EXPECT_EQ(of(median, {5, 1, 3}, {2, 1, 1}), 4);        // half the weight lies up to 3
    EXPECT_EQ(of(median, {5, 1, 3}, {0.3, 0.1, 0.2}), 4);  // the same, rounded
    EXPECT_EQ(of(median, {9, 1, 2}, {0.3, 0.2, 0.1}), 5.5);
    EXPECT_EQ(of(median, {-5, -1}, {1, 3}), -1);
    EXPECT_EQ(of(median, {7}, {3}), 7);
    EXPECT_EQ(of(median, {7, no_value, 9}, {1, 9, 2}), 9);
}

/// The median by its definition: the values x with at most half the weight below and at most half above, their middle.
double middle(const std::vector<double>& values, const std::vector<double>& weights) {
    double total = 0, least = infinity, greatest = -infinity;
    for (const double w : weights) total += w;
    for (const double x : values) {
        double below = 0, above = 0;
        for (std::size_t k = 0; k < values.size(); ++k) {
            if (values[k] < x) below += weights[k];
            if (values[k] > x) above += weights[k];
        }
        if (2 * below <= total && 2 * above <= total) least = std::min(least, x), greatest = std::max(greatest, x);
    }
    return (least + greatest) / 2;
}

TEST(Aggregate, MedianIsThatOfItsDefinition) {
    std::mt19937_64 generator(4);
    for (int round = 0; round < 2000; ++round) {
        std::vector<double> values, weights;
        for (std::size_t k = 0; k < 1 + generator() % 7; ++k) {
            values.push_back(static_cast<double>(generator() % 9));
            weights.push_back(static_cast<double>(1 + generator() % 4));
        }
        EXPECT_EQ(of(by(Method::median), values, weights), middle(values, weights));
    }
}

TEST(Aggregate, MazziottaParetoWeighsMeanAndSpread) {
    // A part of weight 3 is three parts, for the population.
    EXPECT_NEAR(of(mazziotta_pareto(true, false), {90, 110, 100}, {3, 1, 1}),
                of(mazziotta_pareto(true, false), {90, 90, 90, 110, 100}, {1, 1, 1, 1, 1}), 1e-12);
    EXPECT_NEAR(of(mazziotta_pareto(true, false), {90, 110}, {1, 1}), 100 - 100.0 / 100, 1e-12);
    EXPECT_NEAR(of(mazziotta_pareto(true, true), {90, 110}, {1, 1}), 100 - 200.0 / 100, 1e-12);
    EXPECT_NEAR(of(mazziotta_pareto(false, true), {90, 110}, {1, 1}), 100 + 200.0 / 100, 1e-12);
    EXPECT_EQ(of(mazziotta_pareto(true, true), {90, no_value}, {1, 1}), 90);
    EXPECT_EQ(of(mazziotta_pareto(true, false), {0, 0}, {1, 1}), 0);
    EXPECT_EQ(of(mazziotta_pareto(true, false), {-5, -5}, {1, 2}), -5);
}

TEST(Aggregate, OrderedMeanGivesItsWeightsToPlaces) {
    EXPECT_EQ(of(owa({1, 0, 0}), {5, 9, 2}, {1, 1, 1}), 9);
    EXPECT_EQ(of(owa({0, 0, 1}), {5, 9, 2}, {1, 1, 1}), 2);
    EXPECT_EQ(of(owa({0, 1, 0}), {5, 9, 2}, {1, 1, 1}), 5);
    EXPECT_NEAR(of(owa({5, 3, 2}), {5, 9, 2}, {1, 1, 1}), 0.5 * 9 + 0.3 * 5 + 0.2 * 2, 1e-14);
    EXPECT_NEAR(of(owa({1, 1, 1}), {5, 9, 2}, {1, 2, 5}), of(by(Method::arithmetic), {5, 9, 2}, {1, 2, 5}), 1e-14);
    // Two of three parts: a place of theirs is one and a half of three.
    EXPECT_NEAR(of(owa({5, 3, 2}), {5, no_value, 2}, {1, 1, 1}), 0.65 * 5 + 0.35 * 2, 1e-14);
    EXPECT_EQ(of(owa({0, 0, 1}), {5, no_value, 7}, {1, 1, 1}), 5);
    // A part of half the weight takes one and a half of three places, the others three quarters of one each.
    EXPECT_NEAR(of(owa({4, 3, 2}), {9, 5, 2}, {2, 1, 1}), (5.5 * 9 + 2 * 5 + 1.5 * 2) / 9, 1e-13);
}

TEST(Aggregate, MeanMinLiesBetweenMeanAndMinimum) {
    EXPECT_NEAR(of(mean_min(1, 0), {30, 60}, {1, 1}), 30, 1e-13);
    EXPECT_NEAR(of(mean_min(0, 0), {30, 60}, {1, 1}), 45, 1e-13);
    EXPECT_NEAR(of(mean_min(0.5, 0), {30, 60}, {1, 1}), 37.5, 1e-13);
    EXPECT_NEAR(of(mean_min(1, 8), {30, 60}, {1, 1}), 45 - (17 - 8), 1e-13);
    EXPECT_NEAR(of(mean_min(0.5, 8), {30, 60, no_value}, {1, 1, 7}), 45 - 0.5 * 9, 1e-13);
}

// What must hold for any columns

TEST(Aggregate, ABetterPartNeverMakesAUnitWorse) {
    std::mt19937_64 generator(5);
    for (int round = 0; round < 60; ++round) {
        Values parts = columns::random(generator, 4, 12, 1, 100, round % 2 == 0 ? 12 : 0);
        const std::vector<double> weights = columns::random_weights(generator, 4);
        const std::size_t u = generator() % 12;
        const std::size_t k = generator() % 4;
        for (const Aggregation& rule : all_rules(4)) {
            const bool may_fall = rule.method == Method::mazziotta_pareto;  // for imbalance
            if (may_fall) continue;
            Values better = parts;
            better[k][u] += 5;
            const double before = ask(rule, parts, weights)[u];
            const double after = ask(rule, better, weights)[u];
            // A new best of all moves the scale of the rules that measure by it, never against the unit in first place.
            const double best = *std::max_element(parts[k].begin(), parts[k].end());
            const bool moves_scale = rule.method == Method::topsis || rule.method == Method::vikor;
            if (moves_scale && better[k][u] > best) continue;
            EXPECT_GE(after, before - 1e-12) << static_cast<int>(rule.method);
        }
    }
}

TEST(Aggregate, AUnitThatIsNowhereBetterIsNeverAbove) {
    std::mt19937_64 generator(6);
    for (int round = 0; round < 60; ++round) {
        Values parts = columns::random(generator, 5, 10, 1, 50, 6);
        for (auto& column : parts) column[3] = column[7] - static_cast<double>(generator() % 2);
        const std::vector<double> weights = columns::random_weights(generator, 5);
        for (const Aggregation& rule : all_rules(5)) {
            if (rule.method == Method::mazziotta_pareto) continue;
            if (*std::min_element(parts[0].begin(), parts[0].end()) < 0) continue;
            const std::vector<double> found = ask(rule, parts, weights);
            EXPECT_LE(found[3], found[7] + 1e-12) << static_cast<int>(rule.method);
        }
    }
}

TEST(Aggregate, TheOrderOfUnitsChangesNothing) {
    std::mt19937_64 generator(7);
    const Values parts = columns::random(generator, 4, 300, 1, 50, 30);
    const std::vector<double> weights = columns::random_weights(generator, 4);
    std::vector<std::size_t> order(300);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), generator);
    for (const Aggregation& rule : all_rules(4)) {
        const std::vector<double> before = ask(rule, parts, weights);
        const std::vector<double> after = ask(rule, columns::permuted(parts, order), weights);
        const bool sums_units = rule.method == Method::promethee;  // whose sums round in another order
        for (std::size_t u = 0; u < order.size(); ++u)
            EXPECT_NEAR(after[u], before[order[u]], sums_units ? 1e-13 : 0) << static_cast<int>(rule.method);
    }
}

TEST(Aggregate, OnlyTheProportionsOfWeightsCount) {
    std::mt19937_64 generator(8);
    const Values parts = columns::random(generator, 4, 40, 1, 50, 30);
    const std::vector<double> weights = columns::random_weights(generator, 4);
    std::vector<double> doubled = weights;
    for (double& w : doubled) w *= 0.125;
    for (const Aggregation& rule : all_rules(4)) EXPECT_EQ(ask(rule, parts, weights), ask(rule, parts, doubled));
}

TEST(Aggregate, ScalesOfTheParts) {
    std::mt19937_64 generator(9);
    const Values parts = columns::random(generator, 4, 40, 1, 50, 30);
    const std::vector<double> weights = columns::random_weights(generator, 4);
    Values larger = parts;
    for (auto& column : larger)
        for (double& x : column) x *= 4;
    for (const Aggregation& rule : means(4)) {
        const std::vector<double> before = ask(rule, parts, weights);
        const std::vector<double> after = ask(rule, larger, weights);
        for (std::size_t u = 0; u < 40; ++u) EXPECT_NEAR(after[u], 4 * before[u], 1e-12);
    }
    // What only compares does not notice.
    EXPECT_EQ(ask(by(Method::copeland), parts, weights), ask(by(Method::copeland), larger, weights));
    EXPECT_EQ(ask(by(Method::vikor), parts, weights), ask(by(Method::vikor), larger, weights));
    EXPECT_EQ(ask(by(Method::topsis), parts, weights), ask(by(Method::topsis), larger, weights));
}

// What is refused

TEST(Aggregate, RulesThatCompareUnitsNeedEveryValue) {
    for (const Aggregation& rule : comparing_rules()) {
        const Error error = refused(rule, {{1, 2, 3}, {1, no_value, 3}}, {1, 1});
        EXPECT_EQ(error.code(), "aggregate.missing");
        EXPECT_EQ(error.problems.front().line, 2U);
        EXPECT_EQ(error.kind, ErrorKind::data);
    }
}

TEST(Aggregate, InfinityIsRefused) {
    for (const Aggregation& rule : all_rules(2)) {
        for (const double end : {infinity, -infinity})
            EXPECT_EQ(refused(rule, {{1, 2, 3}, {1, end, 3}}, {1, 1}).code(), "aggregate.infinite");
    }
}

TEST(Aggregate, UnitsThatAreAllAlikeHaveNoBest) {
    EXPECT_EQ(refused(by(Method::topsis), {{4, 4}, {7, 7}}, {1, 1}).code(), "aggregate.constant");
    EXPECT_EQ(refused(by(Method::vikor), {{4, 4}, {7, 7}}, {1, 1}).code(), "aggregate.constant");
    EXPECT_EQ(refused(by(Method::vikor), {{4, 5}, {7, 7}}, {0, 1}).code(), "aggregate.constant");
    EXPECT_EQ(ask(by(Method::copeland), {{4, 4}, {7, 7}}, {1, 1}), (std::vector<double>{0, 0}));
    EXPECT_EQ(ask(by(Method::promethee), {{4, 4}, {7, 7}}, {1, 1}), (std::vector<double>{0, 0}));
}

TEST(Aggregate, UnusableWeightsAndPartsAreRefused) {
    const Values parts = {{1, 2}, {3, 4}};
    for (const Aggregation& rule : all_rules(2)) {
        EXPECT_EQ(refused(rule, parts, {1}).code(), "aggregate.weights");
        EXPECT_EQ(refused(rule, parts, {1, -1}).code(), "aggregate.weights");
        EXPECT_EQ(refused(rule, parts, {0, 0}).code(), "aggregate.weights");
        EXPECT_EQ(refused(rule, parts, {1, no_value}).code(), "aggregate.weights");
        EXPECT_EQ(refused(rule, parts, {1, infinity}).code(), "aggregate.weights");
        EXPECT_EQ(refused(rule, {{1, 2}, {3}}, {1, 1}).code(), "aggregate.parts");
        EXPECT_EQ(refused(rule, {}, {}).code(), "aggregate.parts");
    }
}

TEST(Aggregate, ParametersOutOfTheirRangesAreRefused) {
    const Values parts = {{1, 2}, {3, 4}};
    Aggregation share = by(Method::arithmetic);
    share.available_at_least = 1.5;
    Aggregation v = by(Method::vikor);
    v.v = -0.1;
    Aggregation preference = by(Method::promethee);
    preference.preference = {Preference::Kind::linear, 3, 2, 1};
    for (const Aggregation& rule : {share, power(infinity), power(no_value), owa({1}), owa({1, -1}), owa({0, 0}),
                                    mean_min(2, 0), mean_min(1, -1), mean_min(no_value, 0), v, preference}) {
        const Error error = refused(rule, parts, {1, 1});
        EXPECT_EQ(error.code(), "design.rule") << static_cast<int>(rule.method);
        EXPECT_EQ(error.kind, ErrorKind::instrument);
    }
}

TEST(Aggregate, NoUnitsGiveNothing) {
    for (const Aggregation& rule : unit_rules(2)) EXPECT_TRUE(ask(rule, {{}, {}}, {1, 1}).empty());
}

}  // namespace
