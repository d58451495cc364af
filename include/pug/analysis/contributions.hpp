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

/// What each operand adds to the value of a node, counted from a baseline: baseline + Σ contributions = value.
struct Contributions {
    Sharing sharing = Sharing::not_shared;
    double baseline =
        0;  ///< value of the node when every operand is at its neutral value: 1 in means of ratios and products, else 0
    std::vector<double> of;  ///< one an operand; 0 where it was left out
};

namespace detail {

/// Shares out the value of one node with the kind of number that decided it. Operands are given as the node saw them;
/// one that was left out is not present.
template <class N>
class ContributionSharer {
  public:
    ContributionSharer(const Program& program, Evaluator<N>& evaluator, const NodeCode& node, std::span<const N> values,
                       std::span<const std::uint8_t> present)
        : program_(program), evaluator_(evaluator), node_(node), values_(values) {
        for (std::size_t k = 0; k < values.size(); ++k) {
            if (present[k]) players_.push_back(k);
        }
    }

    Contributions share(double value) {
        Contributions result;
        result.of.assign(values_.size(), 0);
        if (node_.aggregate == Aggregate::lookup || node_.aggregate == Aggregate::holds || players_.empty())
            return result;
        if (const auto line = linear()) return additive(*line, std::move(result));
        if (players_.size() == 1) return single(value, std::move(result));
        return players_.size() <= max_exact ? shapley(std::move(result)) : cyclic_orders(std::move(result));
    }

  private:
    using A = Arithmetic<N>;

    // 4,096 subsets of 12 operands take well under a millisecond in doubles; exact numbers are a thousand times slower.
    static constexpr std::size_t max_exact = std::is_same_v<N, Bounded> ? 12 : 7;

    struct Line {
        double slope = 1, offset = 0;
    };

    double number(const TransformCode& code, std::size_t i) const {
        return A::to_double(evaluator_.numbers()[program_.arguments[code.numbers.first + i]]);
    }

    N exact_weight(std::size_t k) const {
        return node_.weighted ? evaluator_.numbers()[program_.weights[node_.operands.first + k]] : A::of_whole(1);
    }
    double weight(std::size_t k) const { return A::to_double(exact_weight(k)); }

    /// The transforms of an additive node as one straight line, if they are one.
    std::optional<Line> linear() const {
        const bool is_additive = node_.aggregate == Aggregate::sum || node_.aggregate == Aggregate::arithmetic ||
                                 node_.aggregate == Aggregate::difference;
        if (!is_additive) return std::nullopt;
        Line line;
        for (std::uint32_t t = 0; t < node_.transforms.count; ++t) {
            const TransformCode& code = program_.transforms[node_.transforms.first + t];
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
                return std::nullopt;
            }
            line = {line.slope * slope, line.offset * slope + offset};
        }
        return line;
    }

    Contributions additive(const Line& line, Contributions result) const {
        double total = 0;
        for (const std::size_t k : players_) total += weight(k);
        const double divisor = node_.aggregate == Aggregate::arithmetic ? total : 1;
        for (const std::size_t k : players_) {
            const double sign = node_.aggregate == Aggregate::difference && k == 1 ? -1 : 1;
            const double factor = node_.aggregate == Aggregate::arithmetic ? weight(k) / divisor : sign;
            result.of[k] = line.slope * factor * A::to_double(values_[k]);
        }
        result.baseline = line.offset;
        result.sharing = Sharing::shares;
        return result;
    }

    /// One operand earns all of it.
    Contributions single(double value, Contributions result) const {
        result.of[players_.front()] = value;
        result.sharing = Sharing::shares;
        return result;
    }

    int neutral() const {
        const bool is_multiplicative = node_.aggregate == Aggregate::geometric ||
                                       node_.aggregate == Aggregate::harmonic || node_.aggregate == Aggregate::ratio ||
                                       node_.aggregate == Aggregate::product;
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
                columns[p][c] = coalitions[c][p] ? values_[players_[p]] : N(A::of_whole(neutral()));
            operands.push_back({columns[p].data(), nullptr, exact_weight(players_[p])});
        }
        std::vector<N> out(count);
        std::vector<Computed> computed(count);
        std::vector<std::uint8_t> undecided(count);
        Aggregator<N>().run(node_.aggregate, operands, count, out.data(), computed.data(), undecided.data());
        std::vector<double> values(count);
        for (std::size_t c = 0; c < count; ++c) {
            bool computable = computed[c] == Computed::value;
            for (std::uint32_t t = 0; computable && t < node_.transforms.count; ++t) {
                bool ignored = false;
                out[c] = transform(evaluator_.step(program_.transforms[node_.transforms.first + t]), out[c], computable,
                                   ignored);
            }
            if (!computable || !A::is_in_range(out[c])) return {};
            values[c] = A::to_double(out[c]);
        }
        return values;
    }

    Contributions shapley(Contributions result) {
        const std::size_t n = players_.size();
        const std::size_t subsets = std::size_t{1} << n;
        std::vector<std::vector<bool>> coalitions(subsets, std::vector<bool>(n));
        for (std::size_t s = 0; s < subsets; ++s) {
            for (std::size_t p = 0; p < n; ++p) coalitions[s][p] = (s >> p & 1) != 0;
        }
        const auto values = values_of(coalitions);
        if (values.empty()) return result;

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
                    result.of[players_[p]] += weight_of[size] * (values[s | (std::size_t{1} << p)] - values[s]);
            }
        }
        result.baseline = values.front();
        result.sharing = Sharing::shapley;
        return result;
    }

    Contributions cyclic_orders(Contributions result) {
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
        if (values.empty()) return result;
        for (std::size_t order = 0; order < 2 * n; ++order) {
            for (std::size_t i = 0; i < n; ++i) {
                const std::size_t at = order * (n + 1) + i;
                result.of[players_[joins[order * n + i]]] += (values[at + 1] - values[at]) / static_cast<double>(2 * n);
            }
        }
        result.baseline = values.front();
        result.sharing = Sharing::cyclic_orders;
        return result;
    }

    const Program& program_;
    Evaluator<N>& evaluator_;
    const NodeCode& node_;
    std::span<const N> values_;
    std::vector<std::size_t> players_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
