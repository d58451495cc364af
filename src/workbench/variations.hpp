#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/assumptions.hpp"
#include "pug/workbench/blueprint.hpp"
#include "pug/workbench/certainty.hpp"
#include "pug/workbench/dataset.hpp"
#include "pug/workbench/design.hpp"
#include "pug/workbench/matrix.hpp"
#include "pug/workbench/rebuild.hpp"

// Assumptions with every name looked up, and the variations of an index that they give.
namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// What a factor is this time. Which of the three counts depends on the factor.
struct Draw {
    std::size_t choice = 0;    ///< of one that chooses
    double level = 0;          ///< of one of a single number: strictly between 0 and 1
    std::uint64_t number = 0;  ///< of one of several numbers: which set of them
};

struct FactorCode {
    Factor told;
    std::uint64_t hash = 0;     ///< of its name
    std::size_t numbers = 1;    ///< that it takes; 1 of one that chooses
    std::vector<double> edges;  ///< of one that chooses: where the slice of each alternative ends; empty: all are equal
};

/// The weight of a part of a part.
struct WeightPlace {
    std::size_t part = 0;
    std::size_t at = 0;
};

// What an assumption does.

struct ChooseStep {
    std::size_t step = 0;
    std::vector<const Step*> alternatives;
};
struct ChooseAggregation {
    std::vector<std::size_t> parts;
    std::vector<const Aggregation*> alternatives;
};
struct MoveWeights {
    std::vector<WeightPlace> weights;
    double relative = 0;
};
struct DrawWeights {
    std::vector<WeightPlace> weights;  ///< siblings one behind the other
    double concentration = 0;
};
struct ChooseWeights {
    std::vector<std::vector<std::pair<WeightPlace, double>>> sets;
};
struct MoveGoalposts {
    std::vector<std::size_t> indicators;
    double share = 0;
};
struct MeasureWrongly {
    std::vector<std::pair<std::size_t, MeasurementSpread>> indicators;
};

struct Action {
    std::variant<ChooseStep, ChooseAggregation, MoveWeights, DrawWeights, ChooseWeights, MoveGoalposts, MeasureWrongly>
        what;
    std::size_t first = 0;  ///< its first factor
    bool is_apart = false;  ///< it has a factor for each thing that it is about
};

/// Calls `each` with every part that an action gives weights, more than once perhaps.
template <class Each>
void each_weighed_part(const Action& action, const Each& each) {
    const auto all = [&](const std::vector<WeightPlace>& places) {
        for (const WeightPlace& place : places) each(place.part);
    };
    if (const auto* what = std::get_if<MoveWeights>(&action.what)) all(what->weights);
    if (const auto* what = std::get_if<DrawWeights>(&action.what)) all(what->weights);
    if (const auto* what = std::get_if<ChooseWeights>(&action.what)) {
        for (const auto& set : what->sets) {
            for (const auto& weight : set) each(weight.first.part);
        }
    }
}

/// The data after the steps that only depend on choices.
struct PreparedStage {
    Matrix values;
    std::vector<std::size_t> rows;
    std::optional<Error> error;
};

/// A design, data and assumptions about them, checked. Immutable but for `prepare`.
class Variations {
  public:
    /// Errors: those of `factors` and those of `build` for the design as it is.
    static result<std::unique_ptr<Variations>> make(const Design& design, const Dataset& data,
                                                    const Assumptions& assumptions, std::uint64_t seed);
    Variations(const Variations&) = delete;
    Variations& operator=(const Variations&) = delete;

    const Dataset& data() const { return *data_; }
    const Blueprint& blueprint() const { return blueprint_; }
    const std::vector<Band>& grades() const { return design_.grades; }
    std::span<const FactorCode> factors() const { return factors_; }
    std::vector<Factor> told_factors() const;
    std::span<const Action> actions() const { return actions_; }
    std::array<std::uint64_t, 2> key(std::size_t factor) const { return {seed_, factors_[factor].hash}; }

    // The design as it is.
    std::span<const std::size_t> nominal_rows() const { return nominal_->rows(); }
    std::span<const double> nominal_index() const { return nominal_->index(); }
    const Matrix& nominal_values() const { return nominal_->values(); }
    const std::vector<std::vector<double>>& nominal_weights() const { return nominal_->weights(); }

    // What factors are.
    std::vector<Draw> replication(std::size_t number) const;
    /// At a point of the unit cube; factors of several numbers choose among `sets` sets of them.
    void at_point(std::span<const double> point, std::size_t sets, std::span<Draw> draws) const;

    // The weights of each part; none where no assumption is about any of them.
    bool varies_weights() const { return !base_weights_.empty(); }
    const std::vector<std::vector<double>>& base_weights() const { return base_weights_; }
    void vary_weights(std::span<const Draw> draws, std::vector<std::vector<double>>& weights) const;

    // What need be done once only for each combination of choices.
    std::size_t prepared_steps() const { return prepared_steps_; }
    std::size_t combination(std::span<const Draw> draws) const;
    /// Makes the stages of those combinations; others may not ask for one meanwhile.
    void prepare(std::span<const std::size_t> combinations, unsigned threads);
    const PreparedStage& stage(std::size_t combination) const { return stages_[combination]; }
    std::size_t combinations() const { return stages_.size(); }

    /// Numbers strictly between 0 and 1: `each` of them for each of the things that an action is about.
    void numbers(const Action& action, std::span<const Draw> draws, std::size_t things, std::size_t each,
                 std::vector<double>& out) const;

  private:
    Variations(const Design& design, const Dataset& data, const Assumptions& assumptions, std::uint64_t seed)
        : design_(design), data_(&data), assumptions_(assumptions), seed_(seed) {}
    friend class Looking;

    std::optional<Error> build_nominal();
    void take_base_weights();
    void plan_stages();
    void prepare_stage(std::size_t combination, Rebuild& rebuild);
    void vary(const Action& action, const MoveWeights& what, std::span<const Draw> draws,
              std::vector<std::vector<double>>& weights) const;
    void vary(const Action& action, const DrawWeights& what, std::span<const Draw> draws,
              std::vector<std::vector<double>>& weights) const;
    void vary(const Action& action, const ChooseWeights& what, std::span<const Draw> draws,
              std::vector<std::vector<double>>& weights) const;

    Design design_;
    const Dataset* data_;
    Assumptions assumptions_;
    std::uint64_t seed_;
    Blueprint blueprint_;
    std::vector<FactorCode> factors_;
    std::vector<Action> actions_;
    std::optional<Rebuild> nominal_;
    std::vector<std::vector<double>>
        base_weights_;  ///< by part, empty where its weights do not vary; empty: no part's do
    std::size_t prepared_steps_ = 0;
    std::vector<std::size_t> choosing_;  ///< actions whose choices make a combination
    std::vector<PreparedStage> stages_;  ///< by combination; empty: steps are done each time
    std::vector<std::uint8_t> is_prepared_;
};

/// Builds variations one after the other, in memory of its own: one object a thread.
class Replicator {
  public:
    explicit Replicator(const Variations& variations);

    /// Builds the index with these draws. Why it failed, if it did.
    std::optional<Error> run(std::span<const Draw> draws);

    std::span<const std::size_t> rows() const { return rebuild_.rows(); }
    std::span<const double> index() const { return rebuild_.index(); }

  private:
    void choose(std::span<const Draw> draws);
    void move_goalposts(const Action& action, const MoveGoalposts& what, std::span<const Draw> draws);
    void measure_wrongly(const Action& action, const MeasureWrongly& what, std::span<const Draw> draws);
    std::optional<Error> check_weights() const;

    const Variations& variations_;
    Rebuild rebuild_;
    std::vector<const Step*> steps_;
    std::vector<const Aggregation*> aggregations_;
    std::vector<std::vector<double>> weights_;
    Matrix raw_, measured_;
    std::optional<Step> moved_;
    std::vector<std::uint64_t> unit_hashes_;
    std::vector<double> numbers_;
};

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
