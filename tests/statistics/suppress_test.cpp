// Hidden counts: small ones are, and none of them follows from what is published.
#include "pug/statistics/suppress.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "pug/decimal.hpp"

namespace {

using namespace pug;

/// Whether the rows and columns of a table, all of which are equations, tell a hidden cell: by elimination.
bool follows(const CountTable& table, std::size_t row, std::size_t column) {
    std::vector<std::size_t> unknowns;
    for (std::size_t at = 0; at < table.hidden.size(); ++at) {
        if (table.hidden[at] != 0 && at != row * table.columns + column) unknowns.push_back(at);
    }
    unknowns.push_back(row * table.columns + column);  // last: it is told if it alone is left in some equation
    std::vector<std::vector<Rational>> equations;
    for (std::size_t line = 0; line < table.rows + table.columns; ++line) {
        std::vector<Rational> equation;
        for (const std::size_t at : unknowns) {
            const std::size_t r = at / table.columns, c = at % table.columns;
            const bool is_in = line < table.rows ? r == line : c == line - table.rows;
            const bool is_total = line < table.rows ? c + 1 == table.columns : r + 1 == table.rows;
            equation.emplace_back(!is_in ? 0 : is_total ? -1 : 1);
        }
        equations.push_back(equation);
    }
    std::size_t rank = 0;
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
        std::size_t pivot = rank;
        while (pivot < equations.size() && equations[pivot][k] == 0) ++pivot;
        if (pivot == equations.size()) continue;
        if (k + 1 == unknowns.size()) return true;
        std::swap(equations[rank], equations[pivot]);
        for (std::size_t e = rank + 1; e < equations.size(); ++e) {
            const Rational factor = equations[e][k] / equations[rank][k];
            for (std::size_t j = k; j < unknowns.size(); ++j) equations[e][j] -= factor * equations[rank][j];
        }
        ++rank;
    }
    return false;
}

TEST(Suppress, HidesSmallCountsAndWhatGivesThemBack) {
    const std::vector<std::int64_t> counts = {20, 3, 14, 18, 9, 11, 7, 25, 30};
    const CountTable table = suppress_small_counts(counts, 3, 5).value();
    EXPECT_TRUE(table.is_hidden(0, 1));
    EXPECT_FALSE(follows(table, 0, 1));
    std::size_t hidden = 0;
    for (const auto each : table.hidden) hidden += each;
    EXPECT_EQ(hidden, 4u);  // a circle of four cells, and no total among them
    for (std::size_t r = 0; r < 4; ++r) EXPECT_FALSE(table.is_hidden(r, 3));
}

TEST(Suppress, LeavesAloneWhatIsNotSmall) {
    const std::vector<std::int64_t> counts = {20, 0, 14, 5};
    const CountTable table = suppress_small_counts(counts, 2, 5).value();
    for (const auto each : table.hidden) EXPECT_EQ(each, 0);
    EXPECT_EQ(table.at(2, 2), 39);
}

TEST(Suppress, RatherHidesThatThereIsNobodyThanATotal) {
    const std::vector<std::int64_t> counts = {1, 50, 40, 0};
    const CountTable table = suppress_small_counts(counts, 2, 5).value();
    for (std::size_t r = 0; r < 3; ++r) {
        for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(table.is_hidden(r, c), r < 2 && c < 2) << r << ", " << c;
    }
}

TEST(Suppress, HidesTotalsWhereThereIsNothingElse) {
    const std::vector<std::int64_t> counts = {2};
    const CountTable table = suppress_small_counts(counts, 1, 5).value();
    for (const auto each : table.hidden) EXPECT_EQ(each, 1);
}

TEST(Suppress, NoSmallCountFollowsFromWhatIsPublished) {
    std::mt19937_64 random(51);
    std::size_t small = 0;
    for (int i = 0; i < 600; ++i) {
        const std::size_t columns = 1 + random() % 4, rows = 1 + random() % 5;
        std::vector<std::int64_t> counts;
        for (std::size_t at = 0; at < rows * columns; ++at)
            counts.push_back(static_cast<std::int64_t>(random() % 3 == 0 ? random() % 6 : random() % 60));
        const std::int64_t threshold = std::vector<std::int64_t>{3, 5, 10}[random() % 3];
        const CountTable table = suppress_small_counts(counts, columns, threshold).value();
        for (std::size_t r = 0; r < table.rows; ++r) {
            for (std::size_t c = 0; c < table.columns; ++c) {
                if (table.at(r, c) == 0 || table.at(r, c) >= threshold) continue;
                ++small;
                ASSERT_TRUE(table.is_hidden(r, c));
                ASSERT_FALSE(follows(table, r, c)) << "table " << i << ", row " << r << ", column " << c;
            }
        }
    }
    EXPECT_GT(small, 500u);
}

TEST(Suppress, RefusesWhatIsNoTable) {
    const std::vector<std::int64_t> counts = {1, 2, 3}, below = {-1};
    EXPECT_EQ(suppress_small_counts(counts, 2, 5).error().code(), "statistics.table");
    EXPECT_EQ(suppress_small_counts(below, 1, 5).error().code(), "statistics.table");
    EXPECT_EQ(suppress_small_counts(counts, 3, 0).error().code(), "statistics.threshold");
}

}  // namespace
