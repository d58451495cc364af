#include "pug/analysis/spending.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "support/brute_force_plans.hpp"

namespace {

using namespace pug;
using namespace pug::test;

/// The most grades gained, and the least that they cost, over all ways to choose a grade or nothing for each unit.
class EverySpending {
  public:
    EverySpending(const Scores& scores, const PlanOptions& options) : budget_(options.cost.budget->exact()) {
        std::uint32_t orders = 0;
        for (const GradeCode& grade : scores.grades()) orders += grade.order != none;
        for (std::size_t unit = 0; unit < scores.size(); ++unit) {
            const BruteForce all(scores, unit, options);
            const std::uint32_t grade = scores.grade_indexes()[unit];
            const bool has_order = grade != none && scores.grades()[grade].order != none;
            std::vector<std::optional<Rational>> costs{Rational(0)};
            for (std::uint32_t order = has_order ? scores.grades()[grade].order + 1 : 0; order < orders; ++order)
                costs.push_back(all.grade_at_least(order));
            costs_.push_back(std::move(costs));
        }
        choose(0, 0, 0);
    }

    std::size_t steps() const { return steps_; }
    const Rational& cost() const { return cost_; }

  private:
    void choose(std::size_t unit, std::size_t steps, const Rational& cost) {
        if (cost > budget_) return;
        if (unit == costs_.size()) {
            if (steps < steps_ || (steps == steps_ && cost >= cost_)) return;
            steps_ = steps;
            cost_ = cost;
            return;
        }
        for (std::size_t step = 0; step < costs_[unit].size(); ++step) {
            if (costs_[unit][step]) choose(unit + 1, steps + step, cost + *costs_[unit][step]);
        }
    }

    Rational budget_;
    std::vector<std::vector<std::optional<Rational>>> costs_;  ///< by unit and steps
    std::size_t steps_ = 0;
    Rational cost_ = 0;
};

TEST(Spending, IsThatOfBruteForce) {
    std::size_t spendings = 0, gained = 0;
    for_random(first_seed() + 400000, first_seed() + 400400,
               [&](const Scores& scores, PlanOptions options, RandomOptions& random) {
                   options.cost.budget = Decimal(static_cast<int>(random.pick(10)));
                   const EverySpending best(scores, options);
                   const auto found = spend(scores, options);
                   ASSERT_TRUE(found) << told(found.error());
                   ASSERT_TRUE(found.value().is_proved);
                   ASSERT_EQ(found.value().steps, best.steps());
                   ASSERT_EQ(found.value().cost.exact(), best.cost());
                   Rational sum = 0;
                   ASSERT_EQ(found.value().plans.size(), scores.size());
                   for (const auto& each : found.value().plans) sum += each ? each->costs.front().exact() : Rational(0);
                   ASSERT_EQ(sum, best.cost());
                   ++spendings;
                   gained += best.steps() > 0;
               });
    EXPECT_GT(gained, spendings / 5);
}

TEST(Spending, NeedsABudget) {
    const auto scored = score(three_questions(), {{0, 0, 5}});
    EXPECT_EQ(spend(scored.scores, {}).error().code(), "plan.budget");
    PlanOptions options;
    options.cost.budget = Decimal(1);
    EXPECT_EQ(spend(scored.scores, options).value().steps, 1u);
}

}  // namespace
