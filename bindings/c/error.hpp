#pragma once

#include <cstdint>
#include <exception>
#include <initializer_list>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "pug.h"
#include "pug/result.hpp"

struct pug_error {
    std::int32_t code;
    std::vector<pug::Problem> problems;  ///< empty in the one object that reports exhausted memory
};

namespace pug {
inline namespace v0 {
namespace c {

/// What a function of the interface comes to: nothing, or the reason why it failed.
using Outcome = std::optional<Error>;

/// Hands an error to the caller and returns its code. Telling of exhausted memory cannot fail.
std::int32_t report(Error error, pug_error** err) noexcept;
std::int32_t report_out_of_memory(pug_error** err) noexcept;
std::int32_t report_defect(const char* what, pug_error** err) noexcept;

/// Every function that can fail goes through here: nothing is thrown beyond it.
template <class Work>
std::int32_t execute(pug_error** err, Work work) noexcept {
    try {
        Outcome outcome = work();
        return outcome ? report(std::move(*outcome), err) : PUG_OK;
    } catch (const std::bad_alloc&) {
        return report_out_of_memory(err);
    } catch (const std::length_error&) {  // longer than any memory is
        return report_out_of_memory(err);
    } catch (const std::exception& exception) {
        return report_defect(exception.what(), err);
    } catch (...) {
        return report_defect("an exception of unknown type", err);
    }
}

/// The error of the first parameter that is NULL, if one is.
Outcome null_argument(std::initializer_list<std::pair<const void*, const char*>> parameters);

/// The same for functions that make a handle: `make` gives `result<std::unique_ptr<Handle>>`, which goes to `*out`.
template <class Handle, class Make>
std::int32_t create(Handle** out, const char* parameter, pug_error** err, Make make) noexcept {
    if (out != nullptr) *out = nullptr;
    return execute(err, [&]() -> Outcome {
        if (auto problem = null_argument({{out, parameter}})) return problem;
        result<std::unique_ptr<Handle>> made = make();
        if (made.has_error()) return std::move(made).error();
        *out = std::move(made).value().release();
        return std::nullopt;
    });
}

}  // namespace c
}  // namespace v0
}  // namespace pug
