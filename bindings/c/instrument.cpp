#include "instrument.hpp"

#include <string_view>
#include <vector>

#include "pug/io/answers.hpp"
#include "pug/io/examples.hpp"
#include "pug/names.hpp"
#include "text.hpp"

namespace pug {
inline namespace v0 {
namespace c {

namespace {

static_assert(PUG_STATUS_OBSERVED == static_cast<int>(Status::observed));
static_assert(PUG_STATUS_MISSING == static_cast<int>(Status::missing));
static_assert(PUG_STATUS_NOT_APPLICABLE == static_cast<int>(Status::not_applicable));
static_assert(PUG_STATUS_NOT_ASSESSED == static_cast<int>(Status::not_assessed));
static_assert(PUG_STATUS_NO_INFORMATION == static_cast<int>(Status::no_information));
static_assert(PUG_STATUS_NOT_COMPUTABLE == static_cast<int>(Status::not_computable));
static_assert(PUG_STATUS_WAIVED == static_cast<int>(Status::waived));
static_assert(PUG_STATUS_SUPPRESSED == static_cast<int>(Status::suppressed));
static_assert(status_count == PUG_STATUS_SUPPRESSED + 1);

const std::vector<Variable>& variables_of(const pug_instrument& instrument) {
    return instrument.scorer.instrument().variables;
}

}  // namespace

result<std::unique_ptr<pug_instrument>> make_instrument(Instrument instrument) {
    std::string status(word(instrument_status_names, instrument.status));
    std::string name = fingerprint(instrument);
    PUG_TRY(Scorer scorer, compile(std::move(instrument)));
    return std::make_unique<pug_instrument>(pug_instrument{std::move(scorer), std::move(status), std::move(name)});
}

}  // namespace c
}  // namespace v0
}  // namespace pug

using namespace pug::c;

int32_t pug_instrument_read(pug_instrument** instrument, const char* json, uint64_t json_length,
                            pug_error** err) noexcept {
    return create(instrument, "instrument", err, [&]() -> pug::result<std::unique_ptr<pug_instrument>> {
        if (auto problem = null_argument({{json, "json"}})) return *std::move(problem);
        // The reader refuses what is too long before it looks at it, and tells the place of a byte that is not UTF-8.
        PUG_TRY(pug::Instrument read, pug::read_instrument({json, static_cast<std::size_t>(json_length)}));
        return make_instrument(std::move(read));
    });
}

void pug_instrument_free(pug_instrument* instrument) noexcept { delete instrument; }

const char* pug_instrument_id(const pug_instrument* instrument, uint64_t* length) noexcept {
    return instrument != nullptr ? lend(instrument->scorer.instrument().id, length) : lend_nothing(length);
}

const char* pug_instrument_edition(const pug_instrument* instrument, uint64_t* length) noexcept {
    return instrument != nullptr ? lend(instrument->scorer.instrument().edition, length) : lend_nothing(length);
}

const char* pug_instrument_status(const pug_instrument* instrument, uint64_t* length) noexcept {
    return instrument != nullptr ? lend(instrument->status, length) : lend_nothing(length);
}

const char* pug_instrument_fingerprint(const pug_instrument* instrument, uint64_t* length) noexcept {
    return instrument != nullptr ? lend(instrument->fingerprint, length) : lend_nothing(length);
}

int32_t pug_instrument_canonical_json(pug_text** json, const pug_instrument* instrument, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{instrument, "instrument"}})) return *std::move(problem);
        return make_text(pug::canonical_json(instrument->scorer.instrument()));
    });
}

uint64_t pug_instrument_variable_count(const pug_instrument* instrument) noexcept {
    return instrument != nullptr ? variables_of(*instrument).size() : 0;
}

const char* pug_instrument_variable_name(const pug_instrument* instrument, uint64_t variable,
                                         uint64_t* length) noexcept {
    if (variable >= pug_instrument_variable_count(instrument)) return lend_nothing(length);
    return lend(variables_of(*instrument)[variable].name, length);
}

int32_t pug_instrument_variable_index(uint64_t* variable, const pug_instrument* instrument, const char* name,
                                      uint64_t name_length, pug_error** err) noexcept {
    return execute(err, [&]() -> Outcome {
        if (auto problem = null_argument({{variable, "variable"}, {instrument, "instrument"}})) return problem;
        PUG_TRY(const std::string_view wanted, borrow(name, name_length, "name"));
        const auto& variables = variables_of(*instrument);
        for (std::size_t v = 0; v < variables.size(); ++v) {
            if (variables[v].name != wanted) continue;
            *variable = v;
            return std::nullopt;
        }
        return pug::Error(
            pug::ErrorKind::not_found, "variable.unknown", "name",
            "no variable of \"" + instrument->scorer.instrument().id + "\" is called \"" + std::string(wanted) + "\"");
    });
}

int32_t pug_instrument_encode_answer(double* value, uint8_t* status, const pug_instrument* instrument,
                                     uint64_t variable, const char* text, uint64_t text_length,
                                     pug_error** err) noexcept {
    return execute(err, [&]() -> Outcome {
        if (auto problem = null_argument({{value, "value"}, {status, "status"}, {instrument, "instrument"}}))
            return problem;
        const auto& variables = variables_of(*instrument);
        if (variable >= variables.size()) {
            return pug::Error(pug::ErrorKind::argument, "argument.index", "variable",
                              "found variable " + std::to_string(variable) + "; they are 0 to " +
                                  std::to_string(variables.size() - 1));
        }
        PUG_TRY(const std::string_view cell, borrow(text, text_length, "text"));
        PUG_TRY(const pug::Answer answer,
                pug::AnswerReader(instrument->scorer.instrument(), variables[variable]).read(cell));
        *value = answer.value;
        *status = static_cast<std::uint8_t>(answer.status);
        return std::nullopt;
    });
}

int32_t pug_instrument_validate(const pug_instrument* instrument, pug_error** err) noexcept {
    return execute(err, [&]() -> Outcome {
        if (auto problem = null_argument({{instrument, "instrument"}})) return problem;
        std::vector<pug::Problem> problems = pug::check_examples(instrument->scorer);
        if (problems.empty()) return std::nullopt;
        return pug::Error(pug::ErrorKind::instrument, std::move(problems));
    });
}
