#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "pug/workbench/index.hpp"
#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// The columns of an index side by side, on the rows of a stage: indicators as they were after it, and parts, which
/// have no value in rows that were screened out later.
class Columns {
  public:
    Columns(const Index& index, const Stage& stage)
        : stage_(stage),
          indicators_(index.blueprint.indicators.size()),
          parts_(stage.rows.size(), index.scores.columns()) {
        const std::vector<std::size_t>& last = index.stages.back().rows;
        std::size_t from = 0;
        for (std::size_t row = 0; row < stage.rows.size(); ++row) {
            // Steps only take rows away, so the last rows are among these, in the same order.
            if (from == last.size() || last[from] != stage.rows[row]) continue;
            for (std::size_t p = 0; p < parts_.columns(); ++p) parts_.at(row, p) = index.scores.at(from, p);
            ++from;
        }
    }

    std::size_t rows() const { return stage_.rows.size(); }

    /// The column of an indicator or part.
    std::span<const double> of(std::size_t value) const {
        return value < indicators_ ? stage_.values.column(value) : parts_.column(value - indicators_);
    }

    std::vector<std::span<const double>> of(std::span<const std::size_t> values) const {
        std::vector<std::span<const double>> columns;
        for (const std::size_t value : values) columns.push_back(of(value));
        return columns;
    }

  private:
    const Stage& stage_;
    std::size_t indicators_;
    Matrix parts_;
};

/// The rows in which every column has a value.
inline std::vector<std::size_t> complete_rows(std::span<const std::span<const double>> columns) {
    std::vector<std::size_t> rows;
    const std::size_t all = columns.empty() ? 0 : columns.front().size();
    for (std::size_t row = 0; row < all; ++row) {
        if (std::all_of(columns.begin(), columns.end(), [&](auto column) { return has_value(column[row]); }))
            rows.push_back(row);
    }
    return rows;
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
