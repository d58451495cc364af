// Scores one organisation that has answered three questions of the (draft) standard for providers: answers come as
// text, the others are missing, and the interval says what the score may still become.
#include <iomanip>
#include <iostream>
#include <map>
#include <pug/io/answers.hpp>
#include <pug/pug.hpp>

namespace {

const std::map<std::string, std::string> answers = {
    {"jenis_lembaga", "masyarakat"}, {"sk_tim_pengelola", "TL"}, {"layanan_rutin", "TS"}};

int fail(const pug::Error& error) {
    for (const auto& problem : error.problems) std::cerr << problem.where << ": " << problem.message << '\n';
    return 1;
}

}  // namespace

int main() {
    const auto standard = pug::catalog::load("kemenpppa.lplpp");
    if (!standard) return fail(standard.error());

    // One cell a variable: its value and its status.
    const auto& variables = standard.value().variables;
    std::vector<double> values(variables.size());
    std::vector<std::uint8_t> statuses(variables.size());
    pug::Table table(1);
    for (std::size_t v = 0; v < variables.size(); ++v) {
        const auto given = answers.find(variables[v].name);
        const auto answer =
            pug::AnswerReader(standard.value(), variables[v]).read(given == answers.end() ? "" : given->second);
        if (!answer) return fail(answer.error());
        values[v] = answer.value().value;
        statuses[v] = static_cast<std::uint8_t>(answer.value().status);
        table.add(variables[v].name, {&values[v], 1, &statuses[v], 1});
    }

    const auto scorer = pug::compile(standard.value());
    if (!scorer) return fail(scorer.error());
    const auto scores = scorer.value().score(table);
    if (!scores) return fail(scores.error());
    const auto unit = scores.value()[0];
    std::cout << std::fixed << std::setprecision(2);
    if (unit.rounded()) {
        std::cout << "score " << *unit.rounded() << ", " << unit.grade() << '\n';
    } else {
        std::cout << "no score yet: " << pug::to_string(unit.status()) << '\n';
    }
    std::cout << "between " << unit.interval().low << " and " << unit.interval().high << ", from "
              << 100 * unit.coverage() << " % of the weight\n";
    for (std::size_t g = 0; g < scores.value().gates().size(); ++g) {
        if (scores.value().gates()[g][0] == pug::GateState::met) continue;
        std::cout << "not met: " << standard.value().verdict.gates[g].title.in("en") << '\n';
    }
    return 0;
}
