#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pug/analysis/gender/figures.hpp"
#include "pug/gender_analysis.hpp"
#include "pug/result.hpp"
#include "pug/statistics/sex_measures.hpp"
#include "pug/statistics/suppress.hpp"
#include "pug/status.hpp"

// What the figures of a gender analysis say of women and men, for its office and, with small counts withheld, for
// everybody. No total is made of access, participation, control and benefit: there is no official one.
namespace pug {
inline namespace v0 {
namespace gender {

/// A count that counts only where its status is `observed`.
struct Count {
    Status status = Status::missing;
    std::int64_t value = 0;
    bool operator==(const Count&) const = default;
};

struct FigureSummary {
    std::string name;
    Text title;
    std::vector<Aspect> aspects;  ///< that rest on it, each once
    Count women, men, total;
    Count population_women, population_men;
    SexMeasures measures;
};

struct AspectSummary {
    Aspect aspect = Aspect::akses;
    bool is_blank = true;
    std::vector<std::string> figures;  ///< names, in the order of the data column
};

struct Summary {
    double confidence = 0.95;
    std::optional<std::int64_t> threshold;  ///< below which counts are withheld; empty: none is
    std::vector<FigureSummary> figures;     ///< in the order of the data column
    std::array<AspectSummary, aspect_names.size()> aspects;
};

/// Which numbers of a figure are withheld.
struct Withheld {
    bool women = false, men = false, total = false;
    bool population_women = false, population_men = false;
};

/// Makes summaries.
class Summariser {
  public:
    Summariser(const Analysis& analysis, double confidence) : analysis_(analysis) { summary_.confidence = confidence; }

    result<Summary> run() {
        for (std::size_t a = 0; a < aspect_names.size(); ++a) summary_.aspects[a].aspect = static_cast<Aspect>(a);
        for (const GapFactor& factor : analysis_.gap_factors) {
            AspectSummary& aspect = summary_.aspects[static_cast<std::size_t>(factor.aspect)];
            aspect.is_blank = aspect.is_blank && is_blank(factor);
        }
        for (const Figure& figure : analysis_.data) {
            PUG_TRY(FigureSummary made, summarise(figure));
            summary_.figures.push_back(std::move(made));
        }
        return std::move(summary_);
    }

  private:
    /// A count as statistics take it; empty where it is none.
    static std::optional<std::size_t> size(const std::optional<Decimal>& count) {
        if (!is_count(count) || count->exact() > Rational(Integer(pug::detail::max_people))) return std::nullopt;
        return static_cast<std::size_t>(numerator(count->exact()));
    }

    static Count count_of(const std::optional<Decimal>& number) {
        const auto whole = size(number);
        if (whole) return {Status::observed, static_cast<std::int64_t>(*whole)};
        return {number ? Status::not_computable : Status::missing, 0};
    }

    static Count sum(const Count& a, const Count& b) {
        if (a.status == Status::observed && b.status == Status::observed) return {Status::observed, a.value + b.value};
        return {graver(a.status, b.status), 0};
    }

    result<FigureSummary> summarise(const Figure& figure) {
        FigureSummary made;
        made.name = figure.name;
        made.title = figure.title;
        made.aspects = aspects_of(figure);
        made.women = count_of(figure.women);
        made.men = count_of(figure.men);
        made.total = sum(made.women, made.men);
        made.population_women = count_of(figure.population_women);
        made.population_men = count_of(figure.population_men);
        const PartialSexCounts counts{size(figure.women), size(figure.men), size(figure.population_women),
                                      size(figure.population_men)};
        PUG_TRY(made.measures, measure_sexes(counts, summary_.confidence));
        SexMeasures& measures = made.measures;
        blame(measures.women_share, {made.women, made.men});
        blame(measures.women_rate, {made.women, made.population_women});
        blame(measures.men_rate, {made.men, made.population_men});
        for (Measure* measure : {&measures.gap, &measures.parity})
            blame(*measure, {made.women, made.men, made.population_women, made.population_men});
        return made;
    }

    /// A measure that lacks a count has the gravest status of its counts.
    static void blame(Measure& measure, std::initializer_list<Count> counts) {
        if (measure.status != Status::missing) return;
        for (const Count& count : counts) measure.status = graver(measure.status, count.status);
    }

    std::vector<Aspect> aspects_of(const Figure& figure) {
        std::vector<Aspect> aspects;
        std::array<bool, aspect_names.size()> rests = {};
        for (const GapFactor& factor : analysis_.gap_factors) {
            for (const auto name : figures_of(factor))
                rests[static_cast<std::size_t>(factor.aspect)] |= name == figure.name;
        }
        for (std::size_t a = 0; a < rests.size(); ++a) {
            if (!rests[a]) continue;
            aspects.push_back(static_cast<Aspect>(a));
            summary_.aspects[a].figures.push_back(figure.name);
        }
        return aspects;
    }

    const Analysis& analysis_;
    Summary summary_;
};

/// The figures of an analysis and what they make: for each the share of women, the rates of women and men, their gap
/// and their parity ratio, as `measure_sexes` has them; for each aspect the figures that it rests on.
///
/// A count that is negative, fractional or above 2^53 is `not_computable`, and so is what is made of it.
///
/// Errors: `statistics.confidence`.
inline result<Summary> summarise(const Analysis& analysis, double confidence = 0.95) {
    return Summariser(analysis, confidence).run();
}

/// Withholds small counts of a summary together with what would give them back.
class Publisher {
  public:
    Publisher(Summary summary, std::int64_t threshold) : summary_(std::move(summary)), threshold_(threshold) {}

    result<Summary> run() && {
        for (std::size_t i = 0; i < summary_.figures.size(); ++i) {
            FigureSummary& figure = summary_.figures[i];
            PUG_TRY(const Withheld withheld, decide(figure, "/data/" + std::to_string(i)));
            apply(figure, withheld);
        }
        summary_.threshold = threshold_;
        return std::move(summary_);
    }

  private:
    static bool is_known(const Count& count) { return count.status == Status::observed; }
    bool is_small(const Count& count) const { return is_known(count) && count.value > 0 && count.value < threshold_; }
    bool has_few_left(const Count& part, const Count& whole) const {
        return is_known(part) && is_known(whole) && whole.value > part.value && whole.value - part.value < threshold_;
    }

    /// Why no table can be made of a count and its population, if none can.
    static std::optional<Error> fault(const Count& part, const Count& whole, const std::string& where) {
        const bool is_broken = part.status == Status::not_computable || whole.status == Status::not_computable;
        const bool is_above = is_known(part) && is_known(whole) && part.value > whole.value;
        if (!is_broken && !is_above) return std::nullopt;
        return Error(ErrorKind::data, "publication.counts", where,
                     is_broken ? "a count is no whole number from 0 to 2^53; correct it before publication"
                               : "found " + std::to_string(part.value) + " of " + std::to_string(whole.value) +
                                     "; correct the counts before publication");
    }

    result<Withheld> decide(const FigureSummary& figure, const std::string& where) const {
        if (auto error = fault(figure.women, figure.population_women, where)) return *std::move(error);
        if (auto error = fault(figure.men, figure.population_men, where)) return *std::move(error);
        const bool are_all_known = is_known(figure.women) && is_known(figure.men) &&
                                   is_known(figure.population_women) && is_known(figure.population_men);
        const bool is_a_sex_absent =
            are_all_known && (figure.population_women.value == 0 || figure.population_men.value == 0);
        if (are_all_known && !is_a_sex_absent) return decide_in_table(figure);
        // With one population at most, women and men give each other back through their total, and nothing else does.
        // Where there is nobody of one sex, the total is the count of the other.
        Withheld withheld;
        const bool is_any_small = is_small(figure.women) || is_small(figure.men) ||
                                  has_few_left(figure.women, figure.population_women) ||
                                  has_few_left(figure.men, figure.population_men);
        withheld.women = withheld.men = is_any_small;
        withheld.total = is_small(figure.total) || (is_a_sex_absent && is_any_small);
        withheld.population_women = is_small(figure.population_women);
        withheld.population_men = is_small(figure.population_men);
        return withheld;
    }

    /// Those who have it and those who do not, women and men: who publishes a rate of 98 of 100 also publishes 2.
    result<Withheld> decide_in_table(const FigureSummary& figure) const {
        const std::array<std::int64_t, 4> counts = {figure.women.value, figure.men.value,
                                                    figure.population_women.value - figure.women.value,
                                                    figure.population_men.value - figure.men.value};
        PUG_TRY(const CountTable table, suppress_small_counts(counts, 2, threshold_));
        return Withheld{table.is_hidden(0, 0), table.is_hidden(0, 1), table.is_hidden(0, 2), table.is_hidden(2, 0),
                        table.is_hidden(2, 1)};
    }

    static void hide(Count& count, bool is_hidden) {
        if (is_hidden && count.status != Status::missing) count = {Status::suppressed, 0};
    }
    static void hide(Measure& measure, bool is_hidden) {
        if (is_hidden && measure.status != Status::missing) measure = {.status = Status::suppressed};
    }

    static void apply(FigureSummary& figure, const Withheld& withheld) {
        hide(figure.women, withheld.women);
        hide(figure.men, withheld.men);
        hide(figure.total, withheld.total);
        hide(figure.population_women, withheld.population_women);
        hide(figure.population_men, withheld.population_men);
        const bool is_rate_hidden[] = {withheld.women || withheld.population_women,
                                       withheld.men || withheld.population_men};
        hide(figure.measures.women_share, withheld.women || withheld.men || withheld.total);
        hide(figure.measures.women_rate, is_rate_hidden[0]);
        hide(figure.measures.men_rate, is_rate_hidden[1]);
        hide(figure.measures.gap, is_rate_hidden[0] || is_rate_hidden[1]);
        hide(figure.measures.parity, is_rate_hidden[0] || is_rate_hidden[1]);
    }

    Summary summary_;
    std::int64_t threshold_;
};

/// The summary for publication: counts of 1 to `threshold` − 1 are `suppressed`, those of people who lack what is
/// counted as well, and with them every count, total, share, rate, gap and ratio from which they would follow.
///
/// Each figure is made safe by itself. Two figures that share people can still give a count back together, and so can
/// the texts, which are no part of a summary.
///
/// Errors: `statistics.confidence`; `statistics.threshold` below 1; `publication.counts`, with the figure, where a
/// count is none or above its population; `statistics.table` above 2147483647 where both populations are known.
inline result<Summary> publish(const Analysis& analysis, std::int64_t threshold, double confidence = 0.95) {
    if (threshold < 1)
        return Error(ErrorKind::argument, "statistics.threshold", "",
                     "a threshold of " + std::to_string(threshold) + " was asked for; wanted 1 or more, such as 5");
    PUG_TRY(Summary summary, summarise(analysis, confidence));
    return Publisher(std::move(summary), threshold).run();
}

}  // namespace gender
}  // namespace v0
}  // namespace pug
