#pragma once

#include <string>
#include <variant>

#include "pug/instrument.hpp"
#include "pug/names.hpp"

namespace pug {
inline namespace v0 {

namespace detail {

inline std::string shown(const Number& number) {
    if (const auto* decimal = std::get_if<Decimal>(&number)) return decimal->to_string();
    return std::get<ParameterName>(number).name;
}

struct RuleWriter {
    std::string operator()(const Points&) const { return "points"; }
    std::string operator()(const Complement&) const { return "complement"; }
    std::string operator()(const Absolute&) const { return "abs"; }
    std::string operator()(const Logarithm&) const { return "log"; }
    std::string operator()(const Exponential&) const { return "exp"; }
    std::string operator()(const Clip& clip) const {
        return "clip [" + (clip.low ? shown(*clip.low) : "-") + ", " + (clip.high ? shown(*clip.high) : "-") + "]";
    }
    std::string operator()(const Replace& replace) const {
        std::string text = "replace";
        for (const auto& [from, to] : replace.pairs) text += " " + from.to_string() + " by " + shown(to);
        return text;
    }
    std::string operator()(const Reciprocal& r) const { return "reciprocal " + shown(r.k); }
    std::string operator()(const Scaled& s) const { return "scale " + shown(s.k); }
    std::string operator()(const Affine& a) const { return "affine " + shown(a.a) + " " + shown(a.b); }
    std::string operator()(const Minmax& m) const { return "minmax [" + shown(m.low) + ", " + shown(m.high) + "]"; }
    std::string operator()(const Power& p) const { return "power " + shown(p.p); }
    std::string operator()(const Steps& steps) const {
        std::string text = "steps";
        for (const Step& step : steps.steps) {
            text +=
                step.edge ? (step.edge->included ? " from " : " above ") + shown(step.edge->at) : std::string(" below");
            text += ": " + shown(step.value);
        }
        return text;
    }
    std::string operator()(const Relative& r) const {
        return std::string(word(relative_names, r.kind)) + " " +
               (r.to == Reference::unit ? r.unit : std::string(word(reference_names, r.to)));
    }
    std::string operator()(const Rounding& r) const {
        return "round " + std::to_string(r.digits) + " " + std::string(word(rounding_mode_names, r.mode));
    }
};

}  // namespace detail

/// The rule of a node in one line, in the words of the language: its value source, then its transforms in order,
/// e.g. "arithmetic > scale 100 > round 2 half-up".
inline std::string rule(const Node& node) {
    std::string text(word(aggregate_names, node.aggregate));
    for (const Transform& transform : node.then) text += " > " + std::visit(detail::RuleWriter{}, transform);
    if (node.round) text += " > " + detail::RuleWriter{}(*node.round);
    return text;
}

}  // namespace v0
}  // namespace pug
