#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "pug/workbench/index.hpp"

// An index of random data for tests that ask questions about it: two parts of two indicators each.
namespace pug::test::sample {

/// Units "U0", "U1", … and four columns "a" to "d"; a column "size" to divide by, and a group column "region".
inline workbench::Dataset data(std::size_t units = 12, unsigned seed = 1) {
    workbench::Dataset made;
    made.columns = {"a", "b", "c", "d", "size"};
    made.values = workbench::Matrix(units, 5);
    made.groups.emplace_back("region", std::vector<std::string>());
    std::mt19937 random(seed);
    for (std::size_t u = 0; u < units; ++u) {
        made.units.push_back("U" + std::to_string(u));
        made.groups.front().second.push_back(u % 3 == 0 ? "north" : u % 3 == 1 ? "south" : "");
        for (std::size_t c = 0; c < 5; ++c) made.values.at(u, c) = static_cast<double>(random() % 1000 + 1);
    }
    return made;
}

inline workbench::Part part(std::string name, double weight, std::vector<workbench::Part> parts = {}) {
    workbench::Part made;
    made.name = std::move(name);
    made.weight = weight;
    made.parts = std::move(parts);
    return made;
}

/// "P" (weight 1) of "a" (3) and "b" (1), "Q" (weight 3) of "c" and "d" (1 each); the index is "I". Less of "d" is
/// better.
inline workbench::Design design() {
    workbench::Design made;
    made.id = "sample";
    for (const char* name : {"a", "b", "c", "d"}) {
        workbench::Indicator indicator;
        indicator.name = name;
        if (indicator.name == "d") indicator.direction = Direction::lower_is_better;
        made.indicators.push_back(std::move(indicator));
    }
    made.steps = {workbench::Normalise{}};
    made.index = part("I", 1, {part("P", 1, {part("a", 3), part("b", 1)}), part("Q", 3, {part("c", 1), part("d", 1)})});
    return made;
}

/// The index of a design that must build.
inline workbench::Index built(const workbench::Design& design, workbench::Dataset data) {
    auto made = workbench::build(design, std::move(data));
    if (made.has_value()) return std::move(made).value();
    ADD_FAILURE() << made.error().code() << " " << made.error().where() << ": " << made.error().message();
    return {};
}

inline workbench::Index index() { return built(design(), data()); }

}  // namespace pug::test::sample
