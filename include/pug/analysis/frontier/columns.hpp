#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <type_traits>
#include <utility>
#include <vector>

#include "pug/analysis/pareto.hpp"
#include "pug/analysis/sense.hpp"
#include "pug/engine/number.hpp"

// Qualities of many combinations as columns of whole numbers, as `Pareto` compares them.
namespace pug {
inline namespace v0 {
namespace detail {

/// Numbers as their places in ascending order, equal ones sharing theirs.
template <class Get>
std::vector<std::int64_t> places(std::size_t count, const Get& get) {
    using A = Arithmetic<std::decay_t<decltype(get(0))>>;
    std::vector<std::int64_t> place(count, 0);
    std::size_t same = 0;
    while (same < count && A::compare(get(same), get(0)) == Order::equal) ++same;
    if (same == count) return place;
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return A::compare(get(a), get(b)) == Order::less; });
    for (std::size_t i = 1; i < count; ++i)
        place[order[i]] = place[order[i - 1]] + (A::compare(get(order[i - 1]), get(order[i])) == Order::less);
    return place;
}

/// What are whole numbers already.
template <class Get>
std::vector<std::int64_t> whole(std::size_t count, const Get& get) {
    std::vector<std::int64_t> column(count);
    for (std::size_t i = 0; i < count; ++i) column[i] = static_cast<std::int64_t>(get(i));
    return column;
}

/// Compares by a column in its sense.
inline void compare_by(Pareto& pareto, Sense sense, std::vector<std::int64_t> column) {
    if (sense == Sense::up) return pareto.is_better_above(std::move(column));
    if (sense == Sense::down) return pareto.is_better_below(std::move(column));
    if (sense == Sense::mixed) pareto.must_be_equal(std::move(column));
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
