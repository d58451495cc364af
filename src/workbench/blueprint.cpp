#include "pug/workbench/blueprint.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "workbench/aggregation_problems.hpp"
#include "workbench/dataset_problems.hpp"
#include "workbench/refusals.hpp"
#include "workbench/step_problems.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using detail::digits;

bool has_division(const Design& design) {
    return std::any_of(design.steps.begin(), design.steps.end(),
                       [](const Step& step) { return std::holds_alternative<Denominate>(step); });
}

/// Looks up the names of a design and checks what it states.
class Drawing {
  public:
    Drawing(const Design& design, const Dataset& data) : design_(design), data_(data) {
        for (std::size_t c = 0; c < data.columns.size(); ++c) columns_.emplace(data.columns[c], c);
    }

    std::vector<Problem> run() {
        check_indicators();
        detail::report_aggregation(design_.aggregation, "aggregation", problems_);
        if (design_.index.parts.empty()) report("design.indicator", "index", "it has no parts; wanted at least one");
        check_tree();
        check_uses();
        check_grades();
        add(detail::step_problems(design_, data_));
        return std::move(problems_);
    }

    Blueprint blueprint() && {
        blueprint_.steps = design_.steps;
        return std::move(blueprint_);
    }

  private:
    void report(std::string code, std::string where, std::string message) {
        problems_.push_back({std::move(code), std::move(where), 0, 0, std::move(message)});
    }

    void add(std::vector<Problem> problems) {
        problems_.insert(problems_.end(), std::make_move_iterator(problems.begin()),
                         std::make_move_iterator(problems.end()));
    }

    // Indicators.

    /// An indicator that nobody has would leave the index without a word.
    void check_values(std::size_t column, const std::string& name) {
        if (column >= data_.values.columns()) return;
        const auto values = data_.values.column(column);
        if (std::none_of(values.begin(), values.end(), has_value))
            report("data.missing", name, "no unit has a value; wanted some, or a design without the indicator");
    }

    void check_indicators() {
        // A denominator that nobody divides by need not be there.
        const bool divides = has_division(design_);
        for (std::size_t i = 0; i < design_.indicators.size(); ++i) {
            const Indicator& indicator = design_.indicators[i];
            const std::string where = "indicators/" + (indicator.name.empty() ? std::to_string(i) : indicator.name);
            check_name(indicator.name, where);
            numbers_.emplace(indicator.name, i);
            blueprint_.names.push_back(indicator.name);
            blueprint_.columns.push_back(column_of(indicator.name, where));
            check_values(blueprint_.columns.back(), indicator.name);
            const bool is_divided = divides && !indicator.denominator.empty();
            blueprint_.denominators.push_back(is_divided ? column_of(indicator.denominator, where)
                                                         : Blueprint::no_column);
            if (indicator.target && !std::isfinite(*indicator.target))
                report("design.rule", where, "the target is " + digits(*indicator.target) + "; wanted a number");
        }
        blueprint_.indicators = design_.indicators;
        uses_.assign(design_.indicators.size(), 0);
    }

    void check_name(const std::string& name, const std::string& where) {
        if (name.empty()) {
            report("design.name", where, "the name is empty; wanted one");
        } else if (!names_.insert(name).second) {
            report("design.name", where, "the name " + name + " comes again; wanted one of its own");
        }
    }

    std::size_t column_of(const std::string& name, const std::string& where) {
        const auto found = columns_.find(name);
        if (found != columns_.end()) return found->second;
        if (!name.empty()) report("design.name", where, "found no column " + name + " in the data");
        return Blueprint::no_column;
    }

    // Parts.

    static constexpr std::size_t unknown = static_cast<std::size_t>(-1);

    /// The path of a part's own part, by name where it has one.
    static std::string where_of(const Part& part, std::size_t at, const std::string& where) {
        return where + "/" + (part.parts[at].name.empty() ? std::to_string(at) : part.parts[at].name);
    }

    void check_tree() {
        if (!design_.index.parts.empty()) visit(design_.index, "index");
    }

    /// The number of the value of a part; its own parts come before it.
    std::size_t visit(const Part& part, const std::string& where) {
        if (part.parts.empty()) return visit_leaf(part, where);
        check_name(part.name, where);
        check_weights(part, where);
        PartCode code;
        code.name = part.name;
        code.aggregation = part.aggregation.value_or(design_.aggregation);
        code.weighting = part.weighting.value_or(design_.weighting);
        if (part.aggregation) detail::report_aggregation(*part.aggregation, where, problems_);
        check_places(code.aggregation, part.parts.size(), where);
        for (std::size_t at = 0; at < part.parts.size(); ++at) {
            const Part& own = part.parts[at];
            const std::size_t value = visit(own, where_of(part, at, where));
            if (value == unknown) continue;
            code.parts.push_back(value);
            code.weights.push_back(own.weight);
            code.level = std::max(code.level, 1 + level_of(value));
        }
        blueprint_.names.push_back(part.name);
        blueprint_.parts.push_back(std::move(code));
        return blueprint_.names.size() - 1;
    }

    std::size_t visit_leaf(const Part& part, const std::string& where) {
        const auto found = numbers_.find(part.name);
        if (found == numbers_.end()) {
            report("design.name", where,
                   part.name.empty() ? "the name is empty; wanted that of an indicator"
                                     : "it has no parts and is no indicator; wanted one or the other");
            return unknown;
        }
        if (++uses_[found->second] == 2)
            report("design.indicator", where, "another part uses the indicator, too; wanted one");
        return found->second;
    }

    std::size_t level_of(std::size_t value) const {
        const std::size_t indicators = blueprint_.indicators.size();
        return value < indicators ? 1 : blueprint_.parts[value - indicators].level;
    }

    void check_weights(const Part& part, const std::string& where) {
        double sum = 0;
        bool are_right = true;
        for (std::size_t at = 0; at < part.parts.size(); ++at) {
            const double weight = part.parts[at].weight;
            sum += weight;
            if (std::isfinite(weight) && weight >= 0) continue;
            are_right = false;
            report("design.weight", where_of(part, at, where),
                   "the weight is " + digits(weight) + "; wanted a number from 0 on");
        }
        const bool are_used = part.weighting.value_or(design_.weighting).method == WeightingMethod::given;
        if (are_used && are_right && (sum == 0 || std::isinf(sum)))
            report("design.weight", where,
                   "the weights of its parts have the sum " + digits(sum) + "; wanted a number above 0");
    }

    void check_uses() {
        for (std::size_t i = 0; i < uses_.size(); ++i) {
            if (uses_[i] == 0)
                report("design.indicator", "indicators/" + design_.indicators[i].name,
                       "no part uses the indicator; wanted one, or no such indicator");
        }
    }

    /// A rule that the whole design shares meets parts of several sizes: each place needs its weight.
    void check_places(const Aggregation& rule, std::size_t parts, const std::string& where) {
        if (rule.method == AggregationMethod::owa && rule.order_weights.size() != parts)
            report("design.rule", where,
                   std::to_string(rule.order_weights.size()) + " weights of places for " + std::to_string(parts) +
                       " parts; wanted one each");
    }

    // Grades.

    void check_grades() {
        const auto& grades = design_.grades;
        for (std::size_t g = 0; g < grades.size(); ++g) {
            const std::string where = "grades/" + std::to_string(g);
            if (!grades[g].from) {
                if (g > 0) report("design.grades", where, "found no edge; wanted one, after the first band");
                continue;
            }
            const double from = *grades[g].from;
            if (!std::isfinite(from))
                report("design.grades", where, "the edge is " + digits(from) + "; wanted a number");
            if (g > 0 && grades[g - 1].from && from <= *grades[g - 1].from)
                report("design.grades", where,
                       "the edge " + digits(from) + " comes after " + digits(*grades[g - 1].from) +
                           "; wanted them ascending");
        }
    }

    const Design& design_;
    const Dataset& data_;
    Blueprint blueprint_;
    std::vector<Problem> problems_;
    std::unordered_map<std::string_view, std::size_t> columns_;  // of the dataset, by name
    std::unordered_map<std::string_view, std::size_t> numbers_;  // of indicators, by name
    std::unordered_set<std::string_view> names_;                 // of values that were met
    std::vector<std::size_t> uses_;                              // of each indicator by parts
};

}  // namespace

std::vector<std::string> columns(const Design& design) {
    std::vector<std::string> columns;
    for (const Indicator& indicator : design.indicators) columns.push_back(indicator.name);
    const bool divides = has_division(design);
    for (const Indicator& indicator : design.indicators) {
        const std::string& by = indicator.denominator;
        if (!divides || by.empty() || std::find(columns.begin(), columns.end(), by) != columns.end()) continue;
        columns.push_back(by);
    }
    return columns;
}

result<Blueprint> draw(const Design& design, const Dataset& data) {
    std::vector<Problem> of_data = detail::dataset_problems(data);
    Drawing drawing(design, data);
    std::vector<Problem> problems = drawing.run();
    const ErrorKind kind = problems.empty() ? ErrorKind::data : ErrorKind::instrument;
    problems.insert(problems.end(), std::make_move_iterator(of_data.begin()), std::make_move_iterator(of_data.end()));
    if (!problems.empty()) return Error(kind, std::move(problems));
    return std::move(drawing).blueprint();
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
