#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "pug/analysis/adjustable.hpp"

// Changes that ask for others. Choices are by adjustable: 0 as it is, else one more than the alternative.
namespace pug {
inline namespace v0 {
namespace detail {

/// The adjustables in groups that hang together by dependencies, each ascending.
inline std::vector<std::vector<std::size_t>> hanging_together(const Adjustments& adjustments) {
    std::vector<std::size_t> leader(adjustments.variables.size());
    std::iota(leader.begin(), leader.end(), std::size_t{0});
    const auto find = [&](std::size_t a) {
        while (leader[a] != a) a = leader[a];
        return a;
    };
    for (const Dependency& dependency : adjustments.dependencies) {
        const std::size_t first = find(dependency.first);
        const std::size_t second = find(dependency.second);
        leader[std::max(first, second)] = std::min(first, second);
    }
    std::vector<std::vector<std::size_t>> groups(leader.size());
    for (std::size_t a = 0; a < leader.size(); ++a) groups[find(a)].push_back(a);
    std::erase_if(groups, [](const auto& group) { return group.empty(); });
    return groups;
}

/// Whether every choice up to that of `last`, made in ascending order, has what it asks for; those that are not made
/// yet are not asked.
inline bool is_granted(const Adjustments& adjustments, std::size_t last, const std::vector<std::uint8_t>& choices) {
    return std::all_of(adjustments.dependencies.begin(), adjustments.dependencies.end(), [&](const Dependency& each) {
        return std::max(each.first, each.second) != last || each.asks[choices[each.first]] == 0 ||
               each.grants[choices[each.second]] != 0;
    });
}

/// Whether changes that go on side by side are all done by the deadline. Each begins as soon as those are done that it
/// asks for, so the days on which they are done settle after as many rounds as one waits for another.
inline bool is_in_time(const Adjustments& adjustments, std::span<const std::size_t> members,
                       const std::vector<std::uint8_t>& choices) {
    if (!adjustments.deadline) return true;
    std::vector<std::int64_t> done(choices.size(), 0);
    const auto takes = [&](std::size_t a) {
        return choices[a] == 0 ? 0 : adjustments.variables[a].alternatives[choices[a] - 1u].days;
    };
    for (const std::size_t a : members) done[a] = takes(a);
    for (bool has_settled = false; !has_settled;) {
        has_settled = true;
        for (const Dependency& each : adjustments.dependencies) {
            if (choices[each.first] == 0 || each.asks[choices[each.first]] == 0) continue;
            const std::int64_t after = done[each.second] + takes(each.first);
            if (choices[each.second] == 0 || each.first == each.second || after <= done[each.first]) continue;
            done[each.first] = after;
            has_settled = false;
        }
    }
    return std::all_of(members.begin(), members.end(), [&](std::size_t a) { return done[a] <= *adjustments.deadline; });
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
