#pragma once

#include "pug/engine/block/evaluate.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// The coverage of a node is the weighted mean of its operands'.
inline void BlockEvaluator::cover(const NodeCode& node, Slot slot, Draft& draft) {
    Lane& lane = lanes_[slot];
    bool counts_any = false;
    bool is_full = true;
    for (std::uint32_t k = 0; k < node.operands.count; ++k) {
        const Lane& operand = lanes_[program_.operands[node.operands.first + k]];
        counts_any |= operand.counts != zeros_of_codes_ && number(program_.weights[node.operands.first + k]).value > 0;
        is_full &= operand.is_full;
    }
    lane = full_lane(nullptr, {});
    if (!counts_any) {
        lane.coverages = zeros_;
        lane.counts = zeros_of_codes_;
    }
    if (is_full) return;
    cover_partly(node, slot, draft);
}

inline void BlockEvaluator::cover_partly(const NodeCode& node, Slot slot, Draft& draft) {
    if (node.aggregate == Aggregate::holds) take_operands(node);
    Lane& lane = lanes_[slot];
    double* coverages = own_coverages(slot);
    double* counted = column(4);
    Reach observed_reach;
    Reach counted_reach;
    bool all_count = true;
    for (const Taken& taken : taken_) {
        const Reach weight = reach_of(taken.weight);
        observed_reach = observed_reach + weight * Reach{0, 1, taken.lane->coverage_error};
        counted_reach = counted_reach + weight;
        all_count &= taken.lane->counts == ones_of_codes_;
    }
    sum_coverages(node, coverages);
    double total = 0;
    for (const Taken& taken : taken_) total += taken.weight.value;
    if (!all_count) sum_counted(counted);
    std::uint8_t* wholes = own_wholes(slot);
    std::memset(wholes, 1, count_);
    for (const Taken& taken : taken_) require_whole(taken, wholes);

    const double least = all_count ? total : least_counted(counted);
    const Reach share = divided_reach(observed_reach, {least, counted_reach.high, counted_reach.error}, least);
    lane.coverage_error = share.error;
    if (node.coverage_at_least != none) {
        if (all_count) std::fill_n(counted, count_, total);
        demand_coverage(node, slot, draft, counted, wholes, share.error);
    }
    lane.coverages = coverages;
    lane.wholes = wholes;
    lane.is_full = false;
    if (all_count) {
        loops_.from_goalpost(coverages, 0, total, count_, coverages);
    } else {
        loops_.quotient(coverages, counted, count_, coverages);
    }
    loops_.put_where(wholes, 1, 1, count_, coverages);
    if (all_count) return;
    std::uint8_t* counts = own_counts(slot);
    for (std::size_t u = 0; u < count_; ++u) {
        counts[u] = counted[u] > 0 ? 1 : 0;
        coverages[u] = counted[u] > 0 ? coverages[u] : 0.0;
    }
    lane.counts = counts;
}

/// Σ weight·coverage. Where what is present is all that is observed, a mean has summed that already.
inline void BlockEvaluator::sum_coverages(const NodeCode& node, double* out) {
    bool is_known = node.aggregate == Aggregate::arithmetic && is_partial_;
    for (const Taken& taken : taken_)
        is_known &= taken.lane->is_full ? taken.lane->coverages == ones_
                                        : taken.lane->coverages == nullptr && !taken.is_substituted();
    if (is_known) {
        std::memcpy(out, has_, count_ * sizeof(double));
        return;
    }
    columns_.clear();
    weights_.clear();
    for (const Taken& taken : taken_) {
        columns_.push_back(this->coverages(taken.slot));
        weights_.push_back(taken.weight.value);
    }
    loops_.weighted_sum(columns_.data(), weights_.data(), columns_.size(), count_, out);
}

inline double BlockEvaluator::least_counted(const double* counted) const {
    const double least = loops_.least_positive(counted, count_);
    return std::isinf(least) ? 1 : least;
}

inline void BlockEvaluator::sum_counted(double* counted) {
    columns_.clear();
    weights_.clear();
    for (const Taken& taken : taken_) weights_.push_back(taken.weight.value);
    for (std::size_t k = 0; k < taken_.size(); ++k) {
        const std::uint8_t* counts = taken_[k].lane->counts;
        if (counts == ones_of_codes_ || counts == zeros_of_codes_) {
            columns_.push_back(counts == ones_of_codes_ ? ones_ : zeros_);
            continue;
        }
        double* numbers = spare(k);
        for (std::size_t u = 0; u < count_; ++u) numbers[u] = counts[u];
        columns_.push_back(numbers);
    }
    loops_.weighted_sum(columns_.data(), weights_.data(), columns_.size(), count_, counted);
}

inline void BlockEvaluator::require_whole(const Taken& taken, std::uint8_t* wholes) {
    const Lane& lane = *taken.lane;
    if (lane.is_full || lane.counts == zeros_of_codes_) return;
    if (lane.needs_values && lane.counts == ones_of_codes_ && !taken.is_substituted())
        return loops_.keep_both(lane.wholes, count_, wholes);
    loops_.require_whole(lane.counts, lane.wholes, taken.gravities, count_, wholes);
}

/// Takes the value from units of whose operands too little was observed.
inline void BlockEvaluator::demand_coverage(const NodeCode& node, Slot slot, Draft& draft, const double* counted,
                                            const std::uint8_t* wholes, double error) {
    double* valued = column(5);
    std::memset(valued, 0, count_ * sizeof(double));
    for (const Taken& taken : taken_) {
        const double* coverages = this->coverages(taken.slot);
        for (std::size_t u = 0; u < count_; ++u) {
            const double observed = taken.gravities[u] == 0 ? coverages[u] : 0.0;
            valued[u] = valued[u] + taken.weight.value * observed;
        }
    }
    const Bounded least = number(node.coverage_at_least);
    const double doubt = (error + least.error) * (1 + 8 * ulp);
    std::uint8_t* gravities = begin_gravities(slot, draft);
    for (std::size_t u = 0; u < count_; ++u) {
        if (!(counted[u] > 0) || wholes[u] != 0 || gravities[u] != 0) continue;
        const double distance = valued[u] / counted[u] - least.value;
        if (std::abs(distance) <= doubt) marks_[u] = 1;
        if (distance < 0) gravities[u] = not_computable;
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
