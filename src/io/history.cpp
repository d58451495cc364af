#include "pug/io/history.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <utility>

#include "canonical_json.hpp"
#include "document.hpp"
#include "sha256.hpp"

namespace pug {
inline namespace v0 {

namespace {

/// What a record says but for its own hash.
boost::json::object unsigned_record(boost::json::value event, const HistoryEnd& after) {
    return {{"event", std::move(event)}, {"number", after.records + 1}, {"previous", after.hash}};
}

std::string hash_of(const boost::json::object& record) { return detail::sha256_hex(detail::canonical_json(record)); }

Error fault(std::string code, std::size_t line, std::string message) {
    return {ErrorKind::data, {{std::move(code), "", static_cast<std::uint32_t>(line), 0, std::move(message)}}};
}

/// A record of which the form is sound and the hash its own.
struct Record {
    boost::json::object content;  ///< but for its hash
    std::string hash;
};

/// Reads a line of a history by itself; `number` is that of the line.
result<Record> read_record(std::string_view line, std::size_t number) {
    const detail::Document document(line);
    const auto* record = document.value.if_object();
    const auto* event = record ? record->if_contains("event") : nullptr;
    const auto* hash = record ? record->if_contains("hash") : nullptr;
    const bool has_form =
        document.problems.empty() && event && hash && hash->is_string() && detail::canonical_json(*record) == line;
    if (!has_form)
        return fault("history.form", number, "this is no record as histories are written: the line was changed");
    boost::json::object content = *record;
    content.erase("hash");
    std::string found = hash_of(content);
    if (found != hash->get_string())
        return fault("history.changed", number,
                     "the record was changed after it was written: it says that its hash is " +
                         std::string(hash->get_string()) + ", and it is " + found);
    return Record{std::move(content), std::move(found)};
}

/// The number of a record; 0 where it has none.
std::uint64_t number_of(const boost::json::object& record) {
    const auto* number = record.if_contains("number");
    const auto* whole = number ? number->if_int64() : nullptr;
    return whole && *whole > 0 ? static_cast<std::uint64_t>(*whole) : 0;
}

/// Whether a record says what `unsigned_record` would. Objects are not compared as such: Boost copies their members to
/// do so, and ends the program where there is no memory for that.
bool follows(const boost::json::object& record, const HistoryEnd& before) {
    const auto* previous = record.if_contains("previous");
    return record.size() == 3 && number_of(record) == before.records + 1 && previous && previous->is_string() &&
           previous->get_string() == before.hash;
}

/// Takes the next line of a history into account.
result<HistoryEnd> follow(std::string_view line, const HistoryEnd& before) {
    const std::size_t number = before.records + 1;
    PUG_TRY(Record record, read_record(line, number));
    if (!follows(record.content, before))
        return fault("history.order", number,
                     "the record does not follow the one before: lines were taken out, put in or moved");
    return HistoryEnd{number, std::move(record.hash)};
}

}  // namespace

result<std::string> history_record(std::string_view event, const HistoryEnd& after) {
    // What is written must be readable: a record is an object around its event, with three more members.
    detail::TextLimits limits;
    limits.max_depth -= 1;
    limits.max_values -= 4;
    detail::Document document(event, limits);
    if (document.is_readable() && !document.value.is_object())
        detail::report_type(document.problems, {document.value, ""}, "an object");
    if (!document.problems.empty()) return std::move(document).error(ErrorKind::data);
    boost::json::object record = unsigned_record(document.value, after);
    record["hash"] = hash_of(record);
    std::string line = detail::canonical_json(record);
    if (line.size() > limits.max_bytes)
        return Error(ErrorKind::document, "document.too_large", "",
                     "the record has " + std::to_string(line.size()) + " bytes; at most " +
                         std::to_string(limits.max_bytes) + " are allowed");
    return line + "\n";
}

result<HistoryEnd> history_end(std::string_view last_line) {
    const std::size_t length = last_line.find('\n');
    if (length == std::string_view::npos || length + 1 != last_line.size())
        return fault("history.unfinished", 0, "wanted one line with its end, the last of a history");
    PUG_TRY(Record record, read_record(last_line.substr(0, length), 0));
    const std::uint64_t number = number_of(record.content);
    if (number == 0) return fault("history.form", 0, "this is no record as histories are written: it has no number");
    return HistoryEnd{static_cast<std::size_t>(number), std::move(record.hash)};
}

result<HistoryEnd> check_history(std::string_view history, std::string_view expected) {
    HistoryEnd end;
    while (!history.empty()) {
        const std::size_t length = history.find('\n');
        if (length == std::string_view::npos)
            return fault("history.unfinished", end.records + 1,
                         "the line has no end: writing was interrupted, or something was cut off");
        PUG_TRY(end, follow(history.substr(0, length), end));
        history.remove_prefix(length + 1);
    }
    if (!expected.empty() && end.hash != expected)
        return fault("history.end", end.records,
                     "the history ends with hash " + end.hash + "; wanted " + std::string(expected) +
                         ": lines at its end were taken out, or all of it was written anew");
    return end;
}

}  // namespace v0
}  // namespace pug
