#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <limits>
#include <utility>

#include "document.hpp"
#include "fields.hpp"
#include "pug/io/gender_analysis.hpp"

namespace pug {
inline namespace v0 {
namespace gender {

namespace {

using detail::Fields;
using detail::Located;
using detail::Problems;

constexpr int max_year = 9999;
constexpr int max_digits = 30;  // of a percentage, behind the point

/// Numbers of people and of rupiah: beyond this a number is a mistake.
const Rational max_amount = Rational(detail::power_of_ten(18));

/// A number of an ordinary size, or nothing.
std::optional<Decimal> read_amount(const std::optional<Located>& at, Problems& problems) {
    if (!at) return std::nullopt;
    const std::size_t before = problems.size();
    const Decimal amount = detail::read_decimal(*at, problems);
    if (problems.size() > before) return std::nullopt;
    if (abs(amount.exact()) <= max_amount) return amount;
    detail::report(problems, "document.number", at->pointer, "the number is beyond 1e18, which nothing here counts");
    return std::nullopt;
}

std::optional<int> read_year(Fields& fields, Problems& problems) {
    const auto at = fields.find("year");
    if (!at) return std::nullopt;
    return detail::read_whole(*at, 0, max_year, problems);
}

/// A percentage with the digits that were written: a string keeps them all, a number those that are not 0 at its end.
std::optional<Written> read_percentage(const std::optional<Located>& at, Problems& problems) {
    if (!at) return std::nullopt;
    if (!at->value.is_string() && !at->value.is_number()) {
        detail::report_type(problems, *at, "a percentage: a number, or a string that keeps its digits");
        return std::nullopt;
    }
    const auto decimal = detail::decimal_of(at->value);
    const auto* string = at->value.if_string();
    auto written = string ? Written::parse(*string) : decimal ? Written::parse(decimal->to_string()) : std::nullopt;
    if (written && written->digits <= max_digits && abs(written->value.exact()) <= max_amount) return written;
    detail::report(problems, "document.percentage", at->pointer,
                   "found " + (string ? "\"" + std::string(*string) + "\"" : std::string("a number")) +
                       "; wanted a percentage as it stands on the form, with a decimal point, such as \"76.09\"");
    return std::nullopt;
}

std::vector<std::string> read_names(Fields& fields, std::string_view key, Problems& problems) {
    std::vector<std::string> names;
    fields.list(key, [&](const Located& at) { names.push_back(detail::read_string(at, problems)); });
    return names;
}

/// What gives a thing its name, by which others refer to it.
std::string read_name(const std::optional<Located>& at, Problems& problems) {
    if (!at) return {};
    std::string name = detail::read_string(*at, problems);
    if (at->value.is_string() && !detail::is_name(name)) {
        detail::report(problems, "document.name", at->pointer,
                       "\"" + name + "\" is no name: a letter, then letters, digits, \"_\", \".\" or \"-\"");
    }
    return name;
}

/// One of the words of a list; another one is reported.
template <class Enum, std::size_t N>
Enum read_word(const Located& at, const std::array<std::string_view, N>& words, Problems& problems) {
    const std::string found = detail::read_string(at, problems);
    const auto value = from_word<Enum>(words, found);
    if (!value && at.value.is_string()) {
        std::string wanted;
        for (const auto each : words) wanted += (wanted.empty() ? "\"" : ", \"") + std::string(each) + "\"";
        detail::report(problems, "document.word", at.pointer, "found \"" + found + "\", wanted one of " + wanted);
    }
    return value.value_or(Enum{});
}

Stated read_stated(const Located& at, Problems& problems) {
    Fields fields(at, "what is stated beside the counts", problems);
    Stated stated;
    stated.total = read_amount(fields.find("total"), problems);
    stated.women_share = read_percentage(fields.find("women_share"), problems);
    stated.men_share = read_percentage(fields.find("men_share"), problems);
    stated.women_rate = read_percentage(fields.find("women_rate"), problems);
    stated.men_rate = read_percentage(fields.find("men_rate"), problems);
    fields.finish();
    return stated;
}

Figure read_figure(const Located& at, Problems& problems) {
    Fields fields(at, "a figure", problems);
    Figure figure;
    figure.name = read_name(fields.need("name"), problems);
    figure.title = fields.text("title");
    figure.women = read_amount(fields.find("women"), problems);
    figure.men = read_amount(fields.find("men"), problems);
    figure.population_women = read_amount(fields.find("population_women"), problems);
    figure.population_men = read_amount(fields.find("population_men"), problems);
    figure.population = read_amount(fields.find("population"), problems);
    if (const auto stated = fields.find("stated")) figure.stated = read_stated(*stated, problems);
    figure.unit = fields.text("unit");
    figure.year = read_year(fields, problems);
    figure.source = fields.text("source");
    fields.finish();
    return figure;
}

Claim read_claim(const Located& at, Problems& problems) {
    Fields fields(at, "a claim", problems);
    Claim claim;
    if (const auto figure = fields.need("figure")) claim.figure = detail::read_string(*figure, problems);
    fields.need("claim");
    const auto kind = fields.word<ClaimKind>("claim", claim_names);
    if (!kind) return claim;
    claim.kind = *kind;
    // What the word does not speak of is no key of it.
    Fields said(at, "the claim \"" + std::string(word(claim_names, claim.kind)) + "\"", problems);
    for (const auto* key : {"figure", "claim"}) said.find(key);
    if (names_a_sex(claim.kind) && said.need("sex")) claim.sex = said.word<Sex>("sex", sex_names).value_or(Sex::women);
    if (claim.kind == ClaimKind::total_is) {
        if (const auto total = read_amount(said.need("value"), problems)) claim.value = {*total, 0};
    } else if (states_a_number(claim.kind)) {
        claim.value = read_percentage(said.need("value"), problems).value_or(Written{});
    }
    if (has_basis(claim.kind)) claim.basis = said.word<Basis>("of", basis_names);
    said.finish();
    return claim;
}

GapFactor read_gap_factor(const Located& at, Problems& problems) {
    Fields fields(at, "a gap factor", problems);
    GapFactor factor;
    if (const auto aspect = fields.need("aspect")) factor.aspect = read_word<Aspect>(*aspect, aspect_names, problems);
    factor.text = fields.text("text");
    factor.figures = read_names(fields, "figures", problems);
    fields.list("claims", [&](const Located& claim) { factor.claims.push_back(read_claim(claim, problems)); });
    factor.irrelevant = fields.text("irrelevant");
    fields.finish();
    return factor;
}

std::vector<Cause> read_causes(Fields& fields, std::string_view key, Problems& problems) {
    std::vector<Cause> causes;
    fields.list(key, [&](const Located& at) {
        Fields members(at, "a cause", problems);
        Cause cause;
        cause.name = read_name(members.need("name"), problems);
        cause.text = members.text("text");
        members.finish();
        causes.push_back(std::move(cause));
    });
    return causes;
}

Objective read_objective(const Located& at, Problems& problems) {
    Fields fields(at, "the objective", problems);
    Objective objective{fields.text("text"), read_names(fields, "answers", problems)};
    fields.finish();
    return objective;
}

Action read_action(const Located& at, Problems& problems) {
    Fields fields(at, "an action", problems);
    Action action;
    action.name = read_name(fields.find("name"), problems);
    action.text = fields.text("text");
    action.answers = read_names(fields, "answers", problems);
    action.budget = read_amount(fields.find("budget"), problems);
    fields.finish();
    return action;
}

Baseline read_baseline(const Located& at, Problems& problems) {
    Fields fields(at, "the baseline", problems);
    Baseline baseline{fields.text("text"), read_names(fields, "figures", problems)};
    fields.finish();
    return baseline;
}

Indicator read_indicator(const Located& at, Problems& problems) {
    Fields fields(at, "an indicator", problems);
    Indicator indicator;
    indicator.text = fields.text("text");
    fields.list("addresses", [&](const Located& aspect) {
        indicator.addresses.push_back(read_word<Aspect>(aspect, aspect_names, problems));
    });
    fields.finish();
    return indicator;
}

BudgetLine read_line(const Located& at, Problems& problems) {
    Fields fields(at, "a budget line", problems);
    BudgetLine line;
    line.sub_activity = fields.text("sub_activity");
    line.input = fields.text("input");
    line.amount = read_amount(fields.need("amount"), problems).value_or(Decimal());
    line.action = fields.string("action");
    fields.finish();
    return line;
}

Budget read_budget(const Located& at, Problems& problems) {
    Fields fields(at, "the budget", problems);
    Budget budget;
    budget.currency = fields.string("currency");
    fields.list("lines", [&](const Located& line) { budget.lines.push_back(read_line(line, problems)); });
    budget.total = read_amount(fields.find("total"), problems);
    fields.finish();
    return budget;
}

void read_columns(Fields& fields, Analysis& analysis, Problems& problems) {
    analysis.policy = fields.text("policy");
    fields.list("data", [&](const Located& at) { analysis.data.push_back(read_figure(at, problems)); });
    fields.list("gap_factors",
                [&](const Located& at) { analysis.gap_factors.push_back(read_gap_factor(at, problems)); });
    analysis.internal_causes = read_causes(fields, "internal_causes", problems);
    analysis.external_causes = read_causes(fields, "external_causes", problems);
    if (const auto at = fields.find("objective")) analysis.objective = read_objective(*at, problems);
    fields.list("actions", [&](const Located& at) { analysis.actions.push_back(read_action(at, problems)); });
    if (const auto at = fields.find("baseline")) analysis.baseline = read_baseline(*at, problems);
    fields.list("indicators", [&](const Located& at) { analysis.indicators.push_back(read_indicator(at, problems)); });
    if (const auto at = fields.find("budget")) analysis.budget = read_budget(*at, problems);
}

Analysis read_document(const Located& at, Problems& problems) {
    Fields fields(at, "a gender analysis", problems);
    Analysis analysis;
    if (const auto version = fields.need("pug_gender_analysis");
        version && detail::decimal_of(version->value) != Decimal(1)) {
        detail::report(problems, "document.version", version->pointer,
                       "this library reads version 1 of gender analyses");
    }
    analysis.kind = fields.word<Kind>("kind", kind_names).value_or(Kind::gap);
    analysis.title = fields.text("title");
    analysis.office = fields.text("office");
    analysis.programme = fields.text("programme");
    analysis.activity = fields.text("activity");
    analysis.year = read_year(fields, problems);
    analysis.note = fields.text("note");
    read_columns(fields, analysis, problems);
    fields.finish();
    return analysis;
}

}  // namespace

result<Analysis> read_analysis(std::string_view json) {
    detail::Document document(json);
    Analysis analysis;
    if (document.is_readable()) analysis = read_document({document.value, ""}, document.problems);
    if (document.problems.empty()) return analysis;
    return std::move(document).error(ErrorKind::data);
}

result<AnalysisOptions> read_analysis_options(std::string_view json) {
    AnalysisOptions options;
    if (json.empty()) return options;
    detail::Document document(json);
    if (document.is_readable()) {
        Problems& problems = document.problems;
        Fields fields({document.value, ""}, "the options", problems);
        options.consistency.dominated_above =
            read_amount(fields.find("dominated_above"), problems).value_or(options.consistency.dominated_above);
        options.consistency.equal_within =
            read_amount(fields.find("equal_within"), problems).value_or(options.consistency.equal_within);
        if (const auto confidence = read_amount(fields.find("confidence"), problems))
            options.confidence = confidence->to_double();
        if (const auto threshold = fields.find("threshold"))
            options.threshold = detail::read_whole(*threshold, std::numeric_limits<int>::min(),
                                                   std::numeric_limits<int>::max(), problems);
        fields.finish();
    }
    if (document.problems.empty()) return options;
    return std::move(document).error(ErrorKind::argument);
}

result<std::string> arg_share_json(std::string_view request) {
    detail::Document document(request);
    std::optional<Decimal> responsive, denominator;
    std::string of;
    int digits = 2;
    if (document.is_readable()) {
        Problems& problems = document.problems;
        Fields fields({document.value, ""}, "a request for an ARG share", problems);
        responsive = read_amount(fields.need("responsive"), problems);
        denominator = read_amount(fields.need("denominator"), problems);
        if (const auto at = fields.need("of")) of = detail::read_string(*at, problems);
        if (const auto at = fields.find("digits")) digits = detail::read_whole(*at, 0, max_digits, problems);
        fields.finish();
    }
    if (!document.problems.empty()) return std::move(document).error(ErrorKind::argument);
    PUG_TRY(const ArgShare share, arg_share(*responsive, *denominator, std::move(of)));
    return to_json(share, digits);
}

}  // namespace gender
}  // namespace v0
}  // namespace pug
