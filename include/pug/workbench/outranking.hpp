#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/matrix.hpp"

// How far each unit outdoes each other one, part by part. `parts` are columns of equal length, in each of which more is
// better, with a value everywhere; `weights` has one weight a part, not negative, of any sum above zero. `where` names
// what the parts belong to in errors, which are those of `aggregate`: `aggregate.parts`, `aggregate.weights`,
// `aggregate.missing`, `aggregate.infinite`.
namespace pug {
inline namespace v0 {
namespace workbench {

/// Units × units: the share of the weight of the parts in which the row's unit is better than the column's, and half
/// that of those in which they are equal. Two units share 1; the diagonal is 0.
///
/// G. Munda and M. Nardo, Noncompensatory/nonlinear composite indicators for ranking countries, Applied Economics 41
/// (2009).
result<Matrix> outranking(std::span<const std::span<const double>> parts, std::span<const double> weights,
                          const std::string& where = {});

/// Units × units: the share of the weight of the parts in which the row's unit is at least as good as the column's, the
/// concordance of ELECTRE; the diagonal is 1.
///
/// B. Roy, Classement et choix en présence de points de vue multiples, RIRO 2 (1968).
result<Matrix> concordance(std::span<const std::span<const double>> parts, std::span<const double> weights,
                           const std::string& where = {});

/// Copeland's score of every unit: how many it beats less how many beat it, in a matrix of `outranking`. One beats
/// another by more than half the weight; what differs from a half only by rounding is a draw, and counts for nobody.
std::vector<double> copeland(const Matrix& outranking);

/// The same from the parts, without the matrix: memory grows with the units, not with their square.
result<std::vector<double>> copeland(std::span<const std::span<const double>> parts, std::span<const double> weights,
                                     const std::string& where = {});

}  // namespace workbench
}  // namespace v0
}  // namespace pug
