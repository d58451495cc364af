#pragma once

#include <pybind11/pybind11.h>

namespace pug_python {

/// Units against a measure, rounds against each other.
void register_comparing(pybind11::module_& module);

}  // namespace pug_python
