#pragma once

#include "fields.hpp"
#include "pug/workbench/design.hpp"

// Pieces of design documents, which stand in requests as well.
namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

using pug::detail::Located;
using pug::detail::Problems;

/// An object of one rule, or just its word: `"mean"`, `{"method": "group_mean", "group": "region"}`.
Imputation read_imputation(const Located& at, Problems& problems);
Treatment read_treatment(const Located& at, Problems& problems);
Normalisation read_normalisation(const Located& at, Problems& problems);
Aggregation read_aggregation(const Located& at, Problems& problems);
Weighting read_weighting(const Located& at, Problems& problems);
std::optional<Step> read_step(const Located& at, Problems& problems);

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
