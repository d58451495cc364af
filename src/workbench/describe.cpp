#include "pug/workbench/describe.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "columns.hpp"
#include "pug/workbench/lookup.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

/// The rows whose values lie outside the quartiles by more than their distance allows.
std::vector<std::size_t> find_outliers(std::span<const double> column, const Description& told, double reach) {
    const double distance = reach * (told.high_quartile - told.low_quartile);
    const double low = told.low_quartile - distance, high = told.high_quartile + distance;
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (column[row] < low || column[row] > high) rows.push_back(row);
    }
    return rows;
}

/// Counts zeros and runs of equal values.
void count_values(const std::vector<double>& sorted, Description& told) {
    std::size_t longest = 0;
    for (std::size_t first = 0, last = 0; first < sorted.size(); first = last) {
        while (last < sorted.size() && sorted[last] == sorted[first]) ++last;
        longest = std::max(longest, last - first);
        told.distinct += 1;
        if (sorted[first] == 0) told.zeros = last - first;
    }
    if (!sorted.empty()) told.same = static_cast<double>(longest) / static_cast<double>(sorted.size());
}

/// A cell without a value is never beyond a limit: comparisons with it are false.
void flag(Description& told, const DescribeOptions& options) {
    const auto n = static_cast<double>(told.moments.n);
    told.is_too_skewed = std::abs(told.moments.skew) >= options.skew && told.moments.kurtosis >= options.kurtosis;
    told.is_mostly_missing = told.available < options.available_at_least;
    told.is_mostly_zero = static_cast<double>(told.zeros) > options.zeros_at_most * n;
    told.has_few_distinct = told.distinct < options.distinct_at_least;
}

bool is_sound(const DescribeOptions& options) {
    return std::isfinite(options.skew) && std::isfinite(options.kurtosis) &&
           std::isfinite(options.available_at_least) && std::isfinite(options.zeros_at_most) &&
           std::isfinite(options.reach) && options.reach >= 0;
}

}  // namespace

double quantile(std::span<const double> sorted, double share) {
    if (sorted.empty()) return no_value;
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    if (below + 1 >= sorted.size()) return sorted.back();
    const double part = place - static_cast<double>(below);
    return (1 - part) * sorted[below] + part * sorted[below + 1];
}

Description describe(std::span<const double> column, const DescribeOptions& options) {
    Description told;
    told.rows = column.size();
    told.moments = moments(column);
    if (!column.empty()) told.available = static_cast<double>(told.moments.n) / static_cast<double>(column.size());
    std::vector<double> sorted;
    std::copy_if(column.begin(), column.end(), std::back_inserter(sorted), has_value);
    std::sort(sorted.begin(), sorted.end());
    count_values(sorted, told);
    told.low_quartile = quantile(sorted, 0.25);
    told.median = quantile(sorted, 0.5);
    told.high_quartile = quantile(sorted, 0.75);
    told.outliers = find_outliers(column, told, options.reach);
    flag(told, options);
    return told;
}

result<std::vector<Description>> describe(const Index& index, const DescribeOptions& options) {
    if (!is_sound(options))
        return Error(ErrorKind::argument, "describe.options", "",
                     "a limit is no finite number, or the reach of outliers is negative");
    PUG_TRY(const Stage* stage, find_stage(index, options.stage));
    const detail::Columns columns(index, *stage);
    const std::size_t indicators = index.blueprint.indicators.size();
    std::vector<Description> told;
    for (std::size_t v = 0; v < (options.has_parts ? index.blueprint.names.size() : indicators); ++v) {
        told.push_back(describe(columns.of(v), options));
        told.back().value = v;
    }
    return told;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
