#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pug/workbench/blueprint.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// The rule of each indicator: that of all, unless it has one of its own.
template <class Rule>
std::vector<const Rule*> rules_of(const Rule& all, const std::vector<std::pair<std::string, Rule>>& others,
                                  const Blueprint& blueprint) {
    const std::size_t indicators = blueprint.indicators.size();
    std::vector<const Rule*> rules(indicators, &all);
    for (const auto& [name, rule] : others) {
        const std::size_t i = blueprint.find(name);
        if (i < indicators) rules[i] = &rule;
    }
    return rules;
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
