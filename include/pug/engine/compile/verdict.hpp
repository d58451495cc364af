#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "pug/engine/bands.hpp"
#include "pug/engine/compile/conditions.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Compiles the verdict: bands or ladder, gates, caps and overrides.
class VerdictCompiler {
  public:
    explicit VerdictCompiler(CompileContext& context) : context_(context), conditions_(context) {}

    void run() {
        const Verdict& verdict = context_.instrument.verdict;
        VerdictCode& code = context_.program.verdict;
        code.on = context_.program.root;
        if (!verdict.on.empty()) {
            if (!context_.has_node(verdict.on)) {
                context_.problem("name.unknown", "/verdict/on", "no node is called " + in_quotes(verdict.on));
            } else {
                code.on = context_.node_slot(verdict.on, "/verdict/on").value_or(0);
            }
        }
        if (is_absent(context_.instrument.score) && verdict.on.empty() &&
            !(verdict.grades.empty() && verdict.ladder.empty())) {
            context_.problem("grades.no_score", "/verdict", "there is no score to grade; name a node \"on\"");
        }
        code.round = verdict.round;
        if (verdict.round) context_.check(*verdict.round, "/verdict/round");
        if (!verdict.grades.empty() && !verdict.ladder.empty()) {
            context_.problem("grades.twice", "/verdict/ladder", "a verdict has either \"grades\" or a \"ladder\"");
        }
        add_bands();
        add_ladder();
        if (!verdict.otherwise.empty()) code.otherwise = grade_index(verdict.otherwise, verdict.otherwise_title);
        add_gates();
        add_caps();
        for (std::size_t i = 0; i < verdict.overrides.size(); ++i) {
            const Override& override = verdict.overrides[i];
            const std::uint32_t condition =
                conditions_.add(override.when, "/verdict/overrides/" + std::to_string(i) + "/when");
            code.overrides.push_back({condition, grade_index(override.grade, override.grade_title)});
        }
    }

  private:
    std::uint32_t grade_index(const std::string& name, const Text& title) {
        auto& grades = context_.program.verdict.grades;
        const auto found =
            std::find_if(grades.begin(), grades.end(), [&](const GradeCode& g) { return g.name == name; });
        if (found != grades.end()) return static_cast<std::uint32_t>(found - grades.begin());
        grades.push_back({name, title, none});
        return static_cast<std::uint32_t>(grades.size() - 1);
    }

    /// A grade of its own for a band or a level, in the order of the document.
    std::uint32_t new_grade(const std::string& name, const Text& title, const std::string& where) {
        auto& grades = context_.program.verdict.grades;
        if (std::any_of(grades.begin(), grades.end(), [&](const GradeCode& g) { return g.name == name; })) {
            context_.problem("grade.duplicate", where, "grade " + in_quotes(name) + " is defined twice");
        }
        grades.push_back({name, title, none});
        return static_cast<std::uint32_t>(grades.size() - 1);
    }

    std::optional<BandEdge> edge(const std::optional<Edge>& edge, const std::string& where) {
        if (!edge) return std::nullopt;
        return BandEdge{context_.resolve(edge->at, where).value_or(Decimal(0)).exact(), edge->included};
    }

    void add_bands() {
        const Verdict& verdict = context_.instrument.verdict;
        auto& code = context_.program.verdict;
        std::vector<Band> bands;
        for (std::size_t i = 0; i < verdict.grades.size(); ++i) {
            const Grade& grade = verdict.grades[i];
            const std::string where = "/verdict/grades/" + std::to_string(i);
            new_grade(grade.name, grade.title, where);
            bands.push_back({grade.name, where, edge(grade.lower, where), edge(grade.upper, where)});
        }
        order_bands(bands, verdict.gaps, context_.problems);
        const bool higher = context_.instrument.direction == Direction::higher_is_better;
        for (std::size_t i = 0; i < bands.size(); ++i) {
            BandCode band;
            band.grade = grade_index(bands[i].grade, {});
            if (bands[i].lower) {
                band.lower = context_.pool(bands[i].lower->at);
                band.lower_included = bands[i].lower->included;
                if (verdict.round) band.lower_tie = tie_of_rounded(bands[i].lower->at, verdict.round->digits);
            }
            if (bands[i].upper) {
                band.upper = context_.pool(bands[i].upper->at);
                band.upper_included = bands[i].upper->included;
                if (verdict.round) band.upper_tie = tie_of_rounded(bands[i].upper->at, verdict.round->digits);
            }
            code.grades[band.grade].order = static_cast<std::uint32_t>(higher ? i : bands.size() - 1 - i);
            code.bands.push_back(band);
        }
    }

    void add_ladder() {
        const auto& ladder = context_.instrument.verdict.ladder;
        for (std::size_t i = 0; i < ladder.size(); ++i) {
            const std::string where = "/verdict/ladder/" + std::to_string(i);
            const std::uint32_t grade = new_grade(ladder[i].grade, ladder[i].title, where);
            context_.program.verdict.grades[grade].order = static_cast<std::uint32_t>(i);
            context_.program.verdict.ladder.push_back({conditions_.add(ladder[i].when, where + "/when"), grade});
        }
    }

    void add_gates() {
        const auto& gates = context_.instrument.verdict.gates;
        for (std::size_t i = 0; i < gates.size(); ++i) {
            const std::uint32_t condition = conditions_.add(gates[i].condition, "/verdict/gates/" + std::to_string(i));
            context_.program.verdict.gates.push_back(
                {condition, grade_index(gates[i].otherwise, gates[i].otherwise_title)});
        }
    }

    void add_caps() {
        const auto& caps = context_.instrument.verdict.caps;
        auto& code = context_.program.verdict;
        for (std::size_t i = 0; i < caps.size(); ++i) {
            const std::string where = "/verdict/caps/" + std::to_string(i);
            const std::uint32_t condition = conditions_.add(caps[i].when, where + "/when");
            const auto grade = std::find_if(code.grades.begin(), code.grades.end(), [&](const GradeCode& g) {
                return g.name == caps[i].grade_at_most && g.order != none;
            });
            if (grade == code.grades.end()) {
                context_.problem("name.unknown", where + "/grade_at_most",
                                 "no band or level is called " + in_quotes(caps[i].grade_at_most));
                continue;
            }
            code.caps.push_back({condition, static_cast<std::uint32_t>(grade - code.grades.begin())});
        }
    }

    CompileContext& context_;
    ConditionCompiler conditions_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
