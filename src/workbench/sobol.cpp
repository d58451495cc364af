#include "pug/workbench/sobol.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "outputs.hpp"
#include "share_out.hpp"
#include "sobol_sums.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

Error wrong_shape(std::string message) { return {ErrorKind::argument, "sobol.shape", "outputs", std::move(message)}; }

std::optional<Error> check_shape(const Matrix& outputs, std::size_t inputs, std::size_t names) {
    if (inputs == 0 || outputs.columns() == 0) return wrong_shape("wanted an input and an output at least");
    if (outputs.rows() % (inputs + 2) != 0 || outputs.rows() / (inputs + 2) < 2)
        return wrong_shape("found " + std::to_string(outputs.rows()) + " evaluations, wanted a multiple of " +
                           std::to_string(inputs + 2) + " (" + std::to_string(inputs) +
                           " inputs and 2), for two points at least");
    if (names != 0 && names != outputs.columns())
        return wrong_shape("found " + std::to_string(names) + " names for " + std::to_string(outputs.columns()) +
                           " outputs");
    return std::nullopt;
}

/// Where an evaluation is, in words.
std::string place_of(std::size_t evaluation, std::size_t points) {
    const std::size_t block = evaluation / points;
    const std::string half = block == 0   ? "A"
                             : block == 1 ? "B"
                                          : "A with input " + std::to_string(block - 1) + " of B";
    return "point " + std::to_string(evaluation % points + 1) + " of " + half;
}

/// The indices of one output, whose evaluations are a column.
class Analysis {
  public:
    Analysis(std::size_t inputs, double width) : inputs_(inputs), width_(width) {}

    SobolIndices analyse(std::span<const double> output) {
        const std::size_t points = output.size() / (inputs_ + 2);
        a_.assign(output.begin(), output.begin() + static_cast<std::ptrdiff_t>(points));
        b_.assign(output.begin() + static_cast<std::ptrdiff_t>(points),
                  output.begin() + static_cast<std::ptrdiff_t>(2 * points));
        const detail::OutputMoments moments = detail::centre(a_, b_);
        sums_.assign(inputs_, {});
        for (std::size_t i = 0; i < inputs_; ++i) {
            const double* changed = output.data() + (i + 2) * points;
            detail::cut(0, points, detail::sobol_share(points), [&](std::size_t begin, std::size_t length) {
                detail::InputSums share;
                detail::cut(begin, begin + length, detail::sobol_block, [&](std::size_t first, std::size_t n) {
                    share.add(a_.data() + first, b_.data() + first, changed + first, moments.mean, n);
                });
                sums_[i].add(share);
            });
        }
        return detail::indices_from(moments, sums_, width_);
    }

  private:
    std::size_t inputs_;
    double width_;
    std::vector<double> a_, b_;  ///< less their mean
    std::vector<detail::InputSums> sums_;
};

}  // namespace

result<std::vector<SobolIndices>> sobol_indices(const Matrix& outputs, std::size_t inputs,
                                                std::span<const std::string> names, const SobolOptions& options) {
    PUG_TRY(const double confidence, pug::detail::checked_confidence(options.confidence));
    if (auto error = check_shape(outputs, inputs, names.size())) return *std::move(error);
    const std::size_t points = outputs.rows() / (inputs + 2);
    std::vector<Problem> problems;
    detail::report_not_finite(
        outputs, names, "sobol.not_finite", [&](std::size_t e) { return place_of(e, points); }, problems);
    if (!problems.empty()) return Error(ErrorKind::data, std::move(problems));

    std::vector<SobolIndices> found(outputs.columns());
    const double width = pug::detail::normal_width(confidence);
    detail::share_out(outputs.columns(), options.threads, [&] {
        return [&, analysis = Analysis(inputs, width)](std::size_t o) mutable {
            found[o] = analysis.analyse(outputs.column(o));
            found[o].output = detail::output_name(names, o);
        };
    });
    for (std::size_t o = 0; o < found.size() && !options.allows_constant; ++o) {
        if (found[o].is_constant)
            problems.push_back(detail::constant_output(names, o, "sobol.constant", found[o].mean));
    }
    if (!problems.empty()) return Error(ErrorKind::data, std::move(problems));
    return found;
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
