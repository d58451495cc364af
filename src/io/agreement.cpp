#include "pug/io/agreement.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "canonical_json.hpp"
#include "document.hpp"
#include "fields.hpp"
#include "json_values.hpp"

namespace pug {
inline namespace v0 {

namespace {

using detail::Json;
using detail::json_estimate;
using detail::json_number;
using detail::json_string;
using detail::json_texts;
using detail::List;
using detail::Located;
using detail::Object;

constexpr std::array<std::string_view, 4> measurement_names = {"nominal", "ordinal", "interval", "ratio"};
constexpr int most_units = 1'000'000'000;

void read_rule(const Located& at, ReadingRule& rule, detail::Problems& problems) {
    detail::Fields fields(at, "the rule by which variables are read differently", problems);
    if (const auto below = fields.decimal("agreement_below")) rule.agreement_below = below->to_double();
    if (const auto bias = fields.find("bias")) {
        const bool* looks = bias->value.if_bool();
        if (!looks) detail::report_type(problems, *bias, "true or false");
        rule.looks_at_bias = looks && *looks;
    }
    if (const auto least = fields.find("least_units"))
        rule.least_units = static_cast<std::size_t>(detail::read_whole(*least, 0, most_units, problems));
    fields.finish();
}

void read_measurements(const Located& at, const Instrument& instrument, AgreementOptions& options,
                       detail::Problems& problems) {
    detail::Fields fields(at, "what differences mean, by variable", problems);
    if (!at.value.is_object()) return;
    for (const auto& [name, value] : at.value.get_object()) {
        const std::string variable(name);
        const auto level = fields.word<Measurement>(variable, measurement_names);
        const bool is_known = std::any_of(instrument.variables.begin(), instrument.variables.end(),
                                          [&](const Variable& each) { return each.name == variable; });
        if (!is_known)
            detail::report(problems, "agreement.variable", at.child(name, value).pointer,
                           "no variable is called \"" + variable + "\"");
        if (level) options.measurements[variable] = *level;
    }
}

Json ratings(const RatingAgreement& ratings) {
    return Object{{"measurement", json_string(word(measurement_names, ratings.level))},
                  {"units", ratings.units},
                  {"ratings", ratings.ratings},
                  {"same", json_number(ratings.same)},
                  {"kappa", json_estimate(ratings.kappa)},
                  {"alpha", json_estimate(ratings.alpha)},
                  {"ac2", json_estimate(ratings.ac2)},
                  {"bias", json_estimate(ratings.bias)},
                  {"too_many_values", ratings.has_too_many_values}};
}

Json pattern(const StatusPattern& pattern) {
    List statuses;
    for (const auto& status : pattern.statuses) statuses.push_back(status ? json_string(*status) : Json(nullptr));
    return Object{{"statuses", std::move(statuses)}, {"units", pattern.units}};
}

Json variable(const VariableAgreement& variable) {
    List patterns;
    for (const StatusPattern& each : variable.patterns) patterns.push_back(pattern(each));
    List reasons;
    if (variable.is_agreement_low) reasons.push_back("agreement");
    if (variable.is_biased) reasons.push_back("bias");
    return Object{{"variable", variable.variable->name},
                  {"title", json_texts(variable.variable->title)},
                  {"type", json_string(word(variable_type_names, variable.variable->type))},
                  {"agreement", ratings(variable.ratings)},
                  {"statuses_differ", variable.statuses_differ},
                  {"patterns", std::move(patterns)},
                  {"read_differently", std::move(reasons)}};
}

Json score(const ScoreAgreement& score) {
    return Object{{"agreement", ratings(score.ratings)},
                  {"statuses_differ", score.statuses_differ},
                  {"limits", Object{{"low", json_number(score.low)}, {"high", json_number(score.high)}}}};
}

/// The rows of a table of so many columns.
List rows_of(const std::vector<std::size_t>& counts, std::size_t columns) {
    List rows;
    for (std::size_t first = 0; first < counts.size(); first += columns) {
        List row;
        for (std::size_t c = first; c < first + columns; ++c) row.push_back(Json(counts[c]));
        rows.push_back(std::move(row));
    }
    return rows;
}

Json grades(const Scores& scores, const GradeAgreement& grades) {
    List names, tables;
    for (const GradeCode& grade : scores.grades()) names.push_back(json_string(grade.name));
    names.push_back(nullptr);
    for (const GradeTable& table : grades.tables)
        tables.push_back(Object{{"first", table.first},
                                {"second", table.second},
                                {"counts", rows_of(table.counts, scores.grades().size() + 1)}});
    return Object{{"grades", std::move(names)}, {"agreement", ratings(grades.ratings)}, {"tables", std::move(tables)}};
}

Json units(const MatchedUnits& matched) {
    List units;
    for (std::size_t u = 0; u < matched.size(); ++u) {
        List rows;
        for (std::size_t r = 0; r < matched.rounds(); ++r)
            rows.push_back(matched.is_in(u, r) ? Json(matched.row(u, r)) : Json(nullptr));
        units.push_back(std::move(rows));
    }
    return units;
}

Json rule(const ReadingRule& rule) {
    return Object{{"agreement_below", json_number(rule.agreement_below)},
                  {"bias", rule.looks_at_bias},
                  {"least_units", rule.least_units}};
}

}  // namespace

result<AgreementOptions> read_agreement_request(std::string_view json, const Instrument& instrument) {
    if (json.empty()) return AgreementOptions{};
    detail::Document document(json);
    AgreementOptions options;
    if (document.is_readable()) {
        detail::Problems& problems = document.problems;
        detail::Fields fields({document.value, ""}, "a request for agreement", problems);
        if (const auto confidence = fields.find("confidence"))
            options.confidence = detail::read_confidence(*confidence, problems);
        if (const auto measurements = fields.find("measurements"))
            read_measurements(*measurements, instrument, options, problems);
        if (const auto reading = fields.find("reading")) read_rule(*reading, options.rule, problems);
        fields.finish();
    }
    if (document.problems.empty()) return options;
    return std::move(document).error(ErrorKind::argument);
}

result<Agreement> checked_agreement(std::span<const Scores* const> rounds, MatchedUnits units,
                                    const AgreementOptions& options) {
    for (std::size_t r = 1; r < rounds.size(); ++r) {
        const Instrument& first = rounds.front()->instrument();
        const Instrument& other = rounds[r]->instrument();
        if (&first == &other || scoring_fingerprint(first) == scoring_fingerprint(other)) continue;
        return Error(ErrorKind::argument, "agreement.instrument", "",
                     "round 1 was scored with " + detail::told_edition(first) + ", round " + std::to_string(r + 1) +
                         " with " + detail::told_edition(other) +
                         ", whose rules are others; agreement is about the same questions and rules");
    }
    return agreement(rounds, std::move(units), options);
}

std::string to_json(std::span<const Scores* const> rounds, const Agreement& agreement,
                    const AgreementOptions& options) {
    List variables, sizes;
    for (const VariableAgreement& each : agreement.variables) variables.push_back(variable(each));
    for (const Scores* round : rounds) sizes.push_back(Json(round->size()));
    return detail::canonical_json(Object{{"instrument", detail::json_provenance(rounds.front()->instrument())},
                                         {"confidence", json_number(options.confidence)},
                                         {"rule", rule(options.rule)},
                                         {"rounds", std::move(sizes)},
                                         {"units", units(agreement.units)},
                                         {"variables", std::move(variables)},
                                         {"score", score(agreement.score)},
                                         {"grades", grades(*rounds.front(), agreement.grades)}});
}

}  // namespace v0
}  // namespace pug
