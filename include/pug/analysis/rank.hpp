#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "pug/scorer.hpp"

namespace pug {
inline namespace v0 {

namespace detail {

/// Compares the scores of units; exactly where their doubles are closer than their error bounds.
class ScoreOrder {
  public:
    /// Ranks on the rounded value of a root that is not rounded are ranks on its value.
    ScoreOrder(const Scores& scores, RankOn on) : scores_(scores), on_(on) {
        const VerdictCode& verdict = scores.program().verdict;
        if (!verdict.round && verdict.on == scores.program().root) on_ = RankOn::value;
    }

    /// <0, 0, >0 as the value of a lies below, at or above that of b.
    int operator()(std::size_t a, std::size_t b) {
        const auto& values = on_ == RankOn::rounded ? scores_.rounded() : scores_.scores();
        const double distance = values[a] - values[b];
        const double doubt = on_ == RankOn::rounded ? 0 : scores_.errors()[a] + scores_.errors()[b];
        if (std::abs(distance) > doubt || doubt == 0) return distance < 0 ? -1 : distance > 0 ? 1 : 0;
        return scores_.program().has_roots ? compare(reals_, a, b) : compare(rationals_, a, b);
    }

  private:
    /// Exact scores of the units asked for so far. Units with the same answers share one.
    template <class N>
    struct Exact {
        std::unique_ptr<Evaluator<N>> evaluator;
        std::unordered_map<std::string, N> by_answers;
        std::vector<const N*> of_unit;
    };

    template <class N>
    int compare(Exact<N>& exact, std::size_t a, std::size_t b) {
        const N* x = score(exact, a);
        const N* y = score(exact, b);
        const Order order = x == y ? Order::equal : Arithmetic<N>::compare(*x, *y);
        return order == Order::less ? -1 : order == Order::greater ? 1 : 0;
    }

    template <class N>
    const N* score(Exact<N>& exact, std::size_t unit) {
        const Program& program = scores_.program();
        if (!exact.evaluator) {
            exact.evaluator = std::make_unique<Evaluator<N>>(program, 1);
            exact.of_unit.resize(scores_.size());
        }
        if (!exact.of_unit[unit]) {
            const auto [known, is_new] = exact.by_answers.try_emplace(answers_of(unit));
            if (is_new) {
                evaluate(scores_.observations(), unit, 1, Fill::as_answered, *exact.evaluator);
                known->second = exact.evaluator->value(program.root, 0);
            }
            exact.of_unit[unit] = &known->second;
        }
        return exact.of_unit[unit];
    }

    /// The answers of a unit as bytes, the same for the same answers.
    std::string answers_of(std::size_t unit) const {
        std::string bytes;
        const Observations& observations = scores_.observations();
        for (Slot v = 0; v < observations.columns.size(); ++v) {
            const Status status = observations.status(v, unit);
            const double value = status == Status::observed ? observations.value(v, unit) + 0.0 : 0.0;  // −0 is 0
            bytes.push_back(static_cast<char>(status));
            bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
        }
        return bytes;
    }

    const Scores& scores_;
    RankOn on_;
    Exact<Rational> rationals_;
    Exact<Real> reals_;
};

}  // namespace detail

/// Ranks of the units by the rule of the instrument: 1 is the best, NaN where there is no score or `counted` is 0
/// (aggregate rows that take no rank). `counted` is empty or has one entry a unit. Scores that are equal in exact
/// arithmetic tie, whatever their last bits.
inline std::vector<double> rank(const Scores& scores, std::span<const std::uint8_t> counted = {}) {
    const Ranking& rule = scores.instrument().verdict.rank;
    const bool lower_is_better = scores.instrument().direction == Direction::lower_is_better;
    const auto& values = rule.on == RankOn::rounded ? scores.rounded() : scores.scores();

    std::vector<std::size_t> order;
    for (std::size_t u = 0; u < scores.size(); ++u) {
        if (rule.on != RankOn::none && !std::isnan(values[u]) && (counted.empty() || counted[u] != 0))
            order.push_back(u);
    }
    detail::ScoreOrder compare(scores, rule.on);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const int sign = compare(a, b);
        return lower_is_better ? sign < 0 : sign > 0;
    });

    std::vector<double> ranks(scores.size(), std::numeric_limits<double>::quiet_NaN());
    std::size_t distinct = 0;
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first + 1;
        while (last < order.size() && compare(order[first], order[last]) == 0) ++last;
        ++distinct;
        const double rank = rule.ties == Ties::min     ? static_cast<double>(first + 1)
                            : rule.ties == Ties::max   ? static_cast<double>(last)
                            : rule.ties == Ties::dense ? static_cast<double>(distinct)
                                                       : static_cast<double>(first + 1 + last) / 2;
        for (; first < last; ++first) ranks[order[first]] = rank;
    }
    return ranks;
}

}  // namespace v0
}  // namespace pug
