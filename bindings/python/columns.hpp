#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "pug/instrument.hpp"
#include "pug/table.hpp"

namespace pug_python {

using Array = pybind11::array_t<double>;
using Bytes = pybind11::array_t<std::uint8_t>;

/// Values of one variable and the status of each. Without statuses every value is observed but NaN, which is a gap.
using PyColumn = std::pair<Array, std::optional<Bytes>>;

/// The arrays of a call, one a variable, as the engine reads them: where they lie. Only making and destroying one needs
/// the lock of the interpreter.
class Columns {
  public:
    Columns(const pug::Instrument& instrument, std::vector<PyColumn> arrays);

    std::size_t units() const { return units_; }
    const std::vector<pug::Column>& columns() const { return columns_; }

    /// Whether a few rows, spread over all, have gaps: then it is worth while to look at every row first.
    bool seem_to_have_gaps() const;
    /// Gives every column with gaps its statuses, in which they are `missing`; false where there are none.
    bool mark_gaps();

  private:
    bool mark_gaps_of(std::size_t column, std::size_t first, std::size_t count);

    std::vector<PyColumn> arrays_;
    std::size_t units_;
    std::vector<pug::Column> columns_;
    std::vector<std::unique_ptr<std::uint8_t[]>> marks_;  ///< by column; null: it has no gaps, or came with statuses
};

}  // namespace pug_python
