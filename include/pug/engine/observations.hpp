#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "pug/engine/evaluate.hpp"
#include "pug/engine/program.hpp"
#include "pug/names.hpp"
#include "pug/result.hpp"
#include "pug/table.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// The columns of a table in the order of a program's variables, all of them admissible.
struct Observations {
    std::vector<Column> columns;
    std::size_t units = 0;

    double value(Slot variable, std::size_t unit) const {
        const Column& column = columns[variable];
        return column.values[static_cast<std::ptrdiff_t>(unit) * column.stride];
    }
    Status status(Slot variable, std::size_t unit) const {
        const Column& column = columns[variable];
        if (column.statuses == nullptr) return Status::observed;
        return static_cast<Status>(column.statuses[static_cast<std::ptrdiff_t>(unit) * column.status_stride]);
    }
    /// Whether a variable of the unit has a value that we do not know.
    bool is_open(std::size_t unit) const {
        for (Slot v = 0; v < columns.size(); ++v) {
            if (is_unknown(status(v, unit))) return true;
        }
        return false;
    }
};

/// The digits of a double as messages show them: the shortest that print as it.
inline std::string shown(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

inline bool is_whole_only(const VariableCode& variable) {
    return variable.type == VariableType::count || variable.type == VariableType::choice ||
           variable.type == VariableType::yes_no;
}

inline bool is_admissible(const VariableCode& variable, double value) {
    const bool has_form = std::isfinite(value) && (!is_whole_only(variable) || std::trunc(value) == value);
    return has_form && value >= variable.low && value <= variable.high;
}

/// What is wrong with an observed value of a variable that is not admissible.
inline std::string complaint(const VariableCode& variable, double value) {
    if (!std::isfinite(value)) return shown(value) + " is not a value; leave the cell empty or give a status";
    if (is_whole_only(variable) && std::trunc(value) != value) {
        return shown(value) + " is not a whole number, which a " +
               std::string(word(variable_type_names, variable.type)) + " is";
    }
    if (variable.type == VariableType::choice) {
        return shown(value) + " is no level of its scale, which has levels 0 to " + shown(variable.high);
    }
    const std::string low = std::isfinite(variable.low) ? "from " + shown(variable.low) : "";
    const std::string high = std::isfinite(variable.high) ? "to " + shown(variable.high) : "";
    return shown(value) + " lies outside its range (" + low + (low.empty() || high.empty() ? "" : " ") + high + ")";
}

/// Collects problems of data up to a readable number and counts the rest.
class DataProblems {
  public:
    /// A problem of the table as a whole.
    void add(std::string code, std::string variable, std::string message) {
        add_in_row(std::move(code), std::move(variable), 0, std::move(message));
    }
    /// A problem of one observation.
    void add(std::string code, std::string variable, std::size_t unit, std::string message) {
        add_in_row(std::move(code), std::move(variable), static_cast<std::uint32_t>(unit + 1), std::move(message));
    }
    /// So many others, of which there are more than can be read.
    void add_more(std::size_t count) { count_ += count; }
    bool empty() const { return count_ == 0; }
    static constexpr std::size_t limit = 100;  ///< that are told one by one

    Error error() && {
        if (count_ > limit) {
            problems_.push_back(
                {"data.more", "", 0, 0, "and " + std::to_string(count_ - limit) + " more problems like these"});
        }
        return {ErrorKind::data, std::move(problems_)};
    }

  private:
    void add_in_row(std::string code, std::string variable, std::uint32_t row, std::string message) {
        if (problems_.size() < limit)
            problems_.push_back({std::move(code), std::move(variable), row, 0, std::move(message)});
        ++count_;
    }

    std::vector<Problem> problems_;
    std::size_t count_ = 0;
};

/// Columns that no variable is called after, and those that stand twice.
inline void check_names(const Program& program, const Table& table, DataProblems& problems) {
    for (const auto& [name, column] : table.columns()) {
        bool is_known = false;
        for (const auto& variable : program.variables) is_known |= variable.name == name;
        if (&column != table.find(name)) {
            problems.add("data.duplicate_column", name, "variable \"" + name + "\" has two columns");
        }
        if (!is_known)
            problems.add("data.unknown_column", name, "no variable of the instrument is called \"" + name + "\"");
    }
}

inline void check_units(const Table& table, DataProblems& problems) {
    if (!table.names().empty() && table.names().size() != table.units()) {
        problems.add("data.unit_names", "",
                     std::to_string(table.names().size()) + " names for " + std::to_string(table.units()) + " units");
    }
    std::unordered_set<std::string_view> seen;
    for (std::size_t u = 0; u < table.names().size(); ++u) {
        if (!seen.insert(table.names()[u]).second)
            problems.add("data.duplicate_unit", "", u, "unit \"" + table.names()[u] + "\" stands twice");
    }
}

/// Runs an evaluator over some units, which need not be neighbours; there are at most as many as its block has room
/// for.
template <class N, class Index>
void evaluate(const Observations& observations, std::span<const Index> units, Fill fill, Evaluator<N>& evaluator) {
    evaluator.begin(units.size(), fill);
    for (Slot v = 0; v < observations.columns.size(); ++v) {
        for (std::size_t i = 0; i < units.size(); ++i)
            evaluator.set(v, i, observations.value(v, units[i]), observations.status(v, units[i]));
    }
    evaluator.run();
}

/// The same over `count` units from `first`.
template <class N>
void evaluate(const Observations& observations, std::size_t first, std::size_t count, Fill fill,
              Evaluator<N>& evaluator) {
    std::vector<std::size_t> units(count);
    std::iota(units.begin(), units.end(), first);
    evaluate(observations, std::span<const std::size_t>(units), fill, evaluator);
}

/// Finds the column of every variable.
inline result<Observations> bind(const Program& program, const Table& table) {
    DataProblems problems;
    Observations observations{{}, table.units()};
    observations.columns.reserve(program.variables.size());
    std::size_t position = 0;
    for (const auto& variable : program.variables) {
        const Column* column = table.find(variable.name, position++);
        if (column == nullptr || (column->values == nullptr && table.units() > 0)) {
            problems.add("data.missing_column", variable.name,
                         "there is no column for variable \"" + variable.name + "\"");
        }
        observations.columns.push_back(column ? *column : Column{});
    }
    if (!problems.empty() || table.columns().size() != program.variables.size()) check_names(program, table, problems);
    check_units(table, problems);
    if (!problems.empty()) return std::move(problems).error();
    return observations;
}

/// Says what is wrong with the answer of a unit that is not admissible.
inline void tell_wrong(const Program& program, const Observations& observations, Slot variable, std::size_t unit,
                       DataProblems& problems) {
    const VariableCode& code = program.variables[variable];
    const auto status = static_cast<std::size_t>(observations.status(variable, unit));
    if (status >= status_count) {
        problems.add("data.status", code.name, unit, std::to_string(status) + " is no status; statuses are 0 to 7");
    } else {
        problems.add("data.value", code.name, unit, complaint(code, observations.value(variable, unit)));
    }
}

/// Every value that is not admissible, variable by variable; for tables of which it is known, or to be found out, that
/// there is one. The table is looked through in the order in which it lies in memory, or nearly so.
inline std::optional<Error> check_values(const Program& program, const Observations& observations) {
    constexpr std::size_t some = 256;
    std::vector<std::vector<std::size_t>> wrong(program.variables.size());  // units, as many as are told
    std::vector<std::size_t> more(program.variables.size());
    const auto is_wrong = [&](Slot v, std::size_t u) {
        const Status status = observations.status(v, u);
        if (status == Status::observed) return !is_admissible(program.variables[v], observations.value(v, u));
        return static_cast<std::size_t>(status) >= status_count;
    };
    for (std::size_t first = 0; first < observations.units; first += some) {
        const std::size_t last = std::min(first + some, observations.units);
        for (Slot v = 0; v < program.variables.size(); ++v) {
            for (std::size_t u = first; u < last; ++u) {
                if (!is_wrong(v, u)) continue;
                if (wrong[v].size() < DataProblems::limit) {
                    wrong[v].push_back(u);
                } else {
                    ++more[v];
                }
            }
        }
    }
    DataProblems problems;
    for (Slot v = 0; v < program.variables.size(); ++v) {
        for (const std::size_t unit : wrong[v]) tell_wrong(program, observations, v, unit, problems);
        problems.add_more(more[v]);
    }
    if (problems.empty()) return std::nullopt;
    return std::move(problems).error();
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
