#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// How two columns are held against each other.
enum class CorrelationMethod : std::uint8_t {
    pearson,   ///< how near they lie to a line
    spearman,  ///< Pearson's of the ranks, equal values sharing the mean of theirs
    kendall    ///< tau-b: pairs in the same order less pairs in the opposite one
};

/// Why two columns have no correlation.
enum class CorrelationGap : std::uint8_t {
    none,      ///< they have one
    too_few,   ///< fewer than three rows have a value in both
    constant,  ///< where both have a value, all values of one are equal
};

struct Correlation {
    double value = no_value;  ///< −1 … 1
    double p = no_value;      ///< of one at least as far from 0 when the two are independent; two-sided
    std::size_t n = 0;        ///< rows with a value in both: the only ones that count
    CorrelationGap gap = CorrelationGap::too_few;
};

/// How two columns of one length go together, over the rows where both have a value.
///
/// The probability comes from Student's t with n − 2 degrees of freedom, t = r·√((n − 2)/(1 − r²)), for Pearson and
/// Spearman, and from the normal distribution with the variance under ties for Kendall, whose pairs are counted in O(n
/// log n).
///
/// M. G. Kendall, Rank Correlation Methods, 4th edition (1970), chapters 3 and 4; W. R. Knight, A computer method for
/// calculating Kendall's tau with ungrouped data, Journal of the American Statistical Association 61 (1966), 436–439.
Correlation correlation(CorrelationMethod method, std::span<const double> x, std::span<const double> y);

/// Every column of `rows` with every one of `columns`, row by row; all of one length.
std::vector<Correlation> correlations(CorrelationMethod method, std::span<const std::span<const double>> rows,
                                      std::span<const std::span<const double>> columns);

/// Ranks from 1 for the least value on, equal values sharing the mean of theirs; a cell without a value has none.
std::vector<double> average_ranks(std::span<const double> column);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
