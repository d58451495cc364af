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
#include "pug/analysis/frontier/dependencies.hpp"
#include "pug/analysis/frontier/group.hpp"
#include "pug/analysis/frontier/tally.hpp"
#include "pug/analysis/frontier/uses.hpp"
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
          uses_(program),
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
    using Group = detail::Group<N>;
    using Part = detail::Part<N>;
    static constexpr std::size_t block = 128;
    static constexpr std::size_t narrow_width = 64;
    static constexpr std::size_t most_at_once = 2'000'000;  ///< combinations that memory is taken for
    static constexpr std::size_t most_together = 100'000;   ///< the same of changes that depend on each other

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
        uses_.note(*adjustments_, way_, wants_all_);
        pending_ = way_.conditions;
        is_band_pending_ = way_.band.has_value();
        is_value_pending_ = way_.value.has_value();
        is_grading_pending_ = way_.is_graded.has_value();
        settle(nullptr);
        for (const auto& members : hanging_together(*adjustments_)) {
            if (matters(members)) add_group(members);
        }
        for (std::size_t n = 0; n < program_.nodes.size() && !is_hopeless_; ++n) {
            if (uses_.depends(program_.node_slot(n))) eliminate(n);
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

    // --- the variables -----------------------------------------------------------------------------------------------

    /// All combinations of changes of some variables that depend on each other.
    void add_group(const std::vector<std::size_t>& members) {
        std::vector<Slot> live;
        for (const std::size_t a : members) {
            const Slot variable = adjustments_->variables[a].variable;
            if (uses_.count(variable) > 0) live.push_back(variable);
        }
        Group group(resources_, width_, std::move(live));
        std::vector<std::uint8_t> choices(width_, 0);
        combine(members, 0, choices, group);
        add(std::move(group));
    }

    void combine(const std::vector<std::size_t>& members, std::size_t at, std::vector<std::uint8_t>& choices,
                 Group& group) {
        if (at == members.size()) {
            ++*looked_at_;
            if (is_in_time(*adjustments_, members, choices)) append(members, choices, group);
            return;
        }
        const std::size_t count = adjustments_->variables[members[at]].alternatives.size() + 1;
        for (std::size_t choice = 0; choice < count; ++choice) {
            choices[members[at]] = static_cast<std::uint8_t>(choice);
            if (!is_granted(*adjustments_, members[at], choices)) continue;
            if (group.size() >= most_together) {
                // What is left out costs no less than nothing.
                found_.is_complete = false;
                found_.at_least = 0;
                break;
            }
            combine(members, at + 1, choices, group);
        }
        choices[members[at]] = 0;
    }

    void append(const std::vector<std::size_t>& members, const std::vector<std::uint8_t>& choices, Group& group) {
        std::vector<std::int64_t> costs(resources_, 0);
        for (const std::size_t a : members) {
            if (choices[a] == 0) continue;
            const Alternative& alternative = adjustments_->variables[a].alternatives[choices[a] - 1u];
            for (std::size_t r = 0; r < resources_; ++r) costs[r] += alternative.costs[r];
        }
        if (!is_affordable(costs)) return;
        group.add(costs, choices);
        for (const std::size_t a : members) {
            const Adjustable& adjustable = adjustments_->variables[a];
            if (uses_.count(adjustable.variable) <= 0) continue;
            group.see(choices[a] == 0 ? base_[adjustable.variable] : answered(adjustable, choices[a] - 1u));
        }
    }

    /// Whether what is wanted looks at one of them.
    bool matters(const std::vector<std::size_t>& members) const {
        return std::any_of(members.begin(), members.end(),
                           [&](std::size_t a) { return uses_.needs(adjustments_->variables[a].variable); });
    }

    Seen answered(const Adjustable& adjustable, std::size_t alternative) {
        evaluator_.begin(1);
        evaluator_.set(adjustable.variable, 0, adjustable.alternatives[alternative].value, Status::observed);
        return evaluator_.seen(adjustable.variable, 0);
    }

    bool is_affordable(const std::vector<std::int64_t>& costs) const {
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
        if (group.size() == 0) is_hopeless_ = true;
        groups_.push_back(std::move(group));
    }

    // --- what can be decided -----------------------------------------------------------------------------------------

    /// A combination as conditions see it.
    struct View {
        const FrontierSearch& search;
        const Group* group;
        std::size_t combination;

        const Seen& seen(Slot slot) const {
            const auto place = group != nullptr ? group->place(slot) : std::nullopt;
            return place ? group->seen(combination, *place) : search.base_[slot];
        }
        const N& value(Slot slot) const { return seen(slot).value; }
        Status status(Slot slot) const { return seen(slot).status; }
    };

    /// Whether all of these slots that changes have a bearing on are in the group.
    bool are_in(const Group* group, const std::vector<Slot>& slots) const {
        return std::all_of(slots.begin(), slots.end(), [&](Slot slot) {
            return !uses_.depends(slot) || (group != nullptr && group->place(slot).has_value());
        });
    }

    /// Decides what is wanted of the group alone (of what no change has a bearing on, where there is none), and drops
    /// the combinations in which it does not hold.
    void settle(Group* group) {
        const auto decide = [&](const std::vector<Slot>& slots, const auto& holds) {
            if (!are_in(group, slots)) return false;
            uses_.add(slots, -1);
            keep_if(group, holds);
            return true;
        };
        std::erase_if(pending_, [&](const WantedCondition& wanted) {
            return decide(uses_.subjects(wanted.condition), [&](const View& view) {
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
        for (std::size_t c = 0; c < group->size(); ++c) {
            if (holds(View{*this, group, c})) kept.push_back(static_cast<std::uint32_t>(c));
        }
        if (kept.size() < group->size()) *group = group->only(kept);
    }

    /// Forgets the slots that nothing looks at any more.
    void forget_dead(Group& group) const {
        group.forget_unless([&](Slot slot) { return uses_.count(slot) > 0; });
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
        Pareto pareto(group.size());
        for (std::size_t r = 0; r < resources_; ++r)
            pareto.is_better_below(whole(group.size(), [&](std::size_t c) { return group.cost(c, r); }));
        for (std::size_t s = 0; s < group.live().size(); ++s)
            compare_slot(pareto, group.live()[s], group.size(),
                         [&](std::size_t c) -> const Seen& { return group.seen(c, s); });
        std::vector<std::uint32_t> kept = pareto.best();
        if (is_narrow_) trim(kept, [&](std::uint32_t c) { return group.cost(c); });
        group = group.only(kept);
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
        const std::vector<Slot> slots = uses_.looked_at_by(n);
        std::vector<Group> involved = take_groups(slots);
        // Few combinations first: what they leave out early is looked at least often.
        std::stable_sort(involved.begin(), involved.end(),
                         [](const Group& a, const Group& b) { return a.size() < b.size(); });
        Part whole = put_together(n, involved);
        compute(n, slots, whole, involved);
        uses_.add(slots, -1);
        add(std::move(whole.group));
    }

    /// Takes out the groups that have one of the slots.
    std::vector<Group> take_groups(const std::vector<Slot>& slots) {
        std::vector<Group> taken;
        std::vector<Group> others;
        for (Group& group : groups_) (group.has_any(slots) ? taken : others).push_back(std::move(group));
        groups_ = std::move(others);
        return taken;
    }

    Part put_together(std::size_t n, const std::vector<Group>& involved) {
        const NodeCode& node = program_.nodes[n];
        const bool has_tallies = involved.size() > 1 && can_be_tallied(node);
        const auto part_of = [&](const Group& group) {
            Part part(group);
            if (has_tallies) {
                tally(n, group, part.tallies);
                forget_operands(node, part.group);
            }
            return part;
        };
        Part whole = part_of(involved.front());
        if (has_tallies) add_fixed(n, whole);
        for (std::size_t g = 1; g < involved.size(); ++g) {
            Part part = part_of(involved[g]);
            whole = join(whole, part, has_tallies ? &n : nullptr);
        }
        return whole;
    }

    /// Operands that only this node looks at are told by the tally.
    void forget_operands(const NodeCode& node, Group& group) const {
        std::vector<Slot> watched;
        if (node.when != none) watched = uses_.subjects(node.when);
        const Slot* first = program_.operands.data() + node.operands.first;
        group.forget_unless([&](Slot slot) {
            const bool is_operand = std::find(first, first + node.operands.count, slot) != first + node.operands.count;
            const bool is_watched = std::find(watched.begin(), watched.end(), slot) != watched.end();
            return !is_operand || is_watched || uses_.count(slot) > 1;
        });
    }

    /// What the operands of a node that are in a group contribute, by combination.
    void tally(std::size_t n, const Group& group, std::vector<Tally<N>>& tallies) {
        const NodeCode& node = program_.nodes[n];
        tallies.resize(group.size());
        for (std::size_t first = 0; first < group.size(); first += block) {
            const std::size_t count = std::min(block, group.size() - first);
            evaluator_.begin(count);
            for (std::size_t s = 0; s < group.live().size(); ++s) {
                for (std::size_t i = 0; i < count; ++i) evaluator_.place(group.live()[s], i, group.seen(first + i, s));
            }
            for (std::uint32_t k = 0; k < node.operands.count; ++k) {
                const Slot operand = program_.operands[node.operands.first + k];
                if (!group.place(operand)) continue;
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
            if (uses_.depends(operand)) continue;
            evaluator_.place(operand, 0, base_[operand]);
            fixed = together(node, fixed, tally_of(program_, evaluator_, node, k, 0));
        }
        for (Tally<N>& tally : part.tallies) tally = together(node, fixed, tally);
    }

    using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

    /// All combinations of two parts but for those that are superfluous; `n` is the node whose tallies they have.
    Part join(Part& a, Part& b, const std::size_t* n) {
        make_room(a, b);
        const Pairs pairs = affordable(a.group, b.group);
        std::vector<Tally<N>> tallies;
        for (std::size_t p = 0; p < pairs.size() && n != nullptr; ++p)
            tallies.push_back(together(program_.nodes[*n], a.tallies[pairs[p].first], b.tallies[pairs[p].second]));
        std::vector<std::uint32_t> kept = surviving(a.group, b.group, pairs, n, tallies);
        if (is_narrow_)
            trim(kept, [&](std::uint32_t p) { return a.group.cost(pairs[p].first) + b.group.cost(pairs[p].second); });
        std::vector<Slot> live = a.group.live();
        live.insert(live.end(), b.group.live().begin(), b.group.live().end());
        Part out(Group(resources_, width_, std::move(live)));
        out.groups = a.groups + b.groups;
        for (const std::uint32_t p : kept) {
            const auto [i, j] = pairs[p];
            out.group.add(a.group, i, b.group, j);
            for (std::size_t g = 0; g < a.groups; ++g) out.from.push_back(a.from[i * a.groups + g]);
            for (std::size_t g = 0; g < b.groups; ++g) out.from.push_back(b.from[j * b.groups + g]);
            if (n != nullptr) out.tallies.push_back(tallies[p]);
        }
        return out;
    }

    Pairs affordable(const Group& a, const Group& b) const {
        Pairs pairs;
        std::vector<std::int64_t> costs(resources_);
        for (std::uint32_t i = 0; i < a.size(); ++i) {
            for (std::uint32_t j = 0; j < b.size(); ++j) {
                for (std::size_t r = 0; r < resources_; ++r) costs[r] = a.cost(i, r) + b.cost(j, r);
                if (is_affordable(costs)) pairs.emplace_back(i, j);
            }
        }
        return pairs;
    }

    /// Counts the combinations of two parts, and leaves few of each where they are more than may be looked at.
    void make_room(Part& a, Part& b) {
        count(a.group.size() * b.group.size());
        for (Part* part : {&a, &b}) {
            if (!is_narrow_ || part->group.size() <= narrow_width) continue;
            std::vector<std::uint32_t> kept(part->group.size());
            std::iota(kept.begin(), kept.end(), 0u);
            trim(kept, [&](std::uint32_t c) { return part->group.cost(c); });
            *part = part->only(kept);
        }
    }

    std::vector<std::uint32_t> surviving(const Group& a, const Group& b, const Pairs& pairs, const std::size_t* n,
                                         const std::vector<Tally<N>>& tallies) const {
        Pareto pareto(pairs.size());
        for (std::size_t r = 0; r < resources_; ++r) {
            pareto.is_better_below(whole(
                pairs.size(), [&](std::size_t p) { return a.cost(pairs[p].first, r) + b.cost(pairs[p].second, r); }));
        }
        for (std::size_t s = 0; s < a.live().size(); ++s)
            compare_slot(pareto, a.live()[s], pairs.size(),
                         [&](std::size_t p) -> const Seen& { return a.seen(pairs[p].first, s); });
        for (std::size_t s = 0; s < b.live().size(); ++s)
            compare_slot(pareto, b.live()[s], pairs.size(),
                         [&](std::size_t p) -> const Seen& { return b.seen(pairs[p].second, s); });
        if (n != nullptr)
            compare_tallies(pareto, program_.nodes[*n], senses_.before_transforms(*n), has_coverage_rules_, tallies);
        return pareto.best();
    }

    /// Lets the evaluator compute a node for every combination of a whole, and adds it to what is seen of them.
    void compute(std::size_t n, const std::vector<Slot>& slots, Part& whole, const std::vector<Group>& involved) {
        const Slot slot = program_.node_slot(n);
        std::vector<Seen> results;
        for (std::size_t first = 0; first < whole.group.size(); first += block) {
            const std::size_t count = std::min(block, whole.group.size() - first);
            evaluator_.begin(count);
            for (const Slot part : slots) {
                for (std::size_t i = 0; i < count; ++i) evaluator_.place(part, i, base_[part]);
            }
            for (std::size_t g = 0; g < involved.size(); ++g) {
                for (std::size_t s = 0; s < involved[g].live().size(); ++s) {
                    for (std::size_t i = 0; i < count; ++i)
                        evaluator_.place(involved[g].live()[s], i,
                                         involved[g].seen(whole.from[(first + i) * whole.groups + g], s));
                }
            }
            evaluator_.run_placed(n);
            for (std::size_t i = 0; i < count; ++i) results.push_back(evaluator_.seen(slot, i));
        }
        whole.group.add_slot(slot, results);
    }

    // --- the end -----------------------------------------------------------------------------------------------------

    /// Groups put together, whatever node they belong to.
    Part joined(std::vector<Group> groups) {
        std::stable_sort(groups.begin(), groups.end(),
                         [](const Group& a, const Group& b) { return a.size() < b.size(); });
        Part whole(nothing_changed());
        for (Group& group : groups) {
            Part part(std::move(group));
            whole = join(whole, part, nullptr);
        }
        return whole;
    }

    Group nothing_changed() const {
        Group group(resources_, width_, {});
        group.add(std::vector<std::int64_t>(resources_, 0), std::vector<std::uint8_t>(width_, 0));
        return group;
    }

    void finish() {
        // Conditions that look at several groups.
        while (!pending_.empty() && !is_hopeless_)
            add(joined(take_groups(uses_.subjects(pending_.front().condition))).group);
        if (is_hopeless_) return;
        const Group all = joined(std::move(groups_)).group;
        std::vector<std::uint32_t> order(all.size());
        std::iota(order.begin(), order.end(), 0u);
        std::stable_sort(order.begin(), order.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return all.cost(a) < all.cost(b); });
        if (!wants_all_ && order.size() > 1) order.resize(1);
        for (const std::uint32_t c : order) {
            Found::Choice choice;
            for (std::size_t r = 0; r < resources_; ++r) choice.costs.push_back(all.cost(c, r));
            for (std::size_t a = 0; a < width_; ++a) choice.choices.push_back(all.choice(c, a));
            found_.all.push_back(std::move(choice));
        }
    }

    const Program& program_;
    Evaluator<N> evaluator_;
    Senses senses_;
    Uses uses_;
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
