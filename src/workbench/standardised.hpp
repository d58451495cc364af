#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// A column about its mean, divided by its length, which is kept: the sample standard deviation is length / √(n − 1).
/// All zero where the column is constant.
struct Standardised {
    Eigen::VectorXd values;
    double length = 0;

    explicit Standardised(std::span<const double> column)
        : values(Eigen::Map<const Eigen::VectorXd>(column.data(), static_cast<Eigen::Index>(column.size()))) {
        values.array() -= values.mean();
        values.array() -= values.mean();  // what rounding left
        length = values.stableNorm();
        if (length > 0) values /= length;
    }
    double sd() const { return length / std::sqrt(static_cast<double>(values.size() - 1)); }
};

/// Standardised columns, one or more, side by side, and their standard deviations.
struct StandardisedColumns {
    Eigen::MatrixXd values;
    Eigen::VectorXd sd;

    explicit StandardisedColumns(std::span<const std::span<const double>> columns)
        : values(static_cast<Eigen::Index>(columns.front().size()), static_cast<Eigen::Index>(columns.size())),
          sd(static_cast<Eigen::Index>(columns.size())) {
        for (std::size_t k = 0; k < columns.size(); ++k) {
            const Standardised column(columns[k]);
            values.col(static_cast<Eigen::Index>(k)) = column.values;
            sd[static_cast<Eigen::Index>(k)] = column.sd();
        }
    }
    /// Pearson's correlations of the columns.
    Eigen::MatrixXd correlations() const { return values.transpose() * values; }
};

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
