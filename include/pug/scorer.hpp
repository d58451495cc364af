#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "pug/engine/compile.hpp"
#include "pug/engine/fit.hpp"
#include "pug/engine/observations.hpp"
#include "pug/engine/program.hpp"
#include "pug/engine/run.hpp"
#include "pug/instrument.hpp"
#include "pug/result.hpp"
#include "pug/scores.hpp"
#include "pug/table.hpp"

namespace pug {
inline namespace v0 {

namespace detail {

inline void collect_documents(const Node& node, const std::string& where,
                              std::unordered_map<std::string, const Node*>& found) {
    found.emplace(where, &node);
    for (std::size_t i = 0; i < node.operands.size(); ++i) {
        if (const auto* child = std::get_if<Box<Node>>(&node.operands[i]))
            collect_documents(**child, operand_pointer(node, where, i), found);
    }
}

/// The node of the instrument from which each node of the program was compiled.
inline std::vector<const Node*> documents_of(const Instrument& instrument, const Program& program) {
    std::unordered_map<std::string, const Node*> found;
    collect_documents(instrument.score, "/score", found);
    for (std::size_t i = 0; i < instrument.nodes.size(); ++i)
        collect_documents(instrument.nodes[i], "/nodes/" + std::to_string(i), found);
    std::vector<const Node*> documents;
    documents.reserve(program.names.size());
    for (const NodeName& name : program.names) documents.push_back(found.at(name.pointer));
    return documents;
}

}  // namespace detail

/// A compiled instrument: scores any number of units. Immutable, cheap to copy, safe to share between threads.
class Scorer {
  public:
    Scorer(std::shared_ptr<const Instrument> instrument, std::shared_ptr<const Program> program)
        : instrument_(std::move(instrument)),
          program_(std::move(program)),
          documents_(std::make_shared<const std::vector<const Node*>>(detail::documents_of(*instrument_, *program_))) {}

    /// The scorer that those scores are from.
    static Scorer of(const Scores& scores) { return {scores.instrument_, scores.program_, scores.documents_}; }

    const Instrument& instrument() const { return *instrument_; }
    const Program& program() const { return *program_; }

    /// Whether the instrument looks at the cohort (cohort goalposts, ranks, inverse-SD weights).
    bool is_relative() const { return !program_->statistics.empty(); }

    /// Freezes what the instrument needs to know of a cohort. `data` says what the table is, for those who meet the
    /// references later. The error is that of `score` for bad data, or `references.constant`, `references.unit`.
    result<References> fit(const Table& table, std::string data = {}) const {
        PUG_TRY(const auto observations, detail::bind(*program_, table));
        if (auto problem = detail::check_values(*program_, observations)) return *std::move(problem);
        PUG_TRY(References references, detail::Fitter(*program_, observations, table).fit());
        references.instrument = instrument_->id + "@" + instrument_->edition;
        references.data = std::move(data);
        return references;
    }

    /// A scorer that sees every unit against those references, whatever table it scores. The error is
    /// `references.other_instrument` or `references.missing`.
    result<Scorer> with(const References& references) const {
        const std::string own = instrument_->id + "@" + instrument_->edition;
        if (references.instrument != own) {
            return Error(ErrorKind::argument, "references.other_instrument", "",
                         "these references belong to " + references.instrument + ", not to " + own);
        }
        PUG_TRY(Program program, detail::fitted(*program_, references));
        return Scorer(instrument_, std::make_shared<const Program>(std::move(program)));
    }

    /// Scores every unit of the table, one column of which must exist for each variable. The error lists what is not
    /// admissible (a missing or unknown column, a value outside its range, a level that does not exist, NaN, a unit
    /// twice).
    result<Scores> score(const Table& table, const ScoreOptions& options = {}) const {
        if (auto problem = unfitted()) return *std::move(problem);
        PUG_TRY(auto observations, detail::bind(*program_, table));
        Table units(table.units());
        units.name_units(table.names());
        return run(std::move(units), std::move(observations), options);
    }

    /// The same for columns without names, one for each variable in the order of the instrument: nothing has to be
    /// looked up, which is what a call for a single unit is about. Units are called by their rows.
    result<Scores> score(std::vector<Column> columns, std::size_t units, const ScoreOptions& options = {}) const {
        if (auto problem = unfitted()) return *std::move(problem);
        if (columns.size() != program_->variables.size()) {
            return Error(ErrorKind::argument, "argument.columns", "",
                         "found " + std::to_string(columns.size()) + " columns; \"" + instrument_->id + "\" has " +
                             std::to_string(program_->variables.size()) + " variables");
        }
        for (std::size_t v = 0; v < columns.size() && units > 0; ++v) {
            if (columns[v].values != nullptr) continue;
            const std::string& name = program_->variables[v].name;
            return Error(ErrorKind::data, "data.missing_column", name,
                         "there is no column for variable \"" + name + "\"");
        }
        return run(Table(units), {std::move(columns), units}, options);
    }

  private:
    Scorer(std::shared_ptr<const Instrument> instrument, std::shared_ptr<const Program> program,
           std::shared_ptr<const std::vector<const Node*>> documents)
        : instrument_(std::move(instrument)), program_(std::move(program)), documents_(std::move(documents)) {}

    std::optional<Error> unfitted() const {
        if (program_->is_fitted) return std::nullopt;
        return Error(ErrorKind::argument, "references.missing", program_->statistics.front().key,
                     "the instrument looks at the cohort: fit it first, or give it references that were saved");
    }

    /// Scores observations that are bound to the program; of the table only the units count.
    result<Scores> run(Table units, detail::Observations observations, const ScoreOptions& options) const {
        Scores scores(instrument_, program_, documents_, std::move(units), std::move(observations), options.nodes,
                      options.intervals);
        if (!detail::run_all(*program_, scores.observations_, options, scores)) {
            if (auto problem = detail::check_values(*program_, scores.observations_)) return *std::move(problem);
        }
        return scores;
    }

    std::shared_ptr<const Instrument> instrument_;
    std::shared_ptr<const Program> program_;
    std::shared_ptr<const std::vector<const Node*>> documents_;  ///< by node of the program: what it was compiled from
};

/// Compiles an instrument into a scorer. The error lists every problem with the JSON pointer it has in the document.
inline result<Scorer> compile(Instrument instrument, const CompileOptions& options = {}) {
    PUG_TRY(Program program, compile_program(instrument, options));
    return Scorer(std::make_shared<const Instrument>(std::move(instrument)),
                  std::make_shared<const Program>(std::move(program)));
}

}  // namespace v0
}  // namespace pug
