// A history that nobody can change unnoticed.
#include "pug/io/history.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace pug;

std::vector<std::string> lines() {
    HistoryEnd end;
    std::vector<std::string> made;
    for (const char* event : {R"({"unit": "A", "answers": {"x": 1.5}})", R"({"unit": "B", "note": "perempuan \u00e9"})",
                              R"({"unit": "A", "answers": {"x": 2}})", R"({})"}) {
        made.push_back(history_record(event, end).value());
        std::string history;
        for (const std::string& line : made) history += line;
        end = check_history(history).value();
    }
    return made;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string history;
    for (const std::string& line : lines) history += line;
    return history;
}

TEST(History, StandsWhereItsLastRecordSays) {
    EXPECT_EQ(check_history("").value().records, 0u);
    const HistoryEnd end = check_history(joined(lines())).value();
    EXPECT_EQ(end.records, 4u);
    EXPECT_EQ(end.hash.size(), 64u);
    EXPECT_EQ(check_history(joined(lines()), end.hash).value().hash, end.hash);
}

TEST(History, AnyFlippedBitIsFoundInItsLine) {
    const std::vector<std::string> made = lines();
    const std::string history = joined(made);
    std::size_t line = 1;
    for (std::size_t at = 0; at < history.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string changed = history;
            changed[at] = static_cast<char>(changed[at] ^ 1 << bit);
            const auto checked = check_history(changed);
            ASSERT_TRUE(checked.has_error()) << "byte " << at << ", bit " << bit;
            // A line feed that is gone joins two lines; the last line then has no end.
            ASSERT_EQ(checked.error().problems.front().line, line) << "byte " << at << ", bit " << bit;
        }
        if (history[at] == '\n') ++line;
    }
}

TEST(History, WhatMeansTheSameIsAChangeToo) {
    std::vector<std::string> made = lines();
    made[1].insert(1, " ");
    EXPECT_EQ(check_history(joined(made)).error().code(), "history.form");
    made = lines();
    made[2].insert(made[2].size() - 1, "\r");
    EXPECT_EQ(check_history(joined(made)).error().code(), "history.form");
}

TEST(History, LinesCannotBeTakenOutPutInOrMoved) {
    const std::vector<std::string> made = lines();
    const std::string end = check_history(joined(made)).value().hash;
    const auto code = [](const std::vector<std::string>& history, std::string_view expected = {}) {
        const auto checked = check_history(joined(history), expected);
        return checked ? std::string("sound") : checked.error().code();
    };
    EXPECT_EQ(code({made[0], made[2], made[3]}), "history.order");
    EXPECT_EQ(code({made[1], made[0], made[2], made[3]}), "history.order");
    EXPECT_EQ(code({made[0], made[0], made[1]}), "history.order");
    EXPECT_EQ(code({made[0], made[1], "\n", made[2]}), "history.form");
    EXPECT_EQ(code({made[0], made[1]}), "sound");
    EXPECT_EQ(code({made[0], made[1]}, end), "history.end");
    std::string cut = made[1];
    cut.resize(cut.size() - 3);
    EXPECT_EQ(code({made[0], cut}), "history.unfinished");
}

TEST(History, ItsLastLineIsEnoughToAppend) {
    const std::vector<std::string> made = lines();
    for (std::size_t i = 0; i < made.size(); ++i) {
        const HistoryEnd end = history_end(made[i]).value();
        EXPECT_EQ(end.records, i + 1);
        EXPECT_EQ(end.hash,
                  check_history(joined({made.begin(), made.begin() + static_cast<long>(i) + 1})).value().hash);
    }
}

TEST(History, ALastLineThatIsNotSoundIsNoEnd) {
    const std::string line = lines()[2];
    for (std::size_t at = 0; at < line.size(); ++at) {
        std::string changed = line;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_TRUE(history_end(changed).has_error()) << "byte " << at;
    }
    EXPECT_EQ(history_end("").error().code(), "history.unfinished");
    EXPECT_EQ(history_end(line + line).error().code(), "history.unfinished");
    EXPECT_EQ(history_end("\n").error().code(), "history.form");
    // Sound in itself, and yet none of ours.
    const std::string hash = "1face795aa72da7c2953de2607cdaf314c0ec26d36ced15422c7a7582b85cb2a";  // of {"event":{}}
    const auto numberless = history_end("{\"event\":{},\"hash\":\"" + hash + "\"}\n");
    EXPECT_EQ(numberless.error().code(), "history.form");
    EXPECT_NE(numberless.error().message().find("no number"), std::string::npos);
}

TEST(History, RefusesEventsThatAreNone) {
    EXPECT_TRUE(history_record("[1]", {}).has_error());
    EXPECT_TRUE(history_record("{\"a\": 1,}", {}).has_error());
    EXPECT_TRUE(history_record("", {}).has_error());
}

TEST(History, WhatIsWrittenCanBeRead) {
    const auto nested = [](std::size_t depth) {
        return "{\"a\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
    };
    EXPECT_TRUE(history_end(history_record(nested(63), {}).value()).has_value());
    EXPECT_EQ(history_record(nested(64), {}).error().code(), "document.too_deep");
    // Numbers whose canonical form is longer, at the limit of what a document may have.
    const auto numbers = [](std::size_t count) {
        std::string list = "{\"a\":[1e20";
        for (std::size_t i = 1; i < count; ++i) list += ",1e20";
        return list + "]}";
    };
    EXPECT_TRUE(history_end(history_record(numbers(190'000), {}).value()).has_value());
    EXPECT_EQ(history_record(numbers(195'000), {}).error().code(), "document.too_large");
    std::string values = "{\"a\":[1";
    for (std::size_t i = 1; i < 499'994; ++i) values += ",1";
    EXPECT_TRUE(history_end(history_record(values + "]}", {}).value()).has_value());
    EXPECT_EQ(history_record(values + ",1]}", {}).error().code(), "document.too_many_values");
}

}  // namespace
