#pragma once

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "pug/analysis/rank.hpp"
#include "pug/catalog.hpp"
#include "pug/io/answers.hpp"
#include "pug/io/instrument.hpp"
#include "pug/scorer.hpp"

// Golden files: answers in text and every number that comes out of them, to the last bit. Their format, made to be read
// in a few lines of any language, is told in README.md.
namespace pug::golden {

using Cells = std::vector<std::string>;

/// A golden file in memory.
struct Golden {
    std::string instrument;  ///< id of the catalog, or the path of a document below the root of the repository
    Cells inputs;            ///< names of the variables
    Cells results;           ///< names of the columns of results
    std::vector<Cells> in, out;
};

inline std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline Cells split(const std::string& line) {
    Cells cells(1);
    for (const char c : line) {
        if (c == '\t') {
            cells.emplace_back();
        } else {
            cells.back() += c;
        }
    }
    return cells;
}

inline Golden read_golden(const std::string& path) {
    Golden golden;
    std::istringstream lines(read_file(path));
    for (std::string line; std::getline(lines, line);) {
        Cells cells = split(line);
        const std::string keyword = cells.front();
        cells.erase(cells.begin());
        if (keyword == "instrument")
            golden.instrument = cells.at(0);
        else if (keyword == "inputs")
            golden.inputs = std::move(cells);
        else if (keyword == "results")
            golden.results = std::move(cells);
        else if (keyword == "in")
            golden.in.push_back(std::move(cells));
        else if (keyword == "out")
            golden.out.push_back(std::move(cells));
    }
    return golden;
}

inline void write(std::FILE* file, const char* keyword, const Cells& cells) {
    std::fputs(keyword, file);
    for (const std::string& cell : cells) std::fprintf(file, "\t%s", cell.c_str());
    std::fputc('\n', file);
}

inline void write_golden(std::FILE* file, const Golden& golden) {
    write(file, "instrument", {golden.instrument});
    write(file, "inputs", golden.inputs);
    write(file, "results", golden.results);
    for (std::size_t row = 0; row < golden.in.size(); ++row) {
        write(file, "in", golden.in[row]);
        write(file, "out", golden.out[row]);
    }
}

/// The instrument that a golden file names.
inline result<Instrument> load(const std::string& root, const std::string& name) {
    return name.ends_with(".json") ? read_instrument(read_file(root + "/" + name)) : catalog::load(name);
}

inline std::string cell(double value) {
    if (std::isnan(value)) return "nan";
    char text[64];
    std::snprintf(text, sizeof text, "%a", value);
    return text;
}

template <class Enum>
std::string code(Enum value) {
    return std::to_string(static_cast<unsigned>(value));
}

/// Scores the answers of a golden file and fills in its results.
inline result<Golden> scored(Golden golden, const Scorer& scorer, const ScoreOptions& options = {}) {
    const auto& variables = scorer.instrument().variables;
    const std::size_t units = golden.in.size();
    std::vector<double> values(units * variables.size());
    std::vector<std::uint8_t> statuses(values.size(), static_cast<std::uint8_t>(Status::missing));
    Table table(units);
    for (std::size_t v = 0; v < variables.size(); ++v) {
        const AnswerReader reader(scorer.instrument(), variables[v]);
        for (std::size_t i = 0; i < golden.inputs.size(); ++i) {
            if (golden.inputs[i] != variables[v].name) continue;
            for (std::size_t u = 0; u < units; ++u) {
                PUG_TRY(const Answer answer, reader.read(golden.in[u].at(i)));
                values[v * units + u] = answer.value;
                statuses[v * units + u] = static_cast<std::uint8_t>(answer.status);
            }
        }
        table.add(variables[v].name, {&values[v * units], 1, &statuses[v * units], 1});
    }
    PUG_TRY(const Scores scores, scorer.score(table, options));
    const std::vector<double> ranks = rank(scores);

    golden.results = {"score", "status", "rounded", "grade", "coverage", "low", "high", "rank", "decided"};
    for (const std::string& node : scores.nodes()) {
        golden.results.push_back("value " + node);
        golden.results.push_back("status " + node);
    }
    for (std::size_t g = 0; g < scores.gates().size(); ++g) golden.results.push_back("gate " + std::to_string(g));
    for (std::size_t c = 0; c < scores.caps().size(); ++c) golden.results.push_back("cap " + std::to_string(c));

    golden.out.clear();
    for (std::size_t u = 0; u < units; ++u) {
        Cells out = {cell(scores.scores()[u]),         code(scores.score_statuses()[u]),
                     cell(scores.rounded()[u]),        std::string(scores.grade(u)),
                     cell(scores.coverages()[u]),      cell(scores.intervals()[u].low),
                     cell(scores.intervals()[u].high), cell(ranks[u]),
                     code(scores.decided()[u])};
        for (std::size_t n = 0; n < scores.nodes().size(); ++n) {
            out.push_back(cell(scores.values(n)[u]));
            out.push_back(code(scores.statuses(n)[u]));
        }
        for (const auto& gate : scores.gates()) out.push_back(code(gate[u]));
        for (const auto& cap : scores.caps()) out.push_back(code(cap[u]));
        golden.out.push_back(std::move(out));
    }
    return golden;
}

}  // namespace pug::golden
