// Every way in which a column becomes comparable: worked examples, what all have in common, and what is refused.
#include "pug/workbench/normalise.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace pug;
using namespace pug::workbench;
using Column = std::vector<double>;
using Method = NormalisationMethod;

const std::vector<std::string> units{"a", "b", "c", "d", "e"};
const Column column{10, 40, no_value, 20, 40};

Normalisation rule_of(Method method) {
    Normalisation rule;
    rule.method = method;
    return rule;
}

Indicator indicator_of(Direction direction) {
    Indicator indicator;
    indicator.name = "x";
    indicator.direction = direction;
    return indicator;
}

const Indicator higher = indicator_of(Direction::higher_is_better);
const Indicator lower = indicator_of(Direction::lower_is_better);

void expect(const Normalisation& rule, const Indicator& indicator, const Column& given, const Column& wanted) {
    Column found(given.size());
    const auto error = normalise(rule, indicator, units, given, found);
    ASSERT_FALSE(error) << error->code() << ": " << error->message();
    for (std::size_t at = 0; at < given.size(); ++at) {
        if (has_value(wanted[at])) {
            EXPECT_NEAR(found[at], wanted[at], 1e-12) << at;
        } else {
            EXPECT_FALSE(has_value(found[at])) << at;
        }
    }
    Column same = given;
    ASSERT_FALSE(normalise(rule, indicator, units, same, same));
    EXPECT_TRUE(std::equal(same.begin(), same.end(), found.begin(),
                           [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }));
}

void expect_error(const Normalisation& rule, const Indicator& indicator, const Column& given, const std::string& code) {
    Column out(given.size());
    const auto error = normalise(rule, indicator, units, given, out);
    ASSERT_TRUE(error) << code;
    EXPECT_EQ(error->code(), code);
    EXPECT_EQ(error->where(), "x");
    EXPECT_EQ(error->kind, ErrorKind::data);
}

TEST(Normalise, LeavesOrTurnsRound) {
    expect(rule_of(Method::none), higher, column, column);
    expect(rule_of(Method::none), lower, column, {-10, -40, no_value, -20, -40});
    Column zero{0};
    ASSERT_FALSE(normalise(rule_of(Method::none), lower, units, zero, zero));
    EXPECT_FALSE(std::signbit(zero.front()));
}

TEST(Normalise, Minmax) {
    expect(rule_of(Method::minmax), higher, column, {0, 100, no_value, 100.0 / 3, 100});
    Normalisation rule = rule_of(Method::minmax);
    rule.low = 1;
    rule.high = 4;
    expect(rule, lower, column, {4, 1, no_value, 3, 1});
}

TEST(Normalise, Goalposts) {
    Normalisation rule = rule_of(Method::goalposts);
    rule.from = 20;
    rule.to = 60;
    expect(rule, higher, column, {0, 50, no_value, 0, 50});
    expect(rule, lower, column, {100, 50, no_value, 100, 50});
    rule.hold = false;
    expect(rule, higher, column, {-25, 50, no_value, 0, 50});
    expect(rule, lower, column, {125, 50, no_value, 100, 50});
    std::swap(rule.from, rule.to);
    expect(rule, lower, column, {125, 50, no_value, 100, 50});
}

TEST(Normalise, Zscore) {
    Normalisation rule = rule_of(Method::zscore);
    const double mean = 27.5, sd = std::sqrt((17.5 * 17.5 + 2 * 12.5 * 12.5 + 7.5 * 7.5) / 3);
    expect(rule, higher, column, {(10 - mean) / sd, (40 - mean) / sd, no_value, (20 - mean) / sd, (40 - mean) / sd});
    rule.mean = 100;
    rule.sd = 10;
    expect(rule, lower, {1, 2, 3}, {110, 100, 90});
}

TEST(Normalise, ScaledIsTheSameInBothDirections) {
    Normalisation rule = rule_of(Method::scaled);
    rule.to = 40;
    expect(rule, higher, column, {25, 100, no_value, 50, 100});
    expect(rule, lower, column, {25, 100, no_value, 50, 100});
}

TEST(Normalise, PlacesCountHowManyAreWorse) {
    expect(rule_of(Method::rank), higher, column, {1, 3, no_value, 2, 3});
    expect(rule_of(Method::rank), lower, column, {4, 1, no_value, 3, 1});
    expect(rule_of(Method::percentile_rank), higher, column, {0, 2.0 / 3, no_value, 1.0 / 3, 2.0 / 3});
    expect(rule_of(Method::borda), higher, column, {0, 2, no_value, 1, 2});
    expect(rule_of(Method::borda), lower, column, {3, 0, no_value, 2, 0});
    expect(rule_of(Method::rank), higher, {7, 7}, {1, 1});
    expect(rule_of(Method::borda), higher, {7, 7}, {0, 0});
}

TEST(Normalise, Distances) {
    expect(rule_of(Method::distance_to_max), higher, column, {0, 1, no_value, 1.0 / 3, 1});
    expect(rule_of(Method::distance_to_max), lower, column, {1, 0, no_value, 2.0 / 3, 0});
    Normalisation rule = rule_of(Method::distance_to_reference);
    rule.unit = "d";
    expect(rule, higher, column, {0, 3, no_value, 1, 3});
    expect(rule, lower, column, {1.5, 0, no_value, 1, 0});
}

TEST(Normalise, DistanceToTarget) {
    Indicator with_target = higher;
    with_target.target = 25;
    Normalisation rule = rule_of(Method::distance_to_target);
    expect(rule, with_target, column, {0, 1, no_value, 2.0 / 3, 1});
    rule.hold = false;
    expect(rule, with_target, column, {0, 2, no_value, 2.0 / 3, 2});
    with_target.direction = Direction::lower_is_better;
    expect(rule, with_target, column, {2, 0, no_value, 4.0 / 3, 0});
}

TEST(Normalise, FractionOfMax) {
    expect(rule_of(Method::fraction_of_max), higher, column, {0.25, 1, no_value, 0.5, 1});
}

TEST(Normalise, AroundAReference) {
    Normalisation rule = rule_of(Method::around_reference);
    rule.low = 70;
    rule.high = 130;
    expect(rule, higher, column, {65, 125, no_value, 85, 125});  // about the mean, 27.5
    rule.reference = 20;
    expect(rule, higher, column, {80, 140, no_value, 100, 140});
    expect(rule, lower, column, {120, 60, no_value, 100, 60});
    rule.reference.reset();
    rule.unit = "a";
    expect(rule, higher, column, {100, 160, no_value, 120, 160});
}

TEST(Normalise, Categorical) {
    Normalisation rule = rule_of(Method::categorical);
    rule.steps = {{0, 1}, {20, 5}, {40.5, 2}};
    expect(rule, higher, column, {1, 5, no_value, 5, 5});
    expect(rule, lower, column, {1, 5, no_value, 5, 5});
    rule.steps = {{-std::numeric_limits<double>::infinity(), 3}};
    expect(rule, higher, column, {3, 3, no_value, 3, 3});
}

TEST(Normalise, Own) {
    Normalisation rule = rule_of(Method::own);
    rule.function = [](std::span<const double> in, std::span<double> out) {
        for (std::size_t at = 0; at < in.size(); ++at) out[at] = has_value(in[at]) ? in[at] / 10 : 7;
    };
    expect(rule, lower, column, {1, 4, no_value, 2, 4});
    rule.function = [](std::span<const double>, std::span<double> out) { out[0] = 1 / 0.0; };
    expect_error(rule, higher, column, "normalise.own");
}

TEST(Normalise, RefusesWhatHasNoScale) {
    for (const Method method : {Method::minmax, Method::zscore, Method::distance_to_max, Method::around_reference}) {
        expect_error(rule_of(method), higher, {0.1, 0.1, no_value, 0.1, 0.1}, "normalise.constant");
        expect_error(rule_of(method), higher, {5}, "normalise.constant");
        expect_error(rule_of(method), higher, {-1.5e308, 1.5e308}, "normalise.range");
    }
    expect_error(rule_of(Method::percentile_rank), higher, {5, no_value}, "normalise.constant");
    expect_error(rule_of(Method::fraction_of_max), higher, {-1, 0}, "normalise.negative");
    expect_error(rule_of(Method::fraction_of_max), lower, column, "normalise.negative");
}

TEST(Normalise, RefusesReferencesThatAreNone) {
    Normalisation rule = rule_of(Method::distance_to_reference);
    for (const auto& [unit, code] :
         {std::pair("z", "normalise.unit"), std::pair("c", "normalise.unit"), std::pair("a", "normalise.constant")}) {
        rule.unit = unit;
        expect_error(rule, higher, column, code);
    }
    rule.unit = "a";
    Column out(3);
    const std::vector<std::string> twice{"a", "b", "a"};
    EXPECT_EQ(normalise(rule, lower, twice, Column{1, 2, 3}, out)->code(), "normalise.unit");
    Indicator with_target = higher;
    expect_error(rule_of(Method::distance_to_target), with_target, column, "normalise.target");
    for (const double target : {10.0, 3.0}) {
        with_target.target = target;
        expect_error(rule_of(Method::distance_to_target), with_target, column, "normalise.target");
    }
    rule = rule_of(Method::categorical);
    rule.steps = {{11, 1}};
    expect_error(rule, higher, column, "normalise.steps");
}

TEST(Normalise, LeavesAColumnWithoutValues) {
    for (int method = 0; method < static_cast<int>(Method::distance_to_reference); ++method)
        expect(rule_of(static_cast<Method>(method)), higher, {no_value, no_value}, {no_value, no_value});
    expect(rule_of(Method::minmax), higher, {}, {});
}

/// Random columns without ties, under every rule that takes any column.
class EveryRule : public testing::TestWithParam<Method> {
  protected:
    Column random_column() {
        std::uniform_real_distribution<double> number(1, 50);
        Column made(units.size() + 20);
        for (double& cell : made) cell = number(random_);
        return made;
    }
    Column normalised(const Indicator& direction, const Column& given) {
        Normalisation rule = rule_of(GetParam());
        rule.hold = false;
        Indicator indicator = direction;
        indicator.target = 25;
        Column out(given.size());
        EXPECT_FALSE(normalise(rule, indicator, names_, given, out));
        return out;
    }
    std::mt19937_64 random_{5};
    std::vector<std::string> names_ = std::vector<std::string>(25, "u");
};

TEST_P(EveryRule, MakesMoreBetter) {
    for (int i = 0; i < 50; ++i) {
        const Column given = random_column();
        for (const Indicator& indicator : {higher, lower}) {
            const Column found = normalised(indicator, given);
            const double sign = indicator.direction == Direction::lower_is_better ? -1 : 1;
            for (std::size_t a = 0; a < given.size(); ++a) {
                for (std::size_t b = 0; b < given.size(); ++b)
                    EXPECT_EQ(sign * given[a] > sign * given[b], found[a] > found[b]);
            }
        }
    }
}

TEST_P(EveryRule, LooksAtTheValuesAndNotAtTheirOrder) {
    for (int i = 0; i < 50; ++i) {
        Column given = random_column();
        const Column before = normalised(lower, given);
        std::reverse(given.begin(), given.end());
        Column after = normalised(lower, given);
        std::reverse(after.begin(), after.end());
        for (std::size_t at = 0; at < given.size(); ++at) EXPECT_NEAR(after[at], before[at], 1e-12);
    }
}

INSTANTIATE_TEST_SUITE_P(Methods, EveryRule,
                         testing::Values(Method::none, Method::minmax, Method::goalposts, Method::zscore, Method::rank,
                                         Method::percentile_rank, Method::borda, Method::distance_to_max,
                                         Method::distance_to_target, Method::around_reference));

TEST(Normalise, DoesNotDependOnTheUnit) {
    std::mt19937_64 random(6);
    std::normal_distribution<double> normal(0, 3);
    for (const Method method : {Method::minmax, Method::zscore, Method::rank, Method::distance_to_max}) {
        Column given(30), other(30), a(30), b(30);
        const std::vector<std::string> names(30);
        for (std::size_t at = 0; at < given.size(); ++at) {
            given[at] = normal(random);
            other[at] = 1.8 * given[at] + 32;
        }
        ASSERT_FALSE(normalise(rule_of(method), higher, names, given, a));
        ASSERT_FALSE(normalise(rule_of(method), higher, names, other, b));
        for (std::size_t at = 0; at < given.size(); ++at) EXPECT_NEAR(a[at], b[at], 1e-12);
    }
}

}  // namespace
