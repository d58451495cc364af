#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pug/instrument.hpp"
#include "pug/result.hpp"
#include "pug/status.hpp"

namespace pug {
inline namespace v0 {

/// One observation: a value, meaningful where the status is observed.
struct Answer {
    double value = 0;
    Status status = Status::missing;
    bool operator==(const Answer&) const = default;
};

/// Reads the answers to one variable as text: numbers with a decimal point, codes of levels, yes/ya/true/1 and
/// no/tidak/false/0, names of statuses, codes that mean a status. Blank text is `missing`; letter case and surrounding
/// blanks do not matter in words, codes are as written.
class AnswerReader {
  public:
    /// The scale is that of a choice, looked up in the instrument that declares the variable.
    AnswerReader(const Instrument& instrument, const Variable& variable);

    /// The answer, or an error (code `data.value`) that says what was found and what was wanted. Ranges are checked
    /// when the answers are scored.
    result<Answer> read(std::string_view text) const;

  private:
    result<Answer> refuse(std::string_view text, const std::string& wanted) const;

    const Variable& variable_;
    const Scale* scale_ = nullptr;
};

}  // namespace v0
}  // namespace pug
