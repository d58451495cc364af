#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pug/decimal.hpp"
#include "pug/text.hpp"

// The gender analysis of one activity of one office: a Gender Analysis Pathway (GAP) with its nine columns or, with a
// budget, a Gender Budget Statement (GBS). Plain values; whether they agree with each other is asked by
// `check_consistency`.
namespace pug {
inline namespace v0 {
namespace gender {

enum class Sex : std::uint8_t { women, men };
inline constexpr std::array<std::string_view, 2> sex_names = {"women", "men"};

/// The other sex.
constexpr Sex other(Sex sex) { return sex == Sex::women ? Sex::men : Sex::women; }

/// What women and men may lack (APKM): access, participation, control, benefit.
enum class Aspect : std::uint8_t { akses, partisipasi, kontrol, manfaat };
inline constexpr std::array<std::string_view, 4> aspect_names = {"akses", "partisipasi", "kontrol", "manfaat"};

/// What a document is.
enum class Kind : std::uint8_t {
    gap,  ///< Gender Analysis Pathway
    gbs,  ///< Gender Budget Statement: the same with a budget
};
inline constexpr std::array<std::string_view, 2> kind_names = {"gap", "gbs"};

/// A percentage as it was written: "76.10" has two decimals and stands for everything that is rounded to it.
struct Written {
    Decimal value;
    int digits = 0;  ///< behind the point

    /// Reads [+-]digits[.digits]; empty for anything else.
    static std::optional<Written> parse(std::string_view text) {
        const bool is_plain = std::all_of(
            text.begin(), text.end(), [](char c) { return detail::is_digit(c) || c == '.' || c == '-' || c == '+'; });
        const auto value = is_plain ? Decimal::parse(text) : std::nullopt;
        if (!value) return std::nullopt;
        const auto point = text.find('.');
        return Written{*value, point == std::string_view::npos ? 0 : static_cast<int>(text.size() - point - 1)};
    }

    /// Half of what the last digit counts.
    Rational half_unit() const { return {1, 2 * detail::power_of_ten(digits)}; }

    bool operator==(const Written&) const = default;
};

/// What a form says about a figure beside the counts. Shares and rates are per cent.
struct Stated {
    std::optional<Decimal> total;        ///< women and men together
    std::optional<Written> women_share;  ///< of all who are counted
    std::optional<Written> men_share;
    std::optional<Written> women_rate;  ///< of the women that there are
    std::optional<Written> men_rate;

    const std::optional<Written>& share(Sex sex) const { return sex == Sex::women ? women_share : men_share; }
    const std::optional<Written>& rate(Sex sex) const { return sex == Sex::women ? women_rate : men_rate; }
};

/// One figure of the data column: how many women and how many men take part, decide, benefit …
///
/// Counts are decimals, since a form may say −3 or 2.5; a count that was not given is empty and never 0.
struct Figure {
    std::string name;
    Text title;
    std::optional<Decimal> women, men;
    std::optional<Decimal> population_women, population_men;  ///< of how many
    std::optional<Decimal> population;                        ///< of how many women and men together
    Stated stated;
    Text unit;  ///< of what is counted; people where nothing is said
    std::optional<int> year;
    Text source;

    const std::optional<Decimal>& count(Sex sex) const { return sex == Sex::women ? women : men; }
    const std::optional<Decimal>& population_of(Sex sex) const {
        return sex == Sex::women ? population_women : population_men;
    }
};

/// What the text of an aspect claims about a figure, in words that can be compared with it. No word has an official
/// cut-off.
enum class ClaimKind : std::uint8_t {
    dominated_by,  ///< the share of the sex is above a threshold, by default one half
    mostly,        ///< more than half are of the sex
    equal,         ///< women and men differ by no more than a tolerance, by default not at all
    lower_for,     ///< the sex has less than the other
    higher_for,    ///< the sex has more than the other
    share_is,      ///< so many per cent of those counted are of the sex
    rate_is,       ///< so many per cent of the sex have it
    total_is,      ///< so many are women and men together
};
inline constexpr std::array<std::string_view, 8> claim_names = {"dominated_by", "mostly",   "equal",   "lower_for",
                                                                "higher_for",   "share_is", "rate_is", "total_is"};

/// What is compared.
enum class Basis : std::uint8_t {
    counts,  ///< how many there are
    rates,   ///< how many of those that there are
};
inline constexpr std::array<std::string_view, 2> basis_names = {"counts", "rates"};

/// Whether a claim is about one sex, and whether it states a number.
constexpr bool names_a_sex(ClaimKind kind) { return kind != ClaimKind::equal && kind != ClaimKind::total_is; }
constexpr bool states_a_number(ClaimKind kind) { return kind >= ClaimKind::share_is; }
/// Whether it compares women and men by counts or by rates, as it says.
constexpr bool has_basis(ClaimKind kind) {
    return kind == ClaimKind::equal || kind == ClaimKind::lower_for || kind == ClaimKind::higher_for;
}

struct Claim {
    std::string figure;
    ClaimKind kind = ClaimKind::mostly;
    Sex sex = Sex::women;        ///< meaningful where `names_a_sex`
    Written value;               ///< meaningful where `states_a_number`
    std::optional<Basis> basis;  ///< where `has_basis`; empty: rates where they are known, else counts
};

/// An aspect of the third column. One that is irrelevant stays blank, perhaps with the reason.
struct GapFactor {
    Aspect aspect = Aspect::akses;
    Text text;
    std::vector<std::string> figures;  ///< names of those it rests on
    std::vector<Claim> claims;
    Text irrelevant;  ///< why it stays blank
};

/// A cause of the gap within the office or outside it. Its name is what objective and actions answer.
struct Cause {
    std::string name;
    Text text;
};

/// The reformulated objective, with the aspects and causes that it answers, by name.
struct Objective {
    Text text;
    std::vector<std::string> answers;
};

struct Action {
    std::string name;  ///< may be empty
    Text text;
    std::vector<std::string> answers;  ///< aspects and causes, by name
    std::optional<Decimal> budget;
};

struct Baseline {
    Text text;
    std::vector<std::string> figures;  ///< of the data column, by name
};

struct Indicator {
    Text text;
    std::vector<Aspect> addresses;
};

struct BudgetLine {
    Text sub_activity;
    Text input;
    Decimal amount;
    std::string action;  ///< the action that it pays for, by name; may be empty
};

struct Budget {
    std::string currency;  ///< as people know it; may be empty
    std::vector<BudgetLine> lines;
    std::optional<Decimal> total;  ///< as stated
};

/// The gender analysis of one activity. `data` to `indicators` are the columns of a GAP in their order.
struct Analysis {
    Kind kind = Kind::gap;
    Text title;
    Text office, programme, activity;
    std::optional<int> year;
    Text note;  ///< what else a reader should know
    Text policy;
    std::vector<Figure> data;
    std::vector<GapFactor> gap_factors;
    std::vector<Cause> internal_causes, external_causes;
    Objective objective;
    std::vector<Action> actions;
    Baseline baseline;
    std::vector<Indicator> indicators;
    std::optional<Budget> budget;
};

/// Whether nothing but white space is written.
inline bool is_blank(const Text& text) {
    return std::all_of(text.translations.begin(), text.translations.end(), [](const auto& translation) {
        return translation.second.find_first_not_of(" \t\r\n") == std::string::npos;
    });
}

/// Whether an aspect says nothing: it is irrelevant.
inline bool is_blank(const GapFactor& factor) {
    return is_blank(factor.text) && factor.figures.empty() && factor.claims.empty();
}

/// Whether an aspect speaks of a gap: it says something, and not only that women and men are equal.
inline bool has_gap(const GapFactor& factor) {
    if (is_blank(factor)) return false;
    bool says_equal = false;
    for (const Claim& claim : factor.claims) {
        if (claim.kind != ClaimKind::equal && !states_a_number(claim.kind)) return true;
        if (claim.kind == ClaimKind::equal) says_equal = true;
    }
    return !says_equal;
}

/// The figure of that name; null where there is none.
inline const Figure* find_figure(const Analysis& analysis, std::string_view name) {
    for (const Figure& figure : analysis.data) {
        if (figure.name == name) return &figure;
    }
    return nullptr;
}

/// The figures that an aspect rests on, those of its claims among them: each once, in the order of their names'
/// first mention.
inline std::vector<std::string_view> figures_of(const GapFactor& factor) {
    std::vector<std::string_view> names;
    const auto add = [&](std::string_view name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    };
    for (const std::string& name : factor.figures) add(name);
    for (const Claim& claim : factor.claims) add(claim.figure);
    return names;
}

}  // namespace gender
}  // namespace v0
}  // namespace pug
