#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <random>
#include <string>
#include <utility>

#include "answers.hpp"
#include "counters.hpp"
#include "pug/workbench/index.hpp"
#include "pug/workbench/rebuild.hpp"

namespace bench {
namespace {

namespace wb = pug::workbench;

constexpr std::size_t units = 51, indicators = 49;

std::string numbered(std::string name, std::size_t number) {
    name += std::to_string(number);
    return name;
}

/// Indicators of which about a third are as skewed as trade or land area are, so that they are winsorised; every
/// fortieth value is missing.
wb::Dataset skewed_data() {
    wb::Dataset data;
    std::mt19937_64 random(7);
    std::lognormal_distribution<double> mild(0, 0.3), strong(0, 1);
    data.groups.emplace_back("region", std::vector<std::string>());
    for (std::size_t row = 0; row < units; ++row) {
        data.units.push_back(numbered("unit", row));
        data.groups.front().second.push_back(row % 3 == 0 ? "north" : "south");
    }
    data.values = wb::Matrix(units, indicators + 1);
    for (std::size_t c = 0; c <= indicators; ++c) {
        data.columns.push_back(numbered("x", c));
        for (double& cell : data.values.column(c)) {
            cell = c % 3 == 0 ? strong(random) : mild(random);
            if (c < indicators && random() % 40 == 0) cell = wb::no_value;
        }
    }
    return data;
}

/// Eight parts of about six indicators in two halves: levels like those of published indices.
wb::Part tree() {
    wb::Part index;
    index.name = "index";
    index.parts.resize(2);
    for (std::size_t half = 0; half < 2; ++half) index.parts[half].name = numbered("half", half);
    for (std::size_t p = 0; p < 8; ++p) {
        wb::Part part;
        part.name = numbered("part", p);
        for (std::size_t i = p; i < indicators; i += 8) {
            wb::Part leaf;
            leaf.name = numbered("x", i);
            leaf.weight = 1 + static_cast<double>(i % 3);
            part.parts.push_back(std::move(leaf));
        }
        index.parts[p % 2].parts.push_back(std::move(part));
    }
    return index;
}

wb::Design design(wb::AggregationMethod method) {
    wb::Design made;
    made.id = "bench.index";
    for (std::size_t i = 0; i < indicators; ++i) {
        wb::Indicator indicator;
        indicator.name = numbered("x", i);
        if (i % 4 == 0) indicator.denominator = numbered("x", indicators);
        if (i % 5 == 0) indicator.direction = pug::Direction::lower_is_better;
        made.indicators.push_back(std::move(indicator));
    }
    wb::Impute impute;
    impute.all = {wb::ImputationMethod::group_mean, "region"};
    wb::Screen screen;
    screen.available_at_least = 0.9;
    wb::Normalise normalise;
    normalise.all.low = 1;
    made.steps = {wb::Denominate{}, impute, screen, wb::Treat{}, normalise};
    made.aggregation.method = method;
    made.index = tree();
    return made;
}

/// One regeneration: all steps from the raw data, or from treatment on, and the parts at three levels.
void rebuild(benchmark::State& state, wb::AggregationMethod method, std::size_t done) {
    const wb::Dataset data = skewed_data();
    const wb::Blueprint blueprint = need(wb::draw(design(method), data));
    const wb::Index index = need(wb::build(design(method), data));
    wb::Rebuild again(blueprint, data);
    wb::Variation variation;
    variation.values = &index.stages[done].values;
    variation.done = done;
    for (auto each : state) {
        if (again.run(variation)) state.SkipWithError("the index was not built");
        benchmark::DoNotOptimize(again.index().data());
    }
    count(state, units, indicators, units * indicators * sizeof(double));
}

BENCHMARK_CAPTURE(rebuild, arithmetic, wb::AggregationMethod::arithmetic, 0)->Name("rebuild/arithmetic/all_steps");
BENCHMARK_CAPTURE(rebuild, treated, wb::AggregationMethod::arithmetic, 3)->Name("rebuild/arithmetic/from_treatment");
BENCHMARK_CAPTURE(rebuild, geometric, wb::AggregationMethod::geometric, 3)->Name("rebuild/geometric/from_treatment");
BENCHMARK_CAPTURE(rebuild, normalised, wb::AggregationMethod::arithmetic, 4)
    ->Name("rebuild/arithmetic/from_normalisation");
BENCHMARK_CAPTURE(rebuild, aggregated, wb::AggregationMethod::arithmetic, 5)->Name("rebuild/arithmetic/aggregation");

/// The same with every report on the way.
void build(benchmark::State& state) {
    const wb::Dataset data = skewed_data();
    const wb::Design made = design(wb::AggregationMethod::arithmetic);
    for (auto each : state) {
        auto index = need(wb::build(made, data));
        benchmark::DoNotOptimize(index);
    }
    count(state, units, indicators, units * indicators * sizeof(double));
}
BENCHMARK(build)->Name("build");

}  // namespace
}  // namespace bench
