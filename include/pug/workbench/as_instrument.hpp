#pragma once

#include <string_view>

#include "pug/instrument.hpp"
#include "pug/result.hpp"
#include "pug/workbench/index.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// The index as an instrument: what the data decided (what was imputed, where values are held, weights) is written out
/// as numbers, scales that look at the cohort stay rules, whose references `fit` freezes. Scored with the references of
/// the units of the index it gives their values again, and places a further unit on the same scale.
///
/// `from` names the stage whose data the instrument reads: "raw", or a later one whose steps before it are then not
/// part of the instrument.
///
/// Errors (kind `argument`): `design.unstated` for what no rule about one unit can say (each is named): imputation
/// from other times or other indicators, ranks by outranking, distances to the best, weights by place, a function of
/// one's own; `design.name` for names that an instrument cannot have; `design.stage` for an unknown stage.
result<Instrument> as_instrument(const Index& index, std::string_view from = "raw");

}  // namespace workbench
}  // namespace v0
}  // namespace pug
