#pragma once

#include "pug.h"
#include "pug/result.hpp"
#include "pug/scorer.hpp"

namespace pug {
inline namespace v0 {
namespace c {

/// The options of a call, whatever version of the structure they came in.
struct Options {
    ScoreOptions scoring;
    bool is_explainable = true;
    bool is_ranked = true;
};

/// Reads the options; NULL stands for the defaults. An older, shorter structure is completed with zeros, of a newer,
/// longer one the part that is not known here has to be zero.
result<Options> read_options(const pug_score_options* options);

}  // namespace c
}  // namespace v0
}  // namespace pug
