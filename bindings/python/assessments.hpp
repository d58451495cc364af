#pragma once

#include <pybind11/pybind11.h>

namespace pug_python {

/// Assessments as documents, and histories.
void register_assessments(pybind11::module_& module);

}  // namespace pug_python
