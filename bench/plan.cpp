#include <benchmark/benchmark.h>

#include <pug/pug.hpp>

#include "answers.hpp"
#include "counters.hpp"
#include "tree.hpp"

namespace bench {
namespace {

/// A questionnaire of 40 choices in five weighted parts, with bands, two gates and a cap.
pug::Instrument questionnaire() {
    pug::Instrument made;
    made.id = "bench.questionnaire";
    made.edition = "1";
    made.title = "A generated questionnaire";
    pug::Scale scale;
    scale.name = "met";
    for (const auto& [code, points] : {std::pair("TT", 0), std::pair("TS", 1), std::pair("TL", 2)})
        scale.levels.push_back({code, pug::Decimal(points), "", {}});
    made.scales.push_back(std::move(scale));
    made.score.aggregate = pug::Aggregate::arithmetic;
    for (std::size_t part = 0; part < 5; ++part) {
        pug::Node mean;
        mean.aggregate = pug::Aggregate::arithmetic;
        mean.id = "part" + std::to_string(part);
        mean.weight = thousandths(100 + part * 50);
        for (std::size_t i = 0; i < 8; ++i) {
            pug::Variable variable;
            variable.name = "x" + std::to_string(made.variables.size());
            variable.type = pug::VariableType::choice;
            variable.scale = "met";
            pug::Node leaf;
            leaf.operands = {pug::Name{variable.name}};
            leaf.then = {pug::Points{}};
            leaf.weight = pug::Decimal(static_cast<int>(1 + i % 3));
            mean.operands.emplace_back(pug::Box<pug::Node>(std::move(leaf)));
            made.variables.push_back(std::move(variable));
        }
        made.score.operands.emplace_back(pug::Box<pug::Node>(std::move(mean)));
    }
    made.score.then = {pug::Scaled{pug::Decimal(100)}};
    made.verdict.round = pug::Rounding{2, pug::RoundingMode::half_up};
    made.verdict.grades = {band("none", 0), band("basic", 40), band("middle", 60), band("main", 80)};
    for (const std::size_t v : {std::size_t{0}, std::size_t{9}}) {
        pug::Gate gate;
        gate.condition.what =
            pug::Compare{made.variables[v].name, pug::Comparison::at_least, {std::string("TS")}, true};
        gate.otherwise = "not standard";
        made.verdict.gates.push_back(std::move(gate));
    }
    pug::Cap cap;
    cap.when.what = pug::Compare{"part2", pug::Comparison::below, {pug::Number(thousandths(600))}, false};
    cap.grade_at_most = "middle";
    made.verdict.caps.push_back(std::move(cap));
    return made;
}

/// Costs by level, whole (like days) or to the hundredth (like money).
pug::PlanOptions priced(const pug::Instrument& instrument, bool is_whole) {
    pug::PlanOptions options;
    options.target = "main";
    std::mt19937_64 random;
    for (const pug::Variable& variable : instrument.variables) {
        auto& costs = options.cost.costs[variable.name];
        int cost = 0;
        for (const double level : {1.0, 2.0}) {
            cost += static_cast<int>(1 + random() % (is_whole ? 10 : 1000));
            costs.to.emplace_back(level, pug::Decimal(pug::Rational(cost, is_whole ? 1 : 100)));
        }
    }
    return options;
}

/// The cheapest way of each of 28 organisations to the best grade, proved.
void plan(benchmark::State& state) {
    const pug::Scorer scorer = need(pug::compile(questionnaire()));
    const Answers answers(scorer.instrument(), 28, 0.05);
    const pug::Scores scores = need(scorer.score(answers.table()));
    const pug::PlanOptions options = priced(scorer.instrument(), state.range(0) == 1);
    for (auto each : state) {
        auto plans = need(pug::plan_all(scores, options));
        for (const pug::Plan& found : plans) {
            if (!found.is_proved) state.SkipWithError("a plan was not proved");
        }
        benchmark::DoNotOptimize(plans);
    }
    count(state, answers.units(), answers.variables(), answers.bytes());
}
BENCHMARK(plan)->Name("plan")->ArgName("whole")->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace bench
