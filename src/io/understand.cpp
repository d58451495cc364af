#include "pug/io/understand.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <span>
#include <utility>
#include <vector>

#include "canonical_json.hpp"
#include "json_values.hpp"
#include "pug/workbench/availability.hpp"
#include "pug/workbench/effective_weights.hpp"
#include "pug/workbench/reliability.hpp"
#include "understand_words.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using pug::detail::canonical_json;
using pug::detail::Json;
using pug::detail::json_number;
using pug::detail::json_string;
using pug::detail::List;
using pug::detail::Object;

Json name_of(const Index& index, std::size_t value) { return json_string(index.blueprint.names[value]); }

Json names_of(const Index& index, std::span<const std::size_t> values) {
    List names;
    for (const std::size_t value : values) names.push_back(name_of(index, value));
    return names;
}

Json numbers(std::span<const double> values) {
    List list;
    for (const double value : values) list.push_back(json_number(value));
    return list;
}

/// Name of the value and its level.
Object value_object(const Index& index, std::size_t value) {
    return {{"name", name_of(index, value)}, {"level", level_of(index.blueprint, value)}};
}

Object unit_object(std::string_view unit, double time) {
    Object object{{"unit", json_string(unit)}};
    if (has_value(time)) object["time"] = time;
    return object;
}

/// The unit of a row of the dataset.
Object unit_object(const Index& index, std::size_t row) {
    return unit_object(index.data.units[row], index.data.times.empty() ? no_value : index.data.times[row]);
}

/// A rank; null where there is none.
Json place(std::size_t rank) { return rank == 0 ? Json(nullptr) : Json(rank); }

/// The stage that a question looked at; it was found before.
const Stage& stage_of(const Index& index, std::string_view name) { return *find_stage(index, name).value(); }

Json gap(const Correlation& correlation) {
    return correlation.gap == CorrelationGap::none ? Json(nullptr) : json_string(word(gap_names, correlation.gap));
}

void put(Object& object, const Correlation& correlation) {
    object["value"] = json_number(correlation.value);
    object["p"] = json_number(correlation.p);
    object["n"] = correlation.n;
    object["gap"] = gap(correlation);
}

Json correlation_object(const Correlation& correlation) {
    Object object;
    put(object, correlation);
    return object;
}

Json outliers(const Index& index, const Stage& stage, const Description& told) {
    List list;
    const std::size_t indicators = index.blueprint.indicators.size();
    std::vector<std::size_t> scored(index.data.rows());
    const std::vector<std::size_t>& last = index.stages.back().rows;
    for (std::size_t u = 0; u < last.size(); ++u) scored[last[u]] = u;
    for (const std::size_t row : told.outliers) {
        Object unit = unit_object(index, stage.rows[row]);
        unit["value"] = told.value < indicators ? stage.values.at(row, told.value)
                                                : index.value(told.value)[scored[stage.rows[row]]];
        list.push_back(std::move(unit));
    }
    return list;
}

Json flags(const Description& told) {
    List list;
    if (told.is_too_skewed) list.push_back("too_skewed");
    if (told.is_mostly_missing) list.push_back("mostly_missing");
    if (told.is_mostly_zero) list.push_back("mostly_zero");
    if (told.has_few_distinct) list.push_back("few_distinct");
    return list;
}

Json description(const Index& index, const Stage& stage, const Description& told) {
    Object object = value_object(index, told.value);
    object["n"] = told.moments.n;
    object["available"] = json_number(told.available);
    object["zeros"] = told.zeros;
    object["distinct"] = told.distinct;
    object["same"] = json_number(told.same);
    object["min"] = json_number(told.moments.least);
    object["max"] = json_number(told.moments.greatest);
    object["mean"] = json_number(told.moments.mean);
    object["median"] = json_number(told.median);
    object["quartiles"] = List{json_number(told.low_quartile), json_number(told.high_quartile)};
    object["sd"] = json_number(told.moments.sd);
    object["skew"] = json_number(told.moments.skew);
    object["kurtosis"] = json_number(told.moments.kurtosis);
    object["outliers"] = outliers(index, stage, told);
    object["flags"] = flags(told);
    return object;
}

Json limits(const DescribeOptions& options) {
    return Object{{"skew", options.skew},
                  {"kurtosis", options.kurtosis},
                  {"available_at_least", options.available_at_least},
                  {"zeros_at_most", options.zeros_at_most},
                  {"distinct_at_least", options.distinct_at_least},
                  {"reach", options.reach}};
}

/// A matrix of what each cell of a table says.
template <class Tell>
Json matrix(const CorrelationTable& table, Tell tell) {
    List rows;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        List row;
        for (std::size_t c = 0; c < table.columns.size(); ++c) row.push_back(tell(table.at(r, c)));
        rows.push_back(std::move(row));
    }
    return rows;
}

Json gaps(const Index& index, const CorrelationTable& table) {
    List list;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            if (table.at(r, c).gap == CorrelationGap::none) continue;
            list.push_back(Object{{"row", name_of(index, table.rows[r])},
                                  {"column", name_of(index, table.columns[c])},
                                  {"gap", gap(table.at(r, c))}});
        }
    }
    return list;
}

/// What correlations were made of.
Object correlation_header(const Index& index, const CorrelateOptions& options) {
    return {{"method", json_string(word(correlation_method_names, options.method))},
            {"stage", json_string(stage_of(index, options.stage).name)}};
}

Json side(double score, std::size_t rank, std::size_t among, bool is_in) {
    if (!is_in) return nullptr;
    return Object{{"score", json_number(score)}, {"rank", place(rank)}, {"place", place(among)}};
}

Json shifted(const RankShift& unit) {
    Object object = unit_object(unit.unit, unit.time);
    object["first"] = side(unit.first_score, unit.first_rank, unit.first_place, unit.first_row.has_value());
    object["second"] = side(unit.second_score, unit.second_rank, unit.second_place, unit.second_row.has_value());
    object["rise"] = unit.is_compared() ? Json(unit.rise()) : Json(nullptr);
    return object;
}

/// The units that a test holds for, by name (and time).
template <class Test>
Json units_that(const RankShifts& shifts, Test test) {
    List list;
    for (const RankShift& unit : shifts.units) {
        if (test(unit)) list.push_back(unit_object(unit.unit, unit.time));
    }
    return list;
}

/// Everything about two rankings.
void put(Object& object, const RankShifts& shifts) {
    List units;
    for (const RankShift& unit : shifts.units) units.push_back(shifted(unit));
    object["compared"] = shifts.compared;
    object["mean_distance"] = json_number(shifts.mean_distance);
    object["greatest_distance"] = shifts.greatest_distance;
    object["pearson"] = correlation_object(shifts.pearson);
    object["spearman"] = correlation_object(shifts.spearman);
    object["kendall"] = correlation_object(shifts.kendall);
    object["only_in_first"] = units_that(shifts, [](const RankShift& unit) { return !unit.second_row; });
    object["only_in_second"] = units_that(shifts, [](const RankShift& unit) { return !unit.first_row; });
    object["without_score"] = units_that(
        shifts, [](const RankShift& unit) { return unit.first_row && unit.second_row && !unit.is_compared(); });
    object["units"] = std::move(units);
}

Json problems(const Error& error) {
    List list;
    for (const Problem& problem : error.problems)
        list.push_back(Object{{"code", json_string(problem.code)},
                              {"where", json_string(problem.where)},
                              {"message", json_string(problem.message)}});
    return list;
}

Json removal(const Index& index, const Removal& removal) {
    Object object = value_object(index, removal.value);
    object["indicators"] = names_of(index, removal.indicators);
    object["problems"] = nullptr;
    if (removal.error) {
        object["problems"] = problems(*removal.error);
    } else {
        put(object, removal.shifts);
    }
    return object;
}

Json standing(const Index& index, const Standing& standing) {
    Object object = value_object(index, standing.value);
    object["score"] = json_number(standing.score);
    if (standing.value < index.blueprint.indicators.size()) object["raw"] = json_number(standing.raw);
    object["rank"] = place(standing.rank);
    object["equal"] = standing.equal;
    object["of"] = standing.of;
    object["standing"] = json_number(standing.standing);
    object["effective"] = json_number(standing.effective);
    return object;
}

Json standings(const Index& index, const std::vector<Standing>& all) {
    List list;
    for (const Standing& each : all) list.push_back(standing(index, each));
    return list;
}

/// A unit by its row among those of the index.
Object scored_unit(const Index& index, std::size_t unit) { return unit_object(index, index.stages.back().rows[unit]); }

std::vector<double> row_of(const Matrix& matrix, std::size_t row) {
    std::vector<double> cells;
    for (std::size_t c = 0; c < matrix.columns(); ++c) cells.push_back(matrix.at(row, c));
    return cells;
}

/// A list of units of a stage, each with its row of a matrix under a key.
Json rows_by_unit(const Index& index, std::span<const std::size_t> rows, std::string_view key, const Matrix& matrix) {
    List list;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        Object unit = unit_object(index, rows[row]);
        unit[key] = numbers(row_of(matrix, row));
        list.push_back(std::move(unit));
    }
    return list;
}

}  // namespace

result<std::string> describe_json(const Index& index, const DescribeOptions& options) {
    PUG_TRY(const std::vector<Description> told, describe(index, options));
    const Stage& stage = stage_of(index, options.stage);
    List values;
    for (const Description& each : told) values.push_back(description(index, stage, each));
    return canonical_json(Object{{"stage", json_string(stage.name)},
                                 {"rows", stage.rows.size()},
                                 {"limits", limits(options)},
                                 {"values", std::move(values)}});
}

result<std::string> availability_json(const Index& index, std::string_view stage) {
    PUG_TRY(const Availability told, availability(index, stage));
    List parts, groups;
    for (const PartCode& part : index.blueprint.parts) parts.push_back(json_string(part.name));
    for (const GroupAvailability& each : told.groups)
        groups.push_back(Object{{"column", json_string(each.column)},
                                {"group", json_string(each.group)},
                                {"units", each.units},
                                {"available", json_number(each.available)}});
    return canonical_json(Object{{"stage", json_string(stage_of(index, stage).name)},
                                 {"parts", std::move(parts)},
                                 {"units", rows_by_unit(index, told.rows, "available", told.shares)},
                                 {"groups", std::move(groups)}});
}

result<std::string> correlations_json(const Index& index, std::size_t first, std::size_t second,
                                      const CorrelateOptions& options) {
    PUG_TRY(const CorrelationTable table, correlate_levels(index, first, second, options));
    Object answer = correlation_header(index, options);
    answer["rows"] = names_of(index, table.rows);
    answer["columns"] = names_of(index, table.columns);
    answer["values"] = matrix(table, [](const Correlation& each) { return json_number(each.value); });
    answer["p"] = matrix(table, [](const Correlation& each) { return json_number(each.p); });
    answer["n"] = matrix(table, [](const Correlation& each) { return Json(each.n); });
    answer["gaps"] = gaps(index, table);
    List alike;
    for (const auto& [a, b] : table.alike) alike.push_back(List{name_of(index, a), name_of(index, b)});
    answer["alike_above"] = options.alike_above;
    answer["alike"] = std::move(alike);
    return canonical_json(answer);
}

result<std::string> parent_correlations_json(const Index& index, const CorrelateOptions& options) {
    PUG_TRY(const std::vector<ParentCorrelation> told, correlate_parents(index, options));
    List values;
    for (const ParentCorrelation& each : told) {
        Object object = value_object(index, each.value);
        object["parent"] = name_of(index, each.parent);
        object["direct"] = each.is_direct;
        object["against"] = each.is_against;
        put(object, each.correlation);
        values.push_back(std::move(object));
    }
    Object answer = correlation_header(index, options);
    answer["against_below"] = options.against_below;
    answer["values"] = std::move(values);
    return canonical_json(answer);
}

result<std::string> denominator_correlations_json(const Index& index, const CorrelateOptions& options) {
    PUG_TRY(const std::vector<DenominatorCorrelation> told, correlate_denominators(index, options));
    List values;
    for (const DenominatorCorrelation& each : told) {
        Object object{{"name", name_of(index, each.indicator)},
                      {"denominator", json_string(index.data.columns[each.column])},
                      {"own", each.is_own},
                      {"high", each.is_high}};
        put(object, each.correlation);
        values.push_back(std::move(object));
    }
    Object answer = correlation_header(index, options);
    answer["denominator_above"] = options.denominator_above;
    answer["values"] = std::move(values);
    return canonical_json(answer);
}

result<std::string> components_json(const Index& index, const Selection& selection, const ComponentOptions& options) {
    PUG_TRY(const Components found, components(index, selection, options));
    const Stage& stage = stage_of(index, selection.stage);
    List values;
    for (std::size_t v = 0; v < found.values.size(); ++v)
        values.push_back(
            Object{{"name", name_of(index, found.values[v])}, {"loadings", numbers(row_of(found.loadings, v))}});
    return canonical_json(Object{{"basis", json_string(word(component_basis_names, options.basis))},
                                 {"stage", json_string(stage.name)},
                                 {"rows", found.rows},
                                 {"left_out", found.left_out},
                                 {"variances", numbers(found.variances)},
                                 {"shares", numbers(found.shares)},
                                 {"values", std::move(values)},
                                 {"units", rows_by_unit(index, stage.rows, "scores", found.scores)}});
}

result<std::string> reliability_json(const Index& index, const Selection& selection) {
    PUG_TRY(const Reliability found, reliability(index, selection));
    List without;
    for (std::size_t v = 0; v < found.values.size(); ++v)
        without.push_back(Object{{"name", name_of(index, found.values[v])}, {"alpha", json_number(found.without[v])}});
    return canonical_json(Object{{"part", name_of(index, find_value(index, selection.part).value())},
                                 {"stage", json_string(stage_of(index, selection.stage).name)},
                                 {"rows", found.rows},
                                 {"left_out", found.left_out},
                                 {"alpha", json_number(found.alpha)},
                                 {"without", std::move(without)}});
}

std::string effective_weights_json(const Index& index) {
    List values;
    for (const EffectiveWeight& each : effective_weights(index)) {
        Object object = value_object(index, each.value);
        object["weight"] = json_number(each.weight);
        object["effective"] = json_number(each.effective);
        values.push_back(std::move(object));
    }
    return canonical_json(Object{{"values", std::move(values)}});
}

result<std::string> remove_one_json(const Index& index, const RemoveOptions& options) {
    PUG_TRY(const std::vector<Removal> told, remove_one(index, options));
    List removals;
    for (const Removal& each : told) removals.push_back(removal(index, each));
    return canonical_json(Object{{"removals", std::move(removals)}});
}

result<std::string> strengths_json(const Index& index, std::string_view unit, std::optional<double> time,
                                   const StrengthOptions& options) {
    PUG_TRY(const Strengths told, strengths(index, unit, time, options));
    Object answer = scored_unit(index, told.unit);
    answer["weighted"] = options.is_weighted;
    answer["strengths"] = standings(index, told.strengths);
    answer["weaknesses"] = standings(index, told.weaknesses);
    answer["more_strengths"] = told.more_strengths;
    answer["more_weaknesses"] = told.more_weaknesses;
    answer["missing"] = names_of(index, told.missing);
    return canonical_json(answer);
}

result<std::string> unit_summary_json(const Index& index, std::string_view unit, std::optional<double> time) {
    PUG_TRY(const UnitSummary told, unit_summary(index, unit, time));
    Object answer = scored_unit(index, told.unit);
    answer["grade"] = pug::detail::json_string_or_null(told.grade);
    answer["parts"] = standings(index, told.parts);
    answer["indicators"] = standings(index, told.indicators);
    return canonical_json(answer);
}

result<std::string> compare_designs_json(const Index& first, const Index& second, const CompareOptions& options) {
    PUG_TRY(const DesignComparison told, compare_designs(first, second, options));
    const auto unit = [&](std::size_t u) { return unit_object(told.shifts.units[u].unit, told.shifts.units[u].time); };
    List movers, grades;
    for (const std::size_t u : told.movers) movers.push_back(unit(u));
    for (const GradeChange& each : told.grades) {
        Object change = unit(each.unit);
        change["from"] = pug::detail::json_string_or_null(each.from);
        change["to"] = pug::detail::json_string_or_null(each.to);
        grades.push_back(std::move(change));
    }
    Object answer{{"first", name_of(first, find_value(first, options.first).value())},
                  {"second", name_of(second, find_value(second, options.second).value())},
                  {"movers", std::move(movers)},
                  {"grades", told.has_grades ? Json(std::move(grades)) : Json(nullptr)}};
    put(answer, told.shifts);
    return canonical_json(answer);
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
