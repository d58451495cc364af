#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include "canonical_json.hpp"
#include "json_values.hpp"
#include "pug/io/design.hpp"
#include "pug/names.hpp"
#include "pug/version.hpp"
#include "pug/workbench/words.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using pug::detail::Json;
using pug::detail::json_number;
using pug::detail::json_string;
using pug::detail::json_string_or_null;
using pug::detail::List;
using pug::detail::Object;

List numbers(std::span<const double> values) {
    List list;
    list.reserve(values.size());
    for (const double value : values) list.push_back(json_number(value));
    return list;
}

Json units_of(const Index& index) {
    List units;
    const Stage& last = index.stages.back();
    for (std::size_t u = 0; u < index.units.size(); ++u) {
        Object unit{{"unit", json_string(index.units[u])}, {"row", last.rows[u]}};
        if (!index.data.times.empty()) unit["time"] = json_number(index.data.times[last.rows[u]]);
        Object parts;
        for (std::size_t p = 0; p < index.blueprint.parts.size(); ++p)
            parts[index.blueprint.parts[p].name] = json_number(index.scores.at(u, p));
        unit["parts"] = std::move(parts);
        unit["rank"] = index.ranks[u] == 0 ? Json(nullptr) : Json(index.ranks[u]);
        unit["grade"] = index.grades.empty() ? Json(nullptr) : json_string_or_null(index.grades[u]);
        units.push_back(std::move(unit));
    }
    return units;
}

Json weights_of(const Index& index) {
    Object parts;
    for (std::size_t p = 0; p < index.blueprint.parts.size(); ++p) {
        const PartCode& part = index.blueprint.parts[p];
        Object weights;
        for (std::size_t k = 0; k < part.parts.size(); ++k)
            weights[index.blueprint.names[part.parts[k]]] = json_number(index.weights[p][k]);
        parts[part.name] = std::move(weights);
    }
    return parts;
}

Json stages_of(const Index& index) {
    List stages;
    for (const Stage& stage : index.stages) {
        Object columns;
        for (std::size_t i = 0; i < index.blueprint.indicators.size(); ++i)
            columns[index.blueprint.indicators[i].name] = numbers(stage.values.column(i));
        List rows;
        for (const std::size_t row : stage.rows) rows.emplace_back(row);
        stages.push_back(
            Object{{"name", json_string(stage.name)}, {"rows", std::move(rows)}, {"columns", std::move(columns)}});
    }
    return stages;
}

Json treated_of(const Index& index) {
    List reports;
    for (std::size_t i = 0; i < index.treated.size(); ++i) {
        const TreatmentReport& report = index.treated[i];
        reports.push_back(Object{{"indicator", json_string(index.blueprint.indicators[i].name)},
                                 {"rule", json_string(word(treatment_names, report.rule))},
                                 {"passes", report.passes},
                                 {"winsorised_low", report.winsorised_low},
                                 {"winsorised_high", report.winsorised_high},
                                 {"low", json_number(report.low)},
                                 {"high", json_number(report.high)},
                                 {"shift", json_number(report.shift)},
                                 {"lambda", json_number(report.lambda)},
                                 {"skew_before", json_number(report.skew_before)},
                                 {"kurtosis_before", json_number(report.kurtosis_before)},
                                 {"skew_after", json_number(report.skew_after)},
                                 {"kurtosis_after", json_number(report.kurtosis_after)}});
    }
    return reports;
}

Json screened_of(const Index& index) {
    List units;
    for (const ScreenedUnit& unit : index.screened) {
        units.push_back(Object{{"unit", json_string(index.data.units[unit.row])},
                               {"row", unit.row},
                               {"available", json_number(unit.available)},
                               {"nonzero", json_number(unit.nonzero)},
                               {"in", unit.is_in}});
    }
    return units;
}

Json imputed_of(const Index& index) {
    List cells;
    for (const ImputedCell& cell : index.imputed) {
        cells.push_back(Object{{"unit", json_string(index.data.units[cell.row])},
                               {"row", cell.row},
                               {"indicator", json_string(index.blueprint.indicators[cell.indicator].name)},
                               {"value", json_number(cell.value)}});
    }
    return cells;
}

}  // namespace

std::string to_json(const Index& index) {
    Object object{{"design", json_string(fingerprint(index.design))}, {"engine", json_string(version)}};
    object["units"] = units_of(index);
    object["weights"] = weights_of(index);
    object["stages"] = stages_of(index);
    object["screened"] = screened_of(index);
    object["imputed"] = imputed_of(index);
    object["treated"] = treated_of(index);
    return pug::detail::canonical_json(object);
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
