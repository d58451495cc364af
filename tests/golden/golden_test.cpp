// Every number of the golden files comes out of C++ to the last bit, whatever the size of the blocks.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "golden/golden.hpp"

namespace {

using pug::golden::Golden;

std::vector<std::string> files() {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(PUG_SOURCE_DIR "/tests/golden")) {
        if (entry.path().extension() == ".tsv") found.push_back(entry.path().string());
    }
    std::sort(found.begin(), found.end());
    return found;
}

class GoldenFile : public testing::TestWithParam<std::string> {};

TEST_P(GoldenFile, ComesOutToTheLastBit) {
    const Golden golden = pug::golden::read_golden(GetParam());
    ASSERT_FALSE(golden.in.empty());
    ASSERT_EQ(golden.in.size(), golden.out.size());
    const auto instrument = pug::golden::load(PUG_SOURCE_DIR, golden.instrument);
    ASSERT_TRUE(instrument.has_value()) << instrument.error().message();
    const auto scorer = pug::compile(instrument.value());
    ASSERT_TRUE(scorer.has_value());
    for (const std::size_t block : {1u, 7u, 128u}) {
        const auto scored = pug::golden::scored(golden, scorer.value(), {block, true});
        ASSERT_TRUE(scored.has_value()) << scored.error().message();
        ASSERT_EQ(scored.value().results, golden.results);
        for (std::size_t row = 0; row < golden.out.size(); ++row) {
            for (std::size_t c = 0; c < golden.results.size(); ++c) {
                EXPECT_EQ(scored.value().out[row][c], golden.out[row].at(c))
                    << "row " << row + 1 << ", column " << golden.results[c] << ", blocks of " << block;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, GoldenFile, testing::ValuesIn(files()), [](const auto& test) {
    std::string name = std::filesystem::path(test.param).stem().string();
    std::replace_if(name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
    return name;
});

}  // namespace
