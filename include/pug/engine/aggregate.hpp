#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "pug/engine/number.hpp"
#include "pug/engine/program.hpp"

namespace pug {
inline namespace v0 {

/// One operand of a node for a block of units, after the missing policy has spoken.
template <class N>
struct OperandColumn {
    const N* values = nullptr;
    const std::uint8_t* present = nullptr;  ///< null: present for every unit
    N weight{};

    bool is_present(std::size_t unit) const { return present == nullptr || present[unit] != 0; }
};

/// What an aggregate says of a unit.
enum class Computed : std::uint8_t {
    value,    ///< there is a value
    nothing,  ///< no operand, or not all that are needed, was present
    no_rule,  ///< the rule has no value here, e.g. x / 0
};

/// The value sources of the language, each as a loop over operands and, inside, over the units of a block.
template <class N>
class Aggregator {
  public:
    /// Computes `node` for `count` units. `undecided[u]` is set where the kind of number cannot tell.
    void run(Aggregate aggregate, std::span<const OperandColumn<N>> operands, std::size_t count, N* out,
             Computed* computed, std::uint8_t* undecided) {
        operands_ = operands;
        count_ = count;
        out_ = out;
        computed_ = computed;
        undecided_ = undecided;
        switch (aggregate) {
            case Aggregate::from:
                return fixed([](const N& x, const N&) { return x; });
            case Aggregate::difference:
                return fixed([](const N& a, const N& b) { return N(a - b); });
            case Aggregate::ratio:
                return ratio();
            case Aggregate::median:
                return median();
            case Aggregate::lookup:
            case Aggregate::holds:
                return;  // they do not compute with their operands' values; see Evaluator
            case Aggregate::sum:
                return fold([](const N& a, const N& x) { return N(a + x); });
            case Aggregate::product:
                return fold([](const N& a, const N& x) { return N(a * x); });
            case Aggregate::min:
                return fold([](const N& a, const N& x) { return lesser(a, x); });
            case Aggregate::max:
                return fold([](const N& a, const N& x) { return N(-lesser(-a, -x)); });
            case Aggregate::arithmetic:
                return mean([](const N& x) { return x; }, [](const N& x) { return x; }, false);
            case Aggregate::harmonic:
                return mean([](const N& x) { return N(A::of_whole(1) / x); },
                            [](const N& x) { return N(A::of_whole(1) / x); }, true);
            case Aggregate::geometric:
                if constexpr (requires(N x) { A::log(x); }) {
                    mean([](const N& x) { return A::log(x); }, [](const N& x) { return A::exp(x); }, true);
                }
                return;
        }
    }

  private:
    using A = Arithmetic<N>;

    /// min is continuous: where two bounds overlap either value will do, with the wider bound.
    static N lesser(const N& a, const N& b) {
        if constexpr (std::is_same_v<N, Bounded>) {
            return {std::min(a.value, b.value), std::max(a.error, b.error)};
        } else {
            return b < a ? b : a;
        }
    }

    bool is_zero(const N& x, std::size_t unit) {
        const Order order = A::compare(x, A::of_whole(0));
        if (order == Order::undecided) undecided_[unit] = 1;
        return order == Order::equal || order == Order::undecided;
    }

    /// One or two operands, all of them needed.
    template <class F>
    void fixed(F f) {
        const auto& a = operands_.front();
        const auto& b = operands_.back();
        for (std::size_t u = 0; u < count_; ++u) {
            const bool is_complete = a.is_present(u) && b.is_present(u);
            computed_[u] = is_complete ? Computed::value : Computed::nothing;
            if (is_complete) out_[u] = f(a.values[u], b.values[u]);
        }
    }

    void ratio() {
        const auto& over = operands_.front();
        const auto& under = operands_.back();
        for (std::size_t u = 0; u < count_; ++u) {
            if (!over.is_present(u) || !under.is_present(u)) {
                computed_[u] = Computed::nothing;
            } else if (is_zero(under.values[u], u)) {
                computed_[u] = Computed::no_rule;
            } else {
                computed_[u] = Computed::value;
                out_[u] = over.values[u] / under.values[u];
            }
        }
    }

    /// The operands that are present, combined two by two in their order.
    template <class F>
    void fold(F f) {
        std::fill_n(computed_, count_, Computed::nothing);
        for (const auto& operand : operands_) {
            for (std::size_t u = 0; u < count_; ++u) {
                if (!operand.is_present(u)) continue;
                out_[u] = computed_[u] == Computed::nothing ? operand.values[u] : f(out_[u], operand.values[u]);
                computed_[u] = Computed::value;
            }
        }
    }

    /// The middle one of the operands present, or the mean of the two in the middle.
    void median() {
        for (std::size_t u = 0; u < count_; ++u) {
            present_.clear();
            for (const auto& operand : operands_) {
                if (operand.is_present(u)) present_.push_back(operand.values[u]);
            }
            computed_[u] = present_.empty() ? Computed::nothing : Computed::value;
            if (present_.empty()) continue;
            std::sort(present_.begin(), present_.end(), [](const N& a, const N& b) { return is_less(a, b); });
            const N& upper = present_[present_.size() / 2];
            const N& lower = present_[(present_.size() - 1) / 2];
            out_[u] = widened(present_.size() % 2 == 1 ? N(upper) : N((lower + upper) / A::of_whole(2)));
        }
    }

    static bool is_less(const N& a, const N& b) {
        if constexpr (std::is_same_v<N, Bounded>) {
            return a.value < b.value;
        } else {
            return a < b;
        }
    }

    /// The median moves by at most as much as the operand that moves most: its bound is the widest of theirs.
    N widened(N median) const {
        if constexpr (std::is_same_v<N, Bounded>) {
            for (const N& x : present_) median.error = std::max(median.error, x.error);
        }
        return median;
    }

    /// back(Σ w·there(x) / Σ w) over the operands present. With `of_positives` an x of 0 makes the mean 0 and a
    /// negative x leaves it without a value.
    template <class There, class Back>
    void mean(There there, Back back, bool of_positives) {
        const N zero = A::of_whole(0);
        weights_.assign(count_, zero);
        zeros_.assign(count_, 0);
        std::fill_n(computed_, count_, Computed::nothing);
        std::fill_n(out_, count_, zero);
        for (const auto& operand : operands_) {
            if (A::compare(operand.weight, zero) != Order::greater) continue;
            for (std::size_t u = 0; u < count_; ++u) {
                if (!operand.is_present(u) || computed_[u] == Computed::no_rule) continue;
                const N& x = operand.values[u];
                computed_[u] = Computed::value;
                if (of_positives) {
                    if (is_zero(x, u)) {
                        zeros_[u] = 1;
                        continue;
                    }
                    if (A::compare(x, zero) == Order::less) {
                        computed_[u] = Computed::no_rule;
                        continue;
                    }
                }
                out_[u] = out_[u] + operand.weight * there(x);
                weights_[u] = weights_[u] + operand.weight;
            }
        }
        for (std::size_t u = 0; u < count_; ++u) {
            if (computed_[u] != Computed::value) continue;
            out_[u] = zeros_[u] != 0 ? zero : N(back(N(out_[u] / weights_[u])));
        }
    }

    std::span<const OperandColumn<N>> operands_;
    std::size_t count_ = 0;
    N* out_ = nullptr;
    Computed* computed_ = nullptr;
    std::uint8_t* undecided_ = nullptr;
    std::vector<N> present_;
    std::vector<N> weights_;
    std::vector<std::uint8_t> zeros_;
};

}  // namespace v0
}  // namespace pug
