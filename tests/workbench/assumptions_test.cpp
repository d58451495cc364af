// What each assumption draws, and what is refused.
#include "pug/workbench/assumptions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "pug/workbench/certainty.hpp"
#include "support/need.hpp"
#include "support/random_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;
using namespace pug::test;
using namespace pug::test::random_index;

std::string codes(const Error& error) {
    std::string all;
    for (const Problem& problem : error.problems) all += (all.empty() ? "" : " ") + problem.code;
    return all;
}

TEST(Assumptions, MeasurementsAreOffByWhatIsStated) {
    Dataset data = random_rows(3, 2);
    data.values.at(0, 0) = no_value;
    Design design = without_steps(flat(data));
    design.index.parts.pop_back();
    design.indicators.pop_back();
    MeasurementError absolute, relative;
    absolute.all = MeasurementSpread{0.25, false};
    relative.others = {{"x0", {0.1, true}}};
    CertaintyOptions options;
    options.replications = 20'000;
    for (const bool is_relative : {false, true}) {
        const Certainty found = need(certainty(design, data, {{is_relative ? relative : absolute}}, options));
        ASSERT_EQ(found.units.size(), 2u);  // the unit without a value never has a rank
        for (const UnitCertainty& unit : found.units) {
            const double sd = is_relative ? 0.1 * unit.nominal_score : 0.25;
            EXPECT_NEAR(unit.mean_score, unit.nominal_score, 4 * sd / std::sqrt(20'000.0));
            EXPECT_NEAR(unit.sd_score, sd, 0.03 * sd);
            EXPECT_NEAR(unit.high_score - unit.low_score, 2 * 1.6448536 * sd, 0.05 * sd);
        }
    }
}

// Weights of two siblings: noise is uniform, a Dirichlet share is a beta distribution.
TEST(Assumptions, WeightsVaryAsStated) {
    Dataset data;
    data.units = {"A", "B"};
    data.columns = {"x", "y"};
    data.values = Matrix(2, 2, 0);
    data.values.at(0, 0) = 1;  // the score of A is the share of x
    data.values.at(1, 1) = 1;
    Design design = without_steps(flat(data));
    design.index.parts[0].weight = 2;
    CertaintyOptions options;
    options.replications = 20'000;

    WeightNoise noise = weight_noise(0.5);
    noise.of.names = {"x"};
    const Certainty moved = need(certainty(design, data, {{noise}}, options));
    for (std::size_t r = 0; r < moved.replications; ++r) {
        const double weight = moved.scores.at(r, 0) / moved.scores.at(r, 1);  // x over y, which is 1
        ASSERT_GE(weight, 1 - 1e-12);
        ASSERT_LE(weight, 3 + 1e-12);
    }
    double mean = 0, square = 0;
    for (std::size_t r = 0; r < moved.replications; ++r) {
        const double weight = moved.scores.at(r, 0) / moved.scores.at(r, 1);
        mean += weight / 20'000;
        square += (weight - 2) * (weight - 2) / 20'000;
    }
    EXPECT_NEAR(mean, 2, 0.02);
    EXPECT_NEAR(square, 1.0 / 3, 0.01);

    for (const double concentration : {1e-9, 0.001, 0.9, 12.0}) {  // gamma numbers of the first are below doubles
        for (const bool is_apart : {false, true}) {
            WeightDirichlet dirichlet;
            dirichlet.concentration = concentration;
            dirichlet.is_apart = is_apart;
            const Certainty drawn = need(certainty(design, data, {{dirichlet}}, options));
            EXPECT_EQ(drawn.factors.size(), is_apart ? 2u : 1u);
            const double share = 2.0 / 3, variance = share * (1 - share) / (concentration + 1);
            EXPECT_NEAR(drawn.units[0].mean_score, share, 4 * std::sqrt(variance / 20'000)) << concentration;
            EXPECT_NEAR(std::pow(drawn.units[0].sd_score, 2), variance, 0.03 * variance) << concentration;
            EXPECT_NEAR(drawn.scores.at(7, 0) + drawn.scores.at(7, 1), 1, 1e-12);
        }
    }
}

TEST(Assumptions, SiblingsOutsideTheScopeOfADirichletKeepTheirShare) {
    Dataset ones = random_rows(2, 6);
    const Design design = without_steps(flat(ones));
    for (double& cell : ones.values.cells()) cell = 0;
    ones.values.at(0, 5) = 1;  // the score of the first unit is the share of x5
    ones.values.at(1, 0) = 1;
    WeightDirichlet dirichlet;
    dirichlet.of.names = {"x0", "x1", "x2"};
    const Certainty found = need(certainty(design, ones, {{dirichlet}}));
    EXPECT_NEAR(found.units[0].low_score, 1.0 / 6, 1e-12);
    EXPECT_NEAR(found.units[0].high_score, 1.0 / 6, 1e-12);
    EXPECT_GT(found.units[1].sd_score, 0.01);
}

// Goalposts within a tenth of 0 … 10 of where they are: x = 5 becomes (5 − from)/(to − from).
TEST(Assumptions, GoalpostsMoveAsStated) {
    Dataset data = random_rows(2, 2);
    for (double& cell : data.values.cells()) cell = 5;
    Design design = without_steps(flat(data));
    Normalise step;
    step.all.method = NormalisationMethod::goalposts;
    step.all.from = 0;
    step.all.to = 10;
    step.all.low = 0;
    step.all.high = 1;
    step.others = {{"x1", minmax(0, 1)}};
    step.others[0].second.method = NormalisationMethod::goalposts;
    step.others[0].second.from = 0;
    step.others[0].second.to = 10;
    design.steps = {step};
    GoalpostNoise noise;
    noise.indicators = {"x0"};
    CertaintyOptions options;
    options.replications = 5000;
    const Certainty found = need(certainty(design, data, {{noise}}, options));
    double least = 1, most = 0;
    for (std::size_t r = 0; r < 5000; ++r) {
        EXPECT_EQ(found.scores.at(r, 0), found.scores.at(r, 1));
        const double moved = 2 * found.scores.at(r, 0) - 0.5;  // that of x1 stays at a half
        least = std::min(least, moved);
        most = std::max(most, moved);
    }
    EXPECT_NEAR(least, 4.0 / 10, 0.01);  // from 1 to 11
    EXPECT_NEAR(most, 6.0 / 10, 0.01);
    EXPECT_GE(least, 0.4);
    EXPECT_LE(most, 0.6);
    noise.indicators.clear();
    noise.is_apart = true;
    EXPECT_EQ(need(certainty(design, data, {{noise}})).factors.size(), 2u);
}

TEST(Assumptions, AlternativesComeWithTheirProbabilities) {
    const Dataset data = random_rows(6, 4);
    const Design design = two_dimensions(data);
    StepAlternatives choice = two_normalisations(0);
    choice.probabilities = {1, 4};
    CertaintyOptions options;
    options.replications = 10'000;
    const Certainty found = need(certainty(design, data, {{choice}}, options));
    const double first = found.scores.at(0, 0);
    std::size_t same_as_first = 0;
    for (std::size_t r = 0; r < 10'000; ++r) same_as_first += found.scores.at(r, 0) == first;
    const double share = static_cast<double>(same_as_first) / 10'000;
    EXPECT_NEAR(std::max(share, 1 - share), 0.8, 0.02);
}

TEST(Assumptions, EveryProblemIsListed) {
    const Dataset data = random_rows(6, 4);
    const Design design = two_dimensions(data);
    const auto problems = [&](Assumptions assumptions) {
        const auto made = factors(design, data, assumptions);
        return made ? std::string("fine") : codes(made.error());
    };
    EXPECT_EQ(problems({}), "assumptions.empty");
    EXPECT_EQ(problems({{weight_noise(0)}}), "assumptions.range");
    EXPECT_EQ(problems({{weight_noise(1.01)}}), "assumptions.range");
    EXPECT_EQ(problems({{weight_noise(std::nan(""))}}), "assumptions.range");
    EXPECT_EQ(problems({{weight_noise(0.1), weight_noise(0.1)}}), "assumptions.name");
    WeightNoise scoped = weight_noise(0.1);
    scoped.of.names = {"left", "nobody", "index"};
    EXPECT_EQ(problems({{scoped}}), "assumptions.name assumptions.name");
    scoped.of = {{3}, {}};
    EXPECT_EQ(problems({{scoped}}), "assumptions.empty assumptions.empty");
    WeightDirichlet dirichlet;
    dirichlet.concentration = -1;
    EXPECT_EQ(problems({{dirichlet}}), "assumptions.range");
    WeightSets sets;
    EXPECT_EQ(problems({{sets}}), "assumptions.empty");
    sets.sets = {{{"left", -1}, {"nobody", 1}}, {{"x0", std::numeric_limits<double>::infinity()}}};
    EXPECT_EQ(problems({{sets}}), "assumptions.weight assumptions.name assumptions.weight");
    StepAlternatives steps;
    steps.step = 1;
    EXPECT_EQ(problems({{steps}}), "assumptions.step");
    steps.step = 0;
    EXPECT_EQ(problems({{steps}}), "assumptions.empty");
    steps.alternatives = {workbench::Step(Treat{})};
    EXPECT_EQ(problems({{steps}}), "assumptions.step");
    steps = two_normalisations(0);
    std::get<Normalise>(*steps.alternatives[1]).others = {{"nobody", {}}};
    const auto made = factors(design, data, {{steps}});
    ASSERT_TRUE(made.has_error());
    EXPECT_EQ(made.error().where(), "normalisation");
    EXPECT_NE(made.error().message().find("alternative 2"), std::string::npos);
    steps = two_normalisations(0);
    for (const std::vector<double>& wrong : {std::vector<double>{1}, {0, 0}, {1, -1}, {1, std::nan("")}}) {
        steps.probabilities = wrong;
        EXPECT_EQ(problems({{steps}}), "assumptions.probabilities");
    }
    steps.probabilities.clear();
    StepAlternatives again = steps;
    again.name = "again";
    EXPECT_EQ(problems({{steps, again}}), "assumptions.twice");
    AggregationAlternatives owa = two_means();
    owa.alternatives[1].method = AggregationMethod::owa;  // without weights of places
    EXPECT_NE(problems({{owa}}), "fine");
    AggregationAlternatives mine = two_means();
    mine.of.names = {"left", "x0"};
    EXPECT_EQ(problems({{mine}}), "assumptions.name");
    EXPECT_EQ(problems({{GoalpostNoise{}}}), "assumptions.empty");
    GoalpostNoise noise;
    noise.indicators = {"x0", "nobody"};
    noise.share = 0.5;
    EXPECT_EQ(problems({{noise}}), "assumptions.range assumptions.goalposts assumptions.name assumptions.empty");
    MeasurementError error;
    EXPECT_EQ(problems({{error}}), "assumptions.empty");
    error.others = {{"left", {1, false}}, {"x0", {-1, false}}, {"x0", {1, false}}};
    EXPECT_EQ(problems({{error}}), "assumptions.name assumptions.name");
    error.others = {{"x0", {-1, false}}};
    EXPECT_EQ(problems({{error}}), "assumptions.range");
}

}  // namespace
