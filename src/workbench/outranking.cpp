#include "pug/workbench/outranking.hpp"

#include <algorithm>
#include <cstddef>

#include "weighted_parts.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using detail::WeightedParts;

constexpr double rounding = 1e-12;  // how near to a half is a half

/// Adds to `won[v]` for each unit v from `first` on what a part of this weight says of v against a unit whose value is
/// `mine`. A loop without a branch, for vector code.
void add_part(const double* x, double mine, double weight, double equal, std::size_t first, std::size_t units,
              double* won) {
    for (std::size_t v = first; v < units; ++v) {
        const double better = x[v] > mine ? weight : 0.0;
        const double same = x[v] == mine ? equal : 0.0;
        won[v] += better + same;
    }
}

/// Calls `take(unit, won)` for each unit: `won[v]` is the weight by which each later unit v outdoes it, where a part in
/// which they are equal counts by half. The other half of the pairs follows from that.
template <class F>
void each_row(const WeightedParts& parts, F take) {
    const std::size_t units = parts.columns.front().size();
    std::vector<double> won(units);
    for (std::size_t u = 0; u < units; ++u) {
        std::fill(won.begin() + static_cast<std::ptrdiff_t>(u), won.end(), 0.0);
        for (std::size_t k = 0; k < parts.columns.size(); ++k) {
            const double weight = parts.weights[k];
            if (parts.counts(k))
                add_part(parts.columns[k].data(), parts.columns[k][u], weight, weight / 2, u + 1, units, won.data());
        }
        take(u, won.data());
    }
}

/// Scores of a unit and of those after it, from the weight by which they outdo it.
void count_wins(std::size_t unit, const double* won, double total, std::span<double> scores) {
    const double above = total * (0.5 + rounding);
    const double below = total * (0.5 - rounding);
    double lost = 0;
    for (std::size_t v = unit + 1; v < scores.size(); ++v) {
        const double wins = won[v] > above ? 1.0 : 0.0;
        const double loses = won[v] < below ? 1.0 : 0.0;
        scores[v] += wins - loses;
        lost += wins - loses;
    }
    scores[unit] -= lost;
}

}  // namespace

result<Matrix> outranking(std::span<const std::span<const double>> parts, std::span<const double> weights,
                          const std::string& where) {
    const WeightedParts weighted{parts, weights, 0, where};
    if (auto wrong = detail::check_comparable(weighted)) return *std::move(wrong);
    const std::size_t units = parts.front().size();
    const double total = weighted.total();
    Matrix shares(units, units, 0.0);
    each_row(weighted, [&](std::size_t u, const double* won) {
        double* const column = shares.column(u).data();
        for (std::size_t v = u + 1; v < units; ++v) column[v] = won[v] / total;
        for (std::size_t v = u + 1; v < units; ++v) shares.at(u, v) = 1 - column[v];
    });
    return shares;
}

result<Matrix> concordance(std::span<const std::span<const double>> parts, std::span<const double> weights,
                           const std::string& where) {
    const WeightedParts weighted{parts, weights, 0, where};
    if (auto wrong = detail::check_comparable(weighted)) return *std::move(wrong);
    const std::size_t units = parts.front().size();
    const double total = weighted.total();
    Matrix shares(units, units, 0.0);
    for (std::size_t u = 0; u < units; ++u) {
        double* const column = shares.column(u).data();
        for (std::size_t k = 0; k < parts.size(); ++k)
            if (weighted.counts(k)) add_part(parts[k].data(), parts[k][u], weights[k], weights[k], 0, units, column);
        for (std::size_t v = 0; v < units; ++v) column[v] /= total;
    }
    return shares;
}

std::vector<double> copeland(const Matrix& outranking) {
    std::vector<double> scores(outranking.rows());
    for (std::size_t u = 0; u < outranking.columns(); ++u) count_wins(u, outranking.column(u).data(), 1, scores);
    return scores;
}

result<std::vector<double>> copeland(std::span<const std::span<const double>> parts, std::span<const double> weights,
                                     const std::string& where) {
    const WeightedParts weighted{parts, weights, 0, where};
    if (auto wrong = detail::check_comparable(weighted)) return *std::move(wrong);
    std::vector<double> scores(parts.front().size());
    const double total = weighted.total();
    each_row(weighted, [&](std::size_t u, const double* won) { count_wins(u, won, total, scores); });
    return scores;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
