#include "pug/workbench/remove_one.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>
#include <variant>

#include "pug/workbench/lookup.hpp"
#include "pug/workbench/rebuild.hpp"
#include "ranking.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

/// Takes a part out of a tree.
class Pruner {
  public:
    Pruner(const Design& design, std::string_view name) : all_(design.weighting), name_(name) {}

    /// Whether a part stays once the one that is to go is taken from below it: it does if it still has parts.
    bool keeps(Part& part) {
        if (part.name == name_) {
            note_leaves(part);
            return false;
        }
        if (part.parts.empty()) return true;
        for (std::size_t i = 0; i < part.parts.size(); ++i) {
            if (keeps(part.parts[i])) continue;
            forget(part, i);
            part.parts.erase(part.parts.begin() + static_cast<std::ptrdiff_t>(i));
            break;  // a name is in the tree once
        }
        return !part.parts.empty();
    }

    /// Indicators that went.
    const std::set<std::string, std::less<>>& gone() const { return gone_; }

  private:
    void note_leaves(const Part& part) {
        if (part.parts.empty()) gone_.insert(part.name);
        for (const Part& each : part.parts) note_leaves(each);
    }

    /// Takes what was judged of one of its parts out of the weighting of a part.
    void forget(Part& part, std::size_t place) const {
        Weighting weighting = part.weighting.value_or(all_);
        if (weighting.judgements.empty()) return;
        const auto at = static_cast<std::ptrdiff_t>(place);
        for (std::vector<double>& row : weighting.judgements) {
            if (place < row.size()) row.erase(row.begin() + at);
        }
        if (weighting.method == WeightingMethod::ahp && place < weighting.judgements.size())
            weighting.judgements.erase(weighting.judgements.begin() + at);
        part.weighting = std::move(weighting);
    }

    const Weighting& all_;
    std::string_view name_;
    std::set<std::string, std::less<>> gone_;
};

/// Takes what a step does to indicators that went out of it.
void forget(Step& step, const std::set<std::string, std::less<>>& gone) {
    std::visit(
        [&](auto& each) {
            if constexpr (requires { each.others; })
                std::erase_if(each.others, [&](const auto& other) { return gone.contains(other.first); });
        },
        step);
}

/// The ranking of a design on the data of an index.
result<ScoredUnits> ranking_of(const Design& design, const Dataset& data) {
    PUG_TRY(const Blueprint blueprint, draw(design, data));
    Rebuild rebuild(blueprint, data);
    if (auto error = rebuild.run()) return std::move(*error);
    ScoredUnits ranking;
    for (const std::size_t row : rebuild.rows()) {
        ranking.units.push_back(data.units[row]);
        if (!data.times.empty()) ranking.times.push_back(data.times[row]);
    }
    ranking.scores.assign(rebuild.index().begin(), rebuild.index().end());
    return ranking;
}

/// Numbers of the indicators of a design that another has no more.
std::vector<std::size_t> lost(const Design& before, const Design& after) {
    std::vector<std::size_t> indicators;
    for (std::size_t v = 0; v < before.indicators.size(); ++v) {
        const bool is_kept = std::any_of(after.indicators.begin(), after.indicators.end(),
                                         [&](const Indicator& each) { return each.name == before.indicators[v].name; });
        if (!is_kept) indicators.push_back(v);
    }
    return indicators;
}

Removal removal(const Index& index, std::size_t value) {
    Removal told;
    told.value = value;
    const auto design = without(index.design, index.blueprint.names[value]);
    if (design.has_error()) {
        told.error = design.error();
        return told;
    }
    told.indicators = lost(index.design, design.value());
    const auto ranking = ranking_of(design.value(), index.data);
    if (ranking.has_error()) {
        told.error = ranking.error();
    } else {
        told.shifts = rank_shifts(detail::ranking_by(index, index.blueprint.names.size() - 1), ranking.value());
    }
    return told;
}

/// The values to be removed, by the options.
result<std::vector<std::size_t>> wanted(const Index& index, const RemoveOptions& options) {
    if (options.names.empty()) return values_at(index.blueprint, options.level);
    std::vector<std::size_t> values;
    for (const std::string& name : options.names) {
        PUG_TRY(const std::size_t value, find_value(index, name));
        values.push_back(value);
    }
    return values;
}

}  // namespace

result<Design> without(const Design& design, std::string_view name) {
    Design rest = design;
    Pruner pruner(design, name);
    const bool is_left = pruner.keeps(rest.index);
    if (pruner.gone().empty())
        return Error(ErrorKind::argument, "index.name", std::string(name),
                     "no indicator or part is called \"" + std::string(name) + "\"");
    if (!is_left)
        return Error(ErrorKind::argument, "remove.whole", std::string(name),
                     "nothing is left of the index without \"" + std::string(name) + "\"");
    std::erase_if(rest.indicators, [&](const Indicator& each) { return pruner.gone().contains(each.name); });
    for (Step& step : rest.steps) forget(step, pruner.gone());
    return rest;
}

result<std::vector<Removal>> remove_one(const Index& index, const RemoveOptions& options) {
    PUG_TRY(const std::vector<std::size_t> values, wanted(index, options));
    std::vector<Removal> told;
    for (const std::size_t value : values) told.push_back(removal(index, value));
    return told;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
