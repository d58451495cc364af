#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pug/analysis/adjustable.hpp"
#include "pug/analysis/frontier.hpp"
#include "pug/analysis/goal.hpp"
#include "pug/analysis/improvements.hpp"
#include "pug/analysis/row.hpp"
#include "pug/decimal.hpp"
#include "pug/scorer.hpp"

namespace pug {
inline namespace v0 {

/// What it costs to change the answer to one variable.
struct ChangeCosts {
    std::optional<Decimal> any;                       ///< whatever the answer is changed to
    std::vector<std::pair<double, Decimal>> to = {};  ///< by new answer, as it stands in data
};

/// Something that changes use up: days of work, rupiah.
struct Resource {
    std::string name;
    std::map<std::string, ChangeCosts> costs = {};  ///< by variable
    std::optional<Decimal> budget = {};             ///< at most so much in all
};

/// Whoever changes `variable` to an answer of that value or a better one needs `needs` to have at least that answer.
struct Requirement {
    std::string variable;
    std::optional<double> to = {};  ///< none: whatever it is changed to
    std::string needs;
    double at_least = 0;
};

/// What is to be reached, and within what.
struct PlanOptions {
    std::string target = {};            ///< a grade; with neither this nor `score`: the next better grade
    std::optional<Decimal> score = {};  ///< instead of a grade: a score as good as this or better
    /// What is to be as little as possible. Where it says nothing about a variable, a change costs the days of effort
    /// that the instrument states for it, or 1.
    Resource cost = {"days"};
    std::vector<Resource> resources = {};      ///< others that are limited; what they say nothing about costs nothing
    std::map<std::string, Decimal> days = {};  ///< by variable: how long a change takes; else none
    std::optional<Decimal> deadline = {};      ///< everything done within so many days, side by side where possible
    std::vector<Requirement> requirements = {};
    std::set<std::string> fixed = {};  ///< variables that stay as they are
    bool only_priced = false;          ///< change only variables about which `cost` says something
    SearchLimits limits = {};
};

/// One change of a plan.
struct PlannedChange {
    Slot variable = 0;
    Status status = Status::observed;  ///< of the answer as it is
    double from = 0;                   ///< meaningful where it is observed
    double to = 0;
    std::vector<Decimal> costs;  ///< by resource
    bool is_assumed = false;     ///< neither the caller nor the instrument says what it costs
};

/// What a plan comes to.
struct PlanEnd {
    double score = std::numeric_limits<double>::quiet_NaN();
    double rounded = std::numeric_limits<double>::quiet_NaN();
    std::uint32_t grade = none;  ///< of `Scores::grades`
};

/// The cheapest changes that reach a target.
struct Plan {
    std::size_t unit = 0;
    std::string target;  ///< grade wanted; empty where a score was
    std::optional<Decimal> score_wanted;
    std::vector<std::string> resources;  ///< names, the one that is to be little first
    bool is_reached = false;  ///< there are such changes (none are needed where the target is reached already)
    bool is_proved = false;   ///< nothing cheaper reaches it; or, where nothing was found, nothing does
    std::vector<PlannedChange> changes;  ///< in the order of the instrument
    std::vector<Decimal> costs;          ///< by resource
    Decimal at_least;                    ///< no plan costs less than this, as far as was looked
    PlanEnd before, after;
    std::size_t combinations = 0;  ///< looked at
};

namespace detail {

/// Turns costs into whole numbers of a unit that they all are multiples of.
class CommonUnit {
  public:
    void note(const Decimal& cost) { unit_ = lcm(unit_, denominator(cost.exact())); }
    bool is_usable() const { return unit_ <= 1'000'000'000'000; }
    Rational scaled(const Decimal& cost) const { return cost.exact() * unit_; }
    Decimal back(std::int64_t whole) const { return Decimal(Rational(Integer(whole), unit_)); }

  private:
    Integer unit_ = 1;
};

/// Works out plans for the units of some scores.
class Planner {
  public:
    static result<Planner> make(const Scores& scores, PlanOptions options) {
        Planner planner(scores, std::move(options));
        if (auto problem = planner.check()) return *std::move(problem);
        return planner;
    }

    const PlanOptions& options() const { return options_; }

    result<Plan> plan(std::size_t unit) {
        PUG_TRY(const Wanted wanted, wanted_of(unit));
        return reach(unit, wanted);
    }

    /// The cheapest plan for every grade better than that of the unit, from the lowest on.
    result<std::vector<Plan>> plans(std::size_t unit) {
        std::vector<Plan> plans;
        for (std::uint32_t order = next_order(unit); order < orders_.size(); ++order) {
            PUG_TRY(Plan plan, reach(unit, {orders_[order], order, std::nullopt}));
            plans.push_back(std::move(plan));
        }
        return plans;
    }

    /// The changes that nothing surpasses: each gives a better score than all that cost as much or less.
    result<std::vector<Plan>> frontier(std::size_t unit) {
        PUG_TRY(const Terms terms, terms_of(unit));
        std::size_t looked_at = 0;
        const bool is_lower = scores_->instrument().direction == Direction::lower_is_better;
        const Found found = searches_.run(*program_, scores_->observations(), unit, [&](auto& search) {
            return search.frontier(terms.adjustments, is_lower ? Sense::down : Sense::up, options_.limits, looked_at);
        });
        std::vector<Plan> plans;
        for (const Found::Choice& choice : found.all) {
            Plan plan = described(unit, terms, choice);
            if (std::isnan(plan.after.score)) continue;
            const bool is_better = plans.empty() || (is_lower ? plan.after.score < plans.back().after.score
                                                              : plan.after.score > plans.back().after.score);
            if (!is_better) continue;
            plan.is_proved = found.is_complete || found.at_least >= choice.costs.front();
            plan.is_reached = true;
            plan.at_least = plan.costs.front();
            plan.combinations = looked_at;
            plans.push_back(std::move(plan));
        }
        return plans;
    }

  private:
    struct Wanted {
        std::string grade;
        std::uint32_t order = none;
        std::optional<Decimal> score;
    };

    /// What may be changed about a unit, and the names that it goes by.
    struct Terms {
        Adjustments adjustments;
        std::vector<std::vector<std::vector<Decimal>>> costs;  ///< by adjustable, alternative and resource
        std::vector<std::uint8_t> is_assumed;                  ///< by adjustable
        std::vector<CommonUnit> scales;                        ///< by resource
    };

    /// One unit of the first resource, so that of plans that cost the same the one with fewer changes is found.
    static constexpr std::int64_t per_change = 1024;

    Planner(const Scores& scores, PlanOptions options)
        : scores_(&scores),
          options_(std::move(options)),
          program_(&scores.program()),
          improvements_(std::make_unique<Improvements>(scores.instrument(), scores.program())) {
        for (const GradeCode& grade : program_->verdict.grades) {
            if (grade.order == none) continue;
            if (orders_.size() <= grade.order) orders_.resize(grade.order + 1);
            orders_[grade.order] = grade.name;
        }
    }

    // --- what was asked for ------------------------------------------------------------------------------------------

    std::optional<Slot> variable(const std::string& name) const {
        for (Slot v = 0; v < program_->variables.size(); ++v) {
            if (program_->variables[v].name == name) return v;
        }
        return std::nullopt;
    }

    std::optional<Error> check() const {
        std::vector<Problem> problems;
        const auto wrong = [&](const char* code, const std::string& where, std::string message) {
            problems.push_back({code, where, 0, 0, std::move(message)});
        };
        const auto check_variable = [&](const std::string& name) {
            if (!variable(name))
                wrong("plan.variable", name, "no variable of the instrument is called \"" + name + "\"");
        };
        const auto check_cost = [&](const std::string& name, const Decimal& cost) {
            if (cost.exact() < 0) wrong("plan.cost", name, "found " + cost.to_string() + "; nothing costs less than 0");
        };
        const auto check_resource = [&](const Resource& resource) {
            if (resource.budget) check_cost(resource.name, *resource.budget);
            for (const auto& [name, costs] : resource.costs) {
                check_variable(name);
                if (costs.any) check_cost(name, *costs.any);
                for (const auto& [value, cost] : costs.to) {
                    check_cost(name, cost);
                    check_answer(name, value, wrong);
                }
            }
        };
        check_resource(options_.cost);
        for (const Resource& resource : options_.resources) check_resource(resource);
        for (const auto& [name, days] : options_.days) {
            check_variable(name);
            check_cost(name, days);
        }
        if (options_.deadline) check_cost("deadline", *options_.deadline);
        for (const std::string& name : options_.fixed) check_variable(name);
        for (const Requirement& requirement : options_.requirements) {
            check_variable(requirement.variable);
            check_variable(requirement.needs);
            if (requirement.to) check_answer(requirement.variable, *requirement.to, wrong);
            check_answer(requirement.needs, requirement.at_least, wrong);
        }
        check_circles(wrong);
        check_target(wrong);
        if (problems.empty()) return std::nullopt;
        return Error(ErrorKind::argument, std::move(problems));
    }

    template <class Wrong>
    void check_answer(const std::string& name, double value, const Wrong& wrong) const {
        const auto slot = variable(name);
        if (slot && !is_admissible(program_->variables[*slot], value))
            wrong("plan.answer", name, complaint(program_->variables[*slot], value));
    }

    template <class Wrong>
    void check_target(const Wrong& wrong) const {
        if (options_.score && !options_.target.empty())
            return wrong("plan.target", "target", "found a grade and a score; wanted one of them");
        if (options_.score) return;
        if (orders_.empty())
            return wrong("plan.target", "target", "the instrument gives no grades: name a score to be reached");
        if (options_.target.empty() || std::find(orders_.begin(), orders_.end(), options_.target) != orders_.end())
            return;
        std::string known;
        for (const std::string& grade : orders_) known += (known.empty() ? "" : ", ") + grade;
        wrong("plan.target", "target",
              "no grade is called \"" + options_.target + "\"; they are, from the lowest: " + known);
    }

    /// A requirement that in the end asks for itself could never be met in any order.
    template <class Wrong>
    void check_circles(const Wrong& wrong) const {
        std::map<std::string, std::set<std::string>> needs;
        for (const Requirement& requirement : options_.requirements)
            needs[requirement.variable].insert(requirement.needs);
        for (const auto& [name, first] : needs) {
            std::set<std::string> reached;
            std::vector<std::string> pending(first.begin(), first.end());
            while (!pending.empty()) {
                const std::string at = std::move(pending.back());
                pending.pop_back();
                if (!reached.insert(at).second || needs.count(at) == 0) continue;
                pending.insert(pending.end(), needs.at(at).begin(), needs.at(at).end());
            }
            if (reached.count(name) != 0)
                return wrong("plan.circle", name, "\"" + name + "\" needs itself, by way of what it needs");
        }
    }

    /// One more than the order of the unit's grade; 0 where it has none of the bands or levels.
    std::uint32_t next_order(std::size_t unit) const {
        const std::uint32_t grade = scores_->grade_indexes()[unit];
        if (grade == none || program_->verdict.grades[grade].order == none) return 0;
        return program_->verdict.grades[grade].order + 1;
    }

    result<Wanted> wanted_of(std::size_t unit) const {
        if (options_.score) return Wanted{"", none, options_.score};
        std::uint32_t order = next_order(unit);
        if (!options_.target.empty()) {
            order = static_cast<std::uint32_t>(std::find(orders_.begin(), orders_.end(), options_.target) -
                                               orders_.begin());
        } else if (order == orders_.size()) {
            --order;  // the best grade is reached
        }
        return Wanted{orders_[order], order, std::nullopt};
    }

    // --- what may be changed ----------------------------------------------------------------------------------------

    result<Terms> terms_of(std::size_t unit) const {
        Terms terms;
        const Observations& observations = scores_->observations();
        terms.adjustments.resources = 1 + options_.resources.size();
        terms.scales.resize(terms.adjustments.resources);
        std::vector<std::size_t> adjustable_of(program_->variables.size(), SIZE_MAX);
        for (Slot v = 0; v < program_->variables.size(); ++v) {
            const Status status = observations.status(v, unit);
            if (is_excluded(status) || options_.fixed.count(program_->variables[v].name) != 0) continue;
            const double value = status == Status::observed ? observations.value(v, unit) : 0;
            Adjustable adjustable{v, {}};
            for (const double answer : answers_for(v, status, value))
                adjustable.alternatives.push_back({answer, {}, 0});
            if (adjustable.alternatives.empty()) continue;
            adjustable_of[v] = terms.adjustments.variables.size();
            price(adjustable, terms);
            terms.adjustments.variables.push_back(std::move(adjustable));
        }
        if (auto problem = scale(terms)) return *std::move(problem);
        require(unit, adjustable_of, terms);
        return terms;
    }

    /// The answers that a variable may be changed to: those that the caller names, else the better ones.
    std::vector<double> answers_for(Slot v, Status status, double value) const {
        const auto priced = options_.cost.costs.find(program_->variables[v].name);
        if (priced != options_.cost.costs.end() && !priced->second.to.empty()) {
            std::vector<double> answers;
            for (const auto& [answer, cost] : priced->second.to) {
                if (status != Status::observed || answer != value) answers.push_back(answer);
            }
            return answers;
        }
        if (priced == options_.cost.costs.end() && (options_.only_priced || !improvements_->can_be_improved(v)))
            return {};
        std::vector<double> answers = improvements_->better_than(v, status, value);
        constexpr std::size_t most = 254;
        if (answers.size() > most) answers.erase(answers.begin(), answers.end() - most);
        return answers;
    }

    static std::optional<Decimal> cost_of(const Resource& resource, const std::string& name, double answer) {
        const auto found = resource.costs.find(name);
        if (found == resource.costs.end()) return std::nullopt;
        for (const auto& [value, cost] : found->second.to) {
            if (value == answer) return cost;
        }
        return found->second.any;
    }

    void price(const Adjustable& adjustable, Terms& terms) const {
        const std::string& name = program_->variables[adjustable.variable].name;
        const auto& remediation = scores_->instrument().variables[adjustable.variable].remediation;
        const bool is_stated = remediation && remediation->effort_days;
        const Decimal effort = is_stated ? *remediation->effort_days : Decimal(1);
        bool is_assumed = false;
        std::vector<std::vector<Decimal>> costs;
        for (const Alternative& alternative : adjustable.alternatives) {
            const auto cost = cost_of(options_.cost, name, alternative.value);
            is_assumed |= !cost && !is_stated;
            std::vector<Decimal> of{cost.value_or(effort)};
            for (const Resource& resource : options_.resources)
                of.push_back(cost_of(resource, name, alternative.value).value_or(Decimal(0)));
            for (std::size_t r = 0; r < of.size(); ++r) terms.scales[r].note(of[r]);
            costs.push_back(std::move(of));
        }
        terms.costs.push_back(std::move(costs));
        terms.is_assumed.push_back(is_assumed);
    }

    /// Puts all costs on a scale of whole numbers.
    std::optional<Error> scale(Terms& terms) const {
        constexpr std::int64_t most = std::int64_t{1} << 50;
        Adjustments& adjustments = terms.adjustments;
        CommonUnit days;
        for (const auto& [name, length] : options_.days) days.note(length);
        if (options_.deadline) days.note(*options_.deadline);
        bool fits = days.is_usable();
        const auto fitted = [&](const Rational& scaled, std::int64_t limit) {
            if (scaled > limit) {
                fits = false;
                return limit;
            }
            return static_cast<std::int64_t>(Integer(numerator(scaled) / denominator(scaled)));
        };
        for (const CommonUnit& each : terms.scales) fits &= each.is_usable();
        for (std::size_t r = 0; r < adjustments.resources && fits; ++r) {
            const auto& budget = r == 0 ? options_.cost.budget : options_.resources[r - 1].budget;
            const std::int64_t factor = r == 0 ? per_change : 1;
            adjustments.budgets.emplace_back();
            if (budget) {
                // More than everything together is no limit.
                const Rational scaled = terms.scales[r].scaled(*budget);
                if (scaled < most) adjustments.budgets[r] = fitted(scaled, most) * factor + factor - 1;
            }
            for (std::size_t a = 0; a < adjustments.variables.size(); ++a) {
                for (std::size_t i = 0; i < adjustments.variables[a].alternatives.size(); ++i) {
                    const Rational scaled = terms.scales[r].scaled(terms.costs[a][i][r]);
                    const std::int64_t whole = fitted(scaled, most / (per_change * 256)) * factor + (r == 0 ? 1 : 0);
                    adjustments.variables[a].alternatives[i].costs.push_back(whole);
                }
            }
        }
        for (Adjustable& adjustable : adjustments.variables) {
            const auto found = options_.days.find(program_->variables[adjustable.variable].name);
            if (found == options_.days.end()) continue;
            for (Alternative& alternative : adjustable.alternatives)
                alternative.days = fitted(days.scaled(found->second), most);
        }
        if (options_.deadline) adjustments.deadline = fitted(days.scaled(*options_.deadline), most);
        if (fits) return std::nullopt;
        return Error(ErrorKind::argument, "plan.cost", "costs",
                     "the costs are too large, or have too many different decimals, to be added up exactly");
    }

    /// Whether an answer is as good as another, or better.
    bool is_enough(Slot variable, Status status, double answer, double wanted) const {
        return status == Status::observed && !improvements_->is_better(variable, wanted, answer);
    }

    void require(std::size_t unit, const std::vector<std::size_t>& adjustable_of, Terms& terms) const {
        const Observations& observations = scores_->observations();
        auto& variables = terms.adjustments.variables;
        for (const Requirement& requirement : options_.requirements) {
            const Slot first = *variable(requirement.variable);
            const Slot second = *variable(requirement.needs);
            const std::size_t a = adjustable_of[first];
            if (a == SIZE_MAX) continue;
            Dependency dependency{a, adjustable_of[second], {0}, {}};
            for (const Alternative& alternative : variables[a].alternatives) {
                dependency.asks.push_back(!requirement.to ||
                                          is_enough(first, Status::observed, alternative.value, *requirement.to));
            }
            const Status status = observations.status(second, unit);
            const double value = status == Status::observed ? observations.value(second, unit) : 0;
            // What does not apply to the unit cannot be asked of it.
            const bool is_enough_now = is_excluded(status) || is_enough(second, status, value, requirement.at_least);
            dependency.grants.push_back(is_enough_now);
            if (dependency.second == SIZE_MAX) {
                if (is_enough_now) continue;
                dependency.second = a;  // whatever asks for it is out of the question
                dependency.grants.assign(dependency.asks.size(), 0);
                dependency.grants[0] = 1;
            } else {
                for (const Alternative& alternative : variables[dependency.second].alternatives) {
                    dependency.grants.push_back(
                        is_enough(second, Status::observed, alternative.value, requirement.at_least));
                }
            }
            terms.adjustments.dependencies.push_back(std::move(dependency));
        }
    }

    // --- the search --------------------------------------------------------------------------------------------------

    Goal goal_of(const Wanted& wanted) const {
        if (!wanted.score) return goal_at_least(*program_, wanted.order);
        const bool is_lower = scores_->instrument().direction == Direction::lower_is_better;
        return {{std::nullopt, {}, std::nullopt, WantedValue{program_->root, wanted.score->exact(), !is_lower}}};
    }

    result<Plan> reach(std::size_t unit, const Wanted& wanted) {
        PUG_TRY(const Terms terms, terms_of(unit));
        const Goal goal = goal_of(wanted);
        std::size_t looked_at = 0;
        std::optional<Found::Choice> best;
        bool is_complete = true;
        std::int64_t at_least = std::numeric_limits<std::int64_t>::max();
        for (const Way& way : goal) {
            const std::int64_t below = best ? best->costs.front() : std::numeric_limits<std::int64_t>::max();
            Found found = searches_.run(*program_, scores_->observations(), unit, [&](auto& search) {
                return search.cheapest(terms.adjustments, way, below, options_.limits, looked_at);
            });
            if (!found.all.empty() && found.all.front().costs.front() < below) best = std::move(found.all.front());
            is_complete &= found.is_complete;
            at_least = std::min(at_least, found.at_least);
        }
        Plan plan = described(unit, terms, best.value_or(nothing(terms)));
        plan.target = wanted.grade;
        plan.score_wanted = wanted.score;
        plan.is_reached = best.has_value();
        plan.is_proved = is_complete || (best && at_least >= best->costs.front());
        plan.combinations = looked_at;
        const std::int64_t bound = best ? std::min(at_least, best->costs.front()) : is_complete ? 0 : at_least;
        plan.at_least = plan.is_proved ? plan.costs.front() : terms.scales[0].back(bound / per_change);
        if (plan.is_reached && !is_as_wanted(plan.after, wanted)) {
            return Error(ErrorKind::internal, "plan.not_reached", scores_->name(unit),
                         "the plan that was found does not reach its target when it is scored");
        }
        return plan;
    }

    static Found::Choice nothing(const Terms& terms) {
        return {std::vector<std::int64_t>(terms.adjustments.resources, 0),
                std::vector<std::uint8_t>(terms.adjustments.variables.size(), 0)};
    }

    bool is_as_wanted(const PlanEnd& end, const Wanted& wanted) const {
        if (wanted.score) return !std::isnan(end.score);  // its last digit is the search's to decide
        if (end.grade == none) return false;
        const std::uint32_t order = program_->verdict.grades[end.grade].order;
        return order != none && order >= wanted.order;
    }

    /// Tells a choice in the words of the instrument, and scores it.
    Plan described(std::size_t unit, const Terms& terms, const Found::Choice& choice) const {
        const Observations& observations = scores_->observations();
        Plan plan;
        plan.unit = unit;
        plan.resources.push_back(options_.cost.name);
        for (const Resource& resource : options_.resources) plan.resources.push_back(resource.name);
        plan.costs.assign(plan.resources.size(), Decimal(0));
        Rows row = Rows::of(observations, unit);
        for (std::size_t a = 0; a < choice.choices.size(); ++a) {
            if (choice.choices[a] == 0) continue;
            const Adjustable& adjustable = terms.adjustments.variables[a];
            const std::size_t alternative = choice.choices[a] - 1u;
            const Slot v = adjustable.variable;
            PlannedChange change;
            change.variable = v;
            change.status = observations.status(v, unit);
            change.from = row.value(v, 0);
            change.to = adjustable.alternatives[alternative].value;
            change.costs = terms.costs[a][alternative];
            change.is_assumed = terms.is_assumed[a] != 0;
            for (std::size_t r = 0; r < plan.costs.size(); ++r)
                plan.costs[r] = Decimal(Rational(plan.costs[r].exact() + change.costs[r].exact()));
            row.set(v, 0, change.to);
            plan.changes.push_back(std::move(change));
        }
        plan.before = {scores_->scores()[unit], scores_->rounded()[unit], scores_->grade_indexes()[unit]};
        plan.after = plan.before;
        if (!plan.changes.empty()) {
            ScoreOptions how;
            how.nodes = false;
            how.intervals = false;
            const Scores after = Scorer::of(*scores_).score(row.columns(), 1, how).value();
            plan.after = {after.scores()[0], after.rounded()[0], after.grade_indexes()[0]};
        }
        return plan;
    }

    const Scores* scores_;
    PlanOptions options_;
    const Program* program_;
    std::unique_ptr<Improvements> improvements_;
    std::vector<std::string> orders_;  ///< grades from the lowest
    Searches searches_;
};

inline Error unknown_unit(std::string_view unit) {
    return {ErrorKind::argument, "unit.unknown", std::string(unit), "no unit is called \"" + std::string(unit) + "\""};
}

}  // namespace detail

/// The cheapest set of changes of the answers of a unit that reaches a target: a grade or better, a score or better, or
/// the next grade. Gates, caps, ladders, overrides, conditions under which something is asked, statuses and missing
/// policies count as they do in scoring, since every value comes from the engine; what does not apply or was waived is
/// not changed. Of plans that cost the same the one with the fewest changes is told. The result is proved, unless the
/// limits ended the search: then it says what no plan can cost less than.
///
/// Errors, all of kind argument: `plan.target` (no such grade, a grade and a score), `plan.variable`, `plan.answer`
/// (not admissible), `plan.cost` (below 0, too large), `plan.circle` (requirements that ask for themselves).
inline result<Plan> plan(const Scores& scores, std::size_t unit, PlanOptions options = {}) {
    PUG_TRY(detail::Planner planner, detail::Planner::make(scores, std::move(options)));
    return planner.plan(unit);
}

/// The same for the unit of that name; `unit.unknown` where there is none.
inline result<Plan> plan(const Scores& scores, std::string_view unit, PlanOptions options = {}) {
    const auto found = scores.find(unit);
    if (!found) return detail::unknown_unit(unit);
    return plan(scores, *found, std::move(options));
}

/// The same for every unit.
inline result<std::vector<Plan>> plan_all(const Scores& scores, PlanOptions options = {}) {
    PUG_TRY(detail::Planner planner, detail::Planner::make(scores, std::move(options)));
    std::vector<Plan> plans;
    for (std::size_t unit = 0; unit < scores.size(); ++unit) {
        PUG_TRY(Plan plan, planner.plan(unit));
        plans.push_back(std::move(plan));
    }
    return plans;
}

/// What each cost can buy: sets of changes from the cheapest (none) to the best score, each with a better score than
/// all that cost as much or less of everything. The target is not looked at; budgets and the rest are.
inline result<std::vector<Plan>> plan_frontier(const Scores& scores, std::size_t unit, PlanOptions options = {}) {
    if (!options.score) options.score = Decimal(0);  // an instrument may give no grades
    options.target.clear();
    PUG_TRY(detail::Planner planner, detail::Planner::make(scores, std::move(options)));
    return planner.frontier(unit);
}

/// How one budget is spent on many units.
struct Spending {
    std::vector<std::optional<Plan>> plans;  ///< by unit; none: it gets nothing
    std::size_t steps = 0;                   ///< grades that are gained in all
    Decimal cost;
    bool is_proved = true;
};

/// Spends one budget on all units so that as many grades are gained as possible, each step to a better grade counting
/// one; among those ways the cheapest. The budget is that of `options.cost`; other resources and the deadline limit
/// each unit by itself; the target is not looked at.
///
/// Errors: as `plan`, and `plan.budget` where there is none.
inline result<Spending> spend(const Scores& scores, PlanOptions options) {
    if (!options.cost.budget)
        return Error(ErrorKind::argument, "plan.budget", "budget", "found no budget; wanted what may be spent in all");
    const Rational budget = options.cost.budget->exact();
    options.target.clear();
    options.score.reset();
    PUG_TRY(detail::Planner planner, detail::Planner::make(scores, std::move(options)));
    struct Best {
        Rational cost;
        std::vector<std::uint32_t> chosen;  ///< by unit: 0 nothing, else one more than the place of the plan
    };
    std::map<std::size_t, Best> best{{0, {0, {}}}};  // by grades gained
    std::vector<std::vector<Plan>> all;
    Spending spending;
    for (std::size_t unit = 0; unit < scores.size(); ++unit) {
        PUG_TRY(std::vector<Plan> plans, planner.plans(unit));
        std::map<std::size_t, Best> next;
        for (const auto& [steps, before] : best) {
            for (std::uint32_t p = 0; p <= plans.size(); ++p) {
                if (p > 0 && !plans[p - 1].is_reached) continue;
                const Rational cost = p == 0 ? before.cost : Rational(before.cost + plans[p - 1].costs[0].exact());
                if (cost > budget) continue;
                const auto found = next.find(steps + p);
                if (found != next.end() && found->second.cost <= cost) continue;
                Best& here = next[steps + p];
                here = {cost, before.chosen};
                here.chosen.push_back(p);
            }
        }
        for (const Plan& plan : plans) spending.is_proved &= plan.is_proved;
        best = std::move(next);
        all.push_back(std::move(plans));
    }
    const auto& [steps, chosen] = *best.rbegin();
    spending.steps = steps;
    spending.cost = Decimal(chosen.cost);
    for (std::size_t unit = 0; unit < scores.size(); ++unit) {
        const std::uint32_t p = chosen.chosen[unit];
        spending.plans.push_back(p == 0 ? std::nullopt : std::optional<Plan>(std::move(all[unit][p - 1])));
    }
    return spending;
}

}  // namespace v0
}  // namespace pug
