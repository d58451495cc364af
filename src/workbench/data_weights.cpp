#include "data_weights.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "near_one.hpp"
#include "pug/workbench/matrix.hpp"
#include "refusals.hpp"
#include "standardised.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

namespace {

constexpr double rounding = 1e-12;  // by how much equal values may differ, relative to the greatest

std::optional<Error> check_column(std::span<const double> column, std::size_t part, const std::string& where) {
    double least = HUGE_VAL;
    double greatest = -HUGE_VAL;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (!has_value(column[row]))
            return refuse_cell("weights.missing", where, row, part, "found no value, wanted one to weigh by");
        if (std::isinf(column[row]))
            return refuse_cell("weights.infinite", where, row, part,
                               "found " + digits(column[row]) + ", wanted a number to weigh by");
        least = std::min(least, column[row]);
        greatest = std::max(greatest, column[row]);
    }
    if (!(greatest - least > rounding * std::max(std::abs(least), std::abs(greatest))))
        return refuse_data("weights.constant", where,
                           "the values of part " + std::to_string(part + 1) + " are all " +
                               (column.empty() ? "missing" : digits(least)) + ", wanted some that differ");
    return std::nullopt;
}

/// Σ over the units of (1 + d)·ln(1 + d) − d, where d is the relative distance of a value from the mean: n·ln n times
/// 1 − E, without the difference of nearly equal numbers. No term is below 0.
double divergence(std::span<const double> column) {
    double mean = 0;
    for (const double x : column) mean += x / static_cast<double>(column.size());
    double sum = 0;
    for (const double x : column) {
        const double d = (x - mean) / mean;
        sum += x == 0 ? 1.0 : std::max(0.0, x / mean * log_of_1_plus(d) - d);
    }
    return sum;
}

}  // namespace

std::optional<Error> check_columns(PartColumns parts, const std::string& where) {
    for (std::size_t k = 0; k < parts.size(); ++k) {
        if (parts[k].size() != parts.front().size())
            return refuse_data("weights.count", where,
                               "found " + std::to_string(parts[k].size()) + " rows of part " + std::to_string(k + 1) +
                                   ", wanted " + std::to_string(parts.front().size()));
        if (auto wrong = check_column(parts[k], k, where)) return wrong;
    }
    return std::nullopt;
}

std::vector<double> inverse_sd_weights(PartColumns parts) {
    std::vector<double> weights;
    for (const std::span<const double> part : parts) weights.push_back(1 / Standardised(part).sd());
    return weights;
}

result<std::vector<double>> component_weights(PartColumns parts, const std::string& where) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> found(StandardisedColumns(parts).correlations());
    const Eigen::Index last = found.eigenvalues().size() - 1;  // they ascend
    if (found.info() != Eigen::Success)
        return refuse_data("weights.component", where, "the eigenvectors of the correlations were not found");
    if (found.eigenvalues()[last] - found.eigenvalues()[last - 1] <= 1e-9 * found.eigenvalues()[last])
        return refuse_data("weights.component", where,
                           "the two greatest eigenvalues of the correlations are both " +
                               digits(found.eigenvalues()[last]) + ", wanted one that is the greatest");
    const Eigen::VectorXd squares = found.eigenvectors().col(last).array().square();
    return std::vector<double>(squares.begin(), squares.end());
}

result<std::vector<double>> entropy_weights(PartColumns parts, const std::string& where) {
    std::vector<double> weights;
    for (std::size_t k = 0; k < parts.size(); ++k) {
        const auto negative = std::find_if(parts[k].begin(), parts[k].end(), [](double x) { return x < 0; });
        if (negative != parts[k].end())
            return refuse_cell("weights.negative", where, static_cast<std::size_t>(negative - parts[k].begin()), k,
                               "found " + digits(*negative) + ", wanted 0 or more: entropy looks at shares");
        weights.push_back(divergence(parts[k]));
    }
    return weights;
}

std::vector<double> critic_weights(PartColumns parts) {
    const StandardisedColumns columns(parts);
    const Eigen::MatrixXd conflicts = 1 - columns.correlations().array();
    std::vector<double> weights;
    for (Eigen::Index k = 0; k < conflicts.cols(); ++k) {
        const auto [least, greatest] =
            std::minmax_element(parts[static_cast<std::size_t>(k)].begin(), parts[static_cast<std::size_t>(k)].end());
        const double conflict = conflicts.col(k).sum() - conflicts(k, k);
        weights.push_back(columns.sd[k] / (*greatest - *least) * std::max(0.0, conflict));
    }
    return weights;
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
