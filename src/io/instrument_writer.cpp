#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "canonical_json.hpp"
#include "json_values.hpp"
#include "pug/io/instrument.hpp"
#include "pug/names.hpp"
#include "sha256.hpp"

namespace pug {
inline namespace v0 {
namespace detail {
namespace {

/// An object whose absent members (empty texts, empty lists, no value) are not written.
class Members {
  public:
    Members& put(std::string_view key, Json value) {
        object_[key] = std::move(value);
        return *this;
    }
    Members& text(std::string_view key, const std::string& text) { return text.empty() ? *this : put(key, Json(text)); }
    Members& text(std::string_view key, const Text& text) {
        if (text.empty()) return *this;
        return put(key, json_text(text));
    }
    Members& list(std::string_view key, List list) { return list.empty() ? *this : put(key, std::move(list)); }
    Members& map(std::string_view key, boost::json::object map) {
        return map.empty() ? *this : put(key, std::move(map));
    }
    Json done() { return std::move(object_); }

  private:
    boost::json::object object_;
};

Json json(const Decimal& decimal) { return Json(decimal.to_string()); }
Json json(std::string_view word) { return Json(boost::json::string(word)); }
Json json(const Number& number) {
    if (const auto* decimal = std::get_if<Decimal>(&number)) return json(*decimal);
    return Members().put("parameter", Json(std::get<ParameterName>(number).name)).done();
}
template <class T>
Json json_or_null(const std::optional<T>& value) {
    return value ? json(*value) : Json(nullptr);
}

Json json(const Rounding& rounding) {
    return Members()
        .put("digits", json(Decimal(rounding.digits)))
        .put("mode", json(word(rounding_mode_names, rounding.mode)))
        .done();
}

Json one(std::string_view key, Json value) { return Members().put(key, std::move(value)).done(); }

struct TransformWriter {
    Json operator()(const Points&) const { return json(std::string_view("points")); }
    Json operator()(const Complement&) const { return json(std::string_view("complement")); }
    Json operator()(const Absolute&) const { return json(std::string_view("abs")); }
    Json operator()(const Logarithm&) const { return json(std::string_view("log")); }
    Json operator()(const Exponential&) const { return json(std::string_view("exp")); }
    Json operator()(const Clip& clip) const {
        return one("clip", List{json_or_null(clip.low), json_or_null(clip.high)});
    }
    Json operator()(const Replace& replace) const {
        boost::json::object pairs;
        for (const auto& [from, to] : replace.pairs) pairs[from.to_string()] = json(to);
        return one("replace", std::move(pairs));
    }
    Json operator()(const Reciprocal& r) const { return one("reciprocal", json(r.k)); }
    Json operator()(const Scaled& s) const { return one("scale", json(s.k)); }
    Json operator()(const Affine& a) const { return one("affine", List{json(a.a), json(a.b)}); }
    Json operator()(const Minmax& m) const { return one("minmax", List{json(m.low), json(m.high)}); }
    Json operator()(const Power& p) const { return one("power", json(p.p)); }
    Json operator()(const Steps& steps) const {
        List list;
        for (const Step& step : steps.steps) {
            if (step.edge && !step.edge->included) {
                list.push_back(Members().put("above", json(step.edge->at)).put("value", json(step.value)).done());
            } else {
                list.push_back(List{step.edge ? json(step.edge->at) : Json(nullptr), json(step.value)});
            }
        }
        return one("steps", std::move(list));
    }
    Json operator()(const Relative& r) const {
        return one(word(relative_names, r.kind),
                   r.to == Reference::unit ? one("unit", Json(r.unit)) : json(word(reference_names, r.to)));
    }
    Json operator()(const Rounding& rounding) const { return one("round", json(rounding)); }
};

void write_condition(const Condition& condition, Members& members);

Json json(const Condition& condition) {
    Members members;
    write_condition(condition, members);
    return members.done();
}

Json json_parts(const std::vector<Condition>& parts) {
    List list;
    for (const auto& part : parts) list.push_back(json(part));
    return list;
}

Json json_value(const std::variant<Number, std::string>& value) {
    const auto* number = std::get_if<Number>(&value);
    return number ? json(*number) : Json(std::get<std::string>(value));
}

void write_condition(const Condition& condition, Members& members) {
    if (const auto* all = std::get_if<Condition::All>(&condition.what)) {
        members.put("all", json_parts(all->of));
    } else if (const auto* any = std::get_if<Condition::Any>(&condition.what)) {
        members.put("any", json_parts(any->of));
    } else if (const auto* no = std::get_if<Condition::Not>(&condition.what)) {
        members.put("not", json(*no->of));
    } else {
        const auto& compare = std::get<Compare>(condition.what);
        members.put(compare.is_variable ? "variable" : "node", Json(compare.subject));
        if (compare.values.size() == 1) {
            members.put(word(comparison_names, compare.comparison), json_value(compare.values.front()));
        } else {
            List list;
            for (const auto& value : compare.values) list.push_back(json_value(value));
            members.put("in", std::move(list));
        }
    }
}

Json json(const Policy& policy) {
    boost::json::object map;
    for (std::size_t s = 0; s < status_count; ++s) {
        if (!policy[s]) continue;
        const bool is_number = policy[s]->action == PolicyAction::substitute;
        map[status_names[s]] = is_number ? json(policy[s]->value) : json(word(policy_action_names, policy[s]->action));
    }
    return map;
}

Json json(const Node& node);

Json json(const Operand& operand) {
    if (const auto* name = std::get_if<Name>(&operand)) return Json(name->name);
    if (const auto* number = std::get_if<Number>(&operand)) return json(*number);
    return json(*std::get<Box<Node>>(operand));
}

void write_lookup(const Lookup& lookup, Members& members) {
    if (lookup.unordered) members.put("unordered", Json(true));
    boost::json::object table;
    for (const auto& row : lookup.rows) {
        std::string key;
        for (const auto& code : row.codes) key += (key.empty() ? "" : " ") + code;
        table[key] = json(row.value);
    }
    members.put("table", std::move(table));
}

Json json(const Coverage& coverage) {
    Members members;
    if (coverage.at_least) members.put("at_least", json(*coverage.at_least));
    if (coverage.count_at_least) members.put("count_at_least", json(Decimal(*coverage.count_at_least)));
    if (coverage.applicable_at_least) members.put("applicable_at_least", json(*coverage.applicable_at_least));
    return members.done();
}

Json json(const Node& node) {
    Members members;
    members.text("id", node.id).text("title", node.title);
    if (!(node.weight == Number(Decimal(1)))) members.put("weight", json(node.weight));
    members.text("source", node.source);
    List operands;
    for (const auto& operand : node.operands) operands.push_back(json(operand));
    if (node.aggregate == Aggregate::holds) {
        members.put("holds", json(*node.holds));
    } else {
        members.put(word(aggregate_names, node.aggregate),
                    node.aggregate == Aggregate::from ? operands.front() : Json(operands));
    }
    if (node.lookup) write_lookup(*node.lookup, members);
    if (node.weights == Weighting::equal) members.put("weights", json(std::string_view("equal")));
    if (node.weights == Weighting::inverse_sd)
        members.put("weights", one("inverse_sd", json(std::string_view("cohort"))));
    List then;
    for (const auto& transform : node.then) then.push_back(std::visit(TransformWriter{}, transform));
    members.list("then", std::move(then));
    const Json policy = json(node.missing);
    members.map("missing", policy.get_object());
    members.map("coverage", json(node.coverage).get_object());
    if (node.when) members.put("when", json(*node.when));
    if (node.round) members.put("round", json(*node.round));
    return members.done();
}

boost::json::object json_statuses(const std::vector<std::pair<std::string, Status>>& codes) {
    boost::json::object statuses;
    for (const auto& [code, status] : codes) statuses[code] = json(to_string(status));
    return statuses;
}

Json json(const Variable& variable) {
    Members members;
    members.put("type", json(word(variable_type_names, variable.type))).text("unit", variable.unit);
    const bool is_discrete = variable.type == VariableType::choice || variable.type == VariableType::yes_no;
    if (!is_discrete) members.put("range", List{json_or_null(variable.low), json_or_null(variable.high)});
    if (variable.direction == Direction::lower_is_better)
        members.put("direction", json(word(direction_names, variable.direction)));
    members.text("scale", variable.scale)
        .map("statuses", json_statuses(variable.statuses))
        .text("title", variable.title)
        .text("question", variable.question);
    members.text("guidance", variable.guidance).text("evidence", variable.evidence);
    if (const auto& remediation = variable.remediation) {
        Members inner;
        inner.text("text", remediation->text);
        if (remediation->effort_days) inner.put("effort_days", json(*remediation->effort_days));
        members.put("remediation", inner.text("role", remediation->role).done());
    }
    return members.text("source", variable.source).done();
}

Json json(const Scale& scale) {
    List levels;
    for (const auto& level : scale.levels) {
        Members members;
        members.put("code", Json(level.code));
        if (level.points) members.put("points", json(*level.points));
        levels.push_back(members.text("counts_as", level.counts_as).text("title", level.title).done());
    }
    boost::json::object statuses = json_statuses(scale.statuses);
    return Members().put("levels", std::move(levels)).map("statuses", std::move(statuses)).done();
}

Json outcome(const std::string& grade, const Text& title) {
    return Members().put("grade", Json(grade)).text("title", title).done();
}

Json json(const Grade& grade) {
    Members members;
    members.put("grade", Json(grade.name)).text("title", grade.title);
    if (grade.lower) members.put(grade.lower->included ? "from" : "above", json(grade.lower->at));
    if (grade.upper) members.put(grade.upper->included ? "to" : "below", json(grade.upper->at));
    return members.text("source", grade.source).done();
}

Json json(const Gate& gate) {
    Members members;
    members.text("id", gate.id).text("title", gate.title);
    write_condition(gate.condition, members);
    return members.put("otherwise", outcome(gate.otherwise, gate.otherwise_title)).text("source", gate.source).done();
}

Json json(const Cap& cap) {
    return Members()
        .text("id", cap.id)
        .text("title", cap.title)
        .put("when", json(cap.when))
        .put("grade_at_most", Json(cap.grade_at_most))
        .text("source", cap.source)
        .done();
}

Json json(const Rung& rung) {
    return Members()
        .put("grade", Json(rung.grade))
        .text("title", rung.title)
        .put("when", json(rung.when))
        .text("source", rung.source)
        .done();
}

Json json(const Override& override) {
    return Members()
        .text("id", override.id)
        .text("title", override.title)
        .put("when", json(override.when))
        .put("grade", Json(override.grade))
        .text("grade_title", override.grade_title)
        .text("source", override.source)
        .done();
}

Json json(const Verdict& verdict);
Json json(const Example& example);
Json json(const Source& source);
Json json(const Parameter& parameter);

template <class T>
List json_list(const std::vector<T>& items) {
    List list;
    for (const auto& item : items) list.push_back(json(item));
    return list;
}

Json json(const Verdict& verdict) {
    Members members;
    members.text("on", verdict.on);
    if (verdict.round) members.put("round", json(*verdict.round));
    members.list("grades", json_list(verdict.grades));
    if (verdict.gaps != GapPolicy::refuse) members.put("gaps", json(word(gap_policy_names, verdict.gaps)));
    if (!verdict.otherwise.empty()) members.put("otherwise", outcome(verdict.otherwise, verdict.otherwise_title));
    members.list("ladder", json_list(verdict.ladder))
        .list("gates", json_list(verdict.gates))
        .list("caps", json_list(verdict.caps));
    members.list("overrides", json_list(verdict.overrides));
    if (!(verdict.rank == Ranking{})) {
        members.put("rank", Members()
                                .put("on", json(word(rank_on_names, verdict.rank.on)))
                                .put("ties", json(word(ties_names, verdict.rank.ties)))
                                .done());
    }
    return members.done();
}

/// The expected number with as many decimals as it shows.
Json json(const Expected& expected) {
    std::string text = expected.value.to_string();
    if (text.find('/') != std::string::npos) return Json(text);
    const auto point = text.find('.');
    const int shown = point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
    if (shown < expected.digits)
        text += (shown == 0 ? "." : "") + std::string(static_cast<std::size_t>(expected.digits - shown), '0');
    return Json(text);
}

Json json(const Example& example) {
    boost::json::object inputs;
    for (const auto& [name, input] : example.inputs) {
        const auto* status = std::get_if<Status>(&input);
        inputs[name] = status ? one("status", json(to_string(*status))) : Json(std::get<std::string>(input));
    }
    Members expect;
    if (example.score) expect.put("score", json(*example.score));
    if (example.grade) expect.put("grade", example.grade->empty() ? Json(nullptr) : Json(*example.grade));
    if (example.status) expect.put("status", json(to_string(*example.status)));
    boost::json::object nodes;
    for (const auto& [name, value] : example.nodes) nodes[name] = json(value);
    expect.map("nodes", std::move(nodes));
    return Members()
        .text("title", example.title)
        .text("source", example.source)
        .put("inputs", std::move(inputs))
        .put("expect", expect.done())
        .done();
}

Json json(const Source& source) {
    return Members()
        .text("title", source.title)
        .text("year", source.year)
        .text("url", source.url)
        .text("note", source.note)
        .done();
}

Json json(const Parameter& parameter) {
    Members members;
    List dated;
    for (const auto& [from, value] : parameter.dated)
        dated.push_back(Members().put("from", Json(from)).put("value", json(value)).done());
    if (dated.empty()) members.put("value", json(parameter.value));
    return members.list("values", std::move(dated))
        .text("title", parameter.title)
        .text("source", parameter.source)
        .done();
}

template <class T>
boost::json::object json_map(const std::vector<T>& items) {
    boost::json::object map;
    for (const auto& item : items) map[item.name] = json(item);
    return map;
}

Json json(const Instrument& instrument) {
    Members members;
    members.put("pug", Json(1))
        .put("id", Json(instrument.id))
        .text("edition", instrument.edition)
        .text("basis", instrument.basis);
    members.put("status", json(word(instrument_status_names, instrument.status)));
    members.put("title", Json(""))
        .text("title", instrument.title)
        .text("description", instrument.description)
        .text("authority", instrument.authority);
    members.map("sources", json_map(instrument.sources));
    if (instrument.direction == Direction::lower_is_better)
        members.put("direction", json(word(direction_names, instrument.direction)));
    members.map("parameters", json_map(instrument.parameters)).map("scales", json_map(instrument.scales));
    // An open range is written for every number, so that a count without one differs from a count from 0.
    members.put("variables", json_map(instrument.variables)).map("missing", json(instrument.missing).get_object());
    members.list("nodes", json_list(instrument.nodes));
    if (!is_absent(instrument.score)) members.put("score", json(instrument.score));
    const Json verdict = json(instrument.verdict);
    members.map("verdict", verdict.get_object()).list("examples", json_list(instrument.examples));
    for (const auto& [key, text] : instrument.extensions) {
        boost::system::error_code error;
        boost::json::parse_options options;
        options.max_depth = 128;  // what was read was at most 64 deep
        members.put(key, boost::json::parse(text, error, {}, options));
    }
    return members.done();
}

}  // namespace
}  // namespace detail

std::string canonical_json(const Instrument& instrument) {
    // Canonical JSON sorts keys, but the order of the variables is that of the columns of a matrix and belongs to the
    // instrument: it is written out.
    boost::json::value document = detail::json(instrument);
    boost::json::array columns;
    for (const Variable& variable : instrument.variables) columns.push_back(boost::json::string(variable.name));
    document.as_object()["columns"] = std::move(columns);
    return detail::canonical_json(document);
}

std::string pretty_json(const Instrument& instrument) { return detail::pretty_json(detail::json(instrument)); }

namespace {

void strip(Node& node) {
    node.title = {};
    node.source.clear();
    for (Operand& operand : node.operands) {
        if (auto* child = std::get_if<Box<Node>>(&operand)) strip(**child);
    }
}

template <class T>
void strip_all(std::vector<T>& items) {
    for (T& item : items) {
        item.title = {};
        item.source.clear();
    }
}

void strip(Verdict& verdict) {
    strip_all(verdict.grades);
    strip_all(verdict.ladder);
    strip_all(verdict.gates);
    strip_all(verdict.caps);
    strip_all(verdict.overrides);
    verdict.otherwise_title = {};
    for (Gate& gate : verdict.gates) gate.otherwise_title = {};
    for (Override& override : verdict.overrides) override.grade_title = {};
}

/// The instrument without anything that a score does not depend on.
Instrument bare(const Instrument& instrument) {
    Instrument bare;
    bare.id = instrument.id;
    bare.direction = instrument.direction;
    bare.parameters = instrument.parameters;
    strip_all(bare.parameters);
    bare.scales = instrument.scales;
    for (Scale& scale : bare.scales) {
        for (Level& level : scale.levels) level.title = {};
    }
    for (const Variable& variable : instrument.variables) {
        Variable kept;
        kept.name = variable.name;
        kept.type = variable.type;
        kept.low = variable.low;
        kept.high = variable.high;
        kept.direction = variable.direction;
        kept.scale = variable.scale;
        kept.statuses = variable.statuses;
        bare.variables.push_back(std::move(kept));
    }
    bare.missing = instrument.missing;
    bare.nodes = instrument.nodes;
    for (Node& node : bare.nodes) strip(node);
    bare.score = instrument.score;
    strip(bare.score);
    bare.verdict = instrument.verdict;
    strip(bare.verdict);
    return bare;
}

}  // namespace

std::string scoring_fingerprint(const Instrument& instrument) { return fingerprint(bare(instrument)); }

std::string fingerprint(const Instrument& instrument) { return detail::sha256_hex(canonical_json(instrument)); }

}  // namespace v0
}  // namespace pug
