// Finding what a question names.
#include "pug/workbench/lookup.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/sample_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;
using Numbers = std::vector<std::size_t>;

TEST(Lookup, FindsValuesByName) {
    const Index index = test::sample::index();
    EXPECT_EQ(find_value(index, "a").value(), 0u);
    EXPECT_EQ(index.blueprint.names[find_value(index, "Q").value()], "Q");
    EXPECT_EQ(find_value(index, "").value(), find_value(index, "I").value());
}

TEST(Lookup, AnUnknownNameIsAnErrorWithAdvice) {
    Design design = test::sample::design();
    Dataset data = test::sample::data();
    design.indicators[0].name = design.index.parts[0].parts[0].name = data.columns[0] = "participation";
    const Index index = test::sample::built(design, data);
    const Error error = find_value(index, "partcipation").error();
    EXPECT_EQ(error.kind, ErrorKind::argument);
    EXPECT_EQ(error.code(), "index.name");
    EXPECT_EQ(error.where(), "partcipation");
    EXPECT_EQ(error.message(), "no indicator or part is called \"partcipation\"; did you mean \"participation\"?");
    EXPECT_EQ(find_value(index, "budget").error().message(), "no indicator or part is called \"budget\"");
    EXPECT_EQ(find_value(index, std::string(5000, 'x')).error().code(), "index.name");
    EXPECT_EQ(find_value(index, "\xff").error().code(), "index.name");
}

TEST(Lookup, FindsStages) {
    const Index index = test::sample::index();
    EXPECT_EQ(find_stage(index, "raw").value()->name, "raw");
    EXPECT_EQ(find_stage(index, "").value()->name, "normalised");
    const Error error = find_stage(index, "normalized").error();
    EXPECT_EQ(error.code(), "index.stage");
    EXPECT_NE(error.message().find("; it went through raw, normalised"), std::string::npos);
}

TEST(Lookup, FindsUnits) {
    const Index index = test::sample::index();
    EXPECT_EQ(find_unit(index, "U3").value(), 3u);
    EXPECT_EQ(find_unit(index, "nobody").error().code(), "index.unit");
    EXPECT_EQ(find_unit(index, "U3", 2024).error().code(), "index.time");
}

TEST(Lookup, AUnitThatWasScreenedOutIsSaidToBe) {
    Design design = test::sample::design();
    Screen screen;
    screen.leave_out = {"U3"};
    design.steps.insert(design.steps.begin(), screen);
    const Index index = test::sample::built(design, test::sample::data());
    EXPECT_EQ(find_unit(index, "U4").value(), 3u);
    const Error error = find_unit(index, "U3").error();
    EXPECT_EQ(error.code(), "index.unit");
    EXPECT_NE(error.message().find("screened out"), std::string::npos);
}

TEST(Lookup, AUnitAtSeveralTimesNeedsOne) {
    Dataset data = test::sample::data(6);
    data.units = {"A", "A", "B", "B", "C", "C"};
    data.times = {2023, 2024, 2023, 2024, 2023, 2024};
    data.units[5] = "D";
    const Index index = test::sample::built(test::sample::design(), data);
    EXPECT_EQ(find_unit(index, "B", 2024).value(), 3u);
    EXPECT_EQ(find_unit(index, "C").value(), 4u);
    EXPECT_EQ(find_unit(index, "B").error().code(), "index.time");
    EXPECT_EQ(find_unit(index, "B", 2020).error().code(), "index.time");
    EXPECT_EQ(find_unit(index, "E", 2024).error().code(), "index.unit");
}

TEST(Lookup, KnowsLevelsAndParents) {
    const Index index = test::sample::index();
    const Blueprint& blueprint = index.blueprint;
    EXPECT_EQ(level_of(blueprint, 0), 1u);
    EXPECT_EQ(level_of(blueprint, blueprint.find("P")), 2u);
    EXPECT_EQ(level_of(blueprint, blueprint.find("I")), 3u);
    const Numbers parent = parents(blueprint);
    EXPECT_EQ(parent[0], blueprint.find("P"));
    EXPECT_EQ(parent[3], blueprint.find("Q"));
    EXPECT_EQ(parent[blueprint.find("Q")], blueprint.find("I"));
    EXPECT_EQ(parent[blueprint.find("I")], no_part);
    EXPECT_EQ(values_at(blueprint, 1).value(), (Numbers{0, 1, 2, 3}));
    EXPECT_EQ(values_at(blueprint, 3).value(), Numbers{blueprint.find("I")});
    EXPECT_EQ(values_at(blueprint, 0).error().code(), "index.level");
    EXPECT_EQ(values_at(blueprint, 4).error().code(), "index.level");
}

TEST(Lookup, SelectsPartsAndLevelsBelow) {
    const Index index = test::sample::index();
    const Blueprint& blueprint = index.blueprint;
    EXPECT_EQ(select(index, {}).value(), (Numbers{blueprint.find("P"), blueprint.find("Q")}));
    EXPECT_EQ(select(index, {"Q", 0, ""}).value(), (Numbers{2, 3}));
    EXPECT_EQ(select(index, {"Q", 1, ""}).value(), (Numbers{2, 3}));
    EXPECT_EQ(select(index, {"", 1, ""}).value(), (Numbers{0, 1, 2, 3}));
    EXPECT_EQ(select(index, {"Q", 2, ""}).error().code(), "index.level");
    EXPECT_EQ(select(index, {"a", 0, ""}).error().code(), "index.name");
    EXPECT_EQ(select(index, {"R", 0, ""}).error().code(), "index.name");
}

}  // namespace
