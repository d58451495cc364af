#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/reference_nodes.hpp"

namespace pug::test {

/// What the reference says of a unit.
struct Judged {
    Known root;
    std::map<std::string, Known> nodes;
    std::optional<Rational> rounded;
    std::string grade;
    std::vector<int> gates, caps;  ///< codes of the C interface
};

/// A second reading of docs/language.md: one unit at a time, straight from the model, with rational numbers only. It
/// shares no code with the engine, is as slow as it likes, and knows no roots, logarithms, exponentials and cohorts.
class SecondReading : private ReferenceNodes {
  public:
    SecondReading(const Instrument& instrument, const std::vector<Cell>& row, End end = End::as_answered,
                  std::string as_of = {})
        : ReferenceNodes(instrument, row, end, std::move(as_of)) {}

    Judged judge() {
        Judged judged;
        if (is_absent(instrument_.score)) {  // no total is made, whatever was answered
            judged.root.status = Status::not_applicable;
            judged.root.counts = false;
        } else {
            judged.root = node(instrument_.score, root_policy());
        }
        for (const auto& [id, known] : named_) judged.nodes[id] = by_name(id);
        verdict(judged);
        return judged;
    }

  private:
    void verdict(Judged& judged) {
        const Verdict& verdict = instrument_.verdict;
        const Known on = verdict.on.empty() ? judged.root : by_name(verdict.on);
        if (on.status == Status::observed) {
            judged.rounded = verdict.round ? rounded(on.value, *verdict.round) : on.value;
            judged.grade = verdict.otherwise;
            for (const Grade& grade : verdict.grades) {
                if (lies_in(grade, *judged.rounded)) judged.grade = grade.name;
            }
            for (const Rung& rung : verdict.ladder) {
                const int state = state_of(rung.when);
                if (state != 0 && state != 3) break;
                judged.grade = rung.grade;
            }
        }
        for (const Cap& cap : verdict.caps) judged.caps.push_back(apply(cap, judged.grade));
        std::optional<std::string> closed;
        for (const Gate& gate : verdict.gates) {
            const int state = state_of(gate.condition);
            judged.gates.push_back(state);
            if (!closed && (state == 1 || state == 2)) closed = gate.otherwise;
        }
        if (!judged.rounded) return;  // without a value there is no grade
        if (closed) judged.grade = *closed;
        for (const Override& each : verdict.overrides) {
            if (truth(each.when).holds != true) continue;
            judged.grade = each.grade;
            break;
        }
    }

    /// Bands of the random instruments state both edges, or leave the outermost open.
    bool lies_in(const Grade& grade, const Rational& x) const {
        if (grade.lower) {
            const Rational at = exact(grade.lower->at);
            if (x < at || (x == at && !grade.lower->included)) return false;
        }
        if (grade.upper) {
            const Rational at = exact(grade.upper->at);
            if (x > at || (x == at && !grade.upper->included)) return false;
        }
        return true;
    }

    int state_of(const Condition& condition) {
        const Truth asked = truth(condition);
        if (asked.holds) return *asked.holds ? 0 : 1;
        return *asked.status == Status::not_applicable || *asked.status == Status::waived ? 3 : 2;
    }

    /// How good a grade is: 1 for the worst band or level, 0 for one that is neither.
    std::size_t place(const std::string& grade) const {
        const auto& ladder = instrument_.verdict.ladder;
        for (std::size_t i = 0; i < ladder.size(); ++i) {
            if (ladder[i].grade == grade) return i + 1;
        }
        const auto& grades = instrument_.verdict.grades;
        for (std::size_t i = 0; i < grades.size(); ++i) {
            if (grades[i].name != grade) continue;
            return instrument_.direction == Direction::lower_is_better ? grades.size() - i : i + 1;
        }
        return 0;
    }

    int apply(const Cap& cap, std::string& grade) {
        const int state = state_of(cap.when);
        const int as_cap = state == 0 ? 1 : state == 2 ? 2 : 0;
        if (as_cap != 0 && place(grade) > place(cap.grade_at_most)) grade = cap.grade_at_most;
        return as_cap;
    }
};

}  // namespace pug::test
