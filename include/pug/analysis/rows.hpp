#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "pug/engine/observations.hpp"
#include "pug/table.hpp"

namespace pug {
inline namespace v0 {

/// The answers of units that are looked at apart from their table: copies, which can be changed.
class Rows {
  public:
    Rows(std::size_t variables, std::size_t units)
        : variables_(variables), units_(units), values_(variables * units), statuses_(variables * units) {}

    /// So many copies of the answers of a unit.
    static Rows of(const detail::Observations& observations, std::size_t unit, std::size_t copies = 1) {
        Rows rows(observations.columns.size(), copies);
        for (std::size_t v = 0; v < rows.variables_; ++v) {
            const auto variable = static_cast<Slot>(v);
            const Status status = observations.status(variable, unit);
            for (std::size_t u = 0; u < copies; ++u)
                rows.set(v, u, status == Status::observed ? observations.value(variable, unit) : 0, status);
        }
        return rows;
    }

    std::size_t units() const { return units_; }
    void set(std::size_t variable, std::size_t unit, double value, Status status = Status::observed) {
        values_[variable * units_ + unit] = value;
        statuses_[variable * units_ + unit] = static_cast<std::uint8_t>(status);
    }
    double value(std::size_t variable, std::size_t unit) const { return values_[variable * units_ + unit]; }
    Status status(std::size_t variable, std::size_t unit) const {
        return static_cast<Status>(statuses_[variable * units_ + unit]);
    }

    /// As `Scorer::score` takes them; they must not outlive the rows, which may be moved but not copied meanwhile.
    std::vector<Column> columns() const {
        std::vector<Column> columns(variables_);
        for (std::size_t v = 0; v < variables_ && units_ > 0; ++v)
            columns[v] = {&values_[v * units_], 1, &statuses_[v * units_], 1};
        return columns;
    }

  private:
    std::size_t variables_, units_;
    std::vector<double> values_;  ///< variable by variable
    std::vector<std::uint8_t> statuses_;
};

}  // namespace v0
}  // namespace pug
