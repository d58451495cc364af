#include "workbench/expectation_maximisation.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "pug/workbench/matrix.hpp"
#include "pug/workbench/moments.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Units that have values of the same indicators.
struct Pattern {
    std::vector<Index> known, missing;  ///< indicators
    std::vector<Index> rows;
};

/// The columns by how they are spread: mean 0 and standard deviation 1 of what is known. The fit does not depend on it,
/// but sizes can be judged then.
class Model {
  public:
    explicit Model(std::span<const std::span<double>> columns)
        : scaled_(static_cast<Index>(columns.front().size()), static_cast<Index>(columns.size())),
          mean_(VectorXd::Zero(scaled_.cols())),
          covariance_(MatrixXd::Identity(scaled_.cols(), scaled_.cols())) {
        for (std::size_t c = 0; c < columns.size(); ++c) {
            spreads_.push_back(moments(columns[c]));
            for (std::size_t row = 0; row < columns[c].size(); ++row)
                scaled_(static_cast<Index>(row), static_cast<Index>(c)) =
                    (columns[c][row] - spreads_[c].mean) / spreads_[c].sd;
        }
        find_patterns();
    }

    Fit fit() {
        // As many steps as a slow case needs, each a good deal smaller than what is asked of the result.
        constexpr int most_steps = 20000;
        constexpr double small = 1e-11;
        for (int step = 0; step < most_steps; ++step) {
            if (!expect()) return Fit::singular;
            if (maximise() < small) return expect() ? Fit::converged : Fit::singular;
        }
        return Fit::unfinished;
    }

    void write(std::span<const std::span<double>> columns) const {
        for (const Pattern& pattern : patterns_) {
            for (const Index c : pattern.missing) {
                const auto at = static_cast<std::size_t>(c);
                for (const Index row : pattern.rows)
                    columns[at][static_cast<std::size_t>(row)] = spreads_[at].mean + spreads_[at].sd * scaled_(row, c);
            }
        }
    }

  private:
    void find_patterns() {
        std::map<std::vector<bool>, std::vector<Index>> rows;
        for (Index row = 0; row < scaled_.rows(); ++row) {
            std::vector<bool> is_known;
            for (Index c = 0; c < scaled_.cols(); ++c) is_known.push_back(has_value(scaled_(row, c)));
            rows[is_known].push_back(row);
        }
        for (auto& [is_known, members] : rows) {
            Pattern pattern;
            for (Index c = 0; c < scaled_.cols(); ++c)
                (is_known[static_cast<std::size_t>(c)] ? pattern.known : pattern.missing).push_back(c);
            pattern.rows = std::move(members);
            patterns_.push_back(std::move(pattern));
        }
    }

    /// Puts the conditional means into the missing cells, and sums up how uncertain they are. False where indicators
    /// depend on each other linearly.
    bool expect() {
        uncertain_ = MatrixXd::Zero(covariance_.rows(), covariance_.cols());
        return std::all_of(patterns_.begin(), patterns_.end(),
                           [this](const Pattern& pattern) { return pattern.missing.empty() || expect(pattern); });
    }

    bool expect(const Pattern& pattern) {
        const auto& [known, missing, rows] = pattern;
        MatrixXd left = covariance_(missing, missing);
        MatrixXd filled = mean_(missing).transpose().replicate(static_cast<Index>(rows.size()), 1);
        if (!known.empty()) {
            const Eigen::LLT<MatrixXd> cholesky(covariance_(known, known));
            if (cholesky.info() != Eigen::Success || cholesky.matrixLLT().diagonal().minCoeff() < least_pivot)
                return false;
            const MatrixXd slopes = cholesky.solve(covariance_(known, missing));
            left -= covariance_(missing, known) * slopes;
            filled += (scaled_(rows, known).rowwise() - mean_(known).transpose()) * slopes;
        }
        scaled_(rows, missing) = filled;
        uncertain_(missing, missing) += static_cast<double>(rows.size()) * left;
        return true;
    }

    /// The mean and the covariance of the filled columns; how far the greatest step of any of them was.
    double maximise() {
        const auto n = static_cast<double>(scaled_.rows());
        const VectorXd mean = scaled_.colwise().mean().transpose();
        const MatrixXd away = scaled_.rowwise() - mean.transpose();
        const MatrixXd covariance = (away.transpose() * away + uncertain_) / n;
        const double step =
            std::max((mean - mean_).cwiseAbs().maxCoeff(), (covariance - covariance_).cwiseAbs().maxCoeff());
        mean_ = mean;
        covariance_ = covariance;
        return step;
    }

    /// Of an indicator with standard deviation 1, once the others are known: below it is nothing but them.
    static constexpr double least_pivot = 1e-5;

    std::vector<Moments> spreads_;
    MatrixXd scaled_;  ///< units × indicators
    VectorXd mean_;
    MatrixXd covariance_;
    MatrixXd uncertain_;
    std::vector<Pattern> patterns_;
};

}  // namespace

Fit fill_by_likelihood(std::span<const std::span<double>> columns) {
    // With no more units than indicators some mixture of them does not vary at all, and the likelihood has no bound.
    if (columns.front().size() <= columns.size()) return Fit::singular;
    Model model(columns);
    const Fit fit = model.fit();
    if (fit == Fit::converged) model.write(columns);
    return fit;
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
