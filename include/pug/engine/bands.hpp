#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pug/decimal.hpp"
#include "pug/instrument.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// One end of a band on the real line.
struct BandEdge {
    Rational at;
    bool included = true;
};

/// A grade and its stretch of the real line; an empty edge is open.
struct Band {
    std::string grade;
    std::string pointer;
    std::optional<BandEdge> lower, upper;
};

/// What the next band does not include, this one does.
inline BandEdge facing(const BandEdge& edge) { return {edge.at, !edge.included}; }

/// Sorts bands by value, fills edges that were left to the neighbour, closes holes by the policy, and reports overlaps,
/// holes without a policy, and empty bands.
inline void order_bands(std::vector<Band>& bands, GapPolicy gaps, std::vector<Problem>& problems) {
    const auto report = [&](const char* code, const Band& band, const std::string& message) {
        problems.push_back({code, band.pointer, 0, 0, message});
    };
    for (const Band& band : bands) {
        if (!band.lower && !band.upper) {
            report("grades.edge", band,
                   "grade \"" + band.grade + "\" states no edge; give it \"from\", \"above\", \"to\" or \"below\"");
            return;
        }
    }
    const auto key = [](const Band& band) {
        return band.lower ? band.lower->at : band.upper ? band.upper->at : Rational(0);
    };
    std::stable_sort(bands.begin(), bands.end(), [&](const Band& a, const Band& b) {
        if (key(a) != key(b)) return key(a) < key(b);
        return !a.lower && b.lower;  // up to 2.5 comes before from 2.5
    });
    std::vector<bool> is_stated;  // both edges are the document's own
    for (std::size_t i = 0; i < bands.size(); ++i) {
        is_stated.push_back(bands[i].lower && bands[i].upper);
        if (i > 0 && !bands[i].lower && bands[i - 1].upper) bands[i].lower = facing(*bands[i - 1].upper);
        if (i + 1 < bands.size() && !bands[i].upper && bands[i + 1].lower) bands[i].upper = facing(*bands[i + 1].lower);
    }
    for (std::size_t i = 0; i < bands.size(); ++i) {
        Band& band = bands[i];
        if (band.lower && band.upper) {
            const bool is_point = band.lower->at == band.upper->at && band.lower->included && band.upper->included;
            if (band.upper->at <= band.lower->at && !is_point && is_stated[i]) {
                report("grades.empty", band,
                       "no value lies in grade \"" + band.grade + "\": its upper edge is not above its lower");
                continue;
            }
            if (band.upper->at <= band.lower->at && !is_point) {
                report("grades.overlap", band, "grade \"" + band.grade + "\" lies within the band beside it");
                continue;
            }
        }
        if (i == 0) continue;
        Band& before = bands[i - 1];
        if (!before.upper || !band.lower) {
            report("grades.overlap", band,
                   "grades \"" + before.grade + "\" and \"" + band.grade + "\" overlap: no edge lies between them");
            continue;
        }
        const bool touch = before.upper->at == band.lower->at;
        if (before.upper->at > band.lower->at || (touch && before.upper->included && band.lower->included)) {
            report("grades.overlap", band,
                   "grades \"" + before.grade + "\" and \"" + band.grade + "\" overlap at " +
                       Decimal(band.lower->at).to_string());
        } else if (before.upper->at < band.lower->at || (!before.upper->included && !band.lower->included)) {
            if (gaps == GapPolicy::refuse) {
                report("grades.gap", band,
                       "between grades \"" + before.grade + "\" and \"" + band.grade + "\" there is a hole from " +
                           Decimal(before.upper->at).to_string() + " to " + Decimal(band.lower->at).to_string() +
                           "; say \"gaps\": \"lower\", \"upper\" or \"none\"");
            }
            if (gaps == GapPolicy::lower) before.upper = facing(*band.lower);
            if (gaps == GapPolicy::upper) band.lower = facing(*before.upper);
        }
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
