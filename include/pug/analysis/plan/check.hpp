#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pug/analysis/plan/options.hpp"
#include "pug/engine/observations.hpp"
#include "pug/engine/program.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// The grades of a program from the lowest; those that only a gate or override gives have no place among them.
inline std::vector<std::string> grades_in_order(const Program& program) {
    std::vector<std::string> grades;
    for (const GradeCode& grade : program.verdict.grades) {
        if (grade.order == none) continue;
        if (grades.size() <= grade.order) grades.resize(grade.order + 1);
        grades[grade.order] = grade.name;
    }
    return grades;
}

/// Finds what a request for a plan asks for that there is not.
class PlanChecker {
  public:
    PlanChecker(const Program& program, const PlanOptions& options)
        : program_(program), options_(options), orders_(grades_in_order(program)) {}

    std::optional<Error> check() const {
        std::vector<Problem> problems;
        const auto wrong = [&](const char* code, const std::string& where, std::string message) {
            problems.push_back({code, where, 0, 0, std::move(message)});
        };
        const auto check_variable = [&](const std::string& name) {
            if (!program_.find(name))
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

  private:
    template <class Wrong>
    void check_answer(const std::string& name, double value, const Wrong& wrong) const {
        const auto slot = program_.find(name);
        if (slot && !is_admissible(program_.variables[*slot], value))
            wrong("plan.answer", name, complaint(program_.variables[*slot], value));
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

    const Program& program_;
    const PlanOptions& options_;
    std::vector<std::string> orders_;  ///< grades from the lowest
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
