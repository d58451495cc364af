#pragma once

#include <string>
#include <string_view>

#include "pug/analysis/benchmark.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {

/// Reads what units of some scores are to be compared with:
///
/// - `against`: "best" (if nothing is said), "median" or "mean" (of all units that count), "group" (of the unit's own
///   group), {"unit": name, or place from 0} or {"profile": {id of a criterion: value, …}};
/// - `middle`: "median" or "mean", what stands for a group, or for several best units;
/// - `groups`: the group of every unit, a text each; `counted`: true or false for every unit;
/// - `peers`, `named`: how many of them are told at most.
/// An empty text asks for the defaults.
///
/// Errors: those of a document; `benchmark.unit`, `benchmark.profile`, `benchmark.groups`, `benchmark.counted`,
/// `benchmark.middle` with their places.
result<BenchmarkOptions> read_benchmark_request(std::string_view json, const Scores& scores);

/// A benchmark as JSON: instrument, what the unit is compared with, every criterion, practices, peers. Units have a
/// place (from 0) and a name; numbers that do not exist are null.
std::string to_json(const Benchmarking& benchmarking, const Benchmark& benchmark);

}  // namespace v0
}  // namespace pug
