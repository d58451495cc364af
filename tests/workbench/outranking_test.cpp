// Units against units: a published matrix, the definitions pair by pair, and what must hold for any columns.
#include "pug/workbench/outranking.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>
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

using Rule = result<Matrix> (*)(std::span<const std::span<const double>>, std::span<const double>, const std::string&);

Matrix ask(Rule rule, const Values& parts, const std::vector<double>& weights) {
    auto found = rule(Views(parts), weights, "part");
    EXPECT_TRUE(found.has_value()) << (found.has_error() ? found.error().message() : "");
    return found.has_value() ? std::move(found).value() : Matrix();
}

std::vector<double> ask_copeland(const Values& parts, const std::vector<double>& weights) {
    auto found = copeland(Views(parts), weights, "part");
    EXPECT_TRUE(found.has_value());
    return found.has_value() ? std::move(found).value() : std::vector<double>();
}

/// Both matrices by their definitions: `equal` is what a part says of two units that are equal in it.
double share(const Values& parts, const std::vector<double>& weights, std::size_t a, std::size_t b, double equal) {
    double sum = 0, total = 0;
    for (std::size_t k = 0; k < parts.size(); ++k) {
        total += weights[k];
        sum += weights[k] * (parts[k][a] > parts[k][b] ? 1 : parts[k][a] == parts[k][b] ? equal : 0);
    }
    return sum / total;
}

TEST(Outranking, OfTheReferencePillars) {
    if (!asem::is_there()) GTEST_SKIP() << "found no " << asem::folder();
    const asem::Sheet scores = asem::read("step_aggregated");
    const asem::Sheet expected = asem::read("outrank_matrix_Conn_pillars");
    Values parts;
    for (const char* const name : {"ConEcFin", "Instit", "P2P", "Physical", "Political"}) {
        parts.emplace_back();
        for (std::size_t row = 0; row < scores.rows.size(); ++row) parts.back().push_back(scores.number(row, name));
    }
    const Matrix found = ask(outranking, parts, std::vector<double>(5, 1.0));
    ASSERT_EQ(found.rows(), 51U);
    for (std::size_t a = 0; a < 51; ++a) {
        for (std::size_t b = 0; b < 51; ++b)
            EXPECT_NEAR(found.at(a, b), expected.number(a, scores.text(b, "uCode")), 1e-9) << a << " " << b;
    }
    const std::vector<double> wins = copeland(found);
    for (std::size_t a = 0; a < 51; ++a) EXPECT_EQ(wins[a], asem::read("copeland_Conn_pillars").number(a, "copeland"));
}

TEST(Outranking, IsThatOfItsDefinition) {
    std::mt19937_64 generator(1);
    for (const std::size_t units : {1U, 2U, 7U, 64U, 101U}) {
        const Values parts = columns::random(generator, 5, units, -10, 10, 8);
        const std::vector<double> weights = columns::random_weights(generator, 5);
        const Matrix halves = ask(outranking, parts, weights);
        const Matrix both = ask(concordance, parts, weights);
        for (std::size_t a = 0; a < units; ++a) {
            for (std::size_t b = 0; b < units; ++b) {
                EXPECT_NEAR(halves.at(a, b), a == b ? 0 : share(parts, weights, a, b, 0.5), 1e-14);
                EXPECT_NEAR(both.at(a, b), share(parts, weights, a, b, 1), 1e-14);
            }
            EXPECT_EQ(halves.at(a, a), 0);
            EXPECT_EQ(both.at(a, a), 1);
        }
    }
}

TEST(Outranking, TwoUnitsShareTheWeight) {
    std::mt19937_64 generator(2);
    const Values parts = columns::random(generator, 4, 30, 0, 1, 4);
    const Matrix found = ask(outranking, parts, columns::random_weights(generator, 4));
    for (std::size_t a = 0; a < 30; ++a)
        for (std::size_t b = 0; b < a; ++b) EXPECT_NEAR(found.at(a, b) + found.at(b, a), 1, 1e-15);
}

TEST(Outranking, OnlyTheOrderWithinPartsCounts) {
    std::mt19937_64 generator(3);
    const Values parts = columns::random(generator, 4, 40, 0.5, 9, 20);
    Values bent = parts;
    for (double& x : bent[1]) x = std::exp(x);
    for (double& x : bent[3]) x = -1 / x;
    const std::vector<double> weights = columns::random_weights(generator, 4);
    const Matrix before = ask(outranking, parts, weights);
    const Matrix after = ask(outranking, bent, weights);
    for (std::size_t i = 0; i < before.cells().size(); ++i) EXPECT_EQ(before.cells()[i], after.cells()[i]);
}

TEST(Copeland, CountsMajorities) {
    // 1 beats 2 and 3 in two of three parts; 2 beats 3 in two.
    EXPECT_EQ(ask_copeland({{3, 2, 1}, {3, 2, 1}, {1, 2, 3}}, {1, 1, 1}), (std::vector<double>{2, 0, -2}));
    // A circle: nobody is ahead.
    EXPECT_EQ(ask_copeland({{3, 2, 1}, {1, 3, 2}, {2, 1, 3}}, {1, 1, 1}), (std::vector<double>{0, 0, 0}));
    EXPECT_EQ(ask_copeland({{5}}, {1}), (std::vector<double>{0}));
}

TEST(Copeland, AHalfThatIsRoundedIsADraw) {
    // 0.1 + 0.2 is a double above 0.3: the halves of the weight are equal all the same.
    const Values parts = {{2, 1}, {2, 1}, {1, 2}};
    EXPECT_EQ(ask_copeland(parts, {0.1, 0.2, 0.3}), (std::vector<double>{0, 0}));
    EXPECT_EQ(copeland(ask(outranking, parts, {0.1, 0.2, 0.3})), (std::vector<double>{0, 0}));
    EXPECT_EQ(ask_copeland({{2, 1}, {1, 2}, {1, 2}}, {0.3, 0.2, 0.1}), (std::vector<double>{0, 0}));
    EXPECT_EQ(ask_copeland({{1, 2}, {2, 1}, {2, 1}}, {0.3, 0.2, 0.1}), (std::vector<double>{0, 0}));
    EXPECT_EQ(ask_copeland(parts, {0.1, 0.2, 0.3001}), (std::vector<double>{-1, 1}));
    EXPECT_EQ(ask_copeland(parts, {0.1, 0.2001, 0.3}), (std::vector<double>{1, -1}));
}

TEST(Copeland, IsThatOfTheMatrix) {
    std::mt19937_64 generator(4);
    for (int round = 0; round < 50; ++round) {
        const Values parts = columns::random(generator, 1 + generator() % 6, 25, 0, 1, 5);
        const std::vector<double> weights = columns::random_weights(generator, parts.size());
        const std::vector<double> found = ask_copeland(parts, weights);
        EXPECT_EQ(found, copeland(ask(outranking, parts, weights)));
        EXPECT_EQ(std::accumulate(found.begin(), found.end(), 0.0), 0);
        for (std::size_t a = 0; a < found.size(); ++a) {
            double wins = 0;
            for (std::size_t b = 0; b < found.size(); ++b) {
                const double ahead = share(parts, weights, a, b, 0.5);
                if (a != b) wins += ahead > 0.5 + 1e-9 ? 1 : ahead < 0.5 - 1e-9 ? -1 : 0;
            }
            EXPECT_EQ(found[a], wins);
        }
    }
}

TEST(Copeland, AUnitThatIsNowhereBetterIsNeverAbove) {
    std::mt19937_64 generator(5);
    for (int round = 0; round < 100; ++round) {
        Values parts = columns::random(generator, 4, 12, 0, 1, 4);
        for (auto& column : parts) column[2] = column[9] - static_cast<double>(generator() % 2) / 8;
        const std::vector<double> found = ask_copeland(parts, columns::random_weights(generator, 4));
        EXPECT_LE(found[2], found[9]);
    }
}

TEST(Outranking, WhatCannotBeComparedIsRefused) {
    const auto code = [](const Values& parts, const std::vector<double>& weights) {
        const auto matrix = outranking(Views(parts), weights, "part");
        const auto both = concordance(Views(parts), weights, "part");
        const auto wins = copeland(Views(parts), weights, "part");
        EXPECT_TRUE(matrix.has_error() && both.has_error() && wins.has_error());
        if (!matrix.has_error() || !both.has_error() || !wins.has_error()) return std::string();
        EXPECT_EQ(matrix.error().problems, both.error().problems);
        EXPECT_EQ(matrix.error().problems, wins.error().problems);
        EXPECT_EQ(matrix.error().where(), "part");
        return matrix.error().code();
    };
    EXPECT_EQ(code({{1, no_value}, {1, 2}}, {1, 1}), "aggregate.missing");
    EXPECT_EQ(code({{1, HUGE_VAL}, {1, 2}}, {1, 1}), "aggregate.infinite");
    EXPECT_EQ(code({{1, 2}, {1}}, {1, 1}), "aggregate.parts");
    EXPECT_EQ(code({}, {}), "aggregate.parts");
    EXPECT_EQ(code({{1, 2}}, {-1}), "aggregate.weights");
    EXPECT_EQ(code({{1, 2}}, {0}), "aggregate.weights");
    EXPECT_EQ(code({{1, 2}}, {1, 1}), "aggregate.weights");
    EXPECT_EQ(ask(outranking, {{1, no_value}, {1, 2}}, {0, 1}).at(1, 0), 1);
}

}  // namespace
