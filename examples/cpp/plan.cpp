// Finds the cheapest way of a (made-up) organisation to the best grade of the (draft) standard for providers, proves
// that there is no cheaper one, and says how firm that grade would be.
#include <iostream>
#include <map>
#include <pug/io/answers.hpp>
#include <pug/pug.hpp>

namespace {

const std::map<std::string, std::string> answers = {
    {"jenis_lembaga", "masyarakat"}, {"badan_hukum", "tidak"}, {"sk_tim_pengelola", "TS"}, {"layanan_rutin", "TT"},
    {"rujukan_berjalan", "TT"},      {"layanan_hukum", "TT"},  {"layanan_politik", "TT"},  {"staf_terlatih", "20"}};

/// What this organisation answers where nothing else is said.
std::string usual(pug::VariableType type) {
    if (type == pug::VariableType::choice) return "TL";
    if (type == pug::VariableType::yes_no) return "ya";
    return type == pug::VariableType::count ? "3" : "70";
}

int fail(const pug::Error& error) {
    for (const auto& problem : error.problems) std::cerr << problem.where << ": " << problem.message << '\n';
    return 1;
}

}  // namespace

int main() {
    const auto standard = pug::catalog::load("kemenpppa.lplpp");
    if (!standard) return fail(standard.error());
    const auto& variables = standard.value().variables;
    std::vector<double> values(variables.size());
    std::vector<std::uint8_t> statuses(variables.size());
    pug::Table table(1);
    for (std::size_t v = 0; v < variables.size(); ++v) {
        const auto given = answers.find(variables[v].name);
        const std::string text = given == answers.end() ? usual(variables[v].type) : given->second;
        const auto answer = pug::AnswerReader(standard.value(), variables[v]).read(text);
        if (!answer) return fail(answer.error());
        values[v] = answer.value().value;
        statuses[v] = static_cast<std::uint8_t>(answer.value().status);
        table.add(variables[v].name, {&values[v], 1, &statuses[v], 1});
    }
    table.name_units({"ORG-X"});

    const auto scorer = pug::compile(standard.value());
    if (!scorer) return fail(scorer.error());
    const auto scores = scorer.value().score(table);
    if (!scores) return fail(scores.error());
    const auto plan = pug::plan(scores.value(), "ORG-X", {.target = "utama"});
    if (!plan) return fail(plan.error());
    if (!plan.value().is_reached) return std::cout << "out of reach\n", 0;

    std::cout << scores.value().grade(0) << " now; " << plan.value().target << " for "
              << plan.value().costs.front().to_string() << ' ' << plan.value().resources.front()
              << (plan.value().is_proved ? ", proved to be the least\n" : "\n");
    for (const auto& change : plan.value().changes)
        std::cout << "  " << variables[change.variable].title.in("en") << ": " << change.costs.front().to_string()
                  << '\n';

    std::vector<pug::Supposed> supposed;
    for (const auto& change : plan.value().changes) supposed.push_back({variables[change.variable].name, change.to});
    const auto then = pug::what_if(scores.value(), 0, supposed);
    if (!then) return fail(then.error());
    const auto firm = pug::robustness(then.value().scores(), 1, {.draws = 0});
    if (!firm) return fail(firm.error());
    std::cout << "then " << firm.value().fall.size() << " wrong answer would cost that grade\n";
    return 0;
}
