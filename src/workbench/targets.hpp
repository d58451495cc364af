#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/matrix.hpp"
#include "pug/workbench/sensitivity.hpp"
#include "workbench/fast_ranks.hpp"
#include "workbench/variations.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// One number to look at the sensitivity of.
struct TargetCode {
    TargetKind kind = TargetKind::score;
    std::size_t at = 0;  ///< the unit's place among the rows of a model
    std::size_t first = 0;
};

/// What is looked at, with every unit looked up.
struct TargetList {
    std::vector<TargetCode> codes;
    std::vector<std::string> names;
    std::vector<std::uint32_t> nominal_ranks;  ///< by row of the model; 0: none
    std::size_t ranked = 0;                    ///< how many have one

    /// Errors: `sensitivity.target`, every problem is listed.
    static result<TargetList> make(const std::vector<Target>& targets, const Variations& variations,
                                   std::span<const std::size_t> rows);
    bool needs_ranks() const;
};

/// Reads targets off scores.
class TargetReader {
  public:
    explicit TargetReader(const TargetList& list) : list_(list), needs_ranks_(list.needs_ranks()) {}

    /// `scores`: at least `points` × rows of the model. Calls `take(target, numbers)`, one number a point, for each
    /// target.
    template <class Take>
    void read(const Matrix& scores, std::size_t points, const Take& take) {
        if (needs_ranks_) rank(scores, points);
        for (std::size_t t = 0; t < list_.codes.size(); ++t) {
            if (list_.codes[t].kind == TargetKind::score) {
                take(t, scores.column(list_.codes[t].at).data());
                continue;
            }
            numbers_.resize(points);
            for (std::size_t j = 0; j < points; ++j)
                numbers_[j] =
                    from_ranks(list_.codes[t], std::span(ranks_.data() + j * scores.columns(), scores.columns()));
            take(t, static_cast<const double*>(numbers_.data()));
        }
    }

  private:
    void rank(const Matrix& scores, std::size_t points) {
        const std::size_t rows = scores.columns();
        ranks_.resize(points * rows);
        at_point_.resize(rows);
        for (std::size_t j = 0; j < points; ++j) {
            for (std::size_t row = 0; row < rows; ++row) at_point_[row] = scores.at(j, row);
            rank_.rank(at_point_, std::span(ranks_.data() + j * rows, rows));
        }
    }

    /// No value where a unit that is looked at has no rank.
    double from_ranks(const TargetCode& target, std::span<const std::uint32_t> ranks) const {
        switch (target.kind) {
            case TargetKind::rank:
                return ranks[target.at] == 0 ? no_value : ranks[target.at];
            case TargetKind::top:
                return ranks[target.at] == 0 ? no_value : ranks[target.at] <= target.first ? 1 : 0;
            case TargetKind::top_kept:
                return kept(target.first, ranks);
            case TargetKind::rank_shift:
            case TargetKind::score:
                break;
        }
        double shift = 0;
        for (std::size_t row = 0; row < ranks.size(); ++row) {
            if (list_.nominal_ranks[row] == 0) continue;
            if (ranks[row] == 0) return no_value;
            shift += std::fabs(static_cast<double>(ranks[row]) - static_cast<double>(list_.nominal_ranks[row]));
        }
        return shift / static_cast<double>(list_.ranked);
    }

    double kept(std::size_t first, std::span<const std::uint32_t> ranks) const {
        std::size_t were = 0, are = 0;
        for (std::size_t row = 0; row < ranks.size(); ++row) {
            if (list_.nominal_ranks[row] == 0 || list_.nominal_ranks[row] > first) continue;
            ++were;
            are += ranks[row] != 0 && ranks[row] <= first ? 1 : 0;
        }
        return static_cast<double>(are) / static_cast<double>(were);
    }

    const TargetList& list_;
    bool needs_ranks_;
    FastRanks rank_;
    std::vector<double> at_point_;
    std::vector<std::uint32_t> ranks_;  ///< by point and row
    std::vector<double> numbers_;
};

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
