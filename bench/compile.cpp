#include "compile.hpp"

#include <benchmark/benchmark.h>

#include <pug/pug.hpp>
#include <string>

#include "answers.hpp"
#include "counters.hpp"

namespace bench {

namespace {

/// From the bytes of the document to something that scores.
void compile(benchmark::State& state, std::string_view document) {
    const std::size_t variables = need(pug::read_instrument(document)).variables.size();
    for (auto each : state) {
        auto scorer = pug::compile(need(pug::read_instrument(document)));
        benchmark::DoNotOptimize(scorer);
    }
    count(state, 0, variables, document.size());
}

}  // namespace

void register_compile() {
    for (const std::string_view id : pug::catalog::ids()) {
        const std::string name = "compile/" + std::string(id);
        benchmark::RegisterBenchmark(name.c_str(), compile, pug::catalog::document(id));
    }
}

}  // namespace bench
