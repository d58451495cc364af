// An index from its data to its grades, and its regeneration under variations.
#include "pug/workbench/index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "pug/workbench/rebuild.hpp"
#include "support/small_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;

Index built(const Design& design, const Dataset& data) {
    auto index = build(design, data);
    if (index.has_error()) ADD_FAILURE() << index.error().code() << ": " << index.error().message();
    return index.has_error() ? Index{} : std::move(index).value();
}

bool is_equal(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool is_equal(const Matrix& a, const Matrix& b) {
    return a.rows() == b.rows() && a.columns() == b.columns() &&
           std::equal(a.cells().begin(), a.cells().end(), b.cells().begin(),
                      [](double x, double y) { return is_equal(x, y); });
}

TEST(Build, GoesFromDataToGrades) {
    const Index index = built(test::small_design(), test::small_data());
    ASSERT_EQ(index.stages.size(), 4u);
    EXPECT_EQ(index.stages[1].name, "denominated");
    EXPECT_EQ(index.stages[1].values.at(4, 0), 5);
    EXPECT_EQ(index.stages[2].values.at(4, 3), 4.5);
    ASSERT_EQ(index.imputed.size(), 1u);
    EXPECT_EQ(index.imputed[0].row, 4u);
    EXPECT_EQ(index.imputed[0].indicator, 3u);
    EXPECT_EQ(index.imputed[0].value, 4.5);
    EXPECT_EQ(index.stages[3].values.at(1, 2), 100);  // the smallest gap is best
    EXPECT_EQ(index.weights[0], (std::vector<double>{0.25, 0.75}));
    // By hand, for e: seats 5 of 5 … 10, pay 5 of 1 … 5, gap 3 of 9 … 2, school 4.5 of 1 … 8.
    const double life = (100 * 6.0 / 7 + 50) / 2;
    EXPECT_NEAR(index.scores.at(4, 0), 75, 1e-12);
    EXPECT_NEAR(index.scores.at(4, 1), life, 1e-12);
    EXPECT_NEAR(index.scores.at(4, 2), (75 + 3 * life) / 4, 1e-12);
    EXPECT_EQ(index.value(6)[4], index.scores.at(4, 2));
    EXPECT_EQ(index.value(2)[1], 100);
    EXPECT_EQ(index.ranks, (std::vector<std::size_t>{5, 1, 4, 3, 2}));
    EXPECT_EQ(index.grades, (std::vector<std::string>{"low", "high", "low", "middle", "high"}));
    EXPECT_EQ(index.units, test::small_data().units);
    EXPECT_EQ(index.stage("treated"), nullptr);
}

TEST(Build, NeedsNoSteps) {
    Design design = test::small_design();
    design.steps.clear();
    for (Indicator& indicator : design.indicators) indicator.direction = Direction::higher_is_better;
    const Index index = built(design, test::small_data());
    ASSERT_EQ(index.stages.size(), 1u);
    EXPECT_EQ(index.stages[0].values.at(0, 0), 10);
    EXPECT_EQ(index.scores.at(4, 1), 3);  // the part without a value leaves
}

TEST(Build, MakesNoValueOfWhatCannotBeDivided) {
    Dataset data = test::small_data();
    data.values.at(0, 4) = 0;
    data.values.at(1, 4) = no_value;
    data.values.at(2, 4) = 1e-320;
    data.values.at(2, 0) = 1e300;
    const Index index = built(test::small_design(), data);
    for (const std::size_t row : {0u, 1u, 2u}) EXPECT_FALSE(has_value(index.stages[1].values.at(row, 0)));
    EXPECT_EQ(index.stages[1].values.at(3, 0), 10);
}

TEST(Screen, CountsWhatIsThere) {
    Dataset data = test::small_data();
    for (const std::size_t c : {0u, 1u}) data.values.at(0, c) = no_value;
    data.values.at(1, 1) = 0;
    for (const std::size_t c : {0u, 1u, 2u, 3u}) data.values.at(2, c) = no_value;
    Design design = test::small_design();
    Screen screen;
    screen.available_at_least = 0.5;
    screen.nonzero_at_least = 0.75;
    design.steps.insert(design.steps.begin(), screen);
    const Index index = built(design, data);
    EXPECT_EQ(index.units, (std::vector<std::string>{"a", "b", "d", "e"}));
    EXPECT_EQ(index.stages[1].rows, (std::vector<std::size_t>{0, 1, 3, 4}));
    ASSERT_EQ(index.screened.size(), 5u);
    EXPECT_EQ(index.screened[0].available, 0.5);
    EXPECT_EQ(index.screened[0].nonzero, 1);
    EXPECT_EQ(index.screened[1].nonzero, 0.75);
    EXPECT_EQ(index.screened[2].available, 0);
    EXPECT_EQ(index.screened[2].nonzero, 0);
    EXPECT_FALSE(index.screened[2].is_in);
    EXPECT_EQ(index.scores.rows(), 4u);
    EXPECT_EQ(index.stages.back().values.rows(), 4u);
}

TEST(Screen, KeepsAndLeavesOutByName) {
    Design design = test::small_design();
    Screen screen;
    screen.available_at_least = 1;
    screen.keep = {"e"};
    screen.leave_out = {"b"};
    design.steps.insert(design.steps.begin() + 1, screen);
    const Index index = built(design, test::small_data());
    EXPECT_EQ(index.units, (std::vector<std::string>{"a", "c", "d", "e"}));
    EXPECT_EQ(index.imputed[0].row, 4u);
    EXPECT_NEAR(index.imputed[0].value, 11.0 / 3, 1e-15);  // without b
    screen.leave_out = {"a", "b", "c", "d", "e"};
    screen.keep.clear();
    design.steps[1] = screen;
    EXPECT_EQ(build(design, test::small_data()).error().code(), "screen.empty");
}

TEST(Screen, CanBeDoneAgain) {
    Design design = test::small_design();
    Normalise rank;
    rank.all.method = NormalisationMethod::rank;
    design.steps = {Screen{0, 0, {}, {"a", "d"}}, Screen{0, 0, {}, {"c"}}, Denominate{}, rank};
    const Index index = built(design, test::small_data());
    ASSERT_EQ(index.stages.size(), 5u);
    EXPECT_EQ(index.units, (std::vector<std::string>{"b", "e"}));
    EXPECT_EQ(index.stages[2].rows, (std::vector<std::size_t>{1, 4}));
    EXPECT_EQ(index.stages[3].values.at(1, 0), 5);
    EXPECT_EQ(index.screened.size(), 8u);
}

TEST(Build, ListsEveryColumnThatHasNoScale) {
    Dataset data = test::small_data();
    for (std::size_t row = 0; row < 5; ++row) data.values.at(row, 1) = data.values.at(row, 2) = 4;
    const auto failed = build(test::small_design(), data);
    ASSERT_TRUE(failed.has_error());
    ASSERT_EQ(failed.error().problems.size(), 2u);
    EXPECT_EQ(failed.error().problems[1].code, "normalise.constant");
    EXPECT_EQ(failed.error().problems[1].where, "gap");
}

TEST(Build, NamesThePartThatCannotBeAggregated) {
    Design design = test::small_design();
    std::get<Normalise>(design.steps[2]).all.method = NormalisationMethod::zscore;
    design.index.parts[1].aggregation = Aggregation{};
    design.index.parts[1].aggregation->method = AggregationMethod::geometric;
    const auto failed = build(design, test::small_data());
    ASSERT_TRUE(failed.has_error());
    EXPECT_EQ(failed.error().code(), "aggregate.negative");
    EXPECT_EQ(failed.error().where(), "life");
}

TEST(Build, DoesNotDependOnTheOrderOfUnits) {
    std::mt19937_64 random(8);
    std::lognormal_distribution<double> skewed(0, 1);
    Design design = test::small_design();
    design.steps = {Denominate{}, Impute{{ImputationMethod::group_median, "region"}, {}}, Treat{}, Normalise{}};
    Dataset data;
    data.columns = test::small_data().columns;
    data.values = Matrix(40, 5);
    data.groups = {{"region", {}}};
    for (std::size_t row = 0; row < 40; ++row) {
        data.units.push_back("u" + std::to_string(row));
        data.groups[0].second.push_back(random() % 2 == 0 ? "n" : "s");
        for (std::size_t c = 0; c < 5; ++c) data.values.at(row, c) = random() % 9 == 0 ? no_value : skewed(random);
    }
    const Index index = built(design, data);
    std::vector<std::size_t> order(40);
    for (std::size_t at = 0; at < 40; ++at) order[at] = (at * 7 + 3) % 40;
    Dataset other = data;
    for (std::size_t at = 0; at < 40; ++at) {
        other.units[at] = data.units[order[at]];
        other.groups[0].second[at] = data.groups[0].second[order[at]];
        for (std::size_t c = 0; c < 5; ++c) other.values.at(at, c) = data.values.at(order[at], c);
    }
    const Index again = built(design, other);
    for (std::size_t at = 0; at < 40; ++at) {
        EXPECT_EQ(again.ranks[at], index.ranks[order[at]]);
        EXPECT_NEAR(again.scores.at(at, 2), index.scores.at(order[at], 2), 1e-12);
    }
}

TEST(Ranks, AreSharedAndLeaveOutWhatHasNoValue) {
    const std::vector<double> values{5, 9, no_value, 5, 9, -1, 5};
    std::vector<std::size_t> ranks(values.size(), 77);
    rank_descending(values, ranks);
    EXPECT_EQ(ranks, (std::vector<std::size_t>{3, 1, 0, 3, 1, 6, 3}));
}

TEST(Grades, BeginAtTheirEdge) {
    Design design = test::small_design();
    const double least = [&] {
        const Index index = built(design, test::small_data());
        return *std::min_element(index.scores.column(2).begin(), index.scores.column(2).end());
    }();
    design.grades = {{"one", {}, least}, {"two", {}, 1000}};
    EXPECT_EQ(built(design, test::small_data()).grades, std::vector<std::string>(5, "one"));
    design.grades[0].from = std::nextafter(least, 1000);
    const Index index = built(design, test::small_data());
    EXPECT_EQ(std::count(index.grades.begin(), index.grades.end(), ""), 1);
    design.grades.clear();
    EXPECT_EQ(built(design, test::small_data()).grades, std::vector<std::string>(5));
}

/// The small index with screening and treatment, built once, and what regenerates it.
class Regeneration : public testing::Test {
  protected:
    Regeneration() {
        Screen screen;
        screen.leave_out = {"c"};
        design.steps = {Denominate{}, screen, Impute{}, Treat{}, Normalise{}};
        index = built(design, data);
    }
    Design design = test::small_design();
    Dataset data = test::small_data();
    Index index;
    Rebuild rebuild{index.blueprint, data};

    void SetUp() override { rebuild = Rebuild(index.blueprint, data); }
};

TEST_F(Regeneration, IsTheSameFromEveryStageAgainAndAgain) {
    for (int i = 0; i < 2; ++i) {
        ASSERT_FALSE(rebuild.run());
        EXPECT_TRUE(is_equal(rebuild.scores(), index.scores));
        for (std::size_t done = 0; done < index.stages.size(); ++done) {
            Variation variation;
            variation.values = &index.stages[done].values;
            variation.rows = index.stages[done].rows;
            variation.done = done;
            ASSERT_FALSE(rebuild.run(variation));
            EXPECT_TRUE(is_equal(rebuild.scores(), index.scores)) << done;
            EXPECT_TRUE(std::ranges::equal(rebuild.rows(), index.stages.back().rows));
            EXPECT_TRUE(is_equal(rebuild.values(), index.stages.back().values));
        }
    }
}

TEST_F(Regeneration, TakesOtherWeights) {
    const std::vector<std::vector<double>> weights{{2, 0}, {1, 1}, {0, 5}};
    Variation variation;
    variation.weights = weights;
    ASSERT_FALSE(rebuild.run(variation));
    EXPECT_EQ(rebuild.weights()[0], (std::vector<double>{1, 0}));
    EXPECT_EQ(rebuild.weights()[2], (std::vector<double>{0, 1}));
    for (std::size_t at = 0; at < 4; ++at) {
        EXPECT_EQ(rebuild.scores().at(at, 0), index.stages.back().values.at(at, 0));
        EXPECT_EQ(rebuild.index()[at], rebuild.scores().at(at, 1));
    }
    const std::vector<std::vector<double>> one{{}, {1, 0}, {}};
    variation.weights = one;
    ASSERT_FALSE(rebuild.run(variation));
    EXPECT_EQ(rebuild.weights()[0], index.weights[0]);
    EXPECT_EQ(rebuild.weights()[1], (std::vector<double>{1, 0}));
    EXPECT_EQ(rebuild.weights()[2], index.weights[2]);
    ASSERT_FALSE(rebuild.run());
    EXPECT_TRUE(is_equal(rebuild.scores(), index.scores));
}

TEST_F(Regeneration, TakesOtherStepsAndRules) {
    Normalise zscore;
    zscore.all.method = NormalisationMethod::zscore;
    const workbench::Step other = zscore;
    Aggregation median;
    median.method = AggregationMethod::median;
    const std::vector<const workbench::Step*> steps{&design.steps[0], &design.steps[1], nullptr, &design.steps[3],
                                                    &other};
    const std::vector<const Aggregation*> rules{nullptr, &median, nullptr};
    Variation variation;
    variation.steps = steps;
    variation.aggregations = rules;
    ASSERT_FALSE(rebuild.run(variation));
    Design changed = design;
    changed.steps[4] = other;
    changed.steps.erase(changed.steps.begin() + 2);
    changed.index.parts[1].aggregation = median;
    const Index wanted = built(changed, data);
    EXPECT_FALSE(is_equal(wanted.scores, index.scores));
    EXPECT_TRUE(is_equal(rebuild.scores(), wanted.scores));
}

TEST_F(Regeneration, TakesOtherDataAndFewerRows) {
    Dataset changed = data;
    changed.values.at(0, 1) = 77;
    Matrix values(5, 4);
    std::copy_n(changed.values.cells().begin(), 20, values.cells().begin());
    Variation variation;
    variation.values = &values;
    ASSERT_FALSE(rebuild.run(variation));
    EXPECT_TRUE(is_equal(rebuild.scores(), built(design, changed).scores));
    const std::vector<std::size_t> rows{0, 2, 3, 4};
    variation = {};
    variation.rows = rows;
    ASSERT_FALSE(rebuild.run(variation));
    Design without = design;
    std::get<Screen>(without.steps[1]).leave_out = {"b", "c"};
    EXPECT_TRUE(is_equal(rebuild.scores(), built(without, data).scores));
}

TEST_F(Regeneration, WeighsByTheDataOfEachRun) {
    design.weighting.method = WeightingMethod::inverse_sd;
    index = built(design, data);
    rebuild = Rebuild(index.blueprint, data);
    const std::vector<std::size_t> rows{0, 1, 4};
    Variation variation;
    variation.rows = rows;
    ASSERT_FALSE(rebuild.run(variation));
    EXPECT_NE(rebuild.weights()[2], index.weights[2]);
    ASSERT_FALSE(rebuild.run());
    EXPECT_EQ(rebuild.weights(), index.weights);
}

TEST_F(Regeneration, NamesTheRowsOfEachRun) {
    Normalise reference;
    reference.all.method = NormalisationMethod::around_reference;
    reference.all.unit = "d";
    design.steps[4] = reference;
    index = built(design, data);
    rebuild = Rebuild(index.blueprint, data);
    ASSERT_FALSE(rebuild.run());
    const std::vector<std::size_t> rows{1, 3, 4};
    Variation variation;
    variation.rows = rows;
    ASSERT_FALSE(rebuild.run(variation));
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(rebuild.values().at(1, i), 50);
}

TEST_F(Regeneration, RefusesVariationsOfAnotherShape) {
    const Matrix values(4, 4, 1);
    const std::vector<std::vector<double>> weights(2), long_ones{{1, 1}, {1, 2, 3}, {}};
    const std::vector<const workbench::Step*> steps(3);
    const std::vector<const Aggregation*> rules(4);
    std::vector<Variation> variations(6);
    variations[0].values = &values;
    variations[1].weights = weights;
    variations[2].steps = steps;
    variations[3].aggregations = rules;
    variations[4].done = 6;
    variations[5].weights = long_ones;
    for (const Variation& variation : variations) EXPECT_EQ(rebuild.run(variation)->code(), "variation.shape");
}

}  // namespace
