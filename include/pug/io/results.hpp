#pragma once

#include <string>

#include "pug/analysis/explain.hpp"
#include "pug/scorer.hpp"

namespace pug {
inline namespace v0 {

/// An explanation as JSON: instrument, verdict (score, rounded, grade, coverage, interval, gates, caps), every node
/// with its operands, every variable. Numbers that do not exist are null.
std::string to_json(const Scores& scores, const Explanation& explanation);

/// An error as JSON: `{"kind": …, "problems": [{code, where, line, column, message}, …]}`.
std::string to_json(const Error& error);

}  // namespace v0
}  // namespace pug
