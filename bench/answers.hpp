#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <pug/instrument.hpp>
#include <pug/result.hpp>
#include <pug/table.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

// Answers to the variables of any instrument, the same ones every time.
namespace bench {

/// The value of a result; a benchmark that fails has nothing to measure.
template <class T>
T need(pug::result<T> result) {
    if (result.has_error()) {
        std::fprintf(stderr, "%s: %s\n", result.error().where().c_str(), result.error().message().c_str());
        std::exit(1);
    }
    return std::move(result).value();
}

/// One row a unit, one column a variable.
class Answers {
  public:
    /// `missing` is the share of answers that are missing.
    Answers(const pug::Instrument& instrument, std::size_t units, double missing = 0)
        : units_(units), values_(units * instrument.variables.size()) {
        for (const pug::Variable& variable : instrument.variables) names_.push_back(variable.name);
        if (missing > 0) statuses_.resize(values_.size());
        std::size_t at = 0;
        for (std::size_t u = 0; u < units; ++u) {
            for (const pug::Variable& variable : instrument.variables) {
                if (missing > 0) statuses_[at] = share() < missing;
                values_[at++] = value(instrument, variable);
            }
        }
    }

    /// Refers to the numbers kept here.
    pug::Table table() const {
        return pug::Table::matrix(names_, values(), statuses(), units_, static_cast<std::ptrdiff_t>(names_.size()));
    }

    const double* values() const { return values_.data(); }
    const std::uint8_t* statuses() const { return statuses_.empty() ? nullptr : statuses_.data(); }
    std::size_t units() const { return units_; }
    std::size_t variables() const { return names_.size(); }
    std::size_t bytes() const { return values_.size() * sizeof(double) + statuses_.size(); }

  private:
    /// From 0 to below 1. Not by a distribution of the standard library, which may differ from one to the next.
    double share() { return static_cast<double>(random_() >> 11) * 0x1p-53; }

    double value(const pug::Instrument& instrument, const pug::Variable& variable) {
        const double low = variable.low ? variable.low->to_double() : 0;
        const double high = variable.high ? variable.high->to_double() : std::max(low, 0.0) + 100;
        switch (variable.type) {
            case pug::VariableType::choice:
                return static_cast<double>(random_() % levels(instrument, variable.scale));
            case pug::VariableType::yes_no:
                return static_cast<double>(random_() % 2);
            case pug::VariableType::count:
                return low + static_cast<double>(random_() % 10);
            case pug::VariableType::number:
            case pug::VariableType::percent:
                break;
        }
        return low + share() * (high - low);
    }

    static std::size_t levels(const pug::Instrument& instrument, const std::string& scale) {
        const auto found = std::find_if(instrument.scales.begin(), instrument.scales.end(),
                                        [&](const pug::Scale& each) { return each.name == scale; });
        return found->levels.size();
    }

    std::mt19937_64 random_;
    std::size_t units_;
    std::vector<std::string> names_;
    std::vector<double> values_;
    std::vector<std::uint8_t> statuses_;
};

}  // namespace bench
