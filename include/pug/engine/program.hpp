#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pug/decimal.hpp"
#include "pug/engine/number.hpp"
#include "pug/instrument.hpp"
#include "pug/status.hpp"

// The compiled form of an instrument: flat arrays of operations and parameters in topological order. Everything refers
// to everything else by index: values live in slots (variables first, then constants, then nodes), numbers in a pool.
namespace pug {
inline namespace v0 {

using Slot = std::uint32_t;
using NumberIndex = std::uint32_t;

inline constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// A stretch of one of the program's arrays.
struct Range {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

/// What the evaluator needs to know of a variable.
struct VariableCode {
    std::string name;
    VariableType type = VariableType::number;
    double low = -std::numeric_limits<double>::infinity();  ///< lowest admissible value
    double high = std::numeric_limits<double>::infinity();  ///< highest admissible value
    double worst = 0, best = 0;                             ///< ends of the range by direction; infinite when open
    Range points;                                           ///< numbers: share of the greatest points, by level
};

enum class TransformKind : std::uint8_t {
    points,
    complement,
    absolute,
    logarithm,
    exponential,
    clip,
    replace,
    reciprocal,
    scale,
    affine,
    minmax,
    round,
    whole_power,
    power,
    steps,
    zscore,
    rank,
    percentile,
    difference
};

/// One transform: a kind and its numbers (clip: low and high, `none` when open; replace: pairs).
struct TransformCode {
    TransformKind kind = TransformKind::complement;
    Range numbers;             ///< of `Program::arguments`
    std::uint32_t table = 0;   ///< rank, percentile: of `Program::tables`
    Rounding rounding;         ///< round; whole_power: the exponent in `digits`
    bool zero_at_low = false;  ///< minmax of an answer: where its double is that of the low end, it is the low end
};

enum class ConditionKind : std::uint8_t { compare, all, any, negation };

/// One node of a condition; the parts of all, any and negation stand in `parts`.
struct ConditionCode {
    ConditionKind kind = ConditionKind::compare;
    Comparison comparison = Comparison::is;
    Slot subject = 0;
    Range numbers;            ///< of `Program::arguments`: what is compared with
    Range parts;              ///< of `Program::condition_parts`
    std::vector<Order> ties;  ///< by number, for answers: see `tie_of_answer`
};

/// Levels of choices to numbers. The keys are positions of levels, those of an unordered table sorted.
struct LookupCode {
    bool unordered = false;
    std::vector<std::vector<int>> counts_as;  ///< by operand and level: the level it counts as
    std::map<std::vector<int>, NumberIndex> rows;
};

/// What is computed of a cohort.
enum class StatisticKind : std::uint8_t { min, max, mean, median, sd, inverse_sd, unit, values };
inline constexpr std::array<std::string_view, 8> statistic_names = {"min", "max",        "mean", "median",
                                                                    "sd",  "inverse_sd", "unit", "values"};

/// A reference value: a statistic of the values that a slot has over the cohort. `fit` puts it into its places.
struct StatisticCode {
    StatisticKind kind = StatisticKind::min;
    Slot slot = 0;
    std::string unit;         ///< kind unit: whose value
    std::string key;          ///< names it in documents: JSON pointer and kind
    std::uint32_t place = 0;  ///< of `Program::arguments` or, for inverse_sd, `Program::weights`; values: of `tables`
    std::uint32_t stage = 0;  ///< those of an earlier stage must be known first
    std::uint32_t user = 0;   ///< node that needs it
};

/// What an operand with some status counts as: `number` belongs to substitute.
struct ActionCode {
    PolicyAction action = PolicyAction::propagate;
    NumberIndex number = none;
};
using PolicyCode = std::array<ActionCode, status_count>;

/// One node of the tree.
struct NodeCode {
    Aggregate aggregate = Aggregate::from;
    bool weighted = false;  ///< weights count in the value
    Range operands;         ///< of `Program::operands` and, in step, of `Program::weights`
    Range transforms;
    PolicyCode policy{};
    bool has_if_needed = false;  ///< some status of the policy is `if_needed`
    NumberIndex coverage_at_least = none;
    NumberIndex applicable_at_least = none;
    std::uint32_t count_at_least = 0;
    std::uint32_t lookup = none;  ///< of `Program::lookups`
    std::uint32_t holds = none;   ///< of `Program::conditions`
    std::uint32_t when = none;    ///< of `Program::conditions`
};

/// A band, its holes already closed by the gap policy. An edge of `none` is open to infinity.
struct BandCode {
    NumberIndex lower = none, upper = none;
    bool lower_included = true, upper_included = true;
    Order lower_tie = Order::equal, upper_tie = Order::equal;  ///< see `tie_of_rounded`
    std::uint32_t grade = 0;
};

/// A grade that a unit can be given.
struct GradeCode {
    std::string name;
    Text title;
    std::uint32_t order = none;  ///< 0 is the worst band; none: given by a gate or outside every band
};

struct GateCode {
    std::uint32_t condition = 0;
    std::uint32_t otherwise = 0;  ///< grade
};

struct CapCode {
    std::uint32_t condition = 0;
    std::uint32_t at_most = 0;  ///< grade
};

/// A condition that leads to a grade: a level of a ladder or an override.
struct ConditionalGrade {
    std::uint32_t condition = 0;
    std::uint32_t grade = 0;
};

struct VerdictCode {
    Slot on = 0;
    std::optional<Rounding> round;
    std::vector<BandCode> bands;
    std::vector<GradeCode> grades;
    std::uint32_t otherwise = none;  ///< grade outside every band
    std::vector<GateCode> gates;
    std::vector<CapCode> caps;
    std::vector<ConditionalGrade> ladder;
    std::vector<ConditionalGrade> overrides;
};

/// What a node is called where it is reported.
struct NodeName {
    std::string id;       ///< empty: anonymous
    std::string pointer;  ///< where it stands in the document
    std::string key;  ///< the id, or the pointer; of the part of a node before a transform, that transform's pointer
};

/// Brings the doubles of a program into step with its numbers.
inline void note_doubles(std::vector<Bounded>& doubles, const std::vector<Rational>& numbers) {
    for (std::size_t i = doubles.size(); i < numbers.size(); ++i)
        doubles.push_back(Arithmetic<Bounded>::from(numbers[i]));
}

/// A compiled instrument. Immutable once compiled.
struct Program {
    std::vector<VariableCode> variables;
    std::vector<NumberIndex> constants;       ///< one a constant slot
    std::vector<std::string> constant_names;  ///< in step: as decimals
    std::vector<NodeCode> nodes;              ///< operands before users
    std::vector<NodeName> names;              ///< in step with nodes
    std::vector<Slot> operands;
    std::vector<NumberIndex> weights;
    std::vector<TransformCode> transforms;
    std::vector<ConditionCode> conditions;
    std::vector<std::uint32_t> condition_parts;
    std::vector<NumberIndex> arguments;
    std::vector<Rational> numbers;
    std::vector<Bounded> doubles;  ///< the numbers as doubles, in step
    std::vector<LookupCode> lookups;
    std::vector<StatisticCode> statistics;       ///< in the order of their stages
    std::vector<std::vector<Rational>> tables;   ///< ascending values of a cohort
    bool is_fitted = true;                       ///< all statistics are in their places
    std::vector<NumberIndex> worst_of_variable;  ///< bad end of its range; none: unbounded
    std::vector<NumberIndex> best_of_variable;   ///< good end
    std::vector<NumberIndex> best_of_node;       ///< value when every variable below is at its best; none: unknown
    std::vector<NumberIndex> worst_of_node;      ///< value when every variable below is at its worst; none: unknown
    Slot root = 0;
    bool has_roots = false;  ///< roots, logarithms or exponentials occur: exact arithmetic needs Real
    VerdictCode verdict;

    /// The variable of that name.
    std::optional<Slot> find(std::string_view variable) const {
        for (Slot v = 0; v < variables.size(); ++v) {
            if (variables[v].name == variable) return v;
        }
        return std::nullopt;
    }
    Slot constant_slot(std::size_t constant) const { return static_cast<Slot>(variables.size() + constant); }
    Slot node_slot(std::size_t node) const { return static_cast<Slot>(variables.size() + constants.size() + node); }
    std::size_t slot_count() const { return variables.size() + constants.size() + nodes.size(); }
    bool is_variable(Slot slot) const { return slot < variables.size(); }
    bool is_node(Slot slot) const { return slot >= variables.size() + constants.size(); }
    /// The node behind a slot for which `is_node` holds.
    std::size_t node_of(Slot slot) const { return slot - variables.size() - constants.size(); }
};

}  // namespace v0
}  // namespace pug
