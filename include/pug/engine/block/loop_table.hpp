#pragma once

#include <cstddef>
#include <cstdint>

namespace pug {
inline namespace v0 {
namespace detail {

/// The loops of one instruction set; loops.hpp says what each does.
struct LoopTable {
    void (*to_columns)(const double*, std::ptrdiff_t, std::size_t, std::size_t, double* const*);
    void (*codes_to_columns)(const std::uint8_t*, std::ptrdiff_t, std::size_t, std::size_t, std::uint8_t* const*);
    void (*weighted_sum)(const double* const*, const double*, std::size_t, std::size_t, double*);
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
    void (*keep_better)(const double*, const double*, double, std::size_t, double*, double*);
    void (*extremes)(const double*, const double*, std::size_t, double*, double*);
    bool (*lie_within)(const double*, const double*, double, double, bool, std::size_t);
    void (*select)(const std::uint8_t*, const double*, double, std::size_t, double*);
    void (*put_where)(const std::uint8_t*, std::uint8_t, double, std::size_t, double*);
    void (*ones_at_zeros)(const std::uint8_t*, std::size_t, double*);
    unsigned (*codes_in)(const std::uint8_t*, std::size_t);
    void (*recode)(const std::uint8_t*, std::uint8_t, std::uint8_t, std::size_t, std::uint8_t*);
    void (*raise)(const std::uint8_t*, std::uint8_t, std::uint8_t, std::size_t, std::uint8_t*);
    void (*mark_from)(const std::uint8_t*, std::uint8_t, std::size_t, std::uint8_t*);
    void (*keep_both)(const std::uint8_t*, std::size_t, std::uint8_t*);
    void (*put_below)(const double*, double, bool, std::uint8_t, std::size_t, std::uint8_t*);
    void (*put_above)(const double*, double, bool, std::uint8_t, std::size_t, std::uint8_t*);
    void (*mark_near)(const double*, const double*, double, double, std::size_t, std::uint8_t*);
    void (*round_half_up)(const double*, const double*, double, std::size_t, double*, std::uint8_t*);
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
