// Figures of a gender analysis for its office, and for everybody.
#include "pug/analysis/sex_summary.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/random_gender_analysis.hpp"

namespace {

using namespace pug;
using namespace pug::gender;

Analysis of(std::optional<int> women, std::optional<int> men, std::optional<int> all_women = {},
            std::optional<int> all_men = {}) {
    const auto number = [](std::optional<int> count) { return count ? std::optional<Decimal>(*count) : std::nullopt; };
    Figure figure;
    figure.name = "f";
    figure.women = number(women);
    figure.men = number(men);
    figure.population_women = number(all_women);
    figure.population_men = number(all_men);
    Analysis analysis;
    analysis.data = {figure};
    return analysis;
}

TEST(Summary, TellsForEachAspectWhatItRestsOn) {
    Analysis analysis = of(23, 19);
    analysis.data.push_back(analysis.data[0]);
    analysis.data[1].name = "g";
    GapFactor blank, filled;
    blank.aspect = Aspect::akses;
    filled.aspect = Aspect::kontrol;
    filled.figures = {"g"};
    filled.claims = {{"f", ClaimKind::mostly, Sex::women, {}, {}}, {"g", ClaimKind::equal, Sex::women, {}, {}}};
    analysis.gap_factors = {blank, filled};
    const Summary summary = summarise(analysis).value();
    EXPECT_TRUE(summary.aspects[0].is_blank);
    EXPECT_FALSE(summary.aspects[2].is_blank);
    EXPECT_EQ(summary.aspects[2].figures, (std::vector<std::string>{"f", "g"}));
    EXPECT_EQ(summary.figures[1].aspects, std::vector<Aspect>{Aspect::kontrol});
    EXPECT_EQ(summary.figures[0].total, (Count{Status::observed, 42}));
    EXPECT_EQ(summary.figures[0].population_women.status, Status::missing);
}

TEST(Summary, WhatIsNoCountCannotBeComputedWith) {
    Analysis analysis = of(-3, 19, 50, 50);
    analysis.data[0].population_men = Decimal(Rational(1, 2));
    const FigureSummary figure = summarise(analysis).value().figures[0];
    EXPECT_EQ(figure.women.status, Status::not_computable);
    EXPECT_EQ(figure.total.status, Status::not_computable);
    EXPECT_EQ(figure.measures.women_share.status, Status::not_computable);
    EXPECT_EQ(figure.measures.men_rate.status, Status::not_computable);
    EXPECT_EQ(figure.men, (Count{Status::observed, 19}));
    EXPECT_EQ(summarise(of({}, 19)).value().figures[0].total.status, Status::missing);
    EXPECT_EQ(summarise(of(1, 1), 0).error().code(), "statistics.confidence");
}

TEST(Publish, WithholdsSmallCountsAndWhatTheyMake) {
    const FigureSummary figure = publish(of(3, 100, 50, 200), 5).value().figures[0];
    EXPECT_EQ(figure.women, (Count{Status::suppressed, 0}));
    EXPECT_EQ(figure.men.status, Status::suppressed);
    EXPECT_EQ(figure.total, (Count{Status::observed, 103}));
    EXPECT_EQ(figure.population_women, (Count{Status::observed, 50}));
    for (const Measure& measure : {figure.measures.women_share, figure.measures.women_rate, figure.measures.men_rate,
                                   figure.measures.gap, figure.measures.parity}) {
        EXPECT_EQ(measure.status, Status::suppressed);
        EXPECT_TRUE(std::isnan(measure.value) && std::isnan(measure.low) && std::isnan(measure.high));
    }
}

TEST(Publish, WithholdsRatesThatTellHowFewAreLeft) {
    const FigureSummary figure = publish(of(98, 60, 100, 100), 5).value().figures[0];
    EXPECT_EQ(figure.women.status, Status::suppressed);
    EXPECT_EQ(figure.measures.women_rate.status, Status::suppressed);
    EXPECT_EQ(figure.total, (Count{Status::observed, 158}));
    const FigureSummary half = publish(of(98, 60, 100), 5).value().figures[0];
    EXPECT_EQ(half.women.status, Status::suppressed);
    EXPECT_EQ(half.men.status, Status::suppressed);
    EXPECT_EQ(half.measures.men_rate.status, Status::missing);
}

TEST(Publish, LeavesAloneWhatIsNotSmall) {
    const FigureSummary figure = publish(of(5, 0, 10, 10), 5).value().figures[0];
    EXPECT_EQ(figure.women, (Count{Status::observed, 5}));
    EXPECT_EQ(figure.men, (Count{Status::observed, 0}));
    EXPECT_EQ(figure.measures.parity.status, Status::not_computable);
    EXPECT_EQ(publish(of(1, 1, 1, 1), 1).value().figures[0].women, (Count{Status::observed, 1}));
    EXPECT_EQ(publish(of(1, 1), 1).value().threshold, 1);
    EXPECT_EQ(publish(of({}, {}), 5).value().figures[0].women.status, Status::missing);
}

TEST(Publish, RefusesWhatNoTableCanBeMadeOf) {
    EXPECT_EQ(publish(of(11, 5, 10, 10), 5).error().code(), "publication.counts");
    EXPECT_EQ(publish(of(11, 5, 10, 10), 5).error().where(), "/data/0");
    EXPECT_EQ(publish(of(-1, 5), 5).error().code(), "publication.counts");
    EXPECT_EQ(publish(of(1, 5), 0).error().code(), "statistics.threshold");
}

std::string told(const Count& count) {
    return count.status == Status::observed ? std::to_string(count.value) : std::string(to_string(count.status));
}
std::string told(const Measure& measure) {
    return measure.status == Status::observed ? std::to_string(measure.value) : std::string(to_string(measure.status));
}
std::string told(const FigureSummary& figure) {
    std::string text;
    for (const Count* count :
         {&figure.women, &figure.men, &figure.total, &figure.population_women, &figure.population_men})
        text += told(*count) + " ";
    const SexMeasures& m = figure.measures;
    for (const Measure* measure : {&m.women_share, &m.women_rate, &m.men_rate, &m.gap, &m.parity})
        text += told(*measure) + " ";
    return text;
}

/// Every figure up to some size, by what is published of it: whoever reads that, and knows the rule, must still be in
/// doubt about every small count.
void expect_doubt(bool has_women_population, bool has_men_population, int end, std::int64_t threshold) {
    std::map<std::string, std::vector<std::array<int, 4>>> published;
    for (int women = 0; women < end; ++women) {
        for (int men = 0; men < end; ++men) {
            for (int idle_women = 0; idle_women < (has_women_population ? end : 1); ++idle_women) {
                for (int idle_men = 0; idle_men < (has_men_population ? end : 1); ++idle_men) {
                    const auto population = [](bool is_known, int all) {
                        return is_known ? std::optional<int>(all) : std::nullopt;
                    };
                    const Summary summary = publish(of(women, men, population(has_women_population, women + idle_women),
                                                       population(has_men_population, men + idle_men)),
                                                    threshold)
                                                .value();
                    published[told(summary.figures[0])].push_back({women, men, idle_women, idle_men});
                }
            }
        }
    }
    // A group that reaches the end of the enumeration may have members beyond it.
    const auto is_cut_off = [&](const std::vector<std::array<int, 4>>& figures) {
        for (const auto& [women, men, idle_women, idle_men] : figures) {
            if (women + men >= end || women + idle_women >= end || men + idle_men >= end) return true;
        }
        return false;
    };
    std::size_t small = 0;
    for (const auto& [text, figures] : published) {
        if (is_cut_off(figures)) continue;
        for (std::size_t part = 0; part < 4; ++part) {
            std::set<int> possible;
            for (const auto& figure : figures) possible.insert(figure[part]);
            if (possible.size() > 1 || *possible.begin() == 0 || *possible.begin() >= threshold) continue;
            ++small;
            if (small < 20) ADD_FAILURE() << text << " gives away part " << part << ": " << *possible.begin();
        }
    }
    EXPECT_EQ(small, 0u);
}

TEST(Publish, LeavesDoubtAboutEverySmallCount) {
    expect_doubt(false, false, 30, 5);
    expect_doubt(true, false, 14, 4);
    expect_doubt(false, true, 14, 4);
    expect_doubt(true, true, 12, 3);
    expect_doubt(true, true, 14, 4);
}

}  // namespace
