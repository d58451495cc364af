// Answers given as text: numbers, words, codes, statuses, and what is none of them.
#include "pug/io/answers.hpp"

#include <gtest/gtest.h>

#include "io/json_syntax.hpp"
#include "support/instruments.hpp"

namespace {

using namespace pug;
using namespace pug::test;

Instrument asking() {
    Instrument made = instrument(
        {variable("number"), variable("percent", VariableType::percent), variable("count", VariableType::count),
         variable("agreed", VariableType::yes_no), choice("level", "s")},
        NodeBuilder(Aggregate::sum, {name("number"), name("percent"), name("count"), name("agreed")}));
    made.scales.push_back(scale("s", {"0", "1", "2"}));
    made.scales.front().levels[1].code = "1";
    made.scales.front().levels[2].code = "Sangat baik";
    made.scales.front().statuses = {{"TDD", Status::not_applicable}, {"?", Status::no_information}};
    return made;
}

/// The answer as text: the value, or the name of the status, or "refused".
std::string answer(std::size_t variable, std::string_view text) {
    static const Instrument made = asking();
    const auto found = AnswerReader(made, made.variables[variable]).read(text);
    if (found.has_error())
        return found.error().code() == "data.value" && found.error().where() == made.variables[variable].name
                   ? "refused"
                   : "?";
    if (found.value().status != Status::observed)
        return found.value().value == 0 ? std::string(to_string(found.value().status)) : "?";
    return Decimal::of(found.value().value).to_string();
}

enum : std::size_t { number_of, percent_of, count_of, agreed_of, level_of };

TEST(Answers, Numbers) {
    const std::pair<const char*, const char*> cases[] = {
        {"0", "0"},      {"-0", "0"},      {"12.5", "12.5"}, {" 12.5\t", "12.5"}, {"+3", "3"},  {"-3", "-3"},
        {"1e3", "1000"}, {"1E-2", "0.01"}, {".5", "0.5"},    {"5.", "5"},         {"007", "7"}, {"0.1", "0.1"}};
    for (const auto& [text, expected] : cases) {
        for (const std::size_t variable : {number_of, percent_of, count_of})
            EXPECT_EQ(answer(variable, text), expected) << text;
    }
    for (const char* text : {"1,5", "1 000", "1.2.3", "twelve", "NaN", "nan", "inf", "-Infinity", "1e999", "0x10",
                             "+-5", "++5",   "+ 5",   "--5",    "5%",  "1/2", "yes", "observed",  "-",     "."}) {
        EXPECT_EQ(answer(number_of, text), "refused") << text;
    }
}

TEST(Answers, YesAndNoInTheLanguagesOfTheDocuments) {
    for (const char* text : {"yes", "Yes", "Y", "ya", "YA", "true", "1", "1.0", " ya "})
        EXPECT_EQ(answer(agreed_of, text), "1") << text;
    for (const char* text : {"no", "N", "tidak", "Tidak", "FALSE", "0", "0.0"})
        EXPECT_EQ(answer(agreed_of, text), "0") << text;
    for (const char* text : {"2", "maybe", "ja", "-1", "yes no", "0.5"})
        EXPECT_EQ(answer(agreed_of, text), "refused") << text;
}

TEST(Answers, LevelsByTheirCodesAsWritten) {
    EXPECT_EQ(answer(level_of, "L0"), "0");
    EXPECT_EQ(answer(level_of, "1"), "1");
    EXPECT_EQ(answer(level_of, " Sangat baik "), "2");
    EXPECT_EQ(answer(level_of, "TDD"), "not_applicable");
    EXPECT_EQ(answer(level_of, "?"), "no_information");
    for (const char* text : {"l0", "0", "2", "sangat baik", "tdd", "L0 L1"})
        EXPECT_EQ(answer(level_of, text), "refused") << text;
}

TEST(Answers, StatusesByTheirNames) {
    for (std::size_t s = 1; s < status_count; ++s) {
        const std::string status(to_string(static_cast<Status>(s)));
        for (const std::size_t variable : {number_of, percent_of, count_of, agreed_of, level_of}) {
            EXPECT_EQ(answer(variable, status), status);
            EXPECT_EQ(answer(variable, " " + status + " "), status);
        }
    }
    for (const std::size_t variable : {number_of, agreed_of, level_of}) {
        EXPECT_EQ(answer(variable, ""), "missing");
        EXPECT_EQ(answer(variable, " \t\r\n"), "missing");
        EXPECT_EQ(answer(variable, "Not_Applicable"), "not_applicable");
        EXPECT_EQ(answer(variable, "observed"), "refused");
    }
}

TEST(Answers, ARefusalSaysWhatWasFoundAndWhatIsPossible) {
    const Instrument made = asking();
    const auto refused = [&](std::size_t variable, std::string_view text) {
        return AnswerReader(made, made.variables[variable]).read(text).error().message();
    };
    EXPECT_EQ(refused(level_of, "L9"), "found \"L9\", wanted one of L0, 1, Sangat baik, TDD, ?, or a status");
    EXPECT_NE(refused(number_of, "1,5").find("found \"1,5\""), std::string::npos);
    EXPECT_NE(refused(agreed_of, "maybe").find("wanted yes or no"), std::string::npos);
}

TEST(Answers, ARefusalOfALongTextIsShortAndOneLineOfUtf8) {
    const Instrument made = asking();
    for (std::size_t before = 50; before < 64; ++before) {
        const std::string text = std::string(before, 'a') + "é€😀\nsecond line " + std::string(1000, 'z');
        const std::string message = AnswerReader(made, made.variables[number_of]).read(text).error().message();
        EXPECT_LT(message.size(), 200u);
        EXPECT_EQ(message.find('\n'), std::string::npos) << before;
        for (std::string_view rest = message; !rest.empty();) {
            const std::size_t step = pug::detail::utf8_length(rest);
            ASSERT_GT(step, 0u) << "not UTF-8, with " << before << " bytes before";
            rest.remove_prefix(step);
        }
    }
}

}  // namespace
