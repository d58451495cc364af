#include "workbench/variations.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "pug/random.hpp"
#include "workbench/draws.hpp"
#include "workbench/share_out.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

namespace {

/// In whose slice of the unit interval a number lies.
std::size_t slice_of(const FactorCode& factor, double level) {
    const std::size_t alternatives = factor.told.alternatives;
    if (factor.edges.empty())
        return std::min(static_cast<std::size_t>(level * static_cast<double>(alternatives)), alternatives - 1);
    std::size_t choice = 0;
    while (choice + 1 < alternatives && !(level < factor.edges[choice])) ++choice;
    return choice;
}

/// Whether a step depends on more than choices.
bool is_moved(const Step& step, const std::vector<Action>& actions) {
    return std::holds_alternative<Normalise>(step) && std::any_of(actions.begin(), actions.end(), [](const auto& each) {
               return std::holds_alternative<MoveGoalposts>(each.what);
           });
}

}  // namespace

std::vector<Factor> Variations::told_factors() const {
    std::vector<Factor> told;
    for (const FactorCode& factor : factors_) told.push_back(factor.told);
    return told;
}

std::optional<Error> Variations::build_nominal() {
    nominal_.emplace(blueprint_, *data_);
    return nominal_->run();
}

void Variations::take_base_weights() {
    for (const Action& action : actions_) {
        each_weighed_part(action, [&](std::size_t p) {
            base_weights_.resize(blueprint_.parts.size());
            const PartCode& part = blueprint_.parts[p];
            base_weights_[p] = part.weighting.method == WeightingMethod::given ? part.weights : nominal_->weights()[p];
        });
    }
}

// Draws.

std::vector<Draw> Variations::replication(std::size_t number) const {
    std::vector<Draw> draws(factors_.size());
    for (std::size_t f = 0; f < draws.size(); ++f) {
        draws[f].number = number;
        if (factors_[f].numbers != 1) continue;
        draws[f].level = open_interval(philox({0, number, 0, 0}, key(f))[0]);
        if (factors_[f].told.alternatives != 0) draws[f].choice = slice_of(factors_[f], draws[f].level);
    }
    return draws;
}

void Variations::at_point(std::span<const double> point, std::size_t sets, std::span<Draw> draws) const {
    for (std::size_t f = 0; f < draws.size(); ++f) {
        draws[f].level = point[f];
        draws[f].number = static_cast<std::uint64_t>(point[f] * static_cast<double>(sets));
        if (factors_[f].told.alternatives != 0) draws[f].choice = slice_of(factors_[f], point[f]);
    }
}

void Variations::numbers(const Action& action, std::span<const Draw> draws, std::size_t things, std::size_t each,
                         std::vector<double>& out) const {
    out.resize(things * each);
    const std::size_t factors = action.is_apart ? things : 1, of_factor = out.size() / factors;
    for (std::size_t f = 0; f < factors; ++f) {
        const std::size_t factor = action.first + f;
        double* to = out.data() + f * of_factor;
        if (of_factor == 1) {
            *to = draws[factor].level;
            continue;
        }
        for (std::size_t n = 0; n < of_factor; n += 4) {
            const auto random = philox({n / 4, draws[factor].number, 0, 0}, key(factor));
            for (std::size_t lane = 0; lane < std::min<std::size_t>(4, of_factor - n); ++lane)
                to[n + lane] = open_interval(random[lane]);
        }
    }
}

// Weights.

void Variations::vary_weights(std::span<const Draw> draws, std::vector<std::vector<double>>& weights) const {
    weights.resize(base_weights_.size());
    for (std::size_t p = 0; p < weights.size(); ++p)
        weights[p].assign(base_weights_[p].begin(), base_weights_[p].end());
    for (const Action& action : actions_) {
        std::visit(
            [&](const auto& what) {
                if constexpr (requires { vary(action, what, draws, weights); }) vary(action, what, draws, weights);
            },
            action.what);
    }
}

void Variations::vary(const Action& action, const MoveWeights& what, std::span<const Draw> draws,
                      std::vector<std::vector<double>>& weights) const {
    std::vector<double> levels;
    numbers(action, draws, what.weights.size(), 1, levels);
    for (std::size_t w = 0; w < levels.size(); ++w) {
        const WeightPlace& place = what.weights[w];
        weights[place.part][place.at] *= 1 + what.relative * (2 * levels[w] - 1);
    }
}

void Variations::vary(const Action& action, const DrawWeights& what, std::span<const Draw> draws,
                      std::vector<std::vector<double>>& weights) const {
    std::vector<std::uint8_t> is_drawn(what.weights.size(), 0);
    for (std::size_t first = 0, last = 0; first < what.weights.size(); first = last) {
        std::vector<double>& siblings = weights[what.weights[first].part];
        double whole = 0, drawn = 0, greatest = -std::numeric_limits<double>::infinity();
        for (; last < what.weights.size() && what.weights[last].part == what.weights[first].part; ++last)
            whole += siblings[what.weights[last].at];
        if (!(whole > 0)) continue;
        for (std::size_t w = first; w < last; ++w) {
            double& weight = siblings[what.weights[w].at];
            const double shape = what.concentration * weight / whole;
            if (!(shape > 0)) continue;
            RandomStream random({0, draws[action.first].number, w, 1}, key(action.first));
            weight = action.is_apart ? log_gamma_quantile(shape, draws[action.first + w].level)
                                     : log_gamma_number(shape, random);
            greatest = std::max(greatest, weight);
            is_drawn[w] = 1;
        }
        // Logarithms so far, of numbers that may be too small for doubles; their shares are not.
        for (std::size_t w = first; w < last; ++w) {
            double& weight = siblings[what.weights[w].at];
            if (is_drawn[w] != 0) drawn += weight = pug::detail::exponential(weight - greatest);
        }
        for (std::size_t w = first; w < last; ++w) siblings[what.weights[w].at] *= whole / drawn;
    }
}

void Variations::vary(const Action& action, const ChooseWeights& what, std::span<const Draw> draws,
                      std::vector<std::vector<double>>& weights) const {
    for (const auto& [place, weight] : what.sets[draws[action.first].choice]) weights[place.part][place.at] = weight;
}

// Stages.

/// Steps are done once for each combination of choices, up to the first that depends on more than choices. Not so when
/// there are too many combinations.
void Variations::plan_stages() {
    constexpr std::size_t most_combinations = 4096, most_cells = std::size_t{1} << 25;
    for (const Action& action : actions_) {
        if (std::holds_alternative<MeasureWrongly>(action.what)) return;
    }
    while (prepared_steps_ < blueprint_.steps.size() && !is_moved(blueprint_.steps[prepared_steps_], actions_))
        ++prepared_steps_;
    std::size_t combinations = 1;
    for (std::size_t a = 0; a < actions_.size(); ++a) {
        const auto* choice = std::get_if<ChooseStep>(&actions_[a].what);
        if (!choice || choice->step >= prepared_steps_) continue;
        choosing_.push_back(a);
        combinations *= choice->alternatives.size();
        if (combinations <= most_combinations) continue;
        combinations = 0;
        break;
    }
    const std::size_t cells = data_->rows() * blueprint_.indicators.size();
    if (combinations == 0 || combinations > most_cells / std::max<std::size_t>(cells, 1)) {
        prepared_steps_ = 0;
        choosing_.clear();
        return;
    }
    stages_.resize(combinations);
    is_prepared_.resize(combinations);
}

std::size_t Variations::combination(std::span<const Draw> draws) const {
    std::size_t number = 0;
    for (const std::size_t a : choosing_)
        number = number * std::get<ChooseStep>(actions_[a].what).alternatives.size() + draws[actions_[a].first].choice;
    return number;
}

void Variations::prepare(std::span<const std::size_t> combinations, unsigned threads) {
    std::vector<std::size_t> wanted;
    for (const std::size_t combination : combinations) {
        if (is_prepared_[combination] != 0) continue;
        is_prepared_[combination] = 1;
        wanted.push_back(combination);
    }
    share_out(wanted.size(), threads, [&] {
        return [&, rebuild = Rebuild(blueprint_, *data_)](std::size_t task) mutable {
            prepare_stage(wanted[task], rebuild);
        };
    });
}

void Variations::prepare_stage(std::size_t combination, Rebuild& rebuild) {
    std::vector<const Step*> steps;
    for (std::size_t s = 0; s < blueprint_.steps.size(); ++s)
        steps.push_back(s < prepared_steps_ ? &blueprint_.steps[s] : nullptr);
    std::size_t rest = combination;
    for (auto a = choosing_.rbegin(); a != choosing_.rend(); ++a) {
        const auto& choice = std::get<ChooseStep>(actions_[*a].what);
        steps[choice.step] = choice.alternatives[rest % choice.alternatives.size()];
        rest /= choice.alternatives.size();
    }
    // What is aggregated meanwhile does not matter, but it must not fail.
    const Aggregation mean;
    const std::vector<const Aggregation*> means(blueprint_.parts.size(), &mean);
    std::vector<std::vector<double>> weights;
    for (const PartCode& part : blueprint_.parts) weights.emplace_back(part.parts.size(), 1.0);
    Variation variation;
    variation.steps = steps;
    variation.weights = weights;
    variation.aggregations = means;
    PreparedStage& stage = stages_[combination];
    stage.error = rebuild.run(variation);
    if (stage.error) return;
    stage.values = rebuild.values();
    stage.rows.assign(rebuild.rows().begin(), rebuild.rows().end());
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
