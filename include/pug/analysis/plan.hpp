#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pug/analysis/frontier.hpp"
#include "pug/analysis/goal.hpp"
#include "pug/analysis/plan/check.hpp"
#include "pug/analysis/plan/options.hpp"
#include "pug/analysis/plan/terms.hpp"
#include "pug/analysis/rows.hpp"
#include "pug/decimal.hpp"
#include "pug/scorer.hpp"

namespace pug {
inline namespace v0 {

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

/// Works out plans for the units of some scores.
class Planner {
  public:
    /// The options must have been checked.
    Planner(const Scores& scores, const PlanOptions& options)
        : scores_(scores),
          options_(options),
          program_(scores.program()),
          finder_(scores, options),
          orders_(grades_in_order(program_)) {}

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
        PUG_TRY(const Terms terms, finder_.terms_of(unit));
        std::size_t looked_at = 0;
        const bool is_lower = scores_.instrument().direction == Direction::lower_is_better;
        const Found found = searches_.run(program_, scores_.observations(), unit, [&](auto& search) {
            return search.frontier(terms.adjustments, is_lower ? Sense::down : Sense::up, options_.limits, looked_at);
        });
        std::vector<Plan> plans;
        for (const Found::Choice& choice : found.all) {
            Plan plan = described(unit, terms, choice);
            if (std::isnan(plan.after.score)) continue;
            // The search tells apart what no one sees here: numbers of changes, coverages, digits beyond a double.
            const auto is_surpassed = [&](const Plan& other) { return is_no_worse(other, plan, is_lower); };
            if (std::any_of(plans.begin(), plans.end(), is_surpassed)) continue;
            std::erase_if(plans, [&](const Plan& other) { return is_no_worse(plan, other, is_lower); });
            // What was left out may be better at the same cost.
            plan.is_proved = found.is_complete ||
                             found.at_least / TermsFinder::per_change > choice.costs.front() / TermsFinder::per_change;
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

    // --- what was asked for ------------------------------------------------------------------------------------------

    /// One more than the order of the unit's grade; 0 where it has none of the bands or levels.
    std::uint32_t next_order(std::size_t unit) const {
        const std::uint32_t grade = scores_.grade_indexes()[unit];
        if (grade == none || program_.verdict.grades[grade].order == none) return 0;
        return program_.verdict.grades[grade].order + 1;
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

    // --- the search --------------------------------------------------------------------------------------------------

    Goal goal_of(const Wanted& wanted) const {
        if (!wanted.score) return goal_at_least(program_, wanted.order);
        const bool is_lower = scores_.instrument().direction == Direction::lower_is_better;
        return {{std::nullopt, {}, std::nullopt, WantedValue{program_.root, wanted.score->exact(), !is_lower}}};
    }

    result<Plan> reach(std::size_t unit, const Wanted& wanted) {
        PUG_TRY(const Terms terms, finder_.terms_of(unit));
        const Goal goal = goal_of(wanted);
        std::size_t looked_at = 0;
        std::optional<Found::Choice> best;
        bool is_complete = true;
        std::int64_t at_least = std::numeric_limits<std::int64_t>::max();
        for (const Way& way : goal) {
            const std::int64_t below = best ? best->costs.front() : std::numeric_limits<std::int64_t>::max();
            Found found = searches_.run(program_, scores_.observations(), unit, [&](auto& search) {
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
        plan.at_least = plan.is_proved ? plan.costs.front() : terms.scales[0].back(bound / TermsFinder::per_change);
        if (plan.is_reached && !is_as_wanted(plan.after, wanted)) {
            return Error(ErrorKind::internal, "plan.not_reached", scores_.name(unit),
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
        const std::uint32_t order = program_.verdict.grades[end.grade].order;
        return order != none && order >= wanted.order;
    }

    /// Whether a plan costs no more of anything than another, for as good a score or a better one.
    static bool is_no_worse(const Plan& plan, const Plan& than, bool is_lower) {
        if (is_lower ? plan.after.score > than.after.score : plan.after.score < than.after.score) return false;
        for (std::size_t r = 0; r < plan.costs.size(); ++r) {
            if (plan.costs[r].exact() > than.costs[r].exact()) return false;
        }
        return true;
    }

    /// Tells a choice in the words of the instrument, and scores it.
    Plan described(std::size_t unit, const Terms& terms, const Found::Choice& choice) const {
        const Observations& observations = scores_.observations();
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
        plan.before = {scores_.scores()[unit], scores_.rounded()[unit], scores_.grade_indexes()[unit]};
        plan.after = plan.before;
        if (!plan.changes.empty()) {
            ScoreOptions how;
            how.nodes = false;
            how.intervals = false;
            const Scores after = Scorer::of(scores_).score(row.columns(), 1, how).value();
            plan.after = {after.scores()[0], after.rounded()[0], after.grade_indexes()[0]};
        }
        return plan;
    }

    const Scores& scores_;
    const PlanOptions& options_;
    const Program& program_;
    TermsFinder finder_;
    std::vector<std::string> orders_;  ///< grades from the lowest
    Searches searches_;
};

/// The options, where there is all that they ask for.
inline result<PlanOptions> checked(const Scores& scores, PlanOptions options) {
    if (auto problem = PlanChecker(scores.program(), options).check()) return *std::move(problem);
    return options;
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
    PUG_TRY(const PlanOptions wanted, detail::checked(scores, std::move(options)));
    return detail::Planner(scores, wanted).plan(unit);
}

/// The same for the unit of that name; `unit.unknown` where there is none.
inline result<Plan> plan(const Scores& scores, std::string_view unit, PlanOptions options = {}) {
    PUG_TRY(const std::size_t found, scores.need(unit));
    return plan(scores, found, std::move(options));
}

/// The same for every unit.
inline result<std::vector<Plan>> plan_all(const Scores& scores, PlanOptions options = {}) {
    PUG_TRY(const PlanOptions wanted, detail::checked(scores, std::move(options)));
    detail::Planner planner(scores, wanted);
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
    PUG_TRY(const PlanOptions wanted, detail::checked(scores, std::move(options)));
    return detail::Planner(scores, wanted).frontier(unit);
}

}  // namespace v0
}  // namespace pug
