#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "pug/gender_analysis.hpp"

// Gender analyses that agree with themselves because they were made so: counts first, and from them, in whole numbers,
// all that is stated and claimed.
namespace pug::testing {

class RandomGenderAnalysis {
  public:
    explicit RandomGenderAnalysis(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }
    bool is_heads() { return below(2) == 0; }
    template <class List>
    auto& pick(List& list) {
        return list[below(list.size())];
    }

    gender::Analysis make() {
        gender::Analysis analysis;
        analysis.kind = is_heads() ? gender::Kind::gbs : gender::Kind::gap;
        analysis.office = analysis.programme = analysis.activity = analysis.policy = Text("said");
        analysis.year = 2024;
        const std::size_t figures = 1 + below(5);
        for (std::size_t i = 0; i < figures; ++i) analysis.data.push_back(figure(i));
        add_gap_factors(analysis);
        for (std::size_t i = 0; i <= below(3); ++i) analysis.internal_causes.push_back({"inner" + number(i), "why"});
        for (std::size_t i = 0; i < below(3); ++i) analysis.external_causes.push_back({"outer" + number(i), "why"});
        add_answers(analysis);
        analysis.baseline = {"then", {pick(analysis.data).name}};
        if (analysis.kind == gender::Kind::gbs) add_budget(analysis);
        return analysis;
    }

    /// part / whole · 100 to so many decimals, rounded half up in whole numbers.
    static gender::Written percentage(std::int64_t part, std::int64_t whole, int digits) {
        std::int64_t scale = 1;
        for (int i = 0; i < digits; ++i) scale *= 10;
        const std::int64_t units = (200 * scale * part + whole) / (2 * whole);
        return {Decimal(Rational(units, scale)), digits};
    }

  private:
    static std::string number(std::size_t i) { return std::to_string(i); }

    std::int64_t count() {
        const std::int64_t ends[] = {2, 10, 100, 5000, 1000000};
        return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(ends[below(5)]));
    }

    int digits() { return static_cast<int>(below(4)); }

    gender::Figure figure(std::size_t i) {
        gender::Figure made;
        made.name = "figure" + number(i);
        if (below(5) == 0) {
            // Percentages alone: they complement each other.
            const std::int64_t units = static_cast<std::int64_t>(below(10001));
            made.stated.women_share = {Decimal(Rational(units, 100)), 2};
            if (is_heads()) made.stated.men_share = {Decimal(Rational(10000 - units, 100)), 2};
            return made;
        }
        const std::int64_t women = count(), men = count();
        made.women = Decimal(Rational(women));
        made.men = Decimal(Rational(men));
        if (is_heads()) made.stated.total = Decimal(Rational(women + men));
        if (women + men > 0) {
            if (is_heads()) made.stated.women_share = percentage(women, women + men, digits());
            if (is_heads()) made.stated.men_share = percentage(men, women + men, digits());
        }
        if (is_heads()) return made;
        const std::int64_t all_women = women + count(), all_men = men + count();
        made.population_women = Decimal(Rational(all_women));
        made.population_men = Decimal(Rational(all_men));
        if (is_heads()) made.population = Decimal(Rational(all_women + all_men));
        if (is_heads() && all_women > 0) made.stated.women_rate = percentage(women, all_women, digits());
        if (is_heads() && all_men > 0) made.stated.men_rate = percentage(men, all_men, digits());
        return made;
    }

    static std::int64_t whole(const std::optional<Decimal>& count) {
        return count ? static_cast<std::int64_t>(numerator(count->exact())) : -1;
    }

    /// What can truly be said of a figure whose counts are known.
    gender::Claim claim(const gender::Figure& of) {
        using enum gender::ClaimKind;
        const std::int64_t women = whole(of.women), men = whole(of.men);
        gender::Claim made;
        made.figure = of.name;
        const std::int64_t all_women = whole(of.population_women), all_men = whole(of.population_men);
        const bool has_rates = all_women > 0 && all_men > 0;
        made.sex = women > men ? gender::Sex::women : gender::Sex::men;
        switch (below(5)) {
            case 0:
                made.kind = total_is;
                made.value = {Decimal(Rational(women + men)), 0};
                return made;
            case 1:
                if (women + men == 0) break;
                made.kind = share_is;
                made.value = percentage(std::max(women, men), women + men, digits());
                return made;
            case 2: {
                if (!has_rates) break;
                const std::int64_t ahead = women * all_men - men * all_women;
                made.kind = ahead == 0 ? equal : is_heads() ? lower_for : higher_for;
                made.sex = (ahead > 0) == (made.kind == higher_for) ? gender::Sex::women : gender::Sex::men;
                if (is_heads()) made.basis = gender::Basis::rates;
                return made;
            }
            case 3:
                made.kind = women == men ? equal : higher_for;
                made.basis = gender::Basis::counts;
                return made;
            default:
                break;
        }
        made.kind = women == men ? equal : is_heads() ? mostly : dominated_by;
        if (made.kind == equal) made.basis = gender::Basis::counts;
        return made;
    }

    void add_gap_factors(gender::Analysis& analysis) {
        std::vector<gender::Aspect> aspects = {gender::Aspect::akses, gender::Aspect::partisipasi,
                                               gender::Aspect::kontrol, gender::Aspect::manfaat};
        std::shuffle(aspects.begin(), aspects.end(), random_);
        const std::size_t filled = 1 + below(aspects.size());
        for (std::size_t a = 0; a < aspects.size(); ++a) {
            gender::GapFactor factor;
            factor.aspect = aspects[a];
            if (a >= filled) {
                if (is_heads()) continue;
                if (is_heads()) factor.irrelevant = "no matter";
                analysis.gap_factors.push_back(factor);
                continue;
            }
            factor.text = "told";
            factor.figures.push_back(pick(analysis.data).name);
            for (std::size_t c = 0; c < below(4); ++c) {
                const gender::Figure& of = pick(analysis.data);
                if (of.women) factor.claims.push_back(claim(of));
            }
            analysis.gap_factors.push_back(factor);
        }
        std::shuffle(analysis.gap_factors.begin(), analysis.gap_factors.end(), random_);
    }

    void add_answers(gender::Analysis& analysis) {
        std::vector<std::string> gaps, causes;
        std::vector<gender::Aspect> gap_aspects;
        for (const auto& factor : analysis.gap_factors) {
            // Where women and men are equal nothing has to be answered, but may be.
            if (gender::is_blank(factor) || (!gender::has_gap(factor) && is_heads())) continue;
            gap_aspects.push_back(factor.aspect);
            gaps.emplace_back(gender::aspect_names[static_cast<std::size_t>(factor.aspect)]);
        }
        for (const auto& cause : analysis.internal_causes) causes.push_back(cause.name);
        for (const auto& cause : analysis.external_causes) causes.push_back(cause.name);
        analysis.objective = {"to be", gaps};
        analysis.objective.answers.insert(analysis.objective.answers.end(), causes.begin(), causes.end());
        std::shuffle(analysis.objective.answers.begin(), analysis.objective.answers.end(), random_);
        for (std::size_t i = 0; i < causes.size(); ++i) {
            gender::Action action{"action" + number(i), "do", {causes[i]}, {}};
            if (!gaps.empty() && is_heads()) action.answers.push_back(pick(gaps));
            analysis.actions.push_back(action);
        }
        for (const gender::Aspect aspect : gap_aspects) {
            if (!analysis.indicators.empty() && is_heads()) {
                pick(analysis.indicators).addresses.push_back(aspect);
            } else {
                analysis.indicators.push_back({"measure", {aspect}});
            }
        }
        if (analysis.indicators.empty()) analysis.indicators.push_back({"measure", {filled_aspect(analysis)}});
    }

    static gender::Aspect filled_aspect(const gender::Analysis& analysis) {
        return std::find_if(analysis.gap_factors.begin(), analysis.gap_factors.end(),
                            [](const auto& factor) { return !gender::is_blank(factor); })
            ->aspect;
    }

    void add_budget(gender::Analysis& analysis) {
        gender::Budget budget;
        Rational total = 0;
        for (auto& action : analysis.actions) {
            Rational sum = 0;
            for (std::size_t i = 0; i <= below(3); ++i) {
                const Rational amount(static_cast<std::int64_t>(below(100000000)), 100);
                budget.lines.push_back({"part", "input", Decimal(amount), is_heads() ? "" : action.name});
                if (!budget.lines.back().action.empty()) sum += amount;
                total += amount;
            }
            const bool has_lines = std::any_of(budget.lines.begin(), budget.lines.end(),
                                               [&](const auto& line) { return line.action == action.name; });
            if (is_heads()) action.budget = Decimal(has_lines ? sum : Rational(7));
        }
        if (is_heads()) budget.total = Decimal(total);
        analysis.budget = budget;
    }

    std::mt19937_64 random_;
};

}  // namespace pug::testing
