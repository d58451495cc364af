#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pug/workbench/index.hpp"
#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// The same ranks as `rank_descending`, for thousands of rankings of few units: how many are greater is counted, which
/// takes no branch, instead of sorting them.
class FastRanks {
  public:
    void rank(std::span<const double> values, std::span<std::uint32_t> ranks) {
        constexpr std::size_t few = 128;
        if (values.size() > few) return sort(values, ranks);
        for (std::size_t u = 0; u < values.size(); ++u) {
            const double value = values[u];
            std::uint64_t greater = 0;
            for (const double other : values) greater += other > value ? 1 : 0;
            ranks[u] = has_value(value) ? static_cast<std::uint32_t>(greater + 1) : 0;
        }
    }

  private:
    void sort(std::span<const double> values, std::span<std::uint32_t> ranks) {
        wide_.resize(values.size());
        rank_descending(values, wide_);
        std::transform(wide_.begin(), wide_.end(), ranks.begin(),
                       [](std::size_t rank) { return static_cast<std::uint32_t>(rank); });
    }

    std::vector<std::size_t> wide_;
};

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
