// How the values of an index go together.
#include "pug/workbench/correlate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "pug/workbench/lookup.hpp"
#include "support/sample_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;

TEST(CorrelateLevels, WithinALevelIsSymmetric) {
    const Index index = test::sample::index();
    for (int method = 0; method < 3; ++method) {
        CorrelateOptions options;
        options.method = static_cast<CorrelationMethod>(method);
        const CorrelationTable table = correlate_levels(index, 1, 1, options).value();
        ASSERT_EQ(table.rows, table.columns);
        ASSERT_EQ(table.cells.size(), 16u);
        for (std::size_t r = 0; r < 4; ++r) {
            EXPECT_EQ(table.at(r, r).value, 1);
            for (std::size_t c = 0; c < 4; ++c) {
                EXPECT_NEAR(table.at(r, c).value, table.at(c, r).value, 1e-15);
                EXPECT_EQ(table.at(r, c).value, correlation(options.method, index.value(r), index.value(c)).value);
            }
        }
    }
}

TEST(CorrelateLevels, AcrossLevelsComparesEachWithEach) {
    const Index index = test::sample::index();
    const CorrelationTable table = correlate_levels(index, 2, 1, {}).value();
    EXPECT_EQ(table.rows.size(), 2u);
    EXPECT_EQ(table.columns.size(), 4u);
    EXPECT_EQ(table.at(1, 0).value,
              correlation(CorrelationMethod::pearson, index.value(table.rows[1]), index.value(0)).value);
    EXPECT_TRUE(table.alike.empty());
}

TEST(CorrelateLevels, SiblingsThatSayTheSameAreFlagged) {
    Dataset data = test::sample::data();
    for (std::size_t u = 0; u < data.rows(); ++u) {
        data.values.at(u, 1) = 2 * data.values.at(u, 0) + (u == 0 ? 40 : 0);  // b follows a, its sibling
        data.values.at(u, 2) = data.values.at(u, 0);                          // c is a, in another part
    }
    const Index index = test::sample::built(test::sample::design(), data);
    const CorrelationTable table = correlate_levels(index, 1, 1, {}).value();
    ASSERT_EQ(table.alike.size(), 1u);
    EXPECT_EQ(table.alike.front(), (std::pair<std::size_t, std::size_t>(0, 1)));
    CorrelateOptions options;
    options.alike_above = table.at(0, 1).value;
    EXPECT_TRUE(correlate_levels(index, 1, 1, options).value().alike.empty());
}

TEST(CorrelateParents, GoesUpToTheIndex) {
    const Index index = test::sample::index();
    const std::vector<ParentCorrelation> told = correlate_parents(index).value();
    ASSERT_EQ(told.size(), 4u * 2 + 2);
    const std::size_t P = index.blueprint.find("P"), I = index.blueprint.find("I");
    EXPECT_EQ(told[0].value, 0u);
    EXPECT_EQ(told[0].parent, P);
    EXPECT_TRUE(told[0].is_direct);
    EXPECT_EQ(told[1].parent, I);
    EXPECT_FALSE(told[1].is_direct);
    for (const ParentCorrelation& each : told) {
        EXPECT_EQ(each.correlation.value,
                  correlation(CorrelationMethod::pearson, index.value(each.value), index.value(each.parent)).value);
        EXPECT_EQ(each.is_against, each.correlation.value < 0);
    }
}

TEST(CorrelateParents, AValueThatWorksAgainstItsParentIsFlagged) {
    Dataset data = test::sample::data();
    for (std::size_t u = 0; u < data.rows(); ++u) data.values.at(u, 1) = -data.values.at(u, 0);
    const std::vector<ParentCorrelation> told =
        correlate_parents(test::sample::built(test::sample::design(), data)).value();
    // P = 3/4·a + 1/4·(1 − a) rises with a and falls with b.
    EXPECT_FALSE(told[0].is_against);
    EXPECT_TRUE(told[2].is_against);
    EXPECT_NEAR(told[2].correlation.value, -1, 1e-12);
}

TEST(CorrelateDenominators, ShowsWhatFollowsSize) {
    Design design = test::sample::design();
    design.indicators[0].denominator = "size";
    design.steps.insert(design.steps.begin(), Denominate{});
    Dataset data = test::sample::data(40);
    for (std::size_t u = 0; u < data.rows(); ++u) data.values.at(u, 0) = data.values.at(u, 4) * (u % 3 == 0 ? 2 : 2.02);
    const Index index = test::sample::built(design, data);
    CorrelateOptions options;
    options.stage = "raw";
    const std::vector<DenominatorCorrelation> before = correlate_denominators(index, options).value();
    ASSERT_EQ(before.size(), 4u);
    EXPECT_EQ(before[0].column, 4u);
    EXPECT_TRUE(before[0].is_own && before[0].is_high);
    EXPECT_GT(before[0].correlation.value, 0.99);
    EXPECT_FALSE(before[1].is_own || before[1].is_high);
    options.stage = "denominated";
    EXPECT_FALSE(correlate_denominators(index, options).value()[0].is_high);
    EXPECT_TRUE(correlate_denominators(test::sample::index()).value().empty());
}

TEST(Correlate, StagesWithRowsThatWereScreenedOutCountThemAmongIndicatorsOnly) {
    Design design = test::sample::design();
    Screen screen;
    screen.leave_out = {"U0", "U5"};
    design.steps.insert(design.steps.begin(), screen);
    const Index index = test::sample::built(design, test::sample::data());
    CorrelateOptions options;
    options.stage = "raw";
    EXPECT_EQ(correlate_levels(index, 1, 1, options).value().at(0, 1).n, 12u);
    const CorrelationTable table = correlate_levels(index, 1, 3, options).value();
    EXPECT_EQ(table.at(0, 0).n, 10u);
    // Min-max is affine: on the same rows the raw column correlates as the normalised one does.
    EXPECT_NEAR(table.at(0, 0).value, correlate_levels(index, 1, 3, {}).value().at(0, 0).value, 1e-13);
    EXPECT_NEAR(table.at(3, 0).value, -correlate_levels(index, 1, 3, {}).value().at(3, 0).value, 1e-13);
}

TEST(Correlate, BadRequestsAreErrors) {
    const Index index = test::sample::index();
    CorrelateOptions options;
    EXPECT_EQ(correlate_levels(index, 1, 9, options).error().code(), "index.level");
    options.stage = "treated";
    EXPECT_EQ(correlate_levels(index, 1, 1, options).error().code(), "index.stage");
    EXPECT_EQ(correlate_parents(index, options).error().code(), "index.stage");
    EXPECT_EQ(correlate_denominators(index, options).error().code(), "index.stage");
    options = {};
    options.alike_above = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(correlate_levels(index, 1, 1, options).error().code(), "correlate.options");
}

}  // namespace
