#include "pug/analysis/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/brute_force_plans.hpp"
#include "support/scores.hpp"

namespace {

using namespace pug;
using namespace pug::test;

/// What some changes cost of everything, and the score that they buy; the less the better.
struct Bought {
    std::vector<Rational> worth;  ///< costs, and last the score with its sign turned where more is better
    double told = 0;

    bool is_no_worse(const Bought& than) const {
        for (std::size_t i = 0; i < worth.size(); ++i) {
            if (worth[i] > than.worth[i]) return false;
        }
        return true;
    }
};

/// What nothing surpasses among all combinations, each once.
std::vector<Bought> frontier_of(const BruteForce& all, bool is_lower) {
    const std::vector<Rational> exact = exact_scores<Rational>(all.after());
    std::vector<Bought> every, best;
    for (std::size_t c = 0; c < all.size(); ++c) {
        if (all.after().score_statuses()[c] != Status::observed) continue;
        every.push_back({{all.costs()[c]}, all.after().scores()[c]});
        every.back().worth.insert(every.back().worth.end(), all.others(c).begin(), all.others(c).end());
        every.back().worth.push_back(is_lower ? exact[c] : Rational(-exact[c]));
    }
    std::sort(every.begin(), every.end(), [](const Bought& a, const Bought& b) { return a.worth < b.worth; });
    for (const Bought& each : every) {
        const bool is_surpassed =
            std::any_of(best.begin(), best.end(), [&](const Bought& other) { return other.is_no_worse(each); });
        if (!is_surpassed) best.push_back(each);
    }
    return best;
}

/// Whether a plan is one of these points.
bool is_one_of(const Plan& plan, const std::vector<Bought>& points) {
    return std::any_of(points.begin(), points.end(), [&](const Bought& point) {
        for (std::size_t r = 0; r < plan.costs.size(); ++r) {
            if (plan.costs[r].exact() != point.worth[r]) return false;
        }
        return std::abs(plan.after.score - point.told) <= 1e-12 * std::max(1.0, std::abs(point.told));
    });
}

TEST(Frontier, IsThatOfBruteForce) {
    std::size_t several = 0;
    for_random(first_seed() + 300000, first_seed() + 300400,
               [&](const Scores& scores, const PlanOptions& options, RandomOptions&) {
                   for (std::size_t unit = 0; unit < scores.size(); ++unit) {
                       const BruteForce all(scores, unit, options);
                       const std::vector<Bought> best = frontier_of(all, is_lower_better(scores));
                       const auto found = plan_frontier(scores, unit, options);
                       ASSERT_TRUE(found) << told(found.error());
                       for (const Plan& each : found.value()) {
                           ASSERT_TRUE(is_one_of(each, best)) << each.costs.front().to_string();
                           ASSERT_TRUE(each.is_proved);
                           ASSERT_TRUE(each.is_reached);
                       }
                       ASSERT_EQ(found.value().size(), best.size());
                       several += best.size() > 1;
                   }
               });
    EXPECT_GT(several, 50u);
}

/// Each point of an ended frontier that is called proved is one of the whole.
TEST(Frontier, EndedEarlyProvesOnlyWhatIsTrue) {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
        const Forty forty(seed);
        const auto scored = score(forty.instrument(), {std::vector<Cell>(40, 0)});
        PlanOptions options = forty.options();
        const auto whole = plan_frontier(scored.scores, 0, options);
        ASSERT_TRUE(whole);
        std::map<Rational, double> best;
        for (const Plan& each : whole.value()) best[each.costs.front().exact()] = each.after.score;
        options.limits.combinations = 0;
        const auto ended = plan_frontier(scored.scores, 0, options);
        ASSERT_TRUE(ended);
        EXPECT_GT(ended.value().size(), 10u);
        std::size_t unproved = 0;
        for (const Plan& each : ended.value()) {
            const auto known = std::prev(best.upper_bound(each.costs.front().exact()));
            EXPECT_LE(each.after.score, known->second + 1e-12);
            unproved += !each.is_proved;
            if (!each.is_proved) continue;
            EXPECT_EQ(known->first, each.costs.front().exact());
            EXPECT_NEAR(each.after.score, known->second, 1e-12);
        }
        EXPECT_GT(unproved, 0u);
    }
}

}  // namespace
