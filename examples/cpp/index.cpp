// Builds a small (made-up) index in code, says how sure its ranks are, and scores a further unit on the same scale by
// the instrument that the index becomes.
#include <array>
#include <iostream>
#include <pug/pug.hpp>
#include <string>

namespace {

namespace workbench = pug::workbench;

int fail(const pug::Error& error) {
    for (const auto& problem : error.problems) std::cerr << problem.where << ": " << problem.message << '\n';
    return 1;
}

workbench::Design design() {
    workbench::Design design;
    design.id = "example.places";
    design.index.name = "access";
    for (const std::string name : {"services", "staff", "waiting"}) {
        design.indicators.emplace_back().name = name;
        design.index.parts.emplace_back().name = name;
    }
    design.index.parts[0].weight = 2;
    design.indicators[2].direction = pug::Direction::lower_is_better;
    design.steps = {workbench::Impute{{workbench::ImputationMethod::median, {}}, {}},
                    workbench::Normalise{}};  // from 0 to 100 between the least and the greatest
    return design;
}

workbench::Dataset data() {
    workbench::Dataset data;
    data.units = {"A", "B", "C", "D"};
    data.columns = {"services", "staff", "waiting"};
    data.values = workbench::Matrix(4, 3);
    const double cells[4][3] = {{3, 10, 20}, {5, 14, 30}, {4, workbench::no_value, 12}, {8, 9, 25}};
    for (std::size_t row = 0; row < 4; ++row) {
        for (std::size_t column = 0; column < 3; ++column) data.values.at(row, column) = cells[row][column];
    }
    return data;
}

template <std::size_t N>
pug::Table table(const std::array<double, N>& services, const std::array<double, N>& staff,
                 const std::array<double, N>& waiting) {
    pug::Table table(N);
    table.add("services", {services.data()}).add("staff", {staff.data()}).add("waiting", {waiting.data()});
    return table;
}

}  // namespace

int main() {
    const auto index = workbench::build(design(), data());
    if (!index) return fail(index.error());

    workbench::WeightNoise noise;
    noise.relative = 0.5;
    workbench::CertaintyOptions options;
    options.top = {1};
    const auto sure = workbench::certainty(design(), data(), {{noise}}, options);
    if (!sure) return fail(sure.error());
    for (const auto& unit : sure.value().units) {
        std::cout << unit.unit << ": rank " << unit.nominal_rank << ", " << unit.low_rank << " to " << unit.high_rank
                  << " if weights may be half as much more or less\n";
    }

    // The scale is that of the four: a fifth is placed on it and does not move it.
    const auto instrument = workbench::as_instrument(index.value());
    if (!instrument) return fail(instrument.error());
    const auto scorer = pug::compile(instrument.value());
    if (!scorer) return fail(scorer.error());
    const std::array<double, 4> services = {3, 5, 4, 8}, staff = {10, 14, 10, 9}, waiting = {20, 30, 12, 25};
    const std::array<double, 1> fifth_services = {6}, fifth_staff = {12}, fifth_waiting = {18};
    const auto references = scorer.value().fit(table(services, staff, waiting));
    if (!references) return fail(references.error());
    const auto fitted = scorer.value().with(references.value());
    if (!fitted) return fail(fitted.error());
    const auto scores = fitted.value().score(table(fifth_services, fifth_staff, fifth_waiting));
    if (!scores) return fail(scores.error());
    std::cout << "a fifth would have " << scores.value()[0].score() << '\n';
    return 0;
}
