#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "pug/decimal.hpp"
#include "pug/status.hpp"
#include "pug/text.hpp"

// What an instrument is: plain values, no behaviour. The words are those of the instrument language (docs/language.md).
namespace pug {
inline namespace v0 {

/// A value on the heap with value semantics, so that a node may hold a node.
template <class T>
class Box {
  public:
    Box(T value) : value_(std::make_unique<T>(std::move(value))) {}  // NOLINT: a box is its value
    Box(const Box& other) : value_(std::make_unique<T>(*other.value_)) {}
    Box(Box&&) noexcept = default;
    Box& operator=(const Box& other) {
        if (this != &other) value_ = std::make_unique<T>(*other.value_);
        return *this;
    }
    Box& operator=(Box&&) noexcept = default;
    ~Box() = default;
    const T& operator*() const { return *value_; }
    const T* operator->() const { return value_.get(); }
    T& operator*() { return *value_; }
    T* operator->() { return value_.get(); }
    bool operator==(const Box& other) const { return *value_ == *other.value_; }

  private:
    std::unique_ptr<T> value_;
};

/// The name of a parameter, standing where a number may.
struct ParameterName {
    std::string name;
    bool operator==(const ParameterName&) const = default;
};

/// A number of the instrument: written out, or the value of a parameter.
using Number = std::variant<Decimal, ParameterName>;

enum class Direction : std::uint8_t { higher_is_better, lower_is_better };

/// A number that the instrument names, so that its source can be told and a profile can change it.
struct Parameter {
    std::string name;
    Decimal value;
    /// Dated values, by the day (YYYY-MM-DD) from which each holds, ascending; empty: `value` holds always.
    std::vector<std::pair<std::string, Decimal>> dated;
    Text title;
    std::string source;
    bool operator==(const Parameter&) const = default;
};

/// Where a rule or a number was published.
struct Source {
    std::string name;
    Text title;
    std::string year;
    std::string url;
    Text note;
    bool operator==(const Source&) const = default;
};

/// One level of a scale.
struct Level {
    std::string code;
    std::optional<Decimal> points;
    std::string counts_as;  ///< code of the level it counts as in look-ups (D* counts as D); empty: itself
    Text title;
    bool operator==(const Level&) const = default;
};

/// The levels of a choice from worst to best, and codes that mean a status (TDD: not applicable).
struct Scale {
    std::string name;
    std::vector<Level> levels;
    std::vector<std::pair<std::string, Status>> statuses;
    bool operator==(const Scale&) const = default;
};

enum class VariableType : std::uint8_t { number, percent, count, yes_no, choice };

/// How an unmet indicator is mended: what to do, with how many working days of effort, by whom.
struct Remediation {
    Text text;
    std::optional<Decimal> effort_days;
    Text role;
    bool operator==(const Remediation&) const = default;
};

/// One column of observations.
struct Variable {
    std::string name;
    VariableType type = VariableType::number;
    std::string unit;
    std::optional<Decimal> low;   ///< lowest admissible value; none: unbounded
    std::optional<Decimal> high;  ///< highest admissible value; none: unbounded
    Direction direction = Direction::higher_is_better;
    std::string scale;  ///< of a choice
    /// Codes of this variable that mean a status ("NC": not computable), besides those of its scale.
    std::vector<std::pair<std::string, Status>> statuses;
    Text title;
    Text question;
    Text guidance;
    Text evidence;
    std::optional<Remediation> remediation;
    std::string source;
    bool operator==(const Variable&) const = default;
};

enum class RoundingMode : std::uint8_t { half_up, half_even, down, up };

/// Rounding to so many decimals. half_up takes a tie away from zero; down and up are towards −∞ and +∞.
struct Rounding {
    int digits = 0;
    RoundingMode mode = RoundingMode::half_up;
    bool operator==(const Rounding&) const = default;
};

// Transforms: what is done to a value, one after the other.
struct Points {  ///< share of the scale's greatest points
    bool operator==(const Points&) const = default;
};
struct Complement {  ///< 1 − x
    bool operator==(const Complement&) const = default;
};
struct Absolute {  ///< |x|
    bool operator==(const Absolute&) const = default;
};
struct Logarithm {  ///< ln x
    bool operator==(const Logarithm&) const = default;
};
struct Exponential {  ///< e^x
    bool operator==(const Exponential&) const = default;
};
struct Clip {  ///< x held between low and high
    std::optional<Number> low, high;
    bool operator==(const Clip&) const = default;
};
struct Replace {  ///< the second where x equals the first
    std::vector<std::pair<Decimal, Number>> pairs;
    bool operator==(const Replace&) const = default;
};
struct Reciprocal {  ///< k / x
    Number k;
    bool operator==(const Reciprocal&) const = default;
};
struct Scaled {  ///< k·x
    Number k;
    bool operator==(const Scaled&) const = default;
};
struct Affine {  ///< a·x + b
    Number a, b;
    bool operator==(const Affine&) const = default;
};
struct Minmax {  ///< (x − low) / (high − low)
    Number low, high;
    bool operator==(const Minmax&) const = default;
};
struct Power {  ///< x^p
    Number p;
    bool operator==(const Power&) const = default;
};
/// One end of a band, or the beginning of a step.
struct Edge {
    Number at;
    bool included = true;
    bool operator==(const Edge&) const = default;
};
struct Step {
    std::optional<Edge> edge;  ///< where it begins; none: at −∞
    Number value;
    bool operator==(const Step&) const = default;
};
struct Steps {  ///< the value of the last step that has begun at x
    std::vector<Step> steps;
    bool operator==(const Steps&) const = default;
};
enum class RelativeKind : std::uint8_t { minmax, zscore, rank, percentile, relative_to, deviation_from };
enum class Reference : std::uint8_t { cohort, min, max, mean, median, unit };
struct Relative {  ///< x seen against the cohort that was fitted
    RelativeKind kind = RelativeKind::minmax;
    Reference to = Reference::cohort;
    std::string unit;  ///< for `Reference::unit`
    bool operator==(const Relative&) const = default;
};
using Transform = std::variant<Points, Complement, Absolute, Logarithm, Exponential, Clip, Replace, Reciprocal, Scaled,
                               Affine, Minmax, Rounding, Power, Steps, Relative>;

enum class Comparison : std::uint8_t { at_least, above, at_most, below, is };

/// Compares the subject with a number, or with the code of a level or "yes"/"no".
struct Compare {
    std::string subject;  ///< name of a variable or node
    Comparison comparison = Comparison::at_least;
    std::vector<std::variant<Number, std::string>> values;  ///< one; `is` takes several ("in"); words are as written
    bool is_variable = true;                                ///< the subject is a variable, not the node of that name
    bool operator==(const Compare&) const = default;
};

/// A statement about units that holds, fails, or cannot be decided because its subject is not observed.
struct Condition {
    struct All {
        std::vector<Condition> of;
        bool operator==(const All&) const = default;
    };
    struct Any {
        std::vector<Condition> of;
        bool operator==(const Any&) const = default;
    };
    struct Not {
        Box<Condition> of;
        bool operator==(const Not&) const = default;
    };
    std::variant<Compare, All, Any, Not> what;
    bool operator==(const Condition&) const = default;
};

enum class PolicyAction : std::uint8_t {
    renormalise,
    lowest,
    propagate,
    if_needed,  ///< propagates only where the value could change that of the node
    substitute,
};

/// What an operand with some status counts as.
struct PolicyRule {
    PolicyAction action = PolicyAction::propagate;
    Number value{Decimal(0)};  ///< for substitute
    bool operator==(const PolicyRule&) const = default;
};

/// A rule for each status that is named; what is not named is inherited.
using Policy = std::array<std::optional<PolicyRule>, status_count>;

enum class Aggregate : std::uint8_t {
    from,
    sum,
    arithmetic,
    geometric,
    harmonic,
    min,
    max,
    median,
    ratio,
    difference,
    product,
    lookup,
    holds
};

/// How the weights of an aggregate come about.
enum class Weighting : std::uint8_t { given, equal, inverse_sd };

/// A table from the levels of several choices to numbers.
struct Lookup {
    struct Row {
        std::vector<std::string> codes;  ///< of levels, one an operand that is present
        Number value;
        bool operator==(const Row&) const = default;
    };
    bool unordered = false;  ///< the order of the codes does not matter
    std::vector<Row> rows;
    bool operator==(const Lookup&) const = default;
};

/// How much must be known, or apply, for a node to have a value.
struct Coverage {
    std::optional<Number> at_least;             ///< share of the weight that counts which must be observed
    std::optional<int> count_at_least;          ///< operands that must be present
    std::optional<Number> applicable_at_least;  ///< share of the weight that must apply, or the node does not
    bool operator==(const Coverage&) const = default;
};

struct Node;

/// A name of a node or variable.
struct Name {
    std::string name;
    bool operator==(const Name&) const = default;
};

/// What a node is computed from.
using Operand = std::variant<Name, Number, Box<Node>>;

/// One step of the computation: a value source, transforms, and what happens when something is missing.
struct Node {
    std::string id;  ///< empty: anonymous, its value is not reported
    Text title;
    Number weight{Decimal(1)};
    std::string source;
    Aggregate aggregate = Aggregate::from;
    std::vector<Operand> operands;
    Weighting weights = Weighting::given;
    std::optional<Lookup> lookup;    ///< of Aggregate::lookup
    std::optional<Condition> holds;  ///< of Aggregate::holds: 1 where it holds, 0 where not
    std::vector<Transform> then;
    Policy missing;
    Coverage coverage;
    std::optional<Condition> when;
    std::optional<Rounding> round;
    bool operator==(const Node&) const = default;
};

/// Whether a node says nothing: the root of an instrument that reports nodes but no score.
inline bool is_absent(const Node& node) { return node.aggregate == Aggregate::from && node.operands.empty(); }

/// A grade and the values that earn it. An end that is not stated lies where the next band begins.
struct Grade {
    std::string name;
    Text title;
    std::optional<Edge> lower;
    std::optional<Edge> upper;
    std::string source;
    bool operator==(const Grade&) const = default;
};

/// A mandatory condition and the grade of a unit that does not meet it.
struct Gate {
    std::string id;
    Text title;
    Condition condition;
    std::string otherwise;
    Text otherwise_title;
    std::string source;
    bool operator==(const Gate&) const = default;
};

/// A condition under which the grade is at most the one named.
struct Cap {
    std::string id;
    Text title;
    Condition when;
    std::string grade_at_most;
    std::string source;
    bool operator==(const Cap&) const = default;
};

/// One level of a ladder: reached when its condition holds and so do those of all levels below.
struct Rung {
    std::string grade;
    Text title;
    Condition when;
    std::string source;
    bool operator==(const Rung&) const = default;
};

/// A condition that gives a grade whatever the rest says. The first that holds wins.
struct Override {
    std::string id;
    Text title;
    Condition when;
    std::string grade;
    Text grade_title;
    std::string source;
    bool operator==(const Override&) const = default;
};

enum class GapPolicy : std::uint8_t { refuse, lower, upper, none };
enum class RankOn : std::uint8_t { value, rounded, none };
enum class Ties : std::uint8_t { min, max, average, dense };

/// How units are ranked.
struct Ranking {
    RankOn on = RankOn::value;
    Ties ties = Ties::min;
    bool operator==(const Ranking&) const = default;
};

/// How a score becomes a grade and a rank.
struct Verdict {
    std::string on;  ///< node graded; empty: the root
    std::optional<Rounding> round;
    std::vector<Grade> grades;
    GapPolicy gaps = GapPolicy::refuse;
    std::string otherwise;  ///< grade of what lies outside every band; empty: none
    Text otherwise_title;
    std::vector<Rung> ladder;  ///< from the lowest level; instead of grades
    std::vector<Gate> gates;
    std::vector<Cap> caps;
    std::vector<Override> overrides;
    Ranking rank;
    bool operator==(const Verdict&) const = default;
};

/// An expected number and the decimals that it shows: the computed one is rounded to as many before they are compared.
struct Expected {
    Decimal value;
    int digits = 0;
    bool operator==(const Expected&) const = default;
};

/// A case with its expected results, carried inside the instrument.
struct Example {
    using Input = std::variant<std::string, Status>;  ///< a number, code or word as text; or a status
    Text title;
    std::string source;
    std::vector<std::pair<std::string, Input>> inputs;  ///< variables not named are missing
    std::optional<Expected> score;
    std::optional<std::string> grade;  ///< "" expects none
    std::optional<Status> status;      ///< of the root
    std::vector<std::pair<std::string, Expected>> nodes;
    bool operator==(const Example&) const = default;
};

enum class InstrumentStatus : std::uint8_t { official, reconstructed, draft };

/// A standard, index, checklist or marker: everything that scoring needs to know.
struct Instrument {
    std::string id;
    std::string edition;
    std::string basis;  ///< of a profile: the instrument it overlays, id@edition#fingerprint
    InstrumentStatus status = InstrumentStatus::draft;
    Text title;
    Text description;
    Text authority;
    std::vector<Source> sources;
    Direction direction = Direction::higher_is_better;
    std::vector<Parameter> parameters;
    std::vector<Scale> scales;
    std::vector<Variable> variables;
    Policy missing;  ///< what every node inherits, those of `nodes` and the root alike
    std::vector<Node> nodes;
    Node score;  ///< the root; absent (see `is_absent`) where no total is to be made
    Verdict verdict;
    std::vector<Example> examples;
    /// Keys that begin with "x-": JSON text by name, kept and ignored.
    std::vector<std::pair<std::string, std::string>> extensions;
    bool operator==(const Instrument&) const = default;
};

}  // namespace v0
}  // namespace pug
