#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "pug/analysis/adjustable.hpp"
#include "pug/analysis/frontier/columns.hpp"
#include "pug/analysis/frontier/tally.hpp"
#include "pug/analysis/goal.hpp"
#include "pug/analysis/pareto.hpp"
#include "pug/analysis/sense.hpp"
#include "pug/engine/evaluate.hpp"
#include "pug/engine/fraction.hpp"
#include "pug/engine/observations.hpp"
#include "pug/engine/verdict.hpp"

// The search behind plans: it walks through the program once, from the variables to what is wanted, and keeps for every
// part of the instrument the combinations of changes that no other combination makes superfluous (dynamic programming
// by elimination: U. Bertelè and F. Brioschi, Nonserial Dynamic Programming, 1972; with dominance in place of
// equality).
//
// A combination is superfluous if another costs no more of anything and everything outside sees the same of it, or
// something that is never worse (`Senses`). Values are exact, and nodes are computed by the engine's own evaluator.
namespace pug {
inline namespace v0 {
namespace detail {

/// What a search has found.
struct Found {
    struct Choice {
        std::vector<std::int64_t> costs;    ///< by resource
        std::vector<std::uint8_t> choices;  ///< by adjustable
    };
    std::vector<Choice> all;  ///< by cost; the cheapest way, or all from the cheapest to the best
    bool is_complete = true;  ///< nothing was left out but what is superfluous
    std::int64_t at_least = std::numeric_limits<std::int64_t>::max();  ///< what was left out costs no less
};

/// Searches with one kind of number.
template <class N>
class FrontierSearch {
  public:
    explicit FrontierSearch(const Program& program)
        : program_(program),
          evaluator_(program, block),
          senses_(program),
          bands_(sense_of_bands(program)),
          has_coverage_rules_(std::any_of(program.nodes.begin(), program.nodes.end(), [](const NodeCode& node) {
              return node.coverage_at_least != none || node.applicable_at_least != none;
          })) {}

    /// Looks at a unit; what follows is about it.
    void look_at(const Observations& observations, std::size_t unit) {
        evaluate(observations, std::span<const std::size_t>(&unit, 1), Fill::as_answered, evaluator_);
        base_.clear();
        for (Slot slot = 0; slot < program_.slot_count(); ++slot) base_.push_back(evaluator_.seen(slot, 0));
        std::vector<std::uint8_t> is_answered;
        for (Slot v = 0; v < program_.variables.size(); ++v) is_answered.push_back(base_[v].status == Status::observed);
        senses_.look_at(std::move(is_answered));
    }

    /// The cheapest changes after which everything on that way holds, if they cost less than `below`.
    Found cheapest(const Adjustments& adjustments, const Way& way, std::int64_t below, const SearchLimits& limits,
                   std::size_t& looked_at) {
        way_ = way;
        wants_all_ = false;
        begin(adjustments, limits, looked_at);
        below_ = below;
        // A narrow search first: what it finds spares the exact one everything that costs as much.
        Found narrow = search(true);
        if (narrow.is_complete) return narrow;
        if (!narrow.all.empty()) below_ = narrow.all.front().costs.front();
        Found exact = search(false);
        if (exact.all.empty() && !narrow.all.empty()) {
            exact.all = std::move(narrow.all);
            exact.is_complete = exact.is_complete || exact.at_least >= below_;
        }
        return exact;
    }

    /// The changes that nothing surpasses, from the cheapest (none) to those with the best score.
    Found frontier(const Adjustments& adjustments, Sense better, const SearchLimits& limits, std::size_t& looked_at) {
        way_ = {};
        wants_all_ = true;
        better_ = better;
        begin(adjustments, limits, looked_at);
        below_ = std::numeric_limits<std::int64_t>::max();
        return search(false);
    }

  private:
    using A = Arithmetic<N>;
    using Seen = typename Evaluator<N>::Seen;
    static constexpr std::size_t block = 128;
    static constexpr std::size_t narrow_width = 64;
    static constexpr std::size_t most_at_once = 2'000'000;  ///< combinations that memory is taken for
    static constexpr std::size_t most_together = 100'000;   ///< the same of changes that depend on each other

    /// Combinations of changes of some variables, and what the others see of them.
    struct Group {
        std::vector<Slot> live;  ///< slots that something looks at that is still to come
        std::size_t count = 0;
        std::vector<std::int64_t> costs;    ///< combination by combination, by resource
        std::vector<std::uint8_t> choices;  ///< combination by combination, by adjustable
        std::vector<Seen> seen;             ///< combination by combination, in step with `live`

        const Seen& at(std::size_t combination, std::size_t slot) const {
            return seen[combination * live.size() + slot];
        }
    };

    /// A group while a node is put together over several.
    struct Part {
        Group group;
        std::vector<Tally<N>> tallies;    ///< by combination
        std::vector<std::uint32_t> from;  ///< combination by combination, by group put together: its combination there
        std::size_t groups = 1;
    };

    void begin(const Adjustments& adjustments, const SearchLimits& limits, std::size_t& looked_at) {
        adjustments_ = &adjustments;
        limits_ = &limits;
        looked_at_ = &looked_at;
        resources_ = adjustments.resources;
        width_ = adjustments.variables.size();
    }

    Found search(bool is_narrow) {
        found_ = {};
        is_narrow_ = is_narrow;
        is_hopeless_ = false;
        groups_.clear();
        want();
        note_uses();
        pending_ = way_.conditions;
        is_band_pending_ = way_.band.has_value();
        is_value_pending_ = way_.value.has_value();
        is_grading_pending_ = way_.is_graded.has_value();
        settle(nullptr);
        for (auto& component : components()) add_group(component);
        for (std::size_t n = 0; n < program_.nodes.size() && !is_hopeless_; ++n) {
            if (depends_[program_.node_slot(n)] != 0) eliminate(n);
        }
        finish();
        return std::move(found_);
    }

    // --- what is wanted, and who looks at what ---------------------------------------------------------------------

    void want() {
        senses_.clear();
        for (const WantedCondition& wanted : way_.conditions)
            senses_.want_condition(wanted.condition, sense_of(wanted.wanted));
        if (way_.band) senses_.want(program_.verdict.on, way_.band->at_least ? bands_ : opposite(bands_));
        if (way_.is_graded) senses_.want(program_.verdict.on, Sense::presence);
        if (way_.value) senses_.want(way_.value->slot, way_.value->at_least ? Sense::up : Sense::down);
        if (wants_all_) senses_.want(program_.root, better_);
        senses_.spread();
    }

    void note_uses() {
        depends_.assign(program_.slot_count(), 0);
        uses_.assign(program_.slot_count(), 0);
        for (const Adjustable& adjustable : adjustments_->variables) depends_[adjustable.variable] = 1;
        is_needed_.assign(program_.slot_count(), 0);
        const auto need = [&](const std::vector<Slot>& slots) {
            for (const Slot slot : slots) is_needed_[slot] = 1;
        };
        for (const WantedCondition& wanted : way_.conditions) need(subjects(wanted.condition));
        if (way_.band || way_.is_graded) need({program_.verdict.on});
        if (way_.value) need({way_.value->slot});
        if (wants_all_) need({program_.root});
        for (std::size_t n = program_.nodes.size(); n-- > 0;) {
            if (is_needed_[program_.node_slot(n)] != 0) need(looked_at_by(n));
        }
        for (Slot slot = 0; slot < program_.slot_count(); ++slot) {
            if (!program_.is_node(slot)) continue;
            const auto parts = looked_at_by(program_.node_of(slot));
            depends_[slot] = is_needed_[slot] != 0 &&
                             std::any_of(parts.begin(), parts.end(), [&](Slot part) { return depends_[part] != 0; });
            for (const Slot part : parts) uses_[part] += depends_[slot];
        }
        for (const WantedCondition& wanted : way_.conditions) use(subjects(wanted.condition), 1);
        if (way_.band) use({program_.verdict.on}, 1);
        if (way_.is_graded) use({program_.verdict.on}, 1);
        if (way_.value) use({way_.value->slot}, 1);
        if (wants_all_) use({program_.root}, 1);
    }

    void use(const std::vector<Slot>& slots, int by) {
        for (const Slot slot : slots) uses_[slot] += by;
    }

    void add_subjects(std::uint32_t condition, std::vector<Slot>& slots) const {
        const ConditionCode& code = program_.conditions[condition];
        if (code.kind == ConditionKind::compare) slots.push_back(code.subject);
        for (std::uint32_t i = 0; i < code.parts.count; ++i)
            add_subjects(program_.condition_parts[code.parts.first + i], slots);
    }

    static std::vector<Slot> each_once(std::vector<Slot> slots) {
        std::sort(slots.begin(), slots.end());
        slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
        return slots;
    }

    std::vector<Slot> subjects(std::uint32_t condition) const {
        std::vector<Slot> slots;
        add_subjects(condition, slots);
        return each_once(std::move(slots));
    }

    /// The slots that a node looks at: operands and the subjects of its conditions, each once.
    std::vector<Slot> looked_at_by(std::size_t n) const {
        const NodeCode& node = program_.nodes[n];
        std::vector<Slot> slots(program_.operands.begin() + node.operands.first,
                                program_.operands.begin() + node.operands.first + node.operands.count);
        if (node.when != none) add_subjects(node.when, slots);
        if (node.holds != none) add_subjects(node.holds, slots);
        return each_once(std::move(slots));
    }

    // --- the variables -----------------------------------------------------------------------------------------------

    /// The adjustables that matter, together with those that they depend on or that depend on them.
    std::vector<std::vector<std::size_t>> components() const {
        std::vector<std::size_t> leader(width_);
        std::iota(leader.begin(), leader.end(), std::size_t{0});
        const auto find = [&](std::size_t a) {
            while (leader[a] != a) a = leader[a];
            return a;
        };
        for (const Dependency& dependency : adjustments_->dependencies)
            leader[std::max(find(dependency.first), find(dependency.second))] =
                std::min(find(dependency.first), find(dependency.second));
        std::vector<std::vector<std::size_t>> of(width_);
        std::vector<std::uint8_t> matters(width_, 0);
        for (std::size_t a = 0; a < width_; ++a) {
            of[find(a)].push_back(a);
            if (is_needed_[adjustments_->variables[a].variable] != 0) matters[find(a)] = 1;
        }
        std::vector<std::vector<std::size_t>> found;
        for (std::size_t a = 0; a < width_; ++a) {
            if (matters[a] != 0) found.push_back(std::move(of[a]));
        }
        return found;
    }

    /// All combinations of changes of some variables that depend on each other.
    void add_group(const std::vector<std::size_t>& members) {
        Group group;
        for (const std::size_t a : members) {
            const Slot variable = adjustments_->variables[a].variable;
            if (uses_[variable] > 0) group.live.push_back(variable);
        }
        std::vector<std::uint8_t> choices(width_, 0);
        combine(members, 0, choices, group);
        add(std::move(group));
    }

    void combine(const std::vector<std::size_t>& members, std::size_t at, std::vector<std::uint8_t>& choices,
                 Group& group) {
        if (at == members.size()) {
            ++*looked_at_;
            if (is_in_time(members, choices)) append(members, choices, group);
            return;
        }
        const std::size_t count = adjustments_->variables[members[at]].alternatives.size() + 1;
        for (std::size_t choice = 0; choice < count; ++choice) {
            choices[members[at]] = static_cast<std::uint8_t>(choice);
            if (!is_granted(members[at], choices)) continue;
            if (group.count >= most_together) {
                // What is left out costs no less than nothing.
                found_.is_complete = false;
                found_.at_least = 0;
                break;
            }
            combine(members, at + 1, choices, group);
        }
        choices[members[at]] = 0;
    }

    /// Whether every change that has been chosen, up to this one, has what it asks for.
    bool is_granted(std::size_t last, const std::vector<std::uint8_t>& choices) const {
        return std::all_of(adjustments_->dependencies.begin(), adjustments_->dependencies.end(), [&](const auto& each) {
            return std::max(each.first, each.second) != last || each.asks[choices[each.first]] == 0 ||
                   each.grants[choices[each.second]] != 0;
        });
    }

    bool is_in_time(const std::vector<std::size_t>& members, const std::vector<std::uint8_t>& choices) const {
        return !adjustments_->deadline || std::all_of(members.begin(), members.end(), [&](std::size_t a) {
            return done_after(a, choices) <= *adjustments_->deadline;
        });
    }

    /// The day on which a change is done that begins as soon as those are done that it depends on.
    std::int64_t done_after(std::size_t a, const std::vector<std::uint8_t>& choices) const {
        if (choices[a] == 0) return 0;
        std::int64_t begins = 0;
        for (const Dependency& dependency : adjustments_->dependencies) {
            if (dependency.first == a && dependency.asks[choices[a]] != 0)
                begins = std::max(begins, done_after(dependency.second, choices));
        }
        return begins + adjustments_->variables[a].alternatives[choices[a] - 1u].days;
    }

    void append(const std::vector<std::size_t>& members, const std::vector<std::uint8_t>& choices, Group& group) {
        std::vector<std::int64_t> costs(resources_, 0);
        for (const std::size_t a : members) {
            if (choices[a] == 0) continue;
            const Alternative& alternative = adjustments_->variables[a].alternatives[choices[a] - 1u];
            for (std::size_t r = 0; r < resources_; ++r) costs[r] += alternative.costs[r];
        }
        if (!is_affordable(costs.data())) return;
        group.costs.insert(group.costs.end(), costs.begin(), costs.end());
        group.choices.insert(group.choices.end(), choices.begin(), choices.end());
        for (const std::size_t a : members) {
            const Adjustable& adjustable = adjustments_->variables[a];
            if (uses_[adjustable.variable] <= 0) continue;
            group.seen.push_back(choices[a] == 0 ? base_[adjustable.variable] : answered(adjustable, choices[a] - 1u));
        }
        ++group.count;
    }

    Seen answered(const Adjustable& adjustable, std::size_t alternative) {
        evaluator_.begin(1);
        evaluator_.set(adjustable.variable, 0, adjustable.alternatives[alternative].value, Status::observed);
        return evaluator_.seen(adjustable.variable, 0);
    }

    bool is_affordable(const std::int64_t* costs) const {
        if (costs[0] >= below_) return false;
        for (std::size_t r = 0; r < resources_; ++r) {
            if (adjustments_->budgets[r] && costs[r] > *adjustments_->budgets[r]) return false;
        }
        return true;
    }

    /// Takes a group in, once what can be decided about it is decided.
    void add(Group group) {
        settle(&group);
        forget_dead(group);
        prune(group);
        if (group.count == 0) is_hopeless_ = true;
        groups_.push_back(std::move(group));
    }

    // --- what can be decided -----------------------------------------------------------------------------------------

    /// A combination as conditions see it.
    struct View {
        const FrontierSearch& search;
        const Group* group;
        std::size_t combination;

        const Seen& seen(Slot slot) const {
            if (group != nullptr) {
                const auto at = std::find(group->live.begin(), group->live.end(), slot);
                if (at != group->live.end())
                    return group->at(combination, static_cast<std::size_t>(at - group->live.begin()));
            }
            return search.base_[slot];
        }
        const N& value(Slot slot) const { return seen(slot).value; }
        Status status(Slot slot) const { return seen(slot).status; }
    };

    /// Whether all of these slots that changes have a bearing on are in the group.
    bool are_in(const Group* group, const std::vector<Slot>& slots) const {
        return std::all_of(slots.begin(), slots.end(), [&](Slot slot) {
            if (depends_[slot] == 0) return true;
            return group != nullptr && std::find(group->live.begin(), group->live.end(), slot) != group->live.end();
        });
    }

    /// Decides what is wanted of the group alone (of what no change has a bearing on, where there is none), and drops
    /// the combinations in which it does not hold.
    void settle(Group* group) {
        const auto decide = [&](const std::vector<Slot>& slots, const auto& holds) {
            if (!are_in(group, slots)) return false;
            use(slots, -1);
            keep_if(group, holds);
            return true;
        };
        std::erase_if(pending_, [&](const WantedCondition& wanted) {
            return decide(subjects(wanted.condition), [&](const View& view) {
                bool never = false;
                const ConditionJudge<N, View> judge(program_, evaluator_.numbers(), view, never);
                return is_as_wanted(judge(wanted.condition), wanted.wanted);
            });
        });
        const Slot on = program_.verdict.on;
        if (is_grading_pending_)
            is_grading_pending_ = !decide(
                {on}, [&](const View& view) { return (view.status(on) == Status::observed) == *way_.is_graded; });
        if (is_band_pending_) is_band_pending_ = !decide({on}, [&](const View& view) { return is_in_band(view); });
        if (is_value_pending_)
            is_value_pending_ = !decide({way_.value->slot}, [&](const View& view) { return has_value(view); });
    }

    bool is_in_band(const View& view) const {
        const Slot on = program_.verdict.on;
        if (view.status(on) != Status::observed) return false;
        bool never = false;
        const N& value = view.value(on);
        const auto& round = program_.verdict.round;
        const std::uint32_t rank =
            band_rank(program_.verdict, evaluator_.numbers(), round ? round_to(value, *round, never) : value);
        return (rank > way_.band->order) == way_.band->at_least;
    }

    bool has_value(const View& view) const {
        if (view.status(way_.value->slot) != Status::observed) return false;
        const Order order = A::compare(view.value(way_.value->slot), A::from(way_.value->value));
        return order == Order::equal || (order == Order::greater) == way_.value->at_least;
    }

    template <class Holds>
    void keep_if(Group* group, const Holds& holds) {
        if (group == nullptr) {
            is_hopeless_ |= !holds(View{*this, nullptr, 0});
            return;
        }
        std::vector<std::uint32_t> kept;
        for (std::size_t c = 0; c < group->count; ++c) {
            if (holds(View{*this, group, c})) kept.push_back(static_cast<std::uint32_t>(c));
        }
        if (kept.size() < group->count) *group = only(*group, kept);
    }

    Group only(const Group& group, const std::vector<std::uint32_t>& kept) const {
        Group out;
        out.live = group.live;
        out.count = kept.size();
        for (const std::uint32_t c : kept) {
            const auto copy = [&](const auto& from, auto& to, std::size_t each) {
                const auto first = from.begin() + static_cast<std::ptrdiff_t>(c * each);
                to.insert(to.end(), first, first + static_cast<std::ptrdiff_t>(each));
            };
            copy(group.costs, out.costs, resources_);
            copy(group.choices, out.choices, width_);
            copy(group.seen, out.seen, group.live.size());
        }
        return out;
    }

    /// Forgets the slots that nothing looks at any more.
    void forget_dead(Group& group) const {
        std::vector<std::size_t> alive;
        for (std::size_t s = 0; s < group.live.size(); ++s) {
            if (uses_[group.live[s]] > 0) alive.push_back(s);
        }
        if (alive.size() == group.live.size()) return;
        std::vector<Seen> seen;
        for (std::size_t c = 0; c < group.count; ++c) {
            for (const std::size_t s : alive) seen.push_back(group.at(c, s));
        }
        std::vector<Slot> live;
        for (const std::size_t s : alive) live.push_back(group.live[s]);
        group.seen = std::move(seen);
        group.live = std::move(live);
    }

    // --- what is superfluous -----------------------------------------------------------------------------------------

    /// `get(i)` is what is seen of the slot in combination i.
    template <class Get>
    void compare_slot(Pareto& pareto, Slot slot, std::size_t count, const Get& get) const {
        compare_by(pareto, senses_[slot], places(count, [&](std::size_t i) -> const N& { return get(i).value; }));
        pareto.must_be_equal(whole(count, [&](std::size_t i) { return get(i).status; }));
        if (!has_coverage_rules_) return;
        pareto.must_be_equal(places(count, [&](std::size_t i) -> const N& { return get(i).coverage; }));
        pareto.must_be_equal(whole(count, [&](std::size_t i) { return get(i).counts; }));
    }

    void prune(Group& group) {
        Pareto pareto(group.count);
        for (std::size_t r = 0; r < resources_; ++r)
            pareto.is_better_below(whole(group.count, [&](std::size_t c) { return group.costs[c * resources_ + r]; }));
        for (std::size_t s = 0; s < group.live.size(); ++s)
            compare_slot(pareto, group.live[s], group.count,
                         [&](std::size_t c) -> const Seen& { return group.at(c, s); });
        std::vector<std::uint32_t> kept = pareto.best();
        if (is_narrow_) trim(kept, [&](std::uint32_t c) { return group.costs[c * resources_]; });
        group = only(group, kept);
    }

    /// Leaves only so many combinations: half of them the cheapest, the others spread over the rest up to the dearest.
    template <class Cost>
    void trim(std::vector<std::uint32_t>& kept, const Cost& cost) {
        if (kept.size() <= narrow_width) return;
        std::stable_sort(kept.begin(), kept.end(), [&](std::uint32_t a, std::uint32_t b) { return cost(a) < cost(b); });
        constexpr std::size_t cheap = narrow_width / 2;
        const std::size_t rest = kept.size() - cheap;
        std::vector<std::uint32_t> left(kept.begin(), kept.begin() + cheap);
        for (std::size_t i = 1; i <= narrow_width - cheap; ++i)
            left.push_back(kept[cheap - 1 + rest * i / (narrow_width - cheap)]);
        found_.is_complete = false;
        for (std::size_t k = 0, l = 0; k < kept.size(); ++k) {
            if (l < left.size() && left[l] == kept[k]) {
                ++l;
            } else {
                found_.at_least = std::min(found_.at_least, cost(kept[k]));
            }
        }
        kept = std::move(left);
    }

    /// Makes the search narrow where it would look at more than it may.
    void count(std::size_t more) {
        *looked_at_ += more;
        if (is_narrow_) return;
        is_narrow_ = more > most_at_once || *looked_at_ > limits_->combinations ||
                     (limits_->is_cancelled && limits_->is_cancelled());
    }

    // --- nodes -------------------------------------------------------------------------------------------------------

    /// Computes a node for all combinations of what it looks at.
    void eliminate(std::size_t n) {
        const std::vector<Slot> slots = looked_at_by(n);
        std::vector<Group> involved;
        std::vector<Group> others;
        for (Group& group : groups_) {
            const bool is_involved = std::any_of(group.live.begin(), group.live.end(), [&](Slot slot) {
                return std::find(slots.begin(), slots.end(), slot) != slots.end();
            });
            (is_involved ? involved : others).push_back(std::move(group));
        }
        groups_ = std::move(others);
        // Few combinations first: what they leave out early is looked at least often.
        std::stable_sort(involved.begin(), involved.end(),
                         [](const Group& a, const Group& b) { return a.count < b.count; });
        Part whole = put_together(n, involved);
        compute(n, slots, whole, involved);
        use(slots, -1);
        add(std::move(whole.group));
    }

    Part put_together(std::size_t n, std::vector<Group>& involved) {
        const NodeCode& node = program_.nodes[n];
        Part whole;
        if (involved.size() == 1) {
            whole.group = involved.front();
            whole.from.resize(whole.group.count);
            std::iota(whole.from.begin(), whole.from.end(), 0u);
            return whole;
        }
        const bool has_tallies = can_be_tallied(node);
        std::vector<Slot> watched;
        if (node.when != none) watched = subjects(node.when);
        for (Group& group : involved) {
            Part part;
            part.group = group;
            part.from.resize(group.count);
            std::iota(part.from.begin(), part.from.end(), 0u);
            if (has_tallies) {
                tally(n, group, part.tallies);
                forget_operands(node, watched, part.group);
            }
            if (&group == &involved.front()) {
                whole = std::move(part);
                if (has_tallies) add_fixed(n, whole);
            } else {
                whole = join(whole, part, has_tallies ? &n : nullptr);
            }
        }
        return whole;
    }

    /// Operands that only this node looks at are told by the tally.
    void forget_operands(const NodeCode& node, const std::vector<Slot>& watched, Group& group) {
        std::vector<Slot> dropped;
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const Slot operand = program_.operands[node.operands.first + k];
            const bool is_watched = std::find(watched.begin(), watched.end(), operand) != watched.end();
            if (uses_[operand] == 1 && !is_watched) dropped.push_back(operand);
        }
        use(each_once(dropped), -1);
        forget_dead(group);
        use(each_once(dropped), 1);
    }

    /// What the operands of a node that are in a group contribute, by combination.
    void tally(std::size_t n, const Group& group, std::vector<Tally<N>>& tallies) {
        const NodeCode& node = program_.nodes[n];
        tallies.resize(group.count);
        for (std::size_t first = 0; first < group.count; first += block) {
            const std::size_t count = std::min(block, group.count - first);
            evaluator_.begin(count);
            for (std::size_t s = 0; s < group.live.size(); ++s) {
                for (std::size_t i = 0; i < count; ++i) evaluator_.place(group.live[s], i, group.at(first + i, s));
            }
            for (std::uint32_t k = 0; k < node.operands.count; ++k) {
                const Slot operand = program_.operands[node.operands.first + k];
                if (std::find(group.live.begin(), group.live.end(), operand) == group.live.end()) continue;
                for (std::size_t i = 0; i < count; ++i)
                    tallies[first + i] = together(node, tallies[first + i], tally_of(program_, evaluator_, node, k, i));
            }
        }
    }

    /// What operands contribute on which no change has a bearing.
    void add_fixed(std::size_t n, Part& part) {
        const NodeCode& node = program_.nodes[n];
        Tally<N> fixed;
        evaluator_.begin(1);
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const Slot operand = program_.operands[node.operands.first + k];
            if (depends_[operand] != 0) continue;
            evaluator_.place(operand, 0, base_[operand]);
            fixed = together(node, fixed, tally_of(program_, evaluator_, node, k, 0));
        }
        for (Tally<N>& tally : part.tallies) tally = together(node, fixed, tally);
    }

    /// All combinations of two parts but for those that are superfluous; `n` is the node whose tallies they have.
    Part join(Part& a, Part& b, const std::size_t* n) {
        make_room(a, b);
        std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
        std::vector<std::int64_t> costs(resources_);
        for (std::uint32_t i = 0; i < a.group.count; ++i) {
            for (std::uint32_t j = 0; j < b.group.count; ++j) {
                for (std::size_t r = 0; r < resources_; ++r)
                    costs[r] = a.group.costs[i * resources_ + r] + b.group.costs[j * resources_ + r];
                if (is_affordable(costs.data())) pairs.emplace_back(i, j);
            }
        }
        std::vector<Tally<N>> tallies;
        for (std::size_t p = 0; p < pairs.size() && n != nullptr; ++p)
            tallies.push_back(together(program_.nodes[*n], a.tallies[pairs[p].first], b.tallies[pairs[p].second]));
        std::vector<std::uint32_t> kept = surviving(a.group, b.group, pairs, n, tallies);
        if (is_narrow_) {
            trim(kept, [&](std::uint32_t p) {
                return a.group.costs[pairs[p].first * resources_] + b.group.costs[pairs[p].second * resources_];
            });
        }
        Part out;
        out.groups = a.groups + b.groups;
        out.group.live = a.group.live;
        out.group.live.insert(out.group.live.end(), b.group.live.begin(), b.group.live.end());
        for (const std::uint32_t p : kept) {
            append(a, b, pairs[p].first, pairs[p].second, out);
            if (n != nullptr) out.tallies.push_back(tallies[p]);
        }
        return out;
    }

    void make_room(Part& a, Part& b) {
        count(a.group.count * b.group.count);
        for (Part* part : {&a, &b}) {
            if (!is_narrow_ || part->group.count <= narrow_width) continue;
            std::vector<std::uint32_t> kept(part->group.count);
            std::iota(kept.begin(), kept.end(), 0u);
            trim(kept, [&](std::uint32_t c) { return part->group.costs[c * resources_]; });
            Part left;
            left.groups = part->groups;
            left.group = only(part->group, kept);
            for (const std::uint32_t c : kept) {
                if (!part->tallies.empty()) left.tallies.push_back(part->tallies[c]);
                for (std::size_t g = 0; g < part->groups; ++g) left.from.push_back(part->from[c * part->groups + g]);
            }
            *part = std::move(left);
        }
    }

    std::vector<std::uint32_t> surviving(const Group& a, const Group& b,
                                         const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs,
                                         const std::size_t* n, const std::vector<Tally<N>>& tallies) const {
        Pareto pareto(pairs.size());
        for (std::size_t r = 0; r < resources_; ++r) {
            pareto.is_better_below(whole(pairs.size(), [&](std::size_t p) {
                return a.costs[pairs[p].first * resources_ + r] + b.costs[pairs[p].second * resources_ + r];
            }));
        }
        for (std::size_t s = 0; s < a.live.size(); ++s)
            compare_slot(pareto, a.live[s], pairs.size(),
                         [&](std::size_t p) -> const Seen& { return a.at(pairs[p].first, s); });
        for (std::size_t s = 0; s < b.live.size(); ++s)
            compare_slot(pareto, b.live[s], pairs.size(),
                         [&](std::size_t p) -> const Seen& { return b.at(pairs[p].second, s); });
        if (n != nullptr)
            compare_tallies(pareto, program_.nodes[*n], senses_.before_transforms(*n), has_coverage_rules_, tallies);
        return pareto.best();
    }

    void append(const Part& a, const Part& b, std::uint32_t i, std::uint32_t j, Part& out) const {
        for (std::size_t r = 0; r < resources_; ++r)
            out.group.costs.push_back(a.group.costs[i * resources_ + r] + b.group.costs[j * resources_ + r]);
        for (std::size_t c = 0; c < width_; ++c)
            out.group.choices.push_back(std::max(a.group.choices[i * width_ + c], b.group.choices[j * width_ + c]));
        for (std::size_t s = 0; s < a.group.live.size(); ++s) out.group.seen.push_back(a.group.at(i, s));
        for (std::size_t s = 0; s < b.group.live.size(); ++s) out.group.seen.push_back(b.group.at(j, s));
        for (std::size_t g = 0; g < a.groups; ++g) out.from.push_back(a.from[i * a.groups + g]);
        for (std::size_t g = 0; g < b.groups; ++g) out.from.push_back(b.from[j * b.groups + g]);
        ++out.group.count;
    }

    /// Lets the evaluator compute a node for every combination of a whole, and adds it to what is seen of them.
    void compute(std::size_t n, const std::vector<Slot>& slots, Part& whole, const std::vector<Group>& involved) {
        Group& group = whole.group;
        const Slot slot = program_.node_slot(n);
        std::vector<Seen> results;
        for (std::size_t first = 0; first < group.count; first += block) {
            const std::size_t count = std::min(block, group.count - first);
            evaluator_.begin(count);
            for (const Slot part : slots) {
                for (std::size_t i = 0; i < count; ++i) evaluator_.place(part, i, base_[part]);
            }
            for (std::size_t g = 0; g < involved.size(); ++g) {
                for (std::size_t s = 0; s < involved[g].live.size(); ++s) {
                    for (std::size_t i = 0; i < count; ++i)
                        evaluator_.place(involved[g].live[s], i,
                                         involved[g].at(whole.from[(first + i) * whole.groups + g], s));
                }
            }
            evaluator_.run_placed(n);
            for (std::size_t i = 0; i < count; ++i) results.push_back(evaluator_.seen(slot, i));
        }
        std::vector<Seen> seen;
        for (std::size_t c = 0; c < group.count; ++c) {
            for (std::size_t s = 0; s < group.live.size(); ++s) seen.push_back(group.at(c, s));
            seen.push_back(results[c]);
        }
        group.seen = std::move(seen);
        group.live.push_back(slot);
    }

    // --- the end -----------------------------------------------------------------------------------------------------

    /// Puts groups together for conditions that look at several.
    void settle_rest() {
        while (!pending_.empty() && !is_hopeless_) {
            const std::vector<Slot> slots = subjects(pending_.front().condition);
            std::vector<Group> others;
            std::optional<Part> whole;
            for (Group& group : groups_) {
                const bool is_asked = std::any_of(group.live.begin(), group.live.end(), [&](Slot slot) {
                    return std::find(slots.begin(), slots.end(), slot) != slots.end();
                });
                if (!is_asked) {
                    others.push_back(std::move(group));
                    continue;
                }
                Part part;
                part.group = std::move(group);
                part.from.assign(part.group.count, 0);
                whole = whole ? join(*whole, part, nullptr) : std::move(part);
            }
            groups_ = std::move(others);
            add(std::move(whole->group));
        }
    }

    void finish() {
        settle_rest();
        if (is_hopeless_) return;
        std::stable_sort(groups_.begin(), groups_.end(),
                         [](const Group& a, const Group& b) { return a.count < b.count; });
        Part whole = nothing_changed();
        for (Group& group : groups_) {
            Part part;
            part.group = std::move(group);
            part.from.assign(part.group.count, 0);
            whole = join(whole, part, nullptr);
        }
        std::vector<std::uint32_t> order(whole.group.count);
        std::iota(order.begin(), order.end(), 0u);
        std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return whole.group.costs[a * resources_] < whole.group.costs[b * resources_];
        });
        if (!wants_all_ && order.size() > 1) order.resize(1);
        for (const std::uint32_t c : order) {
            const auto costs = whole.group.costs.begin() + static_cast<std::ptrdiff_t>(c * resources_);
            const auto choices = whole.group.choices.begin() + static_cast<std::ptrdiff_t>(c * width_);
            found_.all.push_back({{costs, costs + static_cast<std::ptrdiff_t>(resources_)},
                                  {choices, choices + static_cast<std::ptrdiff_t>(width_)}});
        }
    }

    Part nothing_changed() const {
        Part part;
        part.group.count = 1;
        part.group.costs.assign(resources_, 0);
        part.group.choices.assign(width_, 0);
        part.from = {0};
        return part;
    }

    const Program& program_;
    Evaluator<N> evaluator_;
    Senses senses_;
    Sense bands_;
    bool has_coverage_rules_;
    std::vector<Seen> base_;  ///< by slot: what is seen of it with nothing changed

    const Adjustments* adjustments_ = nullptr;
    const SearchLimits* limits_ = nullptr;
    std::size_t* looked_at_ = nullptr;
    std::size_t resources_ = 1;
    std::size_t width_ = 0;  ///< number of adjustables
    Way way_;
    bool wants_all_ = false;  ///< all from the cheapest to the best, not only the cheapest
    Sense better_ = Sense::up;
    std::int64_t below_ = 0;  ///< what costs as much is not looked for

    Found found_;
    bool is_narrow_ = false;
    bool is_hopeless_ = false;
    std::vector<WantedCondition> pending_;
    bool is_band_pending_ = false, is_value_pending_ = false, is_grading_pending_ = false;
    std::vector<std::uint8_t> depends_;    ///< by slot: whether changes have a bearing on it
    std::vector<std::uint8_t> is_needed_;  ///< by slot: whether what is wanted depends on it
    std::vector<int> uses_;                ///< by slot: how many are still to come that look at it
    std::vector<Group> groups_;
};

/// Searches with the shortest kind of number that is exact for a program and a unit.
class Searches {
  public:
    /// Calls `use` with a search that looks at the unit, which must be one of a program that stays the same.
    template <class Use>
    Found run(const Program& program, const Observations& observations, std::size_t unit, const Use& use) {
        const auto with = [&](auto& search) {
            if (!search) search = std::make_unique<typename std::decay_t<decltype(search)>::element_type>(program);
            search->look_at(observations, unit);
            return use(*search);
        };
        if (program.has_roots) return with(real_);
        try {
            return with(fraction_);
        } catch (const Fraction::TooLong&) {
            fraction_.reset();  // it was interrupted
        }
        return with(rational_);
    }

  private:
    std::unique_ptr<FrontierSearch<Fraction>> fraction_;
    std::unique_ptr<FrontierSearch<Rational>> rational_;
    std::unique_ptr<FrontierSearch<Real>> real_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
