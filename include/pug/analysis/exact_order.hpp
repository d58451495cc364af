#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <numeric>
#include <span>
#include <type_traits>
#include <vector>

#include "pug/engine/evaluate.hpp"
#include "pug/engine/fraction.hpp"
#include "pug/engine/number.hpp"
#include "pug/engine/observations.hpp"
#include "pug/engine/program.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Orders units by their exact scores: with rationals, or with 50 digits where a program has roots.
template <class N>
class ExactOrder {
  public:
    /// The program and the observations must outlive this object.
    ExactOrder(const Program& program, const Observations& observations)
        : program_(program), observations_(observations) {}

    /// The place of each unit's score among the distinct scores of all, from 0 for the best one. Evaluates every unit
    /// once; k units with d distinct scores take k + O(k log k) comparisons, k when d is 1.
    template <class Index>
    std::vector<Index> places(std::span<const Index> units, bool descending) {
        const std::vector<N> scores = evaluate(units);
        const auto precedes = [descending](const N& a, const N& b) { return descending ? b < a : a < b; };
        // What the kind of number cannot tell from the first of those that are equal is equal.
        const auto is_equal = [](const N& first, const N& other) {
            return first == other || Arithmetic<N>::compare(first, other) == Order::equal;
        };
        std::vector<Index> places(units.size(), 0);
        std::size_t first = 0, last = 0;
        for (std::size_t k = 1; k < scores.size(); ++k) {
            if (scores[k] == scores[first]) continue;
            if (precedes(scores[k], scores[first])) first = k;
            if (precedes(scores[last], scores[k])) last = k;
        }
        if (is_equal(scores[first], scores[last])) return places;

        std::vector<Index> order(units.size());
        std::iota(order.begin(), order.end(), Index{0});
        std::sort(order.begin(), order.end(), [&](Index a, Index b) { return precedes(scores[a], scores[b]); });
        Index place = 0;
        for (std::size_t k = 1, head = 0; k < order.size(); ++k) {
            if (!is_equal(scores[order[head]], scores[order[k]])) {
                head = k;
                ++place;
            }
            places[order[k]] = place;
        }
        return places;
    }

  private:
    static constexpr std::size_t most = 32;  // units evaluated together
    static constexpr bool is_rational = std::is_same_v<N, Rational>;

    template <class Index>
    std::vector<N> evaluate(std::span<const Index> units) {
        std::vector<N> scores;
        scores.reserve(units.size());
        for (std::size_t first = 0; first < units.size(); first += most) {
            const auto some = units.subspan(first, std::min(most, units.size() - first));
            if (!evaluate_quickly(some, scores)) evaluate(some, evaluator_, scores);
        }
        return scores;
    }

    /// Adds the scores of units computed with fractions; false when those are too short for them.
    template <class Index>
    bool evaluate_quickly(std::span<const Index> units, std::vector<N>& scores) {
        if constexpr (is_rational) {
            try {
                if (fits_) evaluate(units, quick_, scores);
            } catch (const Fraction::TooLong&) {
                // Numbers of the instrument will be as long next time, answers perhaps not.
                fits_ = quick_ != nullptr;
                quick_.reset();
                return false;
            }
            return fits_;
        } else {
            return false;
        }
    }

    template <class Index, class M>
    void evaluate(std::span<const Index> units, std::unique_ptr<Evaluator<M>>& evaluator, std::vector<N>& scores) {
        if (!evaluator || evaluator->block() < units.size())
            evaluator = std::make_unique<Evaluator<M>>(program_, units.size());
        pug::detail::evaluate(observations_, units, Fill::as_answered, *evaluator);
        for (std::size_t k = 0; k < units.size(); ++k) {
            if constexpr (std::is_same_v<M, N>) {
                scores.push_back(evaluator->value(program_.root, k));
            } else {
                scores.push_back(evaluator->value(program_.root, k).exact());
            }
        }
    }

    const Program& program_;
    const Observations& observations_;
    std::unique_ptr<Evaluator<N>> evaluator_;
    std::unique_ptr<Evaluator<Fraction>> quick_;
    bool fits_ = true;  // the numbers of the program are fractions
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
