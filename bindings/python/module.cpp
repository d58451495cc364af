#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pug/analysis/review.hpp"
#include "pug/io/answers.hpp"
#include "pug/io/examples.hpp"
#include "pug/io/references.hpp"
#include "pug/names.hpp"
#include "pug/pug.hpp"

// The native half of the Python package. It hands over arrays and JSON; what users see is written in Python.
namespace py = pybind11;

namespace {

using ProblemTuple = std::tuple<std::string, std::string, std::uint32_t, std::uint32_t, std::string>;

constexpr std::array<std::string_view, 7> kind_names = {"argument",  "document", "instrument", "data",
                                                        "not_found", "memory",   "internal"};

std::vector<ProblemTuple> tuples(const std::vector<pug::Problem>& problems) {
    std::vector<ProblemTuple> found;
    for (const auto& p : problems) found.emplace_back(p.code, p.where, p.line, p.column, p.message);
    return found;
}

[[noreturn]] void raise(const pug::Error& error) {
    const auto kind = kind_names[static_cast<std::size_t>(error.kind) - 1];
    const py::object exception = py::module_::import("pug._errors").attr("from_native")(kind, tuples(error.problems));
    PyErr_SetObject(py::type::of(exception).ptr(), exception.ptr());
    throw py::error_already_set();
}

template <class T>
T value_or_raise(pug::result<T> result) {
    if (!result) raise(result.error());
    return std::move(result).value();
}

/// A read-only view of numbers that live as long as `owner`.
template <class T, class Stored>
py::array view(const std::vector<Stored>& numbers, const py::handle& owner, std::size_t step = 1,
               std::size_t offset = 0) {
    static_assert(sizeof(Stored) % sizeof(T) == 0);
    const auto* first = reinterpret_cast<const T*>(numbers.data()) + offset;
    py::array array(py::dtype::of<T>(), {static_cast<py::ssize_t>(numbers.size())},
                    {static_cast<py::ssize_t>(step * sizeof(T))}, first, owner);
    array.attr("setflags")(py::arg("write") = false);
    return array;
}

py::dict languages(const pug::Text& text) {
    py::dict map;
    for (const auto& [language, translation] : text.translations)
        map[py::str(language.empty() ? "und" : language)] = translation;
    return map;
}

/// An instrument that is known to compile.
class Instrument {
  public:
    explicit Instrument(pug::Instrument instrument, const std::string& as_of = {})
        : scorer_(value_or_raise(pug::compile(std::move(instrument), {as_of}))) {}
    explicit Instrument(pug::Scorer scorer) : scorer_(std::move(scorer)) {}

    const pug::Instrument& model() const { return scorer_.instrument(); }
    const pug::Scorer& scorer() const { return scorer_; }

  private:
    pug::Scorer scorer_;
};

using Array = py::array_t<double>;
using Bytes = py::array_t<std::uint8_t>;
using PyColumn = std::pair<Array, std::optional<Bytes>>;

/// Scores, their ranks, and the arrays that they were computed from.
struct Scores {
    pug::Scores scores;
    std::vector<double> ranks;
    std::vector<PyColumn> inputs;
};

pug::Column column_of(const PyColumn& input) {
    const auto& [values, statuses] = input;
    pug::Column column;
    column.values = values.data();
    column.stride = values.strides(0) / static_cast<py::ssize_t>(sizeof(double));
    if (statuses) {
        column.statuses = statuses->data();
        column.status_stride = statuses->strides(0);
    }
    return column;
}

void check_columns(const pug::Instrument& instrument, const std::vector<PyColumn>& columns) {
    if (columns.size() != instrument.variables.size()) {
        throw py::value_error("expected " + std::to_string(instrument.variables.size()) +
                              " columns, one a variable, got " + std::to_string(columns.size()));
    }
    for (const auto& [values, statuses] : columns) {
        const bool fits = values.ndim() == 1 && values.shape(0) == columns.front().first.shape(0) &&
                          values.strides(0) % static_cast<py::ssize_t>(sizeof(double)) == 0 &&
                          (!statuses || (statuses->ndim() == 1 && statuses->shape(0) == values.shape(0)));
        if (!fits) throw py::value_error("columns are one-dimensional and of one length");
    }
}

std::vector<std::uint8_t> flags(const std::optional<Bytes>& counted, std::size_t units) {
    if (!counted) return {};
    const auto read = counted->unchecked<1>();
    if (static_cast<std::size_t>(read.shape(0)) != units) throw py::value_error("`counted` has one entry a unit");
    std::vector<std::uint8_t> result;
    for (py::ssize_t u = 0; u < read.shape(0); ++u) result.push_back(read(u));
    return result;
}

pug::Table table_of(const Instrument& instrument, const std::vector<PyColumn>& columns,
                    std::optional<std::vector<std::string>> names) {
    check_columns(instrument.model(), columns);
    pug::Table table(columns.empty() ? 0 : static_cast<std::size_t>(columns.front().first.shape(0)));
    for (std::size_t v = 0; v < columns.size(); ++v) {
        table.add(instrument.model().variables[v].name, column_of(columns[v]));
    }
    if (names) table.name_units(std::move(*names));
    return table;
}

Scores score(const Instrument& instrument, std::vector<PyColumn> columns, std::optional<std::vector<std::string>> names,
             const std::optional<Bytes>& counted, bool intervals) {
    const pug::Table table = table_of(instrument, columns, std::move(names));
    const auto counts = flags(counted, table.units());
    const auto run = [&]() -> std::pair<pug::result<pug::Scores>, std::vector<double>> {
        const py::gil_scoped_release release;
        auto scores = instrument.scorer().score(table, {pug::ScoreOptions{}.block, intervals});
        if (!scores) return {std::move(scores), {}};
        auto ranks = pug::rank(scores.value(), counts);
        return {std::move(scores), std::move(ranks)};
    };
    auto [scores, ranks] = run();
    return {value_or_raise(std::move(scores)), std::move(ranks), std::move(columns)};
}

/// References of one cohort, as a pair of its name and them.
using Cohort = std::pair<std::string, pug::References>;

Cohort fit(const Instrument& instrument, const std::vector<PyColumn>& columns,
           std::optional<std::vector<std::string>> names, const std::string& cohort, const std::string& data) {
    const pug::Table table = table_of(instrument, columns, std::move(names));
    const auto run = [&] {
        const py::gil_scoped_release release;
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

template <class State>
py::list state_views(const std::vector<std::vector<State>>& states, const py::handle& owner) {
    py::list arrays;
    for (const auto& column : states) arrays.append(view<std::uint8_t>(column, owner));
    return arrays;
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
        .def("score", &score, py::arg("columns"), py::arg("names"), py::arg("counted") = py::none(),
             py::arg("intervals") = true);
}

void register_scores(py::module_& module) {
    const auto numbers = [](const std::vector<double>& (pug::Scores::*get)() const) {
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
        .def_property_readonly("lows",
                               [](const py::object& self) {
                                   return view<double>(self.cast<const Scores&>().scores.intervals(), self, 2, 0);
                               })
        .def_property_readonly("highs",
                               [](const py::object& self) {
                                   return view<double>(self.cast<const Scores&>().scores.intervals(), self, 2, 1);
                               })
        .def_property_readonly(
            "ranks", [](const py::object& self) { return view<double>(self.cast<const Scores&>().ranks, self); })
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
            [](const Scores& self, std::size_t unit) {
                if (unit >= self.scores.size()) throw py::index_error("no unit " + std::to_string(unit));
                return py::bytes(pug::to_json(self.scores, pug::explain(self.scores, unit)));
            },
            py::arg("unit"))
        .def(
            "rank",
            [](const Scores& self, const Bytes& counted) {
                const auto ranks = pug::rank(self.scores, flags(counted, self.scores.size()));
                return Array(static_cast<py::ssize_t>(ranks.size()), ranks.data());
            },
            py::arg("counted"));
}

}  // namespace

PYBIND11_MODULE(_pug, module) {
    module.doc() = "Native half of the pug package; use `pug`.";
    module.attr("version") = pug::version;
    module.attr("status_names") = words(pug::status_names);
    module.attr("gate_states") = words(std::array<std::string_view, 4>{"met", "not_met", "unanswered", "passed_over"});
    module.attr("cap_states") = words(std::array<std::string_view, 3>{"open", "holds", "unanswered"});
    module.attr("decided_names") = words(std::array<std::string_view, 3>{"in_doubles", "exactly", "to_fifty_digits"});
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
}
