#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "pug/analysis/plan.hpp"

namespace pug {
inline namespace v0 {

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
    PUG_TRY(const PlanOptions wanted, detail::checked(scores, std::move(options)));
    detail::Planner planner(scores, wanted);
    struct Best {
        Rational cost;
        std::uint32_t chosen = 0;  ///< 0 nothing, else one more than the place of the plan
        std::size_t before = 0;    ///< grades gained with the units before
    };
    using Layer = std::map<std::size_t, Best>;  ///< by grades gained
    std::vector<Layer> layers{{{0, {0, 0, 0}}}};
    std::vector<std::vector<Plan>> all;
    Spending spending;
    for (std::size_t unit = 0; unit < scores.size(); ++unit) {
        PUG_TRY(std::vector<Plan> plans, planner.plans(unit));
        Layer next;
        for (const auto& [steps, before] : layers.back()) {
            for (std::uint32_t p = 0; p <= plans.size(); ++p) {
                if (p > 0 && !plans[p - 1].is_reached) continue;
                const Rational cost = p == 0 ? before.cost : Rational(before.cost + plans[p - 1].costs[0].exact());
                if (cost > budget) continue;
                const auto found = next.find(steps + p);
                if (found == next.end() || cost < found->second.cost) next[steps + p] = {cost, p, steps};
            }
        }
        for (const Plan& plan : plans) spending.is_proved &= plan.is_proved;
        layers.push_back(std::move(next));
        all.push_back(std::move(plans));
    }
    spending.steps = layers.back().rbegin()->first;
    spending.cost = Decimal(layers.back().rbegin()->second.cost);
    spending.plans.resize(scores.size());
    std::size_t steps = spending.steps;
    for (std::size_t unit = scores.size(); unit-- > 0;) {
        const Best& best = layers[unit + 1].at(steps);
        if (best.chosen > 0) spending.plans[unit] = std::move(all[unit][best.chosen - 1]);
        steps = best.before;
    }
    return spending;
}

}  // namespace v0
}  // namespace pug
