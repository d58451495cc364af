#include "io/canonical_json.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <string>

#include "io/json_text.hpp"
#include "random_json.hpp"

namespace {

using pug::detail::canonical_json;
using pug::detail::pretty_json;

namespace json = boost::json;

json::value read(std::string_view text) {
    json::value document;
    std::vector<pug::detail::TextProblem> problems;
    EXPECT_TRUE(pug::detail::parse_json(text, document, problems)) << text;
    return document;
}

double from_bits(std::uint64_t bits) {
    double number = 0;
    std::memcpy(&number, &bits, sizeof number);
    return number;
}

TEST(CanonicalJson, WritesEveryKindOfValue) {
    EXPECT_EQ(canonical_json(read(
                  R"( { "b" : [ 1 , -2.50 , "x" , { } , [ ] ] , "a" : { "t" : true , "n" : null , "f" : false } } )")),
              R"({"a":{"f":false,"n":null,"t":true},"b":[1,-2.5,"x",{},[]]})");
    EXPECT_EQ(canonical_json("x"), "\"x\"");
    EXPECT_EQ(canonical_json(nullptr), "null");
}

TEST(CanonicalJson, EscapesNoMoreThanNeeded) {
    std::string controls;
    for (char c = 0; c < 0x20; ++c) controls += c;
    EXPECT_EQ(canonical_json(json::value(controls)),
              R"("\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f)"
              R"(\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f")");
    EXPECT_EQ(canonical_json(json::value("\"\\/\x7f\u0080é€\u2028😀")), "\"\\\"\\\\/\x7f\u0080é€\u2028😀\"");
}

// The sample of RFC 8785, 3.2.3: the smiley is a surrogate pair, so it stands before U+FB33 although its code point is
// greater.
TEST(CanonicalJson, SortsKeysByUtf16CodeUnits) {
    EXPECT_EQ(canonical_json(
                  read(R"({"\u20ac": 5, "\r": 1, "\ufb33": 7, "1": 2, "\ud83d\ude00": 6, "\u0080": 3, "\u00f6": 4})")),
              "{\"\\r\":1,\"1\":2,\"\u0080\":3,\"ö\":4,\"€\":5,\"😀\":6,\"\ufb33\":7}");
    EXPECT_EQ(canonical_json(read(R"({"ab": 1, "a": 2, "": 3, "B": 4, "a\u0000": 5})")),
              R"({"":3,"B":4,"a":2,"a\u0000":5,"ab":1})");
    EXPECT_EQ(canonical_json(read(R"({"\ud7ff": 1, "\ue000": 4, "\uffff": 5, "\ud800\udc00": 2, "\udbff\udfff": 3})")),
              "{\"\ud7ff\":1,\"\U00010000\":2,\"\U0010ffff\":3,\"\ue000\":4,\"\uffff\":5}");
}

// The samples of RFC 8785, appendix B.
TEST(CanonicalJson, WritesNumbersAsEcmaScriptDoes) {
    const std::pair<std::uint64_t, std::string> samples[] = {
        {0x0000000000000000, "0"},
        {0x8000000000000000, "0"},
        {0x0000000000000001, "5e-324"},
        {0x8000000000000001, "-5e-324"},
        {0x7fefffffffffffff, "1.7976931348623157e+308"},
        {0xffefffffffffffff, "-1.7976931348623157e+308"},
        {0x4340000000000000, "9007199254740992"},
        {0xc340000000000000, "-9007199254740992"},
        {0x4430000000000000, "295147905179352830000"},
        {0x44b52d02c7e14af5, "9.999999999999997e+22"},
        {0x44b52d02c7e14af6, "1e+23"},
        {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
        {0x444b1ae4d6e2ef4e, "999999999999999700000"},
        {0x444b1ae4d6e2ef4f, "999999999999999900000"},
        {0x444b1ae4d6e2ef50, "1e+21"},
        {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
        {0x3eb0c6f7a0b5ed8d, "0.000001"},
        {0x41b3de4355555553, "333333333.3333332"},
        {0x41b3de4355555554, "333333333.33333325"},
        {0x41b3de4355555555, "333333333.3333333"},
        {0x41b3de4355555556, "333333333.3333334"},
        {0x41b3de4355555557, "333333333.33333343"},
        {0xbecbf647612f3696, "-0.0000033333333333333333"},
        {0x43143ff3c1cb0959, "1424953923781206.2"},
    };
    for (const auto& [bits, text] : samples) EXPECT_EQ(canonical_json(from_bits(bits)), text);
    EXPECT_EQ(canonical_json(read("[1E30, 4.50, 2e-3, 0.000000000000000000000000001, 1.0, 123e-2, 10e19, 1.5e21]")),
              "[1e+30,4.5,0.002,1e-27,1,1.23,100000000000000000000,1.5e+21]");
}

TEST(CanonicalJson, WholeNumbersKeepAllTheirDigits) {
    EXPECT_EQ(canonical_json(read("[9007199254740993, -9223372036854775808, 18446744073709551615, -0]")),
              "[9007199254740993,-9223372036854775808,18446744073709551615,0]");
}

TEST(CanonicalJson, WhatNoDocumentCanHoldBecomesNull) {
    EXPECT_EQ(canonical_json(std::numeric_limits<double>::quiet_NaN()), "null");
    EXPECT_EQ(canonical_json(-std::numeric_limits<double>::infinity()), "null");
}

TEST(CanonicalJson, RandomDoublesComeBackWithAsFewDigitsAsPossible) {
    std::mt19937_64 random(8785);
    for (int i = 0; i < 20000; ++i) {
        const double number = from_bits(random());
        if (!std::isfinite(number) || number == 0) continue;
        const std::string text = canonical_json(number);
        ASSERT_EQ(std::strtod(text.c_str(), nullptr), number) << text;
        ASSERT_EQ(read(text).to_number<double>(), number) << text;

        int precision = 0;  // the fewest digits with which printf's number is still the same double
        char fewest[40];
        do {
            (void)std::snprintf(fewest, sizeof fewest, "%.*e", precision++, number);
        } while (std::strtod(fewest, nullptr) != number);
        std::string digits;
        for (const char c : text.substr(0, text.find('e'))) {
            if (c >= '0' && c <= '9' && (c != '0' || !digits.empty())) digits += c;
        }
        digits.erase(digits.find_last_not_of('0') + 1);
        ASSERT_LE(digits.size(), static_cast<std::size_t>(precision)) << text << " against " << fewest;
    }
}

json::value with_members_shuffled(const json::value& value, std::mt19937_64& random) {
    if (const auto* array = value.if_array()) {
        json::array copy;
        for (const auto& element : *array) copy.push_back(with_members_shuffled(element, random));
        return copy;
    }
    const auto* object = value.if_object();
    if (object == nullptr) return value;
    std::vector<std::pair<std::string, json::value>> members;
    for (const auto& member : *object) {
        members.emplace_back(std::string(member.key()), with_members_shuffled(member.value(), random));
    }
    std::shuffle(members.begin(), members.end(), random);
    json::object copy;
    for (auto& [key, member] : members) copy[key] = std::move(member);
    return copy;
}

TEST(CanonicalJson, DependsOnTheContentAlone) {
    std::mt19937_64 random(1);
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const json::value document = pug_test::RandomJson(seed).value();
        const std::string text = canonical_json(document);
        ASSERT_EQ(canonical_json(with_members_shuffled(document, random)), text);
        ASSERT_EQ(canonical_json(read(text)), text);
        ASSERT_EQ(canonical_json(read(pretty_json(document))), text);
    }
}

TEST(CanonicalJson, DifferentContentGivesDifferentText) {
    const std::string texts[] = {"1",    "\"1\"", "[1]",       "[[1]]",      "{\"1\":1}", "null",          "\"null\"",
                                 "true", "[]",    "{}",        "\"\"",       "[\"\"]",    "{\"\":\"\"}",   "[1,2]",
                                 "[12]", "[2,1]", "{\"a\":1}", "{\"a\":[]}", "1.5",       "[\"a\",\"b\"]", "[\"a,b\"]"};
    for (const auto& a : texts) {
        for (const auto& b : texts) EXPECT_EQ(canonical_json(read(a)) == canonical_json(read(b)), &a == &b) << a << b;
    }
}

// ---- the form for people

TEST(PrettyJson, BreaksLinesWhereStructureIs) {
    EXPECT_EQ(
        pretty_json(read(
            R"({"z":1,"range":["0",null],"levels":[{"code":"TT","points":"0"},{"code":"TL"}],"title":{"en":"a\nb"},"e":{},"l":[]})")),
        R"({
  "z": 1,
  "range": ["0", null],
  "levels": [
    {"code": "TT", "points": "0"},
    {"code": "TL"}
  ],
  "title": {"en": "a\nb"},
  "e": {},
  "l": []
}
)");
    EXPECT_EQ(pretty_json(read("[]")), "[]\n");
    EXPECT_EQ(pretty_json(read("\"é\"")), "\"é\"\n");
    EXPECT_EQ(pretty_json(read("{\"a\": 1, \"b\": [], \"c\": {}}")), "{\"a\": 1, \"b\": [], \"c\": {}}\n");
    EXPECT_EQ(pretty_json(read("[[1]]")), "[\n  [1]\n]\n");
}

TEST(PrettyJson, UsesAHundredColumns) {
    // ["xx…"] takes four columns beside the text; in an object there are indentation, key and perhaps a comma too.
    const auto list = [](std::size_t width) { return "[\"" + std::string(width, 'x') + "\"]"; };
    EXPECT_EQ(pretty_json(read(list(96))), list(96) + "\n");
    EXPECT_EQ(pretty_json(read(list(97))), "[\n  \"" + std::string(97, 'x') + "\"\n]\n");
    const auto member = [&](std::size_t width, const std::string& rest) {
        return read("{\"a\":" + list(width) + rest + "}");
    };
    EXPECT_EQ(pretty_json(member(89, "")), "{\n  \"a\": " + list(89) + "\n}\n");
    EXPECT_EQ(pretty_json(member(90, "")), "{\n  \"a\": [\n    \"" + std::string(90, 'x') + "\"\n  ]\n}\n");
    EXPECT_EQ(pretty_json(member(88, ",\"b\":1")), "{\n  \"a\": " + list(88) + ",\n  \"b\": 1\n}\n");
    EXPECT_EQ(pretty_json(member(89, ",\"b\":1")),
              "{\n  \"a\": [\n    \"" + std::string(89, 'x') + "\"\n  ],\n  \"b\": 1\n}\n");
    std::string letters;
    for (int i = 0; i < 96; ++i) letters += "é";  // columns, not bytes
    EXPECT_EQ(pretty_json(json::array{json::string(letters)}), "[\"" + letters + "\"]\n");
}

// The keys of all objects, in the order in which they stand.
void collect_keys(const json::value& value, std::vector<std::string>& keys) {
    if (const auto* array = value.if_array()) {
        for (const auto& element : *array) collect_keys(element, keys);
    } else if (const auto* object = value.if_object()) {
        for (const auto& member : *object) {
            keys.emplace_back(member.key());
            collect_keys(member.value(), keys);
        }
    }
}

TEST(PrettyJson, KeepsContentAndOrder) {
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const json::value document = pug_test::RandomJson(seed).value();
        const std::string text = pretty_json(document);
        std::vector<std::string> keys_before;
        std::vector<std::string> keys_after;
        collect_keys(document, keys_before);
        collect_keys(read(text), keys_after);
        ASSERT_EQ(keys_after, keys_before) << text;
        ASSERT_EQ(canonical_json(read(text)), canonical_json(document)) << text;
        ASSERT_EQ(pretty_json(read(text)), text);
    }
}

}  // namespace
