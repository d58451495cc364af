#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

#include "pug/random.hpp"
#include "workbench/draws.hpp"
#include "workbench/refusals.hpp"
#include "workbench/rules.hpp"
#include "workbench/variations.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

Replicator::Replicator(const Variations& variations)
    : variations_(variations),
      rebuild_(variations.blueprint(), variations.data()),
      steps_(variations.blueprint().steps.size()),
      aggregations_(variations.blueprint().parts.size()) {
    const auto is_measured = [](const Action& action) { return std::holds_alternative<MeasureWrongly>(action.what); };
    if (std::none_of(variations.actions().begin(), variations.actions().end(), is_measured)) return;
    const Dataset& data = variations.data();
    const Blueprint& blueprint = variations.blueprint();
    raw_ = Matrix(data.rows(), blueprint.indicators.size());
    for (std::size_t i = 0; i < blueprint.columns.size(); ++i) {
        const auto column = data.values.column(blueprint.columns[i]);
        std::copy(column.begin(), column.end(), raw_.column(i).begin());
    }
    for (const std::string& unit : data.units) unit_hashes_.push_back(hash_of(unit));
}

std::optional<Error> Replicator::run(std::span<const Draw> draws) {
    Variation variation;
    if (variations_.combinations() != 0) {
        const PreparedStage& stage = variations_.stage(variations_.combination(draws));
        if (stage.error) return stage.error;
        variation.values = &stage.values;
        variation.rows = stage.rows;
        variation.done = variations_.prepared_steps();
    }
    choose(draws);
    for (const Action& action : variations_.actions()) {
        if (const auto* what = std::get_if<MoveGoalposts>(&action.what)) move_goalposts(action, *what, draws);
    }
    variation.steps = steps_;
    variation.aggregations = aggregations_;
    if (variations_.varies_weights()) {
        variations_.vary_weights(draws, weights_);
        if (auto error = check_weights()) return error;
        variation.weights = weights_;
    }
    if (!raw_.is_empty()) {
        measured_ = raw_;
        for (const Action& action : variations_.actions()) {
            if (const auto* what = std::get_if<MeasureWrongly>(&action.what)) measure_wrongly(action, *what, draws);
        }
        variation.values = &measured_;
    }
    if (auto error = rebuild_.run(variation)) return error;
    for (std::size_t at = 0; at < rows().size(); ++at) {
        if (std::isinf(index()[at]))
            return refuse_data("certainty.not_finite", variations_.data().units[rows()[at]],
                               "its score is infinite; wanted a finite one");
    }
    return std::nullopt;
}

/// What is chosen: steps and aggregations.
void Replicator::choose(std::span<const Draw> draws) {
    const std::vector<Step>& steps = variations_.blueprint().steps;
    std::transform(steps.begin(), steps.end(), steps_.begin(), [](const Step& step) { return &step; });
    std::fill(aggregations_.begin(), aggregations_.end(), nullptr);
    for (const Action& action : variations_.actions()) {
        const std::size_t choice = draws[action.first].choice;
        if (const auto* what = std::get_if<ChooseStep>(&action.what)) steps_[what->step] = what->alternatives[choice];
        if (const auto* what = std::get_if<ChooseAggregation>(&action.what)) {
            for (const std::size_t p : what->parts) aggregations_[p] = what->alternatives[choice];
        }
    }
}

void Replicator::move_goalposts(const Action& action, const MoveGoalposts& what, std::span<const Draw> draws) {
    const auto step = std::find_if(steps_.begin(), steps_.end(),
                                   [](const Step* each) { return each && std::holds_alternative<Normalise>(*each); });
    if (step == steps_.end()) return;
    Normalise moved = std::get<Normalise>(**step);
    const auto rules = rules_of(moved.all, moved.others, variations_.blueprint());
    std::vector<std::pair<std::string, Normalisation>> others;
    for (std::size_t i = 0; i < rules.size(); ++i) others.emplace_back(variations_.blueprint().names[i], *rules[i]);
    variations_.numbers(action, draws, what.indicators.size(), 2, numbers_);
    for (std::size_t n = 0; n < what.indicators.size(); ++n) {
        Normalisation& rule = others[what.indicators[n]].second;
        if (rule.method != NormalisationMethod::goalposts) continue;
        const double most = what.share * (rule.to - rule.from);
        rule.from += most * (2 * numbers_[2 * n] - 1);
        rule.to += most * (2 * numbers_[2 * n + 1] - 1);
    }
    moved.others = std::move(others);
    // Goalposts may be moved by several assumptions: the step at hand may be the one that is written.
    moved_ = std::move(moved);
    *step = &*moved_;
}

void Replicator::measure_wrongly(const Action& action, const MeasureWrongly& what, std::span<const Draw> draws) {
    const std::vector<double>& times = variations_.data().times;
    for (std::size_t n = 0; n < what.indicators.size(); ++n) {
        const std::size_t i = what.indicators[n].first, factor = action.first + (action.is_apart ? n : 0);
        const MeasurementSpread& spread = what.indicators[n].second;
        const std::uint64_t indicator = hash_of(variations_.blueprint().names[i]);
        const auto column = measured_.column(i);
        for (std::size_t row = 0; row < column.size(); ++row) {
            const std::uint64_t time = times.empty() ? 0 : std::bit_cast<std::uint64_t>(times[row] + 0.0);
            RandomStream random({indicator, draws[factor].number, unit_hashes_[row], time}, variations_.key(factor));
            const double sd = spread.is_relative ? spread.sd * std::fabs(raw_.at(row, i)) : spread.sd;
            column[row] += sd * normal_number(random);
        }
    }
}

std::optional<Error> Replicator::check_weights() const {
    for (std::size_t p = 0; p < weights_.size(); ++p) {
        if (weights_[p].empty()) continue;
        const double sum = std::accumulate(weights_[p].begin(), weights_[p].end(), 0.0);
        if (sum > 0 && std::isfinite(sum)) continue;
        return refuse_data("certainty.weights", variations_.blueprint().parts[p].name,
                           "its weights sum to " + digits(sum) + "; wanted a finite sum above 0");
    }
    return std::nullopt;
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
