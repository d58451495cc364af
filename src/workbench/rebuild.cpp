#include "pug/workbench/rebuild.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>
#include <variant>

#include "pug/workbench/aggregate.hpp"
#include "pug/workbench/impute.hpp"
#include "pug/workbench/index.hpp"
#include "pug/workbench/normalise.hpp"
#include "pug/workbench/weigh.hpp"
#include "workbench/refusals.hpp"
#include "workbench/rules.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {

namespace {

void reshape(Matrix& matrix, std::size_t rows, std::size_t columns) {
    if (matrix.rows() != rows || matrix.columns() != columns) matrix = Matrix(rows, columns);
}

/// Copies some rows of a matrix into another of as many columns.
void copy_rows(const Matrix& from, std::span<const std::size_t> positions, Matrix& to) {
    reshape(to, positions.size(), from.columns());
    for (std::size_t c = 0; c < from.columns(); ++c) {
        const auto source = from.column(c);
        std::transform(positions.begin(), positions.end(), to.column(c).begin(),
                       [&](std::size_t at) { return source[at]; });
    }
}

const char* stage_name(const Step& step) {
    constexpr std::array<const char*, 5> names = {"denominated", "screened", "imputed", "treated", "normalised"};
    return names[step.index()];
}

/// The share of the indicators that have a value, and that of the values that are not 0, of each row.
std::vector<ScreenedUnit> look_at_rows(const Matrix& values, std::span<const std::size_t> rows) {
    std::vector<ScreenedUnit> found(rows.size());
    for (std::size_t c = 0; c < values.columns(); ++c) {
        const auto column = values.column(c);
        for (std::size_t at = 0; at < rows.size(); ++at) {
            found[at].available += has_value(column[at]) ? 1 : 0;
            found[at].nonzero += has_value(column[at]) && column[at] != 0 ? 1 : 0;
        }
    }
    for (std::size_t at = 0; at < rows.size(); ++at) {
        found[at].row = rows[at];
        found[at].nonzero = found[at].available == 0 ? 0 : found[at].nonzero / found[at].available;
        found[at].available /= static_cast<double>(values.columns());
    }
    return found;
}

bool names(const std::vector<std::string>& units, const std::string& unit) {
    return std::find(units.begin(), units.end(), unit) != units.end();
}

}  // namespace

Rebuild::Rebuild(const Blueprint& blueprint, const Dataset& data)
    : blueprint_(&blueprint),
      data_(&data),
      raw_(data.rows(), blueprint.indicators.size()),
      weights_(blueprint.parts.size()),
      fixed_weights_(blueprint.parts.size()) {
    for (std::size_t i = 0; i < blueprint.columns.size(); ++i) {
        const auto column = data.values.column(blueprint.columns[i]);
        std::copy(column.begin(), column.end(), raw_.column(i).begin());
    }
}

std::optional<Error> Rebuild::check(const Variation& variation) const {
    const std::size_t rows = variation.rows.empty() ? data_->rows() : variation.rows.size();
    const std::size_t parts = blueprint_->parts.size(), steps = blueprint_->steps.size();
    const auto is_of = [](std::size_t found, std::size_t wanted) { return found == 0 || found == wanted; };
    const Matrix* values = variation.values;
    bool is_sound = (!values || (values->rows() == rows && values->columns() == blueprint_->indicators.size())) &&
                    variation.done <= steps && is_of(variation.steps.size(), steps) &&
                    is_of(variation.weights.size(), parts) && is_of(variation.aggregations.size(), parts);
    for (std::size_t p = 0; is_sound && p < variation.weights.size(); ++p)
        is_sound = is_of(variation.weights[p].size(), blueprint_->parts[p].parts.size());
    if (is_sound) return std::nullopt;
    return Error(ErrorKind::argument, "variation.shape", "",
                 "a variation has other rows, indicators, steps or parts than the design and the data; wanted as many");
}

void Rebuild::start(const Variation& variation) {
    if (variation.rows.empty()) {
        rows_.resize(data_->rows());
        std::iota(rows_.begin(), rows_.end(), std::size_t{0});
    } else {
        rows_.assign(variation.rows.begin(), variation.rows.end());
    }
    if (!variation.values && !variation.rows.empty()) return copy_rows(raw_, rows_, values_);
    const auto cells = (variation.values ? *variation.values : raw_).cells();
    reshape(values_, rows_.size(), blueprint_->indicators.size());
    std::copy(cells.begin(), cells.end(), values_.cells().begin());
}

std::optional<Error> Rebuild::run(const Variation& variation, Index* record) {
    if (auto error = check(variation)) return error;
    start(variation);
    if (auto error = run_steps(variation, record)) return error;
    reshape(scores_, rows_.size(), blueprint_->parts.size());
    for (std::size_t p = 0; p < blueprint_->parts.size(); ++p) {
        if (auto error = aggregate_part(p, variation)) return error;
    }
    return std::nullopt;
}

std::optional<Error> Rebuild::run_steps(const Variation& variation, Index* record) {
    if (record) record->stages.push_back({"raw", rows_, values_});
    for (std::size_t s = variation.done; s < blueprint_->steps.size(); ++s) {
        const Step* step = variation.steps.empty() ? &blueprint_->steps[s] : variation.steps[s];
        if (!step) continue;
        if (auto error = std::visit([&](const auto& each) { return apply(each, record); }, *step)) return error;
        if (record) record->stages.push_back({stage_name(*step), rows_, values_});
    }
    return std::nullopt;
}

std::optional<Error> Rebuild::apply(const Denominate&, Index*) {
    for (std::size_t i = 0; i < blueprint_->indicators.size(); ++i) {
        if (blueprint_->denominators[i] == Blueprint::no_column) continue;
        const auto divisors = data_->values.column(blueprint_->denominators[i]);
        const auto column = values_.column(i);
        for (std::size_t at = 0; at < rows_.size(); ++at) {
            const double quotient = column[at] / divisors[rows_[at]];
            column[at] = std::isfinite(quotient) ? quotient : no_value;
        }
    }
    return std::nullopt;
}

std::optional<Error> Rebuild::apply(const Screen& step, Index* record) {
    std::vector<ScreenedUnit> found = look_at_rows(values_, rows_);
    std::vector<std::size_t> stays;
    for (std::size_t at = 0; at < found.size(); ++at) {
        const std::string& unit = data_->units[found[at].row];
        const bool says_enough =
            found[at].available >= step.available_at_least && found[at].nonzero >= step.nonzero_at_least;
        found[at].is_in = (says_enough || names(step.keep, unit)) && !names(step.leave_out, unit);
        if (found[at].is_in) stays.push_back(at);
    }
    if (stays.empty())
        return detail::refuse_data("screen.empty", "", "no unit says enough to stay in; wanted at least one");
    if (stays.size() < rows_.size()) take(stays);
    if (record) std::move(found.begin(), found.end(), std::back_inserter(record->screened));
    return std::nullopt;
}

/// Keeps the rows at these positions, ascending.
void Rebuild::take(std::span<const std::size_t> positions) {
    Matrix kept;
    copy_rows(values_, positions, kept);
    values_ = std::move(kept);
    for (std::size_t at = 0; at < positions.size(); ++at) rows_[at] = rows_[positions[at]];
    rows_.resize(positions.size());
}

std::optional<Error> Rebuild::apply(const Impute& step, Index* record) {
    if (auto error = impute(step, *blueprint_, *data_, rows_, values_)) return error;
    if (!record) return std::nullopt;
    const Matrix& before = record->stages.back().values;
    for (std::size_t i = 0; i < values_.columns(); ++i) {
        for (std::size_t at = 0; at < rows_.size(); ++at) {
            if (!has_value(before.at(at, i)) && has_value(values_.at(at, i)))
                record->imputed.push_back({rows_[at], i, values_.at(at, i)});
        }
    }
    return std::nullopt;
}

std::optional<Error> Rebuild::apply(const Treat& step, Index* record) {
    const auto rules = detail::rules_of(step.all, step.others, *blueprint_);
    if (record) record->treated.clear();
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const TreatmentReport report = treat(*rules[i], values_.column(i), values_.column(i));
        if (record) record->treated.push_back(report);
    }
    return std::nullopt;
}

std::optional<Error> Rebuild::apply(const Normalise& step, Index*) {
    const auto rules = detail::rules_of(step.all, step.others, *blueprint_);
    std::optional<Error> all;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        auto error = normalise(*rules[i], blueprint_->indicators[i], units(), values_.column(i), values_.column(i));
        if (error && all)
            std::move(error->problems.begin(), error->problems.end(), std::back_inserter(all->problems));
        else if (error)
            all = std::move(error);
    }
    return all;
}

/// The names of the rows that are in.
const std::vector<std::string>& Rebuild::units() {
    if (named_rows_ == rows_) return units_;
    units_.clear();
    for (const std::size_t row : rows_) units_.push_back(data_->units[row]);
    named_rows_ = rows_;
    return units_;
}

std::optional<Error> Rebuild::weigh_part(std::size_t p, const Aggregation& rule, const Variation& variation) {
    const PartCode& part = blueprint_->parts[p];
    std::vector<double>& weights = weights_[p];
    if (!variation.weights.empty() && !variation.weights[p].empty()) {
        const std::vector<double>& given = variation.weights[p];
        const double sum = std::accumulate(given.begin(), given.end(), 0.0);
        weights.resize(given.size());
        std::transform(given.begin(), given.end(), weights.begin(), [=](double weight) { return weight / sum; });
        return std::nullopt;
    }
    if (fixed_weights_[p].empty()) {
        PUG_TRY(weights, weigh(part.weighting, part.weights, columns_, rule, part.name));
        if (!looks_at_data(part.weighting.method)) fixed_weights_[p] = weights;
    } else {
        weights = fixed_weights_[p];
    }
    return std::nullopt;
}

std::optional<Error> Rebuild::aggregate_part(std::size_t p, const Variation& variation) {
    const PartCode& part = blueprint_->parts[p];
    const std::size_t indicators = blueprint_->indicators.size();
    columns_.clear();
    for (const std::size_t value : part.parts)
        columns_.push_back(value < indicators ? std::as_const(values_).column(value)
                                              : std::as_const(scores_).column(value - indicators));
    const bool is_varied = !variation.aggregations.empty() && variation.aggregations[p];
    const Aggregation& rule = is_varied ? *variation.aggregations[p] : part.aggregation;
    if (auto error = weigh_part(p, rule, variation)) return error;
    return aggregate(rule, columns_, weights_[p], part.name, scores_.column(p));
}

}  // namespace workbench
}  // namespace v0
}  // namespace pug
