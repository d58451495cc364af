#include "io/json_places.hpp"

#include <gtest/gtest.h>

#include <string>

#include "random_json.hpp"

namespace pug::detail {

void PrintTo(const Place& place, std::ostream* out) { *out << place.line << ':' << place.column; }

}  // namespace pug::detail

namespace {

using pug::detail::locate;
using pug::detail::Locator;
using pug::detail::Place;
using pug::detail::PlaceCounter;
using pug::detail::pointer_step;
using pug::detail::TokenWalker;

TEST(Places, CountsCodePointsAndLines) {
    PlaceCounter counter("aé€\r\n😀b\n");
    EXPECT_EQ(counter.at(0), (Place{1, 1}));
    EXPECT_EQ(counter.at(1), (Place{1, 2}));   // é
    EXPECT_EQ(counter.at(3), (Place{1, 3}));   // €
    EXPECT_EQ(counter.at(6), (Place{1, 4}));   // carriage return
    EXPECT_EQ(counter.at(8), (Place{2, 1}));   // 😀
    EXPECT_EQ(counter.at(12), (Place{2, 2}));  // b
    EXPECT_EQ(counter.at(14), (Place{3, 1}));  // the end
    EXPECT_EQ(counter.at(99), (Place{3, 1}));
    EXPECT_EQ(counter.at(3), (Place{1, 3}));  // and back again
}

TEST(Places, NamesTheKeyOfAMemberAndTheValueOfAnElement) {
    const std::string text = "\n  {\"a\": 1,\r\n   \"b\" : [10,\n20, {\"c\": null}]}";
    EXPECT_EQ(locate(text, ""), (Place{2, 3}));
    EXPECT_EQ(locate(text, "/a"), (Place{2, 4}));
    EXPECT_EQ(locate(text, "/b"), (Place{3, 4}));
    EXPECT_EQ(locate(text, "/b/0"), (Place{3, 11}));
    EXPECT_EQ(locate(text, "/b/1"), (Place{4, 1}));
    EXPECT_EQ(locate(text, "/b/2"), (Place{4, 5}));
    EXPECT_EQ(locate(text, "/b/2/c"), (Place{4, 6}));
}

TEST(Places, WhatIsNotThereStandsWhereItsParentStands) {
    const std::string text = R"({"a": [1, {"b": 2}]})";
    EXPECT_EQ(locate(text, "/x"), (Place{1, 1}));
    EXPECT_EQ(locate(text, "/a/7"), (Place{1, 2}));
    EXPECT_EQ(locate(text, "/a/01"), (Place{1, 2}));
    EXPECT_EQ(locate(text, "/a/-"), (Place{1, 2}));
    EXPECT_EQ(locate(text, "/a/1/title/en"), (Place{1, 11}));
    EXPECT_EQ(locate(text, "/a/1/b/c"), (Place{1, 12}));
    EXPECT_EQ(locate(text, "a"), (Place{1, 1}));
    EXPECT_EQ(locate(text, "/"), (Place{1, 1}));
}

TEST(Places, PointersAreEscapedAsRfc6901Says) {
    const std::string text = R"({"a/b": 1, "m~n": 2, "~1": 3, "": 4, "q\"\u0062": 5, "b": {"": 6}})";
    EXPECT_EQ(locate(text, "/a~1b"), (Place{1, 2}));
    EXPECT_EQ(locate(text, "/m~0n"), (Place{1, 12}));
    EXPECT_EQ(locate(text, "/~01"), (Place{1, 22}));
    EXPECT_EQ(locate(text, "/"), (Place{1, 31}));
    EXPECT_EQ(locate(text, "/q\"b"), (Place{1, 38}));
    EXPECT_EQ(locate(text, "/b/"), (Place{1, 60}));
    EXPECT_EQ(pointer_step("a/b~c"), "/a~1b~0c");
    EXPECT_EQ(pointer_step(""), "/");
}

TEST(Places, TheByteOrderMarkTakesNoColumn) { EXPECT_EQ(locate("\xef\xbb\xbf{\"a\": 1}", "/a"), (Place{1, 2})); }

TEST(Places, OfDoubledKeysTheFirstCounts) {
    const std::string text = R"({"a": {"b": 1}, "a": {"b": 2, "c": 3}})";
    EXPECT_EQ(locate(text, "/a"), (Place{1, 2}));
    EXPECT_EQ(locate(text, "/a/b"), (Place{1, 8}));
    EXPECT_EQ(locate(text, "/a/c"), (Place{1, 2}));
}

TEST(Places, ScalarsAreDocumentsToo) {
    EXPECT_EQ(locate("  12 ", ""), (Place{1, 3}));
    EXPECT_EQ(locate("\"a\"", "/a"), (Place{1, 1}));
}

TEST(Places, TextThatIsNoJsonStaysWithinBounds) {
    for (const std::string text : {"", "   ", "\"", "\"\\", "{", "{\"a\"", "{\"a\":", "}]", "{{{", "[\"a",
                                   ",,::", "{]}[", "{\"a\":]}", "\xff\xfe", "{\"\\u12\":1}"}) {
        const Place place = locate(text, "/a/0/b");
        EXPECT_GE(place.line, 1u) << text;
        EXPECT_LE(place.column, text.size() + 1) << text;
        TokenWalker walker(text);
        while (walker.next()) EXPECT_LE(walker.end(), text.size()) << text;
    }
}

TEST(Places, AgreeWithWhoWroteTheText) {
    std::size_t checked = 0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        const pug_test::RandomJson random(seed, seed % 2 == 1);
        const Locator locator(random.text());
        for (const auto& [pointer, place] : random.marks()) {
            ASSERT_EQ(locator.at(pointer), place) << pointer << " in seed " << seed << ":\n" << random.text();
            ++checked;
        }
        const auto& last = random.marks().back();
        ASSERT_EQ(locate(random.text(), last.pointer), last.place) << random.text();
    }
    EXPECT_GT(checked, 10000u);
}

}  // namespace
