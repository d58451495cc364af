#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/blueprint.hpp"
#include "pug/workbench/dataset.hpp"
#include "pug/workbench/design.hpp"
#include "pug/workbench/matrix.hpp"
#include "pug/workbench/treat.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

struct Index;

/// What one regeneration does otherwise than the design. What is null or empty is as in the design. It only looks at
/// what others own.
struct Variation {
    /// What it starts from: rows × indicators. Null: the columns of the dataset.
    const Matrix* values = nullptr;
    /// Rows of the dataset, ascending, that `values` holds. Empty: all. Without `values`: the rows that are taken.
    std::span<const std::size_t> rows;
    /// Steps of the design that are not run, because `values` has been through them.
    std::size_t done = 0;
    /// A step for each of the design, in its place; null leaves it out.
    std::span<const Step* const> steps;
    /// By part: the weights of its parts, any sum above zero, in place of those of the design whatever they look at; an
    /// empty entry: as in the design.
    std::span<const std::vector<double>> weights;
    /// By part: how it is aggregated; null: as in the design.
    std::span<const Aggregation* const> aggregations;
};

/// Builds the index of one blueprint again and again, in memory that it keeps: one arithmetic for `build` and for
/// thousands of replications. One object a thread; the blueprint and the dataset must outlive it.
class Rebuild {
  public:
    Rebuild(const Blueprint& blueprint, const Dataset& data);

    /// Runs the steps and aggregates. `record` gets the stages, and what was screened, imputed and treated; null in
    /// replications. What is read afterwards holds until the next run, and is of no use when this one failed.
    ///
    /// Errors are those of the steps and of aggregation that `build` tells, and `variation.shape` (kind `argument`:
    /// there are not as many entries as the design has of what varies). The parameters of a variation are not looked
    /// at: they must be as right as those of a design that `draw` accepts, with weights that are not negative.
    std::optional<Error> run(const Variation& variation = {}, Index* record = nullptr);

    /// Rows of the dataset that are in, ascending.
    std::span<const std::size_t> rows() const { return rows_; }
    /// What was aggregated: rows × indicators.
    const Matrix& values() const { return values_; }
    /// Rows × parts; the index is the last column.
    const Matrix& scores() const { return scores_; }
    /// The index, by row.
    std::span<const double> index() const { return scores_.column(scores_.columns() - 1); }
    /// By part: the weights of its parts that were used, divided by their sum.
    const std::vector<std::vector<double>>& weights() const { return weights_; }

  private:
    std::optional<Error> check(const Variation& variation) const;
    void start(const Variation& variation);
    std::optional<Error> run_steps(const Variation& variation, Index* record);
    std::optional<Error> apply(const Denominate& step, Index* record);
    std::optional<Error> apply(const Screen& step, Index* record);
    std::optional<Error> apply(const Impute& step, Index* record);
    std::optional<Error> apply(const Treat& step, Index* record);
    std::optional<Error> apply(const Normalise& step, Index* record);
    void take(std::span<const std::size_t> positions);
    const std::vector<std::string>& units();
    std::optional<Error> weigh_part(std::size_t p, const Aggregation& rule, const Variation& variation);
    std::optional<Error> aggregate_part(std::size_t p, const Variation& variation);

    const Blueprint* blueprint_;
    const Dataset* data_;
    Matrix raw_;
    std::vector<std::size_t> rows_;
    Matrix values_;
    Matrix scores_;
    std::vector<std::vector<double>> weights_;
    // What need not be made anew for every run: weights that no data change, and the names of the rows.
    std::vector<std::vector<double>> fixed_weights_;
    std::vector<std::size_t> named_rows_;
    std::vector<std::string> units_;
    std::vector<std::span<const double>> columns_;  // of the parts of the part at hand
};

}  // namespace workbench
}  // namespace v0
}  // namespace pug
