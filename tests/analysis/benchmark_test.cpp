// Units and their measure: differences towards good, who counts, practices that pay, peers.
#include "pug/analysis/benchmark.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "support/instruments.hpp"

namespace {

using namespace pug;
using namespace pug::test;

/// A decree, staff (four are enough), a fee that ought not to be taken, days until an answer. The kind of the unit only
/// decides whether the fee is asked about.
Instrument office() {
    Instrument made = instrument(
        {choice("decree", "met"), ranged("staff", "0", "50"), variable("free", VariableType::yes_no),
         ranged("days", "0", "100", Direction::lower_is_better), variable("kind", VariableType::yes_no)},
        Node(NodeBuilder(Aggregate::arithmetic,
                         {NodeBuilder(Aggregate::from, {name("decree")}).id("law").then(Points{}),
                          NodeBuilder(Aggregate::arithmetic, {NodeBuilder(Aggregate::from, {name("staff")})
                                                                  .id("people")
                                                                  .then(Clip{number("0"), number("4")})
                                                                  .then(Minmax{number("0"), number("4")}),
                                                              NodeBuilder(Aggregate::from, {name("free")})
                                                                  .id("fee")
                                                                  .then(Points{})
                                                                  .when(compare("kind", Comparison::is, "yes"))})
                              .id("service")})
                 .id("total")
                 .then(Scaled{number("100")})
                 .missing(Status::missing, PolicyAction::lowest)
                 .missing(Status::not_applicable, PolicyAction::renormalise)),
        {NodeBuilder(Aggregate::from, {name("days")}).id("waiting")});
    made.scales = {scale("met", {"0", "1", "2"})};
    made.verdict.grades = {band("high", from("80")), band("middle", from("50")), band("low", from("0"))};
    Gate gate;
    gate.id = "decree";
    gate.condition = compare("decree", Comparison::at_least, "L1");
    gate.otherwise = "failed";
    made.verdict.gates = {gate};
    return made;
}

constexpr Status out = Status::not_applicable;

Benchmarking against(const Scores& scores, Against against, BenchmarkOptions options = {}) {
    options.against = std::move(against);
    auto made = Benchmarking::of(scores, std::move(options));
    if (made.has_error()) throw std::runtime_error(told(made.error()));
    return std::move(made).value();
}

Against unit(std::size_t place) { return {AgainstKind::unit, place, Middle::median, {}}; }
Against all(Middle middle) { return {AgainstKind::all, 0, middle, {}}; }

const BenchmarkedCriterion& of(const Benchmark& benchmark, std::string_view id) {
    for (std::size_t c = 0; c < benchmark.criteria.size(); ++c) {
        if (benchmark.criteria[c].id == id) return benchmark.compared[c];
    }
    throw std::runtime_error("no criterion " + std::string(id));
}

std::vector<std::string> names_of(const std::vector<Practice>& practices) {
    std::vector<std::string> names;
    for (const Practice& each : practices) names.push_back(each.variable->name);
    return names;
}

/// Random offices; some answers are not there.
std::vector<std::vector<Cell>> random_rows(std::mt19937& random, std::size_t units) {
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    std::vector<std::vector<Cell>> rows;
    for (std::size_t u = 0; u < units; ++u) {
        rows.push_back({below(3), below(8), below(2), below(101), below(2)});
        if (below(4) == 0) rows.back()[static_cast<std::size_t>(below(4))] = below(2) == 0 ? out : Status::missing;
    }
    return rows;
}

// --- criteria --------------------------------------------------------------------------------------------------------

TEST(Criteria, AreTheRootAndEveryNamedNodeInTheOrderOfTheDocument) {
    const Scored scored = score(office(), {{2, 4, 1, 10, 1}});
    const std::vector<Criterion> criteria = criteria_of(scored.scores);
    std::string ids;
    std::string lowest;
    for (const Criterion& each : criteria) {
        ids += std::string(each.id) + " ";
        if (each.is_lowest) lowest += std::string(each.id) + " ";
    }
    EXPECT_EQ(ids, "total law service people fee waiting ");
    EXPECT_EQ(lowest, "law people fee waiting ");
    EXPECT_TRUE(criteria.front().is_root());
    EXPECT_EQ(criteria.back().direction, Direction::lower_is_better);
    for (std::size_t c = 0; c + 1 < criteria.size(); ++c)
        EXPECT_EQ(criteria[c].direction, Direction::higher_is_better) << criteria[c].id;
}

TEST(Criteria, TakeTheirDirectionFromTheAnswersBelow) {
    const auto direction = [](Variable variable, Transform transform) {
        const Instrument made = instrument(
            {std::move(variable)},
            Node(NodeBuilder(Aggregate::sum,
                             {NodeBuilder(Aggregate::from, {name("x")}).id("part").then(std::move(transform))})));
        return criteria_of(score(made, {{1}}).scores).back().direction;
    };
    const auto lower = Direction::lower_is_better;
    const auto higher = Direction::higher_is_better;
    const Affine same{number("2"), number("1")};
    const Affine turned{number("-2"), number("1")};
    for (const char* high : {static_cast<const char*>(nullptr), "10"}) {  // of open and of known range
        EXPECT_EQ(direction(ranged("x", "0", high, higher), same), higher);
        EXPECT_EQ(direction(ranged("x", "0", high, higher), turned), lower);
        EXPECT_EQ(direction(ranged("x", "0", high, lower), same), lower);
        EXPECT_EQ(direction(ranged("x", "0", high, lower), turned), higher);
    }
    EXPECT_EQ(direction(ranged("x", nullptr, nullptr, lower), Power{number("2")}), higher);  // neither, so as agreed
}

TEST(Criteria, PulledBothWaysCountAsHigherIsBetter) {
    for (const Direction other : {Direction::higher_is_better, Direction::lower_is_better}) {
        const Instrument made = instrument(
            {ranged("x", "0", nullptr, Direction::lower_is_better), ranged("y", "0", nullptr, other)},
            Node(NodeBuilder(Aggregate::sum,
                             {NodeBuilder(Aggregate::sum, {name("x"), name("y")}).id("part"), constant("1")})));
        EXPECT_EQ(criteria_of(score(made, {{1, 2}}).scores).back().direction, other);
    }
}

TEST(Criteria, AreOnlyTheRootWhereNodesWereNotKept) {
    ScoreOptions options;
    options.nodes = false;
    const Scored scored = score(office(), {{2, 4, 1, 10, 1}}, options);
    ASSERT_EQ(criteria_of(scored.scores).size(), 1u);
    EXPECT_EQ(criteria_of(scored.scores).front().id, "total");
}

TEST(Criteria, AGrainIsLostInRoundingAndNothingElse) {
    const std::vector<double> values{80, std::numeric_limits<double>::quiet_NaN(), -3};
    const Grain grain(values);
    EXPECT_EQ(grain.told(79.99499999999999 - 79.995), 0);
    EXPECT_EQ(grain.told(1e-9), 1e-9);
    EXPECT_EQ(grain.settled(0.3), grain.settled(0.1 + 0.2));
    EXPECT_NE(0.3, 0.1 + 0.2);
    EXPECT_TRUE(std::isnan(grain.told(values[1])));
    EXPECT_EQ(Grain(std::vector<double>{0, 0}).told(0), 0);
    const std::vector<double> tiny{1e-300};
    EXPECT_EQ(Grain(tiny).told(5e-301), 5e-301);
}

// --- differences -----------------------------------------------------------------------------------------------------

TEST(Benchmark, DifferencesPointTowardsGood) {
    const Scored scored = score(office(), {{1, 1, 0, 40, 1}, {2, 3, 1, 10, 1}});
    Benchmarking benchmarking = against(scored.scores, unit(1));
    const Benchmark told = benchmarking(0).value();
    EXPECT_EQ(of(told, "law").difference, -0.5);
    EXPECT_EQ(of(told, "people").difference, -0.5);
    EXPECT_EQ(of(told, "waiting").own, 40);
    EXPECT_EQ(of(told, "waiting").other, 10);
    EXPECT_EQ(of(told, "waiting").difference, -30);  // 30 days more is worse
    EXPECT_EQ(told.against, std::vector<std::size_t>{1});
    EXPECT_EQ(told.compared_with, 1u);
    const Benchmark itself = benchmarking(1).value();
    for (const BenchmarkedCriterion& each : itself.compared) EXPECT_EQ(each.difference, 0);
}

TEST(Benchmark, OfALossTheLesserIsAhead) {
    Instrument loss = office();
    loss.direction = Direction::lower_is_better;
    const Scored scored = score(loss, {{2, 4, 1, 1, 1}, {0, 0, 0, 1, 1}});
    Benchmarking benchmarking = against(scored.scores, {});
    EXPECT_EQ(benchmarking.best(), std::vector<std::size_t>{1});
    EXPECT_EQ(of(benchmarking(0).value(), "total").difference, -100);
    EXPECT_EQ(of(benchmarking(0).value(), "total").standing, 0);
    EXPECT_EQ(of(benchmarking(1).value(), "total").standing, 1);
}

TEST(Benchmark, WhatDoesNotApplyToOneSideIsNoZero) {
    const Scored scored = score(office(), {{1, 1, 0, 40, 1}, {2, 3, 1, 10, 0}, {2, 3, 1, Status::missing, 1}});
    Benchmarking benchmarking = against(scored.scores, unit(1));
    const BenchmarkedCriterion fee = of(benchmarking(0).value(), "fee");
    EXPECT_FALSE(fee.counts());
    EXPECT_EQ(fee.status, Status::observed);
    EXPECT_EQ(fee.other_status, out);
    EXPECT_EQ(fee.others, 0u);
    EXPECT_TRUE(std::isnan(fee.other) && std::isnan(fee.difference));
    const BenchmarkedCriterion own = of(benchmarking(1).value(), "fee");
    EXPECT_EQ(own.status, out);
    EXPECT_TRUE(std::isnan(own.standing));
    EXPECT_EQ(of(benchmarking(2).value(), "waiting").status, Status::missing);
    EXPECT_EQ(of(benchmarking(2).value(), "waiting").other, 10);
    EXPECT_FALSE(of(benchmarking(2).value(), "waiting").counts());
}

TEST(Benchmark, TheBestAreAllThatTieExactly) {
    // 0.1 + 0.2 + 0.7 and its parts in another order differ in doubles, not in fact.
    const Scored scored = score(over(Aggregate::sum, {"1", "1", "1"}), {{0.1, 0.2, 0.7}, {0.7, 0.2, 0.1}, {0, 0, 0.9}});
    ASSERT_NE(scored.value(0), scored.value(1));
    Benchmarking benchmarking = against(scored.scores, {});
    EXPECT_EQ(benchmarking.best(), (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(benchmarking(0).value().compared.front().difference, 0);
    EXPECT_EQ(benchmarking(0).value().compared.front().standing, 0.75);  // before one, equal to one
    EXPECT_EQ(benchmarking(2).value().compared_with, 2u);
}

TEST(Benchmark, TheMiddleIsThatOfEveryCriterionByItself) {
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        const auto rows = random_rows(random, 1 + random() % 12);
        const Scored scored = score(office(), rows);
        std::vector<std::uint32_t> groups;
        for (std::size_t u = 0; u < rows.size(); ++u) groups.push_back(static_cast<std::uint32_t>(random() % 3));
        BenchmarkOptions options;
        options.groups = groups;
        for (const auto kind : {AgainstKind::all, AgainstKind::group}) {
            for (const auto middle : {Middle::median, Middle::mean}) {
                Benchmarking benchmarking = against(scored.scores, {kind, 0, middle, {}}, options);
                for (std::size_t u = 0; u < rows.size(); ++u) {
                    const Benchmark told = benchmarking(u).value();
                    for (std::size_t c = 0; c < told.criteria.size(); ++c) {
                        std::vector<double> values;
                        for (std::size_t other = 0; other < rows.size(); ++other) {
                            const double value = told.criteria[c].values(scored.scores)[other];
                            const bool is_in = kind == AgainstKind::all || groups[other] == groups[u];
                            if (is_in && !std::isnan(value)) values.push_back(value);
                        }
                        EXPECT_EQ(told.compared[c].others, values.size());
                        if (values.empty()) continue;
                        std::sort(values.begin(), values.end());
                        double expected = 0;
                        if (middle == Middle::median) {
                            expected = (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
                        } else {
                            for (const double value : values) expected += value / static_cast<double>(values.size());
                        }
                        EXPECT_NEAR(told.compared[c].other, expected, 1e-12 * std::max(1.0, std::abs(expected)));
                    }
                }
            }
        }
    }
}

TEST(Benchmark, StandingIsTheShareOfTheOthersBehind) {
    std::mt19937 random(8);
    for (int round = 0; round < 20; ++round) {
        const auto rows = random_rows(random, 1 + random() % 12);
        const Scored scored = score(office(), rows);
        BenchmarkOptions options;
        for (std::size_t u = 0; u < rows.size(); ++u) options.counted.push_back(random() % 4 != 0);
        Benchmarking benchmarking = against(scored.scores, all(Middle::median), options);
        for (std::size_t u = 0; u < rows.size(); ++u) {
            const Benchmark told = benchmarking(u).value();
            for (std::size_t c = 0; c < told.criteria.size(); ++c) {
                const Criterion& criterion = told.criteria[c];
                const double own = criterion.values(scored.scores)[u];
                double behind = 0;
                double among = 0;
                for (std::size_t other = 0; other < rows.size(); ++other) {
                    const double lead = criterion.towards_good(own - criterion.values(scored.scores)[other]);
                    if (other == u || options.counted[other] == 0 || std::isnan(lead)) continue;
                    among += 1;
                    behind += lead > 1e-9 ? 1 : lead < -1e-9 ? 0 : 0.5;
                }
                if (among == 0) {
                    EXPECT_TRUE(std::isnan(told.compared[c].standing));
                } else {
                    EXPECT_NEAR(told.compared[c].standing, behind / among, 1e-15) << criterion.id;
                }
            }
        }
    }
}

TEST(Benchmark, AProfileAimsAtWhatItNames) {
    const Scored scored = score(office(), {{1, 1, 0, 40, 1}});
    Benchmarking benchmarking =
        against(scored.scores, {AgainstKind::profile, 0, Middle::median, {{"waiting", 30}, {"total", 60}}});
    const Benchmark told = benchmarking(0).value();
    EXPECT_EQ(of(told, "waiting").difference, -10);
    EXPECT_EQ(of(told, "total").other, 60);
    EXPECT_FALSE(of(told, "law").counts());
    EXPECT_EQ(of(told, "law").other_status, Status::missing);
    EXPECT_EQ(told.compared_with, 0u);
}

TEST(Benchmark, TheOrderOfTheUnitsDoesNotMatter) {
    std::mt19937 random(9);
    for (int round = 0; round < 10; ++round) {
        const auto rows = random_rows(random, 9);
        std::vector<std::size_t> order{0, 1, 2, 3, 4, 5, 6, 7, 8};
        std::shuffle(order.begin(), order.end(), random);
        std::vector<std::vector<Cell>> shuffled;
        for (const std::size_t from : order) shuffled.push_back(rows[from]);
        const Scored first = score(office(), rows);
        const Scored second = score(office(), shuffled);
        Benchmarking one = against(first.scores, all(Middle::mean));
        Benchmarking other = against(second.scores, all(Middle::mean));
        for (std::size_t u = 0; u < rows.size(); ++u) {
            const Benchmark a = one(order[u]).value();
            const Benchmark b = other(u).value();
            EXPECT_EQ(names_of(a.practices), names_of(b.practices));
            ASSERT_EQ(a.peers.size(), b.peers.size());
            for (std::size_t p = 0; p < a.peers.size(); ++p) EXPECT_EQ(a.peers[p].distance, b.peers[p].distance);
            for (std::size_t c = 0; c < a.compared.size(); ++c) {
                EXPECT_EQ(std::memcmp(&a.compared[c].other, &b.compared[c].other, sizeof(double)), 0);
                EXPECT_EQ(std::memcmp(&a.compared[c].standing, &b.compared[c].standing, sizeof(double)), 0);
            }
        }
    }
}

// --- practices -------------------------------------------------------------------------------------------------------

TEST(Practices, AreBetterAnswersThatPay) {
    const Scored scored = score(office(), {{0, 4, 0, 40, 1}, {2, 9, 1, 10, 1}});
    const Benchmark told = against(scored.scores, unit(1))(0).value();
    // More staff than is enough brings nothing, the days are not judged by the score, the kind only asks.
    EXPECT_EQ(names_of(told.practices), (std::vector<std::string>{"decree", "free"}));
    const Practice& decree = told.practices[0];
    EXPECT_EQ(decree.own.code, "L0");
    EXPECT_EQ(decree.best.code, "L2");
    EXPECT_EQ(decree.gain, 50);
    EXPECT_EQ(decree.gates, std::vector<std::size_t>{0});
    EXPECT_EQ(decree.units, std::vector<std::size_t>{1});
    EXPECT_EQ(told.practices[1].own.code, "no");
    EXPECT_EQ(told.practices[1].gain, 25);
    EXPECT_TRUE(against(scored.scores, unit(1))(1).value().practices.empty());
    EXPECT_TRUE(against(scored.scores, unit(0))(1).value().practices.empty());
}

TEST(Practices, OfWhatDoesNotApplyThereIsNone) {
    const Scored scored = score(office(), {{2, out, Status::missing, 40, 1}, {2, 9, 1, 10, 1}});
    const Benchmark told = against(scored.scores, unit(1))(0).value();
    EXPECT_EQ(names_of(told.practices), std::vector<std::string>{"free"});
    EXPECT_EQ(told.practices[0].own.status, Status::missing);
    EXPECT_TRUE(std::isnan(told.practices[0].own.value));
}

TEST(Practices, AreThoseOfWhoeverIsAhead) {
    std::mt19937 random(10);
    for (int round = 0; round < 30; ++round) {
        const auto rows = random_rows(random, 8);
        const Scored scored = score(office(), rows);
        Benchmarking benchmarking = against(scored.scores, all(Middle::median));
        const std::vector<double> ranks = rank(scored.scores);
        for (std::size_t u = 0; u < rows.size(); ++u) {
            std::vector<std::string> expected;
            for (std::size_t v = 0; v < 4; ++v) {  // all but the kind, which only asks
                if (rows[u][v].status == out) continue;
                const double sign = v == 3 ? -1 : 1;
                double best = rows[u][v].status == Status::observed ? sign * rows[u][v].value : -1000;
                bool is_better = false;
                for (std::size_t other = 0; other < rows.size(); ++other) {
                    const bool is_ahead =
                        ranks[other] < ranks[u] || (std::isnan(ranks[u]) && !std::isnan(ranks[other]));
                    if (!is_ahead || rows[other][v].status != Status::observed) continue;
                    is_better |= sign * rows[other][v].value > best;
                    best = std::max(best, sign * rows[other][v].value);
                }
                if (!is_better) continue;
                auto changed = rows[u];
                changed[v] = sign * best;
                const Scored after = score(office(), {changed});
                const double gain = after.value() - scored.value(u);
                if (std::abs(gain) < 1e-9 && after.grade() == scored.grade(u)) continue;
                expected.push_back(scored->instrument().variables[v].name);
                const Benchmark told = benchmarking(u).value();
                for (const Practice& practice : told.practices) {
                    if (practice.variable->name != expected.back()) continue;
                    EXPECT_EQ(practice.best.value, sign * best);
                    EXPECT_TRUE(std::isnan(gain) ? std::isnan(practice.gain) : std::abs(practice.gain - gain) < 1e-9);
                }
            }
            const Benchmark told = benchmarking(u).value();
            std::vector<std::string> found = names_of(told.practices);
            EXPECT_TRUE(std::is_permutation(found.begin(), found.end(), expected.begin(), expected.end()));
            for (std::size_t p = 1; p < told.practices.size(); ++p) {
                const bool is_alike = told.practices[p - 1].gates.empty() == told.practices[p].gates.empty();
                EXPECT_FALSE(is_alike && told.practices[p - 1].gain < told.practices[p].gain);
            }
        }
    }
}

TEST(Practices, LevelsGoByTheirPoints) {
    Instrument made = instrument({choice("x", "odd")}, Node(NodeBuilder(Aggregate::from, {name("x")}).then(Points{})));
    made.scales = {scale("odd", {"0", "2", "2"})};
    const Scored scored = score(made, {{1}, {2}, {0}});
    EXPECT_TRUE(against(scored.scores, unit(1))(0).value().practices.empty());  // as good
    EXPECT_EQ(against(scored.scores, unit(1))(2).value().practices.size(), 1u);
}

// --- peers -----------------------------------------------------------------------------------------------------------

TEST(Peers, AreTheNearestOneGradeUp) {
    const Scored scored = score(office(), {{1, 0, 0, 50, 1},    // low
                                           {2, 1, 0, 50, 1},    // middle
                                           {1, 3, 0, 50, 1},    // low: 43.75
                                           {1, 4, 0, 50, 1},    // middle: 50
                                           {2, 4, 1, 50, 1}});  // high
    ASSERT_EQ(scored.grade(0) + scored.grade(1) + scored.grade(3) + scored.grade(4), "lowmiddlemiddlehigh");
    Benchmarking benchmarking = against(scored.scores, {});
    const Benchmark told = benchmarking(0).value();
    ASSERT_EQ(told.peers.size(), 2u);
    EXPECT_EQ(told.peers[0].unit, 1u);  // 0.5 and 0.25 of four criteria; the other one is 1 of four away
    EXPECT_EQ(told.peers[0].distance, 0.1875);
    EXPECT_EQ(told.peers[0].shared, 4u);
    EXPECT_EQ(told.peers[1].distance, 0.25);
    std::map<std::string, double> leads;
    for (const auto& [c, lead] : told.peers[0].ahead) leads[std::string(told.criteria[c].id)] = lead;
    EXPECT_EQ(leads, (std::map<std::string, double>{{"law", 0.5}, {"people", 0.25}, {"service", 0.125}}));
    EXPECT_EQ(benchmarking(1).value().peers.size(), 1u);
    EXPECT_TRUE(benchmarking(4).value().peers.empty());
}

TEST(Peers, WhereNobodyIsOneUpTheNextGradeThereIs) {
    const Scored scored = score(office(), {{1, 0, 0, 50, 1}, {2, 4, 1, 50, 1}, {0, 4, 1, 50, 1}});
    EXPECT_EQ(scored.grade(2), "failed");
    Benchmarking benchmarking = against(scored.scores, {});
    EXPECT_EQ(benchmarking(0).value().peers.front().unit, 1u);
    EXPECT_EQ(benchmarking(2).value().peers.front().unit, 0u);  // failed stands below the lowest
}

TEST(Peers, LeaveOutWhatOneOfTheTwoHasNot) {
    const Scored scored = score(office(), {{1, 0, 0, Status::missing, 0}, {2, 1, 0, 50, 1}, {2, 1, 0, 50, 1}});
    BenchmarkOptions options;
    options.peers = 1;
    const Benchmark told = against(scored.scores, {}, options)(0).value();
    ASSERT_EQ(told.peers.size(), 1u);
    EXPECT_EQ(told.peers[0].unit, 1u);  // of equals the first
    EXPECT_EQ(told.peers[0].shared, 2u);
    EXPECT_EQ(told.peers[0].distance, 0.375);
    options.counted = {1, 0, 1};
    EXPECT_EQ(against(scored.scores, {}, options)(0).value().peers[0].unit, 2u);
}

TEST(Peers, OpenRangesAreThoseOfTheUnits) {
    Instrument made =
        instrument({variable("x"), variable("y")},
                   Node(NodeBuilder(Aggregate::sum, {NodeBuilder(Aggregate::from, {name("x")}).id("a"),
                                                     NodeBuilder(Aggregate::from, {name("y")}).id("b")})));
    made.verdict.grades = {band("low", from("-1000")), band("high", from("10"))};
    const Scored scored = score(made, {{0, 1}, {20, 1}, {40, 1}});
    const Benchmark told = against(scored.scores, {})(0).value();
    EXPECT_EQ(told.peers[0].distance, 0.5);  // everybody has the same b: it has no range
    EXPECT_EQ(told.peers[0].shared, 1u);
    EXPECT_EQ(told.peers[1].distance, 1);
}

// --- refusals --------------------------------------------------------------------------------------------------------

std::string refused(const Scores& scores, Against against, BenchmarkOptions options = {}) {
    options.against = std::move(against);
    const auto made = Benchmarking::of(scores, std::move(options));
    return made.has_error() ? made.error().code() : "";
}

TEST(Benchmark, RefusesWhatItCannotCompare) {
    const Scored scored = score(office(), {{1, 0, 0, 50, 1}, {2, 4, 1, 50, 1}});
    const auto profile = [](std::vector<std::pair<std::string, double>> values) {
        return Against{AgainstKind::profile, 0, Middle::median, std::move(values)};
    };
    EXPECT_EQ(refused(scored.scores, unit(2)), "benchmark.unit");
    EXPECT_EQ(refused(scored.scores, {AgainstKind::group, 0, Middle::median, {}}), "benchmark.groups");
    EXPECT_EQ(refused(scored.scores, {}, {{}, {1}, {}, 3, 5}), "benchmark.counted");
    EXPECT_EQ(refused(scored.scores, {}, {{}, {}, {1, 2, 3}, 3, 5}), "benchmark.groups");
    EXPECT_EQ(refused(scored.scores, profile({})), "benchmark.profile");
    EXPECT_EQ(refused(scored.scores, profile({{"nothing", 1}})), "benchmark.profile");
    EXPECT_EQ(refused(scored.scores, profile({{"law", 1}, {"law", 1}})), "benchmark.profile");
    EXPECT_EQ(refused(scored.scores, profile({{"law", std::numeric_limits<double>::infinity()}})), "benchmark.profile");
    EXPECT_EQ(refused(scored.scores, {}, {{}, {0, 0}, {}, 3, 5}), "benchmark.nobody");
    EXPECT_EQ(against(scored.scores, {})(2).error().code(), "benchmark.unit");
    EXPECT_EQ(refused(score(office(), {}).scores, all(Middle::median)), "");
}

TEST(Benchmark, WithoutATotalNobodyIsBest) {
    Instrument made = instrument({variable("x")}, Node{}, {NodeBuilder(Aggregate::from, {name("x")}).id("part")});
    const Scored scored = score(made, {{1}, {3}});
    EXPECT_EQ(refused(scored.scores, {}), "benchmark.no_total");
    const Benchmark told = against(scored.scores, all(Middle::median))(0).value();
    ASSERT_EQ(told.criteria.size(), 1u);
    EXPECT_EQ(told.compared[0].difference, -1);
    EXPECT_TRUE(told.practices.empty());
    EXPECT_TRUE(told.peers.empty());
}

}  // namespace
