#pragma once

#include <cstddef>
#include <cstdint>

#include "pug/engine/block/goalposts.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// An operand of a weighted sum.
struct Term {
    const double* values;
    const std::uint8_t* codes;  ///< 0 where it is present; null: everywhere
    double weight;
    Goalposts goalposts;  ///< still to be applied
};

/// What becomes of one column of rows that are summed as they lie.
struct RowTerm {
    double* column = nullptr;  ///< where it is written; null: nowhere
    double* sum = nullptr;     ///< what weight times the value, between the goalposts, is added to; null: nothing
    bool is_first = false;     ///< of its sum, which begins with 0
    double weight = 1;
    Goalposts goalposts;
};

/// The loops of one instruction set; loops.hpp says what each does.
struct LoopTable {
    bool (*to_columns)(const double*, std::ptrdiff_t, std::size_t, std::size_t, double* const*, double*, double*);
    bool (*sum_rows)(const double*, std::ptrdiff_t, std::size_t, std::size_t, const RowTerm*, double*, double*, bool*);
    void (*codes_to_columns)(const std::uint8_t*, std::ptrdiff_t, std::size_t, std::size_t, std::uint8_t* const*);
    void (*weighted_sum)(const double* const*, const double*, std::size_t, std::size_t, double*);
    double (*sum_terms)(const Term*, std::size_t, std::size_t, double*, double*);
    void (*add_number)(const double*, double, std::size_t, double*);
    void (*multiply)(const double*, double, std::size_t, double*);
    void (*affine)(const double*, double, double, std::size_t, double*);
    void (*subtract_from)(double, const double*, std::size_t, double*);
    void (*divide_number)(double, const double*, std::size_t, double*);
    void (*difference)(const double*, const double*, std::size_t, double*);
    void (*quotient)(const double*, const double*, std::size_t, double*);
    void (*from_goalpost)(const double*, double, double, std::size_t, double*);
    void (*absolute)(const double*, std::size_t, double*);
    void (*hold)(const double*, double, double, std::size_t, double*);
    void (*logarithms)(const double*, std::size_t, double*);
    void (*exponentials)(const double*, std::size_t, double*);
    void (*look_up)(const double*, const double*, std::size_t, double*);
    void (*keep_better)(const double*, const std::uint8_t*, double, std::size_t, double*, double*);
    void (*extremes)(const double*, const std::uint8_t*, std::size_t, double*, double*);
    double (*least_positive)(const double*, std::size_t);
    bool (*survey)(const double*, std::size_t, double*, double*);
    bool (*take_present)(const std::uint8_t*, const double*, double, std::size_t, double*, double*, double*);
    bool (*are_whole)(const double*, std::size_t);
    void (*select)(const std::uint8_t*, const double*, double, std::size_t, double*);
    void (*put_where)(const std::uint8_t*, std::uint8_t, double, std::size_t, double*);
    void (*ones_at_zeros)(const std::uint8_t*, std::size_t, double*);
    void (*count_zeros)(const std::uint8_t* const*, std::size_t, std::size_t, double*);
    unsigned (*codes_in)(const std::uint8_t*, std::size_t);
    void (*recode)(const std::uint8_t*, std::uint8_t, std::uint8_t, std::size_t, std::uint8_t*);
    void (*raise)(const std::uint8_t*, std::uint8_t, std::uint8_t, std::size_t, std::uint8_t*);
    void (*mark_from)(const std::uint8_t*, std::uint8_t, std::size_t, std::uint8_t*);
    void (*keep_both)(const std::uint8_t*, std::size_t, std::uint8_t*);
    void (*require_whole)(const std::uint8_t*, const std::uint8_t*, const std::uint8_t*, std::size_t, std::uint8_t*);
    void (*put_below)(const double*, double, bool, std::uint8_t, std::size_t, std::uint8_t*);
    void (*put_above)(const double*, double, bool, std::uint8_t, std::size_t, std::uint8_t*);
    void (*mark_near)(const double*, const std::uint8_t*, double, double, std::size_t, std::uint8_t*);
    void (*round_half_up)(const double*, const std::uint8_t*, double, std::size_t, double*, std::uint8_t*);
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
