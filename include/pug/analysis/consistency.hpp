#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "pug/analysis/gender/claims.hpp"
#include "pug/analysis/gender/figures.hpp"
#include "pug/analysis/gender/finding.hpp"
#include "pug/analysis/gender/money.hpp"
#include "pug/analysis/gender/pathway.hpp"
#include "pug/gender_analysis.hpp"
#include "pug/result.hpp"

// Does a gender analysis contradict itself? Filed ones do: "control dominated by men" beside 19 men and 23 women.
namespace pug {
inline namespace v0 {
namespace gender {

/// Checks the third column: each aspect once, with figures that exist, and claims that these bear out.
class AspectCheck {
  public:
    AspectCheck(Findings& findings, const Analysis& analysis, const ConsistencyOptions& options)
        : findings_(findings), analysis_(analysis), options_(options) {}

    void run() {
        std::array<bool, aspect_names.size()> seen = {};
        for (std::size_t i = 0; i < analysis_.gap_factors.size(); ++i) {
            const GapFactor& factor = analysis_.gap_factors[i];
            const std::string where = below("/gap_factors", i);
            bool& is_seen = seen[static_cast<std::size_t>(factor.aspect)];
            if (is_seen) {
                add("aspect.twice", below(where, "aspect"), Severity::form,
                    told("{0} sudah diisi", "{0} is entered already", {shown(factor.aspect)}),
                    both("gabungkan keduanya, atau sebut aspek yang dimaksud",
                         "join the two, or name the aspect that is meant"));
            }
            is_seen = true;
            if (!is_blank(factor)) check(factor, where);
        }
    }

  private:
    void add(std::string code, std::string where, Severity severity, Text message, Text correction) {
        findings_.push_back({std::move(code), std::move(where), severity, std::move(message), std::move(correction)});
    }

    void check(const GapFactor& factor, const std::string& where) {
        if (!is_blank(factor.irrelevant)) {
            add("aspect.irrelevant_filled", below(where, "irrelevant"), Severity::contradiction,
                told("{0} disebut tidak relevan, tetapi diisi", "{0} is called irrelevant and filled in",
                     {shown(factor.aspect)}),
                both("hapus alasan itu, atau kosongkan aspek", "take out that reason, or leave the aspect blank"));
        }
        if (figures_of(factor).empty()) {
            add("aspect.no_figure", where, Severity::missing,
                told("{0} tanpa angka perempuan dan laki-laki", "{0} has no figure of women and men",
                     {shown(factor.aspect)}),
                both("sebut angka dari kolom data yang mendasarinya", "name the figures of the data column behind it"));
        }
        for (std::size_t i = 0; i < factor.figures.size(); ++i)
            find(factor.figures[i], below(below(where, "figures"), i));
        for (std::size_t i = 0; i < factor.claims.size(); ++i) {
            const std::string place = below(below(where, "claims"), i);
            const Figure* figure = find(factor.claims[i].figure, below(place, "figure"));
            if (figure) ClaimCheck(findings_, options_, factor.claims[i], *figure, place).run();
        }
    }

    const Figure* find(const std::string& name, const std::string& where) {
        const Figure* figure = find_figure(analysis_, name);
        if (!figure) {
            add("figure.unknown", where, Severity::form,
                told("\"{0}\" tidak ada di kolom data", "\"{0}\" is not in the data column", {Text(name)}),
                both("sebut angka yang ada di kolom data, atau tambahkan di sana",
                     "name a figure of the data column, or add it there"));
        }
        return figure;
    }

    Findings& findings_;
    const Analysis& analysis_;
    const ConsistencyOptions& options_;
};

/// The error for thresholds that mean nothing.
inline result<ConsistencyOptions> checked(const ConsistencyOptions& options) {
    if (options.dominated_above < Decimal(50) || !(options.dominated_above < Decimal(100)))
        return Error(
            ErrorKind::argument, "consistency.threshold", "dominated_above",
            "a share above " + options.dominated_above.to_string() + " % was asked for; wanted from 50 to below 100");
    if (options.equal_within < Decimal(0) || Decimal(100) < options.equal_within)
        return Error(
            ErrorKind::argument, "consistency.threshold", "equal_within",
            "a difference of " + options.equal_within.to_string() + " points was asked for; wanted from 0 to 100");
    return options;
}

/// What is wrong with a gender analysis: numbers that do not add up, claims of the text that the figures contradict,
/// columns that do not follow from each other. Empty where it agrees with itself.
///
/// Percentages are compared to the digits that were written, whichever way of rounding to the nearest was used. All
/// arithmetic is exact.
///
/// Codes, by severity:
/// - contradiction: `claim.contradicted`, `share.swapped`, `rate.swapped`, `count.above_population`,
///   `aspect.irrelevant_filled`, `aspect.blank_answered`, `baseline.not_from_data`;
/// - arithmetic: `count.negative`, `count.fractional`, `total.not_sum`, `population.not_sum`, `share.wrong`,
///   `share.truncated`, `share.range`, `share.not_hundred`, `rate.wrong`, `rate.truncated`, `rate.range`,
///   `budget.negative`, `budget.not_sum`, `budget.action_not_sum`;
/// - missing: `column.missing`, `figure.empty`, `figure.one_sex`, `aspect.no_figure`, `claim.undecided`,
///   `objective.gap_unanswered`, `objective.cause_unanswered`, `action.answers_nothing`, `cause.no_action`,
///   `baseline.no_figure`, `indicator.addresses_nothing`, `indicator.gap_unaddressed`, `budget.missing`;
/// - form: `name.twice`, `name.unknown`, `figure.unknown`, `aspect.twice`, `budget.in_gap`.
///
/// Errors: `consistency.threshold`.
inline result<Findings> check_consistency(const Analysis& analysis, const ConsistencyOptions& options = {}) {
    PUG_TRY(const ConsistencyOptions chosen, checked(options));
    Findings findings;
    for (std::size_t i = 0; i < analysis.data.size(); ++i)
        FigureCheck(findings, analysis.data[i], below("/data", i)).run();
    AspectCheck(findings, analysis, chosen).run();
    PathwayCheck(findings, analysis).run();
    BudgetCheck(findings, analysis).run();
    return findings;
}

/// Whether something is wrong that more filling in does not mend.
inline bool is_contradictory(const Findings& findings) {
    for (const Finding& finding : findings) {
        if (finding.severity != Severity::missing) return true;
    }
    return false;
}

}  // namespace gender
}  // namespace v0
}  // namespace pug
