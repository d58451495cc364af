// Instruments written for earlier versions of the language keep loading, and score what they scored.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "pug/io/examples.hpp"
#include "pug/io/instrument.hpp"
#include "pug/scorer.hpp"

namespace {

using namespace pug;

std::string told(const std::vector<Problem>& problems) {
    std::string text;
    for (const Problem& p : problems) text += p.code + " " + p.where + ": " + p.message + "\n";
    return text;
}

std::vector<std::filesystem::path> documents() {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(PUG_SOURCE_DIR "/tests/documents")) {
        if (entry.path().extension() == ".json") found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

class OlderDocument : public testing::TestWithParam<std::filesystem::path> {
  protected:
    void SetUp() override {
        std::ifstream file(GetParam(), std::ios::binary);
        json_.assign(std::istreambuf_iterator<char>(file), {});
        auto read = read_instrument(json_);
        ASSERT_TRUE(read.has_value()) << told(read.error().problems);
        instrument_ = std::move(read).value();
    }
    std::string json_;
    Instrument instrument_;
};

TEST_P(OlderDocument, ScoresItsExamples) {
    ASSERT_FALSE(instrument_.examples.empty());
    const auto scorer = compile(instrument_);
    ASSERT_TRUE(scorer.has_value()) << told(scorer.error().problems);
    const auto problems = check_examples(scorer.value());
    EXPECT_TRUE(problems.empty()) << told(problems);
}

TEST_P(OlderDocument, MeansTheSameWhenWrittenAgain) {
    for (const std::string& written : {canonical_json(instrument_), pretty_json(instrument_)}) {
        const auto again = read_instrument(written);
        ASSERT_TRUE(again.has_value()) << told(again.error().problems);
        EXPECT_EQ(fingerprint(again.value()), fingerprint(instrument_));
    }
}

INSTANTIATE_TEST_SUITE_P(All, OlderDocument, testing::ValuesIn(documents()), [](const auto& test) {
    std::string text = test.param.parent_path().filename().string() + "_" + test.param.stem().string();
    std::replace_if(text.begin(), text.end(), [](char c) { return c == '.' || c == '-'; }, '_');
    return text;
});

TEST(OlderDocuments, AreThere) { EXPECT_GE(documents().size(), 4u); }

}  // namespace
