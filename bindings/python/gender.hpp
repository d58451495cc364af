#pragma once

#include <pybind11/pybind11.h>

namespace pug_python {

/// Gender analyses, measures of women and men, shares of a budget, small counts.
void register_gender(pybind11::module_& module);

}  // namespace pug_python
