#include "pug/workbench/components.hpp"

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "columns.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using Columns = std::span<const std::span<const double>>;

Eigen::Index at(std::size_t i) { return static_cast<Eigen::Index>(i); }

Error refuse(std::string code, std::string where, std::string message) {
    return {ErrorKind::data, std::move(code), std::move(where), std::move(message)};
}

/// The complete rows less their means: rows × columns. A column whose values are equal becomes exactly 0.
Eigen::MatrixXd centred(Columns columns, const std::vector<std::size_t>& rows) {
    Eigen::MatrixXd data(at(rows.size()), at(columns.size()));
    for (std::size_t c = 0; c < columns.size(); ++c) {
        for (std::size_t r = 0; r < rows.size(); ++r) data(at(r), at(c)) = columns[c][rows[r]];
        auto column = data.col(at(c));
        const double mean = column.minCoeff() == column.maxCoeff() ? column[0] : column.mean();
        column.array() -= mean;
    }
    return data;
}

/// Turns a direction round where its sum is negative or, where that is 0 but for rounding, its first loading.
void orient(Eigen::Ref<Eigen::VectorXd> direction) {
    constexpr double nothing = 1e-9;
    double side = direction.sum();
    for (Eigen::Index c = 0; c < direction.size() && std::abs(side) < nothing; ++c) side = direction[c];
    if (side < 0) direction = -direction;
}

/// Divides each column by its standard deviation.
std::optional<Error> scale(Eigen::MatrixXd& data, std::span<const std::string> names) {
    Error error;
    error.kind = ErrorKind::data;
    for (Eigen::Index c = 0; c < data.cols(); ++c) {
        const double sd = data.col(c).stableNorm() / std::sqrt(static_cast<double>(data.rows() - 1));
        const std::string& name = names[static_cast<std::size_t>(c)];
        if (!(sd > 0))
            error.problems.push_back({"components.constant", name, 0, 0,
                                      "all values of \"" + name + "\" are equal, so that it correlates with nothing"});
        data.col(c) /= sd;
    }
    if (error.problems.empty()) return {};
    return error;
}

Error out_of_range() {
    return refuse("components.range", "",
                  "the values are so great that their squares are no numbers; scale them first");
}

result<Components> told(const Eigen::MatrixXd& data, const std::vector<std::size_t>& rows, std::size_t all_rows) {
    const auto k = static_cast<std::size_t>(data.cols());
    const Eigen::MatrixXd spread = data.transpose() * data / static_cast<double>(data.rows() - 1);
    if (!spread.allFinite()) return out_of_range();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(spread);
    // Eigenvalues come ascending; those of a matrix without full rank may lie below 0 by rounding.
    const Eigen::VectorXd variances = solver.eigenvalues().reverse().cwiseMax(0);
    Eigen::MatrixXd directions = solver.eigenvectors().rowwise().reverse();
    for (Eigen::Index c = 0; c < directions.cols(); ++c) orient(directions.col(c));
    const Eigen::MatrixXd scores = data * directions;
    Components found;
    found.rows = rows.size();
    found.left_out = all_rows - rows.size();
    found.loadings = Matrix(k, k);
    found.scores = Matrix(all_rows, k);
    for (std::size_t c = 0; c < k; ++c) {
        found.variances.push_back(variances[at(c)]);
        found.shares.push_back(variances[at(c)] / variances.sum());
        for (std::size_t v = 0; v < k; ++v) found.loadings.at(v, c) = directions(at(v), at(c));
        for (std::size_t r = 0; r < rows.size(); ++r) found.scores.at(rows[r], c) = scores(at(r), at(c));
    }
    return found;
}

}  // namespace

result<Components> components(Columns columns, std::span<const std::string> names, const ComponentOptions& options) {
    if (columns.empty()) return refuse("components.columns", "", "there are no columns to take components of");
    const std::vector<std::size_t> rows = detail::complete_rows(columns);
    if (rows.size() < 2)
        return refuse("components.rows", "",
                      std::to_string(rows.size()) + " rows have a value in every column; components need two or more");
    Eigen::MatrixXd data = centred(columns, rows);
    if (!data.allFinite()) return out_of_range();
    if (options.basis == ComponentBasis::correlation) {
        if (auto error = scale(data, names)) return std::move(*error);
    }
    if (data.isZero(0)) return refuse("components.constant", "", "all values of every column are equal");
    return told(data, rows, columns.front().size());
}

result<Components> components(const Index& index, const Selection& selection, const ComponentOptions& options) {
    PUG_TRY(std::vector<std::size_t> values, select(index, selection));
    PUG_TRY(const Stage* stage, find_stage(index, selection.stage));
    const detail::Columns columns(index, *stage);
    std::vector<std::string> names;
    for (const std::size_t value : values) names.push_back(index.blueprint.names[value]);
    PUG_TRY(Components found, components(columns.of(values), names, options));
    found.values = std::move(values);
    return found;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
