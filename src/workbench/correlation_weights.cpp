#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include "data_weights.hpp"
#include "pug/workbench/aggregate.hpp"
#include "refusals.hpp"
#include "standardised.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

namespace {

constexpr double near_enough = 1e-9;  // how far correlations may be off, relative to their mean

Error refuse(const std::string& where, std::string message) {
    return refuse_data("weights.convergence", where, std::move(message));
}

/// Solves the equations as well as can be; where there are many solutions, the shortest.
Eigen::VectorXd solve(const Eigen::MatrixXd& matrix, const Eigen::VectorXd& right) {
    Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> decomposed;
    decomposed.setThreshold(1e-10);
    decomposed.compute(matrix);
    return decomposed.solve(right);
}

/// Weights for the arithmetic mean, some perhaps negative: the correlation of a part with Σ w·x is in proportion to
/// R·(σ·w).
Eigen::VectorXd weights_of_mean(const StandardisedColumns& columns, const Eigen::VectorXd& importance) {
    return solve(columns.correlations(), importance).cwiseQuotient(columns.sd);
}

/// Weights are looked for by Newton's method in their logarithms, which keeps them above 0.
class Search {
  public:
    Search(PartColumns parts, const StandardisedColumns& columns, const Eigen::VectorXd& importance,
           const Aggregation& rule, const std::string& where)
        : parts_(parts),
          columns_(columns),
          importance_(importance),
          rule_(rule),
          where_(where),
          aggregated_(parts.front().size()) {}

    result<Eigen::VectorXd> run(Eigen::VectorXd logs) {
        constexpr int most_steps = 100;
        PUG_TRY(Eigen::VectorXd distances, distances_of(logs));
        for (int step = 0; step < most_steps && !is_near(distances); ++step) {
            PUG_TRY(const Eigen::MatrixXd slopes, slopes_of(logs));
            PUG_TRY(const bool is_nearer, go(solve(slopes, -distances), logs, distances));
            if (!is_nearer) break;
        }
        if (!is_near(distances))
            return refuse(where_, "found no weights with the correlations wanted; the nearest are off by " +
                                      digits(distances.lpNorm<Eigen::Infinity>()) + " of their mean");
        return logs;
    }

  private:
    static bool is_near(const Eigen::VectorXd& distances) { return distances.lpNorm<Eigen::Infinity>() <= near_enough; }

    /// How far each correlation, over the importance wanted, is from the mean of all, relative to that.
    result<Eigen::VectorXd> distances_of(const Eigen::VectorXd& logs) {
        Eigen::VectorXd weights = (logs.array() - logs.maxCoeff()).exp();
        if (auto wrong = aggregate(rule_, parts_, {weights.data(), parts_.size()}, where_, aggregated_))
            return *std::move(wrong);
        const Standardised whole(aggregated_);
        const Eigen::VectorXd ratios = (columns_.values.transpose() * whole.values).cwiseQuotient(importance_);
        const double mean = ratios.mean();
        if (!(mean > 0))
            return refuse(where_, "the parts do not rise with their aggregate, wanted correlations above 0");
        return Eigen::VectorXd(ratios.array() / mean - 1);
    }

    /// Slopes of the distances in the logarithms, by differences to both sides.
    result<Eigen::MatrixXd> slopes_of(const Eigen::VectorXd& logs) {
        constexpr double step = 0x1p-17;
        Eigen::MatrixXd slopes(logs.size(), logs.size());
        for (Eigen::Index k = 0; k < logs.size(); ++k) {
            Eigen::VectorXd aside = logs;
            aside[k] = logs[k] + step;
            PUG_TRY(const Eigen::VectorXd above, distances_of(aside));
            aside[k] = logs[k] - step;
            PUG_TRY(const Eigen::VectorXd below, distances_of(aside));
            slopes.col(k) = (above - below) / (2 * step);
        }
        return slopes;
    }

    /// Goes that way, or half of it, or a quarter …, as far as it comes nearer.
    result<bool> go(const Eigen::VectorXd& way, Eigen::VectorXd& logs, Eigen::VectorXd& distances) {
        constexpr double longest = 2;  // no weight changes more than sevenfold at once
        double part = std::min(1.0, longest / std::max(longest, way.lpNorm<Eigen::Infinity>()));
        for (int halvings = 0; halvings < 40; ++halvings) {
            const Eigen::VectorXd there = logs + part * way;
            part /= 2;
            auto tried = distances_of(there);
            if (tried.has_error()) continue;
            if (tried.value().lpNorm<Eigen::Infinity>() < distances.lpNorm<Eigen::Infinity>()) {
                logs = there;
                distances = std::move(tried).value();
                return true;
            }
        }
        return false;
    }

    PartColumns parts_;
    const StandardisedColumns& columns_;
    const Eigen::VectorXd& importance_;
    const Aggregation& rule_;
    const std::string& where_;
    std::vector<double> aggregated_;
};

std::optional<Error> check_importance(std::span<const double> importance, std::size_t parts, const std::string& where) {
    if (importance.size() != parts)
        return refuse_rule(
            "weights.count", where,
            "found the importance of " + std::to_string(importance.size()) + " parts, wanted " + std::to_string(parts));
    for (const double each : importance) {
        if (!(each > 0) || std::isinf(each))
            return refuse_rule("weights.judgements", where,
                               "an importance is " + digits(each) + ", wanted a number above 0");
    }
    return std::nullopt;
}

}  // namespace

result<std::vector<double>> correlation_weights(PartColumns parts, std::span<const double> importance,
                                                const Aggregation& rule, const std::string& where) {
    Eigen::VectorXd wanted = Eigen::VectorXd::Ones(static_cast<Eigen::Index>(parts.size()));
    if (!importance.empty()) {
        if (auto wrong = check_importance(importance, parts.size(), where)) return *std::move(wrong);
        std::copy(importance.begin(), importance.end(), wanted.begin());
    }
    const StandardisedColumns columns(parts);
    Eigen::VectorXd weights = weights_of_mean(columns, wanted);
    const bool are_positive = weights.minCoeff() > 0;
    if (rule.method == AggregationMethod::arithmetic) {
        const Eigen::VectorXd found = columns.correlations() * weights.cwiseProduct(columns.sd);
        if ((found - wanted).lpNorm<Eigen::Infinity>() > near_enough * wanted.maxCoeff())
            return refuse(where, "the parts depend on each other such that no weights give the correlations wanted");
        if (weights.minCoeff() < -near_enough * weights.maxCoeff()) {
            Eigen::Index least = 0;
            weights.minCoeff(&least);
            return refuse(where,
                          "part " + std::to_string(least + 1) +
                              " would need a negative weight, wanted correlations that weights of 0 or more give");
        }
        weights = weights.cwiseMax(0.0);
        return std::vector<double>(weights.begin(), weights.end());
    }
    if (!are_positive) weights = columns.sd.cwiseInverse();
    Search search(parts, columns, wanted, rule, where);
    PUG_TRY(const Eigen::VectorXd logs, search.run(weights.array().log()));
    const Eigen::VectorXd found = (logs.array() - logs.maxCoeff()).exp();
    return std::vector<double>(found.begin(), found.end());
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
