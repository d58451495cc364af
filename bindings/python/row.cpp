#include "row.hpp"

#include <array>
#include <cmath>
#include <string>
#include <string_view>

#include "errors.hpp"
#include "words.hpp"

namespace py = pybind11;

namespace pug_python {

namespace {

py::str text_of(std::string_view text) { return py::str(text.data(), text.size()); }

/// A name as Python's compiler makes it, so that a key of a dict is most often the very same object.
py::str interned(const std::string& name) {
    PyObject* text = py::str(name).release().ptr();
    PyUnicode_InternInPlace(&text);
    return py::reinterpret_steal<py::str>(text);
}

py::object number_or_none(double value) {
    if (std::isnan(value)) return py::none();
    return py::float_(value);
}

/// The conversions of C may leave an error behind; somebody else will find and tell it.
bool give_up() {
    PyErr_Clear();
    return false;
}

}  // namespace

RowScorer::RowScorer(const pug::Scorer& scorer) : scorer_(scorer) {
    const pug::Instrument& instrument = scorer_.instrument();
    for (const pug::Variable& variable : instrument.variables) {
        readers_.push_back({interned(variable.name), variable.type == pug::VariableType::choice,
                            pug::AnswerReader(instrument, variable)});
    }
    for (const auto name : pug::status_names) statuses_.push_back(text_of(name));
    for (const auto name : decided_words) decided_.push_back(text_of(name));
    for (const auto& grade : scorer_.program().verdict.grades) grades_.push_back(text_of(grade.name));
}

py::object RowScorer::score(py::handle row) const {
    std::vector<Cell> cells(readers_.size());
    // An instrument that is not fit to score says so, whatever the row.
    if (scorer_.program().is_fitted && !read(row, cells)) return py::none();
    std::vector<pug::Column> columns(cells.size());
    for (std::size_t v = 0; v < cells.size(); ++v)
        columns[v] = {&cells[v].value, 1, cells[v].status == 0 ? nullptr : &cells[v].status, 1};
    pug::ScoreOptions options;
    options.nodes = false;
    const auto scores = scorer_.score(std::move(columns), 1, options);
    if (scores) return told(scores.value());
    if (scores.error().kind == pug::ErrorKind::data) return py::none();
    raise(scores.error());
}

bool RowScorer::read(py::handle row, std::vector<Cell>& cells) const {
    if (PyDict_Check(row.ptr())) return read_mapping(row, cells);
    if (PyList_Check(row.ptr()) || PyTuple_Check(row.ptr())) return read_sequence(row, cells);
    return false;
}

bool RowScorer::read_mapping(py::handle row, std::vector<Cell>& cells) const {
    for (std::size_t v = 0; v < cells.size(); ++v) {
        const auto cell =
            py::reinterpret_borrow<py::object>(PyDict_GetItemWithError(row.ptr(), readers_[v].name.ptr()));
        if (!cell) return give_up();
        if (!read_answer(readers_[v], cell, cells[v])) return false;
    }
    return true;
}

bool RowScorer::read_sequence(py::handle row, std::vector<Cell>& cells) const {
    if (static_cast<std::size_t>(PySequence_Fast_GET_SIZE(row.ptr())) != cells.size()) return false;
    PyObject** items = PySequence_Fast_ITEMS(row.ptr());
    for (std::size_t v = 0; v < cells.size(); ++v) {
        if (!read_number(items[v], cells[v])) return false;
    }
    return true;
}

/// A number as it stands in a matrix, where a choice is the index of its level.
bool RowScorer::read_number(py::handle cell, Cell& out) {
    if (PyFloat_Check(cell.ptr())) {
        set_number(PyFloat_AS_DOUBLE(cell.ptr()), out);
    } else if (cell.is_none()) {
        out.status = static_cast<std::uint8_t>(pug::Status::missing);
    } else if (PyLong_Check(cell.ptr())) {
        const double number = PyLong_AsDouble(cell.ptr());
        if (number == -1 && PyErr_Occurred() != nullptr) return give_up();
        set_number(number, out);
    } else {
        return false;
    }
    return true;
}

/// A cell as it stands in a table: a choice is its code, which may look like a number.
bool RowScorer::read_answer(const Reader& reader, py::handle cell, Cell& out) {
    if (PyUnicode_Check(cell.ptr())) return read_text(reader, cell, out);
    if (PyBool_Check(cell.ptr())) return read_word(reader, cell.ptr() == Py_True ? "true" : "false", out);
    if (cell.is_none() || (!reader.is_choice && (PyFloat_Check(cell.ptr()) || PyLong_CheckExact(cell.ptr()))))
        return read_number(cell, out);
    if (!PyLong_CheckExact(cell.ptr())) return false;
    const py::object text = py::reinterpret_steal<py::object>(PyObject_Str(cell.ptr()));
    return text ? read_text(reader, text, out) : give_up();
}

bool RowScorer::read_text(const Reader& reader, py::handle text, Cell& out) {
    Py_ssize_t length = 0;
    const char* bytes = PyUnicode_AsUTF8AndSize(text.ptr(), &length);
    return bytes == nullptr ? give_up() : read_word(reader, {bytes, static_cast<std::size_t>(length)}, out);
}

bool RowScorer::read_word(const Reader& reader, std::string_view word, Cell& out) {
    const auto answer = reader.text.read(word);
    if (!answer) return false;
    out = {answer.value().value, static_cast<std::uint8_t>(answer.value().status)};
    return true;
}

void RowScorer::set_number(double number, Cell& out) {
    out.value = number;
    if (std::isnan(number)) out.status = static_cast<std::uint8_t>(pug::Status::missing);
}

py::tuple RowScorer::told(const pug::Scores& scores) const {
    const pug::Interval interval = scores.interval(0);
    const std::uint32_t grade = scores.grade_indexes()[0];
    return py::make_tuple(
        number_or_none(scores.scores()[0]), statuses_[static_cast<std::size_t>(scores.score_statuses()[0])],
        grade == pug::none ? py::object(py::none()) : grades_[grade], number_or_none(scores.rounded()[0]),
        py::float_(scores.coverages()[0]), number_or_none(interval.low), number_or_none(interval.high),
        decided_[static_cast<std::size_t>(scores.decided()[0])]);
}

}  // namespace pug_python
