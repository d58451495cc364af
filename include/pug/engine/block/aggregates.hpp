#pragma once

#include "pug/engine/block/evaluate.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

// --- value sources ---

inline void BlockEvaluator::aggregate(const NodeCode& node, Slot slot, Draft& draft) {
    draft.values = draft.own;
    has_ = ones_;
    no_rule_ = false;
    switch (node.aggregate) {
        case Aggregate::from:
            std::memcpy(draft.own, taken_[0].values, count_ * sizeof(double));
            draft.reach = taken_[0].reach;
            if (is_partial_) has_ = both_present(taken_[0], taken_[0]);
            break;
        case Aggregate::difference:
            loops_.difference(taken_[0].values, taken_[1].values, count_, draft.own);
            draft.reach = taken_[0].reach - taken_[1].reach;
            if (is_partial_) has_ = both_present(taken_[0], taken_[1]);
            break;
        case Aggregate::ratio:
            ratio(slot, draft);
            break;
        case Aggregate::sum:
            sum(draft);
            break;
        case Aggregate::min:
        case Aggregate::max:
            extreme(node.aggregate == Aggregate::min ? 1 : -1, draft);
            break;
        case Aggregate::arithmetic:
            arithmetic(draft);
            break;
        case Aggregate::geometric:
        case Aggregate::harmonic:
            mean_of_positives(node.aggregate, slot, draft);
            break;
        case Aggregate::median:
        case Aggregate::product:
        case Aggregate::lookup:
        case Aggregate::holds:
            break;  // see suits_blocks
    }
    settle_statuses(node, slot, draft);
}

/// 1 where both are present, else 0.
inline const double* BlockEvaluator::both_present(const Taken& a, const Taken& b) {
    std::memcpy(left_out(), a.gravities, count_);
    for (std::size_t u = 0; u < count_; ++u) left_out()[u] |= b.gravities[u];
    loops_.ones_at_zeros(left_out(), count_, column(2));
    return column(2);
}

inline void BlockEvaluator::ratio(Slot slot, Draft& draft) {
    const Taken& over = taken_[0];
    const Taken& under = taken_[1];
    if (is_partial_) has_ = both_present(over, under);
    loops_.quotient(over.values, under.values, count_, draft.own);
    draft.reach = divided_reach(over.reach, under.reach,
                                least_size(under.values, under.gravities, under.reach, under.zeros_are_exact));
    note_zeros(slot, under.values, has_);
}

/// The smallest size of the values that are present and certainly not 0. Where that is not certain the unit is
/// marked; a 0 may be known to be one.
inline double BlockEvaluator::least_size(const double* values, const std::uint8_t* gravities, const Reach& reach,
                                         bool zeros_are_exact) {
    const double doubt = reach.error * (1 + 8 * ulp);
    if (reach.low > doubt) return std::max(reach.low, least_of(values, gravities));
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t u = 0; u < count_; ++u) {
        if (gravities[u] != 0) continue;
        const double size = std::abs(values[u]);
        if (size > doubt) {
            least = std::min(least, size);
        } else if (doubt > 0 && !(size == 0 && zeros_are_exact)) {
            marks_[u] = 1;
        }
    }
    return std::isinf(least) ? 1 : least;
}

inline double BlockEvaluator::least_of(const double* values, const std::uint8_t* gravities) const {
    double least = std::numeric_limits<double>::infinity();
    double greatest = -least;
    loops_.extremes(values, gravities, count_, &least, &greatest);
    return std::isinf(least) ? 1 : least;
}

/// Notes that there is no rule where a value is exactly 0 and `has` says that it is needed.
inline void BlockEvaluator::note_zeros(Slot slot, const double* values, const double* has) {
    for (std::size_t u = 0; u < count_; ++u) {
        if (values[u] != 0 || !(has[u] > 0)) continue;
        begin_no_rule(slot);
        no_rule_of(slot)[u] = 1;
    }
}

// A node's own column of wholes is not written before its coverage: until then it says where there is no rule.
inline std::uint8_t* BlockEvaluator::no_rule_of(Slot slot) { return own_wholes(slot); }

inline void BlockEvaluator::begin_no_rule(Slot slot) {
    if (!no_rule_) std::memset(no_rule_of(slot), 0, count_);
    no_rule_ = true;
}

/// Σ weight·x over the operands present. Where some are not, column 2 becomes the sum of the weights of those that
/// are, and says whether there are any.
inline void BlockEvaluator::sum_operands(bool weighted, double* out) {
    if (has_sums_) return;
    terms_.clear();
    for (const Taken& taken : taken_) {
        const double weight = weighted ? taken.weight.value : 1;
        const std::uint8_t* codes = taken.gravities == zeros_of_codes_ ? nullptr : taken.gravities;
        terms_.push_back({taken.values, codes, weight, taken.goalposts});
    }
    double* weights = is_partial_ ? column(2) : nullptr;
    least_weight_ = loops_.sum_terms(terms_.data(), terms_.size(), count_, out, weights);
    if (is_partial_) has_ = weights;
}

/// Σ weight·x over all operands, or over any of them.
inline Reach BlockEvaluator::sum_reach(bool weighted) const {
    Reach total;
    for (const Taken& taken : taken_) {
        Reach x = taken.reach;
        if (is_partial_) x = {std::min(x.low, 0.0), std::max(x.high, 0.0), x.error};
        total = total + (weighted ? reach_of(taken.weight) * x : x);
    }
    return total;
}

inline void BlockEvaluator::sum(Draft& draft) {
    sum_operands(false, draft.own);
    draft.reach = sum_reach(false);
}

inline const double* BlockEvaluator::count_present(double* into) {
    codes_of_.clear();
    for (const Taken& taken : taken_) codes_of_.push_back(taken.gravities);
    loops_.count_zeros(codes_of_.data(), codes_of_.size(), count_, into);
    return into;
}

inline void BlockEvaluator::extreme(double sign, Draft& draft) {
    double* has = column(2);
    std::memset(has, 0, count_ * sizeof(double));
    std::memset(draft.own, 0, count_ * sizeof(double));
    draft.reach = taken_[0].reach;
    for (const Taken& taken : taken_) {
        loops_.keep_better(taken.values, taken.gravities, sign, count_, draft.own, has);
        draft.reach = joined(draft.reach, taken.reach);
    }
    if (is_partial_) has_ = has;
}

inline void BlockEvaluator::arithmetic(Draft& draft) {
    sum_operands(true, draft.own);
    draft.reach = between_operands(divide_by_weights(sum_reach(true), draft.own));
}

/// A mean of operands: the exact one lies between them, the computed one no farther away than its error.
inline Reach BlockEvaluator::between_operands(const Reach& mean) const {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    double error = 0;
    for (const Taken& taken : taken_) {
        low = std::min(low, taken.reach.low);
        high = std::max(high, taken.reach.high);
        error = std::max(error, taken.reach.error);
    }
    const double slack = mean.error + error;
    return {std::max(mean.low, low - slack), std::min(mean.high, high + slack), mean.error};
}

/// Divides the sums of the operands present by those of their weights.
inline Reach BlockEvaluator::divide_by_weights(const Reach& sums, double* out) {
    Reach total;
    double value = 0;
    for (const Taken& taken : taken_) {
        total = total + reach_of(taken.weight);
        value += taken.weight.value;
    }
    if (!is_partial_) {
        loops_.from_goalpost(out, 0, value, count_, out);
        return value > 0 ? divided_reach(sums, {value, value, total.error}, value) : unbounded;
    }
    const double least = std::isinf(least_weight_) ? 1 : least_weight_;
    loops_.quotient(out, has_, count_, out);
    return divided_reach(sums, {least, value, total.error}, least);
}

inline void BlockEvaluator::mean_of_positives(Aggregate kind, Slot slot, Draft& draft) {
    const bool is_geometric = kind == Aggregate::geometric;
    has_zeros_ = false;
    for (std::size_t k = 0; k < taken_.size(); ++k) {
        Taken& taken = taken_[k];
        if (!(taken.weight.value > 0)) {
            taken.values = zeros_;
            taken.reach = {};
            continue;
        }
        bool all_proper = true;
        const double least = least_positive(slot, taken, all_proper);
        double* values = spare(k);
        if (is_geometric) {
            loops_.logarithms(taken.values, count_, values);
            taken.reach = log_reach(taken.reach, least);
        } else {
            loops_.divide_number(1, taken.values, count_, values);
            taken.reach = divided_reach({1, 1, 0}, taken.reach, least);
        }
        for (std::size_t u = 0; u < count_ && !all_proper; ++u) values[u] = column(5)[u] != 0 ? values[u] : 0;
        taken.values = values;
    }
    sum_operands(true, draft.own);
    draft.reach = between_operands(divide_by_weights(sum_reach(true), draft.own));
    if (is_geometric) {
        loops_.exponentials(draft.own, count_, draft.own);
        draft.reach = exp_reach(draft.reach);
    } else {
        draft.reach = divided_reach({1, 1, 0}, draft.reach, least_size(draft.own, without(has_), draft.reach, false));
        loops_.divide_number(1, draft.own, count_, draft.own);
    }
    if (has_zeros_) loops_.put_where(zeros_found(), 1, 0, count_, draft.own);
    draft.reach.low = std::min(draft.reach.low, 0.0);
}

/// 0 where `has` is above 0, else 1.
inline const std::uint8_t* BlockEvaluator::without(const double* has) {
    std::memset(left_out(), 1, count_);
    loops_.put_above(has, 0, false, 0, count_, left_out());
    return left_out();
}

/// The least of the positive values of an operand. A value of 0 makes the whole mean 0; a negative one leaves it
/// without a rule; where neither is certain the unit is marked. Column 5 says which values are proper, if not all.
inline double BlockEvaluator::least_positive(Slot slot, const Taken& taken, bool& all_proper) {
    double least = std::numeric_limits<double>::infinity();
    double greatest = -least;
    loops_.extremes(taken.values, nullptr, count_, &least, &greatest);
    const double doubt = taken.reach.error * (1 + 8 * ulp);
    if (least > doubt) return least;
    all_proper = false;
    least = std::numeric_limits<double>::infinity();
    double* proper = column(5);
    for (std::size_t u = 0; u < count_; ++u) {
        const double x = taken.values[u];
        proper[u] = taken.gravities[u] == 0 && x > 0 ? 1.0 : 0.0;
        if (taken.gravities[u] != 0) continue;
        if (x > doubt) least = std::min(least, x);
        if (std::abs(x) <= doubt && doubt > 0 && !(x == 0 && taken.zeros_are_exact)) marks_[u] = 1;
        if (x == 0) note_zero(u);
        if (x < 0) {
            begin_no_rule(slot);
            no_rule_of(slot)[u] = 1;
        }
    }
    return std::isinf(least) ? 1 : least;
}

inline void BlockEvaluator::note_zero(std::size_t unit) {
    if (!has_zeros_) std::memset(zeros_found(), 0, count_);
    has_zeros_ = true;
    zeros_found()[unit] = 1;
}

// --- statuses ---

inline std::uint8_t* BlockEvaluator::begin_gravities(Slot slot, Draft& draft) {
    std::uint8_t* own = own_gravities(slot);
    if (draft.gravities == nullptr) std::memset(own, 0, count_);
    if (draft.gravities != nullptr && !draft.has_own_gravities) std::memcpy(own, draft.gravities, count_);
    draft.gravities = own;
    draft.has_own_gravities = true;
    return own;
}

/// What the node says of units that lack operands: the status that stops it, else that there is no rule, else the
/// gravest of those that left.
inline void BlockEvaluator::settle_statuses(const NodeCode& node, Slot slot, Draft& draft) {
    if (is_partial_) {
        std::uint8_t* gravities = begin_gravities(slot, draft);
        std::memset(gravities, not_computable, count_);
        for (std::uint8_t g = 1; g < status_count; ++g) {
            if ((left_found_ >> g & 1) != 0) loops_.recode(left(), g, g, count_, gravities);
        }
        loops_.put_above(has_, 0, false, 0, count_, gravities);
    }
    if (node.count_at_least > 0 && is_partial_) demand_count(node, begin_gravities(slot, draft));
    if (no_rule_) loops_.recode(no_rule_of(slot), 1, not_computable, count_, begin_gravities(slot, draft));
    for (std::uint8_t g = 1; g < status_count; ++g) {
        if ((stops_found_ >> g & 1) != 0) loops_.recode(stops(), g, g, count_, begin_gravities(slot, draft));
    }
}

inline void BlockEvaluator::demand_count(const NodeCode& node, std::uint8_t* gravities) {
    const double* counts = count_present(column(3));
    for (std::size_t u = 0; u < count_; ++u) {
        const bool is_short = counts[u] < static_cast<double>(node.count_at_least);
        if (gravities[u] == 0 && is_short) gravities[u] = not_computable;
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
