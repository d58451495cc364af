#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "pug/engine/number.hpp"
#include "pug/engine/program.hpp"

namespace pug {
inline namespace v0 {

/// Whether a condition holds; `unknown` carries the status of the subject that leaves it open.
struct Truth {
    enum Kind : std::uint8_t { no, yes, unknown } kind = no;
    Status status = Status::observed;
};

/// Decides conditions of a program for one unit. `Values` gives `value(slot)` and `status(slot)`.
template <class N, class Values>
class ConditionJudge {
  public:
    ConditionJudge(const Program& program, const std::vector<N>& numbers, const Values& values, bool& undecided)
        : program_(program), numbers_(numbers), values_(values), undecided_(undecided) {}

    Truth operator()(std::uint32_t index) const {
        const ConditionCode& code = program_.conditions[index];
        switch (code.kind) {
            case ConditionKind::compare:
                return compare(code);
            case ConditionKind::all:
                return combine(code, Truth::no);
            case ConditionKind::any:
                return combine(code, Truth::yes);
            case ConditionKind::negation:
                break;
        }
        Truth truth = (*this)(program_.condition_parts[code.parts.first]);
        if (truth.kind != Truth::unknown) truth.kind = truth.kind == Truth::yes ? Truth::no : Truth::yes;
        return truth;
    }

  private:
    Truth compare(const ConditionCode& code) const {
        const Status status = values_.status(code.subject);
        if (status != Status::observed) return {Truth::unknown, status};
        for (std::uint32_t i = 0; i < code.numbers.count; ++i) {
            const N& number = numbers_[program_.arguments[code.numbers.first + i]];
            Order order = Arithmetic<N>::compare(values_.value(code.subject), number);
            if constexpr (std::is_same_v<N, Bounded>) {
                if (program_.is_variable(code.subject))
                    order = order_of(values_.value(code.subject).value, number.value, code.ties[i]);
            }
            if (order == Order::undecided) undecided_ = true;
            if (holds(code.comparison, order)) return {Truth::yes, Status::observed};
        }
        return {Truth::no, Status::observed};
    }

    /// Answers are told apart by their doubles.
    static Order order_of(double answer, double number, Order tie) {
        return answer < number ? Order::less : answer > number ? Order::greater : tie;
    }

    static bool holds(Comparison comparison, Order order) {
        switch (comparison) {
            case Comparison::at_least:
                return order == Order::greater || order == Order::equal;
            case Comparison::above:
                return order == Order::greater;
            case Comparison::at_most:
                return order == Order::less || order == Order::equal;
            case Comparison::below:
                return order == Order::less;
            case Comparison::is:
                break;
        }
        return order == Order::equal;
    }

    /// One part that is `deciding` settles it; else an unknown part leaves it open.
    Truth combine(const ConditionCode& code, Truth::Kind deciding) const {
        Truth result{deciding == Truth::no ? Truth::yes : Truth::no, Status::observed};
        for (std::uint32_t i = 0; i < code.parts.count; ++i) {
            const Truth part = (*this)(program_.condition_parts[code.parts.first + i]);
            if (part.kind == deciding) return part;
            if (part.kind == Truth::unknown) result = {Truth::unknown, graver(result.status, part.status)};
        }
        return result;
    }

    const Program& program_;
    const std::vector<N>& numbers_;
    const Values& values_;
    bool& undecided_;
};

}  // namespace v0
}  // namespace pug
