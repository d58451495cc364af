#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace pug {
inline namespace v0 {
namespace workbench {

/// A cell without a value. Only inside the workbench: data come in with statuses, and a NaN among them is refused.
inline constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// Whether a cell has a value.
inline bool has_value(double cell) { return !std::isnan(cell); }

/// Rows × columns of doubles, one column after the other; a cell may be without a value.
class Matrix {
  public:
    Matrix() = default;
    Matrix(std::size_t rows, std::size_t columns, double fill = no_value)
        : rows_(rows), columns_(columns), cells_(rows * columns, fill) {}

    std::size_t rows() const { return rows_; }
    std::size_t columns() const { return columns_; }
    bool is_empty() const { return cells_.empty(); }

    std::span<double> column(std::size_t c) { return {cells_.data() + c * rows_, rows_}; }
    std::span<const double> column(std::size_t c) const { return {cells_.data() + c * rows_, rows_}; }

    double& at(std::size_t row, std::size_t column) { return cells_[column * rows_ + row]; }
    double at(std::size_t row, std::size_t column) const { return cells_[column * rows_ + row]; }

    /// All cells, column by column.
    std::span<double> cells() { return cells_; }
    std::span<const double> cells() const { return cells_; }

  private:
    std::size_t rows_ = 0;
    std::size_t columns_ = 0;
    std::vector<double> cells_;
};

}  // namespace workbench
}  // namespace v0
}  // namespace pug
