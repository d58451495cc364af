#include "io/json_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>

#include "random_json.hpp"

namespace pug::detail {

void PrintTo(const TextProblem& problem, std::ostream* out) {
    *out << problem.code << " [" << problem.pointer << "] " << problem.line << ':' << problem.column << ' '
         << problem.message;
}

}  // namespace pug::detail

namespace {

using pug::detail::parse_json;
using pug::detail::TextLimits;
using pug::detail::TextProblem;

namespace json = boost::json;

struct Reading {
    bool good;
    json::value document;
    std::vector<TextProblem> problems;
};

Reading read(std::string_view text, const TextLimits& limits = {}) {
    Reading reading{false, "untouched", {}};
    reading.good = parse_json(text, reading.document, reading.problems, limits);
    return reading;
}

void expect_accepted(std::string_view text, const json::value& document) {
    const Reading reading = read(text);
    EXPECT_TRUE(reading.good) << text;
    EXPECT_EQ(reading.problems, std::vector<TextProblem>{}) << text;
    EXPECT_EQ(reading.document, document) << text;
    EXPECT_EQ(reading.document.kind(), document.kind()) << text;
}

void expect_refused(std::string_view text, const TextProblem& problem, const TextLimits& limits = {}) {
    const Reading reading = read(text, limits);
    EXPECT_FALSE(reading.good) << text;
    EXPECT_EQ(reading.problems, std::vector<TextProblem>{problem}) << text;
}

void expect_syntax(std::string_view text, std::string pointer, std::uint32_t line, std::uint32_t column,
                   std::string message) {
    expect_refused(text, {"document.syntax", std::move(pointer), line, column, std::move(message)});
    EXPECT_EQ(read(text).document, nullptr) << text;
}

std::string nested(std::size_t depth, std::string_view open, std::string_view close) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    for (std::size_t i = 0; i < depth; ++i) text += close;
    return text;
}

// ---- what is accepted

TEST(JsonText, ReadsEveryKindOfValue) {
    expect_accepted("null", nullptr);
    expect_accepted(" true ", true);
    expect_accepted("\t\"a\"\r\n", "a");
    expect_accepted("[]", json::array());
    expect_accepted("{}", json::object());
    expect_accepted(R"({"a": [1, -2, 0.5, "x", {"b": false}], "": null})",
                    {{"a", {1, -2, 0.5, "x", {{"b", false}}}}, {"", nullptr}});
}

TEST(JsonText, SkipsOneByteOrderMark) {
    expect_accepted("\xef\xbb\xbf[1]", json::array{1});
    expect_syntax("\xef\xbb\xbf[x]", "/0", 1, 2, "found 'x' where a value or ']' was wanted");
    expect_syntax("\xef\xbb\xbf\xef\xbb\xbf[1]", "", 1, 1, "found '\xef\xbb\xbf' (U+FEFF) where a value was wanted");
}

TEST(JsonText, ResolvesEscapes) {
    expect_accepted(R"("\" \\ \/ \b \f \n \r \t")", "\" \\ / \b \f \n \r \t");
    expect_accepted(R"("\u00e9\u20AC\ud83d\uDE00 é€😀")", "é€😀 é€😀");
    expect_accepted(R"({"\u006bunci": 1})", {{"kunci", 1}});
    expect_accepted(R"(["\u0000"])", json::array{json::string(1, '\0')});
    // Longer than any buffer of the parser, with an escape at every offset.
    for (std::size_t length = 0; length < 9000; length += 97) {
        const std::string plain(length, 'x');
        expect_accepted("[\"" + plain + R"(\u00e9)" + plain + R"(\ud83d\ude00")" + "]",
                        json::array{json::string(plain + "é" + plain + "😀")});
    }
}

TEST(JsonText, AgreesWithWhoWroteTheText) {
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        const pug_test::RandomJson random(seed);
        const Reading reading = read(random.text());
        ASSERT_TRUE(reading.good) << random.text() << "\n" << testing::PrintToString(reading.problems);
        ASSERT_EQ(reading.document, random.value()) << random.text();
    }
}

// ---- numbers

TEST(JsonText, NumbersKeepTheirExactValue) {
    expect_accepted("0", std::int64_t{0});
    expect_accepted("-0", std::int64_t{0});
    expect_accepted("9223372036854775807", INT64_MAX);
    expect_accepted("-9223372036854775808", INT64_MIN);
    expect_accepted("9223372036854775808", std::uint64_t{1} << 63);
    expect_accepted("18446744073709551615", UINT64_MAX);
    expect_accepted("0.1", 0.1);
    expect_accepted("0.1000", 0.1);
    expect_accepted("100e-3", 0.1);
    expect_accepted("1.0", 1.0);
    expect_accepted("-0.0", -0.0);
    expect_accepted("1E+2", 100.0);
    expect_accepted("1e0000000000000000000002", 100.0);
    expect_accepted("100000000000000000000", 1e20);
    expect_accepted("1.7976931348623157e308", 1.7976931348623157e308);
    expect_accepted("5e-324", 5e-324);
    expect_accepted("0.30000000000000004", 0.30000000000000004);
}

TEST(JsonText, WhatNoDoublePrintsStaysText) {
    for (const std::string literal :
         {"18446744073709551616", "-9223372036854775809", "0.1000000000000000055511151231257827",
          "0.300000000000000044", "9007199254740993.0", "333333333.33333329", "3e-324", "2e-324",
          "1.7976931348623159e308", "1e400", "-1E+400", "1e-400", "0.33333333333333333333"}) {
        expect_accepted(literal, json::value(literal));
        expect_accepted("{\"a\": [" + literal + "]}", {{"a", {json::value(literal)}}});
    }
}

TEST(JsonText, EveryPrintedDoubleComesBack) {
    std::mt19937_64 random(20221);
    for (int i = 0; i < 20000; ++i) {
        const std::uint64_t bits = random();
        double number = 0;
        std::memcpy(&number, &bits, sizeof number);
        if (!std::isfinite(number)) continue;
        char text[40];
        (void)std::snprintf(text, sizeof text, "[%.16e]",
                            number);  // 17 digits: the double, but not always its shortest form
        const Reading reading = read(text);
        ASSERT_TRUE(reading.good) << text;
        const json::value& element = reading.document.at(0);
        if (element.is_double()) {
            ASSERT_EQ(element.get_double(), number) << text;
        } else {
            ASSERT_EQ(std::string(element.as_string()), std::string(text + 1, std::strlen(text) - 2));
        }
    }
}

TEST(JsonText, RefusesNumbersBeyondReason) {
    const auto exponent = [](const std::string& found) {
        return "found the exponent " + found + " where one from -400 to 400 was wanted";
    };
    expect_refused("[1, 1e401]", {"document.number_range", "/1", 1, 5, exponent("401")});
    expect_refused("{\"a\":\n 0e-401}", {"document.number_range", "/a", 2, 2, exponent("-401")});
    expect_refused("1E+0999", {"document.number_range", "", 1, 1, exponent("0999")});
    expect_refused("1e2147483648", {"document.number_range", "", 1, 1, exponent("2147483648")});
    expect_refused("1e-2147483648", {"document.number_range", "", 1, 1, exponent("-2147483648")});
    expect_refused("1.25e-99999999999999999999", {"document.number_range", "", 1, 1, exponent("-99999999999…")});
    expect_refused("12e99999999999999999999", {"document.number_range", "", 1, 1, exponent("999999999999…")});

    const std::string digits(200, '7');
    expect_accepted(digits, json::value(digits));
    expect_accepted("0." + digits.substr(1), json::value("0." + digits.substr(1)));
    const std::string found = "found a number of 201 digits where at most 200 were wanted";
    expect_refused(digits + "7", {"document.number_range", "", 1, 1, found});
    expect_refused("-0." + digits, {"document.number_range", "", 1, 1, found});
    expect_refused("1" + std::string(200, '0'), {"document.number_range", "", 1, 1, found});
}

TEST(JsonText, ANumberOutOfRangeDoesNotEndTheReading) {
    const Reading reading = read("[1e999, 2, -1e999]");
    EXPECT_FALSE(reading.good);
    EXPECT_EQ(reading.problems.size(), 2u);
    EXPECT_EQ(reading.document, (json::array{nullptr, 2, nullptr}));
}

// ---- doubled keys

TEST(JsonText, ListsEveryDoubledKey) {
    const Reading reading =
        read("{\"a\": 1,\n \"b\": {\"c\": 1, \"\\u0063\": 2},\r\n  \"a\": [{\"d\":1,\"d\":2}],\n\"a\": 3}");
    const auto again = [](const std::string& key) {
        return "found the key \"" + key + "\" again; one of each was wanted in an object";
    };
    EXPECT_FALSE(reading.good);
    EXPECT_EQ(reading.problems, (std::vector<TextProblem>{{"document.duplicate_key", "/b/c", 2, 16, again("c")},
                                                          {"document.duplicate_key", "/a", 3, 3, again("a")},
                                                          {"document.duplicate_key", "/a/0/d", 3, 16, again("d")},
                                                          {"document.duplicate_key", "/a", 4, 1, again("a")}}));
    EXPECT_EQ(reading.document, (json::value{{"a", 1}, {"b", {{"c", 1}}}}));
}

TEST(JsonText, TheSameKeyInDifferentObjectsIsNotDoubled) {
    expect_accepted(R"([{"a": {"a": 1}}, {"a": 2}])", json::array{{{"a", {{"a", 1}}}}, {{"a", 2}}});
}

TEST(JsonText, QuotesAKeyOnOneLineAndNotAtLength) {
    expect_refused(R"({"a\nb": 1, "a\nb": 2})", {"document.duplicate_key", "/a\nb", 1, 13,
                                                 R"(found the key "a\nb" again; one of each was wanted in an object)"});
    const std::string key = std::string(59, 'k') + "é" + std::string(100, 'k');
    expect_refused("{\"" + key + "\": 1, \"" + key + "\": 2}",
                   {"document.duplicate_key", "/" + key, 1, 169,
                    "found the key \"" + std::string(59, 'k') + "…\" again; one of each was wanted in an object"});
}

TEST(JsonText, DoubledKeysAgreeWithWhoWroteTheText) {
    std::size_t found = 0;
    TextLimits limits;
    limits.max_problems = 100000;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        const pug_test::RandomJson random(seed, true);
        const Reading reading = read(random.text(), limits);
        ASSERT_EQ(reading.good, random.doubled().empty()) << random.text();
        ASSERT_EQ(reading.document, random.value()) << random.text();
        ASSERT_EQ(reading.problems.size(), random.doubled().size()) << random.text();
        for (std::size_t i = 0; i < reading.problems.size(); ++i) {
            const TextProblem& problem = reading.problems[i];
            ASSERT_EQ(problem.code, "document.duplicate_key");
            ASSERT_EQ(problem.pointer, random.doubled()[i].pointer) << random.text();
            ASSERT_EQ(problem.line, random.doubled()[i].place.line) << random.text();
            ASSERT_EQ(problem.column, random.doubled()[i].place.column) << random.text();
        }
        found += reading.problems.size();
    }
    EXPECT_GT(found, 500u);
}

// ---- syntax

TEST(JsonText, SaysWhatWasWanted) {
    expect_syntax("[1,]", "/1", 1, 4, "found ']' where a value was wanted; no comma may stand before it");
    expect_syntax("[1,,2]", "/1", 1, 4, "found ',' where a value was wanted");
    expect_syntax("[,1]", "/0", 1, 2, "found ',' where a value or ']' was wanted");
    expect_syntax("[1 2]", "", 1, 4, "found '2' where ',' or ']' was wanted");
    expect_syntax("[[1}]", "/0", 1, 4, "found '}' where ',' or ']' was wanted");
    expect_syntax("[\"a\":1]", "", 1, 5, "found ':' where ',' or ']' was wanted");
    expect_syntax("{\"a\" 1}", "", 1, 6, "found '1' where ':' was wanted");
    expect_syntax("{\"a\"}", "", 1, 5, "found '}' where ':' was wanted");
    expect_syntax("{\"a\":}", "/a", 1, 6, "found '}' where a value was wanted");
    expect_syntax("{\"a\"::1}", "/a", 1, 6, "found ':' where a value was wanted");
    expect_syntax("{\"a\":1,}", "", 1, 8,
                  "found '}' where a key in double quotes was wanted; no comma may stand before it");
    expect_syntax("{\"a\":1,,}", "", 1, 8, "found ',' where a key in double quotes was wanted");
    expect_syntax("{,}", "", 1, 2, "found ',' where a key in double quotes or '}' was wanted");
    expect_syntax("{a: 1}", "", 1, 2, "found 'a' where a key in double quotes or '}' was wanted");
    expect_syntax("{1: 1}", "", 1, 2, "found '1' where a key in double quotes or '}' was wanted");
    expect_syntax("{\"a\": 1 \"b\": 2}", "", 1, 9, "found '\"' where ',' or '}' was wanted");
    expect_syntax("{\"a\": {\"b\": 1; \"c\": 2}}", "/a", 1, 14, "found ';' where ',' or '}' was wanted");
    expect_syntax("1 2", "", 1, 3, "found '2' where the end of the text was wanted");
    expect_syntax("{} {}", "", 1, 4, "found '{' where the end of the text was wanted");
    expect_syntax("[]]", "", 1, 3, "found ']' where the end of the text was wanted");
    expect_syntax("]", "", 1, 1, "found ']' where a value was wanted");
}

TEST(JsonText, NamesThePlace) {
    expect_syntax("{\"a/b~c\":\r\n [{\"é\":\t1},\n  {\"x\": tru}]}", "/a~1b~0c/1/x", 3, 9,
                  "found 'tru' where a value was wanted");
    expect_syntax("{\"ключ\": [\"😀\", x]}", "/ключ/1", 1, 16, "found 'x' where a value was wanted");
    expect_syntax("\n\n x", "", 3, 2, "found 'x' where a value was wanted");
}

TEST(JsonText, SaysWhereTheTextEnds) {
    expect_syntax("[1", "", 1, 3, "found the end of the text where ',' or ']' was wanted");
    expect_syntax("[1,\n", "/1", 2, 1, "found the end of the text where a value was wanted");
    expect_syntax("[", "/0", 1, 2, "found the end of the text where a value or ']' was wanted");
    expect_syntax("{", "", 1, 2, "found the end of the text where a key in double quotes or '}' was wanted");
    expect_syntax("{\"a\"", "", 1, 5, "found the end of the text where ':' was wanted");
    expect_syntax("{\"a\":", "/a", 1, 6, "found the end of the text where a value was wanted");
    expect_syntax("{\"a\":1", "", 1, 7, "found the end of the text where ',' or '}' was wanted");
    expect_syntax("\"abc", "", 1, 5, "found the end of the text inside a string; its closing '\"' was wanted");
    expect_syntax("[\"abc\\", "/0", 1, 7, "found the end of the text inside a string; its closing '\"' was wanted");
    expect_syntax("{\"abc", "", 1, 6, "found the end of the text inside a string; its closing '\"' was wanted");
    expect_syntax("[-", "/0", 1, 3, "found the end of the text where a digit was wanted");
    expect_syntax("tru", "", 1, 1, "found 'tru' where a value was wanted");
}

TEST(JsonText, RefusesWhatOnlyLooksLikeANumber) {
    expect_syntax("[NaN]", "/0", 1, 2, "NaN is not a number in JSON; found it where a value or ']' was wanted");
    expect_syntax("{\"a\": Infinity}", "/a", 1, 7,
                  "Infinity is not a number in JSON; found it where a value was wanted");
    expect_syntax("[1, -Infinity]", "/1", 1, 5, "-Infinity is not a number in JSON; found it where a value was wanted");
    expect_syntax("nan", "", 1, 1, "nan is not a number in JSON; found it where a value was wanted");
    expect_syntax("+inf", "", 1, 1, "+inf is not a number in JSON; found it where a value was wanted");
    expect_syntax("[+1]", "/0", 1, 2, "found '+1' where a value or ']' was wanted");
    expect_syntax("[.5]", "/0", 1, 2, "found '.5' where a value or ']' was wanted");
    expect_syntax("[-]", "/0", 1, 3, "found ']' where a digit was wanted");
    expect_syntax("[1.]", "/0", 1, 4, "found ']' where a digit was wanted");
    expect_syntax("[1.e5]", "/0", 1, 4, "found 'e5' where a digit was wanted");
    expect_syntax("[1e+]", "/0", 1, 5, "found ']' where a digit was wanted");
    expect_syntax("[01]", "", 1, 3,
                  "found '1' where ',' or ']' was wanted; a number does not begin with a superfluous zero");
    expect_syntax("[0x1F]", "", 1, 3, "found 'x1F' where ',' or ']' was wanted");
    expect_syntax("[1_000]", "", 1, 3, "found '_000' where ',' or ']' was wanted");
    expect_syntax("[1/6]", "", 1, 3, "found '/' where ',' or ']' was wanted; a fraction stands in double quotes (\")");
}

TEST(JsonText, RefusesOtherDialects) {
    expect_syntax("[True]", "/0", 1, 2,
                  "found 'True' where a value or ']' was wanted; JSON writes true, false and null");
    expect_syntax("[1] // x", "", 1, 5, "found '/' where the end of the text was wanted; JSON has no comments");
    expect_syntax("{\"a\": /* x */ 1}", "/a", 1, 7, "found '/' where a value was wanted; JSON has no comments");
    expect_syntax("# x", "", 1, 1, "found '#' where a value was wanted; JSON has no comments");
    expect_syntax("['a']", "/0", 1, 2,
                  "found ''' where a value or ']' was wanted; JSON strings stand in double quotes (\")");
    expect_syntax("{“a”: 1}", "", 1, 2,
                  "found '“' (U+201C) where a key in double quotes or '}' was wanted; "
                  "JSON strings stand in double quotes (\")");
    expect_syntax(
        "[1,\xc2\xa0"
        "2]",
        "/1", 1, 4, "found '\xc2\xa0' (U+00A0) where a value was wanted");
    expect_syntax(std::string("[1\0]", 4), "", 1, 3, "found the control character U+0000 where ',' or ']' was wanted");
    expect_syntax("[😀]", "/0", 1, 2, "found '😀' (U+1F600) where a value or ']' was wanted");
    expect_syntax("[\U0010FFFF]", "/0", 1, 2, "found '\U0010FFFF' (U+10FFFF) where a value or ']' was wanted");
    expect_syntax("[1,\f2]", "/1", 1, 4, "found the control character U+000C where a value was wanted");
    expect_syntax("[" + std::string(30, 'x') + "]", "/0", 1, 2,
                  "found '" + std::string(24, 'x') + "…' where a value or ']' was wanted");
}

TEST(JsonText, RefusesBrokenStrings) {
    const std::string raw = " in a string; the closing '\"' or an escape was wanted";
    expect_syntax("[\"a\nb\"]", "/0", 1, 4, "found a line break" + raw);
    expect_syntax("[\"a\tb\"]", "/0", 1, 4, "found a tab" + raw);
    expect_syntax("{\"a\x1f\": 1}", "", 1, 4, "found the control character U+001F" + raw);
    const std::string escapes = R"( in a string; after '\' one of " \ / b f n r t u was wanted)";
    expect_syntax(R"(["a\q"])", "/0", 1, 4, R"(found '\q')" + escapes);
    expect_syntax(R"(["é\é"])", "/0", 1, 4, R"(found '\é')" + escapes);
    expect_syntax("[\"\\\n\"]", "/0", 1, 3, R"(found '\' before a line break)" + escapes);
    const std::string digits = R"(found '\u' in a string without the four hexadecimal digits that were wanted)";
    expect_syntax(R"(["\u12"])", "/0", 1, 3, digits);
    expect_syntax(R"(["\u12g4 and more text"])", "/0", 1, 3, digits);
    expect_syntax(R"(["\u)", "/0", 1, 3, digits);
}

// ---- encoding

TEST(JsonText, RefusesHalfSurrogatePairs) {
    const auto half = [](std::string_view text, std::string pointer, std::uint32_t column, const std::string& found) {
        expect_refused(text, {"document.not_utf8", std::move(pointer), 1, column,
                              "found '" + found + "', half of a surrogate pair; a whole character was wanted"});
    };
    half(R"(["\ud800"])", "/0", 3, R"(\ud800)");
    half(R"(["x\uDFFF and more text"])", "/0", 4, R"(\uDFFF)");
    half(R"(["\ud83d\u0041 and more text"])", "/0", 3, R"(\ud83d)");
    half(R"(["\ud83d\ud83d\ude00"])", "/0", 3, R"(\ud83d)");
    half(R"(["\ude00\ud83d"])", "/0", 3, R"(\ude00)");
    half(R"(["\ud83d\n and more text"])", "/0", 3, R"(\ud83d)");
    half(R"({"\udbff": 1})", "", 3, R"(\udbff)");
}

TEST(JsonText, RefusesBrokenUtf8AtItsFirstByte) {
    const auto broken = [](const std::string& text, std::uint32_t line, std::uint32_t column, const std::string& byte) {
        expect_refused(text, {"document.not_utf8", "", line, column,
                              "found the byte " + byte + " where a character in UTF-8 was wanted"});
    };
    broken("[\"a\xff\"]", 1, 4, "0xFF");
    broken("[\"é\",\r\n \"\x80\"]", 2, 3, "0x80");   // a continuation byte alone
    broken("[\"\xc3\"]", 1, 3, "0xC3");              // cut short
    broken("[\"\xe2\x82\"]", 1, 3, "0xE2");          // cut short
    broken("[\"\xf0\x9f\x98", 1, 3, "0xF0");         // cut short by the end
    broken("[\"\xc0\xaf\"]", 1, 3, "0xC0");          // overlong '/'
    broken("[\"\xc1\xbf\"]", 1, 3, "0xC1");          // overlong
    broken("[\"\xe0\x9f\xbf\"]", 1, 3, "0xE0");      // overlong
    broken("[\"\xf0\x8f\xbf\xbf\"]", 1, 3, "0xF0");  // overlong
    broken("[\"\xed\xa0\x80\"]", 1, 3, "0xED");      // a surrogate
    broken("[\"\xed\xbf\xbf\"]", 1, 3, "0xED");      // a surrogate
    broken("[\"\xf4\x90\x80\x80\"]", 1, 3, "0xF4");  // beyond U+10FFFF
    broken("[\"\xf5\x80\x80\x80\"]", 1, 3, "0xF5");  // beyond U+10FFFF
    broken("[1, x, \xfc]", 1, 8, "0xFC");            // before any syntax
    broken("\xef\xbb\xbf[\"\xfe\"]", 1, 3, "0xFE");  // after the byte order mark
    broken("\xef\xbb", 1, 1, "0xEF");                // half a byte order mark
    expect_refused(std::string("\xff\xfe{\0}\0", 6),
                   {"document.not_utf8", "", 1, 1,
                    "found the byte 0xFF, as UTF-16 begins, where a character in UTF-8 was wanted"});
}

TEST(JsonText, AcceptsTheEdgesOfUtf8) {
    for (const std::string text : {"\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                                   "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
        expect_accepted("\"" + text + "\"", json::value(text));
    }
}

// ---- limits

TEST(JsonText, RefusesNothing) {
    for (const std::string text : {"", " ", "\r\n\t ", "\xef\xbb\xbf", "\xef\xbb\xbf \n"}) {
        expect_refused(text, {"document.empty", "", 1, 1, "found nothing where a JSON document was wanted"});
    }
}

TEST(JsonText, DepthEndsAt64) {
    const std::string message = "found a list or object within 64 others, the most that a document may have";
    std::string lists;
    std::string objects;
    for (int i = 0; i < 64; ++i) lists += "/0", objects += "/a";

    EXPECT_TRUE(read(nested(64, "[", "]")).good);
    expect_refused(nested(65, "[", "]"), {"document.too_deep", lists, 1, 65, message});
    EXPECT_TRUE(read(nested(63, "{\"a\":", "}").insert(std::size_t{63} * 5, "{}")).good);
    expect_refused(nested(64, "{\"a\":", "}").insert(std::size_t{64} * 5, "[]"),
                   {"document.too_deep", objects, 1, 321, message});
    EXPECT_EQ(read(nested(64, "{\"a\":", "}").insert(std::size_t{64} * 5, "[]")).document, nullptr);
    expect_refused(nested(100000, "[", "]"), {"document.too_deep", lists, 1, 65, message});
    // A scalar is no level, and siblings do not add up.
    EXPECT_TRUE(read(nested(64, "[", "]").insert(64, "1")).good);
    EXPECT_TRUE(read("[" + nested(63, "[", "]") + "," + nested(63, "[", "]") + "]").good);
}

TEST(JsonText, SizeEndsAt4MiB) {
    std::string text = "[1]" + std::string((4u << 20) - 3, ' ');
    EXPECT_TRUE(read(text).good);
    text += ' ';
    expect_refused(text, {"document.too_large", "", 1, 1, "found 4194305 bytes where at most 4194304 were wanted"});
    const std::string five_megabytes = "[\"" + std::string(5000000, 'x') + "\"]";
    expect_refused(five_megabytes,
                   {"document.too_large", "", 1, 1, "found 5000004 bytes where at most 4194304 were wanted"});
    TextLimits limits;
    limits.max_bytes = 6000000;
    EXPECT_TRUE(read(five_megabytes, limits).good);
}

TEST(JsonText, CountsValues) {
    TextLimits limits;
    limits.max_values = 4;
    EXPECT_TRUE(read("[1, {\"a\": 2}]", limits).good);
    const std::string message = "found more values than the 4 that a document may have";
    expect_refused("[1, {\"a\":\n 2}, 3]", {"document.too_many_values", "/2", 2, 6, message}, limits);
    expect_refused("[[[[[]]]]]", {"document.too_many_values", "/0/0/0/0", 1, 5, message}, limits);
}

TEST(JsonText, StopsListingProblemsAtALimit) {
    TextLimits limits;
    limits.max_problems = 2;
    EXPECT_EQ(read("{\"a\":1,\"a\":2,\"a\":3}", limits).problems.size(), 2u);
    const Reading reading = read("{\"a\":1,\"a\":2,\"a\":3,\"a\":1e999}", limits);
    ASSERT_EQ(reading.problems.size(), 3u);
    EXPECT_EQ(reading.problems.back(), (TextProblem{"document.too_many_problems", "/a", 1, 20,
                                                    "found more than 2 problems; the rest was not read"}));
    EXPECT_EQ(reading.document, nullptr);
}

TEST(JsonText, ProblemsAreAddedToThoseThere) {
    std::vector<TextProblem> problems{{"earlier", "", 1, 1, ""}};
    json::value document;
    EXPECT_TRUE(parse_json("[1]", document, problems));
    EXPECT_EQ(problems.size(), 1u);
    EXPECT_FALSE(parse_json("[", document, problems));
    EXPECT_EQ(problems.size(), 2u);
    EXPECT_EQ(problems.front().code, "earlier");
}

// ---- whatever comes

// Every refusal can be shown as one line and points into the text.
void expect_well_formed(const Reading& reading, std::string_view text) {
    const auto lines = static_cast<std::uint32_t>(1 + std::count(text.begin(), text.end(), '\n'));
    ASSERT_EQ(reading.good, reading.problems.empty()) << text;
    for (const TextProblem& problem : reading.problems) {
        ASSERT_TRUE(problem.code.starts_with("document.")) << problem.code;
        ASSERT_GE(problem.line, 1u);
        ASSERT_LE(problem.line, lines) << text;
        ASSERT_GE(problem.column, 1u);
        ASSERT_LE(problem.column, text.size() + 1) << text;
        ASSERT_FALSE(problem.message.empty());
        for (const char c : problem.message) ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20) << problem.message;
        ASSERT_TRUE(read("\"" + problem.code + "\"").good);
    }
}

TEST(JsonText, EveryCutIsRefused) {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        const pug_test::RandomJson random(seed);
        const std::string text = random.text().substr(0, random.text().find_last_of("]}"));
        for (std::size_t length = 0; length <= text.size(); ++length) {
            const std::string_view cut = std::string_view(text).substr(0, length);
            const Reading reading = read(cut);
            ASSERT_FALSE(reading.good) << cut;
            ASSERT_EQ(reading.problems.size(), 1u) << cut;
            expect_well_formed(reading, cut);
        }
    }
}

TEST(JsonText, SurvivesDamageAndAcceptsNoMoreThanJson) {
    static constexpr std::string_view splices[] = {"\"", "\\",  "{",   "}",  "[",   "]",       ",",    ":",        "-",
                                                   "0",  "1e9", ".",   "e",  "\\u", "\\ud800", "\xff", "\xe2\x82", "\n",
                                                   "\t", "NaN", "nul", "//", " ",   "é",       "\x01", "1e401"};
    std::mt19937_64 random(77);
    json::parse_options options;
    options.max_depth = 64;
    std::size_t accepted = 0;
    std::size_t refused = 0;
    for (std::uint64_t seed = 0; seed < 20000; ++seed) {
        std::string text = pug_test::RandomJson(seed % 500).text();
        for (std::size_t i = 0; i <= random() % 3; ++i) {
            const std::size_t at = random() % (text.size() + 1);
            text.replace(at, random() % 3, splices[random() % std::size(splices)]);
        }
        const Reading reading = read(text);
        expect_well_formed(reading, text);
        boost::system::error_code broken;
        (void)json::parse(text, broken, {}, options);
        const bool only_ours = std::all_of(reading.problems.begin(), reading.problems.end(), [](const auto& problem) {
            return problem.code == "document.duplicate_key" || problem.code == "document.number_range";
        });
        ASSERT_EQ(only_ours, !broken) << text << "\n" << testing::PrintToString(reading.problems);
        ++(reading.good ? accepted : refused);
    }
    EXPECT_GT(accepted, 500u);
    EXPECT_GT(refused, 5000u);
}

}  // namespace
