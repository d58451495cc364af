#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

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

namespace detail {

/// Gives back what `std::malloc` or `std::aligned_alloc` has handed out.
struct FreeBytes {
    void operator()(std::byte* bytes) const { std::free(bytes); }
};
using Bytes = std::unique_ptr<std::byte[], FreeBytes>;

/// Takes what one of them has handed out; throws where that is nothing.
inline Bytes owned_bytes(void* bytes) {
    if (bytes == nullptr) throw std::bad_alloc();
    return Bytes(static_cast<std::byte*>(bytes));
}

/// Memory that nobody has cleared. Where there is much of it the system is asked for large pages: handing out small
/// ones one by one would cost as much as computing what they hold.
inline Bytes bytes_for_results(std::size_t size) {
#if defined(__linux__)
    constexpr std::size_t large_page = std::size_t{1} << 21;
    if (size >= large_page / 2) {
        const std::size_t whole = (size + large_page - 1) / large_page * large_page;
        Bytes bytes = owned_bytes(std::aligned_alloc(large_page, whole));
        madvise(bytes.get(), whole, MADV_HUGEPAGE);
        return bytes;
    }
#endif
    return owned_bytes(std::malloc(std::max<std::size_t>(size, 1)));
}

/// Memory for results: every entry is written once, by the thread that computes it.
template <class T>
class Results {
  public:
    Results() = default;
    explicit Results(std::size_t size) : size_(size), bytes_(bytes_for_results(size * sizeof(T))) {}

    std::size_t size() const { return size_; }
    T* data() { return reinterpret_cast<T*>(bytes_.get()); }
    const T* data() const { return reinterpret_cast<const T*>(bytes_.get()); }
    T& operator[](std::size_t i) { return data()[i]; }
    const T& operator[](std::size_t i) const { return data()[i]; }
    operator std::span<const T>() const { return {data(), size_}; }

  private:
    static_assert(std::is_trivially_copyable_v<T>);
    std::size_t size_ = 0;
    Bytes bytes_;
};

class Run;

}  // namespace detail

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
/// Columns have one entry a unit and live as long as the scores.
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

    /// The same; the error is `unit.unknown`.
    result<std::size_t> need(std::string_view name) const {
        if (const auto found = find(name)) return *found;
        return Error(ErrorKind::argument, "unit.unknown", std::string(name),
                     "no unit is called \"" + std::string(name) + "\"");
    }

    /// Ids of the nodes reported, parts before wholes, without the root; none where they were not asked for.
    const std::vector<std::string>& nodes() const { return nodes_; }
    /// Values of a reported node; NaN unless observed.
    std::span<const double> values(std::size_t node) const { return values_[node]; }
    std::span<const Status> statuses(std::size_t node) const { return statuses_[node]; }

    std::span<const double> scores() const { return score_; }  ///< of the root, unrounded; NaN unless observed
    /// Bounds on the distance of each score from its exact value.
    std::span<const double> errors() const { return error_; }
    std::span<const Status> score_statuses() const { return score_status_; }
    std::span<const double> rounded() const { return rounded_; }             ///< what was graded; NaN unless observed
    std::span<const std::uint32_t> grade_indexes() const { return grade_; }  ///< of `grades()`; `none` for no grade
    std::span<const double> coverages() const { return coverage_; }          ///< 0–1
    std::span<const Interval> intervals() const { return interval_; }        ///< empty where they were not asked for
    std::span<const Decided> decided() const { return decided_; }
    /// State of every gate of the verdict, by gate, one a unit.
    const std::vector<detail::Results<GateState>>& gates() const { return gates_; }
    const std::vector<detail::Results<CapState>>& caps() const { return caps_; }
    /// The override that decided each unit's grade, by its place in the verdict; `none` where none did.
    std::span<const std::uint32_t> overrides() const { return override_; }

    const std::vector<GradeCode>& grades() const { return program_->verdict.grades; }
    std::string_view grade(std::size_t unit) const {
        return grade_[unit] == none ? std::string_view{} : std::string_view{grades()[grade_[unit]].name};
    }
    /// NaN at both ends where intervals were not asked for.
    Interval interval(std::size_t unit) const { return interval_.size() == 0 ? Interval{} : interval_[unit]; }

    const Instrument& instrument() const { return *instrument_; }
    const Program& program() const { return *program_; }
    /// The node of the instrument behind a node of the program.
    const Node& document(std::size_t node) const { return *(*documents_)[node]; }
    /// Holds on to the instrument and the program.
    std::shared_ptr<const void> keeps() const {
        return std::make_shared<std::pair<std::shared_ptr<const Instrument>, std::shared_ptr<const Program>>>(
            instrument_, program_);
    }
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
    friend class detail::Run;

    Scores(std::shared_ptr<const Instrument> instrument, std::shared_ptr<const Program> program,
           std::shared_ptr<const std::vector<const Node*>> documents, Table table, detail::Observations observations,
           bool with_nodes, bool with_intervals)
        : instrument_(std::move(instrument)),
          program_(std::move(program)),
          documents_(std::move(documents)),
          table_(std::move(table)),
          observations_(std::move(observations)),
          units_(table_.units()),
          score_(units_),
          error_(units_),
          rounded_(units_),
          coverage_(units_),
          score_status_(units_),
          grade_(units_),
          override_(units_),
          interval_(with_intervals ? units_ : 0),
          decided_(units_) {
        for (std::size_t n = 0; n < program_->nodes.size() && with_nodes; ++n) {
            const Slot slot = program_->node_slot(n);
            if (program_->names[n].id.empty() || slot == program_->root) continue;
            nodes_.push_back(program_->names[n].id);
            slots_.push_back(slot);
            values_.emplace_back(units_);
            statuses_.emplace_back(units_);
        }
        for (std::size_t g = 0; g < program_->verdict.gates.size(); ++g) gates_.emplace_back(units_);
        for (std::size_t c = 0; c < program_->verdict.caps.size(); ++c) caps_.emplace_back(units_);
    }

    std::shared_ptr<const Instrument> instrument_;
    std::shared_ptr<const Program> program_;
    std::shared_ptr<const std::vector<const Node*>> documents_;  ///< by node of the program
    Table table_;
    detail::Observations observations_;
    std::size_t units_;
    std::vector<std::string> nodes_;
    std::vector<Slot> slots_;
    std::vector<detail::Results<double>> values_;
    std::vector<detail::Results<Status>> statuses_;
    detail::Results<double> score_, error_, rounded_, coverage_;
    detail::Results<Status> score_status_;
    detail::Results<std::uint32_t> grade_, override_;
    detail::Results<Interval> interval_;
    detail::Results<Decided> decided_;
    std::vector<detail::Results<GateState>> gates_;
    std::vector<detail::Results<CapState>> caps_;
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
inline Interval UnitScore::interval() const { return scores_->interval(unit_); }

}  // namespace v0
}  // namespace pug
