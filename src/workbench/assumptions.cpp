#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "pug/random.hpp"
#include "pug/workbench/certainty.hpp"
#include "workbench/outputs.hpp"
#include "workbench/refusals.hpp"
#include "workbench/rules.hpp"
#include "workbench/variations.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

constexpr std::array<const char*, 5> step_factors = {"denomination", "screening", "imputation", "treatment",
                                                     "normalisation"};
// By kind of assumption.
constexpr std::array<const char*, 7> usual_names = {"step",    "aggregation", "weights",    "weights",
                                                    "weights", "goalposts",   "measurement"};

}  // namespace

namespace detail {

namespace {

constexpr std::size_t several = 2;  // numbers of a factor that takes more than one

/// Gives parts whose names are among those given a rule of their own.
void aggregate_otherwise(Part& part, const std::vector<std::string>& names, const Aggregation& rule) {
    if (!part.parts.empty() && std::find(names.begin(), names.end(), part.name) != names.end()) part.aggregation = rule;
    for (Part& child : part.parts) aggregate_otherwise(child, names, rule);
}

bool is_weight(double weight) { return weight >= 0 && std::isfinite(weight); }

std::string has_no_weight(const std::string& name) {
    return quoted(name) + " is neither an indicator nor a part that has a weight";
}

}  // namespace

/// Looks up the names of assumptions and checks what they state.
class Looking {
  public:
    explicit Looking(Variations& to) : to_(to), design_(to.design_), blueprint_(to.blueprint_) {
        for (std::size_t p = 0; p < blueprint_.parts.size(); ++p) {
            for (std::size_t at = 0; at < blueprint_.parts[p].parts.size(); ++at)
                places_.emplace(blueprint_.names[blueprint_.parts[p].parts[at]], WeightPlace{p, at});
        }
    }

    std::vector<Problem> run() {
        if (to_.assumptions_.of.empty()) report("assumptions.empty", "", "found no assumption, wanted at least one");
        for (at_ = 0; at_ < to_.assumptions_.of.size(); ++at_)
            std::visit([&](const auto& assumption) { look(assumption); }, to_.assumptions_.of[at_]);
        check_names();
        return std::move(problems_);
    }

  private:
    void report(std::string code, std::string where, std::string message) {
        problems_.push_back({std::move(code), std::move(where), 0, 0, std::move(message)});
    }

    // Assumptions.

    void look(const StepAlternatives& assumption) {
        const std::string name = factor_name(assumption, design_);
        if (assumption.step >= design_.steps.size())
            return report("assumptions.step", name,
                          "found step " + std::to_string(assumption.step) + "; the design has " +
                              std::to_string(design_.steps.size()) + ", counted from 0");
        if (!is_new(chosen_steps_, assumption.step))
            report("assumptions.twice", name, "another assumption has alternatives to the same step");
        ChooseStep what{assumption.step, {}};
        for (std::size_t a = 0; a < assumption.alternatives.size(); ++a) {
            const auto& alternative = assumption.alternatives[a];
            what.alternatives.push_back(alternative ? &*alternative : nullptr);
            check_alternative(name, a, [&](Design& design) { return replace(design, assumption.step, alternative); });
        }
        add_choosing(name, assumption.alternatives.size(), assumption.probabilities, std::move(what));
    }

    void look(const AggregationAlternatives& assumption) {
        const std::string name = factor_name(assumption, design_);
        ChooseAggregation what;
        std::vector<std::string> names;
        for (std::size_t v = blueprint_.indicators.size(); v < blueprint_.names.size(); ++v) {
            if (!is_in(assumption.of, v)) continue;
            what.parts.push_back(v - blueprint_.indicators.size());
            names.push_back(blueprint_.names[v]);
            if (!is_new(chosen_parts_, what.parts.back()))
                report("assumptions.twice", name,
                       "another assumption has aggregations of \"" + blueprint_.names[v] + "\", too");
        }
        check_scope(name, assumption.of, true);
        if (what.parts.empty()) report("assumptions.empty", name, "it is about no part");
        for (std::size_t a = 0; a < assumption.alternatives.size(); ++a) {
            what.alternatives.push_back(&assumption.alternatives[a]);
            check_alternative(name, a, [&](Design& design) {
                aggregate_otherwise(design.index, names, assumption.alternatives[a]);
                return true;
            });
        }
        add_choosing(name, assumption.alternatives.size(), assumption.probabilities, std::move(what));
    }

    void look(const WeightNoise& assumption) {
        const std::string name = factor_name(assumption, design_);
        if (!(assumption.relative > 0 && assumption.relative <= 1))
            report("assumptions.range", name,
                   "found a noise of " + digits(assumption.relative) + ", wanted one above 0 and at most 1");
        MoveWeights what{weights_of(name, assumption.of), assumption.relative};
        add_weighing(name, assumption.is_apart, what.weights, what);
    }

    void look(const WeightDirichlet& assumption) {
        const std::string name = factor_name(assumption, design_);
        constexpr double least = 1e-200;  // below it logarithms of the numbers drawn leave the range of doubles
        if (!(assumption.concentration >= least && std::isfinite(assumption.concentration)))
            report("assumptions.range", name,
                   "found a concentration of " + digits(assumption.concentration) +
                       ", wanted one above 0, and not below " + digits(least));
        DrawWeights what{weights_of(name, assumption.of), assumption.concentration};
        add_weighing(name, assumption.is_apart, what.weights, what);
    }

    void look(const WeightSets& assumption) {
        const std::string name = factor_name(assumption, design_);
        ChooseWeights what;
        for (std::size_t s = 0; s < assumption.sets.size(); ++s) {
            auto& set = what.sets.emplace_back();
            for (const auto& [value, weight] : assumption.sets[s]) {
                const auto place = weight_place(value);
                if (place && is_weight(weight)) {
                    set.emplace_back(*place, weight);
                } else {
                    report_weight(name, "set " + std::to_string(s + 1) + ": ", value, weight);
                }
            }
        }
        add_choosing(name, assumption.sets.size(), assumption.probabilities, std::move(what));
    }

    void report_weight(const std::string& name, const std::string& set, const std::string& value, double weight) {
        if (!weight_place(value)) report("assumptions.name", name, set + has_no_weight(value));
        if (!is_weight(weight))
            report("assumptions.weight", name,
                   set + "found a weight of " + digits(weight) + " for " + quoted(value) + ", wanted 0 or more");
    }

    void look(const GoalpostNoise& assumption) {
        const std::string name = factor_name(assumption, design_);
        if (!(assumption.share > 0 && assumption.share < 0.5))
            report("assumptions.range", name,
                   "found a share of " + digits(assumption.share) + ", wanted one above 0 and below 0.5");
        MoveGoalposts what;
        what.share = assumption.share;
        for (std::size_t i = 0; i < blueprint_.indicators.size(); ++i) {
            const std::string& indicator = blueprint_.names[i];
            const bool is_named = std::find(assumption.indicators.begin(), assumption.indicators.end(), indicator) !=
                                  assumption.indicators.end();
            if (!is_named && !assumption.indicators.empty()) continue;
            if (has_goalposts(i)) {
                what.indicators.push_back(i);
                if (!is_new(chosen_goalposts_, i))
                    report("assumptions.twice", name, "another assumption moves the goalposts of " + quoted(indicator));
            } else if (is_named) {
                report("assumptions.goalposts", name, quoted(indicator) + " is not normalised by goalposts");
            }
        }
        check_indicators(name, assumption.indicators);
        const std::vector<std::size_t> indicators = what.indicators;
        add_about(name, assumption.is_apart, indicators, several, std::move(what));
    }

    void look(const MeasurementError& assumption) {
        const std::string name = factor_name(assumption, design_);
        MeasureWrongly what;
        std::vector<std::size_t> indicators;
        for (std::size_t i = 0; i < blueprint_.indicators.size(); ++i) {
            const MeasurementSpread* spread = assumption.all ? &*assumption.all : nullptr;
            for (const auto& [indicator, other] : assumption.others) {
                if (indicator == blueprint_.names[i]) spread = &other;
            }
            if (!spread) continue;
            if (!(spread->sd >= 0 && std::isfinite(spread->sd)))
                report("assumptions.range", name,
                       "found a deviation of " + digits(spread->sd) + " for \"" + blueprint_.names[i] +
                           "\", wanted 0 or more");
            what.indicators.emplace_back(i, *spread);
            indicators.push_back(i);
        }
        std::vector<std::string> names;
        for (const auto& other : assumption.others) names.push_back(other.first);
        check_indicators(name, names);
        add_about(name, assumption.is_apart, indicators, several, std::move(what));
    }

    // What they have in common.

    static bool replace(Design& design, std::size_t step, const std::optional<Step>& alternative) {
        if (alternative && alternative->index() != design.steps[step].index()) return false;
        if (alternative) {
            design.steps[step] = *alternative;
        } else {
            design.steps.erase(design.steps.begin() + static_cast<std::ptrdiff_t>(step));
        }
        return true;
    }

    /// An alternative must make a design that can be drawn.
    template <class Change>
    void check_alternative(const std::string& name, std::size_t alternative, const Change& change) {
        const std::string which = "alternative " + std::to_string(alternative + 1) + ": ";
        Design changed = design_;
        if (!change(changed))
            return report("assumptions.step", name, which + "it is another kind of step; wanted one of the same kind");
        const auto drawn = draw(changed, *to_.data_);
        if (drawn) return;
        for (const Problem& problem : drawn.error().problems)
            report(problem.code, name, which + (problem.where.empty() ? "" : problem.where + ": ") + problem.message);
    }

    bool is_in(const Scope& scope, std::size_t value) const {
        if (scope.levels.empty() && scope.names.empty()) return true;
        return std::find(scope.levels.begin(), scope.levels.end(), level_of(value)) != scope.levels.end() ||
               std::find(scope.names.begin(), scope.names.end(), blueprint_.names[value]) != scope.names.end();
    }

    std::size_t level_of(std::size_t value) const {
        const std::size_t indicators = blueprint_.indicators.size();
        return value < indicators ? 1 : blueprint_.parts[value - indicators].level;
    }

    void check_scope(const std::string& name, const Scope& scope, bool is_of_parts) {
        const std::size_t least = is_of_parts ? 2 : 1;
        const std::size_t most = is_of_parts ? blueprint_.parts.back().level : blueprint_.parts.back().level - 1;
        for (const std::size_t level : scope.levels) {
            if (level < least || level > most)
                report("assumptions.empty", name,
                       "found level " + std::to_string(level) + ", wanted one from " + std::to_string(least) + " to " +
                           std::to_string(most));
        }
        for (const std::string& wanted : scope.names) {
            const std::size_t value = blueprint_.find(wanted);
            const bool is_known = is_of_parts ? value >= blueprint_.indicators.size() && value < blueprint_.names.size()
                                              : weight_place(wanted).has_value();
            if (!is_known)
                report("assumptions.name", name, is_of_parts ? quoted(wanted) + " is no part" : has_no_weight(wanted));
        }
    }

    std::optional<WeightPlace> weight_place(const std::string& name) const {
        const auto found = places_.find(name);
        return found == places_.end() ? std::nullopt : std::optional(found->second);
    }

    std::vector<WeightPlace> weights_of(const std::string& name, const Scope& scope) {
        std::vector<WeightPlace> places;
        for (std::size_t p = 0; p < blueprint_.parts.size(); ++p) {
            for (std::size_t at = 0; at < blueprint_.parts[p].parts.size(); ++at) {
                if (is_in(scope, blueprint_.parts[p].parts[at])) places.push_back({p, at});
            }
        }
        check_scope(name, scope, false);
        return places;
    }

    /// Whether the design or an alternative to its step normalises an indicator by goalposts.
    bool has_goalposts(std::size_t indicator) const {
        const auto is_so = [&](const Step* step) {
            const auto* normalise = step ? std::get_if<Normalise>(step) : nullptr;
            return normalise && rules_of(normalise->all, normalise->others, blueprint_)[indicator]->method ==
                                    NormalisationMethod::goalposts;
        };
        bool found = false;
        for (const Step& step : design_.steps) found = found || is_so(&step);
        for (const Assumption& assumption : to_.assumptions_.of) {
            const auto* choice = std::get_if<StepAlternatives>(&assumption);
            for (std::size_t a = 0; choice && a < choice->alternatives.size(); ++a)
                found = found || is_so(choice->alternatives[a] ? &*choice->alternatives[a] : nullptr);
        }
        return found;
    }

    void check_indicators(const std::string& name, const std::vector<std::string>& indicators) {
        for (std::size_t i = 0; i < indicators.size(); ++i) {
            if (blueprint_.find(indicators[i]) >= blueprint_.indicators.size())
                report("assumptions.name", name, quoted(indicators[i]) + " is no indicator");
            if (std::find(indicators.begin(), indicators.begin() + static_cast<std::ptrdiff_t>(i), indicators[i]) !=
                indicators.begin() + static_cast<std::ptrdiff_t>(i))
                report("assumptions.name", name, quoted(indicators[i]) + " is given twice");
        }
    }

    // Factors.

    void add_factor(const std::string& name, std::size_t alternatives, std::size_t numbers,
                    std::vector<double> edges = {}) {
        to_.factors_.push_back({{name, at_, alternatives}, hash_of(name), numbers, std::move(edges)});
    }

    template <class What>
    void add_choosing(const std::string& name, std::size_t alternatives, const std::vector<double>& probabilities,
                      What&& what) {
        if (alternatives == 0) report("assumptions.empty", name, "it has no alternatives");
        const double sum = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
        const bool is_sound =
            probabilities.empty() || (probabilities.size() == alternatives && sum > 0 && std::isfinite(sum) &&
                                      std::all_of(probabilities.begin(), probabilities.end(), is_weight));
        if (!is_sound)
            report("assumptions.probabilities", name,
                   "wanted " + std::to_string(alternatives) +
                       " probabilities, one an alternative, none negative, any sum above 0");
        std::vector<double> edges;
        double edge = 0;
        for (const double probability : probabilities) edges.push_back((edge += probability) / sum);
        to_.actions_.push_back({std::forward<What>(what), to_.factors_.size(), false});
        add_factor(name, alternatives, 1, std::move(edges));
    }

    template <class What>
    void add_weighing(const std::string& name, bool is_apart, const std::vector<WeightPlace>& places, What what) {
        std::vector<std::size_t> values;
        for (const WeightPlace& place : places) values.push_back(blueprint_.parts[place.part].parts[place.at]);
        add_about(name, is_apart, values, 1, std::move(what));
    }

    /// An action about values of the index, with `each` numbers for each of them.
    template <class What>
    void add_about(const std::string& name, bool is_apart, const std::vector<std::size_t>& values, std::size_t each,
                   What what) {
        if (values.empty()) report("assumptions.empty", name, "it is about nothing");
        to_.actions_.push_back({std::move(what), to_.factors_.size(), is_apart});
        if (!is_apart) return add_factor(name, 0, values.size() * each);
        for (const std::size_t value : values) add_factor(name + "/" + blueprint_.names[value], 0, each);
    }

    void check_names() {
        for (std::size_t f = 0; f < to_.factors_.size(); ++f) {
            const std::string& name = to_.factors_[f].told.name;
            for (std::size_t earlier = 0; earlier < f; ++earlier) {
                if (to_.factors_[earlier].told.name != name) continue;
                report("assumptions.name", name, "two factors are called \"" + name + "\"; name them apart");
                break;
            }
        }
    }

    /// Whether something is chosen for the first time.
    static bool is_new(std::vector<std::size_t>& chosen, std::size_t what) {
        if (std::find(chosen.begin(), chosen.end(), what) != chosen.end()) return false;
        chosen.push_back(what);
        return true;
    }

    Variations& to_;
    const Design& design_;
    const Blueprint& blueprint_;
    std::unordered_map<std::string_view, WeightPlace> places_;  ///< by name of what is weighted
    std::size_t at_ = 0;                                        ///< the assumption at hand
    std::vector<std::size_t> chosen_steps_, chosen_parts_, chosen_goalposts_;
    std::vector<Problem> problems_;
};

result<std::unique_ptr<Variations>> Variations::make(const Design& design, const Dataset& data,
                                                     const Assumptions& assumptions, std::uint64_t seed) {
    // Steps and rules are referred to where they lie in the copies.
    std::unique_ptr<Variations> made(new Variations(design, data, assumptions, seed));
    PUG_TRY(made->blueprint_, draw(made->design_, data));
    std::vector<Problem> problems = Looking(*made).run();
    if (!problems.empty()) return Error(ErrorKind::argument, std::move(problems));
    if (auto error = made->build_nominal()) return *std::move(error);
    made->take_base_weights();
    made->plan_stages();
    return made;
}

}  // namespace detail

std::string factor_name(const Assumption& assumption, const Design& design) {
    std::string given = std::visit([](const auto& each) { return each.name; }, assumption);
    if (!given.empty()) return given;
    const auto* steps = std::get_if<StepAlternatives>(&assumption);
    if (!steps) return usual_names[assumption.index()];
    return steps->step < design.steps.size() ? step_factors[design.steps[steps->step].index()] : usual_names[0];
}

result<std::vector<Factor>> factors(const Design& design, const Dataset& data, const Assumptions& assumptions) {
    PUG_TRY(const auto variations, detail::Variations::make(design, data, assumptions, 0));
    return variations->told_factors();
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
