#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "pug/engine/bands.hpp"
#include "pug/engine/evaluate.hpp"
#include "pug/engine/program.hpp"
#include "pug/instrument.hpp"
#include "pug/names.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {

namespace detail {

/// Where operand `i` of a node stands in the document.
inline std::string operand_pointer(const Node& node, const std::string& where, std::size_t i) {
    const std::string source = where + "/" + std::string(word(aggregate_names, node.aggregate));
    return node.aggregate == Aggregate::from ? source : source + "/" + std::to_string(i);
}

/// Turns an instrument into a program, noting every problem it meets. Pointers are those of the JSON document, so that
/// a reader can tell the line.
class Compiler {
  public:
    explicit Compiler(const Instrument& instrument) : instrument_(instrument) {}

    Program compile(std::vector<Problem>& problems) {
        problems_ = &problems;
        add_parameters();
        add_variables();
        add_node_names();
        program_.root = add_node(instrument_.score, "/score").value_or(node_base);
        for (std::size_t i = 0; i < instrument_.nodes.size(); ++i)
            add_node(instrument_.nodes[i], "/nodes/" + std::to_string(i));
        add_verdict();
        if (problems.empty()) {
            number_slots();
            find_worst_values();
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

    void problem(std::string code, std::string where, std::string message) {
        problems_->push_back({std::move(code), std::move(where), 0, 0, std::move(message)});
    }

    static std::string quoted(const std::string& name) { return "\"" + name + "\""; }

    // --- numbers -------------------------------------------------------------------------------------------------

    NumberIndex pool(const Rational& number) {
        program_.numbers.push_back(number);
        return static_cast<NumberIndex>(program_.numbers.size() - 1);
    }

    std::optional<Decimal> resolve(const Number& number, const std::string& where) {
        if (const auto* decimal = std::get_if<Decimal>(&number)) return *decimal;
        const auto& name = std::get<ParameterName>(number).name;
        const auto found = parameters_.find(name);
        if (found != parameters_.end()) return found->second;
        problem("name.unknown", where, "no parameter " + quoted(name) + "; \"parameters\" has to declare it");
        return std::nullopt;
    }

    NumberIndex pool(const Number& number, const std::string& where) {
        const auto value = resolve(number, where);
        return value ? pool(value->exact()) : NumberIndex{0};
    }

    Range arguments(const std::vector<NumberIndex>& indexes) {
        const Range range{static_cast<std::uint32_t>(program_.arguments.size()),
                          static_cast<std::uint32_t>(indexes.size())};
        program_.arguments.insert(program_.arguments.end(), indexes.begin(), indexes.end());
        return range;
    }

    // --- names ---------------------------------------------------------------------------------------------------

    void add_parameters() {
        for (const auto& parameter : instrument_.parameters) {
            if (!parameters_.emplace(parameter.name, parameter.value).second) {
                problem("name.duplicate", "/parameters/" + pointer_token(parameter.name),
                        "parameter " + quoted(parameter.name) + " is declared twice");
            }
        }
        pool(Rational(0));  // index 0 stands in for numbers that could not be resolved
    }

    const Scale* scale_of(const Variable& variable) const {
        for (const auto& scale : instrument_.scales) {
            if (scale.name == variable.scale) return &scale;
        }
        return nullptr;
    }

    void add_variables() {
        for (const auto& scale : instrument_.scales) check_scale(scale);
        for (const auto& variable : instrument_.variables) add_variable(variable);
        if (instrument_.variables.empty())
            problem("variables.none", "/variables", "an instrument needs at least one variable");
    }

    void check_scale(const Scale& scale) {
        const std::string where = "/scales/" + pointer_token(scale.name);
        if (scale.levels.empty()) problem("scale.empty", where, "scale " + quoted(scale.name) + " has no levels");
        std::size_t with_points = 0;
        std::vector<std::string> codes;
        for (const auto& level : scale.levels) {
            codes.push_back(level.code);
            with_points += level.points.has_value();
        }
        for (const auto& [code, status] : scale.statuses) codes.push_back(code);
        std::sort(codes.begin(), codes.end());
        const auto twice = std::adjacent_find(codes.begin(), codes.end());
        if (twice != codes.end())
            problem("scale.duplicate_code", where, "code " + quoted(*twice) + " stands twice in the scale");
        if (with_points == 0) return;
        if (with_points != scale.levels.size()) {
            problem("scale.points_incomplete", where,
                    "some levels have points and some have none; give all of them points, or none");
            return;
        }
        for (std::size_t i = 0; i < scale.levels.size(); ++i) {
            const Rational& points = scale.levels[i].points->exact();
            if (points < 0 || (i > 0 && points < scale.levels[i - 1].points->exact())) {
                problem("scale.points_order", where + "/levels/" + std::to_string(i),
                        "points must not fall from the worst level to the best, nor lie below 0");
            }
        }
        if (scale.levels.back().points->exact() <= 0)
            problem("scale.points_order", where, "the best level needs positive points");
    }

    void add_variable(const Variable& variable) {
        const std::string where = "/variables/" + pointer_token(variable.name);
        VariableCode code;
        code.name = variable.name;
        code.type = variable.type;
        if (!variables_.emplace(variable.name, static_cast<Slot>(program_.variables.size())).second) {
            problem("name.duplicate", where, "variable " + quoted(variable.name) + " is declared twice");
        }
        std::optional<Decimal> low = variable.low;
        std::optional<Decimal> high = variable.high;
        if (variable.type == VariableType::yes_no) {
            low = 0;
            high = 1;
            code.points = arguments({pool(Rational(0)), pool(Rational(1))});
        }
        if (variable.type == VariableType::choice) {
            const Scale* scale = scale_of(variable);
            if (!scale) {
                problem("name.unknown", where,
                        "no scale " + quoted(variable.scale) + "; a choice needs one of \"scales\"");
            } else if (!scale->levels.empty()) {
                low = 0;
                high = static_cast<int>(scale->levels.size()) - 1;
                code.points = points_of(*scale);
            }
        }
        if (low && high && *high < *low)
            problem("variable.range", where + "/range", "the range ends below its beginning");
        if (low) code.low = low->to_double();
        if (high) code.high = high->to_double();
        const bool higher = variable.direction == Direction::higher_is_better;
        code.worst = higher ? code.low : code.high;
        code.best = higher ? code.high : code.low;
        const auto& worst = higher ? low : high;
        program_.worst_of_variable.push_back(worst ? pool(worst->exact()) : none);
        program_.variables.push_back(std::move(code));
    }

    Range points_of(const Scale& scale) {
        if (!scale.levels.back().points || scale.levels.back().points->exact() <= 0) return {};
        std::vector<NumberIndex> shares;
        for (const auto& level : scale.levels) {
            const Rational points = level.points ? level.points->exact() : Rational(0);
            shares.push_back(pool(Rational(points / scale.levels.back().points->exact())));
        }
        return arguments(shares);
    }

    /// Names every node of the document before any is compiled, so that order does not matter.
    void add_node_names() {
        for (std::size_t i = 0; i < instrument_.nodes.size(); ++i) {
            const std::string where = "/nodes/" + std::to_string(i);
            if (instrument_.nodes[i].id.empty()) problem("node.unnamed", where, "a node in \"nodes\" needs an \"id\"");
            name_nodes(instrument_.nodes[i], where, default_policy());
        }
        name_nodes(instrument_.score, "/score", default_policy());
    }

    void name_nodes(const Node& node, const std::string& where, const PolicyCode& inherited) {
        const PolicyCode& policy = policies_.emplace(&node, policy_of(node, where, inherited)).first->second;
        if (!node.id.empty()) {
            const bool is_own_variable = node.aggregate == Aggregate::from && node.operands.size() == 1 &&
                                         node.operands[0] == Operand(Name{node.id});
            if (variables_.count(node.id) && !is_own_variable) {
                problem("name.duplicate", where + "/id",
                        quoted(node.id) + " is the name of a variable; only a leaf that comes from it may bear it");
            }
            if (!named_.emplace(node.id, Named{&node, where, State::untouched, {}}).second) {
                problem("name.duplicate", where + "/id", "node " + quoted(node.id) + " is defined twice");
            }
        }
        for (std::size_t i = 0; i < node.operands.size(); ++i) {
            if (const auto* child = std::get_if<Box<Node>>(&node.operands[i]))
                name_nodes(**child, operand_pointer(node, where, i), policy);
        }
    }

    // --- nodes ---------------------------------------------------------------------------------------------------

    static PolicyCode default_policy() {
        PolicyCode policy{};
        policy[static_cast<std::size_t>(Status::not_applicable)].action = PolicyAction::renormalise;
        policy[static_cast<std::size_t>(Status::waived)].action = PolicyAction::renormalise;
        return policy;
    }

    /// The slot of the node of that name, compiled when first met.
    std::optional<Slot> named_slot(const std::string& name, const std::string& where) {
        const Named& named = named_.at(name);
        if (named.state != State::open) return add_node(*named.node, named.pointer);
        problem("node.cycle", where, "node " + quoted(name) + " is computed from itself");
        return std::nullopt;
    }

    std::optional<Slot> add_node(const Node& node, const std::string& where) {
        Named* named = node.id.empty() ? nullptr : &named_.at(node.id);
        if (named && named->state == State::done) return named->slot;
        if (named) named->state = State::open;

        NodeCode code;
        code.aggregate = node.aggregate;
        code.policy = policies_.at(&node);
        code.weighted = (node.aggregate == Aggregate::arithmetic || node.aggregate == Aggregate::geometric ||
                         node.aggregate == Aggregate::harmonic) &&
                        !node.equal_weights;
        if (node.aggregate == Aggregate::geometric) program_.has_roots = true;
        add_operands(node, where, code);
        add_transforms(node, where, code);
        if (node.coverage_at_least)
            code.coverage_at_least = pool(*node.coverage_at_least, where + "/coverage/at_least");
        if (node.when) code.when = add_condition(*node.when, where + "/when");

        program_.nodes.push_back(code);
        program_.names.push_back({node.id, where});
        const Slot slot = node_base + static_cast<Slot>(program_.nodes.size() - 1);
        if (named) {
            named->state = State::done;
            named->slot = slot;
        }
        return slot;
    }

    PolicyCode policy_of(const Node& node, const std::string& where, const PolicyCode& inherited) {
        PolicyCode policy = inherited;
        for (std::size_t s = 0; s < status_count; ++s) {
            if (!node.missing[s]) continue;
            policy[s].action = node.missing[s]->action;
            if (policy[s].action == PolicyAction::substitute)
                policy[s].number = pool(node.missing[s]->value, where + "/missing");
        }
        return policy;
    }

    void add_operands(const Node& node, const std::string& where, NodeCode& code) {
        std::vector<Slot> slots;
        std::vector<NumberIndex> weights;
        Rational total = 0;
        bool is_known = true;
        for (std::size_t i = 0; i < node.operands.size(); ++i) {
            const std::string place = operand_pointer(node, where, i);
            const auto slot = add_operand(node, node.operands[i], place);
            Number weight = Decimal(1);
            if (const auto* child = std::get_if<Box<Node>>(&node.operands[i])) weight = (*child)->weight;
            if (const auto* name = std::get_if<Name>(&node.operands[i]);
                name && named_.count(name->name) && name->name != node.id) {
                weight = named_.at(name->name).node->weight;
            }
            const auto value = code.weighted ? resolve(weight, place + "/weight") : Decimal(1);
            if (value && value->exact() < 0)
                problem("weight.negative", place + "/weight",
                        "the weight is " + value->to_string() + "; weights are not negative");
            total += value ? value->exact() : Rational(0);
            is_known &= value.has_value();
            slots.push_back(slot.value_or(0));
            weights.push_back(pool(value ? value->exact() : Rational(0)));
            if (slot && program_is_variable(*slot)) check_variable_operand(node, *slot, place, code.policy);
        }
        const std::size_t count = node.operands.size();
        const bool is_pair = node.aggregate == Aggregate::ratio || node.aggregate == Aggregate::difference;
        if (count == 0 || (is_pair && count != 2) || (node.aggregate == Aggregate::from && count != 1)) {
            problem("node.operand_count", where,
                    std::string(word(aggregate_names, node.aggregate)) + " has " + std::to_string(count) +
                        " operands; it needs " +
                        (is_pair                             ? "two"
                         : node.aggregate == Aggregate::from ? "one"
                                                             : "at least one"));
        } else if (code.weighted && total == 0 && is_known) {
            problem("weights.zero_sum", where, "the weights of its operands sum to 0");
        }
        code.operands = {static_cast<std::uint32_t>(program_.operands.size()),
                         static_cast<std::uint32_t>(slots.size())};
        program_.operands.insert(program_.operands.end(), slots.begin(), slots.end());
        program_.weights.insert(program_.weights.end(), weights.begin(), weights.end());
    }

    std::optional<Slot> add_operand(const Node& node, const Operand& operand, const std::string& where) {
        if (const auto* child = std::get_if<Box<Node>>(&operand)) return add_node(**child, where);
        if (const auto* number = std::get_if<Number>(&operand)) {
            program_.constants.push_back(pool(*number, where));
            return constant_base + static_cast<Slot>(program_.constants.size() - 1);
        }
        const std::string& name = std::get<Name>(operand).name;
        if (named_.count(name) && name != node.id) return named_slot(name, where);
        const auto variable = variables_.find(name);
        if (variable != variables_.end()) return variable->second;
        if (named_.count(name)) return named_slot(name, where);  // itself: reports the cycle
        problem("name.unknown", where, "no node or variable is called " + quoted(name));
        return std::nullopt;
    }

    bool program_is_variable(Slot slot) const { return slot < constant_base; }

    void check_variable_operand(const Node& node, Slot slot, const std::string& where, const PolicyCode& policy) {
        const VariableCode& variable = program_.variables[slot];
        const bool takes_points = node.aggregate == Aggregate::from && !node.then.empty() &&
                                  std::holds_alternative<Points>(node.then.front());
        if (variable.type == VariableType::choice && !takes_points) {
            problem("type.choice", where,
                    "the levels of " + quoted(variable.name) + " are no numbers; use \"points\" first");
        }
        for (std::size_t s = 1; s < status_count; ++s) {
            if (policy[s].action == PolicyAction::lowest && program_.worst_of_variable[slot] == none) {
                problem("policy.unbounded", where,
                        "\"lowest\" needs the bad end of the range of " + quoted(variable.name) + ", which is open");
                return;
            }
        }
    }

    // --- transforms ----------------------------------------------------------------------------------------------

    void add_transforms(const Node& node, const std::string& where, NodeCode& code) {
        code.transforms.first = static_cast<std::uint32_t>(program_.transforms.size());
        std::vector<TransformCode> codes;
        for (std::size_t i = 0; i < node.then.size(); ++i) {
            const std::string place = where + "/then/" + std::to_string(i);
            codes.push_back(std::visit([&](const auto& t) { return transform_code(t, place); }, node.then[i]));
            if (std::holds_alternative<Points>(node.then[i])) set_points(node, i, place, codes.back());
        }
        if (node.round) codes.push_back(transform_code(*node.round, where + "/round"));
        code.transforms = {static_cast<std::uint32_t>(program_.transforms.size()),
                           static_cast<std::uint32_t>(codes.size())};
        program_.transforms.insert(program_.transforms.end(), codes.begin(), codes.end());
    }

    void set_points(const Node& node, std::size_t position, const std::string& where, TransformCode& code) {
        const auto* name =
            node.aggregate == Aggregate::from && position == 0 ? std::get_if<Name>(&node.operands.front()) : nullptr;
        const auto found = name ? variables_.find(name->name) : variables_.end();
        const bool is_node = name && named_.count(name->name) && name->name != node.id;
        if (found == variables_.end() || is_node) {
            problem("type.points", where,
                    "\"points\" stands first in a node that comes from a choice or yes_no variable");
            return;
        }
        code.variable = found->second;
        code.numbers = program_.variables[found->second].points;
        if (code.numbers.count == 0)
            problem("type.points", where, quoted(name->name) + " has no points; give each level of its scale points");
    }

    TransformCode simple(TransformKind kind, const std::vector<NumberIndex>& numbers = {}) {
        return {kind, arguments(numbers), 0, {}};
    }

    TransformCode transform_code(const Points&, const std::string&) { return simple(TransformKind::points); }
    TransformCode transform_code(const Complement&, const std::string&) { return simple(TransformKind::complement); }
    TransformCode transform_code(const Absolute&, const std::string&) { return simple(TransformKind::absolute); }
    TransformCode transform_code(const Logarithm&, const std::string&) {
        program_.has_roots = true;
        return simple(TransformKind::logarithm);
    }
    TransformCode transform_code(const Exponential&, const std::string&) {
        program_.has_roots = true;
        return simple(TransformKind::exponential);
    }
    TransformCode transform_code(const Clip& clip, const std::string& where) {
        const NumberIndex low = clip.low ? pool(*clip.low, where) : none;
        const NumberIndex high = clip.high ? pool(*clip.high, where) : none;
        if (low != none && high != none && program_.numbers[high] < program_.numbers[low]) {
            problem("transform.clip", where, "clip ends below its beginning");
        }
        return simple(TransformKind::clip, {low, high});
    }
    TransformCode transform_code(const Replace& replace, const std::string& where) {
        std::vector<NumberIndex> numbers;
        for (const auto& [from, to] : replace.pairs) {
            numbers.push_back(pool(from.exact()));
            numbers.push_back(pool(to, where));
        }
        return simple(TransformKind::replace, numbers);
    }
    TransformCode transform_code(const Reciprocal& r, const std::string& where) {
        return simple(TransformKind::reciprocal, {pool(r.k, where)});
    }
    TransformCode transform_code(const Scaled& s, const std::string& where) {
        return simple(TransformKind::scale, {pool(s.k, where)});
    }
    TransformCode transform_code(const Affine& a, const std::string& where) {
        return simple(TransformKind::affine, {pool(a.a, where), pool(a.b, where)});
    }
    TransformCode transform_code(const Minmax& m, const std::string& where) {
        const NumberIndex low = pool(m.low, where);
        const NumberIndex high = pool(m.high, where);
        if (program_.numbers[low] == program_.numbers[high])
            problem("transform.minmax", where, "minmax needs two different goalposts");
        return simple(TransformKind::minmax, {low, high});
    }
    TransformCode transform_code(const Rounding& rounding, const std::string&) {
        return {TransformKind::round, {}, 0, rounding};
    }

    // --- conditions ----------------------------------------------------------------------------------------------

    std::uint32_t add_condition(const Condition& condition, const std::string& where) {
        ConditionCode code = std::visit([&](const auto& what) { return condition_code(what, where); }, condition.what);
        program_.conditions.push_back(code);
        return static_cast<std::uint32_t>(program_.conditions.size() - 1);
    }

    ConditionCode condition_code(const Compare& compare, const std::string& where) {
        ConditionCode code;
        code.comparison = compare.comparison;
        const VariableCode* variable = nullptr;
        if (compare.is_variable) {
            const auto found = variables_.find(compare.subject);
            if (found == variables_.end()) {
                problem("name.unknown", where + "/variable", "no variable is called " + quoted(compare.subject));
                return code;
            }
            code.subject = found->second;
            variable = &program_.variables[code.subject];
        } else {
            if (!named_.count(compare.subject)) {
                problem("name.unknown", where + "/node", "no node is called " + quoted(compare.subject));
                return code;
            }
            code.subject = named_slot(compare.subject, where + "/node").value_or(0);
        }
        std::vector<NumberIndex> numbers;
        for (const auto& value : compare.values) numbers.push_back(condition_number(value, variable, where));
        code.numbers = arguments(numbers);
        return code;
    }

    NumberIndex condition_number(const std::variant<Number, std::string>& value, const VariableCode* variable,
                                 const std::string& where) {
        const auto* word = std::get_if<std::string>(&value);
        const auto* number = std::get_if<Number>(&value);
        if (variable && (variable->type == VariableType::choice || variable->type == VariableType::yes_no)) {
            const auto* decimal = number ? std::get_if<Decimal>(number) : nullptr;
            const std::string code = word ? *word : decimal ? decimal->to_string() : "";
            if (const auto index = level_index(*variable, code)) return pool(Rational(*index));
            problem("condition.value", where, quoted(code) + " is no level of " + quoted(variable->name));
            return 0;
        }
        if (number) return pool(*number, where);
        if (const auto decimal = Decimal::parse(*word)) return pool(decimal->exact());
        problem("condition.value", where,
                quoted(*word) + " is not a number, which " + (variable ? quoted(variable->name) : "a node") + " is");
        return 0;
    }

    std::optional<int> level_index(const VariableCode& variable, const std::string& code) const {
        if (variable.type == VariableType::yes_no) {
            if (code == "yes" || code == "1") return 1;
            return code == "no" || code == "0" ? std::optional<int>(0) : std::nullopt;
        }
        for (const auto& declared : instrument_.variables) {
            if (declared.name != variable.name) continue;
            const Scale* scale = scale_of(declared);
            for (std::size_t i = 0; scale && i < scale->levels.size(); ++i) {
                if (scale->levels[i].code == code) return static_cast<int>(i);
            }
        }
        return std::nullopt;
    }

    ConditionCode parts_code(ConditionKind kind, const std::vector<Condition>& of, const std::string& where) {
        std::vector<std::uint32_t> parts;
        for (std::size_t i = 0; i < of.size(); ++i)
            parts.push_back(add_condition(of[i], where + "/" + std::to_string(i)));
        if (parts.empty()) problem("condition.empty", where, "\"all\" and \"any\" need at least one condition");
        ConditionCode code;
        code.kind = kind;
        code.parts = {static_cast<std::uint32_t>(program_.condition_parts.size()),
                      static_cast<std::uint32_t>(parts.size())};
        program_.condition_parts.insert(program_.condition_parts.end(), parts.begin(), parts.end());
        return code;
    }
    ConditionCode condition_code(const Condition::All& all, const std::string& where) {
        return parts_code(ConditionKind::all, all.of, where + "/all");
    }
    ConditionCode condition_code(const Condition::Any& any, const std::string& where) {
        return parts_code(ConditionKind::any, any.of, where + "/any");
    }
    ConditionCode condition_code(const Condition::Not& no, const std::string& where) {
        ConditionCode code;
        code.kind = ConditionKind::negation;
        const std::uint32_t part = add_condition(*no.of, where + "/not");
        code.parts = {static_cast<std::uint32_t>(program_.condition_parts.size()), 1};
        program_.condition_parts.push_back(part);
        return code;
    }

    // --- verdict -------------------------------------------------------------------------------------------------

    void add_verdict() {
        const Verdict& verdict = instrument_.verdict;
        VerdictCode& code = program_.verdict;
        code.on = program_.root;
        if (!verdict.on.empty()) {
            const auto found = named_.find(verdict.on);
            if (found == named_.end() || !found->second.slot) {
                problem("name.unknown", "/verdict/on", "no node is called " + quoted(verdict.on));
            } else {
                code.on = *found->second.slot;
            }
        }
        code.round = verdict.round;
        add_bands();
        if (!verdict.otherwise.empty()) code.otherwise = grade_index(verdict.otherwise, verdict.otherwise_title);
        for (std::size_t i = 0; i < verdict.gates.size(); ++i) {
            const std::uint32_t condition =
                add_condition(verdict.gates[i].condition, "/verdict/gates/" + std::to_string(i));
            code.gates.push_back(
                {condition, grade_index(verdict.gates[i].otherwise, verdict.gates[i].otherwise_title)});
        }
        for (std::size_t i = 0; i < verdict.caps.size(); ++i) {
            const std::string where = "/verdict/caps/" + std::to_string(i);
            const std::uint32_t condition = add_condition(verdict.caps[i].when, where + "/when");
            const auto grade = std::find_if(code.grades.begin(), code.grades.end(), [&](const GradeCode& g) {
                return g.name == verdict.caps[i].grade_at_most && g.order != none;
            });
            if (grade == code.grades.end()) {
                problem("name.unknown", where + "/grade_at_most",
                        "no band is called " + quoted(verdict.caps[i].grade_at_most));
                continue;
            }
            code.caps.push_back({condition, static_cast<std::uint32_t>(grade - code.grades.begin())});
        }
    }

    std::uint32_t grade_index(const std::string& name, const Text& title) {
        auto& grades = program_.verdict.grades;
        const auto found =
            std::find_if(grades.begin(), grades.end(), [&](const GradeCode& g) { return g.name == name; });
        if (found != grades.end()) return static_cast<std::uint32_t>(found - grades.begin());
        grades.push_back({name, title, none});
        return static_cast<std::uint32_t>(grades.size() - 1);
    }

    void add_bands() {
        std::vector<Band> bands;
        for (std::size_t i = 0; i < instrument_.verdict.grades.size(); ++i) {
            const Grade& grade = instrument_.verdict.grades[i];
            const std::string where = "/verdict/grades/" + std::to_string(i);
            Band band{grade.name, where, {}, {}};
            if (grade.lower)
                band.lower = {resolve(grade.lower->at, where).value_or(Decimal(0)).exact(), grade.lower->included};
            if (grade.upper)
                band.upper = {resolve(grade.upper->at, where).value_or(Decimal(0)).exact(), grade.upper->included};
            bands.push_back(std::move(band));
            if (std::count_if(bands.begin(), bands.end(), [&](const Band& b) { return b.grade == grade.name; }) > 1) {
                problem("grade.duplicate", where, "grade " + quoted(grade.name) + " is defined twice");
            }
            program_.verdict.grades.push_back({grade.name, grade.title, none});
        }
        order_bands(bands, instrument_.verdict.gaps, *problems_);
        const bool higher = instrument_.direction == Direction::higher_is_better;
        for (std::size_t i = 0; i < bands.size(); ++i) {
            BandCode code;
            code.grade = grade_index(bands[i].grade, {});
            if (bands[i].lower) {
                code.lower = pool(bands[i].lower->at);
                code.lower_included = bands[i].lower->included;
            }
            if (bands[i].upper) {
                code.upper = pool(bands[i].upper->at);
                code.upper_included = bands[i].upper->included;
            }
            program_.verdict.grades[code.grade].order = static_cast<std::uint32_t>(higher ? i : bands.size() - 1 - i);
            program_.verdict.bands.push_back(code);
        }
    }

    // --- finishing -----------------------------------------------------------------------------------------------

    // While nodes are still being added the number of constants is unknown: constants and nodes are numbered from these
    // bases and given their slots at the end.
    static constexpr Slot constant_base = 1u << 28;
    static constexpr Slot node_base = 1u << 29;

    Slot final_slot(Slot slot) const {
        if (slot >= node_base) return program_.node_slot(slot - node_base);
        if (slot >= constant_base) return program_.constant_slot(slot - constant_base);
        return slot;
    }

    void number_slots() {
        for (Slot& slot : program_.operands) slot = final_slot(slot);
        for (ConditionCode& condition : program_.conditions) condition.subject = final_slot(condition.subject);
        program_.root = final_slot(program_.root);
        program_.verdict.on = final_slot(program_.verdict.on);
    }

    /// What "lowest" means for each node: its value when every variable is at its worst and every condition holds.
    void find_worst_values() {
        program_.worst_of_node.assign(program_.nodes.size(), none);
        Program unconditional = program_;
        for (NodeCode& node : unconditional.nodes) node.when = none;
        program_.has_roots ? run_at_worst<Real>(unconditional) : run_at_worst<Rational>(unconditional);
    }

    template <class N>
    void run_at_worst(const Program& unconditional) {
        Evaluator<N> evaluator(unconditional, 1);
        evaluator.begin(1, Fill::worst);
        for (Slot v = 0; v < program_.variables.size(); ++v) evaluator.set(v, 0, 0, Status::missing);
        evaluator.run();
        for (std::size_t n = 0; n < program_.nodes.size(); ++n) {
            const Slot slot = program_.node_slot(n);
            if (evaluator.status(slot, 0) == Status::observed)
                program_.worst_of_node[n] = pool(Rational(evaluator.value(slot, 0)));
        }
    }

    const Instrument& instrument_;
    Program program_;
    std::vector<Problem>* problems_ = nullptr;
    std::map<std::string, Decimal> parameters_;
    std::map<std::string, Slot> variables_;
    std::map<std::string, Named> named_;
    std::map<const Node*, PolicyCode> policies_;  ///< with what is inherited
};

}  // namespace detail

/// Proves what can be proved before any data (names, cycles, weights, bands, types) and flattens the instrument into a
/// program. The error lists every problem with the JSON pointer it would have in the document.
inline result<Program> compile_program(const Instrument& instrument) {
    std::vector<Problem> problems;
    Program program = detail::Compiler(instrument).compile(problems);
    if (!problems.empty()) return Error(ErrorKind::instrument, std::move(problems));
    return program;
}

}  // namespace v0
}  // namespace pug
