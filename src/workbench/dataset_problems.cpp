#include "workbench/dataset_problems.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "workbench/refusals.hpp"

namespace pug {
inline namespace v0 {
namespace workbench {
namespace detail {

namespace {

/// What is wrong with a dataset.
class DataCheck {
  public:
    explicit DataCheck(const Dataset& data) : data_(data) {}

    std::vector<Problem> run() {
        if (check_shape()) {
            check_cells();
            check_units();
        }
        return std::move(problems_);
    }

  private:
    void report(std::string code, std::string where, std::size_t row, std::string message) {
        problems_.push_back(
            {std::move(code), std::move(where), static_cast<std::uint32_t>(row), 0, std::move(message)});
    }

    void check_length(const std::string& where, std::size_t found) {
        if (found != data_.rows())
            report("data.shape", where, 0,
                   std::to_string(found) + " entries; wanted " + std::to_string(data_.rows()) + ", one a row");
    }

    bool check_shape() {
        if (data_.rows() == 0) report("data.shape", "units", 0, "found no rows; wanted at least one");
        if (!data_.times.empty()) check_length("times", data_.times.size());
        check_length("values", data_.values.rows());
        if (data_.values.columns() != data_.columns.size())
            report("data.shape", "values", 0,
                   std::to_string(data_.values.columns()) + " columns; wanted " + std::to_string(data_.columns.size()) +
                       ", one a name");
        std::unordered_set<std::string_view> names;
        for (const std::string& name : data_.columns) {
            if (!names.insert(name).second) report("data.shape", name, 0, "a second column of that name");
        }
        for (const auto& [name, texts] : data_.groups) {
            check_length(name, texts.size());
            if (!names.insert(name).second) report("data.shape", name, 0, "a second column of that name");
        }
        return problems_.empty();
    }

    void check_cells() {
        for (std::size_t c = 0; c < data_.columns.size(); ++c) {
            const auto column = data_.values.column(c);
            const auto found = std::find_if(column.begin(), column.end(), [](double x) { return std::isinf(x); });
            if (found != column.end())
                report("data.infinite", data_.columns[c], static_cast<std::size_t>(found - column.begin()) + 1,
                       "found " + digits(*found) + "; wanted a finite number, or no value");
        }
        for (std::size_t row = 0; row < data_.times.size(); ++row) {
            if (!std::isfinite(data_.times[row]))
                report("data.infinite", "times", row + 1, "found " + digits(data_.times[row]) + "; wanted a time");
        }
    }

    void check_units() {
        std::set<std::pair<std::string_view, double>> seen;
        for (std::size_t row = 0; row < data_.rows(); ++row) {
            const double time = data_.times.empty() ? 0 : data_.times[row];
            if (std::isnan(time) || seen.insert({data_.units[row], time}).second) continue;
            const std::string when = data_.times.empty() ? "" : " at the time " + digits(time);
            report("data.unit", data_.units[row], row + 1, "the unit has another row" + when + "; wanted one");
        }
    }

    const Dataset& data_;
    std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> dataset_problems(const Dataset& data) { return DataCheck(data).run(); }

}  // namespace detail
}  // namespace workbench
}  // namespace v0
}  // namespace pug
