#pragma once

#include <pybind11/pybind11.h>

#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "pug/result.hpp"

namespace pug_python {

/// A problem as Python takes it: code, where, line, column, message.
using ProblemTuple = std::tuple<std::string, std::string, std::uint32_t, std::uint32_t, std::string>;

std::vector<ProblemTuple> tuples(const std::vector<pug::Problem>& problems);

/// Throws the `pug.PugError` that stands for an error.
[[noreturn]] void raise(const pug::Error& error);

template <class T>
T value_or_raise(pug::result<T> result) {
    if (!result) raise(result.error());
    return std::move(result).value();
}

}  // namespace pug_python
