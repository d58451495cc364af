#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "pug/analysis/frontier/tally.hpp"
#include "pug/engine/evaluate.hpp"
#include "pug/engine/program.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Combinations of changes of some variables: what each costs, which changes it is, and what others see of it.
template <class N>
class Group {
  public:
    using Seen = typename Evaluator<N>::Seen;

    /// No combination yet; `live` are the slots that others look at.
    Group(std::size_t resources, std::size_t adjustables, std::vector<Slot> live)
        : resources_(resources), adjustables_(adjustables), live_(std::move(live)) {}

    std::size_t size() const { return count_; }
    const std::vector<Slot>& live() const { return live_; }
    std::int64_t cost(std::size_t combination, std::size_t resource = 0) const {
        return costs_[combination * resources_ + resource];
    }
    std::uint8_t choice(std::size_t combination, std::size_t adjustable) const {
        return choices_[combination * adjustables_ + adjustable];
    }
    /// What is seen of the live slot at a place.
    const Seen& seen(std::size_t combination, std::size_t place) const {
        return seen_[combination * live_.size() + place];
    }
    /// The place of a slot among the live ones.
    std::optional<std::size_t> place(Slot slot) const {
        const auto at = std::find(live_.begin(), live_.end(), slot);
        return at == live_.end() ? std::nullopt : std::optional<std::size_t>(at - live_.begin());
    }
    /// Whether one of the slots is live.
    bool has_any(const std::vector<Slot>& slots) const {
        return std::any_of(slots.begin(), slots.end(), [&](Slot slot) { return place(slot).has_value(); });
    }

    /// Adds a combination; what is seen of it follows by `see`, in step with the live slots.
    void add(const std::vector<std::int64_t>& costs, const std::vector<std::uint8_t>& choices) {
        costs_.insert(costs_.end(), costs.begin(), costs.end());
        choices_.insert(choices_.end(), choices.begin(), choices.end());
        ++count_;
    }
    void see(const Seen& seen) { seen_.push_back(seen); }

    /// Adds the combination of one of each of two groups; the live slots are those of the first, then of the second.
    void add(const Group& a, std::size_t i, const Group& b, std::size_t j) {
        for (std::size_t r = 0; r < resources_; ++r) costs_.push_back(a.cost(i, r) + b.cost(j, r));
        for (std::size_t c = 0; c < adjustables_; ++c) choices_.push_back(std::max(a.choice(i, c), b.choice(j, c)));
        for (std::size_t s = 0; s < a.live_.size(); ++s) seen_.push_back(a.seen(i, s));
        for (std::size_t s = 0; s < b.live_.size(); ++s) seen_.push_back(b.seen(j, s));
        ++count_;
    }

    /// Only those combinations, in that order.
    Group only(const std::vector<std::uint32_t>& kept) const {
        Group out(resources_, adjustables_, live_);
        out.count_ = kept.size();
        for (const std::uint32_t c : kept) {
            copy(costs_, out.costs_, c, resources_);
            copy(choices_, out.choices_, c, adjustables_);
            copy(seen_, out.seen_, c, live_.size());
        }
        return out;
    }

    /// Forgets the live slots that are not wanted.
    template <class IsWanted>
    void forget_unless(const IsWanted& is_wanted) {
        std::vector<std::size_t> places;
        for (std::size_t s = 0; s < live_.size(); ++s) {
            if (is_wanted(live_[s])) places.push_back(s);
        }
        if (places.size() == live_.size()) return;
        std::vector<Seen> seen;
        for (std::size_t c = 0; c < count_; ++c) {
            for (const std::size_t s : places) seen.push_back(this->seen(c, s));
        }
        std::vector<Slot> live;
        for (const std::size_t s : places) live.push_back(live_[s]);
        seen_ = std::move(seen);
        live_ = std::move(live);
    }

    /// Adds a live slot and what is seen of it, by combination.
    void add_slot(Slot slot, const std::vector<Seen>& of_slot) {
        std::vector<Seen> seen;
        for (std::size_t c = 0; c < count_; ++c) {
            for (std::size_t s = 0; s < live_.size(); ++s) seen.push_back(this->seen(c, s));
            seen.push_back(of_slot[c]);
        }
        seen_ = std::move(seen);
        live_.push_back(slot);
    }

  private:
    template <class T>
    static void copy(const std::vector<T>& from, std::vector<T>& to, std::size_t combination, std::size_t each) {
        const auto first = from.begin() + static_cast<std::ptrdiff_t>(combination * each);
        to.insert(to.end(), first, first + static_cast<std::ptrdiff_t>(each));
    }

    std::size_t resources_, adjustables_;
    std::vector<Slot> live_;
    std::size_t count_ = 0;
    std::vector<std::int64_t> costs_;    ///< combination by combination, by resource
    std::vector<std::uint8_t> choices_;  ///< combination by combination, by adjustable
    std::vector<Seen> seen_;             ///< combination by combination, in step with the live slots
};

/// A group while a node is put together over several.
template <class N>
struct Part {
    explicit Part(Group<N> of) : group(std::move(of)), from(group.size()) { std::iota(from.begin(), from.end(), 0u); }

    Part only(const std::vector<std::uint32_t>& kept) const {
        Part out(group.only(kept));
        out.groups = groups;
        out.from.clear();
        for (const std::uint32_t c : kept) {
            if (!tallies.empty()) out.tallies.push_back(tallies[c]);
            for (std::size_t g = 0; g < groups; ++g) out.from.push_back(from[c * groups + g]);
        }
        return out;
    }

    Group<N> group;
    std::vector<Tally<N>> tallies;    ///< by combination
    std::vector<std::uint32_t> from;  ///< combination by combination, by group put together: its combination there
    std::size_t groups = 1;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
