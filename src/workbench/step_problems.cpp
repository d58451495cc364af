#include "workbench/step_problems.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <variant>

#include "workbench/aggregation_problems.hpp"
#include "workbench/refusals.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

namespace {

template <class Method>
bool is_one_of(Method method, std::initializer_list<Method> methods) {
    return std::find(methods.begin(), methods.end(), method) != methods.end();
}

class StepCheck {
  public:
    StepCheck(const Design& design, const Dataset& data) : design_(design), data_(data) {
        for (const Indicator& indicator : design.indicators) indicators_.insert(indicator.name);
        units_.insert(data.units.begin(), data.units.end());
    }

    std::vector<Problem> run() {
        bool is_denominated = false, is_normalised = false;
        for (std::size_t s = 0; s < design_.steps.size(); ++s) {
            const Step& step = design_.steps[s];
            const std::string where = "steps/" + std::to_string(s);
            if (is_normalised) report("design.steps", where, "it comes after normalising; wanted nothing after that");
            if (std::holds_alternative<Denominate>(step)) {
                if (is_denominated) report("design.steps", where, "it divides a second time; wanted once");
                is_denominated = true;
            }
            is_normalised = is_normalised || std::holds_alternative<Normalise>(step);
            std::visit([&](const auto& each) { check(each, where); }, step);
        }
        if (!is_normalised) check_directions();
        return std::move(problems_);
    }

  private:
    void report(std::string code, std::string where, std::string message) {
        problems_.push_back({std::move(code), std::move(where), 0, 0, std::move(message)});
    }

    void want(bool is_right, const std::string& where, const std::string& what, double found, const char* wanted) {
        if (!is_right) report_number(where, what, found, wanted, problems_);
    }

    /// Only normalising turns values round: without it, less would count as worse.
    void check_directions() {
        for (const Indicator& indicator : design_.indicators) {
            if (indicator.direction == Direction::lower_is_better)
                report("design.steps", "indicators/" + indicator.name,
                       "lower is better, and no step turns the values round; wanted a step that normalises");
        }
    }

    void check(const Denominate&, const std::string&) {}

    void check(const Screen& step, const std::string& where) {
        want(is_share(step.available_at_least), where, "the share with a value", step.available_at_least, "0 to 1");
        want(is_share(step.nonzero_at_least), where, "the share that is not 0", step.nonzero_at_least, "0 to 1");
        for (const auto* units : {&step.keep, &step.leave_out}) {
            for (const std::string& unit : *units) {
                if (!units_.contains(unit)) report("design.name", where, "found no unit " + unit + " in the data");
            }
        }
        for (const std::string& unit : step.keep) {
            if (std::find(step.leave_out.begin(), step.leave_out.end(), unit) != step.leave_out.end())
                report("design.rule", where, "the unit " + unit + " stays and is left out; wanted one of them");
        }
    }

    void check(const Impute& step, const std::string& where) { check_rules(step, where); }
    void check(const Treat& step, const std::string& where) { check_rules(step, where); }
    void check(const Normalise& step, const std::string& where) {
        check_rules(step, where);
        for (std::size_t i = 0; i < design_.indicators.size(); ++i) {
            const Indicator& indicator = design_.indicators[i];
            const bool needs_target = rule_of(step, indicator.name).method == NormalisationMethod::distance_to_target;
            if (needs_target && !indicator.target)
                report("normalise.target", "indicators/" + indicator.name,
                       "found no target; wanted one, for the distance to it");
        }
    }

    static const Normalisation& rule_of(const Normalise& step, const std::string& indicator) {
        for (const auto& [name, rule] : step.others) {
            if (name == indicator) return rule;
        }
        return step.all;
    }

    /// The rule of all, and those of single indicators.
    template <class Rules>
    void check_rules(const Rules& step, const std::string& where) {
        check_rule(step.all, where);
        std::unordered_set<std::string_view> seen;
        for (const auto& [name, rule] : step.others) {
            const std::string own = std::string(where).append("/").append(name);
            if (!indicators_.contains(name))
                report("design.name", own, "found no indicator " + name + " in the design");
            if (!seen.insert(name).second) report("design.name", own, "a second rule for the indicator; wanted one");
            check_rule(rule, own);
        }
    }

    void check_rule(const Imputation& rule, const std::string& where) {
        const bool has_group = is_one_of(rule.method, {ImputationMethod::group_mean, ImputationMethod::group_median});
        if (has_group && !data_.group(rule.group))
            report("impute.group", where, "found no text column " + rule.group + "; wanted one that states the groups");
        if (rule.method == ImputationMethod::linear && data_.times.empty())
            report("impute.time", where, "the data have no times; wanted some, to fill gaps between them");
    }

    void check_rule(const Treatment& rule, const std::string& where) {
        want(std::isfinite(rule.skew), where, "the skew", rule.skew, "a number");
        want(std::isfinite(rule.kurtosis), where, "the kurtosis", rule.kurtosis, "a number");
        const bool winsorises =
            std::find(rule.rules.begin(), rule.rules.end(), TreatmentRule::winsorise) != rule.rules.end();
        if (winsorises && rule.most == 0)
            report("design.rule", where, "winsorising may change 0 values; wanted at least 1, or no winsorising");
        if (rule.lambda) want(std::isfinite(*rule.lambda), where, "lambda", *rule.lambda, "a number");
    }

    void check_rule(const Normalisation& rule, const std::string& where) {
        using Method = NormalisationMethod;
        if (is_one_of(rule.method, {Method::minmax, Method::goalposts, Method::around_reference})) {
            want(std::isfinite(rule.low), where, "the low end of the result", rule.low, "a number");
            want(std::isfinite(rule.high) && !(rule.high <= rule.low), where, "the high end of the result", rule.high,
                 "a number above the low end");
        }
        if (rule.method == Method::scaled) {
            want(std::isfinite(rule.low), where, "the low end of the result", rule.low, "a number");
            want(std::isfinite(rule.high) && rule.high != rule.low, where, "the high end of the result", rule.high,
                 "a number that is not the low end");
        }
        if (is_one_of(rule.method, {Method::goalposts, Method::scaled})) {
            want(std::isfinite(rule.from), where, "where the range begins", rule.from, "a number");
            want(std::isfinite(rule.to) && rule.to != rule.from, where, "where the range ends", rule.to,
                 "a number that is not where it begins");
        }
        if (rule.method == Method::zscore) {
            want(std::isfinite(rule.mean), where, "the mean of the result", rule.mean, "a number");
            want(std::isfinite(rule.sd) && rule.sd > 0, where, "the standard deviation of the result", rule.sd,
                 "a number above 0");
        }
        check_reference(rule, where);
        if (rule.method == Method::categorical) check_categories(rule.steps, where);
        if (rule.method == Method::own && !rule.function) report("design.rule", where, "found no function; wanted one");
    }

    void check_reference(const Normalisation& rule, const std::string& where) {
        const bool may_have_unit =
            is_one_of(rule.method, {NormalisationMethod::distance_to_reference, NormalisationMethod::around_reference});
        const bool must_have_unit = rule.method == NormalisationMethod::distance_to_reference;
        if (must_have_unit && rule.unit.empty())
            report("normalise.unit", where, "found no unit of reference; wanted one");
        if (may_have_unit && !rule.unit.empty() && !units_.contains(rule.unit))
            report("normalise.unit", where, "found no unit " + rule.unit + " in the data; wanted it as the reference");
        if (rule.method != NormalisationMethod::around_reference || !rule.reference) return;
        want(std::isfinite(*rule.reference), where, "the reference", *rule.reference, "a number");
        if (!rule.unit.empty()) report("design.rule", where, "found a reference and a unit of reference; wanted one");
    }

    void check_categories(const std::vector<std::pair<double, double>>& steps, const std::string& where) {
        if (steps.empty()) report("design.rule", where, "found no categories; wanted where each begins, and its value");
        for (std::size_t at = 0; at < steps.size(); ++at) {
            const bool is_open = at == 0 && std::isinf(steps[at].first) && steps[at].first < 0;
            want(is_open || std::isfinite(steps[at].first), where, "where a category begins", steps[at].first,
                 "a number");
            want(std::isfinite(steps[at].second), where, "the value of a category", steps[at].second, "a number");
            if (at > 0 && steps[at].first <= steps[at - 1].first)
                report("design.rule", where,
                       "a category begins at " + digits(steps[at].first) + ", after one at " +
                           digits(steps[at - 1].first) + "; wanted them ascending");
        }
    }

    const Design& design_;
    const Dataset& data_;
    std::vector<Problem> problems_;
    std::unordered_set<std::string_view> indicators_;
    std::unordered_set<std::string_view> units_;
};

}  // namespace

std::vector<Problem> step_problems(const Design& design, const Dataset& data) { return StepCheck(design, data).run(); }

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
