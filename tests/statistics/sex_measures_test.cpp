// All that counts of women and men say, as far as they are known.
#include "pug/statistics/sex_measures.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace pug;

constexpr PartialSexCounts counts(std::size_t women, std::size_t men, std::size_t all_women, std::size_t all_men) {
    return {women, men, all_women, all_men};
}

void expect(const Measure& measure, double value, double low, double high) {
    EXPECT_EQ(measure.status, Status::observed);
    EXPECT_NEAR(measure.value, value, 1e-12);
    EXPECT_NEAR(measure.low, low, 1e-9);
    EXPECT_NEAR(measure.high, high, 1e-9);
}

// Intervals as statsmodels 0.15.0 has them: proportion_confint (beta, wilson), confint_proportions_2indep (newcomb;
// log).
TEST(SexMeasures, AreThoseOfAnotherLibrary) {
    const SexMeasures many = measure_sexes(counts(180, 300, 600, 500)).value();
    expect(many.women_share, 37.5, 33.153535379003773, 42.00148598668687);
    expect(many.women_rate, 30, 26.46994532170419, 33.784522718843846);
    expect(many.men_rate, 60, 55.64541227024271, 64.20210092052625);
    expect(many.gap, -30, -35.48807235539453, -24.230680585580483);
    expect(many.parity, 0.5, 0.43396826512918035, 0.5760789903049292);
    const SexMeasures few = measure_sexes(counts(9, 28, 11, 35)).value();
    expect(few.women_share, 100 * 9.0 / 37, 11.772517430710795, 41.199169242391387);
    expect(few.women_rate, 100 * 9.0 / 11, 52.30194380391557, 94.86323102539149);
    expect(few.gap, 100 * (9.0 / 11 - 0.8), -29.33243902221206, 22.378256590598283);
    expect(few.parity, 9.0 / 11 / 0.8, 0.7396098916349404, 1.4142199640786304);
    const SexMeasures none = measure_sexes(counts(0, 5, 20, 20)).value();
    expect(none.women_rate, 0, 0, 16.11251580528194);
    expect(none.gap, -25, -46.87008776187441, -3.776544556663031);
    const SexMeasures sure = measure_sexes(counts(180, 300, 600, 500), 0.9).value();
    expect(sure.gap, -30, -34.628939736422754, -25.17258215496513);
}

TEST(SexMeasures, ValuesAreNearestToTheExactOnes) {
    for (std::size_t all = 1; all < 60; ++all) {
        for (std::size_t women = 0; women <= all; ++women) {
            const SexMeasures measures = measure_sexes({women, all - women, all, std::nullopt}).value();
            const double exact = detail::nearest_double(Rational(100 * women, all));
            EXPECT_EQ(measures.women_share.value, exact);
            EXPECT_EQ(measures.women_rate.value, exact);
            EXPECT_EQ(measures.women_rate.low == 0, women == 0);
            EXPECT_EQ(measures.women_rate.high == 100, women == all);
        }
    }
}

TEST(SexMeasures, SayWhatIsMissing) {
    const SexMeasures shares = measure_sexes({23, 19, std::nullopt, std::nullopt}).value();
    EXPECT_EQ(shares.women_share.status, Status::observed);
    EXPECT_EQ(shares.women_rate.status, Status::missing);
    EXPECT_EQ(shares.gap.status, Status::missing);
    const SexMeasures rate = measure_sexes({std::nullopt, 19, std::nullopt, 40}).value();
    EXPECT_EQ(rate.women_share.status, Status::missing);
    EXPECT_EQ(rate.men_rate.value, 47.5);
    EXPECT_EQ(rate.parity.status, Status::missing);
}

TEST(SexMeasures, SayWhatCannotBeComputed) {
    const SexMeasures nobody = measure_sexes(counts(0, 0, 0, 0)).value();
    for (const Measure& measure : {nobody.women_share, nobody.women_rate, nobody.men_rate, nobody.gap, nobody.parity}) {
        EXPECT_EQ(measure.status, Status::not_computable);
        EXPECT_TRUE(std::isnan(measure.value));
    }
    const SexMeasures no_men = measure_sexes(counts(5, 0, 9, 9)).value();
    EXPECT_EQ(no_men.parity.status, Status::not_computable);
    EXPECT_EQ(no_men.gap.status, Status::observed);
    const SexMeasures no_women = measure_sexes(counts(0, 5, 9, 9)).value();
    EXPECT_EQ(no_women.parity.value, 0);
    EXPECT_TRUE(std::isinf(no_women.parity.high));
    const SexMeasures too_many = measure_sexes(counts(10, 5, 9, 9)).value();
    EXPECT_EQ(too_many.women_rate.status, Status::not_computable);
    EXPECT_EQ(too_many.gap.status, Status::not_computable);
    EXPECT_EQ(too_many.men_rate.status, Status::observed);
}

TEST(SexMeasures, RefuseWhatIsNoCount) {
    const std::size_t most = std::size_t{1} << 53;
    EXPECT_TRUE(measure_sexes(counts(most, most, most, most)).has_value());
    EXPECT_TRUE(measure_sexes(counts(most - 1, 1, most, most)).has_value());
    EXPECT_EQ(measure_sexes(counts(most + 1, 1, most, most)).error().code(), "statistics.count");
    EXPECT_EQ(measure_sexes(counts(1, 1, 1, 1), 1).error().code(), "statistics.confidence");
    EXPECT_EQ(possible(counts(10, 5, 9, 9)).error().where(), "women");
    EXPECT_EQ(possible(counts(9, 10, 9, 9)).error().where(), "men");
    EXPECT_TRUE(possible(counts(9, 9, 9, 9)).has_value());
    EXPECT_TRUE(possible({9, 9, std::nullopt, std::nullopt}).has_value());
}

}  // namespace
