// The built-in instruments: each can be read and compiled, its examples come out, and every number of it has a source.
#include "pug/catalog.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "pug/io/examples.hpp"
#include "pug/scorer.hpp"

namespace {

using namespace pug;

std::string told(const std::vector<Problem>& problems) {
    std::string text;
    for (const Problem& p : problems) text += p.code + " " + p.where + ": " + p.message + "\n";
    return text;
}

class Catalog : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        auto loaded = catalog::load(GetParam());
        ASSERT_TRUE(loaded.has_value()) << told(loaded.error().problems);
        instrument_ = std::move(loaded).value();
    }
    Instrument instrument_;
};

TEST_P(Catalog, BearsTheNameOfItsFile) { EXPECT_EQ(instrument_.id, GetParam()); }

TEST_P(Catalog, SaysWhatItIsInBothLanguages) {
    for (const char* language : {"id", "en"}) {
        const auto has = [&](const Text& text) {
            return std::any_of(text.translations.begin(), text.translations.end(),
                               [&](const auto& each) { return each.first == language && !each.second.empty(); });
        };
        EXPECT_TRUE(has(instrument_.title)) << language;
        for (const Variable& variable : instrument_.variables)
            EXPECT_TRUE(has(variable.title) || has(variable.question)) << variable.name << " " << language;
    }
    EXPECT_FALSE(instrument_.edition.empty());
    EXPECT_FALSE(instrument_.authority.empty());
}

TEST_P(Catalog, ItsExamplesComeOut) {
    ASSERT_FALSE(instrument_.examples.empty());
    const auto scorer = compile(instrument_);
    ASSERT_TRUE(scorer.has_value()) << told(scorer.error().problems);
    const auto problems = check_examples(scorer.value());
    EXPECT_TRUE(problems.empty()) << told(problems);
}

TEST_P(Catalog, AnExampleThatIsWrongIsFound) {
    Instrument wrong = instrument_;
    for (Example& example : wrong.examples) {
        if (example.score) example.score->value = Decimal(-77);
        if (example.grade) example.grade = "no such grade";
        for (auto& [name, value] : example.nodes) value.value = Decimal(-77);
    }
    const auto problems = check_examples(compile(wrong).value());
    std::size_t expected = 0;
    for (const Example& example : wrong.examples) {
        expected += (example.score ? 1u : 0u) + (example.grade ? 1u : 0u) + example.nodes.size();
    }
    EXPECT_EQ(problems.size(), expected) << told(problems);
    EXPECT_GT(expected, 0u);
}

/// Notes nodes whose numbers have no source: neither of their own nor of a node that holds them.
void note_unsourced(const Node& node, const std::string& where, bool is_sourced, std::vector<std::string>& unsourced) {
    is_sourced |= !node.source.empty();
    const auto is_number = [](const Operand& operand) { return std::holds_alternative<Number>(operand); };
    const auto has_numbers = [](const Transform& transform) {
        return transform.index() >= 5;
    };  // clip and what follows
    const bool speaks_in_numbers = !(node.weight == Number(Decimal(1))) || node.coverage.at_least || node.round ||
                                   std::any_of(node.operands.begin(), node.operands.end(), is_number) ||
                                   std::any_of(node.then.begin(), node.then.end(), has_numbers);
    if (speaks_in_numbers && !is_sourced) unsourced.push_back(where + (node.id.empty() ? "" : " (" + node.id + ")"));
    for (std::size_t i = 0; i < node.operands.size(); ++i) {
        if (const auto* child = std::get_if<Box<Node>>(&node.operands[i]))
            note_unsourced(**child, pug::detail::operand_pointer(node, where, i), is_sourced, unsourced);
    }
}

TEST_P(Catalog, EveryNumberHasASource) {
    std::vector<std::string> unsourced;
    note_unsourced(instrument_.score, "/score", false, unsourced);
    for (std::size_t i = 0; i < instrument_.nodes.size(); ++i)
        note_unsourced(instrument_.nodes[i], "/nodes/" + std::to_string(i), false, unsourced);
    for (const Parameter& parameter : instrument_.parameters) {
        if (parameter.source.empty()) unsourced.push_back("parameter " + parameter.name);
    }
    for (const Grade& grade : instrument_.verdict.grades) {
        if (grade.source.empty()) unsourced.push_back("grade " + grade.name);
    }
    for (const Gate& gate : instrument_.verdict.gates) {
        if (gate.source.empty()) unsourced.push_back("gate " + gate.id);
    }
    for (const Cap& cap : instrument_.verdict.caps) {
        if (cap.source.empty()) unsourced.push_back("cap " + cap.id);
    }
    for (const std::string& each : unsourced) ADD_FAILURE() << each << " states a number without a source";
}

std::vector<std::string> ids() {
    const auto found = catalog::ids();
    return {found.begin(), found.end()};
}

INSTANTIATE_TEST_SUITE_P(All, Catalog, testing::ValuesIn(ids()), [](const auto& test) {
    std::string text = test.param;
    std::replace_if(text.begin(), text.end(), [](char c) { return c == '.' || c == '-'; }, '_');
    return text;
});

TEST(CatalogList, HasTheFirstFourSorted) {
    const auto found = ids();
    EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
    for (const char* id : {"eige.h3", "kemenpppa.lpkra-2022", "kemenpppa.lplpp", "undp.gii"})
        EXPECT_NE(std::find(found.begin(), found.end(), id), found.end()) << id;
}

TEST(CatalogList, AnUnknownIdIsNotFoundAndTheMessageNamesThoseThatExist) {
    for (const char* id : {"", "undp", "undp.gii ", "UNDP.GII", "../undp.gii"}) {
        const auto loaded = catalog::load(id);
        ASSERT_TRUE(loaded.has_error()) << id;
        EXPECT_EQ(loaded.error().kind, ErrorKind::not_found);
        EXPECT_EQ(loaded.error().code(), "instrument.unknown");
        for (const std::string& known : ids()) EXPECT_NE(loaded.error().message().find(known), std::string::npos);
        EXPECT_TRUE(catalog::document(id).empty());
    }
}

}  // namespace
