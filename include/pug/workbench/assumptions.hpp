#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "pug/workbench/design.hpp"

// What is uncertain about an index: plain values, no behaviour.
namespace pug {
inline namespace v0 {
namespace workbench {

/// Whose weights or rules are meant: those of the parts on these levels and of these names; all where neither is given.
/// Indicators have level 1, a part is one level above the highest of its parts.
struct Scope {
    std::vector<std::size_t> levels;
    std::vector<std::string> names;
};

/// One step might be done otherwise. One factor.
struct StepAlternatives {
    std::string name;                               ///< of the factor; empty: "imputation", "treatment", …
    std::size_t step = 0;                           ///< its place among the steps of the design
    std::vector<std::optional<Step>> alternatives;  ///< steps of the same kind; none: it is left out
    std::vector<double> probabilities;  ///< one an alternative, any sum above zero; empty: all equally likely
};

/// Parts might be aggregated otherwise, all of them in the same way. One factor.
struct AggregationAlternatives {
    std::string name;  ///< empty: "aggregation"
    Scope of;
    std::vector<Aggregation> alternatives;
    std::vector<double> probabilities;
};

/// Each weight might be more or less: uniform from w·(1 − relative) to w·(1 + relative), before weights are divided by
/// their sum. One factor, or one a weight.
struct WeightNoise {
    std::string name;        ///< empty: "weights"; that of a weight is followed by "/" and the name of what is weighted
    Scope of;                ///< what is weighted: indicators and parts
    double relative = 0.25;  ///< above 0, at most 1
    bool is_apart = false;   ///< one factor a weight
};

/// The weights of siblings have a Dirichlet distribution whose means are their weights: the share of each has the
/// variance m·(1 − m)/(concentration + 1). Siblings outside the scope keep what they have. One factor, or one a weight.
struct WeightDirichlet {
    std::string name;  ///< empty: "weights"
    Scope of;
    double concentration = 100;  ///< at least 1e-200; the greater, the closer to the weights of the design
    bool is_apart = false;
};

/// One of several sets of weights might hold; what a set does not name has its weight in the design. One factor.
struct WeightSets {
    std::string name;                                               ///< empty: "weights"
    std::vector<std::vector<std::pair<std::string, double>>> sets;  ///< weight by name of an indicator or part
    std::vector<double> probabilities;
};

/// Both goalposts of an indicator might lie elsewhere: uniform within `share` of the distance between them, each by
/// itself. Holds for indicators normalised by goalposts. One factor, or one an indicator.
struct GoalpostNoise {
    std::string name;                     ///< empty: "goalposts"
    std::vector<std::string> indicators;  ///< empty: all that are normalised by goalposts
    double share = 0.1;                   ///< above 0, below 0.5
    bool is_apart = false;
};

/// How far measurements lie from the truth, normally distributed.
struct MeasurementSpread {
    double sd = 0;             ///< not negative
    bool is_relative = false;  ///< `sd` is a share of the magnitude of the value
};

/// Values of indicators might be measured wrongly, each by itself, before any step. What is missing stays missing. One
/// factor, or one an indicator.
struct MeasurementError {
    std::string name;                                               ///< empty: "measurement"
    std::optional<MeasurementSpread> all;                           ///< of each indicator that is not among `others`
    std::vector<std::pair<std::string, MeasurementSpread>> others;  ///< by indicator
    bool is_apart = false;
};

using Assumption = std::variant<StepAlternatives, AggregationAlternatives, WeightNoise, WeightDirichlet, WeightSets,
                                GoalpostNoise, MeasurementError>;

/// The name of the factor of an assumption, or what the names of its factors begin with: its own, or the usual one.
std::string factor_name(const Assumption& assumption, const Design& design);

/// All that is uncertain. Factors vary independently of each other. Weights that more than one factor changes are
/// changed one after the other, in the order given.
struct Assumptions {
    std::vector<Assumption> of;
};

}  // namespace workbench
}  // namespace v0
}  // namespace pug
