#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/index.hpp"
#include "pug/workbench/lookup.hpp"
#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// How far columns measure one thing.
struct Reliability {
    std::vector<std::size_t> values;  ///< numbers of the columns, where they are values of an index
    std::size_t rows = 0;             ///< complete rows, the only ones that count
    std::size_t left_out = 0;         ///< rows where a column has no value
    double alpha = no_value;      ///< at most 1; none of fewer than two columns or rows, or where the sum is constant
    std::vector<double> without;  ///< by column: alpha of the others, over the same rows
};

/// Cronbach's alpha of k columns of one length, k/(k − 1)·(1 − Σ variance of each/variance of their sum), with sample
/// variances: L. J. Cronbach, Coefficient alpha and the internal structure of tests, Psychometrika 16 (1951), 297–334.
Reliability reliability(std::span<const std::span<const double>> columns);

/// The same of values of an index: the parts of a part, or all values of a level below it. Errors: those of `select`,
/// `index.stage`.
result<Reliability> reliability(const Index& index, const Selection& selection = {});

}  // namespace workbench
}  // namespace v0
}  // namespace pug
