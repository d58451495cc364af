#include "pug/workbench/as_instrument.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "io/fields.hpp"
#include "pug/workbench/words.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

Number number(double value) { return Decimal::of(value); }

/// Every status counts as `rule` says.
Policy all_statuses(const PolicyRule& rule) {
    Policy policy;
    for (auto& each : policy) each = rule;
    policy[static_cast<std::size_t>(Status::observed)].reset();
    return policy;
}

Node from(Operand operand) {
    Node node;
    node.operands.push_back(std::move(operand));
    return node;
}

Node of(Aggregate aggregate, std::vector<Operand> operands) {
    Node node;
    node.aggregate = aggregate;
    node.operands = std::move(operands);
    return node;
}

/// The least, the greatest and the mean of the cells that have a value.
struct Extent {
    explicit Extent(std::span<const double> column) {
        double sum = 0;
        for (const double x : column) {
            if (!has_value(x)) continue;
            low = count == 0 ? x : std::min(low, x);
            high = count == 0 ? x : std::max(high, x);
            sum += x;
            ++count;
        }
        mean = sum / static_cast<double>(count);
    }
    double low = 0, high = 0, mean = 0;
    std::size_t count = 0;
};

class Writer {
  public:
    Writer(const Index& index, std::string_view first) : index_(index), design_(index.design), first_(first) {}

    result<Instrument> write() {
        if (index_.stage(first_) == nullptr)
            return Error(ErrorKind::argument, "design.stage", std::string(first_),
                         "the index has no stage \"" + std::string(first_) + "\"");
        head();
        for (std::size_t i = 0; i < indicators(); ++i) indicator(i);
        for (std::size_t p = 0; p < index_.blueprint.parts.size(); ++p) part(p);
        verdict();
        if (!problems_.empty()) return Error(ErrorKind::argument, std::move(problems_));
        return std::move(instrument_);
    }

  private:
    std::size_t indicators() const { return index_.blueprint.indicators.size(); }

    void refuse(std::string code, const std::string& where, std::string message) {
        problems_.push_back({std::move(code), where, 0, 0, std::move(message)});
    }
    void refuse_name(const std::string& name) {
        refuse("design.name", name,
               std::string("\"").append(name).append("\" is no name in an instrument: letters, digits, _ . -"));
    }
    void unstated(const std::string& where, std::string_view what, std::string_view why) {
        refuse("design.unstated", where,
               std::string("\"").append(what).append("\" cannot be stated in an instrument: ").append(why));
    }

    void head() {
        instrument_.id = design_.id;
        instrument_.edition = design_.edition;
        instrument_.title = design_.title.empty() ? Text(design_.id) : design_.title;
        instrument_.authority = design_.authority;
        instrument_.sources = design_.sources;
        PolicyRule leaves;
        leaves.action = PolicyAction::renormalise;
        instrument_.missing = all_statuses(leaves);
        if (design_.id.empty()) refuse("design.name", "id", "an instrument needs an id; the design has none");
        for (const std::string& name : index_.blueprint.names) {
            if (!pug::detail::is_name(name)) refuse_name(name);
        }
    }

    void variable(const std::string& name, const Indicator* indicator) {
        if (!variables_.insert(name).second) return;
        Variable variable;
        variable.name = name;
        if (indicator != nullptr) {
            variable.title = indicator->title;
            variable.direction = indicator->direction;
            variable.source = indicator->source;
        } else if (!pug::detail::is_name(name)) {
            refuse_name(name);
        }
        instrument_.variables.push_back(std::move(variable));
    }

    // Indicators: a chain of nodes, each step wrapped round what came before or added to its transforms.

    void indicator(std::size_t i) {
        const Indicator& indicator = index_.blueprint.indicators[i];
        variable(indicator.name, &indicator);
        Node node = from(Name{indicator.name});
        std::size_t stage = 0;
        bool is_in = index_.stages.front().name == first_;
        for (const Step& step : index_.blueprint.steps) {
            ++stage;
            if (is_in) std::visit([&](const auto& each) { add(each, i, stage, node); }, step);
            // The last stage of that name is where the instrument begins.
            if (index_.stages[stage].name == first_) is_in = true;
        }
        node.id = indicator.name + ".normalised";
        names_.push_back(node.id);
        instrument_.nodes.push_back(std::move(node));
    }

    void add(const Denominate&, std::size_t i, std::size_t, Node& node) {
        const std::string& by = index_.blueprint.indicators[i].denominator;
        if (by.empty()) return;
        variable(by, nullptr);
        node = of(Aggregate::ratio, {Box<Node>(std::move(node)), Name{by}});
    }

    void add(const Screen&, std::size_t, std::size_t, Node&) {}  // decides who is in the cohort, not what they score

    void add(const Impute& step, std::size_t i, std::size_t stage, Node& node) {
        const Indicator& indicator = index_.blueprint.indicators[i];
        const Imputation& rule = rule_of(step, indicator.name);
        const auto column = index_.stages[stage - 1].values.column(i);
        const Extent before(column);
        switch (rule.method) {
            case ImputationMethod::none:
                return;
            case ImputationMethod::mean:
            case ImputationMethod::median: {
                if (before.count == 0) return;
                PolicyRule value;
                value.action = PolicyAction::substitute;
                value.value = number(rule.method == ImputationMethod::mean ? before.mean : median_of(column));
                // What is inside would inherit the rule and fill in each of its own operands.
                node.missing = instrument_.missing;
                node = from(Box<Node>(std::move(node)));
                node.missing = all_statuses(value);
                return;
            }
            case ImputationMethod::group_mean:
            case ImputationMethod::group_median:
                return by_group(rule, indicator, stage, column, node);
            case ImputationMethod::linear:
            case ImputationMethod::expectation_maximisation:
                if (before.count == column.size()) return;
                return unstated(indicator.name, word(imputation_names, rule.method),
                                "it looks at other times or other indicators; give the instrument the imputed data, "
                                "from stage \"imputed\"");
        }
    }

    /// Where the value is missing the value of the group applies: `known` is 1 where there is one, and the look-up of
    /// the group is asked only where it is 0.
    void by_group(const Imputation& rule, const Indicator& indicator, std::size_t stage, std::span<const double> column,
                  Node& node) {
        const auto& texts = *index_.data.group(rule.group);
        std::map<std::string, std::vector<double>> members;
        const auto& rows = index_.stages[stage - 1].rows;
        for (std::size_t r = 0; r < rows.size(); ++r) {
            const std::string& group = texts[rows[r]];
            if (!group.empty() && has_value(column[r])) members[group].push_back(column[r]);
        }
        if (members.empty()) return;
        group_variable(rule.group);
        Lookup table;
        for (const std::string& group : groups_of(rule.group)) {
            const auto found = members.find(group);
            // A group without a value keeps the unit's value missing: its row is there and gives nothing.
            if (found == members.end()) {
                unstated(indicator.name, "group \"" + group + "\"", "it has no value to fill in with");
                return;
            }
            Lookup::Row row;
            row.codes = {group};
            row.value = number(rule.method == ImputationMethod::group_mean ? Extent(found->second).mean
                                                                           : median_of(found->second));
            table.rows.push_back(std::move(row));
        }
        node.id = indicator.name + ".given";
        Node known;
        known.id = indicator.name + ".known";
        known.aggregate = Aggregate::holds;
        Compare at_least;
        at_least.subject = node.id;
        at_least.is_variable = false;
        at_least.values.emplace_back(number(0));
        Compare below = at_least;
        below.comparison = Comparison::below;
        known.holds = Condition{Condition::Any{{Condition{at_least}, Condition{below}}}};
        PolicyRule zero;
        zero.action = PolicyAction::substitute;
        zero.value = number(0);
        known.missing = all_statuses(zero);
        Node by = of(Aggregate::lookup, {Name{rule.group}});
        by.lookup = std::move(table);
        Compare unknown;
        unknown.subject = known.id;
        unknown.is_variable = false;
        unknown.comparison = Comparison::is;
        unknown.values.emplace_back(number(0));
        by.when = Condition{unknown};
        Node filled = of(Aggregate::max, {Name{node.id}, Box<Node>(std::move(by))});
        instrument_.nodes.push_back(std::move(node));
        instrument_.nodes.push_back(std::move(known));
        node = std::move(filled);
    }

    std::set<std::string> groups_of(const std::string& column) const {
        std::set<std::string> groups;
        for (const std::string& text : *index_.data.group(column)) {
            if (!text.empty()) groups.insert(text);
        }
        return groups;
    }

    void group_variable(const std::string& column) {
        if (!variables_.insert(column).second) return;
        Scale scale;
        scale.name = column;
        for (const std::string& group : groups_of(column)) {
            if (group.find_first_of(" \t\r\n") != std::string::npos)
                refuse("design.name", column,
                       std::string("the group \"").append(group).append("\" has blanks, which a look-up cannot have"));
            Level level;
            level.code = group;
            scale.levels.push_back(std::move(level));
        }
        instrument_.scales.push_back(std::move(scale));
        Variable variable;
        variable.name = column;
        variable.type = VariableType::choice;
        variable.scale = column;
        if (!pug::detail::is_name(column)) refuse_name(column);
        instrument_.variables.push_back(std::move(variable));
    }

    void add(const Treat&, std::size_t i, std::size_t, Node& node) {
        const TreatmentReport& report = index_.treated[i];
        switch (report.rule) {
            case TreatmentRule::none:
                return;
            case TreatmentRule::winsorise: {
                Clip clip;
                if (has_value(report.low)) clip.low = number(report.low);
                if (has_value(report.high)) clip.high = number(report.high);
                if (clip.low || clip.high) node.then.emplace_back(clip);
                return;
            }
            case TreatmentRule::log:
                node.then.emplace_back(Affine{number(1), number(report.shift)});
                node.then.emplace_back(Logarithm{});
                return;
            case TreatmentRule::box_cox:
                node.then.emplace_back(Affine{number(1), number(report.shift)});
                if (report.lambda == 0) {
                    node.then.emplace_back(Logarithm{});
                } else {
                    node.then.emplace_back(Power{number(report.lambda)});
                    node.then.emplace_back(Affine{number(1 / report.lambda), number(-1 / report.lambda)});
                }
                return;
        }
    }

    void add(const Normalise& step, std::size_t i, std::size_t stage, Node& node) {
        const Indicator& indicator = index_.blueprint.indicators[i];
        const Normalisation& rule = rule_of(step, indicator.name);
        const bool is_turned = indicator.direction == Direction::lower_is_better;
        const auto column = index_.stages[stage - 1].values.column(i);
        const Extent extent(column);
        const double least = is_turned ? -extent.high : extent.low;
        const double turn = is_turned ? -1 : 1;
        auto& then = node.then;
        const auto turned = [&] {
            if (is_turned) then.emplace_back(Scaled{number(-1)});
        };
        const auto cohort = [&](RelativeKind kind, Reference to) {
            Relative relative;
            relative.kind = kind;
            relative.to = to;
            then.emplace_back(relative);
        };
        const auto to_range = [&](double low, double high) {
            if (low != 0 || high != 1) then.emplace_back(Affine{number(high - low), number(low)});
        };
        switch (rule.method) {
            case NormalisationMethod::none:
                return turned();
            case NormalisationMethod::minmax:
                turned();
                cohort(RelativeKind::minmax, Reference::cohort);
                return to_range(rule.low, rule.high);
            case NormalisationMethod::goalposts:
                then.emplace_back(is_turned ? Minmax{number(rule.to), number(rule.from)}
                                            : Minmax{number(rule.from), number(rule.to)});
                if (rule.hold) then.emplace_back(Clip{number(0), number(1)});
                return to_range(rule.low, rule.high);
            case NormalisationMethod::zscore:
                turned();
                cohort(RelativeKind::zscore, Reference::cohort);
                if (rule.sd != 1 || rule.mean != 0) then.emplace_back(Affine{number(rule.sd), number(rule.mean)});
                return;
            case NormalisationMethod::scaled:
                then.emplace_back(Minmax{number(rule.from), number(rule.to)});
                return to_range(rule.low, rule.high);
            case NormalisationMethod::rank:
                turned();
                return cohort(RelativeKind::rank, Reference::cohort);
            case NormalisationMethod::percentile_rank:
                turned();
                return cohort(RelativeKind::percentile, Reference::cohort);
            case NormalisationMethod::borda:
                turned();
                cohort(RelativeKind::rank, Reference::cohort);
                then.emplace_back(Affine{number(1), number(-1)});
                return;
            case NormalisationMethod::distance_to_max:
                turned();
                return cohort(RelativeKind::minmax, Reference::cohort);
            case NormalisationMethod::distance_to_reference:
                turned();
                then.emplace_back(Minmax{number(least), number(turn * value_of_unit(rule.unit, stage, column))});
                return;
            case NormalisationMethod::distance_to_target:
                turned();
                then.emplace_back(Minmax{number(least), number(turn * *indicator.target)});
                if (rule.hold) then.emplace_back(Clip{std::nullopt, number(1)});
                return;
            case NormalisationMethod::fraction_of_max:
                turned();
                return cohort(RelativeKind::relative_to, Reference::max);
            case NormalisationMethod::around_reference: {
                turned();
                const double reference =
                    !rule.unit.empty() ? value_of_unit(rule.unit, stage, column) : rule.reference.value_or(extent.mean);
                const double slope = (rule.high - rule.low) / (extent.high - extent.low);
                const double middle = (rule.low + rule.high) / 2;
                then.emplace_back(Affine{number(slope), number(middle - slope * turn * reference)});
                return;
            }
            case NormalisationMethod::categorical: {
                Steps steps;
                for (const auto& [begin, value] : rule.steps) {
                    Edge edge;
                    edge.at = number(begin);
                    steps.steps.push_back(pug::Step{edge, number(value)});
                }
                then.emplace_back(std::move(steps));
                return;
            }
            case NormalisationMethod::own:
                return unstated(indicator.name, "own",
                                "it is a function of yours; give the instrument the normalised "
                                "data, from stage \"normalised\"");
        }
    }

    double value_of_unit(const std::string& unit, std::size_t stage, std::span<const double> column) const {
        const auto& rows = index_.stages[stage - 1].rows;
        for (std::size_t r = 0; r < rows.size(); ++r) {
            if (index_.data.units[rows[r]] == unit) return column[r];
        }
        return no_value;
    }

    static double median_of(std::span<const double> column) {
        std::vector<double> values;
        for (const double x : column) {
            if (has_value(x)) values.push_back(x);
        }
        std::sort(values.begin(), values.end());
        const std::size_t n = values.size();
        return (values[n / 2] + values[(n - 1) / 2]) / 2;
    }

    template <class StepOf>
    static auto rule_of(const StepOf& step, const std::string& indicator) -> const decltype(step.all)& {
        for (const auto& [name, rule] : step.others) {
            if (name == indicator) return rule;
        }
        return step.all;
    }

    // Parts: each refers to its own parts by name, with their weights.

    std::string name_of(std::size_t value) const {
        return value < indicators() ? names_[value] : index_.blueprint.parts[value - indicators()].name;
    }

    /// The parts of a part as operands with their weights, after some transform.
    std::vector<Operand> operands(std::size_t p, const std::vector<Transform>& then = {}) const {
        const PartCode& code = index_.blueprint.parts[p];
        std::vector<Operand> operands;
        for (std::size_t k = 0; k < code.parts.size(); ++k) {
            Node node = from(Name{name_of(code.parts[k])});
            node.weight = number(index_.weights[p][k]);
            node.then = then;
            operands.emplace_back(Box<Node>(std::move(node)));
        }
        return operands;
    }

    bool has_equal_weights(std::size_t p) const {
        const auto& weights = index_.weights[p];
        return std::all_of(weights.begin(), weights.end(), [&](double w) { return w == weights.front(); });
    }

    bool is_complete(std::size_t p) const {
        for (const std::size_t value : index_.blueprint.parts[p].parts) {
            for (const double x : index_.value(value)) {
                if (!has_value(x)) return false;
            }
        }
        return true;
    }

    void part(std::size_t p) {
        const PartCode& code = index_.blueprint.parts[p];
        Node node = aggregate(p, code);
        node.id = code.name;
        if (const Part* stated = find(design_.index, code.name)) {
            node.title = stated->title;
            node.source = stated->source;
        }
        if (code.aggregation.available_at_least > 0 && !is_complete(p))
            unstated(code.name, "available_at_least",
                     "an instrument counts what was answered below, not which parts have a value");
        if (p + 1 == index_.blueprint.parts.size()) {
            instrument_.score = std::move(node);
        } else {
            instrument_.nodes.push_back(std::move(node));
        }
    }

    Node aggregate(std::size_t p, const PartCode& code) {
        const Aggregation& rule = code.aggregation;
        switch (rule.method) {
            case AggregationMethod::arithmetic:
                return of(Aggregate::arithmetic, operands(p));
            case AggregationMethod::geometric:
                return of(Aggregate::geometric, operands(p));
            case AggregationMethod::harmonic:
                return of(Aggregate::harmonic, operands(p));
            case AggregationMethod::power: {
                if (rule.p == 0) return of(Aggregate::geometric, operands(p));
                Node node = of(Aggregate::arithmetic, operands(p, {Power{number(rule.p)}}));
                node.then.emplace_back(Power{inverse(rule.p)});
                return node;
            }
            case AggregationMethod::median:
                if (!has_equal_weights(p))
                    unstated(code.name, "median", "its median knows no weights, and these differ");
                return of(Aggregate::median, operands(p));
            case AggregationMethod::mazziotta_pareto:
                return mazziotta_pareto(p, code);
            case AggregationMethod::mean_min:
                return mean_min(p, code);
            case AggregationMethod::owa:
                unstated(code.name, "owa", "its weights belong to places, not to parts");
                break;
            case AggregationMethod::copeland:
            case AggregationMethod::topsis:
            case AggregationMethod::vikor:
            case AggregationMethod::promethee:
                unstated(code.name, word(aggregation_names, rule.method),
                         "it compares units with each other, an instrument scores each by itself");
                break;
        }
        return of(Aggregate::arithmetic, operands(p));
    }

    /// 1/p as an exact fraction where p has few digits.
    static Number inverse(double p) { return Decimal(Rational(1) / Decimal::of(p).exact()); }

    /// M ∓ c·S²/M with S² = Q − M², Q the mean of squares, and c = n/(n − 1) for the sample's: (1 ± c)·M ∓ c·Q/M.
    Node mazziotta_pareto(std::size_t p, const PartCode& code) {
        const auto n = static_cast<double>(code.parts.size());
        if (code.aggregation.sample_sd && !is_complete(p))
            unstated(code.name, "sample_sd", "how many parts a unit has differs from unit to unit");
        const double c = code.aggregation.sample_sd ? n / (n - 1) : 1;
        Node mean = of(Aggregate::arithmetic, operands(p));
        mean.id = code.name + ".mean";
        Node squares = of(Aggregate::arithmetic, operands(p, {Power{number(2)}}));
        const double sign = code.aggregation.is_downward ? 1 : -1;
        Node level = from(Name{mean.id});
        level.then.emplace_back(Scaled{number(1 + sign * c)});
        Node penalty = of(Aggregate::ratio, {Box<Node>(std::move(squares)), Name{mean.id}});
        penalty.then.emplace_back(Scaled{number(sign * c)});
        instrument_.nodes.push_back(std::move(mean));
        return of(Aggregate::difference, {Box<Node>(std::move(level)), Box<Node>(std::move(penalty))});
    }

    /// M − α·(√((M − min)² + β²) − β).
    Node mean_min(std::size_t p, const PartCode& code) {
        const Aggregation& rule = code.aggregation;
        Node mean = of(Aggregate::arithmetic, operands(p));
        mean.id = code.name + ".mean";
        Node loss = of(Aggregate::difference, {Name{mean.id}, Box<Node>(of(Aggregate::min, operands(p)))});
        if (rule.beta == 0) {
            loss.then.emplace_back(Scaled{number(rule.alpha)});
        } else {
            loss.then.emplace_back(Power{number(2)});
            loss.then.emplace_back(Affine{number(1), number(rule.beta * rule.beta)});
            loss.then.emplace_back(Power{inverse(2)});
            loss.then.emplace_back(Affine{number(rule.alpha), number(-rule.alpha * rule.beta)});
        }
        Node whole = of(Aggregate::difference, {Name{mean.id}, Box<Node>(std::move(loss))});
        instrument_.nodes.push_back(std::move(mean));
        return whole;
    }

    static const Part* find(const Part& part, const std::string& name) {
        if (part.name == name) return &part;
        for (const Part& child : part.parts) {
            if (const Part* found = find(child, name)) return found;
        }
        return nullptr;
    }

    void verdict() {
        for (std::size_t b = 0; b < design_.grades.size(); ++b) {
            const Band& band = design_.grades[b];
            Grade grade;
            grade.name = band.grade;
            grade.title = band.title;
            if (band.from) {
                grade.lower = Edge{number(*band.from), true};
            } else if (b + 1 < design_.grades.size()) {
                grade.upper = Edge{number(*design_.grades[b + 1].from), false};
            }
            instrument_.verdict.grades.push_back(std::move(grade));
        }
    }

    const Index& index_;
    const Design& design_;
    std::string_view first_;
    Instrument instrument_;
    std::vector<std::string> names_;  ///< of the nodes of the indicators
    std::set<std::string> variables_;
    std::vector<Problem> problems_;
};

}  // namespace

result<Instrument> as_instrument(const Index& index, std::string_view from) { return Writer(index, from).write(); }

}  // namespace workbench
}  // namespace v0
}  // namespace pug
