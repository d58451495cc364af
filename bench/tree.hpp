#pragma once

#include <cmath>
#include <cstddef>
#include <pug/instrument.hpp>
#include <pug/scorer.hpp>
#include <string>
#include <utility>
#include <vector>

// The tree that is scored: means of means over indicators between goalposts. pug_bench/tree.py makes the same in
// Python.
namespace bench {

struct Shape {
    std::size_t indicators = 50;
    std::size_t levels = 3;
    pug::Aggregate mean = pug::Aggregate::arithmetic;
    bool leaves_out = false;   ///< what is missing leaves with its weight
    bool has_verdict = false;  ///< rounding, bands, gates on the first three indicators
};

/// Scores and verdicts, and nothing besides.
inline pug::ScoreOptions score_only() {
    pug::ScoreOptions options;
    options.intervals = false;
    options.nodes = false;
    return options;
}

inline pug::Decimal thousandths(std::size_t count) {
    return pug::Decimal(pug::Rational(static_cast<int>(count), 1000));
}

/// Answers are from 0 to 100, so that all of them lie between the goalposts.
inline pug::Node indicator(const pug::Variable& variable, std::size_t place) {
    pug::Node node;
    node.operands = {pug::Name{variable.name}};
    node.then = {pug::Minmax{pug::Decimal(-1 - static_cast<int>(place % 10)), pug::Decimal(100)}};
    return node;
}

/// The means of one level, over equally many of the nodes below each.
inline std::vector<pug::Node> means_of(std::vector<pug::Node> below, std::size_t count, const Shape& shape,
                                       std::size_t level) {
    std::vector<pug::Node> means(count);
    for (std::size_t i = 0; i < below.size(); ++i) {
        below[i].weight = thousandths(1 + i * 619 % 997);
        means[i * count / below.size()].operands.emplace_back(pug::Box<pug::Node>(std::move(below[i])));
    }
    for (std::size_t m = 0; m < count; ++m) {
        means[m].aggregate = shape.mean;
        means[m].id = "mean" + std::to_string(level) + "_" + std::to_string(m);
    }
    return means;
}

inline pug::Grade band(std::string name, int from) {
    pug::Grade grade;
    grade.name = std::move(name);
    grade.lower = pug::Edge{pug::Decimal(from), true};
    return grade;
}

inline pug::Gate gate(const pug::Variable& variable) {
    pug::Compare compare;
    compare.subject = variable.name;
    compare.values = {pug::Number(pug::Decimal(12))};
    pug::Gate gate;
    gate.condition.what = std::move(compare);
    gate.otherwise = "not standard";
    return gate;
}

inline pug::Verdict verdict(const std::vector<pug::Variable>& variables) {
    pug::Verdict verdict;
    verdict.round = pug::Rounding{2, pug::RoundingMode::half_up};
    verdict.grades = {band("weak", 0), band("fair", 45), band("good", 50), band("strong", 55)};
    for (std::size_t v = 0; v < variables.size() && v < 3; ++v) verdict.gates.push_back(gate(variables[v]));
    return verdict;
}

inline pug::Instrument tree(const Shape& shape = {}) {
    pug::Instrument instrument;
    instrument.id = "bench.tree";
    instrument.edition = "1";
    instrument.title = "A generated tree";
    std::vector<pug::Node> nodes;
    for (std::size_t i = 0; i < shape.indicators; ++i) {
        pug::Variable variable;
        variable.name = "x" + std::to_string(i);
        nodes.push_back(indicator(variable, i));
        instrument.variables.push_back(std::move(variable));
    }
    for (std::size_t level = 1; level <= shape.levels; ++level) {
        const double part = 1 - static_cast<double>(level) / static_cast<double>(shape.levels);
        const double count = std::round(std::pow(static_cast<double>(shape.indicators), part));
        nodes = means_of(std::move(nodes), static_cast<std::size_t>(count), shape, level);
    }
    instrument.score = std::move(nodes.front());
    if (shape.leaves_out)
        instrument.missing[static_cast<std::size_t>(pug::Status::missing)] = {pug::PolicyAction::renormalise};
    if (shape.has_verdict) {
        instrument.score.then = {pug::Scaled{pug::Decimal(100)}};
        instrument.verdict = verdict(instrument.variables);
    }
    return instrument;
}

}  // namespace bench
