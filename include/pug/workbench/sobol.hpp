#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/statistics/estimate.hpp"
#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// How much of the variance of one output each input brings about.
struct SobolIndices {
    std::string output;
    double mean = no_value;      ///< over the points of A and B
    double variance = no_value;  ///< the same
    /// By input: share of the variance that goes when the input alone is known. Where the output is constant there is
    /// no value.
    std::vector<Estimate> first;
    /// By input: share of the variance that stays when all but the input are known; with those that it brings about
    /// together with others.
    std::vector<Estimate> total;
    bool is_constant = false;
};

struct SobolOptions {
    double confidence = 0.95;      ///< of the intervals, each by itself
    bool allows_constant = false;  ///< a constant output is told by `is_constant` and is no error
    unsigned threads = 1;          ///< that share the outputs; the result is the same for any number
};

/// First-order and total indices of several outputs at once. `outputs` has a row an evaluation, in the order of
/// `SaltelliPoints::at`, and a column an output, which `names` names (without names they are called 0, 1, …).
///
/// With a, b and c the output at a point of A, of B and of A with column i of B, all less the mean of a and b, and
/// V = mean (a² + b²)/2:
/// - first order: mean b·(c − a) / V. Saltelli and others (2010), centred, without which it is far less precise where
///   the mean is large against the deviation.
/// - total: mean (c − a)²/2 / V. M. J. W. Jansen, Analysis of variance designs for model output, Computer Physics
///   Communications 117 (1999).
///
/// Each is a ratio of means over the points, so its standard error follows from the same evaluations by the delta
/// method: the standard deviation of (term − index · (a² + b²)/2)/V over the points, divided by √points. It holds for
/// points that are independent; for those of the Sobol sequence the true error is as large or smaller, and the
/// intervals are on the safe side.
///
/// Errors: `sobol.shape` (rows that are no multiple of inputs + 2, fewer than two points, no output, a wrong number of
/// names), `sobol.not_finite` (names output and evaluation, the first of each output), `sobol.constant` (names the
/// output), `statistics.confidence`. An output counts as constant when its variance is within what rounding makes of
/// one value.
result<std::vector<SobolIndices>> sobol_indices(const Matrix& outputs, std::size_t inputs,
                                                std::span<const std::string> names = {},
                                                const SobolOptions& options = {});

}  // namespace workbench
}  // namespace v0
}  // namespace pug
