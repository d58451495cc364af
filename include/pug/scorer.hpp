#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "pug/engine/compile.hpp"
#include "pug/engine/evaluate.hpp"
#include "pug/engine/fit.hpp"
#include "pug/engine/observations.hpp"
#include "pug/engine/program.hpp"
#include "pug/engine/verdict.hpp"
#include "pug/instrument.hpp"
#include "pug/result.hpp"
#include "pug/table.hpp"

namespace pug {
inline namespace v0 {

/// How a unit's verdict was reached. The numbers are those of the C ABI.
enum class Decided : std::uint8_t {
    in_doubles = 0,       ///< no cut-off lay within the error bound
    exactly = 1,          ///< recomputed with rationals
    to_fifty_digits = 2,  ///< recomputed with 50 digits; closer than 1e-40 to a cut-off counts as equal to it
};

/// What a score could be: the scores when every unanswered variable takes its worst or best value; NaN where unknown.
struct Interval {
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();
};

struct ScoreOptions {
    std::size_t block = 128;  ///< units evaluated together; changes no result
    bool intervals = true;    ///< compute the interval of units with unanswered variables
};

class Scores;

/// One unit of `Scores`, as a loop over them sees it.
class UnitScore {
  public:
    UnitScore(const Scores& scores, std::size_t unit) : scores_(&scores), unit_(unit) {}
    std::size_t index() const { return unit_; }
    std::string name() const;
    double score() const;                   ///< value of the root, unrounded; NaN unless observed
    Status status() const;                  ///< of the root
    std::optional<double> rounded() const;  ///< what was graded
    std::string_view grade() const;         ///< "" when there is none
    double coverage() const;                ///< share of the weight that applies which was observed, 0–1
    Interval interval() const;

  private:
    const Scores* scores_;
    std::size_t unit_;
};

/// The results of scoring a table: one column of values and statuses a named node, and the verdict on every unit.
class Scores {
  public:
    std::size_t size() const { return units_; }
    std::string name(std::size_t unit) const { return table_.name(unit); }
    /// The unit of that name.
    std::optional<std::size_t> find(std::string_view name) const {
        for (std::size_t u = 0; u < units_; ++u) {
            if (table_.name(u) == name) return u;
        }
        return std::nullopt;
    }

    /// Ids of the nodes reported, parts before wholes, without the root.
    const std::vector<std::string>& nodes() const { return nodes_; }
    /// Values of a reported node, one a unit; NaN unless observed.
    const std::vector<double>& values(std::size_t node) const { return values_[node]; }
    const std::vector<Status>& statuses(std::size_t node) const { return statuses_[node]; }

    const std::vector<double>& scores() const { return score_; }  ///< of the root, unrounded; NaN unless observed
    /// Bounds on the distance of each score from its exact value.
    const std::vector<double>& errors() const { return error_; }
    const std::vector<Status>& score_statuses() const { return score_status_; }
    const std::vector<double>& rounded() const { return rounded_; }  ///< what was graded; NaN unless observed
    const std::vector<std::uint32_t>& grade_indexes() const { return grade_; }  ///< of `grades()`; `none` for no grade
    const std::vector<double>& coverages() const { return coverage_; }          ///< 0–1
    const std::vector<Interval>& intervals() const { return interval_; }
    const std::vector<Decided>& decided() const { return decided_; }
    /// State of every gate of the verdict, by gate, one a unit.
    const std::vector<std::vector<GateState>>& gates() const { return gates_; }
    const std::vector<std::vector<CapState>>& caps() const { return caps_; }
    /// The override that decided each unit's grade, by its place in the verdict; `none` where none did.
    const std::vector<std::uint32_t>& overrides() const { return override_; }

    const std::vector<GradeCode>& grades() const { return program_->verdict.grades; }
    std::string_view grade(std::size_t unit) const {
        return grade_[unit] == none ? std::string_view{} : std::string_view{grades()[grade_[unit]].name};
    }

    const Instrument& instrument() const { return *instrument_; }
    const Program& program() const { return *program_; }
    /// What was scored; like the table it refers to the caller's numbers.
    const detail::Observations& observations() const { return observations_; }

    UnitScore operator[](std::size_t unit) const { return {*this, unit}; }

    class Iterator {
      public:
        Iterator(const Scores& scores, std::size_t unit) : scores_(&scores), unit_(unit) {}
        UnitScore operator*() const { return {*scores_, unit_}; }
        Iterator& operator++() {
            ++unit_;
            return *this;
        }
        bool operator!=(const Iterator& other) const { return unit_ != other.unit_; }

      private:
        const Scores* scores_;
        std::size_t unit_;
    };
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, units_}; }

  private:
    friend class Scorer;

    Scores(std::shared_ptr<const Instrument> instrument, std::shared_ptr<const Program> program, Table table,
           detail::Observations observations)
        : instrument_(std::move(instrument)),
          program_(std::move(program)),
          table_(std::move(table)),
          observations_(std::move(observations)),
          units_(table_.units()) {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        for (std::size_t n = 0; n < program_->nodes.size(); ++n) {
            const Slot slot = program_->node_slot(n);
            if (program_->names[n].id.empty() || slot == program_->root) continue;
            nodes_.push_back(program_->names[n].id);
            slots_.push_back(slot);
        }
        values_.assign(nodes_.size(), std::vector<double>(units_, nan));
        statuses_.assign(nodes_.size(), std::vector<Status>(units_, Status::missing));
        score_.assign(units_, nan);
        error_.assign(units_, 0);
        score_status_.assign(units_, Status::missing);
        rounded_.assign(units_, nan);
        grade_.assign(units_, none);
        override_.assign(units_, none);
        coverage_.assign(units_, 0);
        interval_.assign(units_, {});
        decided_.assign(units_, Decided::in_doubles);
        gates_.assign(program_->verdict.gates.size(), std::vector<GateState>(units_));
        caps_.assign(program_->verdict.caps.size(), std::vector<CapState>(units_));
    }

    std::shared_ptr<const Instrument> instrument_;
    std::shared_ptr<const Program> program_;
    Table table_;
    detail::Observations observations_;
    std::size_t units_;
    std::vector<std::string> nodes_;
    std::vector<Slot> slots_;
    std::vector<std::vector<double>> values_;
    std::vector<std::vector<Status>> statuses_;
    std::vector<double> score_, error_, rounded_, coverage_;
    std::vector<Status> score_status_;
    std::vector<std::uint32_t> grade_, override_;
    std::vector<Interval> interval_;
    std::vector<Decided> decided_;
    std::vector<std::vector<GateState>> gates_;
    std::vector<std::vector<CapState>> caps_;
};

inline std::string UnitScore::name() const { return scores_->name(unit_); }
inline double UnitScore::score() const { return scores_->scores()[unit_]; }
inline Status UnitScore::status() const { return scores_->score_statuses()[unit_]; }
inline std::optional<double> UnitScore::rounded() const {
    const double value = scores_->rounded()[unit_];
    return std::isnan(value) ? std::nullopt : std::optional<double>(value);
}
inline std::string_view UnitScore::grade() const { return scores_->grade(unit_); }
inline double UnitScore::coverage() const { return scores_->coverages()[unit_]; }
inline Interval UnitScore::interval() const { return scores_->intervals()[unit_]; }

/// A compiled instrument: scores any number of units. Immutable, cheap to copy, safe to share between threads.
class Scorer {
  public:
    Scorer(std::shared_ptr<const Instrument> instrument, std::shared_ptr<const Program> program)
        : instrument_(std::move(instrument)), program_(std::move(program)) {}

    const Instrument& instrument() const { return *instrument_; }
    const Program& program() const { return *program_; }

    /// Whether the instrument looks at the cohort (cohort goalposts, ranks, inverse-SD weights).
    bool is_relative() const { return !program_->statistics.empty(); }

    /// Freezes what the instrument needs to know of a cohort. `data` says what the table is, for those who meet the
    /// references later. The error is that of `score` for bad data, or `references.constant`, `references.unit`.
    result<References> fit(const Table& table, std::string data = {}) const {
        PUG_TRY(const auto observations, detail::bind(*program_, table));
        PUG_TRY(References references, detail::Fitter(*program_, observations, table).fit());
        references.instrument = instrument_->id + "@" + instrument_->edition;
        references.data = std::move(data);
        return references;
    }

    /// A scorer that sees every unit against those references, whatever table it scores. The error is
    /// `references.other_instrument` or `references.missing`.
    result<Scorer> with(const References& references) const {
        const std::string own = instrument_->id + "@" + instrument_->edition;
        if (references.instrument != own) {
            return Error(ErrorKind::argument, "references.other_instrument", "",
                         "these references belong to " + references.instrument + ", not to " + own);
        }
        PUG_TRY(Program program, detail::fitted(*program_, references));
        return Scorer(instrument_, std::make_shared<const Program>(std::move(program)));
    }

    /// Scores every unit of the table, one column of which must exist for each variable. The error lists what is not
    /// admissible (a missing or unknown column, a value outside its range, a level that does not exist, NaN, a unit
    /// twice).
    result<Scores> score(const Table& table, const ScoreOptions& options = {}) const {
        if (!program_->is_fitted) {
            return Error(ErrorKind::argument, "references.missing", program_->statistics.front().key,
                         "the instrument looks at the cohort: fit it first, or give it references that were saved");
        }
        PUG_TRY(auto observations, detail::bind(*program_, table));
        Scores scores(instrument_, program_, table, std::move(observations));
        Run(*program_, scores.observations_, options, scores).all();
        return scores;
    }

  private:
    /// One call of `score`: evaluators and the place results go to.
    class Run {
      public:
        Run(const Program& program, const detail::Observations& observations, const ScoreOptions& options,
            Scores& scores)
            : program_(program),
              observations_(observations),
              options_(options),
              scores_(scores),
              fast_(program,
                    std::min(std::max<std::size_t>(options.block, 1), std::max<std::size_t>(observations.units, 1))) {}

        void all() {
            for (std::size_t first = 0; first < observations_.units; first += fast_.block()) {
                const std::size_t count = std::min(fast_.block(), observations_.units - first);
                answers(first, count);
                if (options_.intervals) intervals(first, count);
            }
        }

      private:
        /// Runs one unit with exact numbers and hands the evaluator to `use`.
        template <class Use>
        void exactly(std::size_t unit, Fill fill, Use use) {
            if (program_.has_roots) {
                if (!real_) real_ = std::make_unique<Evaluator<Real>>(program_, 1);
                detail::evaluate(observations_, unit, 1, fill, *real_);
                use(*real_);
            } else {
                if (!rational_) rational_ = std::make_unique<Evaluator<Rational>>(program_, 1);
                detail::evaluate(observations_, unit, 1, fill, *rational_);
                use(*rational_);
            }
        }

        void answers(std::size_t first, std::size_t count) {
            detail::evaluate(observations_, first, count, Fill::as_answered, fast_);
            for (std::size_t u = 0; u < count; ++u) {
                bool undecided = fast_.is_undecided(u);
                judge(program_, fast_, u, verdict_, undecided);
                if (!undecided) {
                    store(fast_, u, first + u, Decided::in_doubles);
                    continue;
                }
                exactly(first + u, Fill::as_answered, [&](const auto& evaluator) {
                    bool never = false;
                    judge(program_, evaluator, 0, verdict_, never);
                    store(evaluator, 0, first + u, program_.has_roots ? Decided::to_fifty_digits : Decided::exactly);
                });
            }
        }

        template <class N>
        void store(const Evaluator<N>& evaluator, std::size_t at, std::size_t unit, Decided decided) {
            using A = Arithmetic<N>;
            for (std::size_t n = 0; n < scores_.slots_.size(); ++n) {
                const Status status = evaluator.status(scores_.slots_[n], at);
                scores_.statuses_[n][unit] = status;
                if (status == Status::observed)
                    scores_.values_[n][unit] = A::to_double(evaluator.value(scores_.slots_[n], at));
            }
            const Status status = evaluator.status(program_.root, at);
            scores_.score_status_[unit] = status;
            if (status == Status::observed) {
                scores_.score_[unit] = A::to_double(evaluator.value(program_.root, at));
                scores_.error_[unit] = bound(evaluator.value(program_.root, at));
            }
            if (evaluator.status(program_.verdict.on, at) == Status::observed)
                scores_.rounded_[unit] = verdict_.rounded;
            const auto coverage = evaluator.coverage(program_.root, at);
            scores_.coverage_[unit] = coverage ? A::to_double(*coverage) : 1.0;
            scores_.grade_[unit] = verdict_.grade;
            scores_.override_[unit] = verdict_.overridden_by;
            for (std::size_t g = 0; g < verdict_.gates.size(); ++g) scores_.gates_[g][unit] = verdict_.gates[g];
            for (std::size_t c = 0; c < verdict_.caps.size(); ++c) scores_.caps_[c][unit] = verdict_.caps[c];
            scores_.decided_[unit] = decided;
        }

        /// How far the double may be from the exact score: what the fast path accumulated, or one rounding.
        static double bound(const Bounded& value) { return value.error; }
        template <class N>
        static double bound(const N& value) {
            return std::abs(Arithmetic<N>::to_double(value)) * detail::ulp;
        }

        void intervals(std::size_t first, std::size_t count) {
            bool any_open = false;
            for (std::size_t u = first; u < first + count; ++u) {
                const double score = scores_.score_[u];
                scores_.interval_[u] = {score, score};
                any_open |= observations_.is_open(u);
            }
            if (!any_open) return;
            for (const Fill fill : {Fill::worst, Fill::best}) {
                detail::evaluate(observations_, first, count, fill, fast_);
                for (std::size_t u = 0; u < count; ++u) {
                    if (!observations_.is_open(first + u)) continue;
                    double& end =
                        fill == Fill::worst ? scores_.interval_[first + u].low : scores_.interval_[first + u].high;
                    // A unit decided exactly has exact ends too, or its score might lie outside them by a last bit.
                    if (!fast_.is_undecided(u) && scores_.decided_[first + u] == Decided::in_doubles) {
                        end = root_of(fast_, u);
                    } else {
                        exactly(first + u, fill, [&](const auto& evaluator) { end = root_of(evaluator, 0); });
                    }
                }
            }
            for (std::size_t u = first; u < first + count; ++u) {
                Interval& ends = scores_.interval_[u];
                if (ends.high < ends.low) std::swap(ends.low, ends.high);
            }
        }

        template <class N>
        double root_of(const Evaluator<N>& evaluator, std::size_t at) const {
            if (evaluator.status(program_.root, at) != Status::observed)
                return std::numeric_limits<double>::quiet_NaN();
            return Arithmetic<N>::to_double(evaluator.value(program_.root, at));
        }

        const Program& program_;
        const detail::Observations& observations_;
        const ScoreOptions& options_;
        Scores& scores_;
        Evaluator<Bounded> fast_;
        std::unique_ptr<Evaluator<Rational>> rational_;
        std::unique_ptr<Evaluator<Real>> real_;
        UnitVerdict verdict_;
    };

    std::shared_ptr<const Instrument> instrument_;
    std::shared_ptr<const Program> program_;
};

/// Compiles an instrument into a scorer. The error lists every problem with the JSON pointer it has in the document.
inline result<Scorer> compile(Instrument instrument, const CompileOptions& options = {}) {
    PUG_TRY(Program program, compile_program(instrument, options));
    return Scorer(std::make_shared<const Instrument>(std::move(instrument)),
                  std::make_shared<const Program>(std::move(program)));
}

}  // namespace v0
}  // namespace pug
