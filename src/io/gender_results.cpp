#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "canonical_json.hpp"
#include "json_places.hpp"
#include "json_values.hpp"
#include "pug/io/gender_analysis.hpp"
#include "pug/names.hpp"
#include "pug/version.hpp"

namespace pug {
inline namespace v0 {
namespace gender {

namespace {

using pug::detail::Json;
using pug::detail::json_number;
using pug::detail::json_string;
using pug::detail::json_texts;
using pug::detail::List;
using pug::detail::Object;

Json write(const Finding& finding, const detail::Place& place) {
    return Object{{"code", finding.code},
                  {"where", finding.where},
                  {"line", place.line},
                  {"column", place.column},
                  {"severity", json_string(word(severity_names, finding.severity))},
                  {"message", json_texts(finding.message)},
                  {"correction", json_texts(finding.correction)}};
}

Json write(const Count& count) {
    const bool is_there = count.status == Status::observed;
    return Object{{"status", json_string(to_string(count.status))},
                  {"value", is_there ? Json(count.value) : Json(nullptr)}};
}

Json write(const Measure& measure) {
    return Object{{"status", json_string(to_string(measure.status))},
                  {"value", json_number(measure.value)},
                  {"low", json_number(measure.low)},
                  {"high", json_number(measure.high)}};
}

Object write(const SexMeasures& measures) {
    return Object{{"women_share", write(measures.women_share)},
                  {"women_rate", write(measures.women_rate)},
                  {"men_rate", write(measures.men_rate)},
                  {"gap", write(measures.gap)},
                  {"parity", write(measures.parity)}};
}

Json write(const FigureSummary& figure) {
    List aspects;
    for (const Aspect aspect : figure.aspects) aspects.push_back(json_string(word(aspect_names, aspect)));
    return Object{{"name", figure.name},
                  {"title", json_texts(figure.title)},
                  {"aspects", std::move(aspects)},
                  {"women", write(figure.women)},
                  {"men", write(figure.men)},
                  {"total", write(figure.total)},
                  {"population_women", write(figure.population_women)},
                  {"population_men", write(figure.population_men)},
                  {"measures", write(figure.measures)}};
}

Json write(const AspectSummary& aspect) {
    List figures;
    for (const std::string& name : aspect.figures) figures.push_back(json_string(name));
    return Object{{"aspect", json_string(word(aspect_names, aspect.aspect))},
                  {"is_blank", aspect.is_blank},
                  {"figures", std::move(figures)}};
}

}  // namespace

std::string to_json(const Findings& findings, std::string_view document) {
    const detail::Locator locator(document);
    List list;
    for (const Finding& finding : findings)
        list.push_back(write(finding, document.empty() ? detail::Place{0, 0} : locator.at(finding.where)));
    return detail::canonical_json(Object{{"contradictory", is_contradictory(findings)}, {"findings", std::move(list)}});
}

std::string to_json(const Summary& summary) {
    List figures, aspects;
    for (const FigureSummary& figure : summary.figures) figures.push_back(write(figure));
    for (const AspectSummary& aspect : summary.aspects) aspects.push_back(write(aspect));
    return detail::canonical_json(Object{{"confidence", summary.confidence},
                                         {"threshold", summary.threshold ? Json(*summary.threshold) : Json(nullptr)},
                                         {"figures", std::move(figures)},
                                         {"aspects", std::move(aspects)},
                                         {"engine", version}});
}

result<std::string> sex_gap_json(const PartialSexCounts& counts, double confidence) {
    PUG_TRY(const PartialSexCounts known, possible(counts));
    PUG_TRY(const SexMeasures measures, measure_sexes(known, confidence));
    return detail::canonical_json(write(measures));
}

std::string to_json(const ArgShare& share, int digits) {
    return detail::canonical_json(Object{{"responsive", share.responsive.to_string()},
                                         {"denominator", share.denominator.to_string()},
                                         {"of", share.of},
                                         {"percent", share.per_cent.to_string()},
                                         {"shown", share.shown(digits)}});
}

}  // namespace gender
}  // namespace v0
}  // namespace pug
