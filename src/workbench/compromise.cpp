#include "pug/workbench/compromise.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "pug/engine/block/stripe.hpp"
#include "pug/engine/elementary.hpp"
#include "refusals.hpp"
#include "weighted_parts.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using detail::WeightedParts;
using Columns = std::span<const std::span<const double>>;

struct Ends {
    double least = 0, greatest = 0;

    explicit Ends(std::span<const double> values) {
        if (values.empty()) return;
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        least = *low;
        greatest = *high;
    }
    bool are_equal() const { return least == greatest; }
    double width() const { return greatest - least; }
};

/// All units have the same value of each part that counts, which leaves nothing to choose.
std::optional<Error> refuse_alike(const WeightedParts& parts) {
    for (std::size_t k = 0; k < parts.columns.size(); ++k) {
        if (parts.counts(k) && !Ends(parts.columns[k]).are_equal()) return std::nullopt;
    }
    return detail::refuse_data(
        "aggregate.constant", parts.where,
        "all units have the same values, wanted some that differ: none is the best or the worst");
}

// TOPSIS

/// What values of a part are multiplied by, after `low` was subtracted, when it is scaled and weighted.
struct PartScale {
    double low = 0;
    double factor = 0;
};

PartScale scale_of(std::span<const double> values, double weight, Scaling scaling) {
    const Ends ends(values);
    if (scaling == Scaling::none) return {0, weight};
    if (scaling == Scaling::range) return {ends.least, ends.are_equal() ? 0.0 : weight / ends.width()};
    const double most = std::max(std::abs(ends.least), std::abs(ends.greatest));
    if (most == 0) return {};
    double sum = 0;  // of squares of shares, which do not overflow
    for (const double x : values) sum += (x / most) * (x / most);
    return {0, weight / (most * std::sqrt(sum))};
}

void add_squares(std::span<const double> values, PartScale scale, double from, std::span<double> sums) {
    for (std::size_t u = 0; u < values.size(); ++u) {
        const double difference = (values[u] - scale.low) * scale.factor - from;
        sums[u] += difference * difference;
    }
}

// PROMETHEE. Each kind says how much of a weight a difference is preferred by, 0 where it is not positive. Nothing is
// computed on one side of a choice only, so that loops become vector code.

struct Usual {
    double operator()(double d, double weight) const { return d > 0 ? weight : 0.0; }
};
struct Above {
    double q;
    double operator()(double d, double weight) const { return d > q ? weight : 0.0; }
};
struct Level {
    double q, p;
    double operator()(double d, double weight) const {
        const double half = weight / 2;
        const double first = d > q ? half : 0.0;
        const double second = d > p ? half : 0.0;
        return first + second;
    }
};
struct Linear {
    double q, width;
    double operator()(double d, double weight) const {
        const double share = weight * ((d - q) / width);
        const double positive = share > 0 ? share : 0.0;
        return positive < weight ? positive : weight;
    }
};
struct Gaussian {
    double s;
    double operator()(double d, double weight) const {
        const double scaled = d / s;
        const double part = weight * (1 - pug::detail::exponential(-0.5 * scaled * scaled));
        return scaled > 0 ? part : 0.0;
    }
};

std::optional<Error> check_preference(const Preference& preference, const std::string& where) {
    Aggregation rule;
    rule.method = AggregationMethod::promethee;
    rule.preference = preference;
    return detail::check_rule(rule, where);
}

/// Weights, of each unit from `first` on, by which a unit is preferred to it and it to the unit.
struct Row {
    std::vector<double> to, from;

    explicit Row(std::size_t units) : to(units), from(units) {}
    void clear() {
        std::fill(to.begin(), to.end(), 0.0);
        std::fill(from.begin(), from.end(), 0.0);
    }
};

template <class P>
void add_preferences(const P& preferred, std::span<const double> values, double weight, std::size_t unit, Row& row) {
    const double mine = values[unit];
    const double* PUG_RESTRICT const x = values.data();
    double* PUG_RESTRICT const to = row.to.data();
    double* PUG_RESTRICT const from = row.from.data();
    const P by = preferred;  // a copy, which the loop cannot write to
    for (std::size_t v = unit + 1; v < values.size(); ++v) {
        to[v] += by(mine - x[v], weight);
        from[v] += by(x[v] - mine, weight);
    }
}

/// Calls `take(unit, row)` for each unit; a row holds the preferences between it and each later one.
template <class P, class F>
void each_row(const WeightedParts& parts, const P& preferred, F take) {
    const std::size_t units = parts.columns.front().size();
    const double total = parts.total();
    Row row(units);
    for (std::size_t u = 0; u < units; ++u) {
        row.clear();
        for (std::size_t k = 0; k < parts.columns.size(); ++k) {
            if (parts.counts(k)) add_preferences(preferred, parts.columns[k], parts.weights[k] / total, u, row);
        }
        take(u, row);
    }
}

template <class F>
void each_row_by(const WeightedParts& parts, const Preference& by, F take) {
    using Kind = Preference::Kind;
    switch (by.kind) {
        case Kind::usual:
            return each_row(parts, Usual{}, take);
        case Kind::u_shape:
            return each_row(parts, Above{by.q}, take);
        case Kind::v_shape:
            return each_row(parts, Linear{0, by.p}, take);
        case Kind::level:
            return each_row(parts, Level{by.q, by.p}, take);
        case Kind::linear:
            return each_row(parts, Linear{by.q, by.p - by.q}, take);
        case Kind::gaussian:
            return each_row(parts, Gaussian{by.s}, take);
    }
}

// VIKOR

std::optional<Error> check_share(double v, const std::string& where) {
    Aggregation rule;
    rule.method = AggregationMethod::vikor;
    rule.v = v;
    return detail::check_rule(rule, where);
}

/// The share of the way from the least of some values to the greatest.
double share(double value, const Ends& ends) { return ends.are_equal() ? 0.0 : (value - ends.least) / ends.width(); }

/// The units among which the compromise is (Opricovic and Tzeng, section 2, step 5).
std::vector<std::size_t> compromise_of(const Vikor& found) {
    std::vector<std::size_t> order(found.q.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return found.q[a] < found.q[b]; });
    if (order.size() < 2) return order;
    const std::size_t first = order.front();
    const double lead = 1 / static_cast<double>(order.size() - 1);
    const auto near =
        std::count_if(order.begin(), order.end(), [&](std::size_t u) { return found.q[u] - found.q[first] < lead; });
    const bool is_stable = found.s[first] == Ends(found.s).least || found.r[first] == Ends(found.r).least;
    order.resize(std::max(static_cast<std::size_t>(near), is_stable ? std::size_t{1} : std::size_t{2}));
    return order;
}

}  // namespace

result<Topsis> topsis(Columns parts, std::span<const double> weights, const std::string& where, Scaling scaling) {
    const WeightedParts weighted{parts, weights, 0, where};
    if (auto wrong = detail::check_comparable(weighted)) return *std::move(wrong);
    if (auto wrong = refuse_alike(weighted)) return *std::move(wrong);
    const std::size_t units = parts.front().size();
    const double total = weighted.total();
    Topsis found;
    found.to_best.assign(units, 0);
    found.to_worst.assign(units, 0);
    found.closeness.assign(units, 0);
    for (std::size_t k = 0; k < parts.size(); ++k) {
        const Ends ends(weighted.counts(k) ? parts[k] : std::span<const double>());
        const PartScale scale = weighted.counts(k) ? scale_of(parts[k], weights[k] / total, scaling) : PartScale{};
        found.best.push_back((ends.greatest - scale.low) * scale.factor);
        found.worst.push_back((ends.least - scale.low) * scale.factor);
        if (!weighted.counts(k)) continue;
        add_squares(parts[k], scale, found.best.back(), found.to_best);
        add_squares(parts[k], scale, found.worst.back(), found.to_worst);
    }
    for (std::size_t u = 0; u < units; ++u) {
        found.to_best[u] = std::sqrt(found.to_best[u]);
        found.to_worst[u] = std::sqrt(found.to_worst[u]);
        found.closeness[u] = found.to_worst[u] / (found.to_best[u] + found.to_worst[u]);
    }
    return found;
}

result<Vikor> vikor(Columns parts, std::span<const double> weights, double v, const std::string& where) {
    const WeightedParts weighted{parts, weights, 0, where};
    if (auto wrong = detail::check_comparable(weighted)) return *std::move(wrong);
    if (auto wrong = check_share(v, where)) return *std::move(wrong);
    if (auto wrong = refuse_alike(weighted)) return *std::move(wrong);
    const std::size_t units = parts.front().size();
    const double total = weighted.total();
    Vikor found;
    found.s.assign(units, 0);
    found.r.assign(units, 0);
    for (std::size_t k = 0; k < parts.size(); ++k) {
        const Ends ends(parts[k]);
        if (!weighted.counts(k) || ends.are_equal()) continue;
        for (std::size_t u = 0; u < units; ++u) {
            const double lack = weights[k] / total * ((ends.greatest - parts[k][u]) / ends.width());
            found.s[u] += lack;
            found.r[u] = std::max(found.r[u], lack);
        }
    }
    const Ends s(found.s);
    const Ends r(found.r);
    for (std::size_t u = 0; u < units; ++u)
        found.q.push_back(v * share(found.s[u], s) + (1 - v) * share(found.r[u], r));
    found.compromise = compromise_of(found);
    return found;
}

result<Promethee> promethee(Columns parts, std::span<const double> weights, const Preference& preference,
                            const std::string& where) {
    const WeightedParts weighted{parts, weights, 0, where};
    if (auto wrong = detail::check_comparable(weighted)) return *std::move(wrong);
    if (auto wrong = check_preference(preference, where)) return *std::move(wrong);
    const std::size_t units = parts.front().size();
    Promethee found{std::vector<double>(units), std::vector<double>(units), std::vector<double>(units)};
    each_row_by(weighted, preference, [&](std::size_t u, const Row& row) {
        for (std::size_t other = u + 1; other < units; ++other) {
            found.positive[u] += row.to[other];
            found.negative[other] += row.to[other];
            found.negative[u] += row.from[other];
            found.positive[other] += row.from[other];
        }
    });
    const double others = units > 1 ? static_cast<double>(units - 1) : 1;
    for (std::size_t u = 0; u < units; ++u) {
        found.positive[u] /= others;
        found.negative[u] /= others;
        found.net[u] = found.positive[u] - found.negative[u];
    }
    return found;
}

result<Matrix> preferences(Columns parts, std::span<const double> weights, const Preference& preference,
                           const std::string& where) {
    const WeightedParts weighted{parts, weights, 0, where};
    if (auto wrong = detail::check_comparable(weighted)) return *std::move(wrong);
    if (auto wrong = check_preference(preference, where)) return *std::move(wrong);
    const std::size_t units = parts.front().size();
    Matrix found(units, units, 0.0);
    each_row_by(weighted, preference, [&](std::size_t u, const Row& row) {
        for (std::size_t other = u + 1; other < units; ++other) {
            found.at(u, other) = row.to[other];
            found.at(other, u) = row.from[other];
        }
    });
    return found;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
