// Fixed workloads whose machine instructions are counted: unlike time, a count does not depend on what else the machine
// does. Runs one of them, named on the command line; callgrind counts between the two toggles and nowhere else.
#include <valgrind/callgrind.h>

#include <functional>
#include <map>
#include <pug/pug.hpp>
#include <string>
#include <utility>

#include "../answers.hpp"
#include "../tree.hpp"

namespace {

using Work = std::function<void()>;

/// The compiler has to take it that somebody looks at the value.
template <class T>
void keep(const T& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

template <class Call>
void counted(Call call) {
    CALLGRIND_TOGGLE_COLLECT;
    const auto result = call();
    keep(result);
    CALLGRIND_TOGGLE_COLLECT;
}

/// Portable instructions are the same on every processor; the best are those that valgrind has, AVX2 at most.
Work scoring(const bench::Shape& shape, double missing, pug::Instructions instructions) {
    return [=] {
        const pug::Scorer scorer = bench::need(pug::compile(bench::tree(shape)));
        const bench::Answers answers(scorer.instrument(), 1000, missing);
        const pug::Table table = answers.table();
        pug::ScoreOptions options = bench::score_only();
        options.instructions = instructions;
        counted([&] { return bench::need(scorer.score(table, options)); });
    };
}

void explain() {
    const pug::Scorer scorer = bench::need(pug::compile(bench::need(pug::catalog::load("kemenpppa.lplpp"))));
    const bench::Answers answers(scorer.instrument(), 1, 0.1);
    const pug::Scores scores = bench::need(scorer.score(answers.table()));
    counted([&] { return pug::explain(scores, 0); });
}

void rank() {
    const pug::Scorer scorer = bench::need(pug::compile(bench::tree()));
    const bench::Answers answers(scorer.instrument(), 1000);
    const pug::Scores scores = bench::need(scorer.score(answers.table()));
    counted([&] { return pug::rank(scores); });
}

void compile() {
    const std::string_view document = pug::catalog::document("kemenpppa.lplpp");
    counted([&] { return bench::need(pug::compile(bench::need(pug::read_instrument(document)))); });
}

std::map<std::string, Work> workloads() {
    const bench::Shape weighted;
    const bench::Shape geometric{.mean = pug::Aggregate::geometric};
    const bench::Shape gates{.leaves_out = true, .has_verdict = true};
    std::map<std::string, Work> all = {{"compile", compile}, {"explain", explain}, {"rank", rank}};
    for (const auto& [ending, instructions] :
         {std::pair{"", pug::Instructions::best}, std::pair{"-portable", pug::Instructions::portable}}) {
        all.emplace(std::string("weighted-tree") + ending, scoring(weighted, 0, instructions));
        all.emplace(std::string("geometric-tree") + ending, scoring(geometric, 0, instructions));
        all.emplace(std::string("missing-gates") + ending, scoring(gates, 0.1, instructions));
    }
    return all;
}

}  // namespace

/// Without an argument: the names.
int main(int argc, char** argv) {
    const auto all = workloads();
    if (argc == 1) {
        for (const auto& [name, work] : all) std::printf("%s\n", name.c_str());
        return 0;
    }
    const auto found = all.find(argv[1]);
    if (argc != 2 || found == all.end()) return 2;
    found->second();
    return 0;
}
