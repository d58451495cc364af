#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "pug/instrument.hpp"

// Rules of docs/language.md that need nothing but exact numbers, read a second time for the reference of the tests.
namespace pug::test {

inline Rational floor_of(const Rational& x) {
    Integer whole = numerator(x) / denominator(x);
    if (Rational(whole) > x) --whole;
    return Rational(whole);
}

inline Rational rounded(const Rational& x, const Rounding& rounding) {
    Rational unit = 1;
    for (int i = 0; i < rounding.digits; ++i) unit /= 10;
    for (int i = 0; i > rounding.digits; --i) unit *= 10;
    const Rational steps = x / unit;
    const Rational below = floor_of(steps);
    const Rational rest = steps - below;
    const bool even = floor_of(below / 2) * 2 == below;
    bool up = false;
    switch (rounding.mode) {
        case RoundingMode::down:
            up = false;
            break;
        case RoundingMode::up:
            up = rest > 0;
            break;
        case RoundingMode::half_up:
            up = x < 0 ? rest > Rational(1, 2) : rest >= Rational(1, 2);
            break;
        case RoundingMode::half_even:
            up = rest > Rational(1, 2) || (rest == Rational(1, 2) && !even);
            break;
    }
    return (below + (up ? 1 : 0)) * unit;
}

inline Rational median_of(std::vector<Rational> values) {
    std::sort(values.begin(), values.end());
    const std::size_t n = values.size();
    return n % 2 == 1 ? values[n / 2] : Rational((values[n / 2 - 1] + values[n / 2]) / 2);
}

/// x to a whole power; none where it does not exist.
inline std::optional<Rational> whole_power(const Rational& x, const Integer& power) {
    if (x == 0 && power < 0) return std::nullopt;
    Rational result = 1;
    for (Integer i = 0; i < abs(power); ++i) result = power < 0 ? Rational(result / x) : Rational(result * x);
    return result;
}

}  // namespace pug::test
