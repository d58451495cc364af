#include <benchmark/benchmark.h>
#include <pug.h>

#include <pug/io/instrument.hpp>
#include <pug/scorer.hpp>

#include "answers.hpp"
#include "counters.hpp"
#include "tree.hpp"

// One unit scored by the same engine in C++ and through the C ABI: the difference is what the ABI costs.
namespace bench {
namespace {

void call_cpp(benchmark::State& state) {
    const pug::Scorer scorer = need(pug::compile(tree()));
    const Answers answers(scorer.instrument(), 1);
    for (auto each : state) {
        const pug::Scores scores = need(scorer.score(answers.table(), score_only()));
        benchmark::DoNotOptimize(scores.scores()[0]);
    }
    count(state, answers.units(), answers.variables(), answers.bytes());
}
BENCHMARK(call_cpp)->Name("call/c++");

void call_c(benchmark::State& state) {
    const pug::Instrument model = tree();
    const std::string document = pug::canonical_json(model);
    const Answers answers(model, 1);
    pug_score_options options = PUG_SCORE_OPTIONS_INIT;
    options.flags = PUG_SCORE_NO_INTERVALS | PUG_SCORE_NO_EXPLAIN | PUG_SCORE_NO_NODES | PUG_SCORE_NO_RANKS;
    pug_instrument* instrument = nullptr;
    if (pug_instrument_read(&instrument, document.data(), document.size(), nullptr) != PUG_OK)
        return state.SkipWithError("the instrument is refused");
    for (auto each : state) {
        pug_scores* scores = nullptr;
        if (pug_score_matrix(&scores, instrument, answers.values(), nullptr, 1, answers.variables(),
                             static_cast<std::int64_t>(answers.variables()), &options, nullptr) != PUG_OK)
            state.SkipWithError("the unit is refused");
        benchmark::DoNotOptimize(pug_scores_values(scores));
        pug_scores_free(scores);
    }
    pug_instrument_free(instrument);
    count(state, answers.units(), answers.variables(), answers.bytes());
}
BENCHMARK(call_c)->Name("call/c");

}  // namespace
}  // namespace bench
