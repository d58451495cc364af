#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "pug/scorer.hpp"

namespace pug {
inline namespace v0 {

namespace detail {

/// Looks for what is legal in an instrument but doubtful.
class Reviewer {
  public:
    explicit Reviewer(const Scorer& scorer) : instrument_(scorer.instrument()), program_(scorer.program()) {}

    std::vector<Problem> review() {
        // An example scores one unit, so an instrument that looks at the cohort cannot carry any.
        if (instrument_.examples.empty() && program_.statistics.empty())
            warn("warning.no_examples", "",
                 "the instrument carries no examples, so nothing shows that it computes what it should");
        for (const auto& [language, text] : instrument_.title.translations) {
            if (!language.empty()) languages_.insert(language);
        }
        review_texts();
        review_nodes();
        review_variables();
        review_grades();
        return std::move(warnings_);
    }

  private:
    void warn(std::string code, std::string where, std::string message) {
        warnings_.push_back({std::move(code), std::move(where), 0, 0, std::move(message)});
    }

    // --- translations --------------------------------------------------------------------------------------------

    void review_text(const Text& text, const std::string& where) {
        if (text.empty()) return;
        for (const auto& language : languages_) {
            const auto& all = text.translations;
            const bool is_there = std::any_of(all.begin(), all.end(),
                                              [&](const auto& t) { return t.first == language || t.first.empty(); });
            if (!is_there)
                warn("warning.missing_translation", where,
                     "there is no text in \"" + language + "\", a language of the title");
        }
    }

    void review_texts() {
        review_text(instrument_.description, "/description");
        for (const auto& variable : instrument_.variables) {
            const std::string where = "/variables/" + pointer_token(variable.name);
            review_text(variable.title, where + "/title");
            review_text(variable.question, where + "/question");
            review_text(variable.guidance, where + "/guidance");
            review_text(variable.evidence, where + "/evidence");
            if (variable.remediation) review_text(variable.remediation->text, where + "/remediation/text");
        }
        for (std::size_t i = 0; i < instrument_.verdict.grades.size(); ++i) {
            review_text(instrument_.verdict.grades[i].title, "/verdict/grades/" + std::to_string(i) + "/title");
        }
        for (std::size_t i = 0; i < instrument_.verdict.gates.size(); ++i) {
            review_text(instrument_.verdict.gates[i].title, "/verdict/gates/" + std::to_string(i) + "/title");
        }
    }

    // --- nodes and variables -------------------------------------------------------------------------------------

    void review_nodes() {
        review_node(instrument_.score, "/score");
        for (std::size_t i = 0; i < instrument_.nodes.size(); ++i)
            review_node(instrument_.nodes[i], "/nodes/" + std::to_string(i));
        for (std::size_t n = 0; n < program_.nodes.size(); ++n) review_weights(n);
    }

    void review_node(const Node& node, const std::string& where) {
        review_text(node.title, where + "/title");
        for (std::size_t i = 0; i < node.operands.size(); ++i) {
            if (const auto* child = std::get_if<Box<Node>>(&node.operands[i]))
                review_node(**child, operand_pointer(node, where, i));
        }
    }

    void review_weights(std::size_t n) {
        const NodeCode& node = program_.nodes[n];
        if (!node.weighted) return;
        Rational sum = 0;
        bool is_equal = true;
        for (std::uint32_t k = 0; k < node.operands.count; ++k) {
            const NumberIndex index = program_.weights[node.operands.first + k];
            if (index == none) return;
            const Rational& weight = program_.numbers[index];
            sum += weight;
            is_equal &= weight == program_.numbers[program_.weights[node.operands.first]];
            if (weight == 0) {
                warn("warning.zero_weight", program_.names[n].pointer,
                     "operand " + std::to_string(k + 1) + " has weight 0 and can never matter");
            }
        }
        for (const int whole : {1, 100}) {
            const Rational distance = abs(Rational(sum - whole));
            if (!is_equal && distance != 0 && distance <= Rational(whole, 10)) {
                warn("warning.weights_sum", program_.names[n].pointer,
                     "the weights sum to " + Decimal(sum).to_string() + ", not to " + std::to_string(whole));
            }
        }
    }

    void review_variables() {
        std::set<Slot> used(program_.operands.begin(), program_.operands.end());
        for (const auto& condition : program_.conditions) {
            if (condition.kind == ConditionKind::compare) used.insert(condition.subject);
        }
        for (Slot v = 0; v < program_.variables.size(); ++v) {
            const std::string& name = program_.variables[v].name;
            if (!used.count(v))
                warn("warning.unused_variable", "/variables/" + pointer_token(name),
                     "nothing is computed from \"" + name + "\"");
        }
    }

    // --- grades --------------------------------------------------------------------------------------------------

    /// A band beyond what the best or the worst answers lead to is never given.
    void review_grades() {
        const VerdictCode& verdict = program_.verdict;
        if (!program_.is_node(verdict.on)) return;
        const std::size_t n = program_.node_of(verdict.on);
        if (program_.worst_of_node[n] == none || program_.best_of_node[n] == none) return;
        const auto rounded = [&](NumberIndex index) {
            bool ignored = false;
            return verdict.round ? round_to(program_.numbers[index], *verdict.round, ignored) : program_.numbers[index];
        };
        Rational low = rounded(program_.worst_of_node[n]);
        Rational high = rounded(program_.best_of_node[n]);
        if (high < low) std::swap(low, high);
        for (const BandCode& band : verdict.bands) {
            const bool is_above =
                band.lower != none &&
                (high < program_.numbers[band.lower] || (high == program_.numbers[band.lower] && !band.lower_included));
            const bool is_below = band.upper != none && (program_.numbers[band.upper] < low ||
                                                         (program_.numbers[band.upper] == low && !band.upper_included));
            if (!is_above && !is_below) continue;
            const std::string& grade = verdict.grades[band.grade].name;
            warn("warning.unreachable_grade", "/verdict/grades/" + std::to_string(band.grade),
                 "grade \"" + grade + "\" can never be reached: values go from " + Decimal(low).to_string() + " to " +
                     Decimal(high).to_string());
        }
    }

    const Instrument& instrument_;
    const Program& program_;
    std::set<std::string> languages_;
    std::vector<Problem> warnings_;
};

}  // namespace detail

/// What is legal in an instrument but doubtful: weights that nearly sum to 1 or 100, a weight of 0, a variable that
/// nothing uses, a grade that cannot be reached, a missing translation, no examples. Codes begin with "warning.".
inline std::vector<Problem> review(const Scorer& scorer) { return detail::Reviewer(scorer).review(); }

}  // namespace v0
}  // namespace pug
