#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "canonical_json.hpp"
#include "json_values.hpp"
#include "pug/io/design.hpp"
#include "pug/names.hpp"
#include "pug/workbench/words.hpp"
#include "sha256.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using pug::detail::Json;
using pug::detail::json_string;
using pug::detail::List;
using pug::detail::Object;
using pug::detail::put;

void put(Object& object, std::string_view key, double value, double otherwise) {
    if (value != otherwise) object[key] = value;
}
void put(Object& object, std::string_view key, bool value, bool otherwise) {
    if (value != otherwise) object[key] = value;
}
void put(Object& object, std::string_view key, const std::optional<double>& value) {
    if (value) object[key] = *value;
}

List list_of(const std::vector<double>& numbers) {
    List list;
    for (const double number : numbers) list.emplace_back(number);
    return list;
}
List list_of(const std::vector<std::string>& names) {
    List list;
    for (const std::string& name : names) list.push_back(json_string(name));
    return list;
}

Object json_of(const Imputation& imputation) {
    Object object{{"method", json_string(word(imputation_names, imputation.method))}};
    put(object, "group", imputation.group);
    return object;
}

Object json_of(const Treatment& treatment) {
    const Treatment otherwise;
    Object object;
    List rules;
    for (const TreatmentRule rule : treatment.rules) rules.push_back(json_string(word(treatment_names, rule)));
    object["rules"] = std::move(rules);
    put(object, "skew", treatment.skew, otherwise.skew);
    put(object, "kurtosis", treatment.kurtosis, otherwise.kurtosis);
    if (treatment.most != otherwise.most) object["most"] = treatment.most;
    put(object, "always", treatment.always, false);
    put(object, "lambda", treatment.lambda);
    return object;
}

Object json_of(const Normalisation& normalisation) {
    const Normalisation otherwise;
    Object object{{"method", json_string(word(normalisation_names, normalisation.method))}};
    put(object, "low", normalisation.low, otherwise.low);
    put(object, "high", normalisation.high, otherwise.high);
    put(object, "from", normalisation.from, otherwise.from);
    put(object, "to", normalisation.to, otherwise.to);
    put(object, "hold", normalisation.hold, otherwise.hold);
    put(object, "mean", normalisation.mean, otherwise.mean);
    put(object, "sd", normalisation.sd, otherwise.sd);
    put(object, "unit", normalisation.unit);
    put(object, "reference", normalisation.reference);
    List steps;
    for (const auto& [from, value] : normalisation.steps) steps.push_back(List{from, value});
    if (!steps.empty()) object["steps"] = std::move(steps);
    return object;
}

Object json_of(const Aggregation& rule) {
    const Aggregation otherwise;
    Object object{{"method", json_string(word(aggregation_names, rule.method))}};
    put(object, "available_at_least", rule.available_at_least, otherwise.available_at_least);
    put(object, "p", rule.p, otherwise.p);
    put(object, "downward", rule.is_downward, otherwise.is_downward);
    put(object, "sample_sd", rule.sample_sd, otherwise.sample_sd);
    if (!rule.order_weights.empty()) object["order_weights"] = list_of(rule.order_weights);
    put(object, "alpha", rule.alpha, otherwise.alpha);
    put(object, "beta", rule.beta, otherwise.beta);
    put(object, "v", rule.v, otherwise.v);
    if (rule.preference != otherwise.preference) {
        const Preference usual;
        Object preference{{"method", json_string(word(preference_names, rule.preference.kind))}};
        put(preference, "q", rule.preference.q, usual.q);
        put(preference, "p", rule.preference.p, usual.p);
        put(preference, "s", rule.preference.s, usual.s);
        object["preference"] = std::move(preference);
    }
    return object;
}

Object json_of(const Weighting& weighting) {
    Object object{{"method", json_string(word(weighting_names, weighting.method))}};
    List rows;
    for (const auto& row : weighting.judgements) rows.push_back(list_of(row));
    if (!rows.empty()) object["judgements"] = std::move(rows);
    return object;
}

template <class StepOf>
Object rules_of(const StepOf& step) {
    Object object = json_of(step.all);
    Object others;
    for (const auto& [name, rule] : step.others) others[name] = json_of(rule);
    if (!others.empty()) object["others"] = std::move(others);
    return object;
}

Object json_of(const Denominate&) { return {}; }
Object json_of(const Screen& screen) {
    Object object;
    put(object, "available_at_least", screen.available_at_least, 0.0);
    put(object, "nonzero_at_least", screen.nonzero_at_least, 0.0);
    if (!screen.keep.empty()) object["keep"] = list_of(screen.keep);
    if (!screen.leave_out.empty()) object["leave_out"] = list_of(screen.leave_out);
    return object;
}
Object json_of(const Impute& step) { return rules_of(step); }
Object json_of(const Treat& step) { return rules_of(step); }
Object json_of(const Normalise& step) { return rules_of(step); }

Object json_of(const Part& part) {
    Object object{{"id", json_string(part.name)}};
    put(object, "title", part.title);
    put(object, "weight", part.weight, 1.0);
    if (part.aggregation) object["aggregate"] = json_of(*part.aggregation);
    if (part.weighting) object["weights"] = json_of(*part.weighting);
    List parts;
    for (const Part& child : part.parts) parts.push_back(json_of(child));
    if (!parts.empty()) object["parts"] = std::move(parts);
    put(object, "source", part.source);
    return object;
}

Object json_of(const Indicator& indicator) {
    Object object;
    put(object, "title", indicator.title);
    if (indicator.direction != Direction::higher_is_better)
        object["direction"] = json_string(word(direction_names, indicator.direction));
    put(object, "denominator", indicator.denominator);
    put(object, "target", indicator.target);
    put(object, "source", indicator.source);
    return object;
}

Object json_of(const Source& source) {
    Object object;
    put(object, "title", source.title);
    put(object, "year", source.year);
    put(object, "url", source.url);
    put(object, "note", source.note);
    return object;
}

Json document_of(const Design& design) {
    Object object{{"pug_design", 1}};
    put(object, "id", design.id);
    put(object, "edition", design.edition);
    put(object, "title", design.title);
    put(object, "authority", design.authority);
    Object sources;
    for (const Source& source : design.sources) sources[source.name] = json_of(source);
    if (!sources.empty()) object["sources"] = std::move(sources);
    Object indicators;
    List columns;
    for (const Indicator& indicator : design.indicators) {
        indicators[indicator.name] = json_of(indicator);
        columns.push_back(json_string(indicator.name));
    }
    object["indicators"] = std::move(indicators);
    object["columns"] = std::move(columns);
    List steps;
    for (const Step& step : design.steps) {
        Object rule = std::visit([](const auto& each) { return json_of(each); }, step);
        steps.push_back(Object{{step_names[step.index()], std::move(rule)}});
    }
    if (!steps.empty()) object["steps"] = std::move(steps);
    object["aggregate"] = json_of(design.aggregation);
    object["weights"] = json_of(design.weighting);
    object["index"] = json_of(design.index);
    List grades;
    for (const Band& band : design.grades) {
        Object grade{{"grade", json_string(band.grade)}};
        put(grade, "title", band.title);
        put(grade, "from", band.from);
        grades.push_back(std::move(grade));
    }
    if (!grades.empty()) object["grades"] = std::move(grades);
    return object;
}

}  // namespace

std::string canonical_json(const Design& design) { return pug::detail::canonical_json(document_of(design)); }
std::string pretty_json(const Design& design) { return pug::detail::pretty_json(document_of(design)); }
std::string fingerprint(const Design& design) { return pug::detail::sha256_hex(canonical_json(design)); }

}  // namespace workbench
}  // namespace v0
}  // namespace pug
