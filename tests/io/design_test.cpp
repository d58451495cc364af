#include "pug/io/design.hpp"

#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "pug/io/instrument.hpp"
#include "pug/workbench/as_instrument.hpp"

namespace {

namespace workbench = pug::workbench;

const std::string everything = R"({
  "pug_design": 1, "id": "test.design", "edition": "2", "title": {"id": "Uji", "en": "Test"},
  "sources": {"book": {"title": "A book", "year": "2020"}},
  "indicators": {"b": {"direction": "lower_is_better", "denominator": "people", "target": 2.5, "source": "book"}, "a": {}},
  "columns": ["b", "a"],
  "steps": ["denominate", {"screen": {"available_at_least": 0.5, "keep": ["X"]}},
            {"impute": {"method": "group_mean", "group": "region", "others": {"a": "median"}}},
            {"treat": {"rules": ["box_cox"], "lambda": 0.5, "most": 3, "always": true}},
            {"normalise": {"method": "categorical", "steps": [[0, 1], [5, 2]], "others": {"a": {"method": "zscore", "sd": 2}}}}],
  "aggregate": {"method": "promethee", "preference": {"method": "linear", "q": 1, "p": 3}},
  "weights": {"method": "ahp", "judgements": [[1, 2], [0.5, 1]]},
  "index": {"id": "whole", "aggregate": "geometric", "weights": "equal", "parts": ["a", {"id": "b", "weight": 2}]},
  "grades": [{"grade": "low"}, {"grade": "high", "from": 50}]
})";

TEST(Design, IsReadAsItIsWritten) {
    const auto read = workbench::read_design(everything);
    ASSERT_TRUE(read) << read.error().where() << ' ' << read.error().message();
    const workbench::Design& design = read.value();
    ASSERT_EQ(design.indicators.size(), 2U);
    EXPECT_EQ(design.indicators[0].name, "b");
    EXPECT_EQ(design.indicators[0].target, 2.5);
    ASSERT_EQ(design.steps.size(), 5U);
    const auto& impute = std::get<workbench::Impute>(design.steps[2]);
    EXPECT_EQ(impute.all.group, "region");
    ASSERT_EQ(impute.others.size(), 1U);
    EXPECT_EQ(impute.others[0].second.method, workbench::ImputationMethod::median);
    EXPECT_EQ(design.aggregation.preference.p, 3);
    EXPECT_EQ(design.index.parts[1].weight, 2);
    EXPECT_EQ(workbench::columns(design), (std::vector<std::string>{"b", "a", "people"}));

    for (const std::string& text : {workbench::canonical_json(design), workbench::pretty_json(design)}) {
        const auto again = workbench::read_design(text);
        ASSERT_TRUE(again) << again.error().where() << ' ' << again.error().message();
        EXPECT_EQ(workbench::canonical_json(again.value()), workbench::canonical_json(design));
        EXPECT_EQ(workbench::fingerprint(again.value()), workbench::fingerprint(design));
    }
}

TEST(Design, TellsEveryProblemWithItsPlace) {
    const auto read = workbench::read_design(R"({"pug_design": 1,
 "indicators": {"a": {"weight": 1}},
 "steps": ["stir", {"treat": {"rules": ["cut"]}}, {"normalise": {"method": "minmax", "low": "x"}}, {"impute": 1, "treat": 2}],
 "index": {"id": "i", "parts": [{"id": "a", "aggregate": "mean"}]}, "grades": [{"from": 1}]})");
    ASSERT_FALSE(read);
    std::string found;
    for (const auto& problem : read.error().problems)
        found += problem.where + ":" + std::to_string(problem.line) + " " + problem.code + "\n";
    EXPECT_EQ(found,
              "/indicators/a/weight:2 document.unknown_key\n"
              "/steps/0:3 design.step\n"
              "/steps/1/treat/rules/0:3 document.word\n"
              "/steps/2/normalise/low:3 document.number\n"
              "/steps/3:3 document.type\n"
              "/index/parts/0/aggregate:4 document.word\n"
              "/grades/0:4 document.missing_key\n");
}

TEST(Design, LabelsHaveToFitTheRows) {
    workbench::Dataset data;
    data.values = workbench::Matrix(2, 1, 0);
    EXPECT_FALSE(workbench::read_labels("", data));
    EXPECT_EQ(data.units, (std::vector<std::string>{"1", "2"}));
    EXPECT_FALSE(
        workbench::read_labels(R"({"units": ["A", "B"], "times": [1, 2], "groups": {"g": ["x", "y"]}})", data));
    EXPECT_EQ(data.units[1], "B");
    EXPECT_EQ(data.times[1], 2);
    EXPECT_EQ(data.group("g")->front(), "x");
    const auto wrong = workbench::read_labels(R"({"units": ["A"], "names": 1})", data);
    ASSERT_TRUE(wrong);
    EXPECT_EQ(wrong->problems.size(), 2U);
}

TEST(Design, AnIndexBecomesAnInstrumentThatReadsBack) {
    auto design = workbench::read_design(R"({"pug_design": 1, "id": "test.index", "indicators": {"a": {}, "b": {}},
 "steps": [{"impute": "median"}, "normalise"], "index": {"id": "x", "aggregate": {"method": "mazziotta_pareto"}, "parts": ["a", "b"]}})");
    ASSERT_TRUE(design) << design.error().message();
    workbench::Dataset data;
    data.units = {"A", "B", "C"};
    data.columns = {"a", "b"};
    data.values = workbench::Matrix(3, 2);
    for (std::size_t row = 0; row < 3; ++row) {
        data.values.at(row, 0) = static_cast<double>(row * row);
        if (row != 1) data.values.at(row, 1) = static_cast<double>(row);
    }
    const auto index = workbench::build(design.value(), data);
    ASSERT_TRUE(index) << index.error().message();
    const auto instrument = workbench::as_instrument(index.value());
    ASSERT_TRUE(instrument) << instrument.error().message();
    const auto read = pug::read_instrument(pug::canonical_json(instrument.value()));
    ASSERT_TRUE(read) << read.error().where() << ' ' << read.error().message();
    EXPECT_EQ(read.value().id, "test.index");
    const auto unknown = workbench::as_instrument(index.value(), "cooked");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code(), "design.stage");
}

}  // namespace
