#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <utility>

#include "canonical_json.hpp"
#include "certainty_words.hpp"
#include "json_values.hpp"
#include "pug/io/certainty.hpp"
#include "pug/names.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using pug::detail::Json;
using pug::detail::json_estimate;
using pug::detail::json_number;
using pug::detail::json_string;
using pug::detail::List;
using pug::detail::Object;

Json rank_or_null(std::size_t rank) { return rank == 0 ? Json(nullptr) : Json(rank); }

template <class Numbers>
List list_of(const Numbers& numbers) {
    List list;
    list.reserve(numbers.size());
    for (const double number : numbers) list.push_back(json_number(number));
    return list;
}

List factors_of(const std::vector<Factor>& factors) {
    List list;
    for (const Factor& factor : factors) {
        Object object{{"name", json_string(factor.name)}, {"assumption", factor.assumption}};
        if (factor.alternatives != 0) object["alternatives"] = factor.alternatives;
        list.push_back(std::move(object));
    }
    return list;
}

Json failures_of(const Failures& failures) {
    return Object{{"code", json_string(failures.reason.code)},
                  {"where", json_string(failures.reason.where)},
                  {"message", json_string(failures.reason.message)},
                  {"count", failures.count},
                  {"first", failures.first}};
}

Object unit_of(const UnitCertainty& unit) {
    Object object{{"unit", json_string(unit.unit)},
                  {"row", unit.row},
                  {"score", json_number(unit.nominal_score)},
                  {"rank", rank_or_null(unit.nominal_rank)},
                  {"ranked", unit.ranked},
                  {"mean_rank", json_number(unit.mean_rank)},
                  {"median_rank", json_number(unit.median_rank)},
                  {"low_rank", json_number(unit.low_rank)},
                  {"high_rank", json_number(unit.high_rank)},
                  {"mean_score", json_number(unit.mean_score)},
                  {"sd_score", json_number(unit.sd_score)},
                  {"low_score", json_number(unit.low_score)},
                  {"high_score", json_number(unit.high_score)}};
    if (has_value(unit.time)) object["time"] = json_number(unit.time);
    if (!unit.grades.empty()) object["grades"] = list_of(unit.grades);
    if (!unit.top.empty()) object["top"] = list_of(unit.top);
    return object;
}

/// A row a unit.
List outranking_of(const Certainty& certainty) {
    const std::size_t units = certainty.units.size();
    List rows;
    for (std::size_t u = 0; u < units; ++u)
        rows.push_back(list_of(std::span(certainty.outranking).subspan(u * units, units)));
    return rows;
}

List scores_of(const Certainty& certainty) {
    List rows;
    for (std::size_t u = 0; u < certainty.units.size(); ++u) rows.push_back(list_of(certainty.scores.column(u)));
    return rows;
}

List ranks_of(const Certainty& certainty) {
    List rows;
    for (std::size_t u = 0; u < certainty.units.size(); ++u) {
        List row;
        for (std::size_t r = 0; r < certainty.replications; ++r)
            row.push_back(rank_or_null(certainty.ranks[u * certainty.replications + r]));
        rows.push_back(std::move(row));
    }
    return rows;
}

Json target_of(const SobolIndices& indices, const std::vector<Factor>& factors) {
    List list;
    for (std::size_t f = 0; f < factors.size(); ++f) {
        list.push_back(Object{{"name", json_string(factors[f].name)},
                              {"first", json_estimate(indices.first[f])},
                              {"total", json_estimate(indices.total[f])}});
    }
    return Object{{"target", json_string(indices.output)},
                  {"constant", indices.is_constant},
                  {"mean", json_number(indices.mean)},
                  {"variance", json_number(indices.variance)},
                  {"factors", std::move(list)}};
}

Json target_of(const MorrisEffects& effects, const std::vector<Factor>& factors) {
    List list;
    for (std::size_t f = 0; f < factors.size(); ++f) {
        list.push_back(Object{{"name", json_string(factors[f].name)},
                              {"mean", json_estimate(effects.inputs[f].mean)},
                              {"mean_absolute", json_estimate(effects.inputs[f].mean_absolute)},
                              {"deviation", json_estimate(effects.inputs[f].deviation)}});
    }
    return Object{
        {"target", json_string(effects.output)}, {"constant", effects.is_constant}, {"factors", std::move(list)}};
}

}  // namespace

std::string certainty_json(const Certainty& certainty, bool samples) {
    List failures, grades, top, units;
    for (const Failures& each : certainty.failures) failures.push_back(failures_of(each));
    for (const std::string& grade : certainty.grades) grades.push_back(json_string(grade));
    for (const std::size_t first : certainty.top) top.push_back(Json(first));
    for (const UnitCertainty& unit : certainty.units) units.push_back(unit_of(unit));
    // Beside the chances of the grades stands, last, that of none.
    if (!grades.empty()) grades.push_back(nullptr);
    Object object{{"factors", factors_of(certainty.factors)},
                  {"replications", certainty.replications},
                  {"failed", certainty.failed},
                  {"failures", std::move(failures)},
                  {"stopped", json_string(word(stopped_names, certainty.stopped))},
                  {"worst_error", json_number(certainty.worst_error)},
                  {"level", json_number(certainty.level)},
                  {"top", std::move(top)},
                  {"grades", std::move(grades)},
                  {"units", std::move(units)}};
    if (!certainty.outranking.empty()) object["outranking"] = outranking_of(certainty);
    if (samples) object["samples"] = Object{{"scores", scores_of(certainty)}, {"ranks", ranks_of(certainty)}};
    return pug::detail::canonical_json(object);
}

std::string sensitivity_json(const Sensitivity& sensitivity) {
    List targets;
    for (const SobolIndices& indices : sensitivity.indices) targets.push_back(target_of(indices, sensitivity.factors));
    return pug::detail::canonical_json(Object{{"factors", factors_of(sensitivity.factors)},
                                              {"points", sensitivity.points},
                                              {"evaluations", sensitivity.evaluations},
                                              {"targets", std::move(targets)}});
}

std::string screening_json(const Screening& screening) {
    List targets;
    for (const MorrisEffects& effects : screening.effects) targets.push_back(target_of(effects, screening.factors));
    return pug::detail::canonical_json(Object{{"factors", factors_of(screening.factors)},
                                              {"trajectories", screening.trajectories},
                                              {"evaluations", screening.evaluations},
                                              {"targets", std::move(targets)}});
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
