#include "pug/workbench/index.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "pug/workbench/rebuild.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

/// The name of the band that a value lies in; empty where it has none.
std::string grade_of(const std::vector<Band>& bands, double value) {
    const auto above =
        std::find_if(bands.begin(), bands.end(), [&](const Band& band) { return band.from && !(value >= *band.from); });
    return has_value(value) && above != bands.begin() ? (above - 1)->grade : std::string();
}

}  // namespace

result<Index> build(const Design& design, Dataset data) {
    Index index;
    PUG_TRY(index.blueprint, draw(design, data));
    Rebuild rebuild(index.blueprint, data);
    if (auto error = rebuild.run({}, &index)) return *std::move(error);
    for (const std::size_t row : rebuild.rows()) index.units.push_back(data.units[row]);
    index.weights = rebuild.weights();
    index.scores = rebuild.scores();
    index.ranks.resize(index.units.size());
    rank_descending(rebuild.index(), index.ranks);
    for (const double value : rebuild.index()) index.grades.push_back(grade_of(design.grades, value));
    index.design = design;
    index.data = std::move(data);
    return index;
}

void rank_descending(std::span<const double> values, std::span<std::size_t> ranks) {
    std::vector<std::pair<double, std::size_t>> order;
    order.reserve(values.size());
    for (std::size_t at = 0; at < values.size(); ++at) {
        ranks[at] = 0;
        if (has_value(values[at])) order.emplace_back(-values[at], at);
    }
    std::sort(order.begin(), order.end());
    for (std::size_t at = 0; at < order.size(); ++at) {
        const bool is_tied = at > 0 && order[at].first == order[at - 1].first;
        ranks[order[at].second] = is_tied ? ranks[order[at - 1].second] : at + 1;
    }
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
