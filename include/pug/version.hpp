#pragma once

/// Version of the library (semantic versioning). The C ABI and the instrument language have versions of their own.
#define PUG_VERSION_MAJOR 0
#define PUG_VERSION_MINOR 1
#define PUG_VERSION_PATCH 0

namespace pug {
inline namespace v0 {

/// "major.minor.patch", as it appears in the provenance of results.
inline constexpr const char* version = "0.1.0";

/// Version of the instrument language that this library writes.
inline constexpr int language_version = 1;

}  // namespace v0
}  // namespace pug
