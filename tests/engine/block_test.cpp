// The block evaluator against the evaluator that carries a bound with every value.
#include "pug/engine/block/evaluate.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <numeric>
#include <random>
#include <vector>

#include "pug/engine/block/load.hpp"
#include "pug/engine/block/verdict.hpp"
#include "pug/scorer.hpp"
#include "support/instruments.hpp"
#include "support/random_instrument.hpp"
#include "support/scores.hpp"

namespace {

using namespace pug;
using namespace pug::test;
using pug::detail::BlockEvaluator;

/// Compares the slots of every unit that the block evaluator has not marked; returns how many units these were. Slots
/// other than `read` may be left unfinished.
std::size_t compare_slots(const Program& program, const pug::detail::Observations& observations, Fill fill,
                          Instructions instructions, const std::vector<Slot>& read) {
    BlockEvaluator block(program, pug::detail::loops_for(instructions), observations.units, read);
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
        for (const Slot slot : read) {
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
            const auto coverage = evaluator.coverage(slot, u);
            EXPECT_EQ(lane.counts[u] != 0, coverage.has_value());
            if (coverage && !program.is_variable(slot)) {
                EXPECT_EQ(block.coverages(slot)[u], coverage->value);
                EXPECT_EQ(lane.wholes[u] != 0, coverage->value == 1 && coverage->error == 0);
                EXPECT_LE(coverage->error, lane.coverage_error);
            }
            if (testing::Test::HasFailure()) return unmarked;
        }
    }
    return unmarked;
}

std::vector<Slot> all_slots(const Program& program) {
    std::vector<Slot> slots(program.slot_count());
    std::iota(slots.begin(), slots.end(), Slot{0});
    return slots;
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
            // All slots, and only those that a verdict needs: then sums do part of the work of their operands.
            const std::vector<Slot> needed = {program.root, program.verdict.on};
            unmarked += compare_slots(program, observations.value(), fill, Instructions::best, all_slots(program));
            compare_slots(program, observations.value(), fill, Instructions::best, needed);
            compare_slots(program, observations.value(), fill, Instructions::portable, needed);
            units += rows.size();
        }
    }
    // The test means something only while columns are what is mostly run.
    EXPECT_GT(columnar, 500u);
    EXPECT_GT(unmarked, units / 4);
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutRoots, BlockBits, testing::Bool());

/// A mean of means over numbers, between goalposts or not, as rows of a matrix.
Instrument means_of_rows(std::size_t width, const char* low, const char* high) {
    Instrument made = instrument({}, Node{});
    made.score.aggregate = Aggregate::arithmetic;
    Node group;
    for (std::size_t v = 0; v < width; ++v) {
        made.variables.push_back(variable("x" + std::to_string(v)));
        Node leaf = NodeBuilder(Aggregate::from, {name(made.variables.back().name)});
        if (v % 5 != 4) leaf.then = {Minmax{number(low), number(high)}};
        leaf.weight = Decimal(Rational(static_cast<int>(1 + v % 7), 10));
        group.operands.emplace_back(Box<Node>(leaf));
        group.aggregate = v % 2 == 0 ? Aggregate::arithmetic : Aggregate::sum;
        if (v % 3 != 2 && v + 1 != width) continue;
        made.score.operands.emplace_back(Box<Node>(std::move(group)));
        group = Node{};
    }
    return made;
}

TEST(Block, SumsOfRowsAreThoseOfColumns) {
    std::mt19937_64 random(18);
    const auto ordinary = [&] { return static_cast<double>(random() % 100001) / 1000; };
    const auto tiny = [&] { return random() % 3 == 0 ? 1e-305 / static_cast<double>(1 + random() % 1000) : 0.0; };
    for (const std::size_t width : {1u, 3u, 7u, 8u, 9u, 50u, 63u, 64u, 65u, 130u}) {
        for (const bool is_tiny : {false, true}) {
            const auto scorer = compile(means_of_rows(width, is_tiny ? "0" : "-7", is_tiny ? "3" : "103"));
            ASSERT_FALSE(scorer.has_error());
            constexpr std::size_t units = 1300;
            std::vector<double> rows(units * width), columns(units * width);
            for (std::size_t u = 0; u < units; ++u) {
                for (std::size_t v = 0; v < width; ++v)
                    columns[v * units + u] = rows[u * width + v] = is_tiny && u < 700 ? tiny() : ordinary();
            }
            std::vector<Column> by_row, by_column;
            for (std::size_t v = 0; v < width; ++v) {
                by_row.push_back({rows.data() + v, static_cast<std::ptrdiff_t>(width)});
                by_column.push_back({columns.data() + v * units, 1});
            }
            const ScoreOptions only_scores{.intervals = false, .nodes = false};
            const auto expected = scorer.value().score(by_column, units, {.intervals = false});
            ASSERT_FALSE(expected.has_error());
            const Program& program = scorer.value().program();
            Evaluator<Bounded> evaluator(program, units);
            pug::detail::evaluate(expected.value().observations(), 0, units, Fill::as_answered, evaluator);
            for (const Instructions instructions : {Instructions::portable, Instructions::avx2, Instructions::avx512}) {
                for (const bool is_by_row : {true, false}) {
                    ScoreOptions options = only_scores;
                    options.instructions = instructions;
                    const auto scored = scorer.value().score(is_by_row ? by_row : by_column, units, options);
                    ASSERT_FALSE(scored.has_error());
                    for (std::size_t u = 0; u < units; ++u) {
                        ASSERT_EQ(scored.value().scores()[u], expected.value().scores()[u])
                            << "width " << width << ", unit " << u;
                        ASSERT_EQ(scored.value().scores()[u], evaluator.value(program.root, u).value)
                            << "width " << width << ", unit " << u;
                    }
                }
            }
        }
    }
}

TEST(Block, MoreGradesThanAByteTellsApartAreGradedToo) {
    for (const int count : {253, 254, 255, 400}) {
        Instrument made = instrument({variable("x")}, NodeBuilder(Aggregate::from, {name("x")}));
        for (int g = 0; g < count; ++g) {
            Grade grade;
            grade.name = "g" + std::to_string(g);
            grade.lower = Edge{Decimal(g), true};
            made.verdict.grades.push_back(grade);
        }
        std::vector<std::vector<Cell>> rows;
        for (int g = 0; g < count; ++g) rows.push_back({g + 0.5});
        rows.push_back({Status::missing});
        const Scored scored = score(made, rows);
        for (int g = 0; g < count; ++g)
            ASSERT_EQ(scored->grade(static_cast<std::size_t>(g)), "g" + std::to_string(g)) << count << " grades";
        EXPECT_EQ(scored->grade(static_cast<std::size_t>(count)), "");
    }
}

TEST(Block, RowsThatAreNotAdmissibleAreRefusedWhereverTheyStand) {
    const std::size_t width = 11, units = 100;
    const auto scorer = compile(means_of_rows(width, "-7", "103"));
    ASSERT_FALSE(scorer.has_error());
    for (const double wrong : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        for (const std::size_t at : {0u, 10u, 11u * 50 + 3, 11u * 99 + 10}) {
            std::vector<double> rows(units * width, 1.5);
            rows[at] = wrong;
            std::vector<Column> columns;
            for (std::size_t v = 0; v < width; ++v)
                columns.push_back({rows.data() + v, static_cast<std::ptrdiff_t>(width)});
            const auto scored = scorer.value().score(columns, units, {.intervals = false, .nodes = false});
            ASSERT_TRUE(scored.has_error());
            EXPECT_EQ(scored.error().problems.front().line, at / width + 1);
        }
    }
}

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
