#include <benchmark/benchmark.h>

#include <pug/scorer.hpp>

#include "answers.hpp"
#include "counters.hpp"
#include "tree.hpp"

// The engine alone, from a single row on; time has to grow with the units and no faster.
namespace bench {
namespace {

void score(benchmark::State& state, const Shape& shape, double missing) {
    const pug::Scorer scorer = need(pug::compile(tree(shape)));
    const Answers answers(scorer.instrument(), static_cast<std::size_t>(state.range(0)), missing);
    const pug::Table table = answers.table();
    for (auto each : state) {
        const pug::Scores scores = need(scorer.score(table, score_only()));
        benchmark::DoNotOptimize(scores.scores().data());
    }
    state.SetComplexityN(state.range(0));
    count(state, answers.units(), answers.variables(), answers.bytes());
}

void by_units(benchmark::internal::Benchmark* benchmark) {
    for (const int units : {1, 1000, 10'000, 100'000}) benchmark->Arg(units);
    benchmark->Complexity(benchmark::oN);
}

BENCHMARK_CAPTURE(score, weighted, Shape{}, 0)->Name("weighted-tree")->Apply(by_units);
BENCHMARK_CAPTURE(score, geometric, Shape{.mean = pug::Aggregate::geometric}, 0)
    ->Name("geometric-tree")
    ->Apply(by_units);
BENCHMARK_CAPTURE(score, missing, Shape{.leaves_out = true, .has_verdict = true}, 0.1)
    ->Name("missing-gates")
    ->Apply(by_units);

}  // namespace
}  // namespace bench
