#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

#include "pug/result.hpp"
#include "pug/statistics/estimate.hpp"
#include "pug/statistics/paired.hpp"

// The arithmetic of access, participation, control and benefit (APKM): how many women and how many men, of how many.
namespace pug {
inline namespace v0 {

/// How many women and men have something (took part, decide, benefit), of how many there are.
struct SexCounts {
    std::size_t women = 0, men = 0;
    std::size_t all_women = 0, all_men = 0;
};

namespace detail {

inline result<SexCounts> checked(const SexCounts& counts) {
    if (counts.women <= counts.all_women && counts.men <= counts.all_men && counts.all_women > 0 && counts.all_men > 0)
        return counts;
    return Error(ErrorKind::argument, "statistics.share", "",
                 std::to_string(counts.women) + " of " + std::to_string(counts.all_women) + " women and " +
                     std::to_string(counts.men) + " of " + std::to_string(counts.all_men) +
                     " men; wanted no more than there are, and some of both");
}

/// The interval of a share by its score (E. B. Wilson, Journal of the American Statistical Association 22 (1927),
/// 209–212): where `width` standard errors lie between it and the share.
inline Estimate score_interval(double having, double all, double width) {
    const double share = having / all;
    const double square = width * width;
    const double middle = (share + square / (2 * all)) / (1 + square / all);
    const double half = width * std::sqrt(share * (1 - share) / all + square / (4 * all * all)) / (1 + square / all);
    return {share, std::sqrt(share * (1 - share) / all), middle - half, middle + half};
}

}  // namespace detail

/// The share of women among all who have it, 0 to 1, with the interval of `share_of`.
///
/// Errors: `statistics.share` where nobody has it, `statistics.confidence`.
inline result<Estimate> women_share(const SexCounts& counts, double confidence = 0.95) {
    return share_of(counts.women, counts.women + counts.men, confidence);
}

/// The rate of women minus that of men, −1 to 1: below 0 women lag behind. The interval is the one made of the two
/// score intervals.
///
/// R. G. Newcombe, Statistics in Medicine 17 (1998), 873–890, method 10.
///
/// Errors: `statistics.share` unless there are some of both and no more have it than there are;
/// `statistics.confidence`.
inline result<Estimate> rate_gap(const SexCounts& counts, double confidence = 0.95) {
    PUG_TRY(confidence, detail::checked_confidence(confidence));
    PUG_TRY(const SexCounts known, detail::checked(counts));
    const double width = detail::normal_width(confidence);
    const auto interval = [&](std::size_t having, std::size_t all) {
        return detail::score_interval(static_cast<double>(having), static_cast<double>(all), width);
    };
    const Estimate women = interval(known.women, known.all_women);
    const Estimate men = interval(known.men, known.all_men);
    const double gap = women.value - men.value;
    return Estimate{gap, std::hypot(women.standard_error, men.standard_error),
                    gap - std::hypot(women.value - women.low, men.high - men.value),
                    gap + std::hypot(women.high - women.value, men.value - men.low)};
}

/// The rate of women over that of men: 1 is parity, below it women lag behind. NaN where no man has it; the interval is
/// that of the logarithm, and reaches from 0 to infinity where no woman has it.
///
/// D. Katz, J. Baptista, S. P. Azen and M. C. Pike, Biometrics 34 (1978), 469–474.
///
/// Errors: as `rate_gap`.
inline result<Estimate> parity_ratio(const SexCounts& counts, double confidence = 0.95) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    PUG_TRY(confidence, detail::checked_confidence(confidence));
    PUG_TRY(const SexCounts known, detail::checked(counts));
    if (known.men == 0) return Estimate{};
    const auto women = static_cast<double>(known.women);
    const auto men = static_cast<double>(known.men);
    const auto all_women = static_cast<double>(known.all_women);
    const auto all_men = static_cast<double>(known.all_men);
    const double ratio = women / all_women / (men / all_men);
    if (known.women == 0) return Estimate{0, std::numeric_limits<double>::quiet_NaN(), 0, infinity};
    const double error = std::sqrt(std::max(1 / women - 1 / all_women + 1 / men - 1 / all_men, 0.0));
    const double factor = std::exp(detail::normal_width(confidence) * error);
    return Estimate{ratio, ratio * error, ratio / factor, ratio * factor};
}

}  // namespace v0
}  // namespace pug
