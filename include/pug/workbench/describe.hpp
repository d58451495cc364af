#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/index.hpp"
#include "pug/workbench/matrix.hpp"
#include "pug/workbench/moments.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// What is looked at, and from where on a column is flagged. The limits of skew and kurtosis are those of `Treatment`;
/// the others are ours and no authority's.
struct DescribeOptions {
    std::string stage;                    ///< whose values are described; empty: those that were aggregated
    bool has_parts = false;               ///< the values of parts are described too
    double skew = 2;                      ///< too skewed: |skew| is at least this, and the
    double kurtosis = 3.5;                ///< kurtosis at least this
    double available_at_least = 2.0 / 3;  ///< mostly missing: a smaller share of the rows has a value
    double zeros_at_most = 0.5;           ///< mostly zero: a greater share of the values is
    std::size_t distinct_at_least = 5;    ///< few distinct: there are fewer different values
    double reach = 1.5;  ///< outlier: further outside the quartiles than this many times their distance
};

/// What the values of one column look like. What too few values do not tell is without a value.
struct Description {
    std::size_t value = 0;     ///< number of the indicator or part
    std::size_t rows = 0;      ///< of the column
    Moments moments;           ///< number of values, extremes, mean, standard deviation, skew G1, kurtosis G2
    double available = 0;      ///< share of the rows that have a value; 0 without rows
    std::size_t zeros = 0;     ///< values that are 0
    std::size_t distinct = 0;  ///< different values
    double same = no_value;    ///< share of the values that are the most frequent one
    double median = no_value;
    double low_quartile = no_value, high_quartile = no_value;
    std::vector<std::size_t> outliers;  ///< their rows, ascending
    bool is_too_skewed = false;
    bool is_mostly_missing = false;
    bool is_mostly_zero = false;
    bool has_few_distinct = false;
};

/// The value below which a share of the others lies, between two of them on the line that joins them: definition 7 of
/// R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages, The American Statistician 50 (1996), 361–365.
/// `sorted` ascends and has no cell without a value; an empty one has no quantile.
double quantile(std::span<const double> sorted, double share);

/// Describes one column.
Description describe(std::span<const double> column, const DescribeOptions& options = {});

/// Describes every indicator as it was after a stage and, where wanted, every part. Errors: `index.stage`,
/// `describe.options` (a limit that is no finite number, or a negative reach).
result<std::vector<Description>> describe(const Index& index, const DescribeOptions& options = {});

}  // namespace workbench
}  // namespace v0
}  // namespace pug
