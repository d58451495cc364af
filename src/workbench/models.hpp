#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/matrix.hpp"
#include "workbench/sobol_sums.hpp"
#include "workbench/variations.hpp"

// From points of the unit cube to scores.
namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// Where an index is built: the coordinates of up to `sobol_block` points, a column an input.
struct PointBlock {
    std::vector<const double*> inputs;  ///< where the numbers of each input begin
    std::size_t points = 0;

    PointBlock(const Matrix& from, std::size_t first, std::size_t count) : points(count) {
        for (std::size_t i = 0; i < from.columns(); ++i) inputs.push_back(from.column(i).data() + first);
    }
};

/// Why an evaluation failed.
struct FailedPoint {
    std::size_t point = 0;  ///< of the block
    Error error;
};

/// Turns points into scores, a block after the other: one object a thread.
class IndexModel {
  public:
    virtual ~IndexModel() = default;
    /// Scores at each point: points × rows of the model. `scores` is large enough; its rows beyond the points mean
    /// nothing.
    virtual std::optional<FailedPoint> evaluate(const PointBlock& block, Matrix& scores) = 0;
    /// What `change` starts from.
    virtual void start(const PointBlock& block) = 0;
    /// Scores with one input changed at each point of the block that was started with.
    virtual std::optional<FailedPoint> change(const PointBlock& block, std::size_t input, const double* changed,
                                              Matrix& scores) = 0;
};

/// Which rows of the dataset a model gives scores of, and how to make one.
struct ModelKind {
    std::vector<std::size_t> rows;
    bool is_linear = false;
};

/// Linear where that is right (see `sensitivity`), else one that builds the index anew.
ModelKind choose_model(const Variations& variations);
std::unique_ptr<IndexModel> make_model(const ModelKind& kind, const Variations& variations, std::size_t sets);

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
