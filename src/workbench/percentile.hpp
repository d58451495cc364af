#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

// Percentiles of type 7: Hyndman and Fan (1996), see certainty.hpp.
namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// Between which of n ordered values a percentile lies, and how far from the lower one.
struct PercentilePlace {
    std::size_t below = 0;
    double beyond = 0;

    PercentilePlace(std::size_t n, double share) {
        // A share such as (1 − 0.9)/2 is off by a rounding, which must not leave a value that it is meant to hit.
        const double exact = std::clamp(share, 0.0, 1.0) * static_cast<double>(n - 1), whole = std::round(exact);
        const double at = std::fabs(exact - whole) < 1e-9 ? whole : exact;
        below = static_cast<std::size_t>(at);
        beyond = at - static_cast<double>(below);
    }
    double between(double lower, double upper) const { return beyond > 0 ? lower + beyond * (upper - lower) : lower; }
};

/// A percentile of values, at least one, whose order it changes.
inline double percentile(std::span<double> values, double share) {
    const PercentilePlace place(values.size(), share);
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(place.below);
    std::nth_element(values.begin(), nth, values.end());
    return place.beyond > 0 ? place.between(*nth, *std::min_element(nth + 1, values.end())) : *nth;
}

/// How often each of the numbers 0 … has been found.
class Tally {
  public:
    explicit Tally(std::size_t most) : counts_(most + 1) {}

    void clear() {
        std::fill(counts_.begin(), counts_.end(), 0u);
        n_ = 0;
    }
    void add(std::size_t number) {
        ++counts_[number];
        ++n_;
    }
    std::size_t size() const { return n_; }
    /// How many are at most that number.
    std::size_t up_to(std::size_t number) const {
        std::size_t sum = 0;
        for (std::size_t k = 0; k <= std::min(number, counts_.size() - 1); ++k) sum += counts_[k];
        return sum;
    }
    double mean() const {
        double sum = 0;
        for (std::size_t k = 0; k < counts_.size(); ++k) sum += static_cast<double>(k) * counts_[k];
        return sum / static_cast<double>(n_);
    }
    double percentile(double share) const {
        const PercentilePlace place(n_, share);
        const double lower = ordered(place.below);
        return place.beyond > 0 ? place.between(lower, ordered(place.below + 1)) : lower;
    }

  private:
    /// The number at a place of the ordered ones.
    double ordered(std::size_t place) const {
        std::size_t k = 0, sum = counts_[0];
        while (sum <= place) sum += counts_[++k];
        return static_cast<double>(k);
    }

    std::vector<std::uint32_t> counts_;
    std::size_t n_ = 0;
};

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
