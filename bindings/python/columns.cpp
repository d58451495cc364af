#include "columns.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "pug/status.hpp"

namespace py = pybind11;

namespace pug_python {

namespace {

constexpr auto number_size = static_cast<py::ssize_t>(sizeof(double));

void check(const pug::Instrument& instrument, const std::vector<PyColumn>& arrays) {
    if (arrays.size() != instrument.variables.size()) {
        throw py::value_error("expected " + std::to_string(instrument.variables.size()) +
                              " columns, one a variable, got " + std::to_string(arrays.size()));
    }
    for (const auto& [values, statuses] : arrays) {
        const bool fits = values.ndim() == 1 && values.shape(0) == arrays.front().first.shape(0) &&
                          values.strides(0) % number_size == 0 &&
                          (!statuses || (statuses->ndim() == 1 && statuses->shape(0) == values.shape(0)));
        if (!fits) throw py::value_error("columns are one-dimensional and of one length");
    }
}

pug::Column column_of(const PyColumn& array) {
    const auto& [values, statuses] = array;
    pug::Column column;
    column.values = values.data();
    column.stride = values.strides(0) / number_size;
    if (statuses) {
        column.statuses = statuses->data();
        column.status_stride = statuses->strides(0);
    }
    return column;
}

/// Whether one of some numbers is NaN.
bool any_gap(const double* values, std::ptrdiff_t stride, std::size_t count) {
    int gaps = 0;
    if (stride == 1) {
        for (std::size_t u = 0; u < count; ++u) gaps |= std::isnan(values[u]) ? 1 : 0;
    } else {
        for (std::size_t u = 0; u < count; ++u)
            gaps |= std::isnan(values[static_cast<std::ptrdiff_t>(u) * stride]) ? 1 : 0;
    }
    return gaps != 0;
}

}  // namespace

Columns::Columns(const pug::Instrument& instrument, std::vector<PyColumn> arrays) : arrays_(std::move(arrays)) {
    check(instrument, arrays_);
    units_ = arrays_.empty() ? 0 : static_cast<std::size_t>(arrays_.front().first.shape(0));
    for (const PyColumn& array : arrays_) columns_.push_back(column_of(array));
    marks_.resize(columns_.size());
}

bool Columns::seem_to_have_gaps() const {
    constexpr std::size_t few = 256;
    const std::size_t step = units_ / few + 1;
    for (std::size_t u = 0; u < units_; u += step) {
        for (const pug::Column& column : columns_) {
            if (column.statuses != nullptr) continue;
            if (std::isnan(column.values[static_cast<std::ptrdiff_t>(u) * column.stride])) return true;
        }
    }
    return false;
}

bool Columns::mark_gaps() {
    // A stretch of all columns at a time: those of a row-major matrix share their cache lines.
    constexpr std::size_t together = 512;
    bool has_gaps = false;
    for (std::size_t first = 0; first < units_; first += together) {
        const std::size_t count = std::min(together, units_ - first);
        for (std::size_t c = 0; c < columns_.size(); ++c) has_gaps |= mark_gaps_of(c, first, count);
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        if (marks_[c] != nullptr) columns_[c].statuses = marks_[c].get();
    }
    return has_gaps;
}

bool Columns::mark_gaps_of(std::size_t column, std::size_t first, std::size_t count) {
    const std::ptrdiff_t stride = columns_[column].stride;
    const double* values = columns_[column].values + static_cast<std::ptrdiff_t>(first) * stride;
    if (columns_[column].statuses != nullptr || !any_gap(values, stride, count)) return false;
    if (marks_[column] == nullptr) marks_[column] = std::make_unique<std::uint8_t[]>(units_);  // all observed
    for (std::size_t u = 0; u < count; ++u) {
        if (std::isnan(values[static_cast<std::ptrdiff_t>(u) * stride]))
            marks_[column][first + u] = static_cast<std::uint8_t>(pug::Status::missing);
    }
    return true;
}

}  // namespace pug_python
