#pragma once

#include <string>
#include <utility>
#include <vector>

#include "fields.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Names of sources as they are used, and where.
using SourceUses = std::vector<std::pair<std::string, std::string>>;

/// Takes the member "source" of an object and notes its use.
std::string read_source_name(Fields& fields, SourceUses& uses, Problems& problems);

/// Reads a verdict into one that may have something in it already: each member present replaces the one there, which is
/// how a profile overlays the verdict of its instrument.
void read_verdict(const Located& at, Verdict& verdict, SourceUses& uses, Problems& problems);

}  // namespace detail
}  // namespace v0
}  // namespace pug
