#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "pug/workbench/dataset.hpp"
#include "pug/workbench/design.hpp"

// The published index of 51 units by 49 indicators that the workbench is measured against (its README tells the chain).
// It lies beside the checkout; tests that need it are skipped where it is not.
namespace pug::test::asem {

using namespace pug::workbench;

inline std::filesystem::path folder() { return std::filesystem::path(PUG_SOURCE_DIR) / "../shared/conformance/asem"; }
inline bool is_there() { return std::filesystem::exists(folder() / "inputs.csv"); }

/// A table of texts; an empty one is missing.
struct Sheet {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;

    std::size_t find(const std::string& column) const {
        std::size_t c = 0;
        while (c < columns.size() && columns[c] != column) ++c;
        return c;
    }
    const std::string& text(std::size_t row, const std::string& column) const { return rows.at(row).at(find(column)); }
    double number(std::size_t row, const std::string& column) const { return number_of(text(row, column)); }

    static double number_of(const std::string& text) {
        return text.empty() ? no_value : std::strtod(text.c_str(), nullptr);
    }
    /// The row whose first cell is this text.
    std::size_t row_of(const std::string& name) const {
        std::size_t row = 0;
        while (row < rows.size() && rows[row].front() != name) ++row;
        return row;
    }
};

inline std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells(1);
    bool is_quoted = false;
    for (const char c : line) {
        if (c == '"') {
            is_quoted = !is_quoted;
        } else if (c == ',' && !is_quoted) {
            cells.emplace_back();
        } else if (c != '\r') {
            cells.back() += c;
        }
    }
    return cells;
}

/// `read("inputs")`: the file of that name.
inline Sheet read(const std::string& name) {
    std::ifstream file(folder() / (name + ".csv"));
    Sheet sheet;
    std::string line;
    std::getline(file, line);
    sheet.columns = cells_of(line);
    while (std::getline(file, line)) sheet.rows.push_back(cells_of(line));
    return sheet;
}

inline bool is_text(const std::string& column) {
    return column == "uName" || column == "uCode" || column.find("_group") != std::string::npos;
}

/// The inputs: every numeric column, the groups, and the units by their codes.
inline Dataset dataset() {
    const Sheet sheet = read("inputs");
    Dataset data;
    for (const std::string& column : sheet.columns) {
        if (!is_text(column) && column != "Time") data.columns.push_back(column);
    }
    data.values = Matrix(sheet.rows.size(), data.columns.size());
    for (std::size_t row = 0; row < sheet.rows.size(); ++row) {
        data.units.push_back(sheet.text(row, "uCode"));
        for (std::size_t c = 0; c < data.columns.size(); ++c)
            data.values.at(row, c) = sheet.number(row, data.columns[c]);
    }
    for (const std::string& column : sheet.columns) {
        if (column.find("_group") == std::string::npos) continue;
        std::vector<std::string> texts;
        for (std::size_t row = 0; row < sheet.rows.size(); ++row) texts.push_back(sheet.text(row, column));
        data.groups.emplace_back(column, std::move(texts));
    }
    return data;
}

inline Part part_of(const Sheet& meta, std::size_t row) {
    Part part;
    part.name = meta.text(row, "iCode");
    part.weight = meta.number(row, "Weight");
    for (std::size_t other = 0; other < meta.rows.size(); ++other) {
        if (meta.text(other, "Parent") == part.name) part.parts.push_back(part_of(meta, other));
    }
    return part;
}

/// The indicators and the tree of parts, with weighted arithmetic means at every level and without steps.
inline Design bare_design() {
    const Sheet meta = read("imeta");
    Design design;
    design.id = "asem";
    design.edition = "1";
    design.title = "Sustainable Connectivity";
    for (std::size_t row = 0; row < meta.rows.size(); ++row) {
        if (meta.text(row, "iCode") == "Index") design.index = part_of(meta, row);
        if (meta.text(row, "Type") != "Indicator") continue;
        Indicator indicator;
        indicator.name = meta.text(row, "iCode");
        indicator.denominator = meta.text(row, "Denominator");
        indicator.target = meta.number(row, "Target");
        if (meta.number(row, "Direction") < 0) indicator.direction = Direction::lower_is_better;
        design.indicators.push_back(std::move(indicator));
    }
    return design;
}

/// The whole chain: denominated, imputed by group, screened, treated, normalised.
inline Design design() {
    Design made = bare_design();
    Impute impute;
    impute.all = {ImputationMethod::group_mean, "EurAsia_group"};
    Screen screen;
    screen.available_at_least = 0.9;
    made.steps = {Denominate{}, impute, screen, Treat{}, Normalise{}};
    return made;
}

}  // namespace pug::test::asem
