#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "error.hpp"
#include "pug/io/gender_analysis.hpp"
#include "pug/statistics/suppress.hpp"
#include "text.hpp"

namespace pug {
inline namespace v0 {
namespace c {

namespace {

using Made = result<std::unique_ptr<pug_text>>;

static_assert(PUG_COUNT_UNKNOWN == std::numeric_limits<std::uint64_t>::max());

/// Options of the caller's; nothing stands for the defaults.
result<gender::AnalysisOptions> read_options(const char* request, std::uint64_t length) {
    if (request == nullptr && length == 0) return gender::AnalysisOptions{};
    PUG_TRY(const std::string_view text, borrow(request, length, "request"));
    return gender::read_analysis_options(text);
}

std::optional<std::size_t> count_of(std::uint64_t count) {
    if (count == PUG_COUNT_UNKNOWN) return std::nullopt;
    return static_cast<std::size_t>(count);
}

/// How many cells a table has, unless memory cannot hold it with its totals.
result<std::size_t> cells_of(std::uint64_t rows, std::uint64_t columns) {
    constexpr std::uint64_t most = std::uint64_t{1} << 40;
    const bool is_table =
        rows > 0 && columns > 0 && rows < most && columns < most && (rows + 1) <= most / (columns + 1);
    if (is_table) return static_cast<std::size_t>(rows * columns);
    return Error(ErrorKind::argument, "argument.size", rows == 0 || rows >= most ? "n_rows" : "n_columns",
                 "found " + std::to_string(rows) + " rows of " + std::to_string(columns) +
                     " counts; wanted one or more of each, and no more than memory holds");
}

}  // namespace

}  // namespace c
}  // namespace v0
}  // namespace pug

using namespace pug::c;

int32_t pug_gender_analysis_check_json(pug_text** json, const char* document, uint64_t document_length,
                                       const char* request, uint64_t request_length, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> Made {
        PUG_TRY(const std::string_view text, borrow(document, document_length, "document"));
        PUG_TRY(const auto options, read_options(request, request_length));
        PUG_TRY(const auto analysis, pug::gender::read_analysis(text));
        PUG_TRY(const auto findings, pug::gender::check_consistency(analysis, options.consistency));
        return make_text(pug::gender::to_json(findings, text));
    });
}

int32_t pug_gender_analysis_summary_json(pug_text** json, const char* document, uint64_t document_length,
                                         const char* request, uint64_t request_length, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> Made {
        PUG_TRY(const std::string_view text, borrow(document, document_length, "document"));
        PUG_TRY(const auto options, read_options(request, request_length));
        PUG_TRY(const auto analysis, pug::gender::read_analysis(text));
        PUG_TRY(const auto summary, pug::gender::summarise(analysis, options));
        return make_text(pug::gender::to_json(summary));
    });
}

int32_t pug_gender_analysis_canonical_json(pug_text** json, const char* document, uint64_t document_length,
                                           pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> Made {
        PUG_TRY(const std::string_view text, borrow(document, document_length, "document"));
        PUG_TRY(const auto analysis, pug::gender::read_analysis(text));
        return make_text(pug::gender::canonical_json(analysis));
    });
}

int32_t pug_sex_gap_json(pug_text** json, uint64_t women, uint64_t men, uint64_t all_women, uint64_t all_men,
                         double confidence, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> Made {
        const pug::PartialSexCounts counts{count_of(women), count_of(men), count_of(all_women), count_of(all_men)};
        PUG_TRY(auto text, pug::gender::sex_gap_json(counts, confidence));
        return make_text(std::move(text));
    });
}

int32_t pug_arg_share_json(pug_text** json, const char* request, uint64_t request_length, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> Made {
        PUG_TRY(const std::string_view text, borrow(request, request_length, "request"));
        PUG_TRY(auto share, pug::gender::arg_share_json(text));
        return make_text(std::move(share));
    });
}

int32_t pug_suppress_counts(uint8_t* hidden, const int64_t* counts, uint64_t n_rows, uint64_t n_columns,
                            int64_t threshold, pug_error** err) noexcept {
    return execute(err, [&]() -> Outcome {
        if (auto problem = null_argument({{hidden, "hidden"}, {counts, "counts"}})) return problem;
        auto cells = cells_of(n_rows, n_columns);
        if (cells.has_error()) return std::move(cells).error();
        auto table = pug::suppress_small_counts(std::span(counts, cells.value()), static_cast<std::size_t>(n_columns),
                                                threshold);
        if (table.has_error()) return std::move(table).error();
        std::copy(table.value().hidden.begin(), table.value().hidden.end(), hidden);
        return std::nullopt;
    });
}
