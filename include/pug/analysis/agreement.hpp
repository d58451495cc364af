#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "pug/analysis/criteria.hpp"
#include "pug/analysis/matching.hpp"
#include "pug/scores.hpp"
#include "pug/statistics/agreement.hpp"

namespace pug {
inline namespace v0 {

/// When a variable counts as read differently by the assessors. The defaults are ours and no authority's.
struct ReadingRule {
    double agreement_below = 0.8;  ///< the interval of AC2 ends below this: even at its best, agreement is too low
    bool looks_at_bias = true;     ///< of two rounds: the interval of the bias does not hold 0
    std::size_t least_units = 5;   ///< rated by two or more; of fewer nothing is said
};

struct AgreementOptions {
    double confidence = 0.95;
    /// What differences mean, by variable; else choices are ordinal, yes and no nominal, numbers interval.
    std::map<std::string, Measurement> measurements;
    ReadingRule rule;
};

/// How far the rounds agree in one thing. Only what is observed on two sides or more counts; what there is too little
/// of is NaN, and so is what cannot be told from ratings that are all the same.
struct RatingAgreement {
    Measurement level = Measurement::interval;
    std::size_t units = 0;    ///< rated in two rounds or more
    std::size_t ratings = 0;  ///< of those units
    /// Mean, over those units, of the share of pairs of ratings that are the same, 0–1.
    double same = std::numeric_limits<double>::quiet_NaN();
    Estimate kappa;                    ///< Cohen's, of two rounds; differences weigh by their square unless nominal
    Estimate alpha;                    ///< Krippendorff's, at that level
    Estimate ac2;                      ///< Gwet's; weights as of kappa
    Estimate bias;                     ///< of two rounds: how much higher the second rates
    bool has_too_many_values = false;  ///< more than 2,048: kappa, alpha and AC2 were not computed
};

/// Which statuses a variable has in the rounds for so many units; none where a unit takes no part.
struct StatusPattern {
    std::vector<std::optional<Status>> statuses;
    std::size_t units = 0;
};

struct VariableAgreement {
    const Variable* variable = nullptr;
    RatingAgreement ratings;
    std::size_t statuses_differ = 0;      ///< units of which one round knows the answer and another does not, or why
    std::vector<StatusPattern> patterns;  ///< of those units
    bool is_agreement_low = false;        ///< by the rule
    bool is_biased = false;               ///< by the rule
    bool is_read_differently() const { return is_agreement_low || is_biased; }
};

struct ScoreAgreement {
    RatingAgreement ratings;
    std::size_t statuses_differ = 0;
    /// Of two rounds, the limits of agreement: bias ± z · standard deviation of the differences, between which the
    /// share `confidence` of them lies where they are normal. J. M. Bland and D. G. Altman, Lancet 327 (1986), 307–310.
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();
};

/// How often each grade of one round meets each of another.
struct GradeTable {
    std::size_t first = 0, second = 0;  ///< rounds
    /// Units by grade in the first and grade in the second, row by row; the last row and column stand for none.
    std::vector<std::size_t> counts;
};

struct GradeAgreement {
    RatingAgreement ratings;         ///< ordinal by the order of the grades; nominal where one that occurs has none
    std::vector<GradeTable> tables;  ///< of every pair of rounds
};

/// How far rounds agree about the same units. It refers to the scores.
struct Agreement {
    MatchedUnits units;
    std::vector<VariableAgreement> variables;  ///< in the order of the instrument
    ScoreAgreement score;
    GradeAgreement grades;
};

namespace detail {

/// Ratings of a matter by unit and round, and the statuses where there are none.
class RatingGrid {
  public:
    RatingGrid(const MatchedUnits& units)
        : units_(units), values_(units.size() * units.rounds()), statuses_(values_.size()) {}

    void set(std::size_t unit, std::size_t round, Status status, double value) {
        const std::size_t at = unit * units_.rounds() + round;
        statuses_[at] = status;
        values_[at] = status == Status::observed ? value : std::numeric_limits<double>::quiet_NaN();
    }
    void leave_out(std::size_t unit, std::size_t round) {
        const std::size_t at = unit * units_.rounds() + round;
        statuses_[at].reset();
        values_[at] = std::numeric_limits<double>::quiet_NaN();
    }

    Ratings ratings() const { return {values_, units_.rounds()}; }

    /// Units in two rounds or more with different statuses in them, by what these are.
    std::map<std::vector<std::optional<Status>>, std::size_t> differing() const {
        std::map<std::vector<std::optional<Status>>, std::size_t> found;
        for (std::size_t u = 0; u < units_.size(); ++u) {
            const std::vector<std::optional<Status>> row(statuses_.begin() + at(u), statuses_.begin() + at(u + 1));
            std::optional<Status> first;
            bool differs = false;
            for (const auto& status : row) {
                differs |= status && first && *status != *first;
                if (!first) first = status;
            }
            if (differs) ++found[row];
        }
        return found;
    }

  private:
    std::ptrdiff_t at(std::size_t unit) const { return static_cast<std::ptrdiff_t>(unit * units_.rounds()); }

    const MatchedUnits& units_;
    std::vector<double> values_;
    std::vector<std::optional<Status>> statuses_;
};

/// A statistic, or NaN where there is too little for it.
inline Estimate or_nothing(const result<Estimate>& estimate) { return estimate ? estimate.value() : Estimate{}; }

/// Counts what can be compared.
inline void count_ratings(const Ratings& ratings, RatingAgreement& told) {
    double same = 0;
    for (std::size_t u = 0; u < ratings.units(); ++u) {
        std::size_t rated = 0;
        std::size_t equal = 0;
        for (std::size_t a = 0; a < ratings.raters; ++a) {
            if (std::isnan(ratings.of(u, a))) continue;
            ++rated;
            for (std::size_t b = 0; b < a; ++b) equal += ratings.of(u, a) == ratings.of(u, b) ? 1 : 0;
        }
        if (rated < 2) continue;
        ++told.units;
        told.ratings += rated;
        same += static_cast<double>(equal) / (static_cast<double>(rated * (rated - 1)) / 2);
    }
    if (told.units > 0) told.same = same / static_cast<double>(told.units);
}

inline std::size_t count_values(const Ratings& ratings) {
    std::vector<double> values(ratings.values.begin(), ratings.values.end());
    std::erase_if(values, [](double value) { return std::isnan(value); });
    std::sort(values.begin(), values.end());
    return static_cast<std::size_t>(std::unique(values.begin(), values.end()) - values.begin());
}

/// All statistics that the ratings bear. `categories` are all that could be given; empty: those that were.
inline RatingAgreement rating_agreement(const Ratings& ratings, Measurement level, std::span<const double> categories,
                                        double confidence) {
    constexpr std::size_t most_values = 2048;  // the statistics compare every value with every other
    RatingAgreement told;
    told.level = level;
    count_ratings(ratings, told);
    if (ratings.raters == 2) told.bias = or_nothing(rating_bias(ratings, confidence));
    told.has_too_many_values = count_values(ratings) > most_values;
    if (told.has_too_many_values) return told;
    const auto weights = level == Measurement::nominal ? AgreementWeights::identity : AgreementWeights::quadratic;
    if (ratings.raters == 2) told.kappa = or_nothing(weighted_kappa(ratings, weights, categories, confidence));
    told.alpha = or_nothing(krippendorff_alpha(ratings, level, confidence));
    told.ac2 = or_nothing(gwet_ac2(ratings, weights, categories, confidence));
    return told;
}

/// Compares rounds of the same units.
class AgreementFinder {
  public:
    AgreementFinder(std::span<const Scores* const> rounds, MatchedUnits units, const AgreementOptions& options)
        : rounds_(rounds), options_(options) {
        found_.units = std::move(units);
    }

    Agreement find() && {
        for (Slot v = 0; v < instrument().variables.size(); ++v) found_.variables.push_back(variable(v));
        find_score();
        find_grades();
        return std::move(found_);
    }

  private:
    const Instrument& instrument() const { return rounds_.front()->instrument(); }

    /// Ratings taken from every round by `take(scores, row)`: status and value.
    template <class Take>
    RatingGrid grid(Take take) const {
        RatingGrid made(found_.units);
        for (std::size_t u = 0; u < found_.units.size(); ++u) {
            for (std::size_t r = 0; r < rounds_.size(); ++r) {
                if (!found_.units.is_in(u, r)) {
                    made.leave_out(u, r);
                    continue;
                }
                const auto [status, value] = take(*rounds_[r], found_.units.row(u, r));
                made.set(u, r, status, value);
            }
        }
        return made;
    }

    Measurement level_of(const Variable& variable) const {
        const auto stated = options_.measurements.find(variable.name);
        if (stated != options_.measurements.end()) return stated->second;
        if (variable.type == VariableType::choice) return Measurement::ordinal;
        return variable.type == VariableType::yes_no ? Measurement::nominal : Measurement::interval;
    }

    /// All answers that a choice, or yes and no, allow; none for numbers.
    std::vector<double> categories_of(Slot v) const {
        const VariableCode& code = rounds_.front()->program().variables[v];
        std::vector<double> categories;
        if (code.type != VariableType::choice && code.type != VariableType::yes_no) return categories;
        const int last = static_cast<int>(code.high);
        for (int level = 0; level <= last; ++level) categories.push_back(level);
        return categories;
    }

    VariableAgreement variable(Slot v) const {
        VariableAgreement told;
        told.variable = &instrument().variables[v];
        const RatingGrid answers = grid([&](const Scores& scores, std::size_t row) {
            return std::pair(scores.observations().status(v, row), scores.observations().value(v, row));
        });
        told.ratings =
            rating_agreement(answers.ratings(), level_of(*told.variable), categories_of(v), options_.confidence);
        for (const auto& [statuses, units] : answers.differing()) {
            told.patterns.push_back({statuses, units});
            told.statuses_differ += units;
        }
        apply_rule(told);
        return told;
    }

    void apply_rule(VariableAgreement& told) const {
        const ReadingRule& rule = options_.rule;
        if (told.ratings.units < rule.least_units) return;
        told.is_agreement_low = told.ratings.ac2.high < rule.agreement_below;  // false for NaN
        const Estimate& bias = told.ratings.bias;
        told.is_biased = rule.looks_at_bias && (bias.low > 0 || bias.high < 0);
    }

    void find_score() {
        const RatingGrid scores = grid([](const Scores& round, std::size_t row) {
            return std::pair(round.score_statuses()[row], round.scores()[row]);
        });
        ScoreAgreement& told = found_.score;
        const Ratings ratings = scores.ratings();
        told.ratings = rating_agreement(ratings, Measurement::interval, {}, options_.confidence);
        told.ratings.same = std::numeric_limits<double>::quiet_NaN();  // scores are no categories
        told.ratings.kappa = {};
        told.ratings.ac2 = {};
        for (const auto& [statuses, units] : scores.differing()) told.statuses_differ += units;
        const double n = static_cast<double>(told.ratings.units);
        const double spread = told.ratings.bias.standard_error * std::sqrt(n);
        told.low = told.ratings.bias.value - normal_width(options_.confidence) * spread;
        told.high = told.ratings.bias.value + normal_width(options_.confidence) * spread;
    }

    // --- grades --------------------------------------------------------------------------------------------------

    void find_grades() {
        bool are_ordered = true;
        for (std::size_t u = 0; u < found_.units.size(); ++u) {
            for (std::size_t r = 0; r < rounds_.size(); ++r) {
                if (found_.units.is_in(u, r)) are_ordered &= grade_level(*rounds_[r], found_.units.row(u, r)) != -1;
            }
        }
        const RatingGrid grades = grid([&](const Scores& round, std::size_t row) {
            const std::uint32_t grade = round.grade_indexes()[row];
            if (grade == none) return std::pair(Status::not_computable, 0.0);
            const std::uint32_t rating = are_ordered ? round.grades()[grade].order : grade;
            return std::pair(Status::observed, static_cast<double>(rating));
        });
        found_.grades.ratings =
            rating_agreement(grades.ratings(), are_ordered ? Measurement::ordinal : Measurement::nominal,
                             grade_categories(are_ordered), options_.confidence);
        found_.grades.ratings.bias = are_ordered ? found_.grades.ratings.bias : Estimate{};
        for (std::size_t first = 0; first < rounds_.size(); ++first) {
            for (std::size_t second = first + 1; second < rounds_.size(); ++second)
                found_.grades.tables.push_back(table(first, second));
        }
    }

    std::vector<double> grade_categories(bool are_ordered) const {
        std::vector<double> categories;
        const auto& grades = rounds_.front()->grades();
        for (std::size_t g = 0; g < grades.size(); ++g) {
            if (!are_ordered) categories.push_back(static_cast<double>(g));
            if (are_ordered && grades[g].order != none) categories.push_back(static_cast<double>(grades[g].order));
        }
        return categories;
    }

    GradeTable table(std::size_t first, std::size_t second) const {
        const std::size_t size = rounds_.front()->grades().size() + 1;
        GradeTable made{first, second, std::vector<std::size_t>(size * size)};
        const auto place = [&](std::size_t unit, std::size_t round) -> std::size_t {
            const std::uint32_t grade = rounds_[round]->grade_indexes()[found_.units.row(unit, round)];
            return grade == none ? size - 1 : grade;
        };
        for (std::size_t u = 0; u < found_.units.size(); ++u) {
            if (found_.units.is_in(u, first) && found_.units.is_in(u, second))
                ++made.counts[place(u, first) * size + place(u, second)];
        }
        return made;
    }

    std::span<const Scores* const> rounds_;
    const AgreementOptions& options_;
    Agreement found_;
};

/// Whether two instruments ask the same: variables of the same names, types and levels, in the same order, and the same
/// grades.
inline bool asks_the_same(const Scores& a, const Scores& b) {
    const auto& first = a.program();
    const auto& second = b.program();
    if (first.variables.size() != second.variables.size() || a.grades().size() != b.grades().size()) return false;
    for (std::size_t v = 0; v < first.variables.size(); ++v) {
        const VariableCode& one = first.variables[v];
        const VariableCode& other = second.variables[v];
        if (one.name != other.name || one.type != other.type || one.low != other.low || one.high != other.high)
            return false;
    }
    for (std::size_t g = 0; g < a.grades().size(); ++g) {
        if (a.grades()[g].name != b.grades()[g].name) return false;
    }
    return true;
}

}  // namespace detail

/// How far rounds agree about the same units by the same instrument: stages of an assessment, or assessors. Rounds may
/// lack units. The scores, and the tables that were scored, must outlive what is told.
///
/// Errors: `agreement.rounds` unless there are two or more (and as many in `units`), `agreement.instrument` where they
/// were not asked the same, `agreement.scale` where scores are not on the same scale, `agreement.variable` where a
/// measurement is stated of a variable that does not exist, `statistics.confidence`.
inline result<Agreement> agreement(std::span<const Scores* const> rounds, MatchedUnits units,
                                   const AgreementOptions& options = {}) {
    if (rounds.size() < 2 || units.rounds() != rounds.size())
        return Error(ErrorKind::argument, "agreement.rounds", "",
                     "found " + std::to_string(rounds.size()) + " rounds; wanted two or more of the same units");
    for (std::size_t r = 1; r < rounds.size(); ++r) {
        if (!detail::asks_the_same(*rounds.front(), *rounds[r]))
            return Error(ErrorKind::argument, "agreement.instrument", "",
                         "round " + std::to_string(r + 1) + " was scored with " +
                             detail::told_edition(rounds[r]->instrument()) +
                             ", which does not ask what that of round 1 asks; "
                             "assessors agree or not about the same questions");
    }
    for (std::size_t r = 1; r < rounds.size(); ++r) {
        if (!detail::is_same_scale(rounds.front()->program(), rounds[r]->program()))
            return Error(ErrorKind::argument, "agreement.scale", "",
                         "round " + std::to_string(r + 1) +
                             " was not scored on the scale of round 1: reference values, dated parameters or other "
                             "numbers of the instrument differ; score all rounds with the same");
    }
    for (const auto& [name, level] : options.measurements) {
        bool is_known = false;
        for (const Variable& variable : rounds.front()->instrument().variables) is_known |= variable.name == name;
        if (!is_known)
            return Error(ErrorKind::argument, "agreement.variable", name, "no variable is called \"" + name + "\"");
    }
    PUG_TRY([[maybe_unused]] const double confidence, detail::checked_confidence(options.confidence));
    return detail::AgreementFinder(rounds, std::move(units), options).find();
}

/// The same for rounds whose units are matched by their names.
inline result<Agreement> agreement(std::span<const Scores* const> rounds, const AgreementOptions& options = {}) {
    return agreement(rounds, match_units(rounds), options);
}

}  // namespace v0
}  // namespace pug
