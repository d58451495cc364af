#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pug/scorer.hpp"

// Instruments built in code, and answers to score with them, in as few words as tests need.
namespace pug::test {

inline Decimal decimal(std::string_view text) { return Decimal::parse(text).value(); }
inline Number number(std::string_view text) { return decimal(text); }

inline Variable variable(std::string name, VariableType type = VariableType::number) {
    Variable made;
    made.name = std::move(name);
    made.type = type;
    if (type == VariableType::percent) {
        made.low = 0;
        made.high = 100;
    }
    if (type == VariableType::count) made.low = 0;
    return made;
}

inline Variable ranged(std::string name, const char* low, const char* high,
                       Direction direction = Direction::higher_is_better) {
    Variable made = variable(std::move(name));
    if (low) made.low = decimal(low);
    if (high) made.high = decimal(high);
    made.direction = direction;
    return made;
}

inline Variable choice(std::string name, std::string scale) {
    Variable made = variable(std::move(name), VariableType::choice);
    made.scale = std::move(scale);
    return made;
}

/// A scale whose levels are called L0, L1, …
inline Scale scale(std::string name, std::initializer_list<const char*> points) {
    Scale made;
    made.name = std::move(name);
    for (const char* each : points) {
        Level level;
        level.code = "L" + std::to_string(made.levels.size());
        level.points = decimal(each);
        made.levels.push_back(std::move(level));
    }
    return made;
}

/// A node; constants are written as numbers ("0.5"), everything else is a name.
struct NodeBuilder {
    Node node;

    NodeBuilder(Aggregate aggregate, std::initializer_list<Operand> operands) {
        node.aggregate = aggregate;
        node.operands = operands;
    }
    NodeBuilder& id(std::string name) {
        node.id = std::move(name);
        return *this;
    }
    NodeBuilder& weight(std::string_view weight) {
        node.weight = number(weight);
        return *this;
    }
    NodeBuilder& equal() {
        node.weights = Weighting::equal;
        return *this;
    }
    NodeBuilder& then(Transform transform) {
        node.then.push_back(std::move(transform));
        return *this;
    }
    NodeBuilder& missing(Status status, PolicyAction action) {
        node.missing[static_cast<std::size_t>(status)] = PolicyRule{action, Decimal(0)};
        return *this;
    }
    NodeBuilder& substitute(Status status, std::string_view value) {
        node.missing[static_cast<std::size_t>(status)] = PolicyRule{PolicyAction::substitute, number(value)};
        return *this;
    }
    NodeBuilder& coverage(std::string_view at_least) {
        node.coverage.at_least = number(at_least);
        return *this;
    }
    NodeBuilder& when(Condition condition) {
        node.when = std::move(condition);
        return *this;
    }
    NodeBuilder& round(int digits, RoundingMode mode = RoundingMode::half_up) {
        node.round = Rounding{digits, mode};
        return *this;
    }
    operator Node() const { return node; }                // NOLINT
    operator Operand() const { return Box<Node>(node); }  // NOLINT
};

inline Operand name(std::string text) { return Name{std::move(text)}; }
inline Operand constant(std::string_view text) { return Number(decimal(text)); }

inline Condition compare(std::string subject, Comparison comparison, std::string_view value, bool is_variable = true) {
    return {Compare{std::move(subject), comparison, {std::string(value)}, is_variable}};
}

inline Grade band(std::string grade, std::optional<Edge> lower, std::optional<Edge> upper = std::nullopt) {
    Grade made;
    made.name = std::move(grade);
    made.lower = std::move(lower);
    made.upper = std::move(upper);
    return made;
}
inline Edge from(std::string_view at) { return {number(at), true}; }
inline Edge above(std::string_view at) { return {number(at), false}; }

inline Instrument instrument(std::initializer_list<Variable> variables, Node score,
                             std::initializer_list<Node> nodes = {}) {
    Instrument made;
    made.id = "test";
    made.variables = variables;
    made.score = std::move(score);
    made.nodes = nodes;
    return made;
}

/// Three criteria of a third each.
inline Instrument thirds() {
    Instrument made = instrument({}, Node{});
    made.score.aggregate = Aggregate::sum;
    for (const char* x : {"a", "b", "c"}) {
        made.variables.push_back(variable(x));
        made.score.operands.push_back(NodeBuilder(Aggregate::from, {name(x)}).then(Scaled{number("1/3")}));
    }
    return made;
}

/// The root `aggregate` over variables x1, x2, … with these weights.
inline Instrument over(Aggregate aggregate, std::initializer_list<const char*> weights, bool equal = false) {
    Instrument made = instrument({}, Node{});
    made.score.aggregate = aggregate;
    made.score.weights = equal ? Weighting::equal : Weighting::given;
    for (const char* weight : weights) {
        const std::string x = "x" + std::to_string(made.variables.size() + 1);
        made.variables.push_back(variable(x));
        made.score.operands.push_back(NodeBuilder(Aggregate::from, {name(x)}).weight(weight));
    }
    return made;
}

/// One answer: a value or a status.
struct Cell {
    double value = 0;
    Status status = Status::observed;
    Cell(double v) : value(v) {}   // NOLINT
    Cell(int v) : value(v) {}      // NOLINT
    Cell(Status s) : status(s) {}  // NOLINT
};

/// Rows of answers, and a table over them.
class Answers {
  public:
    Answers(const Instrument& instrument, const std::vector<std::vector<Cell>>& rows) : units_(rows.size()) {
        for (const Variable& each : instrument.variables) names_.push_back(each.name);
        for (const auto& row : rows) {
            EXPECT_EQ(row.size(), names_.size());
            for (const Cell& cell : row) {
                values_.push_back(cell.value);
                statuses_.push_back(static_cast<std::uint8_t>(cell.status));
            }
        }
    }
    Table table() const {
        return Table::matrix(names_, values_.data(), statuses_.data(), units_,
                             static_cast<std::ptrdiff_t>(names_.size()));
    }

  private:
    std::size_t units_;
    std::vector<std::string> names_;
    std::vector<double> values_;
    std::vector<std::uint8_t> statuses_;
};

/// Scores together with the answers they came from.
struct Scored {
    std::shared_ptr<Answers> answers;
    Scores scores;
    const Scores* operator->() const { return &scores; }
    double value(std::size_t unit = 0) const { return scores.scores()[unit]; }
    Status status(std::size_t unit = 0) const { return scores.score_statuses()[unit]; }
    double coverage(std::size_t unit = 0) const { return scores.coverages()[unit]; }
    std::string grade(std::size_t unit = 0) const { return std::string(scores.grade(unit)); }
    double rounded(std::size_t unit = 0) const { return scores.rounded()[unit]; }
    Interval interval(std::size_t unit = 0) const { return scores.intervals()[unit]; }
    Decided decided(std::size_t unit = 0) const { return scores.decided()[unit]; }
};

/// Every problem of a refusal, for messages of tests.
inline std::string told(const Error& error) {
    std::string text;
    for (const Problem& problem : error.problems)
        text += problem.code + " at " + problem.where + ": " + problem.message + "\n";
    return text;
}

/// Compiles and scores; throws, which fails the test, when the instrument is not usable or an answer not admissible.
inline Scored score(const Instrument& instrument, const std::vector<std::vector<Cell>>& rows,
                    const ScoreOptions& options = {}) {
    const auto scorer = compile(instrument);
    if (scorer.has_error()) throw std::runtime_error(told(scorer.error()));
    auto answers = std::make_shared<Answers>(instrument, rows);
    auto scores = scorer.value().score(answers->table(), options);
    if (scores.has_error()) throw std::runtime_error(told(scores.error()));
    return {std::move(answers), std::move(scores).value()};
}

/// The code of the first problem of an instrument that is refused; "" when it is not.
inline std::string refusal(const Instrument& instrument) {
    const auto scorer = compile(instrument);
    return scorer.has_error() ? scorer.error().code() : std::string{};
}

}  // namespace pug::test
