#include "pug/io/understand_requests.hpp"

#include <boost/json/value.hpp>
#include <limits>
#include <utility>

#include "document.hpp"
#include "fields.hpp"
#include "understand_words.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

using pug::detail::Fields;
using pug::detail::Located;
using pug::detail::Problems;

/// The members of a request, each read into what it is for when it is there.
class Request {
  public:
    Request(const Located& at, std::string_view what, Problems& problems)
        : fields_(at, what, problems), problems_(problems) {}

    template <class Value, class... Words>
    void read(std::string_view key, Value& value, const Words&... words) {
        fields_.take(key, value, words...);
    }
    /// Two numbers in a list.
    void read_pair(std::string_view key, std::size_t& first, std::size_t& second) {
        const auto at = fields_.find(key);
        if (!at) return;
        const auto* list = at->value.if_array();
        if (list == nullptr || list->size() != 2)
            return pug::detail::report_type(problems_, *at, "a list of two levels");
        first = whole(at->child(std::size_t{0}, (*list)[0]));
        second = whole(at->child(std::size_t{1}, (*list)[1]));
    }
    void need(std::string_view key, std::string& text) {
        if (const auto at = fields_.need(key)) text = pug::detail::read_string(*at, problems_);
    }
    /// Reports two members that exclude each other.
    void exclude(std::string_view one, std::string_view other) {
        if (!fields_.has(one) || !fields_.has(other)) return;
        pug::detail::report(
            problems_, "request.members", fields_.pointer(),
            "found both \"" + std::string(one) + "\" and \"" + std::string(other) + "\"; wanted one of them");
    }
    void finish() { fields_.finish(); }

  private:
    std::size_t whole(const Located& at) {
        return static_cast<std::size_t>(pug::detail::read_whole(at, 0, std::numeric_limits<int>::max(), problems_));
    }

    Fields fields_;
    Problems& problems_;
};

/// Reads a request: `read(request, options)` reads its members.
template <class Options, class Read>
result<Options> read_request(std::string_view json, std::string_view what, Read read) {
    Options options{};
    pug::detail::Document document(json.empty() ? "{}" : json);
    if (document.is_readable()) {
        Request request({document.value, ""}, what, document.problems);
        read(request, options);
        request.finish();
    }
    if (!document.problems.empty()) return std::move(document).error(ErrorKind::argument);
    return options;
}

void read_method(Request& request, CorrelateOptions& asked) {
    request.read("method", asked.method, correlation_method_names);
    request.read("stage", asked.stage);
}

void read_selection(Request& request, Selection& selection) {
    request.read("part", selection.part);
    request.read("level", selection.level);
    request.read("stage", selection.stage);
}

void read_unit(Request& request, UnitRequest& asked) {
    request.need("unit", asked.unit);
    request.read("time", asked.time);
}

}  // namespace

result<DescribeOptions> read_describe_request(std::string_view json) {
    return read_request<DescribeOptions>(json, "a request for descriptions", [](Request& request, auto& asked) {
        request.read("stage", asked.stage);
        request.read("parts", asked.has_parts);
        request.read("skew", asked.skew);
        request.read("kurtosis", asked.kurtosis);
        request.read("available_at_least", asked.available_at_least);
        request.read("zeros_at_most", asked.zeros_at_most);
        request.read("distinct_at_least", asked.distinct_at_least);
        request.read("reach", asked.reach);
    });
}

result<StageRequest> read_availability_request(std::string_view json) {
    return read_request<StageRequest>(json, "a request for availability",
                                      [](Request& request, auto& asked) { request.read("stage", asked.stage); });
}

result<CorrelateRequest> read_correlate_request(std::string_view json) {
    return read_request<CorrelateRequest>(json, "a request for correlations", [](Request& request, auto& asked) {
        request.read_pair("levels", asked.first, asked.second);
        read_method(request, asked.options);
        request.read("alike_above", asked.options.alike_above);
        request.read("against_below", asked.options.against_below);
        request.read("denominator_above", asked.options.denominator_above);
    });
}

result<CorrelateOptions> read_parents_request(std::string_view json) {
    return read_request<CorrelateOptions>(json, "a request about parents", [](Request& request, auto& asked) {
        read_method(request, asked);
        request.read("against_below", asked.against_below);
    });
}

result<CorrelateOptions> read_denominators_request(std::string_view json) {
    return read_request<CorrelateOptions>(json, "a request about denominators", [](Request& request, auto& asked) {
        read_method(request, asked);
        request.read("denominator_above", asked.denominator_above);
    });
}

result<SelectionRequest> read_components_request(std::string_view json) {
    return read_request<SelectionRequest>(json, "a request for components", [](Request& request, auto& asked) {
        read_selection(request, asked.selection);
        request.read("basis", asked.components.basis, component_basis_names);
    });
}

result<SelectionRequest> read_reliability_request(std::string_view json) {
    return read_request<SelectionRequest>(
        json, "a request for alpha", [](Request& request, auto& asked) { read_selection(request, asked.selection); });
}

result<RemoveOptions> read_remove_request(std::string_view json) {
    return read_request<RemoveOptions>(json, "a request to remove", [](Request& request, auto& asked) {
        request.read("level", asked.level);
        request.read("names", asked.names);
        request.exclude("level", "names");
    });
}

result<UnitRequest> read_strengths_request(std::string_view json) {
    return read_request<UnitRequest>(json, "a request for strengths", [](Request& request, auto& asked) {
        read_unit(request, asked);
        request.read("most", asked.options.most);
        request.read("weighted", asked.options.is_weighted);
    });
}

result<UnitRequest> read_summary_request(std::string_view json) {
    return read_request<UnitRequest>(json, "a request for a summary",
                                     [](Request& request, auto& asked) { read_unit(request, asked); });
}

result<CompareOptions> read_compare_request(std::string_view json) {
    return read_request<CompareOptions>(json, "a request to compare", [](Request& request, auto& asked) {
        request.read("first", asked.first);
        request.read("second", asked.second);
        request.read("movers", asked.movers);
    });
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
