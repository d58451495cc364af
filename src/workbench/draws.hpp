#pragma once

#include <array>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "pug/engine/elementary.hpp"
#include "pug/random.hpp"

// Random numbers with an address, and what is made of them.
namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

/// Strictly between 0 and 1, of 52 bits.
inline double open_interval(std::uint64_t random) { return (static_cast<double>(random >> 12) + 0.5) * 0x1p-52; }

/// Random numbers one after the other, all of one address; the first word of it counts them.
class RandomStream {
  public:
    RandomStream(std::array<std::uint64_t, 4> address, std::array<std::uint64_t, 2> key)
        : address_(address), key_(key) {}

    double next() {
        if (at_ == 4) {
            block_ = philox(address_, key_);
            ++address_[0];
            at_ = 0;
        }
        return open_interval(block_[at_++]);
    }

  private:
    std::array<std::uint64_t, 4> address_;
    std::array<std::uint64_t, 2> key_;
    std::array<std::uint64_t, 4> block_{};
    std::size_t at_ = 4;
};

/// A standard normal number by the polar method (G. Marsaglia and T. A. Bray, SIAM Review 6 (1964), 260–264), which
/// needs no function that machines compute differently.
inline double normal_number(RandomStream& random) {
    for (;;) {
        const double x = 2 * random.next() - 1, y = 2 * random.next() - 1;
        const double size = x * x + y * y;
        if (size > 0 && size < 1) return x * std::sqrt(-2 * pug::detail::natural_log(size) / size);
    }
}

/// The logarithm of a number with the gamma distribution of that shape and scale 1: the number itself is below the
/// range of doubles where the shape is small (G. Marsaglia and W. W. Tsang, A simple method for generating gamma
/// variables, ACM Transactions on Mathematical Software 26 (2000)).
inline double log_gamma_number(double shape, RandomStream& random) {
    if (shape < 1) {
        const double power = pug::detail::natural_log(random.next()) / shape;
        return log_gamma_number(shape + 1, random) + power;
    }
    const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
    for (;;) {
        const double x = normal_number(random), root = 1 + c * x;
        if (root <= 0) continue;
        const double v = root * root * root;
        if (pug::detail::natural_log(random.next()) < x * x / 2 + d - d * v + d * pug::detail::natural_log(v))
            return pug::detail::natural_log(d * v);
    }
}

/// The logarithm of the number below which that share of the gamma distribution of that shape and scale 1 lies.
inline double log_gamma_quantile(double shape, double share) {
    using namespace boost::math::policies;
    using Policy = policy<domain_error<ignore_error>, pole_error<ignore_error>, overflow_error<ignore_error>,
                          evaluation_error<ignore_error>, rounding_error<ignore_error>>;
    // Near zero the share is x^shape / Γ(shape + 1), to the last place of a double long before x leaves their range.
    constexpr double near_zero = -300;
    const double log = (pug::detail::natural_log(share) + boost::math::lgamma(shape + 1, Policy())) / shape;
    return log < near_zero ? log : pug::detail::natural_log(boost::math::gamma_p_inv(shape, share, Policy()));
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
