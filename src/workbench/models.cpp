#include "workbench/models.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <utility>
#include <variant>

#include "pug/workbench/weigh.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

namespace {

/// Builds the index at each point.
class RebuiltModel : public IndexModel {
  public:
    RebuiltModel(const Variations& variations, std::size_t sets)
        : variations_(variations),
          replicator_(variations),
          sets_(sets),
          point_(variations.factors().size()),
          draws_(variations.factors().size()) {}

    std::optional<FailedPoint> evaluate(const PointBlock& block, Matrix& scores) override {
        for (std::size_t j = 0; j < block.points; ++j) {
            for (std::size_t i = 0; i < point_.size(); ++i) point_[i] = block.inputs[i][j];
            if (auto error = score(j, scores)) return FailedPoint{j, *std::move(error)};
        }
        return std::nullopt;
    }

    void start(const PointBlock&) override {}

    std::optional<FailedPoint> change(const PointBlock& block, std::size_t input, const double* changed,
                                      Matrix& scores) override {
        PointBlock with = block;
        with.inputs[input] = changed;
        return evaluate(with, scores);
    }

  private:
    std::optional<Error> score(std::size_t j, Matrix& scores) {
        variations_.at_point(point_, sets_, draws_);
        if (auto error = replicator_.run(draws_)) return error;
        for (std::size_t row = 0; row < scores.columns(); ++row) scores.at(j, row) = no_value;
        for (std::size_t at = 0; at < replicator_.rows().size(); ++at)
            scores.at(j, replicator_.rows()[at]) = replicator_.index()[at];
        return std::nullopt;
    }

    const Variations& variations_;
    Replicator replicator_;
    std::size_t sets_;
    std::vector<double> point_;
    std::vector<Draw> draws_;
};

/// A factor that multiplies one weight, which nothing but such factors changes.
struct Multiplier {
    WeightPlace place;
    double relative = 0;

    double at(double level) const { return 1 + relative * (2 * level - 1); }
};

/// Weighted means of weighted means of values that never change. Numbers come in runs of `sobol_block`, one a point.
class LinearModel : public IndexModel {
  public:
    LinearModel(const Variations& variations, std::size_t sets)
        : variations_(variations),
          blueprint_(variations.blueprint()),
          values_(variations.nominal_values()),
          sets_(sets),
          indicators_(blueprint_.indicators.size()),
          parents_(blueprint_.parts.size()),
          multipliers_(variations.factors().size()),
          point_(variations.factors().size()),
          draws_(variations.factors().size()) {
        for (std::size_t p = 0; p < blueprint_.parts.size(); ++p) {
            const auto& parts = blueprint_.parts[p].parts;
            for (std::size_t at = 0; at < parts.size(); ++at) {
                if (parts[at] >= indicators_) parents_[parts[at] - indicators_] = {p, at};
            }
        }
        find_multipliers();
    }

    std::optional<FailedPoint> evaluate(const PointBlock& block, Matrix& scores) override {
        evaluate(block, base_);
        copy_index(block, base_, scores);
        return std::nullopt;
    }

    void start(const PointBlock& block) override {
        evaluate(block, base_);
        find_gains(block);
    }

    std::optional<FailedPoint> change(const PointBlock& block, std::size_t input, const double* changed,
                                      Matrix& scores) override {
        if (multipliers_[input]) {
            multiply(block, *multipliers_[input], block.inputs[input], changed, scores);
            return std::nullopt;
        }
        PointBlock with = block;
        with.inputs[input] = changed;
        evaluate(with, other_);
        copy_index(block, other_, scores);
        return std::nullopt;
    }

  private:
    using Run = std::array<double, sobol_block>;

    /// Weights and values of all parts at the points of a block.
    struct State {
        std::vector<std::vector<Run>> weights;  ///< by part and place
        std::vector<Run> totals;                ///< by part
        std::vector<std::vector<Run>> values;   ///< by part and row
    };

    void find_multipliers() {
        std::vector<std::uint8_t> is_simple(blueprint_.parts.size(), 1);
        for (const Action& action : variations_.actions()) {
            if (std::holds_alternative<MoveWeights>(action.what)) continue;
            each_weighed_part(action, [&](std::size_t p) { is_simple[p] = 0; });
        }
        for (const Action& action : variations_.actions()) {
            const auto* what = std::get_if<MoveWeights>(&action.what);
            if (!what || !(action.is_apart || what->weights.size() == 1)) continue;
            for (std::size_t w = 0; w < what->weights.size(); ++w) {
                if (is_simple[what->weights[w].part] != 0)
                    multipliers_[action.first + w] = Multiplier{what->weights[w], what->relative};
            }
        }
        are_all_multipliers_ = std::all_of(multipliers_.begin(), multipliers_.end(),
                                           [](const auto& multiplier) { return multiplier.has_value(); });
    }

    void evaluate(const PointBlock& block, State& state) {
        weigh(block, state);
        const std::size_t parts = blueprint_.parts.size(), rows = values_.rows();
        state.totals.resize(parts);
        state.values.resize(parts);
        for (std::size_t p = 0; p < parts; ++p) {
            Run& total = state.totals[p];
            total.fill(0);
            for (const Run& weight : state.weights[p]) {
                for (std::size_t j = 0; j < block.points; ++j) total[j] += weight[j];
            }
            state.values[p].resize(rows);
            for (std::size_t row = 0; row < rows; ++row) average(block, p, row, state);
        }
    }

    /// The value of a part for a row.
    void average(const PointBlock& block, std::size_t p, std::size_t row, State& state) const {
        const std::vector<std::size_t>& parts = blueprint_.parts[p].parts;
        Run& value = state.values[p][row];
        value.fill(0);
        for (std::size_t at = 0; at < parts.size(); ++at) {
            const Run& weight = state.weights[p][at];
            if (parts[at] < indicators_) {
                const double x = values_.at(row, parts[at]);
                for (std::size_t j = 0; j < block.points; ++j) value[j] += weight[j] * x;
            } else {
                const Run& x = state.values[parts[at] - indicators_][row];
                for (std::size_t j = 0; j < block.points; ++j) value[j] += weight[j] * x[j];
            }
        }
        for (std::size_t j = 0; j < block.points; ++j) value[j] /= state.totals[p][j];
    }

    void weigh(const PointBlock& block, State& state) {
        const auto& base = variations_.base_weights();
        state.weights.resize(base.size());
        for (std::size_t p = 0; p < base.size(); ++p) {
            const std::vector<double>& weights = base[p].empty() ? variations_.nominal_weights()[p] : base[p];
            state.weights[p].resize(weights.size());
            for (std::size_t at = 0; at < weights.size(); ++at) state.weights[p][at].fill(weights[at]);
        }
        if (are_all_multipliers_) {
            for (std::size_t i = 0; i < multipliers_.size(); ++i) {
                Run& weight = state.weights[multipliers_[i]->place.part][multipliers_[i]->place.at];
                for (std::size_t j = 0; j < block.points; ++j) weight[j] *= multipliers_[i]->at(block.inputs[i][j]);
            }
            return;
        }
        for (std::size_t j = 0; j < block.points; ++j) {
            for (std::size_t i = 0; i < point_.size(); ++i) point_[i] = block.inputs[i][j];
            variations_.at_point(point_, sets_, draws_);
            variations_.vary_weights(draws_, drawn_);
            for (std::size_t p = 0; p < drawn_.size(); ++p) {
                for (std::size_t at = 0; at < drawn_[p].size(); ++at) state.weights[p][at][j] = drawn_[p][at];
            }
        }
    }

    void copy_index(const PointBlock& block, const State& state, Matrix& scores) const {
        for (std::size_t row = 0; row < values_.rows(); ++row)
            std::copy_n(state.values.back()[row].begin(), block.points, scores.column(row).begin());
    }

    /// By part: how much of a change of its value reaches the index.
    void find_gains(const PointBlock& block) {
        gains_.resize(blueprint_.parts.size());
        gains_.back().fill(1);
        for (std::size_t p = gains_.size() - 1; p-- > 0;) {
            const WeightPlace& above = parents_[p];
            const Run& weight = base_.weights[above.part][above.at];
            for (std::size_t j = 0; j < block.points; ++j)
                gains_[p][j] = gains_[above.part][j] * weight[j] / base_.totals[above.part][j];
        }
    }

    /// One weight w becomes w + d: with the sum of the weights W, the mean m moves by (x − m)·d/(W + d).
    void multiply(const PointBlock& block, const Multiplier& multiplier, const double* from, const double* to,
                  Matrix& scores) const {
        const std::size_t p = multiplier.place.part, moved = blueprint_.parts[p].parts[multiplier.place.at];
        const Run& weight = base_.weights[p][multiplier.place.at];
        Run pull;
        for (std::size_t j = 0; j < block.points; ++j) {
            const double more = weight[j] / multiplier.at(from[j]) * multiplier.at(to[j]) - weight[j];
            pull[j] = gains_[p][j] * (more / (base_.totals[p][j] + more));
        }
        for (std::size_t row = 0; row < values_.rows(); ++row) {
            const Run& score = base_.values.back()[row];
            const Run& mean = base_.values[p][row];
            double* out = scores.column(row).data();
            if (moved < indicators_) {
                const double x = values_.at(row, moved);
                for (std::size_t j = 0; j < block.points; ++j) out[j] = score[j] + pull[j] * (x - mean[j]);
            } else {
                const Run& x = base_.values[moved - indicators_][row];
                for (std::size_t j = 0; j < block.points; ++j) out[j] = score[j] + pull[j] * (x[j] - mean[j]);
            }
        }
    }

    const Variations& variations_;
    const Blueprint& blueprint_;
    const Matrix& values_;  ///< of the nominal rows
    std::size_t sets_;
    std::size_t indicators_;
    std::vector<WeightPlace> parents_;                    ///< by part: where it is a part of another one
    std::vector<std::optional<Multiplier>> multipliers_;  ///< by input
    bool are_all_multipliers_ = false;
    State base_, other_;
    std::vector<Run> gains_;
    std::vector<double> point_;
    std::vector<Draw> draws_;
    std::vector<std::vector<double>> drawn_;
};

bool is_about_weights(const Action& action) {
    return std::holds_alternative<MoveWeights>(action.what) || std::holds_alternative<DrawWeights>(action.what) ||
           std::holds_alternative<ChooseWeights>(action.what);
}

bool is_linear(const Variations& variations) {
    const auto& parts = variations.blueprint().parts;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        if (parts[p].aggregation.method != AggregationMethod::arithmetic) return false;
        const bool varies = variations.varies_weights() && !variations.base_weights()[p].empty();
        if (!varies && looks_at_data(parts[p].weighting.method)) return false;
    }
    const auto cells = variations.nominal_values().cells();
    return std::all_of(variations.actions().begin(), variations.actions().end(), is_about_weights) &&
           std::all_of(cells.begin(), cells.end(), has_value);
}

}  // namespace

ModelKind choose_model(const Variations& variations) {
    ModelKind kind;
    kind.is_linear = is_linear(variations);
    if (kind.is_linear) {
        kind.rows.assign(variations.nominal_rows().begin(), variations.nominal_rows().end());
    } else {
        kind.rows.resize(variations.data().rows());
        std::iota(kind.rows.begin(), kind.rows.end(), std::size_t{0});
    }
    return kind;
}

std::unique_ptr<IndexModel> make_model(const ModelKind& kind, const Variations& variations, std::size_t sets) {
    if (kind.is_linear) return std::make_unique<LinearModel>(variations, sets);
    return std::make_unique<RebuiltModel>(variations, sets);
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
