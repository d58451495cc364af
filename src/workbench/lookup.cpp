#include "pug/workbench/lookup.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "refusals.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

/// How many characters must be put in, taken out or changed to make one word of the other (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = std::exchange(row[j + 1], std::min({row[j] + 1, row[j + 1] + 1, changed}));
        }
    }
    return row.back();
}

/// `; did you mean "…"?` where one of the names differs in no more than a third of its characters.
std::string advice(std::string_view wrong, const std::vector<std::string>& names) {
    constexpr std::size_t longest = 100;  // longer ones are no slips of the hand
    const std::string* nearest = nullptr;
    std::size_t least = wrong.size() / 3 + 1;
    for (const std::string& name : names) {
        if (wrong.size() > longest || name.size() > longest) continue;
        const std::size_t found = distance(wrong, name);
        if (found >= least) continue;
        least = found;
        nearest = &name;
    }
    return nearest ? "; did you mean \"" + *nearest + "\"?" : "";
}

Error unknown(std::string code, std::string_view name, const std::string& what, const std::vector<std::string>& names) {
    const std::string found(name);
    return {ErrorKind::argument, std::move(code), found,
            "no " + what + " is called \"" + found + "\"" + advice(name, names)};
}

}  // namespace

result<std::size_t> find_value(const Index& index, std::string_view name) {
    const Blueprint& blueprint = index.blueprint;
    if (name.empty()) return blueprint.names.size() - 1;
    const std::size_t found = blueprint.find(name);
    if (found == blueprint.names.size()) return unknown("index.name", name, "indicator or part", blueprint.names);
    return found;
}

result<const Stage*> find_stage(const Index& index, std::string_view name) {
    if (name.empty()) return &index.stages.back();
    if (const Stage* stage = index.stage(name)) return stage;
    std::string listed;
    for (const Stage& stage : index.stages) listed += (listed.empty() ? "" : ", ") + stage.name;
    return Error(ErrorKind::argument, "index.stage", std::string(name),
                 "no stage of the index is called \"" + std::string(name) + "\"; it went through " + listed);
}

result<std::size_t> find_unit(const Index& index, std::string_view unit, std::optional<double> time) {
    const std::vector<std::size_t>& rows = index.stages.back().rows;
    const bool has_times = !index.data.times.empty();
    if (time && !has_times)
        return Error(ErrorKind::argument, "index.time", std::string(unit), "a time was given; the data have none");
    std::optional<std::size_t> found;
    bool is_known = false;
    for (std::size_t u = 0; u < rows.size(); ++u) {
        if (index.units[u] != unit) continue;
        is_known = true;
        if (time && index.data.times[rows[u]] != *time) continue;
        if (found)
            return Error(ErrorKind::argument, "index.time", std::string(unit),
                         "unit \"" + std::string(unit) + "\" is there at several times; wanted one of them");
        found = u;
    }
    if (found) return *found;
    if (is_known)
        return Error(ErrorKind::argument, "index.time", std::string(unit),
                     "unit \"" + std::string(unit) + "\" is not there at time " + detail::digits(*time));
    const auto& all = index.data.units;
    if (std::find(all.begin(), all.end(), unit) != all.end())
        return Error(ErrorKind::argument, "index.unit", std::string(unit),
                     "unit \"" + std::string(unit) + "\" was screened out of the index");
    return unknown("index.unit", unit, "unit", index.units);
}

std::size_t level_of(const Blueprint& blueprint, std::size_t value) {
    const std::size_t indicators = blueprint.indicators.size();
    return value < indicators ? 1 : blueprint.parts[value - indicators].level;
}

std::vector<std::size_t> parents(const Blueprint& blueprint) {
    std::vector<std::size_t> found(blueprint.names.size(), no_part);
    for (std::size_t p = 0; p < blueprint.parts.size(); ++p) {
        for (const std::size_t part : blueprint.parts[p].parts) found[part] = blueprint.indicators.size() + p;
    }
    return found;
}

result<std::vector<std::size_t>> values_at(const Blueprint& blueprint, std::size_t level) {
    std::vector<std::size_t> found;
    for (std::size_t v = 0; v < blueprint.names.size(); ++v) {
        if (level_of(blueprint, v) == level) found.push_back(v);
    }
    if (!found.empty()) return found;
    return Error(ErrorKind::argument, "index.level", "",
                 "nothing lies at level " + std::to_string(level) + "; the levels are 1 to " +
                     std::to_string(level_of(blueprint, blueprint.names.size() - 1)));
}

result<std::vector<std::size_t>> select(const Index& index, const Selection& selection) {
    const Blueprint& blueprint = index.blueprint;
    PUG_TRY(const std::size_t part, find_value(index, selection.part));
    if (level_of(blueprint, part) == 1)
        return Error(ErrorKind::argument, "index.name", selection.part,
                     "\"" + selection.part + "\" is an indicator, which has no parts; wanted a part");
    std::vector<std::size_t> found;
    if (selection.level == 0) {
        found = blueprint.parts[part - blueprint.indicators.size()].parts;
        std::sort(found.begin(), found.end());
        return found;
    }
    // Parts come before what they belong to, so going down from the top sees each parent first.
    const std::vector<std::size_t> parent = parents(blueprint);
    std::vector<bool> is_below(blueprint.names.size(), false);
    for (std::size_t v = part; v-- > 0;) {
        is_below[v] = parent[v] == part || (parent[v] != no_part && is_below[parent[v]]);
    }
    for (std::size_t v = 0; v < part; ++v) {
        if (is_below[v] && level_of(blueprint, v) == selection.level) found.push_back(v);
    }
    if (!found.empty()) return found;
    return Error(
        ErrorKind::argument, "index.level", blueprint.names[part],
        "nothing of level " + std::to_string(selection.level) + " lies below \"" + blueprint.names[part] + "\"");
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
