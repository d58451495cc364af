#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
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
          grades_(in_stripes(block)),
          overrides_(in_stripes(block), none),
          closed_(in_stripes(block)),
          gates_(verdict_.gates.size(), std::vector<std::uint8_t>(in_stripes(block))),
          caps_(verdict_.caps.size(), std::vector<CapState>(in_stripes(block))) {}

    /// Judges the units that the evaluator has run.
    void run(BlockEvaluator& block) {
        count_ = block.padded();
        const Lane& graded = block.lane(verdict_.on);
        lacking_ = graded.gravities;
        values_ = graded.values;
        if (verdict_.round) round(block, graded);
        verdict_.ladder.empty() ? grade_by_bands(block, graded) : climb(block);
        apply_caps(block);
        apply_gates(block);
        apply_overrides(block);
        // Without a value there is no grade, whatever the gates say.
        for (std::uint8_t g = 1; g < status_count; ++g) {
            if ((graded.found >> g & 1) != 0) block.loops().recode(lacking_, g, 0, count_, grades_.data());
        }
    }

    const double* rounded() const { return values_; }
    const std::vector<std::uint8_t>& grades() const { return grades_; }  ///< see `code_of`
    const std::vector<std::uint32_t>& overrides() const { return overrides_; }
    const std::vector<std::vector<std::uint8_t>>& gates() const { return gates_; }  ///< numbers of `GateState`
    const std::vector<std::vector<CapState>>& caps() const { return caps_; }

    /// A grade of `VerdictCode::grades` as a byte: one more than its place, 0 for none; and back.
    static std::uint8_t code_of(std::uint32_t grade) { return static_cast<std::uint8_t>(grade + 1); }
    static std::uint32_t grade_of(std::uint8_t code) { return std::uint32_t{code} - 1; }

  private:
    bool has_value(std::size_t unit) const { return lacking_[unit] == 0; }

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
        loops.round_half_up(rounded_.data(), graded.gravities, doubt, count_, rounded_.data(), block.marks());
        is_multiple ? loops.multiply(rounded_.data(), unit.value, count_, rounded_.data())
                    : loops.from_goalpost(rounded_.data(), 0, unit.value, count_, rounded_.data());
    }

    /// Bands lie in ascending order: each begins where the values reach its lower edge, and hands over to the next, or
    /// to nothing, at its upper.
    void grade_by_bands(BlockEvaluator& block, const Lane& graded) {
        const std::uint8_t otherwise = code_of(verdict_.otherwise);
        std::fill_n(grades_.begin(), count_, otherwise);
        for (std::size_t b = 0; b < verdict_.bands.size(); ++b) {
            const BandCode& band = verdict_.bands[b];
            pass(block, graded, band.lower, band.lower_tie, band.lower_included, code_of(band.grade));
            const BandCode* next = b + 1 < verdict_.bands.size() ? &verdict_.bands[b + 1] : nullptr;
            const bool touches = next != nullptr && next->lower != none && band.upper != none &&
                                 program_.numbers[next->lower] == program_.numbers[band.upper] &&
                                 next->lower_included != band.upper_included;
            if (band.upper != none && !touches)
                pass(block, graded, band.upper, band.upper_tie, !band.upper_included, otherwise);
        }
    }

    /// Gives the code to what lies above an edge, or at it with `at`; without an edge to all.
    void pass(BlockEvaluator& block, const Lane& graded, NumberIndex edge, Order tie, bool at, std::uint8_t code) {
        if (edge == none) {
            std::fill_n(grades_.begin(), count_, code);
            return;
        }
        const Bounded cut = program_.doubles[edge];
        if (verdict_.round) {
            at = tie == Order::greater || (tie == Order::equal && at);
        } else {
            const double doubt = (graded.reach.error + cut.error) * (1 + 8 * ulp);
            if (doubt > 0)
                block.loops().mark_near(graded.values, graded.gravities, cut.value, doubt, count_, block.marks());
        }
        block.loops().put_above(values_, cut.value, at, code, count_, grades_.data());
    }

    static bool is_passed_over(std::uint8_t truth) { return truth > 1 && truth - 1 < first_unknown; }

    void climb(BlockEvaluator& block) {
        std::fill_n(grades_.begin(), count_, code_of(verdict_.otherwise));
        std::fill_n(closed_.begin(), count_, std::uint8_t{0});
        for (const ConditionalGrade& rung : verdict_.ladder) {
            const std::uint8_t* truths = block.truths(rung.condition);
            for (std::size_t u = 0; u < count_; ++u) {
                if (truths[u] != 1 && !is_passed_over(truths[u])) closed_[u] = 1;
                if (closed_[u] == 0) grades_[u] = code_of(rung.grade);
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
                if (is_open || grades_[u] == 0) continue;
                const std::uint32_t order = verdict_.grades[grade_of(grades_[u])].order;
                if (order != none && order > verdict_.grades[at_most].order) grades_[u] = code_of(at_most);
            }
        }
    }

    /// The first gate that is closed decides: it is the last to write its grade.
    void apply_gates(BlockEvaluator& block) {
        const LoopTable& loops = block.loops();
        const auto code = [](GateState state) { return static_cast<std::uint8_t>(state); };
        for (std::size_t g = gates_.size(); g-- > 0;) {
            const std::uint8_t* truths = block.truths(verdict_.gates[g].condition);
            const std::uint8_t otherwise = code_of(verdict_.gates[g].otherwise);
            std::uint8_t* states = gates_[g].data();
            std::memset(states, code(GateState::unanswered), count_);
            loops.recode(truths, 0, code(GateState::not_met), count_, states);
            loops.recode(truths, 1, code(GateState::met), count_, states);
            for (std::uint8_t truth = 2; is_passed_over(truth); ++truth)
                loops.recode(truths, truth, code(GateState::passed_over), count_, states);
            loops.recode(states, code(GateState::not_met), otherwise, count_, grades_.data());
            loops.recode(states, code(GateState::unanswered), otherwise, count_, grades_.data());
        }
    }

    void apply_overrides(BlockEvaluator& block) {
        if (verdict_.overrides.empty()) return;
        std::fill_n(overrides_.begin(), count_, none);
        for (std::uint32_t i = 0; i < verdict_.overrides.size(); ++i) {
            const std::uint8_t* truths = block.truths(verdict_.overrides[i].condition);
            for (std::size_t u = 0; u < count_; ++u) {
                if (truths[u] != 1 || overrides_[u] != none || !has_value(u)) continue;
                grades_[u] = code_of(verdict_.overrides[i].grade);
                overrides_[u] = i;
            }
        }
    }

    const VerdictCode& verdict_;
    const Program& program_;
    std::size_t count_ = 0;
    const std::uint8_t* lacking_ = nullptr;  ///< 0 where there is a value to grade
    const double* values_ = nullptr;         ///< what is graded, rounded
    std::vector<double> rounded_;
    std::vector<std::uint8_t> grades_;
    std::vector<std::uint32_t> overrides_;
    std::vector<std::uint8_t> closed_;
    std::vector<std::vector<std::uint8_t>> gates_;
    std::vector<std::vector<CapState>> caps_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
