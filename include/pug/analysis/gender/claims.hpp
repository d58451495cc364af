#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "pug/analysis/gender/figures.hpp"
#include "pug/analysis/gender/finding.hpp"
#include "pug/analysis/gender/wording.hpp"
#include "pug/gender_analysis.hpp"

// Whether a claim of the text agrees with the figure that it is about.
namespace pug {
inline namespace v0 {
namespace gender {

/// What words that carry no official cut-off mean.
struct ConsistencyOptions {
    /// `dominated_by` needs a share above this, per cent: from 50, which is more than half, to below 100.
    Decimal dominated_above = 50;
    /// `equal` allows a difference up to this, percentage points of shares or rates.
    Decimal equal_within = 0;
};

/// Women less men in percentage points, of the shares or of the rates: one number where it follows from counts, all
/// numbers that round to what was written where only percentages are known.
struct Difference {
    Rational low, high;
    Basis basis = Basis::counts;
    Text evidence;  ///< in words
};

/// Of the shares. Where nobody was counted neither sex has more.
inline std::optional<Difference> difference_of_shares(const Figure& figure) {
    if (const auto total = counted_total(figure)) {
        const Rational &women = figure.women->exact(), &men = figure.men->exact();
        const Rational points = *total == 0 ? Rational(0) : Rational(100 * (women - men) / *total);
        const Text people =
            told("perempuan {0}, laki-laki {1}", "{0} women and {1} men", {shown(Decimal(women)), shown(Decimal(men))});
        if (*total == 0) return Difference{points, points, Basis::counts, people};
        return Difference{
            points, points, Basis::counts,
            told("{0}: perempuan {1} %", "{0}: women are {1} %", {people, percent(100 * women / *total)})};
    }
    const auto &women = figure.stated.women_share, &men = figure.stated.men_share;
    if (!women && !men) return std::nullopt;
    const Rational share = women ? women->value.exact() : Rational(100 - men->value.exact());
    const Rational slack = 2 * (women ? women->half_unit() : men->half_unit());
    const Rational points = 2 * share - 100;
    return Difference{points - slack, points + slack, Basis::counts,
                      told("tertulis {0} % {1}", "{0} % {1} are stated",
                           {shown(women ? *women : *men), shown(women ? Sex::women : Sex::men)})};
}

/// Of the rates.
inline std::optional<Difference> difference_of_rates(const Figure& figure) {
    const auto women = counted_rate(figure, Sex::women), men = counted_rate(figure, Sex::men);
    const auto told_of = [](const Text& of_women, const Text& of_men) {
        return told("angka perempuan {0} %, laki-laki {1} %", "the rate of women is {0} %, that of men {1} %",
                    {of_women, of_men});
    };
    if (women && men) {
        const Rational points = women->per_cent() - men->per_cent();
        return Difference{points, points, Basis::rates, told_of(percent(women->per_cent()), percent(men->per_cent()))};
    }
    const auto &stated_women = figure.stated.women_rate, &stated_men = figure.stated.men_rate;
    if (!stated_women || !stated_men) return std::nullopt;
    const Rational points = stated_women->value.exact() - stated_men->value.exact();
    const Rational slack = stated_women->half_unit() + stated_men->half_unit();
    return Difference{points - slack, points + slack, Basis::rates, told_of(shown(*stated_women), shown(*stated_men))};
}

/// What a claim is judged by: shares where it speaks of the majority, else the basis that it names or, where it names
/// none, rates before shares.
inline std::optional<Difference> difference_for(const Claim& claim, const Figure& figure) {
    if (!has_basis(claim.kind) || claim.basis == Basis::counts) return difference_of_shares(figure);
    auto rates = difference_of_rates(figure);
    if (rates || claim.basis == Basis::rates) return rates;
    return difference_of_shares(figure);
}

/// Judges the claims of the aspects.
class ClaimCheck {
  public:
    ClaimCheck(Findings& findings, const ConsistencyOptions& options, const Claim& claim, const Figure& figure,
               std::string where)
        : findings_(findings), options_(options), claim_(claim), figure_(figure), where_(std::move(where)) {}

    void run() {
        switch (claim_.kind) {
            case ClaimKind::share_is:
                return check_percentage("share", figure_.stated.share(claim_.sex), counted_share);
            case ClaimKind::rate_is:
                return check_percentage("rate", figure_.stated.rate(claim_.sex), counted_rate);
            case ClaimKind::total_is:
                return check_total();
            default:
                return check_comparison();
        }
    }

  private:
    void add_undecided() {
        findings_.push_back({"claim.undecided", where_, Severity::missing,
                             told("narasi menyebut \"{0}\", tetapi angka \"{1}\" tidak dapat menunjukkannya",
                                  "the text claims \"{0}\", and the figure \"{1}\" has no numbers to tell",
                                  {shown(claim_.kind, claim_.sex), Text(claim_.figure)}),
                             told("isi jumlah pada \"{0}\", atau sebut angka lain",
                                  "give the counts of \"{0}\", or name another figure", {Text(claim_.figure)})});
    }

    template <class Exact>
    void check_percentage(std::string_view word, const std::optional<Written>& stated, const Exact& exact) {
        const auto part = exact(figure_, claim_.sex);
        if (part) {
            return compare(findings_, below(where_, "value"), word, claim_.value, part,
                           exact(figure_, other(claim_.sex)));
        }
        if (!stated) return add_undecided();
        const Rational difference = claim_.value.value.exact() - stated->value.exact();
        if (abs(difference) <= claim_.value.half_unit() + stated->half_unit()) return;
        findings_.push_back(
            {std::string(word) + ".wrong", below(where_, "value"), Severity::arithmetic,
             told("narasi menyebut {0} %; pada data tertulis {1} %", "the text says {0} %; the data column says {1} %",
                  {shown(claim_.value), shown(*stated)}),
             told("tulis {0}, atau perbaiki kolom data", "write {0}, or correct the data column", {shown(*stated)})});
    }

    void check_total() {
        const auto counted = counted_total(figure_);
        const auto total = counted                ? std::optional<Rational>(*counted)
                           : figure_.stated.total ? std::optional<Rational>(figure_.stated.total->exact())
                                                  : std::nullopt;
        if (!total) return add_undecided();
        if (*total == claim_.value.value.exact()) return;
        findings_.push_back(
            {"total.not_sum", below(where_, "value"), Severity::arithmetic,
             told("narasi menyebut jumlah {0}; pada data {1}", "the text says {0} in total; the data column has {1}",
                  {shown(claim_.value), shown(Decimal(*total))}),
             told("tulis {0}, atau perbaiki jumlahnya", "write {0}, or correct the counts", {shown(Decimal(*total))})});
    }

    /// The difference by which the sex of the claim is ahead, seen from women; and how much it has to exceed.
    bool can_hold(const Difference& difference) const {
        const bool is_about_women = claim_.sex == Sex::women;
        const Rational most = is_about_women ? difference.high : Rational(-difference.low);
        const Rational least = is_about_women ? difference.low : Rational(-difference.high);
        switch (claim_.kind) {
            case ClaimKind::dominated_by:
                return most > 2 * options_.dominated_above.exact() - 100;
            case ClaimKind::lower_for:
                return least < 0;
            case ClaimKind::equal:
                return least <= options_.equal_within.exact() && most >= -options_.equal_within.exact();
            default:  // mostly, higher_for
                return most > 0;
        }
    }

    /// The words that the figure would bear out.
    Text right_words(const Difference& difference) const {
        const Rational middle = (difference.low + difference.high) / 2;
        if (middle == 0) return shown(ClaimKind::equal, Sex::women);
        const Sex ahead = middle > 0 ? Sex::women : Sex::men;
        if (claim_.kind == ClaimKind::lower_for) return shown(ClaimKind::lower_for, other(ahead));
        if (claim_.kind == ClaimKind::higher_for || difference.basis == Basis::rates)
            return shown(ClaimKind::higher_for, ahead);
        const bool is_dominated = abs(middle) > 2 * options_.dominated_above.exact() - 100;
        const bool wants_strong_word = claim_.kind == ClaimKind::dominated_by && is_dominated;
        return shown(wants_strong_word ? ClaimKind::dominated_by : ClaimKind::mostly, ahead);
    }

    void check_comparison() {
        const auto difference = difference_for(claim_, figure_);
        if (!difference) return add_undecided();
        if (can_hold(*difference)) return;
        findings_.push_back({"claim.contradicted", where_, Severity::contradiction,
                             told("narasi menyebut \"{0}\"; {1}", "the text claims \"{0}\"; {1}",
                                  {shown(claim_.kind, claim_.sex), difference->evidence}),
                             told("tulis \"{0}\", atau perbaiki jumlahnya", "say \"{0}\", or correct the counts",
                                  {right_words(*difference)})});
    }

    Findings& findings_;
    const ConsistencyOptions& options_;
    const Claim& claim_;
    const Figure& figure_;
    std::string where_;
};

}  // namespace gender
}  // namespace v0
}  // namespace pug
