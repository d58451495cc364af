// How sure scores and ranks are when weights, rules and data are not.
#include "pug/workbench/certainty.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "pug/workbench/index.hpp"
#include "support/asem.hpp"
#include "support/need.hpp"
#include "support/random_index.hpp"
#include "workbench/percentile.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;
using namespace pug::test;
using namespace pug::test::random_index;

/// The weights of indicators and parts as they are after some change, by name.
void set_weights(Part& part, const std::map<std::string, double>& weights) {
    if (weights.count(part.name) != 0) part.weight = weights.at(part.name);
    for (Part& child : part.parts) set_weights(child, weights);
}

void expect_scores(const Certainty& found, std::size_t replication, const Index& built, double tolerance = 1e-12) {
    ASSERT_EQ(found.units.size(), built.units.size());
    for (std::size_t u = 0; u < built.units.size(); ++u) {
        const double wanted = built.scores.at(u, built.scores.columns() - 1);
        EXPECT_NEAR(found.scores.at(replication, u), wanted, tolerance) << replication << ' ' << built.units[u];
        EXPECT_EQ(found.ranks[u * found.replications + replication], built.ranks[u]);
    }
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// Every number of the results, so that two can be compared byte for byte.
std::vector<double> numbers_of(const Certainty& c) {
    std::vector<double> all(c.scores.cells().begin(), c.scores.cells().end());
    all.insert(all.end(), c.ranks.begin(), c.ranks.end());
    all.insert(all.end(), c.outranking.begin(), c.outranking.end());
    for (const UnitCertainty& u : c.units) {
        for (const double x : {u.nominal_score, u.mean_rank, u.median_rank, u.low_rank, u.high_rank, u.mean_score,
                               u.sd_score, u.low_score, u.high_score, static_cast<double>(u.ranked)})
            all.push_back(x);
        all.insert(all.end(), u.grades.begin(), u.grades.end());
        all.insert(all.end(), u.top.begin(), u.top.end());
    }
    all.push_back(static_cast<double>(c.failed));
    all.push_back(c.worst_error);
    return all;
}

void expect_same(const Certainty& a, const Certainty& b) {
    const std::vector<double> x = numbers_of(a), y = numbers_of(b);
    EXPECT_TRUE(x.size() == y.size() && std::equal(x.begin(), x.end(), y.begin(), same));
}

/// A bit of everything.
struct Everything {
    Dataset data = random_rows(23, 8, 3, 0.05);
    Design design = two_dimensions(data);
    Assumptions assumptions;

    Everything() {
        Impute impute;
        impute.all.method = ImputationMethod::mean;
        design.steps = {impute, Treat{}, Normalise{minmax(1, 100), {}}};
        design.grades = {{"low", {}, std::nullopt}, {"middle", {}, 40.0}, {"high", {}, 60.0}};
        StepAlternatives imputation;
        imputation.step = 0;
        Impute median;
        median.all.method = ImputationMethod::median;
        imputation.alternatives = {workbench::Step(impute), workbench::Step(median)};
        imputation.probabilities = {3, 1};
        StepAlternatives treatment;
        treatment.step = 1;
        treatment.alternatives = {workbench::Step(Treat{}), std::nullopt};
        StepAlternatives normalisation = two_normalisations(2);
        Normalise goalposts;
        goalposts.all.method = NormalisationMethod::goalposts;
        goalposts.all.from = 0;
        goalposts.all.to = 12;
        goalposts.all.low = 1;
        goalposts.all.high = 100;
        normalisation.alternatives.emplace_back(goalposts);
        WeightDirichlet top;
        top.name = "top weights";
        top.of.levels = {2};
        WeightNoise low = weight_noise(0.3);
        low.of.levels = {1};
        MeasurementError error;
        error.all = MeasurementSpread{0.05, true};
        error.others = {{"x1", {0.2, false}}};
        assumptions.of = {imputation, treatment, normalisation, two_means(), low, top, GoalpostNoise{}, error};
    }
};

TEST(Certainty, AReplicationIsTheIndexBuiltThatWay) {
    const Dataset data = random_rows(12, 6);
    Design design = two_dimensions(data);
    Assumptions assumptions;
    StepAlternatives normalisation = two_normalisations(0);
    WeightSets sets;
    sets.sets = {{}, {{"left", 5}, {"x2", 0.5}}, {{"x0", 7}, {"x1", 0}}};
    assumptions.of = {normalisation, two_means(), sets};
    std::vector<std::vector<std::size_t>> choices;
    for (std::size_t n = 0; n < 2; ++n) {
        for (std::size_t a = 0; a < 2; ++a) {
            for (std::size_t w = 0; w < 3; ++w) choices.push_back({n, a, w});
        }
    }
    const Certainty found = need(replay(design, data, assumptions, choices));
    ASSERT_EQ(found.replications, 12u);
    for (std::size_t r = 0; r < choices.size(); ++r) {
        Design changed = design;
        changed.steps[0] = *normalisation.alternatives[choices[r][0]];
        changed.aggregation = two_means().alternatives[choices[r][1]];
        set_weights(changed.index, {sets.sets[choices[r][2]].begin(), sets.sets[choices[r][2]].end()});
        expect_scores(found, r, need(build(changed, data)));
    }
}

TEST(Certainty, AScopeHoldsForItsPartsOnly) {
    const Dataset data = random_rows(9, 6);
    const Design design = two_dimensions(data);
    AggregationAlternatives some = two_means();
    some.alternatives = {means(AggregationMethod::harmonic)};
    some.of.names = {"right"};
    WeightNoise noise = weight_noise(1);
    noise.of.levels = {2};
    noise.is_apart = true;
    Assumptions assumptions{{some, noise, two_normalisations(0)}};
    const Certainty found = need(certainty(design, data, assumptions));
    ASSERT_EQ(found.factors.size(), 4u);
    EXPECT_EQ(found.factors[1].name, "weights/left");
    EXPECT_EQ(found.factors[2].name, "weights/right");
    EXPECT_EQ(found.factors[3].name, "normalisation");
    EXPECT_EQ(found.factors[3].alternatives, 2u);
    // Every score lies between those of the two dimensions of one of the two normalisations.
    std::vector<Index> built;
    for (const auto& step : two_normalisations(0).alternatives) {
        Design changed = design;
        changed.steps[0] = *step;
        changed.index.parts[1].aggregation = means(AggregationMethod::harmonic);
        built.push_back(need(build(changed, data)));
    }
    for (std::size_t r = 0; r < found.replications; ++r) {
        for (std::size_t u = 0; u < 9; ++u) {
            const double score = found.scores.at(r, u);
            const bool fits = std::any_of(built.begin(), built.end(), [&](const Index& index) {
                const auto [low, high] = std::minmax({index.scores.at(u, 0), index.scores.at(u, 1)});
                return low - 1e-9 <= score && score <= high + 1e-9;
            });
            EXPECT_TRUE(fits) << r << ' ' << u;
        }
    }
}

TEST(Certainty, IsTheSameForAnyNumberOfThreads) {
    const Everything all;
    CertaintyOptions options;
    options.replications = 333;
    options.outranking = true;
    options.top = {1, 5};
    const Certainty one = need(certainty(all.design, all.data, all.assumptions, options));
    for (const unsigned threads : {2u, 5u}) {
        options.threads = threads;
        expect_same(one, need(certainty(all.design, all.data, all.assumptions, options)));
    }
    options.seed = 9;
    const Certainty other = need(certainty(all.design, all.data, all.assumptions, options));
    EXPECT_NE(numbers_of(one), numbers_of(other));
}

TEST(Certainty, MoreReplicationsBeginWithTheFewer) {
    const Everything all;
    CertaintyOptions options;
    options.replications = 40;
    const Certainty few = need(certainty(all.design, all.data, all.assumptions, options));
    options.replications = 90;
    const Certainty more = need(certainty(all.design, all.data, all.assumptions, options));
    for (std::size_t u = 0; u < few.units.size(); ++u) {
        for (std::size_t r = 0; r < 40; ++r) EXPECT_TRUE(same(few.scores.at(r, u), more.scores.at(r, u)));
    }
}

// A factor's draws do not depend on the other factors, those of a unit's measurements not on the other units.
TEST(Certainty, DrawsDependOnTheirAddressAlone) {
    const Dataset data = random_rows(10, 4);
    const Design design = without_steps(flat(data));  // scores are means of what was measured
    MeasurementError error;
    error.all = MeasurementSpread{0.3, false};
    const Certainty before = need(certainty(design, data, {{error}}));
    WeightNoise nothing = weight_noise(1e-300);
    const Certainty with_more = need(certainty(design, data, {{nothing, error}}));
    Dataset turned = data;
    std::reverse(turned.units.begin(), turned.units.end());
    for (std::size_t c = 0; c < 4; ++c) std::reverse(turned.values.column(c).begin(), turned.values.column(c).end());
    const Certainty reversed = need(certainty(design, turned, {{error}}));
    for (std::size_t u = 0; u < 10; ++u) {
        for (std::size_t r = 0; r < 50; ++r) {
            EXPECT_EQ(before.scores.at(r, u), with_more.scores.at(r, u));
            EXPECT_EQ(before.scores.at(r, u), reversed.scores.at(r, 9 - u));
        }
    }
    EXPECT_NE(before.scores.at(0, 0), before.scores.at(1, 0));
}

TEST(Certainty, StatisticsAreThoseOfTheSamples) {
    const Everything all;
    CertaintyOptions options;
    options.replications = 201;
    options.level = 0.8;
    options.top = {1, 4, 23};
    options.outranking = true;
    const Certainty found = need(certainty(all.design, all.data, all.assumptions, options));
    ASSERT_EQ(found.units.size(), 23u);
    ASSERT_EQ(found.grades, (std::vector<std::string>{"low", "middle", "high"}));
    const Index nominal = need(build(all.design, all.data));
    for (std::size_t u = 0; u < 23; ++u) {
        const UnitCertainty& unit = found.units[u];
        EXPECT_EQ(unit.nominal_rank, nominal.ranks[u]);
        EXPECT_EQ(unit.nominal_score, nominal.scores.at(u, nominal.scores.columns() - 1));
        std::vector<double> ranks, scores;
        for (std::size_t r = 0; r < 201; ++r) {
            const double rank = found.ranks[u * 201 + r];
            if (rank == 0) continue;
            ranks.push_back(rank);
            scores.push_back(found.scores.at(r, u));
            // The rank of a score is one more than how many are greater.
            double greater = 1;
            for (std::size_t other = 0; other < 23; ++other) greater += found.scores.at(r, other) > scores.back();
            EXPECT_EQ(rank, greater);
        }
        ASSERT_EQ(ranks.size(), unit.ranked);
        const double n = static_cast<double>(ranks.size());
        EXPECT_NEAR(unit.mean_rank, std::accumulate(ranks.begin(), ranks.end(), 0.0) / n, 1e-12);
        EXPECT_NEAR(unit.mean_score, std::accumulate(scores.begin(), scores.end(), 0.0) / n, 1e-10);
        const auto at_most = [&](double most) {
            return static_cast<double>(std::count_if(ranks.begin(), ranks.end(), [&](double r) { return r <= most; })) /
                   n;
        };
        EXPECT_EQ(unit.top, (std::vector<double>{at_most(1), at_most(4), 1}));
        const auto in_band = [&](double from, double below) {
            return static_cast<double>(
                       std::count_if(scores.begin(), scores.end(), [&](double s) { return s >= from && s < below; })) /
                   n;
        };
        const double infinity = std::numeric_limits<double>::infinity();
        EXPECT_EQ(unit.grades,
                  (std::vector<double>{in_band(-infinity, 40), in_band(40, 60), in_band(60, infinity), 0}));
        std::sort(ranks.begin(), ranks.end());
        std::sort(scores.begin(), scores.end());
        const auto percentile = [](const std::vector<double>& sorted, double share) {
            const double at = share * (static_cast<double>(sorted.size()) - 1);
            const auto below = static_cast<std::size_t>(at + 1e-9);
            const double beyond = std::max(at - static_cast<double>(below), 0.0);
            return sorted[below] + (beyond > 1e-9 ? beyond * (sorted[below + 1] - sorted[below]) : 0);
        };
        EXPECT_NEAR(unit.median_rank, percentile(ranks, 0.5), 1e-9);
        EXPECT_NEAR(unit.low_rank, percentile(ranks, 0.1), 1e-9);
        EXPECT_NEAR(unit.high_rank, percentile(ranks, 0.9), 1e-9);
        EXPECT_NEAR(unit.low_score, percentile(scores, 0.1), 1e-9);
        EXPECT_NEAR(unit.high_score, percentile(scores, 0.9), 1e-9);
        for (std::size_t other = 0; other < 23; ++other) {
            if (other == u) continue;
            double above = 0, both = 0;
            for (std::size_t r = 0; r < 201; ++r) {
                const double a = found.scores.at(r, u), b = found.scores.at(r, other);
                if (std::isnan(a) || std::isnan(b)) continue;
                above += a > b ? 1 : a == b ? 0.5 : 0;
                both += 1;
            }
            EXPECT_NEAR(found.outranking[u * 23 + other], above / both, 1e-12);
        }
    }
}

TEST(Certainty, PercentilesAreOfTypeSeven) {
    std::vector<double> values{5, 1, 4, 2, 3};
    EXPECT_EQ(workbench::detail::percentile(values, 0.25), 2);
    EXPECT_NEAR(workbench::detail::percentile(values, 0.9), 4.6, 1e-12);  // quantile(1:5, 0.9) in R
    EXPECT_EQ(workbench::detail::percentile(values, 1), 5);
    EXPECT_EQ(workbench::detail::percentile(values, 0), 1);
    std::vector<double> one{7};
    EXPECT_EQ(workbench::detail::percentile(one, 0.05), 7);
}

TEST(Certainty, StopsWhenTheIntervalsArePreciseWhateverTheThreads) {
    const Dataset data = random_rows(15, 6, 4);
    const Design design = two_dimensions(data);
    CertaintyOptions options;
    options.replications = 64'000;
    options.tolerance = 0.3;
    const Certainty found = need(certainty(design, data, {{weight_noise(0.5)}}, options));
    EXPECT_EQ(found.stopped, Stopped::precise);
    EXPECT_LE(found.worst_error, 0.3);
    EXPECT_LT(found.replications, 64'000u);
    std::size_t rounds = 250;
    while (rounds < found.replications) rounds *= 2;
    EXPECT_EQ(found.replications, rounds);
    options.threads = 3;
    expect_same(found, need(certainty(design, data, {{weight_noise(0.5)}}, options)));
    // Fewer would not have been precise enough.
    if (found.replications > 250) {
        CertaintyOptions fewer;
        fewer.replications = found.replications / 2;
        EXPECT_GT(need(certainty(design, data, {{weight_noise(0.5)}}, fewer)).worst_error, 0.3);
    }
    options.tolerance = 1e-9;
    options.replications = 600;
    const Certainty all = need(certainty(design, data, {{weight_noise(0.5)}}, options));
    EXPECT_EQ(all.replications, 600u);
    EXPECT_EQ(all.stopped, Stopped::all_done);
}

TEST(Certainty, TheErrorOfAnIntervalEndIsAboutWhatRepeatingItShows) {
    const Dataset data = random_rows(40, 6, 11);
    const Design design = two_dimensions(data);
    std::vector<std::vector<double>> lows(40);
    double claimed = 0;
    CertaintyOptions options;
    options.replications = 400;
    for (options.seed = 0; options.seed < 40; ++options.seed) {
        const Certainty found = need(certainty(design, data, {{weight_noise(1)}}, options));
        claimed += found.worst_error / 40;
        for (std::size_t u = 0; u < 40; ++u) lows[u].push_back(found.units[u].low_rank);
    }
    double worst = 0;
    for (const auto& low : lows) {
        const double mean = std::accumulate(low.begin(), low.end(), 0.0) / 40;
        double square = 0;
        for (const double value : low) square += (value - mean) * (value - mean) / 39;
        worst = std::max(worst, std::sqrt(square));
    }
    EXPECT_GT(claimed, worst / 2.5);
    EXPECT_LT(claimed, worst * 2.5);
}

TEST(Certainty, FailedReplicationsAreCountedWithTheirReasons) {
    const Dataset data = random_rows(10, 4);
    Design design = two_dimensions(data);
    Normalise zscore;
    zscore.all.method = NormalisationMethod::zscore;  // mean 0: half the scores are negative
    StepAlternatives normalisation;
    normalisation.alternatives = {workbench::Step(Normalise{minmax(1, 100), {}}), workbench::Step(zscore)};
    design.steps = {Normalise{minmax(1, 100), {}}};
    Assumptions assumptions{{normalisation, two_means()}};
    CertaintyOptions options;
    const auto refused = certainty(design, data, assumptions, options);
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code(), "certainty.failed");
    EXPECT_NE(refused.error().message().find("aggregate.negative"), std::string::npos) << refused.error().message();
    options.most_failed = 0.5;
    const Certainty found = need(certainty(design, data, assumptions, options));
    EXPECT_EQ(found.replications, 1000u);
    EXPECT_NEAR(static_cast<double>(found.failed), 250, 60);
    std::size_t counted = 0;
    for (const Failures& failures : found.failures) {
        counted += failures.count;
        EXPECT_EQ(failures.reason.code, "aggregate.negative");
        EXPECT_TRUE(std::isnan(found.scores.at(failures.first, 0)));
        EXPECT_EQ(found.ranks[failures.first], 0u);
    }
    EXPECT_EQ(counted, found.failed);
    for (const UnitCertainty& unit : found.units) EXPECT_EQ(unit.ranked, found.replications - found.failed);
}

TEST(Certainty, AUnitThatIsScreenedOutAtTimesCountsWhereItIsIn) {
    Dataset data = random_rows(8, 4);
    data.values.at(3, 0) = data.values.at(3, 1) = data.values.at(3, 2) = no_value;
    Design design = two_dimensions(data);
    Screen screen;
    screen.available_at_least = 0.5;
    Impute impute;
    impute.all.method = ImputationMethod::mean;
    design.steps = {impute, screen, Normalise{}};
    StepAlternatives imputation;
    imputation.alternatives = {workbench::Step(impute), std::nullopt};
    const Certainty found = need(certainty(design, data, {{imputation}}));
    ASSERT_EQ(found.units.size(), 8u);
    EXPECT_NEAR(static_cast<double>(found.units[3].ranked), 500, 80);
    EXPECT_EQ(found.units[2].ranked, 1000u);
    // Where it is out, it takes no rank.
    for (std::size_t r = 0; r < 1000; ++r) {
        std::uint32_t most = 0;
        for (std::size_t u = 0; u < 8; ++u) most = std::max(most, found.ranks[u * 1000 + r]);
        EXPECT_EQ(most, found.ranks[3 * 1000 + r] == 0 ? 7u : 8u);
    }
}

TEST(Certainty, ProgressIsToldAndCanStop) {
    const Dataset data = random_rows(6, 4);
    const Design design = two_dimensions(data);
    CertaintyOptions options;
    options.replications = 1000;
    std::size_t last = 0, calls = 0;
    options.progress = [&](std::size_t done, std::size_t total) {
        EXPECT_EQ(total, 1000u);
        EXPECT_GT(done, last);
        EXPECT_LE(done, total);
        last = done;
        return ++calls < 5;
    };
    const Certainty found = need(certainty(design, data, {{weight_noise(0.2)}}, options));
    EXPECT_EQ(found.stopped, Stopped::cancelled);
    EXPECT_EQ(found.replications, last);
    EXPECT_LT(found.replications, 1000u);
    options.progress = {};
    options.replications = found.replications;
    const Certainty whole = need(certainty(design, data, {{weight_noise(0.2)}}, options));
    expect_same(found, whole);
    options.progress = [&](std::size_t done, std::size_t) {
        last = done;
        return true;
    };
    need(certainty(design, data, {{weight_noise(0.2)}}, options));
    EXPECT_EQ(last, options.replications);
}

// Weights that come from the data come anew each time, unless something is assumed about them.
TEST(Certainty, DataDrivenWeightsStayWhatTheyAre) {
    const Dataset data = random_rows(12, 6);
    Design design = two_dimensions(data);
    design.index.parts[0].weighting = workbench::Weighting{WeightingMethod::inverse_sd, {}};
    StepAlternatives normalisation = two_normalisations(0);
    WeightSets sets;
    sets.sets = {{{"left", 9}}};
    const std::vector<std::vector<std::size_t>> choices{{0, 0}, {1, 0}};
    const Certainty found = need(replay(design, data, {{normalisation, sets}}, choices));
    for (std::size_t r = 0; r < 2; ++r) {
        Design changed = design;
        changed.steps[0] = *normalisation.alternatives[r];
        changed.index.parts[0].weight = 9;
        expect_scores(found, r, need(build(changed, data)));
    }
    WeightNoise nearly_none = weight_noise(1e-15);
    nearly_none.of.levels = {1};
    const Certainty around = need(certainty(design, data, {{nearly_none}}));
    expect_scores(around, 0, need(build(design, data)), 1e-10);
}

TEST(Certainty, ManyCombinationsAreDoneOneByOne) {
    const Dataset data = random_rows(8, 4);
    Design design = two_dimensions(data);
    design.steps = {Treat{}, Normalise{}};
    StepAlternatives treatment, normalisation;
    treatment.step = 0;
    normalisation.step = 1;
    for (std::size_t most = 1; most <= 70; ++most) {
        Treat treat;
        treat.all.most = most;
        treatment.alternatives.emplace_back(treat);
        normalisation.alternatives.emplace_back(Normalise{minmax(0, static_cast<double>(most)), {}});
    }
    const std::vector<std::vector<std::size_t>> choices{{0, 69}, {69, 0}, {3, 3}};
    const Certainty found = need(replay(design, data, {{treatment, normalisation}}, choices));
    for (std::size_t r = 0; r < 3; ++r) {
        Design changed = design;
        changed.steps = {*treatment.alternatives[choices[r][0]], *normalisation.alternatives[choices[r][1]]};
        expect_scores(found, r, need(build(changed, data)));
    }
}

TEST(Certainty, RefusesOptionsThatAreNone) {
    const Dataset data = random_rows(6, 4);
    const Design design = two_dimensions(data);
    const auto problem = [&](auto change) {
        CertaintyOptions options;
        change(options);
        const auto found = certainty(design, data, {{weight_noise(0.1)}}, options);
        return found ? std::string("fine") : found.error().code() + " " + found.error().where();
    };
    EXPECT_EQ(problem([](auto& o) { o.replications = 0; }), "certainty.options replications");
    EXPECT_EQ(problem([](auto& o) { o.replications = 20'000'000; }), "certainty.options replications");
    EXPECT_EQ(problem([](auto& o) { o.level = 1; }), "certainty.options level");
    EXPECT_EQ(problem([](auto& o) { o.tolerance = std::nan(""); }), "certainty.options tolerance");
    EXPECT_EQ(problem([](auto& o) { o.most_failed = -0.1; }), "certainty.options most_failed");
    EXPECT_EQ(problem([](auto& o) { o.top = {3, 0}; }), "certainty.options top");
    EXPECT_EQ(problem([](auto& o) { o.top = {7}; }), "certainty.options top");
    EXPECT_EQ(problem([](auto& o) { o.progress = [](auto, auto) { return false; }; }), "fine");
    const std::vector<std::vector<std::size_t>> few{{0, 0}}, high{{2}}, fine{{1}};
    const Assumptions choice{{two_normalisations(0)}};
    EXPECT_EQ(replay(design, data, choice, few).error().code(), "certainty.choices");
    EXPECT_EQ(replay(design, data, choice, high).error().code(), "certainty.choices");
    EXPECT_EQ(replay(design, data, {{weight_noise(0.1)}}, fine).error().code(), "certainty.choices");
    EXPECT_EQ(replay(design, data, choice, {}).error().code(), "certainty.options");
    EXPECT_TRUE(replay(design, data, choice, fine).has_value());
}

// --- the published index -------------------------------------------------------------------------------------------

struct Published {
    Design design = pug::test::asem::design();
    Dataset data = pug::test::asem::dataset();
    Assumptions assumptions;
    std::vector<std::vector<std::size_t>> choices;

    Published() {
        StepAlternatives treatment;
        treatment.step = 3;
        for (std::size_t most = 1; most <= 5; ++most) {
            Treat treat;
            treat.all.most = most;
            treatment.alternatives.emplace_back(treat);
        }
        assumptions.of = {treatment, two_normalisations(4), weight_sets(), two_means()};
        const auto parameters = pug::test::asem::read("sens_ua1000_para");
        for (std::size_t r = 0; r < parameters.rows.size(); ++r) {
            choices.push_back({static_cast<std::size_t>(parameters.number(r, "winmax")) - 1,
                               parameters.text(r, "norm") == "n_zscore" ? 0u : 1u,
                               static_cast<std::size_t>(parameters.number(r, "weightset")) - 1,
                               parameters.text(r, "agg") == "a_amean" ? 0u : 1u});
        }
    }

    static WeightSets weight_sets() {
        const auto sheet = pug::test::asem::read("sens_noisy_weights");
        WeightSets sets;
        for (std::size_t set = 1; sheet.find("w" + std::to_string(set)) < sheet.columns.size(); ++set) {
            auto& weights = sets.sets.emplace_back();
            for (std::size_t row = 0; row < sheet.rows.size(); ++row) {
                const std::string& name = sheet.text(row, "iCode");
                if (name != "Index") weights.emplace_back(name, sheet.number(row, "w" + std::to_string(set)));
            }
        }
        return sets;
    }
};

class PublishedCertainty : public testing::Test {
  protected:
    void SetUp() override {
        if (!pug::test::asem::is_there()) GTEST_SKIP() << "found no " << pug::test::asem::folder();
    }
};

TEST_F(PublishedCertainty, AThousandReplicationsHaveTheRanksOfTheReference) {
    const Published published;
    CertaintyOptions options;
    options.threads = 2;
    const Certainty found =
        need(replay(published.design, published.data, published.assumptions, published.choices, options));
    ASSERT_EQ(found.replications, 1000u);
    EXPECT_EQ(found.failed, 0u);
    const auto ranks = pug::test::asem::read("sens_ua1000_ranks"),
               statistics = pug::test::asem::read("sens_ua1000_rankstats");
    ASSERT_EQ(found.units.size(), ranks.rows.size());
    std::size_t differing = 0;
    for (std::size_t u = 0; u < found.units.size(); ++u) {
        const std::size_t row = ranks.row_of(found.units[u].unit);
        for (std::size_t r = 0; r < 1000; ++r)
            differing += found.ranks[u * 1000 + r] != ranks.number(row, "r_" + std::to_string(r + 1));
        EXPECT_EQ(static_cast<double>(found.units[u].nominal_rank), ranks.number(row, "Nominal"));
        const std::size_t line = statistics.row_of(found.units[u].unit);
        EXPECT_NEAR(found.units[u].mean_rank, statistics.number(line, "Mean"), 1e-9);
        EXPECT_NEAR(found.units[u].median_rank, statistics.number(line, "Median"), 1e-9);
        EXPECT_NEAR(found.units[u].low_rank, statistics.number(line, "Q5"), 1e-9);
        EXPECT_NEAR(found.units[u].high_rank, statistics.number(line, "Q95"), 1e-9);
    }
    EXPECT_EQ(differing, 0u);
}

}  // namespace
