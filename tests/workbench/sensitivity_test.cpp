// Which assumption matters how much.
#include "pug/workbench/sensitivity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "pug/workbench/index.hpp"
#include "pug/workbench/sampling.hpp"
#include "support/asem.hpp"
#include "support/need.hpp"
#include "support/random_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;
using namespace pug::test;
using namespace pug::test::random_index;

template <class T>
std::string code_of(const result<T>& made) {
    return made ? std::string("fine") : made.error().code();
}

/// An index built by hand at a point of the unit cube.
using Built = std::function<Index(const std::vector<double>&)>;

std::vector<Target> all_targets() {
    return {{TargetKind::score, "", 0},
            {TargetKind::rank, "", 0},
            {TargetKind::rank_shift, "", 0},
            {TargetKind::top, "", 3},
            {TargetKind::top_kept, "", 3}};
}

/// The numbers of `all_targets` of an index, against the one that nothing was done to.
std::vector<double> numbers_of(const Index& index, const Index& nominal) {
    std::vector<double> scores, ranks, top;
    double shift = 0, kept = 0;
    const std::size_t units = index.units.size();
    for (std::size_t u = 0; u < units; ++u) {
        scores.push_back(index.scores.at(u, index.scores.columns() - 1));
        ranks.push_back(static_cast<double>(index.ranks[u]));
        top.push_back(index.ranks[u] <= 3 ? 1 : 0);
        shift += std::fabs(ranks[u] - static_cast<double>(nominal.ranks[u])) / static_cast<double>(units);
        kept += nominal.ranks[u] <= 3 && index.ranks[u] <= 3 ? 1.0 / 3 : 0;
    }
    std::vector<double> all = scores;
    all.insert(all.end(), ranks.begin(), ranks.end());
    all.push_back(shift);
    all.insert(all.end(), top.begin(), top.end());
    all.push_back(kept);
    return all;
}

/// The outputs at some points, each index built from the start.
template <class At>
Matrix brute_outputs(std::size_t evaluations, std::size_t inputs, const At& coordinate, const Built& built,
                     const Index& nominal) {
    Matrix outputs(evaluations, numbers_of(nominal, nominal).size());
    std::vector<double> point(inputs);
    for (std::size_t e = 0; e < evaluations; ++e) {
        for (std::size_t i = 0; i < inputs; ++i) point[i] = coordinate(e, i);
        const std::vector<double> numbers = numbers_of(built(point), nominal);
        for (std::size_t t = 0; t < numbers.size(); ++t) outputs.at(e, t) = numbers[t];
    }
    return outputs;
}

void expect_near(const Estimate& found, const Estimate& wanted, const std::string& what) {
    EXPECT_NEAR(found.value, wanted.value, 1e-9) << what;
    EXPECT_NEAR(found.low, wanted.low, 1e-9) << what;
    EXPECT_NEAR(found.high, wanted.high, 1e-9) << what;
}

/// That sensitivity finds what indices built one by one give.
void expect_as_built(const Design& design, const Dataset& data, const Assumptions& assumptions, const Built& built) {
    SensitivityOptions options;
    options.points = 150;  // no multiple of what is done at once
    options.targets = all_targets();
    options.seed = 5;
    options.confidence = 0.9;
    const Sensitivity found = need(sensitivity(design, data, assumptions, options));
    const SaltelliPoints points = saltelli(150, found.factors.size(), 5).value();
    const Matrix outputs = brute_outputs(
        points.evaluations(), points.inputs(), [&](std::size_t e, std::size_t i) { return points.at(e, i); }, built,
        need(build(design, data)));
    SobolOptions sobol;
    sobol.confidence = 0.9;
    sobol.allows_constant = true;
    const auto wanted = need(sobol_indices(outputs, points.inputs(), found.targets, sobol));
    ASSERT_EQ(found.indices.size(), wanted.size());
    EXPECT_EQ(found.evaluations, points.evaluations());
    std::size_t varying = 0;
    for (std::size_t t = 0; t < wanted.size(); ++t) {
        EXPECT_EQ(found.indices[t].output, found.targets[t]);
        EXPECT_EQ(found.indices[t].is_constant, wanted[t].is_constant) << found.targets[t];
        if (wanted[t].is_constant) continue;
        ++varying;
        EXPECT_NEAR(found.indices[t].mean, wanted[t].mean, 1e-9);
        for (std::size_t i = 0; i < points.inputs(); ++i) {
            expect_near(found.indices[t].first[i], wanted[t].first[i], found.targets[t] + found.factors[i].name);
            expect_near(found.indices[t].total[i], wanted[t].total[i], found.targets[t] + found.factors[i].name);
        }
    }
    EXPECT_GE(varying, data.rows());
}

void set_weights(Part& part, const std::map<std::string, double>& weights) {
    if (weights.count(part.name) != 0) part.weight *= weights.at(part.name);
    for (Part& child : part.parts) set_weights(child, weights);
}

// Weights only, means only: without building anything again.
TEST(Sensitivity, OfWeightsIsThatOfIndicesBuiltOneByOne) {
    const Dataset data = random_rows(17, 6);
    const Design design = two_dimensions(data);
    const std::vector<std::string> names{"x0", "x1", "x2", "x3", "x4", "x5", "left", "right"};
    expect_as_built(design, data, {{weight_noise(0.9, true)}}, [&](const std::vector<double>& point) {
        Design changed = design;
        std::map<std::string, double> weights;
        for (std::size_t i = 0; i < names.size(); ++i) weights[names[i]] = 1 + 0.9 * (2 * point[i] - 1);
        set_weights(changed.index, weights);
        return need(build(changed, data));
    });
}

// Three levels, the weights of which come from different assumptions.
TEST(Sensitivity, OfWeightsOnSeveralLevelsAsWell) {
    const Dataset data = random_rows(9, 6, 4);
    Design design = two_dimensions(data);
    Part middle = part("middle", 3);
    middle.parts = {design.index.parts[0], part("x5", 2)};
    design.index.parts[1].parts.pop_back();
    design.index.parts[0] = middle;
    WeightNoise low = weight_noise(0.5, true), left = weight_noise(1);
    low.name = "low";
    low.of.names = {"x0", "x5", "x3"};
    left.of.names = {"left"};
    WeightSets sets;
    sets.name = "sets";
    sets.sets = {{{"middle", 3}}, {{"middle", 0.5}, {"right", 2}, {"x3", 6}}, {{"x4", 9}}};
    sets.probabilities = {1, 1, 2};
    expect_as_built(design, data, {{low, sets, left}}, [&](const std::vector<double>& point) {
        Design changed = design;
        const auto noise = [&](std::size_t i, double relative) { return 1 + relative * (2 * point[i] - 1); };
        // The factors are in the order of the tree: x0 is in "left", x5 in "middle", x3 in "right".
        set_weights(changed.index,
                    {{"x0", noise(0, 0.5)}, {"x5", noise(1, 0.5)}, {"x3", noise(2, 0.5)}, {"left", noise(4, 1)}});
        Part& top = changed.index;
        if (point[3] >= 0.25 && point[3] < 0.5) {
            top.parts[0].weight = 0.5;
            top.parts[1].weight = 2;
            top.parts[1].parts[0].weight = 6;  // in place of what the noise made of it
        }
        if (point[3] >= 0.5) top.parts[1].parts[1].weight = 9;
        return need(build(changed, data));
    });
}

// Choices and weights together: everything is built again.
TEST(Sensitivity, OfChoicesIsThatOfIndicesBuiltOneByOne) {
    const Dataset data = random_rows(11, 6);
    Design design = two_dimensions(data);
    design.steps = {Treat{}, Normalise{}};
    StepAlternatives treatment;
    treatment.alternatives = {workbench::Step(Treat{}), std::nullopt};
    const StepAlternatives normalisation = two_normalisations(1);
    WeightNoise top = weight_noise(0.5, true);
    top.of.levels = {2};
    expect_as_built(design, data, {{treatment, normalisation, two_means(), top}},
                    [&](const std::vector<double>& point) {
                        Design changed = design;
                        changed.steps[1] = *normalisation.alternatives[point[1] < 0.5 ? 0 : 1];
                        if (point[0] >= 0.5) changed.steps.erase(changed.steps.begin());
                        changed.aggregation = two_means().alternatives[point[2] < 0.5 ? 0 : 1];
                        set_weights(changed.index,
                                    {{"left", 1 + 0.5 * (2 * point[3] - 1)}, {"right", 1 + 0.5 * (2 * point[4] - 1)}});
                        return need(build(changed, data));
                    });
}

// A missing value leaves with its weight: scores are no longer linear in the parts.
TEST(Sensitivity, OfWeightsWithMissingValuesIsThatOfIndicesBuiltOneByOne) {
    Dataset data = random_rows(10, 4);
    data.values.at(2, 1) = no_value;
    const Design design = flat(data);
    expect_as_built(design, data, {{weight_noise(0.8, true)}}, [&](const std::vector<double>& point) {
        Design changed = design;
        for (std::size_t i = 0; i < 4; ++i) changed.index.parts[i].weight = 1 + 0.8 * (2 * point[i] - 1);
        return need(build(changed, data));
    });
}

// A factor of several numbers takes the set number ⌊input · sets⌋: the replication of that number.
TEST(Sensitivity, AFactorOfSeveralNumbersChoosesAmongReplications) {
    const Dataset data = random_rows(8, 6);
    const Design design = two_dimensions(data);
    MeasurementError error;
    error.all = MeasurementSpread{0.1, true};
    WeightDirichlet drawn;
    drawn.name = "drawn";
    const Assumptions assumptions{{weight_noise(0.4), drawn, error}};
    SensitivityOptions options;
    options.points = 64;
    options.sets = 1;  // whatever the input: replication 0
    options.targets = {{TargetKind::score, "U3", 0}};
    EXPECT_EQ(code_of(sensitivity(design, data, assumptions, options)), "sensitivity.constant");

    options.sets = 7;
    const Sensitivity found = need(sensitivity(design, data, {{weight_noise(0.4)}}, options));
    ASSERT_EQ(found.factors.size(), 1u);
    CertaintyOptions replications;
    replications.replications = 7;
    const Certainty drawn_sets = need(certainty(design, data, {{weight_noise(0.4)}}, replications));
    const SaltelliPoints points = saltelli(64, 1).value();
    Matrix outputs(points.evaluations(), 1);
    for (std::size_t e = 0; e < outputs.rows(); ++e)
        outputs.at(e, 0) = drawn_sets.scores.at(static_cast<std::size_t>(points.at(e, 0) * 7), 3);
    const SobolIndices wanted = need(sobol_indices(outputs, 1)).front();
    expect_near(found.indices[0].first[0], wanted.first[0], "first");
    expect_near(found.indices[0].total[0], wanted.total[0], "total");
}

bool same(const Estimate& a, const Estimate& b) {
    const auto is_same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
    return is_same(a.value, b.value) && is_same(a.standard_error, b.standard_error) && is_same(a.low, b.low) &&
           is_same(a.high, b.high);
}

TEST(Sensitivity, IsTheSameForAnyNumberOfThreads) {
    const Dataset data = random_rows(10, 6);
    const Design design = two_dimensions(data);
    const Assumptions weights{{weight_noise(0.9, true)}};
    MeasurementError error;
    error.all = MeasurementSpread{0.1, true};
    error.is_apart = true;
    const Assumptions choices{{two_normalisations(0), two_means(), weight_noise(0.5), error}};
    for (const Assumptions& assumptions : {weights, choices}) {
        SensitivityOptions options;
        options.points = 300;
        options.targets = all_targets();
        const Sensitivity one = need(sensitivity(design, data, assumptions, options));
        const Screening screened = need(screening(design, data, assumptions, options));
        for (const unsigned threads : {2u, 5u}) {
            options.threads = threads;
            const Sensitivity other = need(sensitivity(design, data, assumptions, options));
            const Screening screened_too = need(screening(design, data, assumptions, options));
            for (std::size_t t = 0; t < one.indices.size(); ++t) {
                for (std::size_t i = 0; i < one.factors.size(); ++i) {
                    EXPECT_TRUE(same(one.indices[t].first[i], other.indices[t].first[i]));
                    EXPECT_TRUE(same(one.indices[t].total[i], other.indices[t].total[i]));
                    EXPECT_TRUE(same(screened.effects[t].inputs[i].mean, screened_too.effects[t].inputs[i].mean));
                }
            }
        }
        options.seed = 1;
        EXPECT_FALSE(
            same(one.indices[0].first[0], need(sensitivity(design, data, assumptions, options)).indices[0].first[0]));
    }
}

TEST(Screening, IsThatOfIndicesBuiltOneByOne) {
    const Dataset data = random_rows(11, 6);
    const Design design = two_dimensions(data);
    const StepAlternatives normalisation = two_normalisations(0);
    WeightNoise top = weight_noise(0.5, true);
    top.of.levels = {2};
    SensitivityOptions options;
    options.points = 40;
    options.targets = all_targets();
    options.seed = 3;
    const Screening found = need(screening(design, data, {{normalisation, top}}, options, 6));
    EXPECT_EQ(found.evaluations, 160u);
    const MorrisTrajectories walks = morris_trajectories(40, 3, 6, 3).value();
    const auto built = [&](const std::vector<double>& point) {
        Design changed = design;
        changed.steps[0] = *normalisation.alternatives[point[0] < 0.5 ? 0 : 1];
        set_weights(changed.index, {{"left", 1 + 0.5 * (2 * point[1] - 1)}, {"right", 1 + 0.5 * (2 * point[2] - 1)}});
        return need(build(changed, data));
    };
    const Matrix outputs = brute_outputs(
        160, 3, [&](std::size_t e, std::size_t i) { return walks.points.at(e, i); }, built, need(build(design, data)));
    MorrisOptions morris;
    morris.allows_constant = true;
    const auto wanted = need(elementary_effects(walks, outputs, {}, morris));
    for (std::size_t t = 0; t < wanted.size(); ++t) {
        for (std::size_t i = 0; i < 3; ++i) {
            expect_near(found.effects[t].inputs[i].mean, wanted[t].inputs[i].mean, found.targets[t]);
            expect_near(found.effects[t].inputs[i].mean_absolute, wanted[t].inputs[i].mean_absolute, found.targets[t]);
            expect_near(found.effects[t].inputs[i].deviation, wanted[t].inputs[i].deviation, found.targets[t]);
        }
    }
}

TEST(Sensitivity, TargetsAreNamedAndLookedUp) {
    Dataset data = random_rows(6, 4);
    const Design design = flat(data);
    const auto targets = [&](std::vector<Target> wanted) {
        SensitivityOptions options;
        options.points = 8;
        options.targets = std::move(wanted);
        const auto found = sensitivity(design, data, {{weight_noise(0.5, true)}}, options);
        if (found) return found.value().targets;
        std::vector<std::string> problems;
        for (const Problem& problem : found.error().problems) problems.push_back(problem.code + " " + problem.where);
        return problems;
    };
    using Names = std::vector<std::string>;
    EXPECT_EQ(targets({{TargetKind::score, "U2", 0}, {TargetKind::top, "U1", 2}, {}}),
              (Names{"score/U2", "top2/U1", "rank_shift"}));
    EXPECT_EQ(targets({{TargetKind::rank, "", 0}}).size(), 6u);
    EXPECT_EQ(targets({}), (Names{"sensitivity.target targets"}));
    EXPECT_EQ(targets({{TargetKind::score, "nobody", 0},
                       {TargetKind::top, "U1", 0},
                       {TargetKind::top_kept, "", 7},
                       {TargetKind::rank_shift, "U1", 0},
                       {TargetKind::score, "U1", 0},
                       {TargetKind::score, "U1", 0}}),
              (Names{"sensitivity.target score", "sensitivity.target top0", "sensitivity.target top_kept7",
                     "sensitivity.target rank_shift", "sensitivity.target score/U1"}));
    data.units[1] = data.units[0];
    data.times = {2018, 2019, 2018, 2018, 2018, 2018};
    EXPECT_EQ(targets({{TargetKind::score, "U0", 0}}), (Names{"score/U0/2018", "score/U0/2019"}));
}

TEST(Sensitivity, TellsConstantTargetsAndRefusesThemWhenAllAre) {
    Dataset data = random_rows(6, 4);
    for (std::size_t c = 0; c < 4; ++c) {
        data.values.at(0, c) = c == 1 ? 0 : 1e6;  // the best in everything; of x1 less is better
    }
    const Design design = flat(data);
    const Assumptions assumptions{{weight_noise(0.5, true)}};
    SensitivityOptions options;
    options.points = 64;
    options.targets = {{TargetKind::rank, "U0", 0}, {TargetKind::score, "U1", 0}};
    const Sensitivity found = need(sensitivity(design, data, assumptions, options));
    EXPECT_TRUE(found.indices[0].is_constant);
    EXPECT_EQ(found.indices[0].mean, 1);
    EXPECT_TRUE(std::isnan(found.indices[0].first[0].value));
    EXPECT_FALSE(found.indices[1].is_constant);
    options.targets.pop_back();
    const auto refused = sensitivity(design, data, assumptions, options);
    EXPECT_EQ(code_of(refused), "sensitivity.constant");
    EXPECT_EQ(refused.error().where(), "rank/U0");
    EXPECT_EQ(code_of(screening(design, data, assumptions, options)), "sensitivity.constant");
}

TEST(Sensitivity, AnEvaluationThatFailsIsAnErrorThatNamesIt) {
    const Dataset data = random_rows(6, 4);
    const Design design = flat(data);
    StepAlternatives normalisation = two_normalisations(0);
    std::get<Normalise>(*normalisation.alternatives[0]).all.mean = 0;  // half the scores are negative
    SensitivityOptions options;
    options.points = 200;
    for (options.threads = 1; options.threads <= 3; ++options.threads) {
        const auto refused = sensitivity(design, data, {{normalisation, two_means()}}, options);
        ASSERT_EQ(code_of(refused), "sensitivity.failed");
        EXPECT_NE(refused.error().message().find("aggregate.negative"), std::string::npos) << refused.error().message();
        // The first one, whatever the threads.
        const SaltelliPoints points = saltelli(200, 2).value();
        std::size_t first = 0;
        while (!(points.a.at(first, 0) < 0.5 && points.a.at(first, 1) >= 0.5)) ++first;
        EXPECT_EQ(refused.error().message().rfind("point " + std::to_string(first + 1) + " of A failed", 0), 0u)
            << refused.error().message();
        EXPECT_EQ(code_of(screening(design, data, {{normalisation, two_means()}}, options)), "sensitivity.failed");
    }
}

TEST(Sensitivity, AUnitThatLosesItsScoreIsAnErrorThatNamesIt) {
    Dataset data = random_rows(8, 4);
    data.values.at(3, 0) = data.values.at(3, 1) = data.values.at(3, 2) = no_value;
    Design design = two_dimensions(data);
    Screen screen;
    screen.available_at_least = 0.5;
    Impute impute;
    impute.all.method = ImputationMethod::mean;
    design.steps = {impute, screen, *two_normalisations(0).alternatives[0]};
    StepAlternatives imputation;
    imputation.alternatives = {workbench::Step(impute), std::nullopt};
    SensitivityOptions options;
    options.points = 16;
    const auto refused = sensitivity(design, data, {{imputation}}, options);
    EXPECT_EQ(code_of(refused), "sensitivity.not_finite");
    EXPECT_EQ(refused.error().where(), "rank_shift");
    options.targets = {{TargetKind::score, "U3", 0}};
    EXPECT_EQ(sensitivity(design, data, {{imputation}}, options).error().where(), "score/U3");
    options.targets = {{TargetKind::score, "U2", 0}};
    EXPECT_EQ(code_of(sensitivity(design, data, {{imputation}}, options)), "fine");
}

TEST(Sensitivity, ProgressIsToldAndCanStop) {
    const Dataset data = random_rows(6, 4);
    const Design design = flat(data);
    SensitivityOptions options;
    options.points = 512;
    std::size_t last = 0, calls = 0, most = 1'000'000;
    options.progress = [&](std::size_t done, std::size_t total) {
        EXPECT_EQ(total, 512u * 6);
        EXPECT_GT(done, last);
        last = done;
        return ++calls < most;
    };
    need(sensitivity(design, data, {{weight_noise(0.5, true)}}, options));
    EXPECT_EQ(last, 512u * 6);
    most = 3;
    last = calls = 0;
    EXPECT_EQ(code_of(sensitivity(design, data, {{weight_noise(0.5, true)}}, options)), "sensitivity.cancelled");
    EXPECT_EQ(calls, 3u);
}

TEST(Sensitivity, RefusesOptionsThatAreNone) {
    const Dataset data = random_rows(6, 4);
    const Design design = flat(data);
    const auto problem = [&](auto change) {
        SensitivityOptions options;
        change(options);
        const auto found = sensitivity(design, data, {{weight_noise(0.1, true)}}, options);
        return found ? std::string("fine") : found.error().code() + " " + found.error().where();
    };
    EXPECT_EQ(problem([](auto& o) { o.points = 1; }), "sensitivity.options points");
    EXPECT_EQ(problem([](auto& o) { o.points = std::size_t{1} << 40; }), "sensitivity.options targets");
    EXPECT_EQ(problem([](auto& o) { o.sets = 0; }), "sensitivity.options sets");
    EXPECT_EQ(problem([](auto& o) { o.confidence = 1; }), "statistics.confidence ");
    EXPECT_EQ(code_of(screening(design, data, {{weight_noise(0.1, true)}}, {}, 5)), "sampling.levels");
}

// On the published index: what is chosen matters more than a tenth of noise on the weights, and nothing is lost.
TEST(Sensitivity, OfThePublishedIndexAddsUp) {
    if (!pug::test::asem::is_there()) GTEST_SKIP() << "found no " << pug::test::asem::folder();
    const Design design = pug::test::asem::design();
    const Dataset data = pug::test::asem::dataset();
    SensitivityOptions options;
    options.points = 256;
    options.threads = 2;
    const Sensitivity found =
        need(sensitivity(design, data, {{two_normalisations(4), two_means(), weight_noise(0.1)}}, options));
    double first = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        first += found.indices[0].first[i].value;
        EXPECT_GE(found.indices[0].total[i].high, found.indices[0].first[i].low);
    }
    EXPECT_GT(first, 0.3);
    EXPECT_LT(first, 1.05);
    EXPECT_GT(found.indices[0].total[1].value, found.indices[0].total[2].value);
}

}  // namespace
