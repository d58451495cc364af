#include "workbench.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "pug/io/certainty.hpp"
#include "pug/io/design.hpp"
#include "pug/io/index_questions.hpp"
#include "pug/io/instrument.hpp"
#include "pug/io/understand.hpp"
#include "pug/io/understand_requests.hpp"
#include "pug/workbench/as_instrument.hpp"
#include "text.hpp"

namespace pug {
inline namespace v0 {
namespace c {

namespace {

namespace wb = pug::workbench;

/// The caller's matrix, row after row without holes.
struct Given {
    const double* values;
    const std::uint8_t* statuses;
    std::uint64_t units, columns;
};

Outcome check(const Given& given, const pug_design& design) {
    if (given.columns != design.columns.size()) {
        return Error(ErrorKind::argument, "argument.columns", "n_columns",
                     "found " + std::to_string(given.columns) + " columns; the design needs " +
                         std::to_string(design.columns.size()));
    }
    if (given.units == 0) return Error(ErrorKind::argument, "argument.units", "n_units", "found no units, wanted some");
    if (given.units > std::vector<double>().max_size() / given.columns) {
        return Error(ErrorKind::argument, "argument.size", "n_units",
                     std::to_string(given.units) + " units are more than memory holds");
    }
    return null_argument({{given.values, "values"}});
}

/// The cells of the matrix, those that are not observed without a value.
result<wb::Matrix> cells_of(const Given& given, const pug_design& design) {
    wb::Matrix cells(static_cast<std::size_t>(given.units), static_cast<std::size_t>(given.columns));
    for (std::size_t row = 0; row < cells.rows(); ++row) {
        for (std::size_t column = 0; column < cells.columns(); ++column) {
            const std::size_t at = row * cells.columns() + column;
            if (given.statuses != nullptr && given.statuses[at] != PUG_STATUS_OBSERVED) continue;
            if (!std::isfinite(given.values[at])) {
                Error error(ErrorKind::data, "data.not_finite", design.columns[column],
                            "found a value that is no finite number; wanted one, or a status that says why not");
                error.problems.front().line = static_cast<std::uint32_t>(row + 1);
                return error;
            }
            cells.at(row, column) = given.values[at];
        }
    }
    return cells;
}

result<std::unique_ptr<pug_index>> build(const pug_design& design, const Given& given, std::string_view labels) {
    if (auto problem = check(given, design)) return *std::move(problem);
    wb::Dataset data;
    data.columns = design.columns;
    PUG_TRY(data.values, cells_of(given, design));
    if (auto problem = wb::read_labels(labels, data)) return *std::move(problem);
    PUG_TRY(wb::Index index, wb::build(design.design, std::move(data)));
    return std::make_unique<pug_index>(pug_index{std::move(index)});
}

/// A text of the caller's; nothing stands for `otherwise`.
result<std::string_view> borrow_or(const char* data, std::uint64_t length, const char* parameter,
                                   std::string_view otherwise) {
    if (data == nullptr && length == 0) return otherwise;
    return borrow(data, length, parameter);
}

}  // namespace

}  // namespace c
}  // namespace v0
}  // namespace pug

using namespace pug::c;
namespace wb = pug::workbench;

int32_t pug_design_read(pug_design** design, const char* json, uint64_t json_length, pug_error** err) noexcept {
    return create(design, "design", err, [&]() -> pug::result<std::unique_ptr<pug_design>> {
        if (auto problem = null_argument({{json, "json"}})) return *std::move(problem);
        PUG_TRY(wb::Design read, wb::read_design({json, static_cast<std::size_t>(json_length)}));
        std::vector<std::string> columns = wb::columns(read);
        std::string name = wb::fingerprint(read);
        return std::make_unique<pug_design>(pug_design{std::move(read), std::move(columns), std::move(name)});
    });
}

void pug_design_free(pug_design* design) noexcept { delete design; }

const char* pug_design_fingerprint(const pug_design* design, uint64_t* length) noexcept {
    return design != nullptr ? lend(design->fingerprint, length) : lend_nothing(length);
}

uint64_t pug_design_column_count(const pug_design* design) noexcept {
    return design != nullptr ? design->columns.size() : 0;
}

const char* pug_design_column_name(const pug_design* design, uint64_t column, uint64_t* length) noexcept {
    const bool is_one = design != nullptr && column < design->columns.size();
    return is_one ? lend(design->columns[static_cast<std::size_t>(column)], length) : lend_nothing(length);
}

int32_t pug_design_canonical_json(pug_text** json, const pug_design* design, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{design, "design"}})) return *std::move(problem);
        return make_text(wb::canonical_json(design->design));
    });
}

int32_t pug_index_build(pug_index** index, const pug_design* design, const double* values, const uint8_t* statuses,
                        uint64_t n_units, uint64_t n_columns, const char* labels, uint64_t labels_length,
                        pug_error** err) noexcept {
    return create(index, "index", err, [&]() -> pug::result<std::unique_ptr<pug_index>> {
        if (auto problem = null_argument({{design, "design"}})) return *std::move(problem);
        PUG_TRY(const std::string_view told, borrow_or(labels, labels_length, "labels", ""));
        return build(*design, {values, statuses, n_units, n_columns}, told);
    });
}

void pug_index_free(pug_index* index) noexcept { delete index; }

uint64_t pug_index_count(const pug_index* index) noexcept { return index != nullptr ? index->index.units.size() : 0; }

uint64_t pug_index_row(const pug_index* index, uint64_t unit) noexcept {
    if (index == nullptr || unit >= index->index.units.size()) return 0;
    return index->index.stages.back().rows[static_cast<std::size_t>(unit)];
}

uint64_t pug_index_value_count(const pug_index* index) noexcept {
    return index != nullptr ? index->index.blueprint.names.size() : 0;
}

const char* pug_index_value_name(const pug_index* index, uint64_t value, uint64_t* length) noexcept {
    const bool is_one = index != nullptr && value < index->index.blueprint.names.size();
    return is_one ? lend(index->index.blueprint.names[static_cast<std::size_t>(value)], length) : lend_nothing(length);
}

const double* pug_index_values(const pug_index* index, uint64_t value) noexcept {
    if (index == nullptr || value >= index->index.blueprint.names.size()) return nullptr;
    return index->index.value(static_cast<std::size_t>(value)).data();
}

uint64_t pug_index_rank(const pug_index* index, uint64_t unit) noexcept {
    if (index == nullptr || unit >= index->index.ranks.size()) return 0;
    return index->index.ranks[static_cast<std::size_t>(unit)];
}

int32_t pug_index_json(pug_text** json, const pug_index* index, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{index, "index"}})) return *std::move(problem);
        return make_text(wb::to_json(index->index));
    });
}

int32_t pug_index_instrument_json(pug_text** json, const pug_index* index, const char* stage, uint64_t stage_length,
                                  pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{index, "index"}})) return *std::move(problem);
        PUG_TRY(const std::string_view from, borrow_or(stage, stage_length, "stage", "raw"));
        PUG_TRY(const pug::Instrument stated, wb::as_instrument(index->index, from));
        return make_text(pug::canonical_json(stated));
    });
}

int32_t pug_index_answer_json(pug_text** json, const pug_index* index, const char* question, uint64_t question_length,
                              const char* request, uint64_t request_length, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{index, "index"}, {question, "question"}})) return *std::move(problem);
        PUG_TRY(const std::string_view asked, borrow(question, question_length, "question"));
        PUG_TRY(const std::string_view options, borrow_or(request, request_length, "request", ""));
        PUG_TRY(std::string told, wb::answer(index->index, asked, options));
        return make_text(std::move(told));
    });
}

int32_t pug_index_compare_json(pug_text** json, const pug_index* first, const pug_index* second, const char* request,
                               uint64_t request_length, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{first, "first"}, {second, "second"}})) return *std::move(problem);
        PUG_TRY(const std::string_view text, borrow_or(request, request_length, "request", "{}"));
        PUG_TRY(const auto options, wb::read_compare_request(text));
        PUG_TRY(std::string told, wb::compare_designs_json(first->index, second->index, options));
        return make_text(std::move(told));
    });
}

int32_t pug_index_uncertainty_json(pug_text** json, const pug_index* index, const char* request,
                                   uint64_t request_length, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{index, "index"}, {request, "request"}})) return *std::move(problem);
        PUG_TRY(const std::string_view text, borrow(request, request_length, "request"));
        const wb::Index& of = index->index;
        PUG_TRY(const auto asked, wb::read_certainty_request(text, of.design));
        PUG_TRY(const auto found,
                asked.choices.empty()
                    ? wb::certainty(of.design, of.data, asked.assumptions, asked.options)
                    : wb::replay(of.design, of.data, asked.assumptions, asked.choices, asked.options));
        return make_text(wb::certainty_json(found, asked.samples));
    });
}

int32_t pug_index_sensitivity_json(pug_text** json, const pug_index* index, const char* request,
                                   uint64_t request_length, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{index, "index"}, {request, "request"}})) return *std::move(problem);
        PUG_TRY(const std::string_view text, borrow(request, request_length, "request"));
        const wb::Index& of = index->index;
        PUG_TRY(const auto asked, wb::read_sensitivity_request(text, of.design));
        PUG_TRY(const auto found, wb::sensitivity(of.design, of.data, asked.assumptions, asked.options));
        return make_text(wb::sensitivity_json(found));
    });
}

int32_t pug_index_screening_json(pug_text** json, const pug_index* index, const char* request, uint64_t request_length,
                                 pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{index, "index"}, {request, "request"}})) return *std::move(problem);
        PUG_TRY(const std::string_view text, borrow(request, request_length, "request"));
        const wb::Index& of = index->index;
        PUG_TRY(const auto asked, wb::read_sensitivity_request(text, of.design));
        PUG_TRY(const auto found, wb::screening(of.design, of.data, asked.assumptions, asked.options, asked.levels));
        return make_text(wb::screening_json(found));
    });
}
