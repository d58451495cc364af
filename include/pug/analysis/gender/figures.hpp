#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "pug/analysis/gender/finding.hpp"
#include "pug/analysis/gender/wording.hpp"
#include "pug/gender_analysis.hpp"

// Whether the numbers of a figure agree with each other. All of it in exact arithmetic.
namespace pug {
inline namespace v0 {
namespace gender {

/// So many of so many, of one sex.
struct Part {
    Sex sex;
    Rational part, whole;

    Rational per_cent() const { return 100 * part / whole; }
};

/// Whether a number can be a count.
inline bool is_count(const Decimal& number) {
    return number.exact() >= 0 && boost::multiprecision::denominator(number.exact()) == 1;
}
inline bool is_count(const std::optional<Decimal>& number) { return number && is_count(*number); }

/// Women and men together; empty unless both were counted.
inline std::optional<Rational> counted_total(const Figure& figure) {
    if (!is_count(figure.women) || !is_count(figure.men)) return std::nullopt;
    return Rational(figure.women->exact() + figure.men->exact());
}

/// Those of a sex among all who were counted; empty where nobody was.
inline std::optional<Part> counted_share(const Figure& figure, Sex sex) {
    const auto total = counted_total(figure);
    if (!total || *total == 0) return std::nullopt;
    return Part{sex, figure.count(sex)->exact(), *total};
}

/// Those of a sex among all of it that there are; empty where there are none.
inline std::optional<Part> counted_rate(const Figure& figure, Sex sex) {
    const auto& all = figure.population_of(sex);
    if (!is_count(figure.count(sex)) || !is_count(all) || all->exact() == 0) return std::nullopt;
    return Part{sex, figure.count(sex)->exact(), all->exact()};
}

/// How a percentage that was written stands to the one that the counts make.
enum class Agreement : std::uint8_t { agrees, truncated, of_the_other, differs };

/// Every way of rounding to the nearest agrees; a percentage that was cut off instead does not.
inline Agreement agreement(const Written& stated, const Rational& exact, const std::optional<Part>& other) {
    const auto is_near = [&](const Rational& value) {
        return abs(Rational(stated.value.exact() - value)) <= stated.half_unit();
    };
    if (is_near(exact)) return Agreement::agrees;
    const Rational lacking = exact - stated.value.exact();
    if (lacking > 0 && lacking < 2 * stated.half_unit()) return Agreement::truncated;
    if (other && is_near(other->per_cent())) return Agreement::of_the_other;
    return Agreement::differs;
}

/// The report on a percentage that does not agree with the counts. `word` is "share" or "rate".
inline Finding disagreement(std::string where, std::string_view word, const Written& stated, const Part& part,
                            Agreement how) {
    const bool is_share = word == "share";
    const Text what = shown(is_share ? ClaimKind::share_is : ClaimKind::rate_is, part.sex);
    const Text exact = percent(part.per_cent(), stated.digits + 2);
    const Text right = percent(part.per_cent(), stated.digits);
    const Text counts = told("{0} dari {1}", "{0} of {1}", {shown(Decimal(part.part)), shown(Decimal(part.whole))});
    const std::string code(word);
    if (how == Agreement::truncated) {
        return {
            code + ".truncated", std::move(where), Severity::arithmetic,
            told("tertulis {0} % sebagai {1}; {2} adalah {3} %: dipotong, tidak dibulatkan",
                 "{0} % is stated as {1}; {2} is {3} %: cut off, not rounded", {shown(stated), what, counts, exact}),
            told("tulis {0}", "write {0}", {right})};
    }
    if (how == Agreement::of_the_other) {
        return {code + ".swapped", std::move(where), Severity::contradiction,
                told("tertulis {0} % sebagai {1}; itu milik {2}, sedangkan {3} adalah {4} %",
                     "{0} % is stated as {1}; that is the one of {2}, and {3} is {4} %",
                     {shown(stated), what, shown(other(part.sex)), counts, exact}),
                told("tulis {0}, atau tukar jumlah perempuan dan laki-laki",
                     "write {0}, or swap the counts of women and men", {right})};
    }
    return {code + ".wrong", std::move(where), Severity::arithmetic,
            told("tertulis {0} % sebagai {1}; {2} adalah {3} %", "{0} % is stated as {1}; {2} is {3} %",
                 {shown(stated), what, counts, exact}),
            told("tulis {0}, atau perbaiki jumlahnya", "write {0}, or correct the counts", {right})};
}

/// Compares a percentage that was written with the counts, where these are known.
inline void compare(Findings& findings, const std::string& where, std::string_view word, const Written& stated,
                    const std::optional<Part>& part, const std::optional<Part>& other) {
    if (stated.value.exact() < 0 || stated.value.exact() > 100) {
        findings.push_back({std::string(word) + ".range", where, Severity::arithmetic,
                            told("tertulis {0} %", "{0} % is stated", {shown(stated)}),
                            both("tulis persentase dari 0 sampai 100", "write a percentage from 0 to 100")});
        return;
    }
    if (!part) return;
    const Agreement how = agreement(stated, part->per_cent(), other);
    if (how != Agreement::agrees) findings.push_back(disagreement(where, word, stated, *part, how));
}

/// Checks the figures of the data column.
class FigureCheck {
  public:
    FigureCheck(Findings& findings, const Figure& figure, std::string where)
        : findings_(findings), figure_(figure), where_(std::move(where)) {}

    void run() {
        check_presence();
        check_counts();
        check_populations();
        if (figure_.stated.total) check_total();
        check_percentages("share", &Stated::share, counted_share);
        check_percentages("rate", &Stated::rate, counted_rate);
        check_sum_of_shares();
    }

  private:
    void add(std::string code, const std::string& where, Severity severity, Text message, Text correction) {
        findings_.push_back({std::move(code), where, severity, std::move(message), std::move(correction)});
    }

    void check_presence() {
        const Stated& stated = figure_.stated;
        if (!figure_.women && !figure_.men) {
            if (stated.women_share || stated.men_share || stated.women_rate || stated.men_rate) return;
            add("figure.empty", where_, Severity::missing,
                both("tidak ada angka perempuan dan laki-laki", "there is no number of women and of men"),
                both("isi jumlah perempuan dan laki-laki", "give the counts of women and of men"));
        } else if (!figure_.women || !figure_.men) {
            const Sex sex = figure_.women ? Sex::men : Sex::women;
            add("figure.one_sex", where_, Severity::missing,
                told("jumlah {0} tidak ada, sehingga kesenjangan tidak terhitung",
                     "there is no count of {0}, so no gap can be computed", {shown(sex)}),
                told("isi jumlah {0}", "give the count of {0}", {shown(sex)}));
        }
    }

    void check_count(std::string_view member, const std::optional<Decimal>& number) {
        if (!number || is_count(*number)) return;
        const bool is_negative = number->exact() < 0;
        add(is_negative ? "count.negative" : "count.fractional", below(where_, member), Severity::arithmetic,
            told("tertulis {0}", "{0} is stated", {shown(*number)}),
            both("tulis jumlah sebagai bilangan bulat, 0 atau lebih", "write a count as a whole number, 0 or more"));
    }

    void check_counts() {
        check_count("women", figure_.women);
        check_count("men", figure_.men);
        check_count("population_women", figure_.population_women);
        check_count("population_men", figure_.population_men);
        check_count("population", figure_.population);
    }

    void check_within(std::string_view member, const Text& who, const Rational& part, const Rational& whole) {
        if (part <= whole) return;
        add("count.above_population", below(where_, member), Severity::contradiction,
            told("tertulis {0} {1} dari {2} yang ada", "{0} {1} are counted of {2} that there are",
                 {shown(Decimal(part)), who, shown(Decimal(whole))}),
            told("perbaiki jumlah atau populasi: paling banyak {0}", "correct the count or the population: {0} at most",
                 {shown(Decimal(whole))}));
    }

    void check_populations() {
        bool is_within = true;
        for (const Sex sex : {Sex::women, Sex::men}) {
            const auto &count = figure_.count(sex), &all = figure_.population_of(sex);
            if (!is_count(count) || !is_count(all)) continue;
            is_within &= count->exact() <= all->exact();
            check_within(sex_names[static_cast<std::size_t>(sex)], shown(sex), count->exact(), all->exact());
        }
        if (!is_count(figure_.population)) return;
        const Rational& stated = figure_.population->exact();
        if (is_count(figure_.population_women) && is_count(figure_.population_men)) {
            const Rational sum = figure_.population_women->exact() + figure_.population_men->exact();
            if (sum != stated)
                add_sum("population.not_sum", "population", figure_.population_women->exact(),
                        figure_.population_men->exact(), stated);
            return;
        }
        const auto total = counted_total(figure_);
        if (is_within && total)
            check_within("population", both("perempuan dan laki-laki", "women and men"), *total, stated);
    }

    void add_sum(std::string code, std::string_view member, const Rational& women, const Rational& men,
                 const Rational& stated) {
        const Text sum = shown(Decimal(Rational(women + men)));
        add(std::move(code), below(where_, member), Severity::arithmetic,
            told("tertulis {0}; {1} perempuan dan {2} laki-laki adalah {3}",
                 "{0} is stated; {1} women and {2} men are {3}",
                 {shown(Decimal(stated)), shown(Decimal(women)), shown(Decimal(men)), sum}),
            told("tulis {0}, atau perbaiki jumlahnya", "write {0}, or correct the counts", {sum}));
    }

    void check_total() {
        const auto total = counted_total(figure_);
        if (!is_count(*figure_.stated.total)) {
            check_count("stated/total", figure_.stated.total);
        } else if (total && *total != figure_.stated.total->exact()) {
            add_sum("total.not_sum", "stated/total", figure_.women->exact(), figure_.men->exact(),
                    figure_.stated.total->exact());
        }
    }

    /// Shares or rates of both sexes, which may have been written the wrong way round.
    template <class Exact>
    void check_percentages(std::string_view word, const std::optional<Written>& (Stated::*written)(Sex) const,
                           const Exact& exact) {
        const auto women = exact(figure_, Sex::women), men = exact(figure_, Sex::men);
        const auto& stated_women = (figure_.stated.*written)(Sex::women);
        const auto& stated_men = (figure_.stated.*written)(Sex::men);
        if (women && men && stated_women && stated_men &&
            agreement(*stated_women, women->per_cent(), men) == Agreement::of_the_other &&
            agreement(*stated_men, men->per_cent(), women) == Agreement::of_the_other) {
            add(std::string(word) + ".swapped", below(where_, "stated"), Severity::contradiction,
                told("tertulis {0} % perempuan dan {1} % laki-laki; menurut jumlahnya terbalik",
                     "{0} % women and {1} % men are stated; by the counts it is the other way round",
                     {shown(*stated_women), shown(*stated_men)}),
                told("tukar: {0} % perempuan dan {1} % laki-laki; atau tukar jumlahnya",
                     "swap them: {0} % women and {1} % men; or swap the counts",
                     {percent(women->per_cent(), stated_women->digits), percent(men->per_cent(), stated_men->digits)}));
            return;
        }
        const std::string place = below(where_, "stated/");
        if (stated_women) compare(findings_, place + "women_" + std::string(word), word, *stated_women, women, men);
        if (stated_men) compare(findings_, place + "men_" + std::string(word), word, *stated_men, men, women);
    }

    /// Where counts tell nothing, the two shares still have to make 100, as far as their digits go.
    void check_sum_of_shares() {
        const auto &women = figure_.stated.women_share, &men = figure_.stated.men_share;
        if (!women || !men || counted_share(figure_, Sex::women)) return;
        const Rational sum = women->value.exact() + men->value.exact();
        if (abs(Rational(sum - 100)) <= women->half_unit() + men->half_unit()) return;
        add("share.not_hundred", below(where_, "stated"), Severity::arithmetic,
            told("{0} % perempuan dan {1} % laki-laki adalah {2} %", "{0} % women and {1} % men are {2} %",
                 {shown(*women), shown(*men), shown(Decimal(sum))}),
            both("perbaiki salah satu: keduanya bersama 100 %", "correct one of them: together they are 100 %"));
    }

    Findings& findings_;
    const Figure& figure_;
    std::string where_;
};

}  // namespace gender
}  // namespace v0
}  // namespace pug
