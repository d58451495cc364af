#pragma once

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

#include "pug/result.hpp"

namespace pug {
inline namespace v0 {

/// A number that was estimated from a sample, and how well: its standard error and the ends of its confidence interval.
/// What the sample is too small for is NaN.
struct Estimate {
    double value = std::numeric_limits<double>::quiet_NaN();
    double standard_error = std::numeric_limits<double>::quiet_NaN();
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();
};

namespace detail {

/// The error for a confidence that is none.
inline result<double> checked_confidence(double confidence) {
    if (confidence > 0 && confidence < 1) return confidence;
    return Error(ErrorKind::argument, "statistics.confidence", "",
                 "a confidence of " + std::to_string(confidence) + " was asked for; it must lie between 0 and 1");
}

/// How many standard errors lie on each side of an estimate that is normally distributed.
inline double normal_width(double confidence) {
    return boost::math::quantile(boost::math::normal(), 0.5 + confidence / 2);
}

/// The same where the standard error was estimated with so many degrees of freedom.
inline double t_width(double confidence, double degrees) {
    return boost::math::quantile(boost::math::students_t(degrees), 0.5 + confidence / 2);
}

/// value ± width · error, cut off at `most`.
inline Estimate estimate(double value, double error, double width, double most) {
    return {value, error, value - width * error, std::fmin(value + width * error, most)};
}

/// Σ (x − mean)² / (n · (n − 1)): the variance of a mean of n values.
template <class Values>
double variance_of_mean(const Values& values, double mean) {
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    const auto n = static_cast<double>(values.size());
    return squares / (n * (n - 1));
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
