#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pug {
inline namespace v0 {

/// The observations of one variable: a value and a status for each unit, at any stride. Owns nothing.
struct Column {
    const double* values = nullptr;          ///< value of unit u at values[u * stride]; ignored unless observed
    std::ptrdiff_t stride = 1;               ///< in doubles
    const std::uint8_t* statuses = nullptr;  ///< `Status` of unit u at statuses[u * status_stride]; null: all observed
    std::ptrdiff_t status_stride = 1;        ///< in bytes
};

/// Observations of N units, one column a variable. Owns the names, not the numbers: they must outlive it, and any
/// scores that are to be explained.
class Table {
  public:
    explicit Table(std::size_t units) : units_(units) {}

    /// Variables of a row-major matrix, `row_stride` doubles (and status bytes) from unit to unit.
    static Table matrix(std::span<const std::string> variables, const double* values, const std::uint8_t* statuses,
                        std::size_t units, std::ptrdiff_t row_stride) {
        Table table(units);
        for (std::size_t v = 0; v < variables.size(); ++v) {
            table.add(variables[v], {values + v, row_stride, statuses ? statuses + v : nullptr, row_stride});
        }
        return table;
    }

    Table& add(std::string variable, Column column) {
        columns_.emplace_back(std::move(variable), column);
        return *this;
    }

    /// Names of the units, one each; without them a unit is called by its row, counted from 1.
    Table& name_units(std::vector<std::string> names) {
        names_ = std::move(names);
        return *this;
    }

    std::size_t units() const { return units_; }
    const std::vector<std::string>& names() const { return names_; }
    const std::vector<std::pair<std::string, Column>>& columns() const { return columns_; }

    std::string name(std::size_t unit) const { return names_.empty() ? std::to_string(unit + 1) : names_[unit]; }

    /// The column of that variable; `likely` is where it stands if the table has the order of the instrument.
    const Column* find(std::string_view variable, std::size_t likely = 0) const {
        if (likely < columns_.size() && columns_[likely].first == variable) return &columns_[likely].second;
        for (const auto& [name, column] : columns_) {
            if (name == variable) return &column;
        }
        return nullptr;
    }

  private:
    std::size_t units_;
    std::vector<std::string> names_;
    std::vector<std::pair<std::string, Column>> columns_;
};

}  // namespace v0
}  // namespace pug
