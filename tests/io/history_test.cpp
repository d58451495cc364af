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

TEST(History, RefusesEventsThatAreNone) {
    EXPECT_TRUE(history_record("[1]", {}).has_error());
    EXPECT_TRUE(history_record("{\"a\": 1,}", {}).has_error());
    EXPECT_TRUE(history_record("", {}).has_error());
}

}  // namespace
