#include "pug/io/results.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "canonical_json.hpp"
#include "pug/io/instrument.hpp"
#include "pug/names.hpp"
#include "pug/version.hpp"
#include "words.hpp"

namespace pug {
inline namespace v0 {

namespace {

using detail::Json;
using detail::List;
using detail::Object;

constexpr std::array<std::string_view, 5> used_names = {"as_observed", "left_out", "as_lowest", "substituted",
                                                        "stopped"};
constexpr std::array<std::string_view, 4> sharing_names = {"not_shared", "shares", "shapley", "cyclic_orders"};
constexpr std::array<std::string_view, 3> operand_names = {"variable", "node", "constant"};
constexpr std::array<std::string_view, 3> decided_names = {"in_doubles", "exactly", "to_fifty_digits"};
constexpr std::array<std::string_view, 4> gate_names = {"met", "not_met", "unanswered", "passed_over"};
constexpr std::array<std::string_view, 3> cap_names = {"open", "holds", "unanswered"};
constexpr std::array<std::string_view, 7> kind_names = {"argument",  "document", "instrument", "data",
                                                        "not_found", "memory",   "internal"};

Json string(std::string_view text) { return detail::json_string(text); }
Json number(double value) { return detail::json_number(value); }
template <class T>
Json number(const std::optional<T>& value) {
    return value ? number(*value) : Json(nullptr);
}
Json string_or_null(std::string_view text) { return detail::json_string_or_null(text); }
Json texts(const Text& text) { return detail::json_texts(text); }

Json operand(const ExplainedOperand& operand) {
    return Object{{"kind", string(word(operand_names, operand.kind))},
                  {"name", string(operand.name)},
                  {"status", string(to_string(operand.status))},
                  {"used", string(word(used_names, operand.used))},
                  {"value", number(operand.value)},
                  {"weight", number(operand.weight)},
                  {"contribution", number(operand.contribution)}};
}

Json node(const ExplainedNode& node) {
    List operands;
    for (const auto& each : node.operands) operands.push_back(operand(each));
    return Object{{"key", string(node.key)},
                  {"id", string_or_null(node.id)},
                  {"title", texts(node.node->title)},
                  {"aggregate", string(word(aggregate_names, node.node->aggregate))},
                  {"rule", rule(*node.node)},
                  {"source", string_or_null(node.node->source)},
                  {"value", number(node.value)},
                  {"status", string(to_string(node.status))},
                  {"coverage", number(node.coverage)},
                  {"sharing", string(word(sharing_names, node.sharing))},
                  {"baseline", node.sharing == Sharing::not_shared ? Json(nullptr) : number(node.baseline)},
                  {"operands", std::move(operands)}};
}

Json variable(const ExplainedVariable& variable) {
    return Object{{"name", variable.variable->name},
                  {"title", texts(variable.variable->title)},
                  {"type", string(word(variable_type_names, variable.variable->type))},
                  {"status", string(to_string(variable.status))},
                  {"value", number(variable.value)},
                  {"code", string_or_null(variable.code)}};
}

Json provenance(const Instrument& instrument) {
    return Object{{"id", instrument.id},
                  {"edition", instrument.edition},
                  {"status", string(word(instrument_status_names, instrument.status))},
                  {"fingerprint", fingerprint(instrument)},
                  {"engine", version}};
}

Json verdict(const Scores& scores, std::size_t unit) {
    const Instrument& instrument = scores.instrument();
    List gates;
    for (std::size_t g = 0; g < scores.gates().size(); ++g) {
        gates.push_back(Object{{"id", instrument.verdict.gates[g].id},
                               {"title", texts(instrument.verdict.gates[g].title)},
                               {"state", string(word(gate_names, scores.gates()[g][unit]))},
                               {"otherwise", instrument.verdict.gates[g].otherwise}});
    }
    List caps;
    for (std::size_t c = 0; c < scores.caps().size(); ++c) {
        caps.push_back(Object{{"id", instrument.verdict.caps[c].id},
                              {"title", texts(instrument.verdict.caps[c].title)},
                              {"state", string(word(cap_names, scores.caps()[c][unit]))},
                              {"grade_at_most", instrument.verdict.caps[c].grade_at_most}});
    }
    const std::uint32_t overridden = scores.overrides()[unit];
    const Interval interval = scores.interval(unit);
    const std::uint32_t grade = scores.grade_indexes()[unit];
    return Object{
        {"score", number(scores.scores()[unit])},
        {"status", string(to_string(scores.score_statuses()[unit]))},
        {"rounded", number(scores.rounded()[unit])},
        {"grade", grade == none ? Json(nullptr) : string(scores.grade(unit))},
        {"grade_title", grade == none ? Json(nullptr) : texts(scores.grades()[grade].title)},
        {"coverage", number(scores.coverages()[unit])},
        {"interval", List{number(interval.low), number(interval.high)}},
        {"decided", string(word(decided_names, scores.decided()[unit]))},
        {"gates", std::move(gates)},
        {"override", overridden == none ? Json(nullptr) : string(instrument.verdict.overrides[overridden].id)},
        {"caps", std::move(caps)}};
}

}  // namespace

std::string to_json(const Scores& scores, const Explanation& explanation) {
    List nodes;
    for (const auto& each : explanation.nodes) nodes.push_back(node(each));
    List variables;
    for (const auto& each : explanation.variables) variables.push_back(variable(each));
    return detail::canonical_json(Object{{"unit", explanation.unit},
                                         {"instrument", provenance(scores.instrument())},
                                         {"verdict", verdict(scores, explanation.index)},
                                         {"root", string(explanation.root)},
                                         {"nodes", std::move(nodes)},
                                         {"variables", std::move(variables)}});
}

std::string to_json(const Error& error) {
    List problems;
    for (const auto& problem : error.problems) {
        problems.push_back(Object{{"code", problem.code},
                                  {"where", problem.where},
                                  {"line", problem.line},
                                  {"column", problem.column},
                                  {"message", problem.message}});
    }
    return detail::canonical_json(Object{{"kind", string(kind_names[static_cast<std::size_t>(error.kind) - 1])},
                                         {"problems", std::move(problems)}});
}

}  // namespace v0
}  // namespace pug
