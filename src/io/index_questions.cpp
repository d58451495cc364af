#include "pug/io/index_questions.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "canonical_json.hpp"
#include "document.hpp"
#include "fields.hpp"
#include "json_values.hpp"
#include "pug/io/understand.hpp"
#include "pug/io/understand_requests.hpp"
#include "pug/workbench/outranking.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

result<std::string> outranking_json(const Index& index, std::string_view part) {
    PUG_TRY(const std::size_t value, find_value(index, part));
    const std::size_t indicators = index.blueprint.indicators.size();
    if (value < indicators) {
        return Error(ErrorKind::argument, "index.name", std::string(part),
                     "\"" + std::string(part) + "\" is an indicator; wanted a part, which has parts");
    }
    const PartCode& code = index.blueprint.parts[value - indicators];
    std::vector<std::span<const double>> columns;
    for (const std::size_t each : code.parts) columns.push_back(index.value(each));
    PUG_TRY(const Matrix found, outranking(columns, index.weights[value - indicators], code.name));
    boost::json::array rows, units, copelands;
    for (std::size_t a = 0; a < found.rows(); ++a) {
        boost::json::array row;
        for (std::size_t b = 0; b < found.columns(); ++b) row.emplace_back(found.at(a, b));
        rows.push_back(std::move(row));
        units.push_back(pug::detail::json_string(index.units[a]));
    }
    for (const double each : copeland(found)) copelands.emplace_back(each);
    boost::json::object told{{"part", pug::detail::json_string(code.name)}};
    told["units"] = std::move(units);
    told["values"] = std::move(rows);
    told["copeland"] = std::move(copelands);
    return pug::detail::canonical_json(told);
}

using Text = std::string_view;

/// A question without options takes none.
std::optional<Error> refuse_members(Text request) {
    pug::detail::Document document(request);
    if (document.is_readable())
        pug::detail::Fields({document.value, ""}, "a question without options", document.problems).finish();
    if (document.problems.empty()) return std::nullopt;
    return std::move(document).error(ErrorKind::argument);
}

struct Question {
    Text name;
    result<std::string> (*answer)(const Index& index, Text request);
};

constexpr std::array questions = {
    Question{"describe",
             [](const Index& index, Text request) -> result<std::string> {
                 PUG_TRY(const DescribeOptions options, read_describe_request(request));
                 return describe_json(index, options);
             }},
    Question{"availability",
             [](const Index& index, Text request) -> result<std::string> {
                 PUG_TRY(const StageRequest asked, read_availability_request(request));
                 return availability_json(index, asked.stage);
             }},
    Question{"correlations",
             [](const Index& index, Text request) -> result<std::string> {
                 PUG_TRY(const CorrelateRequest asked, read_correlate_request(request));
                 return correlations_json(index, asked.first, asked.second, asked.options);
             }},
    Question{"parents",
             [](const Index& index, Text request) -> result<std::string> {
                 PUG_TRY(const CorrelateOptions options, read_parents_request(request));
                 return parent_correlations_json(index, options);
             }},
    Question{"denominators",
             [](const Index& index, Text request) -> result<std::string> {
                 PUG_TRY(const CorrelateOptions options, read_denominators_request(request));
                 return denominator_correlations_json(index, options);
             }},
    Question{"components",
             [](const Index& index, Text request) -> result<std::string> {
                 PUG_TRY(const SelectionRequest asked, read_components_request(request));
                 return components_json(index, asked.selection, asked.components);
             }},
    Question{"reliability",
             [](const Index& index, Text request) -> result<std::string> {
                 PUG_TRY(const SelectionRequest asked, read_reliability_request(request));
                 return reliability_json(index, asked.selection);
             }},
    Question{"effective_weights",
             [](const Index& index, Text request) -> result<std::string> {
                 if (auto error = refuse_members(request)) return *std::move(error);
                 return effective_weights_json(index);
             }},
    Question{"remove_one",
             [](const Index& index, Text request) -> result<std::string> {
                 PUG_TRY(const RemoveOptions options, read_remove_request(request));
                 return remove_one_json(index, options);
             }},
    Question{"strengths",
             [](const Index& index, Text request) -> result<std::string> {
                 PUG_TRY(const UnitRequest asked, read_strengths_request(request));
                 return strengths_json(index, asked.unit, asked.time, asked.options);
             }},
    Question{"summary",
             [](const Index& index, Text request) -> result<std::string> {
                 PUG_TRY(const UnitRequest asked, read_summary_request(request));
                 return unit_summary_json(index, asked.unit, asked.time);
             }},
    Question{"outranking",
             [](const Index& index, Text request) -> result<std::string> {
                 PUG_TRY(const SelectionRequest asked, read_reliability_request(request));
                 return outranking_json(index, asked.selection.part);
             }},
};

}  // namespace

result<std::string> answer(const Index& index, std::string_view question, std::string_view request) {
    std::string known;
    for (const Question& each : questions) {
        if (each.name == question) return each.answer(index, request.empty() ? "{}" : request);
        known += (known.empty() ? "" : ", ") + std::string(each.name);
    }
    return Error(ErrorKind::argument, "question.unknown", std::string(question),
                 "found the question \"" + std::string(question) + "\", wanted one of " + known);
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
