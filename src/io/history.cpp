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

/// Takes the next line of a history into account.
result<HistoryEnd> follow(std::string_view line, const HistoryEnd& before) {
    const std::size_t number = before.records + 1;
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
    const std::string found = hash_of(content);
    if (found != hash->get_string())
        return fault("history.changed", number,
                     "the record was changed after it was written: it says that its hash is " +
                         std::string(hash->get_string()) + ", and it is " + found);
    if (content != unsigned_record(*event, before))
        return fault("history.order", number,
                     "the record does not follow the one before: lines were taken out, put in or moved");
    return HistoryEnd{number, found};
}

}  // namespace

result<std::string> history_record(std::string_view event, const HistoryEnd& after) {
    detail::Document document(event);
    if (document.is_readable() && !document.value.is_object())
        detail::report_type(document.problems, {document.value, ""}, "an object");
    if (!document.problems.empty()) return std::move(document).error(ErrorKind::data);
    boost::json::object record = unsigned_record(document.value, after);
    record["hash"] = hash_of(record);
    return detail::canonical_json(record) + "\n";
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
