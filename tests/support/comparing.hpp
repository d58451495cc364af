#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "pug/io/instrument.hpp"
#include "pug/result.hpp"
#include "pug/scorer.hpp"

// A small instrument read from a document, scored rows of it, and refusals of requests as tests compare them.
namespace pug::test {

inline std::string small_document() {
    return R"({"pug": 1, "id": "test.compare", "edition": "1", "status": "draft", "title": "Compare",
 "scales": {"met": {"levels": [{"code": "TT", "points": "0"}, {"code": "TS", "points": "1"}, {"code": "TL", "points": "2"}]}},
 "variables": {
   "decree": {"type": "choice", "scale": "met", "evidence": {"en": "A copy"},
     "remediation": {"text": {"en": "Sign it"}, "effort_days": "2.5", "role": {"en": "Chair"}}},
   "staff": {"type": "percent"},
   "free": {"type": "yes_no"}},
 "score": {"id": "total", "arithmetic": [
   {"id": "law", "from": "decree", "then": ["points"]},
   {"id": "people", "title": {"id": "Orang", "en": "People"}, "from": "staff", "then": [{"minmax": ["0", "100"]}]},
   {"id": "fee", "from": "free", "then": ["points"]}],
   "then": [{"scale": "100"}], "missing": {"missing": "lowest"}},
 "verdict": {"grades": [{"grade": "high", "from": "60"}, {"grade": "low", "from": "0"}]}})";
}

/// The document with the first occurrence of one text replaced by another.
inline std::string changed_document(const std::string& found, const std::string& instead) {
    std::string json = small_document();
    return json.replace(json.find(found), found.size(), instead);
}

/// Scores of rows (decree, staff, free), and the numbers they refer to.
struct ScoredRows {
    std::vector<double> values;
    Scores scores;

    explicit ScoredRows(std::vector<double> rows, const std::string& document = small_document())
        : values(std::move(rows)), scores(score(document)) {}
    ScoredRows(const ScoredRows&) = delete;

  private:
    Scores score(const std::string& document) const {
        const Scorer scorer = compile(read_instrument(document).value()).value();
        std::vector<Column> columns;
        for (std::size_t v = 0; v < 3; ++v) columns.push_back({values.data() + v, 3, nullptr, 1});
        return scorer.score(std::move(columns), values.size() / 3).value();
    }
};

/// "code pointer" of every problem, in the order of their places.
template <class T>
std::vector<std::string> places(const result<T>& refused) {
    std::vector<std::string> told;
    if (!refused.has_error()) return told;
    for (const Problem& problem : refused.error().problems) told.push_back(problem.code + " " + problem.where);
    return told;
}

}  // namespace pug::test
