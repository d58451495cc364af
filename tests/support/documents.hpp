#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace pug::test {

/// A document with one of most things, a construct a line, for tests that spoil it in one place.
inline std::string sound_document() {
    return R"({"pug": 1, "id": "test.base", "status": "draft", "title": {"id": "Dasar", "en": "Base"},
 "sources": {"book": {"title": "A book"}},
 "parameters": {"floor": {"value": "0.1"}},
 "scales": {"met": {"levels": [{"code": "TT", "points": "0"}, {"code": "TS", "points": "1"}, {"code": "TL", "points": "2"}],
   "statuses": {"TDD": "not_applicable"}}},
 "variables": {
   "decree": {"type": "choice", "scale": "met", "source": "book"},
   "rate": {"type": "percent"},
   "open": {"type": "number"},
   "permit": {"type": "yes_no"}},
 "nodes": [
   {"id": "part", "arithmetic": ["rate", {"from": "open", "weight": "2"}]}],
 "score": {"id": "root", "sum": [
   {"id": "legal", "from": "decree", "then": ["points"]},
   {"id": "services", "from": "part", "then": [{"minmax": ["0", "100"]}], "when": {"variable": "permit", "is": "yes"}}]},
 "verdict": {"round": {"digits": 2},
   "grades": [{"grade": "low", "from": "0"}, {"grade": "high", "from": "1"}],
   "gates": [{"id": "gate", "variable": "decree", "at_least": "TS", "otherwise": {"grade": "none"}}],
   "caps": [{"when": {"node": "part", "below": "10"}, "grade_at_most": "low"}]},
 "examples": [{"inputs": {"decree": "TL", "rate": "50", "open": 25, "permit": "no"}, "expect": {"score": "1"}}]})";
}

/// The sound document with the first occurrence of one text replaced by another.
inline std::string spoilt(std::string_view found, std::string_view instead) {
    std::string json = sound_document();
    const auto at = json.find(found);
    if (at == std::string::npos) throw std::runtime_error("the sound document has no " + std::string(found));
    return json.replace(at, found.size(), instead);
}

}  // namespace pug::test
