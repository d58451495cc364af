#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "canonical_json.hpp"
#include "json_values.hpp"
#include "pug/io/gender_analysis.hpp"
#include "pug/names.hpp"

namespace pug {
inline namespace v0 {
namespace gender {

namespace {

using pug::detail::Json;
using pug::detail::json_string;
using pug::detail::List;
using pug::detail::Object;
using pug::detail::put;

void put(Object& object, std::string_view key, const std::optional<Decimal>& number) {
    if (number) object[key] = json_string(number->to_string());
}
void put(Object& object, std::string_view key, const std::optional<Written>& number) {
    if (number) object[key] = json_string(rounded(number->value.exact(), number->digits));
}
void put(Object& object, std::string_view key, const std::optional<int>& number) {
    if (number) object[key] = *number;
}
void put(Object& object, std::string_view key, const std::vector<std::string>& names) {
    if (names.empty()) return;
    List list;
    for (const std::string& name : names) list.push_back(json_string(name));
    object[key] = std::move(list);
}
void put(Object& object, std::string_view key, Object member) {
    if (!member.empty()) object[key] = std::move(member);
}
template <class Item>
void put(Object& object, std::string_view key, const std::vector<Item>& items, Object (*write)(const Item&)) {
    if (items.empty()) return;
    List list;
    for (const Item& item : items) list.push_back(write(item));
    object[key] = std::move(list);
}

Object write(const Stated& stated) {
    Object object;
    put(object, "total", stated.total);
    put(object, "women_share", stated.women_share);
    put(object, "men_share", stated.men_share);
    put(object, "women_rate", stated.women_rate);
    put(object, "men_rate", stated.men_rate);
    return object;
}

Object write_figure(const Figure& figure) {
    Object object{{"name", figure.name}};
    put(object, "title", figure.title);
    put(object, "women", figure.women);
    put(object, "men", figure.men);
    put(object, "population_women", figure.population_women);
    put(object, "population_men", figure.population_men);
    put(object, "population", figure.population);
    put(object, "stated", write(figure.stated));
    put(object, "unit", figure.unit);
    put(object, "year", figure.year);
    put(object, "source", figure.source);
    return object;
}

Object write_claim(const Claim& claim) {
    Object object{{"figure", claim.figure}, {"claim", json_string(word(claim_names, claim.kind))}};
    if (names_a_sex(claim.kind)) object["sex"] = json_string(word(sex_names, claim.sex));
    if (claim.kind == ClaimKind::total_is) {
        object["value"] = json_string(claim.value.value.to_string());
    } else if (states_a_number(claim.kind)) {
        put(object, "value", std::optional<Written>(claim.value));
    }
    if (has_basis(claim.kind) && claim.basis) object["of"] = json_string(word(basis_names, *claim.basis));
    return object;
}

Object write_gap_factor(const GapFactor& factor) {
    Object object{{"aspect", json_string(word(aspect_names, factor.aspect))}};
    put(object, "text", factor.text);
    put(object, "figures", factor.figures);
    put(object, "claims", factor.claims, write_claim);
    put(object, "irrelevant", factor.irrelevant);
    return object;
}

Object write_cause(const Cause& cause) {
    Object object{{"name", cause.name}};
    put(object, "text", cause.text);
    return object;
}

Object write_action(const Action& action) {
    Object object;
    put(object, "name", action.name);
    put(object, "text", action.text);
    put(object, "answers", action.answers);
    put(object, "budget", action.budget);
    return object;
}

Object write_indicator(const Indicator& indicator) {
    Object object;
    put(object, "text", indicator.text);
    std::vector<std::string> names;
    for (const Aspect aspect : indicator.addresses) names.emplace_back(word(aspect_names, aspect));
    put(object, "addresses", names);
    return object;
}

Object write_line(const BudgetLine& line) {
    Object object;
    put(object, "sub_activity", line.sub_activity);
    put(object, "input", line.input);
    object["amount"] = json_string(line.amount.to_string());
    put(object, "action", line.action);
    return object;
}

Object write_budget(const Budget& budget) {
    Object object;
    put(object, "currency", budget.currency);
    put(object, "lines", budget.lines, write_line);
    put(object, "total", budget.total);
    return object;
}

Object write_analysis(const Analysis& analysis) {
    Object object{{"pug_gender_analysis", 1}, {"kind", json_string(word(kind_names, analysis.kind))}};
    put(object, "title", analysis.title);
    put(object, "office", analysis.office);
    put(object, "programme", analysis.programme);
    put(object, "activity", analysis.activity);
    put(object, "year", analysis.year);
    put(object, "note", analysis.note);
    put(object, "policy", analysis.policy);
    put(object, "data", analysis.data, write_figure);
    put(object, "gap_factors", analysis.gap_factors, write_gap_factor);
    put(object, "internal_causes", analysis.internal_causes, write_cause);
    put(object, "external_causes", analysis.external_causes, write_cause);
    Object objective, baseline;
    put(objective, "text", analysis.objective.text);
    put(objective, "answers", analysis.objective.answers);
    put(object, "objective", std::move(objective));
    put(object, "actions", analysis.actions, write_action);
    put(baseline, "text", analysis.baseline.text);
    put(baseline, "figures", analysis.baseline.figures);
    put(object, "baseline", std::move(baseline));
    put(object, "indicators", analysis.indicators, write_indicator);
    if (analysis.budget) object["budget"] = write_budget(*analysis.budget);
    return object;
}

}  // namespace

std::string canonical_json(const Analysis& analysis) { return detail::canonical_json(write_analysis(analysis)); }

std::string pretty_json(const Analysis& analysis) { return detail::pretty_json(write_analysis(analysis)); }

}  // namespace gender
}  // namespace v0
}  // namespace pug
