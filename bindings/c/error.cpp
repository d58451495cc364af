#include "error.hpp"

#include <string>
#include <string_view>

#include "pug/io/results.hpp"
#include "text.hpp"

namespace pug {
inline namespace v0 {
namespace c {

namespace {

// Made before it is needed, and told apart by its address: it holds no text that would have to be allocated or freed.
constinit pug_error out_of_memory{PUG_ERROR_MEMORY, {}};
constexpr std::string_view out_of_memory_name = "memory.exhausted";
constexpr std::string_view out_of_memory_message = "memory ran out";
constexpr std::string_view nowhere = "";

static_assert(PUG_ERROR_ARGUMENT == static_cast<std::int32_t>(ErrorKind::argument));
static_assert(PUG_ERROR_DOCUMENT == static_cast<std::int32_t>(ErrorKind::document));
static_assert(PUG_ERROR_INSTRUMENT == static_cast<std::int32_t>(ErrorKind::instrument));
static_assert(PUG_ERROR_DATA == static_cast<std::int32_t>(ErrorKind::data));
static_assert(PUG_ERROR_NOT_FOUND == static_cast<std::int32_t>(ErrorKind::not_found));
static_assert(PUG_ERROR_MEMORY == static_cast<std::int32_t>(ErrorKind::memory));
static_assert(PUG_ERROR_INTERNAL == static_cast<std::int32_t>(ErrorKind::internal));

/// One of the texts of a problem; where there are no problems, memory ran out and a literal has to do.
const char* lend_of(const pug_error* error, std::uint64_t index, std::string Problem::* text, std::string_view literal,
                    std::uint64_t* length) noexcept {
    if (error == &out_of_memory && index == 0) return lend_literal(literal, length);
    if (error == nullptr || index >= error->problems.size()) return lend_nothing(length);
    return lend(error->problems[index].*text, length);
}

const Problem* problem_of(const pug_error* error, std::uint64_t index) noexcept {
    return error != nullptr && index < error->problems.size() ? &error->problems[index] : nullptr;
}

}  // namespace

std::int32_t report(Error error, pug_error** err) noexcept {
    const auto code = static_cast<std::int32_t>(error.kind);
    if (err == nullptr) return code;
    *err = new (std::nothrow) pug_error{code, std::move(error.problems)};
    return *err != nullptr ? code : report_out_of_memory(err);
}

std::int32_t report_out_of_memory(pug_error** err) noexcept {
    if (err != nullptr) *err = &out_of_memory;
    return PUG_ERROR_MEMORY;
}

std::int32_t report_defect(const char* what, pug_error** err) noexcept {
    try {
        return report(Error(ErrorKind::internal, "internal.exception", "", std::string("a defect of pug: ") + what),
                      err);
    } catch (...) {
        return report_out_of_memory(err);
    }
}

Outcome null_argument(std::initializer_list<std::pair<const void*, const char*>> parameters) {
    for (const auto& [pointer, name] : parameters) {
        if (pointer == nullptr)
            return Error(ErrorKind::argument, "argument.null", name, std::string("\"") + name + "\" is NULL");
    }
    return std::nullopt;
}

}  // namespace c
}  // namespace v0
}  // namespace pug

using namespace pug::c;

int32_t pug_error_code(const pug_error* error) noexcept { return error != nullptr ? error->code : PUG_OK; }

const char* pug_error_name(const pug_error* error, uint64_t* length) noexcept {
    return pug_error_problem_name(error, 0, length);
}

const char* pug_error_message(const pug_error* error, uint64_t* length) noexcept {
    return pug_error_problem_message(error, 0, length);
}

const char* pug_error_where(const pug_error* error, uint64_t* length) noexcept {
    return pug_error_problem_where(error, 0, length);
}

uint64_t pug_error_count(const pug_error* error) noexcept {
    if (error == nullptr) return 0;
    return error == &out_of_memory ? 1 : error->problems.size();
}

const char* pug_error_problem_name(const pug_error* error, uint64_t problem, uint64_t* length) noexcept {
    return lend_of(error, problem, &pug::Problem::code, out_of_memory_name, length);
}

const char* pug_error_problem_message(const pug_error* error, uint64_t problem, uint64_t* length) noexcept {
    return lend_of(error, problem, &pug::Problem::message, out_of_memory_message, length);
}

const char* pug_error_problem_where(const pug_error* error, uint64_t problem, uint64_t* length) noexcept {
    return lend_of(error, problem, &pug::Problem::where, nowhere, length);
}

uint32_t pug_error_problem_line(const pug_error* error, uint64_t problem) noexcept {
    const pug::Problem* found = problem_of(error, problem);
    return found != nullptr ? found->line : 0;
}

uint32_t pug_error_problem_column(const pug_error* error, uint64_t problem) noexcept {
    const pug::Problem* found = problem_of(error, problem);
    return found != nullptr ? found->column : 0;
}

int32_t pug_error_json(pug_text** json, const pug_error* error, pug_error** err) noexcept {
    return create(json, "json", err, [&]() -> pug::result<std::unique_ptr<pug_text>> {
        if (auto problem = null_argument({{error, "error"}})) return *std::move(problem);
        std::vector<pug::Problem> problems = error->problems;
        if (error == &out_of_memory)
            problems.push_back({std::string(out_of_memory_name), "", 0, 0, std::string(out_of_memory_message)});
        return make_text(pug::to_json(pug::Error(static_cast<pug::ErrorKind>(error->code), std::move(problems))));
    });
}

void pug_error_free(pug_error* error) noexcept {
    if (error != &out_of_memory) delete error;
}
