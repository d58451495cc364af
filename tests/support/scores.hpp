#pragma once

#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "pug/scorer.hpp"

namespace pug::test {

/// Whether two columns have the same bytes.
template <class T>
bool is_same(std::span<const T> a, std::span<const T> b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

/// Whether everything that was decided about all units has the same bytes.
inline bool is_same(const Scores& a, const Scores& b) {
    bool same = is_same(a.scores(), b.scores()) && is_same(a.coverages(), b.coverages()) &&
                is_same(a.rounded(), b.rounded()) && is_same(a.score_statuses(), b.score_statuses()) &&
                is_same(a.grade_indexes(), b.grade_indexes()) && is_same(a.overrides(), b.overrides()) &&
                is_same(a.decided(), b.decided()) && is_same(a.intervals(), b.intervals()) && a.nodes() == b.nodes();
    for (std::size_t n = 0; same && n < a.nodes().size(); ++n)
        same = is_same(a.values(n), b.values(n)) && is_same(a.statuses(n), b.statuses(n));
    for (std::size_t g = 0; same && g < a.gates().size(); ++g)
        same = is_same(std::span<const GateState>(a.gates()[g]), std::span<const GateState>(b.gates()[g]));
    for (std::size_t c = 0; same && c < a.caps().size(); ++c)
        same = is_same(std::span<const CapState>(a.caps()[c]), std::span<const CapState>(b.caps()[c]));
    return same;
}

/// The scores of all units with exact numbers, one unit at a time.
template <class N>
std::vector<N> exact_scores(const Scores& scores) {
    std::vector<N> values;
    Evaluator<N> evaluator(scores.program(), 1);
    for (std::size_t u = 0; u < scores.size(); ++u) {
        pug::detail::evaluate(scores.observations(), u, 1, Fill::as_answered, evaluator);
        values.push_back(evaluator.value(scores.program().root, 0));
    }
    return values;
}

/// Everything that was decided about a unit, as bytes: two units have the same results when these are the same.
inline std::string bytes_of(const Scores& scores, std::size_t unit) {
    std::string bytes;
    const auto add = [&](const auto& value) { bytes.append(reinterpret_cast<const char*>(&value), sizeof value); };
    for (std::size_t n = 0; n < scores.nodes().size(); ++n) {
        add(scores.values(n)[unit]);
        add(scores.statuses(n)[unit]);
    }
    add(scores.scores()[unit]);
    add(scores.score_statuses()[unit]);
    add(scores.rounded()[unit]);
    add(scores.grade_indexes()[unit]);
    add(scores.coverages()[unit]);
    add(scores.intervals()[unit].low);
    add(scores.intervals()[unit].high);
    add(scores.decided()[unit]);
    add(scores.overrides()[unit]);
    for (const auto& gate : scores.gates()) add(gate[unit]);
    for (const auto& cap : scores.caps()) add(cap[unit]);
    return bytes;
}

}  // namespace pug::test
