#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pug/workbench/dataset.hpp"
#include "pug/workbench/design.hpp"

// A small index that tests change: five units, four indicators, two dimensions.
namespace pug::test {

inline workbench::Part leaf(const std::string& name, double weight = 1) {
    workbench::Part part;
    part.name = name;
    part.weight = weight;
    return part;
}

inline workbench::Part branch(const std::string& name, std::vector<workbench::Part> parts, double weight = 1) {
    workbench::Part part = leaf(name, weight);
    part.parts = std::move(parts);
    return part;
}

inline workbench::Dataset small_data() {
    workbench::Dataset data;
    data.units = {"a", "b", "c", "d", "e"};
    data.columns = {"seats", "pay", "gap", "school", "people"};
    data.values = workbench::Matrix(5, 5);
    const std::vector<std::vector<double>> columns{
        {10, 20, 30, 40, 50}, {3, 1, 4, 1, 5}, {9, 2, 6, 5, 3}, {2, 7, 1, 8, workbench::no_value}, {1, 2, 3, 4, 10}};
    for (std::size_t c = 0; c < columns.size(); ++c) {
        for (std::size_t row = 0; row < 5; ++row) data.values.at(row, c) = columns[c][row];
    }
    data.groups = {{"region", {"n", "n", "s", "s", "s"}}};
    return data;
}

inline workbench::Design small_design() {
    workbench::Design design;
    design.id = "test.index";
    design.edition = "1";
    for (const char* name : {"seats", "pay", "gap", "school"}) {
        workbench::Indicator indicator;
        indicator.name = name;
        design.indicators.push_back(std::move(indicator));
    }
    design.indicators[0].denominator = "people";
    design.indicators[2].direction = Direction::lower_is_better;
    design.steps = {workbench::Denominate{}, workbench::Impute{}, workbench::Normalise{}};
    design.index = branch(
        "total", {branch("power", {leaf("seats"), leaf("pay", 3)}), branch("life", {leaf("gap"), leaf("school")}, 3)});
    design.grades = {{"low", {}, std::nullopt}, {"middle", {}, 40}, {"high", {}, 66}};
    return design;
}

}  // namespace pug::test
