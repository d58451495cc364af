#include "questions.hpp"

#include <cstddef>
#include <string>
#include <utility>

#include "errors.hpp"
#include "handles.hpp"
#include "pug/io/plan.hpp"

namespace py = pybind11;

namespace pug_python {

namespace {

/// Whether the user has asked for an end; the signal is raised as an exception once the search has returned.
bool is_interrupted() {
    const py::gil_scoped_acquire lock;
    return PyErr_Occurred() != nullptr || PyErr_CheckSignals() != 0;
}

/// Answers a question without the lock of the interpreter; Python's own exception comes first.
template <class Ask>
auto ask(const Ask& question) {
    auto answer = [&] {
        const py::gil_scoped_release release;
        return question();
    }();
    if (PyErr_Occurred() != nullptr) throw py::error_already_set();
    return value_or_raise(std::move(answer));
}

void check_unit(const Scores& scores, std::size_t unit) {
    if (unit >= scores.scores.size()) throw py::index_error("no unit " + std::to_string(unit));
}

pug::PlanOptions plan_options(const Scores& scores, const std::string& request) {
    pug::PlanOptions options = value_or_raise(pug::read_plan_options(request, scores.scores.instrument()));
    options.limits.is_cancelled = is_interrupted;
    return options;
}

py::bytes plan(const Scores& scores, std::size_t unit, const std::string& request) {
    check_unit(scores, unit);
    pug::PlanOptions options = plan_options(scores, request);
    return pug::to_json(scores.scores, ask([&] { return pug::plan(scores.scores, unit, std::move(options)); }));
}

py::bytes plan_all(const Scores& scores, const std::string& request) {
    pug::PlanOptions options = plan_options(scores, request);
    return pug::to_json(scores.scores, ask([&] { return pug::plan_all(scores.scores, std::move(options)); }));
}

py::bytes frontier(const Scores& scores, std::size_t unit, const std::string& request) {
    check_unit(scores, unit);
    pug::PlanOptions options = plan_options(scores, request);
    return pug::to_json(scores.scores,
                        ask([&] { return pug::plan_frontier(scores.scores, unit, std::move(options)); }));
}

py::bytes spend(const Scores& scores, const std::string& request) {
    pug::PlanOptions options = plan_options(scores, request);
    return pug::to_json(scores.scores, ask([&] { return pug::spend(scores.scores, std::move(options)); }));
}

py::bytes what_if(const Scores& scores, std::size_t unit, const std::string& changes) {
    check_unit(scores, unit);
    const auto supposed = value_or_raise(pug::read_supposed(changes, scores.scores.instrument()));
    const auto found = value_or_raise(pug::what_if(scores.scores, unit, supposed));
    return pug::to_json(scores.scores, unit, found);
}

py::bytes gaps(const Scores& scores, std::size_t unit) {
    check_unit(scores, unit);
    return pug::to_json(scores.scores, pug::gaps(scores.scores, unit));
}

py::bytes common_gaps(const Scores& scores) { return pug::to_json(scores.scores, pug::common_gaps(scores.scores)); }

py::bytes robustness(const Scores& scores, std::size_t unit, const std::string& request) {
    check_unit(scores, unit);
    auto options = value_or_raise(pug::read_robustness_options(request, scores.scores.instrument()));
    options.limits.is_cancelled = is_interrupted;
    return pug::to_json(scores.scores, ask([&] { return pug::robustness(scores.scores, unit, options); }));
}

}  // namespace

void register_questions(py::module_& module) {
    module.def("plan", &plan, py::arg("scores"), py::arg("unit"), py::arg("request"));
    module.def("plan_all", &plan_all, py::arg("scores"), py::arg("request"));
    module.def("frontier", &frontier, py::arg("scores"), py::arg("unit"), py::arg("request"));
    module.def("spend", &spend, py::arg("scores"), py::arg("request"));
    module.def("what_if", &what_if, py::arg("scores"), py::arg("unit"), py::arg("changes"));
    module.def("gaps", &gaps, py::arg("scores"), py::arg("unit"));
    module.def("common_gaps", &common_gaps, py::arg("scores"));
    module.def("robustness", &robustness, py::arg("scores"), py::arg("unit"), py::arg("request"));
}

}  // namespace pug_python
