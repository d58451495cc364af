// The block evaluator against the evaluator that carries a bound with every value.
#include "pug/engine/block/evaluate.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <random>

#include "pug/engine/block/load.hpp"
#include "pug/engine/block/verdict.hpp"
#include "pug/scorer.hpp"
#include "support/random_instrument.hpp"
#include "support/scores.hpp"

namespace {

using namespace pug;
using namespace pug::test;
using pug::detail::BlockEvaluator;

/// Compares every slot of every unit that the block evaluator has not marked; returns how many units these were.
std::size_t compare_slots(const Program& program, const pug::detail::Observations& observations, Fill fill,
                          Instructions instructions) {
    BlockEvaluator block(program, pug::detail::loops_for(instructions), observations.units);
    pug::detail::BlockLoader loader(program, observations);
    EXPECT_TRUE(loader.load(block, 0, observations.units, fill));
    block.run();
    Evaluator<Bounded> evaluator(program, observations.units);
    pug::detail::evaluate(observations, 0, observations.units, fill, evaluator);
    std::size_t unmarked = 0;
    for (std::size_t u = 0; u < observations.units; ++u) {
        if (block.marks()[u] != 0) continue;
        ++unmarked;
        EXPECT_FALSE(evaluator.is_undecided(u)) << "unit " << u;
        for (Slot slot = 0; slot < program.slot_count(); ++slot) {
            const auto& lane = block.lane(slot);
            const Status status = status_of_gravity(lane.gravities[u]);
            const std::string where =
                program.is_node(slot) ? program.names[program.node_of(slot)].key : "slot " + std::to_string(slot);
            SCOPED_TRACE(where + ", unit " + std::to_string(u));
            EXPECT_EQ(status, evaluator.status(slot, u));
            if (status == Status::observed) {
                EXPECT_EQ(std::bit_cast<std::uint64_t>(lane.values[u] + 0.0),
                          std::bit_cast<std::uint64_t>(evaluator.value(slot, u).value + 0.0))
                    << lane.values[u] << ", expected " << evaluator.value(slot, u).value;
                EXPECT_LE(evaluator.value(slot, u).error, lane.reach.error);
                EXPECT_GE(lane.values[u], lane.reach.low);
                EXPECT_LE(lane.values[u], lane.reach.high);
            }
            EXPECT_EQ(lane.present[u] != 0, status == Status::observed);
            const auto coverage = evaluator.coverage(slot, u);
            EXPECT_EQ(lane.counts[u] != 0, coverage.has_value());
            if (coverage && !program.is_variable(slot)) {
                EXPECT_EQ(lane.coverages[u], coverage->value);
                EXPECT_EQ(lane.wholes[u] != 0, coverage->value == 1 && coverage->error == 0);
                EXPECT_LE(coverage->error, lane.coverage_error);
            }
            if (testing::Test::HasFailure()) return unmarked;
        }
    }
    return unmarked;
}

class BlockBits : public testing::TestWithParam<bool> {};

TEST_P(BlockBits, AreThoseOfBoundsForEveryValue) {
    RandomInstruments random(11, GetParam());
    std::size_t units = 0, unmarked = 0, columnar = 0;
    for (int i = 0; i < 12000 && !HasFailure(); ++i) {
        const Instrument instrument = random.instrument();
        const auto rows = random.answers(instrument, 1 + static_cast<std::size_t>(i) % 40);
        const auto scorer = compile(instrument);
        if (scorer.has_error()) continue;
        const Program& program = scorer.value().program();
        if (!pug::detail::suits_blocks(program)) continue;
        ++columnar;
        const Answers answers(instrument, rows);
        const auto observations = pug::detail::bind(program, answers.table());
        ASSERT_FALSE(observations.has_error());
        for (const Fill fill : {Fill::as_answered, Fill::worst, Fill::best}) {
            SCOPED_TRACE("instrument " + std::to_string(i) + ", fill " + std::to_string(static_cast<int>(fill)));
            unmarked += compare_slots(program, observations.value(), fill, Instructions::best);
            units += rows.size();
        }
    }
    // The test means something only while columns are what is mostly run.
    EXPECT_GT(columnar, 500u);
    EXPECT_GT(unmarked, units / 4);
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutRoots, BlockBits, testing::Bool());

TEST(Block, EveryInstructionSetGivesTheSameBytes) {
    RandomInstruments random(12, true);
    for (int i = 0; i < 400; ++i) {
        const Instrument instrument = random.instrument();
        const auto rows = random.answers(instrument, 70);
        const auto scorer = compile(instrument);
        if (scorer.has_error()) continue;
        const Answers answers(instrument, rows);
        const auto best = scorer.value().score(answers.table());
        ASSERT_FALSE(best.has_error());
        for (const Instructions instructions : {Instructions::portable, Instructions::avx2, Instructions::avx512}) {
            const auto other = scorer.value().score(answers.table(), {.instructions = instructions});
            ASSERT_TRUE(is_same(best.value(), other.value())) << "instrument " << i;
        }
    }
}

}  // namespace
