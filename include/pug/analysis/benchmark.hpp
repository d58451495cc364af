#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pug/analysis/criteria.hpp"
#include "pug/analysis/rank.hpp"
#include "pug/scorer.hpp"

namespace pug {
inline namespace v0 {

/// Whom a unit is compared with.
enum class AgainstKind : std::uint8_t {
    unit,     ///< one unit
    best,     ///< the units with the best score: one, or those that tie
    all,      ///< the middle of all units that count, for each criterion by itself
    group,    ///< the middle of the unit's own group
    profile,  ///< values that are aimed at
};

/// What stands for several units.
enum class Middle : std::uint8_t { median, mean };

struct Against {
    AgainstKind kind = AgainstKind::best;
    std::size_t unit = 0;                                 ///< of kind unit
    Middle middle = Middle::median;                       ///< of kinds all and group; of kind best where units tie
    std::vector<std::pair<std::string, double>> profile;  ///< of kind profile: values by id of the criterion
};

struct BenchmarkOptions {
    Against against;
    /// By unit: 0 where it is nobody's measure. It can still be compared with the others. Empty: all count.
    std::vector<std::uint8_t> counted;
    std::vector<std::uint32_t> groups;  ///< by unit: its group; empty: there are none
    std::size_t peers = 3;              ///< told at most
    std::size_t named = 5;              ///< units named with each practice, at most
};

/// A unit and its measure in one criterion.
struct BenchmarkedCriterion {
    double own = std::numeric_limits<double>::quiet_NaN();  ///< NaN unless observed
    Status status = Status::observed;
    double other = std::numeric_limits<double>::quiet_NaN();
    /// Observed where there is such a value. Else why not: the status of the other unit, the gravest of several;
    /// `missing` where there are none, or the profile does not name the criterion.
    Status other_status = Status::missing;
    std::size_t others = 0;  ///< whose values `other` was taken from
    /// How much better off the unit is, in units of the criterion: positive is better, whatever the direction. NaN
    /// unless both values are there: what does not apply to one of them is no zero.
    double difference = std::numeric_limits<double>::quiet_NaN();
    double standing = std::numeric_limits<double>::quiet_NaN();  ///< share of the others behind it, equals half; 0–1
    std::size_t standing_among = 0;                              ///< others that count and have a value

    bool counts() const { return !std::isnan(difference); }
};

/// An answer as data show it.
struct GivenAnswer {
    Status status = Status::observed;
    double value = std::numeric_limits<double>::quiet_NaN();  ///< NaN unless observed
    std::string_view code;                                    ///< of the level, for a choice; "yes" or "no"
};

/// A variable in which those who are ahead have better answers, and which matters for the unit.
struct Practice {
    const Variable* variable = nullptr;  ///< evidence, remediation
    GivenAnswer own;
    GivenAnswer best;                ///< the best answer of those who are ahead
    std::size_t ahead = 0;           ///< how many of those answered
    std::size_t better = 0;          ///< how many of them better
    std::vector<std::size_t> units;  ///< the first of the latter, the best ranked first
    /// What the score would gain, towards good, with that answer and all others as they are; below 0 where it opens
    /// questions that the unit has not answered. NaN without a score before or after.
    double gain = std::numeric_limits<double>::quiet_NaN();
    std::vector<std::size_t> gates;  ///< of the verdict: failed now and met with that answer
};

/// A unit like the one at hand whose grade is higher.
struct Peer {
    std::size_t unit = 0;
    double distance = 0;     ///< 0: the same; 1: at opposite ends of everything
    std::size_t shared = 0;  ///< criteria that the distance was taken of
    /// In which criteria it is ahead, and by how much; the root is left out.
    std::vector<std::pair<std::size_t, double>> ahead;
};

/// How a unit stands to its measure. It refers to the scores.
struct Benchmark {
    std::size_t unit = 0;
    std::vector<std::size_t> against;     ///< the units that it is compared with, where these are few: unit, best
    std::size_t compared_with = 0;        ///< how many units count in what it is compared with
    std::span<const Criterion> criteria;  ///< the root first
    std::vector<BenchmarkedCriterion> compared;  ///< in step with the criteria
    std::vector<Practice> practices;    ///< what meets a gate first, then by gain, then in the order of the instrument
    std::vector<Peer> peers;            ///< the nearest first
    std::shared_ptr<const void> keeps;  ///< the criteria
};

namespace detail {

/// What the values of some units come to in one criterion.
struct Gathered {
    std::vector<double> sorted;               ///< the observed values, ascending
    Status gravest = Status::not_applicable;  ///< of those that are not observed
    std::size_t unobserved = 0;

    void add(double value, Status status) {
        if (status == Status::observed) return sorted.push_back(value);
        gravest = unobserved++ == 0 ? status : graver(gravest, status);
    }
    double middle(Middle which) const {
        if (which == Middle::median) {
            const std::size_t half = sorted.size() / 2;
            return sorted.size() % 2 != 0 ? sorted[half] : sorted[half - 1] / 2 + sorted[half] / 2;
        }
        double sum = 0;  // in ascending order, so that the order of the units does not matter
        for (const double value : sorted) sum += value;
        return sum / static_cast<double>(sorted.size());
    }
};

/// Copies of a unit's answers, row by row, each with one answer changed.
class ChangedAnswers {
  public:
    ChangedAnswers(const Observations& observations, std::size_t unit) : variables_(observations.columns.size()) {
        for (Slot v = 0; v < variables_; ++v) {
            const Status status = observations.status(v, unit);
            own_values_.push_back(status == Status::observed ? observations.value(v, unit) : 0);
            own_statuses_.push_back(static_cast<std::uint8_t>(status));
        }
    }
    void add(Slot variable, double value) {
        values_.insert(values_.end(), own_values_.begin(), own_values_.end());
        statuses_.insert(statuses_.end(), own_statuses_.begin(), own_statuses_.end());
        values_[values_.size() - variables_ + variable] = value;
        statuses_[statuses_.size() - variables_ + variable] = static_cast<std::uint8_t>(Status::observed);
        ++rows_;
    }
    result<Scores> score(const Scorer& scorer) const {
        std::vector<Column> columns;
        const auto stride = static_cast<std::ptrdiff_t>(variables_);
        for (std::size_t v = 0; v < variables_; ++v)
            columns.push_back({values_.data() + v, stride, statuses_.data() + v, stride});
        ScoreOptions options;
        options.intervals = false;
        options.nodes = false;
        return scorer.score(std::move(columns), rows_, options);
    }

  private:
    std::size_t variables_, rows_ = 0;
    std::vector<double> own_values_, values_;
    std::vector<std::uint8_t> own_statuses_, statuses_;
};

}  // namespace detail

/// Compares units of some scores with the same measure, one after the other; what that takes is made once. The scores,
/// with their nodes, and the table that was scored must outlive it and what it tells.
///
/// Takes time in proportion to units × criteria once, for each unit to criteria · log(units) and to variables × the
/// units ahead of it.
class Benchmarking {
  public:
    /// Errors: `benchmark.unit` (no such unit), `benchmark.counted` and `benchmark.groups` (not one a unit; a group is
    /// wanted and there are none), `benchmark.profile` (no such criterion, twice the same, no number, nothing at all),
    /// `benchmark.no_total` (the best are wanted of an instrument without a score), `benchmark.nobody` (no unit that
    /// counts has one).
    static result<Benchmarking> of(const Scores& scores, BenchmarkOptions options) {
        Benchmarking made(scores, std::move(options));
        if (auto problem = made.check()) return *std::move(problem);
        made.prepare();
        if (made.is_against(AgainstKind::best) && made.best_.empty())
            return Error(ErrorKind::data, "benchmark.nobody", "", "no unit that counts has a score");
        return made;
    }

    const Scores& scores() const { return *scores_; }
    const BenchmarkOptions& options() const { return options_; }
    std::span<const Criterion> criteria() const { return *criteria_; }
    /// The units with the best score, where that is the measure.
    const std::vector<std::size_t>& best() const { return best_; }

    /// How a unit stands. The error is `benchmark.unit`.
    result<Benchmark> operator()(std::size_t unit) {
        if (unit >= scores_->size()) return no_unit(unit);
        Benchmark told;
        told.unit = unit;
        told.criteria = criteria();
        told.keeps = criteria_;
        told.against = is_against(AgainstKind::unit) ? std::vector<std::size_t>{options_.against.unit} : best_;
        told.compared_with = compared_with(unit);
        for (std::size_t c = 0; c < criteria_->size(); ++c) told.compared.push_back(compared(c, unit));
        PUG_TRY(told.practices, practices(unit));
        told.peers = peers(unit);
        return told;
    }

  private:
    static constexpr double nan = std::numeric_limits<double>::quiet_NaN();

    Benchmarking(const Scores& scores, BenchmarkOptions options)
        : scores_(&scores),
          options_(std::move(options)),
          criteria_(std::make_shared<const std::vector<Criterion>>(criteria_of(scores))) {}

    // --- what is made once ---------------------------------------------------------------------------------------

    std::optional<Error> check() const {
        const std::size_t units = scores_->size();
        const auto one_each = [&](const char* what, std::size_t found) {
            return Error(
                ErrorKind::argument, std::string("benchmark.") + what, what,
                "found " + std::to_string(found) + " entries for " + std::to_string(units) + " units; wanted one each");
        };
        if (is_against(AgainstKind::unit) && options_.against.unit >= units) return no_unit(options_.against.unit);
        if (!options_.counted.empty() && options_.counted.size() != units)
            return one_each("counted", options_.counted.size());
        if (!options_.groups.empty() && options_.groups.size() != units)
            return one_each("groups", options_.groups.size());
        if (is_against(AgainstKind::group) && options_.groups.empty() && units > 0)
            return Error(ErrorKind::argument, "benchmark.groups", "groups",
                         "units are to be compared with their groups, and none are given");
        if (is_against(AgainstKind::best) && !has_total())
            return Error(ErrorKind::argument, "benchmark.no_total", "",
                         "the instrument makes no total, so no unit has the best score; compare with a unit, with the "
                         "middle of all, or with a profile");
        return is_against(AgainstKind::profile) ? check_profile() : std::nullopt;
    }

    std::optional<Error> check_profile() const {
        const auto refuse = [](const std::string& where, std::string message) {
            return Error(ErrorKind::argument, "benchmark.profile", where, std::move(message));
        };
        const auto& profile = options_.against.profile;
        if (profile.empty()) return refuse("", "the profile names no criterion");
        for (std::size_t i = 0; i < profile.size(); ++i) {
            const std::string& id = profile[i].first;
            const double value = profile[i].second;
            const bool is_known = std::any_of(criteria_->begin(), criteria_->end(),
                                              [&](const Criterion& criterion) { return criterion.id == id; });
            if (!is_known) return refuse(id, "no criterion is called \"" + id + "\"");
            if (!std::isfinite(value)) return refuse(id, "the value aimed at in \"" + id + "\" is no number");
            for (std::size_t before = 0; before < i; ++before) {
                if (profile[before].first == id) return refuse(id, "the profile names \"" + id + "\" twice");
            }
        }
        return std::nullopt;
    }

    void prepare() {
        const std::size_t units = scores_->size();
        score_grain_ = Grain(scores_->scores());
        for (const Criterion& criterion : *criteria_) {
            detail::Gathered all;
            for (std::size_t u = 0; u < units; ++u) {
                if (is_counted(u)) all.add(criterion.values(*scores_)[u], criterion.statuses(*scores_)[u]);
            }
            std::sort(all.sorted.begin(), all.sorted.end());
            all_.push_back(std::move(all));
            grains_.emplace_back(criterion.values(*scores_));
        }
        ranks_ = has_total() ? detail::Ranker<std::uint64_t>(*scores_, {}).ranks() : std::vector<double>(units, nan);
        for (std::size_t u = 0; u < units; ++u) {
            if (is_counted(u) && !std::isnan(ranks_[u])) order_.push_back(u);
        }
        std::stable_sort(order_.begin(), order_.end(),
                         [&](std::size_t a, std::size_t b) { return ranks_[a] < ranks_[b]; });
        for (std::size_t i = 0; is_against(AgainstKind::best) && i < order_.size(); ++i) {
            if (ranks_[order_[i]] == ranks_[order_.front()]) best_.push_back(order_[i]);
        }
        find_judged();
        find_scales();
    }

    /// Variables that say how good a unit is: a node computes something from them, or a gate looks at them. What only
    /// decides whether something is asked is neither good nor bad.
    void find_judged() {
        const Program& program = scores_->program();
        judged_.assign(program.variables.size(), 0);
        const auto judge = [&](Slot slot) {
            if (program.is_variable(slot)) judged_[slot] = 1;
        };
        for (const Slot operand : program.operands) judge(operand);
        const auto judge_condition = [&](const auto& self, std::uint32_t condition) -> void {
            const ConditionCode& code = program.conditions[condition];
            if (code.kind == ConditionKind::compare) return judge(code.subject);
            for (std::uint32_t i = 0; i < code.parts.count; ++i)
                self(self, program.condition_parts[code.parts.first + i]);
        };
        for (const GateCode& gate : program.verdict.gates) judge_condition(judge_condition, gate.condition);
        for (const CapCode& cap : program.verdict.caps) judge_condition(judge_condition, cap.condition);
        for (const ConditionalGrade& rung : program.verdict.ladder) judge_condition(judge_condition, rung.condition);
    }

    void find_scales() {
        for (const Variable& variable : scores_->instrument().variables) {
            scales_.push_back(nullptr);
            for (const Scale& scale : scores_->instrument().scales) {
                if (variable.type == VariableType::choice && scale.name == variable.scale) scales_.back() = &scale;
            }
        }
    }

    // --- questions -----------------------------------------------------------------------------------------------

    Error no_unit(std::size_t unit) const {
        return {ErrorKind::argument, "benchmark.unit", "unit",
                "found unit " + std::to_string(unit) + "; there are " + std::to_string(scores_->size()) +
                    ", counted from 0"};
    }
    bool is_against(AgainstKind kind) const { return options_.against.kind == kind; }
    bool is_counted(std::size_t unit) const { return options_.counted.empty() || options_.counted[unit] != 0; }
    bool has_total() const { return !is_absent(scores_->instrument().score); }

    std::size_t compared_with(std::size_t unit) {
        switch (options_.against.kind) {
            case AgainstKind::unit:
                return 1;
            case AgainstKind::best:
                return best_.size();
            case AgainstKind::all:
            case AgainstKind::group: {
                std::size_t members = 0;
                for (std::size_t u = 0; u < scores_->size(); ++u) members += is_measure(u, unit) ? 1 : 0;
                return members;
            }
            case AgainstKind::profile:
                break;
        }
        return 0;
    }

    /// Whether a unit is among those in whose middle another is compared with.
    bool is_measure(std::size_t unit, std::size_t of) const {
        return is_counted(unit) && (!is_against(AgainstKind::group) || options_.groups[unit] == options_.groups[of]);
    }

    // --- criteria ------------------------------------------------------------------------------------------------

    BenchmarkedCriterion compared(std::size_t c, std::size_t unit) {
        const Criterion& criterion = (*criteria_)[c];
        BenchmarkedCriterion told;
        told.status = criterion.statuses(*scores_)[unit];
        told.own = criterion.values(*scores_)[unit];
        find_other(c, unit, told);
        const double difference = told.own - told.other;  // NaN where one is not there
        if (!std::isnan(difference)) told.difference = criterion.towards_good(grains_[c].told(difference));
        find_standing(c, unit, told);
        return told;
    }

    void find_other(std::size_t c, std::size_t unit, BenchmarkedCriterion& told) {
        if (is_against(AgainstKind::profile)) {
            for (const auto& [id, value] : options_.against.profile) {
                if (id != (*criteria_)[c].id) continue;
                told.other = value;
                told.other_status = Status::observed;
            }
            return;
        }
        const detail::Gathered& gathered = others(c, unit);
        told.others = gathered.sorted.size();
        if (told.others > 0) {
            told.other = gathered.middle(options_.against.middle);
            told.other_status = Status::observed;
        } else if (gathered.unobserved > 0) {
            told.other_status = gathered.gravest;
        }
    }

    /// The values that a unit is compared with in one criterion.
    const detail::Gathered& others(std::size_t c, std::size_t unit) {
        if (is_against(AgainstKind::all)) return all_[c];
        const std::uint32_t group = is_against(AgainstKind::group) ? options_.groups[unit] : 0;
        const auto [found, is_new] = gathered_.try_emplace(group);
        if (is_new) found->second = gather(unit);
        return found->second[c];
    }

    /// Of every criterion: the values of the one unit, of the best, or of a unit's group.
    std::vector<detail::Gathered> gather(std::size_t unit) const {
        std::vector<std::size_t> members = is_against(AgainstKind::unit) ? std::vector{options_.against.unit} : best_;
        for (std::size_t u = 0; is_against(AgainstKind::group) && u < scores_->size(); ++u) {
            if (is_measure(u, unit)) members.push_back(u);
        }
        std::vector<detail::Gathered> gathered(criteria_->size());
        for (std::size_t c = 0; c < criteria_->size(); ++c) {
            const Criterion& criterion = (*criteria_)[c];
            for (const std::size_t u : members)
                gathered[c].add(criterion.values(*scores_)[u], criterion.statuses(*scores_)[u]);
            std::sort(gathered[c].sorted.begin(), gathered[c].sorted.end());
        }
        return gathered;
    }

    void find_standing(std::size_t c, std::size_t unit, BenchmarkedCriterion& told) const {
        const std::vector<double>& sorted = all_[c].sorted;
        if (told.status != Status::observed) return;
        const double grain = grains_[c].size() / 2;
        const auto low = std::lower_bound(sorted.begin(), sorted.end(), told.own - grain);
        const auto high = std::upper_bound(sorted.begin(), sorted.end(), told.own + grain);
        const std::size_t itself = is_counted(unit) ? 1 : 0;
        told.standing_among = sorted.size() - itself;
        if (told.standing_among == 0) return;
        const bool is_low_good = (*criteria_)[c].direction == Direction::lower_is_better;
        const auto behind = static_cast<double>(is_low_good ? sorted.end() - high : low - sorted.begin());
        const auto equal = static_cast<double>(high - low) - static_cast<double>(itself);
        told.standing = (behind + equal / 2) / static_cast<double>(told.standing_among);
    }

    // --- practices -----------------------------------------------------------------------------------------------

    /// Whose practices are looked at: the unit or the best that it is compared with; else those with a better score,
    /// of its group where it is compared with that. The best ranked come first.
    std::vector<std::size_t> ahead_of(std::size_t unit) const {
        if (is_against(AgainstKind::unit)) return {options_.against.unit};
        if (is_against(AgainstKind::best)) return best_;
        std::vector<std::size_t> ahead;
        for (const std::size_t u : order_) {
            if (!std::isnan(ranks_[unit]) && ranks_[u] >= ranks_[unit]) break;
            if (is_measure(u, unit)) ahead.push_back(u);
        }
        return ahead;
    }

    /// How good an answer is: greater is better. Levels with points go by these.
    double goodness(Slot variable, double value) const {
        const Program& program = scores_->program();
        const VariableCode& code = program.variables[variable];
        if (code.type == VariableType::choice && code.points.count > 0) {
            const NumberIndex points = program.arguments[code.points.first + static_cast<std::uint32_t>(value)];
            return program.doubles[points].value;
        }
        return scores_->instrument().variables[variable].direction == Direction::lower_is_better ? -value : value;
    }

    GivenAnswer answer(Slot variable, std::size_t unit) const {
        const Status status = scores_->observations().status(variable, unit);
        if (status != Status::observed) return {status, nan, {}};
        return answer_of(variable, scores_->observations().value(variable, unit));
    }
    GivenAnswer answer_of(Slot variable, double value) const {
        GivenAnswer given{Status::observed, value, {}};
        if (scores_->program().variables[variable].type == VariableType::yes_no) given.code = value != 0 ? "yes" : "no";
        if (scales_[variable] != nullptr) given.code = scales_[variable]->levels[static_cast<std::size_t>(value)].code;
        return given;
    }

    result<std::vector<Practice>> practices(std::size_t unit) {
        const std::vector<std::size_t> ahead = ahead_of(unit);
        std::vector<Practice> found;
        detail::ChangedAnswers changed(scores_->observations(), unit);
        for (Slot v = 0; v < judged_.size() && !ahead.empty(); ++v) {
            auto practice = judged_[v] != 0 ? practice_of(v, unit, ahead) : std::nullopt;
            if (!practice) continue;
            changed.add(v, practice->best.value);
            found.push_back(*std::move(practice));
        }
        if (found.empty()) return found;
        PUG_TRY(const Scores scores, changed.score(scorer()));
        weigh(unit, scores, found);
        return found;
    }

    /// What those ahead do better in a variable; nothing where they do not, or it does not concern the unit.
    std::optional<Practice> practice_of(Slot v, std::size_t unit, const std::vector<std::size_t>& ahead) const {
        Practice practice;
        practice.variable = &scores_->instrument().variables[v];
        practice.own = answer(v, unit);
        if (is_excluded(practice.own.status)) return std::nullopt;
        const bool is_known = practice.own.status == Status::observed;
        const double own = is_known ? goodness(v, practice.own.value) : -std::numeric_limits<double>::infinity();
        double best = -std::numeric_limits<double>::infinity();
        for (const std::size_t u : ahead) {
            if (u == unit || scores_->observations().status(v, u) != Status::observed) continue;
            const double value = scores_->observations().value(v, u);
            const double theirs = goodness(v, value);
            ++practice.ahead;
            if (!(theirs > own)) continue;
            ++practice.better;
            if (practice.units.size() < options_.named) practice.units.push_back(u);
            if (theirs > best) practice.best = answer_of(v, value);
            best = std::max(best, theirs);
        }
        return practice.better > 0 ? std::optional(practice) : std::nullopt;
    }

    /// What each practice is worth to the unit; drops those that change nothing, and sorts the rest.
    void weigh(std::size_t unit, const Scores& changed, std::vector<Practice>& practices) const {
        const double own = scores_->scores()[unit];
        std::vector<Practice> kept;
        for (std::size_t p = 0; p < practices.size(); ++p) {
            Practice& practice = practices[p];
            const double gain = score_grain_.told(changed.scores()[p] - own);
            practice.gain = scores_->instrument().direction == Direction::lower_is_better ? 0.0 - gain : gain;
            for (std::size_t g = 0; g < scores_->gates().size(); ++g) {
                const GateState before = scores_->gates()[g][unit];
                const bool has_failed = before == GateState::not_met || before == GateState::unanswered;
                if (has_failed && changed.gates()[g][p] == GateState::met) practice.gates.push_back(g);
            }
            const bool matters = practice.gain != 0 || !practice.gates.empty() ||
                                 changed.grade_indexes()[p] != scores_->grade_indexes()[unit];
            if (matters) kept.push_back(std::move(practice));
        }
        std::stable_sort(kept.begin(), kept.end(), [](const Practice& a, const Practice& b) {
            const auto key = [](const Practice& practice) {
                return std::isnan(practice.gain) ? -std::numeric_limits<double>::infinity() : practice.gain;
            };
            if (a.gates.empty() != b.gates.empty()) return b.gates.empty();
            return key(a) > key(b);
        });
        practices = std::move(kept);
    }

    /// What scored the units, references and all.
    const Scorer& scorer() {
        if (!scorer_) {
            const std::shared_ptr<const void> keeps = scores_->keeps();
            scorer_ = std::make_shared<const Scorer>(std::shared_ptr<const Instrument>(keeps, &scores_->instrument()),
                                                     std::shared_ptr<const Program>(keeps, &scores_->program()));
        }
        return *scorer_;
    }

    // --- peers ---------------------------------------------------------------------------------------------------

    /// A grade that has no order, or none, stands below the lowest.
    int level(std::size_t unit) const { return grade_level(*scores_, unit).value_or(-1); }

    std::vector<Peer> peers(std::size_t unit) const {
        int next = std::numeric_limits<int>::max();
        for (std::size_t u = 0; u < scores_->size(); ++u) {
            if (is_counted(u) && level(u) > level(unit)) next = std::min(next, level(u));
        }
        std::vector<Peer> found;
        for (std::size_t u = 0; u < scores_->size(); ++u) {
            if (!is_counted(u) || level(u) != next) continue;
            Peer peer = distance(unit, u);
            if (peer.shared > 0) found.push_back(std::move(peer));
        }
        std::stable_sort(found.begin(), found.end(),
                         [](const Peer& a, const Peer& b) { return a.distance < b.distance; });
        if (found.size() > options_.peers) found.resize(options_.peers);
        for (Peer& peer : found) find_lead(unit, peer);
        return found;
    }

    /// Gower's: the mean, over the criteria that have none below them and both units a value in, of the differences as
    /// shares of the criterion's range. J. C. Gower, Biometrics 27 (1971), 857–871.
    Peer distance(std::size_t unit, std::size_t other) const {
        Peer peer;
        peer.unit = other;
        double sum = 0;
        for (std::size_t c = 0; c < criteria_->size(); ++c) {
            const Criterion& criterion = (*criteria_)[c];
            const double difference = criterion.values(*scores_)[unit] - criterion.values(*scores_)[other];
            const double range = criterion.is_lowest ? range_of(c) : 0;
            if (std::isnan(difference) || !(range > 0)) continue;
            sum += std::abs(grains_[c].told(difference)) / range;
            ++peer.shared;
        }
        // Sums of the same differences in another order tie.
        constexpr double finest = 0x1p-40;
        if (peer.shared > 0) peer.distance = std::round(sum / static_cast<double>(peer.shared) / finest) * finest;
        return peer;
    }

    /// From the value that the worst answers lead to to that of the best; where that is unknown, over the units that
    /// count.
    double range_of(std::size_t c) const {
        const Program& program = scores_->program();
        const std::size_t n = (*criteria_)[c].program_node;
        const NumberIndex worst = program.worst_of_node[n];
        const NumberIndex best = program.best_of_node[n];
        if (worst != none && best != none && program.numbers[worst] != program.numbers[best])
            return std::abs(program.doubles[best].value - program.doubles[worst].value);
        const std::vector<double>& sorted = all_[c].sorted;
        return sorted.empty() ? 0 : grains_[c].told(sorted.back() - sorted.front());
    }

    void find_lead(std::size_t unit, Peer& peer) const {
        for (std::size_t c = 0; c < criteria_->size(); ++c) {
            const Criterion& criterion = (*criteria_)[c];
            if (criterion.is_root()) continue;
            const double difference = criterion.values(*scores_)[peer.unit] - criterion.values(*scores_)[unit];
            if (std::isnan(difference)) continue;
            const double lead = criterion.towards_good(grains_[c].told(difference));
            if (lead > 0) peer.ahead.emplace_back(c, lead);
        }
    }

    const Scores* scores_;
    BenchmarkOptions options_;
    std::shared_ptr<const std::vector<Criterion>> criteria_;  ///< stay where they are when this is moved
    std::vector<detail::Gathered> all_;                       ///< by criterion: the units that count
    std::vector<Grain> grains_;                               ///< by criterion
    Grain score_grain_;
    std::vector<double> ranks_;       ///< by unit, whether it counts or not
    std::vector<std::size_t> order_;  ///< those that count and have a rank, the best first
    std::vector<std::size_t> best_;
    std::map<std::uint32_t, std::vector<detail::Gathered>> gathered_;  ///< by group, where asked for; of others at 0
    std::vector<std::uint8_t> judged_;                                 ///< by variable
    std::vector<const Scale*> scales_;                                 ///< by variable
    std::shared_ptr<const Scorer> scorer_;
};

}  // namespace v0
}  // namespace pug
