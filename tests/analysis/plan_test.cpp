#include "pug/analysis/plan.hpp"

#include "pug/analysis/spending.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "support/instruments.hpp"
#include "support/random_instrument.hpp"
#include "support/scores.hpp"

namespace {

using namespace pug;
using namespace pug::test;

/// Finds plans by looking at every combination of changes.
class BruteForce {
  public:
    BruteForce(const Scores& scores, std::size_t unit, const PlanOptions& options)
        : scores_(scores), unit_(unit), options_(options) {
        const auto& variables = scores.program().variables;
        for (Slot v = 0; v < variables.size(); ++v) {
            const auto priced = options.cost.costs.find(variables[v].name);
            const Status status = scores.observations().status(v, unit);
            if (priced == options.cost.costs.end() || is_excluded(status)) continue;
            adjustable_.push_back(v);
        }
        combine(0, Rows::of(scores.observations(), unit), std::vector<double>(variables.size(), NAN));
        score_all();
    }

    /// The least cost at which the grade is of that order or better.
    std::optional<Rational> grade_at_least(std::uint32_t order) const {
        return least([&](std::size_t c) {
            const std::uint32_t grade = after_->grade_indexes()[c];
            if (grade == none) return false;
            const std::uint32_t found = scores_.program().verdict.grades[grade].order;
            return found != none && found >= order;
        });
    }
    /// The least cost at which the score is that of the combination or better.
    std::optional<Rational> score_at_least(const std::vector<Rational>& exact, const Rational& score,
                                           bool is_lower) const {
        return least([&](std::size_t c) {
            return after_->score_statuses()[c] == Status::observed &&
                   (is_lower ? exact[c] <= score : exact[c] >= score);
        });
    }
    std::size_t size() const { return costs_.size(); }
    const Scores& after() const { return *after_; }
    const std::vector<Rational>& costs() const { return costs_; }
    /// What a combination costs of the other resources.
    const std::vector<Rational>& others(std::size_t c) const { return others_[c]; }

  private:
    void combine(std::size_t at, const Rows& row, std::vector<double> changed) {
        if (at == adjustable_.size()) return keep(row, changed);
        const Slot v = adjustable_[at];
        combine(at + 1, row, changed);
        for (const auto& [answer, cost] : options_.cost.costs.at(scores_.program().variables[v].name).to) {
            if (row.status(v, 0) == Status::observed && row.value(v, 0) == answer) continue;
            Rows next = row;
            next.set(v, 0, answer);
            changed[v] = answer;
            combine(at + 1, next, changed);
        }
    }

    static const Decimal* find(const Resource& resource, const std::string& name, double answer) {
        const auto found = resource.costs.find(name);
        if (found == resource.costs.end()) return nullptr;
        for (const auto& [value, cost] : found->second.to) {
            if (value == answer) return &cost;
        }
        return nullptr;
    }

    Rational cost_of(const Resource& resource, const std::vector<double>& changed) const {
        Rational cost = 0;
        for (std::size_t v = 0; v < changed.size(); ++v) {
            if (std::isnan(changed[v])) continue;
            if (const Decimal* of = find(resource, scores_.program().variables[v].name, changed[v]))
                cost += of->exact();
        }
        return cost;
    }

    Slot slot(const std::string& name) const {
        Slot v = 0;
        while (scores_.program().variables[v].name != name) ++v;
        return v;
    }

    /// Whether an answer is as good as another: choices by their points, the others by their direction.
    bool is_enough(Slot v, double answer, double wanted) const {
        const Variable& variable = scores_.instrument().variables[v];
        for (const pug::Scale& scale : scores_.instrument().scales) {
            if (variable.type != VariableType::choice || scale.name != variable.scale) continue;
            return !(scale.levels[static_cast<std::size_t>(answer)].points->exact() <
                     scale.levels[static_cast<std::size_t>(wanted)].points->exact());
        }
        return variable.direction == Direction::lower_is_better ? answer <= wanted : answer >= wanted;
    }

    bool meets(const Rows& row, const std::vector<double>& changed) const {
        return std::all_of(options_.requirements.begin(), options_.requirements.end(), [&](const Requirement& each) {
            const Slot first = slot(each.variable);
            const Slot second = slot(each.needs);
            if (std::isnan(changed[first]) || (each.to && !is_enough(first, changed[first], *each.to))) return true;
            const Status status = row.status(second, 0);
            return is_excluded(status) ||
                   (status == Status::observed && is_enough(second, row.value(second, 0), each.at_least));
        });
    }

    /// When a change is done that waits for those it asks for.
    Rational done(Slot v, const std::vector<double>& changed) const {
        if (std::isnan(changed[v])) return 0;
        Rational begins = 0;
        for (const Requirement& each : options_.requirements) {
            if (slot(each.variable) != v || (each.to && !is_enough(v, changed[v], *each.to))) continue;
            begins = std::max(begins, done(slot(each.needs), changed));
        }
        const auto days = options_.days.find(scores_.program().variables[v].name);
        return days == options_.days.end() ? begins : Rational(begins + days->second.exact());
    }

    void keep(const Rows& row, const std::vector<double>& changed) {
        if (!meets(row, changed)) return;
        for (Slot v = 0; v < changed.size() && options_.deadline; ++v) {
            if (done(v, changed) > options_.deadline->exact()) return;
        }
        const Rational cost = cost_of(options_.cost, changed);
        if (options_.cost.budget && cost > options_.cost.budget->exact()) return;
        std::vector<Rational> others;
        for (const Resource& resource : options_.resources) {
            others.push_back(cost_of(resource, changed));
            if (resource.budget && others.back() > resource.budget->exact()) return;
        }
        others_.push_back(std::move(others));
        costs_.push_back(cost);
        rows_.push_back(row);
    }

    void score_all() {
        const std::size_t variables = scores_.program().variables.size();
        table_.emplace(variables, rows_.size());
        for (std::size_t c = 0; c < rows_.size(); ++c) {
            for (std::size_t v = 0; v < variables; ++v) table_->set(v, c, rows_[c].value(v, 0), rows_[c].status(v, 0));
        }
        after_.emplace(Scorer::of(scores_).score(table_->columns(), rows_.size()).value());
    }

    template <class Reaches>
    std::optional<Rational> least(const Reaches& reaches) const {
        std::optional<Rational> best;
        for (std::size_t c = 0; c < costs_.size(); ++c) {
            if (reaches(c) && (!best || costs_[c] < *best)) best = costs_[c];
        }
        return best;
    }

    const Scores& scores_;
    std::size_t unit_;
    const PlanOptions& options_;
    std::vector<Slot> adjustable_;
    std::vector<Rational> costs_;
    std::vector<std::vector<Rational>> others_;
    std::vector<Rows> rows_;
    std::optional<Rows> table_;
    std::optional<Scores> after_;
};

/// Random costs of random answers, with budgets, requirements and a deadline now and then.
class RandomOptions {
  public:
    explicit RandomOptions(std::uint64_t seed) : random_(seed), answers_(seed + 1) {}

    PlanOptions options(const Instrument& instrument) {
        PlanOptions made;
        made.only_priced = true;
        made.cost.name = "days";
        for (const Variable& variable : instrument.variables) {
            if (pick(6) > 0) made.cost.costs[variable.name] = costs(instrument, variable);
        }
        if (pick(4) == 0) made.cost.budget = Decimal(static_cast<int>(pick(12)));
        if (pick(3) == 0) {
            Resource money{"money", {}, Decimal(static_cast<int>(pick(10)))};
            for (const auto& [name, costs] : made.cost.costs) {
                for (const auto& [answer, cost] : costs.to)
                    money.costs[name].to.emplace_back(answer, Decimal(static_cast<int>(pick(5))));
            }
            made.resources.push_back(std::move(money));
        }
        require(made);
        if (pick(3) == 0) {
            for (const auto& [name, costs] : made.cost.costs) made.days[name] = Decimal(Rational(pick(7), 2));
            made.deadline = Decimal(static_cast<int>(pick(6)));
        }
        return made;
    }

    std::size_t pick(std::size_t below) { return static_cast<std::size_t>(random_() % below); }

  private:
    ChangeCosts costs(const Instrument& instrument, const Variable& variable) {
        ChangeCosts made;
        Instrument alone = instrument;
        alone.variables = {variable};
        std::vector<double> used;
        for (std::size_t i = 0; i < 6 && made.to.size() < 3; ++i) {
            const Cell cell = answers_.answers(alone, 1).front().front();
            if (cell.status != Status::observed || std::find(used.begin(), used.end(), cell.value) != used.end())
                continue;
            used.push_back(cell.value);
            static constexpr const char* prices[] = {"0", "1", "1", "2", "2.5", "3", "7/3", "0.1"};
            made.to.emplace_back(cell.value, decimal(prices[pick(std::size(prices))]));
        }
        if (made.to.empty()) made.any = Decimal(1);
        return made;
    }

    /// Each asks only for what comes before it, so that there are no circles.
    void require(PlanOptions& made) {
        std::vector<std::string> names;
        for (const auto& [name, costs] : made.cost.costs) {
            if (!costs.to.empty()) names.push_back(name);
        }
        while (names.size() > 1 && pick(3) == 0) {
            const std::size_t second = pick(names.size() - 1);
            const std::size_t first = second + 1 + pick(names.size() - second - 1);
            const auto answer_of = [&](const std::string& name) {
                const auto& to = made.cost.costs.at(name).to;
                return to[pick(to.size())].first;
            };
            Requirement each{names[first], std::nullopt, names[second], answer_of(names[second])};
            if (pick(2) == 0) each.to = answer_of(names[first]);
            made.requirements.push_back(std::move(each));
        }
    }

    std::mt19937_64 random_;
    RandomInstruments answers_;
};

/// Whether a variable without priced answers would be offered others: then the brute force does not know them.
bool is_plain(const PlanOptions& options) {
    return std::all_of(options.cost.costs.begin(), options.cost.costs.end(),
                       [](const auto& costs) { return !costs.second.to.empty(); });
}

struct Checked {
    std::size_t plans = 0, reached = 0, changed = 0;
};

void check_grades(const Scores& scores, std::size_t unit, PlanOptions options, const BruteForce& all,
                  Checked& checked) {
    for (const GradeCode& grade : scores.program().verdict.grades) {
        if (grade.order == none) continue;
        options.target = grade.name;
        const auto found = plan(scores, unit, options);
        ASSERT_TRUE(found) << told(found.error());
        const auto least = all.grade_at_least(grade.order);
        ++checked.plans;
        ASSERT_TRUE(found.value().is_proved);
        ASSERT_EQ(found.value().is_reached, least.has_value()) << grade.name;
        if (!least) continue;
        ASSERT_EQ(found.value().costs.front().exact(), *least) << grade.name;
        ASSERT_EQ(found.value().at_least.exact(), *least);
        ++checked.reached;
        checked.changed += !found.value().changes.empty();
    }
}

void check_many(std::uint64_t first, std::uint64_t last, bool with_roots) {
    Checked checked;
    for (std::uint64_t seed = first; seed < last; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomInstruments random(seed, with_roots);
        const Instrument instrument = random.instrument();
        if (!compile(instrument)) continue;
        const Answers answers(instrument, random.answers(instrument, 3));
        const auto scores = compile(instrument).value().score(answers.table());
        if (!scores) continue;
        RandomOptions options(seed);
        for (std::size_t unit = 0; unit < 3; ++unit) {
            const PlanOptions wanted = options.options(instrument);
            if (!is_plain(wanted)) continue;
            const BruteForce all(scores.value(), unit, wanted);
            check_grades(scores.value(), unit, wanted, all, checked);
            if (::testing::Test::HasFatalFailure()) return;
        }
    }
    EXPECT_GT(checked.reached, checked.plans / 10);
    EXPECT_GT(checked.changed, checked.plans / 40);
    std::printf("%zu plans, %zu reached, %zu of them by changes\n", checked.plans, checked.reached, checked.changed);
}

/// Another one by the environment, to look further than every day.
std::uint64_t first_seed() {
    const char* given = std::getenv("PUG_TEST_SEED");
    return given == nullptr ? 0 : std::stoull(given);
}

TEST(Plan, IsThatOfBruteForce) { check_many(first_seed(), first_seed() + 3000, false); }
TEST(Plan, IsThatOfBruteForceWithRoots) { check_many(first_seed() + 100000, first_seed() + 100400, true); }

// --- scores, the frontier, budgets ---------------------------------------------------------------------------------

/// Random instruments without roots, three units of each, with random costs. Calls `check(scores, options, random)`.
template <class Check>
void for_random(std::uint64_t first, std::uint64_t last, const Check& check) {
    for (std::uint64_t seed = first; seed < last && !::testing::Test::HasFatalFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomInstruments random(seed);
        const Instrument instrument = random.instrument();
        const auto scorer = compile(instrument);
        if (!scorer) continue;
        const Answers answers(instrument, random.answers(instrument, 3));
        const auto scores = scorer.value().score(answers.table());
        if (!scores) continue;
        RandomOptions options(seed);
        const PlanOptions wanted = options.options(instrument);
        if (is_plain(wanted)) check(scores.value(), wanted, options);
    }
}

bool is_lower_better(const Scores& scores) { return scores.instrument().direction == Direction::lower_is_better; }

/// Whether the changes of a plan, made by hand, lead to that grade or a better one.
bool leads_to(const Scores& scores, const Plan& plan, std::uint32_t order) {
    Rows row = Rows::of(scores.observations(), plan.unit);
    for (const PlannedChange& change : plan.changes) row.set(change.variable, 0, change.to);
    const Scores after = Scorer::of(scores).score(row.columns(), 1).value();
    const std::uint32_t grade = after.grade_indexes()[0];
    if (grade == none || scores.program().verdict.grades[grade].order == none) return false;
    return scores.program().verdict.grades[grade].order >= order;
}

void check_scores(const Scores& scores, PlanOptions options, RandomOptions& random, Checked& checked) {
    for (std::size_t unit = 0; unit < scores.size(); ++unit) {
        const BruteForce all(scores, unit, options);
        const std::vector<Rational> exact = exact_scores<Rational>(all.after());
        for (int i = 0; i < 3; ++i) {
            // Exactly what some changes come to, or just a little more or less.
            static const char* const shifts[] = {"0", "0", "1/1000000000000000000000", "-1/1000000000000000000000"};
            const Rational score = exact[random.pick(exact.size())] + decimal(shifts[random.pick(4)]).exact();
            options.score = Decimal(score);
            const auto found = plan(scores, unit, options);
            ASSERT_TRUE(found) << told(found.error());
            const auto least = all.score_at_least(exact, score, is_lower_better(scores));
            ++checked.plans;
            ASSERT_TRUE(found.value().is_proved);
            ASSERT_EQ(found.value().is_reached, least.has_value()) << options.score->to_string();
            if (!least) continue;
            ++checked.reached;
            checked.changed += !found.value().changes.empty();
            ASSERT_EQ(found.value().costs.front().exact(), *least) << options.score->to_string();
        }
    }
}

TEST(Plan, ReachesScoresAtTheCostOfBruteForce) {
    Checked checked;
    for_random(first_seed() + 200000, first_seed() + 200300,
               [&](const Scores& scores, const PlanOptions& options, RandomOptions& random) {
                   check_scores(scores, options, random, checked);
               });
    EXPECT_GT(checked.changed, checked.plans / 10);
    EXPECT_GT(checked.plans, checked.reached);
}

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

// --- larger ones ---------------------------------------------------------------------------------------------------

/// Five parts of eight yes-or-no indicators, weighted in both floors by whole numbers, with whole-number costs; the
/// first indicator is mandatory, and less than half of the second part keeps the grade at "middle".
class Forty {
  public:
    explicit Forty(std::uint64_t seed) : random_(seed) {
        made_ = pug::test::instrument({}, Node{});
        made_.score.aggregate = Aggregate::arithmetic;
        for (int p = 0; p < parts; ++p) {
            int left = whole;
            NodeBuilder part(Aggregate::arithmetic, {});
            part.id("part" + std::to_string(p)).weight(std::to_string(weights[p]));
            for (int i = 0; i < each; ++i) {
                const std::string name = "v" + std::to_string(p) + "_" + std::to_string(i);
                const int weight = i + 1 == each ? left : 1 + pick(left - (each - i - 1));
                left -= weight;
                weight_[p][i] = weight;
                cost_[p][i] = 1 + pick(30);
                options_.cost.costs[name].any = Decimal(cost_[p][i]);
                made_.variables.push_back(variable(name, VariableType::yes_no));
                part.node.operands.push_back(
                    NodeBuilder(Aggregate::from, {pug::test::name(name)}).weight(std::to_string(weight)));
            }
            made_.score.operands.push_back(part);
        }
        Verdict& verdict = made_.verdict;
        verdict.grades = {band("low", std::nullopt, above("0.4")), band("middle", from("0.4"), above("0.7")),
                          band("high", from("0.7"))};
        verdict.gates.push_back({"", {}, compare("v0_0", Comparison::is, "yes"), "shut", {}, ""});
        Condition half{Compare{"part1", Comparison::below, {number("0.5")}, false}};
        verdict.caps.push_back({"", {}, std::move(half), "middle", ""});
    }

    const Instrument& instrument() const { return made_; }
    const PlanOptions& options() const { return options_; }

    /// The least cost of the best grade from nothing, by dynamic programming over points: `whole` times the weights of
    /// the parts are the whole.
    int least() const {
        constexpr int most = 1 << 20;
        std::vector<int> all{0};
        for (int p = 0; p < parts; ++p) {
            std::vector<int> part(whole + 1, most);
            part[0] = 0;
            for (int i = 0; i < each; ++i) {
                const bool is_mandatory = p == 0 && i == 0;
                std::vector<int> next = is_mandatory ? std::vector<int>(whole + 1, most) : part;
                for (int x = 0; x + weight_[p][i] <= whole; ++x)
                    next[x + weight_[p][i]] = std::min(next[x + weight_[p][i]], part[x] + cost_[p][i]);
                part = std::move(next);
            }
            if (p == 1) std::fill(part.begin(), part.begin() + whole / 2, most);
            std::vector<int> next(all.size() + static_cast<std::size_t>(whole * weights[p]), most);
            for (std::size_t x = 0; x < all.size(); ++x) {
                for (int y = 0; y <= whole; ++y) {
                    int& here = next[x + static_cast<std::size_t>(y * weights[p])];
                    here = std::min(here, all[x] + part[static_cast<std::size_t>(y)]);
                }
            }
            all = std::move(next);
        }
        const std::size_t enough = (7 * (all.size() - 1) + 9) / 10;
        return *std::min_element(all.begin() + static_cast<std::ptrdiff_t>(enough), all.end());
    }

  private:
    static constexpr int parts = 5, each = 8, whole = 24;
    static constexpr int weights[parts] = {30, 25, 20, 15, 10};

    int pick(int below) { return static_cast<int>(random_() % static_cast<std::uint64_t>(below)); }

    std::mt19937_64 random_;
    Instrument made_;
    PlanOptions options_;
    int weight_[parts][each] = {};
    int cost_[parts][each] = {};
};

TEST(Plan, OfFortyIndicatorsIsThatOfAKnapsack) {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
        const Forty forty(seed);
        const auto scored = score(forty.instrument(), {std::vector<Cell>(40, 0)});
        PlanOptions options = forty.options();
        options.target = "high";
        const auto found = plan(scored.scores, 0, options);
        ASSERT_TRUE(found) << told(found.error());
        EXPECT_TRUE(found.value().is_proved);
        EXPECT_EQ(found.value().costs.front(), Decimal(forty.least()));
        EXPECT_TRUE(leads_to(scored.scores, found.value(), 2));
        EXPECT_EQ(scored.scores.grades()[found.value().after.grade].name, "high");
    }
}

/// What a search says that was ended early, beside one that was not.
void check_ended(const Scores& scores, PlanOptions options, std::uint32_t order, const Plan& whole) {
    for (const bool is_cancelled : {false, true}) {
        if (is_cancelled) {
            options.limits = {};
            options.limits.is_cancelled = [] { return true; };
        } else {
            options.limits.combinations = 0;
        }
        const auto found = plan(scores, whole.unit, options);
        ASSERT_TRUE(found) << told(found.error());
        const Plan& ended = found.value();
        if (ended.is_reached) {
            ASSERT_TRUE(whole.is_reached);
            ASSERT_GE(ended.costs.front().exact(), whole.costs.front().exact());
            ASSERT_TRUE(leads_to(scores, ended, order));
        }
        if (ended.is_proved) {
            ASSERT_EQ(ended.is_reached, whole.is_reached);
            ASSERT_EQ(ended.costs.front(), whole.costs.front());
        } else if (whole.is_reached) {
            ASSERT_LE(ended.at_least.exact(), whole.costs.front().exact());
        }
    }
}

TEST(Plan, EndedEarlyPromisesNoMoreThanItKnows) {
    std::size_t unproved = 0;
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        const Forty forty(seed);
        const auto scored = score(forty.instrument(), {std::vector<Cell>(40, 0)});
        PlanOptions options = forty.options();
        options.target = "high";
        const Plan whole = plan(scored.scores, 0, options).value();
        check_ended(scored.scores, options, 2, whole);
        options.limits.combinations = 0;
        const Plan ended = plan(scored.scores, 0, options).value();
        unproved += !ended.is_proved;
        EXPECT_TRUE(ended.is_reached);
        EXPECT_LE(ended.costs.front().to_double(), 1.1 * whole.costs.front().to_double());
        if (::testing::Test::HasFatalFailure()) return;
    }
    EXPECT_GT(unproved, 0u);
}

TEST(Plan, EndedEarlyOnRandomInstruments) {
    for_random(first_seed() + 500000, first_seed() + 500300,
               [&](const Scores& scores, PlanOptions options, RandomOptions&) {
                   for (const GradeCode& grade : scores.grades()) {
                       if (grade.order == none) continue;
                       options.target = grade.name;
                       options.limits = {};
                       const auto whole = plan(scores, 0, options);
                       ASSERT_TRUE(whole) << told(whole.error());
                       check_ended(scores, options, grade.order, whole.value());
                   }
               });
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

// --- what is asked for ---------------------------------------------------------------------------------------------

/// Two yes-or-no questions and a number from 0 to 10, graded in three bands.
Instrument three_questions() {
    Instrument made = pug::test::instrument(
        {variable("a", VariableType::yes_no), variable("b", VariableType::yes_no), ranged("x", "0", "10")},
        NodeBuilder(Aggregate::arithmetic,
                    {name("a"), name("b"), NodeBuilder(Aggregate::from, {name("x")}).then(Scaled{number("0.1")})}));
    made.verdict.grades = {band("low", std::nullopt, above("0.4")), band("middle", from("0.4"), above("0.8")),
                           band("high", from("0.8"))};
    return made;
}

/// Code and place of the first problem.
std::string refused(const PlanOptions& options, const Instrument& instrument = three_questions()) {
    const auto scored = score(instrument, {{0, 0, 5}});
    const auto found = plan(scored.scores, 0, options);
    if (!found.has_error()) return "";
    EXPECT_EQ(found.error().kind, ErrorKind::argument);
    return found.error().code() + " at " + found.error().problems.front().where;
}

TEST(Plan, RefusesWhatCannotBeMeant) {
    const auto with = [](const auto& change) {
        PlanOptions options;
        change(options);
        return refused(options);
    };
    EXPECT_EQ(with([](PlanOptions&) {}), "");
    EXPECT_EQ(with([](PlanOptions& o) { o.target = "best"; }), "plan.target at target");
    EXPECT_EQ(with([](PlanOptions& o) {
                  o.target = "high";
                  o.score = Decimal(1);
              }),
              "plan.target at target");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["z"].any = Decimal(1); }), "plan.variable at z");
    EXPECT_EQ(with([](PlanOptions& o) { o.days["z"] = Decimal(1); }), "plan.variable at z");
    EXPECT_EQ(with([](PlanOptions& o) { o.fixed = {"z"}; }), "plan.variable at z");
    EXPECT_EQ(with([](PlanOptions& o) { o.requirements = {{"z", std::nullopt, "a", 1}}; }), "plan.variable at z");
    EXPECT_EQ(with([](PlanOptions& o) { o.requirements = {{"a", std::nullopt, "z", 1}}; }), "plan.variable at z");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["x"].to = {{11, Decimal(1)}}; }), "plan.answer at x");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["a"].to = {{0.5, Decimal(1)}}; }), "plan.answer at a");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["x"].to = {{NAN, Decimal(1)}}; }), "plan.answer at x");
    EXPECT_EQ(with([](PlanOptions& o) { o.requirements = {{"a", 2, "b", 1}}; }), "plan.answer at a");
    EXPECT_EQ(with([](PlanOptions& o) { o.requirements = {{"a", 1, "x", -1}}; }), "plan.answer at x");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["a"].any = Decimal(-1); }), "plan.cost at a");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["a"].to = {{1, Decimal(-1)}}; }), "plan.cost at a");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.budget = Decimal(-1); }), "plan.cost at days");
    EXPECT_EQ(with([](PlanOptions& o) { o.resources = {{"rupiah", {}, Decimal(-1)}}; }), "plan.cost at rupiah");
    EXPECT_EQ(with([](PlanOptions& o) { o.days["a"] = Decimal(-1); }), "plan.cost at a");
    EXPECT_EQ(with([](PlanOptions& o) { o.deadline = Decimal(-1); }), "plan.cost at deadline");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["a"].any = decimal("1e40"); }), "plan.cost at costs");
    EXPECT_EQ(with([](PlanOptions& o) { o.cost.costs["a"].any = decimal("1e-20"); }), "plan.cost at costs");
    EXPECT_EQ(with([](PlanOptions& o) { o.requirements = {{"a", std::nullopt, "a", 1}}; }), "plan.circle at a");
    EXPECT_EQ(with([](PlanOptions& o) {
                  o.requirements = {{"x", std::nullopt, "a", 1}, {"a", 1, "b", 1}, {"b", 1, "x", 3}};
              }),
              "plan.circle at a");
}

TEST(Plan, TellsEveryProblemAtOnce) {
    const auto scored = score(three_questions(), {{0, 0, 5}});
    PlanOptions options;
    options.target = "best";
    options.fixed = {"y", "z"};
    options.deadline = Decimal(-1);
    const auto found = plan(scored.scores, 0, options);
    ASSERT_TRUE(found.has_error());
    EXPECT_EQ(found.error().problems.size(), 4u) << told(found.error());
}

TEST(Plan, NeedsGradesOrAScore) {
    Instrument instrument = three_questions();
    instrument.verdict = {};
    EXPECT_EQ(refused({}, instrument), "plan.target at target");
    PlanOptions options;
    options.score = decimal("0.5");
    EXPECT_EQ(refused(options, instrument), "");
    const auto scored = score(instrument, {{0, 0, 5}});
    EXPECT_EQ(plan_frontier(scored.scores, 0).value().size(), 4u);
}

TEST(Plan, IsForAUnitThatThereIs) {
    const auto scored = score(three_questions(), {{0, 0, 5}, {1, 1, 10}});
    EXPECT_EQ(plan(scored.scores, "3").error().code(), "unit.unknown");
    EXPECT_EQ(plan(scored.scores, "2").value().target, "high");
    EXPECT_TRUE(plan(scored.scores, "2").value().changes.empty());
    EXPECT_EQ(plan_all(scored.scores).value().size(), 2u);
}

TEST(Spending, NeedsABudget) {
    const auto scored = score(three_questions(), {{0, 0, 5}});
    EXPECT_EQ(spend(scored.scores, {}).error().code(), "plan.budget");
    PlanOptions options;
    options.cost.budget = Decimal(1);
    EXPECT_EQ(spend(scored.scores, options).value().steps, 1u);
}

/// Whoever has grades in mind takes a whole number of days, of which 0.1 + 0.2 is 0.3.
TEST(Plan, CostsAreExact) {
    const auto scored = score(three_questions(), {{0, 0, 5}});
    PlanOptions options;
    options.target = "high";
    options.cost.costs["a"].any = decimal("0.1");
    options.cost.costs["b"].any = decimal("0.2");
    options.cost.costs["x"].any = Decimal(0);
    options.cost.budget = decimal("0.3");
    const Plan found = plan(scored.scores, 0, options).value();
    EXPECT_TRUE(found.is_reached);
    EXPECT_EQ(found.costs.front(), decimal("0.3"));
    options.cost.budget = decimal("0.29999999999");
    EXPECT_FALSE(plan(scored.scores, 0, options).value().is_reached);
}

TEST(Plan, SaysWhatItAssumed) {
    Instrument instrument = three_questions();
    instrument.variables[0].remediation = Remediation{{}, decimal("2.5"), {}};
    const auto scored = score(instrument, {{0, 0, 5}});
    PlanOptions options;
    options.target = "high";
    const Plan found = plan(scored.scores, 0, options).value();
    ASSERT_EQ(found.changes.size(), 2u);
    EXPECT_FALSE(found.changes[0].is_assumed);
    EXPECT_TRUE(found.changes[1].is_assumed);
    EXPECT_EQ(found.costs.front(), decimal("3.5"));
}

/// Rupiah of a larger programme, as they stand in a budget.
TEST(Plan, AddsUpBillions) {
    const auto scored = score(three_questions(), {{0, 0, 5}});
    PlanOptions options;
    options.target = "high";
    for (const char* each : {"a", "b", "x"}) options.cost.costs[each].any = decimal("25000000000");
    const auto found = plan(scored.scores, 0, options);
    ASSERT_TRUE(found) << told(found.error());
    EXPECT_EQ(found.value().costs.front().to_string(), "50000000000");
}

/// A whole number that has to lie above a cut-off is one more than it.
TEST(Plan, FindsTheFirstCountAboveACutOff) {
    Instrument instrument = three_questions();
    instrument.variables.push_back(variable("staff", VariableType::count));
    instrument.verdict.gates.push_back({"", {}, compare("staff", Comparison::above, "5"), "shut", {}, ""});
    instrument.verdict.gates.back().condition = {Compare{"staff", Comparison::above, {number("5")}, true}};
    const auto scored = score(instrument, {{1, 1, 10, 3}});
    const Plan found = plan(scored.scores, 0).value();
    EXPECT_TRUE(found.is_reached);
    ASSERT_EQ(found.changes.size(), 1u);
    EXPECT_EQ(found.changes[0].to, 6);
}

/// Forty changes, each of which waits for the one before it.
TEST(Plan, EndsWhereManyRequirementsHangTogether) {
    Instrument instrument = pug::test::instrument({}, NodeBuilder(Aggregate::arithmetic, {}));
    PlanOptions options;
    for (int i = 0; i < 40; ++i) {
        const std::string here = "v" + std::to_string(i);
        instrument.variables.push_back(variable(here, VariableType::yes_no));
        instrument.score.operands.push_back(name(here));
        if (i > 0) options.requirements.push_back({here, std::nullopt, "v" + std::to_string(i - 1), 1});
    }
    instrument.verdict.grades = {band("low", std::nullopt, above("0.5")), band("high", from("0.5"))};
    const auto scored = score(instrument, {std::vector<Cell>(40, 0)});
    const Plan found = plan(scored.scores, 0, options).value();
    EXPECT_TRUE(found.is_proved);
    EXPECT_EQ(found.costs.front(), Decimal(20));
}

}  // namespace
