// Writes a golden file to standard output:
//   pug_golden FILE.tsv               the same answers, scored anew
//   pug_golden INSTRUMENT DATA.csv    the answers of a comma-separated file (columns that are no variables are left
//   out)
// The instrument is an id of the catalog or a document; paths start at the root of the repository.
#include "golden/golden.hpp"

#include <algorithm>
#include <cstdlib>

namespace {

using pug::golden::Cells;
using pug::golden::Golden;

[[noreturn]] void fail(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(1);
}

template <class T>
T need(pug::result<T> result) {
    if (result.has_error()) fail(result.error().where() + ": " + result.error().message());
    return std::move(result).value();
}

/// The rows of a comma-separated text with quotes (RFC 4180).
std::vector<Cells> read_csv(const std::string& text) {
    std::vector<Cells> rows;
    Cells row(1);
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"') {
            row.back() += text[++i];
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            row.emplace_back();
        } else if (c == '\n' && !quoted) {
            rows.push_back(std::exchange(row, Cells(1)));
        } else if (c != '\r' || quoted) {
            row.back() += c;
        }
    }
    if (row.size() > 1) rows.push_back(row);
    return rows;
}

Golden from_csv(const std::string& instrument, const std::string& path, const pug::Instrument& loaded) {
    Golden golden;
    golden.instrument = instrument;
    const std::vector<Cells> rows = read_csv(pug::golden::read_file(path));
    if (rows.size() < 2) fail(path + ": found no rows");
    std::vector<std::size_t> columns;
    for (const pug::Variable& variable : loaded.variables) {
        const auto found = std::find(rows[0].begin(), rows[0].end(), variable.name);
        if (found == rows[0].end()) fail(path + ": found no column \"" + variable.name + "\"");
        golden.inputs.push_back(variable.name);
        columns.push_back(static_cast<std::size_t>(found - rows[0].begin()));
    }
    for (std::size_t r = 1; r < rows.size(); ++r) {
        Cells in;
        for (const std::size_t c : columns) in.push_back(rows[r].at(c));
        golden.in.push_back(std::move(in));
    }
    return golden;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 && argc != 3) fail("usage: pug_golden FILE.tsv, or pug_golden INSTRUMENT DATA.csv");
    Golden golden;
    if (argc == 2) golden = pug::golden::read_golden(argv[1]);
    const pug::Instrument instrument = need(pug::golden::load(".", argc == 2 ? golden.instrument : argv[1]));
    if (argc == 3) golden = from_csv(argv[1], argv[2], instrument);
    const pug::Scorer scorer = need(pug::compile(instrument));
    pug::golden::write_golden(stdout, need(pug::golden::scored(std::move(golden), scorer)));
    return 0;
}
