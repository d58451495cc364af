#pragma once

#include <boost/outcome/basic_result.hpp>
#include <boost/outcome/policy/terminate.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace pug {
inline namespace v0 {

/// What kind of thing was wrong. The numbers are those of the C ABI and never change.
enum class ErrorKind : std::int32_t {
    argument = 1,    ///< the call itself: an unknown unit, a table without units
    document = 2,    ///< the text is not a document we can read: syntax, encoding, size
    instrument = 3,  ///< the document is readable but is no usable instrument
    data = 4,        ///< an observation is not what its variable allows
    not_found = 5,   ///< no catalog instrument or file of that name
    memory = 6,      ///< memory ran out
    internal = 7,    ///< a defect of the library
};

/// One thing that is wrong, and where.
struct Problem {
    std::string code;          ///< stable dotted name, e.g. "weights.zero_sum"
    std::string where;         ///< JSON pointer in a document; name of the variable in data
    std::uint32_t line = 0;    ///< line of the document, or row of the data, counted from 1; 0 when there is none
    std::uint32_t column = 0;  ///< column of the document, counted from 1; 0 when there is none
    std::string message;       ///< one line: what was found and what was wanted
    bool operator==(const Problem&) const = default;
};

/// Why a call failed: at least one problem, the most telling first.
struct Error {
    ErrorKind kind = ErrorKind::internal;
    std::vector<Problem> problems;

    Error() = default;
    Error(ErrorKind k, std::vector<Problem> found) : kind(k), problems(std::move(found)) {}
    Error(ErrorKind k, std::string code, std::string where, std::string message) : kind(k) {
        problems.push_back({std::move(code), std::move(where), 0, 0, std::move(message)});
    }

    const std::string& code() const { return problems.front().code; }
    const std::string& where() const { return problems.front().where; }
    const std::string& message() const { return problems.front().message; }
};

/// A value or the reason why there is none. Asking an error for its value ends the program: look first.
template <class T>
using result = BOOST_OUTCOME_V2_NAMESPACE::basic_result<T, Error, BOOST_OUTCOME_V2_NAMESPACE::policy::terminate>;

}  // namespace v0
}  // namespace pug

// Own macro, because BOOST_OUTCOME_TRY changed its syntax between Boost versions that we support.
#define PUG_CONCAT_(a, b) a##b
#define PUG_CONCAT(a, b) PUG_CONCAT_(a, b)
#define PUG_TRY_(name, declaration, ...)                  \
    auto name = (__VA_ARGS__);                            \
    if (name.has_error()) return std::move(name).error(); \
    declaration = std::move(name).value()

/// `PUG_TRY(auto x, f());` takes the value of a result, or returns its error from the enclosing function.
#define PUG_TRY(declaration, ...) PUG_TRY_(PUG_CONCAT(pug_try_, __LINE__), declaration, __VA_ARGS__)
