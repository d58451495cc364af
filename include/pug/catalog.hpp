#pragma once

#include <string_view>
#include <vector>

#include "pug/instrument.hpp"
#include "pug/result.hpp"

/// The built-in instruments.
namespace pug {
inline namespace v0 {
namespace catalog {

/// Ids of the built-in instruments, sorted.
std::vector<std::string_view> ids();

/// The document of a built-in instrument as it was written; empty when there is none of that id.
std::string_view document(std::string_view id);

/// Reads a built-in instrument. The error (code `instrument.unknown`) names the ids that exist.
result<Instrument> load(std::string_view id);

}  // namespace catalog
}  // namespace v0
}  // namespace pug
