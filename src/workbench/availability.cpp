#include "pug/workbench/availability.hpp"

#include <map>
#include <utility>

#include "pug/workbench/lookup.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

/// Rows × values: how many indicators below each have a value.
Matrix count_known(const Blueprint& blueprint, const Stage& stage) {
    const std::size_t indicators = blueprint.indicators.size();
    Matrix known(stage.rows.size(), blueprint.names.size(), 0);
    for (std::size_t v = 0; v < indicators; ++v) {
        for (std::size_t row = 0; row < stage.rows.size(); ++row)
            known.at(row, v) = has_value(stage.values.at(row, v)) ? 1 : 0;
    }
    for (std::size_t p = 0; p < blueprint.parts.size(); ++p) {
        for (const std::size_t part : blueprint.parts[p].parts) {
            for (std::size_t row = 0; row < stage.rows.size(); ++row)
                known.at(row, indicators + p) += known.at(row, part);
        }
    }
    return known;
}

/// By value: the indicators below it; an indicator counts itself.
std::vector<double> count_indicators(const Blueprint& blueprint) {
    std::vector<double> count(blueprint.indicators.size(), 1);
    for (const PartCode& part : blueprint.parts) {
        double below = 0;
        for (const std::size_t each : part.parts) below += count[each];
        count.push_back(below);
    }
    return count;
}

void add_groups(const Dataset& data, const Availability& known, std::vector<GroupAvailability>& groups) {
    const std::span<const double> of_all = known.shares.column(known.shares.columns() - 1);
    for (const auto& [column, texts] : data.groups) {
        std::map<std::string, std::pair<std::size_t, double>> found;  // units, sum of their shares
        for (std::size_t row = 0; row < known.rows.size(); ++row) {
            const std::string& group = texts[known.rows[row]];
            if (group.empty()) continue;
            found[group].first += 1;
            found[group].second += of_all[row];
        }
        for (const auto& [group, sums] : found)
            groups.push_back({column, group, sums.first, sums.second / static_cast<double>(sums.first)});
    }
}

}  // namespace

result<Availability> availability(const Index& index, std::string_view stage) {
    PUG_TRY(const Stage* looked_at, find_stage(index, stage));
    const Blueprint& blueprint = index.blueprint;
    const std::size_t indicators = blueprint.indicators.size();
    const Matrix known = count_known(blueprint, *looked_at);
    const std::vector<double> all = count_indicators(blueprint);
    Availability told;
    told.rows = looked_at->rows;
    told.shares = Matrix(told.rows.size(), blueprint.parts.size());
    for (std::size_t p = 0; p < blueprint.parts.size(); ++p) {
        for (std::size_t row = 0; row < told.rows.size(); ++row)
            told.shares.at(row, p) = known.at(row, indicators + p) / all[indicators + p];
    }
    add_groups(index.data, told, told.groups);
    return told;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
