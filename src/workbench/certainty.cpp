#include "pug/workbench/certainty.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "workbench/fast_ranks.hpp"
#include "workbench/percentile.hpp"
#include "workbench/refusals.hpp"
#include "workbench/share_out.hpp"
#include "workbench/variations.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using detail::digits;
using detail::Draw;
using detail::Replicator;
using detail::Tally;
using detail::Variations;

constexpr std::size_t most_replications = 10'000'000;
constexpr std::size_t most_cells = std::size_t{1} << 28;
constexpr std::size_t first_round = 250;
constexpr std::size_t share_size = 16;  // replications that a thread takes at a time

Error wrong_option(const std::string& option, const std::string& found, const std::string& wanted) {
    return {ErrorKind::argument, "certainty.options", option, "found " + found + ", wanted " + wanted};
}

std::optional<Error> check(const CertaintyOptions& options, std::size_t rows) {
    if (options.replications == 0 || options.replications > most_replications)
        return wrong_option("replications", std::to_string(options.replications),
                            "from 1 to " + std::to_string(most_replications));
    if (options.replications > most_cells / std::max<std::size_t>(rows, 1))
        return wrong_option("replications",
                            std::to_string(options.replications) + " of " + std::to_string(rows) + " rows",
                            "at most " + std::to_string(most_cells) + " scores");
    if (!(options.level > 0 && options.level < 1))
        return wrong_option("level", digits(options.level), "one between 0 and 1");
    if (!(options.tolerance >= 0)) return wrong_option("tolerance", digits(options.tolerance), "0 or more");
    if (!(options.most_failed >= 0 && options.most_failed <= 1))
        return wrong_option("most_failed", digits(options.most_failed), "a share from 0 to 1");
    for (const std::size_t first : options.top) {
        if (first == 0 || first > rows)
            return wrong_option("top", std::to_string(first), "from 1 to the number of rows, " + std::to_string(rows));
    }
    return std::nullopt;
}

/// The place of the band of a value among the bands; their number where it lies in none.
std::size_t band_of(const std::vector<Band>& bands, double value) {
    std::size_t band = 0;
    while (band < bands.size() && !(bands[band].from && !(value >= *bands[band].from))) ++band;
    return has_value(value) && band > 0 ? band - 1 : bands.size();
}

/// Runs replications and keeps what they give.
class Replications {
  public:
    Replications(Variations& variations, const CertaintyOptions& options,
                 std::span<const std::vector<std::size_t>> choices)
        : variations_(variations), options_(options), choices_(choices), rows_(variations.data().rows()) {}

    result<Certainty> run() {
        while (done_ < options_.replications && stopped_ != Stopped::cancelled) {
            run_up_to(next_round());
            if (options_.tolerance > 0 && done_ < options_.replications && stopped_ == Stopped::all_done &&
                worst_error() <= options_.tolerance) {
                stopped_ = Stopped::precise;
                break;
            }
        }
        if (done_ == 0)
            return Error(ErrorKind::argument, "certainty.cancelled", "", "cancelled before any replication was done");
        if (auto error = count_failures()) return *std::move(error);
        return summarise();
    }

  private:
    std::size_t next_round() const {
        if (options_.tolerance == 0) return options_.replications;
        return std::min(options_.replications, done_ == 0 ? first_round : 2 * done_);
    }

    std::vector<Draw> draws_of(std::size_t replication) const {
        std::vector<Draw> draws = variations_.replication(replication);
        for (std::size_t f = 0; f < draws.size() && !choices_.empty(); ++f) draws[f].choice = choices_[replication][f];
        return draws;
    }

    void run_up_to(std::size_t end) {
        scores_.resize(end * rows_, no_value);
        ranks_.resize(end * rows_, 0);
        failures_.resize(end);
        prepare(end);
        const std::size_t begin = done_, shares = (end - begin + share_size - 1) / share_size;
        const auto keep_on = [&](std::size_t ended) {
            const std::size_t done = std::min(begin + ended * share_size, end);
            return !options_.progress || options_.progress(done, options_.replications);
        };
        const auto make = [&] {
            return [&, replicator = Replicator(variations_), ranks = detail::FastRanks()](std::size_t share) mutable {
                const std::size_t first = begin + share * share_size;
                for (std::size_t r = first; r < std::min(first + share_size, end); ++r) replicate(r, replicator, ranks);
            };
        };
        const std::size_t ended = detail::share_out(shares, options_.threads, make, keep_on);
        done_ = std::min(begin + ended * share_size, end);
        if (ended < shares) stopped_ = Stopped::cancelled;
    }

    /// What several replications have in common.
    void prepare(std::size_t end) {
        if (variations_.combinations() == 0) return;
        std::vector<std::uint8_t> is_wanted(variations_.combinations());
        for (std::size_t r = done_; r < end; ++r) is_wanted[variations_.combination(draws_of(r))] = 1;
        std::vector<std::size_t> wanted;
        for (std::size_t c = 0; c < is_wanted.size(); ++c) {
            if (is_wanted[c] != 0) wanted.push_back(c);
        }
        variations_.prepare(wanted, options_.threads);
    }

    void replicate(std::size_t r, Replicator& replicator, detail::FastRanks& ranks) {
        const std::vector<Draw> draws = draws_of(r);
        if (auto error = replicator.run(draws)) {
            failures_[r] = std::make_unique<Problem>(std::move(error->problems.front()));
            return;
        }
        const std::span<double> scores(scores_.data() + r * rows_, rows_);
        for (std::size_t at = 0; at < replicator.rows().size(); ++at)
            scores[replicator.rows()[at]] = replicator.index()[at];
        ranks.rank(scores, std::span(ranks_.data() + r * rows_, rows_));
    }

    /// Fails where too many replications did; the reasons, the most frequent first.
    std::optional<Error> count_failures() {
        for (std::size_t r = 0; r < done_; ++r) {
            if (!failures_[r]) continue;
            ++failed_;
            const auto known = std::find_if(reasons_.begin(), reasons_.end(), [&](const Failures& failures) {
                return failures.reason.code == failures_[r]->code && failures.reason.where == failures_[r]->where;
            });
            if (known != reasons_.end()) {
                ++known->count;
            } else {
                reasons_.push_back({*failures_[r], 1, r});
            }
        }
        std::stable_sort(reasons_.begin(), reasons_.end(),
                         [](const Failures& a, const Failures& b) { return a.count > b.count; });
        const double share = static_cast<double>(failed_) / static_cast<double>(done_);
        if (share <= options_.most_failed && failed_ < done_) return std::nullopt;
        std::vector<Problem> problems;
        for (const Failures& failures : reasons_) {
            problems.push_back({"certainty.failed", failures.reason.where, 0, 0,
                                std::to_string(failures.count) + " of " + std::to_string(done_) +
                                    " replications failed (" + failures.reason.code + "): " + failures.reason.message});
        }
        return Error(ErrorKind::data, std::move(problems));
    }

    // Statistics over the replications of a row.

    void tally(std::size_t row, Tally& to) const {
        to.clear();
        for (std::size_t r = 0; r < done_; ++r) {
            if (const std::uint32_t rank = ranks_[r * rows_ + row]) to.add(rank);
        }
    }

    /// The standard error of a percentile of ranks.
    static double error_of(const Tally& ranks, double share) {
        const double error = std::sqrt(share * (1 - share) / static_cast<double>(ranks.size()));
        return (ranks.percentile(share + error) - ranks.percentile(share - error)) / 2;
    }

    double lower_share() const { return (1 - options_.level) / 2; }
    double upper_share() const { return 1 - lower_share(); }

    double worst_error() const {
        double worst = 0;
        Tally ranks(rows_);
        for (std::size_t row = 0; row < rows_; ++row) {
            tally(row, ranks);
            if (ranks.size() == 0) continue;
            worst = std::max({worst, error_of(ranks, lower_share()), error_of(ranks, upper_share())});
        }
        return worst;
    }

    Certainty summarise() {
        Certainty found;
        found.factors = variations_.told_factors();
        found.replications = done_;
        found.failed = failed_;
        found.failures = std::move(reasons_);
        found.stopped = stopped_;
        found.worst_error = worst_error();
        found.level = options_.level;
        found.top = options_.top;
        for (const Band& band : variations_.grades()) found.grades.push_back(band.grade);
        add_units(found);
        keep_samples(found);
        if (options_.outranking) compare(found);
        return found;
    }

    void add_units(Certainty& found) const {
        std::vector<double> scores(rows_, no_value);
        std::vector<std::uint32_t> ranks(rows_);
        for (std::size_t at = 0; at < variations_.nominal_rows().size(); ++at)
            scores[variations_.nominal_rows()[at]] = variations_.nominal_index()[at];
        detail::FastRanks().rank(scores, ranks);
        Tally tallied(rows_);
        for (std::size_t row = 0; row < rows_; ++row) {
            tally(row, tallied);
            if (ranks[row] == 0 && tallied.size() == 0) continue;
            UnitCertainty unit;
            unit.row = row;
            unit.unit = variations_.data().units[row];
            if (!variations_.data().times.empty()) unit.time = variations_.data().times[row];
            unit.nominal_score = scores[row];
            unit.nominal_rank = ranks[row];
            if (tallied.size() > 0) describe(tallied, unit);
            found.units.push_back(std::move(unit));
        }
    }

    void describe(const Tally& ranks, UnitCertainty& unit) const {
        unit.ranked = ranks.size();
        unit.mean_rank = ranks.mean();
        unit.median_rank = ranks.percentile(0.5);
        unit.low_rank = ranks.percentile(lower_share());
        unit.high_rank = ranks.percentile(upper_share());
        const double n = static_cast<double>(ranks.size());
        for (const std::size_t first : options_.top) unit.top.push_back(static_cast<double>(ranks.up_to(first)) / n);

        std::vector<double> scores;
        scores.reserve(ranks.size());
        for (std::size_t r = 0; r < done_; ++r) {
            if (ranks_[r * rows_ + unit.row] != 0) scores.push_back(scores_[r * rows_ + unit.row]);
        }
        describe_scores(scores, unit);
    }

    void describe_scores(std::vector<double>& scores, UnitCertainty& unit) const {
        const double n = static_cast<double>(scores.size());
        double sum = 0, squares = 0;
        for (const double score : scores) sum += score;
        unit.mean_score = sum / n;
        for (const double score : scores) squares += (score - unit.mean_score) * (score - unit.mean_score);
        if (scores.size() > 1) unit.sd_score = std::sqrt(squares / (n - 1));
        const std::vector<Band>& bands = variations_.grades();
        if (!bands.empty()) {
            std::vector<std::size_t> counts(bands.size() + 1);
            for (const double score : scores) ++counts[band_of(bands, score)];
            for (const std::size_t count : counts) unit.grades.push_back(static_cast<double>(count) / n);
        }
        unit.low_score = detail::percentile(scores, lower_share());
        unit.high_score = detail::percentile(scores, upper_share());
    }

    void keep_samples(Certainty& found) const {
        found.scores = Matrix(done_, found.units.size());
        found.ranks.resize(done_ * found.units.size());
        for (std::size_t u = 0; u < found.units.size(); ++u) {
            const auto column = found.scores.column(u);
            for (std::size_t r = 0; r < done_; ++r) {
                column[r] = scores_[r * rows_ + found.units[u].row];
                found.ranks[u * done_ + r] = ranks_[r * rows_ + found.units[u].row];
            }
        }
    }

    static void compare(Certainty& found) {
        const std::size_t units = found.units.size();
        found.outranking.assign(units * units, no_value);
        for (std::size_t a = 0; a < units; ++a) {
            for (std::size_t b = 0; b < a; ++b) {
                const auto x = found.scores.column(a), y = found.scores.column(b);
                std::size_t above = 0, below = 0, tied = 0;
                for (std::size_t r = 0; r < x.size(); ++r) {
                    above += x[r] > y[r] ? 1 : 0;
                    below += x[r] < y[r] ? 1 : 0;
                    tied += x[r] == y[r] ? 1 : 0;
                }
                const double both = static_cast<double>(above + below + tied), half = static_cast<double>(tied) / 2;
                found.outranking[a * units + b] = (static_cast<double>(above) + half) / both;
                found.outranking[b * units + a] = (static_cast<double>(below) + half) / both;
            }
        }
    }

    Variations& variations_;
    const CertaintyOptions& options_;
    std::span<const std::vector<std::size_t>> choices_;
    std::size_t rows_;
    std::size_t done_ = 0;
    Stopped stopped_ = Stopped::all_done;
    std::vector<double> scores_;                      ///< replications × rows, one replication after the other
    std::vector<std::uint32_t> ranks_;                ///< the same
    std::vector<std::unique_ptr<Problem>> failures_;  ///< by replication
    std::size_t failed_ = 0;
    std::vector<Failures> reasons_;
};

std::optional<Error> check_choices(std::span<const std::vector<std::size_t>> choices,
                                   std::span<const detail::FactorCode> factors) {
    const auto wrong = [](std::string message) {
        return Error(ErrorKind::argument, "certainty.choices", "choices", std::move(message));
    };
    for (const detail::FactorCode& factor : factors) {
        if (factor.told.alternatives == 0)
            return wrong("\"" + factor.told.name + "\" is a factor that does not choose");
    }
    for (std::size_t r = 0; r < choices.size(); ++r) {
        const std::string where = "replication " + std::to_string(r) + ": ";
        if (choices[r].size() != factors.size())
            return wrong(where + "found " + std::to_string(choices[r].size()) + " choices, wanted " +
                         std::to_string(factors.size()) + ", one a factor");
        for (std::size_t f = 0; f < factors.size(); ++f) {
            if (choices[r][f] >= factors[f].told.alternatives)
                return wrong(where + "found alternative " + std::to_string(choices[r][f]) + " of \"" +
                             factors[f].told.name + "\", which has " + std::to_string(factors[f].told.alternatives) +
                             ", counted from 0");
        }
    }
    return std::nullopt;
}

}  // namespace

result<Certainty> certainty(const Design& design, const Dataset& data, const Assumptions& assumptions,
                            const CertaintyOptions& options) {
    if (auto error = check(options, data.rows())) return *std::move(error);
    PUG_TRY(const auto variations, Variations::make(design, data, assumptions, options.seed));
    return Replications(*variations, options, {}).run();
}

result<Certainty> replay(const Design& design, const Dataset& data, const Assumptions& assumptions,
                         std::span<const std::vector<std::size_t>> choices, const CertaintyOptions& options) {
    CertaintyOptions adjusted = options;
    adjusted.replications = choices.size();
    adjusted.tolerance = 0;
    if (auto error = check(adjusted, data.rows())) return *std::move(error);
    PUG_TRY(const auto variations, Variations::make(design, data, assumptions, options.seed));
    if (auto error = check_choices(choices, variations->factors())) return *std::move(error);
    return Replications(*variations, adjusted, choices).run();
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
