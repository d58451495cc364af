#include "pug/workbench/sampling.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include "pug/random.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using SobolEngine = boost::random::sobol_engine<std::uint32_t, 32>;

constexpr std::size_t most_points = std::size_t{1} << 30;
constexpr std::size_t most_coordinates = std::size_t{1} << 28;
constexpr std::size_t most_inputs = boost::random::default_sobol_table::max_dimension / 2;
constexpr std::size_t most_levels = 1000;

Error wrong(std::string code, std::string where, const std::string& found, const std::string& wanted) {
    return {ErrorKind::argument, std::move(code), std::move(where), "found " + found + ", wanted " + wanted};
}

/// What is wrong with the size of a sample that has so many points of so many coordinates for one of `points`.
std::optional<Error> check_size(std::size_t points, std::size_t inputs, std::size_t coordinates) {
    if (points == 0 || points > most_points)
        return wrong("sampling.points", "points", std::to_string(points), "from 1 to " + std::to_string(most_points));
    if (inputs == 0 || inputs > most_inputs)
        return wrong("sampling.inputs", "inputs", std::to_string(inputs), "from 1 to " + std::to_string(most_inputs));
    if (points > most_coordinates / coordinates)
        return wrong("sampling.size", "points", std::to_string(points) + " × " + std::to_string(coordinates),
                     "at most " + std::to_string(most_coordinates) + " coordinates");
    return std::nullopt;
}

/// Random numbers of a sample by their place in it.
class Places {
  public:
    Places(std::uint64_t seed, std::string_view what) : key_{seed, hash_of(what)} {}
    std::uint64_t bits(std::size_t row, std::size_t column) const { return philox({column, row, 0, 0}, key_)[0]; }
    /// Strictly between 0 and 1.
    double inside(std::size_t row, std::size_t column) const {
        return (static_cast<double>(bits(row, column) >> 12) + 0.5) * 0x1p-52;
    }
    /// From 0 to below n, for n much less than 2^53.
    std::size_t below(std::size_t n, std::size_t row, std::size_t column) const {
        return static_cast<std::size_t>(unit_interval(bits(row, column)) * static_cast<double>(n));
    }

  private:
    std::array<std::uint64_t, 2> key_;
};

/// Fills both halves with the points of the Sobol sequence, shifted digitally.
void fill_sobol(SaltelliPoints& points, std::uint64_t seed) {
    const std::size_t inputs = points.inputs();
    const Places places(seed, "sampling.sobol");
    SobolEngine engine(2 * inputs);
    std::vector<std::uint32_t> shift(2 * inputs), state(2 * inputs);
    for (std::size_t i = 0; i < shift.size(); ++i) shift[i] = static_cast<std::uint32_t>(places.bits(0, i) >> 32);
    for (std::size_t j = 0; j < points.points(); ++j) {
        // The engine leaves out point 0, whose coordinates are all 0.
        if (j > 0) engine.generate(state.begin(), state.end());
        for (std::size_t i = 0; i < state.size(); ++i) {
            Matrix& half = i < inputs ? points.a : points.b;
            half.at(j, i < inputs ? i : i - inputs) = (static_cast<double>(state[i] ^ shift[i]) + 0.5) * 0x1p-32;
        }
    }
}

void fill_randomly(SaltelliPoints& points, std::uint64_t seed) {
    const Places places(seed, "sampling.random");
    for (std::size_t i = 0; i < points.inputs(); ++i) {
        for (std::size_t j = 0; j < points.points(); ++j) {
            points.a.at(j, i) = places.inside(j, i);
            points.b.at(j, i) = places.inside(j, points.inputs() + i);
        }
    }
}

/// A random order of 0 … n − 1 (Fisher and Yates); its random numbers have the places (row, first + 0 … n − 1).
std::vector<std::size_t> random_order(std::size_t n, const Places& places, std::size_t row, std::size_t first) {
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[places.below(i, row, first + i - 1)]);
    return order;
}

}  // namespace

Matrix SaltelliPoints::all() const {
    Matrix all(evaluations(), inputs(), 0);
    for (std::size_t i = 0; i < inputs(); ++i) {
        const auto from_a = a.column(i), from_b = b.column(i);
        auto to = all.column(i).begin();
        for (std::size_t block = 0; block < inputs() + 2; ++block) {
            const auto& from = block == 1 || block == i + 2 ? from_b : from_a;
            to = std::copy(from.begin(), from.end(), to);
        }
    }
    return all;
}

result<SaltelliPoints> saltelli(std::size_t points, std::size_t inputs, std::uint64_t seed, Spread spread) {
    if (auto error = check_size(points, inputs, 2 * inputs)) return *std::move(error);
    SaltelliPoints made{Matrix(points, inputs, 0), Matrix(points, inputs, 0)};
    if (spread == Spread::sobol) {
        fill_sobol(made, seed);
    } else {
        fill_randomly(made, seed);
    }
    return made;
}

result<Matrix> latin_hypercube(std::size_t points, std::size_t inputs, std::uint64_t seed) {
    if (auto error = check_size(points, inputs, inputs)) return *std::move(error);
    const Places slices(seed, "sampling.latin.slices"), within(seed, "sampling.latin.within");
    Matrix made(points, inputs, 0);
    for (std::size_t i = 0; i < inputs; ++i) {
        const std::vector<std::size_t> order = random_order(points, slices, i, 0);
        for (std::size_t j = 0; j < points; ++j)
            made.at(j, i) = (static_cast<double>(order[j]) + within.inside(j, i)) / static_cast<double>(points);
    }
    return made;
}

result<MorrisTrajectories> morris_trajectories(std::size_t trajectories, std::size_t inputs, std::size_t levels,
                                               std::uint64_t seed) {
    if (levels < 2 || levels > most_levels || levels % 2 != 0)
        return wrong("sampling.levels", "levels", std::to_string(levels),
                     "an even number from 2 to " + std::to_string(most_levels));
    if (auto error = check_size(trajectories, inputs, (inputs + 1) * inputs)) return *std::move(error);
    const Places starts(seed, "sampling.morris.start"), orders(seed, "sampling.morris.order");
    MorrisTrajectories made{trajectories, inputs, Matrix(trajectories * (inputs + 1), inputs, 0), {}};
    made.changed.reserve(trajectories * inputs);
    std::vector<std::size_t> place(inputs);
    for (std::size_t t = 0; t < trajectories; ++t) {
        for (std::size_t i = 0; i < inputs; ++i) place[i] = starts.below(levels, t, i);
        const std::vector<std::size_t> order = random_order(inputs, orders, t, 0);
        for (std::size_t step = 0; step <= inputs; ++step) {
            for (std::size_t i = 0; i < inputs; ++i)
                made.points.at(t * (inputs + 1) + step, i) =
                    (static_cast<double>(place[i]) + 0.5) / static_cast<double>(levels);
            if (step == inputs) break;
            std::size_t& moved = place[order[step]];
            moved = moved < levels / 2 ? moved + levels / 2 : moved - levels / 2;
        }
        made.changed.insert(made.changed.end(), order.begin(), order.end());
    }
    return made;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
