#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "answers.hpp"
#include "counters.hpp"
#include "pug/workbench/certainty.hpp"
#include "pug/workbench/sampling.hpp"
#include "pug/workbench/sensitivity.hpp"
#include "pug/workbench/sobol.hpp"

namespace bench {
namespace {

namespace wb = pug::workbench;

std::string name_of(std::string kind, std::size_t number) {
    kind += std::to_string(number);
    return kind;
}

/// An index of so many indicators in dimensions of at most eight; every third indicator is as skewed as trade is.
struct RandomIndex {
    wb::Dataset data;
    wb::Design design;

    RandomIndex(std::size_t units, std::size_t indicators, bool has_dimensions) {
        std::mt19937_64 random(3);
        std::lognormal_distribution<double> mild(0, 0.3), strong(0, 1);
        for (std::size_t u = 0; u < units; ++u) data.units.push_back(name_of("unit", u));
        data.values = wb::Matrix(units, indicators);
        design.id = "bench.certainty";
        design.index.name = "index";
        for (std::size_t i = 0; i < indicators; ++i) {
            data.columns.push_back(name_of("x", i));
            for (double& cell : data.values.column(i)) cell = i % 3 == 0 ? strong(random) : mild(random);
            wb::Indicator indicator;
            indicator.name = data.columns.back();
            design.indicators.push_back(std::move(indicator));
            add_leaf(i, has_dimensions);
        }
        wb::Normalise normalise;
        normalise.all.low = 1;
        design.steps = {wb::Treat{}, normalise};
    }

  private:
    void add_leaf(std::size_t i, bool has_dimensions) {
        std::vector<wb::Part>* parts = &design.index.parts;
        if (has_dimensions) {
            if (i % 8 == 0) parts->emplace_back().name = name_of("dimension", i / 8);
            parts = &parts->back().parts;
        }
        wb::Part leaf;
        leaf.name = data.columns[i];
        leaf.weight = 1 + static_cast<double>(i % 3);
        parts->push_back(std::move(leaf));
    }
};

/// How outliers are treated, what the scale is, the weights, and the kind of mean.
wb::Assumptions usual_assumptions() {
    wb::StepAlternatives treatment, normalisation;
    for (std::size_t most = 1; most <= 5; ++most) {
        wb::Treat treat;
        treat.all.most = most;
        treatment.alternatives.emplace_back(treat);
    }
    wb::Normalise zscore, minmax;
    zscore.all.method = wb::NormalisationMethod::zscore;
    zscore.all.mean = 10;
    minmax.all.low = 1;
    normalisation.step = 1;
    normalisation.alternatives = {wb::Step(zscore), wb::Step(minmax)};
    wb::AggregationAlternatives aggregation;
    aggregation.alternatives.resize(2);
    aggregation.alternatives[1].method = wb::AggregationMethod::geometric;
    return {{treatment, normalisation, wb::WeightNoise{}, aggregation}};
}

wb::Assumptions weights_apart() {
    wb::WeightNoise noise;
    noise.is_apart = true;
    return {{noise}};
}

/// A thousand replications, treatment and all, and their statistics.
void replications(benchmark::State& state) {
    const RandomIndex index(51, 49, true);
    const wb::Assumptions assumptions = usual_assumptions();
    wb::CertaintyOptions options;
    options.threads = static_cast<unsigned>(state.range(0));
    for (auto each : state) {
        auto found = need(wb::certainty(index.design, index.data, assumptions, options));
        if (found.failed > 0) state.SkipWithError("a replication failed");
        benchmark::DoNotOptimize(found);
    }
    count(state, 51, 49, 51 * 49 * sizeof(double));
}
BENCHMARK(replications)
    ->Name("certainty/1000")
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// Sobol indices of 20 weights at 8,192 points, for the scores of 50 units: points, 180,224 indices, analysis.
void sobol(benchmark::State& state) {
    const RandomIndex index(50, 20, false);
    const wb::Assumptions assumptions = weights_apart();
    wb::SensitivityOptions options;
    options.points = 8192;
    options.threads = static_cast<unsigned>(state.range(0));
    options.targets = {{wb::TargetKind::score, "", 0}};
    if (state.range(1) != 0) options.targets.push_back({wb::TargetKind::rank, "", 0});
    for (auto each : state) {
        auto found = need(wb::sensitivity(index.design, index.data, assumptions, options));
        benchmark::DoNotOptimize(found);
    }
    count(state, 50, 20, 50 * 20 * sizeof(double));
}
BENCHMARK(sobol)
    ->Name("sensitivity/sobol/20x8192x50")
    ->ArgNames({"threads", "ranks"})
    ->Args({1, 0})
    ->Args({2, 0})
    ->Args({2, 1})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// The points alone, as one matrix.
void points(benchmark::State& state) {
    for (auto each : state) {
        auto all = need(wb::saltelli(8192, 20)).all();
        benchmark::DoNotOptimize(all);
    }
}
BENCHMARK(points)->Name("sensitivity/points/20x8192")->Unit(benchmark::kMillisecond);

/// The analysis alone, of outputs that somebody else computed.
void analysis(benchmark::State& state) {
    const wb::Matrix all = need(wb::saltelli(8192, 20)).all();
    wb::Matrix outputs(all.rows(), 50);
    for (std::size_t o = 0; o < 50; ++o) {
        for (std::size_t e = 0; e < all.rows(); ++e)
            outputs.at(e, o) = all.at(e, o % 20) + all.at(e, (o + 7) % 20) * all.at(e, 3);
    }
    for (auto each : state) {
        auto found = need(wb::sobol_indices(outputs, 20));
        benchmark::DoNotOptimize(found);
    }
}
BENCHMARK(analysis)->Name("sensitivity/analysis/20x8192x50")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace bench
