#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pug/analysis/adjustable.hpp"
#include "pug/analysis/improvements.hpp"
#include "pug/analysis/plan/check.hpp"
#include "pug/analysis/plan/options.hpp"
#include "pug/decimal.hpp"
#include "pug/scores.hpp"

namespace pug {
inline namespace v0 {
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

/// What may be changed about a unit, and the names that it goes by.
struct Terms {
    Adjustments adjustments;
    std::vector<std::vector<std::vector<Decimal>>> costs;  ///< by adjustable, alternative and resource
    std::vector<std::uint8_t> is_assumed;                  ///< by adjustable
    std::vector<CommonUnit> scales;                        ///< by resource
};

/// Finds what may be changed about a unit, and what each change takes.
class TermsFinder {
  public:
    /// One unit of the first resource, so that of plans that cost the same the one with fewer changes is found.
    static constexpr std::int64_t per_change = 1024;

    TermsFinder(const Scores& scores, const PlanOptions& options)
        : scores_(scores),
          options_(options),
          program_(scores.program()),
          improvements_(scores.instrument(), scores.program()) {}

    result<Terms> terms_of(std::size_t unit) const {
        Terms terms;
        const Observations& observations = scores_.observations();
        terms.adjustments.resources = 1 + options_.resources.size();
        terms.scales.resize(terms.adjustments.resources);
        std::vector<std::size_t> adjustable_of(program_.variables.size(), SIZE_MAX);
        for (Slot v = 0; v < program_.variables.size(); ++v) {
            const Status status = observations.status(v, unit);
            if (is_excluded(status) || options_.fixed.count(program_.variables[v].name) != 0) continue;
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

  private:
    /// The answers that a variable may be changed to: those that the caller names, else the better ones.
    std::vector<double> answers_for(Slot v, Status status, double value) const {
        const auto priced = options_.cost.costs.find(program_.variables[v].name);
        if (priced != options_.cost.costs.end() && !priced->second.to.empty()) {
            std::vector<double> answers;
            for (const auto& [answer, cost] : priced->second.to) {
                if (status != Status::observed || answer != value) answers.push_back(answer);
            }
            return answers;
        }
        if (priced == options_.cost.costs.end() && (options_.only_priced || !improvements_.can_be_improved(v)))
            return {};
        std::vector<double> answers = improvements_.better_than(v, status, value);
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
        const std::string& name = program_.variables[adjustable.variable].name;
        const auto& remediation = scores_.instrument().variables[adjustable.variable].remediation;
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
        constexpr std::int64_t most = std::int64_t{1} << 50;         // times `per_change` it still fits
        constexpr std::int64_t most_of_one = std::int64_t{1} << 44;  // so many that a sum of 255 of them fits
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
                    const std::int64_t whole = fitted(scaled, most_of_one) * factor + (r == 0 ? 1 : 0);
                    adjustments.variables[a].alternatives[i].costs.push_back(whole);
                }
            }
        }
        for (Adjustable& adjustable : adjustments.variables) {
            const auto found = options_.days.find(program_.variables[adjustable.variable].name);
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
        return status == Status::observed && !improvements_.is_better(variable, wanted, answer);
    }

    void require(std::size_t unit, const std::vector<std::size_t>& adjustable_of, Terms& terms) const {
        const Observations& observations = scores_.observations();
        auto& variables = terms.adjustments.variables;
        for (const Requirement& requirement : options_.requirements) {
            const Slot first = *program_.find(requirement.variable);
            const Slot second = *program_.find(requirement.needs);
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

    const Scores& scores_;
    const PlanOptions& options_;
    const Program& program_;
    Improvements improvements_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
