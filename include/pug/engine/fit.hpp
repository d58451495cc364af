#pragma once

#include <algorithm>
#include <cstddef>
#include <ios>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pug/engine/ends.hpp"
#include "pug/engine/observations.hpp"
#include "pug/engine/program.hpp"
#include "pug/result.hpp"
#include "pug/table.hpp"

namespace pug {
inline namespace v0 {

/// Reference values frozen from a cohort: what its minimum, mean, ranks … were, by the key of the statistic. A
/// statistic that the cohort does not determine (no unit observed, a standard deviation of one unit) has no value.
struct References {
    std::string instrument;                              ///< id@edition#fingerprint of the instrument they belong to
    std::string data;                                    ///< what they were taken from, in the words of the caller
    std::size_t units = 0;                               ///< size of the cohort
    std::map<std::string, std::vector<Decimal>> values;  ///< one number; for ranks the ascending values of the cohort

    bool operator==(const References&) const = default;
};

namespace detail {

/// A number of 50 digits without its last few, which are the arithmetic's and not the value's: equal values stay equal.
inline Rational kept(const Real& value) { return *parse_decimal(value.str(45, std::ios::scientific)); }
inline const Rational& kept(const Rational& value) { return value; }

/// Of ascending values, so that their order in the data does not matter.
inline Real sum_of(const std::vector<Rational>& values) {
    Real sum = 0;
    for (const Rational& value : values) sum += Arithmetic<Real>::from(value);
    return sum;
}

/// The exact mean; to 45 digits where its fraction would be longer than a thousand, as that of many ratios is.
inline Rational mean_of(const std::vector<Rational>& values) {
    constexpr std::size_t most_bits = 3322;
    Rational sum = 0;
    for (const Rational& value : values) {
        sum += value;
        if (msb(denominator(sum)) > most_bits) return kept(Real(sum_of(values) / Real(values.size())));
    }
    return sum / values.size();
}

/// One statistic of the ascending exact values of a cohort. The order and partition of the units never matter.
inline std::optional<Rational> statistic_of(StatisticKind kind, const std::vector<Rational>& values) {
    if (values.empty()) return std::nullopt;
    switch (kind) {
        case StatisticKind::min:
            return values.front();
        case StatisticKind::max:
            return values.back();
        case StatisticKind::median:
            return Rational((values[values.size() / 2] + values[(values.size() - 1) / 2]) / 2);
        case StatisticKind::mean:
            return mean_of(values);
        case StatisticKind::sd:
        case StatisticKind::inverse_sd:
            break;
        case StatisticKind::unit:
        case StatisticKind::values:
            return std::nullopt;
    }
    // The sample standard deviation, n − 1 in the denominator.
    if (values.front() == values.back()) return std::nullopt;
    const Real mean = sum_of(values) / Real(values.size());
    Real squares = 0;
    for (const Rational& value : values) {
        const Real deviation = Arithmetic<Real>::from(value) - mean;
        squares += deviation * deviation;
    }
    const Rational sd = Decimal::of(static_cast<double>(Real(sqrt(Real(squares / Real(values.size() - 1)))))).exact();
    if (sd == 0) return std::nullopt;  // below the range of doubles
    return kind == StatisticKind::sd ? sd : Rational(1 / sd);
}

/// Takes the statistics of a program from a cohort, stage by stage, and puts them into their places.
class Fitter {
  public:
    Fitter(Program program, const Observations& observations, const Table& table)
        : program_(std::move(program)), observations_(observations), table_(table) {}

    result<References> fit() {
        References references;
        references.units = observations_.units;
        for (std::size_t first = 0; first < program_.statistics.size();) {
            std::size_t last = first;
            while (last < program_.statistics.size() &&
                   program_.statistics[last].stage == program_.statistics[first].stage)
                ++last;
            PUG_TRY(const auto done, program_.has_roots ? fit_stage<Real>(first, last, references)
                                                        : fit_stage<Rational>(first, last, references));
            first = done;
        }
        return references;
    }

    /// Puts the values of one statistic into its place; no value leaves what needs it without a result.
    static void place(Program& program, const StatisticCode& statistic, const std::vector<Rational>& values) {
        if (statistic.kind == StatisticKind::values) {
            program.tables[statistic.place] = values;
            return;
        }
        NumberIndex index = none;
        if (!values.empty()) {
            program.numbers.push_back(values.front());
            index = static_cast<NumberIndex>(program.numbers.size() - 1);
        }
        (statistic.kind == StatisticKind::inverse_sd ? program.weights : program.arguments)[statistic.place] = index;
    }

  private:
    template <class N>
    result<std::size_t> fit_stage(std::size_t first, std::size_t last, References& references) {
        std::vector<std::vector<Rational>> cohort(last - first);
        std::vector<std::optional<Rational>> of_unit(last - first);
        collect<N>(first, last, cohort, of_unit);
        for (std::size_t s = first; s < last; ++s) {
            const StatisticCode statistic = program_.statistics[s];
            auto& values = cohort[s - first];
            std::sort(values.begin(), values.end());
            std::vector<Rational> found;
            if (statistic.kind == StatisticKind::values) {
                found = std::move(values);
            } else if (const auto value = statistic.kind == StatisticKind::unit
                                              ? of_unit[s - first]
                                              : statistic_of(statistic.kind, values)) {
                found.push_back(*value);
            }
            if (found.empty() && (statistic.kind == StatisticKind::inverse_sd || statistic.kind == StatisticKind::unit))
                return undetermined(statistic);
            for (const Rational& value : found) references.values[statistic.key].push_back(Decimal(value));
            references.values.try_emplace(statistic.key);
            place(program_, statistic, found);
        }
        find_ends(program_);  // "lowest" may now be known of nodes that look at the cohort
        return last;
    }

    static Error undetermined(const StatisticCode& statistic) {
        if (statistic.kind == StatisticKind::unit) {
            return Error(ErrorKind::data, "references.unit", statistic.key,
                         "the cohort has no observed unit called \"" + statistic.unit + "\"");
        }
        return Error(ErrorKind::data, "references.constant", statistic.key,
                     "inverse-SD weights need at least two different values in the cohort");
    }

    /// The exact values of the slots that the statistics of one stage look at.
    template <class N>
    void collect(std::size_t first, std::size_t last, std::vector<std::vector<Rational>>& cohort,
                 std::vector<std::optional<Rational>>& of_unit) {
        const bool is_data_only = std::all_of(program_.statistics.begin() + static_cast<std::ptrdiff_t>(first),
                                              program_.statistics.begin() + static_cast<std::ptrdiff_t>(last),
                                              [&](const StatisticCode& s) { return program_.is_variable(s.slot); });
        std::optional<Evaluator<N>> evaluator;
        if (!is_data_only) evaluator.emplace(program_, 1);
        for (std::size_t u = 0; u < observations_.units; ++u) {
            if (evaluator) evaluate(observations_, u, 1, Fill::as_answered, *evaluator);
            for (std::size_t s = first; s < last; ++s) {
                const StatisticCode& statistic = program_.statistics[s];
                const bool is_variable = program_.is_variable(statistic.slot);
                const Status status =
                    is_variable ? observations_.status(statistic.slot, u) : evaluator->status(statistic.slot, 0);
                if (status != Status::observed) continue;
                Rational value = is_variable ? Decimal::of(observations_.value(statistic.slot, u)).exact()
                                             : kept(evaluator->value(statistic.slot, 0));
                if (statistic.kind == StatisticKind::unit && table_.name(u) == statistic.unit)
                    of_unit[s - first] = value;
                cohort[s - first].push_back(std::move(value));
            }
        }
    }

    Program program_;
    const Observations& observations_;
    const Table& table_;
};

/// The program with the references in their places. The error names what is missing.
inline result<Program> fitted(Program program, const References& references) {
    for (const StatisticCode& statistic : program.statistics) {
        const auto found = references.values.find(statistic.key);
        if (found == references.values.end()) {
            return Error(ErrorKind::argument, "references.missing", statistic.key,
                         "the references lack \"" + statistic.key + "\"; were they taken with this instrument?");
        }
        std::vector<Rational> values;
        for (const Decimal& value : found->second) values.push_back(value.exact());
        if (values.empty() && statistic.kind == StatisticKind::inverse_sd) {
            return Error(ErrorKind::argument, "references.missing", statistic.key,
                         "the references have no value for a weight");
        }
        Fitter::place(program, statistic, values);
    }
    program.is_fitted = true;
    find_ends(program);
    return program;
}

}  // namespace detail
}  // namespace v0
}  // namespace pug
