#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "pug/analysis/sense.hpp"
#include "pug/engine/program.hpp"
#include "pug/scores.hpp"

// What units are compared by: the criteria of an instrument, and what counts as a difference.
namespace pug {
inline namespace v0 {

/// A criterion: a named node of the instrument, or its root. It lives as long as the scores it was taken from.
struct Criterion {
    static constexpr std::size_t root = static_cast<std::size_t>(-1);

    std::string_view id;           ///< of the node; its JSON pointer where the root has none
    const Node* node = nullptr;    ///< in the instrument: title, rule, source
    std::size_t place = root;      ///< of `Scores::nodes()`, or `root`
    std::size_t program_node = 0;  ///< of `Program::nodes`
    Direction direction = Direction::higher_is_better;
    bool is_lowest = true;  ///< no other criterion lies below it

    bool is_root() const { return place == root; }
    std::span<const double> values(const Scores& scores) const {
        return is_root() ? scores.scores() : scores.values(place);
    }
    std::span<const Status> statuses(const Scores& scores) const {
        return is_root() ? scores.score_statuses() : scores.statuses(place);
    }
    /// A difference of two of its values, turned so that more is better.
    double towards_good(double difference) const {
        return direction == Direction::lower_is_better ? 0.0 - difference : difference;
    }
};

namespace detail {

/// Whether greater values of a node come of worse answers. The instrument says so by the directions of its variables:
/// the value that the best answers lead to lies below that of the worst; where their range is open, every variable that
/// pulls the node in one sense only pulls it down as it gets better. What cannot be told counts as higher is better.
inline Direction direction_of(const Program& program, std::size_t node) {
    const NumberIndex worst = program.worst_of_node[node];
    const NumberIndex best = program.best_of_node[node];
    if (worst != none && best != none && program.numbers[worst] != program.numbers[best]) {
        return program.numbers[best] < program.numbers[worst] ? Direction::lower_is_better
                                                              : Direction::higher_is_better;
    }
    Senses senses(program);
    senses.want(program.node_slot(node), Sense::up);
    senses.spread();
    bool falls = false;
    for (Slot v = 0; v < program.variables.size(); ++v) {
        const VariableCode& variable = program.variables[v];
        const Sense better = variable.best < variable.worst ? Sense::down : Sense::up;
        if (senses[v] == Sense::mixed || senses[v] == better) return Direction::higher_is_better;
        falls |= senses[v] == opposite(better);
    }
    return falls ? Direction::lower_is_better : Direction::higher_is_better;
}

/// Lists the criteria of some scores.
class CriteriaList {
  public:
    explicit CriteriaList(const Scores& scores)
        : scores_(scores), program_(scores.program()), places_(program_.nodes.size()), seen_(program_.nodes.size()) {
        for (std::size_t n = 0, place = 0; n < program_.nodes.size() && place < scores.nodes().size(); ++n) {
            if (!program_.names[n].id.empty() && !is_root(n)) places_[n] = place++;
        }
    }

    std::vector<Criterion> list() && {
        find_lowest();
        if (!is_absent(scores_.instrument().score)) add(program_.node_of(program_.root));
        for (std::size_t n = program_.nodes.size(); n-- > 0;) add(n);
        return std::move(criteria_);
    }

  private:
    bool is_root(std::size_t n) const { return program_.node_slot(n) == program_.root; }
    bool is_criterion(std::size_t n) const {
        return places_[n].has_value() || (is_root(n) && !is_absent(scores_.instrument().score));
    }

    /// Operands come before users in the program.
    void find_lowest() {
        has_below_.assign(program_.nodes.size(), 0);
        each_operand([&](std::size_t user, std::size_t operand) {
            if (has_below_[operand] != 0 || is_criterion(operand)) has_below_[user] = 1;
        });
    }
    template <class Visit>
    void each_operand(Visit visit) const {
        for (std::size_t n = 0; n < program_.nodes.size(); ++n) {
            const NodeCode& code = program_.nodes[n];
            for (std::uint32_t k = 0; k < code.operands.count; ++k) {
                const Slot operand = program_.operands[code.operands.first + k];
                if (program_.is_node(operand)) visit(n, program_.node_of(operand));
            }
        }
    }

    /// A node, then those below it.
    void add(std::size_t n) {
        if (seen_[n] != 0) return;
        seen_[n] = 1;
        if (is_criterion(n)) criteria_.push_back(criterion(n));
        const NodeCode& code = program_.nodes[n];
        for (std::uint32_t k = 0; k < code.operands.count; ++k) {
            const Slot operand = program_.operands[code.operands.first + k];
            if (program_.is_node(operand)) add(program_.node_of(operand));
        }
    }

    Criterion criterion(std::size_t n) const {
        Criterion made;
        made.id = program_.names[n].key;
        made.node = &scores_.document(n);
        made.place = is_root(n) ? Criterion::root : *places_[n];
        made.program_node = n;
        made.direction = is_root(n) ? scores_.instrument().direction : direction_of(program_, n);
        made.is_lowest = has_below_[n] == 0;
        return made;
    }

    const Scores& scores_;
    const Program& program_;
    std::vector<std::optional<std::size_t>> places_;  ///< by node: in `Scores::nodes()`
    std::vector<std::uint8_t> seen_, has_below_;      ///< by node
    std::vector<Criterion> criteria_;
};

}  // namespace detail

/// The criteria by which units are compared: the root, unless the instrument makes no total, and every named node whose
/// values the scores keep; wholes before parts, in the order of the document.
inline std::vector<Criterion> criteria_of(const Scores& scores) { return detail::CriteriaList(scores).list(); }

/// The size below which a difference between values is rounding and nothing else: 2^−40 of the power of two above the
/// greatest of them, about a millionth of a millionth. A power of two, so that dividing by it loses nothing.
class Grain {
  public:
    Grain() = default;
    /// Of values that are known; NaN is passed over.
    explicit Grain(std::span<const double> values) { take(values); }

    void take(std::span<const double> values) {
        for (const double value : values) {
            if (std::abs(value) > greatest_) greatest_ = std::abs(value);
        }
        int exponent = 0;
        std::frexp(greatest_, &exponent);
        size_ = greatest_ > 0 ? std::ldexp(1.0, exponent - 40) : 0;
    }

    double size() const { return size_; }
    /// The difference as a whole number of grains: two that differ by rounding are the same double.
    double settled(double difference) const {
        return size_ > 0 ? std::round(difference / size_) * size_ + 0.0 : difference;
    }
    /// The difference itself; 0 where it is only rounding.
    double told(double difference) const { return settled(difference) == 0 ? 0 : difference; }

  private:
    double greatest_ = 0;
    double size_ = 0;
};

/// How high a grade stands: `GradeCode::order` from the lowest, 0; −1 for a grade outside that order, as gates give it;
/// nothing for a unit without a grade.
inline std::optional<int> grade_level(const Scores& scores, std::size_t unit) {
    const std::uint32_t grade = scores.grade_indexes()[unit];
    if (grade == none) return std::nullopt;
    const std::uint32_t order = scores.grades()[grade].order;
    return order == none ? -1 : static_cast<int>(order);
}

}  // namespace v0
}  // namespace pug
