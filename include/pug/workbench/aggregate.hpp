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

/// The value of a part for every unit from the columns of its own parts. `weights` has one weight a part (not negative,
/// any sum above zero); `out` has the length of the columns and is none of them. `where` names the part in errors.
///
/// A part without a weight is not looked at. Under the rules for one unit (arithmetic … mean_min) a part without a
/// value leaves with its weight, and the others take that over; where nothing is left, or less than
/// `available_at_least`, the unit has no value. A weighted mean never leaves the range of its parts: equal parts have
/// exactly their value.
///
/// - geometric, harmonic, power with p < 0: 0 where a part is 0, as in the limit.
/// - power: negative values only where p is an odd whole number above 0, the powers that keep signs and order.
/// - mazziotta_pareto: M = Σ w·x / Σ w and S² = Σ w·(x − M)² / Σ w, with `sample_sd` times n / (n − 1) for n parts that
///   have a value; S is 0 where there is only one. Where S > 0, M must be above 0. M. Mazziotta and A. Pareto, Social
///   Indicators Research 127 (2016), 983–1003, who weight all parts alike.
/// - owa: R. R. Yager, IEEE Transactions on Systems, Man, and Cybernetics 18 (1988), 183–190. Where parts have unequal
///   weights, or some have no value, V. Torra's weighted OWA (International Journal of Intelligent Systems 12 (1997),
///   153–166) with a piecewise linear function: the order weights are spread over the shares of the parts. Equal order
///   weights give the arithmetic mean. All on the first place give the maximum of parts of equal weight, and all on the
///   last the minimum, whatever is missing.
/// - mean_min: O. Casadio Tarabusi, G. Guarini, Social Indicators Research 112 (2013), 19–45; the weighted mean of each
///   unit and its least part, nothing across units. (Compind standardises down the rows.)
/// - copeland: `copeland` of outranking.hpp. topsis, vikor, promethee: the closeness, 1 − Q and the net flow of
///   compromise.hpp.
///
/// Errors: `aggregate.parts` (lengths that differ, no parts), `aggregate.weights` (negative, not finite, or zero in
/// sum), `design.rule` (a parameter out of its range), `aggregate.infinite`, `aggregate.negative` (what the rule
/// cannot take), `aggregate.missing` (a unit without a value under a rule that compares units), `aggregate.constant`
/// (all units alike under topsis or vikor). Where one row is to blame, `line` is its number, counted from 1.
std::optional<Error> aggregate(const Aggregation& rule, std::span<const std::span<const double>> parts,
                               std::span<const double> weights, const std::string& where, std::span<double> out);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
