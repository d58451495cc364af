#pragma once

#include <pybind11/pybind11.h>

#include <memory>
#include <string>
#include <utility>

#include "columns.hpp"
#include "errors.hpp"
#include "pug/scorer.hpp"
#include "row.hpp"

// What the objects of the native module hold.
namespace pug_python {

/// An instrument that is known to compile.
class Instrument {
  public:
    explicit Instrument(pug::Instrument instrument, const std::string& as_of = {})
        : scorer_(value_or_raise(pug::compile(std::move(instrument), {as_of}))) {}
    explicit Instrument(pug::Scorer scorer) : scorer_(std::move(scorer)) {}

    const pug::Instrument& model() const { return scorer_.instrument(); }
    const pug::Scorer& scorer() const { return scorer_; }

    pybind11::object score_row(const pybind11::handle& row) {
        if (!rows_) rows_ = std::make_unique<RowScorer>(scorer_);
        return rows_->score(row);
    }

  private:
    pug::Scorer scorer_;
    std::unique_ptr<RowScorer> rows_;  ///< made with the first row
};

/// Scores, and the arrays that they were computed from.
struct Scores {
    pug::Scores scores;
    Columns inputs;
};

}  // namespace pug_python
