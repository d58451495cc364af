// References of a cohort, saved and read again: they score the same, and nothing else is taken for them.
#include "pug/io/references.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "pug/io/instrument.hpp"
#include "support/instruments.hpp"
#include "support/scores.hpp"

namespace {

using namespace pug;
using namespace pug::test;

/// Everything that looks at the cohort, over ratios, roots and logarithms: values with long exact forms.
const char* const document = R"({"pug": 1, "id": "test.cohort", "edition": "3", "status": "draft", "title": "A cohort",
 "variables": {"women": {"type": "count"}, "men": {"type": "count"}, "rate": {"type": "number", "range": ["0", null]}},
 "nodes": [{"id": "share", "ratio": ["women", "men"]},
           {"id": "root", "geometric": ["rate", "men"]}],
 "score": {"arithmetic": [
   {"from": "share", "then": [{"relative_to": "mean"}]},
   {"from": "root", "then": [{"scale": "1e-6"}, {"zscore": "cohort"}]},
   {"from": "rate", "then": [{"percentile": "cohort"}]},
   {"from": "rate", "then": [{"deviation_from": {"unit": "7"}}]}],
  "weights": {"inverse_sd": "cohort"}, "then": [{"minmax": "cohort"}]}})";

Instrument cohort() {
    auto read = read_instrument(document);
    if (read.has_error()) throw std::runtime_error(told(read.error()));
    return std::move(read).value();
}

/// The same without roots, so that every reference is a rational number.
Instrument rational_cohort() {
    std::string json = document;
    const std::string root = R"("geometric": ["rate", "men"])";
    json.replace(json.find(root), root.size(), R"("harmonic": ["rate", "men"])");
    auto read = read_instrument(json);
    if (read.has_error()) throw std::runtime_error(told(read.error()));
    return std::move(read).value();
}

std::vector<std::vector<Cell>> rows(std::size_t units) {
    std::mt19937_64 random(11);
    std::vector<std::vector<Cell>> made;
    for (std::size_t u = 0; u < units; ++u) {
        made.push_back({static_cast<double>(random() % 10000), static_cast<double>(1 + random() % 10000),
                        static_cast<double>(random() % 100000) / 1000});
        if (u != 6 && random() % 9 == 0) made.back()[random() % 3] = Status::missing;
    }
    return made;
}

Scored scored_with(const Instrument& instrument, const References& references,
                   const std::vector<std::vector<Cell>>& rows) {
    auto answers = std::make_shared<Answers>(instrument, rows);
    const auto scorer = compile(instrument).value().with(references);
    if (scorer.has_error()) throw std::runtime_error(told(scorer.error()));
    return {answers, scorer.value().score(answers->table()).value()};
}

TEST(References, SavedAndReadAgainScoreTheSame) {
    for (const Instrument& instrument : {cohort(), rational_cohort()}) {
        const auto units = rows(250);
        const Answers answers(instrument, units);
        const auto fitted = compile(instrument).value().fit(answers.table(), "the year before");
        ASSERT_TRUE(fitted.has_value()) << told(fitted.error());
        const std::string saved = to_json(instrument, {{"", fitted.value()}});
        const auto read = read_references(saved, instrument);
        ASSERT_TRUE(read.has_value()) << told(read.error());
        ASSERT_EQ(read.value().size(), 1u);
        EXPECT_EQ(read.value().at(""), fitted.value());
        EXPECT_EQ(read.value().at("").data, "the year before");
        EXPECT_EQ(read.value().at("").units, 250u);
        EXPECT_EQ(to_json(instrument, read.value()), saved);
        const Scored now = scored_with(instrument, fitted.value(), units);
        const Scored later = scored_with(instrument, read.value().at(""), units);
        EXPECT_TRUE(is_same(now.scores, later.scores));
        std::size_t observed = 0;
        for (const Status status : now->score_statuses()) observed += status == Status::observed;
        EXPECT_GT(observed, 100u);
    }
}

TEST(References, OfSeveralCohortsKeepTheirNames) {
    const Instrument instrument = rational_cohort();
    const Answers all(instrument, rows(30)), few(instrument, rows(10));
    const auto scorer = compile(instrument).value();
    const ReferenceSet set = {{"2023", scorer.fit(all.table(), "all").value()},
                              {"2024", scorer.fit(few.table(), "few").value()}};
    const auto read = read_references(to_json(instrument, set), instrument);
    ASSERT_TRUE(read.has_value()) << told(read.error());
    EXPECT_EQ(read.value(), set);
}

std::string code_of(const std::string& json, const Instrument& instrument) {
    const auto read = read_references(json, instrument);
    return read.has_error() ? read.error().code() + " " + read.error().where() : std::string("accepted");
}

TEST(References, OfAnotherInstrumentOrEditionAreRefused) {
    const Instrument instrument = rational_cohort();
    const Answers answers(instrument, rows(20));
    const std::string saved = to_json(instrument, {{"", compile(instrument).value().fit(answers.table()).value()}});
    EXPECT_EQ(code_of(saved, instrument), "accepted");
    EXPECT_EQ(code_of(saved, cohort()), "references.other_instrument /instrument");
    Instrument changed = instrument;
    changed.edition = "4";
    EXPECT_EQ(code_of(saved, changed), "references.other_instrument /instrument");
    changed = instrument;
    changed.variables[2].high = decimal("1000");
    EXPECT_EQ(code_of(saved, changed), "references.other_instrument /instrument");
    // A label decides no score.
    changed = instrument;
    changed.title = Text("Renamed");
    EXPECT_EQ(code_of(saved, changed), "accepted");
}

TEST(References, ADocumentThatIsNoneIsRefusedWithItsPlace) {
    const Instrument instrument = rational_cohort();
    const Answers answers(instrument, rows(20));
    const std::string saved =
        to_json(instrument, {{"", compile(instrument).value().fit(answers.table(), "here").value()}});
    const auto spoilt = [&](const std::string& found, const std::string& instead) {
        std::string json = saved;
        const auto at = json.find(found);
        if (at == std::string::npos) throw std::runtime_error("the references have no " + found);
        return code_of(json.replace(at, found.size(), instead), instrument);
    };
    EXPECT_EQ(code_of("", instrument), "document.empty ");
    EXPECT_EQ(code_of("[]", instrument), "document.type ");
    EXPECT_EQ(spoilt("\"pug_references\":", "\"references\":"), "document.missing_key ");
    EXPECT_EQ(spoilt("\"pug_references\":1", "\"pug_references\":2"), "document.version /pug_references");
    EXPECT_EQ(spoilt("\"units\":", "\"unit\":"), "document.missing_key /cohorts/");
    EXPECT_EQ(spoilt("\"cohorts\":{", "\"cohort\":{"), "document.missing_key ");
    EXPECT_EQ(spoilt("\"values\":{", "\"values\":[],\"x\":{").substr(0, 13), "document.type");
    EXPECT_EQ(spoilt("/then/", "/than/"), "accepted") << "keys are checked when the references are used";
}

}  // namespace
