// Why a unit has its score: rules, what each operand counted as, and contributions that add up.
#include "pug/analysis/explain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <ostream>

#include "support/random_instrument.hpp"

namespace {

using namespace pug;
using namespace pug::test;

const ExplainedNode& node_of(const Explanation& explanation, const std::string& key) {
    for (const ExplainedNode& node : explanation.nodes) {
        if (node.key == key) return node;
    }
    throw std::runtime_error("no node " + key);
}

double total(const ExplainedNode& node) {
    return std::accumulate(node.operands.begin(), node.operands.end(), node.baseline,
                           [](double sum, const ExplainedOperand& operand) { return sum + operand.contribution; });
}

void expect_sums(const Explanation& explanation) {
    for (const ExplainedNode& node : explanation.nodes) {
        if (node.sharing == Sharing::not_shared) continue;
        const double size =
            std::accumulate(node.operands.begin(), node.operands.end(), std::max(1.0, std::abs(node.value)),
                            [](double most, const ExplainedOperand& operand) {
                                return std::max(most, std::abs(operand.contribution));
                            });
        EXPECT_NEAR(total(node), node.value, 1e-12 * size) << node.key << ", " << rule(*node.node);
    }
}

/// The root over variables x1, x2, …, explained for these values.
Explanation explained(Node root, const std::vector<Cell>& values) {
    Instrument made = instrument({}, std::move(root));
    for (std::size_t i = 0; i < values.size(); ++i)
        made.variables.push_back(ranged("x" + std::to_string(i + 1), "-1000", "1000"));
    return explain(score(made, {values}).scores, 0);
}

// --- contributions ---------------------------------------------------------------------------------------------------

/// The Shapley value by its definition: the mean over all orders of what a player adds when it joins.
std::vector<double> shapley_by_orders(const std::vector<double>& values, double neutral,
                                      const std::function<double(const std::vector<double>&)>& worth) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), 0u);
    std::vector<double> shares(values.size());
    double orders = 0;
    do {
        std::vector<double> coalition(values.size(), neutral);
        double before = worth(coalition);
        for (const std::size_t player : order) {
            coalition[player] = values[player];
            const double now = worth(coalition);
            shares[player] += now - before;
            before = now;
        }
        ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    for (double& share : shares) share /= orders;
    return shares;
}

struct ShapleyCase {
    const char* what;
    Node node;
    std::vector<double> values;
    double neutral;
    std::function<double(const std::vector<double>&)> worth;
};

void PrintTo(const ShapleyCase& test, std::ostream* out) { *out << test.what; }

class Shapley : public testing::TestWithParam<ShapleyCase> {};

TEST_P(Shapley, IsTheMeanOverAllOrders) {
    const ShapleyCase& test = GetParam();
    const Explanation explanation = explained(test.node, {test.values.begin(), test.values.end()});
    const ExplainedNode& root = explanation.nodes.front();
    ASSERT_EQ(root.sharing, Sharing::shapley);
    const std::vector<double> expected = shapley_by_orders(test.values, test.neutral, test.worth);
    EXPECT_NEAR(root.baseline, test.worth(std::vector<double>(test.values.size(), test.neutral)), 1e-12);
    for (std::size_t k = 0; k < expected.size(); ++k)
        EXPECT_NEAR(root.operands[k].contribution, expected[k], 1e-12 * std::max(1.0, std::abs(expected[k]))) << k;
    expect_sums(explanation);
}

double product(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 1.0, std::multiplies<>()); }

INSTANTIATE_TEST_SUITE_P(
    All, Shapley,
    testing::Values(
        ShapleyCase{"product",
                    NodeBuilder(Aggregate::product, {name("x1"), name("x2"), name("x3"), name("x4")}),
                    {2, 3, -4, 0.5},
                    1,
                    product},
        ShapleyCase{"geometric",
                    NodeBuilder(Aggregate::geometric,
                                {NodeBuilder(Aggregate::from, {name("x1")}).weight("3"), name("x2"), name("x3")}),
                    {0.2, 0.9, 4},
                    1,
                    [](const auto& x) { return std::pow(x[0] * x[0] * x[0] * x[1] * x[2], 0.2); }},
        ShapleyCase{"geometric with a zero",
                    NodeBuilder(Aggregate::geometric, {name("x1"), name("x2")}),
                    {0, 9},
                    1,
                    [](const auto& x) { return std::sqrt(x[0] * x[1]); }},
        ShapleyCase{"harmonic",
                    NodeBuilder(Aggregate::harmonic, {name("x1"), name("x2"), name("x3")}),
                    {1, 2, 4},
                    1,
                    [](const auto& x) { return 3 / (1 / x[0] + 1 / x[1] + 1 / x[2]); }},
        ShapleyCase{"min",
                    NodeBuilder(Aggregate::min, {name("x1"), name("x2"), name("x3")}),
                    {3, 1, 2},
                    0,
                    [](const auto& x) { return *std::min_element(x.begin(), x.end()); }},
        ShapleyCase{"max",
                    NodeBuilder(Aggregate::max, {name("x1"), name("x2"), name("x3")}),
                    {3, 1, 2},
                    0,
                    [](const auto& x) { return *std::max_element(x.begin(), x.end()); }},
        ShapleyCase{"ratio",
                    NodeBuilder(Aggregate::ratio, {name("x1"), name("x2")}).then(Complement{}),
                    {3, 4},
                    1,
                    [](const auto& x) { return 1 - x[0] / x[1]; }},
        ShapleyCase{
            "a clipped sum",
            NodeBuilder(Aggregate::sum, {name("x1"), name("x2"), name("x3")}).then(Clip{std::nullopt, number("5")}),
            {4, 3, 1},
            0,
            [](const auto& x) { return std::min(5.0, x[0] + x[1] + x[2]); }},
        ShapleyCase{"a rounded mean",
                    NodeBuilder(Aggregate::arithmetic, {name("x1"), name("x2")}).round(0),
                    {3, 4},
                    0,
                    [](const auto& x) { return std::floor((x[0] + x[1]) / 2 + 0.5); }},
        ShapleyCase{"an exponential",
                    NodeBuilder(Aggregate::arithmetic, {name("x1"), name("x2")}).then(Exponential{}),
                    {1, 2},
                    0,
                    [](const auto& x) { return std::exp((x[0] + x[1]) / 2); }}),
    [](const auto& test) {
        std::string text = test.param.what;
        std::replace(text.begin(), text.end(), ' ', '_');
        return text;
    });

TEST(Contributions, OfAnAdditiveNodeAreItsParts) {
    Node mean = NodeBuilder(Aggregate::arithmetic, {NodeBuilder(Aggregate::from, {name("x1")}).weight("3"), name("x2")})
                    .then(Affine{number("2"), number("1")})
                    .then(Complement{})
                    .then(Minmax{number("0"), number("-4")})
                    .then(Scaled{number("10")});
    const Explanation explanation = explained(mean, {4, 8});
    const ExplainedNode& root = explanation.nodes.front();
    EXPECT_EQ(root.sharing, Sharing::shares);
    // 10·((1 − (2·mean + 1)) / −4) = 5·mean
    EXPECT_EQ(root.baseline, 0);
    EXPECT_DOUBLE_EQ(root.operands[0].contribution, 15);
    EXPECT_DOUBLE_EQ(root.operands[1].contribution, 10);
    EXPECT_DOUBLE_EQ(root.operands[0].weight, 0.75);
    EXPECT_DOUBLE_EQ(root.value, 25);
    const Explanation other = explained(NodeBuilder(Aggregate::difference, {name("x1"), name("x2")}), {4, 8});
    const ExplainedNode& difference = other.nodes.front();
    EXPECT_EQ(difference.operands[0].contribution, 4);
    EXPECT_EQ(difference.operands[1].contribution, -8);
}

TEST(Contributions, OneOperandEarnsAll) {
    const Explanation explanation = explained(NodeBuilder(Aggregate::from, {name("x1")}).then(Exponential{}), {2});
    const ExplainedNode& root = explanation.nodes.front();
    EXPECT_EQ(root.sharing, Sharing::shares);
    EXPECT_EQ(root.baseline, 0);
    EXPECT_EQ(root.operands[0].contribution, root.value);
}

TEST(Contributions, OfManyOperandsAddUpAndTreatEqualsAlike) {
    Node product = NodeBuilder(Aggregate::product, {});
    std::vector<Cell> values;
    for (int i = 1; i <= 20; ++i) {
        product.operands.push_back(name("x" + std::to_string(i)));
        values.push_back(1.1);
    }
    const Explanation explanation = explained(product, values);
    const ExplainedNode& root = explanation.nodes.front();
    EXPECT_EQ(root.sharing, Sharing::cyclic_orders);
    expect_sums(explanation);
    for (const ExplainedOperand& operand : root.operands)
        EXPECT_NEAR(operand.contribution, (root.value - 1) / 20, 1e-12);
}

TEST(Contributions, ThatCannotBeSharedOutAreNotMadeUp) {
    // ln of the sum has no value at the baseline, where the sum is 0.
    const Explanation explanation =
        explained(NodeBuilder(Aggregate::sum, {name("x1"), name("x2")}).then(Logarithm{}), {2, 3});
    const ExplainedNode& root = explanation.nodes.front();
    EXPECT_EQ(root.sharing, Sharing::not_shared);
    for (const ExplainedOperand& operand : root.operands) EXPECT_TRUE(std::isnan(operand.contribution));
}

TEST(Contributions, AddUpWhereTheValueWasDecidedExactly) {
    // 0.1 + 0.2 rounded up to one digit is 0.3; in doubles it is 0.30000000000000004, rounded up 0.4.
    const Explanation explanation =
        explained(NodeBuilder(Aggregate::sum, {name("x1"), name("x2")}).round(1, RoundingMode::up), {0.1, 0.2});
    EXPECT_EQ(explanation.nodes.front().value, 0.3);
    expect_sums(explanation);
}

TEST(Contributions, OfRandomInstrumentsAddUp) {
    RandomInstruments random(99);
    std::size_t shared = 0;
    for (int i = 0; i < 1500 && !HasFailure(); ++i) {
        const Instrument instrument = random.instrument();
        const auto rows = random.answers(instrument, 3);
        const auto scorer = compile(instrument);
        if (scorer.has_error()) continue;
        SCOPED_TRACE("instrument " + std::to_string(i));
        const Answers answers(instrument, rows);
        const auto scores = scorer.value().score(answers.table());
        ASSERT_TRUE(scores.has_value());
        for (std::size_t u = 0; u < rows.size(); ++u) {
            const Explanation explanation = explain(scores.value(), u);
            expect_sums(explanation);
            for (const ExplainedNode& node : explanation.nodes) shared += node.sharing != Sharing::not_shared;
            // What is explained is what was scored.
            const double value = explanation.nodes.front().value;
            EXPECT_TRUE(std::isnan(value) ? std::isnan(scores.value().scores()[u])
                                          : value == scores.value().scores()[u]);
            EXPECT_EQ(explanation.nodes.front().status, scores.value().score_statuses()[u]);
        }
    }
    EXPECT_GT(shared, 2000u);
}

// --- what is told ----------------------------------------------------------------------------------------------------

/// A tree with every way an operand can count.
Instrument tree() {
    const Node inner =
        NodeBuilder(Aggregate::arithmetic, {NodeBuilder(Aggregate::from, {name("c")}).then(Points{}).weight("2"),
                                            name("x"), name("y"), name("z"), constant("1/3")})
            .id("inner")
            .missing(Status::missing, PolicyAction::lowest)
            .missing(Status::not_assessed, PolicyAction::renormalise)
            .substitute(Status::suppressed, "1");
    Instrument made = instrument(
        {choice("c", "s"), ranged("x", "-1", "1"), ranged("y", "0", "1"), ranged("z", "0", "1"),
         variable("b", VariableType::yes_no)},
        NodeBuilder(Aggregate::sum,
                    {name("inner"),
                     NodeBuilder(Aggregate::from, {name("b")}).then(Points{}).then(Scaled{number("2")}).round(1)})
            .id("root"),
        {inner});
    made.scales.push_back(scale("s", {"0", "1", "2"}));
    return made;
}

TEST(Explain, TellsEveryNodeOnceRootFirst) {
    const Explanation explanation = explain(score(tree(), {{1, 0.5, 0.25, 1, 1}}).scores, 0);
    EXPECT_EQ(explanation.root, "root");
    std::vector<std::string> keys;
    for (const ExplainedNode& node : explanation.nodes) keys.emplace_back(node.key);
    EXPECT_EQ(keys, (std::vector<std::string>{"root", "inner", "/nodes/0/arithmetic/0", "/score/sum/1"}));
    EXPECT_EQ(rule(*node_of(explanation, "/score/sum/1").node), "from > points > scale 2 > round 1 half-up");
    EXPECT_EQ(explanation.nodes[0].operands[0].name, "inner");
    EXPECT_EQ(explanation.nodes[0].operands[0].kind, OperandKind::node);
    EXPECT_EQ(explanation.nodes[0].operands[1].name, "/score/sum/1");
    EXPECT_TRUE(std::isnan(explanation.nodes[0].operands[0].weight));  // a sum has no weights
    EXPECT_EQ(explanation.nodes[1].operands[1].kind, OperandKind::variable);
    EXPECT_EQ(explanation.nodes[1].operands[4].kind, OperandKind::constant);
    EXPECT_EQ(explanation.nodes[1].operands[4].name, "1/3");
}

TEST(Explain, TellsWhatEachOperandCountedAs) {
    const Scored scored = score(tree(), {{1, Status::missing, Status::not_assessed, Status::suppressed, 1},
                                         {1, Status::no_information, Status::missing, 1, Status::missing}});
    const Explanation explanation = explain(scored.scores, 0);
    const ExplainedNode& inner = node_of(explanation, "inner");
    const Used used[] = {Used::as_observed, Used::as_lowest, Used::left_out, Used::substituted, Used::as_observed};
    const double values[] = {0.5, -1, nan(""), 1, 1.0 / 3};
    const double weights[] = {0.4, 0.2, nan(""), 0.2, 0.2};
    for (std::size_t k = 0; k < std::size(used); ++k) {
        EXPECT_EQ(inner.operands[k].used, used[k]) << k;
        if (std::isnan(values[k])) {
            EXPECT_TRUE(std::isnan(inner.operands[k].value) && std::isnan(inner.operands[k].weight)) << k;
            EXPECT_EQ(inner.operands[k].contribution, 0);
        } else {
            EXPECT_DOUBLE_EQ(inner.operands[k].value, values[k]) << k;
            EXPECT_DOUBLE_EQ(inner.operands[k].weight, weights[k]) << k;
        }
    }
    EXPECT_DOUBLE_EQ(inner.coverage, 0.4);  // 2 of 5
    const Explanation stopped = explain(scored.scores, 1);
    EXPECT_EQ(node_of(stopped, "inner").status, Status::no_information);
    EXPECT_TRUE(std::isnan(node_of(stopped, "inner").value));
    EXPECT_EQ(node_of(stopped, "inner").operands[1].used, Used::stopped);
    EXPECT_EQ(node_of(stopped, "inner").sharing, Sharing::not_shared);
}

TEST(Explain, TellsWhatEachVariableAnswered) {
    const Explanation explanation = explain(score(tree(), {{2, 0.5, Status::missing, 1, 0}}).scores, 0);
    ASSERT_EQ(explanation.variables.size(), 5u);
    EXPECT_EQ(explanation.variables[0].code, "L2");
    EXPECT_EQ(explanation.variables[0].value, 2);
    EXPECT_EQ(explanation.variables[1].code, "");
    EXPECT_EQ(explanation.variables[2].status, Status::missing);
    EXPECT_TRUE(std::isnan(explanation.variables[2].value));
    EXPECT_EQ(explanation.variables[4].code, "no");
}

TEST(Explain, FindsUnitsByName) {
    const Instrument made = tree();
    const Answers answers(made, {{1, 0, 0, 0, 1}, {2, 0, 0, 0, 1}});
    const auto scorer = compile(made);
    ASSERT_TRUE(scorer.has_value());
    const auto scores = scorer.value().score(answers.table().name_units({"ORG-01", "ORG-02"}));
    ASSERT_TRUE(scores.has_value());
    EXPECT_EQ(explain(scores.value(), "ORG-02").value().index, 1u);
    EXPECT_EQ(explain(scores.value(), "ORG-02").value().unit, "ORG-02");
    const auto unknown = explain(scores.value(), "ORG-03");
    ASSERT_TRUE(unknown.has_error());
    EXPECT_EQ(unknown.error().code(), "unit.unknown");
}

}  // namespace
