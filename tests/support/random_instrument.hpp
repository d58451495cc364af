#pragma once

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "support/instruments.hpp"

namespace pug::test {

/// Random instruments, on request with roots, logarithms and exponentials, and random answers to them. Numbers lie on a
/// coarse grid, so that values often fall exactly on cut-offs and ties.
class RandomInstruments {
  public:
    explicit RandomInstruments(std::uint64_t seed, bool with_roots = false) : random_(seed), with_roots_(with_roots) {}

    Instrument instrument() {
        Instrument made;
        made.id = "test.random";
        if (chance(3)) made.direction = Direction::lower_is_better;
        made.parameters.push_back(a_parameter("k"));
        made.scales.push_back(scale("s", {"0", "1", "3"}));
        made.scales.push_back(scale("t", {"1", "1", "2", "6"}));
        if (chance(2)) made.scales.back().levels[3].counts_as = "L1";
        const std::size_t variables = 2 + pick(5);
        for (std::size_t i = 0; i < variables; ++i) made.variables.push_back(a_variable("v" + std::to_string(i)));
        names_.clear();
        ids_ = 0;
        if (chance(3)) a_policy(made.missing);
        const std::size_t nodes = pick(4);
        for (std::size_t i = 0; i < nodes; ++i) {
            Node node = a_node(made, 1);
            if (node.id.empty()) node.id = "n" + std::to_string(ids_++);
            names_.push_back(node.id);
            made.nodes.push_back(std::move(node));
        }
        if (made.nodes.empty() || !chance(8)) made.score = a_node(made, 3);
        if (chance(2)) std::shuffle(made.nodes.begin(), made.nodes.end(), random_);
        a_verdict(made);
        return made;
    }

    std::vector<std::vector<Cell>> answers(const Instrument& instrument, std::size_t units) {
        std::vector<std::vector<Cell>> rows;
        for (std::size_t u = 0; u < units; ++u) {
            std::vector<Cell> row;
            for (const Variable& variable : instrument.variables) row.push_back(an_answer(variable));
            rows.push_back(std::move(row));
        }
        return rows;
    }

    /// A day for which dated parameters are taken: none, the first of their values or another.
    std::string day() {
        static constexpr const char* days[] = {"", "2020-01-01", "2021-12-31", "2022-01-01", "2030-05-05"};
        return days[pick(std::size(days))];
    }

  private:
    std::size_t pick(std::size_t below) { return static_cast<std::size_t>(random_() % below); }
    bool chance(std::size_t one_in) { return pick(one_in) == 0; }
    Decimal grid(int low, int high) {
        static constexpr const char* unevens[] = {"1/3", "2/3", "1/6", "0.1", "0.7", "0.05"};
        if (chance(4)) return decimal(unevens[pick(std::size(unevens))]);
        const int halves = 2 * low + static_cast<int>(pick(static_cast<std::size_t>(2 * (high - low) + 1)));
        return Decimal(Rational(halves, 2));
    }
    Number a_number(int low, int high) { return chance(8) ? Number(ParameterName{"k"}) : Number(grid(low, high)); }

    Parameter a_parameter(std::string name) {
        Parameter made;
        made.name = std::move(name);
        made.value = grid(-4, 4);
        if (chance(2)) made.dated = {{"2020-01-01", grid(-4, 4)}, {"2022-01-01", made.value}};
        return made;
    }

    Variable a_variable(const std::string& name) {
        Variable made;
        switch (pick(6)) {
            case 0:
                made = variable(name, VariableType::yes_no);
                break;
            case 1:
                made = choice(name, chance(2) ? "s" : "t");
                break;
            case 2:
                made = variable(name, VariableType::count);
                break;
            case 3:
                made = variable(name);
                break;  // open at both ends
            case 4:
                made = ranged(name, "-2", "3");
                break;
            default:
                made = variable(name, VariableType::percent);
        }
        if (chance(3)) made.direction = Direction::lower_is_better;
        return made;
    }

    Cell an_answer(const Variable& variable) {
        if (chance(4)) return static_cast<Status>(1 + pick(7));
        switch (variable.type) {
            case VariableType::yes_no:
                return static_cast<int>(pick(2));
            case VariableType::choice:
                return static_cast<int>(pick(variable.scale == "s" ? 3 : 4));
            case VariableType::count:
                return static_cast<int>(pick(5));
            case VariableType::percent:
                return chance(2) ? static_cast<double>(pick(11)) * 10 : static_cast<double>(pick(1001)) / 10;
            case VariableType::number:
                break;
        }
        const double low = variable.low ? variable.low->to_double() : -2;
        return chance(3) ? std::floor(low) + static_cast<double>(pick(5)) : low + static_cast<double>(pick(501)) / 100;
    }

    /// A leaf: a variable, with its points where it needs them.
    Operand a_leaf(const Instrument& instrument) {
        if (!names_.empty() && chance(3)) return name(names_[pick(names_.size())]);
        const Variable& variable = instrument.variables[pick(instrument.variables.size())];
        if (variable.type != VariableType::choice && !chance(4)) return name(variable.name);
        Node leaf;
        leaf.operands.push_back(name(variable.name));
        const bool has_points =
            variable.type == VariableType::choice || (variable.type == VariableType::yes_no && chance(2));
        if (has_points) leaf.then.push_back(Points{});
        decorate(instrument, leaf);
        if (has_points) without_substitutes(leaf);
        return Box<Node>(leaf);
    }

    Node a_node(const Instrument& instrument, int depth) {
        static constexpr Aggregate aggregates[] = {
            Aggregate::sum, Aggregate::arithmetic, Aggregate::arithmetic, Aggregate::median,     Aggregate::harmonic,
            Aggregate::min, Aggregate::max,        Aggregate::ratio,      Aggregate::difference, Aggregate::product};
        if (chance(8)) return a_holds(instrument);
        if (chance(6)) {
            if (auto node = a_lookup(instrument)) return *node;
        }
        Node node;
        node.aggregate = aggregates[pick(std::size(aggregates))];
        if (with_roots_ && chance(3)) node.aggregate = Aggregate::geometric;
        const bool is_pair = node.aggregate == Aggregate::ratio || node.aggregate == Aggregate::difference;
        const std::size_t count = is_pair ? 2 : 1 + pick(4);
        for (std::size_t i = 0; i < count; ++i) {
            if (depth > 1 && chance(2))
                node.operands.push_back(Box<Node>(a_node(instrument, depth - 1)));
            else if (chance(6))
                node.operands.push_back(Operand(a_number(0, 3)));
            else
                node.operands.push_back(a_leaf(instrument));
        }
        decorate(instrument, node);
        return node;
    }

    Node a_holds(const Instrument& instrument) {
        Node node;
        node.aggregate = Aggregate::holds;
        node.holds = a_condition(instrument, 2);
        decorate(instrument, node);
        return node;
    }

    /// A look-up over some choices of one scale, or of several where their order matters; none where there is no
    /// choice.
    std::optional<Node> a_lookup(const Instrument& instrument) {
        Lookup table;
        table.unordered = chance(2);
        std::vector<const Variable*> choices;
        for (const Variable& each : instrument.variables) {
            const bool fits = each.type == VariableType::choice &&
                              (!table.unordered || choices.empty() || each.scale == choices.front()->scale);
            if (fits && choices.size() < 3) choices.push_back(&each);
        }
        if (choices.empty()) return std::nullopt;
        Node node;
        node.aggregate = Aggregate::lookup;
        for (const Variable* each : choices) node.operands.push_back(name(each->name));
        std::vector<std::string> codes;
        fill(instrument, choices, codes, table);
        node.lookup = std::move(table);
        decorate(instrument, node);
        without_substitutes(node);
        return node;
    }

    /// Rows for every combination of levels, in an unordered table each once, some of them with fewer codes.
    void fill(const Instrument& instrument, const std::vector<const Variable*>& choices,
              std::vector<std::string>& codes, Lookup& table) {
        const bool is_full = codes.size() == choices.size();
        if (is_full || (table.unordered && !codes.empty() && chance(2))) {
            std::vector<std::string> shuffled = codes;
            if (table.unordered) std::shuffle(shuffled.begin(), shuffled.end(), random_);
            table.rows.push_back({shuffled, a_number(0, 3)});
        }
        if (is_full) return;
        for (const Scale& scale : instrument.scales) {
            if (scale.name != choices[codes.size()]->scale) continue;
            for (const Level& level : scale.levels) {
                const bool is_sorted = !table.unordered || codes.empty() || codes.back() <= level.code;
                if (!level.counts_as.empty() || !is_sorted) continue;
                codes.push_back(level.code);
                fill(instrument, choices, codes, table);
                codes.pop_back();
            }
        }
    }

    /// A substitute for a choice would have to be a level: it is given the other actions instead.
    void without_substitutes(Node& node) {
        for (std::size_t s = 1; s < status_count; ++s)
            node.missing[s] = PolicyRule{static_cast<PolicyAction>(pick(4)), Number(Decimal(0))};
    }

    void a_policy(Policy& policy) {
        for (std::size_t s = 1; s < status_count; ++s) {
            if (!chance(3)) continue;
            // What needs the ends of a range comes less often, or few instruments would be usable.
            auto action = static_cast<PolicyAction>(pick(5));
            if (action == PolicyAction::lowest && chance(2)) action = PolicyAction::substitute;
            if (action == PolicyAction::if_needed && chance(3)) action = PolicyAction::renormalise;
            policy[s] = PolicyRule{action, action == PolicyAction::substitute ? a_number(-1, 2) : Number(Decimal(0))};
        }
    }

    void demand(Node& node) {
        if (chance(6) && !node.holds) node.coverage.at_least = Number(chance(2) ? decimal("1/2") : decimal("2/3"));
        if (chance(6)) node.coverage.applicable_at_least = Number(chance(2) ? decimal("1/2") : decimal("2/3"));
        if (chance(6) && !node.holds) node.coverage.count_at_least = static_cast<int>(1 + pick(node.operands.size()));
    }

    void decorate(const Instrument& instrument, Node& node) {
        if (chance(2)) node.id = "n" + std::to_string(ids_++);
        if (chance(2)) node.weight = chance(6) ? Number(Decimal(0)) : Number(grid(0, 3));
        const bool has_weights = node.aggregate == Aggregate::arithmetic || node.aggregate == Aggregate::harmonic;
        if (chance(6) && has_weights) node.weights = Weighting::equal;
        while (chance(3)) node.then.push_back(a_transform());
        a_policy(node.missing);
        demand(node);
        if (chance(5)) node.when = a_condition(instrument, 2);
        if (chance(6)) node.round = a_rounding();
    }

    Rounding a_rounding() { return {static_cast<int>(pick(4)) - 1, static_cast<RoundingMode>(pick(4))}; }

    Transform a_transform() {
        if (with_roots_ && chance(4)) return chance(2) ? Transform(Logarithm{}) : Transform(Exponential{});
        switch (pick(10)) {
            case 0:
                return Complement{};
            case 1:
                return Absolute{};
            case 2:
                return Clip{chance(3) ? std::nullopt : std::optional<Number>(Number(grid(-1, 0))),
                            chance(3) ? std::nullopt : std::optional<Number>(Number(Decimal(1)))};
            case 3:
                return Replace{{{decimal("0"), a_number(0, 2)}, {decimal("1"), Number(decimal("0.9"))}}};
            case 4:
                return Reciprocal{a_number(1, 4)};
            case 5:
                return Affine{a_number(-2, 2), a_number(-1, 1)};
            case 6:
                return Minmax{Number(grid(-1, 1)), Number(grid(2, 4))};
            case 7:
                return Power{Number(Decimal(static_cast<int>(pick(6)) - 2))};
            case 8:
                return a_step_table();
            default:
                return a_rounding();
        }
    }

    /// Steps at distinct points of the grid, each included or not; some tables begin at −∞.
    Steps a_step_table() {
        std::vector<Decimal> edges;
        for (std::size_t i = 0; i < 1 + pick(3); ++i) edges.push_back(grid(-1, 3));
        std::sort(edges.begin(), edges.end());
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
        Steps table;
        if (chance(2)) table.steps.push_back({std::nullopt, a_number(0, 2)});
        for (const Decimal& edge : edges) {
            // A step at a point and another just above it may share the point.
            const bool included = chance(2);
            table.steps.push_back({Edge{edge, included}, a_number(0, 2)});
            if (included && chance(3)) table.steps.push_back({Edge{edge, false}, a_number(0, 2)});
        }
        return table;
    }

    Condition a_condition(const Instrument& instrument, int depth) {
        if (depth > 1 && chance(3)) {
            const std::vector<Condition> parts = {a_condition(instrument, depth - 1),
                                                  a_condition(instrument, depth - 1)};
            switch (pick(3)) {
                case 0:
                    return {Condition::All{parts}};
                case 1:
                    return {Condition::Any{parts}};
                default:
                    return {Condition::Not{Box<Condition>(parts[0])}};
            }
        }
        const auto comparison = static_cast<Comparison>(pick(5));
        if (!names_.empty() && chance(4))
            return {Compare{names_[pick(names_.size())], comparison, {a_number(0, 2)}, false}};
        const Variable& variable = instrument.variables[pick(instrument.variables.size())];
        std::variant<Number, std::string> value = a_number(0, 3);
        if (variable.type == VariableType::yes_no) value = std::string(chance(2) ? "yes" : "no");
        if (variable.type == VariableType::choice) value = "L" + std::to_string(pick(3));
        Compare compare{variable.name, comparison, {value}, true};
        if (variable.type == VariableType::choice && comparison == Comparison::is) compare.values.emplace_back("L0");
        return {std::move(compare)};
    }

    void a_verdict(Instrument& made) {
        Verdict& verdict = made.verdict;
        if (chance(2)) verdict.round = a_rounding();
        if (!made.nodes.empty() && (is_absent(made.score) || chance(4))) verdict.on = made.nodes.front().id;
        if (chance(3)) {
            verdict.ladder = {a_rung(made, "low"), a_rung(made, "middle"), a_rung(made, "high")};
        } else {
            a_scale_of_bands(verdict);
        }
        if (chance(2)) verdict.otherwise = "outside";
        while (chance(3)) {
            Override override;
            override.when = a_condition(made, 2);
            override.grade = chance(2) ? "special" : "high";
            verdict.overrides.push_back(std::move(override));
        }
        while (chance(2)) {
            Gate gate;
            gate.condition = a_condition(made, 1);
            gate.otherwise = chance(2) ? "shut" : "low";
            verdict.gates.push_back(std::move(gate));
        }
        while (chance(2)) {
            Cap cap;
            cap.when = a_condition(made, 2);
            cap.grade_at_most = chance(2) ? "low" : "middle";
            verdict.caps.push_back(std::move(cap));
        }
    }

    Rung a_rung(const Instrument& made, const char* grade) {
        Rung rung;
        rung.grade = grade;
        rung.when = a_condition(made, 2);
        return rung;
    }

    /// Three bands around two cut-offs, each edge on one side or the other; the outermost are open, or end as well.
    void a_scale_of_bands(Verdict& verdict) {
        const bool first = chance(2), second = chance(2);
        std::optional<Edge> low, high;
        if (chance(3)) low = Edge{number("-1"), chance(2)};
        if (chance(3)) high = Edge{number("2"), chance(2)};
        verdict.grades = {band("low", low, Edge{number("0.5"), !first}),
                          band("middle", Edge{number("0.5"), first}, Edge{number("1"), !second}),
                          band("high", Edge{number("1"), second}, high)};
    }

    std::mt19937_64 random_;
    bool with_roots_;
    std::vector<std::string> names_;
    int ids_ = 0;
};

}  // namespace pug::test
