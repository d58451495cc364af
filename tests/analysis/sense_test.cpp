#include "pug/analysis/sense.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "pug/engine/condition.hpp"
#include "pug/engine/evaluate.hpp"
#include "support/instruments.hpp"
#include "support/random_instrument.hpp"

namespace {

using namespace pug;
using namespace pug::test;

/// One unit of a program, every slot of it computed with exact numbers or fifty digits.
template <class N>
class Computed {
  public:
    Computed(const Program& program, const std::vector<Cell>& answers) : program_(program), evaluator_(program, 1) {
        evaluator_.begin(1);
        for (Slot v = 0; v < answers.size(); ++v) evaluator_.set(v, 0, answers[v].value, answers[v].status);
        evaluator_.run();
    }

    bool has_same_statuses(const Computed& other) const {
        for (Slot slot = 0; slot < program_.slot_count(); ++slot) {
            if (status(slot) != other.status(slot)) return false;
        }
        return true;
    }
    Status status(Slot slot) const { return evaluator_.status(slot, 0); }
    /// How the value of a slot stands to the same in another unit.
    Order order(Slot slot, const Computed& other) const {
        return Arithmetic<N>::compare(evaluator_.value(slot, 0), other.evaluator_.value(slot, 0));
    }
    Truth truth(std::uint32_t condition) const {
        bool undecided = false;
        const typename Evaluator<N>::Unit unit{evaluator_, 0};
        return ConditionJudge<N, typename Evaluator<N>::Unit>(program_, evaluator_.numbers(), unit,
                                                              undecided)(condition);
    }

  private:
    const Program& program_;
    Evaluator<N> evaluator_;
};

/// How often a sense was looked at.
struct Seen {
    std::size_t up = 0, down = 0, unchanged = 0, moved = 0;
};

/// A greater answer that is admissible; none at the end of the range.
std::optional<double> greater(const VariableCode& variable, double value, std::mt19937_64& random) {
    const bool is_whole = detail::is_whole_only(variable);
    const double steps[] = {1, 2, 0.5, 0.25, 7, 100};
    const double raised = value + steps[random() % (is_whole ? 2 : 6)];
    const double held = std::min(raised, variable.high);
    return held > value && detail::is_admissible(variable, held) ? std::optional<double>(held) : std::nullopt;
}

std::vector<std::uint8_t> answered(const std::vector<Cell>& row) {
    std::vector<std::uint8_t> found;
    for (const Cell& cell : row) found.push_back(cell.status == Status::observed);
    return found;
}

/// What has become of something when an answer was raised, by the sense that the answer was said to have.
void check(Sense sense, Order after, Seen& seen) {
    switch (sense) {
        case Sense::up:
            ASSERT_NE(after, Order::less);
            ++seen.up;
            break;
        case Sense::down:
            ASSERT_NE(after, Order::greater);
            ++seen.down;
            break;
        case Sense::presence:
        case Sense::irrelevant:
            ASSERT_EQ(after, Order::equal);
            ++seen.unchanged;
            break;
        case Sense::mixed:
            break;
    }
    seen.moved += after != Order::equal && sense != Sense::mixed;
}

Order order_of(const Truth& after, const Truth& before) {
    if (after.kind == before.kind) return Order::equal;
    return after.kind == Truth::yes ? Order::greater : Order::less;
}

template <class N>
void check_all(const Program& program, const std::vector<Cell>& row, std::mt19937_64& random, Seen& seen) {
    const Computed<N> before(program, row);
    Senses senses(program);
    senses.look_at(answered(row));
    for (Slot v = 0; v < program.variables.size(); ++v) {
        if (row[v].status != Status::observed) continue;
        const auto raised = greater(program.variables[v], row[v].value, random);
        if (!raised) continue;
        std::vector<Cell> other = row;
        other[v] = *raised;
        const Computed<N> after(program, other);
        if (!after.has_same_statuses(before)) continue;
        for (std::size_t n = 0; n < program.nodes.size(); ++n) {
            senses.clear();
            senses.want(program.node_slot(n), Sense::up);
            senses.spread();
            SCOPED_TRACE("node " + program.names[n].key + ", " + program.variables[v].name);
            check(senses[v], after.order(program.node_slot(n), before), seen);
        }
        for (std::uint32_t c = 0; c < program.conditions.size(); ++c) {
            const Truth held = before.truth(c), holds = after.truth(c);
            if (held.kind == Truth::unknown || holds.kind == Truth::unknown) continue;
            senses.clear();
            senses.want_condition(c, Sense::up);
            senses.spread();
            SCOPED_TRACE("condition " + std::to_string(c) + ", " + program.variables[v].name);
            check(senses[v], order_of(holds, held), seen);
        }
        if (::testing::Test::HasFatalFailure()) return;
    }
}

void check_many(std::uint64_t first, std::uint64_t last, bool with_roots) {
    Seen seen;
    for (std::uint64_t seed = first; seed < last && !::testing::Test::HasFatalFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomInstruments random(seed, with_roots);
        const Instrument instrument = random.instrument();
        const auto program = compile_program(instrument);
        if (!program) continue;
        std::mt19937_64 steps(seed);
        for (const auto& row : random.answers(instrument, 4)) {
            if (program.value().has_roots)
                check_all<Real>(program.value(), row, steps, seen);
            else
                check_all<Rational>(program.value(), row, steps, seen);
        }
    }
    EXPECT_GT(seen.up, 1000u);
    EXPECT_GT(seen.down, 300u);
    EXPECT_GT(seen.unchanged, 1000u);
    EXPECT_GT(seen.moved, 500u);
}

TEST(Senses, AreKeptByExactValues) { check_many(0, 1500, false); }
TEST(Senses, AreKeptWithRoots) { check_many(50'000, 50'400, true); }

Senses wanting(const Program& program, Sense sense) {
    Senses senses(program);
    senses.want(program.root, sense);
    senses.spread();
    return senses;
}

/// What a glance can tell of plain instruments must not be lost: plans would take long without it.
TEST(Senses, OfPlainInstrumentsAreKnown) {
    const Instrument mean = over(Aggregate::arithmetic, {"1", "2"});
    const Program program = compile_program(mean).value();
    EXPECT_EQ(wanting(program, Sense::up)[0], Sense::up);
    EXPECT_EQ(wanting(program, Sense::down)[1], Sense::down);
    const Program turned =
        compile_program(
            instrument(
                {variable("x")},
                NodeBuilder(Aggregate::from, {name("x")}).then(Complement{}).then(Affine{number("-2"), number("1")})))
            .value();
    EXPECT_EQ(wanting(turned, Sense::up)[0], Sense::up);
    const Program pair = compile_program(instrument({variable("x"), variable("y")},
                                                    NodeBuilder(Aggregate::difference, {name("x"), name("y")})))
                             .value();
    EXPECT_EQ(wanting(pair, Sense::up)[0], Sense::up);
    EXPECT_EQ(wanting(pair, Sense::up)[1], Sense::down);
    const Program square =
        compile_program(instrument({variable("x"), ranged("y", "0", "9")},
                                   NodeBuilder(Aggregate::sum,
                                               {NodeBuilder(Aggregate::from, {name("x")}).then(Power{number("2")}),
                                                NodeBuilder(Aggregate::from, {name("y")}).then(Power{number("2")})})))
            .value();
    EXPECT_EQ(wanting(square, Sense::up)[0], Sense::mixed);
    EXPECT_EQ(wanting(square, Sense::up)[1], Sense::up);
}

TEST(Senses, OfWhatNobodyLooksAt) {
    const Program program =
        compile_program(instrument({variable("x"), variable("y")}, NodeBuilder(Aggregate::from, {name("x")}),
                                   {NodeBuilder(Aggregate::from, {name("y")}).id("aside")}))
            .value();
    EXPECT_EQ(wanting(program, Sense::up)[1], Sense::irrelevant);
}

TEST(Senses, TogetherAreTheStricter) {
    const Sense all[] = {Sense::irrelevant, Sense::presence, Sense::up, Sense::down, Sense::mixed};
    for (const Sense a : all) {
        EXPECT_EQ(both(a, a), a);
        EXPECT_EQ(both(a, Sense::irrelevant), a);
        EXPECT_EQ(both(a, Sense::mixed), Sense::mixed);
        EXPECT_EQ(opposite(opposite(a)), a);
        for (const Sense b : all) EXPECT_EQ(both(a, b), both(b, a));
    }
    EXPECT_EQ(both(Sense::up, Sense::down), Sense::mixed);
    EXPECT_EQ(both(Sense::up, Sense::presence), Sense::up);
}

}  // namespace
