#include "pug/workbench/reliability.hpp"

#include <utility>

#include "columns.hpp"
#include "pug/workbench/moments.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

double variance(std::span<const double> values) {
    const double sd = moments(values).sd;
    return sd * sd;
}

/// Alpha of the complete columns; of all but one where `left_out` is one of them.
double alpha(const std::vector<std::vector<double>>& columns, std::size_t left_out) {
    double k = 0, variances = 0;
    std::vector<double> sum(columns.front().size(), 0.0);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (c == left_out) continue;
        k += 1;
        variances += variance(columns[c]);
        for (std::size_t row = 0; row < sum.size(); ++row) sum[row] += columns[c][row];
    }
    // Columns that cancel each other out leave a sum that varies by nothing but its rounding.
    constexpr double rounding = 1e-20;
    const double whole = variance(sum);
    return k >= 2 && whole > rounding * variances ? k / (k - 1) * (1 - variances / whole) : no_value;
}

}  // namespace

Reliability reliability(std::span<const std::span<const double>> columns) {
    Reliability found;
    if (columns.empty()) return found;
    const std::vector<std::size_t> rows = detail::complete_rows(columns);
    found.rows = rows.size();
    found.left_out = columns.front().size() - rows.size();
    std::vector<std::vector<double>> complete(columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        for (const std::size_t row : rows) complete[c].push_back(columns[c][row]);
    }
    found.alpha = alpha(complete, columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) found.without.push_back(alpha(complete, c));
    return found;
}

result<Reliability> reliability(const Index& index, const Selection& selection) {
    PUG_TRY(std::vector<std::size_t> values, select(index, selection));
    PUG_TRY(const Stage* stage, find_stage(index, selection.stage));
    Reliability found = reliability(detail::Columns(index, *stage).of(values));
    found.values = std::move(values);
    return found;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
