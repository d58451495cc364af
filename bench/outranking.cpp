#include <benchmark/benchmark.h>

#include <cmath>
#include <pug/workbench/aggregate.hpp>
#include <pug/workbench/compromise.hpp>
#include <pug/workbench/matrix.hpp>
#include <pug/workbench/outranking.hpp>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "answers.hpp"
#include "counters.hpp"

namespace bench {
namespace {

namespace workbench = pug::workbench;

/// Random parts of an index, between 1 and 100, each with a weight.
class Parts {
  public:
    Parts(std::size_t units, std::size_t parts) : values_(units, parts) {
        std::mt19937_64 random;
        for (double& cell : values_.cells()) cell = 1 + 99 * (static_cast<double>(random() >> 11) * 0x1p-53);
        for (std::size_t k = 0; k < parts; ++k) {
            columns_.push_back(values_.column(k));
            weights_.push_back(1 + static_cast<double>(k % 3));
        }
    }

    std::span<const std::span<const double>> columns() const { return columns_; }
    std::span<const double> weights() const { return weights_; }
    void count(benchmark::State& state) const {
        bench::count(state, values_.rows(), values_.columns(), values_.cells().size_bytes());
    }

  private:
    workbench::Matrix values_;
    std::vector<std::span<const double>> columns_;
    std::vector<double> weights_;
};

void outranking(benchmark::State& state) {
    const Parts parts(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)));
    for (auto each : state) {
        auto matrix = need(workbench::outranking(parts.columns(), parts.weights()));
        benchmark::DoNotOptimize(matrix);
    }
    parts.count(state);
}
BENCHMARK(outranking)
    ->ArgNames({"units", "parts"})
    ->Args({51, 5})
    ->Args({400, 10})
    ->Args({400, 49})
    ->Unit(benchmark::kMicrosecond);

void copeland(benchmark::State& state) {
    const Parts parts(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)));
    for (auto each : state) {
        auto scores = need(workbench::copeland(parts.columns(), parts.weights()));
        benchmark::DoNotOptimize(scores);
    }
    parts.count(state);
}
BENCHMARK(copeland)->ArgNames({"units", "parts"})->Args({400, 10})->Args({10000, 10})->Unit(benchmark::kMicrosecond);

void promethee(benchmark::State& state) {
    const Parts parts(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)));
    workbench::Preference preference;
    preference.kind = static_cast<workbench::Preference::Kind>(state.range(2));
    preference.q = 1;
    preference.p = 10;
    preference.s = 5;
    for (auto each : state) {
        auto flows = need(workbench::promethee(parts.columns(), parts.weights(), preference));
        benchmark::DoNotOptimize(flows);
    }
    parts.count(state);
}
BENCHMARK(promethee)
    ->ArgNames({"units", "parts", "kind"})
    ->Args({400, 10, static_cast<int>(workbench::Preference::Kind::usual)})
    ->Args({400, 10, static_cast<int>(workbench::Preference::Kind::linear)})
    ->Args({400, 10, static_cast<int>(workbench::Preference::Kind::gaussian)})
    ->Unit(benchmark::kMicrosecond);

/// Three levels, as 49 indicators have them: eight parts of about six, two of four, one of two.
void aggregate(benchmark::State& state) {
    const std::size_t units = 51;
    const Parts parts(units, 49);
    workbench::Matrix scores(units, 11);
    workbench::Aggregation rule;
    rule.method = static_cast<workbench::AggregationMethod>(state.range(0));
    rule.p = 0.5;
    rule.is_downward = false;  // the values stay above 0
    const std::string where = "part";
    const auto combine = [&](std::span<const std::span<const double>> columns, std::size_t to) {
        const auto wrong =
            workbench::aggregate(rule, columns, parts.weights().first(columns.size()), where, scores.column(to));
        if (wrong) state.SkipWithError("an aggregation failed");
    };
    std::vector<std::span<const double>> columns;
    for (std::size_t k = 0; k < 11; ++k) columns.push_back(scores.column(k));
    const std::span<const std::span<const double>> made(columns);
    for (auto each : state) {
        for (std::size_t k = 0; k < 8; ++k) combine(parts.columns().subspan(6 * k, k == 7 ? 7 : 6), k);
        combine(made.subspan(0, 4), 8);
        combine(made.subspan(4, 4), 9);
        combine(made.subspan(8, 2), 10);
        benchmark::DoNotOptimize(scores);
    }
    parts.count(state);
}
BENCHMARK(aggregate)
    ->ArgName("rule")
    ->DenseRange(static_cast<int>(workbench::AggregationMethod::arithmetic),
                 static_cast<int>(workbench::AggregationMethod::median))
    ->Arg(static_cast<int>(workbench::AggregationMethod::mazziotta_pareto))
    ->Arg(static_cast<int>(workbench::AggregationMethod::mean_min))
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace bench
