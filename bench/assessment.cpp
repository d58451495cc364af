#include <benchmark/benchmark.h>

#include <pug/pug.hpp>

#include "answers.hpp"
#include "counters.hpp"

namespace bench {
namespace {

/// A round of assessment in one town: 28 organisations scored with the standard for providers, and each told why.
void assessment(benchmark::State& state) {
    const pug::Scorer scorer = need(pug::compile(need(pug::catalog::load("kemenpppa.lplpp"))));
    const Answers answers(scorer.instrument(), 28, 0.1);
    for (auto each : state) {
        const pug::Scores scores = need(scorer.score(answers.table()));
        pug::Explaining explain(scores);
        for (std::size_t u = 0; u < scores.size(); ++u) {
            auto explanation = explain(u);
            benchmark::DoNotOptimize(explanation);
        }
    }
    count(state, answers.units(), answers.variables(), answers.bytes());
}
BENCHMARK(assessment)->Name("assessment");

}  // namespace
}  // namespace bench
