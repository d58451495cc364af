#pragma once

#include <cstddef>
#include <span>

#include "pug/workbench/design.hpp"
#include "pug/workbench/matrix.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

/// What was done to the distribution of an indicator.
struct TreatmentReport {
    TreatmentRule rule = TreatmentRule::none;  ///< what was applied
    bool passes = true;                        ///< afterwards
    std::size_t winsorised_low = 0;            ///< values raised
    std::size_t winsorised_high = 0;           ///< values lowered
    double low = no_value,
           high = no_value;    ///< winsorise: what the values are now held between; none at an end as it was
    double shift = 0;          ///< log, box_cox: added before
    double lambda = no_value;  ///< box_cox
    double skew_before = no_value, kurtosis_before = no_value;
    double skew_after = no_value, kurtosis_after = no_value;
};

/// Treats one column; `out` has its length and may be the column itself. Cells without a value stay without. A column
/// whose skew has no value (fewer than three values, or equal ones) passes and is never changed.
///
/// Winsorising takes the greatest values where the skew is not negative, else the least, and looks at the skew again
/// after each step. Equal values change together, so the last step may take their number beyond `most`; with `always`
/// it goes on up to `most`. At least two different values stay.
///
/// Box–Cox adds nothing to a column whose values are all positive, and otherwise what makes the least a hundredth of
/// the range; λ is searched from −5 to 5. Where a given λ leads beyond the numbers of this machine, the column stays as
/// it was and the report says `none`.
TreatmentReport treat(const Treatment& treatment, std::span<const double> column, std::span<double> out);

}  // namespace workbench
}  // namespace v0
}  // namespace pug
