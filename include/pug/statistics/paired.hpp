#pragma once

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include "pug/result.hpp"
#include "pug/statistics/estimate.hpp"

// Whether the same units changed from one round to the next.
namespace pug {
inline namespace v0 {

/// A test of "nothing changed", two-sided.
struct PairedTest {
    std::size_t used = 0;  ///< units that count: both rounds are known, and where the test wants it they differ
    double statistic = 0;  ///< sign: units that rose; Wilcoxon: sum of their ranks; McNemar: units that came to have it
    double p = 1;          ///< of a statistic at least as far from what chance gives
    bool is_exact = true;  ///< from the distribution of the statistic itself, not from a normal one
    double effect = 0;     ///< −1 to 1: share (of the ranks, of the units) that rose minus the share that fell
};

namespace detail {

/// The changes that are known and not 0.
inline result<std::vector<double>> changes_of(std::span<const double> before, std::span<const double> after) {
    if (before.size() != after.size())
        return Error(ErrorKind::argument, "statistics.pairs", "",
                     std::to_string(before.size()) + " values before and " + std::to_string(after.size()) +
                         " after; wanted one of each for every unit");
    std::vector<double> changes;
    for (std::size_t u = 0; u < before.size(); ++u) {
        const double change = after[u] - before[u];
        if (!std::isnan(change) && change != 0) changes.push_back(change);
    }
    return changes;
}

/// The probability of being at least as far from n / 2 as `successes`, when each of n is one by the toss of a coin.
inline double two_sided_coin(std::size_t successes, std::size_t n) {
    if (n == 0) return 1;
    const boost::math::binomial coin(static_cast<double>(n), 0.5);
    const auto fewer = static_cast<double>(std::min(successes, n - successes));
    return std::min(1.0, 2 * boost::math::cdf(coin, fewer));
}

/// Twice the ranks of the sizes, from 2 on; equal sizes share the mean of theirs. Twice, so that they are whole.
inline std::vector<std::size_t> doubled_ranks(const std::vector<double>& changes) {
    std::vector<std::size_t> order(changes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto size = [&](std::size_t at) { return std::abs(changes[at]); };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size(a) < size(b); });
    std::vector<std::size_t> ranks(changes.size());
    for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
        while (last < order.size() && size(order[last]) == size(order[first])) ++last;
        for (std::size_t at = first; at < last; ++at) ranks[order[at]] = first + 1 + last;
    }
    return ranks;
}

/// The probability that ranks with random signs sum to at least as far from the middle as `sum` does.
inline double two_sided_rank_sum(const std::vector<std::size_t>& ranks, std::size_t sum) {
    const std::size_t total = std::accumulate(ranks.begin(), ranks.end(), std::size_t{0});
    std::vector<double> chances(total + 1, 0.0);  // of each sum of the ranks so far
    chances[0] = 1;
    std::size_t reached = 0;
    for (const std::size_t rank : ranks) {
        reached += rank;
        for (std::size_t s = reached; s + 1 > 0; --s) {
            chances[s] = (chances[s] + (s >= rank ? chances[s - rank] : 0.0)) / 2;
            if (s == 0) break;
        }
    }
    const std::size_t lesser = std::min(sum, total - sum);
    double tail = 0;
    for (std::size_t s = 0; s <= lesser; ++s) tail += chances[s];
    return std::min(1.0, 2 * tail);
}

}  // namespace detail

/// Whether as many units rose as fell: the exact sign test. Units that did not change are left out.
///
/// W. J. Dixon and A. M. Mood, Journal of the American Statistical Association 41 (1946), 557–566.
///
/// Errors: `statistics.pairs`.
inline result<PairedTest> sign_test(std::span<const double> before, std::span<const double> after) {
    PUG_TRY(const std::vector<double> changes, detail::changes_of(before, after));
    const auto rose = static_cast<std::size_t>(
        std::count_if(changes.begin(), changes.end(), [](double change) { return change > 0; }));
    PairedTest test;
    test.used = changes.size();
    test.statistic = static_cast<double>(rose);
    test.p = detail::two_sided_coin(rose, changes.size());
    if (!changes.empty()) test.effect = 2 * test.statistic / static_cast<double>(changes.size()) - 1;
    return test;
}

/// Whether changes lie about 0 in the same way on both sides: Wilcoxon's signed ranks. Units that did not change are
/// left out; up to 200 changes the distribution is exact, with ties too, beyond that normal with the ties in its
/// variance. The effect is the matched-pairs rank-biserial correlation.
///
/// F. Wilcoxon, Biometrics Bulletin 1 (1945), 80–83; D. S. Kerby, Comprehensive Psychology 3 (2014), 11.IT.3.1.
///
/// Errors: `statistics.pairs`.
inline result<PairedTest> wilcoxon_test(std::span<const double> before, std::span<const double> after) {
    constexpr std::size_t most_exact = 200;
    PUG_TRY(const std::vector<double> changes, detail::changes_of(before, after));
    const std::vector<std::size_t> ranks = detail::doubled_ranks(changes);
    std::size_t rose = 0;
    double squares = 0;
    for (std::size_t at = 0; at < changes.size(); ++at) {
        if (changes[at] > 0) rose += ranks[at];
        const double rank = static_cast<double>(ranks[at]) / 2;
        squares += rank * rank;
    }
    PairedTest test;
    test.used = changes.size();
    test.statistic = static_cast<double>(rose) / 2;
    if (changes.empty()) return test;
    const auto n = static_cast<double>(changes.size());
    const double total = n * (n + 1) / 2;
    test.effect = 2 * test.statistic / total - 1;
    test.is_exact = changes.size() <= most_exact;
    if (test.is_exact) {
        test.p = detail::two_sided_rank_sum(ranks, rose);
    } else {
        const double distance = std::abs(test.statistic - total / 2) / std::sqrt(squares / 4);
        test.p = std::min(1.0, 2 * boost::math::cdf(boost::math::complement(boost::math::normal(), distance)));
    }
    return test;
}

/// Whether as many units came to have something as lost it: McNemar's test by the exact binomial distribution. Values
/// are 1 (has it) or 0.
///
/// Q. McNemar, Psychometrika 12 (1947), 153–157.
///
/// Errors: `statistics.pairs`, `statistics.binary` where a value is neither 0 nor 1.
inline result<PairedTest> mcnemar_test(std::span<const double> before, std::span<const double> after) {
    for (const std::span<const double> values : {before, after}) {
        for (const double value : values) {
            if (value != 0 && value != 1 && !std::isnan(value))
                return Error(ErrorKind::data, "statistics.binary", "",
                             "found " + std::to_string(value) + "; wanted 1 for having it, 0 for not");
        }
    }
    return sign_test(before, after);
}

/// How large the mean change is beside the spread of the changes: Cohen's d of paired values. NaN where there are fewer
/// than two, or all are the same.
///
/// J. Cohen, Statistical Power Analysis for the Behavioral Sciences, 2nd edition, 1988, section 2.3.5.
///
/// Errors: `statistics.pairs`.
inline result<double> paired_effect(std::span<const double> before, std::span<const double> after) {
    if (before.size() != after.size()) return detail::changes_of(before, after).error();
    std::vector<double> changes;
    for (std::size_t u = 0; u < before.size(); ++u) {
        if (!std::isnan(after[u] - before[u])) changes.push_back(after[u] - before[u]);
    }
    const auto n = static_cast<double>(changes.size());
    double mean = 0;
    for (const double change : changes) mean += change / n;
    const double variance = changes.size() < 2 ? 0 : detail::variance_of_mean(changes, mean) * n;
    return variance > 0 ? mean / std::sqrt(variance) : std::numeric_limits<double>::quiet_NaN();
}

/// The interval of a share: Clopper and Pearson's, which covers at least as often as it says.
///
/// C. J. Clopper and E. S. Pearson, Biometrika 26 (1934), 404–413.
///
/// Errors: `statistics.share` where more have it than there are, or there is nobody; `statistics.confidence`.
inline result<Estimate> share_of(std::size_t having, std::size_t all, double confidence = 0.95) {
    PUG_TRY(confidence, detail::checked_confidence(confidence));
    if (all == 0 || having > all)
        return Error(ErrorKind::argument, "statistics.share", "",
                     std::to_string(having) + " of " + std::to_string(all) + " is no share");
    const auto x = static_cast<double>(having);
    const auto n = static_cast<double>(all);
    const double tail = (1 - confidence) / 2;
    Estimate share{x / n, std::sqrt(x / n * (1 - x / n) / n), 0, 1};
    if (having > 0) share.low = boost::math::quantile(boost::math::beta_distribution<>(x, n - x + 1), tail);
    if (having < all) share.high = boost::math::quantile(boost::math::beta_distribution<>(x + 1, n - x), 1 - tail);
    return share;
}

}  // namespace v0
}  // namespace pug
