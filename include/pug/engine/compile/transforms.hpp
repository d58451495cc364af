#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pug/engine/compile/context.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Compiles one transform; relative ones note the reference values they need.
class TransformCompiler {
  public:
    /// `slot` is where the value stands before the transform, for those that look at the cohort.
    TransformCompiler(CompileContext& context, const std::string& where, Slot slot = 0)
        : context_(context), where_(where), slot_(slot) {}

    TransformCode operator()(const Points&) { return simple(TransformKind::points); }
    TransformCode operator()(const Complement&) { return simple(TransformKind::complement); }
    TransformCode operator()(const Absolute&) { return simple(TransformKind::absolute); }
    TransformCode operator()(const Logarithm&) {
        context_.program.has_roots = true;
        return simple(TransformKind::logarithm);
    }
    TransformCode operator()(const Exponential&) {
        context_.program.has_roots = true;
        return simple(TransformKind::exponential);
    }
    TransformCode operator()(const Clip& clip) {
        const NumberIndex low = context_.pool(clip.low, where_);
        const NumberIndex high = context_.pool(clip.high, where_);
        if (low != none && high != none && number(high) < number(low))
            problem("transform.clip", "clip ends below its beginning");
        return simple(TransformKind::clip, {low, high});
    }
    TransformCode operator()(const Replace& replace) {
        std::vector<NumberIndex> numbers;
        for (const auto& [from, to] : replace.pairs) {
            numbers.push_back(context_.pool(from.exact()));
            numbers.push_back(context_.pool(to, where_));
        }
        return simple(TransformKind::replace, numbers);
    }
    TransformCode operator()(const Reciprocal& r) {
        return simple(TransformKind::reciprocal, {context_.pool(r.k, where_)});
    }
    TransformCode operator()(const Scaled& s) { return simple(TransformKind::scale, {context_.pool(s.k, where_)}); }
    TransformCode operator()(const Affine& a) {
        return simple(TransformKind::affine, {context_.pool(a.a, where_), context_.pool(a.b, where_)});
    }
    TransformCode operator()(const Minmax& m) {
        const NumberIndex low = context_.pool(m.low, where_);
        const NumberIndex high = context_.pool(m.high, where_);
        if (number(low) == number(high)) problem("transform.minmax", "minmax needs two different goalposts");
        return simple(TransformKind::minmax, {low, high});
    }
    TransformCode operator()(const Rounding& rounding) {
        context_.check(rounding, where_);
        return {TransformKind::round, {}, 0, rounding};
    }
    TransformCode operator()(const Power& power) {
        const NumberIndex p = context_.pool(power.p, where_);
        const Rational& exponent = number(p);
        // Whole powers stay exact; beyond 64 a power is no longer an index but a mistake.
        if (denominator(exponent) == 1 && abs(exponent) <= 64) {
            return {TransformKind::whole_power, {}, 0, {static_cast<int>(numerator(exponent)), RoundingMode::half_up}};
        }
        context_.program.has_roots = true;
        return simple(TransformKind::power, {p});
    }
    TransformCode operator()(const Steps& steps) {
        std::vector<NumberIndex> numbers;
        for (std::size_t i = 0; i < steps.steps.size(); ++i) {
            const Step& step = steps.steps[i];
            if (!step.edge && i > 0)
                problem("transform.steps", "only the first step may begin at null, without an edge");
            const NumberIndex at = step.edge ? context_.pool(step.edge->at, where_) : none;
            numbers.insert(numbers.end(), {at, context_.pool(Rational(step.edge && !step.edge->included ? 1 : 0)),
                                           context_.pool(step.value, where_)});
            if (i == 0 || !step.edge || !steps.steps[i - 1].edge) continue;
            const Rational& before = number(numbers[3 * (i - 1)]);
            const bool rises = before < number(at) ||
                               (before == number(at) && steps.steps[i - 1].edge->included && !step.edge->included);
            if (!rises)
                problem("transform.steps", "step " + std::to_string(i + 1) + " does not begin above the one before it");
        }
        if (steps.steps.empty()) problem("transform.steps", "a step table needs at least one step");
        return simple(TransformKind::steps, numbers);
    }
    TransformCode operator()(const Relative& relative) {
        switch (relative.kind) {
            case RelativeKind::minmax:
                return with_references(TransformKind::minmax, {none, none},
                                       {{0, StatisticKind::min}, {1, StatisticKind::max}});
            case RelativeKind::zscore:
                return with_references(TransformKind::zscore, {none, none},
                                       {{0, StatisticKind::mean}, {1, StatisticKind::sd}});
            case RelativeKind::rank:
                return with_table(TransformKind::rank);
            case RelativeKind::percentile:
                return with_table(TransformKind::percentile);
            case RelativeKind::relative_to:
                // x / reference is the min-max between 0 and the reference
                return with_references(TransformKind::minmax, {context_.pool(Rational(0)), none},
                                       {{1, statistic(relative.to)}}, relative.unit);
            case RelativeKind::deviation_from:
                break;
        }
        return with_references(TransformKind::difference, {none}, {{0, statistic(relative.to)}}, relative.unit);
    }

  private:
    using Place = std::pair<std::uint32_t, StatisticKind>;  // which argument, and what goes there

    const Rational& number(NumberIndex index) const { return context_.program.numbers[index]; }
    void problem(std::string code, std::string message) {
        context_.problem(std::move(code), where_, std::move(message));
    }

    TransformCode simple(TransformKind kind, const std::vector<NumberIndex>& numbers = {}) {
        return {kind, context_.arguments(numbers), 0, {}};
    }

    static StatisticKind statistic(Reference reference) {
        switch (reference) {
            case Reference::min:
                return StatisticKind::min;
            case Reference::max:
                return StatisticKind::max;
            case Reference::median:
                return StatisticKind::median;
            case Reference::unit:
                return StatisticKind::unit;
            case Reference::mean:
            case Reference::cohort:
                break;
        }
        return StatisticKind::mean;
    }

    TransformCode with_references(TransformKind kind, const std::vector<NumberIndex>& numbers,
                                  const std::vector<Place>& places, const std::string& unit = {}) {
        TransformCode code = simple(kind, numbers);
        for (const auto& [argument, what] : places) {
            StatisticCode statistic;
            statistic.kind = what;
            statistic.slot = slot_;
            statistic.unit = unit;
            statistic.key = where_ + " " + std::string(word(statistic_names, what)) + (unit.empty() ? "" : " " + unit);
            statistic.place = code.numbers.first + argument;
            context_.program.statistics.push_back(std::move(statistic));
        }
        return code;
    }

    TransformCode with_table(TransformKind kind) {
        TransformCode code = simple(kind);
        code.table = static_cast<std::uint32_t>(context_.program.tables.size());
        context_.program.tables.emplace_back();
        StatisticCode statistic;
        statistic.kind = StatisticKind::values;
        statistic.slot = slot_;
        statistic.key = where_ + " values";
        statistic.place = code.table;
        context_.program.statistics.push_back(std::move(statistic));
        return code;
    }

    CompileContext& context_;
    std::string where_;
    Slot slot_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
