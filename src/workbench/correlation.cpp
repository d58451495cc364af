#include "pug/workbench/correlation.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

/// Two columns, without the rows where one has no value.
struct Pairs {
    std::vector<double> x, y;
    std::size_t size() const { return x.size(); }
};

Pairs complete_pairs(std::span<const double> x, std::span<const double> y) {
    Pairs pairs;
    pairs.x.reserve(x.size());
    pairs.y.reserve(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!has_value(x[i]) || !has_value(y[i])) continue;
        pairs.x.push_back(x[i]);
        pairs.y.push_back(y[i]);
    }
    return pairs;
}

bool is_constant(const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(), [&](double value) { return value == values.front(); });
}

/// Deviations from the mean. The values are first made smaller than 1 by a power of two, which is exact, so that no sum
/// or square overflows or vanishes.
std::vector<double> deviations(std::vector<double> values) {
    double greatest = 0;
    for (const double value : values) greatest = std::max(greatest, std::abs(value));
    int exponent = 0;
    std::frexp(greatest, &exponent);
    for (double& value : values) value = std::ldexp(value, -exponent);
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    for (double& value : values) value -= mean;
    return values;
}

double product(const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// p of a correlation r over n pairs, by Student's t.
double student_p(double r, std::size_t n) {
    using namespace boost::math::policies;
    using Quiet = policy<domain_error<ignore_error>, pole_error<ignore_error>, overflow_error<ignore_error>,
                         underflow_error<ignore_error>, denorm_error<ignore_error>, evaluation_error<ignore_error>,
                         rounding_error<ignore_error>, indeterminate_result_error<ignore_error>, promote_double<false>>;
    const auto degrees = static_cast<double>(n - 2);
    const double rest = (1 - r) * (1 + r);
    if (rest <= 0) return 0;
    const double t = std::abs(r) * std::sqrt(degrees / rest);
    const boost::math::students_t_distribution<double, Quiet> student(degrees);
    return std::min(1.0, 2 * boost::math::cdf(boost::math::complement(student, t)));
}

void pearson(const Pairs& pairs, Correlation& found) {
    const std::vector<double> x = deviations(pairs.x), y = deviations(pairs.y);
    found.value = std::clamp(product(x, y) / std::sqrt(product(x, x) * product(y, y)), -1.0, 1.0);
    found.p = student_p(found.value, found.n);
}

/// What runs of equal values add up to.
struct Ties {
    double pairs = 0;   // Σ t(t − 1)/2 over the runs of t equal values
    double thirds = 0;  // Σ t(t − 1)(t − 2)
    double spread = 0;  // Σ t(t − 1)(2t + 5)
};

/// Counts runs of neighbours that are equal.
template <class Equal>
Ties count_ties(std::size_t n, Equal equal) {
    Ties ties;
    for (std::size_t first = 0, last = 0; first < n; first = last) {
        while (last < n && equal(first, last)) ++last;
        const auto t = static_cast<double>(last - first);
        ties.pairs += t * (t - 1) / 2;
        ties.thirds += t * (t - 1) * (t - 2);
        ties.spread += t * (t - 1) * (2 * t + 5);
    }
    return ties;
}

/// Sorts, and counts the pairs that stood in descending order.
std::uint64_t sort_counting(std::span<double> values, std::span<double> spare) {
    const std::size_t n = values.size(), half = n / 2;
    if (n < 2) return 0;
    std::uint64_t inverted =
        sort_counting(values.first(half), spare.first(half)) + sort_counting(values.subspan(half), spare.subspan(half));
    std::size_t left = 0, right = half;
    for (double& next : spare) {
        if (right == n || (left < half && values[left] <= values[right])) {
            next = values[left++];
        } else {
            inverted += half - left;
            next = values[right++];
        }
    }
    std::copy(spare.begin(), spare.end(), values.begin());
    return inverted;
}

/// p of concordant less discordant pairs. The variance under ties: Kendall (1970), formula 4.4.
double kendall_p(double difference, std::size_t size, const Ties& x, const Ties& y) {
    const auto n = static_cast<double>(size);
    const double orders = n * (n - 1);
    const double variance = (orders * (2 * n + 5) - x.spread - y.spread) / 18 + 2 * x.pairs * y.pairs / orders +
                            x.thirds * y.thirds / (9 * orders * (n - 2));
    return variance > 0 ? std::erfc(std::abs(difference) / std::sqrt(2 * variance)) : no_value;
}

void kendall(const Pairs& pairs, Correlation& found) {
    const std::size_t n = pairs.size();
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(pairs.x[a], pairs.y[a]) < std::pair(pairs.x[b], pairs.y[b]);
    });
    std::vector<double> x(n), y(n), spare(n);
    for (std::size_t i = 0; i < n; ++i) {
        x[i] = pairs.x[order[i]];
        y[i] = pairs.y[order[i]];
    }
    const Ties of_x = count_ties(n, [&](std::size_t a, std::size_t b) { return x[a] == x[b]; });
    const Ties of_both = count_ties(n, [&](std::size_t a, std::size_t b) { return x[a] == x[b] && y[a] == y[b]; });
    const auto discordant = static_cast<double>(sort_counting(y, spare));
    const Ties of_y = count_ties(n, [&](std::size_t a, std::size_t b) { return y[a] == y[b]; });
    const double all = static_cast<double>(n) * static_cast<double>(n - 1) / 2;
    const double difference = all - of_x.pairs - of_y.pairs + of_both.pairs - 2 * discordant;
    found.value = std::clamp(difference / std::sqrt((all - of_x.pairs) * (all - of_y.pairs)), -1.0, 1.0);
    found.p = kendall_p(difference, n, of_x, of_y);
}

bool are_complete(std::span<const std::span<const double>> columns) {
    return std::all_of(columns.begin(), columns.end(),
                       [](auto column) { return std::all_of(column.begin(), column.end(), has_value); });
}

/// The ranks of each column. Where nothing is missing they are those among any pairs, and need be found only once.
std::vector<std::vector<double>> ranked(std::span<const std::span<const double>> columns) {
    std::vector<std::vector<double>> ranks;
    for (const auto column : columns) ranks.push_back(average_ranks(column));
    return ranks;
}

std::vector<std::span<const double>> spans_of(const std::vector<std::vector<double>>& columns) {
    return {columns.begin(), columns.end()};
}

}  // namespace

std::vector<double> average_ranks(std::span<const double> column) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < column.size(); ++i) {
        if (has_value(column[i])) order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return column[a] < column[b]; });
    std::vector<double> ranks(column.size(), no_value);
    for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
        while (last < order.size() && column[order[last]] == column[order[first]]) ++last;
        for (std::size_t at = first; at < last; ++at) ranks[order[at]] = static_cast<double>(first + 1 + last) / 2;
    }
    return ranks;
}

Correlation correlation(CorrelationMethod method, std::span<const double> x, std::span<const double> y) {
    Pairs pairs = complete_pairs(x, y);
    Correlation found;
    found.n = pairs.size();
    if (found.n < 3) return found;
    found.gap = is_constant(pairs.x) || is_constant(pairs.y) ? CorrelationGap::constant : CorrelationGap::none;
    if (found.gap == CorrelationGap::constant) return found;
    switch (method) {
        case CorrelationMethod::pearson:
            pearson(pairs, found);
            break;
        case CorrelationMethod::spearman:
            // Ranks among the pairs, not among the whole columns.
            pearson({average_ranks(pairs.x), average_ranks(pairs.y)}, found);
            break;
        case CorrelationMethod::kendall:
            kendall(pairs, found);
            break;
    }
    return found;
}

std::vector<Correlation> correlations(CorrelationMethod method, std::span<const std::span<const double>> rows,
                                      std::span<const std::span<const double>> columns) {
    if (method == CorrelationMethod::spearman && are_complete(rows) && are_complete(columns)) {
        const std::vector<std::vector<double>> of_rows = ranked(rows), of_columns = ranked(columns);
        return correlations(CorrelationMethod::pearson, spans_of(of_rows), spans_of(of_columns));
    }
    std::vector<Correlation> found;
    found.reserve(rows.size() * columns.size());
    for (const auto row : rows) {
        for (const auto column : columns) found.push_back(correlation(method, row, column));
    }
    return found;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
