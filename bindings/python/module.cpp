#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "assessments.hpp"
#include "columns.hpp"
#include "comparing.hpp"
#include "errors.hpp"
#include "gender.hpp"
#include "handles.hpp"
#include "pug/analysis/review.hpp"
#include "pug/io/answers.hpp"
#include "pug/io/examples.hpp"
#include "pug/io/references.hpp"
#include "pug/names.hpp"
#include "pug/pug.hpp"
#include "questions.hpp"
#include "words.hpp"
#include "workbench.hpp"

// The native half of the Python package. It hands over arrays and JSON; what users see is written in Python.
namespace py = pybind11;

namespace {

using namespace pug_python;

/// A read-only view of numbers that live as long as `owner`.
template <class T, class Stored>
py::array view(std::span<const Stored> numbers, const py::handle& owner, std::size_t step = 1, std::size_t offset = 0) {
    static_assert(sizeof(Stored) % sizeof(T) == 0);
    const auto* first = reinterpret_cast<const T*>(numbers.data()) + offset;
    py::array array(py::dtype::of<T>(), {static_cast<py::ssize_t>(numbers.size())},
                    {static_cast<py::ssize_t>(step * sizeof(T))}, first, owner);
    array.attr("setflags")(py::arg("write") = false);
    return array;
}

/// A read-only array that owns its numbers.
py::array owned(std::vector<double> numbers) {
    auto kept = std::make_unique<std::vector<double>>(std::move(numbers));
    const std::span<const double> all(*kept);
    const py::capsule owner(kept.get(), [](void* vector) { delete static_cast<std::vector<double>*>(vector); });
    static_cast<void>(kept.release());  // now of the capsule
    return view<double>(all, owner);
}

py::dict languages(const pug::Text& text) {
    py::dict map;
    for (const auto& [language, translation] : text.translations)
        map[py::str(language.empty() ? "und" : language)] = translation;
    return map;
}

std::vector<std::uint8_t> flags(const std::optional<Bytes>& counted, std::size_t units) {
    if (!counted) return {};
    const auto read = counted->unchecked<1>();
    if (static_cast<std::size_t>(read.shape(0)) != units) throw py::value_error("`counted` has one entry a unit");
    std::vector<std::uint8_t> result(units);
    for (std::size_t u = 0; u < units; ++u) result[u] = read(static_cast<py::ssize_t>(u));
    return result;
}

/// Gaps are rare, often, and to look for them costs as much as to read all the data: so it is done first only where a
/// few rows have some, and else when the engine has refused a value.
pug::result<pug::Scores> score_columns(const pug::Scorer& scorer, Columns& columns, const pug::ScoreOptions& options) {
    const bool is_searched = columns.seem_to_have_gaps();
    if (is_searched) columns.mark_gaps();
    auto scores = scorer.score(columns.columns(), columns.units(), options);
    if (scores || is_searched || scores.error().kind != pug::ErrorKind::data || !columns.mark_gaps()) return scores;
    return scorer.score(columns.columns(), columns.units(), options);
}

Scores score(const Instrument& instrument, std::vector<PyColumn> arrays, unsigned threads, bool nodes, bool intervals) {
    Columns columns(instrument.model(), std::move(arrays));
    pug::ScoreOptions options;
    options.threads = threads;
    options.nodes = nodes;
    options.intervals = intervals;
    const auto run = [&] {
        const py::gil_scoped_release release;
        return score_columns(instrument.scorer(), columns, options);
    };
    return {value_or_raise(run()), std::move(columns)};
}

py::array rank(const Scores& scores, const std::optional<Bytes>& counted) {
    const auto counts = flags(counted, scores.scores.size());
    const auto run = [&] {
        const py::gil_scoped_release release;
        return pug::rank(scores.scores, counts);
    };
    return owned(run());
}

/// References of one cohort, as a pair of its name and them.
using Cohort = std::pair<std::string, pug::References>;

Cohort fit(const Instrument& instrument, std::vector<PyColumn> arrays, std::optional<std::vector<std::string>> names,
           const std::string& cohort, const std::string& data) {
    Columns columns(instrument.model(), std::move(arrays));
    pug::Table table(columns.units());
    if (names) table.name_units(std::move(*names));
    const auto run = [&] {
        const py::gil_scoped_release release;
        columns.mark_gaps();
        for (std::size_t v = 0; v < columns.columns().size(); ++v)
            table.add(instrument.model().variables[v].name, columns.columns()[v]);
        return instrument.scorer().fit(table, data);
    };
    return {cohort, value_or_raise(run())};
}

py::tuple encode(const Instrument& instrument, const std::string& name,
                 const std::vector<std::optional<std::string>>& cells) {
    for (const auto& variable : instrument.model().variables) {
        if (variable.name != name) continue;
        const pug::AnswerReader reader(instrument.model(), variable);
        Array values(static_cast<py::ssize_t>(cells.size()));
        Bytes statuses(static_cast<py::ssize_t>(cells.size()));
        auto value = values.mutable_unchecked<1>();
        auto status = statuses.mutable_unchecked<1>();
        std::vector<std::pair<std::size_t, std::string>> problems;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto at = static_cast<py::ssize_t>(i);
            const auto answer = reader.read(cells[i].value_or(""));
            if (!answer) problems.emplace_back(i, answer.error().message());
            value(at) = answer ? answer.value().value : 0;
            status(at) = static_cast<std::uint8_t>(answer ? answer.value().status : pug::Status::missing);
        }
        return py::make_tuple(values, statuses, problems);
    }
    throw py::key_error(name);
}

template <std::size_t N>
py::tuple words(const std::array<std::string_view, N>& names) {
    py::tuple tuple(N);
    for (std::size_t i = 0; i < N; ++i) tuple[i] = py::str(names[i].data(), names[i].size());
    return tuple;
}

template <class States>
py::list state_views(const States& states, const py::handle& owner) {
    py::list arrays;
    for (const auto& column : states) arrays.append(view<std::uint8_t>(std::span(column.data(), column.size()), owner));
    return arrays;
}

/// Low or high ends of the intervals; NaN where they were not asked for.
py::array ends(const py::object& self, std::size_t which) {
    const pug::Scores& scores = self.cast<const Scores&>().scores;
    if (scores.intervals().empty())
        return owned(std::vector<double>(scores.size(), std::numeric_limits<double>::quiet_NaN()));
    return view<double>(scores.intervals(), self, 2, which);
}

void register_instrument(py::module_& module) {
    py::class_<Instrument>(module, "Instrument")
        .def_static(
            "read",
            [](const py::bytes& document, const std::string& as_of) {
                return Instrument(value_or_raise(pug::read_instrument(std::string(document))), as_of);
            },
            py::arg("document"), py::arg("as_of") = "")
        .def_static(
            "load",
            [](const std::string& id, const std::string& as_of) {
                return Instrument(value_or_raise(pug::catalog::load(id)), as_of);
            },
            py::arg("id"), py::arg("as_of") = "")
        .def_property_readonly("scoring_fingerprint",
                               [](const Instrument& self) { return pug::scoring_fingerprint(self.model()); })
        .def_property_readonly("is_relative", [](const Instrument& self) { return self.scorer().is_relative(); })
        .def("review", [](const Instrument& self) { return tuples(pug::review(self.scorer())); })
        .def("fit", &fit, py::arg("columns"), py::arg("names"), py::arg("cohort") = "", py::arg("data") = "")
        .def("with_references",
             [](const Instrument& self, const pug::References& references) {
                 return Instrument(value_or_raise(self.scorer().with(references)));
             })
        .def("references_json",
             [](const Instrument& self, const std::vector<Cohort>& cohorts) {
                 return py::bytes(pug::to_json(self.model(), pug::ReferenceSet(cohorts.begin(), cohorts.end())));
             })
        .def("read_references",
             [](const Instrument& self, const py::bytes& document) {
                 const auto set = value_or_raise(pug::read_references(std::string(document), self.model()));
                 return std::vector<Cohort>(set.begin(), set.end());
             })
        .def_property_readonly("id", [](const Instrument& self) { return self.model().id; })
        .def_property_readonly("edition", [](const Instrument& self) { return self.model().edition; })
        .def_property_readonly("status",
                               [](const Instrument& self) {
                                   return std::string(pug::word(pug::instrument_status_names, self.model().status));
                               })
        .def_property_readonly("fingerprint", [](const Instrument& self) { return pug::fingerprint(self.model()); })
        .def("canonical", [](const Instrument& self) { return py::bytes(pug::canonical_json(self.model())); })
        .def("pretty", [](const Instrument& self) { return pug::pretty_json(self.model()); })
        .def("check_examples", [](const Instrument& self) { return tuples(pug::check_examples(self.scorer())); })
        .def("encode", &encode, py::arg("variable"), py::arg("cells"))
        .def("score", &score, py::arg("columns"), py::arg("threads") = 1, py::arg("nodes") = true,
             py::arg("intervals") = true)
        .def("score_row", &Instrument::score_row, py::arg("row"));
}

void register_scores(py::module_& module) {
    const auto numbers = [](std::span<const double> (pug::Scores::*get)() const) {
        return [get](const py::object& self) { return view<double>((self.cast<const Scores&>().scores.*get)(), self); };
    };
    py::class_<Scores>(module, "Scores")
        .def_property_readonly("size", [](const Scores& self) { return self.scores.size(); })
        .def_property_readonly("nodes", [](const Scores& self) { return self.scores.nodes(); })
        .def("values",
             [](const py::object& self, std::size_t node) {
                 return view<double>(self.cast<const Scores&>().scores.values(node), self);
             })
        .def("statuses",
             [](const py::object& self, std::size_t node) {
                 return view<std::uint8_t>(self.cast<const Scores&>().scores.statuses(node), self);
             })
        .def_property_readonly("scores", numbers(&pug::Scores::scores))
        .def_property_readonly("rounded", numbers(&pug::Scores::rounded))
        .def_property_readonly("coverages", numbers(&pug::Scores::coverages))
        .def_property_readonly("lows", [](const py::object& self) { return ends(self, 0); })
        .def_property_readonly("highs", [](const py::object& self) { return ends(self, 1); })
        .def_property_readonly("score_statuses",
                               [](const py::object& self) {
                                   return view<std::uint8_t>(self.cast<const Scores&>().scores.score_statuses(), self);
                               })
        .def_property_readonly("decided",
                               [](const py::object& self) {
                                   return view<std::uint8_t>(self.cast<const Scores&>().scores.decided(), self);
                               })
        .def_property_readonly("grade_indexes",
                               [](const py::object& self) {
                                   return view<std::int32_t>(self.cast<const Scores&>().scores.grade_indexes(), self);
                               })
        .def_property_readonly(
            "grades",
            [](const Scores& self) {
                py::list grades;
                for (const auto& grade : self.scores.grades()) {
                    grades.append(py::make_tuple(grade.name, languages(grade.title),
                                                 grade.order == pug::none ? -1 : static_cast<int>(grade.order)));
                }
                return grades;
            })
        .def_property_readonly("overrides",
                               [](const py::object& self) {
                                   return view<std::int32_t>(self.cast<const Scores&>().scores.overrides(), self);
                               })
        .def_property_readonly(
            "gates",
            [](const py::object& self) { return state_views(self.cast<const Scores&>().scores.gates(), self); })
        .def_property_readonly(
            "caps", [](const py::object& self) { return state_views(self.cast<const Scores&>().scores.caps(), self); })
        .def(
            "explain",
            [](const Scores& self, std::size_t unit, std::string name) {
                if (unit >= self.scores.size()) throw py::index_error("no unit " + std::to_string(unit));
                pug::Explanation explanation = pug::explain(self.scores, unit);
                explanation.unit = std::move(name);  // the engine was not told how the units are called
                return py::bytes(pug::to_json(self.scores, explanation));
            },
            py::arg("unit"), py::arg("name"))
        .def("rank", &rank, py::arg("counted") = py::none());
}

}  // namespace

PYBIND11_MODULE(_pug, module) {
    module.doc() = "Native half of the pug package; use `pug`.";
    module.attr("version") = pug::version;
    module.attr("status_names") = words(pug::status_names);
    module.attr("gate_states") = words(gate_words);
    module.attr("cap_states") = words(cap_words);
    module.attr("decided_names") = words(decided_words);
    module.def("catalog_ids", [] {
        std::vector<std::string> ids;
        for (const auto id : pug::catalog::ids()) ids.emplace_back(id);
        return ids;
    });
    module.def(
        "catalog_document", [](const std::string& id) { return py::bytes(std::string(pug::catalog::document(id))); },
        py::arg("id"));
    py::class_<pug::References>(module, "References")
        .def_readonly("data", &pug::References::data)
        .def_readonly("units", &pug::References::units);
    register_instrument(module);
    register_scores(module);
    register_questions(module);
    register_comparing(module);
    register_assessments(module);
    register_gender(module);
    register_workbench(module);
}
