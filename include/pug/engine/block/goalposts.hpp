#pragma once

namespace pug {
inline namespace v0 {
namespace detail {

/// The ends that values are put between: (x − low) / width. Without a width there are none. The rest helps the loops to
/// do without divisions.
struct Goalposts {
    double low = 0, width = 0;
    double reciprocal = 0;
    bool may_be_tiny = false;  ///< x − low can be so small that products with it underflow

    Goalposts() = default;
    Goalposts(double from, double distance)
        : low(from),
          width(distance),
          reciprocal(1 / distance),
          // The difference of two doubles is a multiple of the last bit of the smaller one.
          may_be_tiny(from < 0x1p-240 && from > -0x1p-240) {}

    bool are_any() const { return width != 0; }
    /// Whether quotients by the width can be had from products with the reciprocal.
    bool have_reciprocal() const {
        const double size = width < 0 ? -width : width;
        return size > 0x1p-300 && size < 0x1p300;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
