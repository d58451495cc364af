// Reading instruments: every refusal with its code, JSON pointer and place, and documents meant to do harm.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "pug/io/instrument.hpp"
#include "pug/scorer.hpp"
#include "support/documents.hpp"

namespace {

using namespace pug;
using namespace pug::test;

std::string told(const Error& error) {
    std::string text;
    for (const Problem& p : error.problems)
        text += std::to_string(p.line) + ":" + std::to_string(p.column) + " " + p.code + " " + p.where + ": " +
                p.message + "\n";
    return text;
}

TEST(InstrumentReader, AcceptsTheDocumentThatTheOthersSpoil) {
    const auto read = read_instrument(sound_document());
    ASSERT_TRUE(read.has_value()) << told(read.error());
    EXPECT_EQ(read.value().variables.size(), 4u);
}

struct Refusal {
    const char* name;
    const char* found;  // in the sound document, replaced by
    const char* instead;
    const char* code;  // of the first problem
    const char* pointer;
    std::uint32_t line;
};

void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.name; }

class Refusals : public testing::TestWithParam<Refusal> {};

TEST_P(Refusals, HaveCodePointerAndLine) {
    const Refusal& test = GetParam();
    const auto read = read_instrument(spoilt(test.found, test.instead));
    ASSERT_TRUE(read.has_error()) << "the document was accepted";
    const Problem& first = read.error().problems.front();
    EXPECT_EQ(first.code, test.code) << told(read.error());
    EXPECT_EQ(first.where, test.pointer) << told(read.error());
    EXPECT_EQ(first.line, test.line) << told(read.error());
    EXPECT_GT(first.column, 0u);
    for (const Problem& problem : read.error().problems) {
        EXPECT_FALSE(problem.message.empty());
        EXPECT_EQ(problem.message.find('\n'), std::string::npos) << "a message is one line";
    }
}

const Refusal refusals[] = {
    // the head
    {"NoVersion", "\"pug\": 1, ", "", "document.missing_key", "", 1},
    {"OtherVersion", "\"pug\": 1", "\"pug\": 2", "document.version", "/pug", 1},
    {"NoId", "\"id\": \"test.base\", ", "", "document.missing_key", "", 1},
    {"IdWithBlank", "test.base", "test base", "document.name", "/id", 1},
    {"IdInCapitals", "test.base", "Test.base", "document.name", "/id", 1},
    {"NoStatus", "\"status\": \"draft\", ", "", "document.missing_key", "", 1},
    {"StatusWord", "\"draft\"", "\"final\"", "document.word", "/status", 1},
    {"NoTitle", ", \"title\": {\"id\": \"Dasar\", \"en\": \"Base\"}", "", "document.missing_key", "", 1},
    {"TitleType", "{\"id\": \"Dasar\", \"en\": \"Base\"}", "7", "document.type", "/title", 1},
    {"TitleWithoutText", "{\"id\": \"Dasar\", \"en\": \"Base\"}", "{}", "document.type", "/title", 1},
    {"UnknownKey", "\"title\": {", "\"titel\": \"x\", \"title\": {", "document.unknown_key", "/titel", 1},
    {"UnknownKeyOfAVariable", "\"type\": \"percent\"", "\"type\": \"percent\", \"unti\": \"%\"", "document.unknown_key",
     "/variables/rate/unti", 8},
    {"ExtensionInsideAVariable", "\"type\": \"percent\"", "\"type\": \"percent\", \"x-note\": 1",
     "document.unknown_key", "/variables/rate/x-note", 8},
    {"UnknownKeyOfANode", "\"then\": [\"points\"]", "\"then\": [\"points\"], \"thne\": []", "document.unknown_key",
     "/score/sum/0/thne", 14},
    {"DuplicateVariable", "\"rate\": {", "\"rate\": {\"type\": \"number\"}, \"rate\": {", "document.duplicate_key",
     "/variables/rate", 8},
    {"DuplicateKeyOfANode", "\"from\": \"decree\"", "\"from\": \"decree\", \"from\": \"decree\"",
     "document.duplicate_key", "/score/sum/0/from", 14},
    // variables and scales
    {"NoVariables", "\"variables\": {", "\"x-variables\": {", "document.missing_key", "", 1},
    {"VariableName", "\"rate\": {", "\"ra te\": {", "document.name", "/variables/ra te", 8},
    {"NoType", "{\"type\": \"percent\"}", "{}", "document.missing_key", "/variables/rate", 8},
    {"TypeWord", "\"percent\"", "\"percentage\"", "document.word", "/variables/rate/type", 8},
    {"NoScale", ", \"scale\": \"met\"", "", "document.missing_key", "/variables/decree", 7},
    {"UnknownScale", "\"scale\": \"met\"", "\"scale\": \"mett\"", "name.unknown", "/variables/decree", 7},
    {"RangeOfOne", "{\"type\": \"percent\"}", "{\"type\": \"percent\", \"range\": [\"0\"]}", "document.type",
     "/variables/rate/range", 8},
    {"RangeReversed", "{\"type\": \"percent\"}", "{\"type\": \"percent\", \"range\": [\"5\", \"1\"]}", "variable.range",
     "/variables/rate/range", 8},
    {"RangeOfWords", "{\"type\": \"percent\"}", "{\"type\": \"percent\", \"range\": [\"low\", \"1\"]}",
     "document.number", "/variables/rate/range/0", 8},
    {"RangeOfYesNo", "{\"type\": \"yes_no\"}", "{\"type\": \"yes_no\", \"range\": [\"0\", \"1\"]}",
     "document.unknown_key", "/variables/permit/range", 10},
    {"LevelWithoutCode", "{\"code\": \"TT\", ", "{", "document.missing_key", "/scales/met/levels/0", 4},
    {"CodeTwice", "\"code\": \"TS\"", "\"code\": \"TT\"", "scale.duplicate_code", "/scales/met", 4},
    {"CodeThatIsAlsoAStatus", "\"TDD\":", "\"TL\":", "scale.duplicate_code", "/scales/met", 4},
    {"PointsFall", "\"TS\", \"points\": \"1\"", "\"TS\", \"points\": \"3\"", "scale.points_order",
     "/scales/met/levels/2", 4},
    {"PointsBelowZero", "\"TT\", \"points\": \"0\"", "\"TT\", \"points\": \"-1\"", "scale.points_order",
     "/scales/met/levels/0", 4},
    {"BestWithoutPoints", "\"1\"}, {\"code\": \"TL\", \"points\": \"2\"",
     "\"0\"}, {\"code\": \"TL\", \"points\": \"0\"", "scale.points_order", "/scales/met", 4},
    {"SomePoints", "\"TT\", \"points\": \"0\"", "\"TT\"", "scale.points_incomplete", "/scales/met", 4},
    {"CodeForObserved", "\"not_applicable\"", "\"observed\"", "document.word", "/scales/met/statuses/TDD", 5},
    // sources and parameters
    {"UnknownSource", "\"source\": \"book\"", "\"source\": \"boook\"", "name.unknown", "/variables/decree/source", 7},
    {"SourceWithoutTitle", "{\"title\": \"A book\"}", "{\"year\": \"2020\"}", "document.missing_key", "/sources/book",
     2},
    {"ParameterWithoutValue", "{\"value\": \"0.1\"}", "{}", "document.missing_key", "/parameters/floor", 3},
    {"ParameterOfWords", "\"value\": \"0.1\"", "\"value\": \"a tenth\"", "document.number", "/parameters/floor/value",
     3},
    {"UnknownParameter", "\"weight\": \"2\"", "\"weight\": {\"parameter\": \"flor\"}", "name.unknown",
     "/nodes/0/arithmetic/1/weight", 12},
    // numbers
    {"NaN", "\"weight\": \"2\"", "\"weight\": NaN", "document.syntax", "/nodes/0/arithmetic/1/weight", 12},
    {"NaNAsText", "\"weight\": \"2\"", "\"weight\": \"NaN\"", "document.number", "/nodes/0/arithmetic/1/weight", 12},
    {"Infinity", "\"weight\": \"2\"", "\"weight\": -Infinity", "document.syntax", "/nodes/0/arithmetic/1/weight", 12},
    {"InfinityAsText", "\"weight\": \"2\"", "\"weight\": \"Infinity\"", "document.number",
     "/nodes/0/arithmetic/1/weight", 12},
    {"OutOfRange", "\"weight\": \"2\"", "\"weight\": 1e999", "document.number_range", "/nodes/0/arithmetic/1/weight",
     12},
    {"OverZero", "\"weight\": \"2\"", "\"weight\": \"1/0\"", "document.number", "/nodes/0/arithmetic/1/weight", 12},
    {"NullForANumber", "\"weight\": \"2\"", "\"weight\": null", "document.type", "/nodes/0/arithmetic/1/weight", 12},
    {"TruthForANumber", "\"weight\": \"2\"", "\"weight\": true", "document.type", "/nodes/0/arithmetic/1/weight", 12},
    // nodes
    {"NegativeWeight", "\"weight\": \"2\"", "\"weight\": \"-2\"", "weight.negative", "/nodes/0/arithmetic/1/weight",
     12},
    {"WeightsWithoutSum", "[\"rate\", {\"from\": \"open\", \"weight\": \"2\"}]",
     "[{\"from\": \"open\", \"weight\": 0.0}]", "weights.zero_sum", "/nodes/0", 12},
    {"WeightsWord", "\"id\": \"part\", ", "\"id\": \"part\", \"weights\": \"even\", ", "document.word",
     "/nodes/0/weights", 12},
    {"Cycle", "[\"rate\", ", "[\"services\", ", "node.cycle", "/nodes/0/arithmetic/0", 12},
    {"CycleOfOne", "[\"rate\", ", "[\"part\", ", "node.cycle", "/nodes/0/arithmetic/0", 12},
    {"CycleThroughACondition", "{\"variable\": \"permit\", \"is\": \"yes\"}", "{\"node\": \"root\", \"above\": \"0\"}",
     "node.cycle", "/score/sum/1/when/node", 15},
    {"NoValueSource", "\"from\": \"decree\", ", "", "node.no_source", "/score/sum/0", 14},
    {"SeveralValueSources", "\"from\": \"decree\"", "\"from\": \"decree\", \"sum\": [\"rate\"]", "node.several_sources",
     "/score/sum/0/sum", 14},
    {"NoOperands", "[\"rate\", {\"from\": \"open\", \"weight\": \"2\"}]", "[]", "node.operand_count", "/nodes/0", 12},
    {"RatioOfThree", "\"arithmetic\": [\"rate\", ", "\"ratio\": [\"rate\", \"rate\", ", "node.operand_count",
     "/nodes/0", 12},
    {"NullForAnOperand", "[\"rate\", ", "[null, ", "document.type", "/nodes/0/arithmetic/0", 12},
    {"NameForAList", "[\"rate\", {\"from\": \"open\", \"weight\": \"2\"}]", "\"rate\"", "document.type",
     "/nodes/0/arithmetic", 12},
    {"ListForAnOperand", "\"from\": \"part\"", "\"from\": [\"part\"]", "document.type", "/score/sum/1/from", 15},
    {"UnknownName", "[\"rate\", ", "[\"ratee\", ", "name.unknown", "/nodes/0/arithmetic/0", 12},
    {"UnnamedNode", "{\"id\": \"part\", ", "{", "node.unnamed", "/nodes/0", 12},
    {"NodeName", "\"id\": \"legal\"", "\"id\": \"9legal\"", "document.name", "/score/sum/0/id", 14},
    {"NodeTwice", "\"id\": \"legal\"", "\"id\": \"part\"", "name.duplicate", "/score/sum/0/id", 14},
    {"NodeCalledLikeAnotherVariable", "\"id\": \"legal\"", "\"id\": \"rate\"", "name.duplicate", "/score/sum/0/id", 14},
    // transforms
    {"ChoiceAsANumber", "[\"rate\", ", "[\"decree\", ", "type.choice", "/nodes/0/arithmetic/0", 12},
    {"PointsOfANumber", "\"from\": \"part\", \"then\": [", "\"from\": \"rate\", \"then\": [\"points\", ", "type.points",
     "/score/sum/1/then/0", 15},
    {"PointsOfANode", "\"from\": \"part\", \"then\": [", "\"from\": \"part\", \"then\": [\"points\", ", "type.points",
     "/score/sum/1/then/0", 15},
    {"PointsSecond", "\"then\": [\"points\"]", "\"then\": [\"complement\", \"points\"]", "type.choice",
     "/score/sum/0/from", 14},
    {"PointsWithoutPoints",
     "\"points\": \"0\"}, {\"code\": \"TS\", \"points\": \"1\"}, {\"code\": \"TL\", \"points\": \"2\"",
     "\"title\": \"a\"}, {\"code\": \"TS\"}, {\"code\": \"TL\"", "type.points", "/score/sum/0/then/0", 14},
    {"TransformWord", "[\"points\"]", "[\"point\"]", "document.word", "/score/sum/0/then/0", 14},
    {"UnknownTransform", "{\"minmax\": [\"0\", \"100\"]}", "{\"minmaxx\": [\"0\", \"100\"]}", "document.unknown_key",
     "/score/sum/1/then/0/minmaxx", 15},
    {"TwoTransformsInOne", "{\"minmax\": [\"0\", \"100\"]}", "{\"minmax\": [\"0\", \"100\"], \"scale\": \"2\"}",
     "transform.one_key", "/score/sum/1/then/0", 15},
    {"EqualGoalposts", "[\"0\", \"100\"]", "[\"1\", \"1.0\"]", "transform.minmax", "/score/sum/1/then/0", 15},
    {"OneGoalpost", "[\"0\", \"100\"]", "[\"0\"]", "document.type", "/score/sum/1/then/0/minmax", 15},
    {"ClipReversed", "{\"minmax\": [\"0\", \"100\"]}", "{\"clip\": [\"2\", \"1\"]}", "transform.clip",
     "/score/sum/1/then/0", 15},
    {"ReplaceWords", "{\"minmax\": [\"0\", \"100\"]}", "{\"replace\": {\"zero\": \"1\"}}", "document.number",
     "/score/sum/1/then/0/replace/zero", 15},
    {"ReplaceTwice", "{\"minmax\": [\"0\", \"100\"]}", "{\"replace\": {\"0\": \"1\", \"0.0\": \"2\"}}",
     "document.duplicate_key", "/score/sum/1/then/0/replace/0.0", 15},
    {"ManyDigits", "\"digits\": 2", "\"digits\": 16", "document.number", "/verdict/round/digits", 16},
    {"BrokenDigits", "\"digits\": 2", "\"digits\": 1.5", "document.number", "/verdict/round/digits", 16},
    {"NoDigits", "{\"digits\": 2}", "{}", "document.missing_key", "/verdict/round", 16},
    {"RoundingWord", "\"digits\": 2", "\"digits\": 2, \"mode\": \"nearest\"", "document.word", "/verdict/round/mode",
     16},
    // policies and coverage
    {"PolicyWord", "\"then\": [\"points\"]", "\"then\": [\"points\"], \"missing\": \"drop\"", "document.word",
     "/score/sum/0/missing", 14},
    {"PolicyForObserved", "\"then\": [\"points\"]", "\"then\": [\"points\"], \"missing\": {\"observed\": \"1\"}",
     "document.unknown_key", "/score/sum/0/missing/observed", 14},
    {"LowestOfAnOpenRange", "\"id\": \"part\", ", "\"id\": \"part\", \"missing\": \"lowest\", ", "policy.unbounded",
     "/nodes/0/arithmetic/1/from", 12},
    {"CoverageKey", "\"id\": \"part\", ", "\"id\": \"part\", \"coverage\": {\"atleast\": \"0.5\"}, ", "coverage.empty",
     "/nodes/0/coverage", 12},
    // conditions
    {"ConditionType", "{\"variable\": \"permit\", \"is\": \"yes\"}", "\"permit\"", "document.type", "/score/sum/1/when",
     15},
    {"NoSubject", "{\"variable\": \"permit\", \"is\": \"yes\"}", "{\"is\": \"yes\"}", "condition.subject",
     "/score/sum/1/when", 15},
    {"TwoSubjects", "{\"variable\": \"permit\", \"is\"", "{\"variable\": \"permit\", \"node\": \"part\", \"is\"",
     "condition.subject", "/score/sum/1/when", 15},
    {"NoComparison", "{\"variable\": \"permit\", \"is\": \"yes\"}", "{\"variable\": \"permit\"}",
     "condition.comparison", "/score/sum/1/when", 15},
    {"TwoComparisons", "\"is\": \"yes\"", "\"is\": \"yes\", \"above\": \"no\"", "condition.comparison",
     "/score/sum/1/when", 15},
    {"UnknownVariable", "\"variable\": \"permit\", \"is\"", "\"variable\": \"permitt\", \"is\"", "name.unknown",
     "/score/sum/1/when/variable", 15},
    {"UnknownNode", "\"node\": \"part\"", "\"node\": \"partt\"", "name.unknown", "/verdict/caps/0/when/node", 19},
    {"NoAnswerOfYesNo", "\"is\": \"yes\"", "\"is\": \"maybe\"", "condition.value", "/score/sum/1/when", 15},
    {"NoLevel", "\"at_least\": \"TS\"", "\"at_least\": \"TX\"", "condition.value", "/verdict/gates/0", 18},
    {"NoNumber", "\"below\": \"10\"", "\"below\": \"ten\"", "condition.value", "/verdict/caps/0/when", 19},
    {"AllOfNothing", "{\"variable\": \"permit\", \"is\": \"yes\"}", "{\"all\": []}", "condition.empty",
     "/score/sum/1/when/all", 15},
    {"AllAndMore", "{\"variable\": \"permit\", \"is\": \"yes\"}",
     "{\"all\": [{\"variable\": \"permit\", \"is\": \"yes\"}], \"is\": \"yes\"}", "condition.one_key",
     "/score/sum/1/when", 15},
    {"InNothing", "\"is\": \"yes\"", "\"in\": []", "condition.value", "/score/sum/1/when/in", 15},
    // the verdict
    {"Overlap", "\"low\", \"from\": \"0\"", "\"low\", \"from\": \"0\", \"to\": \"1\"", "grades.overlap",
     "/verdict/grades/1", 17},
    {"Hole", "\"low\", \"from\": \"0\"", "\"low\", \"from\": \"0\", \"below\": \"0.5\"", "grades.gap",
     "/verdict/grades/1", 17},
    {"EmptyBand", "\"low\", \"from\": \"0\"", "\"low\", \"from\": \"1\"", "grades.overlap", "/verdict/grades/0", 17},
    {"TwoLowerEdges", "\"low\", \"from\": \"0\"", "\"low\", \"from\": \"0\", \"above\": \"0\"", "grades.edge",
     "/verdict/grades/0/above", 17},
    {"NoEdge", "\"low\", \"from\": \"0\"", "\"low\"", "grades.edge", "/verdict/grades/0", 17},
    {"GradeTwice", "\"grade\": \"high\"", "\"grade\": \"low\"", "grade.duplicate", "/verdict/grades/1", 17},
    {"GradeWithoutName", "{\"grade\": \"high\", ", "{", "document.missing_key", "/verdict/grades/1", 17},
    {"GapsWord", "\"verdict\": {", "\"verdict\": {\"gaps\": \"both\", ", "document.word", "/verdict/gaps", 16},
    {"GateWithoutOutcome", ", \"otherwise\": {\"grade\": \"none\"}", "", "document.missing_key", "/verdict/gates/0",
     18},
    {"CapAtAnUnknownGrade", "\"grade_at_most\": \"low\"", "\"grade_at_most\": \"lo\"", "name.unknown",
     "/verdict/caps/0/grade_at_most", 19},
    {"CapAtAGradeOfAGate", "\"grade_at_most\": \"low\"", "\"grade_at_most\": \"none\"", "name.unknown",
     "/verdict/caps/0/grade_at_most", 19},
    {"CapWithoutCondition", "\"when\": {\"node\": \"part\", \"below\": \"10\"}, ", "", "document.missing_key",
     "/verdict/caps/0", 19},
    {"GradedNode", "\"verdict\": {", "\"verdict\": {\"on\": \"nowhere\", ", "name.unknown", "/verdict/on", 16},
    {"TiesWord", "\"verdict\": {", "\"verdict\": {\"rank\": {\"ties\": \"random\"}, ", "document.word",
     "/verdict/rank/ties", 16},
    // steps, powers and what looks at the cohort
    {"NoSteps", "{\"minmax\": [\"0\", \"100\"]}", "{\"steps\": []}", "transform.steps", "/score/sum/1/then/0", 15},
    {"StepsFall", "{\"minmax\": [\"0\", \"100\"]}", "{\"steps\": [[\"1\", \"2\"], [\"0\", \"3\"]]}", "transform.steps",
     "/score/sum/1/then/0", 15},
    {"StepTwice", "{\"minmax\": [\"0\", \"100\"]}", "{\"steps\": [[\"1\", \"2\"], [\"1.0\", \"3\"]]}",
     "transform.steps", "/score/sum/1/then/0", 15},
    {"StepAfterTheOneAboveIt", "{\"minmax\": [\"0\", \"100\"]}",
     "{\"steps\": [{\"above\": \"1\", \"value\": \"2\"}, [\"1\", \"3\"]]}", "transform.steps", "/score/sum/1/then/0",
     15},
    {"SecondStepWithoutABeginning", "{\"minmax\": [\"0\", \"100\"]}", "{\"steps\": [[\"1\", \"2\"], [null, \"3\"]]}",
     "transform.steps", "/score/sum/1/then/0", 15},
    {"StepWithTwoBeginnings", "{\"minmax\": [\"0\", \"100\"]}",
     "{\"steps\": [{\"from\": \"1\", \"above\": \"1\", \"value\": \"2\"}]}", "transform.steps",
     "/score/sum/1/then/0/steps/0", 15},
    {"StepWithoutABeginning", "{\"minmax\": [\"0\", \"100\"]}", "{\"steps\": [{\"value\": \"2\"}]}", "transform.steps",
     "/score/sum/1/then/0/steps/0", 15},
    {"StepWithoutAValue", "{\"minmax\": [\"0\", \"100\"]}", "{\"steps\": [{\"from\": \"1\"}]}", "document.missing_key",
     "/score/sum/1/then/0/steps/0", 15},
    {"StepOfOneNumber", "{\"minmax\": [\"0\", \"100\"]}", "{\"steps\": [[\"1\"]]}", "document.type",
     "/score/sum/1/then/0/steps/0", 15},
    {"StepKey", "{\"minmax\": [\"0\", \"100\"]}", "{\"steps\": [{\"from\": \"1\", \"value\": \"2\", \"to\": \"3\"}]}",
     "document.unknown_key", "/score/sum/1/then/0/steps/0/to", 15},
    {"StepsOfANumber", "{\"minmax\": [\"0\", \"100\"]}", "{\"steps\": \"1\"}", "document.type",
     "/score/sum/1/then/0/steps", 15},
    {"PowerOfAWord", "{\"minmax\": [\"0\", \"100\"]}", "{\"power\": \"half\"}", "document.number",
     "/score/sum/1/then/0/power", 15},
    {"CohortWord", "{\"minmax\": [\"0\", \"100\"]}", "{\"minmax\": \"batch\"}", "document.word",
     "/score/sum/1/then/0/minmax", 15},
    {"RankInAStatistic", "{\"minmax\": [\"0\", \"100\"]}", "{\"rank\": \"mean\"}", "document.word",
     "/score/sum/1/then/0/rank", 15},
    {"RelativeToTheCohort", "{\"minmax\": [\"0\", \"100\"]}", "{\"relative_to\": \"cohort\"}", "document.word",
     "/score/sum/1/then/0/relative_to", 15},
    {"DeviationFromAWord", "{\"minmax\": [\"0\", \"100\"]}", "{\"deviation_from\": \"unit\"}", "document.word",
     "/score/sum/1/then/0/deviation_from", 15},
    {"UnitWithoutName", "{\"minmax\": [\"0\", \"100\"]}", "{\"relative_to\": {}}", "document.missing_key",
     "/score/sum/1/then/0/relative_to", 15},
    {"UnitKey", "{\"minmax\": [\"0\", \"100\"]}", "{\"relative_to\": {\"unit\": \"A\", \"of\": \"B\"}}",
     "document.unknown_key", "/score/sum/1/then/0/relative_to/of", 15},
    {"RankOfAUnit", "{\"minmax\": [\"0\", \"100\"]}", "{\"rank\": {\"unit\": \"A\"}}", "document.type",
     "/score/sum/1/then/0/rank", 15},
    // look-ups
    {"TableWithoutARow", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"lookup\": [\"decree\"], \"table\": {\"TT\": \"0\", \"TS\": \"1\"}", "lookup.incomplete", "/score/sum/0/table",
     14},
    {"RowOfNoLevel", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"lookup\": [\"decree\"], \"table\": {\"TT\": \"0\", \"TX\": \"1\"}", "lookup.key", "/score/sum/0/table/TX", 14},
    {"RowWithTooManyCodes", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"lookup\": [\"decree\"], \"table\": {\"TT TS\": \"0\"}", "lookup.key", "/score/sum/0/table/TT TS", 14},
    {"RowWithTooFewCodes", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"lookup\": [\"decree\", \"decree\"], \"table\": {\"TT\": \"0\"}", "lookup.key", "/score/sum/0/table/TT", 14},
    {"RowTwice", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"lookup\": [\"decree\", \"decree\"], \"unordered\": true, \"table\": {\"TT TS\": \"0\", \"TS TT\": \"1\"}",
     "lookup.duplicate", "/score/sum/0/table/TS TT", 14},
    {"RowTwiceForTheParser", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"lookup\": [\"decree\"], \"table\": {\"TT\": \"0\", \"TS\": \"1\", \"TL\": \"2\", \"TT\": \"1\"}",
     "document.duplicate_key", "/score/sum/0/table/TT", 14},
    {"RowOfAWord", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"lookup\": [\"decree\"], \"table\": {\"TT\": \"none\"}", "document.number", "/score/sum/0/table/TT", 14},
    {"LookUpOfANumber", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"lookup\": [\"rate\"], \"table\": {\"TT\": \"0\"}", "lookup.operand", "/score/sum/0/lookup/0", 14},
    {"LookUpOfANode", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"lookup\": [\"part\"], \"table\": {\"TT\": \"0\"}", "lookup.operand", "/score/sum/0/lookup/0", 14},
    {"LookUpOfAConstant", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"lookup\": [\"1\"], \"table\": {\"TT\": \"0\"}", "lookup.operand", "/score/sum/0/lookup/0", 14},
    {"LookUpOfNothing", "\"from\": \"decree\", \"then\": [\"points\"]", "\"lookup\": [], \"table\": {}",
     "node.operand_count", "/score/sum/0", 14},
    {"NoTable", "\"from\": \"decree\", \"then\": [\"points\"]", "\"lookup\": [\"decree\"]", "document.missing_key",
     "/score/sum/0", 14},
    {"UnorderedWord", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"lookup\": [\"decree\"], \"unordered\": \"yes\", \"table\": {\"TT\": \"0\", \"TS\": \"1\", \"TL\": \"2\"}",
     "document.type", "/score/sum/0/unordered", 14},
    {"TableWithoutLookUp", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"from\": \"decree\", \"then\": [\"points\"], \"table\": {\"TT\": \"0\"}", "document.unknown_key",
     "/score/sum/0/table", 14},
    {"UnorderedWithoutLookUp", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"from\": \"decree\", \"then\": [\"points\"], \"unordered\": true", "document.unknown_key",
     "/score/sum/0/unordered", 14},
    {"SubstituteThatIsNoLevel", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"lookup\": [\"decree\"], \"missing\": \"3\", \"table\": {\"TT\": \"0\", \"TS\": \"1\", \"TL\": \"2\"}",
     "policy.level", "/score/sum/0/lookup/0", 14},
    {"SubstituteBetweenLevels", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"from\": \"decree\", \"missing\": \"0.5\", \"then\": [\"points\"]", "policy.level", "/score/sum/0/from", 14},
    {"CountsAsNoLevel", "{\"code\": \"TS\", ", "{\"code\": \"TS\", \"counts_as\": \"TX\", ", "name.unknown",
     "/scales/met/levels/1/counts_as", 4},
    {"CountsAsOneThatCountsAsAnother", "{\"code\": \"TT\", \"points\": \"0\"}, {\"code\": \"TS\", ",
     "{\"code\": \"TT\", \"counts_as\": \"TL\", \"points\": \"0\"}, {\"code\": \"TS\", \"counts_as\": \"TT\", ",
     "scale.counts_as", "/scales/met/levels/1/counts_as", 4},
    {"EmptyCode", "\"code\": \"TS\"", "\"code\": \"\"", "scale.empty_code", "/scales/met/levels/1/code", 4},
    // weights, holds and policies
    {"WeightsOfASum", "\"sum\": [", "\"weights\": \"equal\", \"sum\": [", "weights.unused", "/score/weights", 13},
    {"WeightsOfAMedian", "\"id\": \"part\", \"arithmetic\"",
     "\"id\": \"part\", \"weights\": {\"inverse_sd\": \"cohort\"}, \"median\"", "weights.unused", "/nodes/0/weights",
     12},
    {"WeightsFromABatch", "\"id\": \"part\", ", "\"id\": \"part\", \"weights\": {\"inverse_sd\": \"batch\"}, ",
     "document.word", "/nodes/0/weights/inverse_sd", 12},
    {"WeightsKey", "\"id\": \"part\", ", "\"id\": \"part\", \"weights\": {\"sd\": \"cohort\"}, ",
     "document.missing_key", "/nodes/0/weights", 12},
    {"HoldsAnOperand", "\"from\": \"decree\", \"then\": [\"points\"]", "\"holds\": \"decree\"", "document.type",
     "/score/sum/0/holds", 14},
    {"HoldsNothing", "\"from\": \"decree\", \"then\": [\"points\"]", "\"holds\": {}", "condition.subject",
     "/score/sum/0/holds", 14},
    {"HoldsWithoutComparison", "\"from\": \"decree\", \"then\": [\"points\"]", "\"holds\": {\"variable\": \"decree\"}",
     "condition.comparison", "/score/sum/0/holds", 14},
    {"HoldsNoLevel", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"holds\": {\"variable\": \"decree\", \"is\": \"TX\"}", "condition.value", "/score/sum/0/holds", 14},
    {"HoldsOfAnUnknownNode", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"holds\": {\"node\": \"gone\", \"is\": \"1\"}", "name.unknown", "/score/sum/0/holds/node", 14},
    {"HoldsAnyOfNothing", "\"from\": \"decree\", \"then\": [\"points\"]", "\"holds\": {\"any\": []}", "condition.empty",
     "/score/sum/0/holds/any", 14},
    {"HoldsItself", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"holds\": {\"node\": \"legal\", \"above\": \"0\"}", "node.cycle", "/score/sum/0/holds/node", 14},
    {"PointsOfHolds", "\"from\": \"decree\", \"then\": [\"points\"]",
     "\"holds\": {\"variable\": \"decree\", \"is\": \"TT\"}, \"then\": [\"points\"]", "type.points",
     "/score/sum/0/then/0", 14},
    {"IfNeededOfAnOpenRange", "\"id\": \"part\", ", "\"id\": \"part\", \"missing\": \"if_needed\", ",
     "policy.unbounded", "/nodes/0/arithmetic/1/from", 12},
    {"PolicyOfTheDocument", "\"nodes\": [", "\"missing\": \"drop\", \"nodes\": [", "document.word", "/missing", 11},
    {"LowestOfTheDocument", "\"nodes\": [", "\"missing\": \"lowest\", \"nodes\": [", "policy.unbounded",
     "/nodes/0/arithmetic/1/from", 12},
    // coverage
    {"NoDemand", "\"id\": \"part\", ", "\"id\": \"part\", \"coverage\": {}, ", "coverage.empty", "/nodes/0/coverage",
     12},
    {"ShareAboveOne", "\"id\": \"part\", ", "\"id\": \"part\", \"coverage\": {\"at_least\": \"75\"}, ",
     "coverage.share", "/nodes/0/coverage/at_least", 12},
    {"ShareBelowZero", "\"id\": \"part\", ", "\"id\": \"part\", \"coverage\": {\"applicable_at_least\": \"-0.1\"}, ",
     "coverage.share", "/nodes/0/coverage/applicable_at_least", 12},
    {"CountOfNone", "\"id\": \"part\", ", "\"id\": \"part\", \"coverage\": {\"count_at_least\": 0}, ",
     "document.number", "/nodes/0/coverage/count_at_least", 12},
    {"CountOfAHalf", "\"id\": \"part\", ", "\"id\": \"part\", \"coverage\": {\"count_at_least\": \"1.5\"}, ",
     "document.number", "/nodes/0/coverage/count_at_least", 12},
    {"CountAboveTheOperands", "\"id\": \"part\", ", "\"id\": \"part\", \"coverage\": {\"count_at_least\": 3}, ",
     "coverage.count", "/nodes/0/coverage/count_at_least", 12},
    {"CoverageOfANumber", "\"id\": \"part\", ", "\"id\": \"part\", \"coverage\": \"0.75\", ", "document.type",
     "/nodes/0/coverage", 12},
    // parameters and columns
    {"NoDatedValues", "{\"value\": \"0.1\"}", "{\"values\": []}", "parameter.no_value", "/parameters/floor", 3},
    {"DatedValuesFall", "{\"value\": \"0.1\"}",
     "{\"values\": [{\"from\": \"2022-01-01\", \"value\": \"1\"}, {\"from\": \"2021-01-01\", \"value\": \"2\"}]}",
     "parameter.order", "/parameters/floor/values/1/from", 3},
    {"DayTwice", "{\"value\": \"0.1\"}",
     "{\"values\": [{\"from\": \"2022-01-01\", \"value\": \"1\"}, {\"from\": \"2022-01-01\", \"value\": \"2\"}]}",
     "parameter.order", "/parameters/floor/values/1/from", 3},
    {"NoSuchDay", "{\"value\": \"0.1\"}", "{\"values\": [{\"from\": \"2023-02-29\", \"value\": \"1\"}]}",
     "document.date", "/parameters/floor/values/0/from", 3},
    {"YearForADay", "{\"value\": \"0.1\"}", "{\"values\": [{\"from\": \"2023\", \"value\": \"1\"}]}", "document.date",
     "/parameters/floor/values/0/from", 3},
    {"DatedWithoutValue", "{\"value\": \"0.1\"}", "{\"values\": [{\"from\": \"2023-01-01\"}]}", "document.missing_key",
     "/parameters/floor/values/0", 3},
    {"DatedWithoutDay", "{\"value\": \"0.1\"}", "{\"values\": [{\"value\": \"1\"}]}", "document.missing_key",
     "/parameters/floor/values/0", 3},
    {"ValueAndValues", "{\"value\": \"0.1\"}",
     "{\"value\": \"1\", \"values\": [{\"from\": \"2023-01-01\", \"value\": \"1\"}]}", "document.unknown_key",
     "/parameters/floor/value", 3},
    {"ColumnTwice", "\"nodes\": [", "\"columns\": [\"decree\", \"rate\", \"open\", \"permit\", \"rate\"], \"nodes\": [",
     "columns.unknown", "/columns/4", 11},
    {"ColumnOfNoVariable", "\"nodes\": [",
     "\"columns\": [\"decree\", \"rate\", \"open\", \"part\", \"permit\"], \"nodes\": [", "columns.unknown",
     "/columns/3", 11},
    {"ColumnsLeftOut", "\"nodes\": [", "\"columns\": [\"decree\", \"rate\", \"open\"], \"nodes\": [",
     "columns.incomplete", "/columns", 11},
    {"ColumnsOfAWord", "\"nodes\": [", "\"columns\": \"decree\", \"nodes\": [", "document.type", "/columns", 11},
    // ladder, overrides, ranks and profiles
    {"LadderAndBands", "\"verdict\": {",
     "\"verdict\": {\"ladder\": [{\"grade\": \"step\", \"when\": {\"variable\": \"rate\", \"above\": \"1\"}}], ",
     "grades.twice", "/verdict/ladder", 16},
    {"LevelWithoutCondition", "\"verdict\": {", "\"verdict\": {\"ladder\": [{\"grade\": \"step\"}], ",
     "document.missing_key", "/verdict/ladder/0", 16},
    {"LevelWithoutName", "\"verdict\": {",
     "\"verdict\": {\"ladder\": [{\"when\": {\"variable\": \"rate\", \"above\": \"1\"}}], ", "document.missing_key",
     "/verdict/ladder/0", 16},
    {"LevelKey", "\"verdict\": {",
     "\"verdict\": {\"overrides\": [{\"grade\": \"step\", \"from\": \"1\", \"when\": {\"variable\": \"rate\", "
     "\"above\": "
     "\"1\"}}], ",
     "document.unknown_key", "/verdict/overrides/0/from", 16},
    {"OverrideWithoutCondition", "\"verdict\": {", "\"verdict\": {\"overrides\": [{\"grade\": \"D\"}], ",
     "document.missing_key", "/verdict/overrides/0", 16},
    {"OverrideWithoutGrade", "\"verdict\": {",
     "\"verdict\": {\"overrides\": [{\"when\": {\"variable\": \"rate\", \"above\": \"1\"}}], ", "document.missing_key",
     "/verdict/overrides/0", 16},
    {"OverrideOfNoNumber", "\"verdict\": {",
     "\"verdict\": {\"overrides\": [{\"grade\": \"D\", \"when\": {\"variable\": \"rate\", \"above\": \"one\"}}], ",
     "condition.value", "/verdict/overrides/0/when", 16},
    {"OtherwiseWithoutGrade", "\"verdict\": {", "\"verdict\": {\"otherwise\": {}, ", "document.missing_key",
     "/verdict/otherwise", 16},
    {"OtherwiseOfAWord", "\"verdict\": {", "\"verdict\": {\"otherwise\": \"none\", ", "document.type",
     "/verdict/otherwise", 16},
    {"RankOnAWord", "\"verdict\": {", "\"verdict\": {\"rank\": {\"on\": \"grade\"}, ", "document.word",
     "/verdict/rank/on", 16},
    {"RankKey", "\"verdict\": {", "\"verdict\": {\"rank\": {\"by\": \"value\"}, ", "document.unknown_key",
     "/verdict/rank/by", 16},
    {"GradesWithoutAScore", "\"score\": {\"id\": \"root\"", "\"x-score\": {\"id\": \"root\"", "grades.no_score",
     "/verdict", 16},
    {"ProfileWithoutFingerprint", "\"pug\": 1", "\"profile_of\": \"undp.gii@2023-24\", \"pug\": 1", "profile.basis",
     "/profile_of", 1},
    {"ProfileWithAShortFingerprint", "\"pug\": 1", "\"profile_of\": \"undp.gii@2023-24#0123456789a\", \"pug\": 1",
     "profile.basis", "/profile_of", 1},
    {"ProfileOfAnUnknownInstrument", "\"pug\": 1", "\"profile_of\": \"undp.gone@1#0123456789ab\", \"pug\": 1",
     "profile.basis", "/profile_of", 1},
    {"ProfileOfAnotherFingerprint", "\"pug\": 1", "\"profile_of\": \"undp.gii@2023-24#0123456789ab\", \"pug\": 1",
     "profile.basis", "/profile_of", 1},
    {"ProfileOfANumber", "\"pug\": 1", "\"profile_of\": 7, \"pug\": 1", "document.type", "/profile_of", 1},
    // examples
    {"ExampleWithoutExpectation", ", \"expect\": {\"score\": \"1\"}", "", "document.missing_key", "/examples/0", 20},
    {"ExampleOfAnUnknownVariable", "\"rate\": \"50\"", "\"ratee\": \"50\"", "name.unknown", "/examples/0/inputs/ratee",
     20},
    {"ExampleStatus", "\"rate\": \"50\"", "\"rate\": {\"status\": \"gone\"}", "document.word",
     "/examples/0/inputs/rate/status", 20},
    {"ExampleScore", "{\"score\": \"1\"}", "{\"score\": \"one\"}", "document.number", "/examples/0/expect/score", 20},
    // the text itself
    {"Syntax", "\"sum\": [", "\"sum\": [[", "document.syntax", "/score/sum", 15},
    {"TrailingComma", "\"points\": \"2\"}]", "\"points\": \"2\"},]", "document.syntax", "/scales/met/levels/3", 4},
    {"Comment", "\"nodes\": [", "/* named */ \"nodes\": [", "document.syntax", "", 11},
    {"BrokenUtf8", "A book", "A b\xffok", "document.not_utf8", "", 2},
    {"HalfASurrogate", "A book", "\\ud800", "document.not_utf8", "/sources/book/title", 2},
    {"LineBreakInAString", "A book", "A b\nook", "document.syntax", "/sources/book/title", 2},
};

INSTANTIATE_TEST_SUITE_P(All, Refusals, testing::ValuesIn(refusals), [](const auto& test) { return test.param.name; });

// --- messages --------------------------------------------------------------------------------------------------------

TEST(InstrumentReader, ListsEveryProblemInTheOrderOfTheDocument) {
    std::string json = sound_document();
    for (const auto& [found, instead] :
         {std::pair("\"weight\": \"2\"", "\"weight\": \"-2\""), std::pair("\"is\": \"yes\"", "\"is\": \"maybe\""),
          std::pair("\"high\", \"from\": \"1\"", "\"high\", \"from\": \"0\"")}) {
        json.replace(json.find(found), std::string(found).size(), instead);
    }
    const auto read = read_instrument(json);
    ASSERT_TRUE(read.has_error());
    ASSERT_EQ(read.error().problems.size(), 3u) << told(read.error());
    EXPECT_EQ(read.error().problems[0].line, 12u);
    EXPECT_EQ(read.error().problems[1].line, 15u);
    EXPECT_EQ(read.error().problems[2].line, 17u);
}

TEST(InstrumentReader, NamesEachPossibleKeyOnce) {
    const auto read = read_instrument(spoilt("\"title\": {", "\"titel\": 1, \"title\": {"));
    ASSERT_TRUE(read.has_error());
    const std::string& message = read.error().message();
    const std::string keys = message.substr(message.find("keys are ") + 9) + ",";
    std::vector<std::string> seen;
    for (std::size_t at = 0; at < keys.size();) {
        const std::size_t end = keys.find(',', at);
        std::string key = keys.substr(at, end - at);
        EXPECT_EQ(std::count(seen.begin(), seen.end(), key), 0) << key;
        seen.push_back(std::move(key));
        at = end + 2;
    }
    EXPECT_GT(seen.size(), 15u);
}

TEST(InstrumentReader, ANumberOutOfRangeIsOneProblem) {
    const auto read = read_instrument(spoilt("\"weight\": \"2\"", "\"weight\": 1e999"));
    ASSERT_TRUE(read.has_error());
    EXPECT_EQ(read.error().problems.size(), 1u) << told(read.error());
}

// --- documents meant to do harm --------------------------------------------------------------------------------------

std::string code_of(const std::string& json) {
    const auto read = read_instrument(json);
    return read.has_error() ? read.error().code() : std::string("accepted");
}

TEST(Harm, NothingAndWhatIsNoInstrument) {
    EXPECT_EQ(code_of(""), "document.empty");
    EXPECT_EQ(code_of(" \n\t"), "document.empty");
    EXPECT_EQ(code_of("null"), "document.type");
    EXPECT_EQ(code_of("[]"), "document.type");
    EXPECT_EQ(code_of("\"undp.gii\""), "document.type");
    EXPECT_EQ(code_of("{}"), "document.missing_key");
    EXPECT_EQ(code_of(std::string(1, '\0')), "document.syntax");
}

TEST(Harm, ALongDocument) {
    std::string json = sound_document();
    json += std::string((std::size_t{4} << 20) - json.size(), ' ');
    EXPECT_EQ(code_of(json), "accepted");
    EXPECT_EQ(code_of(json + " "), "document.too_large");
    EXPECT_EQ(code_of(json + std::string(1 << 20, ' ')), "document.too_large");
}

std::string nested(std::size_t depth) {
    std::string node = "\"rate\"";
    // The operand of the root stands three levels down: object, node, list; each further node adds an object and a
    // list.
    for (std::size_t d = 3; d + 2 <= depth; d += 2) node = "{\"sum\": [" + node + "]}";
    return spoilt("\"sum\": [\n   {\"id\": \"legal\"", "\"sum\": [" + node + ",\n   {\"id\": \"legal\"");
}

TEST(Harm, ADeepDocument) {
    EXPECT_EQ(code_of(nested(63)), "accepted");
    EXPECT_EQ(code_of(nested(65)), "document.too_deep");
    EXPECT_EQ(code_of(std::string(100000, '[')), "document.too_deep");
    std::string deep = "1";
    for (int i = 0; i < 100000; ++i) deep = "{\"a\":" + deep;
    EXPECT_EQ(code_of(deep), "document.too_deep");
}

/// `links` nodes, each computed from the next.
std::string chain(std::size_t links, const std::string& link) {
    std::string nodes;
    for (std::size_t i = 0; i + 1 < links; ++i) {
        std::string node = link;
        node.replace(node.find("THIS"), 4, "n" + std::to_string(i));
        node.replace(node.find("NEXT"), 4, "n" + std::to_string(i + 1));
        nodes += node + ",\n";
    }
    nodes += "{\"id\": \"n" + std::to_string(links - 1) + "\", \"from\": \"rate\"}";
    return spoilt("\"nodes\": [", "\"nodes\": [" + nodes + ", {\"id\": \"chained\", \"from\": \"n0\"},");
}

TEST(Harm, ALongChainOfNames) {
    const std::string from = "{\"id\": \"THIS\", \"from\": \"NEXT\"}";
    EXPECT_EQ(code_of(chain(50, from)), "accepted");
    EXPECT_NE(code_of(chain(60000, from)), "");  // accepted or refused, but it ends
}

TEST(Harm, ALongChainOfConditions) {
    EXPECT_NE(code_of(chain(
                  40000, "{\"id\": \"THIS\", \"from\": \"rate\", \"when\": {\"node\": \"NEXT\", \"above\": \"0\"}}")),
              "");
}

TEST(Harm, ASubstituteThatIsNoLevel) {
    // Below "points" a substitute would stand where the index of a level is wanted.
    for (const char* substitute : {"7", "-1", "0.5"}) {
        const std::string json =
            spoilt("\"then\": [\"points\"]",
                   std::string("\"then\": [\"points\"], \"missing\": {\"missing\": \"") + substitute + "\"}");
        EXPECT_EQ(code_of(json), "policy.level") << substitute;
    }
    EXPECT_EQ(code_of(spoilt("\"id\": \"root\", ", "\"id\": \"root\", \"missing\": {\"suppressed\": \"7\"}, ")),
              "policy.level")
        << "inherited";
}

TEST(Harm, ADemandForCoverageInPercent) {
    EXPECT_NE(code_of(spoilt("\"id\": \"part\", ", "\"id\": \"part\", \"coverage\": {\"at_least\": \"75\"}, ")),
              "accepted");
}

TEST(Harm, EveryPrefixOfADocumentIsRefused) {
    const std::string json = sound_document();
    for (std::size_t length = 0; length + 1 < json.size(); ++length) {
        const auto read = read_instrument(std::string_view(json).substr(0, length));
        ASSERT_TRUE(read.has_error()) << length;
        ASSERT_EQ(read.error().kind, ErrorKind::document);
    }
}

TEST(Harm, EveryByteSpoiltGivesAnErrorOrAnInstrument) {
    const std::string json = sound_document();
    std::size_t refused = 0;
    for (std::size_t at = 0; at < json.size(); ++at) {
        for (const char byte : {'"', '9', '\xc3'}) {
            std::string spoilt_json = json;
            spoilt_json[at] = byte;
            const auto read = read_instrument(spoilt_json);
            if (read.has_error()) {
                ++refused;
                ASSERT_FALSE(read.error().problems.empty());
            } else {
                ASSERT_TRUE(compile(read.value()).has_value());
            }
        }
    }
    EXPECT_GT(refused, json.size());
}

}  // namespace
