// Correlations, alpha and effective weights of the published index of 51 units by 49 indicators, against reference
// results.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "pug/workbench/correlate.hpp"
#include "pug/workbench/effective_weights.hpp"
#include "pug/workbench/lookup.hpp"
#include "pug/workbench/reliability.hpp"
#include "support/asem.hpp"
#include "support/sample_index.hpp"

namespace {

using namespace pug;
using namespace pug::workbench;
using test::asem::Sheet;

class AsemUnderstood : public testing::Test {
  protected:
    void SetUp() override {
        if (!test::asem::is_there()) GTEST_SKIP() << "found no " << test::asem::folder();
        index = test::sample::built(test::asem::design(), test::asem::dataset());
    }
    Index index;
};

TEST_F(AsemUnderstood, CorrelationsWithTheIndexAgree) {
    const Sheet wanted = test::asem::read("corr_ind_vs_index_pearson");
    ASSERT_EQ(wanted.rows.size(), 49u);
    const CorrelationTable table = correlate_levels(index, 4, 1).value();
    for (std::size_t row = 0; row < wanted.rows.size(); ++row) {
        const std::size_t value = index.blueprint.find(wanted.text(row, "Var2"));
        ASSERT_LT(value, 49u);
        EXPECT_NEAR(table.at(0, value).value, wanted.number(row, "Correlation"), 1e-12) << wanted.text(row, "Var2");
        EXPECT_EQ(table.at(0, value).n, 51u);
    }
}

TEST_F(AsemUnderstood, AlphaAgrees) {
    const Sheet wanted = test::asem::read("cronbach");
    ASSERT_EQ(wanted.rows.size(), 5u);
    for (std::size_t row = 0; row < wanted.rows.size(); ++row) {
        const Reliability found = reliability(index, {wanted.text(row, "iCode"), 0, ""}).value();
        EXPECT_NEAR(found.alpha, wanted.number(row, "alpha"), 1e-12) << wanted.text(row, "iCode");
        EXPECT_EQ(found.rows, 51u);
        EXPECT_EQ(found.without.size(), found.values.size());
    }
}

TEST_F(AsemUnderstood, EffectiveWeightsAgree) {
    const Sheet wanted = test::asem::read("effective_weights");
    ASSERT_EQ(wanted.rows.size(), 60u);
    const std::vector<EffectiveWeight> weights = effective_weights(index);
    for (std::size_t row = 0; row < wanted.rows.size(); ++row) {
        const EffectiveWeight& each = weights[index.blueprint.find(wanted.text(row, "iCode"))];
        EXPECT_NEAR(each.effective, wanted.number(row, "EffWeight"), 1e-15) << wanted.text(row, "iCode");
        EXPECT_EQ(static_cast<double>(each.level), wanted.number(row, "Level"));
    }
}

}  // namespace
