// The published index of 51 units by 49 indicators: every step of the chain, and its variants, against reference
// results.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "pug/workbench/index.hpp"
#include "support/asem.hpp"
#include "support/need.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;
using test::asem::Sheet;

class Asem : public testing::Test {
  protected:
    void SetUp() override {
        if (!test::asem::is_there()) GTEST_SKIP() << "found no " << test::asem::folder();
    }
};

/// The largest difference of a column from that of a reference file, relative where the value is large. Cells without a
/// value must agree.
void expect_column(const Sheet& wanted, const std::vector<std::string>& units, const std::string& name,
                   std::span<const double> column) {
    ASSERT_LT(wanted.find(name), wanted.columns.size()) << name;
    for (std::size_t at = 0; at < units.size(); ++at) {
        const std::size_t row = wanted.row_of(units[at]);
        ASSERT_LT(row, wanted.rows.size()) << units[at];
        const double value = wanted.number(row, name);
        EXPECT_EQ(std::isnan(value), std::isnan(column[at])) << name << " of " << units[at];
        if (!std::isnan(value)) {
            EXPECT_NEAR(column[at], value, 1e-9 * std::max(1.0, std::abs(value))) << name << " of " << units[at];
        }
    }
}

/// A stage against the reference file of all indicators.
void expect_stage(const Index& index, const std::string& name, const std::string& file) {
    const Stage* stage = index.stage(name);
    ASSERT_NE(stage, nullptr);
    std::vector<std::string> units;
    for (const std::size_t row : stage->rows) units.push_back(index.data.units[row]);
    const Sheet wanted = test::asem::read(file);
    ASSERT_EQ(units.size(), wanted.rows.size());
    for (std::size_t i = 0; i < index.blueprint.indicators.size(); ++i)
        expect_column(wanted, units, index.blueprint.names[i], stage->values.column(i));
}

/// All values, indicators and parts, against a reference file.
void expect_values(const Index& index, const std::string& file) {
    const Sheet wanted = test::asem::read(file);
    ASSERT_EQ(index.blueprint.names.size(), 60u);
    for (std::size_t value = 0; value < index.blueprint.names.size(); ++value)
        expect_column(wanted, index.units, index.blueprint.names[value], index.value(value));
}

void expect_ranks(const Index& index, const std::string& file) {
    const Sheet wanted = test::asem::read(file);
    std::vector<std::size_t> ranks(index.units.size());
    for (std::size_t p = 0; p < index.blueprint.parts.size(); ++p) {
        const std::string& name = index.blueprint.parts[p].name;
        rank_descending(index.scores.column(p), ranks);
        for (std::size_t at = 0; at < index.units.size(); ++at)
            EXPECT_EQ(std::to_string(ranks[at]), wanted.text(wanted.row_of(index.units[at]), name)) << name;
    }
}

TEST_F(Asem, EveryStepAgrees) {
    const Index index = test::need(build(test::asem::design(), test::asem::dataset()));
    expect_stage(index, "denominated", "step_denominated");
    expect_stage(index, "imputed", "step_imputed");
    expect_stage(index, "treated", "step_treated");
    expect_stage(index, "normalised", "step_normalised");
    expect_values(index, "step_aggregated");
    expect_ranks(index, "ranks_amean");
    EXPECT_EQ(index.stages.size(), 6u);
    EXPECT_EQ(index.imputed.size(), 65u);
    EXPECT_EQ(index.screened.size(), 51u);
    ASSERT_EQ(index.ranks.size(), 51u);
    for (std::size_t at = 0; at < index.units.size(); ++at)
        EXPECT_EQ(index.ranks[at] == 1, index.units[at] == "CHE") << index.units[at];
}

TEST_F(Asem, EveryTreatmentIsReported) {
    const Index index = test::need(build(test::asem::design(), test::asem::dataset()));
    const Sheet wanted = test::asem::read("treat_details");
    ASSERT_EQ(index.treated.size(), wanted.rows.size());
    std::size_t treated = 0;
    for (std::size_t i = 0; i < index.treated.size(); ++i) {
        const std::size_t row = wanted.row_of(index.blueprint.names[i]);
        const TreatmentReport& report = index.treated[i];
        EXPECT_NEAR(report.skew_before, wanted.number(row, "check_SkewKurt0.Skew"), 1e-9);
        EXPECT_NEAR(report.kurtosis_before, wanted.number(row, "check_SkewKurt0.Kurt"), 1e-9);
        EXPECT_EQ(report.rule == TreatmentRule::none, wanted.text(row, "check_SkewKurt0.Pass") == "TRUE");
        if (report.rule == TreatmentRule::none) continue;
        ++treated;
        EXPECT_EQ(report.rule, TreatmentRule::winsorise);
        EXPECT_EQ(static_cast<double>(report.winsorised_low + report.winsorised_high),
                  wanted.number(row, "winsorise.nwin"));
        EXPECT_EQ(report.passes, wanted.text(row, "check_SkewKurt1.Pass") == "TRUE");
        EXPECT_NEAR(report.skew_after, wanted.number(row, "check_SkewKurt1.Skew"), 1e-9);
        EXPECT_NEAR(report.kurtosis_after, wanted.number(row, "check_SkewKurt1.Kurt"), 1e-9);
    }
    EXPECT_EQ(treated, 15u);
}

TEST_F(Asem, ScreeningBeforeImputationLosesFiveUnits) {
    Design design = test::asem::design();
    std::swap(design.steps[1], design.steps[2]);
    const Index index = test::need(build(design, test::asem::dataset()));
    EXPECT_EQ(index.units.size(), 46u);
    std::vector<std::string> lost;
    for (const ScreenedUnit& unit : index.screened) {
        if (!unit.is_in) lost.push_back(index.data.units[unit.row]);
    }
    std::sort(lost.begin(), lost.end());
    EXPECT_EQ(lost, (std::vector<std::string>{"BGD", "BRN", "KHM", "LAO", "MMR"}));
}

/// The chain with another normalisation.
Index normalised(const Normalisation& rule) {
    Design design = test::asem::design();
    std::get<Normalise>(design.steps.back()).all = rule;
    return test::need(build(design, test::asem::dataset()));
}

TEST_F(Asem, OtherNormalisationsAgree) {
    Normalisation rule;
    rule.method = NormalisationMethod::zscore;
    expect_stage(normalised(rule), "normalised", "normalised_zscore_0_1");
    rule.method = NormalisationMethod::rank;
    expect_stage(normalised(rule), "normalised", "normalised_rank");
    rule = {};
    rule.low = 1;
    expect_stage(normalised(rule), "normalised", "normalised_minmax_1_100");
}

TEST_F(Asem, ImputationByTheMedianOfAGroupAgrees) {
    Design design = test::asem::design();
    std::get<Impute>(design.steps[1]).all.method = ImputationMethod::group_median;
    design.steps.resize(2);
    for (Indicator& indicator : design.indicators) indicator.direction = Direction::higher_is_better;
    expect_stage(test::need(build(design, test::asem::dataset())), "imputed", "imputed_median_grp_EurAsia");
}

TEST_F(Asem, WhatIsMissingLeavesWithItsWeight) {
    Design design = test::asem::bare_design();
    Normalise normalise;
    normalise.all.low = 1;
    design.steps = {normalise};
    expect_values(test::need(build(design, test::asem::dataset())), "aggregated_raw_with_NA_amean");
}

TEST_F(Asem, OtherMeansAgree) {
    Design design = test::asem::design();
    std::get<Normalise>(design.steps.back()).all.low = 1;
    design.aggregation.method = AggregationMethod::geometric;
    const Index geometric = test::need(build(design, test::asem::dataset()));
    expect_values(geometric, "aggregated_gmean_1_100");
    expect_ranks(geometric, "ranks_gmean_1_100");
    design.aggregation.method = AggregationMethod::harmonic;
    expect_values(test::need(build(design, test::asem::dataset())), "aggregated_hmean_1_100");
    design.aggregation.method = AggregationMethod::power;
    design.aggregation.p = 0.5;
    expect_values(test::need(build(design, test::asem::dataset())), "aggregated_genmean_p0.5_1_100");
}

}  // namespace
