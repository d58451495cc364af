#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/design.hpp"
#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// The weights of the parts of a part, divided by their sum. `given` are those of the design, `parts` the columns of
/// the parts (units × each), `rule` how they are aggregated (correlation looks at it). `where` names the part in
/// errors.
///
/// - inverse_sd: w ∝ 1 / the sample standard deviation.
/// - pca: w = the squared entries of the first eigenvector of the correlation matrix, the squared loadings over their
///   sum: the share of each part in the variance of the first component (after OECD and JRC, Handbook on Constructing
///   Composite Indicators, 2008, section 6.1). COINr hands out the entries themselves; these have arbitrary signs, and
///   so some of its weights may be negative.
/// - entropy: w ∝ 1 − E, where E = −Σ p·ln p / ln n over the n units with their shares p = x / Σ x, a share of 0 adding
///   nothing (M. Zeleny, Multiple Criteria Decision Making, 1982). Values must not be negative. pymcdm takes E for 0
///   where a share is 0.
/// - critic: w ∝ σ·Σ (1 − r) with the standard deviation σ of the part scaled to 0 … 1 by its range, and its
///   correlations r with the others (D. Diakoulaki, G. Mavrotas, L. Papayannakis, Computers & Operations Research 22
///   (1995)).
/// - ahp: `ahp`. budget: what each member of the panel allots is divided by its sum; w = the mean over the members.
/// - correlation: w such that the Pearson correlations of the parts with their aggregate are in the proportions wanted,
///   or all equal (W. Becker, M. Saisana, P. Paruolo, I. Vandecasteele, Ecological Indicators 80 (2017)). With the
///   arithmetic mean these are u / σ where R·u = the importance wanted, R being the correlation matrix; else they are
///   looked for by Newton's method until the proportions hold to 1e-9.
///
/// A part that has one part only gives it the weight 1. What looks at the data needs a value of every unit: imputing
/// and screening come first.
///
/// Errors: `weights.count` (weights or judgements of another number of parts), `weights.negative` (a weight that is
/// negative or not finite; entropy: a value), `weights.zero_sum`, `weights.missing` (a unit without a value),
/// `weights.infinite`, `weights.constant` (a part whose values differ by rounding at most has no scale),
/// `weights.component` (two components explain the same: none is the first), `weights.judgements` (no square, not
/// positive, not reciprocal; a panel without members), `weights.convergence` (no weights of 0 or more give the
/// correlations wanted, or none were found).
result<std::vector<double>> weigh(const Weighting& weighting, std::span<const double> given,
                                  std::span<const std::span<const double>> parts, const Aggregation& rule,
                                  const std::string& where);

/// What pairwise judgements say.
struct Ahp {
    std::vector<double> weights;   ///< principal eigenvector, divided by its sum
    double eigenvalue = 1;         ///< of it, n where all judgements agree, else more
    double consistency_index = 0;  ///< (eigenvalue − n) / (n − 1)
    /// Consistency index over that of random judgements; above 0.1 Saaty would have them looked at again. 0 for one
    /// part or two, which cannot contradict each other; none for more than 15, for which he gives no random index.
    std::optional<double> consistency_ratio = 0;
};

/// Weights by the analytic hierarchy process: `judgements[i][k]` says how many times as important part i is as part k,
/// so that `judgements[k][i]` is its reciprocal. A reciprocal may be off by a hundredth, as decimals are (0.33 for
/// 1/3): of two such judgements the one above 1 counts, and the other is taken to be its reciprocal.
///
/// T. L. Saaty, The Analytic Hierarchy Process (1980). Errors: `weights.judgements`.
result<Ahp> ahp(std::span<const std::vector<double>> judgements, const std::string& where = {});

/// Whether weights by that method depend on the columns of the parts; else they are always the same.
constexpr bool looks_at_data(WeightingMethod method) {
    return method != WeightingMethod::given && method != WeightingMethod::equal && method != WeightingMethod::ahp &&
           method != WeightingMethod::budget;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
