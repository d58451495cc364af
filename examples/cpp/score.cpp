// Scores three countries with UNDP's Gender Inequality Index, ranks them and explains one of them.
#include <iomanip>
#include <iostream>
#include <pug/pug.hpp>

namespace {

// UNDP, Human Development Report 2023-24, composite indices, year 2022 (CC BY 3.0 IGO). One row a country.
const std::vector<std::string> variables = {"mmr", "abr", "se_f", "se_m", "pr_f", "pr_m", "lfpr_f", "lfpr_m"};
const std::vector<std::string> countries = {"Indonesia", "Malaysia", "Norway"};
const double figures[] = {
    172.9225117, 32.94, 51.00518036, 58.21279907, 21.91304348, 78.08695652, 52.5,  81.45,
    21.13193118, 9.127, 76.12813868, 79.24223022, 14.49275362, 85.50724638, 55.08, 80.47,
    1.663741403, 2.195, 99.09403104, 99.27497953, 44.9704142,  55.0295858,  62.53, 69.59,
};

int fail(const pug::Error& error) {
    for (const auto& problem : error.problems) std::cerr << problem.where << ": " << problem.message << '\n';
    return 1;
}

}  // namespace

int main() {
    const auto standard = pug::catalog::load("undp.gii");
    if (!standard) return fail(standard.error());
    const auto scorer = pug::compile(standard.value());
    if (!scorer) return fail(scorer.error());
    const auto answers = pug::Table::matrix(variables, figures, nullptr, 3, 8).name_units(countries);
    const auto scores = scorer.value().score(answers);
    if (!scores) return fail(scores.error());

    const auto ranks = pug::rank(scores.value());
    std::cout << std::fixed << std::setprecision(3);
    for (const auto& unit : scores.value()) {
        std::cout << unit.name() << ' ' << *unit.rounded() << ", rank " << static_cast<int>(ranks[unit.index()])
                  << '\n';
    }

    const auto why = pug::explain(scores.value(), "Indonesia");
    if (!why) return fail(why.error());
    for (const auto& node : why.value().nodes) {
        if (!node.id.empty()) std::cout << node.id << " = " << node.value << " (" << pug::rule(*node.node) << ")\n";
    }
    return 0;
}
