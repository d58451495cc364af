#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// How points are spread over the unit cube.
enum class Spread : std::uint8_t {
    sobol,  ///< the Sobol sequence, shifted by the seed
    random  ///< independent of each other
};

/// Points of which each differs from another one in a single input, for `sobol_indices`. All coordinates lie strictly
/// between 0 and 1.
///
/// A. Saltelli, P. Annoni, I. Azzini, F. Campolongo, M. Ratto and S. Tarantola, Variance based sensitivity analysis of
/// model output, Computer Physics Communications 181 (2010).
struct SaltelliPoints {
    Matrix a;  ///< points × inputs
    Matrix b;  ///< the same, independent of `a`

    std::size_t points() const { return a.rows(); }
    std::size_t inputs() const { return a.columns(); }
    /// How often a model is evaluated: at each point of `a`, of `b`, and of `a` with each column in turn taken from
    /// `b`.
    std::size_t evaluations() const { return points() * (inputs() + 2); }
    /// Where a model is evaluated: first the points of `a`, then those of `b`, then those of `a` with the first column
    /// of `b`, with the second, …
    double at(std::size_t evaluation, std::size_t input) const {
        const std::size_t block = evaluation / points(), point = evaluation % points();
        return block == 1 || block == input + 2 ? b.at(point, input) : a.at(point, input);
    }
    /// All of them: evaluations × inputs.
    Matrix all() const;
};

/// Points for first-order and total indices of that many inputs.
///
/// With `Spread::sobol` row j is the point j of the Sobol sequence in 2 × inputs dimensions (direction numbers as in
/// Boost), the first half of it in `a`. The sequence begins with its point 0, without which its balance is lost; what
/// keeps coordinates off 0 is a digital shift: the 32 bits of each dimension are combined with bits that belong to the
/// seed by exclusive or, and half a unit is added. Seeds give different, equally balanced points. The balance is
/// perfect when the number of points is a power of two.
///
/// A. B. Owen, On dropping the first Sobol' point, Monte Carlo and Quasi-Monte Carlo Methods (2020).
///
/// Errors: `sampling.points` (none, or more than 2^30), `sampling.inputs` (none, or more than 1,833), `sampling.size`
/// (more than 2^28 coordinates).
result<SaltelliPoints> saltelli(std::size_t points, std::size_t inputs, std::uint64_t seed = 0,
                                Spread spread = Spread::sobol);

/// A Latin hypercube, points × inputs: each input has one coordinate in each of as many equal slices as there are
/// points. Errors as of `saltelli`.
///
/// M. D. McKay, R. J. Beckman and W. J. Conover, A comparison of three methods for selecting values of input variables,
/// Technometrics 21 (1979).
result<Matrix> latin_hypercube(std::size_t points, std::size_t inputs, std::uint64_t seed = 0);

/// Walks through the unit cube that change one input after the other, for `elementary_effects`.
///
/// M. D. Morris, Factorial sampling plans for preliminary computational experiments, Technometrics 33 (1991).
struct MorrisTrajectories {
    std::size_t trajectories = 0;
    std::size_t inputs = 0;
    Matrix points;  ///< trajectories·(inputs + 1) × inputs: the points of the first walk, then those of the second, …
    /// By trajectory and step, trajectories × inputs numbers: the input that the step changes.
    std::vector<std::size_t> changed;

    std::size_t evaluations() const { return points.rows(); }
    /// By how much step s of a trajectory changes its input; may be negative.
    double change(std::size_t trajectory, std::size_t step) const {
        const std::size_t row = trajectory * (inputs + 1) + step, input = changed[trajectory * inputs + step];
        return points.at(row + 1, input) - points.at(row, input);
    }
};

/// Walks over a grid of `levels` values an input, 1/(2·levels) from the ends of the unit interval. A step goes
/// up or down by levels/2 places of the grid, which makes every value equally likely.
///
/// Errors: `sampling.levels` (odd, or beyond 2 … 1,000), `sampling.points` (no trajectory), `sampling.inputs`,
/// `sampling.size`.
result<MorrisTrajectories> morris_trajectories(std::size_t trajectories, std::size_t inputs, std::size_t levels = 4,
                                               std::uint64_t seed = 0);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
