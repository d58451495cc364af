#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include "pug/engine/aggregate.hpp"
#include "pug/engine/evaluate.hpp"
#include "pug/engine/program.hpp"

namespace pug {
inline namespace v0 {

/// How the value of a node was shared out among its operands.
enum class Sharing : std::uint8_t {
    not_shared,     ///< there is no value, or none at the baseline
    shares,         ///< the node is additive: each operand's exact part
    shapley,        ///< Shapley value over the operands present
    cyclic_orders,  ///< too many operands for all subsets: the mean over all rotations of their order, both ways round
};

namespace detail {

/// How the value of a node was shared out: baseline + Σ contributions = value.
struct Shared {
    Sharing sharing = Sharing::not_shared;
    double baseline =
        0;  ///< value of the node when every operand is at its neutral value: 1 in means of ratios and products, else 0
};

/// An operand among which the value of a node is shared out: one that was not left out.
template <class N>
struct Player {
    std::size_t operand;  ///< its place in the node
    const N* value;       ///< as the node saw it
    double contribution;
};

/// Shares out the values of nodes with the kind of number that decided them.
template <class N>
class ContributionSharer {
  public:
    explicit ContributionSharer(const Program& program) : program_(program), lines_(program.nodes.size()) {}

    /// Writes the contributions of the players to the value of a node.
    Shared share(Evaluator<N>& evaluator, std::size_t n, double value, std::vector<Player<N>>& players) {
        evaluator_ = &evaluator;
        node_ = &program_.nodes[n];
        players_ = players;
        if (node_->aggregate == Aggregate::lookup || node_->aggregate == Aggregate::holds || players.empty()) return {};
        if (!lines_[n]) lines_[n] = linear();
        if (lines_[n]->is_straight) return additive(*lines_[n]);
        if (players.size() == 1) {
            players_[0].contribution = value;  // one operand earns all of it
            return {Sharing::shares, 0};
        }
        return players.size() <= max_exact ? shapley() : cyclic_orders();
    }

  private:
    using A = Arithmetic<N>;

    // 4,096 subsets of 12 operands take well under a millisecond in doubles; exact numbers are a thousand times slower.
    static constexpr std::size_t max_exact = std::is_same_v<N, Bounded> ? 12 : 7;

    struct Line {
        bool is_straight = false;
        double slope = 1, offset = 0;
    };

    double number(const TransformCode& code, std::size_t i) const {
        return A::to_double(evaluator_->numbers()[program_.arguments[code.numbers.first + i]]);
    }

    N exact_weight(const Player<N>& player) const {
        if (!node_->weighted) return A::of_whole(1);
        return evaluator_->numbers()[program_.weights[node_->operands.first + player.operand]];
    }
    double weight(const Player<N>& player) const { return A::to_double(exact_weight(player)); }

    /// The transforms of an additive node as one straight line, if they are one.
    Line linear() const {
        const bool is_additive = node_->aggregate == Aggregate::sum || node_->aggregate == Aggregate::arithmetic ||
                                 node_->aggregate == Aggregate::difference;
        if (!is_additive) return {};
        Line line{true};
        for (std::uint32_t t = 0; t < node_->transforms.count; ++t) {
            const TransformCode& code = program_.transforms[node_->transforms.first + t];
            double slope = 1;
            double offset = 0;
            if (code.kind == TransformKind::scale) {
                slope = number(code, 0);
            } else if (code.kind == TransformKind::affine) {
                slope = number(code, 0);
                offset = number(code, 1);
            } else if (code.kind == TransformKind::complement) {
                slope = -1;
                offset = 1;
            } else if (code.kind == TransformKind::minmax) {
                slope = 1 / (number(code, 1) - number(code, 0));
                offset = -number(code, 0) * slope;
            } else {
                return {};
            }
            line = {true, line.slope * slope, line.offset * slope + offset};
        }
        return line;
    }

    Shared additive(const Line& line) {
        double total = 0;
        for (const Player<N>& player : players_) total += weight(player);
        for (Player<N>& player : players_) {
            const double sign = node_->aggregate == Aggregate::difference && player.operand == 1 ? -1 : 1;
            const double factor = node_->aggregate == Aggregate::arithmetic ? weight(player) / total : sign;
            player.contribution = line.slope * factor * A::to_double(*player.value);
        }
        return {Sharing::shares, line.offset};
    }

    int neutral() const {
        const bool is_multiplicative = node_->aggregate == Aggregate::geometric ||
                                       node_->aggregate == Aggregate::harmonic ||
                                       node_->aggregate == Aggregate::ratio || node_->aggregate == Aggregate::product;
        return is_multiplicative ? 1 : 0;
    }

    /// The node's value for every coalition, as a block of "units" of the same kernels that score. A coalition is a bit
    /// set: its members have their own value, the others the neutral one. Empty when one of them has no value.
    std::vector<double> values_of(const std::vector<std::vector<bool>>& coalitions) {
        const std::size_t count = coalitions.size();
        std::vector<std::vector<N>> columns(players_.size(), std::vector<N>(count));
        std::vector<OperandColumn<N>> operands;
        for (std::size_t p = 0; p < players_.size(); ++p) {
            for (std::size_t c = 0; c < count; ++c)
                columns[p][c] = coalitions[c][p] ? *players_[p].value : N(A::of_whole(neutral()));
            operands.push_back({columns[p].data(), nullptr, exact_weight(players_[p])});
        }
        std::vector<N> out(count);
        std::vector<Computed> computed(count);
        std::vector<std::uint8_t> undecided(count);
        Aggregator<N>().run(node_->aggregate, operands, count, out.data(), computed.data(), undecided.data());
        std::vector<double> values(count);
        for (std::size_t c = 0; c < count; ++c) {
            bool computable = computed[c] == Computed::value;
            for (std::uint32_t t = 0; computable && t < node_->transforms.count; ++t) {
                bool ignored = false;
                out[c] = transform(evaluator_->step(program_.transforms[node_->transforms.first + t]), out[c],
                                   computable, ignored);
            }
            if (!computable || !A::is_in_range(out[c])) return {};
            values[c] = A::to_double(out[c]);
        }
        return values;
    }

    Shared shapley() {
        const std::size_t n = players_.size();
        const std::size_t subsets = std::size_t{1} << n;
        std::vector<std::vector<bool>> coalitions(subsets, std::vector<bool>(n));
        for (std::size_t s = 0; s < subsets; ++s) {
            for (std::size_t p = 0; p < n; ++p) coalitions[s][p] = (s >> p & 1) != 0;
        }
        const auto values = values_of(coalitions);
        if (values.empty()) return {};

        // weight_of[size]: probability that exactly those `size` players stand before p in a random order
        std::vector<double> weight_of(n);
        for (std::size_t size = 0; size < n; ++size) {
            double choices = static_cast<double>(n);
            for (std::size_t i = 0; i < size; ++i)
                choices = choices * static_cast<double>(n - 1 - i) / static_cast<double>(i + 1);
            weight_of[size] = 1 / choices;
        }
        for (std::size_t s = 0; s < subsets; ++s) {
            const auto size = static_cast<std::size_t>(__builtin_popcountll(s));
            for (std::size_t p = 0; p < n; ++p) {
                if (!coalitions[s][p])
                    players_[p].contribution += weight_of[size] * (values[s | (std::size_t{1} << p)] - values[s]);
            }
        }
        return {Sharing::shapley, values.front()};
    }

    Shared cyclic_orders() {
        const std::size_t n = players_.size();
        std::vector<std::vector<bool>> coalitions;
        std::vector<std::size_t> joins;
        for (std::size_t order = 0; order < 2 * n; ++order) {
            std::vector<bool> coalition(n);
            coalitions.push_back(coalition);
            for (std::size_t i = 0; i < n; ++i) {
                const std::size_t step = (order / 2 + i) % n;
                const std::size_t p = order % 2 == 0 ? step : n - 1 - step;
                coalition[p] = true;
                coalitions.push_back(coalition);
                joins.push_back(p);
            }
        }
        const auto values = values_of(coalitions);
        if (values.empty()) return {};
        for (std::size_t order = 0; order < 2 * n; ++order) {
            for (std::size_t i = 0; i < n; ++i) {
                const std::size_t at = order * (n + 1) + i;
                players_[joins[order * n + i]].contribution +=
                    (values[at + 1] - values[at]) / static_cast<double>(2 * n);
            }
        }
        return {Sharing::cyclic_orders, values.front()};
    }

    const Program& program_;
    std::vector<std::optional<Line>> lines_;  // by node, once it was needed
    // Of the node at hand:
    Evaluator<N>* evaluator_ = nullptr;
    const NodeCode* node_ = nullptr;
    std::span<Player<N>> players_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
