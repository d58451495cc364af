#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace pug {
inline namespace v0 {
namespace detail {

/// Things described by whole numbers, a column for each quality: those that are no worse than another in any quality,
/// and of the same kind, make that other superfluous.
class Pareto {
  public:
    explicit Pareto(std::size_t count) : count_(count) {}

    /// Only things with equal entries are of the same kind.
    void must_be_equal(std::vector<std::int64_t> column) { add(equal_, std::move(column)); }
    /// The greater the better.
    void is_better_above(std::vector<std::int64_t> column) { add(better_, std::move(column)); }
    /// The less the better.
    void is_better_below(std::vector<std::int64_t> column) {
        for (std::int64_t& entry : column) entry = -entry;
        add(better_, std::move(column));
    }

    /// What is not superfluous; of those that are alike in everything the first. In an order of their qualities.
    std::vector<std::uint32_t> best() const {
        std::vector<std::uint32_t> order(count_);
        std::iota(order.begin(), order.end(), 0u);
        std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            for (const auto& column : equal_) {
                if (column[a] != column[b]) return column[a] < column[b];
            }
            for (const auto& column : better_) {
                if (column[a] != column[b]) return column[a] > column[b];
            }
            return a < b;
        });
        std::vector<std::uint32_t> kept;
        std::size_t first = 0;  // of those kept that are of the kind at hand
        for (const std::uint32_t each : order) {
            if (first < kept.size() && !are_alike(kept[first], each)) first = kept.size();
            if (!is_superfluous(each, kept, first)) kept.push_back(each);
        }
        return kept;
    }

  private:
    void add(std::vector<std::vector<std::int64_t>>& columns, std::vector<std::int64_t> column) {
        const bool is_constant =
            std::all_of(column.begin(), column.end(), [&](std::int64_t entry) { return entry == column.front(); });
        if (!is_constant) columns.push_back(std::move(column));
    }

    bool are_alike(std::uint32_t a, std::uint32_t b) const {
        return std::all_of(equal_.begin(), equal_.end(), [&](const auto& column) { return column[a] == column[b]; });
    }

    /// In their order none is better than one before it in the first quality in which they differ; so with two
    /// qualities only the last one kept can be in the way of the next.
    bool is_superfluous(std::uint32_t each, const std::vector<std::uint32_t>& kept, std::size_t first) const {
        if (kept.size() == first) return false;
        if (better_.size() <= 2) return is_no_worse(kept.back(), each);
        for (std::size_t k = kept.size(); k-- > first;) {
            if (is_no_worse(kept[k], each)) return true;
        }
        return false;
    }

    bool is_no_worse(std::uint32_t a, std::uint32_t b) const {
        return std::all_of(better_.begin(), better_.end(), [&](const auto& column) { return column[a] >= column[b]; });
    }

    std::size_t count_;
    std::vector<std::vector<std::int64_t>> equal_, better_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
