#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/index.hpp"
#include "pug/workbench/lookup.hpp"
#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// What principal components are taken of.
enum class ComponentBasis : std::uint8_t {
    correlation,  ///< each column counts the same, whatever its scale
    covariance    ///< a column counts by how far it spreads
};

struct ComponentOptions {
    ComponentBasis basis = ComponentBasis::correlation;
};

/// The principal components of k columns: directions at right angles, the one along which the rows spread most first.
struct Components {
    std::vector<std::size_t> values;  ///< numbers of the columns, where they are values of an index
    std::size_t rows = 0;             ///< complete rows, the only ones that count
    std::size_t left_out = 0;         ///< rows where a column has no value
    std::vector<double> variances;    ///< k eigenvalues, descending, none negative
    std::vector<double> shares;       ///< of their sum
    /// k columns × k components, each of length 1 (eigenvectors). Their sum is positive; where it is 0, their first
    /// that is not.
    Matrix loadings;
    Matrix scores;  ///< all rows × k components; a row that is not complete has none
};

/// The principal components of columns of one length: eigenvectors of the matrix of correlations or of covariances
/// (with n − 1). Scores are those of the columns less their means and, for correlations, divided by their standard
/// deviations.
///
/// Errors (kind data): `components.rows` (fewer than two complete rows), `components.constant` (a column whose values
/// in the complete rows are all equal; for covariances only when all columns are), `components.range` (numbers too
/// great to be squared), `components.columns` (none). I. T. Jolliffe, Principal Component Analysis, 2nd edition (2002).
result<Components> components(std::span<const std::span<const double>> columns, std::span<const std::string> names,
                              const ComponentOptions& options = {});

/// The same of values of an index: the parts of a part, or all values of a level below it. Rows are those of the stage.
/// Errors: those of `select`, `index.stage` and of the columns.
result<Components> components(const Index& index, const Selection& selection, const ComponentOptions& options = {});

}  // namespace workbench
}  // namespace v0
}  // namespace pug
