#pragma once

#include <vector>

#include "pug/result.hpp"
#include "pug/scorer.hpp"

namespace pug {
inline namespace v0 {

/// Scores the examples that an instrument carries. Each disagreement is a problem (codes `example.score`,
/// `example.grade`, `example.status`, `example.node`, `example.input`) whose pointer is that of the expectation.
std::vector<Problem> check_examples(const Scorer& scorer);

}  // namespace v0
}  // namespace pug
