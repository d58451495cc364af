#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "error.hpp"
#include "instrument.hpp"
#include "options.hpp"
#include "pug/analysis/explain.hpp"
#include "pug/analysis/rank.hpp"
#include "pug/io/results.hpp"
#include "scores.hpp"
#include "text.hpp"

namespace pug {
inline namespace v0 {
namespace c {

namespace {

static_assert(PUG_GATE_MET == static_cast<int>(GateState::met));
static_assert(PUG_GATE_NOT_MET == static_cast<int>(GateState::not_met));
static_assert(PUG_GATE_UNANSWERED == static_cast<int>(GateState::unanswered));
static_assert(PUG_GATE_PASSED_OVER == static_cast<int>(GateState::passed_over));
static_assert(PUG_CAP_OPEN == static_cast<int>(CapState::open));
static_assert(PUG_CAP_HOLDS == static_cast<int>(CapState::holds));
static_assert(PUG_CAP_UNANSWERED == static_cast<int>(CapState::unanswered));
static_assert(PUG_DECIDED_IN_DOUBLES == static_cast<int>(Decided::in_doubles));
static_assert(PUG_DECIDED_EXACTLY == static_cast<int>(Decided::exactly));
static_assert(PUG_DECIDED_TO_FIFTY_DIGITS == static_cast<int>(Decided::to_fifty_digits));
static_assert(static_cast<std::int32_t>(none) == PUG_GRADE_NONE);

/// The caller's matrix.
struct Matrix {
    const double* values;
    const std::uint8_t* statuses;
    std::uint64_t units, variables;
    std::int64_t row_stride, column_stride;
};

std::uint64_t magnitude(std::int64_t stride) {
    return stride < 0 ? 0 - static_cast<std::uint64_t>(stride) : static_cast<std::uint64_t>(stride);
}

/// Whether the distance between the first element and the last can be expressed in bytes.
bool is_addressable(const Matrix& matrix) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::ptrdiff_t>::max()) / sizeof(double);
    const auto extent = [](std::uint64_t count, std::int64_t stride) {
        const std::uint64_t step = magnitude(stride);
        return step != 0 && count > 1 && count - 1 > most / step ? most + 1 : step * (count > 0 ? count - 1 : 0);
    };
    const std::uint64_t rows = extent(matrix.units, matrix.row_stride);
    const std::uint64_t columns = extent(matrix.variables, matrix.column_stride);
    return matrix.units <= most && rows <= most && columns <= most - rows;
}

Outcome check_matrix(const Matrix& matrix, const Instrument& instrument) {
    if (matrix.variables != instrument.variables.size()) {
        return Error(ErrorKind::argument, "argument.variables", "n_variables",
                     "found " + std::to_string(matrix.variables) + " variables; \"" + instrument.id + "\" has " +
                         std::to_string(instrument.variables.size()));
    }
    if (matrix.units > 0) {
        if (auto problem = null_argument({{matrix.values, "values"}})) return problem;
    }
    if (!is_addressable(matrix)) {
        return Error(ErrorKind::argument, "argument.size", "n_units",
                     std::to_string(matrix.units) + " units with a row stride of " + std::to_string(matrix.row_stride) +
                         " are more than memory holds");
    }
    return std::nullopt;
}

/// Copies the elements of a strided matrix, in the order in which they lie in memory, into one that has no holes.
template <class T>
std::unique_ptr<T[]> copy(const T* from, const Matrix& matrix, bool is_by_row) {
    const auto [outer, outer_stride] =
        is_by_row ? std::pair(matrix.units, matrix.row_stride) : std::pair(matrix.variables, matrix.column_stride);
    const auto [inner, inner_stride] =
        is_by_row ? std::pair(matrix.variables, matrix.column_stride) : std::pair(matrix.units, matrix.row_stride);
    auto whole = std::make_unique_for_overwrite<T[]>(static_cast<std::size_t>(outer * inner));
    T* to = whole.get();
    for (std::uint64_t o = 0; o < outer; ++o) {
        const T* line = from + static_cast<std::int64_t>(o) * outer_stride;
        if (inner_stride == 1) {
            to = std::copy_n(line, inner, to);
        } else {
            for (std::uint64_t i = 0; i < inner; ++i) *to++ = line[static_cast<std::int64_t>(i) * inner_stride];
        }
    }
    return whole;
}

/// The data of the caller as scores keep them.
struct Kept {
    std::unique_ptr<double[]> values;
    std::unique_ptr<std::uint8_t[]> statuses;
};

/// Copies the matrix and lets it refer to the copy. With strides of 0 a matrix may be larger than what it lies in.
Kept keep(Matrix& matrix) {
    if (matrix.units == 0) return {};
    if (matrix.variables > std::numeric_limits<std::size_t>::max() / sizeof(double) / matrix.units)
        throw std::bad_array_new_length();
    const bool is_by_row = magnitude(matrix.row_stride) >= magnitude(matrix.column_stride);
    Kept kept;
    kept.values = copy(matrix.values, matrix, is_by_row);
    if (matrix.statuses != nullptr) kept.statuses = copy(matrix.statuses, matrix, is_by_row);
    matrix.values = kept.values.get();
    matrix.statuses = kept.statuses.get();
    matrix.row_stride = is_by_row ? static_cast<std::int64_t>(matrix.variables) : 1;
    matrix.column_stride = is_by_row ? 1 : static_cast<std::int64_t>(matrix.units);
    return kept;
}

std::vector<Column> columns_of(const Matrix& matrix) {
    std::vector<Column> columns(static_cast<std::size_t>(matrix.variables));
    if (matrix.units == 0) return columns;
    for (std::size_t v = 0; v < columns.size(); ++v) {
        const std::int64_t at = static_cast<std::int64_t>(v) * matrix.column_stride;
        columns[v] = {matrix.values + at, matrix.row_stride,
                      matrix.statuses != nullptr ? matrix.statuses + at : nullptr, matrix.row_stride};
    }
    return columns;
}

/// Puts the ends of the intervals into columns.
void split_intervals(pug_scores& scores, bool are_there) {
    const std::size_t units = scores.scores.size();
    const std::span<const Interval> intervals = scores.scores.intervals();
    scores.ends = std::make_unique_for_overwrite<double[]>(are_there ? 2 * units : units);
    double* lows = scores.ends.get();
    double* highs = are_there ? lows + units : lows;
    scores.highs = highs;
    if (!are_there) {
        std::fill_n(lows, units, std::numeric_limits<double>::quiet_NaN());
        return;
    }
    for (std::size_t u = 0; u < units; ++u) {
        lows[u] = intervals[u].low;
        highs[u] = intervals[u].high;
    }
}

result<std::unique_ptr<pug_scores>> make_scores(const pug_instrument& instrument, Matrix matrix,
                                                const pug_score_options* options) {
    PUG_TRY(const Options chosen, read_options(options));
    if (auto problem = check_matrix(matrix, instrument.scorer.instrument())) return *std::move(problem);

    Kept kept = chosen.is_explainable ? keep(matrix) : Kept{};
    auto scores = instrument.scorer.score(columns_of(matrix), static_cast<std::size_t>(matrix.units), chosen.scoring);
    if (scores.has_error()) return std::move(scores).error();
    std::unique_ptr<pug_scores> made(new pug_scores{std::move(kept.values),
                                                    std::move(kept.statuses),
                                                    std::move(scores).value(),
                                                    {},
                                                    {},
                                                    {},
                                                    chosen.is_explainable});
    split_intervals(*made, chosen.scoring.intervals);
    // Ties are decided exactly, for which the data are needed: now they are there in any case.
    if (chosen.is_ranked) made->ranks = rank(made->scores);
    return made;
}

/// A column of one-byte enumerators as the bytes that the interface speaks of.
template <class Enum>
const std::uint8_t* bytes(std::span<const Enum> column) noexcept {
    static_assert(sizeof(Enum) == 1);
    return reinterpret_cast<const std::uint8_t*>(column.data());
}

/// A column of indexes, of which `none` is −1 with a sign.
const std::int32_t* signed_indexes(std::span<const std::uint32_t> column) noexcept {
    return reinterpret_cast<const std::int32_t*>(column.data());
}

}  // namespace

Outcome unusable(const pug_scores* scores) {
    if (auto problem = null_argument({{scores, "scores"}})) return problem;
    if (scores->is_explainable) return std::nullopt;
    return Error(ErrorKind::argument, "explain.no_data", "scores",
                 "these scores were made with PUG_SCORE_NO_EXPLAIN and keep no data to explain them from");
}

Outcome unusable(const pug_scores* scores, std::uint64_t unit) {
    if (auto problem = unusable(scores)) return problem;
    if (unit < scores->scores.size()) return std::nullopt;
    return Error(ErrorKind::argument, "argument.index", "unit",
                 "found unit " + std::to_string(unit) + "; there are " + std::to_string(scores->scores.size()) +
                     ", counted from 0");
}

}  // namespace c
}  // namespace v0
}  // namespace pug

using namespace pug::c;

int32_t pug_score_matrix(pug_scores** scores, const pug_instrument* instrument, const double* values,
                         const uint8_t* statuses, uint64_t n_units, uint64_t n_variables, int64_t row_stride,
                         const pug_score_options* options, pug_error** err) noexcept {
    return create(scores, "scores", err, [&]() -> pug::result<std::unique_ptr<pug_scores>> {
        if (auto problem = null_argument({{instrument, "instrument"}})) return *std::move(problem);
        if (n_units > 1 && magnitude(row_stride) < n_variables) {
            return pug::Error(pug::ErrorKind::argument, "argument.stride", "row_stride",
                              "found a row stride of " + std::to_string(row_stride) + "; rows of " +
                                  std::to_string(n_variables) + " variables need at least as much");
        }
        return make_scores(*instrument, {values, statuses, n_units, n_variables, row_stride, 1}, options);
    });
}

int32_t pug_score_strided(pug_scores** scores, const pug_instrument* instrument, const double* values,
                          const uint8_t* statuses, uint64_t n_units, uint64_t n_variables, int64_t row_stride,
                          int64_t column_stride, const pug_score_options* options, pug_error** err) noexcept {
    return create(scores, "scores", err, [&]() -> pug::result<std::unique_ptr<pug_scores>> {
        if (auto problem = null_argument({{instrument, "instrument"}})) return *std::move(problem);
        return make_scores(*instrument, {values, statuses, n_units, n_variables, row_stride, column_stride}, options);
    });
}

void pug_scores_free(pug_scores* scores) noexcept { delete scores; }

uint64_t pug_scores_count(const pug_scores* scores) noexcept { return scores != nullptr ? scores->scores.size() : 0; }

const double* pug_scores_values(const pug_scores* scores) noexcept {
    return scores != nullptr ? scores->scores.scores().data() : nullptr;
}

const uint8_t* pug_scores_statuses(const pug_scores* scores) noexcept {
    return scores != nullptr ? bytes(scores->scores.score_statuses()) : nullptr;
}

const double* pug_scores_rounded(const pug_scores* scores) noexcept {
    return scores != nullptr ? scores->scores.rounded().data() : nullptr;
}

const double* pug_scores_coverages(const pug_scores* scores) noexcept {
    return scores != nullptr ? scores->scores.coverages().data() : nullptr;
}

const double* pug_scores_lows(const pug_scores* scores) noexcept {
    return scores != nullptr ? scores->ends.get() : nullptr;
}

const double* pug_scores_highs(const pug_scores* scores) noexcept {
    return scores != nullptr ? scores->highs : nullptr;
}

const double* pug_scores_ranks(const pug_scores* scores) noexcept {
    return scores != nullptr && scores->ranks ? scores->ranks->data() : nullptr;
}

const uint8_t* pug_scores_decided(const pug_scores* scores) noexcept {
    return scores != nullptr ? bytes(scores->scores.decided()) : nullptr;
}

const int32_t* pug_scores_grades(const pug_scores* scores) noexcept {
    return scores != nullptr ? signed_indexes(scores->scores.grade_indexes()) : nullptr;
}

uint64_t pug_scores_grade_count(const pug_scores* scores) noexcept {
    return scores != nullptr ? scores->scores.grades().size() : 0;
}

const char* pug_scores_grade_name(const pug_scores* scores, uint64_t grade, uint64_t* length) noexcept {
    return grade < pug_scores_grade_count(scores) ? lend(scores->scores.grades()[grade].name, length)
                                                  : lend_nothing(length);
}

uint64_t pug_scores_node_count(const pug_scores* scores) noexcept {
    return scores != nullptr ? scores->scores.nodes().size() : 0;
}

const char* pug_scores_node_name(const pug_scores* scores, uint64_t node, uint64_t* length) noexcept {
    return node < pug_scores_node_count(scores) ? lend(scores->scores.nodes()[node], length) : lend_nothing(length);
}

const double* pug_scores_node_values(const pug_scores* scores, uint64_t node) noexcept {
    return node < pug_scores_node_count(scores) ? scores->scores.values(node).data() : nullptr;
}

const uint8_t* pug_scores_node_statuses(const pug_scores* scores, uint64_t node) noexcept {
    return node < pug_scores_node_count(scores) ? bytes(scores->scores.statuses(node)) : nullptr;
}

uint64_t pug_scores_gate_count(const pug_scores* scores) noexcept {
    return scores != nullptr ? scores->scores.gates().size() : 0;
}

const char* pug_scores_gate_name(const pug_scores* scores, uint64_t gate, uint64_t* length) noexcept {
    return gate < pug_scores_gate_count(scores) ? lend(scores->scores.instrument().verdict.gates[gate].id, length)
                                                : lend_nothing(length);
}

const uint8_t* pug_scores_gate_states(const pug_scores* scores, uint64_t gate) noexcept {
    return gate < pug_scores_gate_count(scores) ? bytes<pug::GateState>(scores->scores.gates()[gate]) : nullptr;
}

uint64_t pug_scores_cap_count(const pug_scores* scores) noexcept {
    return scores != nullptr ? scores->scores.caps().size() : 0;
}

const char* pug_scores_cap_name(const pug_scores* scores, uint64_t cap, uint64_t* length) noexcept {
    return cap < pug_scores_cap_count(scores) ? lend(scores->scores.instrument().verdict.caps[cap].id, length)
                                              : lend_nothing(length);
}

const uint8_t* pug_scores_cap_states(const pug_scores* scores, uint64_t cap) noexcept {
    return cap < pug_scores_cap_count(scores) ? bytes<pug::CapState>(scores->scores.caps()[cap]) : nullptr;
}

int32_t pug_scores_explain_json(pug_text** json, const pug_scores* scores, uint64_t unit, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = unusable(scores, unit)) return *std::move(problem);
        return make_text(pug::to_json(scores->scores, pug::explain(scores->scores, static_cast<std::size_t>(unit))));
    });
}
