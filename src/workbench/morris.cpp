#include "pug/workbench/morris.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "outputs.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

Error wrong_shape(std::string message) { return {ErrorKind::argument, "morris.shape", "outputs", std::move(message)}; }

std::optional<Error> check_shape(const MorrisTrajectories& points, const Matrix& outputs, std::size_t names) {
    if (outputs.columns() == 0) return wrong_shape("wanted an output at least");
    if (points.trajectories == 0 || outputs.rows() != points.evaluations())
        return wrong_shape("found " + std::to_string(outputs.rows()) + " evaluations, wanted " +
                           std::to_string(points.evaluations()) + ", one a point");
    if (names != 0 && names != outputs.columns())
        return wrong_shape("found " + std::to_string(names) + " names for " + std::to_string(outputs.columns()) +
                           " outputs");
    return std::nullopt;
}

double mean_of(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

Estimate estimate_mean(std::span<const double> values, double confidence) {
    const double mean = mean_of(values), n = static_cast<double>(values.size());
    Estimate estimate;
    estimate.value = mean;
    if (values.size() < 2) return estimate;
    const double error = std::sqrt(pug::detail::variance_of_mean(values, mean));
    const double width = pug::detail::t_width(confidence, n - 1);
    return {mean, error, mean - width * error, mean + width * error};
}

/// The standard deviation. The error of the variance s² is √((m4 − s⁴)/n), that of s is this divided by 2·s.
Estimate estimate_deviation(std::span<const double> values, double confidence) {
    Estimate estimate;
    if (values.size() < 2) return estimate;
    const double mean = mean_of(values), n = static_cast<double>(values.size());
    double squares = 0, fourths = 0;
    for (const double value : values) {
        const double square = (value - mean) * (value - mean);
        squares += square;
        fourths += square * square;
    }
    const double variance = squares / (n - 1), deviation = std::sqrt(variance);
    const double spread = std::fmax(fourths / n - variance * variance, 0);
    const double error = deviation > 0 ? std::sqrt(spread / n) / (2 * deviation) : 0;
    const double width = pug::detail::normal_width(confidence);
    return {deviation, error, std::fmax(deviation - width * error, 0), deviation + width * error};
}

/// Whether what differs is within what rounding makes of one value.
bool is_constant(std::span<const double> output) {
    const auto [least, greatest] = std::minmax_element(output.begin(), output.end());
    return *greatest - *least <= 0x1p-46 * std::fmax(std::fabs(*least), std::fabs(*greatest));
}

/// The effects of the inputs on one output.
class Effects {
  public:
    Effects(const MorrisTrajectories& points, double confidence) : points_(points), confidence_(confidence) {}

    MorrisEffects of(std::span<const double> output) {
        MorrisEffects found;
        found.is_constant = is_constant(output);
        collect(output);
        for (const std::vector<double>& effects : effects_) {
            absolute_.assign(effects.begin(), effects.end());
            for (double& effect : absolute_) effect = std::fabs(effect);
            found.inputs.push_back({estimate_mean(effects, confidence_), estimate_mean(absolute_, confidence_),
                                    estimate_deviation(effects, confidence_)});
        }
        return found;
    }

  private:
    void collect(std::span<const double> output) {
        effects_.assign(points_.inputs, {});
        for (std::size_t t = 0; t < points_.trajectories; ++t) {
            for (std::size_t step = 0; step < points_.inputs; ++step) {
                const std::size_t row = t * (points_.inputs + 1) + step;
                effects_[points_.changed[t * points_.inputs + step]].push_back((output[row + 1] - output[row]) /
                                                                               points_.change(t, step));
            }
        }
    }

    const MorrisTrajectories& points_;
    double confidence_;
    std::vector<std::vector<double>> effects_;  ///< by input
    std::vector<double> absolute_;
};

}  // namespace

result<std::vector<MorrisEffects>> elementary_effects(const MorrisTrajectories& points, const Matrix& outputs,
                                                      std::span<const std::string> names,
                                                      const MorrisOptions& options) {
    PUG_TRY(const double confidence, pug::detail::checked_confidence(options.confidence));
    if (auto error = check_shape(points, outputs, names.size())) return *std::move(error);
    std::vector<Problem> problems;
    const auto place = [&](std::size_t e) {
        return "point " + std::to_string(e % (points.inputs + 1) + 1) + " of trajectory " +
               std::to_string(e / (points.inputs + 1) + 1);
    };
    detail::report_not_finite(outputs, names, "morris.not_finite", place, problems);
    if (!problems.empty()) return Error(ErrorKind::data, std::move(problems));

    std::vector<MorrisEffects> found;
    Effects effects(points, confidence);
    for (std::size_t o = 0; o < outputs.columns(); ++o) {
        found.push_back(effects.of(outputs.column(o)));
        found.back().output = detail::output_name(names, o);
        if (found.back().is_constant && !options.allows_constant)
            problems.push_back(detail::constant_output(names, o, "morris.constant", outputs.at(0, o)));
    }
    if (!problems.empty()) return Error(ErrorKind::data, std::move(problems));
    return found;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
