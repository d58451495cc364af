#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/matrix.hpp"
#include "refusals.hpp"

// What the two kinds of sensitivity analysis say about outputs that they cannot use.
namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

inline std::string output_name(std::span<const std::string> names, std::size_t output) {
    return names.empty() ? std::to_string(output) : names[output];
}

inline std::string quoted(const std::string& name) { return std::string("\"").append(name).append("\""); }

/// Adds a problem for each output that has a value which is not finite; `place(evaluation)` says where that is.
template <class Place>
void report_not_finite(const Matrix& outputs, std::span<const std::string> names, const std::string& code,
                       const Place& place, std::vector<Problem>& problems) {
    for (std::size_t o = 0; o < outputs.columns(); ++o) {
        const auto column = outputs.column(o);
        for (std::size_t e = 0; e < column.size(); ++e) {
            if (std::isfinite(column[e])) continue;
            const std::string found = std::isnan(column[e]) ? "no number" : "an infinite number";
            problems.push_back({code, output_name(names, o), static_cast<std::uint32_t>(e + 1), 0,
                                "evaluation " + std::to_string(e + 1) + " (" + place(e) + ") of " +
                                    quoted(output_name(names, o)) + " gave " + found + "; wanted a finite one"});
            break;
        }
    }
}

inline Problem constant_output(std::span<const std::string> names, std::size_t output, std::string code, double value) {
    return {std::move(code), output_name(names, output), 0, 0,
            quoted(output_name(names, output)) + " is " + digits(value) +
                " in every evaluation; wanted an output that varies"};
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
