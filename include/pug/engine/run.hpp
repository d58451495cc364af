#pragma once

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <system_error>
#include <thread>
#include <vector>

#include "pug/engine/block/evaluate.hpp"
#include "pug/engine/block/load.hpp"
#include "pug/engine/block/verdict.hpp"
#include "pug/engine/evaluate.hpp"
#include "pug/engine/fraction.hpp"
#include "pug/engine/observations.hpp"
#include "pug/engine/verdict.hpp"
#include "pug/scores.hpp"

namespace pug {
inline namespace v0 {

/// How scoring is done. Nothing here changes a number; what is not asked for is not there.
struct ScoreOptions {
    std::size_t block = 512;  ///< units evaluated together
    bool intervals = true;    ///< compute the interval of units with unanswered variables
    bool nodes = true;        ///< keep the values and statuses of all named nodes, not only those of the root
    unsigned threads = 1;     ///< that share the units; they end with the call
    Instructions instructions = Instructions::best;
};

namespace detail {

/// One call of `Scorer::score`, or the part of it that one thread does. Blocks of units are run as columns; units that
/// need a closer look are run again with a bound of their own each, and of these the undecided with exact numbers.
class Run {
  public:
    Run(const Program& program, const Observations& observations, const ScoreOptions& options, Scores& scores)
        : program_(program),
          observations_(observations),
          options_(options),
          scores_(scores),
          loader_(program, observations) {
        const std::size_t block =
            std::clamp<std::size_t>(options.block, 1, std::max<std::size_t>(observations.units, 1));
        block_.emplace(program, loops_for(options.instructions), block, scores.slots_);
        verdicts_.emplace(program, block);
        is_columnar_ = suits_blocks(program);
    }

    /// Scores the units from `first` to before `last`. False where a value is not admissible.
    bool units(std::size_t first, std::size_t last) {
        for (std::size_t from = first; from < last; from += block_->block()) {
            if (!one_block(from, std::min(block_->block(), last - from))) return false;
        }
        return true;
    }

  private:
    static constexpr double nan = std::numeric_limits<double>::quiet_NaN();

    bool one_block(std::size_t first, std::size_t count) {
        if (!loader_.load(*block_, first, count, Fill::as_answered)) return false;
        closer_.clear();
        if (is_columnar_) {
            block_->run();
            verdicts_->run(*block_);
            store_block(first, count);
        }
        const bool has_closer = !is_columnar_ || std::memchr(block_->marks(), 1, count) != nullptr;
        for (std::size_t u = 0; u < count && has_closer; ++u) {
            if (!is_columnar_ || block_->marks()[u] != 0) closer_.push_back(first + u);
        }
        look_closer();
        if (options_.intervals) intervals(first, count);
        return true;
    }

    // --- columns -----------------------------------------------------------------------------------------------------

    void store_block(std::size_t first, std::size_t count) {
        for (std::size_t n = 0; n < scores_.slots_.size(); ++n)
            store_column(block_->lane(scores_.slots_[n]), first, count, scores_.values_[n].data(),
                         scores_.statuses_[n].data());
        const Lane& root = block_->lane(program_.root);
        store_column(root, first, count, scores_.score_.data(), scores_.score_status_.data());
        std::fill_n(&scores_.error_[first], count, root.reach.error);
        store_values(verdicts_->rounded(), block_->lane(program_.verdict.on), count, &scores_.rounded_[first]);
        const double* coverages = block_->coverages(program_.root);
        for (std::size_t u = 0; u < count; ++u) scores_.coverage_[first + u] = root.counts[u] != 0 ? coverages[u] : 1.0;
        const std::uint8_t* grades = verdicts_->grades().data();
        for (std::size_t u = 0; u < count; ++u) scores_.grade_[first + u] = BlockVerdict::grade_of(grades[u]);
        std::copy_n(verdicts_->overrides().data(), count, &scores_.override_[first]);
        for (std::size_t g = 0; g < scores_.gates_.size(); ++g)
            std::memcpy(&scores_.gates_[g][first], verdicts_->gates()[g].data(), count);
        for (std::size_t c = 0; c < scores_.caps_.size(); ++c)
            std::copy_n(verdicts_->caps()[c].data(), count, &scores_.caps_[c][first]);
        std::fill_n(&scores_.decided_[first], count, Decided::in_doubles);
    }

    void store_column(const Lane& lane, std::size_t first, std::size_t count, double* values, Status* statuses) const {
        store_values(lane.values, lane, count, values + first);
        if (lane.found == 1) {
            std::fill_n(statuses + first, count, Status::observed);
        } else {
            for (std::size_t u = 0; u < count; ++u) statuses[first + u] = status_of_gravity(lane.gravities[u]);
        }
    }

    /// Values where the lane has one, else NaN; adding 0 turns −0 into 0.
    void store_values(const double* values, const Lane& lane, std::size_t count, double* out) const {
        const std::size_t whole = count / stripe * stripe;  // out there nothing is padded
        block_->loops().add_number(values, 0, whole, out);
        for (std::size_t u = whole; u < count; ++u) out[u] = values[u] + 0.0;
        for (std::size_t u = 0; u < count && lane.found != 1; ++u) {
            if (lane.gravities[u] != 0) out[u] = nan;
        }
    }

    // --- units one at a time -----------------------------------------------------------------------------------------

    /// Runs the units of `closer_` with a bound for every value, a few at a time, and exactly where that leaves a
    /// decision open.
    void look_closer() {
        each_closer(Fill::as_answered, [&](Evaluator<Bounded>& evaluator, std::size_t i, std::size_t unit) {
            bool undecided = evaluator.is_undecided(i);
            judge(program_, evaluator, i, verdict_, undecided);
            if (!undecided) return store(evaluator, i, unit, Decided::in_doubles);
            exactly(unit, Fill::as_answered, [&](const auto& exact) {
                bool never = false;
                judge(program_, exact, 0, verdict_, never);
                store(exact, 0, unit, program_.has_roots ? Decided::to_fifty_digits : Decided::exactly);
            });
        });
    }

    /// Runs the units of `closer_` with a bound for every value and hands them to `use`: evaluator, place, unit.
    template <class Use>
    void each_closer(Fill fill, Use use) {
        for (std::size_t at = 0; at < closer_.size(); at += few) {
            const std::span<const std::size_t> units(&closer_[at], std::min(few, closer_.size() - at));
            if (!bounded_ || bounded_->block() < units.size())
                bounded_ = std::make_unique<Evaluator<Bounded>>(program_, units.size());
            evaluate(observations_, units, fill, *bounded_);
            for (std::size_t i = 0; i < units.size(); ++i) use(*bounded_, i, units[i]);
        }
    }

    /// Runs one unit with exact numbers and hands the evaluator to `use`.
    template <class Use>
    void exactly(std::size_t unit, Fill fill, Use use) {
        if (program_.has_roots) return with(real_, unit, fill, use);
        try {
            if (fits_fractions_) return with(fraction_, unit, fill, use);
        } catch (const Fraction::TooLong&) {
            // Numbers of the instrument will be as long next time, answers perhaps not. An evaluator that was
            // interrupted is no good any more.
            fits_fractions_ = fraction_ != nullptr;
            fraction_.reset();
        }
        with(rational_, unit, fill, use);
    }

    template <class N, class Use>
    void with(std::unique_ptr<Evaluator<N>>& evaluator, std::size_t unit, Fill fill, Use use) {
        if (!evaluator) evaluator = std::make_unique<Evaluator<N>>(program_, 1);
        evaluate(observations_, std::span<const std::size_t>(&unit, 1), fill, *evaluator);
        use(*evaluator);
    }

    template <class N>
    void store(const Evaluator<N>& evaluator, std::size_t at, std::size_t unit, Decided decided) {
        for (std::size_t n = 0; n < scores_.slots_.size(); ++n)
            store_value(evaluator, scores_.slots_[n], at, scores_.values_[n][unit], scores_.statuses_[n][unit]);
        store_value(evaluator, program_.root, at, scores_.score_[unit], scores_.score_status_[unit]);
        scores_.error_[unit] = bound(evaluator.value(program_.root, at));
        const bool is_graded = evaluator.status(program_.verdict.on, at) == Status::observed;
        scores_.rounded_[unit] = is_graded ? verdict_.rounded + 0.0 : nan;
        const auto coverage = evaluator.coverage(program_.root, at);
        scores_.coverage_[unit] = coverage ? Arithmetic<N>::to_double(*coverage) : 1.0;
        scores_.grade_[unit] = verdict_.grade;
        scores_.override_[unit] = verdict_.overridden_by;
        for (std::size_t g = 0; g < verdict_.gates.size(); ++g) scores_.gates_[g][unit] = verdict_.gates[g];
        for (std::size_t c = 0; c < verdict_.caps.size(); ++c) scores_.caps_[c][unit] = verdict_.caps[c];
        scores_.decided_[unit] = decided;
    }

    template <class N>
    static void store_value(const Evaluator<N>& evaluator, Slot slot, std::size_t at, double& value, Status& status) {
        status = evaluator.status(slot, at);
        value = status == Status::observed ? Arithmetic<N>::to_double(evaluator.value(slot, at)) + 0.0 : nan;
    }

    /// How far the double may be from the exact score: what was accumulated, or one rounding.
    static double bound(const Bounded& value) { return value.error; }
    template <class N>
    static double bound(const N& value) {
        return std::abs(Arithmetic<N>::to_double(value)) * ulp;
    }

    // --- intervals ---------------------------------------------------------------------------------------------------

    void intervals(std::size_t first, std::size_t count) {
        for (std::size_t u = first; u < first + count; ++u)
            scores_.interval_[u] = {scores_.score_[u], scores_.score_[u]};
        if (!loader_.has_open()) return;
        open_.assign(loader_.open().begin(), loader_.open().begin() + static_cast<std::ptrdiff_t>(count));
        for (const Fill fill : {Fill::worst, Fill::best}) ends(first, count, fill);
        for (std::size_t u = first; u < first + count; ++u) {
            Interval& ends = scores_.interval_[u];
            if (ends.high < ends.low) std::swap(ends.low, ends.high);
        }
    }

    /// The scores when what is open is at one end of its range.
    void ends(std::size_t first, std::size_t count, Fill fill) {
        closer_.clear();
        if (is_columnar_) {
            loader_.load(*block_, first, count, fill);
            block_->run();
        }
        for (std::size_t u = 0; u < count; ++u) {
            if (open_[u] == 0) continue;
            // A unit decided exactly has exact ends too, or its score might lie outside them by a last bit.
            const bool is_exact = scores_.decided_[first + u] != Decided::in_doubles;
            if (is_exact || !is_columnar_ || block_->marks()[u] != 0) {
                closer_.push_back(first + u);
                continue;
            }
            const Lane& root = block_->lane(program_.root);
            end_of(first + u, fill) = root.gravities[u] == 0 ? root.values[u] + 0.0 : nan;
        }
        each_closer(fill, [&](Evaluator<Bounded>& evaluator, std::size_t at, std::size_t unit) {
            double& end = end_of(unit, fill);
            if (!evaluator.is_undecided(at) && scores_.decided_[unit] == Decided::in_doubles) {
                end = root_of(evaluator, at);
            } else {
                exactly(unit, fill, [&](const auto& exact) { end = root_of(exact, 0); });
            }
        });
    }

    double& end_of(std::size_t unit, Fill fill) {
        return fill == Fill::worst ? scores_.interval_[unit].low : scores_.interval_[unit].high;
    }

    template <class N>
    double root_of(const Evaluator<N>& evaluator, std::size_t at) const {
        if (evaluator.status(program_.root, at) != Status::observed) return nan;
        return Arithmetic<N>::to_double(evaluator.value(program_.root, at)) + 0.0;
    }

    static constexpr std::size_t few = 64;  ///< units that need a closer look, run together

    const Program& program_;
    const Observations& observations_;
    const ScoreOptions& options_;
    Scores& scores_;
    BlockLoader loader_;
    std::optional<BlockEvaluator> block_;
    std::optional<BlockVerdict> verdicts_;
    bool is_columnar_ = true;
    std::vector<std::size_t> closer_;
    std::vector<std::uint8_t> open_;
    std::unique_ptr<Evaluator<Bounded>> bounded_;
    std::unique_ptr<Evaluator<Fraction>> fraction_;
    bool fits_fractions_ = true;  ///< the numbers of the program are short enough for fractions
    std::unique_ptr<Evaluator<Rational>> rational_;
    std::unique_ptr<Evaluator<Real>> real_;
    UnitVerdict verdict_;
};

/// Scores all units, shared out among the threads asked for. False where a value is not admissible.
inline bool run_all(const Program& program, const Observations& observations, const ScoreOptions& options,
                    Scores& scores) {
    // Fewer units than that are scored before a thread has begun.
    constexpr std::size_t least_share = 1024;
    const std::size_t most = std::max<std::size_t>(observations.units / least_share, 1);
    const std::size_t threads = std::clamp<std::size_t>(options.threads, 1, most);
    if (threads == 1) return Run(program, observations, options, scores).units(0, observations.units);

    // Shares are small enough that a thread held up by others does not keep everybody waiting.
    const std::size_t share = std::max(least_share, observations.units / (threads * 16));
    std::atomic<std::size_t> next{0};
    std::atomic<bool> is_fine{true};
    const auto work = [&] {
        Run run(program, observations, options, scores);
        for (;;) {
            const std::size_t first = next.fetch_add(share);
            if (first >= observations.units || !is_fine) return;
            if (!run.units(first, std::min(first + share, observations.units))) is_fine = false;
        }
    };
    // Memory that runs out in a thread has run out for the caller.
    std::exception_ptr failure;
    std::mutex failing;
    const auto guarded = [&] {
        try {
            work();
        } catch (...) {
            const std::lock_guard lock(failing);
            failure = std::current_exception();
            is_fine = false;
        }
    };
    {
        std::vector<std::jthread> others;  // joined at the end of the block
        try {
            for (std::size_t t = 1; t < threads; ++t) others.emplace_back(guarded);
        } catch (const std::system_error&) {
            // No more threads to be had: those that there are do the work.
        }
        guarded();
    }
    if (failure) std::rethrow_exception(failure);
    return is_fine;
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
