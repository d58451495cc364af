// What has no counterpart in Python, or is too short to be timed from there. scripts/bench runs it; by hand:
// build/bench/bench/pug_bench --benchmark_filter=compile
#include <benchmark/benchmark.h>

#include "compile.hpp"

int main(int argc, char** argv) {
    bench::register_compile();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
