// A program that scores with a built-in instrument: the three parts of EIGE's H3 add up.
#include <pug/pug.hpp>

int main() {
    const auto standard = pug::catalog::load("eige.h3");
    if (!standard.has_value()) return 1;
    const auto scorer = pug::compile(standard.value());
    if (!scorer.has_value()) return 2;

    const double commitment[] = {1.5};
    const double structures[] = {3};
    const double methods[] = {4.5};
    pug::Table table(1);
    table.add("commitment", {commitment}).add("structures", {structures}).add("methods", {methods});
    const auto scores = scorer.value().score(table);
    if (!scores.has_value()) return 3;
    return scores.value()[0].score() == 9 ? 0 : 4;
}
