#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "pug/result.hpp"

namespace pug::test {

/// The value of a result that a test needs; without one the test fails with every problem.
template <class T>
T need(result<T> made) {
    if (made.has_value()) return std::move(made).value();
    std::string all;
    for (const Problem& problem : made.error().problems)
        all += problem.code + " at " + problem.where + ": " + problem.message + "\n";
    throw std::runtime_error(all);
}

}  // namespace pug::test
