#pragma once

#include <cstdint>
#include <type_traits>
#include <vector>

#include "pug/engine/evaluate.hpp"

namespace pug {
inline namespace v0 {

/// How a unit stands to a mandatory condition. The numbers are those of the C ABI.
enum class GateState : std::uint8_t {
    met = 0,
    not_met = 1,
    unanswered = 2,   ///< its subject is not known: counts as not met
    passed_over = 3,  ///< its subject does not apply or was waived
};

/// How a unit stands to a cap.
enum class CapState : std::uint8_t {
    open = 0,  ///< does not hold
    holds = 1,
    unanswered = 2,  ///< its subject is not known: counts as holding
};

/// What is decided about one unit.
struct UnitVerdict {
    double rounded = 0;          ///< value graded, after rounding; meaningful where the node graded is observed
    std::uint32_t grade = none;  ///< of `VerdictCode::grades`
    std::vector<GateState> gates;
    std::vector<CapState> caps;
    std::uint32_t overridden_by = none;  ///< of `VerdictCode::overrides`
};

namespace detail {

template <class N>
std::uint32_t band_of(const VerdictCode& verdict, const std::vector<N>& numbers, const N& x, bool& undecided) {
    using A = Arithmetic<N>;
    const auto order_to = [&](NumberIndex edge, [[maybe_unused]] Order tie) {
        Order order = A::compare(x, numbers[edge]);
        if constexpr (std::is_same_v<N, Bounded>) {
            // A rounded value is the double nearest to a decimal of so many digits: doubles tell the order.
            if (verdict.round)
                order = x.value < numbers[edge].value   ? Order::less
                        : x.value > numbers[edge].value ? Order::greater
                                                        : tie;
        }
        undecided |= order == Order::undecided;
        return order;
    };
    for (const BandCode& band : verdict.bands) {
        if (band.lower != none) {
            const Order order = order_to(band.lower, band.lower_tie);
            if (order == Order::less || (order == Order::equal && !band.lower_included)) continue;
        }
        if (band.upper != none) {
            const Order order = order_to(band.upper, band.upper_tie);
            if (order == Order::greater || (order == Order::equal && !band.upper_included)) continue;
        }
        return band.grade;
    }
    return verdict.otherwise;
}

/// The highest level of the ladder up to which every condition holds; one whose subject does not apply is passed over.
template <class Judge>
std::uint32_t rung_of(const VerdictCode& verdict, const Judge& condition) {
    std::uint32_t grade = verdict.otherwise;
    for (const ConditionalGrade& rung : verdict.ladder) {
        const Truth truth = condition(rung.condition);
        const bool is_passed_over = truth.kind == Truth::unknown && is_excluded(truth.status);
        if (truth.kind != Truth::yes && !is_passed_over) break;
        grade = rung.grade;
    }
    return grade;
}

}  // namespace detail

/// Rounds, checks gates and caps, and grades a unit of the evaluator's block. `undecided` is set where the kind of
/// number cannot tell on which side of a cut-off something lies.
template <class N>
void judge(const Program& program, const Evaluator<N>& evaluator, std::size_t unit, UnitVerdict& out, bool& undecided) {
    using View = typename Evaluator<N>::Unit;
    const VerdictCode& verdict = program.verdict;
    const View view{evaluator, unit};
    const ConditionJudge<N, View> condition(program, evaluator.numbers(), view, undecided);

    const bool has_value = view.status(verdict.on) == Status::observed;
    out.grade = none;
    out.rounded = 0;
    if (has_value) {
        const N& value = view.value(verdict.on);
        const N rounded = verdict.round ? round_to(value, *verdict.round, undecided) : value;
        out.rounded = Arithmetic<N>::to_double(rounded);
        out.grade = detail::band_of(verdict, evaluator.numbers(), rounded, undecided);
    }

    if (has_value && !verdict.ladder.empty()) out.grade = detail::rung_of(verdict, condition);

    out.caps.clear();
    for (const CapCode& cap : verdict.caps) {
        const Truth truth = condition(cap.condition);
        const bool is_unanswered = truth.kind == Truth::unknown && !is_excluded(truth.status);
        out.caps.push_back(truth.kind == Truth::yes ? CapState::holds
                           : is_unanswered          ? CapState::unanswered
                                                    : CapState::open);
        if (out.caps.back() == CapState::open || out.grade == none) continue;
        const std::uint32_t order = verdict.grades[out.grade].order;
        if (order != none && order > verdict.grades[cap.at_most].order) out.grade = cap.at_most;
    }

    out.gates.clear();
    bool is_closed = false;
    for (const GateCode& gate : verdict.gates) {
        const Truth truth = condition(gate.condition);
        const GateState state = truth.kind == Truth::yes    ? GateState::met
                                : truth.kind == Truth::no   ? GateState::not_met
                                : is_excluded(truth.status) ? GateState::passed_over
                                                            : GateState::unanswered;
        out.gates.push_back(state);
        if (!has_value || is_closed || state == GateState::met || state == GateState::passed_over) continue;
        out.grade = gate.otherwise;
        is_closed = true;
    }

    out.overridden_by = none;
    for (std::uint32_t i = 0; i < verdict.overrides.size() && has_value && out.overridden_by == none; ++i) {
        if (condition(verdict.overrides[i].condition).kind != Truth::yes) continue;
        out.grade = verdict.overrides[i].grade;
        out.overridden_by = i;
    }
}

}  // namespace v0
}  // namespace pug
