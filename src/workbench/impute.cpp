#include "pug/workbench/impute.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pug/workbench/moments.hpp"
#include "workbench/expectation_maximisation.hpp"
#include "workbench/refusals.hpp"
#include "workbench/rules.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

/// The group of each row by number.
struct Groups {
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::vector<std::size_t> of_row;
    std::size_t count = 0;
};

Groups everything(std::size_t rows) { return {std::vector<std::size_t>(rows, 0), 1}; }

/// Rows with equal texts are a group; those with an empty text are in none.
Groups number(const std::vector<std::string>& texts, std::span<const std::size_t> rows) {
    Groups groups;
    std::unordered_map<std::string_view, std::size_t> numbers;
    for (const std::size_t row : rows) {
        const std::string& text = texts[row];
        groups.of_row.push_back(text.empty() ? Groups::none : numbers.emplace(text, numbers.size()).first->second);
    }
    groups.count = numbers.size();
    return groups;
}

std::vector<double> means_of(std::span<const double> column, const Groups& groups) {
    std::vector<double> sums(groups.count, 0), counts(groups.count, 0);
    for (std::size_t at = 0; at < column.size(); ++at) {
        const std::size_t group = groups.of_row[at];
        if (group == Groups::none || !has_value(column[at])) continue;
        sums[group] += column[at];
        counts[group] += 1;
    }
    // Nothing divided by nothing is no value, as it should be.
    for (std::size_t group = 0; group < groups.count; ++group) sums[group] /= counts[group];
    return sums;
}

/// The middle value, or the mean of the two; reorders the values.
double median(std::vector<double>& values) {
    if (values.empty()) return no_value;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return *std::max_element(values.begin(), middle) / 2 + *middle / 2;
}

std::vector<double> medians_of(std::span<const double> column, const Groups& groups) {
    std::vector<std::vector<double>> members(groups.count);
    for (std::size_t at = 0; at < column.size(); ++at) {
        const std::size_t group = groups.of_row[at];
        if (group != Groups::none && has_value(column[at])) members[group].push_back(column[at]);
    }
    std::vector<double> medians(groups.count);
    std::transform(members.begin(), members.end(), medians.begin(), median);
    return medians;
}

void fill(std::span<double> column, const Groups& groups, std::span<const double> values) {
    for (std::size_t at = 0; at < column.size(); ++at) {
        const std::size_t group = groups.of_row[at];
        if (group != Groups::none && !has_value(column[at])) column[at] = values[group];
    }
}

bool is_full(std::span<const double> column) { return std::all_of(column.begin(), column.end(), has_value); }

/// Runs of positions that belong to one unit, each by time.
struct Series {
    std::vector<std::size_t> order;
    std::vector<std::size_t> begins;  ///< of each run in `order`, and the end
};

Series series_of(const Dataset& data, std::span<const std::size_t> rows) {
    Series series;
    series.order.resize(rows.size());
    std::iota(series.order.begin(), series.order.end(), std::size_t{0});
    const auto unit = [&](std::size_t at) -> const std::string& { return data.units[rows[at]]; };
    std::sort(series.order.begin(), series.order.end(), [&](std::size_t a, std::size_t b) {
        const int order = unit(a).compare(unit(b));
        return order != 0 ? order < 0 : data.times[rows[a]] < data.times[rows[b]];
    });
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (at == 0 || unit(series.order[at]) != unit(series.order[at - 1])) series.begins.push_back(at);
    }
    series.begins.push_back(rows.size());
    return series;
}

/// Fills one unit's gaps along the straight line between the values around each; at an end with the nearest value.
/// `order` are the unit's positions in the column, by time.
void interpolate(std::span<double> column, std::span<const std::size_t> order, const Dataset& data,
                 std::span<const std::size_t> rows) {
    const auto time = [&](std::size_t at) { return data.times[rows[order[at]]]; };
    const auto cell = [&](std::size_t at) -> double& { return column[order[at]]; };
    std::vector<std::size_t> known;
    for (std::size_t at = 0; at < order.size(); ++at) {
        if (has_value(cell(at))) known.push_back(at);
    }
    if (known.empty()) return;
    for (std::size_t at = 0; at < known.front(); ++at) cell(at) = cell(known.front());
    for (std::size_t at = known.back() + 1; at < order.size(); ++at) cell(at) = cell(known.back());
    for (std::size_t k = 1; k < known.size(); ++k) {
        const std::size_t before = known[k - 1], after = known[k];
        for (std::size_t at = before + 1; at < after; ++at) {
            const double share = (time(at) - time(before)) / (time(after) - time(before));
            cell(at) = cell(before) + share * (cell(after) - cell(before));
        }
    }
}

/// Fills in the missing values of a matrix, column by column.
class Filling {
  public:
    Filling(const Blueprint& blueprint, const Dataset& data, std::span<const std::size_t> rows, Matrix& values)
        : blueprint_(blueprint), data_(data), rows_(rows), values_(values) {}

    std::optional<Error> run(const std::vector<const Imputation*>& rules) {
        std::vector<std::size_t> modelled;
        for (std::size_t i = 0; i < rules.size(); ++i) {
            if (rules[i]->method == ImputationMethod::expectation_maximisation) {
                modelled.push_back(i);
            } else if (!is_full(values_.column(i))) {
                if (auto error = fill_column(*rules[i], i)) return error;
            }
        }
        return fill_together(modelled);
    }

  private:
    std::optional<Error> fill_column(const Imputation& rule, std::size_t i) {
        const std::span<double> column = values_.column(i);
        switch (rule.method) {
            case ImputationMethod::mean:
            case ImputationMethod::group_mean: {
                PUG_TRY(const Groups* groups, groups_of(rule, i));
                fill(column, *groups, means_of(column, *groups));
                break;
            }
            case ImputationMethod::median:
            case ImputationMethod::group_median: {
                PUG_TRY(const Groups* groups, groups_of(rule, i));
                fill(column, *groups, medians_of(column, *groups));
                break;
            }
            case ImputationMethod::linear:
                return fill_in_time(i);
            case ImputationMethod::none:
            case ImputationMethod::expectation_maximisation:
                break;
        }
        return std::nullopt;
    }

    /// The groups that a rule looks at, numbered once: `mean` and `median` take all rows as one.
    result<const Groups*> groups_of(const Imputation& rule, std::size_t i) {
        const bool has_groups =
            rule.method == ImputationMethod::group_mean || rule.method == ImputationMethod::group_median;
        const std::string_view name = has_groups ? std::string_view(rule.group) : std::string_view();
        const auto known = std::find_if(groups_.begin(), groups_.end(), [&](const auto& entry) {
            return entry.is_all != has_groups && entry.name == name;
        });
        if (known != groups_.end()) return &known->groups;
        const auto* texts = has_groups ? data_.group(name) : nullptr;
        if (has_groups && !texts)
            return detail::refuse_rule("impute.group", blueprint_.names[i],
                                       "found no text column " + rule.group + "; wanted one that states the groups");
        groups_.push_back({name, !has_groups, texts ? number(*texts, rows_) : everything(rows_.size())});
        return &groups_.back().groups;
    }

    std::optional<Error> fill_in_time(std::size_t i) {
        if (data_.times.empty())
            return detail::refuse_data("impute.time", blueprint_.names[i],
                                       "the data have no times; wanted some, to fill gaps between them");
        if (series_.begins.empty()) series_ = series_of(data_, rows_);
        for (std::size_t s = 0; s + 1 < series_.begins.size(); ++s) {
            const std::size_t begin = series_.begins[s], length = series_.begins[s + 1] - begin;
            interpolate(values_.column(i), std::span(series_.order).subspan(begin, length), data_, rows_);
        }
        return std::nullopt;
    }

    /// By expectation maximisation. Columns that tell nothing about others stay out: what is constant is filled in as
    /// it is, and without a value there is nothing to fill in from.
    std::optional<Error> fill_together(const std::vector<std::size_t>& indicators) {
        std::vector<std::span<double>> columns;
        std::optional<std::size_t> first;  // indicator that has a gap
        for (const std::size_t i : indicators) {
            const Moments found = first_moment(values_.column(i));
            if (found.n == rows_.size()) {
                if (!found.is_constant()) columns.push_back(values_.column(i));
            } else if (found.n > 0 && found.is_constant()) {
                fill(values_.column(i), everything(rows_.size()), std::span(&found.mean, 1));
            } else if (found.n > 0) {
                columns.push_back(values_.column(i));
                if (!first) first = i;
            }
        }
        if (!first) return std::nullopt;
        const std::string& where = blueprint_.names[*first];
        switch (detail::fill_by_likelihood(columns)) {
            case detail::Fit::converged:
                return std::nullopt;
            case detail::Fit::singular:
                return detail::refuse_data(
                    "impute.singular", where,
                    std::to_string(columns.size()) + " indicators of " + std::to_string(rows_.size()) +
                        " units that depend on each other linearly; wanted more units than indicators, none of "
                        "them made of the others");
            case detail::Fit::unfinished:
                return detail::refuse_data("impute.converge", where,
                                           "expectation maximisation came to no end; wanted fewer missing values, or "
                                           "fewer indicators that are imputed so");
        }
        return std::nullopt;
    }

    struct NamedGroups {
        std::string_view name;
        bool is_all;
        Groups groups;
    };

    const Blueprint& blueprint_;
    const Dataset& data_;
    std::span<const std::size_t> rows_;
    Matrix& values_;
    std::vector<NamedGroups> groups_;
    Series series_;
};

}  // namespace

std::optional<Error> impute(const Impute& step, const Blueprint& blueprint, const Dataset& data,
                            std::span<const std::size_t> rows, Matrix& values) {
    return Filling(blueprint, data, rows, values).run(detail::rules_of(step.all, step.others, blueprint));
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
