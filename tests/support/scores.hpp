#pragma once

#include <string>

#include "pug/scorer.hpp"

namespace pug::test {

/// Everything that was decided about a unit, as bytes: two units have the same results when these are the same.
inline std::string bytes_of(const Scores& scores, std::size_t unit) {
    std::string bytes;
    const auto add = [&](const auto& value) { bytes.append(reinterpret_cast<const char*>(&value), sizeof value); };
    for (std::size_t n = 0; n < scores.nodes().size(); ++n) {
        add(scores.values(n)[unit]);
        add(scores.statuses(n)[unit]);
    }
    add(scores.scores()[unit]);
    add(scores.errors()[unit]);
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
