#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "pug/result.hpp"

namespace pug {
inline namespace v0 {

/// Where a history stands: how many records it has, and the hash of the last one, which stands for all of them. Keep
/// the hash where nobody who can write the history can write: with it a history that was shortened or written anew is
/// found out.
struct HistoryEnd {
    std::size_t records = 0;
    std::string hash = std::string(64, '0');  ///< SHA-256 in hexadecimal digits; zeros of an empty history
};

/// A line to append to a history: the event (a JSON object), the number of the record, the hash of the record before
/// and the hash of this one, with a line feed. A history is the lines one behind the other (JSON Lines), each in
/// canonical form (RFC 8785), so that no byte of it can change unnoticed.
///
/// Errors: those of a document that is no JSON object.
result<std::string> history_record(std::string_view event, const HistoryEnd& after);

/// Where a history stands whose last line this is, so that one can append to it without reading all of it. The record
/// is proved sound in itself; that those before it are, only `check_history` proves.
///
/// Errors: `history.unfinished`, `history.form`, `history.changed`, as below but without the line.
result<HistoryEnd> history_end(std::string_view last_line);

/// Reads a whole history and says where it stands.
///
/// Errors, with the line: `history.unfinished` where a line has no end (writing was interrupted), `history.form` where
/// it is no record as they are written, `history.changed` where it is not what its hash says, `history.order` where it
/// does not follow the line before (lines were taken out, put in or moved); `history.end` where the history is sound
/// but does not end with `expected` (unless that is empty).
result<HistoryEnd> check_history(std::string_view history, std::string_view expected = {});

}  // namespace v0
}  // namespace pug
