#include "pug/io/benchmark.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "canonical_json.hpp"
#include "document.hpp"
#include "fields.hpp"
#include "json_values.hpp"

namespace pug {
inline namespace v0 {

namespace {

using detail::Json;
using detail::json_number;
using detail::json_string;
using detail::json_string_or_null;
using detail::json_texts;
using detail::List;
using detail::Located;
using detail::Object;

constexpr std::array<std::string_view, 5> kind_names = {"unit", "best", "all", "group", "profile"};
constexpr std::array<std::string_view, 2> middle_names = {"median", "mean"};
enum class Words : std::uint8_t { best, median, mean, group };
constexpr std::array<std::string_view, 4> against_words = {"best", "median", "mean", "group"};
constexpr int most_told = 1000;

/// Reads one request about some scores.
class RequestReader {
  public:
    RequestReader(const Scores& scores, detail::Problems& problems) : scores_(scores), problems_(problems) {}

    BenchmarkOptions read(const Located& at) {
        detail::Fields fields(at, "a request for a benchmark", problems_);
        if (const auto against = fields.find("against")) read_against(*against);
        const auto middle = fields.word<Middle>("middle", middle_names);
        if (middle) set_middle(*middle, fields.pointer() + "/middle");
        if (const auto groups = fields.find("groups")) read_groups(*groups);
        if (const auto counted = fields.find("counted")) read_counted(*counted);
        if (const auto peers = fields.find("peers")) options_.peers = read_count(*peers);
        if (const auto named = fields.find("named")) options_.named = read_count(*named);
        fields.finish();
        if (options_.against.kind == AgainstKind::group && !fields.has("groups"))
            detail::report(problems_, "benchmark.groups", fields.pointer() + "/against",
                           "units are to be compared with their groups; \"groups\" has to say the group of each");
        return std::move(options_);
    }

  private:
    std::size_t read_count(const Located& at) {
        return static_cast<std::size_t>(detail::read_whole(at, 0, most_told, problems_));
    }

    void read_against(const Located& at) {
        if (at.value.is_string()) return read_word(at);
        detail::Fields fields(at, "what units are compared with", problems_);
        const auto unit = fields.find("unit");
        const auto profile = fields.find("profile");
        if (unit) read_unit(*unit);
        if (profile) read_profile(*profile);
        if (at.value.is_object() && unit.has_value() == profile.has_value())
            detail::report(
                problems_, "benchmark.against", at.pointer,
                "wanted one of \"unit\" and \"profile\", or one of the words \"best\", \"median\", \"mean\", "
                "\"group\"");
        fields.finish();
    }

    void read_word(const Located& at) {
        const std::string found = detail::read_string(at, problems_);
        const auto word = from_word<Words>(against_words, found);
        if (!word) {
            detail::report(problems_, "document.word", at.pointer,
                           "found \"" + found +
                               "\", wanted \"best\", \"median\", \"mean\", \"group\", {\"unit\": …} or {\"profile\": "
                               "{…}}");
            return;
        }
        const bool is_of_all = *word == Words::median || *word == Words::mean;
        options_.against.kind = is_of_all              ? AgainstKind::all
                                : *word == Words::best ? AgainstKind::best
                                                       : AgainstKind::group;
        if (*word == Words::mean) options_.against.middle = Middle::mean;
    }

    void set_middle(Middle middle, const std::string& pointer) {
        if (options_.against.kind != AgainstKind::group && options_.against.kind != AgainstKind::best)
            detail::report(problems_, "benchmark.middle", pointer,
                           "\"middle\" says what stands for a group or for the best; of all units say \"against\": "
                           "\"median\" or \"mean\"");
        options_.against.middle = middle;
    }

    void read_unit(const Located& at) {
        options_.against.kind = AgainstKind::unit;
        if (at.value.is_string()) {
            const std::string name = detail::read_string(at, problems_);
            const auto found = scores_.find(name);
            if (!found) detail::report(problems_, "benchmark.unit", at.pointer, "no unit is called \"" + name + "\"");
            options_.against.unit = found.value_or(0);
            return;
        }
        const std::size_t known = problems_.size();
        const int place = detail::read_whole(at, 0, std::numeric_limits<int>::max(), problems_);
        options_.against.unit = static_cast<std::size_t>(place);
        if (problems_.size() == known && options_.against.unit >= scores_.size())
            detail::report(problems_, "benchmark.unit", at.pointer,
                           "found unit " + std::to_string(place) + "; there are " + std::to_string(scores_.size()) +
                               ", counted from 0");
    }

    void read_profile(const Located& at) {
        options_.against.kind = AgainstKind::profile;
        const auto* object = at.value.if_object();
        if (!object) return detail::report_type(problems_, at, "an object of values by id of a criterion");
        if (object->empty())
            detail::report(problems_, "benchmark.profile", at.pointer, "the profile names no criterion");
        const std::vector<Criterion> criteria = criteria_of(scores_);
        for (const auto& member : *object) {
            const std::string id(member.key());
            const Located child = at.child(id, member.value());
            const bool is_known = std::any_of(criteria.begin(), criteria.end(),
                                              [&](const Criterion& criterion) { return criterion.id == id; });
            if (!is_known)
                detail::report(problems_, "benchmark.profile", child.pointer, "no criterion is called \"" + id + "\"");
            options_.against.profile.emplace_back(id, detail::read_decimal(child, problems_).to_double());
        }
    }

    void read_groups(const Located& at) {
        std::unordered_map<std::string, std::uint32_t> codes;
        detail::read_list(at, problems_, [&](const Located& group) {
            const auto code = static_cast<std::uint32_t>(codes.size());
            options_.groups.push_back(codes.emplace(detail::read_string(group, problems_), code).first->second);
        });
        check_count(at, options_.groups.size(), "benchmark.groups", "groups");
    }

    void read_counted(const Located& at) {
        detail::read_list(at, problems_, [&](const Located& each) {
            const bool* counts = each.value.if_bool();
            if (!counts) detail::report_type(problems_, each, "true or false");
            options_.counted.push_back(counts && *counts ? 1 : 0);
        });
        check_count(at, options_.counted.size(), "benchmark.counted", "entries");
    }

    void check_count(const Located& at, std::size_t found, const char* code, const char* what) {
        if (!at.value.is_array() || found == scores_.size()) return;
        detail::report(problems_, code, at.pointer,
                       "found " + std::to_string(found) + " " + what + " for " + std::to_string(scores_.size()) +
                           " units; wanted one each");
    }

    const Scores& scores_;
    detail::Problems& problems_;
    BenchmarkOptions options_;
};

Json unit(const Scores& scores, std::size_t place) { return Object{{"unit", place}, {"name", scores.name(place)}}; }

List units(const Scores& scores, const std::vector<std::size_t>& places) {
    List list;
    for (const std::size_t place : places) list.push_back(unit(scores, place));
    return list;
}

Json against(const Benchmarking& benchmarking, const Benchmark& benchmark) {
    const Against& against = benchmarking.options().against;
    const bool has_middle = against.kind != AgainstKind::unit && against.kind != AgainstKind::profile;
    return Object{{"kind", json_string(word(kind_names, against.kind))},
                  {"middle", has_middle ? json_string(word(middle_names, against.middle)) : Json(nullptr)},
                  {"units", units(benchmarking.scores(), benchmark.against)},
                  {"count", benchmark.compared_with}};
}

Json criterion(const Criterion& criterion, const BenchmarkedCriterion& compared) {
    return Object{{"id", json_string(criterion.id)},
                  {"is_total", criterion.is_root()},
                  {"title", json_texts(criterion.node->title)},
                  {"direction", json_string(word(direction_names, criterion.direction))},
                  {"own", json_number(compared.own)},
                  {"status", json_string(compared.status)},
                  {"other", json_number(compared.other)},
                  {"other_status", json_string(compared.other_status)},
                  {"others", compared.others},
                  {"counts", compared.counts()},
                  {"difference", json_number(compared.difference)},
                  {"standing", json_number(compared.standing)},
                  {"standing_among", compared.standing_among}};
}

Json answer(const GivenAnswer& answer) {
    return Object{{"status", json_string(answer.status)},
                  {"value", json_number(answer.value)},
                  {"code", json_string_or_null(answer.code)}};
}

Json remediation(const Variable& variable) {
    if (!variable.remediation) return nullptr;
    const auto& days = variable.remediation->effort_days;
    return Object{{"text", json_texts(variable.remediation->text)},
                  {"effort_days", days ? json_number(days->to_double()) : Json(nullptr)},
                  {"role", json_texts(variable.remediation->role)}};
}

Json practice(const Scores& scores, const Practice& practice) {
    List gates;
    for (const std::size_t gate : practice.gates) gates.push_back(Json(gate));
    return Object{{"variable", practice.variable->name},
                  {"title", json_texts(practice.variable->title)},
                  {"own", answer(practice.own)},
                  {"best", answer(practice.best)},
                  {"ahead", practice.ahead},
                  {"better", practice.better},
                  {"units", units(scores, practice.units)},
                  {"gain", json_number(practice.gain)},
                  {"gates", std::move(gates)},
                  {"evidence", json_texts(practice.variable->evidence)},
                  {"remediation", remediation(*practice.variable)}};
}

Json peer(const Benchmarking& benchmarking, const Peer& peer) {
    const Scores& scores = benchmarking.scores();
    List ahead;
    for (const auto& [c, lead] : peer.ahead)
        ahead.push_back(Object{{"id", json_string(benchmarking.criteria()[c].id)}, {"lead", json_number(lead)}});
    return Object{{"unit", peer.unit},
                  {"name", scores.name(peer.unit)},
                  {"grade", json_string_or_null(scores.grade(peer.unit))},
                  {"score", json_number(scores.scores()[peer.unit])},
                  {"distance", json_number(peer.distance)},
                  {"shared", peer.shared},
                  {"ahead", std::move(ahead)}};
}

}  // namespace

result<BenchmarkOptions> read_benchmark_request(std::string_view json, const Scores& scores) {
    if (json.empty()) return BenchmarkOptions{};
    detail::TextLimits limits;
    limits.max_values += 2 * scores.size();  // groups and counted name every unit
    limits.max_bytes += 256 * scores.size();
    detail::Document document(json, limits);
    BenchmarkOptions options;
    if (document.is_readable()) options = RequestReader(scores, document.problems).read({document.value, ""});
    if (document.problems.empty()) return options;
    return std::move(document).error(ErrorKind::argument);
}

std::string to_json(const Benchmarking& benchmarking, const Benchmark& benchmark) {
    const Scores& scores = benchmarking.scores();
    List criteria;
    for (std::size_t c = 0; c < benchmark.criteria.size(); ++c)
        criteria.push_back(criterion(benchmark.criteria[c], benchmark.compared[c]));
    List practices;
    for (const Practice& each : benchmark.practices) practices.push_back(practice(scores, each));
    List peers;
    for (const Peer& each : benchmark.peers) peers.push_back(peer(benchmarking, each));
    return detail::canonical_json(Object{{"unit", benchmark.unit},
                                         {"name", scores.name(benchmark.unit)},
                                         {"grade", json_string_or_null(scores.grade(benchmark.unit))},
                                         {"instrument", detail::json_provenance(scores.instrument())},
                                         {"against", against(benchmarking, benchmark)},
                                         {"criteria", std::move(criteria)},
                                         {"practices", std::move(practices)},
                                         {"peers", std::move(peers)}});
}

}  // namespace v0
}  // namespace pug
