// Units with the same answers.
#include "pug/analysis/alike.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace pug;

using Classes = detail::Alike<std::uint32_t>;

/// Columns of values and statuses, by variable, as observations.
detail::Observations observations(const std::vector<std::vector<double>>& values,
                                  const std::vector<std::vector<std::uint8_t>>& statuses) {
    detail::Observations made;
    made.units = values.front().size();
    for (std::size_t v = 0; v < values.size(); ++v)
        made.columns.push_back({values[v].data(), 1, statuses[v].empty() ? nullptr : statuses[v].data(), 1});
    return made;
}

TEST(Alike, FindsTheUnitsWithTheSameAnswers) {
    for (const std::size_t units : {1u, 255u, 256u, 257u, 5000u}) {
        std::mt19937_64 random(units);
        std::vector<std::vector<double>> values(3);
        std::vector<std::vector<std::uint8_t>> statuses(3);
        for (std::size_t u = 0; u < units; ++u) {
            for (std::size_t v = 0; v < 3; ++v) {
                const std::uint64_t status = v == 2 || random() % 3 != 0 ? 0 : random() % 4;
                // What is not observed has any value; 0 has both signs.
                values[v].push_back(status != 0         ? std::numeric_limits<double>::quiet_NaN()
                                    : random() % 2 == 0 ? static_cast<double>(random() % 9) / 10
                                    : random() % 2 == 0 ? 0.0
                                                        : -0.0);
                if (v != 2) statuses[v].push_back(static_cast<std::uint8_t>(status));
            }
        }
        const detail::Observations observed = observations(values, statuses);
        Classes alike(observed);
        const auto is_asked = [](std::size_t u) { return u % 5 != 3; };
        for (std::size_t u = 0; u < units; ++u) {
            if (is_asked(u)) alike.ask(static_cast<std::uint32_t>(u));
        }
        alike.find();
        std::map<std::string, std::uint32_t> known;
        for (std::size_t u = 0; u < units; ++u) {
            if (!is_asked(u)) continue;
            std::string answers;
            for (Slot v = 0; v < 3; ++v) {
                const auto status = static_cast<int>(observed.status(v, u));
                answers +=
                    std::to_string(status) + (status == 0 ? std::to_string(observed.value(v, u) + 0.0) : "") + " ";
            }
            const auto next = static_cast<std::uint32_t>(known.size());
            ASSERT_EQ(alike[static_cast<std::uint32_t>(u)], known.try_emplace(answers, next).first->second) << answers;
        }
        EXPECT_EQ(alike.classes(), known.size());
    }
}

TEST(Alike, TheSameHashIsNotTheSameAnswers) {
    // The second answer of every unit is the one that gives its answers a hash of 0.
    std::mt19937_64 random(17);
    std::vector<std::vector<double>> values(2);
    while (values[0].size() < 1000) {
        const double first = static_cast<double>(random() % 300) / 10;
        const double second = std::bit_cast<double>(Classes::mixed(0, std::bit_cast<std::uint64_t>(first)));
        if (!std::isfinite(second)) continue;
        ASSERT_EQ(Classes::mixed(Classes::mixed(0, std::bit_cast<std::uint64_t>(first)),
                                 std::bit_cast<std::uint64_t>(second)),
                  0u);
        values[0].push_back(first);
        values[1].push_back(second);
    }
    const detail::Observations observed = observations(values, {{}, {}});
    Classes alike(observed);
    for (std::uint32_t u = 0; u < 1000; ++u) alike.ask(u);
    alike.find();
    std::map<double, std::uint32_t> known;
    std::map<std::uint32_t, double> back;
    for (std::uint32_t u = 0; u < 1000; ++u) {
        ASSERT_EQ(known.try_emplace(values[0][u], alike[u]).first->second, alike[u]);
        ASSERT_EQ(back.try_emplace(alike[u], values[0][u]).first->second, values[0][u]);
    }
    EXPECT_EQ(alike.classes(), known.size());
}

}  // namespace
