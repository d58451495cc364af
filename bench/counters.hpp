#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>

namespace bench {

/// What scripts/bench wants to know of every benchmark.
inline void count(benchmark::State& state, std::size_t units, std::size_t indicators, std::size_t bytes) {
    state.counters["units"] = static_cast<double>(units);
    state.counters["indicators"] = static_cast<double>(indicators);
    state.counters["bytes"] = static_cast<double>(bytes);
}

}  // namespace bench
