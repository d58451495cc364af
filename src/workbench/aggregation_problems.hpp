#pragma once

#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/design.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

inline bool is_share(double value) { return value >= 0 && value <= 1; }

/// Reports a number that a rule states out of its range.
void report_number(const std::string& where, const std::string& what, double found, const char* wanted,
                   std::vector<Problem>& problems);

/// What is wrong with the parameters of a rule, but for how many parts it has. Those that its method does not look at
/// are not looked at.
void report_aggregation(const Aggregation& rule, const std::string& where, std::vector<Problem>& problems);

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
