#include "pug/io/examples.hpp"

#include <string>

#include "pug/analysis/explain.hpp"
#include "pug/io/answers.hpp"
#include "pug/names.hpp"

namespace pug {
inline namespace v0 {

namespace {

/// Compares the results of one example with what it expects.
class ExampleChecker {
  public:
    ExampleChecker(const Scorer& scorer, std::size_t index, std::vector<Problem>& problems)
        : scorer_(scorer),
          example_(scorer.instrument().examples[index]),
          where_("/examples/" + std::to_string(index)),
          problems_(problems) {}

    void check() {
        if (!read_inputs()) return;
        Table table(1);
        for (std::size_t v = 0; v < values_.size(); ++v) {
            table.add(scorer_.instrument().variables[v].name, {&values_[v], 1, &statuses_[v], 1});
        }
        const auto scores = scorer_.score(table, {1, false});
        if (!scores) {
            for (const Problem& problem : scores.error().problems) {
                report("example.input", "/inputs/" + pointer_token(problem.where), problem.message);
            }
            return;
        }
        compare(scores.value());
    }

  private:
    void report(std::string code, const std::string& where, std::string message) {
        problems_.push_back({std::move(code), where_ + where, 0, 0, std::move(message)});
    }

    bool read_inputs() {
        const auto& variables = scorer_.instrument().variables;
        values_.assign(variables.size(), 0);
        statuses_.assign(variables.size(), static_cast<std::uint8_t>(Status::missing));
        bool is_fine = true;
        for (const auto& [name, input] : example_.inputs) {
            for (std::size_t v = 0; v < variables.size(); ++v) {
                if (variables[v].name != name) continue;
                const auto answer = read_input(variables[v], input);
                if (!answer) {
                    report("example.input", "/inputs/" + pointer_token(name), answer.error().message());
                    is_fine = false;
                } else {
                    values_[v] = answer.value().value;
                    statuses_[v] = static_cast<std::uint8_t>(answer.value().status);
                }
            }
        }
        return is_fine;
    }

    result<Answer> read_input(const Variable& variable, const Example::Input& input) const {
        if (const auto* status = std::get_if<Status>(&input)) return Answer{0, *status};
        return AnswerReader(scorer_.instrument(), variable).read(std::get<std::string>(input));
    }

    void compare(const Scores& scores) {
        if (example_.score)
            compare_number("example.score", "/expect/score", *example_.score, scores.scores()[0],
                           scores.score_statuses()[0]);
        if (example_.status && *example_.status != scores.score_statuses()[0]) {
            report("example.status", "/expect/status",
                   "found " + std::string(to_string(scores.score_statuses()[0])) + ", expected " +
                       std::string(to_string(*example_.status)));
        }
        if (example_.grade && *example_.grade != scores.grade(0)) {
            const auto shown = [](std::string_view grade) {
                return grade.empty() ? std::string("no grade") : "\"" + std::string(grade) + "\"";
            };
            report("example.grade", "/expect/grade",
                   "found " + shown(scores.grade(0)) + ", expected " + shown(*example_.grade));
        }
        for (const auto& [name, expected] : example_.nodes) compare_node(scores, name, expected);
    }

    void compare_node(const Scores& scores, const std::string& name, const Expected& expected) {
        const std::string where = "/expect/nodes/" + pointer_token(name);
        for (std::size_t n = 0; n < scores.nodes().size(); ++n) {
            if (scores.nodes()[n] == name)
                return compare_number("example.node", where, expected, scores.values(n)[0], scores.statuses(n)[0]);
        }
        if (scorer_.instrument().score.id == name) {
            return compare_number("example.node", where, expected, scores.scores()[0], scores.score_statuses()[0]);
        }
        report("example.node", where, "no node is called \"" + name + "\"");
    }

    void compare_number(std::string code, const std::string& where, const Expected& expected, double found,
                        Status status) {
        if (status != Status::observed) {
            return report(
                std::move(code), where,
                "found no value (" + std::string(to_string(status)) + "), expected " + expected.value.to_string());
        }
        bool ignored = false;
        const Rational rounded =
            round_to(Decimal::of(found).exact(), Rounding{expected.digits, RoundingMode::half_up}, ignored);
        if (rounded == expected.value.exact()) return;
        report(std::move(code), where,
               "found " + Decimal(rounded).to_string() + " (unrounded " + detail::shown(found) + "), expected " +
                   expected.value.to_string());
    }

    const Scorer& scorer_;
    const Example& example_;
    std::string where_;
    std::vector<Problem>& problems_;
    std::vector<double> values_;
    std::vector<std::uint8_t> statuses_;
};

}  // namespace

std::vector<Problem> check_examples(const Scorer& scorer) {
    std::vector<Problem> problems;
    for (std::size_t i = 0; i < scorer.instrument().examples.size(); ++i) ExampleChecker(scorer, i, problems).check();
    return problems;
}

}  // namespace v0
}  // namespace pug
