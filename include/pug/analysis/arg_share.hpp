#pragma once

#include <string>
#include <utility>

#include "pug/analysis/gender/wording.hpp"
#include "pug/decimal.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {
namespace gender {

/// The share of the gender-responsive budget (ARG, anggaran responsif gender). No denominator is official for all uses,
/// so it goes with its name.
struct ArgShare {
    Decimal responsive, denominator;
    std::string of;    ///< what the denominator is, e.g. "total direct spending"
    Decimal per_cent;  ///< exact

    /// Rounded half away from zero to so many decimals, for people.
    std::string shown(int digits = 2) const { return rounded(per_cent.exact(), digits); }
};

/// responsive / denominator × 100, exactly.
///
/// Errors: `arg.of` where the denominator has no name, `arg.denominator` where it is 0 or below, `arg.responsive`
/// where the responsive part is below 0 or above the denominator.
inline result<ArgShare> arg_share(const Decimal& responsive, const Decimal& denominator, std::string of) {
    if (is_blank(Text(of)))
        return Error(ErrorKind::argument, "arg.of", "of",
                     "the denominator has no name; wanted what it is, such as \"total direct spending\"");
    if (denominator.exact() <= 0)
        return Error(ErrorKind::data, "arg.denominator", "denominator",
                     "found " + denominator.to_string() + " as " + of + "; wanted an amount above 0");
    if (responsive.exact() < 0 || denominator < responsive)
        return Error(ErrorKind::data, "arg.responsive", "responsive",
                     "found a gender-responsive budget of " + responsive.to_string() + "; wanted from 0 to " +
                         denominator.to_string() + ", which is " + of);
    return ArgShare{responsive, denominator, std::move(of),
                    Decimal(Rational(100 * responsive.exact() / denominator.exact()))};
}

}  // namespace gender
}  // namespace v0
}  // namespace pug
