#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "pug/analysis/sense.hpp"
#include "pug/engine/condition.hpp"
#include "pug/engine/number.hpp"
#include "pug/engine/program.hpp"
#include "pug/engine/verdict.hpp"

// What is wanted of a unit, as a plan sees it: one of several ways to reach it, each a list of things that must all
// hold. Nothing of the verdict is decided here anew: bands and conditions are judged by the engine.
namespace pug {
inline namespace v0 {

/// What is wanted of a condition.
enum class Wanted : std::uint8_t {
    holds,
    does_not_hold,  ///< or cannot be decided
    met,            ///< as a gate or level is: it holds, or its subject does not apply
    not_met,        ///< the opposite
    open,           ///< as a cap is: it does not hold, or its subject does not apply
    not_open,       ///< the opposite
};

struct WantedCondition {
    std::uint32_t condition = 0;
    Wanted wanted = Wanted::holds;
};

/// What is wanted of the value that is graded by bands: a grade of at least this order, or of one below it.
struct WantedBand {
    std::uint32_t order = 0;
    bool at_least = true;
};

/// What is wanted of the value of a slot.
struct WantedValue {
    Slot slot = 0;
    Rational value = 0;
    bool at_least = true;  ///< otherwise at most
};

/// One way to reach what is wanted: all of this.
struct Way {
    std::optional<bool> is_graded;  ///< whether what is graded has a value: without one there is no grade
    std::vector<WantedCondition> conditions;
    std::optional<WantedBand> band;
    std::optional<WantedValue> value;
};

/// What is wanted: any of these ways.
using Goal = std::vector<Way>;

namespace detail {

inline bool is_as_wanted(const Truth& truth, Wanted wanted) {
    const bool is_out = truth.kind == Truth::unknown && is_excluded(truth.status);
    switch (wanted) {
        case Wanted::holds:
            return truth.kind == Truth::yes;
        case Wanted::does_not_hold:
            return truth.kind != Truth::yes;
        case Wanted::met:
            return truth.kind == Truth::yes || is_out;
        case Wanted::not_met:
            return truth.kind != Truth::yes && !is_out;
        case Wanted::open:
            return truth.kind == Truth::no || is_out;
        case Wanted::not_open:
            break;
    }
    return truth.kind != Truth::no && !is_out;
}

/// In which sense the condition itself is wanted.
inline Sense sense_of(Wanted wanted) {
    const bool wants_it = wanted == Wanted::holds || wanted == Wanted::met || wanted == Wanted::not_open;
    return wants_it ? Sense::up : Sense::down;
}

/// A condition that is met exactly if all its parts are is asked part by part: each can then be looked at by itself.
inline void add_parts(const Program& program, const WantedCondition& wanted, std::vector<WantedCondition>& out) {
    const ConditionCode& code = program.conditions[wanted.condition];
    const bool is_split = (code.kind == ConditionKind::all && wanted.wanted == Wanted::met) ||
                          (code.kind == ConditionKind::all && wanted.wanted == Wanted::holds) ||
                          (code.kind == ConditionKind::any && wanted.wanted == Wanted::open);
    if (!is_split) return out.push_back(wanted);
    for (std::uint32_t i = 0; i < code.parts.count; ++i)
        add_parts(program, {program.condition_parts[code.parts.first + i], wanted.wanted}, out);
}

/// The same ways with every condition in as many parts as can be asked for one by one.
inline Goal in_parts(const Program& program, Goal goal) {
    for (Way& way : goal) {
        std::vector<WantedCondition> parts;
        for (const WantedCondition& wanted : way.conditions) add_parts(program, wanted, parts);
        way.conditions = std::move(parts);
    }
    return goal;
}

/// The order of the grade that a value has by the bands; 0 for none, else one more than `GradeCode::order`.
template <class N>
std::uint32_t band_rank(const VerdictCode& verdict, const std::vector<N>& numbers, const N& rounded) {
    bool never = false;
    const std::uint32_t grade = band_of(verdict, numbers, rounded, never);
    return grade == none || verdict.grades[grade].order == none ? 0 : verdict.grades[grade].order + 1;
}

/// Whether better grades lie on one side, from the least value to the greatest: then the value has a sense.
inline Sense sense_of_bands(const Program& program) {
    const VerdictCode& verdict = program.verdict;
    std::vector<Rational> edges;
    for (const BandCode& band : verdict.bands) {
        for (const NumberIndex edge : {band.lower, band.upper}) {
            if (edge != none) edges.push_back(program.numbers[edge]);
        }
    }
    if (edges.empty()) return Sense::presence;
    // What no answers lead to does not matter: many a topmost band ends at 100.
    std::optional<std::pair<Rational, Rational>> ends;
    const Extent extent = Extents(program)[verdict.on];
    if (std::isfinite(extent.low) && std::isfinite(extent.high)) {
        const auto rounded = [&](double end) {
            bool never = false;
            return verdict.round ? round_to(Rational(end), *verdict.round, never) : Rational(end);
        };
        ends.emplace(rounded(extent.low), rounded(extent.high));
        edges.push_back(ends->first);
        edges.push_back(ends->second);
    }
    std::sort(edges.begin(), edges.end());
    std::vector<Rational> points{edges.front() - 1};
    for (const Rational& edge : edges) {
        points.push_back((points.back() + edge) / 2);
        points.push_back(edge);
    }
    points.push_back(edges.back() + 1);
    if (ends) std::erase_if(points, [&](const Rational& point) { return point < ends->first || point > ends->second; });
    bool rises = true;
    bool falls = true;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const std::uint32_t before = band_rank(verdict, program.numbers, points[i - 1]);
        const std::uint32_t here = band_rank(verdict, program.numbers, points[i]);
        rises &= before <= here;
        falls &= before >= here;
    }
    return rises && falls ? Sense::presence : rises ? Sense::up : falls ? Sense::down : Sense::mixed;
}

/// Writes down the ways to a grade of at least some order, or to one below it.
class GoalWriter {
  public:
    explicit GoalWriter(const VerdictCode& verdict) : verdict_(verdict) {}

    /// A grade of that order or a better one.
    Goal at_least(std::uint32_t order) const {
        Goal goal;
        for (Way& way : levels(order)) {
            for (const GateCode& gate : verdict_.gates) way.conditions.push_back({gate.condition, Wanted::met});
            for (const CapCode& cap : verdict_.caps) {
                if (verdict_.grades[cap.at_most].order < order) way.conditions.push_back({cap.condition, Wanted::open});
            }
            goal.push_back(std::move(way));
        }
        by_gates(goal, order, true);  // a gate may lead to a band that is good enough
        goal = overridden(std::move(goal), order, true);
        for (Way& way : goal) way.is_graded = true;
        return goal;
    }

    /// A grade below that order, another one that stands for none, or none at all.
    Goal below(std::uint32_t order) const {
        Goal goal = levels_below(order);
        for (const CapCode& cap : verdict_.caps) {
            if (verdict_.grades[cap.at_most].order < order) goal.push_back(way_of({cap.condition, Wanted::not_open}));
        }
        for (Way& way : goal) {
            for (const GateCode& gate : verdict_.gates) {
                if (is_good(gate.otherwise, order)) way.conditions.push_back({gate.condition, Wanted::met});
            }
        }
        by_gates(goal, order, false);
        goal = overridden(std::move(goal), order, false);
        goal.push_back({false, {}, std::nullopt, std::nullopt});
        return goal;
    }

  private:
    static Way way_of(const WantedCondition& condition) {
        return {std::nullopt, {condition}, std::nullopt, std::nullopt};
    }

    bool is_good(std::uint32_t grade, std::uint32_t order) const {
        return grade != none && verdict_.grades[grade].order != none && verdict_.grades[grade].order >= order;
    }

    /// By band or ladder alone: a unit that is not on the first level has the grade `otherwise`.
    Goal levels(std::uint32_t order) const {
        if (verdict_.ladder.empty()) return {{std::nullopt, {}, WantedBand{order, true}, std::nullopt}};
        Goal goal(1);
        for (std::uint32_t i = 0; i <= order && i < verdict_.ladder.size(); ++i)
            goal.front().conditions.push_back({verdict_.ladder[i].condition, Wanted::met});
        if (order >= verdict_.ladder.size()) goal.clear();
        if (is_good(verdict_.otherwise, order))
            goal.push_back(way_of({verdict_.ladder.front().condition, Wanted::not_met}));
        return goal;
    }

    Goal levels_below(std::uint32_t order) const {
        if (verdict_.ladder.empty()) return {{std::nullopt, {}, WantedBand{order, false}, std::nullopt}};
        Goal goal;
        const bool is_otherwise_good = is_good(verdict_.otherwise, order);
        for (std::uint32_t i = is_otherwise_good ? 1 : 0; i <= order && i < verdict_.ladder.size(); ++i) {
            goal.push_back(way_of({verdict_.ladder[i].condition, Wanted::not_met}));
            if (is_otherwise_good) goal.back().conditions.push_back({verdict_.ladder.front().condition, Wanted::met});
        }
        return goal;
    }

    /// The ways on which a gate that is not met gives a grade that is as wanted.
    void by_gates(Goal& goal, std::uint32_t order, bool is_good_wanted) const {
        for (std::size_t g = 0; g < verdict_.gates.size(); ++g) {
            if (is_good(verdict_.gates[g].otherwise, order) != is_good_wanted) continue;
            Way way;
            for (std::size_t before = 0; before < g; ++before) {
                // Where one before it is not met either, that one decides; among like ones it does not matter which.
                if (is_good(verdict_.gates[before].otherwise, order) != is_good_wanted)
                    way.conditions.push_back({verdict_.gates[before].condition, Wanted::met});
            }
            way.conditions.push_back({verdict_.gates[g].condition, Wanted::not_met});
            goal.push_back(std::move(way));
        }
    }

    /// The same where overrides decide before all else: none of them holds, or the first that does gives what is
    /// wanted.
    Goal overridden(Goal goal, std::uint32_t order, bool is_good_wanted) const {
        std::vector<WantedCondition> none_before;
        Goal by_override;
        for (const ConditionalGrade& override : verdict_.overrides) {
            if (is_good(override.grade, order) == is_good_wanted) {
                Way way{std::nullopt, none_before, std::nullopt, std::nullopt};
                way.conditions.push_back({override.condition, Wanted::holds});
                by_override.push_back(std::move(way));
            }
            none_before.push_back({override.condition, Wanted::does_not_hold});
        }
        for (Way& way : goal) way.conditions.insert(way.conditions.end(), none_before.begin(), none_before.end());
        goal.insert(goal.end(), by_override.begin(), by_override.end());
        return goal;
    }

    const VerdictCode& verdict_;
};

}  // namespace detail

/// The ways to a grade of at least that order.
inline Goal goal_at_least(const Program& program, std::uint32_t order) {
    return detail::in_parts(program, detail::GoalWriter(program.verdict).at_least(order));
}

/// The ways to a grade below that order, or to none.
inline Goal goal_below(const Program& program, std::uint32_t order) {
    return detail::in_parts(program, detail::GoalWriter(program.verdict).below(order));
}

}  // namespace v0
}  // namespace pug
