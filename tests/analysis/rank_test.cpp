// Ranks: ties by their rule, exact where doubles are not, best first by the direction.
#include "pug/analysis/rank.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/instruments.hpp"
#include "support/random_instrument.hpp"
#include "support/scores.hpp"

namespace {

using namespace pug;
using namespace pug::test;

Instrument ranked(Ties ties, Direction direction = Direction::higher_is_better) {
    Instrument made = instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")}));
    made.direction = direction;
    made.verdict.rank.ties = ties;
    return made;
}

const double none_given = -1;  // stands for NaN in lists of expected ranks

void expect_ranks(const std::vector<double>& found, const std::vector<double>& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t u = 0; u < found.size(); ++u) {
        if (expected[u] == none_given) {
            EXPECT_TRUE(std::isnan(found[u])) << u;
        } else {
            EXPECT_EQ(found[u], expected[u]) << u;
        }
    }
}

TEST(Rank, TiesFollowTheirRule) {
    const std::vector<std::vector<Cell>> rows = {{3}, {9}, {7}, {7}, {Status::missing}, {7}, {3}, {1}};
    expect_ranks(rank(score(ranked(Ties::min), rows).scores), {5, 1, 2, 2, none_given, 2, 5, 7});
    expect_ranks(rank(score(ranked(Ties::max), rows).scores), {6, 1, 4, 4, none_given, 4, 6, 7});
    expect_ranks(rank(score(ranked(Ties::average), rows).scores), {5.5, 1, 3, 3, none_given, 3, 5.5, 7});
    expect_ranks(rank(score(ranked(Ties::dense), rows).scores), {3, 1, 2, 2, none_given, 2, 3, 4});
    expect_ranks(rank(score(ranked(Ties::min, Direction::lower_is_better), rows).scores),
                 {2, 7, 4, 4, none_given, 4, 2, 1});
}

TEST(Rank, RowsThatAreNotCountedTakeNone) {
    const Scored scored = score(ranked(Ties::min), {{3}, {9}, {7}, {7}, {1}});
    const std::vector<std::uint8_t> counted = {1, 0, 1, 1, 1};
    expect_ranks(rank(scored.scores, counted), {3, none_given, 1, 1, 4});
    const std::vector<std::uint8_t> nobody(5, 0);
    expect_ranks(rank(scored.scores, nobody), std::vector<double>(5, none_given));
}

TEST(Rank, OfNoUnitsAndOfOne) {
    expect_ranks(rank(score(ranked(Ties::average), {{Status::missing}}).scores), {none_given});
    expect_ranks(rank(score(ranked(Ties::average), {{5}}).scores), {1});
}

TEST(Rank, ScoresThatAreEqualTieWhateverTheirLastBits) {
    const std::vector<std::vector<Cell>> rows = {{70.6, 70.7, 70.8},
                                                 {70.8, 70.7, 70.6},
                                                 {70.7, 70.7, 70.7},
                                                 {69.1, 71.3, 71.7},
                                                 {71.7, 71.3, 69.1},
                                                 {70.7, 70.7, 70.70000000000002},
                                                 {70.7, 70.7, 70.69999999999999}};
    const Scored scored = score(thirds(), rows);
    const std::span<const double> values = scored->scores();
    ASSERT_TRUE(std::any_of(values.begin(), values.begin() + 5, [&](double v) { return v != values[0]; }))
        << "the doubles are equal: this test tests nothing";
    expect_ranks(rank(scored.scores), {2, 2, 2, 2, 2, 1, 7});
}

TEST(Rank, EqualMeansOfRootsTie) {
    // The fourth product is 64.000000000000001, the last 64.000000000000014.
    const Instrument made =
        instrument({variable("a"), variable("b")}, NodeBuilder(Aggregate::geometric, {name("a"), name("b")}));
    expect_ranks(
        rank(score(made, {{2, 32}, {0.1, 640}, {8, 8}, {0.7, 91.42857142857143}, {2, 32.000000000000007}}).scores),
        {3, 3, 3, 2, 1});
}

TEST(Rank, OnTheRoundedValueTiesWhatRoundsAlike) {
    Instrument made = ranked(Ties::min);
    made.verdict.rank.on = RankOn::rounded;
    made.verdict.round = Rounding{1, RoundingMode::half_up};
    expect_ranks(rank(score(made, {{0.25}, {0.34}, {0.35}, {0.249}}).scores), {2, 2, 1, 4});
    made.verdict.rank.on = RankOn::value;
    expect_ranks(rank(score(made, {{0.25}, {0.34}, {0.35}, {0.249}}).scores), {3, 2, 1, 4});
}

TEST(Rank, OnTheRoundedValueWithoutARoundingIsOnTheValue) {
    Instrument made = thirds();
    made.verdict.rank.on = RankOn::rounded;
    const std::vector<std::vector<Cell>> rows = {
        {70.6, 70.7, 70.8}, {70.8, 70.7, 70.6}, {70.7, 70.7, 70.7}, {69.1, 71.3, 71.7}, {71.7, 71.3, 69.1}};
    expect_ranks(rank(score(made, rows).scores), {1, 1, 1, 1, 1});
}

TEST(Rank, TheOrderOfTheUnitsDoesNotMatter) {
    std::mt19937_64 random(1);
    std::vector<std::vector<Cell>> rows;
    for (int u = 0; u < 300; ++u) {
        // Sums on a grid of tenths, so that there are many ties whose doubles differ.
        rows.push_back({static_cast<double>(random() % 30) / 10, static_cast<double>(random() % 30) / 10,
                        static_cast<double>(random() % 30) / 10});
    }
    const std::vector<double> ranks = rank(score(thirds(), rows).scores);
    std::vector<std::size_t> order(rows.size());
    for (std::size_t u = 0; u < order.size(); ++u) order[u] = u;
    std::shuffle(order.begin(), order.end(), random);
    std::vector<std::vector<Cell>> shuffled;
    for (const std::size_t u : order) shuffled.push_back(rows[u]);
    const std::vector<double> again = rank(score(thirds(), shuffled).scores);
    for (std::size_t u = 0; u < order.size(); ++u) ASSERT_EQ(again[u], ranks[order[u]]);
    // And they are the ranks of the sums in tenths, which are whole numbers.
    const auto tenths = [&](std::size_t u) {
        return std::lround(10 * (rows[u][0].value + rows[u][1].value + rows[u][2].value));
    };
    for (std::size_t u = 0; u < rows.size(); ++u) {
        std::size_t better = 0;
        for (std::size_t v = 0; v < rows.size(); ++v) better += tenths(v) > tenths(u);
        ASSERT_EQ(ranks[u], static_cast<double>(better + 1));
    }
}

// --- against an oracle

/// Ranks by comparing every unit with every other one.
template <class N>
std::vector<double> ranks_by_pairs(const Scores& scores, const std::vector<N>& values,
                                   const std::vector<std::uint8_t>& counted) {
    const auto takes_part = [&](std::size_t u) {
        return !std::isnan(scores.scores()[u]) && (counted.empty() || counted[u] != 0);
    };
    const bool lower_is_better = scores.instrument().direction == Direction::lower_is_better;
    std::vector<double> ranks;
    for (std::size_t u = 0; u < scores.size(); ++u) {
        ranks.push_back(none_given);
        if (!takes_part(u)) continue;
        std::vector<std::size_t> better;
        std::size_t equal = 0;
        for (std::size_t v = 0; v < scores.size(); ++v) {
            if (!takes_part(v)) continue;
            Order order{};
            if constexpr (std::is_same_v<N, double>) {
                order = values[v] < values[u] ? Order::less : values[v] > values[u] ? Order::greater : Order::equal;
            } else {
                order = Arithmetic<N>::compare(values[v], values[u]);
            }
            equal += order == Order::equal;
            if (order == (lower_is_better ? Order::less : Order::greater)) better.push_back(v);
        }
        std::vector<N> distinct;
        for (const std::size_t v : better) {
            const auto is_same = [&](const N& known) { return known == values[v]; };
            if (std::none_of(distinct.begin(), distinct.end(), is_same)) distinct.push_back(values[v]);
        }
        const auto before = static_cast<double>(better.size());
        const auto tied = static_cast<double>(equal);
        switch (scores.instrument().verdict.rank.ties) {
            case Ties::min:
                ranks.back() = before + 1;
                break;
            case Ties::max:
                ranks.back() = before + tied;
                break;
            case Ties::average:
                ranks.back() = before + (tied + 1) / 2;
                break;
            case Ties::dense:
                ranks.back() = static_cast<double>(distinct.size() + 1);
        }
    }
    return ranks;
}

constexpr Ties every_rule[] = {Ties::min, Ties::max, Ties::average, Ties::dense};

/// Compares with the oracle by every rule for ties, best first by both directions, of all units and of some; with
/// indexes of both lengths.
template <class N = Rational>
void expect_exact_ranks(Instrument made, const std::vector<std::vector<Cell>>& rows, const ScoreOptions& options = {}) {
    for (const Direction direction : {Direction::higher_is_better, Direction::lower_is_better}) {
        made.direction = direction;
        std::vector<N> values;
        for (const Ties ties : every_rule) {
            made.verdict.rank.ties = ties;
            const Scored scored = score(made, rows, options);
            if (values.empty()) values = exact_scores<N>(scored.scores);
            std::vector<std::uint8_t> counted;
            expect_ranks(rank(scored.scores), ranks_by_pairs(scored.scores, values, counted));
            for (std::size_t u = 0; u < rows.size(); ++u) counted.push_back(u % 4 != 1);
            const std::vector<double> expected = ranks_by_pairs(scored.scores, values, counted);
            expect_ranks(rank(scored.scores, counted), expected);
            expect_ranks(detail::Ranker<std::uint64_t>(scored.scores, counted).ranks(), expected);
            if (testing::Test::HasFailure()) return;
        }
    }
}

/// How many pairs of units, neighbours by their doubles, have doubles that differ but equal exact scores.
std::size_t hidden_ties(const Instrument& made, const std::vector<std::vector<Cell>>& rows) {
    const Scored scored = score(made, rows);
    const std::vector<Rational> values = exact_scores<Rational>(scored.scores);
    std::vector<std::size_t> order;
    for (std::size_t u = 0; u < rows.size(); ++u) {
        if (!std::isnan(scored.value(u))) order.push_back(u);
    }
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return scored.value(a) < scored.value(b); });
    std::size_t hidden = 0;
    for (std::size_t i = 1; i < order.size(); ++i)
        hidden += scored.value(order[i - 1]) != scored.value(order[i]) && values[order[i - 1]] == values[order[i]];
    return hidden;
}

/// `count` rows of answers, cell by cell.
template <class Answer>
std::vector<std::vector<Cell>> rows_of(std::size_t count, std::size_t variables, const Answer& answer) {
    std::vector<std::vector<Cell>> rows(count);
    for (auto& row : rows) {
        for (std::size_t v = 0; v < variables; ++v) row.push_back(answer(v));
    }
    return rows;
}

TEST(Rank, OfRandomInstrumentsIsThatOfExactScores) {
    std::size_t ranked_ones = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        RandomInstruments random(seed);
        Instrument made = random.instrument();
        if (!refusal(made).empty()) continue;
        made.verdict.rank = {};
        const auto rows = random.answers(made, seed % 3 == 0 ? 150 : 30);  // the grid is for many
        SCOPED_TRACE(seed);
        expect_exact_ranks(made, rows);
        ++ranked_ones;
        if (HasFailure()) return;
    }
    EXPECT_GT(ranked_ones, 100u);
}

TEST(Rank, OfRandomMeansOfMeansIsThatOfExactScores) {
    std::size_t hidden = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        std::mt19937_64 random(seed);
        static constexpr const char* weights[] = {"1/3", "1/7", "0.1", "0.7", "1/6", "2", "1"};
        Instrument made = instrument({}, Node{});
        made.score.aggregate = Aggregate::arithmetic;
        for (std::size_t v = 0; v < 6; ++v) {
            made.variables.push_back(variable("v" + std::to_string(v)));
            if (v % 2 == 0)
                made.score.operands.push_back(NodeBuilder(Aggregate::arithmetic, {}).weight(weights[seed % 7]));
            auto& part = *std::get<Box<Node>>(made.score.operands.back());
            part.operands.push_back(
                NodeBuilder(Aggregate::from, {name(made.variables.back().name)}).weight(weights[random() % 7]));
        }
        const auto rows = rows_of(seed % 2 == 0 ? 120 : 50, 6, [&](std::size_t) {
            return random() % 40 == 0 ? Cell(Status::waived) : Cell(static_cast<double>(random() % 3) / 10);
        });
        SCOPED_TRACE(seed);
        hidden += hidden_ties(made, rows);
        expect_exact_ranks(made, rows);
        if (HasFailure()) return;
    }
    EXPECT_GT(hidden, 100u) << "doubles would do: this test tests little";
}

TEST(Rank, TellsNeighboursThatDifferInTheirLastBits) {
    // Means of tenths, some of them a last bit beside: ties and neighbours that no double can tell from them.
    for (const std::size_t units : {12u, 63u, 64u, 400u}) {
        std::mt19937_64 random(units);
        const auto rows = rows_of(units, 3, [&](std::size_t) {
            const double tenths = static_cast<double>(random() % 12) / 10;
            return Cell(random() % 16 == 0 ? std::nextafter(tenths, static_cast<double>(random() % 3)) : tenths);
        });
        SCOPED_TRACE(units);
        expect_exact_ranks(thirds(), rows);
        if (units == 400) {
            EXPECT_GT(hidden_ties(thirds(), rows), 10u);
        }
    }
}

TEST(Rank, TellsTiesOnAGridApartFromNeighboursThatAreNone) {
    // The third variable is as fine as doubles go: steps of 1e-15 between scores of about 0.7.
    const auto made = instrument({variable("a"), variable("b"), variable("c")},
                                 NodeBuilder(Aggregate::sum, {name("a"), name("b"), name("c")}));
    std::mt19937_64 random(5);
    const auto rows = rows_of(300, 3, [&](std::size_t v) {
        return v == 2 ? Cell(static_cast<double>(random() % 3) * 1e-15) : Cell(static_cast<double>(random() % 6) / 10);
    });
    expect_exact_ranks(made, rows);
}

TEST(Rank, OneUnitInDoubtWithManyMakesNoneOfThemTie) {
    // Together with that unit, others have a wide bound too; computed alone, they have bounds of their own.
    ScoreOptions alone;
    alone.block = 1;
    // a + b − c, where some have b = c so large that their doubles are off by more than others lie apart.
    const auto made = instrument(
        {variable("a"), variable("b"), variable("c")},
        NodeBuilder(Aggregate::difference, {NodeBuilder(Aggregate::sum, {name("a"), name("b")}), name("c")}));
    for (const std::size_t one_in : {7u, 40u}) {
        std::mt19937_64 random(one_in);
        std::vector<std::vector<Cell>> rows;
        for (int u = 0; u < 200; ++u) {
            const double a = static_cast<double>(random() % 400) / 20;
            const double large = random() % one_in == 0 ? 1e16 : random() % 3 == 0 ? 1e7 : 0.1;
            rows.push_back({a, large, large});
        }
        expect_exact_ranks(made, rows);
        expect_exact_ranks(made, rows, alone);
    }
    // One alone, whose double lies below or above its score, past many others.
    for (const double score : {8.85, 9.15, 10.85, 11.15}) {
        std::vector<std::vector<Cell>> rows = {{score, 1e16, 1e16}};
        for (int u = 0; u < 200; ++u) rows.push_back({static_cast<double>(u) / 10, 0.1, 0.1});
        expect_exact_ranks(made, rows);
        expect_exact_ranks(made, rows, alone);
    }
}

TEST(Rank, OfQuestionnairesWithAnswersThatAreMissing) {
    for (const bool has_gaps : {false, true}) {
        Instrument made = instrument({}, Node{});
        made.score.aggregate = Aggregate::arithmetic;
        for (int q = 0; q < 7; ++q) {
            const std::string question = "q" + std::to_string(q);
            made.variables.push_back(variable(question, VariableType::yes_no));
            made.score.operands.push_back(
                NodeBuilder(Aggregate::from, {name(question)}).weight(std::to_string(1 + q % 3) + "/7"));
        }
        std::mt19937_64 random(9);
        const auto rows = rows_of(500, 7, [&](std::size_t) {
            const bool is_missing = has_gaps && random() % 5 == 0;
            return is_missing ? Cell(static_cast<Status>(1 + random() % 7)) : Cell(static_cast<int>(random() % 2));
        });
        SCOPED_TRACE(has_gaps);
        for (const PolicyAction action : {PolicyAction::renormalise, PolicyAction::lowest, PolicyAction::if_needed}) {
            for (std::size_t s = 1; s < status_count; ++s) made.missing[s] = PolicyRule{action, Number(Decimal(0))};
            expect_exact_ranks(made, rows);
        }
    }
}

TEST(Rank, OfScoresThatLieOnNoGrid) {
    const auto made = instrument({variable("a"), variable("b")}, NodeBuilder(Aggregate::ratio, {name("a"), name("b")}));
    std::mt19937_64 random(11);
    const auto rows = rows_of(400, 2, [&](std::size_t) { return Cell(static_cast<double>(1 + random() % 30) / 10); });
    expect_exact_ranks(made, rows);
}

TEST(Rank, OfAnswersAndNumbersTooLongForShortFractions) {
    // Products of 17 digits, on both sides of ties; then a number of the instrument that is too long.
    std::mt19937_64 random(12);
    const auto rows = rows_of(200, 2, [&](std::size_t) {
        static constexpr double values[] = {0.1, 0.2, 0.3, 0.12345678901234568, 0.24691357802469136, 1.0 / 3, 2.0 / 3};
        return Cell(values[random() % std::size(values)]);
    });
    auto made = instrument({variable("a"), variable("b")}, NodeBuilder(Aggregate::ratio, {name("a"), name("b")}));
    expect_exact_ranks(made, rows);
    made.score.then.push_back(Scaled{number("123456789012345678901/123456789012345678900")});
    expect_exact_ranks(made, rows);
}

TEST(Rank, OfPowersIsThatOfFiftyDigits) {
    Instrument made = instrument({variable("a"), variable("b"), variable("c")},
                                 NodeBuilder(Aggregate::geometric, {name("a"), name("b"), name("c")}).equal());
    std::mt19937_64 random(13);
    const auto rows =
        rows_of(60, 3, [&](std::size_t) { return Cell(std::exp2(static_cast<double>(random() % 5) - 2)); });
    std::vector<Real> products;  // whose order is that of the scores
    for (const auto& row : rows) products.push_back(Real(row[0].value) * Real(row[1].value) * Real(row[2].value));
    for (const Ties ties : every_rule) {
        made.verdict.rank.ties = ties;
        const Scored scored = score(made, rows);
        expect_ranks(rank(scored.scores), ranks_by_pairs(scored.scores, products, {}));
    }
}

TEST(Rank, OnRoundedValuesIsThatOfTheDoubles) {
    std::mt19937_64 random(14);
    const auto rows = rows_of(600, 3, [&](std::size_t) { return Cell(static_cast<double>(random() % 1000) / 100); });
    Instrument made = thirds();
    made.verdict.rank.on = RankOn::rounded;
    made.verdict.round = Rounding{1, RoundingMode::half_even};
    for (const Ties ties : every_rule) {
        made.verdict.rank.ties = ties;
        const Scored scored = score(made, rows);
        const std::vector<double> values(scored->rounded().begin(), scored->rounded().end());
        expect_ranks(rank(scored.scores), ranks_by_pairs(scored.scores, values, {}));
    }
}

TEST(Rank, OfScoresOfEveryDistribution) {
    using Random = std::mt19937_64;
    using Value = Cell (*)(Random&, int);
    const std::vector<std::pair<std::string, Value>> distributions = {
        {"all equal", [](Random&, int) { return Cell(0.1); }},
        {"sorted", [](Random&, int u) { return Cell(static_cast<double>(u) / 7); }},
        {"few", [](Random& r, int) { return Cell(static_cast<double>(r() % 5) / 10); }},
        {"few and whole", [](Random& r, int) { return Cell(static_cast<double>(r() % 5) / 2); }},
        {"many missing", [](Random& r, int u) { return r() % 2 == 0 ? Cell(u) : Cell(Status::missing); }},
        {"none", [](Random&, int) { return Cell(Status::missing); }},
        {"zeros of both signs", [](Random& r, int) { return Cell(r() % 2 == 0 ? 0.0 : -0.0); }},
        {"both signs", [](Random& r, int) { return Cell(static_cast<double>(r() % 21) / 10 - 1); }},
        {"huge range",
         [](Random& r, int) {
             const double size = std::exp(1400 * (static_cast<double>(r() >> 11) * 0x1p-53 - 0.5));
             return Cell(r() % 2 == 0 ? size : -size);
         }},
        {"last bits",
         [](Random& r, int) { return Cell(std::bit_cast<double>(std::bit_cast<std::uint64_t>(70.7) + r() % 40)); }}};
    for (const auto& [label, value] : distributions) {
        Random random(15);
        std::vector<std::vector<Cell>> rows;
        for (int u = 0; u < 300; ++u) rows.push_back({value(random, u)});
        SCOPED_TRACE(label);
        expect_exact_ranks(ranked(Ties::min), rows);
        for (auto& row : rows) row = {row[0], 0.1, 0.2};
        expect_exact_ranks(thirds(), rows);
    }
}

TEST(Rank, OfManyUnitsDoesNotDependOnTheirOrder) {
    std::mt19937_64 random(16);
    auto rows = rows_of(20000, 3, [&](std::size_t) {
        return random() % 50 == 0 ? Cell(static_cast<Status>(1 + random() % 7))
                                  : Cell(static_cast<double>(random() % 300) / 10);
    });
    Instrument made = thirds();
    made.score.aggregate = Aggregate::arithmetic;
    for (const Ties ties : {Ties::average, Ties::dense}) {
        made.verdict.rank.ties = ties;
        const std::vector<double> ranks = rank(score(made, rows).scores);
        std::vector<std::size_t> order(rows.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::shuffle(order.begin(), order.end(), random);
        std::vector<std::vector<Cell>> shuffled;
        for (const std::size_t u : order) shuffled.push_back(rows[u]);
        const std::vector<double> again = rank(score(made, shuffled).scores);
        for (std::size_t u = 0; u < order.size(); ++u) {
            const double before = ranks[order[u]];
            ASSERT_TRUE(again[u] == before || (std::isnan(again[u]) && std::isnan(before)));
        }
    }
}

}  // namespace
