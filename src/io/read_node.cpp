#include "read_node.hpp"

#include <sstream>
#include <utility>

namespace pug {
inline namespace v0 {
namespace detail {

namespace {

Condition never() { return {Condition::Any{}}; }

std::variant<Number, std::string> read_value(const Located& at, Problems& problems) {
    if (const auto* word = at.value.if_string()) return std::string(*word);
    return read_number(at, problems);
}

Condition read_parts(const Located& at, bool all, Problems& problems) {
    std::vector<Condition> parts;
    read_list(at, problems, [&](const Located& part) { parts.push_back(read_condition(part, problems)); });
    if (all) return {Condition::All{std::move(parts)}};
    return {Condition::Any{std::move(parts)}};
}

Clip read_clip(const Located& at, Problems& problems) {
    Clip clip;
    const auto* array = at.value.if_array();
    if (!array || array->size() != 2) {
        report_type(problems, at, "a list of two ends, [low, high]; an open end is null");
        return clip;
    }
    if (!(*array)[0].is_null()) clip.low = read_number(at.child(std::size_t{0}, (*array)[0]), problems);
    if (!(*array)[1].is_null()) clip.high = read_number(at.child(std::size_t{1}, (*array)[1]), problems);
    return clip;
}

std::pair<Number, Number> read_pair(const Located& at, std::string_view wanted, Problems& problems) {
    const auto* array = at.value.if_array();
    if (!array || array->size() != 2) {
        report_type(problems, at, wanted);
        return {Decimal(0), Decimal(1)};
    }
    return {read_number(at.child(std::size_t{0}, (*array)[0]), problems),
            read_number(at.child(std::size_t{1}, (*array)[1]), problems)};
}

Replace read_replace(const Located& at, Problems& problems) {
    Replace replace;
    const auto* object = at.value.if_object();
    if (!object) {
        report_type(problems, at, "an object of numbers by number, {\"0\": \"0.1\"}");
        return replace;
    }
    for (const auto& [from, to] : *object) {
        const Located child = at.child(from, to);
        const auto key = Decimal::parse(from);
        if (!key) {
            report(problems, "document.number", child.pointer, "\"" + std::string(from) + "\" is not a number");
            continue;
        }
        for (const auto& [earlier, ignored] : replace.pairs) {
            if (earlier == *key)
                report(problems, "document.duplicate_key", child.pointer, key->to_string() + " is replaced twice");
        }
        replace.pairs.emplace_back(*key, read_number(child, problems));
    }
    return replace;
}

constexpr std::string_view simple_transforms = "\"points\", \"complement\", \"abs\", \"log\", \"exp\"";
constexpr std::string_view object_transforms =
    "clip, replace, reciprocal, scale, affine, minmax, power, steps, zscore, rank, percentile, relative_to, "
    "deviation_from, round";

Transform read_simple_transform(const Located& at, Problems& problems) {
    const std::string name = read_string(at, problems);
    if (name == "points") return Points{};
    if (name == "complement") return Complement{};
    if (name == "abs") return Absolute{};
    if (name == "log") return Logarithm{};
    if (name == "exp") return Exponential{};
    report(problems, "document.word", at.pointer,
           "found \"" + name + "\", wanted one of " + std::string(simple_transforms) +
               ", or an object: " + std::string(object_transforms));
    return Complement{};
}

Step read_step(const Located& at, Problems& problems) {
    Step step;
    if (at.value.is_object()) {
        Fields fields(at, "a step", problems);
        const auto from = fields.find("from");
        const auto above = fields.find("above");
        if (!from == !above)
            report(problems, "transform.steps", at.pointer, "a step begins either \"from\" or \"above\" a number");
        if (from || above) step.edge = Edge{read_number(from ? *from : *above, problems), from.has_value()};
        if (const auto value = fields.need("value")) step.value = read_number(*value, problems);
        fields.finish();
        return step;
    }
    const auto* pair = at.value.if_array();
    if (!pair || pair->size() != 2) {
        report_type(problems, at, "a step: [from, value], or {\"from\" or \"above\": number, \"value\": number}");
        return step;
    }
    if (!(*pair)[0].is_null()) step.edge = Edge{read_number(at.child(std::size_t{0}, (*pair)[0]), problems), true};
    step.value = read_number(at.child(std::size_t{1}, (*pair)[1]), problems);
    return step;
}

/// `"cohort"` for transforms that see the whole cohort; one of its statistics, or a unit, for the others.
Relative read_relative(const Located& at, RelativeKind kind, Problems& problems) {
    Relative relative;
    relative.kind = kind;
    const bool wants_statistic = kind == RelativeKind::relative_to || kind == RelativeKind::deviation_from;
    if (at.value.is_object() && wants_statistic) {
        Fields fields(at, "a reference unit", problems);
        if (const auto unit = fields.need("unit")) relative.unit = read_string(*unit, problems);
        fields.finish();
        relative.to = Reference::unit;
        return relative;
    }
    const std::string word = read_string(at, problems);
    const auto to = from_word<Reference>(reference_names, word);
    const bool fits = to && *to != Reference::unit && (*to == Reference::cohort) != wants_statistic;
    if (fits) {
        relative.to = *to;
    } else if (at.value.is_string()) {
        report(problems, "document.word", at.pointer,
               "found \"" + word + "\", wanted " +
                   std::string(wants_statistic ? "\"min\", \"max\", \"mean\", \"median\" or {\"unit\": name}"
                                               : "\"cohort\""));
    }
    return relative;
}

Transform read_transform(const Located& at, Problems& problems) {
    const auto* object = at.value.if_object();
    if (!object) {
        if (at.value.is_string()) return read_simple_transform(at, problems);
        report_type(problems, at, "a transform: its name, or an object with one key");
        return Complement{};
    }
    if (object->size() != 1) {
        report(problems, "transform.one_key", at.pointer,
               "a transform has one key, found " + std::to_string(object->size()) + "; use one object a step");
        return Complement{};
    }
    const auto& [key, value] = *object->begin();
    const Located of = at.child(key, value);
    if (key == "clip") return read_clip(of, problems);
    if (key == "replace") return read_replace(of, problems);
    if (key == "reciprocal") return Reciprocal{read_number(of, problems)};
    if (key == "scale") return Scaled{read_number(of, problems)};
    if (key == "power") return Power{read_number(of, problems)};
    if (key == "round") return read_rounding(of, problems);
    if (key == "steps") {
        Steps steps;
        read_list(of, problems, [&](const Located& step) { steps.steps.push_back(read_step(step, problems)); });
        return steps;
    }
    const bool has_goalposts = key == "minmax" && !value.is_string();
    if (const auto kind = from_word<RelativeKind>(relative_names, key); kind && !has_goalposts)
        return read_relative(of, *kind, problems);
    if (key == "affine") {
        const auto [a, b] = read_pair(of, "a list of two numbers, [a, b] for a·x + b", problems);
        return Affine{a, b};
    }
    if (key == "minmax") {
        const auto [low, high] = read_pair(of, "a list of two goalposts, [low, high]", problems);
        return Minmax{low, high};
    }
    report(problems, "document.unknown_key", of.pointer,
           "\"" + std::string(key) + "\" is no transform; there are " + std::string(object_transforms) +
               " and, as strings, " + std::string(simple_transforms));
    return Complement{};
}

std::optional<PolicyRule> read_policy_rule(const Located& at, Problems& problems) {
    if (const auto* word = at.value.if_string()) {
        if (const auto action = from_word<PolicyAction>(policy_action_names, *word))
            return PolicyRule{*action, Decimal(0)};
        if (!Decimal::parse(*word)) {
            report(problems, "document.word", at.pointer,
                   "found \"" + std::string(*word) +
                       "\", wanted \"renormalise\", \"lowest\", \"propagate\", \"if_needed\" or a number");
            return std::nullopt;
        }
    }
    return PolicyRule{PolicyAction::substitute, read_number(at, problems)};
}

Operand read_operand(const Located& at, Problems& problems) {
    if (const auto* string = at.value.if_string()) {
        if (const auto constant = Decimal::parse(*string)) return Number(*constant);
        return Name{std::string(*string)};
    }
    const auto* object = at.value.if_object();
    if (object && !object->contains("parameter")) return Box<Node>(read_node(at, problems));
    if (object || at.value.is_number()) return read_number(at, problems);
    report_type(problems, at, "an operand: a name, a number, or a node");
    return Number(Decimal(0));
}

/// `{"D D": "1", …}`: codes of levels separated by blanks, to numbers.
Lookup read_table(Fields& fields, Problems& problems) {
    Lookup lookup;
    if (const auto unordered = fields.find("unordered")) {
        if (unordered->value.is_bool()) {
            lookup.unordered = unordered->value.get_bool();
        } else {
            report_type(problems, *unordered, "true or false");
        }
    }
    const auto at = fields.need("table");
    if (!at) return lookup;
    const auto* rows = at->value.if_object();
    if (!rows) report_type(problems, *at, "an object of numbers by codes, {\"D C\": \"1.5\"}");
    for (const auto& [key, value] : rows ? *rows : boost::json::object{}) {
        Lookup::Row row;
        std::istringstream codes{std::string(key)};
        for (std::string code; codes >> code;) row.codes.push_back(code);
        row.value = read_number(at->child(key, value), problems);
        lookup.rows.push_back(std::move(row));
    }
    return lookup;
}

void read_source(Fields& fields, Node& node, Problems& problems) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < aggregate_names.size(); ++i) {
        const auto at = fields.find(aggregate_names[i]);
        if (!at) continue;
        if (++found > 1) {
            report(problems, "node.several_sources", at->pointer,
                   "a node has one value source; this one has \"" + std::string(word(aggregate_names, node.aggregate)) +
                       "\" and \"" + std::string(aggregate_names[i]) + "\"");
            continue;
        }
        node.aggregate = static_cast<Aggregate>(i);
        if (node.aggregate == Aggregate::holds) {
            node.holds = read_condition(*at, problems);
        } else if (node.aggregate == Aggregate::from) {
            node.operands.push_back(read_operand(*at, problems));
        } else {
            read_list(*at, problems,
                      [&](const Located& operand) { node.operands.push_back(read_operand(operand, problems)); });
            if (at->value.is_array() && node.operands.empty()) {
                report(problems, "node.operand_count", fields.pointer(), "a node needs at least one operand");
            }
        }
    }
    if (node.aggregate == Aggregate::lookup) node.lookup = read_table(fields, problems);
    if (found == 0) {
        std::string sources;
        for (const auto name : aggregate_names) sources += (sources.empty() ? "" : ", ") + std::string(name);
        report(problems, "node.no_source", fields.pointer(), "a node needs a value source, one of " + sources);
    }
}

/// `"equal"`, or `{"inverse_sd": "cohort"}`.
Weighting read_weights(const Located& at, Problems& problems) {
    if (at.value.is_object()) {
        Fields fields(at, "weights from the cohort", problems);
        if (const auto cohort = fields.need("inverse_sd"); cohort && read_string(*cohort, problems) != "cohort") {
            report(problems, "document.word", cohort->pointer, "wanted \"cohort\"");
        }
        fields.finish();
        return Weighting::inverse_sd;
    }
    const std::string word = read_string(at, problems);
    if (at.value.is_string() && word != "equal")
        report(problems, "document.word", at.pointer,
               "found \"" + word + "\", wanted \"equal\" or {\"inverse_sd\": \"cohort\"}");
    return Weighting::equal;
}

Coverage read_coverage(const Located& at, Problems& problems) {
    Coverage coverage;
    Fields fields(at, "a coverage rule", problems);
    coverage.at_least = fields.number("at_least");
    coverage.applicable_at_least = fields.number("applicable_at_least");
    if (const auto count = fields.find("count_at_least"))
        coverage.count_at_least = read_whole(*count, 1, 1000000, problems);
    if (at.value.is_object() && coverage == Coverage{}) {
        report(problems, "coverage.empty", at.pointer,
               "a coverage rule needs \"at_least\", \"count_at_least\" or \"applicable_at_least\"");
    }
    fields.finish();
    return coverage;
}

Condition read_comparison(Fields& fields, Problems& problems) {
    Compare compare;
    const auto variable = fields.find("variable");
    const auto node = fields.find("node");
    if (!variable == !node) {
        report(problems, "condition.subject", fields.pointer(), "a comparison needs either \"variable\" or \"node\"");
    }
    compare.is_variable = variable.has_value();
    if (variable || node) compare.subject = read_string(variable ? *variable : *node, problems);

    std::size_t found = 0;
    for (std::size_t i = 0; i < comparison_names.size(); ++i) {
        const auto at = fields.find(comparison_names[i]);
        if (!at) continue;
        ++found;
        compare.comparison = static_cast<Comparison>(i);
        compare.values = {read_value(*at, problems)};
    }
    if (const auto in = fields.find("in")) {
        ++found;
        compare.comparison = Comparison::is;
        compare.values.clear();
        read_list(*in, problems, [&](const Located& value) { compare.values.push_back(read_value(value, problems)); });
        if (compare.values.empty()) report(problems, "condition.value", in->pointer, "\"in\" needs at least one value");
    }
    if (found != 1) {
        report(problems, "condition.comparison", fields.pointer(),
               "a comparison needs exactly one of at_least, above, at_most, below, is, in; found " +
                   std::to_string(found));
    }
    return {std::move(compare)};
}

}  // namespace

Policy read_policy(const Located& at, Problems& problems) {
    Policy policy;
    const auto* object = at.value.if_object();
    if (!object || object->contains("parameter")) {
        const auto rule = read_policy_rule(at, problems);
        for (std::size_t s = 1; s < status_count; ++s) {
            if (!is_excluded(static_cast<Status>(s))) policy[s] = rule;
        }
        return policy;
    }
    for (const auto& [name, value] : *object) {
        const Located child = at.child(name, value);
        const auto status = status_from(name);
        if (!status || *status == Status::observed) {
            report(problems, "document.unknown_key", child.pointer,
                   "\"" + std::string(name) + "\" is no status that a policy can treat");
            continue;
        }
        policy[static_cast<std::size_t>(*status)] = read_policy_rule(child, problems);
    }
    return policy;
}

Rounding read_rounding(const Located& at, Problems& problems) {
    Rounding rounding;
    Fields fields(at, "a rounding", problems);
    if (const auto digits = fields.need("digits")) rounding.digits = read_whole(*digits, -15, 15, problems);
    rounding.mode = fields.word<RoundingMode>("mode", rounding_mode_names).value_or(RoundingMode::half_up);
    fields.finish();
    return rounding;
}

Condition read_condition_of(Fields& fields, Problems& problems) {
    for (const std::string_view key : {"all", "any", "not"}) {
        if (!fields.has(key)) continue;
        const Located part = *fields.find(key);
        if (key == "not") return {Condition::Not{Box<Condition>(read_condition(part, problems))}};
        return read_parts(part, key == "all", problems);
    }
    return read_comparison(fields, problems);
}

Condition read_condition(const Located& at, Problems& problems) {
    Fields fields(at, "a condition", problems);
    const auto* object = at.value.if_object();
    if (!object) return never();
    const bool is_compound = fields.has("all") || fields.has("any") || fields.has("not");
    Condition condition = read_condition_of(fields, problems);
    if (is_compound && object->size() != 1) {
        report(problems, "condition.one_key", at.pointer, "\"all\", \"any\" and \"not\" stand alone in their object");
        return condition;
    }
    fields.finish();
    return condition;
}

Node read_node(const Located& at, Problems& problems) {
    Node node;
    Fields fields(at, "a node", problems);
    if (!at.value.is_object()) return node;
    if (const auto id = fields.find("id")) {
        node.id = read_string(*id, problems);
        if (!is_name(node.id))
            report(problems, "document.name", id->pointer,
                   "\"" + node.id + "\" is no name: a letter, then letters, digits, \"_\", \".\" or \"-\"");
    }
    node.title = fields.text("title");
    if (const auto weight = fields.number("weight")) node.weight = *weight;
    node.source = fields.string("source");
    read_source(fields, node, problems);
    if (const auto weights = fields.find("weights")) node.weights = read_weights(*weights, problems);
    fields.list("then", [&](const Located& transform) { node.then.push_back(read_transform(transform, problems)); });
    if (const auto missing = fields.find("missing")) node.missing = read_policy(*missing, problems);
    if (const auto coverage = fields.find("coverage")) node.coverage = read_coverage(*coverage, problems);
    if (const auto when = fields.find("when")) node.when = read_condition(*when, problems);
    if (const auto round = fields.find("round")) node.round = read_rounding(*round, problems);
    fields.finish();
    return node;
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
