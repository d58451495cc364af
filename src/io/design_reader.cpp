#include <array>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "design_fields.hpp"
#include "document.hpp"
#include "fields.hpp"
#include "pug/io/design.hpp"
#include "pug/names.hpp"
#include "pug/workbench/words.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

using pug::detail::Fields;
using pug::detail::read_double;
using pug::detail::read_list;
using pug::detail::read_string;
using pug::detail::read_whole;
using pug::detail::report;
using pug::detail::report_type;

namespace {

/// A rule: a word, or an object with the word as its "method" and parameters beside it, which `more` reads.
template <class Method, std::size_t N, class More>
void read_rule(const Located& at, std::string_view what, const std::array<std::string_view, N>& words, Method& method,
               Problems& problems, const More& more) {
    if (at.value.is_string()) {
        const boost::json::value wrapped = boost::json::object{{"method", at.value}};
        const std::size_t known = problems.size();
        Fields fields({wrapped, at.pointer}, what, problems);
        method = fields.word<Method>("method", words).value_or(method);
        // The word stands here itself, not below a key.
        for (std::size_t p = known; p < problems.size(); ++p) problems[p].where = at.pointer;
        return;
    }
    Fields fields(at, what, problems);
    method = fields.word<Method>("method", words).value_or(method);
    more(fields);
    fields.finish();
}

Preference read_preference(const Located& at, Problems& problems) {
    Preference preference;
    read_rule(at, "a preference", preference_names, preference.kind, problems, [&](Fields& fields) {
        fields.take("q", preference.q);
        fields.take("p", preference.p);
        fields.take("s", preference.s);
    });
    return preference;
}

void take_method_members(Fields& fields, Imputation& imputation, Problems&) {
    imputation.group = fields.string("group");
}

void take_method_members(Fields& fields, Treatment& treatment, Problems& problems) {
    if (fields.has("rules")) {
        treatment.rules.clear();
        fields.list("rules", [&](const Located& at) {
            const std::string name = read_string(at, problems);
            if (!at.value.is_string()) return;
            if (const auto rule = from_word<TreatmentRule>(treatment_names, name)) {
                treatment.rules.push_back(*rule);
            } else {
                report(problems, "document.word", at.pointer,
                       "\"" + name + "\" is no rule of treatment; there are none, winsorise, log, box_cox");
            }
        });
    }
    fields.take("skew", treatment.skew);
    fields.take("kurtosis", treatment.kurtosis);
    fields.take("most", treatment.most);
    fields.take("always", treatment.always);
    fields.take("lambda", treatment.lambda);
}

void take_method_members(Fields& fields, Normalisation& normalisation, Problems& problems) {
    fields.take("low", normalisation.low);
    fields.take("high", normalisation.high);
    fields.take("from", normalisation.from);
    fields.take("to", normalisation.to);
    fields.take("hold", normalisation.hold);
    fields.take("mean", normalisation.mean);
    fields.take("sd", normalisation.sd);
    normalisation.unit = fields.string("unit");
    fields.take("reference", normalisation.reference);
    fields.list("steps", [&](const Located& at) {
        std::vector<double> pair;
        read_list(at, problems, [&](const Located& number) { pair.push_back(read_double(number, problems)); });
        if (pair.size() == 2) {
            normalisation.steps.emplace_back(pair[0], pair[1]);
        } else if (at.value.is_array()) {
            report_type(problems, at, "where the step begins, and its value");
        }
    });
}

/// The rules of a step: one for all indicators and, under "others", those of some.
template <class StepOf, class RuleOf>
StepOf read_rules(const Located& at, Problems& problems, RuleOf (*read)(const Located&, Problems&)) {
    StepOf step;
    const auto* object = at.value.if_object();
    if (object == nullptr || !object->contains("others")) {
        step.all = read(at, problems);
        return step;
    }
    boost::json::object all = *object;
    const boost::json::value others = all["others"];
    all.erase("others");
    const boost::json::value rule = std::move(all);
    step.all = read({rule, at.pointer}, problems);
    const Located below = at.child("others", others);
    if (!others.is_object()) {
        report_type(problems, below, "an object of rules by indicator");
        return step;
    }
    for (const auto& [name, value] : others.get_object())
        step.others.emplace_back(std::string(name), read(below.child(name, value), problems));
    return step;
}

Screen read_screen(const Located& at, Problems& problems) {
    Screen screen;
    Fields fields(at, "a screening", problems);
    fields.take("available_at_least", screen.available_at_least);
    fields.take("nonzero_at_least", screen.nonzero_at_least);
    fields.take("keep", screen.keep);
    fields.take("leave_out", screen.leave_out);
    fields.finish();
    return screen;
}

}  // namespace

Imputation read_imputation(const Located& at, Problems& problems) {
    Imputation imputation;
    read_rule(at, "an imputation", imputation_names, imputation.method, problems,
              [&](Fields& fields) { take_method_members(fields, imputation, problems); });
    return imputation;
}

Treatment read_treatment(const Located& at, Problems& problems) {
    Treatment treatment;
    if (at.value.is_string()) {
        // A word alone is the only rule.
        TreatmentRule rule = TreatmentRule::none;
        read_rule(at, "a treatment", treatment_names, rule, problems, [](Fields&) {});
        treatment.rules = {rule};
        return treatment;
    }
    Fields fields(at, "a treatment", problems);
    take_method_members(fields, treatment, problems);
    fields.finish();
    return treatment;
}

Normalisation read_normalisation(const Located& at, Problems& problems) {
    Normalisation normalisation;
    read_rule(at, "a normalisation", normalisation_names, normalisation.method, problems,
              [&](Fields& fields) { take_method_members(fields, normalisation, problems); });
    return normalisation;
}

Aggregation read_aggregation(const Located& at, Problems& problems) {
    Aggregation rule;
    read_rule(at, "an aggregation", aggregation_names, rule.method, problems, [&](Fields& fields) {
        fields.take("available_at_least", rule.available_at_least);
        fields.take("p", rule.p);
        fields.take("downward", rule.is_downward);
        fields.take("sample_sd", rule.sample_sd);
        fields.take("order_weights", rule.order_weights);
        fields.take("alpha", rule.alpha);
        fields.take("beta", rule.beta);
        fields.take("v", rule.v);
        if (const auto preference = fields.find("preference")) rule.preference = read_preference(*preference, problems);
    });
    return rule;
}

Weighting read_weighting(const Located& at, Problems& problems) {
    Weighting weighting;
    read_rule(at, "a weighting", weighting_names, weighting.method, problems, [&](Fields& fields) {
        fields.list("judgements", [&](const Located& row) {
            auto& numbers = weighting.judgements.emplace_back();
            read_list(row, problems, [&](const Located& number) { numbers.push_back(read_double(number, problems)); });
        });
    });
    return weighting;
}

std::optional<Step> read_step(const Located& at, Problems& problems) {
    std::string name;
    const auto* object = at.value.if_object();
    const boost::json::value nothing = boost::json::object{};
    const boost::json::value* rule = &nothing;
    if (at.value.is_string()) {
        name = std::string(at.value.get_string());
    } else if (object != nullptr && object->size() == 1) {
        name = std::string(object->begin()->key());
        rule = &object->begin()->value();
    } else {
        report_type(problems, at, "a step: its name, or an object with the name of the step and its rule");
        return std::nullopt;
    }
    const Located below = at.value.is_string() ? Located{*rule, at.pointer} : at.child(name, *rule);
    if (name == step_names[0]) {
        Fields fields(below, "a denomination", problems);
        fields.finish();
        return Denominate{};
    }
    if (name == step_names[1]) return read_screen(below, problems);
    if (name == step_names[2]) return read_rules<Impute>(below, problems, &read_imputation);
    if (name == step_names[3]) return read_rules<Treat>(below, problems, &read_treatment);
    if (name == step_names[4]) return read_rules<Normalise>(below, problems, &read_normalisation);
    report(problems, "design.step", at.pointer,
           "\"" + name + "\" is no step; there are denominate, screen, impute, treat, normalise");
    return std::nullopt;
}

namespace {

class DesignReader {
  public:
    DesignReader(const boost::json::value& document, Problems& problems)
        : problems_(problems), fields_({document, ""}, "the design of an index", problems) {}

    Design read() {
        if (const auto at = fields_.need("pug_design")) read_whole(*at, 1, 1, problems_);
        design_.id = fields_.string("id");
        design_.edition = fields_.string("edition");
        design_.title = fields_.text("title");
        design_.authority = fields_.text("authority");
        fields_.map("sources", [&](const std::string& name, const Located& at) { read_source(name, at); });
        if (fields_.need("indicators"))
            fields_.map("indicators", [&](const std::string& name, const Located& at) { read_indicator(name, at); });
        if (const auto at = fields_.find("columns")) order_indicators(*at);
        fields_.list("steps", [&](const Located& at) {
            if (auto step = read_step(at, problems_)) design_.steps.push_back(std::move(*step));
        });
        if (const auto at = fields_.find("aggregate")) design_.aggregation = read_aggregation(*at, problems_);
        if (const auto at = fields_.find("weights")) design_.weighting = read_weighting(*at, problems_);
        if (const auto at = fields_.need("index")) design_.index = read_part(*at);
        fields_.list("grades", [&](const Located& at) { read_band(at); });
        fields_.finish();
        return std::move(design_);
    }

  private:
    void read_source(const std::string& name, const Located& at) {
        Source source;
        source.name = name;
        Fields fields(at, "a source", problems_);
        fields.need("title");
        source.title = fields.text("title");
        source.year = fields.string("year");
        source.url = fields.string("url");
        source.note = fields.text("note");
        fields.finish();
        design_.sources.push_back(std::move(source));
    }

    void read_indicator(const std::string& name, const Located& at) {
        Indicator indicator;
        indicator.name = name;
        Fields fields(at, "an indicator", problems_);
        indicator.title = fields.text("title");
        indicator.direction =
            fields.word<Direction>("direction", direction_names).value_or(Direction::higher_is_better);
        indicator.denominator = fields.string("denominator");
        fields.take("target", indicator.target);
        indicator.source = fields.string("source");
        check_source(fields, indicator.source);
        fields.finish();
        design_.indicators.push_back(std::move(indicator));
    }

    /// Canonical form sorts the keys of an object; "columns" gives the order that is meant.
    void order_indicators(const Located& at) {
        std::vector<std::string> names;
        read_list(at, problems_, [&](const Located& name) { names.push_back(read_string(name, problems_)); });
        std::vector<Indicator> ordered;
        for (const std::string& name : names) {
            for (const Indicator& indicator : design_.indicators) {
                if (indicator.name == name) ordered.push_back(indicator);
            }
        }
        if (ordered.size() != design_.indicators.size() || names.size() != ordered.size()) {
            report(problems_, "design.columns", at.pointer, "wanted the name of every indicator, each once");
            return;
        }
        design_.indicators = std::move(ordered);
    }

    Part read_part(const Located& at) {
        Part part;
        if (at.value.is_string()) {
            part.name = read_string(at, problems_);
            return part;
        }
        Fields fields(at, "a part", problems_);
        fields.need("id");
        part.name = fields.string("id");
        part.title = fields.text("title");
        fields.take("weight", part.weight);
        if (const auto rule = fields.find("aggregate")) part.aggregation = read_aggregation(*rule, problems_);
        if (const auto rule = fields.find("weights")) part.weighting = read_weighting(*rule, problems_);
        fields.list("parts", [&](const Located& child) { part.parts.push_back(read_part(child)); });
        part.source = fields.string("source");
        check_source(fields, part.source);
        fields.finish();
        return part;
    }

    void read_band(const Located& at) {
        Band band;
        Fields fields(at, "a grade", problems_);
        fields.need("grade");
        band.grade = fields.string("grade");
        band.title = fields.text("title");
        fields.take("from", band.from);
        fields.finish();
        design_.grades.push_back(std::move(band));
    }

    void check_source(Fields& fields, const std::string& name) {
        if (name.empty()) return;
        for (const Source& source : design_.sources) {
            if (source.name == name) return;
        }
        report(problems_, "source.unknown", fields.pointer() + "/source", "no source is called \"" + name + "\"");
    }

    Problems& problems_;
    Fields fields_;
    Design design_;
};

}  // namespace
}  // namespace detail

result<Design> read_design(std::string_view json) {
    pug::detail::Document document(json);
    Design design;
    if (document.is_readable()) design = detail::DesignReader(document.value, document.problems).read();
    if (!document.problems.empty()) return std::move(document).error(ErrorKind::instrument);
    return design;
}

result<Step> read_step(std::string_view json) {
    pug::detail::Document document(json);
    std::optional<Step> step;
    if (document.is_readable()) step = detail::read_step({document.value, ""}, document.problems);
    if (!document.problems.empty()) return std::move(document).error(ErrorKind::argument);
    return std::move(*step);
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
