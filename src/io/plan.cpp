#include "pug/io/plan.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "canonical_json.hpp"
#include "pug/names.hpp"
#include "pug/statistics/paired.hpp"
#include "words.hpp"

namespace pug {
inline namespace v0 {

namespace {

using detail::Json;
using detail::List;
using detail::Object;

/// A cost in full: exact, so as a text.
Json cost(const Decimal& value) { return detail::json_string(value.to_string()); }

List costs_of(const std::vector<Decimal>& all) {
    List list;
    for (const Decimal& each : all) list.push_back(cost(each));
    return list;
}

Object end(const Scores& scores, const PlanEnd& end) {
    return {{"score", detail::json_number(end.score)},
            {"rounded", detail::json_number(end.rounded)},
            {"grade", detail::json_grade(scores, end.grade)}};
}

Json remediation(const Variable& variable) {
    if (!variable.remediation) return nullptr;
    const auto& days = variable.remediation->effort_days;
    return Object{{"text", detail::json_texts(variable.remediation->text)},
                  {"effort_days", days ? cost(*days) : Json(nullptr)},
                  {"role", detail::json_texts(variable.remediation->role)}};
}

Object change(const Scores& scores, const PlannedChange& change) {
    const Instrument& instrument = scores.instrument();
    const Variable& variable = instrument.variables[change.variable];
    return {{"variable", variable.name},
            {"title", detail::json_texts(variable.title)},
            {"from", detail::json_answer(instrument, variable, change.from, change.status)},
            {"to", detail::json_answer(instrument, variable, change.to, Status::observed)},
            {"costs", costs_of(change.costs)},
            {"is_assumed", change.is_assumed},
            {"evidence", detail::json_texts(variable.evidence)},
            {"remediation", remediation(variable)}};
}

Object plan_object(const Scores& scores, const Plan& plan) {
    List resources;
    for (const std::string& name : plan.resources) resources.push_back(detail::json_string(name));
    List changes;
    for (const PlannedChange& each : plan.changes) changes.push_back(change(scores, each));
    return {{"unit", scores.name(plan.unit)},
            {"index", plan.unit},
            {"target", detail::json_string_or_null(plan.target)},
            {"score_wanted", plan.score_wanted ? cost(*plan.score_wanted) : Json(nullptr)},
            {"is_reached", plan.is_reached},
            {"is_proved", plan.is_proved},
            {"resources", std::move(resources)},
            {"costs", costs_of(plan.costs)},
            {"at_least", cost(plan.at_least)},
            {"before", end(scores, plan.before)},
            {"after", end(scores, plan.after)},
            {"changes", std::move(changes)},
            {"combinations", plan.combinations}};
}

List places(const std::vector<std::size_t>& all) {
    List list;
    for (const std::size_t each : all) list.push_back(Json(each));
    return list;
}

Object gap(const Scores& scores, const Gap& gap) {
    const Instrument& instrument = scores.instrument();
    const Variable& variable = instrument.variables[gap.variable];
    return {{"variable", variable.name},
            {"node", gap.node == none ? Json(nullptr) : detail::json_string(scores.program().names[gap.node].key)},
            {"title", detail::json_texts(variable.title)},
            {"reason", detail::json_string(word(gap_reason_names, gap.reason))},
            {"answer", detail::json_answer(instrument, variable, gap.value, gap.status)},
            {"best", detail::json_answer(instrument, variable, gap.best, Status::observed)},
            {"points", detail::json_number(gap.points)},
            {"gates", places(gap.gates)},
            {"evidence", detail::json_texts(variable.evidence)},
            {"remediation", remediation(variable)}};
}

Object distance(const Scores& scores, const GradeDistance& distance) {
    return {{"grade", detail::json_grade(scores, distance.grade)},
            {"points", detail::json_number(distance.points)},
            {"gates", places(distance.gates)},
            {"caps", places(distance.caps)},
            {"levels", places(distance.levels)}};
}

Object wrong_answer(const Scores& scores, const WrongAnswer& wrong) {
    const Instrument& instrument = scores.instrument();
    const Variable& variable = instrument.variables[wrong.variable];
    return {{"variable", variable.name},
            {"title", detail::json_texts(variable.title)},
            {"found", detail::json_answer(instrument, variable, wrong.found, Status::observed)},
            {"instead", detail::json_answer(instrument, variable, wrong.instead, Status::observed)}};
}

/// How often a grade was given, and the interval in which its chance lies.
Object chance(const Scores& scores, std::uint32_t grade, std::size_t count, std::size_t draws) {
    const Estimate share = share_of(count, draws).value();
    return {{"grade", detail::json_grade(scores, grade)},
            {"share", detail::json_number(share.value)},
            {"low", detail::json_number(share.low)},
            {"high", detail::json_number(share.high)}};
}

/// The verdict on one of the two units of a supposition.
Object verdict(const Scores& both, std::size_t unit) {
    const auto& gates = both.instrument().verdict.gates;
    List unmet;
    for (std::size_t g = 0; g < gates.size(); ++g) {
        const GateState state = both.gates()[g][unit];
        if (state == GateState::not_met || state == GateState::unanswered) unmet.push_back(Json(g));
    }
    return {{"score", detail::json_number(both.scores()[unit])},
            {"status", detail::json_string(to_string(both.score_statuses()[unit]))},
            {"rounded", detail::json_number(both.rounded()[unit])},
            {"grade", detail::json_grade(both, both.grade_indexes()[unit])},
            {"coverage", detail::json_number(both.coverages()[unit])},
            {"gates_unmet", std::move(unmet)}};
}

List changed_answers(const Scores& both, const Rows& rows) {
    const Instrument& instrument = both.instrument();
    List answers;
    for (std::size_t v = 0; v < instrument.variables.size(); ++v) {
        const bool is_same_status = rows.status(v, 0) == rows.status(v, 1);
        if (is_same_status && (rows.status(v, 0) != Status::observed || rows.value(v, 0) == rows.value(v, 1))) continue;
        const Variable& variable = instrument.variables[v];
        answers.push_back(
            Object{{"variable", variable.name},
                   {"title", detail::json_texts(variable.title)},
                   {"before", detail::json_answer(instrument, variable, rows.value(v, 0), rows.status(v, 0))},
                   {"after", detail::json_answer(instrument, variable, rows.value(v, 1), rows.status(v, 1))}});
    }
    return answers;
}

/// The named nodes that come to something else, parts before wholes.
List changed_nodes(const Scores& both) {
    List nodes;
    for (std::size_t n = 0; n < both.nodes().size(); ++n) {
        const auto values = both.values(n);
        const auto statuses = both.statuses(n);
        const bool is_same = statuses[0] == statuses[1] && (statuses[0] != Status::observed || values[0] == values[1]);
        if (is_same) continue;
        nodes.push_back(Object{{"node", both.nodes()[n]},
                               {"before", detail::json_number(values[0])},
                               {"before_status", detail::json_string(to_string(statuses[0]))},
                               {"after", detail::json_number(values[1])},
                               {"after_status", detail::json_string(to_string(statuses[1]))}});
    }
    return nodes;
}

}  // namespace

std::string to_json(const Scores& scores, const Plan& plan) {
    return detail::canonical_json(plan_object(scores, plan));
}

std::string to_json(const Scores& scores, const std::vector<Plan>& plans) {
    List list;
    for (const Plan& each : plans) list.push_back(plan_object(scores, each));
    return detail::canonical_json(list);
}

std::string to_json(const Scores& scores, const Spending& spending) {
    List plans;
    for (const auto& each : spending.plans) {
        if (each) plans.push_back(plan_object(scores, *each));
    }
    return detail::canonical_json(Object{{"steps", spending.steps},
                                         {"cost", cost(spending.cost)},
                                         {"is_proved", spending.is_proved},
                                         {"plans", std::move(plans)}});
}

std::string to_json(const Scores& scores, std::size_t unit, const WhatIf& what_if) {
    return detail::canonical_json(Object{{"unit", scores.name(unit)},
                                         {"before", verdict(what_if.scores(), 0)},
                                         {"after", verdict(what_if.scores(), 1)},
                                         {"answers", changed_answers(what_if.scores(), what_if.rows())},
                                         {"nodes", changed_nodes(what_if.scores())}});
}

std::string to_json(const Scores& scores, const Gaps& gaps) {
    List list, grades;
    for (const Gap& each : gaps.gaps) list.push_back(gap(scores, each));
    for (const GradeDistance& each : gaps.grades) grades.push_back(distance(scores, each));
    return detail::canonical_json(
        Object{{"unit", scores.name(gaps.unit)}, {"gaps", std::move(list)}, {"grades", std::move(grades)}});
}

std::string to_json(const Scores& scores, const std::vector<CommonGap>& gaps) {
    List list;
    for (const CommonGap& each : gaps) {
        const Variable& variable = scores.instrument().variables[each.variable];
        list.push_back(Object{{"variable", variable.name},
                              {"title", detail::json_texts(variable.title)},
                              {"units", places(each.units)},
                              {"gates", each.gates},
                              {"points", detail::json_number(each.points)}});
    }
    return detail::canonical_json(list);
}

std::string to_json(const Scores& scores, const Robustness& robustness) {
    List fall, decisive, chances;
    for (const WrongAnswer& each : robustness.fall) fall.push_back(wrong_answer(scores, each));
    for (const WrongAnswer& each : robustness.decisive) decisive.push_back(wrong_answer(scores, each));
    const std::size_t counted = robustness.draws > 0 ? robustness.counts.size() : 0;  // it may have been ended at once
    for (std::uint32_t g = 0; g < counted; ++g) {
        const bool is_grade = g + 1 < counted;
        if (robustness.counts[g] == 0 && !is_grade) continue;
        chances.push_back(chance(scores, is_grade ? g : none, robustness.counts[g], robustness.draws));
    }
    return detail::canonical_json(Object{{"unit", scores.name(robustness.unit)},
                                         {"grade", detail::json_grade(scores, robustness.grade)},
                                         {"can_fall", robustness.can_fall},
                                         {"is_proved", robustness.is_proved},
                                         {"fall", std::move(fall)},
                                         {"decisive", std::move(decisive)},
                                         {"draws", robustness.draws},
                                         {"chances", std::move(chances)}});
}

}  // namespace v0
}  // namespace pug
