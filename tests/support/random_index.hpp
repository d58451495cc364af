#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "pug/random.hpp"
#include "pug/workbench/assumptions.hpp"
#include "pug/workbench/dataset.hpp"
#include "pug/workbench/design.hpp"

// An index of random data, and what might be uncertain about it.
namespace pug::test::random_index {

using namespace pug::workbench;

/// Positive numbers, every third indicator skewed; `missing` is the share of the cells that have no value.
inline Dataset random_rows(std::size_t units, std::size_t indicators, std::uint64_t seed = 1, double missing = 0) {
    Dataset data;
    for (std::size_t u = 0; u < units; ++u) data.units.push_back("U" + std::to_string(u));
    for (std::size_t i = 0; i < indicators; ++i) data.columns.push_back("x" + std::to_string(i));
    data.values = Matrix(units, indicators);
    for (std::size_t u = 0; u < units; ++u) {
        for (std::size_t i = 0; i < indicators; ++i) {
            const auto random = philox({u, i, 0, 0}, {seed, 0});
            const double value = 1 + 9 * unit_interval(random[0]);
            data.values.at(u, i) = i % 3 == 2 ? std::exp(value) : value;
            if (unit_interval(random[1]) < missing) data.values.at(u, i) = no_value;
        }
    }
    return data;
}

inline Part part(const std::string& name, double weight = 1) {
    Part made;
    made.name = name;
    made.weight = weight;
    return made;
}

/// The indicators in two dimensions, "left" (the first half) and "right", with unequal weights, after min-max. Of every
/// fourth less is better.
inline Design two_dimensions(const Dataset& data) {
    Design design;
    design.id = "random";
    design.index.name = "index";
    design.index.parts = {part("left", 2), part("right", 3)};
    for (std::size_t i = 0; i < data.columns.size(); ++i) {
        Indicator indicator;
        indicator.name = data.columns[i];
        if (i % 4 == 1) indicator.direction = Direction::lower_is_better;
        design.indicators.push_back(indicator);
        Part& dimension = design.index.parts[i < data.columns.size() / 2 ? 0 : 1];
        dimension.parts.push_back(part(indicator.name, 1 + static_cast<double>(i % 3)));
    }
    design.steps = {Normalise{}};
    return design;
}

/// The indicators as parts of the index itself, all of weight 1.
inline Design flat(const Dataset& data) {
    Design design = two_dimensions(data);
    design.index.parts.clear();
    for (const std::string& column : data.columns) design.index.parts.push_back(part(column));
    return design;
}

/// The values as they are: more is better of all, and there are no steps.
inline Design without_steps(Design design) {
    design.steps.clear();
    for (Indicator& indicator : design.indicators) indicator.direction = Direction::higher_is_better;
    return design;
}

inline Normalisation minmax(double low, double high) {
    Normalisation rule;
    rule.low = low;
    rule.high = high;
    return rule;
}

inline Aggregation means(AggregationMethod method) {
    Aggregation rule;
    rule.method = method;
    return rule;
}

/// Z-scores around 10, or min-max from 1 to 100.
inline StepAlternatives two_normalisations(std::size_t step) {
    Normalise zscore;
    zscore.all.method = NormalisationMethod::zscore;
    zscore.all.mean = 10;
    zscore.all.sd = 2;
    StepAlternatives alternatives;
    alternatives.step = step;
    alternatives.alternatives = {workbench::Step(zscore), workbench::Step(Normalise{minmax(1, 100), {}})};
    return alternatives;
}

inline AggregationAlternatives two_means() {
    AggregationAlternatives alternatives;
    alternatives.alternatives = {means(AggregationMethod::arithmetic), means(AggregationMethod::geometric)};
    return alternatives;
}

inline WeightNoise weight_noise(double relative, bool is_apart = false) {
    WeightNoise noise;
    noise.relative = relative;
    noise.is_apart = is_apart;
    return noise;
}

}  // namespace pug::test::random_index
