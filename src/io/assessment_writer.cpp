#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <utility>

#include "canonical_json.hpp"
#include "pug/analysis/assessed.hpp"
#include "pug/io/assessment.hpp"
#include "pug/names.hpp"
#include "words.hpp"

namespace pug {
inline namespace v0 {

namespace {

using detail::code_of;
using detail::find_variable;
using detail::Json;
using detail::json_string;
using detail::json_text;
using detail::json_texts;
using detail::List;
using detail::Object;
using detail::put;

/// A value as it stands in data.
Json cell(const Instrument& instrument, const Variable* variable, double value) {
    const std::string_view code = variable != nullptr ? code_of(instrument, *variable, value) : std::string_view{};
    return code.empty() ? Json(value) : json_string(code);
}

List names(const std::vector<std::string>& texts) {
    List list;
    for (const auto& text : texts) list.push_back(json_string(text));
    return list;
}

// --- documents

Json document(const Instrument& instrument, const Variable* variable, const StageAnswer& answer) {
    const bool is_observed = answer.status == Status::observed;
    Json value = is_observed ? cell(instrument, variable, answer.value) : json_string(to_string(answer.status));
    if (is_observed && answer.note.empty() && answer.reason.empty() && answer.evidence.empty()) return value;
    Object object{{is_observed ? "value" : "status", std::move(value)}};
    put(object, "reason", answer.reason);
    put(object, "note", answer.note);
    if (!answer.evidence.empty()) object["evidence"] = names(answer.evidence);
    return object;
}

Json document(const Instrument& instrument, const Stage& stage) {
    Object answers;
    for (const auto& [name, answer] : stage.answers)
        answers[name] = document(instrument, find_variable(instrument, name), answer);
    Object object{{"kind", json_string(word(stage_names, stage.kind))},
                  {"date", stage.date},
                  {"by", json_text(stage.by)},
                  {"answers", std::move(answers)}};
    if (stage.evidence_required) object["evidence_required"] = true;
    return object;
}

Json document(const Evidence& evidence) {
    Object object{{"kind", evidence.kind},
                  {"reference", json_text(evidence.reference)},
                  {"method", json_string(word(evidence_method_names, evidence.method))},
                  {"collected", evidence.collected},
                  {"by", json_text(evidence.by)}};
    put(object, "sha256", evidence.sha256);
    put(object, "expires", evidence.expires);
    return object;
}

Object document(const Waiver& waiver) {
    Object object{{"variable", waiver.variable},
                  {"decision", json_text(waiver.decision)},
                  {"decided", waiver.decided},
                  {"reason", json_text(waiver.reason)},
                  {"by", json_text(waiver.by)}};
    put(object, "until", waiver.until);
    return object;
}

std::string written(const InstrumentName& name) {
    return name.id + "@" + name.edition + (name.fingerprint.empty() ? "" : "#" + name.fingerprint);
}

Json document(const Instrument& instrument, const Assessment& assessment) {
    List stages;
    for (const Stage& stage : assessment.stages) stages.push_back(document(instrument, stage));
    Object object{{"pug_assessment", 1},
                  {"unit", assessment.unit},
                  {"instrument", written(assessment.instrument)},
                  {"stages", std::move(stages)}};
    put(object, "round", assessment.round);
    put(object, "note", assessment.note);
    Object evidence;
    for (const auto& [name, piece] : assessment.evidence) evidence[name] = document(piece);
    if (!evidence.empty()) object["evidence"] = std::move(evidence);
    List waivers;
    for (const Waiver& waiver : assessment.waivers) waivers.push_back(document(waiver));
    if (!waivers.empty()) object["waivers"] = std::move(waivers);
    return object;
}

// --- answers

Json number(Status status, double value) { return status == Status::observed ? Json(value) : Json(nullptr); }

Json code(const Instrument& instrument, const Variable& variable, Status status, double value) {
    return status == Status::observed ? detail::json_string_or_null(code_of(instrument, variable, value))
                                      : Json(nullptr);
}

/// What a stage answered, whether it counts or not.
Json answered(const Instrument& instrument, const Variable& variable, const Assessment& assessment,
              const StageAnswer& answer, std::string_view day) {
    List evidence;
    for (const std::string& name : answer.evidence) {
        const auto piece = assessment.evidence.find(name);
        const bool is_lasting = piece == assessment.evidence.end() || piece->second.expires.empty();
        evidence.push_back(Object{{"name", name},
                                  {"state", json_string(word(evidence_state_names, state_on(assessment, name, day)))},
                                  {"expires", is_lasting ? Json(nullptr) : json_string(piece->second.expires)}});
    }
    return Object{{"status", json_string(to_string(answer.status))},
                  {"value", number(answer.status, answer.value)},
                  {"code", code(instrument, variable, answer.status, answer.value)},
                  {"reason", json_texts(answer.reason)},
                  {"note", json_texts(answer.note)},
                  {"evidence", std::move(evidence)}};
}

Json waived(const Waiver& waiver) {
    return Object{{"decision", json_texts(waiver.decision)},
                  {"decided", waiver.decided},
                  {"until", waiver.until.empty() ? Json(nullptr) : json_string(waiver.until)},
                  {"reason", json_texts(waiver.reason)},
                  {"by", json_texts(waiver.by)}};
}

Json effective(const Instrument& instrument, const Variable& variable, const Assessment& assessment,
               const EffectiveAnswer& answer, std::string_view day) {
    const Stage* stage = answer.stage ? &assessment.stages[*answer.stage] : nullptr;
    return Object{{"variable", variable.name},
                  {"title", json_texts(variable.title)},
                  {"status", json_string(to_string(answer.status))},
                  {"value", number(answer.status, answer.value)},
                  {"code", code(instrument, variable, answer.status, answer.value)},
                  {"why", json_string(word(why_names, answer.why))},
                  {"stage", stage != nullptr ? json_string(word(stage_names, stage->kind)) : Json(nullptr)},
                  {"answered", stage != nullptr ? answered(instrument, variable, assessment,
                                                           stage->answers.find(variable.name)->second, day)
                                                : Json(nullptr)},
                  {"waiver", answer.waiver ? waived(assessment.waivers[*answer.waiver]) : Json(nullptr)}};
}

}  // namespace

std::string to_json(const Instrument& instrument, std::span<const Assessment> assessments) {
    if (assessments.size() == 1) return detail::canonical_json(document(instrument, assessments.front()));
    List list;
    for (const Assessment& assessment : assessments) list.push_back(document(instrument, assessment));
    return detail::canonical_json(list);
}

result<std::string> answers_json(const Instrument& instrument, const Assessment& assessment, std::string_view as_of,
                                 std::optional<StageKind> stage) {
    PUG_TRY(const std::vector<EffectiveAnswer> found, effective_answers(assessment, instrument, as_of, stage));
    const Stage& asked = assessment.stages[*stage_on(assessment, as_of, stage)];
    List answers;
    for (std::size_t v = 0; v < found.size(); ++v)
        answers.push_back(effective(instrument, instrument.variables[v], assessment, found[v], as_of));
    return detail::canonical_json(Object{{"unit", assessment.unit},
                                         {"instrument", written(assessment.instrument)},
                                         {"as_of", json_string(as_of)},
                                         {"stage", Object{{"kind", json_string(word(stage_names, asked.kind))},
                                                          {"date", asked.date},
                                                          {"by", json_texts(asked.by)}}},
                                         {"answers", std::move(answers)}});
}

result<std::string> expiring_json(const Instrument& instrument, std::span<const Assessment> assessments,
                                  std::string_view before, std::string_view since) {
    PUG_TRY(const std::vector<Expiry> found, expiring(assessments, instrument, before, since));
    List list;
    for (const Expiry& each : found) {
        const Assessment& assessment = assessments[each.assessment];
        const Evidence& piece = assessment.evidence.find(each.evidence)->second;
        list.push_back(Object{{"unit", assessment.unit},
                              {"evidence", each.evidence},
                              {"kind", piece.kind},
                              {"reference", json_texts(piece.reference)},
                              {"expires", each.day},
                              {"variables", names(each.variables)}});
    }
    return detail::canonical_json(Object{{"before", json_string(before)}, {"expiring", std::move(list)}});
}

}  // namespace v0
}  // namespace pug
