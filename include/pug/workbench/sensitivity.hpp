#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/assumptions.hpp"
#include "pug/workbench/certainty.hpp"
#include "pug/workbench/dataset.hpp"
#include "pug/workbench/design.hpp"
#include "pug/workbench/morris.hpp"
#include "pug/workbench/sobol.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

enum class TargetKind : std::uint8_t {
    score,       ///< of a unit
    rank,        ///< of a unit
    rank_shift,  ///< mean over the units of |rank − rank of the design as it is|
    top,         ///< 1 when a unit is among the first so many, else 0
    top_kept,    ///< how many of the first so many of the design as it is are still among them, as a share
};

/// What the sensitivity of is looked at.
struct Target {
    TargetKind kind = TargetKind::rank_shift;
    std::string
        unit;  ///< score, rank, top: whose; empty: one target for each unit that has a rank in the design as it is
    std::size_t first = 0;  ///< top, top_kept: so many; above 0
};

struct SensitivityOptions {
    std::vector<Target> targets{Target{}};
    std::size_t points = 1024;  ///< N: the index is built N·(factors + 2) times; best a power of two
    std::uint64_t seed = 0;
    double confidence = 0.95;
    /// Sets of draws that a factor of more than one number (all weights together, say) chooses among.
    std::size_t sets = 1000;
    unsigned threads = 1;  ///< the result is the same for any number
    Progress progress;
};

/// How much each factor brings about of what varies.
struct Sensitivity {
    std::vector<Factor> factors;
    std::vector<std::string> targets;  ///< "score/AUT", "rank/AUT", "rank_shift", "top5/AUT", "top_kept5"
    std::size_t points = 0;
    std::size_t evaluations = 0;
    std::vector<SobolIndices> indices;  ///< by target
};

/// Sobol indices of an index that is built over and over: each factor is one input.
///
/// An input is turned into a variation so: a factor that chooses takes the alternative in whose slice of the unit
/// interval the input lies, the slices as wide as their probabilities; a factor of one number takes it as that; one of
/// several takes the set of draws number ⌊input · sets⌋, as replication of that number would in `certainty`. A target
/// that never varies has `is_constant` and no indices.
///
/// Where only weights vary, every part is an arithmetic mean and no normalised value is missing, scores are linear in
/// the parts and are computed so, without building anything again: they agree to some units of the last place.
///
/// Errors: those of `factors` and of `build` for the design as it is, those of `saltelli`, `sensitivity.options`,
/// `sensitivity.target` (a unit that has no rank in the design as it is, more than there are), `sensitivity.failed` (an
/// evaluation that failed, with its reason), `sensitivity.not_finite` (a target without a value),
/// `sensitivity.constant` (all targets are), `sensitivity.cancelled`.
result<Sensitivity> sensitivity(const Design& design, const Dataset& data, const Assumptions& assumptions,
                                const SensitivityOptions& options = {});

/// What screening by elementary effects found.
struct Screening {
    std::vector<Factor> factors;
    std::vector<std::string> targets;
    std::size_t trajectories = 0;
    std::size_t evaluations = 0;
    std::vector<MorrisEffects> effects;  ///< by target
};

/// Elementary effects of the factors, for `options.points` trajectories on a grid of `levels` places: some hundred
/// evaluations tell what is worth the thousands of `sensitivity`. Errors as there, and those of `morris_trajectories`.
result<Screening> screening(const Design& design, const Dataset& data, const Assumptions& assumptions,
                            const SensitivityOptions& options = {}, std::size_t levels = 4);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
