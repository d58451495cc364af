#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "pug/engine/observations.hpp"
#include "pug/engine/program.hpp"
#include "pug/instrument.hpp"

namespace pug {
inline namespace v0 {

namespace detail {

/// Whether an argument of the program is a reference value: where the cohort's greatest lies is no goal that is set.
inline bool is_reference(const Program& program, std::uint32_t argument) {
    return std::any_of(program.statistics.begin(), program.statistics.end(), [&](const StatisticCode& statistic) {
        const bool is_argument = statistic.kind != StatisticKind::inverse_sd && statistic.kind != StatisticKind::values;
        return is_argument && statistic.place == argument;
    });
}

}  // namespace detail

/// The better answers that an instrument knows of: for a choice or yes/no the better levels; for a number those at
/// which something begins to count (goalposts, steps, cut-offs of conditions) and the good end of its range.
class Improvements {
  public:
    Improvements(const Instrument& instrument, const Program& program) : instrument_(instrument), program_(program) {
        const std::size_t variables = program.variables.size();
        is_judged_.resize(variables);
        decides_.resize(variables);
        answers_.resize(variables);
        counting_.resize(variables);
        has_no_end_.resize(variables);
        find_uses();
        for (Slot v = 0; v < variables; ++v) {
            add_levels(v);
            drop_beyond_enough(v);
            std::sort(answers_[v].begin(), answers_[v].end());
            answers_[v].erase(std::unique(answers_[v].begin(), answers_[v].end()), answers_[v].end());
        }
    }

    /// Whether a better answer may earn something: a number is made of it, or the verdict looks at it. A variable that
    /// only decides what else is asked (what kind of organisation it is) is nothing to be improved.
    bool can_be_improved(Slot variable) const { return is_judged_[variable] != 0 || decides_[variable] == 1; }

    /// The answers that are better than what was answered, from the least to the greatest; all of them where nothing
    /// was.
    std::vector<double> better_than(Slot variable, Status status, double value) const {
        std::vector<double> better;
        for (const double answer : answers_[variable]) {
            if (status != Status::observed || is_better(variable, answer, value)) better.push_back(answer);
        }
        return better;
    }

    /// The best of all answers; none where there is no end to what would be better.
    std::optional<double> best(Slot variable) const {
        std::optional<double> best;
        for (const double answer : answers_[variable]) {
            if (!best || is_better(variable, answer, *best)) best = answer;
        }
        return best;
    }

    /// Whether one answer is better than another, as far as the variable alone tells.
    bool is_better(Slot variable, double answer, double than) const {
        const VariableCode& code = program_.variables[variable];
        if (code.type == VariableType::choice && code.points.count > 0)
            return points(code, answer) > points(code, than);
        return is_lower_better(variable) ? answer < than : answer > than;
    }

  private:
    bool is_lower_better(Slot variable) const {
        return instrument_.variables[variable].direction == Direction::lower_is_better;
    }

    const Rational& points(const VariableCode& code, double level) const {
        return program_.numbers[program_.arguments[code.points.first + static_cast<std::uint32_t>(level)]];
    }

    void find_uses() {
        for (const NodeCode& node : program_.nodes) {
            for (std::uint32_t k = 0; k < node.operands.count; ++k) {
                const Slot operand = program_.operands[node.operands.first + k];
                if (!program_.is_variable(operand)) continue;
                is_judged_[operand] = 1;
                if (node.aggregate == Aggregate::from) {
                    add_numbers_of(node, operand);
                } else {
                    has_no_end_[operand] = 1;
                }
            }
            if (node.holds != none) add_condition(node.holds, 1);
            if (node.when != none) add_condition(node.when, 2);
        }
        const VerdictCode& verdict = program_.verdict;
        for (const GateCode& gate : verdict.gates) add_condition(gate.condition, 1);
        for (const CapCode& cap : verdict.caps) add_condition(cap.condition, 1);
        for (const ConditionalGrade& rung : verdict.ladder) add_condition(rung.condition, 1);
        for (const ConditionalGrade& override : verdict.overrides) add_condition(override.condition, 1);
    }

    /// What a condition compares variables with. `use` is a bit: 1 it earns something, 2 it decides what is asked.
    void add_condition(std::uint32_t index, std::uint8_t use, bool is_negated = false) {
        const ConditionCode& code = program_.conditions[index];
        const bool is_turned = is_negated != (code.kind == ConditionKind::negation);
        for (std::uint32_t i = 0; i < code.parts.count; ++i)
            add_condition(program_.condition_parts[code.parts.first + i], use, is_turned);
        if (code.kind != ConditionKind::compare || !program_.is_variable(code.subject)) return;
        decides_[code.subject] |= use;
        const bool is_open = code.comparison == Comparison::above || code.comparison == Comparison::below;
        const bool is_count = program_.variables[code.subject].type == VariableType::count;
        const bool is_beyond = code.comparison != Comparison::is && is_open != is_negated;
        // Just beyond a number that is not enough itself there is no first answer that is, but for whole numbers.
        if (is_beyond && !is_count) has_no_end_[code.subject] = 1;
        for (std::uint32_t i = 0; i < code.numbers.count; ++i)
            add(code.subject, code.numbers.first + i, is_beyond && is_count);
    }

    /// Ends of clips, goalposts and steps that are set on the answer itself.
    void add_numbers_of(const NodeCode& node, Slot variable) {
        // Only what is held between ends, or goes by steps, has an end beyond which nothing more is earned.
        const TransformCode* first = node.transforms.count > 0 ? &program_.transforms[node.transforms.first] : nullptr;
        const bool has_end = first && (first->kind == TransformKind::steps || has_good_end(*first, variable));
        if (!has_end) has_no_end_[variable] = 1;
        for (std::uint32_t t = 0; t < node.transforms.count; ++t) {
            const TransformCode& code = program_.transforms[node.transforms.first + t];
            const bool is_steps = code.kind == TransformKind::steps;
            if (code.kind != TransformKind::clip && code.kind != TransformKind::minmax && !is_steps) return;
            for (std::uint32_t i = 0; i < code.numbers.count; i += is_steps ? 3 : 1) {
                add(variable, code.numbers.first + i);
                const bool is_open =
                    is_steps && program_.doubles[program_.arguments[code.numbers.first + i + 1]].value > 0;
                if (is_open) has_no_end_[variable] = 1;
            }
            if (code.kind != TransformKind::clip) return;
        }
    }

    /// Notes the answer nearest to a number of the program, on its good side; of whole numbers the first beyond it
    /// where it is not enough itself.
    void add(Slot variable, std::uint32_t argument, bool is_beyond = false) {
        const NumberIndex index = program_.arguments[argument];
        if (index == none || detail::is_reference(program_, argument)) return;
        double value = program_.doubles[index].value;
        const VariableCode& code = program_.variables[variable];
        if (code.type == VariableType::choice || code.type == VariableType::yes_no) return;
        if (code.type == VariableType::count) {
            const bool is_lower = is_lower_better(variable);
            value = is_lower ? std::floor(value) : std::ceil(value);
            // Where the number itself is whole, the next one.
            if (is_beyond && value == program_.doubles[index].value) value += is_lower ? -1 : 1;
        }
        if (!detail::is_admissible(code, value)) return;
        answers_[variable].push_back(value);
        counting_[variable].push_back(value);
    }

    bool has_good_end(const TransformCode& code, Slot variable) const {
        return code.kind == TransformKind::clip &&
               program_.arguments[code.numbers.first + (is_lower_better(variable) ? 0 : 1)] != none;
    }

    /// Leaves out answers beyond the last at which something begins to count or ceases to.
    void drop_beyond_enough(Slot variable) {
        if (has_no_end_[variable] != 0 || counting_[variable].empty()) return;
        const auto& counting = counting_[variable];
        const double enough = is_lower_better(variable) ? *std::min_element(counting.begin(), counting.end())
                                                        : *std::max_element(counting.begin(), counting.end());
        std::erase_if(answers_[variable], [&](double answer) { return is_better(variable, answer, enough); });
    }

    void add_levels(Slot variable) {
        const VariableCode& code = program_.variables[variable];
        if (code.type == VariableType::choice || code.type == VariableType::yes_no) {
            const int last = static_cast<int>(code.high);
            for (int level = static_cast<int>(code.low); level <= last; ++level) answers_[variable].push_back(level);
            return;
        }
        const double end = is_lower_better(variable) ? code.low : code.high;
        if (std::isfinite(end)) answers_[variable].push_back(end);
    }

    const Instrument& instrument_;
    const Program& program_;
    std::vector<std::uint8_t> is_judged_;
    std::vector<std::uint8_t> decides_;
    std::vector<std::vector<double>> answers_;   ///< by variable
    std::vector<std::vector<double>> counting_;  ///< those of numbers at which something begins to count or ceases to
    std::vector<std::uint8_t> has_no_end_;       ///< by variable: there is no answer beyond which nothing is earned
};

}  // namespace v0
}  // namespace pug
