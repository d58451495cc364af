#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "certainty_words.hpp"
#include "design_fields.hpp"
#include "document.hpp"
#include "fields.hpp"
#include "pug/io/certainty.hpp"
#include "pug/workbench/words.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using pug::detail::Fields;
using pug::detail::Located;
using pug::detail::Problems;
using pug::detail::read_list;
using pug::detail::read_string;
using pug::detail::read_whole;
using pug::detail::report;
using pug::detail::report_type;

constexpr int most = std::numeric_limits<int>::max();
constexpr int most_threads = 1024;

/// Reads requests about certainty.
class RequestReader {
  public:
    RequestReader(std::string_view json, const Design& design) : document_(json), design_(design) {}

    Assumptions assumptions() {
        Assumptions read;
        if (document_.is_readable()) read_assumptions({document_.value, ""}, read);
        return read;
    }

    CertaintyRequest certainty() {
        CertaintyRequest request;
        if (!document_.is_readable()) return request;
        Fields fields({document_.value, ""}, "a request for certainty", problems());
        if (const auto at = fields.need("assumptions")) read_assumptions(*at, request.assumptions);
        CertaintyOptions& options = request.options;
        fields.take("replications", options.replications);
        take_seed(fields, options.seed);
        fields.take("level", options.level);
        fields.list("top", [&](const Located& at) { options.top.push_back(whole(at)); });
        fields.take("outranking", options.outranking);
        fields.take("tolerance", options.tolerance);
        fields.take("most_failed", options.most_failed);
        take_threads(fields, options.threads);
        fields.take("samples", request.samples);
        if (const auto at = fields.find("choices")) read_choices(*at, request);
        fields.finish();
        return request;
    }

    SensitivityRequest sensitivity() {
        SensitivityRequest request;
        if (!document_.is_readable()) return request;
        Fields fields({document_.value, ""}, "a request for sensitivity", problems());
        if (const auto at = fields.need("assumptions")) read_assumptions(*at, request.assumptions);
        SensitivityOptions& options = request.options;
        if (const auto at = fields.find("targets")) {
            options.targets.clear();
            read_list(*at, problems(), [&](const Located& target) { options.targets.push_back(read_target(target)); });
        }
        fields.take("points", options.points);
        take_seed(fields, options.seed);
        fields.take("confidence", options.confidence);
        fields.take("sets", options.sets);
        take_threads(fields, options.threads);
        fields.take("levels", request.levels);
        fields.finish();
        return request;
    }

    template <class T>
    result<T> finish(T read) && {
        if (!document_.problems.empty()) return std::move(document_).error(ErrorKind::argument);
        return read;
    }

  private:
    Problems& problems() { return document_.problems; }

    // Plain members.

    std::size_t whole(const Located& at) { return static_cast<std::size_t>(read_whole(at, 0, most, problems())); }

    void take_seed(Fields& fields, std::uint64_t& seed) {
        if (const auto at = fields.find("seed")) seed = whole(*at);
    }
    void take_threads(Fields& fields, unsigned& threads) {
        if (const auto at = fields.find("threads"))
            threads = static_cast<unsigned>(read_whole(*at, 1, most_threads, problems()));
    }
    void take(Fields& fields, Scope& scope) {
        fields.list("levels", [&](const Located& at) { scope.levels.push_back(whole(at)); });
        fields.take("names", scope.names);
    }

    // Assumptions.

    void read_assumptions(const Located& at, Assumptions& assumptions) {
        read_list(at, problems(), [&](const Located& each) {
            if (auto assumption = read_assumption(each)) assumptions.of.push_back(*std::move(assumption));
        });
    }

    std::optional<Assumption> read_assumption(const Located& at) {
        Fields fields(at, "an assumption", problems());
        fields.need("vary");
        const auto vary = fields.word<Vary>("vary", vary_names);
        if (!vary) return std::nullopt;
        Assumption assumption = read(*vary, fields);
        std::visit([&](auto& each) { each.name = fields.string("name"); }, assumption);
        fields.finish();
        return assumption;
    }

    Assumption read(Vary vary, Fields& fields) {
        switch (vary) {
            case Vary::aggregate:
                return read_aggregations(fields);
            case Vary::weights:
                return read_weights(fields);
            case Vary::goalposts:
                return read_goalposts(fields);
            case Vary::measurement:
                return read_measurement(fields);
            default:
                return read_steps(static_cast<std::size_t>(vary), fields);
        }
    }

    StepAlternatives read_steps(std::size_t kind, Fields& fields) {
        StepAlternatives read;
        const auto step = find_step(kind, fields);
        read.step = step.value_or(0);
        fields.need("alternatives");
        fields.list("alternatives", [&](const Located& at) { read_alternative(at, kind, step, read); });
        fields.take("probabilities", read.probabilities);
        return read;
    }

    /// The place of the step that is meant.
    std::optional<std::size_t> find_step(std::size_t kind, Fields& fields) {
        if (const auto at = fields.find("step")) {
            const std::size_t step = whole(*at);
            if (step < design_.steps.size() && design_.steps[step].index() == kind) return step;
            report(problems(), "assumptions.step", at->pointer,
                   "step " + std::to_string(step) + " of the design, counted from 0, is not of the kind " + "\"" +
                       std::string(step_names[kind]) + "\"");
            return std::nullopt;
        }
        std::vector<std::size_t> found;
        for (std::size_t s = 0; s < design_.steps.size(); ++s) {
            if (design_.steps[s].index() == kind) found.push_back(s);
        }
        if (found.size() == 1) return found.front();
        report(problems(), "assumptions.step", fields.pointer(),
               "the design has " + std::to_string(found.size()) + " steps of the kind \"" +
                   std::string(step_names[kind]) + "\"; wanted one, or its place as \"step\"");
        return std::nullopt;
    }

    void read_alternative(const Located& at, std::size_t kind, std::optional<std::size_t> step,
                          StepAlternatives& read) {
        if (at.value.is_string() && at.value.get_string() == "left_out") {
            read.alternatives.emplace_back(std::nullopt);
            return;
        }
        if (at.value.is_string() && at.value.get_string() == "as_designed") {
            if (step) read.alternatives.emplace_back(design_.steps[*step]);
            return;
        }
        // A step is its rule under its name; here the name is told by what varies.
        const std::string name(step_names[kind]);
        const boost::json::value wrapped = boost::json::object{{name, at.value}};
        const std::size_t known = problems().size();
        if (auto rule = detail::read_step({wrapped, at.pointer}, problems()))
            read.alternatives.push_back(*std::move(rule));
        for (std::size_t p = known; p < problems().size(); ++p)
            problems()[p].where.erase(at.pointer.size(), name.size() + 1);
    }

    AggregationAlternatives read_aggregations(Fields& fields) {
        AggregationAlternatives read;
        take(fields, read.of);
        fields.need("alternatives");
        fields.list("alternatives",
                    [&](const Located& at) { read.alternatives.push_back(detail::read_aggregation(at, problems())); });
        fields.take("probabilities", read.probabilities);
        return read;
    }

    Assumption read_weights(Fields& fields) {
        const bool is_drawn = fields.has("concentration"), is_chosen = fields.has("sets");
        int ways = 0;
        for (const std::string_view way : {"relative", "concentration", "sets"}) ways += fields.find(way) ? 1 : 0;
        if (ways != 1)
            report(problems(), "assumptions.weights", fields.pointer(),
                   "wanted one of \"relative\", \"concentration\" and \"sets\"");
        if (is_chosen) return read_sets(fields);
        if (is_drawn) {
            WeightDirichlet read;
            fields.take("concentration", read.concentration);
            take(fields, read.of);
            fields.take("apart", read.is_apart);
            return read;
        }
        WeightNoise read;
        fields.take("relative", read.relative);
        take(fields, read.of);
        fields.take("apart", read.is_apart);
        return read;
    }

    WeightSets read_sets(Fields& fields) {
        WeightSets read;
        fields.list("sets", [&](const Located& at) {
            auto& set = read.sets.emplace_back();
            const auto* object = at.value.if_object();
            if (object == nullptr) return report_type(problems(), at, "an object of weights by name");
            for (const auto& [name, value] : *object)
                set.emplace_back(std::string(name), pug::detail::read_double(at.child(name, value), problems()));
        });
        fields.take("probabilities", read.probabilities);
        return read;
    }

    GoalpostNoise read_goalposts(Fields& fields) {
        GoalpostNoise read;
        fields.take("share", read.share);
        fields.take("indicators", read.indicators);
        fields.take("apart", read.is_apart);
        return read;
    }

    MeasurementError read_measurement(Fields& fields) {
        MeasurementError read;
        read.all = read_spread(fields);
        fields.take("apart", read.is_apart);
        const auto at = fields.find("others");
        if (!at) return read;
        const auto* object = at->value.if_object();
        if (object == nullptr) {
            report_type(problems(), *at, "an object of deviations by indicator");
            return read;
        }
        for (const auto& [name, value] : *object) {
            Fields spread(at->child(name, value), "the deviation of an indicator", problems());
            if (const auto found = read_spread(spread)) {
                read.others.emplace_back(std::string(name), *found);
            } else if (value.is_object()) {
                spread.need("sd");
            }
            spread.finish();
        }
        return read;
    }

    std::optional<MeasurementSpread> read_spread(Fields& fields) {
        const auto absolute = fields.find("sd"), relative = fields.find("relative_sd");
        if (absolute && relative)
            report(problems(), "assumptions.spread", fields.pointer(), "wanted \"sd\" or \"relative_sd\", not both");
        if (relative) return MeasurementSpread{pug::detail::read_double(*relative, problems()), true};
        if (absolute) return MeasurementSpread{pug::detail::read_double(*absolute, problems()), false};
        return std::nullopt;
    }

    // Choices and targets.

    void read_choices(const Located& at, CertaintyRequest& request) {
        Fields fields(at, "the choices by factor", problems());
        std::optional<std::size_t> replications;
        for (std::size_t a = 0; a < request.assumptions.of.size(); ++a) {
            const auto list = fields.need(factor_name(request.assumptions.of[a], design_));
            if (!list) continue;
            std::vector<std::size_t> choices;
            read_list(*list, problems(), [&](const Located& each) { choices.push_back(whole(each)); });
            if (!replications) {
                replications = choices.size();
                request.choices.assign(choices.size(), std::vector<std::size_t>(request.assumptions.of.size()));
            }
            if (choices.size() != *replications) {
                report(problems(), "certainty.choices", list->pointer,
                       "found " + std::to_string(choices.size()) + " choices where another factor has " +
                           std::to_string(*replications) + "; wanted one a replication");
                continue;
            }
            for (std::size_t r = 0; r < choices.size(); ++r) request.choices[r][a] = choices[r];
        }
        if (replications && *replications == 0)
            report(problems(), "certainty.choices", at.pointer, "found no choice, wanted one a replication");
        fields.finish();
    }

    Target read_target(const Located& at) {
        Target target;
        if (at.value.is_string()) {
            const boost::json::value wrapped = boost::json::object{{"target", at.value}};
            const std::size_t known = problems().size();
            Fields fields({wrapped, at.pointer}, "a target", problems());
            target.kind = fields.word<TargetKind>("target", target_names).value_or(target.kind);
            for (std::size_t p = known; p < problems().size(); ++p) problems()[p].where = at.pointer;
            return target;
        }
        Fields fields(at, "a target", problems());
        fields.need("target");
        target.kind = fields.word<TargetKind>("target", target_names).value_or(target.kind);
        target.unit = fields.string("unit");
        fields.take("first", target.first);
        fields.finish();
        return target;
    }

    pug::detail::Document document_;
    const Design& design_;
};

}  // namespace

result<Assumptions> read_assumptions(std::string_view json, const Design& design) {
    RequestReader reader(json, design);
    auto read = reader.assumptions();
    return std::move(reader).finish(std::move(read));
}

result<CertaintyRequest> read_certainty_request(std::string_view json, const Design& design) {
    RequestReader reader(json, design);
    auto read = reader.certainty();
    return std::move(reader).finish(std::move(read));
}

result<SensitivityRequest> read_sensitivity_request(std::string_view json, const Design& design) {
    RequestReader reader(json, design);
    auto read = reader.sensitivity();
    return std::move(reader).finish(std::move(read));
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
