#include "pug/workbench/strengths.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "pug/workbench/effective_weights.hpp"
#include "pug/workbench/lookup.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

/// How a unit stands among the others in each value.
class Standings {
  public:
    Standings(const Index& index, std::size_t unit) : index_(index), unit_(unit), weights_(effective_weights(index)) {}

    Standing of(std::size_t value) const {
        Standing told;
        told.value = value;
        told.effective = weights_[value].effective;
        if (value < index_.blueprint.indicators.size()) told.raw = raw(value);
        const std::span<const double> scores = index_.value(value);
        told.score = scores[unit_];
        count(scores, told);
        return told;
    }

  private:
    double raw(std::size_t indicator) const {
        return index_.data.values.at(index_.stages.back().rows[unit_], index_.blueprint.columns[indicator]);
    }

    void count(std::span<const double> scores, Standing& told) const {
        std::size_t better = 0, worse = 0;
        for (const double score : scores) {
            told.of += has_value(score) ? 1 : 0;
            better += score > told.score ? 1 : 0;
            worse += score < told.score ? 1 : 0;
            told.equal += score == told.score ? 1 : 0;
        }
        if (!has_value(told.score)) return;
        told.rank = better + 1;
        const double others = static_cast<double>(told.of) - 1;
        told.standing = others > 0 ? (static_cast<double>(worse) - static_cast<double>(better)) / others : 0;
    }

    const Index& index_;
    std::size_t unit_;
    std::vector<EffectiveWeight> weights_;
};

/// The first `most` of those that have more than nothing of a measure, the greatest first, and how many more are equal
/// to the last of them.
template <class Measure>
std::pair<std::vector<Standing>, std::size_t> greatest(std::vector<Standing> all, std::size_t most, Measure measure) {
    std::erase_if(all, [&](const Standing& each) { return !(measure(each) > 0); });
    std::stable_sort(all.begin(), all.end(),
                     [&](const Standing& a, const Standing& b) { return measure(a) > measure(b); });
    const std::size_t size = std::min(most, all.size());
    std::size_t end = size;
    while (size > 0 && end < all.size() && measure(all[end]) == measure(all[size - 1])) ++end;
    all.resize(size);
    return {std::move(all), end - size};
}

}  // namespace

result<Strengths> strengths(const Index& index, std::string_view unit, std::optional<double> time,
                            const StrengthOptions& options) {
    Strengths told;
    PUG_TRY(told.unit, find_unit(index, unit, time));
    const Standings standings(index, told.unit);
    std::vector<Standing> all;
    for (std::size_t v = 0; v < index.blueprint.indicators.size(); ++v) {
        all.push_back(standings.of(v));
        if (all.back().rank == 0) told.missing.push_back(v);
    }
    const auto measure = [&](const Standing& each) {
        return each.standing * (options.is_weighted ? each.effective : 1);
    };
    std::tie(told.strengths, told.more_strengths) = greatest(all, options.most, measure);
    std::tie(told.weaknesses, told.more_weaknesses) =
        greatest(all, options.most, [&](const Standing& each) { return -measure(each); });
    return told;
}

result<UnitSummary> unit_summary(const Index& index, std::string_view unit, std::optional<double> time) {
    UnitSummary told;
    PUG_TRY(told.unit, find_unit(index, unit, time));
    told.grade = index.grades[told.unit];
    const Standings standings(index, told.unit);
    const std::size_t indicators = index.blueprint.indicators.size();
    for (std::size_t v = 0; v < indicators; ++v) told.indicators.push_back(standings.of(v));
    for (std::size_t v = indicators; v < index.blueprint.names.size(); ++v) told.parts.push_back(standings.of(v));
    std::stable_sort(told.parts.begin(), told.parts.end(), [&](const Standing& a, const Standing& b) {
        return level_of(index.blueprint, a.value) > level_of(index.blueprint, b.value);
    });
    return told;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
