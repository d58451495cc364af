// The engine against a second reading of the language: thousands of random instruments, every status, values on
// cut-offs.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "support/random_instrument.hpp"
#include "support/reference.hpp"
#include "support/scores.hpp"

namespace {

using namespace pug;
using namespace pug::test;

std::string shown(const Known& known) {
    return known.status == Status::observed ? Decimal(known.value).to_string() : std::string(to_string(known.status));
}

/// Whether a double is what arithmetic with an error bound may make of an exact value.
bool is_near(double found, const Rational& exact) {
    const double wanted = pug::detail::nearest_double(exact);
    return std::abs(found - wanted) <= 1e-12 * std::max(1.0, std::abs(wanted));
}

void expect_interval(const Instrument& instrument, const std::string& day, const std::vector<Cell>& row,
                     const Interval& found) {
    const Known known = SecondReading(instrument, row, End::as_answered, day).judge().root;
    const bool open = std::any_of(row.begin(), row.end(), [](const Cell& cell) { return is_unknown(cell.status); });
    std::vector<Known> ends = {known, known};
    if (open)
        ends = {SecondReading(instrument, row, End::worst, day).judge().root,
                SecondReading(instrument, row, End::best, day).judge().root};
    const bool both = ends[0].status == Status::observed && ends[1].status == Status::observed;
    if (both && ends[1].value < ends[0].value) std::swap(ends[0], ends[1]);
    const double values[] = {found.low, found.high};
    for (std::size_t i = 0; i < 2; ++i) {
        const bool is_same =
            ends[i].status == Status::observed ? is_near(values[i], ends[i].value) : std::isnan(values[i]);
        EXPECT_TRUE(is_same) << "end " << i << " is " << values[i] << ", expected " << shown(ends[i]);
    }
}

void expect_unit(const Instrument& instrument, const std::string& day, const Scores& scores, std::size_t u,
                 const std::vector<Cell>& row) {
    const Judged judged = SecondReading(instrument, row, End::as_answered, day).judge();
    ASSERT_EQ(scores.score_statuses()[u], judged.root.status) << "expected " << shown(judged.root);
    if (judged.root.status == Status::observed) {
        const Rational distance = abs(Rational(scores.scores()[u]) - judged.root.value);
        ASSERT_LE(distance, Rational(scores.errors()[u])) << scores.scores()[u] << ", expected " << shown(judged.root);
    }
    for (std::size_t n = 0; n < scores.nodes().size(); ++n) {
        const Known& node = judged.nodes.at(scores.nodes()[n]);
        ASSERT_EQ(scores.statuses(n)[u], node.status) << scores.nodes()[n] << ", expected " << shown(node);
        if (node.status != Status::observed) continue;
        ASSERT_TRUE(is_near(scores.values(n)[u], node.value))
            << scores.nodes()[n] << " is " << scores.values(n)[u] << ", expected " << shown(node);
    }
    ASSERT_TRUE(is_near(scores.coverages()[u], judged.root.counts ? judged.root.coverage : Rational(1)))
        << scores.coverages()[u];
    if (judged.rounded && instrument.verdict.round) {
        ASSERT_EQ(scores.rounded()[u], pug::detail::nearest_double(*judged.rounded));
    }
    ASSERT_EQ(scores.grade(u), judged.grade)
        << shown(judged.root) << (judged.rounded ? " rounded " + Decimal(*judged.rounded).to_string() : "");
    for (std::size_t g = 0; g < judged.gates.size(); ++g)
        ASSERT_EQ(static_cast<int>(scores.gates()[g][u]), judged.gates[g]);
    for (std::size_t c = 0; c < judged.caps.size(); ++c)
        ASSERT_EQ(static_cast<int>(scores.caps()[c][u]), judged.caps[c]);
}

/// Scores random instruments that are usable, and hands each unit over; returns how many there were.
template <class Check>
std::size_t for_random_units(std::uint64_t seed, int instruments, Check check) {
    RandomInstruments random(seed);
    std::size_t usable = 0;
    for (int i = 0; i < instruments && !testing::Test::HasFailure(); ++i) {
        const Instrument instrument = random.instrument();
        const auto rows = random.answers(instrument, 6);
        const std::string day = random.day();
        const auto scorer = compile(instrument, {day});
        if (scorer.has_error()) continue;  // no weight, an open range under "lowest", …
        ++usable;
        const Answers answers(instrument, rows);
        const auto scores = scorer.value().score(answers.table());
        if (scores.has_error()) throw std::runtime_error(told(scores.error()));
        for (std::size_t u = 0; u < rows.size(); ++u) {
            SCOPED_TRACE("instrument " + std::to_string(i) + ", unit " + std::to_string(u));
            check(instrument, day, scores.value(), u, rows[u]);
        }
    }
    return usable;
}

TEST(Reference, AgreesWithTheEngineOnRandomInstruments) {
    std::size_t exact = 0, observed = 0;
    const std::size_t usable = for_random_units(20240607, 3000,
                                                [&](const Instrument& instrument, const std::string& day,
                                                    const Scores& scores, std::size_t u, const auto& row) {
                                                    expect_unit(instrument, day, scores, u, row);
                                                    exact += scores.decided()[u] == Decided::exactly;
                                                    observed += scores.score_statuses()[u] == Status::observed;
                                                });
    // The test means something only while most instruments are usable, and both paths are taken.
    EXPECT_GT(usable, 1500u);
    EXPECT_GT(observed, usable);
    EXPECT_GT(exact, usable / 2);
    EXPECT_LT(exact, 5 * usable);
}

TEST(Reference, AgreesWithTheEngineOnIntervals) {
    for_random_units(7, 2000,
                     [&](const Instrument& instrument, const std::string& day, const Scores& scores, std::size_t u,
                         const auto& row) { expect_interval(instrument, day, row, scores.intervals()[u]); });
}

TEST(Reference, BlocksOrderAndSplitsChangeNoByte) {
    RandomInstruments random(7);
    std::mt19937_64 shuffle(8);
    std::size_t compared = 0;
    for (int i = 0; i < 1500 && !HasFailure(); ++i) {
        const Instrument instrument = random.instrument();
        const auto rows = random.answers(instrument, 17);
        const auto scorer = compile(instrument);
        if (scorer.has_error()) continue;
        SCOPED_TRACE("instrument " + std::to_string(i));
        const Answers answers(instrument, rows);
        const auto whole = scorer.value().score(answers.table(), {128, true});
        std::vector<std::size_t> order(rows.size());
        std::iota(order.begin(), order.end(), 0u);
        std::shuffle(order.begin(), order.end(), shuffle);
        for (std::size_t first = 0; first < order.size();) {
            const std::size_t last = std::min<std::size_t>(order.size(), first + 1 + shuffle() % 12);
            std::vector<std::vector<Cell>> part;
            for (std::size_t u = first; u < last; ++u) part.push_back(rows[order[u]]);
            const Answers some(instrument, part);
            const auto scores = scorer.value().score(some.table(), {1 + shuffle() % 5, true});
            for (std::size_t u = first; u < last; ++u, ++compared) {
                ASSERT_EQ(bytes_of(scores.value(), u - first), bytes_of(whole.value(), order[u]))
                    << "unit " << order[u];
            }
            first = last;
        }
    }
    EXPECT_GT(compared, 10000u);
}

}  // namespace
