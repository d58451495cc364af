#include "pug/workbench/correlate.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "columns.hpp"
#include "pug/workbench/lookup.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

/// The stage that the options name, when they are sound.
result<const Stage*> looked_at(const Index& index, const CorrelateOptions& options) {
    const bool is_sound = std::isfinite(options.alike_above) && std::isfinite(options.against_below) &&
                          std::isfinite(options.denominator_above);
    if (!is_sound)
        return Error(ErrorKind::argument, "correlate.options", "",
                     "a limit is no finite number; wanted one from -1 to 1");
    return find_stage(index, options.stage);
}

/// Two values that belong to one part and say the same.
bool is_alike(const Correlation& correlation, std::size_t a, std::size_t b, const std::vector<std::size_t>& parent,
              double above) {
    return a < b && parent[a] == parent[b] && correlation.value > above;
}

}  // namespace

result<CorrelationTable> correlate_levels(const Index& index, std::size_t first, std::size_t second,
                                          const CorrelateOptions& options) {
    PUG_TRY(const Stage* stage, looked_at(index, options));
    CorrelationTable table;
    PUG_TRY(table.rows, values_at(index.blueprint, first));
    PUG_TRY(table.columns, values_at(index.blueprint, second));
    const detail::Columns columns(index, *stage);
    table.cells = correlations(options.method, columns.of(table.rows), columns.of(table.columns));
    const std::vector<std::size_t> parent = parents(index.blueprint);
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            if (is_alike(table.at(r, c), table.rows[r], table.columns[c], parent, options.alike_above))
                table.alike.emplace_back(table.rows[r], table.columns[c]);
        }
    }
    return table;
}

result<std::vector<ParentCorrelation>> correlate_parents(const Index& index, const CorrelateOptions& options) {
    PUG_TRY(const Stage* stage, looked_at(index, options));
    const detail::Columns columns(index, *stage);
    const std::vector<std::size_t> parent = parents(index.blueprint);
    std::vector<ParentCorrelation> told;
    for (std::size_t v = 0; v < index.blueprint.names.size(); ++v) {
        for (std::size_t above = parent[v]; above != no_part; above = parent[above]) {
            const Correlation found = correlation(options.method, columns.of(v), columns.of(above));
            told.push_back({v, above, above == parent[v], found, found.value < options.against_below});
        }
    }
    return told;
}

result<std::vector<DenominatorCorrelation>> correlate_denominators(const Index& index,
                                                                   const CorrelateOptions& options) {
    PUG_TRY(const Stage* stage, looked_at(index, options));
    std::vector<std::size_t> used = index.blueprint.denominators;
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());
    if (!used.empty() && used.back() == Blueprint::no_column) used.pop_back();
    std::vector<DenominatorCorrelation> told;
    for (std::size_t v = 0; v < index.blueprint.indicators.size(); ++v) {
        for (const std::size_t column : used) {
            std::vector<double> denominator;
            for (const std::size_t row : stage->rows) denominator.push_back(index.data.values.at(row, column));
            const Correlation found = correlation(options.method, stage->values.column(v), denominator);
            told.push_back({v, column, index.blueprint.denominators[v] == column, found,
                            std::abs(found.value) > options.denominator_above});
        }
    }
    return told;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
