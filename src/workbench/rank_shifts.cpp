#include "pug/workbench/rank_shifts.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "pug/workbench/index.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

std::vector<std::size_t> ranks_of(const std::vector<double>& scores) {
    std::vector<std::size_t> ranks(scores.size());
    rank_descending(scores, ranks);
    return ranks;
}

/// Finds the units of a ranking by name and time.
class Register {
  public:
    explicit Register(const ScoredUnits& ranking) {
        for (std::size_t u = 0; u < ranking.units.size(); ++u) places_.emplace(key(ranking, u), u);
    }
    /// Where the unit of another ranking stands, if it is there.
    std::optional<std::size_t> find(const ScoredUnits& other, std::size_t u) const {
        const auto found = places_.find(key(other, u));
        return found == places_.end() ? std::nullopt : std::optional(found->second);
    }

  private:
    using Key = std::pair<std::string_view, std::pair<bool, double>>;
    static Key key(const ScoredUnits& ranking, std::size_t u) {
        const bool has_time = !ranking.times.empty();
        return {ranking.units[u], {has_time, has_time ? ranking.times[u] : 0}};
    }
    std::map<Key, std::size_t> places_;
};

RankShift unit_of(const ScoredUnits& ranking, std::size_t u) {
    RankShift shift;
    shift.unit = ranking.units[u];
    if (!ranking.times.empty()) shift.time = ranking.times[u];
    return shift;
}

/// Every unit of either ranking, with what each says of it.
std::vector<RankShift> merge(const ScoredUnits& first, const ScoredUnits& second) {
    const std::vector<std::size_t> first_ranks = ranks_of(first.scores), second_ranks = ranks_of(second.scores);
    const Register known(first);
    std::vector<RankShift> units;
    for (std::size_t u = 0; u < first.units.size(); ++u) {
        units.push_back(unit_of(first, u));
        units.back().first_row = u;
        units.back().first_score = first.scores[u];
        units.back().first_rank = first_ranks[u];
    }
    for (std::size_t u = 0; u < second.units.size(); ++u) {
        const std::optional<std::size_t> place = known.find(second, u);
        if (!place) units.push_back(unit_of(second, u));
        RankShift& shift = place ? units[*place] : units.back();
        shift.second_row = u;
        shift.second_score = second.scores[u];
        shift.second_rank = second_ranks[u];
    }
    return units;
}

/// Ranks those that have a score in both among themselves, and sums up how they moved.
void compare(RankShifts& shifts) {
    std::vector<RankShift*> both;
    std::vector<double> first, second;
    for (RankShift& unit : shifts.units) {
        if (!has_value(unit.first_score) || !has_value(unit.second_score)) continue;
        both.push_back(&unit);
        first.push_back(unit.first_score);
        second.push_back(unit.second_score);
    }
    const std::vector<std::size_t> first_places = ranks_of(first), second_places = ranks_of(second);
    double moved = 0;
    for (std::size_t u = 0; u < both.size(); ++u) {
        both[u]->first_place = first_places[u];
        both[u]->second_place = second_places[u];
        moved += static_cast<double>(both[u]->distance());
        shifts.greatest_distance = std::max(shifts.greatest_distance, both[u]->distance());
    }
    shifts.compared = both.size();
    if (!both.empty()) shifts.mean_distance = moved / static_cast<double>(both.size());
    shifts.pearson = correlation(CorrelationMethod::pearson, first, second);
    shifts.spearman = correlation(CorrelationMethod::spearman, first, second);
    shifts.kendall = correlation(CorrelationMethod::kendall, first, second);
}

}  // namespace

std::vector<std::size_t> RankShifts::movers(std::size_t most) const {
    std::vector<std::size_t> found;
    for (std::size_t u = 0; u < units.size(); ++u) {
        if (units[u].distance() > 0) found.push_back(u);
    }
    std::stable_sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) {
        if (units[a].distance() != units[b].distance()) return units[a].distance() > units[b].distance();
        return units[a].first_place < units[b].first_place;
    });
    found.resize(std::min(found.size(), most));
    return found;
}

RankShifts rank_shifts(const ScoredUnits& first, const ScoredUnits& second) {
    RankShifts shifts;
    shifts.units = merge(first, second);
    compare(shifts);
    return shifts;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
