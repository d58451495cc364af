#include "pug/analysis/pareto.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <vector>

namespace {

using namespace pug;

using Columns = std::vector<std::vector<std::int64_t>>;

/// Random things with few different entries, so that ties are common.
struct Things {
    std::size_t count;
    Columns equal, above, below;

    /// Whether one thing makes another superfluous.
    bool is_enough(std::size_t a, std::size_t b) const {
        const auto all = [&](const Columns& columns, auto holds) {
            return std::all_of(columns.begin(), columns.end(),
                               [&](const auto& column) { return holds(column[a], column[b]); });
        };
        return all(equal, std::equal_to<>()) && all(above, std::greater_equal<>()) && all(below, std::less_equal<>());
    }

    /// By the definition, looking at every pair: of those that are alike the first.
    std::vector<std::uint32_t> best() const {
        std::vector<std::uint32_t> kept;
        for (std::uint32_t b = 0; b < count; ++b) {
            bool is_superfluous = false;
            for (std::uint32_t a = 0; a < count && !is_superfluous; ++a)
                is_superfluous = a != b && is_enough(a, b) && (!is_enough(b, a) || a < b);
            if (!is_superfluous) kept.push_back(b);
        }
        return kept;
    }

    std::vector<std::uint32_t> found() const {
        detail::Pareto pareto(count);
        // In turn, as it does not matter in which order qualities are told.
        for (std::size_t i = 0; i < std::max({equal.size(), above.size(), below.size()}); ++i) {
            if (i < below.size()) pareto.is_better_below(below[i]);
            if (i < equal.size()) pareto.must_be_equal(equal[i]);
            if (i < above.size()) pareto.is_better_above(above[i]);
        }
        return pareto.best();
    }
};

class RandomThings {
  public:
    explicit RandomThings(std::uint64_t seed) : random_(seed) {}

    Things things(std::size_t qualities, std::size_t kinds) {
        Things made{pick(30), columns(0, 1), columns(0, 1), columns(0, 1)};
        made.equal = columns(kinds, made.count);
        const std::size_t above = pick(qualities + 1);
        made.above = columns(above, made.count);
        made.below = columns(qualities - above, made.count);
        return made;
    }

  private:
    std::size_t pick(std::size_t below) { return static_cast<std::size_t>(random_() % below); }

    Columns columns(std::size_t count, std::size_t length) {
        Columns made(count);
        for (auto& column : made) {
            const std::size_t different = 1 + pick(6);
            for (std::size_t i = 0; i < length; ++i)
                column.push_back(static_cast<std::int64_t>(pick(different)) - static_cast<std::int64_t>(different / 2));
        }
        return made;
    }

    std::mt19937_64 random_;
};

TEST(Pareto, KeepsWhatBruteForceKeeps) {
    std::size_t kept = 0, left_out = 0;
    for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
        RandomThings random(seed);
        const Things things = random.things(seed % 5, seed / 5 % 3);
        std::vector<std::uint32_t> found = things.found();
        std::sort(found.begin(), found.end());
        ASSERT_EQ(found, things.best()) << "seed " << seed;
        kept += found.size();
        left_out += things.count - found.size();
    }
    EXPECT_GT(kept, 50'000u);
    EXPECT_GT(left_out, 50'000u);
}

TEST(Pareto, WithoutQualitiesKeepsTheFirstOfEachKind) {
    detail::Pareto pareto(5);
    pareto.must_be_equal({2, 1, 2, 1, 3});
    std::vector<std::uint32_t> found = pareto.best();
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, (std::vector<std::uint32_t>{0, 1, 4}));
    EXPECT_EQ(detail::Pareto(3).best(), (std::vector<std::uint32_t>{0}));
    EXPECT_TRUE(detail::Pareto(0).best().empty());
}

TEST(Pareto, TakesTheWholeRange) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    detail::Pareto pareto(3);
    pareto.is_better_below({most, 0, -most});
    pareto.is_better_above({most, most, -most});
    std::vector<std::uint32_t> found = pareto.best();
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, (std::vector<std::uint32_t>{1, 2}));
}

}  // namespace
