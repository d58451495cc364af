#include "pug/workbench/compare_designs.hpp"

#include "pug/workbench/lookup.hpp"
#include "ranking.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

/// Whether a value is the index itself, and has grades.
bool is_graded(const Index& index, std::size_t value) {
    return value + 1 == index.blueprint.names.size() && !index.design.grades.empty();
}

std::vector<GradeChange> grade_changes(const Index& first, const Index& second, const RankShifts& shifts) {
    std::vector<GradeChange> changes;
    for (std::size_t u = 0; u < shifts.units.size(); ++u) {
        const RankShift& unit = shifts.units[u];
        if (!unit.first_row || !unit.second_row) continue;
        const std::string& from = first.grades[*unit.first_row];
        const std::string& to = second.grades[*unit.second_row];
        if (from != to) changes.push_back({u, from, to});
    }
    return changes;
}

}  // namespace

result<DesignComparison> compare_designs(const Index& first, const Index& second, const CompareOptions& options) {
    PUG_TRY(const std::size_t of_first, find_value(first, options.first));
    PUG_TRY(const std::size_t of_second, find_value(second, options.second));
    DesignComparison comparison;
    comparison.shifts = rank_shifts(detail::ranking_by(first, of_first), detail::ranking_by(second, of_second));
    comparison.movers = comparison.shifts.movers(options.movers);
    comparison.has_grades = is_graded(first, of_first) && is_graded(second, of_second);
    if (comparison.has_grades) comparison.grades = grade_changes(first, second, comparison.shifts);
    return comparison;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
