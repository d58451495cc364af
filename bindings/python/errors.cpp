#include "errors.hpp"

#include <pybind11/stl.h>

#include <array>
#include <string_view>

namespace py = pybind11;

namespace pug_python {

namespace {

constexpr std::array<std::string_view, 7> kind_names = {"argument",  "document", "instrument", "data",
                                                        "not_found", "memory",   "internal"};

}  // namespace

std::vector<ProblemTuple> tuples(const std::vector<pug::Problem>& problems) {
    std::vector<ProblemTuple> found;
    for (const auto& p : problems) found.emplace_back(p.code, p.where, p.line, p.column, p.message);
    return found;
}

void raise(const pug::Error& error) {
    const auto kind = kind_names[static_cast<std::size_t>(error.kind) - 1];
    const py::object exception = py::module_::import("pug._errors").attr("from_native")(kind, tuples(error.problems));
    PyErr_SetObject(py::type::of(exception).ptr(), exception.ptr());
    throw py::error_already_set();
}

}  // namespace pug_python
