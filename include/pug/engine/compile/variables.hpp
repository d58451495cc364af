#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "pug/engine/compile/context.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Compiles parameters, scales and variables.
class VariableCompiler {
  public:
    explicit VariableCompiler(CompileContext& context) : context_(context) {}

    void run() {
        context_.pool(Rational(0));  // stands in for numbers that could not be resolved
        for (const auto& parameter : context_.instrument.parameters) add_parameter(parameter);
        for (const auto& scale : context_.instrument.scales) check_scale(scale);
        for (const auto& variable : context_.instrument.variables) add_variable(variable);
        if (context_.instrument.variables.empty()) {
            context_.problem("variables.none", "/variables", "an instrument needs at least one variable");
        }
    }

  private:
    void add_parameter(const Parameter& parameter) {
        const std::string where = "/parameters/" + pointer_token(parameter.name);
        Decimal value = parameter.value;
        if (!parameter.dated.empty()) {
            const auto* chosen = &parameter.dated.back();
            if (!context_.as_of.empty()) {
                chosen = nullptr;
                for (const auto& dated : parameter.dated) {
                    if (dated.first <= context_.as_of) chosen = &dated;
                }
            }
            if (!chosen) {
                context_.problem("parameter.no_value", where,
                                 "parameter " + in_quotes(parameter.name) + " has no value on " + context_.as_of +
                                     "; its first is from " + parameter.dated.front().first);
                return;
            }
            value = chosen->second;
        }
        if (!context_.parameters.emplace(parameter.name, value).second) {
            context_.problem("name.duplicate", where, "parameter " + in_quotes(parameter.name) + " is declared twice");
        }
    }

    void check_scale(const Scale& scale) {
        const std::string where = "/scales/" + pointer_token(scale.name);
        if (scale.levels.empty())
            context_.problem("scale.empty", where, "scale " + in_quotes(scale.name) + " has no levels");
        std::vector<std::string> codes;
        for (const auto& level : scale.levels) codes.push_back(level.code);
        for (const auto& [code, status] : scale.statuses) codes.push_back(code);
        std::sort(codes.begin(), codes.end());
        const auto twice = std::adjacent_find(codes.begin(), codes.end());
        if (twice != codes.end()) {
            context_.problem("scale.duplicate_code", where, "code " + in_quotes(*twice) + " stands twice in the scale");
        }
        for (std::size_t i = 0; i < scale.levels.size(); ++i)
            check_level(scale, i, where + "/levels/" + std::to_string(i));
        check_points(scale, where);
    }

    void check_level(const Scale& scale, std::size_t i, const std::string& where) {
        const Level& level = scale.levels[i];
        if (level.code.empty())
            context_.problem("scale.empty_code", where + "/code",
                             "a level needs a code; an empty cell is a missing answer");
        if (level.counts_as.empty()) return;
        const auto as = context_.level_index(scale, level.counts_as);
        if (!as) {
            context_.problem("name.unknown", where + "/counts_as",
                             "no level has the code " + in_quotes(level.counts_as));
        } else if (!scale.levels[static_cast<std::size_t>(*as)].counts_as.empty()) {
            context_.problem("scale.counts_as", where + "/counts_as",
                             in_quotes(level.counts_as) + " counts as another level itself");
        }
    }

    void check_points(const Scale& scale, const std::string& where) {
        const auto with_points = std::count_if(scale.levels.begin(), scale.levels.end(),
                                               [](const Level& level) { return level.points.has_value(); });
        if (with_points == 0) return;
        if (static_cast<std::size_t>(with_points) != scale.levels.size()) {
            context_.problem("scale.points_incomplete", where,
                             "some levels have points and some have none; give all of them points, or none");
            return;
        }
        for (std::size_t i = 0; i < scale.levels.size(); ++i) {
            const Rational& points = scale.levels[i].points->exact();
            if (points < 0 || (i > 0 && points < scale.levels[i - 1].points->exact())) {
                context_.problem("scale.points_order", where + "/levels/" + std::to_string(i),
                                 "points must not fall from the worst level to the best, nor lie below 0");
            }
        }
        if (scale.levels.back().points->exact() <= 0)
            context_.problem("scale.points_order", where, "the best level needs positive points");
    }

    void add_variable(const Variable& variable) {
        const std::string where = "/variables/" + pointer_token(variable.name);
        VariableCode code;
        code.name = variable.name;
        code.type = variable.type;
        if (!context_.variables.emplace(variable.name, static_cast<Slot>(context_.program.variables.size())).second) {
            context_.problem("name.duplicate", where, "variable " + in_quotes(variable.name) + " is declared twice");
        }
        std::optional<Decimal> low = variable.low;
        std::optional<Decimal> high = variable.high;
        if (variable.type == VariableType::yes_no) {
            low = 0;
            high = 1;
            code.points = context_.arguments({context_.pool(Rational(0)), context_.pool(Rational(1))});
        }
        if (variable.type == VariableType::choice) {
            const Scale* scale = context_.scale_of(variable);
            if (!scale) {
                context_.problem("name.unknown", where,
                                 "no scale " + in_quotes(variable.scale) + "; a choice needs one of \"scales\"");
            } else if (!scale->levels.empty()) {
                low = 0;
                high = static_cast<int>(scale->levels.size()) - 1;
                code.points = points_of(*scale);
            }
        }
        if (low && high && *high < *low)
            context_.problem("variable.range", where + "/range", "the range ends below its beginning");
        if (low) code.low = low->to_double();
        if (high) code.high = high->to_double();
        const bool higher = variable.direction == Direction::higher_is_better;
        code.worst = higher ? code.low : code.high;
        code.best = higher ? code.high : code.low;
        context_.program.worst_of_variable.push_back(end(higher ? low : high));
        context_.program.best_of_variable.push_back(end(higher ? high : low));
        context_.program.variables.push_back(std::move(code));
    }

    NumberIndex end(const std::optional<Decimal>& value) { return value ? context_.pool(value->exact()) : none; }

    Range points_of(const Scale& scale) {
        if (!scale.levels.back().points || scale.levels.back().points->exact() <= 0) return {};
        std::vector<NumberIndex> shares;
        for (const auto& level : scale.levels) {
            const Rational points = level.points ? level.points->exact() : Rational(0);
            shares.push_back(context_.pool(Rational(points / scale.levels.back().points->exact())));
        }
        return context_.arguments(shares);
    }

    CompileContext& context_;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
