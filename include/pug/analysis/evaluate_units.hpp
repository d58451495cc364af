#pragma once

#include <cstddef>
#include <span>

#include "pug/engine/evaluate.hpp"
#include "pug/engine/observations.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Runs an evaluator over units that need not be neighbours; there are at most as many as its block has room for.
template <class N, class Index>
void evaluate_units(const Observations& observations, std::span<const Index> units, Evaluator<N>& evaluator) {
    evaluator.begin(units.size());
    for (Slot v = 0; v < observations.columns.size(); ++v) {
        for (std::size_t k = 0; k < units.size(); ++k)
            evaluator.set(v, k, observations.value(v, units[k]), observations.status(v, units[k]));
    }
    evaluator.run();
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
