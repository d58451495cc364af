#include "pug/workbench/sensitivity.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>
#include <thread>
#include <utility>

#include "pug/workbench/sampling.hpp"
#include "workbench/models.hpp"
#include "workbench/outputs.hpp"
#include "workbench/share_out.hpp"
#include "workbench/sobol_sums.hpp"
#include "workbench/targets.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using detail::cut;
using detail::FailedPoint;
using detail::IndexModel;
using detail::InputSums;
using detail::PointBlock;
using detail::sobol_block;
using detail::TargetList;
using detail::TargetReader;
using detail::Variations;

constexpr std::size_t most_sets = 10'000'000;
constexpr std::size_t most_numbers = std::size_t{1} << 27;

Error wrong_option(const std::string& option, const std::string& found, const std::string& wanted) {
    return {ErrorKind::argument, "sensitivity.options", option, "found " + found + ", wanted " + wanted};
}

std::optional<Error> check(const SensitivityOptions& options, std::size_t least_points) {
    if (options.points < least_points)
        return wrong_option("points", std::to_string(options.points), std::to_string(least_points) + " at least");
    if (options.sets == 0 || options.sets > most_sets)
        return wrong_option("sets", std::to_string(options.sets), "from 1 to " + std::to_string(most_sets));
    const auto confidence = pug::detail::checked_confidence(options.confidence);
    if (confidence.has_error()) return confidence.error();
    return std::nullopt;
}

/// What both analyses need: how to get from points to targets.
struct Study {
    std::unique_ptr<Variations> variations;
    detail::ModelKind kind;
    TargetList targets;

    static result<Study> make(const Design& design, const Dataset& data, const Assumptions& assumptions,
                              const SensitivityOptions& options) {
        Study study;
        PUG_TRY(study.variations, Variations::make(design, data, assumptions, options.seed));
        study.kind = detail::choose_model(*study.variations);
        PUG_TRY(study.targets, TargetList::make(options.targets, *study.variations, study.kind.rows));
        return study;
    }

    std::size_t factors() const { return variations->factors().size(); }
};

/// What threads tell each other, and the caller.
class Course {
  public:
    Course(const Progress& progress, std::size_t total) : progress_(progress), total_(total) {}

    /// So many more evaluations are done.
    void go_on(std::size_t more) {
        const std::size_t done = done_ += more;
        if (progress_ && std::this_thread::get_id() == caller_ && !progress_(done, total_)) is_cancelled_ = true;
    }
    bool is_cancelled() const { return is_cancelled_; }

  private:
    const Progress& progress_;
    std::size_t total_;
    std::thread::id caller_ = std::this_thread::get_id();
    std::atomic<std::size_t> done_{0};
    std::atomic<bool> is_cancelled_{false};
};

/// Evaluates blocks of points, in one thread.
class Evaluation {
  public:
    Evaluation(const Study& study, const SensitivityOptions& options)
        : model_(detail::make_model(study.kind, *study.variations, options.sets)),
          reader_(study.targets),
          targets_(study.targets),
          scores_(sobol_block, study.kind.rows.size()) {}

    /// Calls `take(target, numbers)` for each target, with a number for each point of the block; `place(j)` says in
    /// words where point j is. What is in the way, if something is.
    template <class Place, class Take>
    std::optional<Problem> evaluate(const PointBlock& block, const Place& place, const Take& take) {
        return read(model_->evaluate(block, scores_), block.points, place, take);
    }
    template <class Place, class Take>
    std::optional<Problem> change(const PointBlock& block, std::size_t input, const double* changed, const Place& place,
                                  const Take& take) {
        return read(model_->change(block, input, changed, scores_), block.points, place, take);
    }
    /// What a change starts from.
    void start(const PointBlock& block) { model_->start(block); }

  private:
    template <class Place, class Take>
    std::optional<Problem> read(std::optional<FailedPoint> failed, std::size_t points, const Place& place,
                                const Take& take) {
        if (failed) {
            const Problem& reason = failed->error.problems.front();
            return Problem{"sensitivity.failed", reason.where, 0, 0,
                           place(failed->point) + " failed (" + reason.code + "): " + reason.message};
        }
        std::optional<Problem> problem;
        reader_.read(scores_, points, [&](std::size_t t, const double* numbers) {
            for (std::size_t j = 0; j < points && !problem; ++j) {
                if (std::isfinite(numbers[j])) continue;
                problem = Problem{"sensitivity.not_finite", targets_.names[t], 0, 0,
                                  place(j) + " gave no finite number for " + detail::quoted(targets_.names[t])};
            }
            take(t, numbers);
        });
        return problem;
    }

    std::unique_ptr<IndexModel> model_;
    TargetReader reader_;
    const TargetList& targets_;
    Matrix scores_;  ///< points × rows of the model
};

/// The work that both analyses do: evaluations, in shares.
class Evaluations {
  public:
    Evaluations(const Study& study, const SensitivityOptions& options, std::size_t evaluations)
        : study_(study), options_(options), course_(options.progress, evaluations) {}

  protected:
    /// Does once what several evaluations have in common. `point(e, input)` is a coordinate of evaluation e.
    template <class Point>
    void prepare(std::size_t evaluations, const Point& coordinate) {
        Variations& variations = *study_.variations;
        if (study_.kind.is_linear || variations.combinations() == 0) return;
        std::vector<std::uint8_t> is_wanted(variations.combinations());
        std::vector<double> point(study_.factors());
        std::vector<detail::Draw> draws(study_.factors());
        for (std::size_t e = 0; e < evaluations; ++e) {
            for (std::size_t i = 0; i < point.size(); ++i) point[i] = coordinate(e, i);
            variations.at_point(point, options_.sets, draws);
            is_wanted[variations.combination(draws)] = 1;
        }
        std::vector<std::size_t> wanted;
        for (std::size_t c = 0; c < is_wanted.size(); ++c) {
            if (is_wanted[c] != 0) wanted.push_back(c);
        }
        variations.prepare(wanted, options_.threads);
    }

    /// Does tasks: `work(evaluation, task)` returns what is in the way, if something is. The error is that of the first
    /// of the tasks that have one: those after it may not be done.
    template <class Work>
    std::optional<Error> share_out(std::size_t count, const Work& work) {
        std::vector<std::optional<Problem>> problems(count);
        std::atomic<std::size_t> first{count};
        detail::share_out(count, options_.threads, [&] {
            return [&, evaluation = Evaluation(study_, options_)](std::size_t task) mutable {
                if (course_.is_cancelled() || first < task) return;
                problems[task] = work(evaluation, task);
                if (!problems[task]) return;
                std::size_t known = first;
                while (task < known && !first.compare_exchange_weak(known, task)) {
                }
            };
        });
        if (course_.is_cancelled())
            return Error(ErrorKind::argument, "sensitivity.cancelled", "",
                         "cancelled before all evaluations were done");
        if (first < count) return Error(ErrorKind::data, {*std::move(problems[first])});
        return std::nullopt;
    }

    Error all_are_constant(std::span<const double> values) const {
        std::vector<Problem> problems;
        for (std::size_t t = 0; t < values.size(); ++t)
            problems.push_back(detail::constant_output(study_.targets.names, t, "sensitivity.constant", values[t]));
        return {ErrorKind::data, std::move(problems)};
    }

    const Study& study_;
    const SensitivityOptions& options_;
    Course course_;
};

/// Sobol indices without keeping more than the outputs at A and at B.
class SobolStudy : Evaluations {
  public:
    SobolStudy(const Study& study, const SensitivityOptions& options, const SaltelliPoints& points)
        : Evaluations(study, options, points.evaluations()),
          points_(points),
          share_(detail::sobol_share(points.points())),
          shares_((points.points() + share_ - 1) / share_),
          a_(points.points(), study.targets.codes.size()),
          b_(points.points(), study.targets.codes.size()) {}

    result<Sensitivity> run() {
        prepare(points_.evaluations(), [&](std::size_t e, std::size_t i) { return points_.at(e, i); });
        if (auto error = evaluate_halves()) return *std::move(error);
        centre();
        if (std::all_of(moments_.begin(), moments_.end(), [](const auto& each) { return each.is_constant(); }))
            return all_are_constant(means());
        if (auto error = evaluate_changes()) return *std::move(error);
        return conclude();
    }

  private:
    static std::string place(const std::string& half, std::size_t point) {
        return "point " + std::to_string(point + 1) + " of " + half;
    }

    std::optional<Error> evaluate_halves() {
        // First the shares of A, then those of B.
        return share_out(2 * shares_, [&](Evaluation& evaluation, std::size_t task) {
            return task < shares_ ? evaluate_half(evaluation, task, "A", points_.a, a_)
                                  : evaluate_half(evaluation, task - shares_, "B", points_.b, b_);
        });
    }

    std::optional<Problem> evaluate_half(Evaluation& evaluation, std::size_t share, const std::string& half,
                                         const Matrix& points, Matrix& outputs) {
        std::optional<Problem> problem;
        each_block(share, [&](std::size_t first, std::size_t n) {
            if (problem || course_.is_cancelled()) return;
            problem = evaluation.evaluate(
                PointBlock(points, first, n), [&](std::size_t j) { return place(half, first + j); },
                [&](std::size_t t, const double* numbers) {
                    std::copy_n(numbers, n, outputs.column(t).data() + first);
                });
            course_.go_on(n);
        });
        return problem;
    }

    template <class Each>
    void each_block(std::size_t share, const Each& each) const {
        cut(share * share_, std::min((share + 1) * share_, points_.points()), sobol_block, each);
    }

    void centre() {
        moments_.resize(a_.columns());
        detail::share_out(a_.columns(), options_.threads, [&] {
            return [&](std::size_t t) { moments_[t] = detail::centre(a_.column(t), b_.column(t)); };
        });
    }

    std::optional<Error> evaluate_changes() {
        sums_.resize(shares_);
        return share_out(shares_, [&](Evaluation& evaluation, std::size_t share) {
            sums_[share].resize(moments_.size() * points_.inputs());
            std::optional<Problem> problem;
            each_block(share, [&](std::size_t first, std::size_t n) {
                const PointBlock block(points_.a, first, n);
                if (!problem) evaluation.start(block);
                for (std::size_t i = 0; i < points_.inputs() && !problem && !course_.is_cancelled(); ++i)
                    problem = change(evaluation, block, share, first, i);
            });
            return problem;
        });
    }

    std::optional<Problem> change(Evaluation& evaluation, const PointBlock& block, std::size_t share, std::size_t first,
                                  std::size_t input) {
        const std::size_t inputs = points_.inputs(), n = block.points;
        const auto where = [&](std::size_t j) {
            const std::string& factor = study_.variations->factors()[input].told.name;
            return place("A with input " + detail::quoted(factor) + " of B", first + j);
        };
        const auto take = [&](std::size_t t, const double* numbers) {
            sums_[share][t * inputs + input].add(a_.column(t).data() + first, b_.column(t).data() + first, numbers,
                                                 moments_[t].mean, n);
        };
        auto problem = evaluation.change(block, input, points_.b.column(input).data() + first, where, take);
        course_.go_on(n);
        return problem;
    }

    Sensitivity conclude() const {
        Sensitivity found;
        found.factors = study_.variations->told_factors();
        found.targets = study_.targets.names;
        found.points = points_.points();
        found.evaluations = points_.evaluations();
        const double width = pug::detail::normal_width(options_.confidence);
        for (std::size_t t = 0; t < moments_.size(); ++t) {
            std::vector<InputSums> sums(points_.inputs());
            for (const auto& share : sums_) {
                for (std::size_t i = 0; i < sums.size(); ++i) sums[i].add(share[t * sums.size() + i]);
            }
            found.indices.push_back(detail::indices_from(moments_[t], sums, width));
            found.indices.back().output = found.targets[t];
        }
        return found;
    }

    std::vector<double> means() const {
        std::vector<double> means;
        for (const auto& moments : moments_) means.push_back(moments.mean);
        return means;
    }

    const SaltelliPoints& points_;
    std::size_t share_, shares_;                  ///< how many points a share has, and how many shares there are
    Matrix a_, b_;                                ///< points × targets; later less their mean
    std::vector<detail::OutputMoments> moments_;  ///< by target
    std::vector<std::vector<InputSums>> sums_;    ///< by share, then by target and input
};

/// Elementary effects.
class MorrisStudy : Evaluations {
  public:
    MorrisStudy(const Study& study, const SensitivityOptions& options, const MorrisTrajectories& walks)
        : Evaluations(study, options, walks.evaluations()),
          walks_(walks),
          outputs_(walks.evaluations(), study.targets.codes.size()) {}

    result<Screening> run() {
        prepare(walks_.evaluations(), [&](std::size_t e, std::size_t i) { return walks_.points.at(e, i); });
        if (auto error = evaluate()) return *std::move(error);
        MorrisOptions options;
        options.confidence = options_.confidence;
        options.allows_constant = true;
        PUG_TRY(auto effects, elementary_effects(walks_, outputs_, study_.targets.names, options));
        if (std::all_of(effects.begin(), effects.end(), [](const auto& each) { return each.is_constant; }))
            return all_are_constant(first_outputs());
        return Screening{study_.variations->told_factors(), study_.targets.names, walks_.trajectories,
                         walks_.evaluations(), std::move(effects)};
    }

  private:
    std::optional<Error> evaluate() {
        const std::size_t evaluations = walks_.evaluations();
        return share_out((evaluations + sobol_block - 1) / sobol_block, [&](Evaluation& evaluation, std::size_t task) {
            const std::size_t first = task * sobol_block, n = std::min(sobol_block, evaluations - first);
            auto problem = evaluation.evaluate(
                PointBlock(walks_.points, first, n),
                [&](std::size_t j) { return "evaluation " + std::to_string(first + j + 1); },
                [&](std::size_t t, const double* numbers) {
                    std::copy_n(numbers, n, outputs_.column(t).data() + first);
                });
            course_.go_on(n);
            return problem;
        });
    }

    std::vector<double> first_outputs() const {
        std::vector<double> outputs;
        for (std::size_t t = 0; t < outputs_.columns(); ++t) outputs.push_back(outputs_.at(0, t));
        return outputs;
    }

    const MorrisTrajectories& walks_;
    Matrix outputs_;
};

}  // namespace

result<Sensitivity> sensitivity(const Design& design, const Dataset& data, const Assumptions& assumptions,
                                const SensitivityOptions& options) {
    if (auto error = check(options, 2)) return *std::move(error);
    PUG_TRY(const Study study, Study::make(design, data, assumptions, options));
    const std::size_t targets = study.targets.codes.size();
    if (options.points > most_numbers / targets || study.factors() > most_numbers / 16 / targets)
        return wrong_option("targets", std::to_string(targets), "fewer of them, of points or of factors");
    PUG_TRY(const SaltelliPoints points, saltelli(options.points, study.factors(), options.seed));
    return SobolStudy(study, options, points).run();
}

result<Screening> screening(const Design& design, const Dataset& data, const Assumptions& assumptions,
                            const SensitivityOptions& options, std::size_t levels) {
    if (auto error = check(options, 1)) return *std::move(error);
    PUG_TRY(const Study study, Study::make(design, data, assumptions, options));
    PUG_TRY(const MorrisTrajectories walks, morris_trajectories(options.points, study.factors(), levels, options.seed));
    if (walks.evaluations() > most_numbers / study.targets.codes.size())
        return wrong_option("points", std::to_string(options.points), "fewer of them, of targets or of factors");
    return MorrisStudy(study, options, walks).run();
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
