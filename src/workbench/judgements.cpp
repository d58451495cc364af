#include "judgements.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "pug/workbench/weigh.hpp"
#include "refusals.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using Judgements = std::span<const std::vector<double>>;

constexpr double reciprocal_within = 0.01;

/// Saaty's random indices (1980): mean consistency index of random judgements of 1 … 15 parts.
constexpr std::array<double, 15> random_indices = {0,    0,    0.58, 0.90, 1.12, 1.24, 1.32, 1.41,
                                                   1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};

std::string name_of(std::size_t i, std::size_t k) {
    return "judgement " + std::to_string(i + 1) + ", " + std::to_string(k + 1);
}

Error refuse(const std::string& where, std::string message) {
    return detail::refuse_rule("weights.judgements", where, std::move(message));
}

std::optional<Error> check_pair(Judgements judgements, std::size_t i, std::size_t k, const std::string& where) {
    const double value = judgements[i][k];
    if (!(value > 0) || std::isinf(value))
        return refuse(where, name_of(i, k) + " is " + detail::digits(value) + ", wanted a number above 0");
    const double product = value * judgements[k][i];
    if (k <= i && !(std::abs(product - 1) <= reciprocal_within))
        return refuse(where, name_of(i, k) + " is " + detail::digits(value) + " and " + name_of(k, i) + " is " +
                                 detail::digits(judgements[k][i]) + ", wanted reciprocals");
    return std::nullopt;
}

std::optional<Error> check(Judgements judgements, const std::string& where) {
    if (judgements.empty()) return refuse(where, "found no judgements, wanted a row for each part");
    for (std::size_t i = 0; i < judgements.size(); ++i) {
        if (judgements[i].size() != judgements.size())
            return refuse(where, "row " + std::to_string(i + 1) + " has " + std::to_string(judgements[i].size()) +
                                     " judgements, wanted " + std::to_string(judgements.size()));
    }
    for (std::size_t i = 0; i < judgements.size(); ++i) {
        for (std::size_t k = 0; k < judgements.size(); ++k)
            if (auto wrong = check_pair(judgements, i, k, where)) return wrong;
    }
    return std::nullopt;
}

/// How many times as important part i is as part k, exactly the reciprocal of the opposite.
double judgement(Judgements judgements, std::size_t i, std::size_t k) {
    if (i == k) return 1;
    return judgements[i][k] >= 1 ? judgements[i][k] : 1 / judgements[k][i];
}

/// What the judgements make of weights that sum to 1.
std::vector<double> multiply(Judgements judgements, const std::vector<double>& weights) {
    std::vector<double> product(weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i)
        for (std::size_t k = 0; k < weights.size(); ++k) product[i] += judgement(judgements, i, k) * weights[k];
    return product;
}

}  // namespace

result<Ahp> ahp(Judgements judgements, const std::string& where) {
    if (auto wrong = check(judgements, where)) return *std::move(wrong);
    const std::size_t parts = judgements.size();
    const auto n = static_cast<double>(parts);
    Ahp found;
    found.weights.assign(parts, 1 / n);
    // Powers of a positive matrix turn every vector to the principal one (Perron).
    constexpr int most_steps = 100000;
    double change = 1;
    for (int step = 0; step < most_steps && change > 0x1p-50; ++step) {
        std::vector<double> next = multiply(judgements, found.weights);
        found.eigenvalue = 0;
        for (const double each : next) found.eigenvalue += each;
        change = 0;
        for (std::size_t i = 0; i < parts; ++i) {
            next[i] /= found.eigenvalue;
            change = std::max(change, std::abs(next[i] - found.weights[i]) / next[i]);
        }
        found.weights = std::move(next);
    }
    if (parts < 3) return found;
    found.consistency_index = std::max(0.0, (found.eigenvalue - n) / (n - 1));
    found.consistency_ratio.reset();
    if (parts <= random_indices.size()) found.consistency_ratio = found.consistency_index / random_indices[parts - 1];
    return found;
}

namespace detail {

result<std::vector<double>> budget_weights(Judgements panel, std::size_t parts, const std::string& where) {
    if (panel.empty()) return refuse(where, "found no members of a panel, wanted one or more");
    std::vector<double> weights(parts);
    for (std::size_t member = 0; member < panel.size(); ++member) {
        const std::string name = "member " + std::to_string(member + 1) + " of the panel";
        if (panel[member].size() != parts)
            return refuse_rule("weights.count", where,
                               name + " allots to " + std::to_string(panel[member].size()) + " parts, wanted " +
                                   std::to_string(parts));
        double sum = 0;
        for (const double allotted : panel[member]) {
            if (!(allotted >= 0)) return refuse(where, name + " allots " + digits(allotted) + ", wanted 0 or more");
            sum += allotted;
        }
        if (!(sum > 0) || std::isinf(sum))
            return refuse(where, name + " allots " + digits(sum) + " in all, wanted a finite sum above 0");
        for (std::size_t k = 0; k < parts; ++k)
            weights[k] += panel[member][k] / sum / static_cast<double>(panel.size());
    }
    return weights;
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
