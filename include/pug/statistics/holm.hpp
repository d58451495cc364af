#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace pug {
inline namespace v0 {

/// Probabilities of several tests, adjusted so that the chance of any false alarm among them stays what one test has:
/// compare each with the level that one test would have had. NaN is no test and stays NaN.
///
/// S. Holm, Scandinavian Journal of Statistics 6 (1979), 65–70.
inline std::vector<double> holm_adjusted(std::span<const double> probabilities) {
    std::vector<std::size_t> order;
    for (std::size_t at = 0; at < probabilities.size(); ++at) {
        if (!std::isnan(probabilities[at])) order.push_back(at);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return probabilities[a] < probabilities[b]; });
    std::vector<double> adjusted(probabilities.size(), std::numeric_limits<double>::quiet_NaN());
    double greatest = 0;  // a test never gets a lesser one than a test before it
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto remaining = static_cast<double>(order.size() - i);
        greatest = std::max(greatest, std::min(1.0, remaining * probabilities[order[i]]));
        adjusted[order[i]] = greatest;
    }
    return adjusted;
}

}  // namespace v0
}  // namespace pug
