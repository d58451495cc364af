// Builds an instrument in code and scores with it, with nothing but headers: no document, no library to link
// (pug::core).
#include <iostream>
#include <pug/scorer.hpp>

namespace {

pug::Variable percentage(std::string name) {
    pug::Variable variable;
    variable.name = std::move(name);
    variable.type = pug::VariableType::percent;
    variable.low = 0;
    variable.high = 100;
    return variable;
}

pug::Grade from(std::string name, int lowest) {
    pug::Grade grade;
    grade.name = std::move(name);
    grade.lower = pug::Edge{pug::Decimal(lowest), true};
    return grade;
}

/// The ratio of women's to men's share, in per cent and at most 100, graded at 90.
pug::Instrument parity() {
    pug::Instrument instrument;
    instrument.id = "example.parity";
    instrument.variables = {percentage("women"), percentage("men")};
    instrument.score.id = "parity";
    instrument.score.aggregate = pug::Aggregate::ratio;
    instrument.score.operands = {pug::Name{"women"}, pug::Name{"men"}};
    instrument.score.then = {pug::Scaled{pug::Decimal(100)}, pug::Clip{{}, pug::Decimal(100)}};
    instrument.verdict.grades = {from("unequal", 0), from("near parity", 90)};
    return instrument;
}

}  // namespace

int main() {
    const auto scorer = pug::compile(parity());
    if (!scorer) return std::cerr << scorer.error().message() << '\n', 1;

    const double women[] = {45, 30, 52};
    const double men[] = {50, 60, 0};
    const std::uint8_t men_known[] = {0, 0, static_cast<std::uint8_t>(pug::Status::missing)};
    const auto scores = scorer.value().score(pug::Table(3).add("women", {women}).add("men", {men, 1, men_known, 1}));
    if (!scores) return std::cerr << scores.error().message() << '\n', 1;

    for (const auto& unit : scores.value()) {
        if (unit.status() == pug::Status::observed) {
            std::cout << "unit " << unit.name() << ": " << unit.score() << ", " << unit.grade() << '\n';
        } else {
            std::cout << "unit " << unit.name() << ": " << pug::to_string(unit.status()) << '\n';
        }
    }
    return 0;
}
