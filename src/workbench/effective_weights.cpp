#include "pug/workbench/effective_weights.hpp"

#include "pug/workbench/lookup.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

std::vector<EffectiveWeight> effective_weights(const Index& index) {
    const Blueprint& blueprint = index.blueprint;
    std::vector<EffectiveWeight> weights(blueprint.names.size());
    for (std::size_t v = 0; v < weights.size(); ++v) {
        weights[v].value = v;
        weights[v].level = level_of(blueprint, v);
    }
    // From the index down: a part comes after all of its own.
    for (std::size_t p = blueprint.parts.size(); p-- > 0;) {
        const double whole = weights[blueprint.indicators.size() + p].effective;
        const std::vector<std::size_t>& parts = blueprint.parts[p].parts;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            weights[parts[i]].weight = index.weights[p][i];
            weights[parts[i]].effective = index.weights[p][i] * whole;
        }
    }
    return weights;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
