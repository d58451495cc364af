// Requests for a benchmark, and benchmarks as JSON.
#include "pug/io/benchmark.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "support/comparing.hpp"

namespace {

using namespace pug;
using namespace pug::test;
using Told = std::vector<std::string>;

const ScoredRows& three() {
    static const ScoredRows rows({0, 50, 1, /**/ 2, 75, 0, /**/ 1, 20, 0});
    return rows;
}

BenchmarkOptions read(std::string_view json) { return read_benchmark_request(json, three().scores).value(); }
Told refused(std::string_view json) { return places(read_benchmark_request(json, three().scores)); }

TEST(BenchmarkRequest, SaysWhatUnitsAreComparedWith) {
    EXPECT_EQ(read("").against.kind, AgainstKind::best);
    EXPECT_EQ(read("{}").peers, 3u);
    EXPECT_EQ(read(R"({"against": "best", "middle": "mean"})").against.middle, Middle::mean);
    EXPECT_EQ(read(R"({"against": "median"})").against.kind, AgainstKind::all);
    EXPECT_EQ(read(R"({"against": "mean"})").against.middle, Middle::mean);
    EXPECT_EQ(read(R"({"against": {"unit": 2}})").against.unit, 2u);
    EXPECT_EQ(read(R"({"against": {"unit": "2"}})").against.unit, 1u);  // by name: rows are called from 1
    const BenchmarkOptions profile = read(R"({"against": {"profile": {"total": "66.5", "law": 1}}})");
    EXPECT_EQ(profile.against.kind, AgainstKind::profile);
    EXPECT_EQ(profile.against.profile, (std::vector<std::pair<std::string, double>>{{"total", 66.5}, {"law", 1}}));
    const BenchmarkOptions group = read(
        R"({"against": "group", "groups": ["b", "", "b"], "counted": [true, false, true], "peers": 0, "named": 9})");
    EXPECT_EQ(group.groups, (std::vector<std::uint32_t>{0, 1, 0}));
    EXPECT_EQ(group.counted, (std::vector<std::uint8_t>{1, 0, 1}));
    EXPECT_EQ(group.peers, 0u);
    EXPECT_EQ(group.named, 9u);
}

TEST(BenchmarkRequest, EveryProblemHasItsPlace) {
    EXPECT_EQ(refused(R"({"against": "bst", "peers": -1, "x": 1})"),
              (Told{"document.word /against", "document.number /peers", "document.unknown_key /x"}));
    EXPECT_EQ(refused(R"({"against": {"unit": 3}})"), Told{"benchmark.unit /against/unit"});
    EXPECT_EQ(refused(R"({"against": {"unit": "nobody"}})"), Told{"benchmark.unit /against/unit"});
    EXPECT_EQ(refused(R"({"against": {"unit": 0.5}})"), Told{"document.number /against/unit"});
    EXPECT_EQ(refused(R"({"against": {}})"), Told{"benchmark.against /against"});
    EXPECT_EQ(refused(R"({"against": {"unit": 1, "profile": {"law": 1}}})"), Told{"benchmark.against /against"});
    EXPECT_EQ(refused(R"({"against": 7})"), Told{"document.type /against"});
    EXPECT_EQ(refused("{\"against\": {\"profile\": {\n\"law\": \"much\",\n\"lw\": 1}}}"),
              (Told{"document.number /against/profile/law", "benchmark.profile /against/profile/lw"}));
    EXPECT_EQ(refused(R"({"against": {"profile": {}}})"), Told{"benchmark.profile /against/profile"});
    EXPECT_EQ(refused(R"({"against": {"profile": []}})"), Told{"document.type /against/profile"});
    EXPECT_EQ(refused(R"({"against": "median", "middle": "mean"})"), Told{"benchmark.middle /middle"});
    EXPECT_EQ(refused(R"({"against": "group"})"), Told{"benchmark.groups /against"});
    EXPECT_EQ(refused(R"({"groups": ["a", 1, "b"]})"), Told{"document.type /groups/1"});
    EXPECT_EQ(refused(R"({"groups": ["a"], "counted": [1, true, true]})"),
              (Told{"benchmark.groups /groups", "document.type /counted/0"}));
    EXPECT_EQ(refused(R"({"counted": {}})"), Told{"document.type /counted"});
    EXPECT_EQ(refused("[]"), Told{"document.type "});
    EXPECT_EQ(refused("{\"a\": NaN}"), Told{"document.syntax /a"});
    EXPECT_EQ(refused("\xff"), Told{"document.not_utf8 "});
}

TEST(BenchmarkRequest, TellsTheLineAndTheColumnOfTheKey) {
    const auto read = read_benchmark_request("{\"peers\": 1,\n \"named\": \"few\"}", three().scores);
    ASSERT_TRUE(read.has_error());
    EXPECT_EQ(read.error().kind, ErrorKind::argument);
    EXPECT_EQ(read.error().problems.front().line, 2u);
    EXPECT_EQ(read.error().problems.front().column, 2u);
}

TEST(BenchmarkRequest, HasRoomForEveryUnit) {
    const std::size_t units = 600000;
    const ScoredRows many(std::vector<double>(3 * units, 1));
    std::string json = "{\"counted\": [true";
    for (std::size_t u = 1; u < units; ++u) json += ",true";
    EXPECT_EQ(read_benchmark_request(json + "]}", many.scores).value().counted.size(), units);
}

TEST(BenchmarkJson, SaysWhatWasFound) {
    Benchmarking benchmarking = Benchmarking::of(three().scores, read(R"({"against": {"unit": 1}})")).value();
    const std::string json = to_json(benchmarking, benchmarking(0).value());
    const auto document = boost::json::parse(json);
    EXPECT_EQ(document.at("name"), "1");
    EXPECT_EQ(document.at("grade"), "low");
    EXPECT_EQ(document.at("instrument").at("id"), "test.compare");
    EXPECT_EQ(document.at("against").at("units").at(0).at("unit"), 1);
    const auto& people = document.at("criteria").at(2);
    EXPECT_EQ(people.at("id"), "people");
    EXPECT_EQ(people.at("title").at("id"), "Orang");
    EXPECT_EQ(people.at("difference"), -0.25);
    EXPECT_EQ(people.at("counts"), true);
    EXPECT_TRUE(document.at("criteria").at(0).at("is_total").as_bool());
    ASSERT_EQ(document.at("practices").as_array().size(), 2u);
    const auto& decree = document.at("practices").at(0);
    EXPECT_EQ(decree.at("variable"), "decree");
    EXPECT_EQ(decree.at("own").at("code"), "TT");
    EXPECT_EQ(decree.at("best").at("code"), "TL");
    EXPECT_EQ(decree.at("evidence").at("en"), "A copy");
    EXPECT_EQ(decree.at("remediation").at("effort_days"), 2.5);
    EXPECT_TRUE(document.at("practices").at(1).at("remediation").is_null());
    EXPECT_TRUE(document.at("practices").at(1).at("best").at("code").is_null());
    EXPECT_TRUE(document.at("peers").as_array().empty());  // 58.3 is the best there is
}

}  // namespace
