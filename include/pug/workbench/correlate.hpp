#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "pug/result.hpp"
#include "pug/workbench/correlation.hpp"
#include "pug/workbench/index.hpp"

// How the values of an index go together: within a level, from one level to another, each with what it belongs to, and
// with what it is divided by. Values are those of the rows of a stage; parts have none in rows that were screened out
// later.
namespace pug {
inline namespace v0 {
namespace workbench {

/// How values are compared. The limits are ours and no authority's.
struct CorrelateOptions {
    CorrelationMethod method = CorrelationMethod::pearson;
    std::string stage;               ///< in which state indicators are looked at; empty: as they were aggregated
    double alike_above = 0.9;        ///< two parts of one part that correlate more say the same
    double against_below = 0;        ///< a value that correlates less with its parent works against it
    double denominator_above = 0.6;  ///< an indicator whose |correlation| is greater follows the denominator
};

/// The values of one level with those of another.
struct CorrelationTable {
    std::vector<std::size_t> rows, columns;  ///< numbers of the values
    std::vector<Correlation> cells;          ///< row by row
    /// Numbers of two parts of one part, the lesser first, that correlate above the limit; in the order of the rows.
    std::vector<std::pair<std::size_t, std::size_t>> alike;

    const Correlation& at(std::size_t row, std::size_t column) const { return cells[row * columns.size() + column]; }
};

/// A value with a part that it belongs to, directly or by others in between.
struct ParentCorrelation {
    std::size_t value = 0;
    std::size_t parent = 0;
    bool is_direct = false;
    Correlation correlation;
    bool is_against = false;  ///< it correlates below the limit: what raises the one tends to lower the other
};

/// An indicator with a column that indicators are divided by.
struct DenominatorCorrelation {
    std::size_t indicator = 0;
    std::size_t column = 0;  ///< of the dataset
    bool is_own = false;     ///< the indicator is divided by it
    Correlation correlation;
    bool is_high = false;  ///< in size it is above the limit
};

/// Every value of level `first` with every one of level `second`. Errors: `index.level`, `index.stage`,
/// `correlate.options` (a limit that is no number).
result<CorrelationTable> correlate_levels(const Index& index, std::size_t first, std::size_t second,
                                          const CorrelateOptions& options = {});

/// Every value with each part that it belongs to, from its parent up to the index. Errors: `index.stage`,
/// `correlate.options`.
result<std::vector<ParentCorrelation>> correlate_parents(const Index& index, const CorrelateOptions& options = {});

/// Every indicator with each column that some indicator is divided by, in the order of the dataset: before the division
/// it shows what needs one, after it whether it was enough. Errors: `index.stage`, `correlate.options`.
result<std::vector<DenominatorCorrelation>> correlate_denominators(const Index& index,
                                                                   const CorrelateOptions& options = {});

}  // namespace workbench
}  // namespace v0
}  // namespace pug
