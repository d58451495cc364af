#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pug/result.hpp"
#include "pug/workbench/dataset.hpp"
#include "pug/workbench/design.hpp"
#include "pug/workbench/index.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// Reads the design of an index from a JSON document (UTF-8; docs/index-design.md). The error (kind instrument) lists
/// every problem with code, pointer, line and column. Whether it suits data is checked when it is built.
result<Design> read_design(std::string_view json);

/// Reads one step as it stands in a document: `"denominate"`, `{"impute": "mean"}`, ….
result<Step> read_step(std::string_view json);

/// The canonical form of a design (RFC 8785): two designs that mean the same have the same bytes. A normalisation of
/// one's own is written as its word; the function itself cannot be.
std::string canonical_json(const Design& design);

/// The same content laid out for people.
std::string pretty_json(const Design& design);

/// SHA-256 of the canonical form, 64 lower-case hexadecimal digits.
std::string fingerprint(const Design& design);

/// Reads what the rows of a dataset are called into it: an object with any of `units` (a name a row; without it they
/// are counted from 1), `times` (a number a row) and `groups` (`{column: [a text a row]}`). The error (kind argument)
/// lists every problem.
std::optional<Error> read_labels(std::string_view json, Dataset& data);

/// The index, told in JSON: units with their parts, rank and grade, the weights used, the data after each step, and
/// what screening, imputation and treatment did. What has no value is null.
std::string to_json(const Index& index);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
