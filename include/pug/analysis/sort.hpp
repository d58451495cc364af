#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

namespace pug {
inline namespace v0 {
namespace detail {

/// The order of doubles as an order of whole numbers: ordinal(a) < ordinal(b) exactly when a < b. −0 counts as 0.
/// Not for NaN.
inline std::uint64_t ordinal(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // −0 + 0 is 0
    const std::uint64_t sign = std::uint64_t{1} << 63;
    return (bits & sign) != 0 ? ~bits : bits | sign;
}

/// The double of an ordinal.
inline double of_ordinal(std::uint64_t ordinal) {
    const std::uint64_t sign = std::uint64_t{1} << 63;
    return std::bit_cast<double>((ordinal & sign) != 0 ? ordinal & ~sign : ~ordinal);
}

/// The indexes of values, sorted by value and, where values are equal, by index. `Index` can hold every index.
///
/// A radix sort of pairs (prefix, index): the prefix is the upper 32 bits in which the ordinals differ, so that a pair
/// of 32-bit numbers moves as one word, and the few values with equal prefixes are sorted by their lower bits
/// afterwards. Takes time in proportion to the number of values, whatever their distribution, and memory for two pairs
/// a value (16 bytes with 32-bit indexes).
template <class Index>
class Sorted {
  public:
    /// Sorts ascending, or `descending`. Left out are NaN and, unless `taken` is empty, values whose entry in it is 0.
    /// The values must outlive this object.
    Sorted(std::span<const double> values, bool descending, std::span<const std::uint8_t> taken = {})
        : values_(values.data()), sign_(descending ? -1.0 : 1.0) {
        const auto is_taken = [&](std::size_t i) { return (taken.empty() || taken[i] != 0) && values[i] == values[i]; };
        const Survey survey = look_at(values.size(), is_taken);
        size_ = survey.count;
        if (size_ == 0) return;
        least_ = survey.least;
        // Ordinals that agree in their lowest bits agree in those of their distances from the least one, too.
        const auto width = static_cast<int>(std::bit_width(survey.greatest - survey.least));
        const int agreeing = width == 0 ? 0 : std::countr_zero(survey.differing);
        shift_ = std::max(width - prefix_bits, agreeing);
        pairs_ = std::make_unique_for_overwrite<Pair[]>(size_);
        std::size_t at = 0;
        for (std::size_t i = 0; i < values.size() && at < size_; ++i) {
            // Written whether or not it is taken: the next one then takes the place of one that is not.
            pairs_[at] = {static_cast<std::uint32_t>(distance(i) >> shift_), static_cast<Index>(i)};
            at += is_taken(i);
        }
        if (width > 0) sort(shift_ > agreeing);
    }

    std::size_t size() const { return size_; }
    /// The index at a position of the order.
    Index operator[](std::size_t position) const { return pairs_[position].index; }
    /// The value at a position, negated where the order descends: it never falls from one position to the next.
    double rising(std::size_t position) const { return sign_ * values_[pairs_[position].index]; }

    /// Whether the value at `position` and the one before it are further apart than `width`, as a difference of
    /// doubles.
    bool is_gap(std::size_t position, double width) const {
        // The prefixes often tell enough, and spare looking the values up.
        const std::uint64_t before = pairs_[position - 1].prefix;
        const std::uint64_t here = pairs_[position].prefix;
        if (here > before && from_distance(here << shift_) - from_distance(((before + 1) << shift_) - 1) > width)
            return true;
        return rising(position) - rising(position - 1) > width;
    }

  private:
    struct Pair {
        std::uint32_t prefix;
        Index index;
    };

    static constexpr int prefix_bits = 32;
    static constexpr std::size_t few = 256;  // quicker by comparisons

    struct Survey {
        std::uint64_t least = ~std::uint64_t{0}, greatest = 0;  // ordinals
        std::uint64_t differing = 0;                            // bits in which ordinals differ
        std::size_t count = 0;
    };

    template <class IsTaken>
    Survey look_at(std::size_t end, const IsTaken& is_taken) const {
        Survey survey;
        std::size_t first = 0;
        while (first < end && !is_taken(first)) ++first;
        if (first == end) return survey;
        const std::uint64_t key_of_first = ordinal(sign_ * values_[first]);
        for (std::size_t i = first; i < end; ++i) {
            const bool counts = is_taken(i);
            const std::uint64_t key = counts ? ordinal(sign_ * values_[i]) : key_of_first;
            survey.differing |= key ^ key_of_first;
            survey.least = std::min(survey.least, key);
            survey.greatest = std::max(survey.greatest, key);
            survey.count += counts;
        }
        return survey;
    }

    std::uint64_t distance(std::size_t index) const { return ordinal(sign_ * values_[index]) - least_; }
    double from_distance(std::uint64_t distance) const { return of_ordinal(least_ + distance); }

    bool precedes(const Pair& a, const Pair& b) const {
        const double x = sign_ * values_[a.index];
        const double y = sign_ * values_[b.index];
        return x < y || (x == y && a.index < b.index);
    }
    void sort_by_comparisons(Pair* first, Pair* last) const {
        std::sort(first, last, [this](const Pair& a, const Pair& b) { return precedes(a, b); });
    }

    void sort(bool has_rest) {
        if (size_ <= few) return sort_by_comparisons(&pairs_[0], &pairs_[0] + size_);
        auto spare = std::make_unique_for_overwrite<Pair[]>(size_);
        if (sort_by_prefix(&pairs_[0], &spare[0], size_)) pairs_.swap(spare);
        if (!has_rest) return;
        for (std::size_t first = 0; first < size_;) {
            std::size_t last = first + 1;
            bool is_sorted = true;
            while (last < size_ && pairs_[last].prefix == pairs_[first].prefix) {
                is_sorted = is_sorted && rising(last - 1) <= rising(last);
                ++last;
            }
            if (!is_sorted) sort_by_rest(&pairs_[first], &spare[first], last - first);
            first = last;
        }
    }

    /// Sorts pairs of one prefix by the bits below it, of which there are at most 32.
    void sort_by_rest(Pair* pairs, Pair* spare, std::size_t count) const {
        if (count <= few) return sort_by_comparisons(pairs, pairs + count);
        const std::uint32_t prefix = pairs->prefix;
        const std::uint64_t below = (std::uint64_t{1} << shift_) - 1;
        for (Pair* pair = pairs; pair != pairs + count; ++pair)
            pair->prefix = static_cast<std::uint32_t>(distance(pair->index) & below);
        if (sort_by_prefix(pairs, spare, count)) std::copy_n(spare, count, pairs);
        for (Pair* pair = pairs; pair != pairs + count; ++pair) pair->prefix = prefix;
    }

    /// Sorts by prefix, stably, a byte at a time from the lowest; bytes that are the same in all pairs cost nothing.
    /// Returns whether the result lies in `spare`.
    static bool sort_by_prefix(Pair* pairs, Pair* spare, std::size_t count) {
        constexpr std::size_t digits = sizeof(Pair::prefix);
        std::array<std::array<Index, 256>, digits> counts{};
        for (const Pair* pair = pairs; pair != pairs + count; ++pair) {
            for (std::size_t d = 0; d < digits; ++d) ++counts[d][digit(*pair, d)];
        }
        bool is_in_spare = false;
        for (std::size_t d = 0; d < digits; ++d) {
            if (counts[d][digit(*pairs, d)] == count) continue;
            Index next = 0;
            for (Index& each : counts[d]) next += std::exchange(each, next);
            for (const Pair* pair = pairs; pair != pairs + count; ++pair) spare[counts[d][digit(*pair, d)]++] = *pair;
            std::swap(pairs, spare);
            is_in_spare = !is_in_spare;
        }
        return is_in_spare;
    }
    static std::size_t digit(const Pair& pair, std::size_t place) { return pair.prefix >> (8 * place) & 0xff; }

    const double* values_;
    double sign_;
    std::size_t size_ = 0;
    std::uint64_t least_ = 0;  // ordinal
    int shift_ = 0;            // bits below the prefix
    std::unique_ptr<Pair[]> pairs_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
