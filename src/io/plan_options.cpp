#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document.hpp"
#include "fields.hpp"
#include "pug/io/plan.hpp"
#include "words.hpp"

namespace pug {
inline namespace v0 {

namespace {

using detail::Fields;
using detail::Located;

/// Reads the requests that questions come with.
class RequestReader {
  public:
    RequestReader(std::string_view json, const Instrument& instrument) : document_(json), instrument_(instrument) {}

    PlanOptions plan() {
        PlanOptions options;
        if (!document_.is_readable()) return options;
        Fields fields(root(), "a request for a plan", document_.problems);
        options.target = fields.string("target");
        options.score = fields.decimal("score");
        if (const auto at = fields.find("cost")) options.cost = resource(*at, options.cost.name);
        fields.list("resources", [&](const Located& at) { add_resource(at, options); });
        each_variable(fields, "days", [&](const Variable& variable, const Located& at) {
            options.days[variable.name] = read_decimal(at, document_.problems);
        });
        options.deadline = fields.decimal("deadline");
        fields.list("requires", [&](const Located& at) { add_requirement(at, options); });
        fields.list("fixed", [&](const Located& at) {
            const std::string name = detail::read_string(at, document_.problems);
            if (at.value.is_string() && detail::find_variable(instrument_, name, at.pointer, document_.problems))
                options.fixed.insert(name);
        });
        fields.take("only_priced", options.only_priced);
        read_limit(fields, options.limits);
        fields.finish();
        return options;
    }

    std::vector<Supposed> supposed() {
        std::vector<Supposed> found;
        if (!document_.is_readable()) return found;
        const auto* object = document_.value.if_object();
        if (object == nullptr) {
            detail::report_type(document_.problems, root(), "an object of answers by variable");
            return found;
        }
        for (const auto& [name, value] : *object) {
            const Located at = root().child(name, value);
            const auto* variable =
                detail::find_variable(instrument_, std::string(name), at.pointer, document_.problems);
            if (variable == nullptr) continue;
            if (const auto answer = detail::read_answer(instrument_, *variable, at, document_.problems))
                found.push_back({variable->name, answer->value, answer->status});
        }
        return found;
    }

    RobustnessOptions robustness() {
        RobustnessOptions options;
        if (!document_.is_readable()) return options;
        Fields fields(root(), "a request about robustness", document_.problems);
        if (const auto error = fields.decimal("error")) options.error = error->to_double();
        each_variable(fields, "errors", [&](const Variable& variable, const Located& at) {
            options.errors[variable.name] = read_decimal(at, document_.problems).to_double();
        });
        each_variable(fields, "deviations", [&](const Variable& variable, const Located& at) {
            options.deviations[variable.name] = read_decimal(at, document_.problems).to_double();
        });
        constexpr int most = 10'000'000;
        if (const auto at = fields.find("draws"))
            options.draws = static_cast<std::size_t>(read_whole(*at, 0, most, document_.problems));
        if (const auto at = fields.find("seed"))
            options.seed =
                static_cast<std::uint64_t>(read_whole(*at, 0, std::numeric_limits<int>::max(), document_.problems));
        options.name = fields.string("name");
        read_limit(fields, options.limits);
        fields.finish();
        return options;
    }

    template <class T>
    result<T> finish(T read) && {
        if (!document_.problems.empty()) return std::move(document_).error(ErrorKind::argument);
        return read;
    }

  private:
    Located root() const { return {document_.value, ""}; }

    /// Calls `each` with the variables of an object by variable, and what stands there.
    template <class Each>
    void each_variable(Fields& fields, std::string_view key, const Each& each) {
        const auto at = fields.find(key);
        if (!at) return;
        const auto* object = at->value.if_object();
        if (object == nullptr) return detail::report_type(document_.problems, *at, "an object by variable");
        for (const auto& [name, value] : *object) {
            const Located here = at->child(name, value);
            if (const auto* variable =
                    detail::find_variable(instrument_, std::string(name), here.pointer, document_.problems))
                each(*variable, here);
        }
    }

    void read_limit(Fields& fields, SearchLimits& limits) {
        const auto at = fields.find("limit");
        if (!at) return;
        limits.combinations =
            static_cast<std::size_t>(read_whole(*at, 0, std::numeric_limits<int>::max(), document_.problems));
    }

    Resource resource(const Located& at, const std::string& otherwise) {
        Resource resource{otherwise};
        Fields fields(at, "a resource", document_.problems);
        if (otherwise.empty() || fields.has("name")) {
            if (const auto name = fields.need("name")) resource.name = detail::read_string(*name, document_.problems);
        }
        resource.budget = fields.decimal("budget");
        each_variable(fields, "of", [&](const Variable& variable, const Located& here) {
            resource.costs[variable.name] = costs(variable, here);
        });
        fields.finish();
        return resource;
    }

    /// Names tell the costs of a plan apart.
    void add_resource(const Located& at, PlanOptions& options) {
        Resource added = resource(at, "");
        const bool is_known = added.name == options.cost.name ||
                              std::any_of(options.resources.begin(), options.resources.end(),
                                          [&](const Resource& known) { return known.name == added.name; });
        if (is_known)
            detail::report(document_.problems, "plan.resource", at.pointer,
                           "two resources are called \"" + added.name + "\"");
        options.resources.push_back(std::move(added));
    }

    ChangeCosts costs(const Variable& variable, const Located& at) {
        ChangeCosts costs;
        const auto* object = at.value.if_object();
        if (object == nullptr) {
            costs.any = detail::read_decimal(at, document_.problems);
            return costs;
        }
        for (const auto& [name, value] : *object) {
            const Located here = at.child(name, value);
            auto answer = AnswerReader(instrument_, variable).read(std::string_view(name));
            if (!answer) {
                detail::report(document_.problems, "data.value", here.pointer, answer.error().message());
            } else if (is_reachable(answer.value(), here, std::string(name))) {
                const double to = answer.value().value;
                const bool is_known =
                    std::any_of(costs.to.begin(), costs.to.end(), [&](const auto& known) { return known.first == to; });
                if (is_known)
                    detail::report(document_.problems, "plan.answer", here.pointer,
                                   "\"" + std::string(name) + "\" is an answer that has a cost already");
                costs.to.emplace_back(to, detail::read_decimal(here, document_.problems));
            }
        }
        return costs;
    }

    /// Whether an answer is one that a change can lead to: nobody plans to be without one.
    bool is_reachable(const Answer& answer, const Located& at, const std::string& text) {
        if (answer.status == Status::observed) return true;
        detail::report(document_.problems, "plan.answer", at.pointer,
                       "found \"" + text + "\", wanted an answer that can be reached");
        return false;
    }

    std::optional<double> level(Fields& fields, std::string_view key, const Variable* variable) {
        const auto at = fields.find(key);
        if (!at || variable == nullptr) return std::nullopt;
        const auto answer = detail::read_answer(instrument_, *variable, *at, document_.problems);
        if (!answer || !is_reachable(*answer, *at, std::string(to_string(answer->status)))) return std::nullopt;
        return answer->value;
    }

    const Variable* named(Fields& fields, std::string_view key) {
        const auto at = fields.need(key);
        if (!at) return nullptr;
        const std::string name = detail::read_string(*at, document_.problems);
        return at->value.is_string() ? detail::find_variable(instrument_, name, at->pointer, document_.problems)
                                     : nullptr;
    }

    void add_requirement(const Located& at, PlanOptions& options) {
        Fields fields(at, "a requirement", document_.problems);
        const Variable* variable = named(fields, "variable");
        const Variable* needs = named(fields, "needs");
        const auto to = level(fields, "to", variable);
        if (!fields.has("at_least")) fields.need("at_least");
        const auto at_least = level(fields, "at_least", needs);
        fields.finish();
        if (variable && needs && at_least) options.requirements.push_back({variable->name, to, needs->name, *at_least});
    }

    detail::Document document_;
    const Instrument& instrument_;
};

/// An empty request is one for the defaults.
std::string_view or_nothing(std::string_view json) { return json.empty() ? std::string_view("{}") : json; }

}  // namespace

result<PlanOptions> read_plan_options(std::string_view json, const Instrument& instrument) {
    RequestReader reader(or_nothing(json), instrument);
    auto options = reader.plan();
    return std::move(reader).finish(std::move(options));
}

result<std::vector<Supposed>> read_supposed(std::string_view json, const Instrument& instrument) {
    RequestReader reader(json, instrument);
    auto supposed = reader.supposed();
    return std::move(reader).finish(std::move(supposed));
}

result<RobustnessOptions> read_robustness_options(std::string_view json, const Instrument& instrument) {
    RequestReader reader(or_nothing(json), instrument);
    auto options = reader.robustness();
    return std::move(reader).finish(std::move(options));
}

}  // namespace v0
}  // namespace pug
