// Cohorts: what is frozen of them, what it does to scores, and that order, partition and company change nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <cmath>
#include <numeric>
#include <random>

#include "support/instruments.hpp"
#include "support/scores.hpp"

namespace {

using namespace pug;
using namespace pug::test;

constexpr auto missing = Status::missing;
constexpr auto not_applicable = Status::not_applicable;
constexpr auto not_computable = Status::not_computable;

Relative to_cohort(RelativeKind kind) { return {kind, Reference::cohort, {}}; }
Relative to(RelativeKind kind, Reference statistic) { return {kind, statistic, {}}; }

/// x after one transform.
Instrument x_then(Transform transform) {
    return instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")}).then(std::move(transform)));
}

std::vector<std::vector<Cell>> column(std::initializer_list<Cell> cells) {
    std::vector<std::vector<Cell>> rows;
    for (const Cell& cell : cells) rows.push_back({cell});
    return rows;
}

result<References> fitted_to(const Instrument& instrument, const std::vector<std::vector<Cell>>& rows) {
    const Answers answers(instrument, rows);
    return compile(instrument).value().fit(answers.table(), "the cohort of the test");
}

/// Rows scored against references.
Scored score_against(const Instrument& instrument, const References& references,
                     const std::vector<std::vector<Cell>>& rows, const ScoreOptions& options = {}) {
    const auto scorer = compile(instrument).value().with(references);
    if (scorer.has_error()) throw std::runtime_error(told(scorer.error()));
    auto answers = std::make_shared<Answers>(instrument, rows);
    auto scores = scorer.value().score(answers->table(), options);
    if (scores.has_error()) throw std::runtime_error(told(scores.error()));
    return {std::move(answers), std::move(scores).value()};
}

/// A cohort scored against itself.
Scored score_cohort(const Instrument& instrument, const std::vector<std::vector<Cell>>& rows) {
    const auto references = fitted_to(instrument, rows);
    if (references.has_error()) throw std::runtime_error(told(references.error()));
    return score_against(instrument, references.value(), rows);
}

// --- every reference, against its definition -------------------------------------------------------------------------

/// The definitions, with rationals and a root of a hundred digits.
class Definitions {
  public:
    explicit Definitions(std::vector<Rational> values) : values_(std::move(values)) {
        std::sort(values_.begin(), values_.end());
    }
    Rational least() const { return values_.front(); }
    Rational greatest() const { return values_.back(); }
    Rational mean() const { return std::accumulate(values_.begin(), values_.end(), Rational(0)) / values_.size(); }
    Rational median() const {
        const std::size_t half = values_.size() / 2;
        return values_.size() % 2 == 1 ? values_[half] : Rational((values_[half - 1] + values_[half]) / 2);
    }
    Rational smaller(const Rational& x) const {
        return Rational(std::count_if(values_.begin(), values_.end(), [&](const Rational& each) { return each < x; }));
    }
    Rational others() const { return Rational(values_.size() - 1); }
    double sd() const {
        Rational squares = 0;
        for (const Rational& each : values_) squares += (each - mean()) * (each - mean());
        squares /= others();
        using Long = boost::multiprecision::cpp_dec_float_100;
        return static_cast<double>(sqrt(Long(numerator(squares)) / Long(denominator(squares))));
    }

  private:
    std::vector<Rational> values_;
};

double to_double(const Rational& exact) { return pug::detail::nearest_double(exact); }

TEST(Fit, EveryTransformComesToItsDefinition) {
    std::mt19937_64 random(5);
    for (int round = 0; round < 20; ++round) {
        std::vector<std::vector<Cell>> rows;
        std::vector<Rational> observed;
        for (std::size_t u = 0; u < 2 + random() % 30; ++u) {
            rows.push_back({static_cast<double>(random() % 400) / 10 - 10});
            observed.push_back(Decimal::of(rows.back()[0].value).exact());
        }
        rows.push_back({missing});
        rows.push_back({not_applicable});
        const Definitions of(observed);
        if (of.least() == of.greatest() || of.mean() == 0 || of.median() == 0 || of.least() == 0 || of.greatest() == 0)
            continue;
        const auto expect = [&](Transform transform, const auto& definition) {
            const Instrument made = x_then(std::move(transform));
            const Scored scored = score_cohort(made, rows);
            for (std::size_t u = 0; u < observed.size(); ++u) {
                const double wanted = definition(observed[u]);
                ASSERT_EQ(scored.status(u), Status::observed);
                ASSERT_NEAR(scored.value(u), wanted, 1e-13 * std::max(1.0, std::abs(wanted))) << "unit " << u;
            }
            ASSERT_EQ(scored.status(observed.size()), missing);
            ASSERT_EQ(scored.status(observed.size() + 1), not_applicable);
        };
        using R = RelativeKind;
        expect(to_cohort(R::minmax),
               [&](const Rational& x) { return to_double((x - of.least()) / (of.greatest() - of.least())); });
        expect(to_cohort(R::zscore), [&](const Rational& x) { return to_double(x - of.mean()) / of.sd(); });
        expect(to_cohort(R::rank), [&](const Rational& x) { return to_double(1 + of.smaller(x)); });
        expect(to_cohort(R::percentile), [&](const Rational& x) { return to_double(of.smaller(x) / of.others()); });
        expect(to(R::relative_to, Reference::min), [&](const Rational& x) { return to_double(x / of.least()); });
        expect(to(R::relative_to, Reference::max), [&](const Rational& x) { return to_double(x / of.greatest()); });
        expect(to(R::relative_to, Reference::mean), [&](const Rational& x) { return to_double(x / of.mean()); });
        expect(to(R::relative_to, Reference::median), [&](const Rational& x) { return to_double(x / of.median()); });
        expect(to(R::deviation_from, Reference::min), [&](const Rational& x) { return to_double(x - of.least()); });
        expect(to(R::deviation_from, Reference::max), [&](const Rational& x) { return to_double(x - of.greatest()); });
        expect(to(R::deviation_from, Reference::mean), [&](const Rational& x) { return to_double(x - of.mean()); });
        expect(to(R::deviation_from, Reference::median), [&](const Rational& x) { return to_double(x - of.median()); });
        expect(Relative{R::deviation_from, Reference::unit, "2"},
               [&](const Rational& x) { return to_double(x - observed[1]); });
    }
}

TEST(Fit, UnitsThatAreNotOfTheCohortAreSeenAgainstIt) {
    const Instrument ranked = x_then(to_cohort(RelativeKind::rank));
    const References ranks = fitted_to(ranked, column({1, 2, 2, 5})).value();
    EXPECT_EQ(ranks.units, 4u);
    EXPECT_EQ(ranks.data, "the cohort of the test");
    const Scored scored = score_against(ranked, ranks, column({0, 1, 1.5, 2, 3, 5, 9}));
    const double wanted[] = {1, 1, 2, 2, 4, 4, 5};
    for (std::size_t u = 0; u < std::size(wanted); ++u) EXPECT_EQ(scored.value(u), wanted[u]) << u;
    const Instrument scaled = x_then(to_cohort(RelativeKind::minmax));
    EXPECT_EQ(score_against(scaled, fitted_to(scaled, column({1, 3})).value(), column({4})).value(), 1.5);
}

TEST(Fit, InverseDeviationsWeighTheOperands) {
    Instrument made = over(Aggregate::arithmetic, {"1", "7"});  // given weights do not count
    made.score.weights = Weighting::inverse_sd;
    const std::vector<std::vector<Cell>> rows = {{1, 10}, {2, 30}, {3, 20}, {missing, 50}, {7, missing}};
    const double a = 1 / Definitions({1, 2, 3, 7}).sd(), b = 1 / Definitions({10, 30, 20, 50}).sd();
    const Scored scored = score_cohort(made, rows);
    for (std::size_t u = 0; u < 3; ++u) {
        EXPECT_NEAR(scored.value(u), (a * rows[u][0].value + b * rows[u][1].value) / (a + b), 1e-13) << u;
    }
    EXPECT_EQ(scored.status(3), missing);
    EXPECT_DOUBLE_EQ(scored.coverage(3), b / (a + b));
    made.score.missing[1] = PolicyRule{PolicyAction::renormalise, Decimal(0)};
    EXPECT_NEAR(score_cohort(made, rows).value(3), 50, 1e-13);
}

TEST(Fit, TheWidestSpreadWeighsLeastWhateverItsUnit) {
    Instrument made = over(Aggregate::arithmetic, {"1", "1"});
    made.score.weights = Weighting::inverse_sd;
    const auto references = fitted_to(made, {{0, 0}, {1, 1000}}).value();
    const Scored scored = score_against(made, references, {{0, 0}, {1, 1000}});
    // Each spread is its own unit: 1 of one and 1000 of the other add alike.
    const double sd = std::sqrt(0.5);
    EXPECT_NEAR(scored.value(1), 2 * sd * sd / (sd + sd / 1000) / sd, 1e-12);
}

// --- nested stages ---------------------------------------------------------------------------------------------------

TEST(Fit, AStageSeesTheValuesOfTheOneBefore) {
    // The rank of the mean of two min-maxed variables, of which the second waits for the first.
    const Node first = NodeBuilder(Aggregate::from, {name("x")}).id("first").then(to_cohort(RelativeKind::minmax));
    const Node both =
        NodeBuilder(Aggregate::arithmetic, {first, name("y")}).id("both").then(to_cohort(RelativeKind::minmax));
    Instrument made = instrument({variable("x"), variable("y")},
                                 NodeBuilder(Aggregate::from, {both}).then(to_cohort(RelativeKind::rank)));
    const std::vector<std::vector<Cell>> rows = {{0, 0}, {2, 1}, {4, 0}, {1, 0.5}};
    const Scored scored = score_cohort(made, rows);
    const std::size_t at = static_cast<std::size_t>(std::find(scored->nodes().begin(), scored->nodes().end(), "both") -
                                                    scored->nodes().begin());
    // first: 0, 1/2, 1, 1/4; means: 0, 3/4, 1/2, 3/8; min-maxed: 0, 1, 2/3, 1/2
    const double wanted[] = {0, 1, 2.0 / 3, 0.5};
    const double ranks[] = {1, 4, 3, 2};
    for (std::size_t u = 0; u < 4; ++u) {
        EXPECT_NEAR(scored->values(at)[u], wanted[u], 1e-15);
        EXPECT_EQ(scored.value(u), ranks[u]);
    }
}

TEST(Fit, WeightsFromTheCohortMayWaitForGoalpostsFromIt) {
    Instrument made = instrument({variable("x"), variable("y")}, Node{});
    made.score = NodeBuilder(Aggregate::arithmetic,
                             {NodeBuilder(Aggregate::from, {name("x")}).then(to_cohort(RelativeKind::minmax)),
                              NodeBuilder(Aggregate::from, {name("y")}).then(to_cohort(RelativeKind::minmax))});
    made.score.weights = Weighting::inverse_sd;
    made.score.then = {to_cohort(RelativeKind::minmax)};
    const std::vector<std::vector<Cell>> rows = {{0, 5}, {10, 5.5}, {4, 7}, {2, 5}};
    const double a = 1 / Definitions({0, 1, Rational(2, 5), Rational(1, 5)}).sd();
    const double b = 1 / Definitions({0, Rational(1, 4), 1, 0}).sd();
    const double means[] = {0, (a + b / 4) / (a + b), (a * 0.4 + b) / (a + b), a * 0.2 / (a + b)};
    const double top = *std::max_element(std::begin(means), std::end(means));
    const Scored scored = score_cohort(made, rows);
    for (std::size_t u = 0; u < 4; ++u) EXPECT_NEAR(scored.value(u), means[u] / top, 1e-12) << u;
}

TEST(Fit, TheLowestOfANodeThatLooksAtTheCohortIsKnownWhileTheNextStageIsFitted) {
    // x missing counts as the least place, 0; the mean over the cohort must see what scoring sees.
    const Node place = NodeBuilder(Aggregate::from, {name("x")})
                           .id("place")
                           .missing(missing, PolicyAction::propagate)
                           .then(to_cohort(RelativeKind::minmax));
    Instrument made =
        instrument({ranged("x", "0", "10")}, NodeBuilder(Aggregate::sum, {place, constant("1")})
                                                 .id("sum")
                                                 .missing(missing, PolicyAction::lowest)
                                                 .then(to(RelativeKind::deviation_from, Reference::mean)));
    const std::vector<std::vector<Cell>> rows = column({0, 10, missing});
    // sums: 1, 2, 1, their mean 4/3
    const Scored scored = score_cohort(made, rows);
    EXPECT_NEAR(scored.value(0), -1.0 / 3, 1e-15);
    EXPECT_NEAR(scored.value(2), -1.0 / 3, 1e-15);
}

// --- what enters the statistics --------------------------------------------------------------------------------------

TEST(Fit, ValuesThatReachTheTransformEnterAndOthersDoNot) {
    const Node scaled = NodeBuilder(Aggregate::from, {name("x")})
                            .substitute(missing, "9")
                            .then(to(RelativeKind::deviation_from, Reference::max));
    const Node after = NodeBuilder(Aggregate::from, {name("x")})
                           .substitute(missing, "9")
                           .then(Scaled{number("1")})
                           .then(to(RelativeKind::deviation_from, Reference::max));
    for (const Node& node : {scaled, after}) {
        const Scored scored = score_cohort(instrument({variable("x")}, node), column({1, missing, not_applicable}));
        EXPECT_EQ(scored.value(0), -8);
        EXPECT_EQ(scored.value(1), 0);
        EXPECT_EQ(scored.status(2), not_applicable);
    }
    const Node asked = NodeBuilder(Aggregate::from, {name("x")})
                           .when(compare("asked", Comparison::is, "yes"))
                           .then(to(RelativeKind::deviation_from, Reference::max));
    const Scored scored = score_cohort(instrument({variable("x"), variable("asked", VariableType::yes_no)}, asked),
                                       {{1, 1}, {5, 0}, {3, 1}, {7, missing}});
    EXPECT_EQ(scored.value(0), -2);
    EXPECT_EQ(scored.status(1), not_applicable);
    EXPECT_EQ(scored.status(3), missing);
    const Node thin =
        NodeBuilder(
            Aggregate::from,
            {NodeBuilder(Aggregate::arithmetic, {name("x"), name("y")}).missing(missing, PolicyAction::renormalise)})
            .coverage("0.75")
            .then(to(RelativeKind::deviation_from, Reference::max));
    const Scored covered = score_cohort(instrument({variable("x"), variable("y")}, thin), {{1, 1}, {9, missing}});
    EXPECT_EQ(covered.value(0), 0);
    EXPECT_EQ(covered.status(1), not_computable);
}

TEST(Fit, ACohortOfEqualValuesTellsNothing) {
    // 0.1 is no double: that all are equal must be seen exactly, and 0.3 / 3 is the same.
    const auto rows = column({0.1, 0.1, 0.1});
    for (const RelativeKind kind : {RelativeKind::minmax, RelativeKind::zscore}) {
        const Scored scored = score_cohort(x_then(to_cohort(kind)), rows);
        EXPECT_EQ(scored.status(0), not_computable);
        EXPECT_TRUE(std::isnan(scored.value(0)));
        Instrument thirds = instrument({variable("x"), variable("m")},
                                       NodeBuilder(Aggregate::ratio, {name("x"), name("m")}).then(to_cohort(kind)));
        const Scored same = score_cohort(thirds, {{0.3, 3}, {0.1, 1}, {0.7, 7}});
        EXPECT_EQ(same.status(0), not_computable);
        EXPECT_EQ(same.status(2), not_computable);
    }
    EXPECT_EQ(score_cohort(x_then(to_cohort(RelativeKind::rank)), rows).value(2), 1);
    EXPECT_EQ(score_cohort(x_then(to_cohort(RelativeKind::percentile)), rows).value(2), 0);
    EXPECT_EQ(score_cohort(x_then(to(RelativeKind::relative_to, Reference::mean)), column({-1, 1})).status(),
              not_computable);
    EXPECT_EQ(score_cohort(x_then(to(RelativeKind::deviation_from, Reference::mean)), rows).value(), 0);
}

TEST(Fit, EqualRootsAreEqual) {
    // √(2·8), √(4·4) and √(1·16) are all 4, whatever the last of their fifty digits.
    const auto roots = [](Transform transform) {
        return instrument({variable("x"), variable("y")},
                          NodeBuilder(Aggregate::geometric, {name("x"), name("y")}).then(std::move(transform)));
    };
    const std::vector<std::vector<Cell>> rows = {{2, 8}, {4, 4}, {1, 16}, {0.5, 32}, {3.2, 5}};
    for (const RelativeKind kind : {RelativeKind::minmax, RelativeKind::zscore}) {
        const Scored scored = score_cohort(roots(to_cohort(kind)), rows);
        for (std::size_t u = 0; u < rows.size(); ++u) EXPECT_EQ(scored.status(u), not_computable) << u;
    }
    const Scored ranks = score_cohort(roots(to_cohort(RelativeKind::rank)), rows);
    for (std::size_t u = 0; u < rows.size(); ++u) EXPECT_EQ(ranks.value(u), 1) << u;
}

TEST(Fit, TheMeanOfThousandsOfRatiosIsTakenInAnyOrder) {
    // Its exact fraction would have thousands of digits.
    const Instrument made = instrument(
        {variable("x"), variable("y")},
        NodeBuilder(Aggregate::ratio, {name("x"), name("y")}).then(to(RelativeKind::deviation_from, Reference::mean)));
    std::mt19937_64 random(3);
    std::vector<std::vector<Cell>> rows;
    double mean = 0;
    for (std::size_t u = 0; u < 3000; ++u) {
        rows.push_back({static_cast<double>(random() % 100000), static_cast<double>(1 + random() % 100000)});
        mean += rows.back()[0].value / rows.back()[1].value / 3000;
    }
    const References references = fitted_to(made, rows).value();
    const Scored scored = score_against(made, references, {{0, 1}});
    EXPECT_NEAR(scored.value(), -mean, 1e-12 * mean);
    std::shuffle(rows.begin(), rows.end(), random);
    EXPECT_EQ(fitted_to(made, rows).value(), references);
}

TEST(Fit, TooFewUnitsDetermineNoDeviation) {
    EXPECT_EQ(score_cohort(x_then(to_cohort(RelativeKind::zscore)), column({3, missing})).status(), not_computable);
    EXPECT_EQ(score_cohort(x_then(to_cohort(RelativeKind::percentile)), column({3, missing})).status(), not_computable);
    EXPECT_EQ(score_cohort(x_then(to_cohort(RelativeKind::rank)), column({3, missing})).value(), 1);
    // A cohort in which nobody is observed leaves what is scored against it without a result.
    for (const RelativeKind kind :
         {RelativeKind::minmax, RelativeKind::zscore, RelativeKind::rank, RelativeKind::percentile}) {
        const Instrument made = x_then(to_cohort(kind));
        const References nobody = fitted_to(made, column({missing})).value();
        EXPECT_EQ(score_against(made, nobody, column({1})).status(), not_computable);
    }
    const Instrument made = x_then(to(RelativeKind::deviation_from, Reference::median));
    EXPECT_EQ(score_against(made, fitted_to(made, {}).value(), column({1})).status(), not_computable);
}

TEST(Fit, TiesInTheCohortAreTies) {
    // 0.1 + 0.2 and 0.3 have the same rank, though their doubles differ.
    Instrument made =
        instrument({variable("x"), variable("y")},
                   NodeBuilder(Aggregate::sum, {name("x"), name("y")}).then(to_cohort(RelativeKind::rank)));
    const Scored scored = score_cohort(made, {{0.1, 0.2}, {0.3, 0}, {0.15, 0.15}, {0.1, 0.1}, {1, 0}});
    const double wanted[] = {2, 2, 2, 1, 5};
    for (std::size_t u = 0; u < std::size(wanted); ++u) EXPECT_EQ(scored.value(u), wanted[u]) << u;
}

// --- a unit of reference ---------------------------------------------------------------------------------------------

TEST(Fit, AUnitIsFoundByItsNameAndNeedsAValue) {
    const Instrument made = x_then(Relative{RelativeKind::relative_to, Reference::unit, "Pilot"});
    const auto scorer = compile(made).value();
    const double values[] = {4, 2, 8};
    const std::uint8_t statuses[] = {0, 0, 1};
    const auto fit = [&](std::vector<std::string> names) {
        return scorer.fit(
            Table::matrix(std::vector<std::string>{"x"}, values, statuses, 3, 1).name_units(std::move(names)));
    };
    const auto pilot = fit({"Centre", "Pilot", "North"});
    ASSERT_TRUE(pilot.has_value());
    const Scored scored = score_against(made, pilot.value(), column({4, 2, 1}));
    EXPECT_EQ(scored.value(0), 2);
    EXPECT_EQ(scored.value(1), 1);
    for (const auto& names : {std::vector<std::string>{"Centre", "Pilots", "North"},
                              std::vector<std::string>{"Centre", "North", "Pilot"}}) {
        const auto none = fit(names);
        ASSERT_TRUE(none.has_error());
        EXPECT_EQ(none.error().code(), "references.unit");
        EXPECT_EQ(none.error().kind, ErrorKind::data);
        EXPECT_NE(none.error().message().find("Pilot"), std::string::npos);
    }
}

// --- refusals --------------------------------------------------------------------------------------------------------

TEST(Fit, WithoutReferencesNothingIsScored) {
    const Instrument made = x_then(to_cohort(RelativeKind::minmax));
    const auto scorer = compile(made).value();
    EXPECT_TRUE(scorer.is_relative());
    const Answers answers(made, column({1, 2}));
    const auto scores = scorer.score(answers.table());
    ASSERT_TRUE(scores.has_error());
    EXPECT_EQ(scores.error().code(), "references.missing");
    EXPECT_EQ(scores.error().kind, ErrorKind::argument);
    EXPECT_FALSE(compile(x_then(Absolute{})).value().is_relative());
}

TEST(Fit, ReferencesOfAnotherInstrumentAreRefused) {
    const Instrument made = x_then(to_cohort(RelativeKind::minmax)), other = x_then(to_cohort(RelativeKind::zscore));
    const References others = fitted_to(other, column({1, 2})).value();
    const auto scorer = compile(made).value().with(others);
    ASSERT_TRUE(scorer.has_error());
    EXPECT_EQ(scorer.error().code(), "references.missing");
    // The same rules under another name are another instrument all the same.
    Instrument renamed = made;
    renamed.id = "test.renamed";
    const auto lent = compile(renamed).value().with(fitted_to(made, column({1, 2})).value());
    ASSERT_TRUE(lent.has_error());
    EXPECT_EQ(lent.error().code(), "references.other_instrument");
}

TEST(Fit, WeightsNeedACohortThatDiffers) {
    Instrument made = over(Aggregate::arithmetic, {"1", "1"});
    made.score.weights = Weighting::inverse_sd;
    for (const std::vector<std::vector<Cell>>& rows :
         {std::vector<std::vector<Cell>>{{1, 2}}, {{0.1, 2}, {0.1, 3}}, {{1, missing}, {2, missing}}}) {
        const auto references = fitted_to(made, rows);
        ASSERT_TRUE(references.has_error());
        EXPECT_EQ(references.error().code(), "references.constant");
    }
}

TEST(Fit, DataThatCannotBeScoredCannotBeFitted) {
    const Instrument made = instrument({ranged("x", "0", "1")},
                                       NodeBuilder(Aggregate::from, {name("x")}).then(to_cohort(RelativeKind::minmax)));
    const auto references = fitted_to(made, column({0.5, 2}));
    ASSERT_TRUE(references.has_error());
    EXPECT_EQ(references.error().code(), "data.value");
}

// --- order, partition and company ------------------------------------------------------------------------------------

/// Everything that looks at a cohort, in stages, with verdicts at its values.
Instrument everything() {
    const auto of = [](const char* x, RelativeKind kind) {
        return NodeBuilder(Aggregate::from, {name(x)}).then(to_cohort(kind));
    };
    Instrument made = instrument({variable("a"), variable("b"), variable("c")}, Node{});
    Node weighted = NodeBuilder(Aggregate::arithmetic, {of("a", RelativeKind::minmax), of("b", RelativeKind::zscore),
                                                        of("c", RelativeKind::percentile)})
                        .id("weighted");
    weighted.weights = Weighting::inverse_sd;
    made.score =
        NodeBuilder(
            Aggregate::sum,
            {weighted, NodeBuilder(Aggregate::from, {name("a")}).then(to(RelativeKind::relative_to, Reference::mean)),
             NodeBuilder(Aggregate::ratio, {name("b"), name("c")})
                 .then(to(RelativeKind::deviation_from, Reference::median))})
            .id("root")
            .missing(missing, PolicyAction::renormalise)
            .missing(not_computable, PolicyAction::renormalise)
            .then(to_cohort(RelativeKind::minmax));
    made.verdict.round = Rounding{2, RoundingMode::half_up};
    made.verdict.grades = {band("low", std::nullopt, Edge{number("1/3"), false}), band("high", from("1/3"))};
    return made;
}

std::vector<std::vector<Cell>> random_rows(std::mt19937_64& random, std::size_t units) {
    std::vector<std::vector<Cell>> rows;
    for (std::size_t u = 0; u < units; ++u) {
        rows.emplace_back();
        for (int v = 0; v < 3; ++v) {
            if (random() % 10 == 0) {
                rows.back().emplace_back(static_cast<Status>(1 + random() % 7));
            } else {
                rows.back().emplace_back(static_cast<double>(random() % 3000) / 100);
            }
        }
    }
    return rows;
}

TEST(Fit, OrderPartitionAndCompanyChangeNoByte) {
    const Instrument made = everything();
    std::mt19937_64 random(9);
    const auto rows = random_rows(random, 97);
    const References references = fitted_to(made, rows).value();
    const Scored whole = score_against(made, references, rows);
    for (int round = 0; round < 5; ++round) {
        std::vector<std::size_t> order(rows.size());
        std::iota(order.begin(), order.end(), 0u);
        std::shuffle(order.begin(), order.end(), random);
        std::vector<std::vector<Cell>> permuted;
        for (const std::size_t u : order) permuted.push_back(rows[u]);
        EXPECT_EQ(fitted_to(made, permuted).value(), references);
        const std::size_t half = random() % rows.size();
        const auto middle = permuted.begin() + static_cast<std::ptrdiff_t>(half);
        const Scored first = score_against(made, references, {permuted.begin(), middle}, {1 + random() % 40, true});
        const Scored second = score_against(made, references, {middle, permuted.end()}, {1 + random() % 40, true});
        for (std::size_t u = 0; u < rows.size(); ++u) {
            const std::string found = u < half ? bytes_of(first.scores, u) : bytes_of(second.scores, u - half);
            ASSERT_EQ(found, bytes_of(whole.scores, order[u])) << "unit " << order[u];
        }
    }
}

}  // namespace
