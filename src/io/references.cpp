#include "pug/io/references.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "canonical_json.hpp"
#include "document.hpp"
#include "fields.hpp"
#include "pug/io/instrument.hpp"

namespace pug {
inline namespace v0 {

namespace {

std::string identity(const Instrument& instrument) {
    return instrument.id + "@" + instrument.edition + "#" + scoring_fingerprint(instrument);
}

/// Written by a program: as many values as a nation has units, and means whose exact fractions are long.
constexpr std::size_t max_digits = 20000;

detail::TextLimits limits() {
    detail::TextLimits limits;
    limits.max_bytes = std::size_t{1} << 30;
    limits.max_values = 100'000'000;
    return limits;
}

Decimal read_exact(const detail::Located& at, detail::Problems& problems) {
    const auto* string = at.value.if_string();
    const auto exact = string ? Decimal::parse(*string, max_digits) : std::nullopt;
    return exact ? *exact : detail::read_decimal(at, problems);
}

References read_cohort(const detail::Located& at, detail::Problems& problems) {
    References references;
    detail::Fields fields(at, "the references of a cohort", problems);
    references.data = fields.string("data");
    if (const auto units = fields.need("units")) {
        references.units = static_cast<std::size_t>(detail::read_whole(*units, 0, 2000000000, problems));
    }
    if (const auto values = fields.need("values")) {
        const auto* object = values->value.if_object();
        if (!object) detail::report_type(problems, *values, "an object of lists of numbers");
        for (const auto& [key, numbers] : object ? *object : boost::json::object{}) {
            auto& list = references.values[key];
            detail::read_list(values->child(key, numbers), problems,
                              [&](const detail::Located& number) { list.push_back(read_exact(number, problems)); });
        }
    }
    fields.finish();
    return references;
}

}  // namespace

std::string to_json(const Instrument& instrument, const ReferenceSet& references) {
    boost::json::object cohorts;
    for (const auto& [name, cohort] : references) {
        boost::json::object values;
        for (const auto& [key, numbers] : cohort.values) {
            boost::json::array list;
            for (const Decimal& number : numbers) list.push_back(boost::json::string(number.to_string()));
            values[key] = std::move(list);
        }
        cohorts[name] =
            boost::json::object{{"data", cohort.data}, {"units", cohort.units}, {"values", std::move(values)}};
    }
    return detail::canonical_json(boost::json::object{
        {"pug_references", 1}, {"instrument", identity(instrument)}, {"cohorts", std::move(cohorts)}});
}

result<ReferenceSet> read_references(std::string_view json, const Instrument& instrument) {
    detail::Document document(json, limits());
    ReferenceSet references;
    if (document.is_readable()) {
        detail::Problems& problems = document.problems;
        detail::Fields fields({document.value, ""}, "references", problems);
        if (const auto version = fields.need("pug_references");
            version && detail::decimal_of(version->value) != Decimal(1)) {
            detail::report(problems, "document.version", version->pointer,
                           "this library reads version 1 of references");
        }
        if (const auto of = fields.need("instrument")) {
            const std::string found = detail::read_string(*of, problems);
            if (found != identity(instrument)) {
                detail::report(problems, "references.other_instrument", of->pointer,
                               "these references belong to " + found + ", not to " + identity(instrument));
            }
        }
        if (fields.need("cohorts")) {
            const auto cohorts = fields.find("cohorts");
            const auto* object = cohorts->value.if_object();
            if (!object) detail::report_type(problems, *cohorts, "an object of cohorts by name");
            for (const auto& [name, cohort] : object ? *object : boost::json::object{}) {
                references[name] = read_cohort(cohorts->child(name, cohort), problems);
                references[name].instrument = instrument.id + "@" + instrument.edition;
            }
        }
        fields.finish();
    }
    if (document.problems.empty()) return references;
    return std::move(document).error(ErrorKind::data);
}

}  // namespace v0
}  // namespace pug
