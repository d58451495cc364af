// Hunting for ties: values that meet a cut-off, a step or half a last digit exactly, and their nearest neighbours.
// The oracles are whole numbers over common denominators, or rationals; none of them shares code with the engine.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <cmath>
#include <iostream>
#include <random>

#include "support/instruments.hpp"

namespace {

using namespace pug;
using namespace pug::test;

double before(double x) { return std::nextafter(x, -HUGE_VAL); }
double after(double x) { return std::nextafter(x, HUGE_VAL); }

std::int64_t power_of_ten(int digits) {
    std::int64_t power = 1;
    for (int i = 0; i < digits; ++i) power *= 10;
    return power;
}

// --- the ties that the field knows -----------------------------------------------------------------------------------

TEST(Ties, EqualSixthsAtEighty) {
    Instrument made = over(Aggregate::sum, {"1", "1", "1", "1", "1", "1"});
    for (Operand& operand : made.score.operands) std::get<Box<Node>>(operand)->then = {Scaled{number("1/6")}};
    made.verdict.grades = {band("madya", std::nullopt, Edge{number("80"), false}), band("utama", from("80"))};
    std::mt19937_64 random(80);
    std::vector<std::vector<Cell>> rows;
    std::vector<std::int64_t> tenths;
    for (int i = 0; i < 20000; ++i) {
        std::vector<std::int64_t> x(6);
        std::int64_t rest = 4800 + static_cast<std::int64_t>(random() % 3) - 1;  // at 80, or a sixtieth beside it
        for (std::size_t k = 0; k < 5; ++k) rest -= x[k] = 600 + static_cast<std::int64_t>(random() % 401);
        x[5] = std::clamp<std::int64_t>(rest, 0, 1000);
        std::shuffle(x.begin(), x.end(), random);
        rows.emplace_back();
        tenths.push_back(0);
        for (const std::int64_t each : x) {
            rows.back().emplace_back(static_cast<double>(each) / 10);
            tenths.back() += each;
        }
    }
    const Scored scored = score(made, rows);
    std::size_t at_eighty = 0;
    for (std::size_t u = 0; u < rows.size(); ++u) {
        at_eighty += tenths[u] == 4800;
        ASSERT_EQ(scored.grade(u), tenths[u] >= 4800 ? "utama" : "madya") << tenths[u] << "/60, unit " << u;
    }
    EXPECT_GT(at_eighty, rows.size() / 4);
}

TEST(Ties, GroupsByTheDeviationFromParityOfThePrintedRatio) {
    // Groups 1 to 5 end at deviations of 2.5, 5, 7.5 and 10 per cent, of the ratio rounded to three decimals.
    const Node printed = NodeBuilder(Aggregate::from, {name("ratio")}).round(3);
    Instrument made = instrument(
        {variable("ratio")},
        NodeBuilder(Aggregate::from, {printed}).then(Affine{number("100"), number("-100")}).then(Absolute{}));
    made.direction = Direction::lower_is_better;
    made.verdict.grades = {band("1", std::nullopt, from("2.5")), band("2", std::nullopt, from("5")),
                           band("3", std::nullopt, from("7.5")), band("4", std::nullopt, from("10")),
                           band("5", above("10"))};
    std::vector<std::vector<Cell>> rows;
    std::vector<std::int64_t> millionths;
    // Every ratio of four decimals from 0.85 to 1.15, and a millionth to either side of each.
    for (std::int64_t x = 850000; x <= 1150000; x += 100) {
        for (const int beside : {-1, 0, 1}) {
            millionths.push_back(x + beside);
            rows.push_back({static_cast<double>(x + beside) / 1e6});
        }
    }
    const Scored scored = score(made, rows);
    for (std::size_t u = 0; u < rows.size(); ++u) {
        const std::int64_t thousandths = (millionths[u] + 500) / 1000;
        const std::int64_t deviation = std::abs(thousandths - 1000);
        const std::int64_t group = std::min<std::int64_t>(5, deviation <= 25 ? 1 : (deviation + 24) / 25);
        ASSERT_EQ(scored.grade(u), std::to_string(group)) << millionths[u] << " millionths";
        ASSERT_LE(abs(Rational(Rational(scored.value(u)) - Rational(deviation, 10))), Rational(scored->errors()[u]));
    }
    const Scored four = score(made, {{0.95}, {0.975}, {1.05}, {1.1}, {0.9}, {1.025}, {0.9495}, {1.0505}, {1.05049}});
    const char* groups[] = {"2", "1", "2", "4", "4", "1", "2", "3", "2"};
    for (std::size_t u = 0; u < std::size(groups); ++u) EXPECT_EQ(four.grade(u), groups[u]) << u;
}

TEST(Ties, MeansThatEndInAFiveRoundUpAtOneDecimal) {
    // Eight groups of four or five questions; the mean of their percentages is an eighth of a multiple of five.
    const std::size_t sizes[] = {4, 4, 4, 5, 5, 4, 5, 4};
    Instrument made = instrument({}, NodeBuilder(Aggregate::arithmetic, {}));
    for (const std::size_t size : sizes) {
        Node group = NodeBuilder(Aggregate::arithmetic, {}).then(Scaled{number("100")});
        for (std::size_t q = 0; q < size; ++q) {
            made.variables.push_back(variable("q" + std::to_string(made.variables.size()), VariableType::yes_no));
            group.operands.push_back(name(made.variables.back().name));
        }
        made.score.operands.push_back(Box<Node>(std::move(group)));
    }
    made.verdict.round = Rounding{1, RoundingMode::half_up};
    std::mt19937_64 random(35);
    std::vector<std::vector<Cell>> rows;
    std::vector<std::int64_t> sums;
    for (int i = 0; i < 20000; ++i) {
        rows.emplace_back();
        sums.push_back(0);
        for (const std::size_t size : sizes) {
            for (std::size_t q = 0; q < size; ++q) {
                const int yes = random() % 3 != 0;
                rows.back().emplace_back(yes);
                sums.back() += yes * static_cast<std::int64_t>(100 / size);
            }
        }
    }
    const Scored scored = score(made, rows);
    std::size_t ties = 0;
    for (std::size_t u = 0; u < rows.size(); ++u) {
        ties += sums[u] * 10 % 8 == 4;
        ASSERT_EQ(scored.rounded(u), static_cast<double>((sums[u] * 10 + 4) / 8) / 10) << sums[u] << "/8";
    }
    EXPECT_GT(ties, rows.size() / 5);
}

// --- roots -----------------------------------------------------------------------------------------------------------

/// The geometric mean of x1, x2, … graded at a cut-off.
Instrument root_at(std::initializer_list<const char*> weights, std::string_view cut) {
    Instrument made = over(Aggregate::geometric, weights);
    made.verdict.grades = {band("below", std::nullopt, Edge{number(cut), false}), band("reached", from(cut))};
    return made;
}

TEST(Ties, RootsThatMeetACutOffAndTheirNeighboursInTheLastBit) {
    const struct {
        Instrument instrument;
        int product;  // that the numbers have when their mean is the cut-off
    } cases[] = {{root_at({"1", "1"}, "80"), 6400}, {root_at({"1", "1", "1"}, "80"), 512000}};
    std::mt19937_64 random(2);
    for (const auto& [made, product] : cases) {
        std::vector<std::vector<Cell>> rows;
        for (int i = 0; i < 1500; ++i) {
            // Numbers with few digits whose product is often exactly the one; the last is solved for, and disturbed.
            std::vector<Cell> row;
            double rest = product;
            while (row.size() + 1 < made.variables.size()) {
                row.emplace_back(
                    std::ldexp(static_cast<double>(1 + random() % 40), static_cast<int>(random() % 6) - 3));
                rest /= row.back().value;
            }
            const auto step = random() % 3;
            row.emplace_back(step == 0 ? before(rest) : step == 1 ? after(rest) : rest);
            std::shuffle(row.begin(), row.end(), random);
            rows.push_back(std::move(row));
        }
        const Scored scored = score(made, rows, {128, false});
        std::size_t met = 0;
        for (std::size_t u = 0; u < rows.size(); ++u) {
            Rational exact = 1;
            for (const Cell& cell : rows[u]) exact *= Decimal::of(cell.value).exact();
            met += exact == product;
            ASSERT_EQ(scored.grade(u), exact >= product ? "reached" : "below") << "unit " << u;
            ASSERT_EQ(scored.decided(u), Decided::to_fifty_digits);
        }
        EXPECT_GT(met, rows.size() / 50);
        EXPECT_LT(met, rows.size() / 2);
    }
}

TEST(Ties, RootsOfRationalsAtRationalCutOffs) {
    // √(a·b) with a = 1/3 · m², b = 1/3 · n² is m·n/3; the weights 1/3 and 2/3 give cube roots.
    const auto graded = [](const char* weight_a, const char* weight_b, const char* scale_a, const char* scale_b,
                           std::string_view cut, double a, double b) {
        Instrument made = root_at({weight_a, weight_b}, cut);
        std::get<Box<Node>>(made.score.operands[0])->then = {Scaled{number(scale_a)}};
        std::get<Box<Node>>(made.score.operands[1])->then = {Scaled{number(scale_b)}};
        return score(made, {{a, b}}).grade();
    };
    EXPECT_EQ(graded("1", "1", "1/3", "1/3", "2/3", 1, 4), "reached");
    EXPECT_EQ(graded("1", "1", "1/3", "1/3", "35/3", 25, 49), "reached");
    EXPECT_EQ(graded("0.1", "0.1", "1/7", "1/7", "0.12/7", 0.09, 0.16), "reached");
    EXPECT_EQ(graded("1/3", "2/3", "1/27", "1", "3", 1, 27), "reached");  // ∛(1/27 · 27²) = 3
    EXPECT_EQ(graded("1", "2", "1/27", "1", "3.00000000000000000000000000000000003", 1, 27), "below");
    EXPECT_EQ(graded("1", "2", "1/27", "1", "2.99999999999999999999999999999999997", 1, 27), "reached");
}

TEST(Ties, RootsThatMissACutOffByTheThirtiethDigit) {
    using Long = boost::multiprecision::cpp_dec_float_100;
    std::mt19937_64 random(30);
    for (int i = 0; i < 60; ++i) {
        const int a = 2 + static_cast<int>(random() % 97), b = 2 + static_cast<int>(random() % 97);
        const Long root = sqrt(Long(a) * b);
        // The cut-off lies 10⁻²⁰ to 10⁻³⁶ above or below the root, relative to it.
        const Long miss = root * pow(Long(10), -20 - static_cast<int>(random() % 17));
        const bool is_above = random() % 2 == 0;
        const std::string cut = (is_above ? Long(root + miss) : Long(root - miss)).str(60, std::ios::fixed);
        const Scored scored = score(root_at({"1", "1"}, cut), {{a, b}});
        ASSERT_EQ(scored.grade(), is_above ? "below" : "reached") << "root of " << a << "*" << b << " at " << cut;
        ASSERT_EQ(scored.decided(), Decided::to_fifty_digits);
    }
}

// --- a million units at cut-offs -------------------------------------------------------------------------------------

__extension__ typedef __int128 Wide;

/// over / under, under > 0.
struct Fraction {
    Wide over = 0, under = 1;
};

Wide floor_of(Wide over, Wide under) { return over / under - (over % under < 0 ? 1 : 0); }

/// A random instrument with two grades around a cut-off, where to find values near it, and what whole numbers say of
/// them.
class NearCutOff {
  public:
    static constexpr std::size_t kinds = 7;

    NearCutOff(std::size_t kind, std::mt19937_64& random) : kind_(kind), random_(random) {
        digits_ = static_cast<int>(1 + pick(kind_ == product || kind_ == square ? 4 : 9));
        unit_ = power_of_ten(digits_);
        made_ = test::instrument({}, Node{});
        const std::size_t count = kind_ == square || kind_ == position ? 1
                                  : kind_ == ratio || kind_ == product ? 2
                                                                       : 2 + pick(5);
        for (std::size_t k = 0; k < count; ++k) made_.variables.push_back(variable("x" + std::to_string(k)));
        for (std::size_t k = 0; k < count; ++k) weights_.push_back(1 + static_cast<std::int64_t>(pick(12)));
        if (kind_ == median) weights_.assign(count, 1);
        aim_ = whole(1, 90) * unit_ + whole(0, 2) * unit_ / 10;
        if (kind_ == ratio) aim_ = whole(1, 30);
        build();
        judge();
    }

    const Instrument& instrument() const { return made_; }

    /// The numerators of one unit's answers over `unit()`, near the cut-off.
    std::vector<std::int64_t> answers() {
        std::vector<std::int64_t> x(made_.variables.size());
        for (auto& each : x) each = whole(0, 100 * unit_);
        const std::size_t last = kind_ == product ? 1 : pick(x.size());
        switch (kind_) {
            case mean:
            case sum: {
                Wide rest = Wide(aim_) * (kind_ == mean ? total_weight() : common);
                for (std::size_t k = 0; k < x.size(); ++k) rest -= k == last ? 0 : x[k] * share(k);
                x[last] = static_cast<std::int64_t>(rest / share(last));
                break;
            }
            case ratio:
                x[1] = whole(2, 1000);
                x = {x[1] * aim_, x[1] * weights_[0]};
                break;
            case product: {
                static constexpr std::int64_t doubled[] = {1, 2, 4, 5, 8, 10, 16, 20, 25, 40, 50};
                x[0] = unit_ * doubled[pick(std::size(doubled))] / 2;
                x[1] = static_cast<std::int64_t>(Wide(aim_) * unit_ / x[0]);
                break;
            }
            case median: {
                // The two in the middle lie on both sides of the cut-off, as far from it; the others further off.
                const std::int64_t apart = whole(0, unit_ - 1);
                for (std::size_t k = 0; k < x.size(); ++k) {
                    x[k] = aim_ + (k % 2 == 0 ? apart : -apart) * static_cast<std::int64_t>(1 + k / 2);
                }
                std::shuffle(x.begin(), x.end(), random_);
                break;
            }
            case position:
                x[0] = low_ + static_cast<std::int64_t>(Wide(aim_) * (high_ - low_) / (100 * Wide(unit_)));
                break;
            case square:
                x[0] = root_;
        }
        x[last] += whole(-1, 1);
        if (kind_ == ratio && x[1] == 0) x[1] = 1;  // x / 0 has no grade
        return x;
    }
    std::int64_t unit() const { return unit_; }

    /// The exact score of a unit.
    Fraction score_of(const std::vector<std::int64_t>& x) const {
        Wide over = 0;
        switch (kind_) {
            case mean:
                for (std::size_t k = 0; k < x.size(); ++k) over += Wide(x[k]) * weights_[k];
                return {over, Wide(unit_) * total_weight()};
            case sum:
                for (std::size_t k = 0; k < x.size(); ++k) over += Wide(x[k]) * share(k);
                return {over, Wide(unit_) * common};
            case ratio:
                return {x[0], x[1]};
            case product:
                return {Wide(x[0]) * x[1], Wide(unit_) * unit_};
            case square:
                return {Wide(x[0]) * x[0], Wide(unit_) * unit_};
            case median: {
                std::vector<std::int64_t> sorted = x;
                std::sort(sorted.begin(), sorted.end());
                return {Wide(sorted[x.size() / 2]) + sorted[(x.size() - 1) / 2], Wide(unit_) * 2};
            }
            case position:
                break;
        }
        return {Wide(100) * (x[0] - low_), high_ - low_};
    }

    /// Whether a score reaches the higher grade.
    bool reaches(Fraction score) const {
        if (rounding_ >= 0) {
            const Wide scale = power_of_ten(rounding_);
            const Wide scaled = score.over * scale * 2 + (score.over < 0 ? -score.under : score.under);
            // Half-up away from zero: the floor of |x| + 1/2, with the sign of x.
            const Wide whole = score.over < 0 ? -floor_of(-scaled, 2 * score.under) : floor_of(scaled, 2 * score.under);
            score = {whole, scale};
        }
        const Wide distance = score.over * cut_.under - cut_.over * score.under;
        return is_included_ ? distance >= 0 : distance > 0;
    }

  private:
    enum Kind : std::size_t { mean, sum, ratio, product, square, median, position };
    static constexpr std::int64_t common = 27720;  // of the shares 1/1 … 1/12

    std::size_t pick(std::size_t below) { return static_cast<std::size_t>(random_() % below); }
    std::int64_t whole(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(pick(static_cast<std::size_t>(high - low + 1)));
    }
    std::int64_t total_weight() const {
        std::int64_t total = 0;
        for (const std::int64_t weight : weights_) total += weight;
        return total;
    }
    /// What a variable weighs in the score, over their total or `common`.
    std::int64_t share(std::size_t k) const { return kind_ == sum ? common / weights_[k] : weights_[k]; }

    static Number written(Wide over, Wide under) {
        return Decimal(Rational(static_cast<std::int64_t>(over), static_cast<std::int64_t>(under)));
    }

    void build() {
        static constexpr Aggregate aggregates[] = {Aggregate::arithmetic, Aggregate::sum,  Aggregate::ratio,
                                                   Aggregate::product,    Aggregate::from, Aggregate::median,
                                                   Aggregate::from};
        made_.score.aggregate = aggregates[kind_];
        for (std::size_t k = 0; k < made_.variables.size(); ++k) {
            Node leaf = NodeBuilder(Aggregate::from, {name(made_.variables[k].name)});
            if (kind_ == mean) leaf.weight = written(weights_[k], 2 * total_weight());  // divided by their sum again
            if (kind_ == sum) leaf.then = {Scaled{written(1, weights_[k])}};
            if (kind_ == mean || kind_ == sum) {
                made_.score.operands.push_back(Box<Node>(std::move(leaf)));
            } else {
                made_.score.operands.push_back(name(made_.variables[k].name));
            }
        }
        if (kind_ == square) {
            root_ = whole(1, 30 * unit_);
            made_.score.then = {Power{number("2")}};
        }
        if (kind_ == position) {
            low_ = whole(0, 50) * unit_;
            high_ = low_ + whole(1, 300) * unit_ + whole(0, 6);
            made_.score.then = {Minmax{written(low_, unit_), written(high_, unit_)}, Scaled{number("100")}};
        }
    }

    /// Two bands, a step table, or a condition; bands sometimes of the rounded value, whose cut-off then lies half a
    /// last digit from where the values are sought.
    void judge() {
        const std::size_t way = pick(4);
        is_included_ = pick(2) == 0;
        cut_ = kind_ == ratio    ? Fraction{aim_, weights_[0]}
               : kind_ == square ? Fraction{Wide(root_) * root_, Wide(unit_) * unit_}
                                 : Fraction{aim_, unit_};
        if (way == 1 && kind_ != ratio && kind_ != square) {
            rounding_ = static_cast<int>(pick(static_cast<std::size_t>(digits_)));
            const std::int64_t half = unit_ / power_of_ten(rounding_) / 2;
            aim_ = half * (2 * whole(1, 400) + 1);
            cut_ = {is_included_ ? aim_ + half : aim_ - half, unit_};
            made_.verdict.round = Rounding{rounding_, RoundingMode::half_up};
        }
        const Edge edge{written(cut_.over, cut_.under), is_included_};
        if (way <= 1) {
            made_.verdict.grades = {band("no", std::nullopt, Edge{edge.at, !edge.included}), band("yes", edge)};
            return;
        }
        made_.score.id = "value";
        const Node value = std::move(made_.score);
        if (way == 2) {
            made_.score = NodeBuilder(Aggregate::from, {value})
                              .then(Steps{{{std::nullopt, Number(Decimal(0))}, {edge, Number(Decimal(1))}}});
        } else {
            made_.score = NodeBuilder(Aggregate::holds, {});
            made_.score.holds =
                Condition{Compare{"value", edge.included ? Comparison::at_least : Comparison::above, {edge.at}, false}};
            made_.nodes.push_back(value);
        }
        made_.verdict.grades = {band("no", from("0")), band("yes", from("1"))};
    }

    std::size_t kind_;
    std::mt19937_64& random_;
    Instrument made_;
    int digits_ = 0, rounding_ = -1;
    bool is_included_ = true;
    std::int64_t unit_ = 1, aim_ = 0, root_ = 0, low_ = 0, high_ = 1;
    Fraction cut_;
    std::vector<std::int64_t> weights_;
};

TEST(Ties, AMillionUnitsOfRandomInstrumentsNearTheirCutOffsAreAllRight) {
    constexpr std::size_t instruments = 500, units = 2000;
    std::mt19937_64 random(1000000);
    std::size_t exact = 0, reached = 0, wrong = 0;
    for (std::size_t i = 0; i < instruments; ++i) {
        NearCutOff near(i % NearCutOff::kinds, random);
        std::vector<std::vector<Cell>> rows(units);
        std::vector<Fraction> scores(units);
        for (std::size_t u = 0; u < units; ++u) {
            const auto answers = near.answers();
            for (const std::int64_t x : answers)
                rows[u].emplace_back(static_cast<double>(x) / static_cast<double>(near.unit()));
            scores[u] = near.score_of(answers);
        }
        const Scored scored = score(near.instrument(), rows, {128, false});
        for (std::size_t u = 0; u < units; ++u) {
            const bool wanted = near.reaches(scores[u]);
            reached += wanted;
            exact += scored.decided(u) == Decided::exactly;
            if (scored.grade(u) == (wanted ? "yes" : "no")) continue;
            if (++wrong <= 5)
                ADD_FAILURE() << "instrument " << i << ", unit " << u << " is graded \"" << scored.grade(u)
                              << "\", status " << to_string(scored.status(u));
        }
    }
    EXPECT_EQ(wrong, 0u);
    const std::size_t all = instruments * units;
    std::cout << "of " << all << " units near cut-offs " << exact << " needed exact arithmetic, " << reached
              << " reached the higher grade, " << wrong << " were graded wrongly\n";
    // The hunt means something only while both paths and both grades are met often.
    EXPECT_GT(exact, all / 20);
    EXPECT_LT(exact, all);
    EXPECT_GT(reached, all / 4);
    EXPECT_LT(reached, all - all / 4);
}

}  // namespace
