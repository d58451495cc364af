// Sorting doubles: against the standard library, on the distributions that radix sorts are afraid of.
#include "pug/analysis/sort.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace {

using pug::detail::of_ordinal;
using pug::detail::ordinal;
using pug::detail::Sorted;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(Ordinal, IsOrderedAsTheDoublesAre) {
    using limits = std::numeric_limits<double>;
    const std::vector<double> ascending = {
        -infinity, -limits::max(),       -1.5,          -1, -limits::min(),        -limits::denorm_min(),
        0,         limits::denorm_min(), limits::min(), 1,  1 + limits::epsilon(), limits::max(),
        infinity};
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        EXPECT_EQ(of_ordinal(ordinal(ascending[i])), ascending[i]);
        for (std::size_t j = 0; j < ascending.size(); ++j)
            EXPECT_EQ(ordinal(ascending[i]) < ordinal(ascending[j]), i < j) << ascending[i] << " " << ascending[j];
    }
    EXPECT_EQ(ordinal(-0.0), ordinal(0.0));
}

/// Checks the order, its values and its gaps.
template <class Index>
void expect_sorted(const std::vector<double>& values, bool descending, const std::vector<std::uint8_t>& taken = {}) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isnan(values[i]) && (taken.empty() || taken[i] != 0)) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return descending ? values[a] > values[b] : values[a] < values[b];
    });
    const Sorted<Index> sorted(values, descending, taken);
    ASSERT_EQ(sorted.size(), order.size());
    for (std::size_t p = 0; p < order.size(); ++p) {
        ASSERT_EQ(sorted[p], order[p]) << "at position " << p;
        ASSERT_EQ(sorted.rising(p), descending ? -values[order[p]] : values[order[p]]);
        if (p == 0) continue;
        const double distance = sorted.rising(p) - sorted.rising(p - 1);
        for (const double width : {0.0, 1e-300, 1e-14, 1e-9, 1.0, 1e300, infinity})
            ASSERT_EQ(sorted.is_gap(p, width), distance > width) << "at position " << p << " by " << width;
        ASSERT_FALSE(sorted.is_gap(p, distance));
        if (distance > 0 && distance < infinity) {
            ASSERT_TRUE(sorted.is_gap(p, std::nextafter(distance, 0)));
        }
    }
}

void expect_sorted_in_every_way(const std::vector<double>& values) {
    std::vector<std::uint8_t> taken(values.size());
    for (std::size_t i = 0; i < taken.size(); ++i) taken[i] = i % 3 != 1;
    for (const bool descending : {false, true}) {
        expect_sorted<std::uint32_t>(values, descending);
        expect_sorted<std::uint32_t>(values, descending, taken);
        expect_sorted<std::uint64_t>(values, descending, taken);
    }
    expect_sorted<std::uint32_t>(values, false, std::vector<std::uint8_t>(values.size(), 0));
}

using Distribution = std::function<double(std::mt19937_64&, std::size_t)>;

double uniform(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }

/// Name by name, a value for every place.
std::vector<std::pair<std::string, Distribution>> distributions() {
    using Random = std::mt19937_64;
    return {
        {"random", [](Random& r, std::size_t) { return 100 * uniform(r); }},
        {"all equal", [](Random&, std::size_t) { return 0.1; }},
        {"all but one equal", [](Random&, std::size_t i) { return i == 0 ? 0.2 : 0.1; }},
        {"ascending", [](Random&, std::size_t i) { return static_cast<double>(i) / 7; }},
        {"descending", [](Random&, std::size_t i) { return -static_cast<double>(i) / 7; }},
        {"whole", [](Random& r, std::size_t) { return static_cast<double>(r() % 11); }},
        {"tenths", [](Random& r, std::size_t) { return static_cast<double>(r() % 1001) / 10; }},
        {"two values", [](Random& r, std::size_t) { return r() % 2 == 0 ? 1.0 / 3 : 2.0 / 3; }},
        {"two neighbours", [](Random& r, std::size_t) { return r() % 2 == 0 ? 1.0 : std::nextafter(1.0, 2.0); }},
        {"zeros of both signs", [](Random& r, std::size_t) { return r() % 2 == 0 ? 0.0 : -0.0; }},
        {"around zero",
         [](Random& r, std::size_t) { return static_cast<double>(r() % 5) * 5e-324 * (r() % 2 == 0 ? 1 : -1); }},
        {"both signs", [](Random& r, std::size_t) { return 2 * uniform(r) - 1; }},
        {"huge range", [](Random& r, std::size_t) { return std::exp(1400 * (uniform(r) - 0.5)) * (r() % 2 ? 1 : -1); }},
        {"any bits",  // NaN now and then, infinities and subnormals rarely
         [](Random& r, std::size_t) { return std::bit_cast<double>(r()); }},
        {"infinities", [](Random& r, std::size_t) { return r() % 3 == 0   ? infinity
                                                           : r() % 3 == 0 ? -infinity
                                                                          : 1.0; }},
        {"some NaN", [](Random& r, std::size_t) { return r() % 4 == 0 ? nan : uniform(r); }},
        {"all NaN", [](Random&, std::size_t) { return nan; }},
        // All but a few have the same upper bits, so that the lower ones decide.
        {"clusters and outliers",
         [](Random& r, std::size_t) {
             const double value = static_cast<double>(r() % 3) * 25 + 1e-9 * uniform(r);
             return r() % 200 == 0 ? value * 1e300 : r() % 200 == 0 ? -1e300 * value : value;
         }},
        {"neighbours and an outlier",
         [](Random& r, std::size_t i) {
             return i == 3 ? 1e300 : std::bit_cast<double>(std::bit_cast<std::uint64_t>(70.7) + r() % 1000);
         }},
    };
}

TEST(Sorted, AgreesWithTheStandardLibrary) {
    for (const auto& [name, value_at] : distributions()) {
        for (const std::size_t size : {0u, 1u, 2u, 3u, 40u, 256u, 257u, 258u, 1000u, 5000u}) {
            std::mt19937_64 random(size);
            std::vector<double> values;
            for (std::size_t i = 0; i < size; ++i) values.push_back(value_at(random, i));
            SCOPED_TRACE(name + ", " + std::to_string(size));
            expect_sorted_in_every_way(values);
            if (HasFatalFailure()) return;
        }
    }
}

TEST(Sorted, TellsValuesThatDifferInAnyBit) {
    // One pair of values for every bit, in both orders, among others that agree in all the bits below.
    for (int bit = 0; bit < 62; ++bit) {
        const std::uint64_t first = std::bit_cast<std::uint64_t>(1.5) & ~((std::uint64_t{2} << bit) - 1);
        std::vector<double> values(600, std::bit_cast<double>(first));
        for (std::size_t i = 0; i < values.size(); i += 3)
            values[i] = std::bit_cast<double>(first | std::uint64_t{1} << bit);
        SCOPED_TRACE(bit);
        expect_sorted_in_every_way(values);
        values.push_back(1e300);
        values.push_back(-1e300);
        expect_sorted_in_every_way(values);
        if (HasFatalFailure()) return;
    }
}

}  // namespace
