#pragma once

#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>

#include "pug/decimal.hpp"
#include "pug/result.hpp"
#include "pug/statistics/estimate.hpp"
#include "pug/statistics/sex_gap.hpp"
#include "pug/status.hpp"

// All that is said of a count of women and one of men, as far as it is known of how many.
namespace pug {
inline namespace v0 {

/// Counts of women and men; what is not known is empty.
struct PartialSexCounts {
    std::optional<std::size_t> women, men;
    std::optional<std::size_t> all_women, all_men;
};

/// A measure and whether it exists. Its value and its ends count only where the status is `observed`; an end that is
/// infinite is no limit.
struct Measure {
    Status status = Status::missing;
    double value = std::numeric_limits<double>::quiet_NaN();
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();
};

/// Shares and rates are per cent, gaps percentage points. A measure is `missing` where a count that it needs is, and
/// `not_computable` where it would divide by zero or more people have something than there are.
struct SexMeasures {
    Measure women_share;  ///< of those who have it, how many are women (Clopper–Pearson)
    Measure women_rate;   ///< of the women, how many have it (Wilson)
    Measure men_rate;     ///< of the men
    Measure gap;          ///< rate of women less rate of men (Newcombe)
    Measure parity;       ///< rate of women over rate of men (Katz); 1 is parity
};

namespace detail {

using SizeOf = std::optional<std::size_t>;

/// Doubles tell whole numbers apart up to here.
inline constexpr std::size_t max_people = std::size_t{1} << 53;

inline result<PartialSexCounts> checked(const PartialSexCounts& counts) {
    for (const SizeOf& count : {counts.women, counts.men, counts.all_women, counts.all_men}) {
        if (count && *count > max_people)
            return Error(
                ErrorKind::argument, "statistics.count", "",
                "found a count of " + std::to_string(*count) + "; wanted at most " + std::to_string(max_people));
    }
    return counts;
}

inline bool are_known(std::initializer_list<SizeOf> counts) {
    for (const SizeOf& count : counts) {
        if (!count) return false;
    }
    return true;
}

inline Rational ratio(std::size_t part, std::size_t whole) { return {Integer(part), Integer(whole)}; }

/// The exact value to the nearest double, with the ends of an estimate times a factor.
inline Measure measure(const Rational& exact, const Estimate& estimate, double factor = 1) {
    return {Status::observed, nearest_double(exact), factor * estimate.low, factor * estimate.high};
}
inline Measure not_computable() { return {.status = Status::not_computable}; }

inline Measure measured_share(const PartialSexCounts& counts, double confidence) {
    if (!are_known({counts.women, counts.men})) return {};
    const std::size_t all = *counts.women + *counts.men;
    if (all == 0) return not_computable();
    return measure(100 * ratio(*counts.women, all), share_of(*counts.women, all, confidence).value(), 100);
}

inline Measure measured_rate(const SizeOf& having, const SizeOf& all, double confidence) {
    if (!are_known({having, all})) return {};
    if (*all == 0 || *having > *all) return not_computable();
    const Estimate interval =
        score_interval(static_cast<double>(*having), static_cast<double>(*all), normal_width(confidence));
    Measure rate = measure(100 * ratio(*having, *all), interval, 100);
    // The interval of none ends at 0 and that of all at 100, but for the last bit.
    if (*having == 0) rate.low = 0;
    if (*having == *all) rate.high = 100;
    return rate;
}

}  // namespace detail

/// All measures that the counts allow.
///
/// An interval treats the counts as a sample of a larger or ongoing process; where everybody was counted, the value
/// itself is known and the interval is of no use.
///
/// Errors: `statistics.confidence`; `statistics.count` above 2^53.
inline result<SexMeasures> measure_sexes(const PartialSexCounts& given, double confidence = 0.95) {
    PUG_TRY(confidence, detail::checked_confidence(confidence));
    PUG_TRY(const PartialSexCounts counts, detail::checked(given));
    SexMeasures measures{detail::measured_share(counts, confidence),
                         detail::measured_rate(counts.women, counts.all_women, confidence),
                         detail::measured_rate(counts.men, counts.all_men, confidence),
                         {},
                         {}};
    if (!detail::are_known({counts.women, counts.men, counts.all_women, counts.all_men})) return measures;
    measures.gap = measures.parity = detail::not_computable();
    if (measures.women_rate.status != Status::observed || measures.men_rate.status != Status::observed) return measures;
    const SexCounts known{*counts.women, *counts.men, *counts.all_women, *counts.all_men};
    const Rational women = detail::ratio(known.women, known.all_women), men = detail::ratio(known.men, known.all_men);
    PUG_TRY(const Estimate gap, rate_gap(known, confidence));
    measures.gap = detail::measure(Rational(100 * (women - men)), gap, 100);
    if (known.men == 0) return measures;
    PUG_TRY(const Estimate parity, parity_ratio(known, confidence));
    measures.parity = detail::measure(Rational(women / men), parity);
    return measures;
}

/// The same counts, unless more people have something than there are.
///
/// Errors: `statistics.share`.
inline result<PartialSexCounts> possible(const PartialSexCounts& counts) {
    const auto fault = [](const char* sex, std::size_t having, std::size_t all) {
        return Error(
            ErrorKind::argument, "statistics.share", sex,
            std::to_string(having) + " of " + std::to_string(all) + " " + sex + "; wanted no more than there are");
    };
    if (detail::are_known({counts.women, counts.all_women}) && *counts.women > *counts.all_women)
        return fault("women", *counts.women, *counts.all_women);
    if (detail::are_known({counts.men, counts.all_men}) && *counts.men > *counts.all_men)
        return fault("men", *counts.men, *counts.all_men);
    return counts;
}

}  // namespace v0
}  // namespace pug
