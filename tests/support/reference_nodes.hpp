#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/reference_model.hpp"
#include "support/reference_numbers.hpp"

namespace pug::test {

/// The second reading of nodes and conditions: one unit at a time, with rational numbers only.
class ReferenceNodes : protected ReferenceModel {
  protected:
    ReferenceNodes(const Instrument& instrument, const std::vector<Cell>& row, End end, std::string as_of)
        : ReferenceModel(instrument, row, end, std::move(as_of)) {}

    Known by_name(const std::string& id) {
        const auto done = computed_.find(id);
        if (done != computed_.end()) return done->second;
        // Where it stands in the tree decides what it inherits.
        return computed_[id] = node(*named_.at(id), inherited_.count(id) ? inherited_.at(id) : policy_above(id));
    }

    /// The policy that a named node inherits: from the nodes that hold it in the document.
    Rules policy_above(const std::string& id) {
        std::optional<Rules> found;
        find_policy(instrument_.score, root_policy(), id, found);
        for (const Node& node : instrument_.nodes) find_policy(node, root_policy(), id, found);
        return inherited_[id] = found.value_or(root_policy());
    }

    struct Taken {
        Known known;
        Rational weight = 1;
        bool is_constant = false;
        std::optional<Rational> worst, best;
        std::optional<Rational> counted;  ///< what it counts as
        bool left = false;                ///< it leaves, with its weight
        bool is_asked = false;            ///< under `if_needed`: its value may turn out not to matter
    };

    Taken take(const Node& user, const Operand& operand, const Rules& rules) {
        Taken taken;
        if (const auto* number = std::get_if<Number>(&operand)) {
            taken.known.value = exact(*number);
            taken.is_constant = true;
            return taken;
        }
        if (const auto* child = std::get_if<Box<Node>>(&operand)) {
            const Node& inner = **child;
            taken.known = inner.id.empty() ? node(inner, rules) : by_name(inner.id);
            taken.weight = exact(inner.weight);
            taken.worst = end_of_node(inner, rules, End::worst);
            taken.best = end_of_node(inner, rules, End::best);
            return taken;
        }
        const std::string& name = std::get<Name>(operand).name;
        if (named_.count(name) && name != user.id) {
            taken.known = by_name(name);
            taken.weight = exact(named_.at(name)->weight);
            taken.worst = end_of_node(*named_.at(name), policy_above(name), End::worst);
            taken.best = end_of_node(*named_.at(name), policy_above(name), End::best);
            return taken;
        }
        std::size_t column = 0;
        const Variable* found = variable(name, column);
        taken.known = answer(*found, column);
        taken.worst = end_of(*found, true);
        taken.best = end_of(*found, false);
        return taken;
    }

    /// The value of a node when every variable below is at its worst, or best, and every condition holds.
    std::optional<Rational> end_of_node(const Node& node, const Rules& inherited, End end) const {
        if (supposing_) return std::nullopt;  // at the ends nothing is missing that "lowest" could mend
        std::vector<Cell> nothing(row_.size(), Status::missing);
        ReferenceNodes at_end(instrument_, nothing, end, as_of_);
        at_end.supposing_ = true;
        const Known known = node.id.empty() ? at_end.node(node, inherited) : at_end.by_name(node.id);
        return known.status == Status::observed && !known.unresolved ? std::optional<Rational>(known.value)
                                                                     : std::nullopt;
    }

    Known node(const Node& node, const Rules& inherited) {
        const Rules rules = stated(node.missing, inherited);
        Known known;
        if (node.holds) {
            hold(node, rules, known);
            transform(node, known);
        } else {
            compute(node, rules, known);
        }
        demand(node, known);
        if (node.when && !supposing_) condition_on(*node.when, known);
        known.share_that_applies.reset();
        return known;
    }

    /// Aggregate, transforms and coverage of a node with operands.
    void compute(const Node& node, const Rules& rules, Known& known) {
        const bool weighted = node.weights != Weighting::equal &&
                              (node.aggregate == Aggregate::arithmetic || node.aggregate == Aggregate::harmonic);
        std::vector<Taken> all;
        std::optional<Status> stopped, left;
        for (const Operand& operand : node.operands) {
            Taken taken = take(node, operand, rules);
            if (!weighted) taken.weight = 1;
            apply(taken, rules, known, stopped, left);
            all.push_back(taken);
        }
        cover(all, known);
        const Known before = known;
        known = finished(node, all, stopped, left, before);
        const bool is_asked = std::any_of(all.begin(), all.end(), [](const Taken& each) { return each.is_asked; });
        if (stopped && is_asked) {
            if (const auto value = whatever_it_is(node, all, left, before)) {
                known.status = Status::observed;
                known.value = *value;
            }
        }
    }

    /// The node with its operands counting as they do.
    Known finished(const Node& node, const std::vector<Taken>& all, std::optional<Status> stopped,
                   std::optional<Status> left, Known known) {
        std::vector<Taken> present;
        for (const Taken& each : all) {
            if (each.counted) present.push_back(each);
        }
        if (stopped)
            known.status = *stopped;
        else
            aggregate(node, present, left, known);
        const int needed = node.coverage.count_at_least.value_or(0);
        if (known.status == Status::observed && static_cast<int>(present.size()) < needed)
            known.status = Status::not_computable;
        transform(node, known);
        return known;
    }

    /// The value that the node has at every combination of the ends of the operands under `if_needed`, if it is one.
    std::optional<Rational> whatever_it_is(const Node& node, const std::vector<Taken>& all, std::optional<Status> left,
                                           const Known& known) {
        std::vector<std::vector<Taken>> corners = {all};
        for (std::size_t k = 0; k < all.size(); ++k) {
            if (!all[k].counted && !all[k].is_asked && !all[k].left) return std::nullopt;  // stopped by another policy
            if (!all[k].is_asked) continue;
            if (!all[k].worst || !all[k].best) return std::nullopt;
            const std::size_t before = corners.size();
            for (std::size_t c = 0; c < before; ++c) {
                corners.push_back(corners[c]);
                corners[c][k].counted = all[k].worst;
                corners.back()[k].counted = all[k].best;
            }
        }
        std::optional<Rational> value;
        for (const auto& corner : corners) {
            Known open = known;
            open.status = Status::observed;
            const Known at_corner = finished(node, corner, std::nullopt, left, open);
            if (at_corner.status != Status::observed || (value && *value != at_corner.value)) return std::nullopt;
            value = at_corner.value;
        }
        return value;
    }

    void transform(const Node& node, Known& known) {
        for (const Transform& transform : node.then) apply(transform, node, known);
        if (node.round) apply(Transform(*node.round), node, known);
    }

    /// Coverage: the weighted mean of that of the operands that count; and the share of the weight that applies.
    static void cover(const std::vector<Taken>& operands, Known& known) {
        Rational counted = 0, covered = 0, valued = 0, applies = 0, excluded = 0;
        for (const Taken& each : operands) {
            if (each.is_constant) continue;
            const bool is_excluded = each.known.status == Status::not_applicable || each.known.status == Status::waived;
            if (is_excluded) excluded += each.weight;
            if (!each.known.counts) continue;
            if (!is_excluded) applies += each.weight;
            counted += each.weight;
            covered += each.weight * each.known.coverage;
            const bool has_value = each.known.status == Status::observed || each.counted;
            if (has_value) valued += each.weight * each.known.coverage;
        }
        known.counts = counted > 0;
        known.coverage = known.counts ? Rational(covered / counted) : Rational(1);
        known.valued = known.counts ? Rational(valued / counted) : Rational(1);
        if (applies + excluded > 0) known.share_that_applies = applies / (applies + excluded);
    }

    /// What the node demands of its coverage.
    void demand(const Node& node, Known& known) const {
        if (node.coverage.at_least && known.counts && known.status == Status::observed &&
            known.valued < exact(*node.coverage.at_least)) {
            known.status = Status::not_computable;
        }
        if (node.coverage.applicable_at_least && known.share_that_applies &&
            *known.share_that_applies < exact(*node.coverage.applicable_at_least)) {
            known.status = Status::not_applicable;  // by rule, whatever is still open below
            known.unresolved = false;
            known.counts = false;
            known.coverage = 1;
        }
    }

    /// 1 where the condition holds, 0 where not; where it is open the policy treats the status of its subject.
    void hold(const Node& node, const Rules& rules, Known& known) {
        std::vector<Taken> subjects;
        std::set<std::pair<bool, std::string>> seen;
        collect(*node.holds, subjects, seen);
        cover(subjects, known);
        const Truth asked = truth(*node.holds);
        if (asked.holds) {
            known.value = *asked.holds ? 1 : 0;
            return;
        }
        known.status = *asked.status;
        known.unresolved = asked.unresolved;
        if (asked.unresolved) return;
        const PolicyRule& rule = rules[static_cast<std::size_t>(*asked.status)];
        if (rule.action != PolicyAction::substitute && rule.action != PolicyAction::lowest) return;
        known.status = Status::observed;
        known.value = rule.action == PolicyAction::substitute ? exact(rule.value) : Rational(0);
    }

    void collect(const Condition& condition, std::vector<Taken>& subjects,
                 std::set<std::pair<bool, std::string>>& seen) {
        if (const auto* all = std::get_if<Condition::All>(&condition.what)) {
            for (const Condition& each : all->of) collect(each, subjects, seen);
        } else if (const auto* any = std::get_if<Condition::Any>(&condition.what)) {
            for (const Condition& each : any->of) collect(each, subjects, seen);
        } else if (const auto* no = std::get_if<Condition::Not>(&condition.what)) {
            collect(*no->of, subjects, seen);
        } else {
            const auto& compare = std::get<Compare>(condition.what);
            if (!seen.insert({compare.is_variable, compare.subject}).second) return;
            Taken taken;
            taken.known = subject_of(compare);
            subjects.push_back(taken);
        }
    }

    Known subject_of(const Compare& compare) {
        if (!compare.is_variable) return by_name(compare.subject);
        std::size_t column = 0;
        const Variable* of = variable(compare.subject, column);
        return answer(*of, column);
    }

    static Status gravest(std::optional<Status> a, Status b) {
        const Status gravest_first[] = {Status::not_computable, Status::no_information, Status::suppressed,
                                        Status::missing,        Status::not_assessed,   Status::waived,
                                        Status::not_applicable};
        for (const Status each : gravest_first) {
            if (a == each || b == each) return each;
        }
        return b;
    }

    static void stop(Status status, Known& known, std::optional<Status>& stopped) {
        known.status = gravest(stopped, status);
        stopped = known.status;
    }

    void apply(Taken& taken, const Rules& rules, Known& known, std::optional<Status>& stopped,
               std::optional<Status>& left) const {
        if (taken.known.unresolved) {
            known.unresolved = true;
            return stop(taken.known.status, known, stopped);
        }
        if (taken.known.status == Status::observed) {
            taken.counted = taken.known.value;
            return;
        }
        const PolicyRule& rule = rules[static_cast<std::size_t>(taken.known.status)];
        switch (rule.action) {
            case PolicyAction::substitute:
                taken.counted = exact(rule.value);
                return;
            case PolicyAction::lowest:
                if (taken.worst)
                    taken.counted = taken.worst;
                else
                    stop(taken.known.status, known, stopped);
                return;
            case PolicyAction::if_needed:
                taken.is_asked = true;
                return stop(taken.known.status, known, stopped);
            case PolicyAction::propagate:
                return stop(taken.known.status, known, stopped);
            case PolicyAction::renormalise:
                taken.left = true;
                left = gravest(left, taken.known.status);
                return;
        }
    }

    void aggregate(const Node& node, const std::vector<Taken>& present, std::optional<Status> left,
                   Known& known) const {
        if (node.aggregate == Aggregate::lookup) return look_up(node, present, left, known);
        const bool is_pair = node.aggregate == Aggregate::ratio || node.aggregate == Aggregate::difference;
        bool none_counts = true;
        Rational total = 0;
        for (const Taken& each : present) {
            total += each.weight;
            none_counts &= each.weight == 0;
        }
        if (present.empty() || none_counts || (is_pair && present.size() < 2)) {
            known.status = left.value_or(Status::not_computable);
            return;
        }
        const auto x = [&](std::size_t i) { return *present[i].counted; };
        Rational result = node.aggregate == Aggregate::product ? Rational(1) : Rational(0);
        switch (node.aggregate) {
            case Aggregate::from:
                result = x(0);
                break;
            case Aggregate::sum:
                for (std::size_t i = 0; i < present.size(); ++i) result += x(i);
                break;
            case Aggregate::product:
                for (std::size_t i = 0; i < present.size(); ++i) result *= x(i);
                break;
            case Aggregate::arithmetic:
                for (const Taken& each : present) result += each.weight * *each.counted / total;
                break;
            case Aggregate::difference:
                result = x(0) - x(1);
                break;
            case Aggregate::ratio:
                if (x(1) == 0)
                    known.status = Status::not_computable;
                else
                    result = x(0) / x(1);
                break;
            case Aggregate::min:
            case Aggregate::max:
                result = x(0);
                for (const Taken& each : present) {
                    if (node.aggregate == Aggregate::min ? *each.counted < result : *each.counted > result)
                        result = *each.counted;
                }
                break;
            case Aggregate::harmonic: {
                bool has_zero = false;
                for (const Taken& each : present) {
                    if (each.weight == 0) continue;
                    if (*each.counted < 0) known.status = Status::not_computable;
                    if (*each.counted == 0)
                        has_zero = true;
                    else
                        result += each.weight / *each.counted;
                }
                if (has_zero)
                    result = 0;
                else if (known.status == Status::observed)
                    result = total / result;
                break;
            }
            case Aggregate::median: {
                std::vector<Rational> values;
                for (const Taken& each : present) values.push_back(*each.counted);
                result = median_of(values);
                break;
            }
            case Aggregate::geometric:
            case Aggregate::lookup:
            case Aggregate::holds:
                break;
        }
        known.value = result;
    }

    /// The row whose codes are those of the levels present, in the order of the choices or in any.
    void look_up(const Node& node, const std::vector<Taken>& present, std::optional<Status> left, Known& known) const {
        const bool is_ordered = !node.lookup->unordered;
        if (present.empty() || (is_ordered && present.size() < node.operands.size())) {
            known.status = left.value_or(Status::not_computable);
            return;
        }
        std::vector<std::string> codes;
        for (const Taken& each : present) {
            std::size_t column = 0;
            // In an unordered table all choices share one scale, so any operand tells it.
            const std::size_t k = is_ordered ? codes.size() : 0;
            const Variable* choice = variable(std::get<Name>(node.operands[k]).name, column);
            const Level& level = scale_of(*choice)->levels[static_cast<std::size_t>(numerator(*each.counted))];
            codes.push_back(level.counts_as.empty() ? level.code : level.counts_as);
        }
        if (!is_ordered) std::sort(codes.begin(), codes.end());
        for (const Lookup::Row& row : node.lookup->rows) {
            std::vector<std::string> key = row.codes;
            if (!is_ordered) std::sort(key.begin(), key.end());
            if (key != codes) continue;
            known.value = exact(row.value);
            return;
        }
        known.status = Status::not_computable;
    }

    // --- transforms ----------------------------------------------------------------------------------------------

    void apply(const Transform& transform, const Node& node, Known& known) {
        if (known.status != Status::observed) return;
        Rational& x = known.value;
        if (std::holds_alternative<Points>(transform)) {
            std::size_t column = 0;
            const Variable* from = variable(std::get<Name>(node.operands.front()).name, column);
            if (from->type == VariableType::yes_no) return;
            const Scale* scale = scale_of(*from);
            const auto level = static_cast<std::size_t>(numerator(x));
            x = scale->levels[level].points->exact() / scale->levels.back().points->exact();
        } else if (std::holds_alternative<Complement>(transform)) {
            x = 1 - x;
        } else if (std::holds_alternative<Absolute>(transform)) {
            x = abs(x);
        } else if (const auto* clip = std::get_if<Clip>(&transform)) {
            if (clip->low && x < exact(*clip->low))
                x = exact(*clip->low);
            else if (clip->high && x > exact(*clip->high))
                x = exact(*clip->high);
        } else if (const auto* replace = std::get_if<Replace>(&transform)) {
            for (const auto& [old, now] : replace->pairs) {
                if (x != old.exact()) continue;
                x = exact(now);
                break;
            }
        } else if (const auto* reciprocal = std::get_if<Reciprocal>(&transform)) {
            if (x == 0)
                known.status = Status::not_computable;
            else
                x = exact(reciprocal->k) / x;
        } else if (const auto* scaled = std::get_if<Scaled>(&transform)) {
            x *= exact(scaled->k);
        } else if (const auto* affine = std::get_if<Affine>(&transform)) {
            x = exact(affine->a) * x + exact(affine->b);
        } else if (const auto* minmax = std::get_if<Minmax>(&transform)) {
            x = (x - exact(minmax->low)) / (exact(minmax->high) - exact(minmax->low));
        } else if (const auto* rounding = std::get_if<Rounding>(&transform)) {
            x = rounded(x, *rounding);
        } else if (const auto* power = std::get_if<Power>(&transform)) {
            const auto result = whole_power(x, numerator(exact(power->p)));
            known.status = result ? Status::observed : Status::not_computable;
            x = result.value_or(x);
        } else if (const auto* table = std::get_if<Steps>(&transform)) {
            const Step* last = nullptr;
            for (const Step& step : table->steps) {
                const bool begun =
                    !step.edge || x > exact(step.edge->at) || (x == exact(step.edge->at) && step.edge->included);
                if (begun) last = &step;
            }
            known.status = last ? Status::observed : Status::not_computable;
            if (last) x = exact(last->value);
        }
    }

    // --- conditions ----------------------------------------------------------------------------------------------

    struct Truth {
        std::optional<bool> holds;
        std::optional<Status> status;  ///< of the subjects that leave it open
        bool unresolved = false;
    };

    Truth truth(const Condition& condition) {
        if (const auto* all = std::get_if<Condition::All>(&condition.what)) return combine(all->of, false);
        if (const auto* any = std::get_if<Condition::Any>(&condition.what)) return combine(any->of, true);
        if (const auto* no = std::get_if<Condition::Not>(&condition.what)) {
            Truth inner = truth(*no->of);
            if (inner.holds) inner.holds = !*inner.holds;
            return inner;
        }
        return compare(std::get<Compare>(condition.what));
    }

    Truth combine(const std::vector<Condition>& parts, bool deciding) {
        Truth open{!deciding, std::nullopt, false};
        for (const Condition& each : parts) {
            const Truth part = truth(each);
            if (part.holds == deciding) return part;
            if (part.holds) continue;
            open.holds = std::nullopt;
            open.status = gravest(open.status, *part.status);
            open.unresolved |= part.unresolved;
        }
        return open;
    }

    Truth compare(const Compare& compare) {
        const Known subject = subject_of(compare);
        std::size_t column = 0;
        const Variable* of = compare.is_variable ? variable(compare.subject, column) : nullptr;
        if (subject.status != Status::observed) return {std::nullopt, subject.status, subject.unresolved};
        for (const auto& value : compare.values) {
            const Rational wanted = wanted_value(value, of);
            const Rational& x = subject.value;
            bool holds = false;
            switch (compare.comparison) {
                case Comparison::at_least:
                    holds = x >= wanted;
                    break;
                case Comparison::above:
                    holds = x > wanted;
                    break;
                case Comparison::at_most:
                    holds = x <= wanted;
                    break;
                case Comparison::below:
                    holds = x < wanted;
                    break;
                case Comparison::is:
                    holds = x == wanted;
                    break;
            }
            if (holds) return {true, std::nullopt, false};
        }
        return {false, std::nullopt, false};
    }

    Rational wanted_value(const std::variant<Number, std::string>& value, const Variable* of) const {
        const auto* word = std::get_if<std::string>(&value);
        if (!word) return exact(std::get<Number>(value));
        if (of && of->type == VariableType::yes_no) return *word == "yes" ? 1 : 0;
        if (of && of->type == VariableType::choice) {
            const auto& levels = scale_of(*of)->levels;
            for (std::size_t i = 0; i < levels.size(); ++i) {
                if (levels[i].code == *word) return Rational(i);
            }
        }
        return decimal(*word).exact();
    }

    void condition_on(const Condition& when, Known& known) {
        const Truth asked = truth(when);
        if (asked.holds == true) return;
        const bool open = !asked.holds && *asked.status != Status::not_applicable && *asked.status != Status::waived;
        known.status = open ? *asked.status : Status::not_applicable;
        known.unresolved = asked.unresolved;
        known.counts = open;
        known.coverage = open ? 0 : 1;
    }

    bool supposing_ = false;  ///< every variable stands at an end, and every condition holds
    std::map<std::string, Known> computed_;
    std::map<std::string, Rules> inherited_;
};

}  // namespace pug::test
