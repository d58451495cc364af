#pragma once

#include <cstddef>
#include <vector>

#include "pug/workbench/index.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// What the weights on the way up make of a value.
struct EffectiveWeight {
    std::size_t value = 0;  ///< number of the indicator or part
    std::size_t level = 1;
    double weight = 1;     ///< among its siblings, divided by their sum
    double effective = 1;  ///< product of the weights from it up to the index
};

/// The effective weight of every value: that of the index is 1, and those of the indicators sum to 1. It is the share
/// of the index where parts are arithmetic means and nothing is missing; elsewhere it says what the design meant. Where
/// weights belong to places (owa) a part's own weight has no say.
std::vector<EffectiveWeight> effective_weights(const Index& index);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
