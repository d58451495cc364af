#pragma once

#include <pybind11/pybind11.h>

namespace pug_python {

/// What is asked about units that were scored: plans, suppositions, robustness.
void register_questions(pybind11::module_& module);

}  // namespace pug_python
