#include "assessments.hpp"

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "columns.hpp"
#include "errors.hpp"
#include "handles.hpp"
#include "pug/analysis/assessed.hpp"
#include "pug/io/assessment.hpp"
#include "pug/io/history.hpp"
#include "pug/names.hpp"

namespace py = pybind11;

namespace pug_python {

namespace {

/// Assessments made with one instrument.
class Assessments {
  public:
    Assessments(pug::Scorer scorer, std::vector<pug::Assessment> assessments)
        : scorer_(std::move(scorer)), assessments_(std::move(assessments)) {}

    static Assessments read(const py::bytes& document, const Instrument& instrument) {
        const std::string json(document);
        const auto run = [&] {
            const py::gil_scoped_release release;
            return pug::read_assessments(json, instrument.model());
        };
        return {instrument.scorer(), value_or_raise(run())};
    }

    /// Those of several documents together. That they go together, the caller has seen to.
    static Assessments joined(const std::vector<const Assessments*>& parts) {
        Assessments all(parts.at(0)->scorer_, {});
        for (const Assessments* part : parts)
            all.assessments_.insert(all.assessments_.end(), part->assessments_.begin(), part->assessments_.end());
        return all;
    }

    std::vector<std::string> units() const {
        std::vector<std::string> names;
        for (const auto& assessment : assessments_) names.push_back(assessment.unit);
        return names;
    }

    std::string round() const { return assessments_.front().round; }

    /// Kind, day, role and whether evidence is required, of every stage of every unit.
    py::list stages() const {
        py::list all;
        for (const auto& assessment : assessments_) {
            py::list stages;
            for (const auto& stage : assessment.stages) {
                py::dict role;
                for (const auto& [language, text] : stage.by.translations)
                    role[py::str(language.empty() ? "und" : language)] = text;
                stages.append(py::make_tuple(std::string(pug::word(pug::stage_names, stage.kind)), stage.date, role,
                                             stage.evidence_required));
            }
            all.append(stages);
        }
        return all;
    }

    py::bytes canonical() const {
        const auto run = [&] {
            const py::gil_scoped_release release;
            return pug::to_json(model(), assessments_);
        };
        return run();
    }

    py::bytes answers(std::size_t unit, const std::string& as_of, const std::optional<std::string>& stage) const {
        if (unit >= assessments_.size()) throw py::index_error("no unit " + std::to_string(unit));
        return value_or_raise(pug::answers_json(model(), assessments_[unit], as_of, kind(stage)));
    }

    py::bytes expiring(const std::string& before, const std::string& since) const {
        return value_or_raise(pug::expiring_json(model(), assessments_, before, since));
    }

    /// What counts on a day: indexes of the units, kinds of their stages, and for each variable values and statuses.
    py::tuple observed(const std::string& as_of, const std::optional<std::string>& stage) const {
        const auto wanted = kind(stage);
        const auto run = [&] {
            const py::gil_scoped_release release;
            return pug::assessed_units(assessments_, model(), as_of, wanted);
        };
        const pug::AssessedUnits found = value_or_raise(run());
        py::list stages;
        for (std::size_t u = 0; u < found.names.size(); ++u)
            stages.append(std::string(
                pug::word(pug::stage_names, assessments_[found.assessments[u]].stages[found.stages[u]].kind)));
        const auto units = static_cast<py::ssize_t>(found.names.size());
        py::list columns;
        for (std::size_t v = 0; v < found.variables.size(); ++v) {
            const std::size_t first = v * found.names.size();
            columns.append(
                py::make_tuple(Array(units, found.values.data() + first), Bytes(units, found.statuses.data() + first)));
        }
        return py::make_tuple(found.assessments, stages, columns);
    }

  private:
    static std::optional<pug::StageKind> kind(const std::optional<std::string>& stage) {
        return stage ? std::optional(value_or_raise(pug::read_stage(*stage))) : std::nullopt;
    }

    const pug::Instrument& model() const { return scorer_.instrument(); }

    pug::Scorer scorer_;  ///< shares what it was compiled into
    std::vector<pug::Assessment> assessments_;
};

void register_histories(py::module_& module) {
    module.def(
        "history_record",
        [](const py::bytes& event, std::size_t records, const std::string& hash) {
            return py::bytes(value_or_raise(pug::history_record(std::string(event), {records, hash})));
        },
        py::arg("event"), py::arg("records"), py::arg("hash"));
    module.def(
        "history_end",
        [](const py::bytes& last_line) {
            const std::string line(last_line);
            const pug::HistoryEnd end = line.empty() ? pug::HistoryEnd{} : value_or_raise(pug::history_end(line));
            return std::pair(end.records, end.hash);
        },
        py::arg("last_line"));
    module.def(
        "history_check",
        [](const py::bytes& history, const std::string& expected) {
            const std::string lines(history);
            const auto run = [&] {
                const py::gil_scoped_release release;
                return pug::check_history(lines, expected);
            };
            const pug::HistoryEnd end = value_or_raise(run());
            return std::pair(end.records, end.hash);
        },
        py::arg("history"), py::arg("expected") = "");
}

}  // namespace

void register_assessments(py::module_& module) {
    py::class_<Assessments>(module, "Assessments")
        .def_static("read", &Assessments::read, py::arg("document"), py::arg("instrument"))
        .def_static("joined", &Assessments::joined, py::arg("parts"))
        .def_property_readonly("units", &Assessments::units)
        .def_property_readonly("round", &Assessments::round)
        .def_property_readonly("stages", &Assessments::stages)
        .def("canonical", &Assessments::canonical)
        .def("answers", &Assessments::answers, py::arg("unit"), py::arg("as_of"), py::arg("stage") = py::none())
        .def("expiring", &Assessments::expiring, py::arg("before"), py::arg("since") = "")
        .def("observed", &Assessments::observed, py::arg("as_of"), py::arg("stage") = py::none());
    register_histories(module);
}

}  // namespace pug_python
