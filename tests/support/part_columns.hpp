#pragma once

#include <cstddef>
#include <random>
#include <span>
#include <utility>
#include <vector>

// Columns of parts for tests.
namespace pug::test::columns {

using Values = std::vector<std::vector<double>>;

/// Columns in the form that the workbench takes.
class Views {
  public:
    explicit Views(const Values& values) : spans_(values.begin(), values.end()) {}
    operator std::span<const std::span<const double>>() const { return spans_; }  // NOLINT(google-explicit-constructor)

  private:
    std::vector<std::span<const double>> spans_;
};

/// Random parts: each value between the ends, of so many steps where `steps` is above 0, so that some are equal.
inline Values random(std::mt19937_64& generator, std::size_t parts, std::size_t units, double low, double high,
                     int steps = 0) {
    std::uniform_real_distribution<double> number(low, high);
    std::uniform_int_distribution<int> step(0, steps);
    Values made(parts, std::vector<double>(units));
    for (auto& column : made) {
        for (double& cell : column)
            cell = steps == 0 ? number(generator) : low + (high - low) * step(generator) / steps;
    }
    return made;
}

inline std::vector<double> random_weights(std::mt19937_64& generator, std::size_t parts) {
    return random(generator, 1, parts, 0.1, 3).front();
}

/// The columns with their units in another order.
inline Values permuted(const Values& values, const std::vector<std::size_t>& order) {
    Values made = values;
    for (std::size_t k = 0; k < values.size(); ++k)
        for (std::size_t u = 0; u < order.size(); ++u) made[k][u] = values[k][order[u]];
    return made;
}

}  // namespace pug::test::columns
