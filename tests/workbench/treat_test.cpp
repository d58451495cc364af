// Treatment of skewed columns: a plain second implementation, worked examples, and scipy's Box–Cox.
#include "pug/workbench/treat.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "pug/workbench/moments.hpp"

namespace {

using namespace pug::workbench;
using Column = std::vector<double>;

struct Treated {
    Column values;
    TreatmentReport report;
};

Treated treated(const Treatment& treatment, const Column& column) {
    Treated made{Column(column.size()), {}};
    made.report = treat(treatment, column, made.values);
    return made;
}

void expect_equal(const Column& found, const Column& wanted) {
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t at = 0; at < found.size(); ++at) {
        if (has_value(wanted[at])) {
            EXPECT_EQ(found[at], wanted[at]) << at;
        } else {
            EXPECT_FALSE(has_value(found[at])) << at;
        }
    }
}

Treatment only(TreatmentRule rule) {
    Treatment treatment;
    treatment.rules = {rule};
    return treatment;
}

bool passes(const Column& column, const Treatment& treatment) {
    const Moments found = moments(column);
    return std::abs(found.skew) < treatment.skew || found.kurtosis < treatment.kurtosis;
}

/// Winsorising one value after the other, as it is described: nothing clever.
Column winsorised(Column column, const Treatment& treatment, std::size_t& changed) {
    const Column before = column;
    changed = 0;
    while (!passes(column, treatment) && changed < treatment.most) {
        Column known;
        std::copy_if(column.begin(), column.end(), std::back_inserter(known), has_value);
        std::sort(known.begin(), known.end());
        if (moments(column).skew < 0) std::reverse(known.begin(), known.end());
        const double outermost = known.back();
        while (!known.empty() && known.back() == outermost) known.pop_back();
        if (known.empty() || known.front() == known.back()) break;
        std::replace(column.begin(), column.end(), outermost, known.back());
        changed = 0;
        for (std::size_t at = 0; at < column.size(); ++at)
            changed += has_value(column[at]) && column[at] != before[at] ? 1 : 0;
    }
    return column;
}

TEST(Winsorise, IsWhatItsDescriptionSays) {
    std::mt19937_64 random(11);
    std::lognormal_distribution<double> skewed(0, 1.4);
    std::size_t all = 0, low = 0;
    for (int i = 0; i < 2000; ++i) {
        Treatment treatment = only(TreatmentRule::winsorise);
        treatment.most = 1 + random() % 6;
        const double sign = random() % 2 == 0 ? 1 : -1, grain = random() % 2 == 0 ? 0 : 2;
        Column column;
        for (std::size_t n = 5 + random() % 60; column.size() < n;) {
            const double x = skewed(random);
            column.push_back(random() % 9 == 0 ? no_value : sign * (grain == 0 ? x : std::round(x / grain) * grain));
        }
        if (!has_value(moments(column).kurtosis)) continue;
        std::size_t changed = 0;
        const Column wanted = winsorised(column, treatment, changed);
        const Treated made = treated(treatment, column);
        expect_equal(made.values, wanted);
        EXPECT_EQ(made.report.winsorised_low + made.report.winsorised_high, changed);
        EXPECT_EQ(made.report.passes, passes(wanted, treatment));
        all += changed;
        low += made.report.winsorised_low;
    }
    EXPECT_GT(all, 1000u);
    EXPECT_GT(low, 300u);
}

TEST(Winsorise, CanBeStatedAsAClip) {
    Column column{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 300, 100};
    const Treated made = treated(only(TreatmentRule::winsorise), column);
    EXPECT_EQ(made.report.rule, TreatmentRule::winsorise);
    EXPECT_EQ(made.report.winsorised_high, 2u);
    EXPECT_EQ(made.report.high, 10);
    EXPECT_FALSE(has_value(made.report.low));
    EXPECT_EQ(made.report.winsorised_low, 0u);
    Column turned = column;
    for (double& cell : column) cell = std::min(cell, made.report.high);
    expect_equal(made.values, column);
    for (double& cell : turned) cell = -cell;
    const Treated low = treated(only(TreatmentRule::winsorise), turned);
    EXPECT_EQ(low.report.winsorised_low, 2u);
    EXPECT_EQ(low.report.low, -10);
    EXPECT_FALSE(has_value(low.report.high));
}

TEST(Treat, LeavesAloneWhatPasses) {
    const Column column{1, 2, 3, no_value, 5, 6, 7, 8};
    const Treated made = treated({}, column);
    expect_equal(made.values, column);
    EXPECT_EQ(made.report.rule, TreatmentRule::none);
    EXPECT_TRUE(made.report.passes);
    EXPECT_EQ(made.report.skew_after, made.report.skew_before);
}

TEST(Treat, TakesTheLogarithmOfTheColumnAsItWasWhereWinsorisingFails) {
    Column column{0, no_value, 99000, 100000};
    for (int x = 1; x < 30; ++x) column.push_back(x);
    Treatment treatment;
    treatment.most = 1;
    const Treated made = treated(treatment, column);
    EXPECT_EQ(made.report.rule, TreatmentRule::log);
    EXPECT_EQ(made.report.winsorised_high, 0u);
    EXPECT_DOUBLE_EQ(made.report.shift, 1000);
    for (std::size_t at = 0; at < column.size(); ++at) {
        if (has_value(column[at])) {
            EXPECT_NEAR(made.values[at], std::log(column[at] + 1000), 1e-12);
        } else {
            EXPECT_FALSE(has_value(made.values[at]));
        }
    }
}

TEST(Treat, KeepsTheLastRuleEvenWhereItFails) {
    Column column(60, 0);
    column[0] = 1;
    column[1] = 2;
    const Treated made = treated({}, column);
    EXPECT_EQ(made.report.rule, TreatmentRule::log);
    EXPECT_FALSE(made.report.passes);
    EXPECT_NEAR(made.values[1], std::log(2.02), 1e-12);
}

TEST(Treat, NeverMakesAColumnConstant) {
    Treatment treatment = only(TreatmentRule::winsorise);
    treatment.most = 1000;
    Column column(60, 0);
    column[0] = 1;
    column[1] = 2;
    const Treated made = treated(treatment, column);
    EXPECT_EQ(made.values[0], 1);
    EXPECT_EQ(made.values[1], 1);
    EXPECT_FALSE(made.report.passes);
}

TEST(Treat, AlwaysTreatsWhatPassesToo) {
    Treatment treatment = only(TreatmentRule::winsorise);
    treatment.always = true;
    treatment.most = 2;
    const Treated made = treated(treatment, {1, 2, 3, 4, 5, 7});
    EXPECT_EQ(made.report.winsorised_low + made.report.winsorised_high, 2u);
    EXPECT_EQ(made.report.rule, TreatmentRule::winsorise);
    EXPECT_TRUE(made.report.passes);
    treatment.rules = {TreatmentRule::log};
    EXPECT_EQ(treated(treatment, {1, 2, 3, 4, 5, 7}).report.rule, TreatmentRule::log);
}

TEST(Treat, NeverTouchesWhatHasNoShape) {
    Treatment treatment = only(TreatmentRule::log);
    treatment.always = true;
    for (const Column& column : {Column{}, Column{5}, Column{1, 2}, Column{3, 3, 3, 3}, Column{no_value, no_value}}) {
        const Treated made = treated(treatment, column);
        expect_equal(made.values, column);
        EXPECT_EQ(made.report.rule, TreatmentRule::none);
        EXPECT_TRUE(made.report.passes);
    }
}

TEST(Treat, MayWriteIntoTheColumnItself) {
    std::mt19937_64 random(12);
    std::lognormal_distribution<double> skewed(0, 2);
    Treatment treatment;
    treatment.rules = {TreatmentRule::winsorise, TreatmentRule::log, TreatmentRule::box_cox};
    treatment.most = 1;
    for (int i = 0; i < 200; ++i) {
        Column column;
        for (int n = 0; n < 30; ++n) column.push_back(skewed(random));
        const Treated made = treated(treatment, column);
        const TreatmentReport report = treat(treatment, column, column);
        expect_equal(column, made.values);
        EXPECT_EQ(report.rule, made.report.rule);
    }
}

/// scipy.stats.boxcox 1.x of these values.
const Column positive{0.5, 0.8, 1.1, 1.3, 2.2, 2.9, 4.1, 5.5, 9.7, 26.0};

TEST(BoxCox, FindsTheLambdaOfTheGreatestLikelihood) {
    Treatment treatment = only(TreatmentRule::box_cox);
    treatment.skew = 0.1;
    treatment.kurtosis = -10;
    const Treated made = treated(treatment, positive);
    EXPECT_EQ(made.report.rule, TreatmentRule::box_cox);
    EXPECT_EQ(made.report.shift, 0);
    EXPECT_NEAR(made.report.lambda, -0.185647142, 1e-6);
    EXPECT_NEAR(made.values.front(), -0.739720644, 1e-6);
    EXPECT_NEAR(made.values.back(), 2.44467595, 1e-5);
}

TEST(BoxCox, TakesALambdaThatIsGiven) {
    Treatment treatment = only(TreatmentRule::box_cox);
    treatment.always = true;
    for (const double lambda : {-1.0, 0.0, 0.5, 2.0}) {
        treatment.lambda = lambda;
        const Treated made = treated(treatment, positive);
        for (std::size_t at = 0; at < positive.size(); ++at) {
            const double wanted = lambda == 0 ? std::log(positive[at]) : (std::pow(positive[at], lambda) - 1) / lambda;
            EXPECT_NEAR(made.values[at], wanted, 1e-12 * std::max(1.0, std::abs(wanted)));
        }
    }
}

TEST(BoxCox, ShiftsWhatIsNotPositive) {
    Treatment treatment = only(TreatmentRule::box_cox);
    treatment.always = true;
    treatment.lambda = 0.5;
    const Column column{-50, -10, 0, no_value, 50};
    const Treated made = treated(treatment, column);
    EXPECT_DOUBLE_EQ(made.report.shift, 51);
    EXPECT_NEAR(made.values[0], 0, 1e-12);
    EXPECT_NEAR(made.values[4], (std::sqrt(101) - 1) * 2, 1e-12);
    EXPECT_FALSE(has_value(made.values[3]));
}

TEST(BoxCox, LeavesTheColumnWhereLambdaLeadsBeyondAllNumbers) {
    Treatment treatment = only(TreatmentRule::box_cox);
    treatment.always = true;
    treatment.lambda = 5000;
    const Treated made = treated(treatment, positive);
    expect_equal(made.values, positive);
    EXPECT_EQ(made.report.rule, TreatmentRule::none);
}

}  // namespace
