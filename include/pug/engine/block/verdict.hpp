#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "pug/engine/block/evaluate.hpp"
#include "pug/engine/verdict.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// What `judge` decides, for all units of a block at once. Units about which a bound leaves something open are marked
/// in the evaluator.
class BlockVerdict {
  public:
    BlockVerdict(const Program& program, std::size_t block)
        : verdict_(program.verdict),
          program_(program),
          rounded_(in_stripes(block)),
          bands_(in_stripes(block)),
          grades_(in_stripes(block)),
          overrides_(in_stripes(block), none),
          closed_(in_stripes(block)),
          gates_(verdict_.gates.size(), std::vector<GateState>(in_stripes(block))),
          caps_(verdict_.caps.size(), std::vector<CapState>(in_stripes(block))) {}

    /// Judges the units that the evaluator has run.
    void run(BlockEvaluator& block) {
        count_ = block.padded();
        const Lane& graded = block.lane(verdict_.on);
        present_ = graded.gravities;
        values_ = graded.values;
        if (verdict_.round) round(block, graded);
        verdict_.ladder.empty() ? grade_by_bands(block, graded) : climb(block);
        apply_caps(block);
        apply_gates(block);
        apply_overrides(block);
    }

    const double* rounded() const { return values_; }
    const std::vector<std::uint32_t>& grades() const { return grades_; }  ///< of `VerdictCode::grades`
    const std::vector<std::uint32_t>& overrides() const { return overrides_; }
    const std::vector<std::vector<GateState>>& gates() const { return gates_; }
    const std::vector<std::vector<CapState>>& caps() const { return caps_; }

  private:
    bool has_value(std::size_t unit) const { return present_[unit] == 0; }

    void round(BlockEvaluator& block, const Lane& graded) {
        const Rounding& rounding = *verdict_.round;
        const Bounded unit = Arithmetic<Bounded>::power_of_ten(std::abs(rounding.digits));
        const bool is_multiple = rounding.digits < 0;
        const Reach scaled =
            is_multiple ? divided_reach(graded.reach, reach_of(unit), unit.value) : graded.reach * reach_of(unit);
        values_ = rounded_.data();
        if (rounding.mode != RoundingMode::half_up || !(scaled.size() < 0x1p50)) {
            for (std::size_t u = 0; u < count_; ++u) {
                bool undecided = false;
                rounded_[u] = round_to(Bounded{graded.values[u], graded.reach.error}, rounding, undecided).value;
                if (undecided && has_value(u)) block.marks()[u] = 1;
            }
            return;
        }
        const Bounded half = Arithmetic<Bounded>::of_whole(1) / Arithmetic<Bounded>::of_whole(2);
        const Reach raised = Reach{0, scaled.size(), scaled.error} + reach_of(half);
        // A unit's own bound may reach the step by being rounded up to it.
        const double doubt = raised.error * (1 + 8 * ulp) + ulp * raised.size();
        const LoopTable& loops = block.loops();
        is_multiple ? loops.from_goalpost(graded.values, 0, unit.value, count_, rounded_.data())
                    : loops.multiply(graded.values, unit.value, count_, rounded_.data());
        loops.round_half_up(rounded_.data(), graded.present, doubt, count_, rounded_.data(), block.marks());
        is_multiple ? loops.multiply(rounded_.data(), unit.value, count_, rounded_.data())
                    : loops.from_goalpost(rounded_.data(), 0, unit.value, count_, rounded_.data());
    }

    /// Bands lie in ascending order: each begins where the values reach its lower edge, and hands over to the next, or
    /// to nothing, at its upper.
    void grade_by_bands(BlockEvaluator& block, const Lane& graded) {
        if (verdict_.bands.empty()) {
            std::fill_n(grades_.begin(), count_, none);
            for (std::size_t u = 0; u < count_; ++u) grades_[u] = has_value(u) ? verdict_.otherwise : none;
            return;
        }
        std::fill_n(bands_.begin(), count_, std::uint8_t{0});
        for (std::size_t b = 0; b < verdict_.bands.size(); ++b) {
            const BandCode& band = verdict_.bands[b];
            const auto code = static_cast<std::uint8_t>(b + 1);
            pass(block, graded, band.lower, band.lower_tie, band.lower_included, code);
            const BandCode* next = b + 1 < verdict_.bands.size() ? &verdict_.bands[b + 1] : nullptr;
            const bool touches = next != nullptr && next->lower != none && band.upper != none &&
                                 program_.numbers[next->lower] == program_.numbers[band.upper] &&
                                 next->lower_included != band.upper_included;
            if (band.upper != none && !touches)
                pass(block, graded, band.upper, band.upper_tie, !band.upper_included, 0);
        }
        for (std::size_t u = 0; u < count_; ++u) {
            const std::uint32_t grade = bands_[u] == 0 ? verdict_.otherwise : verdict_.bands[bands_[u] - 1u].grade;
            grades_[u] = has_value(u) ? grade : none;
        }
    }

    /// Gives the code to what lies above an edge, or at it with `at`; without an edge to all.
    void pass(BlockEvaluator& block, const Lane& graded, NumberIndex edge, Order tie, bool at, std::uint8_t code) {
        if (edge == none) {
            std::fill_n(bands_.begin(), count_, code);
            return;
        }
        const Bounded cut = program_.doubles[edge];
        if (verdict_.round) {
            at = tie == Order::greater || (tie == Order::equal && at);
        } else {
            const double doubt = (graded.reach.error + cut.error) * (1 + 8 * ulp);
            if (doubt > 0)
                block.loops().mark_near(graded.values, graded.present, cut.value, doubt, count_, block.marks());
        }
        block.loops().put_above(values_, cut.value, at, code, count_, bands_.data());
    }

    static bool is_passed_over(std::uint8_t truth) { return truth > 1 && truth - 1 < first_unknown; }

    void climb(BlockEvaluator& block) {
        for (std::size_t u = 0; u < count_; ++u) grades_[u] = has_value(u) ? verdict_.otherwise : none;
        std::fill_n(closed_.begin(), count_, std::uint8_t{0});
        for (const ConditionalGrade& rung : verdict_.ladder) {
            const std::uint8_t* truths = block.truths(rung.condition);
            for (std::size_t u = 0; u < count_; ++u) {
                if (truths[u] != 1 && !is_passed_over(truths[u])) closed_[u] = 1;
                if (closed_[u] == 0 && has_value(u)) grades_[u] = rung.grade;
            }
        }
    }

    void apply_caps(BlockEvaluator& block) {
        for (std::size_t c = 0; c < caps_.size(); ++c) {
            const std::uint8_t* truths = block.truths(verdict_.caps[c].condition);
            const std::uint32_t at_most = verdict_.caps[c].at_most;
            for (std::size_t u = 0; u < count_; ++u) {
                const bool is_open = truths[u] == 0 || is_passed_over(truths[u]);
                caps_[c][u] = truths[u] == 1 ? CapState::holds : is_open ? CapState::open : CapState::unanswered;
                if (is_open || grades_[u] == none) continue;
                const std::uint32_t order = verdict_.grades[grades_[u]].order;
                if (order != none && order > verdict_.grades[at_most].order) grades_[u] = at_most;
            }
        }
    }

    void apply_gates(BlockEvaluator& block) {
        std::fill_n(closed_.begin(), count_, std::uint8_t{0});
        for (std::size_t g = 0; g < gates_.size(); ++g) {
            const std::uint8_t* truths = block.truths(verdict_.gates[g].condition);
            const std::uint32_t otherwise = verdict_.gates[g].otherwise;
            GateState* states = gates_[g].data();
            for (std::size_t u = 0; u < count_; ++u) {
                states[u] = truths[u] == 1              ? GateState::met
                            : truths[u] == 0            ? GateState::not_met
                            : is_passed_over(truths[u]) ? GateState::passed_over
                                                        : GateState::unanswered;
                const bool is_closed = states[u] == GateState::not_met || states[u] == GateState::unanswered;
                const bool closes = is_closed && closed_[u] == 0 && has_value(u);
                grades_[u] = closes ? otherwise : grades_[u];
                closed_[u] |= closes ? 1 : 0;
            }
        }
    }

    void apply_overrides(BlockEvaluator& block) {
        if (verdict_.overrides.empty()) return;
        std::fill_n(overrides_.begin(), count_, none);
        for (std::uint32_t i = 0; i < verdict_.overrides.size(); ++i) {
            const std::uint8_t* truths = block.truths(verdict_.overrides[i].condition);
            for (std::size_t u = 0; u < count_; ++u) {
                if (truths[u] != 1 || overrides_[u] != none || !has_value(u)) continue;
                grades_[u] = verdict_.overrides[i].grade;
                overrides_[u] = i;
            }
        }
    }

    const VerdictCode& verdict_;
    const Program& program_;
    std::size_t count_ = 0;
    const std::uint8_t* present_ = nullptr;  ///< 0 where there is a value to grade
    const double* values_ = nullptr;         ///< what is graded, rounded
    std::vector<double> rounded_;
    std::vector<std::uint8_t> bands_;  ///< 0: in none
    std::vector<std::uint32_t> grades_;
    std::vector<std::uint32_t> overrides_;
    std::vector<std::uint8_t> closed_;
    std::vector<std::vector<GateState>> gates_;
    std::vector<std::vector<CapState>> caps_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
