#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <string>
#include <string_view>

#include "fields.hpp"
#include "pug/instrument.hpp"
#include "pug/io/instrument.hpp"
#include "pug/names.hpp"
#include "pug/statistics/estimate.hpp"
#include "pug/statistics/paired.hpp"
#include "pug/status.hpp"
#include "pug/text.hpp"
#include "pug/version.hpp"

// What documents about results have in common: how a number, a text, an estimate is written.
namespace pug {
inline namespace v0 {
namespace detail {

using Json = boost::json::value;
using List = boost::json::array;
using Object = boost::json::object;

inline boost::json::value json_string(std::string_view text) { return boost::json::string(text); }
inline boost::json::value json_string_or_null(std::string_view text) {
    return text.empty() ? boost::json::value(nullptr) : json_string(text);
}
inline boost::json::value json_string(Status status) { return json_string(to_string(status)); }

/// A number; null where there is none.
inline boost::json::value json_number(double value) {
    return std::isfinite(value) ? boost::json::value(value) : boost::json::value(nullptr);
}

/// A text by language; "und" where it has none.
inline boost::json::value json_texts(const Text& text) {
    boost::json::object map;
    for (const auto& [language, translation] : text.translations)
        map[language.empty() ? "und" : language] = translation;
    return map;
}

/// A text as documents have it and readers take it: a string where it has no language, else strings by language.
inline Json json_text(const Text& text) {
    if (text.translations.size() == 1 && text.translations.front().first.empty())
        return json_string(text.translations.front().second);
    Object map;
    for (const auto& [language, translation] : text.translations) map[language] = translation;
    return map;
}

/// Puts a text into an object; one that says nothing is left out.
inline void put(Object& object, std::string_view key, const Text& text) {
    if (!text.empty()) object[key] = json_text(text);
}
inline void put(Object& object, std::string_view key, const std::string& text) {
    if (!text.empty()) object[key] = json_string(text);
}

inline boost::json::value json_estimate(const Estimate& estimate) {
    return boost::json::object{{"value", json_number(estimate.value)},
                               {"standard_error", json_number(estimate.standard_error)},
                               {"low", json_number(estimate.low)},
                               {"high", json_number(estimate.high)}};
}

/// A test, with its probability after adjustment for the others of its kind (NaN: there is none).
inline boost::json::value json_test(const PairedTest& test, double adjusted) {
    return boost::json::object{
        {"used", test.used},      {"statistic", json_number(test.statistic)}, {"p", json_number(test.p)},
        {"exact", test.is_exact}, {"effect", json_number(test.effect)},       {"p_adjusted", json_number(adjusted)}};
}

/// How sure an interval is to be: between 0 and 1, both left out (code `statistics.confidence`).
inline double read_confidence(const Located& at, Problems& problems) {
    const std::size_t known = problems.size();
    const double confidence = read_decimal(at, problems).to_double();
    if (problems.size() == known && !(confidence > 0 && confidence < 1))
        report(problems, "statistics.confidence", at.pointer, "a confidence lies between 0 and 1");
    return confidence;
}

/// Which instrument results come from, and which engine.
inline boost::json::value json_provenance(const Instrument& instrument) {
    return boost::json::object{{"id", instrument.id},
                               {"edition", instrument.edition},
                               {"status", json_string(word(instrument_status_names, instrument.status))},
                               {"fingerprint", fingerprint(instrument)},
                               {"engine", version}};
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
