#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "pug/analysis/plan.hpp"
#include "support/instruments.hpp"
#include "support/random_instrument.hpp"

// What tests of plans are compared with: every combination of changes, scored.
namespace pug::test {

/// Finds plans by looking at every combination of changes.
class BruteForce {
  public:
    BruteForce(const Scores& scores, std::size_t unit, const PlanOptions& options)
        : scores_(scores), options_(options) {
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
inline bool is_plain(const PlanOptions& options) {
    return std::all_of(options.cost.costs.begin(), options.cost.costs.end(),
                       [](const auto& costs) { return !costs.second.to.empty(); });
}

/// Another one by the environment, to look further than every day.
inline std::uint64_t first_seed() {
    const char* given = std::getenv("PUG_TEST_SEED");
    return given == nullptr ? 0 : std::stoull(given);
}

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

inline bool is_lower_better(const Scores& scores) {
    return scores.instrument().direction == Direction::lower_is_better;
}

/// Whether the changes of a plan, made by hand, lead to that grade or a better one.
inline bool leads_to(const Scores& scores, const Plan& plan, std::uint32_t order) {
    Rows row = Rows::of(scores.observations(), plan.unit);
    for (const PlannedChange& change : plan.changes) row.set(change.variable, 0, change.to);
    const Scores after = Scorer::of(scores).score(row.columns(), 1).value();
    const std::uint32_t grade = after.grade_indexes()[0];
    if (grade == none || scores.program().verdict.grades[grade].order == none) return false;
    return scores.program().verdict.grades[grade].order >= order;
}

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
                const auto weight = static_cast<std::size_t>(weight_[p][i]);
                for (std::size_t x = 0; x + weight <= whole; ++x)
                    next[x + weight] = std::min(next[x + weight], part[x] + cost_[p][i]);
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

/// Two yes-or-no questions and a number from 0 to 10, graded in three bands.
inline Instrument three_questions() {
    Instrument made = pug::test::instrument(
        {variable("a", VariableType::yes_no), variable("b", VariableType::yes_no), ranged("x", "0", "10")},
        NodeBuilder(Aggregate::arithmetic,
                    {name("a"), name("b"), NodeBuilder(Aggregate::from, {name("x")}).then(Scaled{number("0.1")})}));
    made.verdict.grades = {band("low", std::nullopt, above("0.4")), band("middle", from("0.4"), above("0.8")),
                           band("high", from("0.8"))};
    return made;
}

}  // namespace pug::test
