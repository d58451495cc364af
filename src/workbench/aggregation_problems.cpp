#include "workbench/aggregation_problems.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

#include "workbench/refusals.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

namespace {

/// Reports what is wrong at one place.
class RuleCheck {
  public:
    RuleCheck(const std::string& where, std::vector<Problem>& problems) : where_(where), problems_(problems) {}

    void check(const Aggregation& rule) {
        want(is_share(rule.available_at_least), "the share that must have a value", rule.available_at_least, "0 to 1");
        switch (rule.method) {
            case AggregationMethod::power:
                want(std::isfinite(rule.p), "the exponent p", rule.p, "a number");
                break;
            case AggregationMethod::owa:
                check_order_weights(rule.order_weights);
                break;
            case AggregationMethod::mean_min:
                want(is_share(rule.alpha), "alpha", rule.alpha, "0 to 1");
                want(std::isfinite(rule.beta) && rule.beta >= 0, "beta", rule.beta, "a number from 0 on");
                break;
            case AggregationMethod::vikor:
                want(is_share(rule.v), "v", rule.v, "0 to 1");
                break;
            case AggregationMethod::promethee:
                check_preference(rule.preference);
                break;
            default:
                break;
        }
    }

  private:
    void want(bool is_right, const std::string& what, double found, const char* wanted) {
        if (!is_right) report_number(where_, what, found, wanted, problems_);
    }

    void check_order_weights(const std::vector<double>& weights) {
        double sum = 0;
        for (const double weight : weights) {
            want(std::isfinite(weight) && weight >= 0, "a weight of a place", weight, "a number from 0 on");
            sum += weight;
        }
        want(std::isnan(sum) || (sum > 0 && std::isfinite(sum)), "the sum of the weights of places", sum,
             "a number above 0");
    }

    void check_preference(const Preference& rule) {
        using Kind = Preference::Kind;
        const bool has_q = is_one_of(rule.kind, {Kind::u_shape, Kind::level, Kind::linear});
        const bool has_p = is_one_of(rule.kind, {Kind::v_shape, Kind::level, Kind::linear});
        const double least_p = has_q ? rule.q : 0;
        if (has_q) want(std::isfinite(rule.q) && rule.q >= 0, "q", rule.q, "a number from 0 on");
        if (has_p) want(std::isfinite(rule.p) && rule.p > least_p, "p", rule.p, "a number above 0, and above q");
        if (rule.kind == Kind::gaussian) want(std::isfinite(rule.s) && rule.s > 0, "s", rule.s, "a number above 0");
    }

    static bool is_one_of(Preference::Kind kind, std::initializer_list<Preference::Kind> kinds) {
        return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    }

    const std::string& where_;
    std::vector<Problem>& problems_;
};

}  // namespace

void report_number(const std::string& where, const std::string& what, double found, const char* wanted,
                   std::vector<Problem>& problems) {
    problems.push_back({"design.rule", where, 0, 0, what + " is " + digits(found) + "; wanted " + wanted});
}

void report_aggregation(const Aggregation& rule, const std::string& where, std::vector<Problem>& problems) {
    RuleCheck(where, problems).check(rule);
}

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
