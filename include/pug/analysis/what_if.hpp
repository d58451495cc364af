#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "pug/analysis/rows.hpp"
#include "pug/scorer.hpp"

namespace pug {
inline namespace v0 {

/// An answer that a variable has in a supposition.
struct Supposed {
    std::string variable;
    double value = 0;  ///< as it stands in data; ignored unless observed
    Status status = Status::observed;
};

/// A unit as it is, and as it would be.
class WhatIf {
  public:
    WhatIf(std::unique_ptr<const Rows> rows, Scores scores) : rows_(std::move(rows)), scores_(std::move(scores)) {}

    /// Two units: 0 as it is, 1 as it would be. Both can be explained.
    const Scores& scores() const { return scores_; }
    /// The answers of both.
    const Rows& rows() const { return *rows_; }

  private:
    std::unique_ptr<const Rows> rows_;
    Scores scores_;
};

/// What a unit would come to with other answers; it is scored at once, with the same references.
///
/// Errors: `variable.unknown`, `what_if.twice` where a variable is named twice; `data.value` where an answer is not
/// admissible.
inline result<WhatIf> what_if(const Scores& scores, std::size_t unit, const std::vector<Supposed>& supposed) {
    const Program& program = scores.program();
    auto rows = std::make_unique<Rows>(Rows::of(scores.observations(), unit, 2));
    std::vector<std::uint8_t> is_named(program.variables.size(), 0);
    for (const Supposed& each : supposed) {
        const auto v = program.find(each.variable);
        if (!v) {
            return Error(ErrorKind::argument, "variable.unknown", each.variable,
                         "no variable of the instrument is called \"" + each.variable + "\"");
        }
        if (is_named[*v]++ != 0) {
            return Error(ErrorKind::argument, "what_if.twice", each.variable,
                         "\"" + each.variable + "\" is given two answers; wanted one");
        }
        rows->set(*v, 1, each.status == Status::observed ? each.value : 0, each.status);
    }
    PUG_TRY(Scores both, Scorer::of(scores).score(rows->columns(), 2));
    return WhatIf(std::move(rows), std::move(both));
}

}  // namespace v0
}  // namespace pug
