#include "pug/io/progress.hpp"

#include <algorithm>
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
using detail::json_number;
using detail::json_string;
using detail::json_string_or_null;
using detail::json_test;
using detail::json_texts;
using detail::List;
using detail::Located;
using detail::Object;

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Names after by names before; both have to be among those that there are.
class PairsReader {
  public:
    PairsReader(std::vector<std::string> before, std::vector<std::string> after, const char* what)
        : before_(std::move(before)), after_(std::move(after)), what_(what) {}

    Pairs read(detail::Fields& fields, std::string_view key, detail::Problems& problems) const {
        Pairs pairs;
        fields.map(key, [&](const std::string& name, const Located& at) {
            check(before_, name, "before", at, problems);
            const std::string other = detail::read_string(at, problems);
            if (at.value.is_string()) check(after_, other, "after", at, problems);
            const bool is_twice =
                std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.second == other; });
            if (at.value.is_string() && is_twice)
                detail::report(problems, "progress.mapping", at.pointer, "two names lead to \"" + other + "\"");
            pairs.emplace_back(name, other);
        });
        return pairs;
    }

  private:
    void check(const std::vector<std::string>& known, const std::string& name, const char* round, const Located& at,
               detail::Problems& problems) const {
        if (std::find(known.begin(), known.end(), name) != known.end()) return;
        detail::report(problems, "progress.mapping", at.pointer,
                       std::string("no ") + what_ + " " + round + " is called \"" + name + "\"");
    }

    std::vector<std::string> before_, after_;
    const char* what_;
};

std::vector<std::string> questions_of(const Scores& scores) {
    std::vector<std::string> names;
    for (const Variable& variable : scores.instrument().variables) {
        if (variable.type == VariableType::yes_no) names.push_back(variable.name);
    }
    return names;
}

ProgressMapping read_mapping(const Located& at, const Scores& before, const Scores& after, detail::Problems& problems) {
    ProgressMapping mapping;
    const std::size_t known = problems.size();
    detail::Fields fields(at, "what of one edition is compared with what of another", problems);
    if (const auto total = fields.find("total")) {
        const bool* compares = total->value.if_bool();
        if (!compares) detail::report_type(problems, *total, "true or false");
        mapping.compares_total = compares && *compares;
    }
    mapping.criteria = PairsReader(before.nodes(), after.nodes(), "node").read(fields, "nodes", problems);
    mapping.variables = PairsReader(questions_of(before), questions_of(after), "question of yes and no")
                            .read(fields, "variables", problems);
    fields.finish();
    const bool is_empty = !mapping.compares_total && mapping.criteria.empty() && mapping.variables.empty();
    if (is_empty && problems.size() == known)
        detail::report(problems, "progress.mapping", at.pointer, "the mapping names nothing that is to be compared");
    return mapping;
}

Json change(const Change& change) {
    return Object{{"before", json_number(change.before)},
                  {"after", json_number(change.after)},
                  {"status_before", json_string(change.status_before)},
                  {"status_after", json_string(change.status_after)},
                  {"change", json_number(change.change)},
                  {"direction", change.direction}};
}

Json criterion(const CriterionProgress& criterion) {
    List changes;
    for (const Change& each : criterion.changes) changes.push_back(change(each));
    return Object{{"id", json_string(criterion.id)},
                  {"id_before", json_string(criterion.id_before)},
                  {"title", json_texts(criterion.node->title)},
                  {"direction", json_string(word(direction_names, criterion.direction))},
                  {"changes", std::move(changes)},
                  {"compared", criterion.compared},
                  {"rose", criterion.rose},
                  {"fell", criterion.fell},
                  {"same", criterion.same},
                  {"mean_before", json_number(criterion.mean_before)},
                  {"mean_after", json_number(criterion.mean_after)},
                  {"mean_change", json_number(criterion.mean_change)},
                  {"median_change", json_number(criterion.median_change)},
                  {"share_rose", detail::json_estimate(criterion.share_rose)},
                  {"wilcoxon", json_test(criterion.wilcoxon, criterion.wilcoxon_adjusted)},
                  {"sign", json_test(criterion.sign, criterion.sign_adjusted)},
                  {"effect", json_number(criterion.effect)}};
}

Object holding(const HoldingProgress& holding) {
    return Object{{"compared", holding.compared}, {"before", holding.before},
                  {"after", holding.after},       {"gained", holding.gained},
                  {"lost", holding.lost},         {"mcnemar", json_test(holding.mcnemar, holding.adjusted)}};
}

Json unit(const Scores& after, const ProgressedUnit& unit) {
    return Object{{"before", unit.before},
                  {"after", unit.after},
                  {"name", after.name(unit.after)},
                  {"grade_before", json_string_or_null(unit.grade_before)},
                  {"grade_after", json_string_or_null(unit.grade_after)},
                  {"grade_change", unit.grade_change ? Json(*unit.grade_change) : Json(nullptr)}};
}

List alone(const Scores& scores, const std::vector<std::size_t>& rows) {
    List list;
    for (const std::size_t row : rows) list.push_back(Object{{"unit", row}, {"name", scores.name(row)}});
    return list;
}

List names(const std::vector<std::string_view>& grades) {
    List list;
    for (const std::string_view grade : grades) list.push_back(json_string(grade));
    list.push_back(nullptr);
    return list;
}

Json transitions(const Progress& progress) {
    if (!progress.score) return nullptr;
    const std::size_t columns = progress.grades_after.size() + 1;
    List rows;
    for (std::size_t first = 0; first < progress.transitions.size(); first += columns) {
        List row;
        for (std::size_t c = first; c < first + columns; ++c) row.push_back(Json(progress.transitions[c]));
        rows.push_back(std::move(row));
    }
    return Object{{"rows", names(progress.grades_before)},
                  {"columns", names(progress.grades_after)},
                  {"counts", std::move(rows)}};
}

std::string told_difference(const Instrument& before, const Instrument& after) {
    std::string told = "before was scored with " + detail::told_edition(before) + ", after with ";
    told += detail::told_edition(after);
    if (before.id == after.id && before.edition == after.edition) told += " of other rules";
    return told + ": their scoring fingerprints are " + scoring_fingerprint(before).substr(0, 12) + " and " +
           scoring_fingerprint(after).substr(0, 12) + "; say by a mapping what is to be compared";
}

}  // namespace

result<ProgressOptions> read_progress_request(std::string_view json, const Scores& before, const Scores& after) {
    if (json.empty()) return ProgressOptions{};
    detail::Document document(json);
    ProgressOptions options;
    if (document.is_readable()) {
        detail::Problems& problems = document.problems;
        detail::Fields fields({document.value, ""}, "a request for progress", problems);
        if (const auto confidence = fields.find("confidence"))
            options.confidence = detail::read_confidence(*confidence, problems);
        if (const auto mapping = fields.find("mapping"))
            options.mapping = read_mapping(*mapping, before, after, problems);
        fields.finish();
    }
    if (document.problems.empty()) return options;
    return std::move(document).error(ErrorKind::argument);
}

result<Progress> checked_progress(const Scores& before, const Scores& after, const MatchedUnits& matched,
                                  const ProgressOptions& options) {
    const Instrument& first = before.instrument();
    const Instrument& second = after.instrument();
    if (!options.mapping && &first != &second && scoring_fingerprint(first) != scoring_fingerprint(second))
        return Error(ErrorKind::argument, "progress.edition", "", told_difference(first, second));
    return progress(before, after, matched, options);
}

std::string to_json(const Scores& before, const Scores& after, const Progress& progress,
                    const ProgressOptions& options) {
    List units, criteria, variables, grades;
    for (const ProgressedUnit& each : progress.units) units.push_back(unit(after, each));
    for (const CriterionProgress& each : progress.criteria) criteria.push_back(criterion(each));
    for (const VariableProgress& each : progress.variables) {
        Object told = holding(each.yes);
        told["variable"] = each.variable->name;
        told["name_before"] = json_string(each.name_before);
        told["title"] = json_texts(each.variable->title);
        variables.push_back(std::move(told));
    }
    for (const GradeProgress& each : progress.grades) {
        Object told = holding(each.at_least);
        told["grade"] = json_string(each.grade);
        grades.push_back(std::move(told));
    }
    return detail::canonical_json(Object{{"before", detail::json_provenance(before.instrument())},
                                         {"after", detail::json_provenance(after.instrument())},
                                         {"confidence", json_number(options.confidence)},
                                         {"units", std::move(units)},
                                         {"only_before", alone(before, progress.only_before)},
                                         {"only_after", alone(after, progress.only_after)},
                                         {"score", progress.score ? criterion(*progress.score) : Json(nullptr)},
                                         {"criteria", std::move(criteria)},
                                         {"transitions", transitions(progress)},
                                         {"grades", std::move(grades)},
                                         {"variables", std::move(variables)}});
}

}  // namespace v0
}  // namespace pug
