#pragma once

#include <pybind11/pybind11.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "pug/io/answers.hpp"
#include "pug/scorer.hpp"

namespace pug_python {

/// Scores one unit at a time, given as a Python dict, list or tuple, without making arrays of it.
class RowScorer {
  public:
    explicit RowScorer(const pug::Scorer& scorer);

    /// A tuple: score, status, grade, rounded, coverage, low, high, how it was decided. None where the row is anything
    /// but plain numbers, texts and None for every variable, or is refused: there is a way to read, and to say what is
    /// wrong, for everything, and it is written in Python. Throws where the instrument is not fit to score.
    pybind11::object score(pybind11::handle row) const;

  private:
    struct Reader {
        pybind11::str name;
        bool is_choice;
        pug::AnswerReader text;
    };
    struct Cell {
        double value = 0;
        std::uint8_t status = 0;
    };

    bool read(pybind11::handle row, std::vector<Cell>& cells) const;
    bool read_mapping(pybind11::handle row, std::vector<Cell>& cells) const;
    bool read_sequence(pybind11::handle row, std::vector<Cell>& cells) const;
    static bool read_number(pybind11::handle cell, Cell& out);
    static bool read_answer(const Reader& reader, pybind11::handle cell, Cell& out);
    static bool read_text(const Reader& reader, pybind11::handle text, Cell& out);
    static bool read_word(const Reader& reader, std::string_view word, Cell& out);
    static void set_number(double number, Cell& out);
    pybind11::tuple told(const pug::Scores& scores) const;

    pug::Scorer scorer_;
    std::vector<Reader> readers_;
    std::vector<pybind11::object> statuses_, decided_, grades_;  ///< what is told of a unit, made once
};

}  // namespace pug_python
