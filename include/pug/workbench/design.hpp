#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "pug/instrument.hpp"
#include "pug/text.hpp"

// What an index is made of and how: plain values, no behaviour. docs/index-design.md defines the document.
namespace pug {
inline namespace v0 {
namespace workbench {

/// One column that the index is made of.
struct Indicator {
    std::string name;  ///< of the column
    Text title;
    Direction direction = Direction::higher_is_better;
    std::string denominator;       ///< column that the step `Denominate` divides by; empty: none
    std::optional<double> target;  ///< in the indicator's own unit, for distance to target
    std::string source;
};

// The steps, in the order in which a design lists them. Each has a rule for all indicators and may have others for
// some.

/// Divides each indicator by its denominator. A denominator of zero or without a value leaves no value.
struct Denominate {};

/// Leaves out units that say too little.
struct Screen {
    double available_at_least = 0;       ///< share of the indicators that must have a value
    double nonzero_at_least = 0;         ///< share of the values that must not be zero
    std::vector<std::string> keep;       ///< units that stay whatever they say
    std::vector<std::string> leave_out;  ///< units that go whatever they say
};

enum class ImputationMethod : std::uint8_t {
    none,
    mean,
    median,
    group_mean,
    group_median,
    linear,                   ///< between the unit's own neighbouring times; at an end the nearest value
    expectation_maximisation  ///< conditional mean under a multivariate normal distribution
};

/// How a missing value of an indicator is filled in.
struct Imputation {
    ImputationMethod method = ImputationMethod::mean;
    std::string group;  ///< group_mean, group_median: text column whose equal entries are one group
};

struct Impute {
    Imputation all;
    std::vector<std::pair<std::string, Imputation>> others;  ///< by indicator
};

enum class TreatmentRule : std::uint8_t {
    none,       ///< as it is
    winsorise,  ///< the outermost value becomes the next one, again and again
    log,        ///< ln(x − min + (max − min)/100)
    box_cox     ///< ((x + shift)^λ − 1)/λ
};

/// What is done to an indicator whose distribution is too skewed. It passes when |skew| < `skew` or kurtosis <
/// `kurtosis` (sample-adjusted, G1 and G2). One that does not is treated by the rules in their order, each applied to
/// the column as it was, until one makes it pass; the last is kept even when it fails.
struct Treatment {
    std::vector<TreatmentRule> rules{TreatmentRule::winsorise, TreatmentRule::log};
    double skew = 2;
    double kurtosis = 3.5;
    std::size_t most = 5;  ///< no further step of winsorising once so many are changed; equal values change together
    bool always = false;   ///< the rules are applied to a column that passes, too
    std::optional<double> lambda;  ///< of box_cox; none: that of the greatest likelihood
};

struct Treat {
    Treatment all;
    std::vector<std::pair<std::string, Treatment>> others;  ///< by indicator
};

enum class NormalisationMethod : std::uint8_t {
    none,                   ///< x, or −x where lower is better
    minmax,                 ///< low + (high − low)·(x − min)/(max − min)
    goalposts,              ///< the same between `from` and `to`, held within them when `hold`
    zscore,                 ///< mean + sd·(x − mean of x)/(sample standard deviation of x)
    scaled,                 ///< (x − from)/(to − from)·(high − low) + low, whatever the direction
    rank,                   ///< 1 for the worst, ties share the least place
    percentile_rank,        ///< (rank − 1)/(n − 1) of those that have a value
    borda,                  ///< rank − 1: how many are worse
    distance_to_max,        ///< 1 − (max − x)/(max − min)
    distance_to_reference,  ///< 1 − (reference − x)/(reference − min), the reference being a unit's value
    distance_to_target,     ///< 1 − (target − x)/(target − min), at most 1 when `hold`
    fraction_of_max,        ///< x / max
    around_reference,  ///< (high + low)/2 + (high − low)·(x − reference)/(max − min): the adjusted Mazziotta–Pareto
                       ///< scale
    categorical,       ///< the value of the last step that has begun at x, whatever the direction
    own                ///< whatever `function` makes of the column
};

/// How the values of an indicator become comparable. Extremes, means and ranks are those of the rows at hand. Where
/// lower is better, the values are turned round first, so that in every result more is better.
struct Normalisation {
    NormalisationMethod method = NormalisationMethod::minmax;
    double low = 0, high = 100;       ///< of the result: minmax, goalposts, scaled, around_reference
    double from = 0, to = 1;          ///< of the input: goalposts, scaled
    bool hold = true;                 ///< goalposts, distance_to_target
    double mean = 0, sd = 1;          ///< of the result: zscore
    std::string unit;                 ///< distance_to_reference, around_reference: whose value is the reference
    std::optional<double> reference;  ///< around_reference: the number itself; neither: the mean
    std::vector<std::pair<double, double>> steps;  ///< categorical: where each begins, and its value; ascending
    /// own: reads the column (cells may be without a value, lower may be better) and writes the normalised one.
    std::function<void(std::span<const double>, std::span<double>)> function;
};

struct Normalise {
    Normalisation all;
    std::vector<std::pair<std::string, Normalisation>> others;  ///< by indicator
};

using Step = std::variant<Denominate, Screen, Impute, Treat, Normalise>;

enum class AggregationMethod : std::uint8_t {
    arithmetic,
    geometric,
    harmonic,
    power,             ///< (Σ w·x^p)^(1/p)
    median,            ///< weighted: the least value up to which half the weight lies; two of them: their mean
    mazziotta_pareto,  ///< M ∓ S²/M with the mean M and the standard deviation S over the parts
    owa,               ///< weights belong to places: the best part, the second best, …
    mean_min,          ///< M − α·(√((M − min)² + β²) − β)
    copeland,          ///< outranking: how many units one beats less how many beat it, by a weighted majority of parts
    topsis,            ///< closeness to the best and distance from the worst value of each part
    vikor,     ///< compromise between the group's benefit and the individual's regret; turned so that more is better
    promethee  ///< net flow of PROMETHEE II
};

/// How far a difference is a preference, for PROMETHEE: `usual` any, `linear` from q to p.
struct Preference {
    enum class Kind : std::uint8_t { usual, u_shape, v_shape, level, linear, gaussian };
    Kind kind = Kind::usual;
    double q = 0;  ///< indifference up to here
    double p = 1;  ///< full preference from here
    double s = 1;  ///< gaussian
    bool operator==(const Preference&) const = default;
};

/// How a part gets its value from its own parts. A part without a value leaves with its weight (it never counts as 0);
/// what compares units with each other (copeland and after) needs all of them.
struct Aggregation {
    AggregationMethod method = AggregationMethod::arithmetic;
    double available_at_least = 0;      ///< share of the weight that must have a value, else there is none
    double p = 1;                       ///< power; 0 is the geometric mean
    bool is_downward = true;            ///< mazziotta_pareto: M − S²/M (more is better) and not M + S²/M
    bool sample_sd = false;             ///< mazziotta_pareto: S with n − 1 in place of n
    std::vector<double> order_weights;  ///< owa: from the best place to the worst, one a part
    double alpha = 1, beta = 0;         ///< mean_min: how much the worst counts (0 … 1), and how smoothly (≥ 0)
    double v = 0.5;                     ///< vikor: weight of the group's benefit
    Preference preference;              ///< promethee
    bool operator==(const Aggregation&) const = default;
};

enum class WeightingMethod : std::uint8_t {
    given,
    equal,
    inverse_sd,
    pca,         ///< squared loadings of the first principal component
    entropy,     ///< Shannon
    critic,      ///< contrast times conflict (Diakoulaki)
    ahp,         ///< principal eigenvector of pairwise judgements (Saaty)
    budget,      ///< mean of what each of a panel allots
    correlation  ///< such that the parts correlate equally (or as wanted) with the whole
};

/// How the parts of a part get their weights. Weights are divided by their sum.
struct Weighting {
    WeightingMethod method = WeightingMethod::given;
    /// ahp: the square of pairwise judgements; budget: a row a member of the panel; correlation: one row, the
    /// importance wanted.
    std::vector<std::vector<double>> judgements;
    bool operator==(const Weighting&) const = default;
};

/// The index, a dimension of it, …, down to the indicators, which have no parts.
struct Part {
    std::string name;
    Text title;
    double weight = 1;                       ///< among its siblings, ≥ 0
    std::optional<Aggregation> aggregation;  ///< none: that of the design
    std::optional<Weighting> weighting;      ///< of its parts; none: that of the design
    std::vector<Part> parts;
    std::string source;
};

/// A band of the index, from an edge (included) up to the next band.
struct Band {
    std::string grade;
    Text title;
    std::optional<double> from;  ///< none: −∞
};

/// All that makes an index out of data.
struct Design {
    std::string id;
    std::string edition;
    Text title;
    Text authority;
    std::vector<Source> sources;
    std::vector<Indicator> indicators;
    std::vector<Step> steps;
    Aggregation aggregation;  ///< of each part that states none
    Weighting weighting;      ///< of the parts of each part that states none
    Part index;
    std::vector<Band> grades;  ///< ascending; empty: no grades
};

}  // namespace workbench
}  // namespace v0
}  // namespace pug
