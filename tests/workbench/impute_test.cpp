// What fills a gap: worked examples, a closed form and a plain second implementation of expectation maximisation.
#include "pug/workbench/impute.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace pug;
using namespace pug::workbench;
using Columns = std::vector<std::vector<double>>;
using Method = ImputationMethod;

/// A dataset with the columns x0, x1, … of these values, and what `impute` wants of a design.
struct Case {
    Dataset data;
    Blueprint blueprint;
    std::vector<std::size_t> rows;
    Matrix values;

    explicit Case(const Columns& columns) : values(columns.front().size(), columns.size()) {
        rows.resize(values.rows());
        std::iota(rows.begin(), rows.end(), std::size_t{0});
        for (std::size_t row = 0; row < values.rows(); ++row) data.units.push_back("u" + std::to_string(row));
        for (std::size_t c = 0; c < columns.size(); ++c) {
            blueprint.indicators.emplace_back();
            blueprint.names.push_back("x" + std::to_string(c));
            std::copy(columns[c].begin(), columns[c].end(), values.column(c).begin());
        }
    }

    std::optional<Error> fill(Method method, const std::string& group = "") {
        Impute step;
        step.all = {method, group};
        return impute(step, blueprint, data, rows, values);
    }
};

void expect_column(std::span<const double> found, const std::vector<double>& wanted, double tolerance = 1e-12) {
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t at = 0; at < wanted.size(); ++at) {
        if (has_value(wanted[at])) {
            EXPECT_NEAR(found[at], wanted[at], tolerance) << at;
        } else {
            EXPECT_FALSE(has_value(found[at])) << at;
        }
    }
}

TEST(Impute, ByTheMeanAndTheMedian) {
    const Columns columns{{1, 2, no_value, 9, no_value}, {5, 6, 7, 8, 9}, Columns::value_type(5, no_value)};
    Case mean(columns);
    ASSERT_FALSE(mean.fill(Method::mean));
    expect_column(mean.values.column(0), {1, 2, 4, 9, 4});
    expect_column(mean.values.column(1), columns[1]);
    expect_column(mean.values.column(2), columns[2]);
    Case median(columns);
    ASSERT_FALSE(median.fill(Method::median));
    expect_column(median.values.column(0), {1, 2, 2, 9, 2});
    Case even({{1, 2, no_value, 9, 30}});
    ASSERT_FALSE(even.fill(Method::median));
    EXPECT_EQ(even.values.at(2, 0), 5.5);
    Case none(columns);
    ASSERT_FALSE(none.fill(Method::none));
    expect_column(none.values.column(0), columns[0]);
}

TEST(Impute, ByTheGroup) {
    const Columns columns{{1, 3, no_value, 10, 20, 60, no_value, no_value, no_value, 700}};
    const std::vector<std::string> texts{"n", "n", "n", "s", "s", "s", "s", "", "lonely", ""};
    Case mean(columns);
    mean.data.groups = {{"region", texts}};
    ASSERT_FALSE(mean.fill(Method::group_mean, "region"));
    expect_column(mean.values.column(0), {1, 3, 2, 10, 20, 60, 30, no_value, no_value, 700});
    Case median(columns);
    median.data.groups = {{"region", texts}};
    ASSERT_FALSE(median.fill(Method::group_median, "region"));
    expect_column(median.values.column(0), {1, 3, 2, 10, 20, 60, 20, no_value, no_value, 700});
}

TEST(Impute, LooksAtTheRowsThatAreIn) {
    Case some({{7, no_value, 3}});
    some.data.groups = {{"region", {"a", "b", "b", "a", "a"}}};
    some.rows = {1, 2, 4};
    ASSERT_FALSE(some.fill(Method::group_mean, "region"));
    expect_column(some.values.column(0), {7, 7, 3});
}

TEST(Impute, HasARuleForEachIndicator) {
    Case some({{1, 2, no_value, 9}, {1, 2, no_value, 9}, {1, 2, no_value, 9}});
    some.data.groups = {{"region", {"a", "b", "b", "b"}}, {"size", {"l", "s", "l", "s"}}};
    Impute step;
    step.all = {Method::group_mean, "region"};
    step.others = {{"x1", {Method::group_mean, "size"}}, {"x2", {Method::median, ""}}};
    ASSERT_FALSE(impute(step, some.blueprint, some.data, some.rows, some.values));
    EXPECT_EQ(some.values.at(2, 0), 5.5);
    EXPECT_EQ(some.values.at(2, 1), 1);
    EXPECT_EQ(some.values.at(2, 2), 2);
}

TEST(Impute, BetweenTimesOfTheUnit) {
    // Two units in turns and not by time; gaps at both ends, in between, and of unequal length.
    Case panel({{no_value, 5, 30, no_value, no_value, no_value, 10, no_value}});
    panel.data.units = {"a", "b", "a", "b", "a", "b", "a", "a"};
    panel.data.times = {2020, 2020, 2018, 2019, 2012, 2021, 2013, 2014};
    ASSERT_FALSE(panel.fill(Method::linear));
    expect_column(panel.values.column(0), {30, 5, 30, 5, 10, 5, 10, 14});
    Case empty({{no_value, no_value}});
    empty.data.times = {1, 2};
    empty.data.units = {"a", "a"};
    ASSERT_FALSE(empty.fill(Method::linear));
    expect_column(empty.values.column(0), {no_value, no_value});
}

TEST(Impute, RefusesWhatItCannotLookAt) {
    Case some({{1, no_value}});
    EXPECT_EQ(some.fill(Method::group_mean, "region")->code(), "impute.group");
    EXPECT_EQ(some.fill(Method::linear)->code(), "impute.time");
    EXPECT_EQ(some.fill(Method::linear)->where(), "x0");
}

Columns correlated(std::mt19937_64& random, std::size_t rows, std::size_t columns) {
    std::normal_distribution<double> normal;
    Columns made(columns, std::vector<double>(rows));
    for (std::size_t row = 0; row < rows; ++row) {
        const double common = normal(random);
        for (std::size_t c = 0; c < columns; ++c)
            made[c][row] =
                10 * static_cast<double>(c) + std::pow(10.0, static_cast<double>(c % 3)) * (common + normal(random));
    }
    return made;
}

TEST(ExpectationMaximisation, ChangesNothingThatIsComplete) {
    std::mt19937_64 random(1);
    const Columns columns = correlated(random, 20, 4);
    Case complete(columns);
    ASSERT_FALSE(complete.fill(Method::expectation_maximisation));
    for (std::size_t c = 0; c < columns.size(); ++c) expect_column(complete.values.column(c), columns[c], 0);
}

TEST(ExpectationMaximisation, IsARegressionWhereOneColumnHasGaps) {
    // The likelihood factors: x of all units, and y given x of those that have both.
    std::mt19937_64 random(2);
    Columns columns = correlated(random, 30, 2);
    for (const std::size_t row : {3u, 8u, 9u, 20u}) columns[1][row] = no_value;
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (std::size_t row = 0; row < 30; ++row) {
        if (!has_value(columns[1][row])) continue;
        n += 1;
        sx += columns[0][row];
        sy += columns[1][row];
        sxx += columns[0][row] * columns[0][row];
        sxy += columns[0][row] * columns[1][row];
    }
    const double slope = (sxy - sx * sy / n) / (sxx - sx * sx / n), start = (sy - slope * sx) / n;
    Case gaps(columns);
    ASSERT_FALSE(gaps.fill(Method::expectation_maximisation));
    for (const std::size_t row : {3u, 8u, 9u, 20u})
        EXPECT_NEAR(gaps.values.at(row, 1), start + slope * columns[0][row], 1e-7);
    EXPECT_EQ(gaps.values.at(4, 1), columns[1][4]);
}

/// Solves a · x = b by elimination with pivots.
std::vector<double> solved(Columns a, std::vector<double> b) {
    const std::size_t n = b.size();
    for (std::size_t k = 0; k < n; ++k) {
        std::size_t pivot = k;
        for (std::size_t r = k; r < n; ++r) pivot = std::abs(a[r][k]) > std::abs(a[pivot][k]) ? r : pivot;
        std::swap(a[k], a[pivot]);
        std::swap(b[k], b[pivot]);
        for (std::size_t r = k + 1; r < n; ++r) {
            const double factor = a[r][k] / a[k][k];
            for (std::size_t c = k; c < n; ++c) a[r][c] -= factor * a[k][c];
            b[r] -= factor * b[k];
        }
    }
    for (std::size_t k = n; k-- > 0;) {
        for (std::size_t c = k + 1; c < n; ++c) b[k] -= a[k][c] * b[c];
        b[k] /= a[k][k];
    }
    return b;
}

/// Expectation maximisation as textbooks write it: unit by unit, in the indicators' own units.
Columns filled_plainly(const Columns& columns) {
    const std::size_t p = columns.size(), n = columns.front().size();
    std::vector<double> mean(p, 0);
    Columns covariance(p, std::vector<double>(p, 0)), filled = columns;
    for (std::size_t c = 0; c < p; ++c) covariance[c][c] = std::pow(10.0, 2 * static_cast<double>(c % 3));
    for (int step = 0; step < 4000; ++step) {
        Columns extra(p, std::vector<double>(p, 0));
        for (std::size_t row = 0; row < n; ++row) {
            std::vector<std::size_t> known, missing;
            for (std::size_t c = 0; c < p; ++c) (has_value(columns[c][row]) ? known : missing).push_back(c);
            Columns between;  // of what is known
            for (const std::size_t a : known) {
                between.emplace_back();
                for (const std::size_t b : known) between.back().push_back(covariance[a][b]);
            }
            for (const std::size_t m : missing) {
                std::vector<double> with;
                for (const std::size_t a : known) with.push_back(covariance[a][m]);
                const std::vector<double> slopes = solved(between, with);
                filled[m][row] = mean[m];
                for (std::size_t k = 0; k < known.size(); ++k)
                    filled[m][row] += slopes[k] * (columns[known[k]][row] - mean[known[k]]);
                for (const std::size_t other : missing) {
                    extra[m][other] += covariance[m][other];
                    for (std::size_t k = 0; k < known.size(); ++k)
                        extra[m][other] -= slopes[k] * covariance[known[k]][other];
                }
            }
        }
        for (std::size_t c = 0; c < p; ++c)
            mean[c] = std::accumulate(filled[c].begin(), filled[c].end(), 0.0) / static_cast<double>(n);
        for (std::size_t a = 0; a < p; ++a) {
            for (std::size_t b = 0; b < p; ++b) {
                double sum = extra[a][b];
                for (std::size_t row = 0; row < n; ++row)
                    sum += (filled[a][row] - mean[a]) * (filled[b][row] - mean[b]);
                covariance[a][b] = sum / static_cast<double>(n);
            }
        }
    }
    return filled;
}

TEST(ExpectationMaximisation, AgreesWithAPlainImplementation) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 5; ++i) {
        Columns columns = correlated(random, 25, 4);
        for (auto& column : columns) {
            for (double& cell : column) cell = random() % 6 == 0 ? no_value : cell;
        }
        const Columns wanted = filled_plainly(columns);
        Case gaps(columns);
        ASSERT_FALSE(gaps.fill(Method::expectation_maximisation));
        for (std::size_t c = 0; c < columns.size(); ++c)
            expect_column(gaps.values.column(c), wanted[c], 1e-7 * std::pow(10.0, static_cast<double>(c % 3)));
    }
}

TEST(ExpectationMaximisation, RefusesColumnsThatDependOnEachOther) {
    std::mt19937_64 random(4);
    Columns columns = correlated(random, 20, 3);
    columns[0][4] = no_value;
    for (std::size_t row = 0; row < 20; ++row) columns[2][row] = 2 * columns[1][row] - 7;
    Case dependent(columns);
    const auto error = dependent.fill(Method::expectation_maximisation);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code(), "impute.singular");
    EXPECT_EQ(error->where(), "x0");
    expect_column(dependent.values.column(0), columns[0]);
    columns[2][5] += 1e-9;
    EXPECT_EQ(Case(columns).fill(Method::expectation_maximisation)->code(), "impute.singular");
    Columns few = correlated(random, 4, 4);
    few[3][0] = no_value;
    EXPECT_EQ(Case(few).fill(Method::expectation_maximisation)->code(), "impute.singular");
}

TEST(ExpectationMaximisation, FillsConstantColumnsAndLeavesEmptyOnes) {
    std::mt19937_64 random(5);
    Columns columns = correlated(random, 20, 5);
    columns[4] = columns[0] = std::vector<double>(20, 4);
    columns[0][7] = columns[2][7] = no_value;
    columns[1] = std::vector<double>(20, no_value);
    Case some(columns);
    ASSERT_FALSE(some.fill(Method::expectation_maximisation));
    EXPECT_EQ(some.values.at(7, 0), 4);
    EXPECT_TRUE(has_value(some.values.at(7, 2)));
    expect_column(some.values.column(1), columns[1]);
}

}  // namespace
