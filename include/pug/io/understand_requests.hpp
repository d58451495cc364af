#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "pug/result.hpp"
#include "pug/workbench/compare_designs.hpp"
#include "pug/workbench/components.hpp"
#include "pug/workbench/correlate.hpp"
#include "pug/workbench/describe.hpp"
#include "pug/workbench/lookup.hpp"
#include "pug/workbench/remove_one.hpp"
#include "pug/workbench/strengths.hpp"

// Reads what is asked about an index: objects whose members are all optional; an empty text asks for the defaults. The
// error (kind argument) lists every problem with pointer, line and column. Names are looked up when the question is
// put.
namespace pug {
inline namespace v0 {
namespace workbench {

/// `stage`, `parts` (true or false), `skew`, `kurtosis`, `available_at_least`, `zeros_at_most`, `distinct_at_least`,
/// `reach`.
result<DescribeOptions> read_describe_request(std::string_view json);

/// Which stage is asked about.
struct StageRequest {
    std::string stage = "raw";
};

/// `stage`.
result<StageRequest> read_availability_request(std::string_view json);

/// What correlations are asked for.
struct CorrelateRequest {
    std::size_t first = 1, second = 1;  ///< levels, for `correlate_levels`
    CorrelateOptions options;
};

/// `levels` (two numbers), `method` ("pearson", "spearman" or "kendall"), `stage`, `alike_above`, `against_below`,
/// `denominator_above`.
result<CorrelateRequest> read_correlate_request(std::string_view json);

/// `method`, `stage`, and for `correlate_parents` `against_below`, for `correlate_denominators` `denominator_above`.
result<CorrelateOptions> read_parents_request(std::string_view json);
result<CorrelateOptions> read_denominators_request(std::string_view json);

/// What components, or alpha, are asked for.
struct SelectionRequest {
    Selection selection;
    ComponentOptions components;
};

/// `part`, `level`, `stage`, and for components `basis` ("correlation" or "covariance").
result<SelectionRequest> read_components_request(std::string_view json);
result<SelectionRequest> read_reliability_request(std::string_view json);

/// `level` or `names`; both are an error (`request.members`).
result<RemoveOptions> read_remove_request(std::string_view json);

/// What is asked about a unit.
struct UnitRequest {
    std::string unit;
    std::optional<double> time;
    StrengthOptions options;
};

/// `unit` (wanted), `time`, and for strengths `most`, `weighted` (true or false).
result<UnitRequest> read_strengths_request(std::string_view json);
result<UnitRequest> read_summary_request(std::string_view json);

/// `first`, `second` (values), `movers`.
result<CompareOptions> read_compare_request(std::string_view json);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
