// How much is known of each unit.
#include "pug/workbench/availability.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "pug/workbench/describe.hpp"
#include "support/sample_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;

/// U0 knows neither a nor b, U1 not c.
Index with_holes() {
    Design design = test::sample::design();
    Screen screen;
    screen.leave_out = {"U3"};
    design.steps.insert(design.steps.begin(), Impute{});
    design.steps.insert(design.steps.begin(), screen);
    Dataset data = test::sample::data(6);
    data.values.at(0, 0) = data.values.at(0, 1) = data.values.at(1, 2) = no_value;
    return test::sample::built(design, data);
}

TEST(Availability, CountsWhatIsKnownByUnitAndPart) {
    const Index index = with_holes();
    const Availability told = availability(index).value();
    ASSERT_EQ(told.rows.size(), 6u);
    ASSERT_EQ(told.shares.columns(), 3u);  // P, Q, I
    EXPECT_EQ(told.shares.at(0, 0), 0);
    EXPECT_EQ(told.shares.at(0, 1), 1);
    EXPECT_EQ(told.shares.at(0, 2), 0.5);
    EXPECT_EQ(told.shares.at(1, 1), 0.5);
    EXPECT_EQ(told.shares.at(1, 2), 0.75);
    EXPECT_EQ(told.shares.at(5, 2), 1);
}

TEST(Availability, CountsByGroup) {
    const Availability told = availability(with_holes()).value();
    ASSERT_EQ(told.groups.size(), 2u);
    EXPECT_EQ(told.groups[0].column, "region");
    EXPECT_EQ(told.groups[0].group, "north");  // U0 and U3
    EXPECT_EQ(told.groups[0].units, 2u);
    EXPECT_EQ(told.groups[0].available, 0.75);
    EXPECT_EQ(told.groups[1].group, "south");  // U1 and U4
    EXPECT_EQ(told.groups[1].available, 0.875);
}

TEST(Availability, OfALaterStage) {
    const Index index = with_holes();
    const Availability told = availability(index, "imputed").value();
    EXPECT_EQ(told.rows, (std::vector<std::size_t>{0, 1, 2, 4, 5}));
    for (const double share : told.shares.cells()) EXPECT_EQ(share, 1);
    EXPECT_EQ(told.groups[0].units, 1u);
    EXPECT_EQ(availability(index, "frozen").error().code(), "index.stage");
}

TEST(DescribeIndex, LooksAtAStageAndAtParts) {
    const Index index = with_holes();
    DescribeOptions options;
    options.stage = "raw";
    std::vector<Description> told = describe(index, options).value();
    ASSERT_EQ(told.size(), 4u);
    EXPECT_EQ(told[2].value, 2u);
    EXPECT_EQ(told[0].rows, 6u);
    EXPECT_EQ(told[0].moments.n, 5u);
    options = {};
    options.has_parts = true;
    told = describe(index, options).value();
    ASSERT_EQ(told.size(), 7u);
    EXPECT_EQ(told[0].moments.n, 5u);
    EXPECT_EQ(told[0].moments.greatest, 100);
    EXPECT_EQ(told[6].moments.n, 5u);
    EXPECT_EQ(told[6].moments.greatest, moments(index.scores.column(2)).greatest);
    options.stage = "raw";
    EXPECT_EQ(describe(index, options).value()[6].moments.n, 5u);  // U3 has no score
    EXPECT_EQ(describe(index, options).value()[6].rows, 6u);
    options.stage = "cooked";
    EXPECT_EQ(describe(index, options).error().code(), "index.stage");
    options = {};
    options.reach = -1;
    EXPECT_EQ(describe(index, options).error().code(), "describe.options");
    options.reach = no_value;
    EXPECT_EQ(describe(index, options).error().code(), "describe.options");
}

}  // namespace
