#pragma once

#include <pybind11/pybind11.h>

namespace pug_python {

/// Adds the index workbench to the module: designs, indices built from them, and questions about them.
void register_workbench(pybind11::module_& module);

}  // namespace pug_python
