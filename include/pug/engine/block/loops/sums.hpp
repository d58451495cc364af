// Weighted sums of columns. A part of loops.hpp, and nothing without it.
#ifndef PUG_LOOPS
#include "pug/engine/block/loops.hpp"
#else

namespace pug {
inline namespace v0 {
namespace detail {
namespace PUG_LOOPS {

/// Σ weight·column, operand by operand in their order, from 0.
inline void weighted_sum(const double* const* columns, const double* weights, std::size_t operands, std::size_t count,
                         double* out) {
    for (std::size_t u = 0; u < count; u += stripe) {
        Numbers sums[in_stripe] = {};
        for (std::size_t k = 0; k < operands; ++k) {
            for (std::size_t i = 0; i < in_stripe; ++i) {
                Numbers x;
                load(x, columns[k] + u + i * lanes);
                sums[i] += weights[k] * x;
            }
        }
        store(sums, out + u);
    }
}

/// The sums of `vectors` vectors from unit u on; with `is_partial` also those of the weights of what is present, whose
/// least above 0 lowers `least`. False where a quotient has to be found by `divides`.
template <std::size_t vectors, bool is_partial, bool divides>
PUG_ALWAYS_INLINE bool sum_some(const Term* terms, std::size_t operands, std::size_t u, double* out, double* weights,
                                Numbers& least) {
    Numbers sums[vectors] = {};
    Numbers totals[vectors] = {};
    Truths tiny = {};
    for (std::size_t k = 0; k < operands; ++k) {
        const Term& term = terms[k];
        const Numbers weight = Numbers{} + term.weight;
        const auto add = [&](auto between) __attribute__((always_inline)) {
#pragma GCC unroll 8
            for (std::size_t i = 0; i < vectors; ++i) {
                Numbers x;
                load(x, term.values + u + i * lanes);
                between(x);
                x = weight * x;
                if (is_partial && term.codes != nullptr) {
                    Truths is_present;
                    compare_codes(term.codes + u + i * lanes, 0, is_present);
                    x = (Numbers)((Truths)x & is_present);
                    totals[i] += (Numbers)((Truths)weight & is_present);
                } else if (is_partial) {
                    totals[i] += weight;
                }
                sums[i] += x;
            }
        };
        const Goalposts& goalposts = term.goalposts;
        if (!goalposts.are_any()) {
            add([](Numbers&) {});
#if PUG_LOOPS_HAVE_FMA
        } else if (!divides && goalposts.may_be_tiny) {
            add([&](Numbers& x) __attribute__((always_inline)) {
                note_tiny(goalposts, x, tiny);
                multiply(goalposts, x);
            });
        } else if (!divides) {
            add([&](Numbers& x) __attribute__((always_inline)) { multiply(goalposts, x); });
#endif
        } else {
            add([&](Numbers& x) __attribute__((always_inline)) { divide(goalposts, x); });
        }
    }
    store(sums, out + u);
    if (is_partial) store(totals, weights + u);
    for (std::size_t i = 0; i < vectors && is_partial; ++i)
        least = ((totals[i] < least) & (totals[i] > 0)) ? totals[i] : least;
    return divides || !any(tiny);
}

template <bool is_partial>
PUG_ALWAYS_INLINE double sum_all(const Term* terms, std::size_t operands, std::size_t count, double* out,
                                 double* weights) {
    constexpr std::size_t many = is_partial || lanes < 8 ? 4 : 8;  // vectors, as the registers allow
    bool divides = true;
#if PUG_LOOPS_HAVE_FMA
    divides = false;
    for (std::size_t k = 0; k < operands; ++k)
        divides |= terms[k].goalposts.are_any() && !terms[k].goalposts.have_reciprocal();
#endif
    Numbers least = Numbers{} + std::numeric_limits<double>::infinity();
    std::size_t u = 0;
    for (; !divides && u + many * lanes <= count; u += many * lanes)
        divides = !sum_some<many, is_partial, false>(terms, operands, u, out, weights, least);
    for (; !divides && u < count; u += stripe)
        divides = !sum_some<in_stripe, is_partial, false>(terms, operands, u, out, weights, least);
    for (u = 0; divides && u < count; u += stripe)
        sum_some<in_stripe, is_partial, true>(terms, operands, u, out, weights, least);
    return least_of(least);
}

/// Σ weight·x over the operands that are present, in their order, from 0. Unless `weights` is null, it becomes the sum
/// of their weights, and the least of these above 0 is returned, or infinity where there is none.
inline double sum_terms(const Term* terms, std::size_t operands, std::size_t count, double* out, double* weights) {
    return weights == nullptr ? sum_all<false>(terms, operands, count, out, weights)
                              : sum_all<true>(terms, operands, count, out, weights);
}

}  // namespace PUG_LOOPS
}  // namespace detail
}  // namespace v0
}  // namespace pug

#endif
