#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pug/analysis/improvements.hpp"
#include "pug/analysis/plan.hpp"
#include "pug/analysis/rows.hpp"
#include "pug/engine/elementary.hpp"
#include "pug/random.hpp"
#include "pug/scorer.hpp"

namespace pug {
inline namespace v0 {

/// How assessors err, and how closely that is looked at.
struct RobustnessOptions {
    /// The chance that an answer is wrong, of every observed choice and yes/no; each wrong on its own. A wrong choice
    /// is one of the levels beside the right one.
    double error = 0.05;
    std::map<std::string, double> errors = {};      ///< by variable, instead
    std::map<std::string, double> deviations = {};  ///< of numbers: the standard deviation of what was measured
    std::size_t draws = 10'000;                     ///< of the simulation; 0: none
    std::uint64_t seed = 0;
    std::string name = {};  ///< by which random numbers are looked up; empty: that of the unit
    SearchLimits limits = {};
};

/// An answer that would have to be wrong.
struct WrongAnswer {
    Slot variable = 0;
    double found = 0;
    double instead = 0;
};

/// How firm the grade of a unit is.
struct Robustness {
    std::size_t unit = 0;
    std::uint32_t grade = none;     ///< of `Scores::grades`
    bool can_fall = false;          ///< there is a lower grade to fall to, by wrong answers alone
    bool is_proved = true;          ///< of `fall`: no fewer wrong answers suffice
    std::vector<WrongAnswer> fall;  ///< the fewest answers that must be wrong for a lower grade
    std::vector<WrongAnswer>
        decisive;  ///< single answers on which the grade depends, each in a way that would lower it
    std::size_t draws = 0;
    std::vector<std::size_t> counts;  ///< by grade, and last of no grade: in how many draws it was given
};

namespace detail {

/// Looks at how firm grades are.
class RobustnessStudy {
  public:
    RobustnessStudy(const Scores& scores, const RobustnessOptions& options)
        : scores_(scores),
          options_(options),
          program_(scores.program()),
          improvements_(scores.instrument(), program_),
          scorer_(Scorer::of(scores)) {}

    std::optional<Error> check() const {
        const auto wrong = [](std::string code, const std::string& where, std::string message) {
            return Error(ErrorKind::argument, std::move(code), where, std::move(message));
        };
        const auto is_share = [](double share) { return share >= 0 && share <= 1; };
        if (!is_share(options_.error))
            return wrong("robustness.error", "error",
                         "found " + shown(options_.error) + ", wanted a share from 0 to 1");
        for (const auto& [name, share] : options_.errors) {
            const auto v = program_.find(name);
            if (!v) return wrong("variable.unknown", name, "no variable of the instrument is called \"" + name + "\"");
            if (!is_whole_only(program_.variables[*v]) || program_.variables[*v].type == VariableType::count)
                return wrong("robustness.error", name, "\"" + name + "\" is a number: give it a deviation");
            if (!is_share(share))
                return wrong("robustness.error", name, "found " + shown(share) + ", wanted a share from 0 to 1");
        }
        for (const auto& [name, deviation] : options_.deviations) {
            const auto v = program_.find(name);
            if (!v) return wrong("variable.unknown", name, "no variable of the instrument is called \"" + name + "\"");
            const VariableType type = program_.variables[*v].type;
            if (type == VariableType::choice || type == VariableType::yes_no)
                return wrong("robustness.deviation", name,
                             "\"" + name + "\" is no number: give it the chance of an error");
            if (!(deviation >= 0) || !std::isfinite(deviation))
                return wrong("robustness.deviation", name, "found " + shown(deviation) + ", wanted 0 or more");
        }
        return std::nullopt;
    }

    result<Robustness> study(std::size_t unit) {
        Robustness found;
        found.unit = unit;
        found.grade = scores_.grade_indexes()[unit];
        const bool has_order = found.grade != none && program_.verdict.grades[found.grade].order != none;
        if (has_order) find_falls(unit, program_.verdict.grades[found.grade].order, found);
        if (options_.draws > 0) {
            if (auto problem = draw(unit, found)) return *std::move(problem);
        }
        return found;
    }

  private:
    /// What an answer could be instead.
    std::vector<double> others(Slot v, double value) const {
        std::vector<double> others = improvements_.better_than(v, Status::missing, 0);
        const VariableCode& code = program_.variables[v];
        if (std::isfinite(code.worst)) others.push_back(code.worst);
        std::sort(others.begin(), others.end());
        others.erase(std::unique(others.begin(), others.end()), others.end());
        std::erase(others, value);
        constexpr std::size_t most = 254;
        if (others.size() > most) others.erase(others.begin(), others.end() - most);
        return others;
    }

    void find_falls(std::size_t unit, std::uint32_t order, Robustness& found) {
        Adjustments adjustments;
        adjustments.budgets.resize(1);
        for (Slot v = 0; v < program_.variables.size(); ++v) {
            if (scores_.observations().status(v, unit) != Status::observed) continue;
            Adjustable adjustable{v, {}};
            for (const double other : others(v, scores_.observations().value(v, unit)))
                adjustable.alternatives.push_back({other, {1}, 0});
            if (!adjustable.alternatives.empty()) adjustments.variables.push_back(std::move(adjustable));
        }
        find_fewest(unit, order, adjustments, found);
        if (found.can_fall && found.fall.size() == 1) find_decisive(unit, order, adjustments, found);
    }

    void find_fewest(std::size_t unit, std::uint32_t order, const Adjustments& adjustments, Robustness& found) {
        std::size_t looked_at = 0;
        std::int64_t below = std::numeric_limits<std::int64_t>::max();
        std::int64_t at_least = below;
        for (const Way& way : goal_below(program_, order)) {
            const Found fewest = searches_.run(program_, scores_.observations(), unit, [&](auto& search) {
                return search.cheapest(adjustments, way, below, options_.limits, looked_at);
            });
            if (!fewest.is_complete) at_least = std::min(at_least, fewest.at_least);
            if (fewest.all.empty() || fewest.all.front().costs.front() >= below) continue;
            below = fewest.all.front().costs.front();
            found.can_fall = true;
            found.fall.clear();
            const auto& choices = fewest.all.front().choices;
            for (std::size_t a = 0; a < choices.size(); ++a) {
                if (choices[a] != 0) found.fall.push_back(wrong(unit, adjustments.variables[a], choices[a] - 1u));
            }
        }
        found.is_proved = at_least >= below || at_least == std::numeric_limits<std::int64_t>::max();
    }

    WrongAnswer wrong(std::size_t unit, const Adjustable& adjustable, std::size_t alternative) const {
        const Slot v = adjustable.variable;
        return {v, scores_.observations().value(v, unit), adjustable.alternatives[alternative].value};
    }

    /// Every answer that is enough by itself, with the first of what it could be instead.
    void find_decisive(std::size_t unit, std::uint32_t order, const Adjustments& adjustments, Robustness& found) {
        std::vector<WrongAnswer> tried;
        for (const Adjustable& adjustable : adjustments.variables) {
            for (std::size_t i = 0; i < adjustable.alternatives.size(); ++i)
                tried.push_back(wrong(unit, adjustable, i));
        }
        Rows rows = Rows::of(scores_.observations(), unit, tried.size());
        for (std::size_t t = 0; t < tried.size(); ++t) rows.set(tried[t].variable, t, tried[t].instead);
        const auto scores = scorer_.score(rows.columns(), rows.units(), briefly());
        for (std::size_t t = 0; t < tried.size() && scores; ++t) {
            const std::uint32_t grade = scores.value().grade_indexes()[t];
            const std::uint32_t here = grade == none ? none : program_.verdict.grades[grade].order;
            const bool is_told = !found.decisive.empty() && found.decisive.back().variable == tried[t].variable;
            if ((here == none || here < order) && !is_told) found.decisive.push_back(tried[t]);
        }
    }

    static ScoreOptions briefly() {
        ScoreOptions options;
        options.nodes = false;
        options.intervals = false;
        return options;
    }

    // --- the simulation ----------------------------------------------------------------------------------------------

    std::optional<Error> draw(std::size_t unit, Robustness& found) {
        constexpr std::size_t together = 512;
        found.draws = options_.draws;
        found.counts.assign(program_.verdict.grades.size() + 1, 0);
        for (std::size_t first = 0; first < options_.draws; first += together) {
            if (options_.limits.is_cancelled && options_.limits.is_cancelled()) {
                found.draws = first;
                return std::nullopt;
            }
            Rows rows = Rows::of(scores_.observations(), unit, std::min(together, options_.draws - first));
            for (Slot v = 0; v < program_.variables.size(); ++v) {
                if (scores_.observations().status(v, unit) != Status::observed) continue;
                for (std::size_t i = 0; i < rows.units(); ++i) err(unit, v, first + i, i, rows);
            }
            auto scores = scorer_.score(rows.columns(), rows.units(), briefly());
            if (!scores) return std::move(scores).error();
            for (const std::uint32_t grade : scores.value().grade_indexes())
                ++found.counts[grade == none ? program_.verdict.grades.size() : grade];
        }
        return std::nullopt;
    }

    std::array<std::uint64_t, 4> random(std::size_t unit, Slot v, std::size_t draw, std::uint64_t attempt) const {
        return philox({draw, v, attempt, 0},
                      {options_.seed, hash_of(options_.name.empty() ? scores_.name(unit) : options_.name)});
    }

    void err(std::size_t unit, Slot v, std::size_t draw, std::size_t at, Rows& rows) const {
        const VariableCode& code = program_.variables[v];
        const double value = rows.value(v, at);
        if (code.type == VariableType::choice || code.type == VariableType::yes_no) {
            const auto given = options_.errors.find(code.name);
            const double chance = given == options_.errors.end() ? options_.error : given->second;
            const auto numbers = random(unit, v, draw, 0);
            if (unit_interval(numbers[0]) >= chance || code.low == code.high) return;
            const bool is_up = value == code.low || (value != code.high && (numbers[1] & 1) != 0);
            return rows.set(v, at, is_up ? value + 1 : value - 1);
        }
        const auto given = options_.deviations.find(code.name);
        if (given == options_.deviations.end() || given->second == 0) return;
        double measured = value + given->second * normal(unit, v, draw);
        if (is_whole_only(code)) measured = std::round(measured);
        rows.set(v, at, std::clamp(measured, code.low, code.high));
    }

    /// A standard normal number by the polar method (G. Marsaglia and T. A. Bray, SIAM Review 6 (1964), 260–264), which
    /// needs no function that machines compute differently.
    double normal(std::size_t unit, Slot v, std::size_t draw) const {
        for (std::uint64_t attempt = 0;; ++attempt) {
            const auto numbers = random(unit, v, draw, attempt);
            const double x = 2 * unit_interval(numbers[0]) - 1;
            const double y = 2 * unit_interval(numbers[1]) - 1;
            const double size = x * x + y * y;
            if (size > 0 && size < 1) return x * std::sqrt(-2 * natural_log(size) / size);
        }
    }

    const Scores& scores_;
    const RobustnessOptions& options_;
    const Program& program_;
    Improvements improvements_;
    Scorer scorer_;
    Searches searches_;
};

}  // namespace detail

/// How firm the grade of a unit is: the fewest answers that would have to be wrong for a lower grade, proved by the
/// search behind plans, and the chances of every grade when each answer is wrong with the chance stated. A number can
/// be wrong as far as its range, its goalposts and the cut-offs that it is compared with reach.
///
/// Errors: `variable.unknown`, `robustness.error`, `robustness.deviation`.
inline result<Robustness> robustness(const Scores& scores, std::size_t unit, const RobustnessOptions& options = {}) {
    detail::RobustnessStudy study(scores, options);
    if (auto problem = study.check()) return *std::move(problem);
    return study.study(unit);
}

/// The same for the unit of that name; `unit.unknown` where there is none.
inline result<Robustness> robustness(const Scores& scores, std::string_view unit,
                                     const RobustnessOptions& options = {}) {
    PUG_TRY(const std::size_t found, scores.need(unit));
    return robustness(scores, found, options);
}

}  // namespace v0
}  // namespace pug
