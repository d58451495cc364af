#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "pug/result.hpp"
#include "pug/statistics/estimate.hpp"

// How far assessors, or the stages of an assessment, agree about the same units.
namespace pug {
inline namespace v0 {

/// What differences between ratings mean.
enum class Measurement : std::uint8_t {
    nominal,   ///< two ratings are the same or not
    ordinal,   ///< they have an order
    interval,  ///< their differences can be compared
    ratio,     ///< their ratios can: there is a true 0
};

/// How near two ratings count as agreeing in a weighted kappa or AC2, by the distance of their categories.
enum class AgreementWeights : std::uint8_t { identity, linear, quadratic };

/// What several raters said of the same units.
struct Ratings {
    std::span<const double> values;  ///< unit by unit, in each the raters in their order; NaN where one said nothing
    std::size_t raters = 0;

    std::size_t units() const { return raters == 0 ? 0 : values.size() / raters; }
    double of(std::size_t unit, std::size_t rater) const { return values[unit * raters + rater]; }
};

namespace detail {

/// How many raters put each unit into each category. Units that nobody rated are left out.
class RatingTable {
  public:
    /// `categories` are those that there are, whether used or not; empty: those used.
    static result<RatingTable> of(const Ratings& ratings, std::span<const double> categories) {
        if (ratings.raters < 2 || ratings.values.size() % ratings.raters != 0)
            return Error(ErrorKind::argument, "statistics.raters", "",
                         std::to_string(ratings.values.size()) + " ratings by " + std::to_string(ratings.raters) +
                             " raters; wanted two raters or more, and as many ratings of each unit");
        RatingTable table;
        table.find_categories(ratings, categories);
        std::vector<double> counts(table.categories_.size());
        for (std::size_t u = 0; u < ratings.units(); ++u) {
            std::fill(counts.begin(), counts.end(), 0.0);
            double raters = 0;
            for (std::size_t r = 0; r < ratings.raters; ++r) {
                const double rating = ratings.of(u, r);
                if (std::isnan(rating)) continue;
                const auto found = std::lower_bound(table.categories_.begin(), table.categories_.end(), rating);
                if (found == table.categories_.end() || *found != rating)
                    return Error(ErrorKind::data, "statistics.category", "",
                                 "rating " + std::to_string(rating) + " of unit " + std::to_string(u + 1) +
                                     " is none of the categories");
                counts[static_cast<std::size_t>(found - table.categories_.begin())] += 1;
                raters += 1;
            }
            if (raters > 0) table.add(counts, raters);
        }
        return table;
    }

    const std::vector<double>& categories() const { return categories_; }
    std::size_t units() const { return raters_.size(); }
    double raters(std::size_t unit) const { return raters_[unit]; }
    double count(std::size_t unit, std::size_t category) const { return counts_[unit * categories_.size() + category]; }

    /// The same without units that fewer than two raters rated: they tell nothing about agreement.
    RatingTable paired() const {
        RatingTable table;
        table.categories_ = categories_;
        for (std::size_t u = 0; u < units(); ++u) {
            if (raters_[u] < 2) continue;
            const auto first = counts_.begin() + static_cast<std::ptrdiff_t>(u * categories_.size());
            table.add({first, first + static_cast<std::ptrdiff_t>(categories_.size())}, raters_[u]);
        }
        return table;
    }

  private:
    void find_categories(const Ratings& ratings, std::span<const double> categories) {
        categories_.assign(categories.begin(), categories.end());
        if (categories.empty()) categories_.assign(ratings.values.begin(), ratings.values.end());
        std::erase_if(categories_, [](double value) { return std::isnan(value); });
        std::sort(categories_.begin(), categories_.end());
        categories_.erase(std::unique(categories_.begin(), categories_.end()), categories_.end());
    }
    void add(const std::vector<double>& counts, double raters) {
        counts_.insert(counts_.end(), counts.begin(), counts.end());
        raters_.push_back(raters);
    }

    std::vector<double> categories_;  // ascending
    std::vector<double> counts_;      // unit by unit
    std::vector<double> raters_;      // by unit
};

/// How much two categories agree, from 0 to 1, for every pair of them.
class WeightMatrix {
  public:
    WeightMatrix(std::size_t categories, const std::vector<double>& disagreements) : size_(categories) {
        double greatest = 0;
        for (const double each : disagreements) greatest = std::max(greatest, each);
        for (const double each : disagreements) weights_.push_back(greatest > 0 ? 1 - each / greatest : 1);
    }
    double operator()(std::size_t a, std::size_t b) const { return weights_[a * size_ + b]; }

  private:
    std::size_t size_;
    std::vector<double> weights_;
};

inline WeightMatrix weights_of(AgreementWeights kind, const std::vector<double>& categories) {
    std::vector<double> disagreements;
    for (const double a : categories) {
        for (const double b : categories) {
            const double distance = std::abs(a - b);
            disagreements.push_back(kind == AgreementWeights::identity ? (a == b ? 0.0 : 1.0)
                                    : kind == AgreementWeights::linear ? distance
                                                                       : distance * distance);
        }
    }
    return {categories.size(), disagreements};
}

/// Krippendorff's squared differences (Content Analysis, 3rd edition, 2013, chapter 12): ordinal ones are counted in
/// ratings, half of those in the two categories and all between them.
inline WeightMatrix weights_of(Measurement level, const RatingTable& table) {
    const std::vector<double>& categories = table.categories();
    std::vector<double> totals(categories.size());
    for (std::size_t u = 0; u < table.units(); ++u) {
        for (std::size_t c = 0; c < categories.size(); ++c) totals[c] += table.count(u, c);
    }
    const auto difference = [&](std::size_t a, std::size_t b) {
        const auto [low, high] = std::minmax(a, b);
        double between = 0;
        switch (level) {
            case Measurement::nominal:
                return a == b ? 0.0 : 1.0;
            case Measurement::ordinal:
                for (std::size_t c = low; c <= high; ++c) between += totals[c];
                return between - (totals[low] + totals[high]) / 2;
            case Measurement::interval:
                return categories[high] - categories[low];
            case Measurement::ratio: {
                const double sum = categories[high] + categories[low];
                return sum == 0 ? 0.0 : (categories[high] - categories[low]) / sum;
            }
        }
        return 0.0;
    };
    std::vector<double> squares;
    for (std::size_t a = 0; a < categories.size(); ++a) {
        for (std::size_t b = 0; b < categories.size(); ++b) {
            const double each = a == b ? 0 : difference(a, b);
            squares.push_back(each * each);
        }
    }
    return {categories.size(), squares};
}

/// For each unit, Σ over categories of count · (weighted count − 1): agreeing pairs of raters, counted twice.
inline std::vector<double> agreeing_pairs(const RatingTable& table, const WeightMatrix& weights) {
    const std::size_t categories = table.categories().size();
    std::vector<double> pairs;
    for (std::size_t u = 0; u < table.units(); ++u) {
        double sum = 0;
        for (std::size_t a = 0; a < categories; ++a) {
            if (table.count(u, a) == 0) continue;  // most are where ratings are numbers
            double weighted = 0;
            for (std::size_t b = 0; b < categories; ++b) weighted += weights(a, b) * table.count(u, b);
            sum += table.count(u, a) * (weighted - 1);
        }
        pairs.push_back(sum);
    }
    return pairs;
}

inline Error too_few(const char* what, std::size_t found) {
    return {ErrorKind::data, "statistics.too_few", "",
            std::string(what) + " needs two units or more that two raters rated; found " + std::to_string(found)};
}

}  // namespace detail

/// Krippendorff's alpha: 1 − observed / expected disagreement, for any number of raters, any measurement and missing
/// ratings; 1 is perfect, 0 what chance gives. NaN where all ratings are the same: nothing could have disagreed.
///
/// K. Krippendorff, Content Analysis, 3rd edition, 2013, chapter 12. Standard error and interval (t distribution) by
/// the linearised variance of K. L. Gwet, Handbook of Inter-Rater Reliability, 4th edition, 2014.
///
/// Errors: `statistics.raters`, `statistics.confidence`, `statistics.too_few`.
inline result<Estimate> krippendorff_alpha(const Ratings& ratings, Measurement level, double confidence = 0.95) {
    PUG_TRY(confidence, detail::checked_confidence(confidence));
    PUG_TRY(const detail::RatingTable all, detail::RatingTable::of(ratings, {}));
    const detail::RatingTable table = all.paired();
    const std::size_t units = table.units();
    const std::size_t categories = table.categories().size();
    if (units < 2) return detail::too_few("alpha", units);
    const detail::WeightMatrix weights = detail::weights_of(level, table);
    const std::vector<double> pairs = detail::agreeing_pairs(table, weights);
    const auto n = static_cast<double>(units);
    double total = 0;
    for (std::size_t u = 0; u < units; ++u) total += table.raters(u);
    const double mean = total / n;

    double within = 0;  // weighted agreement within units, before the correction for small samples
    for (std::size_t u = 0; u < units; ++u) within += pairs[u] / (mean * (table.raters(u) - 1)) / n;
    const double observed = (1 - 1 / total) * within + 1 / total;
    std::vector<double> shares(categories);
    for (std::size_t u = 0; u < units; ++u) {
        for (std::size_t c = 0; c < categories; ++c) shares[c] += table.count(u, c) / total;
    }
    std::vector<double> weighted(categories);  // share of what agrees with a category
    double expected = 0;
    for (std::size_t a = 0; a < categories; ++a) {
        for (std::size_t b = 0; b < categories; ++b) weighted[a] += weights(a, b) * shares[b];
        expected += shares[a] * weighted[a];
    }
    if (!(expected < 1)) return Estimate{};

    const double uncorrected = (within - expected) / (1 - expected);
    std::vector<double> of_units;
    for (std::size_t u = 0; u < units; ++u) {
        const double size = (table.raters(u) - mean) / mean;
        double chance = 0;
        for (std::size_t c = 0; c < categories; ++c) chance += table.count(u, c) * weighted[c] / mean;
        const double own = pairs[u] / (mean * (table.raters(u) - 1)) - observed * size;
        of_units.push_back((own - expected) / (1 - expected) -
                           2 * (1 - uncorrected) * (chance - expected * size - expected) / (1 - expected));
    }
    const double error = std::sqrt(detail::variance_of_mean(of_units, uncorrected));
    return detail::estimate((observed - expected) / (1 - expected), error, detail::t_width(confidence, n - 1), 1);
}

/// Gwet's AC2 (AC1 with identity weights): agreement beyond chance, where chance is that of raters who guess about hard
/// units; unlike kappa it stays high where nearly all ratings are of one category. Missing ratings are allowed.
/// `categories` are all that a rater could have given; empty: those given.
///
/// K. L. Gwet, British Journal of Mathematical and Statistical Psychology 61 (2008), 29–48; with weights, standard
/// error and interval (t distribution): Handbook of Inter-Rater Reliability, 4th edition, 2014.
///
/// Errors: `statistics.raters`, `statistics.category`, `statistics.confidence`, `statistics.too_few`.
inline result<Estimate> gwet_ac2(const Ratings& ratings, AgreementWeights kind = AgreementWeights::quadratic,
                                 std::span<const double> categories = {}, double confidence = 0.95) {
    PUG_TRY(confidence, detail::checked_confidence(confidence));
    PUG_TRY(const detail::RatingTable table, detail::RatingTable::of(ratings, categories));
    const std::size_t units = table.units();
    const std::size_t size = table.categories().size();
    std::size_t paired = 0;
    for (std::size_t u = 0; u < units; ++u) paired += table.raters(u) >= 2 ? 1 : 0;
    if (paired < 2) return detail::too_few("AC2", paired);
    if (size < 2) return Estimate{};
    const detail::WeightMatrix weights = detail::weights_of(kind, table.categories());
    const std::vector<double> pairs = detail::agreeing_pairs(table, weights);
    const auto n = static_cast<double>(units);
    const auto n_paired = static_cast<double>(paired);

    double observed = 0;
    std::vector<double> shares(size);
    for (std::size_t u = 0; u < units; ++u) {
        const double raters = table.raters(u);
        if (raters >= 2) observed += pairs[u] / (raters * (raters - 1)) / n_paired;
        for (std::size_t c = 0; c < size; ++c) shares[c] += table.count(u, c) / raters / n;
    }
    double sum = 0;
    double spread = 0;
    for (std::size_t a = 0; a < size; ++a) {
        for (std::size_t b = 0; b < size; ++b) sum += weights(a, b);
        spread += shares[a] * (1 - shares[a]);
    }
    const double guessed = sum / static_cast<double>(size * (size - 1));
    const double expected = guessed * spread;
    const double value = (observed - expected) / (1 - expected);

    std::vector<double> of_units;
    for (std::size_t u = 0; u < units; ++u) {
        const double raters = table.raters(u);
        const double own = raters >= 2 ? pairs[u] / (raters * (raters - 1)) - expected : 0;
        double chance = 0;
        for (std::size_t c = 0; c < size; ++c) chance += guessed * table.count(u, c) * (1 - shares[c]) / raters;
        of_units.push_back(n / n_paired * own / (1 - expected) -
                           2 * (1 - value) * (chance - expected) / (1 - expected));
    }
    const double error = std::sqrt(detail::variance_of_mean(of_units, value));
    return detail::estimate(value, error, detail::t_width(confidence, n - 1), 1);
}

/// Cohen's kappa of two raters, weighted by the distance of their categories; units that one of them did not rate are
/// left out. NaN where both gave all units the same category.
///
/// J. Cohen, Psychological Bulletin 70 (1968), 213–220. Standard error and interval (normal distribution): J. L.
/// Fleiss, J. Cohen and B. S. Everitt, Psychological Bulletin 72 (1969), 323–327.
///
/// Errors: `statistics.raters` unless there are two, `statistics.category`, `statistics.confidence`,
/// `statistics.too_few`.
inline result<Estimate> weighted_kappa(const Ratings& ratings, AgreementWeights kind = AgreementWeights::quadratic,
                                       std::span<const double> categories = {}, double confidence = 0.95) {
    PUG_TRY(confidence, detail::checked_confidence(confidence));
    if (ratings.raters != 2)
        return Error(ErrorKind::argument, "statistics.raters", "",
                     "kappa compares two raters; found " + std::to_string(ratings.raters));
    PUG_TRY(const detail::RatingTable table, detail::RatingTable::of(ratings, categories));
    const std::vector<double>& known = table.categories();
    const auto place = [&](double rating) {
        return static_cast<std::size_t>(std::lower_bound(known.begin(), known.end(), rating) - known.begin());
    };
    const std::size_t size = known.size();
    std::vector<double> joint(size * size), first(size), second(size);
    std::vector<std::pair<std::size_t, std::size_t>> both;
    for (std::size_t u = 0; u < ratings.units(); ++u) {
        if (std::isnan(ratings.of(u, 0)) || std::isnan(ratings.of(u, 1))) continue;
        both.emplace_back(place(ratings.of(u, 0)), place(ratings.of(u, 1)));
    }
    if (both.size() < 2) return detail::too_few("kappa", both.size());
    const auto n = static_cast<double>(both.size());
    for (const auto& [a, b] : both) {
        joint[a * size + b] += 1 / n;
        first[a] += 1 / n;
        second[b] += 1 / n;
    }
    const detail::WeightMatrix weights = detail::weights_of(kind, known);
    double observed = 0;
    double expected = 0;
    std::vector<double> of_first(size), of_second(size);  // mean weight of a category among the other's ratings
    for (std::size_t a = 0; a < size; ++a) {
        for (std::size_t b = 0; b < size; ++b) {
            observed += weights(a, b) * joint[a * size + b];
            expected += weights(a, b) * first[a] * second[b];
            of_first[a] += weights(a, b) * second[b];
            of_second[b] += weights(a, b) * first[a];
        }
    }
    if (!(expected < 1)) return Estimate{};
    const double value = (observed - expected) / (1 - expected);
    double squares = 0;
    for (std::size_t a = 0; a < size; ++a) {
        for (std::size_t b = 0; b < size; ++b) {
            const double term = weights(a, b) * (1 - expected) - (of_first[a] + of_second[b]) * (1 - observed);
            squares += joint[a * size + b] * term * term;
        }
    }
    const double rest = observed * expected - 2 * expected + observed;
    const double variance = (squares - rest * rest) / (n * std::pow(1 - expected, 4));
    return detail::estimate(value, std::sqrt(std::max(variance, 0.0)), detail::normal_width(confidence), 1);
}

/// How much higher the second of two raters rates on average, where both rated: mean of the differences, with the
/// interval of a paired t test.
///
/// Errors: `statistics.raters` unless there are two, `statistics.confidence`, `statistics.too_few`.
inline result<Estimate> rating_bias(const Ratings& ratings, double confidence = 0.95) {
    PUG_TRY(confidence, detail::checked_confidence(confidence));
    if (ratings.raters != 2)
        return Error(ErrorKind::argument, "statistics.raters", "",
                     "a bias lies between two raters; found " + std::to_string(ratings.raters));
    std::vector<double> differences;
    for (std::size_t u = 0; u < ratings.units(); ++u) {
        const double difference = ratings.of(u, 1) - ratings.of(u, 0);
        if (!std::isnan(difference)) differences.push_back(difference);
    }
    if (differences.size() < 2) return detail::too_few("a bias", differences.size());
    const auto n = static_cast<double>(differences.size());
    double mean = 0;
    for (const double difference : differences) mean += difference / n;
    const double error = std::sqrt(detail::variance_of_mean(differences, mean));
    return detail::estimate(mean, error, detail::t_width(confidence, n - 1), std::numeric_limits<double>::infinity());
}

}  // namespace v0
}  // namespace pug
