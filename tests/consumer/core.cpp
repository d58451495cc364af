// A program that builds its instrument in code and links nothing: the mean of two percentages.
#include <pug/scorer.hpp>

int second_unit();

int main() {
    pug::Instrument instrument;
    instrument.id = "consumer.mean";
    for (const char* name : {"women", "men"}) {
        pug::Variable variable;
        variable.name = name;
        instrument.variables.push_back(variable);
        instrument.score.operands.emplace_back(pug::Name{name});
    }
    instrument.score.id = "mean";
    instrument.score.aggregate = pug::Aggregate::arithmetic;

    const auto scorer = pug::compile(instrument);
    if (!scorer.has_value()) return 1;

    const double women[] = {40, 25};
    const double men[] = {60, 50};
    pug::Table table(2);
    table.add("women", {women}).add("men", {men});
    const auto scores = scorer.value().score(table);
    if (!scores.has_value()) return 2;
    return scores.value()[0].score() == 50 && scores.value()[1].score() == 37.5 ? second_unit() : 3;
}
