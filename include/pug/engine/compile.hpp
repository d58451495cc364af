#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pug/engine/compile/conditions.hpp"
#include "pug/engine/compile/context.hpp"
#include "pug/engine/compile/lookup.hpp"
#include "pug/engine/compile/transforms.hpp"
#include "pug/engine/compile/variables.hpp"
#include "pug/engine/compile/verdict.hpp"
#include "pug/engine/ends.hpp"
#include "pug/engine/program.hpp"
#include "pug/instrument.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {

/// What compiling depends on besides the instrument.
struct CompileOptions {
    std::string as_of;  ///< day (YYYY-MM-DD) for which dated parameters are taken; empty: their latest values
};

namespace detail {

/// Turns an instrument into a program, noting every problem it meets. Pointers are those of the JSON document, so that
/// a reader can tell the line.
class Compiler {
  public:
    Compiler(const Instrument& instrument, const CompileOptions& options, std::vector<Problem>& problems)
        : context_(instrument, options.as_of, program_, problems), conditions_(context_) {
        context_.node_slot = [this](const std::string& name, const std::string& where) {
            return named_slot(name, where);
        };
        context_.has_node = [this](const std::string& name) { return named_.count(name) != 0; };
    }

    Program compile() {
        const Instrument& instrument = context_.instrument;
        VariableCompiler(context_).run();
        name_nodes();
        program_.root =
            is_absent(instrument.score) ? add_no_score() : add_node(instrument.score, "/score").value_or(node_base);
        for (std::size_t i = 0; i < instrument.nodes.size(); ++i)
            add_node(instrument.nodes[i], "/nodes/" + std::to_string(i));
        VerdictCompiler(context_).run();
        if (context_.problems.empty()) {
            limit_growth();
            order_statistics();
            number_slots();
            for (const NumberIndex constant : program_.constants)
                program_.constant_names.push_back(Decimal(program_.numbers[constant]).to_string());
            find_ends(program_);
        }
        return std::move(program_);
    }

  private:
    enum class State { untouched, open, done };
    struct Named {
        const Node* node;
        std::string pointer;
        State state = State::untouched;
        std::optional<Slot> slot;
    };

    // --- names and policies --------------------------------------------------------------------------------------

    /// What a node inherits from nobody: the language's defaults.
    static PolicyCode default_policy() {
        PolicyCode policy{};
        policy[static_cast<std::size_t>(Status::not_applicable)].action = PolicyAction::renormalise;
        policy[static_cast<std::size_t>(Status::waived)].action = PolicyAction::renormalise;
        return policy;
    }

    /// Names every node of the document and works out its policy before any is compiled, so that order does not matter.
    void name_nodes() {
        const Instrument& instrument = context_.instrument;
        const PolicyCode of_document = policy_of(instrument.missing, "/missing", default_policy());
        for (std::size_t i = 0; i < instrument.nodes.size(); ++i) {
            const std::string where = "/nodes/" + std::to_string(i);
            if (instrument.nodes[i].id.empty())
                context_.problem("node.unnamed", where, "a node in \"nodes\" needs an \"id\"");
            name_node(instrument.nodes[i], where, of_document);
        }
        if (!is_absent(instrument.score)) name_node(instrument.score, "/score", of_document);
    }

    void name_node(const Node& node, const std::string& where, const PolicyCode& inherited) {
        const PolicyCode& policy =
            policies_.emplace(&node, policy_of(node.missing, where + "/missing", inherited)).first->second;
        if (!node.id.empty()) {
            const bool is_own_variable = node.aggregate == Aggregate::from && node.operands.size() == 1 &&
                                         node.operands[0] == Operand(Name{node.id});
            if (context_.variables.count(node.id) && !is_own_variable) {
                context_.problem(
                    "name.duplicate", where + "/id",
                    in_quotes(node.id) + " is the name of a variable; only a leaf that comes from it may bear it");
            }
            if (!named_.emplace(node.id, Named{&node, where, State::untouched, {}}).second) {
                context_.problem("name.duplicate", where + "/id", "node " + in_quotes(node.id) + " is defined twice");
            }
        }
        for (std::size_t i = 0; i < node.operands.size(); ++i) {
            if (const auto* child = std::get_if<Box<Node>>(&node.operands[i]))
                name_node(**child, operand_pointer(node, where, i), policy);
        }
    }

    PolicyCode policy_of(const Policy& stated, const std::string& where, const PolicyCode& inherited) {
        PolicyCode policy = inherited;
        for (std::size_t s = 0; s < status_count; ++s) {
            if (!stated[s]) continue;
            policy[s].action = stated[s]->action;
            if (policy[s].action == PolicyAction::substitute) policy[s].number = context_.pool(stated[s]->value, where);
        }
        return policy;
    }

    // --- nodes ---------------------------------------------------------------------------------------------------

    /// The slot of the node of that name, compiled when first met.
    std::optional<Slot> named_slot(const std::string& name, const std::string& where) {
        const auto found = named_.find(name);
        if (found == named_.end()) return std::nullopt;
        if (found->second.state != State::open) return add_node(*found->second.node, found->second.pointer);
        context_.problem("node.cycle", where, "node " + in_quotes(name) + " is computed from itself");
        return std::nullopt;
    }

    std::optional<Slot> add_node(const Node& node, const std::string& where) {
        Named* named = node.id.empty() ? nullptr : &named_.at(node.id);
        if (named && named->state == State::done) return named->slot;
        if (named) named->state = State::open;
        if (depth_ == max_depth) {
            context_.problem("node.too_deep", where,
                             "nodes are computed from each other more than " + std::to_string(max_depth) + " deep");
            return std::nullopt;
        }
        ++depth_;

        NodeCode code;
        code.aggregate = node.aggregate;
        code.policy = policies_.at(&node);
        code.has_if_needed = std::any_of(code.policy.begin(), code.policy.end(),
                                         [](const ActionCode& a) { return a.action == PolicyAction::if_needed; });
        const bool has_weights = node.aggregate == Aggregate::arithmetic || node.aggregate == Aggregate::geometric ||
                                 node.aggregate == Aggregate::harmonic;
        code.weighted = has_weights && node.weights != Weighting::equal;
        if (!has_weights && node.weights != Weighting::given) {
            context_.problem("weights.unused", where + "/weights",
                             std::string(word(aggregate_names, node.aggregate)) + " has no weights");
        }
        if (node.aggregate == Aggregate::geometric) program_.has_roots = true;
        const std::size_t first_statistic = add_source(node, where, code);
        if (node.when) code.when = conditions_.add(*node.when, where + "/when");
        code.coverage_at_least = share(node.coverage.at_least, where + "/coverage/at_least");
        code.applicable_at_least = share(node.coverage.applicable_at_least, where + "/coverage/applicable_at_least");
        code.count_at_least = static_cast<std::uint32_t>(node.coverage.count_at_least.value_or(0));
        if (code.count_at_least > node.operands.size()) {
            context_.problem("coverage.count", where + "/coverage/count_at_least",
                             std::to_string(code.count_at_least) + " operands can never be present; the node has " +
                                 std::to_string(node.operands.size()));
        }

        const Slot slot = add_transforms(node, where, code, first_statistic);
        if (named) {
            named->state = State::done;
            named->slot = slot;
        }
        --depth_;
        return slot;
    }

    /// The root of an instrument without a total: it never applies.
    Slot add_no_score() {
        NodeCode code;
        program_.constants.push_back(context_.pool(Rational(0)));
        set_operands(code, {constant_base + static_cast<Slot>(program_.constants.size() - 1)},
                     {context_.pool(Rational(1))});
        code.when = conditions_.never();
        return push(code, {"", "/score", "/score"}, program_.statistics.size());
    }

    NumberIndex share(const std::optional<Number>& stated, const std::string& where) {
        const NumberIndex index = context_.pool(stated, where);
        if (index != none && (program_.numbers[index] < 0 || program_.numbers[index] > 1)) {
            context_.problem("coverage.share", where,
                             Decimal(program_.numbers[index]).to_string() + " is no share; a share lies from 0 to 1");
        }
        return index;
    }

    Slot push(const NodeCode& code, NodeName name, std::size_t first_statistic) {
        const auto n = static_cast<std::uint32_t>(program_.nodes.size());
        for (std::size_t s = first_statistic; s < program_.statistics.size(); ++s) program_.statistics[s].user = n;
        program_.nodes.push_back(code);
        program_.names.push_back(std::move(name));
        return node_base + n;
    }

    /// The operands or the condition of a node. Returns the number of statistics known before its own.
    std::size_t add_source(const Node& node, const std::string& where, NodeCode& code) {
        if (node.aggregate != Aggregate::holds) return add_operands(node, where, code);
        code.holds = conditions_.add(*node.holds, where + "/holds");
        const auto subjects = conditions_.subjects(code.holds);
        set_operands(code, subjects, std::vector<NumberIndex>(subjects.size(), context_.pool(Rational(1))));
        return program_.statistics.size();
    }

    void set_operands(NodeCode& code, const std::vector<Slot>& slots, const std::vector<NumberIndex>& weights) {
        code.operands = {static_cast<std::uint32_t>(program_.operands.size()),
                         static_cast<std::uint32_t>(slots.size())};
        program_.operands.insert(program_.operands.end(), slots.begin(), slots.end());
        program_.weights.insert(program_.weights.end(), weights.begin(), weights.end());
    }

    std::size_t add_operands(const Node& node, const std::string& where, NodeCode& code) {
        std::vector<Slot> slots;
        std::vector<NumberIndex> weights;
        Rational total = 0;
        bool is_known = true;
        for (std::size_t i = 0; i < node.operands.size(); ++i) {
            const std::string place = operand_pointer(node, where, i);
            const auto slot = operand_slot(node, node.operands[i], place);
            const bool is_given = code.weighted && node.weights == Weighting::given;
            const auto stated = context_.resolve(weight_of(node, node.operands[i]), place + "/weight");
            const auto value = is_given ? stated : Decimal(1);
            if (stated && stated->exact() < 0) {
                context_.problem("weight.negative", place + "/weight",
                                 "the weight is " + stated->to_string() + "; weights are not negative");
            }
            total += value ? value->exact() : Rational(0);
            is_known &= value.has_value();
            slots.push_back(slot.value_or(0));
            weights.push_back(context_.pool(value ? value->exact() : Rational(0)));
            if (slot && *slot < constant_base) check_variable_operand(node, *slot, place, code.policy);
        }
        check_operand_count(node, where);
        if (code.weighted && total == 0 && is_known && !node.operands.empty()) {
            context_.problem("weights.zero_sum", where, "the weights of its operands sum to 0");
        }
        set_operands(code, slots, weights);
        if (node.aggregate == Aggregate::lookup) code.lookup = add_lookup(context_, node, slots, where);

        const std::size_t first_statistic = program_.statistics.size();
        if (code.weighted && node.weights == Weighting::inverse_sd) add_weight_statistics(code, where);
        return first_statistic;
    }

    void check_operand_count(const Node& node, const std::string& where) {
        const std::size_t count = node.operands.size();
        const bool is_pair = node.aggregate == Aggregate::ratio || node.aggregate == Aggregate::difference;
        const bool is_single = node.aggregate == Aggregate::from;
        if (count != 0 && (!is_pair || count == 2) && (!is_single || count == 1)) return;
        context_.problem("node.operand_count", where,
                         std::string(word(aggregate_names, node.aggregate)) + " has " + std::to_string(count) +
                             " operands; it needs " +
                             (is_pair     ? "two"
                              : is_single ? "one"
                                          : "at least one"));
    }

    void add_weight_statistics(const NodeCode& code, const std::string& where) {
        for (std::uint32_t k = 0; k < code.operands.count; ++k) {
            StatisticCode statistic;
            statistic.kind = StatisticKind::inverse_sd;
            statistic.slot = program_.operands[code.operands.first + k];
            statistic.key = where + "/weights " + std::to_string(k);
            statistic.place = code.operands.first + k;
            program_.statistics.push_back(std::move(statistic));
        }
    }

    Number weight_of(const Node& node, const Operand& operand) const {
        if (const auto* child = std::get_if<Box<Node>>(&operand)) return (*child)->weight;
        const auto* name = std::get_if<Name>(&operand);
        const auto found = name && name->name != node.id ? named_.find(name->name) : named_.end();
        return found == named_.end() ? Number(Decimal(1)) : found->second.node->weight;
    }

    std::optional<Slot> operand_slot(const Node& node, const Operand& operand, const std::string& where) {
        if (const auto* child = std::get_if<Box<Node>>(&operand)) return add_node(**child, where);
        if (const auto* number = std::get_if<Number>(&operand)) {
            program_.constants.push_back(context_.pool(*number, where));
            return constant_base + static_cast<Slot>(program_.constants.size() - 1);
        }
        const std::string& name = std::get<Name>(operand).name;
        const auto variable = context_.variables.find(name);
        // Inside the node that bears a variable's name, the name means the variable; elsewhere it means the node.
        if (variable != context_.variables.end() && (name == node.id || !named_.count(name))) return variable->second;
        if (named_.count(name)) return named_slot(name, where);
        context_.problem("name.unknown", where, "no node or variable is called " + in_quotes(name));
        return std::nullopt;
    }

    void check_variable_operand(const Node& node, Slot slot, const std::string& where, const PolicyCode& policy) {
        const VariableCode& variable = program_.variables[slot];
        const bool takes_points = node.aggregate == Aggregate::from && !node.then.empty() &&
                                  std::holds_alternative<Points>(node.then.front());
        if (variable.type == VariableType::choice && !takes_points && node.aggregate != Aggregate::lookup) {
            context_.problem("type.choice", where,
                             "the levels of " + in_quotes(variable.name) + " are no numbers; use \"points\" first");
        }
        for (std::size_t s = 1; s < status_count; ++s) {
            const bool needs_low =
                policy[s].action == PolicyAction::lowest || policy[s].action == PolicyAction::if_needed;
            const bool needs_high = policy[s].action == PolicyAction::if_needed;
            if ((needs_low && program_.worst_of_variable[slot] == none) ||
                (needs_high && program_.best_of_variable[slot] == none)) {
                context_.problem("policy.unbounded", where,
                                 "\"" + std::string(word(policy_action_names, policy[s].action)) +
                                     "\" needs the range of " + in_quotes(variable.name) + ", which is open");
                return;
            }
            const bool is_level = variable.type == VariableType::choice || takes_points;
            if (is_level && policy[s].action == PolicyAction::substitute &&
                !is_level_of(variable, program_.numbers[policy[s].number])) {
                context_.problem("policy.level", where,
                                 Decimal(program_.numbers[policy[s].number]).to_string() + " is no level of " +
                                     in_quotes(variable.name) +
                                     ", whose levels count from 0; substitute one of them, or a value above");
                return;
            }
        }
    }

    static bool is_level_of(const VariableCode& variable, const Rational& number) {
        return denominator(number) == 1 && number >= 0 && number <= Rational(variable.high);
    }

    // --- transforms ----------------------------------------------------------------------------------------------

    /// The transforms of a node. Where one looks at the cohort, the part before it becomes a node of its own whose
    /// values the cohort statistics are taken of. Returns the slot of the whole.
    Slot add_transforms(const Node& node, const std::string& where, NodeCode code, std::size_t first_statistic) {
        std::vector<TransformCode> codes;
        const auto take = [&](NodeCode& into) {
            into.transforms = {static_cast<std::uint32_t>(program_.transforms.size()),
                               static_cast<std::uint32_t>(codes.size())};
            program_.transforms.insert(program_.transforms.end(), codes.begin(), codes.end());
            codes.clear();
        };
        for (std::size_t i = 0; i < node.then.size(); ++i) {
            const std::string place = where + "/then/" + std::to_string(i);
            Slot before = 0;
            if (std::holds_alternative<Relative>(node.then[i])) {
                const bool is_bare = code.operands.count == 1 && codes.empty() && only_passes_on(code);
                before = is_bare ? program_.operands[code.operands.first] : none;
                if (!is_bare) {
                    take(code);
                    before = push(code, {"", where, place}, first_statistic);
                    first_statistic = program_.statistics.size();
                    code = continuation(code, before);
                }
            }
            codes.push_back(std::visit(TransformCompiler(context_, place, before), node.then[i]));
            if (std::holds_alternative<Points>(node.then[i])) set_points(node, i, place, codes.back());
        }
        if (!codes.empty() && codes.front().kind == TransformKind::minmax && is_answer(code))
            codes.front().zero_at_low = has_sound_low(codes.front());
        if (node.round) codes.push_back(TransformCompiler(context_, where + "/round")(*node.round));
        take(code);
        return push(code, {node.id, where, node.id.empty() ? where : node.id}, first_statistic);
    }

    /// Whether the value of a node before its transforms is that of a variable as it was answered.
    bool is_answer(const NodeCode& code) const {
        return code.aggregate == Aggregate::from && program_.operands[code.operands.first] < constant_base &&
               std::all_of(
                   code.policy.begin(), code.policy.end(),
                   [](const ActionCode& a) {
                       return a.action == PolicyAction::propagate || a.action == PolicyAction::renormalise;
                   });
    }

    /// Whether an answer with the double of the low end equals it; the minimum of a cohort is an answer itself.
    bool has_sound_low(const TransformCode& minmax) const {
        const NumberIndex low = program_.arguments[minmax.numbers.first];
        return low == none || tie_of_answer(program_.numbers[low]) == Order::equal;
    }

    /// Whether a node without transforms has the value and the status of its operand, whatever they are.
    static bool only_passes_on(const NodeCode& code) {
        const bool has_demands =
            code.coverage_at_least != none || code.applicable_at_least != none || code.count_at_least > 0;
        return code.aggregate == Aggregate::from && code.when == none && !has_demands &&
               std::all_of(code.policy.begin(), code.policy.end(), [](const ActionCode& a) {
                   return a.action == PolicyAction::propagate || a.action == PolicyAction::renormalise;
               });
    }

    /// The rest of a node after the part in slot `before`: its statuses pass through.
    NodeCode continuation(const NodeCode& code, Slot before) {
        NodeCode rest;
        rest.policy = default_policy();
        rest.when = code.when;
        set_operands(rest, {before}, {context_.pool(Rational(1))});
        return rest;
    }

    void set_points(const Node& node, std::size_t position, const std::string& where, TransformCode& code) {
        const auto* name = node.aggregate == Aggregate::from && position == 0 && !node.operands.empty()
                               ? std::get_if<Name>(&node.operands.front())
                               : nullptr;
        const auto found = name ? context_.variables.find(name->name) : context_.variables.end();
        const bool is_node = name && named_.count(name->name) && name->name != node.id;
        if (found == context_.variables.end() || is_node) {
            context_.problem("type.points", where,
                             "\"points\" stands first in a node that comes from a choice or yes_no variable");
            return;
        }
        code.numbers = program_.variables[found->second].points;
        if (code.numbers.count == 0) {
            context_.problem("type.points", where,
                             in_quotes(name->name) + " has no points; give each level of its scale points");
        }
    }

    /// Exact fractions grow with every operation: a program that would make them huge (powers of powers, sums of sums
    /// of themselves) runs with 50 digits instead, as one with roots does.
    void limit_growth() {
        constexpr double most = 4096;
        std::vector<double> degrees;
        for (const NodeCode& node : program_.nodes) {
            double degree = 0;
            for (std::uint32_t k = 0; k < node.operands.count; ++k) {
                const Slot operand = program_.operands[node.operands.first + k];
                degree += operand >= node_base ? degrees[operand - node_base] : 1;
            }
            for (std::uint32_t t = 0; t < node.transforms.count; ++t) {
                const TransformCode& code = program_.transforms[node.transforms.first + t];
                if (code.kind == TransformKind::whole_power) degree *= std::max(1, std::abs(code.rounding.digits));
            }
            degrees.push_back(degree);
            if (degree > most) program_.has_roots = true;
        }
    }

    // --- finishing -----------------------------------------------------------------------------------------------

    /// A statistic can be taken once everything below its slot is known: sorts them into stages.
    void order_statistics() {
        program_.is_fitted = program_.statistics.empty();
        std::vector<std::uint32_t> stages(program_.nodes.size(),
                                          0);  // stages that must be done before a node has its value
        const auto stage_of = [&](Slot slot) { return slot >= node_base ? stages[slot - node_base] : 0u; };
        for (std::size_t n = 0; n < program_.nodes.size(); ++n) {
            const NodeCode& node = program_.nodes[n];
            for (std::uint32_t k = 0; k < node.operands.count; ++k) {
                stages[n] = std::max(stages[n], stage_of(program_.operands[node.operands.first + k]));
            }
            for (auto& statistic : program_.statistics) {
                if (statistic.user != n) continue;
                statistic.stage = stage_of(statistic.slot);
                stages[n] = std::max(stages[n], statistic.stage + 1);
            }
            if (node.when != none) {
                for (const Slot subject : conditions_.subjects(node.when))
                    stages[n] = std::max(stages[n], stage_of(subject));
            }
        }
        std::stable_sort(program_.statistics.begin(), program_.statistics.end(),
                         [](const StatisticCode& a, const StatisticCode& b) { return a.stage < b.stage; });
    }

    Slot final_slot(Slot slot) const {
        if (slot >= node_base) return program_.node_slot(slot - node_base);
        if (slot >= constant_base) return program_.constant_slot(slot - constant_base);
        return slot;
    }

    void number_slots() {
        for (Slot& slot : program_.operands) slot = final_slot(slot);
        for (ConditionCode& condition : program_.conditions) condition.subject = final_slot(condition.subject);
        for (StatisticCode& statistic : program_.statistics) statistic.slot = final_slot(statistic.slot);
        program_.root = final_slot(program_.root);
        program_.verdict.on = final_slot(program_.verdict.on);
    }

    // Deeper chains of named nodes are no rule that anybody can follow, and would exhaust the stack.
    static constexpr int max_depth = 500;

    int depth_ = 0;
    Program program_;
    CompileContext context_;
    ConditionCompiler conditions_;
    std::map<std::string, Named> named_;
    std::map<const Node*, PolicyCode> policies_;  ///< with what is inherited
};

}  // namespace detail

/// Proves what can be proved before any data (names, cycles, weights, bands, types) and flattens the instrument into a
/// program. The error lists every problem with the JSON pointer it would have in the document.
inline result<Program> compile_program(const Instrument& instrument, const CompileOptions& options = {}) {
    std::vector<Problem> problems;
    Program program = detail::Compiler(instrument, options, problems).compile();
    if (!problems.empty()) return Error(ErrorKind::instrument, std::move(problems));
    return program;
}

}  // namespace v0
}  // namespace pug
