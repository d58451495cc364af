#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "pug/analysis/alike.hpp"
#include "pug/analysis/exact_order.hpp"
#include "pug/analysis/grid.hpp"
#include "pug/analysis/sort.hpp"
#include "pug/scorer.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Ranks units: sorts them by the doubles of their scores and compares exactly only those whose doubles lie so close
/// that their order, or whether they tie, is in doubt. `Index` can hold the number of units plus 2.
template <class Index>
class Ranker {
  public:
    /// The scores must outlive this object.
    Ranker(const Scores& scores, std::span<const std::uint8_t> counted)
        : scores_(scores),
          ties_(scores.instrument().verdict.rank.ties),
          descending_(scores.instrument().direction != Direction::lower_is_better),
          is_rounded_(is_on_rounded(scores)),
          sorted_(is_rounded_ ? scores.rounded() : scores.scores(), descending_, counted),
          ranks_(scores.size(), std::numeric_limits<double>::quiet_NaN()) {}

    std::vector<double> ranks() && {
        const double error = is_rounded_ ? 0 : greatest_error();
        std::vector<Stretch> stretches = without_gap(2 * error * (1 + 8 * ulp), error == 0);
        if (error > 0) {
            find_ties_on_grid(stretches, error);
            stretches = in_doubt(stretches);
        }
        if (std::all_of(stretches.begin(), stretches.end(), [](const Stretch& each) { return each.is_tie; })) {
            assign(stretches, [](const Stretch&) {});
        } else if (scores_.program().has_roots) {
            assign_exactly<Real>(stretches);
        } else {
            assign_exactly<Rational>(stretches);
        }
        return std::move(ranks_);
    }

  private:
    /// Two or more neighbours in the order, who tie or of whom the doubles cannot tell. Before and behind it the order
    /// is certain.
    struct Stretch {
        std::size_t first, last;  // positions; `last` is the first one behind
        bool is_tie;
    };

    /// Ranks on the rounded value of a root that is not rounded are ranks on its value.
    static bool is_on_rounded(const Scores& scores) {
        const VerdictCode& verdict = scores.program().verdict;
        const bool is_same = !verdict.round && verdict.on == scores.program().root;
        return scores.instrument().verdict.rank.on == RankOn::rounded && !is_same;
    }

    double error(std::size_t unit) const {
        const double error = scores_.errors()[unit];
        return error >= 0 ? error : std::numeric_limits<double>::infinity();  // NaN is no bound
    }
    double greatest_error() const {
        double greatest = 0;
        for (std::size_t u = 0; u < scores_.size(); ++u) greatest = std::max(greatest, error(u));
        return greatest;
    }

    /// The stretches of neighbours that are no further apart than `width`; with exact doubles, of no width, they tie.
    std::vector<Stretch> without_gap(double width, bool is_tie) const {
        std::vector<Stretch> stretches;
        for (std::size_t first = 0, last = 1; last <= sorted_.size(); ++last) {
            if (last < sorted_.size() && !sorted_.is_gap(last, width)) continue;
            if (last - first > 1) stretches.push_back({first, last, is_tie});
            first = last;
        }
        return stretches;
    }

    /// Scores lie on a grid, often: those that differ by less than its step are equal. Many stretches are known for
    /// ties by that; for a few, exact scores are quicker than the grid.
    void find_ties_on_grid(std::vector<Stretch>& stretches, double error) const {
        std::size_t in_doubt = 0;
        for (const Stretch& each : stretches) in_doubt += each.last - each.first;
        if (in_doubt < 64) return;
        GridFinder grid(scores_.program(), scores_.observations());
        if (grid.looks_at_data() && in_doubt < scores_.size() / 64) return;
        const GridStep apart = grid.least_difference();
        if (!apart) return;
        const double least = nearest_double(*apart) * 0.99;
        for (Stretch& each : stretches) {
            const double distance = sorted_.rising(each.last - 1) - sorted_.rising(each.first);
            if ((distance + 2 * error) * (1 + 8 * ulp) < least) each.is_tie = true;
        }
    }

    /// What of stretches is still in doubt, or ties, when every unit has its own bound.
    std::vector<Stretch> in_doubt(const std::vector<Stretch>& stretches) const {
        std::vector<Stretch> parts, finer;
        std::vector<double> errors;  // by position in a stretch
        std::unique_ptr<Evaluator<Bounded>> evaluator;
        for (const Stretch& stretch : stretches) {
            if (stretch.is_tie) {
                parts.push_back(stretch);
                continue;
            }
            find_errors(stretch, errors);
            finer.clear();
            part(stretch, errors, finer);
            for (const Stretch& each : finer) {
                if (are_tight(each)) {
                    parts.push_back(each);
                } else {
                    find_own_errors(each, evaluator, errors);
                    part(each, errors, parts);
                }
            }
        }
        return parts;
    }

    void find_errors(const Stretch& stretch, std::vector<double>& errors) const {
        errors.clear();
        for (std::size_t p = stretch.first; p < stretch.last; ++p) errors.push_back(error(sorted_[p]));
    }

    /// Whether sharper bounds would not help: they are those of a few operations, or all doubles are equal.
    bool are_tight(const Stretch& stretch) const {
        constexpr double few = 64;
        if (stretch.is_tie || sorted_.rising(stretch.first) == sorted_.rising(stretch.last - 1)) return true;
        std::size_t p = stretch.first;
        while (p < stretch.last && error(sorted_[p]) <= few * ulp * std::abs(sorted_.rising(p))) ++p;
        return p == stretch.last;
    }

    /// The bounds of units computed one by one: those of the scores are of units computed together, where a large
    /// number of one of them makes those of all wide.
    void find_own_errors(const Stretch& stretch, std::unique_ptr<Evaluator<Bounded>>& evaluator,
                         std::vector<double>& errors) const {
        constexpr std::size_t most = 32;
        if (!evaluator) evaluator = std::make_unique<Evaluator<Bounded>>(scores_.program(), most);
        find_errors(stretch, errors);
        const Slot root = scores_.program().root;
        std::array<Index, most> units;
        for (std::size_t first = stretch.first; first < stretch.last; first += most) {
            const std::size_t count = std::min(most, stretch.last - first);
            for (std::size_t k = 0; k < count; ++k) units[k] = sorted_[first + k];
            evaluate(scores_.observations(), std::span<const Index>(units.data(), count), Fill::as_answered,
                     *evaluator);
            for (std::size_t k = 0; k < count; ++k) {
                if (evaluator->is_undecided(k) || evaluator->status(root, k) != Status::observed) continue;
                const Bounded own = evaluator->value(root, k);
                const double distance = std::abs(own.value - scores_.scores()[units[k]]);
                const double error = (own.error + distance) * (1 + 8 * ulp);
                if (double& known = errors[first - stretch.first + k]; error < known) known = error;
            }
        }
    }

    /// Parts a stretch where the order is certain: where no score before may reach one behind.
    void part(const Stretch& stretch, const std::vector<double>& errors, std::vector<Stretch>& parts) const {
        const std::size_t count = stretch.last - stretch.first;
        std::vector<double> lows(count);  // the least that a score from here on may be
        double low = std::numeric_limits<double>::infinity();
        for (std::size_t k = count; k-- > 0;)
            lows[k] = low = std::min(low, end(sorted_.rising(stretch.first + k), -errors[k]));
        double high = -std::numeric_limits<double>::infinity();
        bool are_exact = true;
        for (std::size_t first = 0, k = 0; k < count; ++k) {
            high = std::max(high, end(sorted_.rising(stretch.first + k), errors[k]));
            are_exact = are_exact && errors[k] == 0;
            if (k + 1 < count && high >= lows[k + 1]) continue;
            // Doubles that are exact are equal where their order is not certain.
            if (k > first) parts.push_back({stretch.first + first, stretch.first + k + 1, are_exact});
            first = k + 1;
            are_exact = true;
        }
    }

    /// value + error, moved away from the value by more than its own rounding.
    static double end(double value, double error) {
        if (error == 0) return value;
        const double sum = value + error;
        return sum + std::copysign(ulp * std::abs(sum), error);
    }

    /// Gives every unit that takes part its rank: `settle` those of a stretch that is in doubt.
    template <class Settle>
    void assign(const std::vector<Stretch>& stretches, const Settle& settle) {
        std::size_t at = 0;
        for (const Stretch& stretch : stretches) {
            assign_alone(at, stretch.first);
            if (stretch.is_tie) {
                assign_tie(stretch);
            } else {
                settle(stretch);
            }
            at = stretch.last;
        }
        assign_alone(at, sorted_.size());
    }

    void assign_alone(std::size_t first, std::size_t last) {
        // Only when dense are there fewer ranks than positions.
        const std::size_t before = ties_ == Ties::dense ? distinct_ : first;
        for (std::size_t p = first; p < last; ++p) ranks_[sorted_[p]] = static_cast<double>(before + 1 + (p - first));
        distinct_ += last - first;
    }
    void assign_tie(const Stretch& stretch) {
        const double rank = next_rank(stretch.first, stretch.last);
        for (std::size_t p = stretch.first; p < stretch.last; ++p) ranks_[sorted_[p]] = rank;
    }

    /// The rank of the units that tie from one position to another, when all before have theirs.
    double next_rank(std::size_t first, std::size_t last) {
        ++distinct_;
        switch (ties_) {
            case Ties::min:
                return static_cast<double>(first + 1);
            case Ties::max:
                return static_cast<double>(last);
            case Ties::dense:
                return static_cast<double>(distinct_);
            case Ties::average:
                break;
        }
        return static_cast<double>(first + 1 + last) / 2;
    }

    /// Settles stretches that are in doubt by exact scores, one for all units with the same answers.
    template <class N>
    void assign_exactly(const std::vector<Stretch>& stretches) {
        Alike<Index> alike(scores_.observations());
        for (const Stretch& stretch : stretches) {
            for (std::size_t p = stretch.first; p < stretch.last && !stretch.is_tie; ++p) alike.ask(sorted_[p]);
        }
        alike.find();
        ExactOrder<N> exact(scores_.program(), scores_.observations());
        constexpr Index not_met = std::numeric_limits<Index>::max();
        std::vector<Index> met(alike.classes(), not_met);  // by class: its number among those of the stretch
        std::vector<Index> units, counts;                  // of those: a unit, and how many there are
        assign(stretches, [&](const Stretch& stretch) {
            units.clear();
            counts.clear();
            for (std::size_t p = stretch.first; p < stretch.last; ++p) {
                const Index which = alike[sorted_[p]];
                if (met[which] == not_met) {
                    met[which] = static_cast<Index>(units.size());
                    units.push_back(sorted_[p]);
                    counts.push_back(0);
                }
                ++counts[met[which]];
            }
            if (units.size() == 1) {
                assign_tie(stretch);
            } else {
                const std::vector<Index> places = exact.places(std::span<const Index>(units), descending_);
                const std::vector<double> ranks = ranks_of_classes(stretch.first, places, counts);
                for (std::size_t p = stretch.first; p < stretch.last; ++p)
                    ranks_[sorted_[p]] = ranks[met[alike[sorted_[p]]]];
            }
            for (const Index unit : units) met[alike[unit]] = not_met;
        });
    }

    /// The ranks of classes of units from their places, best first, and their sizes.
    std::vector<double> ranks_of_classes(std::size_t first, const std::vector<Index>& places,
                                         const std::vector<Index>& counts) {
        std::vector<std::size_t> count_of_place;
        for (std::size_t c = 0; c < places.size(); ++c) {
            if (places[c] >= count_of_place.size()) count_of_place.resize(places[c] + std::size_t{1});
            count_of_place[places[c]] += counts[c];
        }
        std::vector<double> rank_of_place;
        for (const std::size_t count : count_of_place) {
            rank_of_place.push_back(next_rank(first, first + count));
            first += count;
        }
        std::vector<double> ranks;
        for (const Index place : places) ranks.push_back(rank_of_place[place]);
        return ranks;
    }

    const Scores& scores_;
    Ties ties_;
    bool descending_;
    bool is_rounded_;  // ranks are on the rounded values, which are final
    Sorted<Index> sorted_;
    std::vector<double> ranks_;  // by unit
    std::size_t distinct_ = 0;   // ranks given so far
};

}  // namespace detail

/// Ranks of the units by the rule of the instrument: 1 is the best, NaN where there is no score or `counted` is 0
/// (aggregate rows that take no rank). `counted` is empty or has one entry a unit. Scores that are equal in exact
/// arithmetic tie, whatever their last bits. The ranks do not depend on the order of the units.
///
/// Takes time in proportion to the units. Where doubles cannot tell, it looks at the answers: once if all exact scores
/// are multiples of a number that is large enough to tell by, as those of questionnaires are, else it computes one
/// exact score for every distinct set of answers and sorts those. Memory is O(units): about 30 bytes a unit, at most
/// some 150 where all are in doubt, and the exact scores of those in doubt with each other.
inline std::vector<double> rank(const Scores& scores, std::span<const std::uint8_t> counted = {}) {
    if (scores.instrument().verdict.rank.on == RankOn::none)
        return std::vector<double>(scores.size(), std::numeric_limits<double>::quiet_NaN());
    // Two numbers stand for "none" where units are told apart.
    if (scores.size() <= std::numeric_limits<std::uint32_t>::max() - 2)
        return detail::Ranker<std::uint32_t>(scores, counted).ranks();
    return detail::Ranker<std::uint64_t>(scores, counted).ranks();
}

}  // namespace v0
}  // namespace pug
