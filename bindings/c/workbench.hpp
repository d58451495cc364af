#pragma once

#include <string>
#include <vector>

#include "error.hpp"
#include "pug.h"
#include "pug/workbench/index.hpp"

struct pug_design {
    pug::workbench::Design design;
    std::vector<std::string> columns;  ///< of the data that it needs
    std::string fingerprint;
};

struct pug_index {
    pug::workbench::Index index;
};
