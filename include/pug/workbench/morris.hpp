#pragma once

#include <span>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/statistics/estimate.hpp"
#include "pug/workbench/matrix.hpp"
#include "pug/workbench/sampling.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// What an input does to an output when it alone changes, over a sample of places: the change of the output divided by
/// that of the input, the input going from 0 to 1.
struct ElementaryEffects {
    Estimate mean;           ///< μ: effects of opposite sign cancel
    Estimate mean_absolute;  ///< μ*: they do not
    Estimate deviation;  ///< σ, with n − 1: large where the input acts together with others, or not in a straight line
};

/// The effects of all inputs on one output.
struct MorrisEffects {
    std::string output;
    std::vector<ElementaryEffects> inputs;
    bool is_constant = false;  ///< the output never changed by more than rounding does
};

struct MorrisOptions {
    double confidence = 0.95;
    bool allows_constant = false;  ///< an output that never changes is told by `is_constant` and is no error
};

/// Elementary effects of several outputs at once. `outputs` has a row for each of `points.points`, and a column an
/// output, which `names` names (without names they are called 0, 1, …).
///
/// The intervals of the means are those of Student's t over the trajectories. That of the deviation is normal, by the
/// delta method from the fourth moment. One trajectory gives no intervals.
///
/// F. Campolongo, J. Cariboni and A. Saltelli, An effective screening design for sensitivity analysis of large models,
/// Environmental Modelling & Software 22 (2007).
///
/// Errors: `morris.shape`, `morris.not_finite` (names output and evaluation), `morris.constant` (names the output),
/// `statistics.confidence`.
result<std::vector<MorrisEffects>> elementary_effects(const MorrisTrajectories& points, const Matrix& outputs,
                                                      std::span<const std::string> names = {},
                                                      const MorrisOptions& options = {});

}  // namespace workbench
}  // namespace v0
}  // namespace pug
