#pragma once

#include <map>
#include <string>
#include <string_view>

#include "pug/engine/fit.hpp"
#include "pug/instrument.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {

/// Frozen references of several cohorts by name; a single cohort is called "".
using ReferenceSet = std::map<std::string, References>;

/// References as a document: instrument (id, edition, scoring fingerprint), and for each cohort the data they were
/// taken from, its size, and every reference value as an exact number.
std::string to_json(const Instrument& instrument, const ReferenceSet& references);

/// Reads references that were saved. The error says where the document is wrong, or that it belongs to another
/// instrument (code `references.other_instrument`).
result<ReferenceSet> read_references(std::string_view json, const Instrument& instrument);

}  // namespace v0
}  // namespace pug
