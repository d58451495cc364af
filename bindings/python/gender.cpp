#include "gender.hpp"

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "errors.hpp"
#include "pug/io/gender_analysis.hpp"
#include "pug/statistics/suppress.hpp"

namespace py = pybind11;

namespace pug_python {

namespace {

using Counts = py::array_t<std::int64_t, py::array::c_style>;
using Flags = py::array_t<std::uint8_t, py::array::c_style>;

/// Answers a question without the lock of the interpreter.
template <class Ask>
py::bytes answer(const Ask& ask) {
    const auto run = [&] {
        const py::gil_scoped_release release;
        return ask();
    };
    return {value_or_raise(run())};
}

pug::result<std::string> check(std::string_view document, std::string_view request) {
    PUG_TRY(const auto options, pug::gender::read_analysis_options(request));
    PUG_TRY(const auto analysis, pug::gender::read_analysis(document));
    PUG_TRY(const auto findings, pug::gender::check_consistency(analysis, options.consistency));
    return pug::gender::to_json(findings, document);
}

pug::result<std::string> summarise(std::string_view document, std::string_view request) {
    PUG_TRY(const auto options, pug::gender::read_analysis_options(request));
    PUG_TRY(const auto analysis, pug::gender::read_analysis(document));
    PUG_TRY(const auto summary, pug::gender::summarise(analysis, options));
    return pug::gender::to_json(summary);
}

pug::result<std::string> canonical(std::string_view document) {
    PUG_TRY(const auto analysis, pug::gender::read_analysis(document));
    return pug::gender::canonical_json(analysis);
}

/// Flags of a table with its totals: 1 where a count is hidden.
Flags suppress(const Counts& counts, std::int64_t threshold) {
    if (counts.ndim() != 2) throw py::value_error("`counts` has rows and columns");
    const auto size = static_cast<std::size_t>(counts.size());
    const auto run = [&] {
        const py::gil_scoped_release release;
        return pug::suppress_small_counts(std::span(counts.data(), size), static_cast<std::size_t>(counts.shape(1)),
                                          threshold);
    };
    const pug::CountTable table = value_or_raise(run());
    Flags flags({counts.shape(0) + 1, counts.shape(1) + 1});
    std::copy(table.hidden.begin(), table.hidden.end(), flags.mutable_data());
    return flags;
}

}  // namespace

void register_gender(py::module_& module) {
    module.def(
        "gender_check",
        [](const std::string& document, const std::string& request) {
            return answer([&] { return check(document, request); });
        },
        py::arg("document"), py::arg("request") = "");
    module.def(
        "gender_summary",
        [](const std::string& document, const std::string& request) {
            return answer([&] { return summarise(document, request); });
        },
        py::arg("document"), py::arg("request") = "");
    module.def(
        "gender_canonical", [](const std::string& document) { return answer([&] { return canonical(document); }); },
        py::arg("document"));
    module.def(
        "sex_gap",
        [](std::optional<std::size_t> women, std::optional<std::size_t> men, std::optional<std::size_t> all_women,
           std::optional<std::size_t> all_men, double confidence) {
            return answer([&] { return pug::gender::sex_gap_json({women, men, all_women, all_men}, confidence); });
        },
        py::arg("women"), py::arg("men"), py::arg("all_women"), py::arg("all_men"), py::arg("confidence"));
    module.def(
        "arg_share",
        [](const std::string& request) { return answer([&] { return pug::gender::arg_share_json(request); }); },
        py::arg("request"));
    module.def("suppress_counts", &suppress, py::arg("counts"), py::arg("threshold"));
}

}  // namespace pug_python
