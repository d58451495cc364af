#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// What an index is built from: a row a unit, or a row a unit and time.
struct Dataset {
    std::vector<std::string> units;    ///< name of each row; with `times` a name may come again, at another time
    std::vector<double> times;         ///< time of each row (a year, say); empty: there is one time only
    std::vector<std::string> columns;  ///< names of the numeric columns: indicators and denominators
    Matrix values;                     ///< rows × columns; a cell may be without a value, none is infinite
    /// Text columns by name, a text each row: the groups that imputation looks at. An empty text is no group.
    std::vector<std::pair<std::string, std::vector<std::string>>> groups;

    std::size_t rows() const { return units.size(); }

    /// Position of a numeric column; the number of columns when there is none of that name.
    std::size_t find(std::string_view column) const {
        std::size_t c = 0;
        while (c < columns.size() && columns[c] != column) ++c;
        return c;
    }

    /// The texts of a group column; null when there is none of that name.
    const std::vector<std::string>* group(std::string_view name) const {
        for (const auto& [column, texts] : groups) {
            if (column == name) return &texts;
        }
        return nullptr;
    }
};

}  // namespace workbench
}  // namespace v0
}  // namespace pug
