#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/assumptions.hpp"
#include "pug/workbench/dataset.hpp"
#include "pug/workbench/design.hpp"
#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// Something that varies by itself.
struct Factor {
    std::string name;
    std::size_t assumption = 0;    ///< its place in `Assumptions::of`
    std::size_t alternatives = 0;  ///< how many it chooses among; 0: it is a matter of degree
};

/// The factors of assumptions about a design, in their order.
///
/// Errors: those of `draw`, and (kind `argument`, every problem is listed, `where` names the factor):
/// `assumptions.empty` (none, or one without alternatives or anything that it is about), `assumptions.name` (two
/// factors of one name, a name that is neither indicator nor part), `assumptions.step` (no such step, or an alternative
/// of another kind), `assumptions.twice` (two choices for one step, part or pair of goalposts),
/// `assumptions.probabilities`, `assumptions.range` (a noise, concentration, share or deviation out of its range),
/// `assumptions.weight` (a weight that is negative or not finite), `assumptions.goalposts` (an indicator that no
/// alternative normalises by goalposts), and those of an alternative with which the design would not be one.
result<std::vector<Factor>> factors(const Design& design, const Dataset& data, const Assumptions& assumptions);

/// Called by the thread that asked, now and then: how many replications or evaluations are done, of how many at most.
/// False stops the work.
using Progress = std::function<bool(std::size_t done, std::size_t total)>;

struct CertaintyOptions {
    std::size_t replications = 1000;  ///< at most
    std::uint64_t seed = 0;
    double level = 0.9;            ///< of the intervals: 0.9 is from the 5th to the 95th percentile
    std::vector<std::size_t> top;  ///< the chance of being among the first so many
    bool outranking = false;       ///< the chance that one unit is above another, for all pairs
    /// Stops early when the ends of every unit's rank interval have a standard error of at most that; 0: never. Looked
    /// at after 250 replications, 500, 1,000, and so on, each time twice as many.
    double tolerance = 0;
    double most_failed = 0.1;  ///< share of the replications that may fail
    /// The result is the same for any number. A normalisation of one's own is called from all of them.
    unsigned threads = 1;
    Progress progress;
};

/// What is known about one row of the dataset.
struct UnitCertainty {
    std::size_t row = 0;  ///< of the dataset
    std::string unit;
    double time = no_value;
    double nominal_score = no_value;
    std::size_t nominal_rank = 0;  ///< of the design as it is; 0: none
    std::size_t ranked = 0;        ///< replications in which it has a rank; what follows is over those
    double mean_rank = no_value, median_rank = no_value;
    double low_rank = no_value, high_rank = no_value;
    double mean_score = no_value, sd_score = no_value;
    double low_score = no_value, high_score = no_value;
    std::vector<double> grades;  ///< chance of each grade of the design, and last of none
    std::vector<double> top;     ///< by `CertaintyOptions::top`
};

/// Replications that failed for one reason.
struct Failures {
    Problem reason;
    std::size_t count = 0;
    std::size_t first = 0;  ///< one of them, the first, from 0
};

enum class Stopped : std::uint8_t {
    all_done,   ///< every replication that was asked for
    precise,    ///< the tolerance was reached
    cancelled,  ///< `progress` said so
};

/// How sure scores and ranks are.
struct Certainty {
    std::vector<Factor> factors;
    std::vector<UnitCertainty> units;  ///< rows of the dataset that ever have a rank, ascending
    std::size_t replications = 0;      ///< that were run, failed ones among them
    std::size_t failed = 0;
    std::vector<Failures> failures;  ///< the most frequent first
    Stopped stopped = Stopped::all_done;
    double worst_error = no_value;  ///< the greatest standard error of an end of a rank interval
    Matrix scores;                  ///< replications × units; no value where there is none
    /// Replications × units, one column after the other; 0: no rank.
    std::vector<std::uint32_t> ranks;
    /// By `[a · units + b]`: chance that unit a is above unit b, a tie counting half; over replications in which both
    /// have a score. No value of a unit with itself. Empty unless asked for.
    std::vector<double> outranking;
    std::vector<std::string> grades;  ///< names, in the order of `UnitCertainty::grades`
    double level = 0;
    std::vector<std::size_t> top;
};

/// Builds the index again and again, every factor at random each time, and looks at how scores and ranks vary.
///
/// Draws are Philox numbers with the address (seed, name of the factor, replication, draw), for errors of measurement
/// with the names of indicator and unit as well: neither other factors, nor other units, nor their order change them.
/// Replication r of a thousand is replication r of a million.
///
/// Percentiles interpolate between the two nearest of the ordered values, the first being the 0th and the last the
/// 100th (type 7 of R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages, The American Statistician 50
/// (1996)). The standard error of a percentile is half the distance between those that lie one standard error of its
/// share √(p·(1 − p)/n) below and above it (R. S. Woodruff, Confidence intervals for medians and other position
/// measures, Journal of the American Statistical Association 47 (1952)).
///
/// A replication that fails (a geometric mean of negative scores, say) counts in `failed`, with its reason, and nowhere
/// else. Steps whose alternatives repeat are done once.
///
/// Errors: those of `factors`, those of `build` for the design as it is, `certainty.options`, `certainty.failed` (more
/// than `most_failed` failed; a problem for each reason), `certainty.cancelled` (before any replication was done).
result<Certainty> certainty(const Design& design, const Dataset& data, const Assumptions& assumptions,
                            const CertaintyOptions& options = {});

/// The same with given choices in place of random ones: by replication, then by factor, the place of the alternative,
/// from 0. Factors that do not choose are not allowed. `replications`, `seed` and `tolerance` of the options do not
/// matter.
///
/// Errors: as above, `certainty.choices`.
result<Certainty> replay(const Design& design, const Dataset& data, const Assumptions& assumptions,
                         std::span<const std::vector<std::size_t>> choices, const CertaintyOptions& options = {});

}  // namespace workbench
}  // namespace v0
}  // namespace pug
