// Writing instruments: what is read back is the same instrument, and the fingerprint names exactly one.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "pug/catalog.hpp"
#include "pug/io/instrument.hpp"
#include "support/documents.hpp"
#include "support/random_instrument.hpp"
#include "support/scores.hpp"

namespace {

using namespace pug;
using namespace pug::test;

Instrument read(const std::string& json) {
    auto instrument = read_instrument(json);
    if (instrument.has_error()) throw std::runtime_error(told(instrument.error()));
    return std::move(instrument).value();
}

std::string file(const std::string& path) {
    std::ifstream stream(PUG_SOURCE_DIR + path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<Instrument> instruments() {
    std::vector<Instrument> all = {read(sound_document()), read(file("/tests/golden/everything.json"))};
    for (const std::string_view id : catalog::ids()) all.push_back(catalog::load(id).value());
    return all;
}

TEST(InstrumentWriter, TheFormForPeopleIsReadBackAsTheSameInstrument) {
    for (const Instrument& instrument : instruments()) {
        SCOPED_TRACE(instrument.id);
        EXPECT_EQ(read(pretty_json(instrument)), instrument);
        EXPECT_EQ(fingerprint(read(pretty_json(instrument))), fingerprint(instrument));
    }
}

TEST(InstrumentWriter, TheCanonicalFormIsReadBackAsTheSameInstrument) {
    for (const Instrument& instrument : instruments()) {
        SCOPED_TRACE(instrument.id);
        const Instrument back = read(canonical_json(instrument));
        EXPECT_EQ(canonical_json(back), canonical_json(instrument));
        // The order of the variables is the order of the columns of a matrix.
        ASSERT_EQ(back.variables.size(), instrument.variables.size());
        for (std::size_t v = 0; v < back.variables.size(); ++v)
            EXPECT_EQ(back.variables[v].name, instrument.variables[v].name);
    }
}

TEST(InstrumentWriter, InstrumentsBuiltInCodeAreWrittenAsTheyScore) {
    RandomInstruments random(5);
    std::size_t usable = 0;
    for (int i = 0; i < 300; ++i) {
        Instrument instrument = random.instrument();
        instrument.title = "Random";
        if (compile(instrument).has_error()) continue;
        ++usable;
        const Instrument back = read(pretty_json(instrument));
        ASSERT_EQ(canonical_json(back), canonical_json(instrument));
        const auto rows = random.answers(instrument, 5);
        const Scored first = score(instrument, rows), second = score(back, rows);
        ASSERT_TRUE(is_same(first.scores, second.scores));
    }
    EXPECT_GT(usable, 150u);
}

TEST(Fingerprint, IsThatOfTheCanonicalForm) {
    const std::string found = fingerprint(read(sound_document()));
    EXPECT_EQ(found.size(), 64u);
    EXPECT_EQ(found.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(Fingerprint, DoesNotDependOnSpelling) {
    const std::string original = fingerprint(read(sound_document()));
    for (const auto& [found, instead] : std::initializer_list<std::pair<const char*, const char*>>{
             {"\"pug\": 1, \"id\": \"test.base\"", "\"id\": \"test.base\",\n\t\"pug\": 1"},
             {"\"weight\": \"2\"", "\"weight\": 2"},
             {"\"weight\": \"2\"", "\"weight\": \"2.00\""},
             {"\"weight\": \"2\"", "\"weight\": 0.2e1"},
             {"\"weight\": \"2\"", "\"weight\": \"6/3\""},
             {"\"value\": \"0.1\"", "\"value\": 0.10"},
             {"\"value\": \"0.1\"", "\"value\": \"1e-1\""},
             {"{\"id\": \"Dasar\", \"en\": \"Base\"}", "{\"en\": \"Base\", \"id\": \"Das\\u0061r\"}"},
             {"\"pug\": 1", "\"pug\": \"1\""},
             {"{\"type\": \"percent\"}", "{\"type\": \"percent\", \"range\": [0, 100.0]}"},
             {"\"from\": \"decree\", \"then\": [\"points\"]", "\"then\": [\"points\"], \"from\": \"decree\""}}) {
        EXPECT_EQ(fingerprint(read(spoilt(found, instead))), original) << instead;
    }
}

TEST(Fingerprint, ChangesWithEverythingThatIsSaid) {
    const std::string original = fingerprint(read(sound_document()));
    for (const auto& [found, instead] : std::initializer_list<std::pair<const char*, const char*>>{
             {"\"weight\": \"2\"", "\"weight\": \"2.0000000000000000000000000000001\""},
             {"\"weight\": \"2\"", "\"weight\": 2.0000000000000004"},
             {"\"value\": \"0.1\"", "\"value\": 0.1000000000000000055511151231257827"},
             {"\"value\": \"0.1\"", "\"value\": 0.10000000000000001"},
             {"\"from\": \"1\"", "\"from\": \"1.1\""},
             {"\"from\": \"1\"", "\"above\": \"1\""},
             {"\"digits\": 2", "\"digits\": 3"},
             {"\"digits\": 2", "\"digits\": 2, \"mode\": \"up\""},
             {"\"Base\"", "\"base\""},
             {"\"draft\"", "\"official\""},
             {"\"is\": \"yes\"", "\"is\": \"no\""},
             {"[\"rate\", {\"from\": \"open\", \"weight\": \"2\"}]",
              "[{\"from\": \"open\", \"weight\": \"2\"}, \"rate\"]"},
             {"\"decree\": {\"type\": \"choice\", \"scale\": \"met\", \"source\": \"book\"},\n   \"rate\": {\"type\": "
              "\"percent\"}",
              "\"rate\": {\"type\": \"percent\"},\n   \"decree\": {\"type\": \"choice\", \"scale\": \"met\", "
              "\"source\": \"book\"}"},
             {"\"expect\": {\"score\": \"1\"}", "\"expect\": {\"score\": \"1.0\"}"},
             {"{\"type\": \"number\"}", "{\"type\": \"number\", \"direction\": \"lower_is_better\"}"},
             {"{\"pug\"", "{\"x-note\": null, \"pug\""}}) {
        EXPECT_NE(fingerprint(read(spoilt(found, instead))), original) << instead;
    }
}

TEST(Fingerprint, ChangesWithEveryWeightOfTheCatalog) {
    for (const std::string_view id : catalog::ids()) {
        const std::string document(catalog::document(id));
        const std::string original = fingerprint(read(document));
        const std::string key = "\"weight\": \"";
        for (std::size_t at = document.find(key); at != std::string::npos; at = document.find(key, at + 1)) {
            std::string other = document;
            other.insert(at + key.size(), "1");
            EXPECT_NE(fingerprint(read(other)), original) << id << " at byte " << at;
        }
    }
}

TEST(Extensions, AreKeptHoweverDeepTheyAre) {
    for (const int depth : {1, 20, 31, 40, 60}) {
        const std::string deep = std::string(static_cast<std::size_t>(depth), '[') + "\"inner\"" +
                                 std::string(static_cast<std::size_t>(depth), ']');
        const Instrument instrument = read(spoilt("{\"pug\"", "{\"x-note\": " + deep + ", \"pug\""));
        EXPECT_NE(canonical_json(instrument).find("\"inner\""), std::string::npos) << depth;
        EXPECT_EQ(read(pretty_json(instrument)), instrument) << depth;
    }
}

}  // namespace
