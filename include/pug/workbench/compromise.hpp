#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/design.hpp"
#include "pug/workbench/matrix.hpp"

// Rules that look for the unit nearest to the best of all, with what they find on the way. `parts`, `weights`, `where`
// and errors are those of outranking.hpp; weights are divided by their sum first. `aggregate` gives the last result of
// each.
namespace pug {
inline namespace v0 {
namespace workbench {

/// What TOPSIS does to each part before it is weighted.
enum class Scaling : std::uint8_t {
    none,    ///< nothing: the parts are on one scale already, as normalised indicators are
    vector,  ///< x / √(Σ x² over the units), as in the book of Hwang and Yoon
    range,   ///< (x − min) / (max − min) of the units; 0 where they are all equal
};

/// How near each unit comes to the best value of every part, and how far it is from the worst.
struct Topsis {
    std::vector<double> best;       ///< by part: greatest value, scaled and weighted; 0 for a part without a weight
    std::vector<double> worst;      ///< by part: least value, likewise
    std::vector<double> to_best;    ///< by unit: √(Σ (v − best)²) of the scaled and weighted values v
    std::vector<double> to_worst;   ///< by unit: √(Σ (v − worst)²)
    std::vector<double> closeness;  ///< by unit: to_worst / (to_best + to_worst), from 0 to 1
};

/// C. L. Hwang and K. Yoon, Multiple Attribute Decision Making (1981). Values are not scaled by default: a second
/// scaling would take back the one that the design states. pymcdm scales by range unless told otherwise,
/// scikit-criteria does not scale.
///
/// Errors: those of `outranking`, and `aggregate.constant`: all units are alike, there is no best and no worst.
result<Topsis> topsis(std::span<const std::span<const double>> parts, std::span<const double> weights,
                      const std::string& where = {}, Scaling scaling = Scaling::none);

/// The compromise between the good of the group and that of its worst-off member.
struct Vikor {
    std::vector<double> s;  ///< by unit: Σ w·(best − x)/(best − worst), what the group lacks; less is better
    std::vector<double> r;  ///< by unit: the greatest of these terms, the regret of one
    std::vector<double> q;  ///< by unit: v·(S − S*)/(S⁻ − S*) + (1 − v)·(R − R*)/(R⁻ − R*); 0 the best
    /// Units among which the compromise is, best first: the first alone when it leads by 1/(units − 1) or more in Q and
    /// is also first in S or R; else also those that it does not lead so far, or the second if only the latter fails.
    std::vector<std::size_t> compromise;
};

/// S. Opricovic and G.-H. Tzeng, Compromise solution by MCDM methods, European Journal of Operational Research 156
/// (2004). A part in which all units are equal adds nothing; where all have the same S, or the same R, its term of Q is
/// 0.
///
/// Errors: those of `outranking`, `design.rule` (v is no share), and `aggregate.constant`: all units are alike.
result<Vikor> vikor(std::span<const std::span<const double>> parts, std::span<const double> weights, double v = 0.5,
                    const std::string& where = {});

/// How much each unit is preferred to the others, and they to it.
struct Promethee {
    std::vector<double> positive;  ///< by unit: mean preference of it to each other one, from 0 to 1
    std::vector<double> negative;  ///< by unit: mean preference of each other one to it
    std::vector<double> net;       ///< positive − negative; they sum to 0. All are 0 where there is one unit
};

/// J. P. Brans and P. Vincke, A preference ranking organisation method, Management Science 31 (1985). For a difference
/// d > 0 in a part: usual 1; u_shape 1 above q; v_shape d/p up to p; level ½ above q and 1 above p; linear from 0 at q
/// to 1 at p; gaussian 1 − exp(−d²/2s²).
///
/// Errors: those of `outranking`, and `design.rule` (where the kind looks at them: q below 0, p not above q and 0, s
/// not above 0).
result<Promethee> promethee(std::span<const std::span<const double>> parts, std::span<const double> weights,
                            const Preference& preference = {}, const std::string& where = {});

/// Units × units: the preference of the row's unit to the column's, Σ w·P(d). The same errors.
result<Matrix> preferences(std::span<const std::span<const double>> parts, std::span<const double> weights,
                           const Preference& preference = {}, const std::string& where = {});

}  // namespace workbench
}  // namespace v0
}  // namespace pug
