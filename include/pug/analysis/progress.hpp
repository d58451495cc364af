#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pug/analysis/criteria.hpp"
#include "pug/analysis/matching.hpp"
#include "pug/scores.hpp"
#include "pug/statistics/holm.hpp"
#include "pug/statistics/paired.hpp"

namespace pug {
inline namespace v0 {

/// What of one edition is compared with what of another. What is not named is not compared.
struct ProgressMapping {
    bool compares_total = false;                                 ///< scores, and with them grades
    std::vector<std::pair<std::string, std::string>> criteria;   ///< ids before and after
    std::vector<std::pair<std::string, std::string>> variables;  ///< names before and after, of yes and no
};

struct ProgressOptions {
    /// Given where the rounds were scored with instruments that are not the same.
    std::optional<ProgressMapping> mapping;
    double confidence = 0.95;
};

/// One thing before and after.
struct Change {
    double before = std::numeric_limits<double>::quiet_NaN();  ///< NaN unless observed
    double after = std::numeric_limits<double>::quiet_NaN();
    Status status_before = Status::missing;
    Status status_after = Status::missing;
    /// After minus before, 0 where that is only rounding; NaN unless both are observed.
    double change = std::numeric_limits<double>::quiet_NaN();
    int direction = 0;  ///< 1: better, −1: worse, 0: the same, or not known
};

/// What units came to in one criterion, or in the score.
struct CriterionProgress {
    std::string_view id;  ///< after
    std::string_view id_before;
    const Node* node = nullptr;  ///< in the later instrument
    Direction direction = Direction::higher_is_better;
    std::vector<Change> changes;  ///< in step with `Progress::units`

    std::size_t compared = 0;                                       ///< units observed in both rounds
    std::size_t rose = 0, fell = 0, same = 0;                       ///< of those: better, worse, neither
    double mean_before = std::numeric_limits<double>::quiet_NaN();  ///< of those
    double mean_after = std::numeric_limits<double>::quiet_NaN();
    double mean_change = std::numeric_limits<double>::quiet_NaN();
    double median_change = std::numeric_limits<double>::quiet_NaN();
    Estimate share_rose;  ///< of those compared; the interval is Clopper and Pearson's
    // Tests of "nothing changed"; what they count as risen is better. NaN where nobody is compared.
    PairedTest wilcoxon, sign;
    double effect = std::numeric_limits<double>::quiet_NaN();             ///< Cohen's d of the changes towards good
    double wilcoxon_adjusted = std::numeric_limits<double>::quiet_NaN();  ///< p by Holm, over the criteria
    double sign_adjusted = std::numeric_limits<double>::quiet_NaN();
};

/// How many units have something, before and after.
struct HoldingProgress {
    std::size_t compared = 0;           ///< known in both rounds
    std::size_t before = 0, after = 0;  ///< have it
    std::size_t gained = 0, lost = 0;
    PairedTest mcnemar;
    double adjusted = std::numeric_limits<double>::quiet_NaN();  ///< p by Holm, over all of the same kind
};

/// A question answered by yes or no.
struct VariableProgress {
    const Variable* variable = nullptr;  ///< in the later instrument
    std::string_view name_before;
    HoldingProgress yes;
};

/// A grade, or a better one.
struct GradeProgress {
    std::string_view grade;
    HoldingProgress at_least;
};

/// A unit that is in both rounds.
struct ProgressedUnit {
    std::size_t before = 0, after = 0;  ///< rows
    std::string_view grade_before;      ///< empty: none
    std::string_view grade_after;
    /// 1: a better grade, −1: a worse one, 0: the same. Nothing where a grade is missing, or the two have no common
    /// order.
    std::optional<int> grade_change;
};

/// How units changed from one round to the next. It refers to the scores of both.
struct Progress {
    std::vector<ProgressedUnit> units;                 ///< those of both rounds, in the order of the earlier one
    std::vector<std::size_t> only_before, only_after;  ///< rows of units that the other round lacks
    std::optional<CriterionProgress> score;            ///< nothing where no totals are compared
    std::vector<CriterionProgress> criteria;
    /// Units by grade before and after, row by row, in the order of the grades of each instrument; the last row and
    /// column stand for none. Empty where no totals are compared.
    std::vector<std::size_t> transitions;
    std::vector<std::string_view> grades_before, grades_after;
    std::vector<GradeProgress> grades;        ///< from the second lowest on: the lowest is had by all
    std::vector<VariableProgress> variables;  ///< questions of yes and no
};

namespace detail {

/// Whether a program has the nodes, variables and grades of another.
inline bool has_same_shape(const Program& a, const Program& b) {
    const auto is_same_node = [](const NodeName& x, const NodeName& y) { return x.key == y.key; };
    const auto is_same_variable = [](const VariableCode& x, const VariableCode& y) {
        return x.name == y.name && x.type == y.type;
    };
    const auto is_same_grade = [](const GradeCode& x, const GradeCode& y) { return x.name == y.name; };
    return std::equal(a.names.begin(), a.names.end(), b.names.begin(), b.names.end(), is_same_node) &&
           std::equal(a.variables.begin(), a.variables.end(), b.variables.begin(), b.variables.end(),
                      is_same_variable) &&
           std::equal(a.verdict.grades.begin(), a.verdict.grades.end(), b.verdict.grades.begin(),
                      b.verdict.grades.end(), is_same_grade);
}

/// The middle of the values, which are sorted for it.
inline double median_of(std::vector<double>& values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 != 0 ? values[half] : values[half - 1] / 2 + values[half] / 2;
}

/// Their mean; they are sorted first, so that the order of the units does not matter.
inline double mean_of(std::vector<double>& values) {
    std::sort(values.begin(), values.end());
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

/// A test over nobody has no probability.
inline void no_test(PairedTest& test) { test.p = std::numeric_limits<double>::quiet_NaN(); }

class ProgressFinder {
  public:
    ProgressFinder(const Scores& before, const Scores& after, const MatchedUnits& matched,
                   const ProgressOptions& options)
        : before_(before), after_(after), matched_(matched), options_(options) {}

    result<Progress> find() && {
        if (auto problem = find_pairs()) return *std::move(problem);
        find_units();
        for (const auto& [first, second] : criteria_) {
            PUG_TRY(CriterionProgress told, progress(first, second));
            if (second.is_root()) {
                found_.score = std::move(told);
            } else {
                found_.criteria.push_back(std::move(told));
            }
        }
        adjust(found_.criteria, &CriterionProgress::wilcoxon, &CriterionProgress::wilcoxon_adjusted);
        adjust(found_.criteria, &CriterionProgress::sign, &CriterionProgress::sign_adjusted);
        PUG_TRY(found_.variables, variables());
        if (has_total_) find_transitions();
        if (has_total_ && has_same_grades()) {
            PUG_TRY(found_.grades, grades());
        }
        return std::move(found_);
    }

  private:
    static constexpr double nan = std::numeric_limits<double>::quiet_NaN();

    // --- what is compared with what ------------------------------------------------------------------------------

    std::optional<Error> find_pairs() {
        const std::vector<Criterion> before = criteria_of(before_);
        const std::vector<Criterion> after = criteria_of(after_);
        if (options_.mapping) return find_mapped(before, after);
        for (const Criterion& second : after) {
            const auto first = std::find_if(before.begin(), before.end(),
                                            [&](const Criterion& criterion) { return criterion.id == second.id; });
            if (first != before.end()) criteria_.emplace_back(*first, second);
            has_total_ |= second.is_root();
        }
        for (Slot v = 0; v < after_.program().variables.size(); ++v) variables_.emplace_back(v, v);
        return std::nullopt;
    }

    std::optional<Error> find_mapped(const std::vector<Criterion>& before, const std::vector<Criterion>& after) {
        std::vector<Problem> problems;
        const auto refuse = [&](const std::string& where, std::string message) {
            problems.push_back({"progress.mapping", where, 0, 0, std::move(message)});
        };
        const auto find = [&](const std::vector<Criterion>& list, const std::string& id, const char* round) {
            const auto found = std::find_if(list.begin(), list.end(), [&](const Criterion& criterion) {
                return !criterion.is_root() && criterion.id == id;
            });
            if (found == list.end()) refuse(id, "no criterion " + std::string(round) + " is called \"" + id + "\"");
            return found;
        };
        if (options_.mapping->compares_total) {
            const bool are_there =
                !before.empty() && before.front().is_root() && !after.empty() && after.front().is_root();
            if (!are_there) {
                refuse("", "the totals are to be compared, and an instrument makes none");
            } else if (before.front().direction != after.front().direction) {
                refuse("", "the totals are to be compared; a high one is good in one edition and bad in the other");
            } else {
                criteria_.emplace_back(before.front(), after.front());
                has_total_ = true;
            }
        }
        for (const auto& [first, second] : options_.mapping->criteria) {
            const auto from = find(before, first, "before");
            const auto to = find(after, second, "after");
            if (from == before.end() || to == after.end()) continue;
            if (from->direction != to->direction)
                refuse(first, std::string("\"").append(first).append("\" and \"").append(second) +
                                  "\" cannot be compared: more is better of one only");
            if (is_mapped(to->place)) refuse(second, "two criteria lead to \"" + second + "\"");
            criteria_.emplace_back(*from, *to);
        }
        for (const auto& [first, second] : options_.mapping->variables) {
            const auto from = yes_no(before_, first, refuse);
            const auto to = yes_no(after_, second, refuse);
            if (from && to) variables_.emplace_back(*from, *to);
        }
        if (problems.empty()) return std::nullopt;
        return Error(ErrorKind::argument, std::move(problems));
    }

    bool is_mapped(std::size_t place) const {
        return std::any_of(criteria_.begin(), criteria_.end(),
                           [&](const auto& pair) { return pair.second.place == place; });
    }

    template <class Refuse>
    static std::optional<Slot> yes_no(const Scores& scores, const std::string& name, const Refuse& refuse) {
        const auto v = scores.program().find(name);
        if (!v) {
            refuse(name, "no variable of " + told_edition(scores.instrument()) + " is called \"" + name + "\"");
        } else if (scores.program().variables[*v].type != VariableType::yes_no) {
            refuse(name, "\"" + name + "\" is not answered by yes or no");
            return std::nullopt;
        }
        return v;
    }

    bool has_same_grades() const {
        const auto& a = before_.grades();
        const auto& b = after_.grades();
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const GradeCode& x, const GradeCode& y) {
            return x.name == y.name && x.order == y.order;
        });
    }

    // --- units ---------------------------------------------------------------------------------------------------

    void find_units() {
        for (std::size_t u = 0; u < matched_.size(); ++u) {
            if (!matched_.is_in(u, 1)) {
                found_.only_before.push_back(matched_.row(u, 0));
            } else if (!matched_.is_in(u, 0)) {
                found_.only_after.push_back(matched_.row(u, 1));
            } else {
                found_.units.push_back(unit(matched_.row(u, 0), matched_.row(u, 1)));
            }
        }
    }

    ProgressedUnit unit(std::size_t before, std::size_t after) const {
        ProgressedUnit told;
        told.before = before;
        told.after = after;
        if (!has_total_) return told;
        told.grade_before = before_.grade(before);
        told.grade_after = after_.grade(after);
        const auto first = grade_level(before_, before);
        const auto second = grade_level(after_, after);
        // Two grades outside the order are the same only by name.
        const bool is_comparable = first && second && has_same_grades() &&
                                   (*first != *second || *first >= 0 || told.grade_before == told.grade_after);
        if (is_comparable) told.grade_change = (*second > *first ? 1 : 0) - (*second < *first ? 1 : 0);
        return told;
    }

    // --- criteria ------------------------------------------------------------------------------------------------

    result<CriterionProgress> progress(const Criterion& first, const Criterion& second) const {
        CriterionProgress told;
        told.id = second.id;
        told.id_before = first.id;
        told.node = second.node;
        told.direction = second.direction;
        Grain grain(first.values(before_));
        grain.take(second.values(after_));
        std::vector<double> towards_good;  // in grains, so that what is equal ties
        for (const ProgressedUnit& unit : found_.units) {
            told.changes.push_back(change(first, second, unit, grain));
            towards_good.push_back(second.towards_good(grain.settled(told.changes.back().change)));
        }
        count(told);
        if (auto problem = test(std::move(towards_good), told)) return *std::move(problem);
        return told;
    }

    Change change(const Criterion& first, const Criterion& second, const ProgressedUnit& unit,
                  const Grain& grain) const {
        Change told;
        told.status_before = first.statuses(before_)[unit.before];
        told.status_after = second.statuses(after_)[unit.after];
        told.before = first.values(before_)[unit.before];
        told.after = second.values(after_)[unit.after];
        const double difference = told.after - told.before;
        if (std::isnan(difference)) return told;
        told.change = grain.told(difference);
        const double better = second.towards_good(told.change);
        told.direction = (better > 0 ? 1 : 0) - (better < 0 ? 1 : 0);
        return told;
    }

    static void count(CriterionProgress& told) {
        std::vector<double> before, after, changes;
        for (const Change& change : told.changes) {
            if (std::isnan(change.change)) continue;
            before.push_back(change.before);
            after.push_back(change.after);
            changes.push_back(change.change);
            told.rose += change.direction > 0 ? 1 : 0;
            told.fell += change.direction < 0 ? 1 : 0;
        }
        told.compared = changes.size();
        told.same = told.compared - told.rose - told.fell;
        if (changes.empty()) return;
        told.mean_before = mean_of(before);
        told.mean_after = mean_of(after);
        told.mean_change = mean_of(changes);
        told.median_change = median_of(changes);
    }

    /// `changes` are towards good; sorted, so that the order of the units does not matter.
    std::optional<Error> test(std::vector<double> changes, CriterionProgress& told) const {
        if (told.compared == 0) {
            no_test(told.wilcoxon);
            no_test(told.sign);
            return std::nullopt;
        }
        std::erase_if(changes, [](double change) { return std::isnan(change); });
        std::sort(changes.begin(), changes.end());
        const std::vector<double> nothing(changes.size());
        PUG_TRY(told.wilcoxon, wilcoxon_test(nothing, changes));
        PUG_TRY(told.sign, sign_test(nothing, changes));
        PUG_TRY(told.effect, paired_effect(nothing, changes));
        PUG_TRY(told.share_rose, share_of(told.rose, told.compared, options_.confidence));
        return std::nullopt;
    }

    /// Fills in Holm's probabilities of a test over all criteria.
    static void adjust(std::vector<CriterionProgress>& criteria, PairedTest CriterionProgress::* test,
                       double CriterionProgress::* adjusted) {
        std::vector<double> probabilities;
        for (const CriterionProgress& criterion : criteria) probabilities.push_back((criterion.*test).p);
        const std::vector<double> found = holm_adjusted(probabilities);
        for (std::size_t c = 0; c < criteria.size(); ++c) criteria[c].*adjusted = found[c];
    }

    // --- what units have -----------------------------------------------------------------------------------------

    /// Who has something; NaN where that is not known.
    static result<HoldingProgress> holding(const std::vector<double>& before, const std::vector<double>& after) {
        HoldingProgress told;
        for (std::size_t u = 0; u < before.size(); ++u) {
            if (std::isnan(before[u]) || std::isnan(after[u])) continue;
            ++told.compared;
            told.before += before[u] != 0 ? 1 : 0;
            told.after += after[u] != 0 ? 1 : 0;
            told.gained += after[u] > before[u] ? 1 : 0;
            told.lost += after[u] < before[u] ? 1 : 0;
        }
        PUG_TRY(told.mcnemar, mcnemar_test(before, after));
        if (told.compared == 0) no_test(told.mcnemar);
        return told;
    }

    template <class List, class Part>
    static void adjust_holdings(List& list, Part part) {
        std::vector<double> probabilities;
        for (auto& each : list) probabilities.push_back((each.*part).mcnemar.p);
        const std::vector<double> adjusted = holm_adjusted(probabilities);
        for (std::size_t i = 0; i < list.size(); ++i) (list[i].*part).adjusted = adjusted[i];
    }

    result<std::vector<VariableProgress>> variables() const {
        std::vector<VariableProgress> told;
        for (const auto& [first, second] : variables_) {
            if (after_.program().variables[second].type != VariableType::yes_no) continue;
            std::vector<double> before, after;
            for (const ProgressedUnit& unit : found_.units) {
                before.push_back(answer(before_, first, unit.before));
                after.push_back(answer(after_, second, unit.after));
            }
            VariableProgress variable;
            variable.variable = &after_.instrument().variables[second];
            variable.name_before = before_.program().variables[first].name;
            PUG_TRY(variable.yes, holding(before, after));
            told.push_back(variable);
        }
        adjust_holdings(told, &VariableProgress::yes);
        return told;
    }

    static double answer(const Scores& scores, Slot variable, std::size_t unit) {
        const auto& observations = scores.observations();
        return observations.status(variable, unit) == Status::observed ? observations.value(variable, unit) : nan;
    }

    void find_transitions() {
        for (const GradeCode& grade : before_.grades()) found_.grades_before.push_back(grade.name);
        for (const GradeCode& grade : after_.grades()) found_.grades_after.push_back(grade.name);
        const std::size_t columns = found_.grades_after.size() + 1;
        found_.transitions.assign((found_.grades_before.size() + 1) * columns, 0);
        const auto place = [](const Scores& scores, std::size_t unit) {
            const std::uint32_t grade = scores.grade_indexes()[unit];
            return grade == none ? scores.grades().size() : std::size_t{grade};
        };
        for (const ProgressedUnit& unit : found_.units)
            ++found_.transitions[place(before_, unit.before) * columns + place(after_, unit.after)];
    }

    /// Of every grade in the order but the lowest.
    result<std::vector<GradeProgress>> grades() const {
        std::vector<const GradeCode*> ordered;
        for (const GradeCode& grade : after_.grades()) {
            if (grade.order != none) ordered.push_back(&grade);
        }
        std::sort(ordered.begin(), ordered.end(),
                  [](const GradeCode* a, const GradeCode* b) { return a->order < b->order; });
        std::vector<GradeProgress> told;
        for (const GradeCode* grade : ordered) {
            if (grade->order == 0) continue;
            const auto has = [&](const Scores& scores, std::size_t unit) {
                const auto level = grade_level(scores, unit);
                return !level ? nan : *level >= static_cast<int>(grade->order) ? 1.0 : 0.0;
            };
            std::vector<double> before, after;
            for (const ProgressedUnit& unit : found_.units) {
                before.push_back(has(before_, unit.before));
                after.push_back(has(after_, unit.after));
            }
            GradeProgress progress;
            progress.grade = grade->name;
            PUG_TRY(progress.at_least, holding(before, after));
            told.push_back(progress);
        }
        adjust_holdings(told, &GradeProgress::at_least);
        return told;
    }

    const Scores& before_;
    const Scores& after_;
    const MatchedUnits& matched_;
    const ProgressOptions& options_;
    std::vector<std::pair<Criterion, Criterion>> criteria_;  ///< what is compared with what
    std::vector<std::pair<Slot, Slot>> variables_;
    bool has_total_ = false;
    Progress found_;
};

}  // namespace detail

/// How units changed from one round to the next, and whether that may be chance. `matched` says who is who in the two
/// rounds. Both scores, and the tables that were scored, must outlive what is told.
///
/// A change is towards good or away from it by the direction of the criterion; the tests count as risen what is better.
/// Criteria that a scores object does not keep are not compared.
///
/// Errors: `progress.rounds` unless two are matched; without a mapping `progress.edition` where the instruments have
/// not the same nodes, variables and grades, `progress.scale` where they have and do not compute the same (other
/// reference values, parameters of another day, other numbers); `progress.mapping` where a mapping names what is not
/// there or cannot be compared; `statistics.confidence`.
inline result<Progress> progress(const Scores& before, const Scores& after, const MatchedUnits& matched,
                                 const ProgressOptions& options = {}) {
    if (matched.rounds() != 2)
        return Error(ErrorKind::argument, "progress.rounds", "",
                     "found " + std::to_string(matched.rounds()) + " rounds; wanted one before and one after");
    PUG_TRY([[maybe_unused]] const double confidence, detail::checked_confidence(options.confidence));
    if (!options.mapping && !detail::has_same_shape(before.program(), after.program()))
        return Error(ErrorKind::argument, "progress.edition", "",
                     "before was scored with " + detail::told_edition(before.instrument()) + ", after with " +
                         detail::told_edition(after.instrument()) +
                         ", whose nodes, variables or grades are others, or stand in another order; say by a mapping "
                         "what is to be compared");
    if (!options.mapping && !detail::is_same_scale(before.program(), after.program()))
        return Error(
            ErrorKind::argument, "progress.scale", "",
            "the rounds were not scored on the same scale: reference values, dated parameters or other numbers "
            "of the instrument differ; score one round with those of the other");
    return detail::ProgressFinder(before, after, matched, options).find();
}

/// The same for units that are matched by their names.
inline result<Progress> progress(const Scores& before, const Scores& after, const ProgressOptions& options = {}) {
    const std::array<const Scores*, 2> rounds{&before, &after};
    return progress(before, after, match_units(rounds), options);
}

}  // namespace v0
}  // namespace pug
