#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "pug/analysis/explain.hpp"
#include "pug/analysis/improvements.hpp"
#include "pug/analysis/plan.hpp"
#include "pug/analysis/rows.hpp"
#include "pug/scorer.hpp"

namespace pug {
inline namespace v0 {

/// Why an indicator is a gap.
enum class GapReason : std::uint8_t {
    below_best,             ///< answered, and a better answer would earn more
    unanswered,             ///< status missing
    not_assessed,           ///< nobody has looked yet
    insufficient_evidence,  ///< status no_information
    not_computable,         ///< there is no value by the rule, e.g. a share of nobody
    suppressed,             ///< known but withheld
};
inline constexpr std::array<std::string_view, 6> gap_reason_names = {
    "below_best", "unanswered", "not_assessed", "insufficient_evidence", "not_computable", "suppressed"};

/// An indicator that is not at its best.
struct Gap {
    Slot variable = 0;
    std::uint32_t node = none;  ///< of the program: what judges it; none: only the verdict looks at it
    GapReason reason = GapReason::below_best;
    Status status = Status::observed;  ///< of the answer
    double value = 0;                  ///< meaningful where it is observed
    double best = 0;                   ///< the answer that would earn the most
    double points = 0;                 ///< what the score gains with it alone; NaN where there is no score
    std::vector<std::size_t> gates;    ///< that the unit fails now and would not then
};

/// What lies between a unit and a better grade.
struct GradeDistance {
    std::uint32_t grade = none;                                ///< of `Scores::grades`
    double points = std::numeric_limits<double>::quiet_NaN();  ///< that the graded value lacks; NaN with a ladder
    std::vector<std::size_t> gates;                            ///< mandatory and not met
    std::vector<std::size_t> caps;                             ///< that hold and are lower
    std::vector<std::size_t> levels;                           ///< of the ladder, up to this one, that are not met
};

/// What a unit lacks.
struct Gaps {
    std::size_t unit = 0;
    std::vector<Gap> gaps;              ///< those first that keep it from passing a gate, then by the points they cost
    std::vector<GradeDistance> grades;  ///< better than its own, the next one first
};

namespace detail {

/// What is judged: a variable, the node that says how good it is, and the answer that is best.
struct Indicator {
    Slot variable = 0;
    std::uint32_t node = none;
    bool is_leaf = false;  ///< the node is about this variable alone
    double best = 0;
};

/// Finds what the units of some scores lack.
class GapFinder {
  public:
    explicit GapFinder(const Scores& scores)
        : scores_(scores),
          program_(scores.program()),
          improvements_(scores.instrument(), program_),
          explaining_(scores),
          scorer_(Scorer::of(scores)) {
        find_indicators();
    }

    Gaps find(std::size_t unit) {
        const Explanation explanation = explaining_(unit);
        std::vector<Indicator> open;
        for (const Indicator& indicator : indicators_) {
            if (is_open(indicator, unit, explanation)) open.push_back(indicator);
        }
        Gaps found;
        found.unit = unit;
        const std::vector<std::uint8_t> outside = nodes_outside(explanation);
        Rows rows = Rows::of(scores_.observations(), unit, open.size());
        for (std::size_t i = 0; i < open.size(); ++i) rows.set(open[i].variable, i, open[i].best);
        ScoreOptions briefly;
        briefly.nodes = false;
        briefly.intervals = false;
        const Scores better = scorer_.score(rows.columns(), open.size(), briefly).value();
        for (std::size_t i = 0; i < open.size(); ++i) {
            Gap gap = gap_of(open[i], unit);
            gap.points = gain(better.scores()[i], unit);
            for (std::size_t g = 0; g < better.gates().size(); ++g) {
                if (is_failed(scores_.gates()[g][unit]) && better.gates()[g][i] == GateState::met)
                    gap.gates.push_back(g);
            }
            // A table or condition may be content with less than the best; and what lies outside costs nothing.
            const bool is_outside = open[i].node != none && outside[open[i].node] != 0;
            const bool costs_nothing = !open[i].is_leaf && !(gap.points > 0);
            if (gap.gates.empty() && (is_outside || costs_nothing)) continue;
            found.gaps.push_back(std::move(gap));
        }
        std::stable_sort(found.gaps.begin(), found.gaps.end(), [](const Gap& a, const Gap& b) {
            if (a.gates.empty() != b.gates.empty()) return b.gates.empty();
            return points_of(a) > points_of(b);
        });
        found.grades = distances(unit);
        return found;
    }

  private:
    static double points_of(const Gap& gap) { return std::isnan(gap.points) ? 0 : gap.points; }
    static bool is_failed(GateState state) { return state == GateState::not_met || state == GateState::unanswered; }

    // --- what is judged ----------------------------------------------------------------------------------------------

    /// Leaves say how good one answer is; then tables and conditions; last what only the verdict looks at. An
    /// instrument without a total judges nothing.
    void find_indicators() {
        if (is_absent(scores_.instrument().score)) return;
        std::vector<Indicator> of(program_.variables.size());
        for (const std::uint32_t n : in_order_of_document()) {
            const NodeCode& node = program_.nodes[n];
            if (node.aggregate == Aggregate::from && judges(node))
                judge(program_.operands[node.operands.first], n, true, of);
        }
        for (const std::uint32_t n : in_order_of_document()) {
            const NodeCode& node = program_.nodes[n];
            for (std::uint32_t k = 0; k < node.operands.count && node.aggregate == Aggregate::lookup; ++k)
                judge(program_.operands[node.operands.first + k], n, false, of);
            if (node.holds != none) judge_subjects(node.holds, n, of);
        }
        for (Slot v = 0; v < of.size(); ++v) {
            if (of[v].node == none && (!improvements_.can_be_improved(v) || !is_asked_by_gate(v))) continue;
            const auto best = best_of(v, of[v].node);
            if (best) indicators_.push_back({v, of[v].node, of[v].is_leaf, *best});
        }
    }

    /// Nodes with wholes before parts, as a reader of the document meets them.
    std::vector<std::uint32_t> in_order_of_document() const {
        std::vector<std::uint32_t> order;
        std::vector<std::uint8_t> seen(program_.nodes.size(), 0);
        const auto add = [&](const auto& self, std::size_t n) -> void {
            if (seen[n]++ != 0) return;
            order.push_back(static_cast<std::uint32_t>(n));
            const NodeCode& node = program_.nodes[n];
            for (std::uint32_t k = 0; k < node.operands.count; ++k) {
                const Slot operand = program_.operands[node.operands.first + k];
                if (program_.is_node(operand)) self(self, program_.node_of(operand));
            }
        };
        add(add, program_.node_of(program_.root));
        for (std::size_t n = program_.nodes.size(); n-- > 0;) add(add, n);
        return order;
    }

    /// Whether a leaf says how good an answer is, not only what it is.
    bool judges(const NodeCode& node) const {
        if (!program_.is_variable(program_.operands[node.operands.first])) return false;
        for (std::uint32_t t = 0; t < node.transforms.count; ++t) {
            switch (program_.transforms[node.transforms.first + t].kind) {
                case TransformKind::points:
                case TransformKind::minmax:
                case TransformKind::steps:
                case TransformKind::zscore:
                case TransformKind::percentile:
                    return true;
                default:
                    break;
            }
        }
        return false;
    }

    void judge(Slot slot, std::uint32_t n, bool is_leaf, std::vector<Indicator>& of) const {
        if (program_.is_variable(slot) && of[slot].node == none) of[slot] = {slot, n, is_leaf, 0};
    }

    void judge_subjects(std::uint32_t condition, std::uint32_t n, std::vector<Indicator>& of) const {
        const ConditionCode& code = program_.conditions[condition];
        if (code.kind == ConditionKind::compare) return judge(code.subject, n, false, of);
        for (std::uint32_t i = 0; i < code.parts.count; ++i)
            judge_subjects(program_.condition_parts[code.parts.first + i], n, of);
    }

    bool is_asked_by_gate(Slot v) const {
        const auto& gates = program_.verdict.gates;
        return std::any_of(gates.begin(), gates.end(),
                           [&](const GateCode& gate) { return is_about(gate.condition, v); });
    }
    bool is_about(std::uint32_t condition, Slot v) const {
        const ConditionCode& code = program_.conditions[condition];
        if (code.kind == ConditionKind::compare) return code.subject == v;
        for (std::uint32_t i = 0; i < code.parts.count; ++i) {
            if (is_about(program_.condition_parts[code.parts.first + i], v)) return true;
        }
        return false;
    }

    // --- the best answer ---------------------------------------------------------------------------------------------

    bool is_lower_better(Slot v) const {
        return scores_.instrument().variables[v].direction == Direction::lower_is_better;
    }

    /// The good end of the range or, where the way from bad to good meets it before, a limit that is set on the answer
    /// itself: goalpost, topmost step, cut-off. Nothing beyond it is asked for.
    std::optional<double> best_of(Slot v, std::uint32_t n) const {
        const VariableCode& code = program_.variables[v];
        const bool is_lower = is_lower_better(v);
        if (code.type == VariableType::choice || code.type == VariableType::yes_no)
            return is_lower ? code.low : code.high;
        std::vector<double> limits{is_lower ? code.low : code.high};
        if (n == none) {
            limits.push_back(improvements_.best(v).value_or(limits.front()));
        } else if (program_.nodes[n].holds != none) {
            add_cut_off(v, program_.nodes[n].holds, limits);
        } else if (program_.nodes[n].aggregate == Aggregate::from) {
            add_limits(program_.nodes[n], is_lower, limits);
        }
        const double best = is_lower ? *std::max_element(limits.begin(), limits.end())
                                     : *std::min_element(limits.begin(), limits.end());
        if (!std::isfinite(best)) return std::nullopt;
        const double whole = is_lower ? std::floor(best) : std::ceil(best);
        const double wanted = is_whole_only(code) ? whole : best;
        return is_admissible(code, wanted) ? std::optional<double>(wanted) : std::nullopt;
    }

    double number(std::uint32_t argument, double otherwise) const {
        const NumberIndex index = program_.arguments[argument];
        return index == none ? otherwise : program_.doubles[index].value;
    }

    void add_cut_off(Slot v, std::uint32_t condition, std::vector<double>& limits) const {
        const ConditionCode& code = program_.conditions[condition];
        const Comparison wanted = is_lower_better(v) ? Comparison::at_most : Comparison::at_least;
        if (code.kind == ConditionKind::compare && code.subject == v && code.comparison == wanted)
            limits.push_back(number(code.numbers.first, limits.front()));
    }

    void add_limits(const NodeCode& node, bool is_lower, std::vector<double>& limits) const {
        for (std::uint32_t t = 0; t < node.transforms.count; ++t) {
            const TransformCode& code = program_.transforms[node.transforms.first + t];
            if (code.kind == TransformKind::steps) return add_top_step(code, is_lower, limits);
            if (code.kind != TransformKind::clip && code.kind != TransformKind::minmax) return;
            if (is_reference(program_, code.numbers.first)) return;
            double low = number(code.numbers.first, limits.front());
            double high = number(code.numbers.first + 1, limits.front());
            if (code.kind == TransformKind::minmax && low > high) std::swap(low, high);
            limits.push_back(is_lower ? low : high);
            if (code.kind == TransformKind::minmax) return;
        }
    }

    /// Where the step begins that earns the most; of those with the lowest value no answer is the first.
    void add_top_step(const TransformCode& code, bool is_lower, std::vector<double>& limits) const {
        if (is_lower) return;
        std::uint32_t top = 0;
        for (std::uint32_t i = 3; i + 2 < code.numbers.count; i += 3) {
            if (number(code.numbers.first + i + 2, 0) > number(code.numbers.first + top + 2, 0)) top = i;
        }
        limits.push_back(number(code.numbers.first + top, limits.front()));
    }

    bool is_below(Slot v, double value, double best) const {
        const VariableCode& code = program_.variables[v];
        if (code.type == VariableType::choice && code.points.count > 0) return improvements_.is_better(v, best, value);
        return is_lower_better(v) ? value > best : value < best;
    }

    // --- one unit ----------------------------------------------------------------------------------------------------

    bool is_open(const Indicator& indicator, std::size_t unit, const Explanation& explanation) const {
        const Status status = scores_.observations().status(indicator.variable, unit);
        if (is_excluded(status)) return false;
        if (indicator.node != none && is_excluded(status_of(indicator.node, explanation))) return false;
        return status != Status::observed ||
               is_below(indicator.variable, scores_.observations().value(indicator.variable, unit), indicator.best);
    }

    Status status_of(std::uint32_t n, const Explanation& explanation) const {
        for (const ExplainedNode& node : explanation.nodes) {
            if (node.key == program_.names[n].key) return node.status;
        }
        return Status::observed;
    }

    /// By node: whether only nodes use it which do not apply or are waived, however far above.
    std::vector<std::uint8_t> nodes_outside(const Explanation& explanation) const {
        const std::size_t count = program_.nodes.size();
        std::vector<std::uint8_t> is_used(count, 0), is_used_inside(count, 0), outside(count, 0), is_out(count, 0);
        for (std::size_t n = count; n-- > 0;) {  // users come after what they use
            outside[n] = is_used[n] != 0 && is_used_inside[n] == 0;
            is_out[n] = outside[n] != 0 || is_excluded(status_of(static_cast<std::uint32_t>(n), explanation));
            const NodeCode& node = program_.nodes[n];
            for (std::uint32_t k = 0; k < node.operands.count; ++k) {
                const Slot operand = program_.operands[node.operands.first + k];
                if (!program_.is_node(operand)) continue;
                is_used[program_.node_of(operand)] = 1;
                if (is_out[n] == 0) is_used_inside[program_.node_of(operand)] = 1;
            }
        }
        return outside;
    }

    Gap gap_of(const Indicator& indicator, std::size_t unit) const {
        Gap gap;
        gap.variable = indicator.variable;
        gap.node = indicator.node;
        gap.best = indicator.best;
        gap.status = scores_.observations().status(indicator.variable, unit);
        if (gap.status == Status::observed) gap.value = scores_.observations().value(indicator.variable, unit);
        gap.reason = reason_of(gap.status);
        return gap;
    }

    static GapReason reason_of(Status status) {
        switch (status) {
            case Status::missing:
                return GapReason::unanswered;
            case Status::not_assessed:
                return GapReason::not_assessed;
            case Status::no_information:
                return GapReason::insufficient_evidence;
            case Status::not_computable:
                return GapReason::not_computable;
            case Status::suppressed:
                return GapReason::suppressed;
            case Status::observed:
            case Status::not_applicable:
            case Status::waived:
                break;
        }
        return GapReason::below_best;
    }

    double gain(double better, std::size_t unit) const {
        const bool is_lower = scores_.instrument().direction == Direction::lower_is_better;
        const double gained = (is_lower ? -1 : 1) * (better - scores_.scores()[unit]);
        return std::isnan(gained) ? gained : std::max(0.0, gained);
    }

    // --- grades ------------------------------------------------------------------------------------------------------

    /// What lies between the unit and every grade that is better than its own.
    std::vector<GradeDistance> distances(std::size_t unit) const {
        const VerdictCode& verdict = program_.verdict;
        const std::uint32_t own = scores_.grade_indexes()[unit];
        const bool has_order = own != none && verdict.grades[own].order != none;
        std::map<std::uint32_t, std::uint32_t> better;  // grade by order
        for (std::uint32_t g = 0; g < verdict.grades.size(); ++g) {
            const std::uint32_t order = verdict.grades[g].order;
            if (order != none && (!has_order || order > verdict.grades[own].order)) better[order] = g;
        }
        std::vector<GradeDistance> found;
        for (const auto& [order, grade] : better) {
            GradeDistance distance;
            distance.grade = grade;
            distance.points = points_to(grade, unit);
            for (std::size_t g = 0; g < verdict.gates.size(); ++g) {
                if (is_failed(scores_.gates()[g][unit])) distance.gates.push_back(g);
            }
            for (std::size_t c = 0; c < verdict.caps.size(); ++c) {
                const bool holds = scores_.caps()[c][unit] != CapState::open;
                if (holds && verdict.grades[verdict.caps[c].at_most].order < order) distance.caps.push_back(c);
            }
            add_levels(order, unit, distance);
            found.push_back(std::move(distance));
        }
        return found;
    }

    /// How far the graded value is from the band, 0 where it lies in it or beyond.
    double points_to(std::uint32_t grade, std::size_t unit) const {
        const double value = scores_.rounded()[unit];
        for (const BandCode& band : program_.verdict.bands) {
            if (band.grade != grade) continue;
            const bool is_lower = scores_.instrument().direction == Direction::lower_is_better;
            const NumberIndex end = is_lower ? band.upper : band.lower;
            if (end == none || std::isnan(value)) return std::isnan(value) ? value : 0;
            return std::max(0.0, (is_lower ? -1 : 1) * (program_.doubles[end].value - value));
        }
        return std::numeric_limits<double>::quiet_NaN();
    }

    /// Levels are judged exactly: a unit may lie just on a cut-off.
    void add_levels(std::uint32_t order, std::size_t unit, GradeDistance& distance) const {
        if (program_.verdict.ladder.empty()) return;
        if (program_.has_roots) {
            add_levels_with<Real>(order, unit, distance);
        } else {
            add_levels_with<Rational>(order, unit, distance);
        }
    }

    template <class N>
    void add_levels_with(std::uint32_t order, std::size_t unit, GradeDistance& distance) const {
        Evaluator<N> evaluator(program_, 1);
        evaluate(scores_.observations(), std::span<const std::size_t>(&unit, 1), Fill::as_answered, evaluator);
        bool never = false;
        const typename Evaluator<N>::Unit view{evaluator, 0};
        const ConditionJudge<N, typename Evaluator<N>::Unit> judge(program_, evaluator.numbers(), view, never);
        for (std::size_t i = 0; i <= order && i < program_.verdict.ladder.size(); ++i) {
            if (!is_as_wanted(judge(program_.verdict.ladder[i].condition), Wanted::met)) distance.levels.push_back(i);
        }
    }

    const Scores& scores_;
    const Program& program_;
    Improvements improvements_;
    Explaining explaining_;
    Scorer scorer_;
    std::vector<Indicator> indicators_;
};

}  // namespace detail

/// What a unit lacks: every indicator below its best, with the points that it costs and the gates that it keeps shut,
/// and what lies between the unit and each better grade.
inline Gaps gaps(const Scores& scores, std::size_t unit) { return detail::GapFinder(scores).find(unit); }

/// The same for the unit of that name; `unit.unknown` where there is none.
inline result<Gaps> gaps(const Scores& scores, std::string_view unit) {
    PUG_TRY(const std::size_t found, scores.need(unit));
    return gaps(scores, found);
}

/// The same for every unit.
inline std::vector<Gaps> gaps_of_all(const Scores& scores) {
    detail::GapFinder finder(scores);
    std::vector<Gaps> all;
    for (std::size_t unit = 0; unit < scores.size(); ++unit) all.push_back(finder.find(unit));
    return all;
}

/// A gap as a cohort has it.
struct CommonGap {
    Slot variable = 0;
    std::vector<std::size_t> units;  ///< that have it, in their order
    std::size_t gates = 0;           ///< units that it keeps from passing a gate
    double points = 0;               ///< what the scores of all of them would gain; units without a score count nothing
};

/// The gaps of a cohort: those first that keep most units from passing a gate, then by the points that they cost all
/// units together, then in the order of the instrument.
inline std::vector<CommonGap> common_gaps(const Scores& scores) {
    std::vector<CommonGap> common(scores.program().variables.size());
    for (const Gaps& of_unit : gaps_of_all(scores)) {
        for (const Gap& gap : of_unit.gaps) {
            CommonGap& here = common[gap.variable];
            here.variable = gap.variable;
            here.units.push_back(of_unit.unit);
            here.gates += !gap.gates.empty();
            if (!std::isnan(gap.points)) here.points += gap.points;
        }
    }
    std::erase_if(common, [](const CommonGap& gap) { return gap.units.empty(); });
    std::stable_sort(common.begin(), common.end(), [](const CommonGap& a, const CommonGap& b) {
        return a.gates != b.gates ? a.gates > b.gates : a.points > b.points;
    });
    return common;
}

}  // namespace v0
}  // namespace pug
