#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pug/analysis/adjustable.hpp"
#include "pug/decimal.hpp"

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

}  // namespace v0
}  // namespace pug
