// Gender analyses that contradict themselves, and random ones that do not.
#include "pug/analysis/consistency.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "pug/analysis/arg_share.hpp"
#include "support/random_gender_analysis.hpp"

namespace {

using namespace pug;
using namespace pug::gender;
using pug::testing::RandomGenderAnalysis;

Findings findings_of(const Analysis& analysis, const ConsistencyOptions& options = {}) {
    return check_consistency(analysis, options).value();
}

const Finding* find(const Findings& findings, std::string_view code, std::string_view where) {
    for (const Finding& finding : findings) {
        if (finding.code == code && finding.where == where) return &finding;
    }
    return nullptr;
}

std::string listed(const Findings& findings) {
    std::string text;
    for (const Finding& finding : findings)
        text += finding.code + " " + finding.where + ": " + std::string(finding.message.in("en")) + "\n";
    return text;
}

/// The one thing that is wrong with a figure, as "code where".
std::string only(const Figure& figure) {
    Findings findings;
    FigureCheck(findings, figure, "").run();
    return findings.size() == 1 ? findings[0].code + " " + findings[0].where : listed(findings);
}

std::string only(const Claim& claim, const Figure& figure, const ConsistencyOptions& options = {}) {
    Findings findings;
    ClaimCheck(findings, options, claim, figure, "").run();
    return findings.size() == 1 ? findings[0].code + " " + findings[0].where : listed(findings);
}

Figure counted(int women, int men) {
    Figure figure;
    figure.name = "f";
    figure.women = women;
    figure.men = men;
    return figure;
}

Figure counted_of(int women, int men, int all_women, int all_men) {
    Figure figure = counted(women, men);
    figure.population_women = all_women;
    figure.population_men = all_men;
    return figure;
}

Written written(const char* text) { return *Written::parse(text); }

Claim claims(ClaimKind kind, Sex sex = Sex::women, const char* value = "0") {
    return {"f", kind, sex, written(value), {}};
}

TEST(Written, KeepsTheDigitsThatWereWritten) {
    EXPECT_EQ(written("76.10").digits, 2);
    EXPECT_EQ(written("76").digits, 0);
    EXPECT_EQ(written("76.").digits, 0);
    EXPECT_EQ(written("76.10").half_unit(), Rational(1, 200));
    for (const char* text : {"", "76,08", "7e1", "1/3", "76 %", "-", "."}) EXPECT_FALSE(Written::parse(text)) << text;
}

TEST(Rounded, HalfAwayFromZeroAndNoMinusBeforeZero) {
    EXPECT_EQ(rounded(Rational(1, 8), 2), "0.13");
    EXPECT_EQ(rounded(Rational(-1, 8), 2), "-0.13");
    EXPECT_EQ(rounded(Rational(-1, 1000), 2), "0.00");
    EXPECT_EQ(rounded(Rational(5, 2), 0), "3");
    EXPECT_EQ(rounded(Rational(999, 1000), 2), "1.00");
}

TEST(Shown, AsEachLanguageWritesNumbers) {
    EXPECT_EQ(shown(Decimal(130170)).in("id"), "130.170");
    EXPECT_EQ(shown(Decimal(130170)).in("en"), "130,170");
    EXPECT_EQ(shown(std::string("-1234567.25")).in("id"), "-1.234.567,25");
    EXPECT_EQ(shown(Decimal(-100)).in("en"), "-100");
    EXPECT_EQ(percent(Rational(2300, 42)).in("id"), "54,76");
}

// What filed forms have said (see docs/gender-analysis.md).

TEST(Consistency, ControlIsNotDominatedByMenWhere23Of42AreWomen) {
    EXPECT_EQ(only(claims(ClaimKind::dominated_by, Sex::men), counted(23, 19)), "claim.contradicted ");
    EXPECT_EQ(only(claims(ClaimKind::dominated_by, Sex::women), counted(23, 19)), "");
    Findings findings;
    const Claim claim = claims(ClaimKind::dominated_by, Sex::men);
    const Figure figure = counted(23, 19);
    ClaimCheck(findings, {}, claim, figure, "/x").run();
    EXPECT_EQ(findings.at(0).message.in("en"),
              "the text claims \"dominated by men\"; 23 women and 19 men: women are 54.76 %");
    EXPECT_EQ(findings.at(0).correction.in("en"), "say \"dominated by women\", or correct the counts");
    EXPECT_EQ(findings.at(0).message.in("id"),
              "narasi menyebut \"didominasi laki-laki\"; perempuan 23, laki-laki 19: perempuan 54,76 %");
    EXPECT_EQ(findings.at(0).severity, Severity::contradiction);
}

TEST(Consistency, RespondentsAreNotMostlyMenWhere271188AreWomen) {
    EXPECT_EQ(only(claims(ClaimKind::mostly, Sex::men), counted(271188, 130170)), "claim.contradicted ");
    EXPECT_EQ(only(claims(ClaimKind::mostly, Sex::women), counted(271188, 130170)), "");
}

TEST(Consistency, HouseholdsOf141And31Are172) {
    Figure figure = counted(31, 141);
    figure.stated.total = 163;
    EXPECT_EQ(only(figure), "total.not_sum /stated/total");
    figure.stated.total = 172;
    EXPECT_EQ(only(figure), "");
}

TEST(Consistency, WhatIsCutOffIsNotRounded) {
    Figure figure = counted(35, 11);  // 35 of 46 is 76.0869… %
    const std::pair<const char*, const char*> cases[] = {{"76.08", "share.truncated /stated/women_share"},
                                                         {"76.09", ""},
                                                         {"76.1", ""},
                                                         {"76", ""},
                                                         {"76.0", "share.truncated /stated/women_share"},
                                                         {"76.10", "share.wrong /stated/women_share"},
                                                         {"76.07", "share.wrong /stated/women_share"},
                                                         {"23.91", "share.swapped /stated/women_share"},
                                                         {"176.09", "share.range /stated/women_share"},
                                                         {"-1", "share.range /stated/women_share"}};
    for (const auto& [stated, expected] : cases) {
        figure.stated.women_share = written(stated);
        EXPECT_EQ(only(figure), expected) << stated;
    }
}

TEST(Consistency, EveryRoundingToTheNearestWillDo) {
    Figure figure = counted(1, 7);  // 12.5 %
    for (const char* fine : {"12", "13", "12.5", "12.50"}) {
        figure.stated.women_share = written(fine);
        EXPECT_EQ(only(figure), "") << fine;
    }
}

TEST(Consistency, SharesOfTheWrongSexAreSwapped) {
    Figure figure = counted(271188, 130170);
    figure.stated.women_share = written("32.43");
    figure.stated.men_share = written("67.57");
    EXPECT_EQ(only(figure), "share.swapped /stated");
    figure.stated.men_share.reset();
    EXPECT_EQ(only(figure), "share.swapped /stated/women_share");
    figure = counted_of(180, 300, 600, 500);
    figure.stated.women_rate = written("60");
    figure.stated.men_rate = written("30");
    EXPECT_EQ(only(figure), "rate.swapped /stated");
}

TEST(Consistency, SharesWithoutCountsMakeAHundredAsFarAsTheirDigitsGo) {
    Figure figure;
    const std::tuple<const char*, const char*, bool> cases[] = {{"56", "44", true},      {"56", "45", true},
                                                                {"56", "46", false},     {"33.3", "66.6", true},
                                                                {"33.3", "66.5", false}, {"33.33", "67", true}};
    for (const auto& [women, men, is_fine] : cases) {
        figure.stated.women_share = written(women);
        figure.stated.men_share = written(men);
        EXPECT_EQ(only(figure), is_fine ? "" : "share.not_hundred /stated") << women << " and " << men;
    }
}

TEST(Consistency, CountsAreWholeAndWithinTheirPopulation) {
    EXPECT_EQ(only(counted(-3, 2)), "count.negative /women");
    Figure figure = counted(3, 2);
    figure.men = *Decimal::parse("2.5");
    EXPECT_EQ(only(figure), "count.fractional /men");
    EXPECT_EQ(only(counted_of(7, 2, 6, 9)), "count.above_population /women");
    EXPECT_EQ(only(counted_of(6, 10, 6, 9)), "count.above_population /men");
    EXPECT_EQ(only(counted_of(6, 9, 6, 9)), "");
    figure = counted(6, 9);
    figure.population = 14;
    EXPECT_EQ(only(figure), "count.above_population /population");
    figure = counted_of(6, 9, 10, 10);
    figure.population = 21;
    EXPECT_EQ(only(figure), "population.not_sum /population");
    figure = counted(6, 9);
    figure.men.reset();
    EXPECT_EQ(only(figure), "figure.one_sex ");
    EXPECT_EQ(only(Figure{}), "figure.empty ");
    EXPECT_EQ(only(counted(0, 0)), "");
}

TEST(Consistency, ThresholdsAreTheCallers) {
    const Figure figure = counted(60, 40);
    const Claim dominated = claims(ClaimKind::dominated_by), equal = claims(ClaimKind::equal);
    EXPECT_EQ(only(dominated, figure), "");
    EXPECT_EQ(only(dominated, figure, {.dominated_above = *Decimal::parse("59.99")}), "");
    EXPECT_EQ(only(dominated, figure, {.dominated_above = 60}), "claim.contradicted ");
    EXPECT_EQ(only(claims(ClaimKind::mostly), figure, {.dominated_above = 60}), "");
    EXPECT_EQ(only(equal, figure), "claim.contradicted ");
    EXPECT_EQ(only(equal, figure, {.equal_within = *Decimal::parse("19.99")}), "claim.contradicted ");
    EXPECT_EQ(only(equal, figure, {.equal_within = 20}), "");
    for (const int wrong : {49, 100}) {
        EXPECT_EQ(check_consistency({}, {.dominated_above = wrong}).error().code(), "consistency.threshold");
    }
    EXPECT_EQ(check_consistency({}, {.equal_within = -1}).error().where(), "equal_within");
}

TEST(Consistency, ComparesRatesWhereTheyAreKnownAndCountsWhereAsked) {
    const Figure figure = counted_of(60, 50, 1000, 100);  // more women, a far lower rate
    Claim claim = claims(ClaimKind::lower_for, Sex::women);
    EXPECT_EQ(only(claim, figure), "");
    claim.basis = Basis::counts;
    EXPECT_EQ(only(claim, figure), "claim.contradicted ");
    claim = claims(ClaimKind::higher_for, Sex::women);
    EXPECT_EQ(only(claim, figure), "claim.contradicted ");
    claim.basis = Basis::counts;
    EXPECT_EQ(only(claim, figure), "");
    EXPECT_EQ(only(claims(ClaimKind::lower_for, Sex::men), counted(3, 2)), "");
    claim.basis = Basis::rates;
    EXPECT_EQ(only(claim, counted(3, 2)), "claim.undecided ");
    EXPECT_EQ(only(claims(ClaimKind::mostly), figure), "");
}

TEST(Consistency, JudgesByPercentagesWhereThereAreNoCounts) {
    Figure figure;
    figure.stated.women_share = written("50");
    EXPECT_EQ(only(claims(ClaimKind::mostly), figure), "");  // 50.4 is written so, too
    EXPECT_EQ(only(claims(ClaimKind::mostly, Sex::men), figure), "");
    EXPECT_EQ(only(claims(ClaimKind::equal), figure), "");
    figure.stated.women_share = written("51");
    EXPECT_EQ(only(claims(ClaimKind::mostly, Sex::men), figure), "claim.contradicted ");
    EXPECT_EQ(only(claims(ClaimKind::equal), figure), "claim.contradicted ");
    EXPECT_EQ(only(claims(ClaimKind::equal), figure, {.equal_within = 1}), "");  // 50.5 and 49.5
    EXPECT_EQ(only(claims(ClaimKind::equal), figure, {.equal_within = *Decimal::parse("0.99")}), "claim.contradicted ");
    EXPECT_EQ(only(claims(ClaimKind::share_is, Sex::women, "51.4"), figure), "");
    EXPECT_EQ(only(claims(ClaimKind::share_is, Sex::women, "52"), figure), "");
    EXPECT_EQ(only(claims(ClaimKind::share_is, Sex::women, "52.1"), figure), "share.wrong /value");
    EXPECT_EQ(only(claims(ClaimKind::rate_is, Sex::women, "51"), figure), "claim.undecided ");
    figure = {};
    figure.stated.women_rate = written("30");
    figure.stated.men_rate = written("60");
    EXPECT_EQ(only(claims(ClaimKind::lower_for, Sex::women), figure), "");
    EXPECT_EQ(only(claims(ClaimKind::lower_for, Sex::men), figure), "claim.contradicted ");
    EXPECT_EQ(only(claims(ClaimKind::mostly), figure), "claim.undecided ");
}

TEST(Consistency, NobodyIsEqualAndInNoMajority) {
    EXPECT_EQ(only(claims(ClaimKind::equal), counted(0, 0)), "");
    EXPECT_EQ(only(claims(ClaimKind::mostly), counted(0, 0)), "claim.contradicted ");
    EXPECT_EQ(only(claims(ClaimKind::share_is, Sex::women, "50"), counted(0, 0)), "claim.undecided ");
}

TEST(Consistency, RightWordsAreThoseThatHold) {
    for (const auto kind :
         {ClaimKind::dominated_by, ClaimKind::mostly, ClaimKind::lower_for, ClaimKind::higher_for, ClaimKind::equal}) {
        for (const Sex sex : {Sex::women, Sex::men}) {
            for (const auto& [women, men] : {std::pair(23, 19), std::pair(19, 23), std::pair(9, 1), std::pair(5, 5)}) {
                const ConsistencyOptions options{.dominated_above = 75};
                Findings findings;
                const Figure figure = counted(women, men);
                const Claim claim = claims(kind, sex);
                ClaimCheck(findings, options, claim, figure, "").run();
                if (findings.empty()) continue;
                const std::string said(findings[0].correction.in("en"));
                const std::string words = said.substr(5, said.find('"', 5) - 5);
                bool is_known = false;
                for (const auto right : {ClaimKind::dominated_by, ClaimKind::mostly, ClaimKind::lower_for,
                                         ClaimKind::higher_for, ClaimKind::equal}) {
                    for (const Sex of : {Sex::women, Sex::men}) {
                        if (shown(right, of).in("en") != words || is_known) continue;
                        is_known = true;
                        EXPECT_EQ(only(claims(right, of), figure, options), "") << words;
                    }
                }
                EXPECT_TRUE(is_known) << words;
            }
        }
    }
}

// Documents as a whole.

TEST(Consistency, RaisesNoFalseAlarm) {
    std::map<ClaimKind, int> seen;
    for (std::uint64_t seed = 0; seed < 4000; ++seed) {
        const Analysis analysis = RandomGenderAnalysis(seed).make();
        const Findings findings = findings_of(analysis);
        ASSERT_TRUE(findings.empty()) << "seed " << seed << "\n" << listed(findings);
        for (const auto& factor : analysis.gap_factors) {
            for (const auto& claim : factor.claims) ++seen[claim.kind];
        }
    }
    for (const auto kind : {ClaimKind::dominated_by, ClaimKind::mostly, ClaimKind::equal, ClaimKind::lower_for,
                            ClaimKind::higher_for, ClaimKind::share_is, ClaimKind::total_is})
        EXPECT_GT(seen[kind], 100) << claim_names[static_cast<std::size_t>(kind)];
}

/// Where something went wrong in a document; empty where it cannot.
using Place = std::optional<std::string>;
using Corruption = std::function<Place(Analysis&, RandomGenderAnalysis&)>;

/// A figure with counts, and its place; null where there is none.
std::pair<Figure*, std::string> counted_figure(Analysis& analysis, RandomGenderAnalysis& random) {
    const std::size_t i = random.below(analysis.data.size());
    Figure& figure = analysis.data[i];
    return {figure.women ? &figure : nullptr, below("/data", i)};
}

std::pair<GapFactor*, std::string> filled_factor(Analysis& analysis, RandomGenderAnalysis& random) {
    const std::size_t i = random.below(analysis.gap_factors.size());
    GapFactor& factor = analysis.gap_factors[i];
    return {is_blank(factor) ? nullptr : &factor, below("/gap_factors", i)};
}

/// Adds a claim to an aspect about a figure with counts.
Place claim_falsely(Analysis& analysis, RandomGenderAnalysis& random,
                    const std::function<bool(const Figure&, Claim&)>& lie) {
    const auto [figure, place] = counted_figure(analysis, random);
    const auto [factor, where] = filled_factor(analysis, random);
    Claim claim;
    if (!figure || !factor || !lie(*figure, claim)) return std::nullopt;
    claim.figure = figure->name;
    factor->claims.push_back(claim);
    return below(below(where, "claims"), factor->claims.size() - 1);
}

Sex behind(const Figure& figure) { return *figure.women < *figure.men ? Sex::women : Sex::men; }

const std::vector<std::pair<std::string, Corruption>> corruptions = {
    {"claim.contradicted",
     [](Analysis& analysis, RandomGenderAnalysis& random) {
         return claim_falsely(analysis, random, [&](const Figure& figure, Claim& claim) {
             claim.kind = random.is_heads() ? ClaimKind::mostly : ClaimKind::dominated_by;
             claim.sex = behind(figure);
             return true;
         });
     }},
    {"claim.contradicted",
     [](Analysis& analysis, RandomGenderAnalysis& random) {
         return claim_falsely(analysis, random, [](const Figure& figure, Claim& claim) {
             claim.kind = ClaimKind::equal;
             claim.basis = Basis::counts;
             return figure.women != figure.men;
         });
     }},
    {"claim.contradicted",
     [](Analysis& analysis, RandomGenderAnalysis& random) {
         return claim_falsely(analysis, random, [](const Figure& figure, Claim& claim) {
             claim.kind = ClaimKind::lower_for;
             claim.basis = Basis::counts;
             claim.sex = other(behind(figure));
             return true;
         });
     }},
    {"total.not_sum",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [figure, where] = counted_figure(analysis, random);
         if (!figure || !figure->stated.total) return std::nullopt;
         figure->stated.total = Decimal(Rational(figure->stated.total->exact() + 1 + random.below(50)));
         return where + "/stated/total";
     }},
    {"share.wrong",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [figure, where] = counted_figure(analysis, random);
         if (!figure || !figure->stated.women_share) return std::nullopt;
         auto& share = *figure->stated.women_share;
         share.value = Decimal(Rational(share.value.exact() + 4 * share.half_unit()));  // two units of its last digit
         const auto men = counted_share(*figure, Sex::men);
         if (Decimal(100) < share.value || abs(Rational(men->per_cent() - share.value.exact())) < 2)
             return std::nullopt;
         return where + "/stated/women_share";
     }},
    {"share.truncated",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [figure, where] = counted_figure(analysis, random);
         const auto share = figure ? counted_share(*figure, Sex::men) : std::nullopt;
         if (!share) return std::nullopt;
         const Rational units = share->per_cent() * 100;
         const Integer cut = numerator(units) / denominator(units);
         if (2 * (units - cut) <= 1) return std::nullopt;  // rounding gives the same
         figure->stated.men_share = Written{Decimal(Rational(cut, 100)), 2};
         return where + "/stated/men_share";
     }},
    {"share.swapped",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [figure, where] = counted_figure(analysis, random);
         const auto women = figure ? counted_share(*figure, Sex::women) : std::nullopt;
         if (!women || abs(Rational(women->per_cent() - 50)) < 2) return std::nullopt;
         const auto part = static_cast<std::int64_t>(numerator(women->part));
         const auto whole = static_cast<std::int64_t>(numerator(women->whole));
         figure->stated.women_share = RandomGenderAnalysis::percentage(whole - part, whole, 2);
         figure->stated.men_share = RandomGenderAnalysis::percentage(part, whole, 2);
         return where + "/stated";
     }},
    {"count.above_population",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [figure, where] = counted_figure(analysis, random);
         if (!figure || !figure->population_men) return std::nullopt;
         figure->men = Decimal(Rational(figure->population_men->exact() + 1));
         return where + "/men";
     }},
    {"population.not_sum",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [figure, where] = counted_figure(analysis, random);
         if (!figure || !figure->population) return std::nullopt;
         figure->population = Decimal(Rational(figure->population->exact() + 1));
         return where + "/population";
     }},
    {"count.negative",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [figure, where] = counted_figure(analysis, random);
         if (!figure) return std::nullopt;
         figure->women = Decimal(-1);
         return where + "/women";
     }},
    {"count.fractional",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [figure, where] = counted_figure(analysis, random);
         if (!figure || !figure->population_women) return std::nullopt;
         figure->population_women = Decimal(Rational(figure->population_women->exact() + Rational(1, 3)));
         return where + "/population_women";
     }},
    {"figure.one_sex",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [figure, where] = counted_figure(analysis, random);
         if (!figure) return std::nullopt;
         figure->women.reset();
         return where;
     }},
    {"name.twice",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         analysis.data.push_back(random.pick(analysis.data));
         return below("/data", analysis.data.size() - 1) + "/name";
     }},
    {"aspect.twice",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         analysis.gap_factors.push_back(random.pick(analysis.gap_factors));
         return below("/gap_factors", analysis.gap_factors.size() - 1) + "/aspect";
     }},
    {"aspect.no_figure",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [factor, where] = filled_factor(analysis, random);
         if (!factor) return std::nullopt;
         factor->figures.clear();
         factor->claims.clear();
         return where;
     }},
    {"aspect.irrelevant_filled",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [factor, where] = filled_factor(analysis, random);
         if (!factor) return std::nullopt;
         factor->irrelevant = "no matter";
         return where + "/irrelevant";
     }},
    {"figure.unknown",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [factor, where] = filled_factor(analysis, random);
         if (!factor) return std::nullopt;
         factor->figures.push_back("nowhere");
         return below(where + "/figures", factor->figures.size() - 1);
     }},
    {"objective.gap_unanswered",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [factor, where] = filled_factor(analysis, random);
         if (!factor || !has_gap(*factor)) return std::nullopt;
         std::erase(analysis.objective.answers, aspect_names[static_cast<std::size_t>(factor->aspect)]);
         return "/objective/answers";
     }},
    {"objective.cause_unanswered",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         std::erase(analysis.objective.answers, random.pick(analysis.internal_causes).name);
         return "/objective/answers";
     }},
    {"name.unknown",
     [](Analysis& analysis, RandomGenderAnalysis&) -> Place {
         analysis.objective.answers.push_back("nothing");
         return below("/objective/answers", analysis.objective.answers.size() - 1);
     }},
    {"aspect.blank_answered",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         std::array<bool, 4> filled = {};
         for (const auto& factor : analysis.gap_factors)
             filled[static_cast<std::size_t>(factor.aspect)] |= !is_blank(factor);
         const std::size_t aspect = random.below(4);
         if (filled[aspect]) return std::nullopt;
         auto& answers = random.pick(analysis.actions).answers;
         answers.insert(answers.begin(), std::string(aspect_names[aspect]));
         for (std::size_t i = 0; i < analysis.actions.size(); ++i) {
             if (&analysis.actions[i].answers == &answers) return below("/actions", i) + "/answers/0";
         }
         return std::nullopt;
     }},
    {"action.answers_nothing",
     [](Analysis& analysis, RandomGenderAnalysis&) -> Place {
         analysis.actions.push_back({"", "do", {}, {}});
         return below("/actions", analysis.actions.size() - 1);
     }},
    {"cause.no_action",
     [](Analysis& analysis, RandomGenderAnalysis&) -> Place {
         analysis.external_causes.push_back({"new", "why"});
         analysis.objective.answers.push_back("new");
         return below("/external_causes", analysis.external_causes.size() - 1);
     }},
    {"baseline.not_from_data",
     [](Analysis& analysis, RandomGenderAnalysis&) -> Place {
         analysis.baseline.figures.push_back("nowhere");
         return below("/baseline/figures", analysis.baseline.figures.size() - 1);
     }},
    {"baseline.no_figure",
     [](Analysis& analysis, RandomGenderAnalysis&) -> Place {
         analysis.baseline.figures.clear();
         return "/baseline";
     }},
    {"indicator.addresses_nothing",
     [](Analysis& analysis, RandomGenderAnalysis&) -> Place {
         analysis.indicators.push_back({"measure", {}});
         return below("/indicators", analysis.indicators.size() - 1);
     }},
    {"indicator.gap_unaddressed",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const auto [factor, where] = filled_factor(analysis, random);
         if (!factor || !has_gap(*factor)) return std::nullopt;
         for (auto& indicator : analysis.indicators) std::erase(indicator.addresses, factor->aspect);
         return "/indicators";
     }},
    {"column.missing",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         switch (random.below(9)) {
             case 0:
                 return analysis.policy = " \n", "/policy";
             case 1:
                 return analysis.data.clear(), "/data";
             case 2:
                 return analysis.gap_factors.clear(), "/gap_factors";
             case 3:
                 analysis.external_causes.clear();
                 return analysis.internal_causes.clear(), "/internal_causes";
             case 4:
                 return analysis.objective = {}, "/objective";
             case 5:
                 return analysis.actions.clear(), "/actions";
             case 6:
                 return analysis.baseline = {}, "/baseline";
             case 7:
                 return analysis.year.reset(), "/year";
             default:
                 return analysis.indicators.clear(), "/indicators";
         }
     }},
    {"budget.not_sum",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         if (!analysis.budget || !analysis.budget->total) return std::nullopt;
         auto& amount = random.pick(analysis.budget->lines).amount;
         amount = Decimal(Rational(amount.exact() + Rational(1, 100)));
         return "/budget/total";
     }},
    {"budget.action_not_sum",
     [](Analysis& analysis, RandomGenderAnalysis& random) -> Place {
         const std::size_t i = random.below(analysis.actions.size());
         auto& amount = analysis.actions[i].budget;
         if (!amount || !analysis.budget) return std::nullopt;
         const auto& lines = analysis.budget->lines;
         const bool has_lines = std::any_of(lines.begin(), lines.end(), [&](const BudgetLine& line) {
             return line.action == analysis.actions[i].name;
         });
         if (!has_lines) return std::nullopt;
         amount = Decimal(Rational(amount->exact() + Rational(1, 100)));
         return below("/actions", i) + "/budget";
     }},
    {"budget.negative",
     [](Analysis& analysis, RandomGenderAnalysis&) -> Place {
         if (!analysis.budget) return std::nullopt;
         analysis.budget->lines.push_back({"part", "input", Decimal(-1), ""});
         return below("/budget/lines", analysis.budget->lines.size() - 1) + "/amount";
     }},
    {"name.unknown",
     [](Analysis& analysis, RandomGenderAnalysis&) -> Place {
         if (!analysis.budget) return std::nullopt;
         analysis.budget->lines.push_back({"part", "input", Decimal(0), "nobody"});
         return below("/budget/lines", analysis.budget->lines.size() - 1) + "/action";
     }},
    {"budget.missing",
     [](Analysis& analysis, RandomGenderAnalysis&) -> Place {
         if (!analysis.budget) return std::nullopt;
         analysis.budget.reset();
         return "/budget";
     }},
    {"budget.in_gap",
     [](Analysis& analysis, RandomGenderAnalysis&) -> Place {
         if (!analysis.budget) return std::nullopt;
         analysis.kind = Kind::gap;
         return "/budget";
     }},
};

TEST(Consistency, FindsEverySingleCorruptionAtItsPlace) {
    for (std::size_t c = 0; c < corruptions.size(); ++c) {
        const auto& [code, corrupt] = corruptions[c];
        int made = 0;
        for (std::uint64_t seed = 0; seed < 400; ++seed) {
            RandomGenderAnalysis random(1000 * c + seed);
            Analysis analysis = random.make();
            const auto where = corrupt(analysis, random);
            if (!where) continue;
            ++made;
            const Findings findings = findings_of(analysis);
            const Finding* finding = find(findings, code, *where);
            ASSERT_NE(finding, nullptr) << code << " " << *where << ", seed " << seed << "\nfound\n"
                                        << listed(findings);
            for (const char* language : {"id", "en"}) {
                EXPECT_FALSE(finding->message.in(language).empty());
                EXPECT_FALSE(finding->correction.in(language).empty());
                EXPECT_EQ(finding->message.in(language).find('{'), std::string_view::npos);
                EXPECT_EQ(finding->correction.in(language).find('{'), std::string_view::npos);
            }
        }
        EXPECT_GT(made, 20) << code << " is hardly ever made";
    }
}

TEST(Consistency, ClaimsOfNoGapNeedNoAnswer) {
    GapFactor factor;
    EXPECT_FALSE(has_gap(factor));
    factor.text = "told";
    EXPECT_TRUE(has_gap(factor));
    factor.claims = {claims(ClaimKind::equal), claims(ClaimKind::total_is)};
    EXPECT_FALSE(has_gap(factor));
    factor.claims.push_back(claims(ClaimKind::mostly));
    EXPECT_TRUE(has_gap(factor));
    factor.claims = {claims(ClaimKind::total_is)};
    EXPECT_TRUE(has_gap(factor));
}

TEST(Consistency, WhatIsMissingContradictsNothing) {
    EXPECT_FALSE(is_contradictory({}));
    EXPECT_FALSE(is_contradictory(findings_of({})));
    EXPECT_FALSE(findings_of({}).empty());
    Analysis analysis;
    analysis.data = {counted(-1, 2)};
    EXPECT_TRUE(is_contradictory(findings_of(analysis)));
}

TEST(ArgShare, IsExactAndNamesItsDenominator) {
    const ArgShare share = arg_share(Decimal(1), Decimal(3), "total direct spending").value();
    EXPECT_EQ(share.per_cent.to_string(), "100/3");
    EXPECT_EQ(share.shown(), "33.33");
    EXPECT_EQ(share.shown(0), "33");
    EXPECT_EQ(share.of, "total direct spending");
    EXPECT_EQ(arg_share(*Decimal::parse("0.005"), Decimal(100), "x").value().shown(), "0.01");
    EXPECT_EQ(arg_share(Decimal(0), Decimal(5), "x").value().shown(), "0.00");
    EXPECT_EQ(arg_share(Decimal(5), Decimal(5), "x").value().shown(), "100.00");
    EXPECT_EQ(arg_share(Decimal(1), Decimal(0), "x").error().code(), "arg.denominator");
    EXPECT_EQ(arg_share(Decimal(-1), Decimal(-5), "x").error().code(), "arg.denominator");
    EXPECT_EQ(arg_share(Decimal(6), Decimal(5), "x").error().code(), "arg.responsive");
    EXPECT_EQ(arg_share(Decimal(-1), Decimal(5), "x").error().code(), "arg.responsive");
    EXPECT_EQ(arg_share(Decimal(1), Decimal(5), " ").error().code(), "arg.of");
}

}  // namespace
