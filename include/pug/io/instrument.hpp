#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "pug/instrument.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {

/// Reads an instrument from the bytes of a JSON document (UTF-8, at most 4 MiB, 64 levels deep) and proves that it can
/// be compiled. A profile (`profile_of`) is read as the instrument that it makes of one in the catalog. The
/// error lists every problem found, each with code, JSON pointer, line and column.
result<Instrument> read_instrument(std::string_view json);

/// How the instrument that a profile overlays is found by its id.
using InstrumentFinder = std::function<result<Instrument>(std::string_view id)>;

/// The same where profiles may overlay instruments other than those of the catalog.
result<Instrument> read_instrument(std::string_view json, const InstrumentFinder& find);

/// The canonical form of an instrument (RFC 8785, every number as its canonical decimal string): two instruments that
/// mean the same document have the same bytes.
std::string canonical_json(const Instrument& instrument);

/// The same content laid out for people.
std::string pretty_json(const Instrument& instrument);

/// SHA-256 of the canonical form, 64 lower-case hexadecimal digits: names exactly this instrument, edition and wording.
std::string fingerprint(const Instrument& instrument);

/// The same over what decides scores alone: texts, sources, examples, edition and status left out, so that correcting a
/// label does not break comparability.
std::string scoring_fingerprint(const Instrument& instrument);

}  // namespace v0
}  // namespace pug
