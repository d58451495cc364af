#include "pug/workbench/weigh.hpp"

#include <cmath>
#include <utility>

#include "data_weights.hpp"
#include "judgements.hpp"
#include "refusals.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using Columns = std::span<const std::span<const double>>;
using Weights = std::vector<double>;

/// Weights divided by their sum.
result<Weights> shares(Weights weights, const std::string& where) {
    double sum = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) {
        if (!(weights[k] >= 0) || std::isinf(weights[k]))
            return detail::refuse_rule("weights.negative", where,
                                       "the weight of part " + std::to_string(k + 1) + " is " +
                                           detail::digits(weights[k]) + ", wanted 0 or more");
        sum += weights[k];
    }
    if (!(sum > 0) || std::isinf(sum))
        return detail::refuse_rule("weights.zero_sum", where,
                                   "the weights sum to " + detail::digits(sum) + ", wanted a finite sum above 0");
    for (double& weight : weights) weight /= sum;
    return weights;
}

result<Weights> given_weights(std::span<const double> given, std::size_t parts, const std::string& where) {
    if (given.size() == parts) return Weights(given.begin(), given.end());
    return detail::refuse_rule("weights.count", where,
                               "found " + std::to_string(given.size()) + " weights, wanted " + std::to_string(parts));
}

result<Weights> ahp_weights(const Weighting& weighting, std::size_t parts, const std::string& where) {
    if (!weighting.judgements.empty() && weighting.judgements.size() != parts)
        return detail::refuse_rule("weights.count", where,
                                   "found judgements of " + std::to_string(weighting.judgements.size()) +
                                       " parts, wanted " + std::to_string(parts));
    PUG_TRY(Ahp found, ahp(weighting.judgements, where));
    return std::move(found.weights);
}

/// The importance wanted is one row, or none.
result<Weights> correlation_weights(const Weighting& weighting, Columns parts, const Aggregation& rule,
                                    const std::string& where) {
    if (weighting.judgements.size() > 1)
        return detail::refuse_rule(
            "weights.judgements", where,
            "found " + std::to_string(weighting.judgements.size()) + " rows of importance, wanted one");
    std::span<const double> importance;
    if (!weighting.judgements.empty()) importance = weighting.judgements.front();
    return detail::correlation_weights(parts, importance, rule, where);
}

/// Weights that the data tell, any sum.
result<Weights> data_weights(const Weighting& weighting, Columns parts, const Aggregation& rule,
                             const std::string& where) {
    if (parts.size() == 1) return Weights{1.0};
    if (auto wrong = detail::check_columns(parts, where)) return *std::move(wrong);
    switch (weighting.method) {
        case WeightingMethod::inverse_sd:
            return detail::inverse_sd_weights(parts);
        case WeightingMethod::pca:
            return detail::component_weights(parts, where);
        case WeightingMethod::entropy:
            return detail::entropy_weights(parts, where);
        case WeightingMethod::critic:
            return detail::critic_weights(parts);
        default:
            return correlation_weights(weighting, parts, rule, where);
    }
}

result<Weights> weights_by(const Weighting& weighting, std::span<const double> given, Columns parts,
                           const Aggregation& rule, const std::string& where) {
    switch (weighting.method) {
        case WeightingMethod::given:
            return given_weights(given, parts.size(), where);
        case WeightingMethod::equal:
            return Weights(parts.size(), 1.0);
        case WeightingMethod::ahp:
            return ahp_weights(weighting, parts.size(), where);
        case WeightingMethod::budget:
            return detail::budget_weights(weighting.judgements, parts.size(), where);
        default:
            return data_weights(weighting, parts, rule, where);
    }
}

}  // namespace

result<std::vector<double>> weigh(const Weighting& weighting, std::span<const double> given, Columns parts,
                                  const Aggregation& rule, const std::string& where) {
    PUG_TRY(Weights weights, weights_by(weighting, given, parts, rule, where));
    return shares(std::move(weights), where);
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
