#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/dataset.hpp"
#include "pug/workbench/design.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// A part of the index with its places looked up. Values of an index are numbered: indicators first, in the order of
/// the design, then the parts, each after all of its own parts; the index itself is last.
struct PartCode {
    std::string name;
    std::size_t level = 2;           ///< 1 + the greatest level of its parts; an indicator has level 1
    std::vector<std::size_t> parts;  ///< numbers of its parts, in the order of the design
    std::vector<double> weights;     ///< of its parts, as given
    Aggregation aggregation;
    Weighting weighting;
};

/// A design that was checked against the columns of a dataset.
struct Blueprint {
    std::vector<std::string> names;  ///< of all values: indicators, then parts
    std::vector<Indicator> indicators;
    std::vector<std::size_t> columns;       ///< of the dataset, by indicator
    std::vector<std::size_t> denominators;  ///< column of the dataset, by indicator; `no_column` where there is none
    std::vector<PartCode> parts;            ///< value number `indicators.size() + p` is part p
    std::vector<Step> steps;

    static constexpr std::size_t no_column = static_cast<std::size_t>(-1);

    /// Number of the value of that name; `names.size()` when there is none.
    std::size_t find(std::string_view name) const {
        std::size_t v = 0;
        while (v < names.size() && names[v] != name) ++v;
        return v;
    }
};

/// The columns of numbers that a design needs: its indicators, then, where it divides by them, the denominators.
std::vector<std::string> columns(const Design& design);

/// Checks a design against the data that it is to be built from, and looks up every name.
///
/// Errors (kind `instrument` for the design, `data` for the dataset; every problem is listed): `design.name` (a name
/// that is empty, used twice, or not among the columns), `design.indicator` (an indicator that no part uses, or two
/// use), `design.weight` (negative, not finite, or all zero), `design.steps` (normalised twice, or something after it),
/// `design.rule` (a parameter of a step or aggregation out of its range), `design.grades` (edges that do not ascend),
/// `data.missing` (an indicator without a value), `data.infinite`, `data.shape`, `data.unit` (a unit twice at one
/// time).
result<Blueprint> draw(const Design& design, const Dataset& data);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
