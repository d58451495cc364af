#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "error.hpp"
#include "instrument.hpp"
#include "pug/analysis/assessed.hpp"
#include "pug/io/assessment.hpp"
#include "pug/io/history.hpp"
#include "pug/names.hpp"
#include "text.hpp"

struct pug_assessments {
    pug_instrument instrument;  ///< a copy, which shares what it was compiled into
    std::vector<pug::Assessment> assessments;
};

namespace pug {
inline namespace v0 {
namespace c {

namespace {

const Assessment* assessment_of(const pug_assessments* assessments, std::uint64_t unit) noexcept {
    return assessments != nullptr && unit < assessments->assessments.size() ? &assessments->assessments[unit] : nullptr;
}

const Stage* stage_of(const pug_assessments* assessments, std::uint64_t unit, std::uint64_t stage) noexcept {
    const Assessment* assessment = assessment_of(assessments, unit);
    return assessment != nullptr && stage < assessment->stages.size() ? &assessment->stages[stage] : nullptr;
}

const Instrument& model_of(const pug_assessments& assessments) { return assessments.instrument.scorer.instrument(); }

/// When to look, and how far: the day, and the stage or the latest.
struct Moment {
    std::string_view as_of;
    std::optional<StageKind> stage;
};

result<Moment> read_moment(const char* stage, std::uint64_t stage_length, const char* as_of,
                           std::uint64_t as_of_length) {
    Moment moment;
    if (stage != nullptr || stage_length != 0) {
        PUG_TRY(const std::string_view word, borrow(stage, stage_length, "stage"));
        PUG_TRY(moment.stage, read_stage(word));
    }
    PUG_TRY(moment.as_of, borrow(as_of, as_of_length, "as_of"));
    if (auto problem = detail::unusable_day(moment.as_of, "as_of")) return *std::move(problem);
    return moment;
}

Outcome unusable(const pug_assessments* assessments, std::uint64_t unit) {
    if (auto problem = null_argument({{assessments, "assessments"}})) return problem;
    if (unit < assessments->assessments.size()) return std::nullopt;
    return Error(ErrorKind::argument, "argument.index", "unit",
                 "found unit " + std::to_string(unit) + "; there are " +
                     std::to_string(assessments->assessments.size()) + ", counted from 0");
}

/// The hash that a record follows; that of an empty history where there is none.
result<HistoryEnd> read_end(std::uint64_t records, const char* hash, std::uint64_t hash_length) {
    HistoryEnd end;
    end.records = static_cast<std::size_t>(records);
    if (records == 0 && hash == nullptr && hash_length == 0) return end;
    PUG_TRY(const std::string_view text, borrow(hash, hash_length, "hash"));
    const bool is_hash = text.size() == end.hash.size() && std::all_of(text.begin(), text.end(), [](char c) {
                             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                         });
    if (!is_hash || (records == 0 && text != end.hash)) {
        return Error(ErrorKind::argument, "argument.hash", "hash",
                     "found \"" + std::string(text) + "\"; wanted the 64 hexadecimal digits of the record before");
    }
    end.hash = text;
    return end;
}

}  // namespace

}  // namespace c
}  // namespace v0
}  // namespace pug

using namespace pug::c;

int32_t pug_assessments_read(pug_assessments** assessments, const pug_instrument* instrument, const char* json,
                             uint64_t json_length, pug_error** err) noexcept {
    return create(assessments, "assessments", err, [&]() -> pug::result<std::unique_ptr<pug_assessments>> {
        if (auto problem = null_argument({{instrument, "instrument"}, {json, "json"}})) return *std::move(problem);
        PUG_TRY(auto read,
                pug::read_assessments({json, static_cast<std::size_t>(json_length)}, instrument->scorer.instrument()));
        return std::make_unique<pug_assessments>(pug_assessments{*instrument, std::move(read)});
    });
}

void pug_assessments_free(pug_assessments* assessments) noexcept { delete assessments; }

uint64_t pug_assessments_count(const pug_assessments* assessments) noexcept {
    return assessments != nullptr ? assessments->assessments.size() : 0;
}

const char* pug_assessments_unit(const pug_assessments* assessments, uint64_t unit, uint64_t* length) noexcept {
    const pug::Assessment* assessment = assessment_of(assessments, unit);
    return assessment != nullptr ? lend(assessment->unit, length) : lend_nothing(length);
}

uint64_t pug_assessments_stage_count(const pug_assessments* assessments, uint64_t unit) noexcept {
    const pug::Assessment* assessment = assessment_of(assessments, unit);
    return assessment != nullptr ? assessment->stages.size() : 0;
}

const char* pug_assessments_stage_kind(const pug_assessments* assessments, uint64_t unit, uint64_t stage,
                                       uint64_t* length) noexcept {
    const pug::Stage* found = stage_of(assessments, unit, stage);
    return found != nullptr ? lend_literal(pug::word(pug::stage_names, found->kind), length) : lend_nothing(length);
}

const char* pug_assessments_stage_date(const pug_assessments* assessments, uint64_t unit, uint64_t stage,
                                       uint64_t* length) noexcept {
    const pug::Stage* found = stage_of(assessments, unit, stage);
    return found != nullptr ? lend(found->date, length) : lend_nothing(length);
}

int32_t pug_assessments_json(pug_text** json, const pug_assessments* assessments, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{assessments, "assessments"}})) return *std::move(problem);
        return make_text(pug::to_json(model_of(*assessments), assessments->assessments));
    });
}

int32_t pug_assessments_answers_json(pug_text** json, const pug_assessments* assessments, uint64_t unit,
                                     const char* stage, uint64_t stage_length, const char* as_of, uint64_t as_of_length,
                                     pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = unusable(assessments, unit)) return *std::move(problem);
        PUG_TRY(const Moment moment, read_moment(stage, stage_length, as_of, as_of_length));
        PUG_TRY(std::string answers,
                pug::answers_json(model_of(*assessments), assessments->assessments[unit], moment.as_of, moment.stage));
        return make_text(std::move(answers));
    });
}

int32_t pug_assessments_expiring_json(pug_text** json, const pug_assessments* assessments, const char* before,
                                      uint64_t before_length, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{assessments, "assessments"}})) return *std::move(problem);
        PUG_TRY(const std::string_view day, borrow(before, before_length, "before"));
        PUG_TRY(std::string told, pug::expiring_json(model_of(*assessments), assessments->assessments, day));
        return make_text(std::move(told));
    });
}

int32_t pug_assessments_rows_json(pug_text** json, const pug_assessments* assessments, const char* stage,
                                  uint64_t stage_length, const char* as_of, uint64_t as_of_length,
                                  pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{assessments, "assessments"}})) return *std::move(problem);
        PUG_TRY(const Moment moment, read_moment(stage, stage_length, as_of, as_of_length));
        std::string rows;
        for (std::size_t a = 0; a < assessments->assessments.size(); ++a) {
            if (pug::stage_on(assessments->assessments[a], moment.as_of, moment.stage))
                rows += (rows.empty() ? "" : ",") + std::to_string(a);
        }
        return make_text("[" + rows + "]");
    });
}

int32_t pug_assessments_score(pug_scores** scores, const pug_assessments* assessments, const char* stage,
                              uint64_t stage_length, const char* as_of, uint64_t as_of_length,
                              const pug_score_options* options, pug_error** err) noexcept {
    if (scores != nullptr) *scores = nullptr;
    pug::AssessedUnits units;
    const int32_t code = execute(err, [&]() -> Outcome {
        if (auto problem = null_argument({{scores, "scores"}, {assessments, "assessments"}})) return problem;
        PUG_TRY(const Moment moment, read_moment(stage, stage_length, as_of, as_of_length));
        PUG_TRY(units,
                pug::assessed_units(assessments->assessments, model_of(*assessments), moment.as_of, moment.stage));
        return std::nullopt;
    });
    if (code != PUG_OK) return code;
    const std::uint64_t rows = units.names.size();
    return pug_score_strided(scores, &assessments->instrument, units.values.data(), units.statuses.data(), rows,
                             units.variables.size(), 1, static_cast<std::int64_t>(rows), options, err);
}

int32_t pug_history_record(pug_text** line, const char* event, uint64_t event_length, uint64_t records,
                           const char* hash, uint64_t hash_length, pug_error** err) noexcept {
    return create(line, "line", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{event, "event"}})) return *std::move(problem);
        PUG_TRY(const pug::HistoryEnd after, read_end(records, hash, hash_length));
        PUG_TRY(std::string made, pug::history_record({event, static_cast<std::size_t>(event_length)}, after));
        return make_text(std::move(made));
    });
}

int32_t pug_history_check(uint64_t* records, pug_text** hash, const char* history, uint64_t history_length,
                          const char* expected, uint64_t expected_length, pug_error** err) noexcept {
    return create(hash, "hash", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{records, "records"}})) return *std::move(problem);
        if (history == nullptr && history_length != 0) return *null_argument({{history, "history"}});
        std::string_view wanted;
        if (expected != nullptr || expected_length != 0) {
            PUG_TRY(wanted, borrow(expected, expected_length, "expected"));
            if (wanted.empty()) {
                return pug::Error(pug::ErrorKind::argument, "argument.hash", "expected",
                                  "found no hash that the history has to end with; NULL stands for any");
            }
        }
        PUG_TRY(pug::HistoryEnd end, pug::check_history({history, static_cast<std::size_t>(history_length)}, wanted));
        auto text = make_text(std::move(end.hash));
        *records = end.records;
        return text;
    });
}
