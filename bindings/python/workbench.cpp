#include "workbench.hpp"

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "errors.hpp"
#include "handles.hpp"
#include "pug/io/certainty.hpp"
#include "pug/io/design.hpp"
#include "pug/io/index_questions.hpp"
#include "pug/io/instrument.hpp"
#include "pug/io/understand.hpp"
#include "pug/io/understand_requests.hpp"
#include "pug/names.hpp"
#include "pug/workbench/as_instrument.hpp"
#include "pug/workbench/index.hpp"
#include "pug/workbench/outranking.hpp"
#include "pug/workbench/weigh.hpp"
#include "pug/workbench/words.hpp"

namespace py = pybind11;

namespace pug_python {

namespace {

namespace wb = pug::workbench;

using Cells = py::array_t<double, py::array::f_style | py::array::forcecast>;
/// A normalisation of the caller's own by indicator; an empty name is for all that have no other.
using Functions = std::vector<std::pair<std::string, py::function>>;

/// Rows × columns as an array that owns its numbers, column after column.
Cells array_of(const wb::Matrix& matrix) {
    Cells array({matrix.rows(), matrix.columns()});
    std::copy(matrix.cells().begin(), matrix.cells().end(), array.mutable_data());
    return array;
}

wb::Matrix matrix_of(const Cells& array) {
    if (array.ndim() != 2) throw py::value_error("wanted a matrix of two dimensions");
    wb::Matrix matrix(static_cast<std::size_t>(array.shape(0)), static_cast<std::size_t>(array.shape(1)));
    std::copy_n(array.data(), matrix.cells().size(), matrix.cells().begin());
    return matrix;
}

/// Calls a function of the caller's with a column and takes what it returns, which must be as long.
void call(const py::function& function, std::span<const double> column, std::span<double> out) {
    const py::gil_scoped_acquire lock;
    const py::array_t<double> given(static_cast<py::ssize_t>(column.size()), column.data());
    const auto made = py::array_t<double, py::array::forcecast>::ensure(function(given));
    if (!made) throw py::error_already_set();
    if (made.ndim() != 1 || static_cast<std::size_t>(made.size()) != out.size()) {
        raise(pug::Error(pug::ErrorKind::argument, "normalise.own", "",
                         "found " + std::to_string(made.size()) + " values from a normalisation of your own, wanted " +
                             std::to_string(out.size())));
    }
    for (py::ssize_t i = 0; i < made.size(); ++i) out[static_cast<std::size_t>(i)] = made.at(i);
}

void take_function(wb::Normalisation& rule, const py::function& function) {
    // Destroyed by whichever thread lets go of the design last: with the lock.
    const std::shared_ptr<py::function> held(new py::function(function), [](py::function* each) {
        const py::gil_scoped_acquire lock;
        delete each;
    });
    rule.function = [held](std::span<const double> column, std::span<double> out) { call(*held, column, out); };
}

void take_functions(wb::Design& design, const Functions& functions) {
    for (wb::Step& step : design.steps) {
        auto* normalise = std::get_if<wb::Normalise>(&step);
        if (normalise == nullptr) continue;
        for (const auto& [name, function] : functions) {
            if (name.empty()) take_function(normalise->all, function);
            for (auto& [indicator, rule] : normalise->others) {
                if (indicator == name) take_function(rule, function);
            }
        }
    }
}

std::shared_ptr<wb::Index> build(wb::Design design, std::vector<std::string> units,
                                 std::optional<std::vector<double>> times, std::vector<std::string> columns,
                                 const Cells& values,
                                 std::vector<std::pair<std::string, std::vector<std::string>>> groups,
                                 const Functions& functions) {
    take_functions(design, functions);
    wb::Dataset data;
    data.units = std::move(units);
    if (times) data.times = *std::move(times);
    data.columns = std::move(columns);
    data.values = matrix_of(values);
    data.groups = std::move(groups);
    const py::gil_scoped_release release;
    auto built = wb::build(design, std::move(data));
    if (!built) {
        const py::gil_scoped_acquire lock;
        raise(built.error());
    }
    return std::make_shared<wb::Index>(std::move(built).value());
}

py::list stages_of(const wb::Index& index) {
    py::list stages;
    for (const wb::Stage& stage : index.stages) {
        stages.append(py::make_tuple(stage.name, py::cast(stage.rows), array_of(stage.values)));
    }
    return stages;
}

py::list weights_of(const wb::Index& index) {
    py::list parts;
    for (std::size_t p = 0; p < index.blueprint.parts.size(); ++p) {
        const wb::PartCode& part = index.blueprint.parts[p];
        py::list weights;
        for (std::size_t k = 0; k < part.parts.size(); ++k)
            weights.append(py::make_tuple(index.blueprint.names[part.parts[k]], index.weights[p][k]));
        parts.append(py::make_tuple(part.name, part.level, weights));
    }
    return parts;
}

py::object number_or_none(double value) { return wb::has_value(value) ? py::cast(value) : py::none(); }

py::list treated_of(const wb::Index& index) {
    py::list reports;
    for (std::size_t i = 0; i < index.treated.size(); ++i) {
        const wb::TreatmentReport& report = index.treated[i];
        py::dict told;
        told["indicator"] = index.blueprint.indicators[i].name;
        told["rule"] = std::string(pug::word(wb::treatment_names, report.rule));
        told["passes"] = report.passes;
        told["winsorised_low"] = report.winsorised_low;
        told["winsorised_high"] = report.winsorised_high;
        told["low"] = number_or_none(report.low);
        told["high"] = number_or_none(report.high);
        told["shift"] = report.shift;
        told["lambda_"] = number_or_none(report.lambda);
        told["skew_before"] = number_or_none(report.skew_before);
        told["kurtosis_before"] = number_or_none(report.kurtosis_before);
        told["skew_after"] = number_or_none(report.skew_after);
        told["kurtosis_after"] = number_or_none(report.kurtosis_after);
        reports.append(told);
    }
    return reports;
}

py::list screened_of(const wb::Index& index) {
    py::list units;
    for (const wb::ScreenedUnit& unit : index.screened)
        units.append(py::make_tuple(unit.row, unit.available, unit.nonzero, unit.is_in));
    return units;
}

py::list imputed_of(const wb::Index& index) {
    py::list cells;
    for (const wb::ImputedCell& cell : index.imputed)
        cells.append(py::make_tuple(cell.row, index.blueprint.indicators[cell.indicator].name, cell.value));
    return cells;
}

py::bytes answer(const wb::Index& index, const std::string& question, const std::string& request) {
    std::optional<pug::result<std::string>> told;
    {
        const py::gil_scoped_release release;
        told = wb::answer(index, question, request);
    }
    return value_or_raise(*std::move(told));
}

py::bytes compare(const wb::Index& first, const wb::Index& second, const std::string& request) {
    const auto options = value_or_raise(wb::read_compare_request(request));
    return value_or_raise(wb::compare_designs_json(first, second, options));
}

/// Tells a function of the caller's how far long work is; it may stop it, and so may Ctrl-C.
class Teller {
  public:
    explicit Teller(py::object function) : function_(std::move(function)) {}

    wb::Progress progress() {
        return [this](std::size_t done, std::size_t total) {
            const py::gil_scoped_acquire lock;
            if (PyErr_CheckSignals() != 0) return false;
            if (function_.is_none()) return true;
            PyObject* told = PyObject_CallFunction(function_.ptr(), "nn", static_cast<Py_ssize_t>(done),
                                                   static_cast<Py_ssize_t>(total));
            if (told == nullptr) return false;
            const bool goes_on = told != Py_False;
            Py_DECREF(told);
            return goes_on;
        };
    }

    /// Does work without the lock of the interpreter; Python's own exception comes first.
    template <class Work>
    auto run(const Work& work) {
        auto found = [&] {
            const py::gil_scoped_release release;
            return work();
        }();
        if (PyErr_Occurred() != nullptr) throw py::error_already_set();
        return value_or_raise(std::move(found));
    }

  private:
    py::object function_;
};

py::tuple certainty(const wb::Index& index, const std::string& request, const py::object& progress) {
    Teller teller(progress);
    auto asked = value_or_raise(wb::read_certainty_request(request, index.design));
    asked.options.progress = teller.progress();
    const wb::Certainty found = teller.run([&] {
        return asked.choices.empty()
                   ? wb::certainty(index.design, index.data, asked.assumptions, asked.options)
                   : wb::replay(index.design, index.data, asked.assumptions, asked.choices, asked.options);
    });
    py::array_t<std::uint32_t, py::array::f_style> ranks({found.scores.rows(), found.scores.columns()});
    std::copy(found.ranks.begin(), found.ranks.end(), ranks.mutable_data());
    return py::make_tuple(py::bytes(wb::certainty_json(found)), array_of(found.scores), ranks);
}

py::bytes sensitivity(const wb::Index& index, const std::string& request, const py::object& progress) {
    Teller teller(progress);
    auto asked = value_or_raise(wb::read_sensitivity_request(request, index.design));
    asked.options.progress = teller.progress();
    return wb::sensitivity_json(
        teller.run([&] { return wb::sensitivity(index.design, index.data, asked.assumptions, asked.options); }));
}

py::bytes screening(const wb::Index& index, const std::string& request, const py::object& progress) {
    Teller teller(progress);
    auto asked = value_or_raise(wb::read_sensitivity_request(request, index.design));
    asked.options.progress = teller.progress();
    return wb::screening_json(teller.run(
        [&] { return wb::screening(index.design, index.data, asked.assumptions, asked.options, asked.levels); }));
}

std::vector<std::span<const double>> columns_of(const wb::Matrix& matrix) {
    std::vector<std::span<const double>> columns;
    for (std::size_t c = 0; c < matrix.columns(); ++c) columns.push_back(matrix.column(c));
    return columns;
}

Cells outranking(const Cells& parts, const std::vector<double>& weights) {
    const wb::Matrix matrix = matrix_of(parts);
    std::optional<pug::result<wb::Matrix>> found;
    {
        const py::gil_scoped_release release;
        found = wb::outranking(columns_of(matrix), weights, "parts");
    }
    return array_of(value_or_raise(*std::move(found)));
}

py::dict ahp(const std::vector<std::vector<double>>& judgements) {
    const wb::Ahp found = value_or_raise(wb::ahp(judgements, "judgements"));
    py::dict told;
    told["weights"] = found.weights;
    told["eigenvalue"] = found.eigenvalue;
    told["consistency_index"] = found.consistency_index;
    told["consistency_ratio"] = found.consistency_ratio;
    return told;
}

std::vector<double> copeland(const Cells& outranking) { return wb::copeland(matrix_of(outranking)); }

}  // namespace

void register_workbench(py::module_& module) {
    py::class_<wb::Design>(module, "Design")
        .def_static(
            "read", [](const std::string& document) { return value_or_raise(wb::read_design(document)); },
            py::arg("document"))
        .def("canonical", [](const wb::Design& self) { return py::bytes(wb::canonical_json(self)); })
        .def("pretty", [](const wb::Design& self) { return wb::pretty_json(self); })
        .def_property_readonly("fingerprint", [](const wb::Design& self) { return wb::fingerprint(self); })
        .def_property_readonly("columns", [](const wb::Design& self) { return wb::columns(self); })
        .def("build", &build, py::arg("units"), py::arg("times"), py::arg("columns"), py::arg("values"),
             py::arg("groups"), py::arg("functions"));
    py::class_<wb::Index, std::shared_ptr<wb::Index>>(module, "Index")
        .def_readonly("units", &wb::Index::units)
        .def_property_readonly("names", [](const wb::Index& self) { return self.blueprint.names; })
        .def_property_readonly("stages", &stages_of)
        .def_property_readonly("weights", &weights_of)
        .def_property_readonly("scores", [](const wb::Index& self) { return array_of(self.scores); })
        .def_readonly("ranks", &wb::Index::ranks)
        .def_readonly("grades", &wb::Index::grades)
        .def_property_readonly("screened", &screened_of)
        .def_property_readonly("imputed", &imputed_of)
        .def_property_readonly("treated", &treated_of)
        .def("answer", &answer, py::arg("question"), py::arg("request") = "")
        .def("compare", &compare, py::arg("other"), py::arg("request") = "{}")
        .def(
            "instrument",
            [](const wb::Index& self, const std::string& from) {
                // In the order of the columns, which canonical form does not keep.
                return py::bytes(pug::pretty_json(value_or_raise(wb::as_instrument(self, from))));
            },
            py::arg("from_stage"));
    module.def("certainty", &certainty, py::arg("index"), py::arg("request"), py::arg("progress") = py::none());
    module.def("sensitivity", &sensitivity, py::arg("index"), py::arg("request"), py::arg("progress") = py::none());
    module.def("screening", &screening, py::arg("index"), py::arg("request"), py::arg("progress") = py::none());
    module.def("outranking", &outranking, py::arg("parts"), py::arg("weights"));
    module.def("ahp", &ahp, py::arg("judgements"));
    module.def("copeland", &copeland, py::arg("outranking"));
}

}  // namespace pug_python
