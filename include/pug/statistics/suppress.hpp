#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <queue>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "pug/result.hpp"

// Small counts point at people, so they are not published. Nor is what would give them back: a total minus all other
// cells.
namespace pug {
inline namespace v0 {

/// A table of counts together with its totals: the last row holds the totals of the columns, the last column those of
/// the rows.
struct CountTable {
    std::size_t rows = 0, columns = 0;  ///< with the totals
    std::vector<std::int64_t> counts;   ///< row by row
    std::vector<std::uint8_t> hidden;   ///< by cell: 1 where it is not published

    std::int64_t at(std::size_t row, std::size_t column) const { return counts[row * columns + column]; }
    bool is_hidden(std::size_t row, std::size_t column) const { return hidden[row * columns + column] != 0; }
};

namespace detail {

/// Hides cells until no hidden small count follows from what is published.
///
/// Rows and columns are the corners of a graph, cells its edges; each row and each column is an equation, since its
/// total is a cell, too. A hidden cell follows from the others exactly if it lies on no circle of hidden cells. So
/// every small count is put on one: on that whose other cells cost least.
class Suppressor {
  public:
    Suppressor(CountTable& table, std::int64_t threshold) : table_(table), threshold_(threshold) {}

    void run() {
        table_.hidden.assign(table_.counts.size(), 0);
        std::vector<std::pair<std::size_t, std::size_t>> small;
        for (std::size_t r = 0; r < table_.rows; ++r) {
            for (std::size_t c = 0; c < table_.columns; ++c) {
                if (table_.at(r, c) <= 0 || table_.at(r, c) >= threshold_) continue;
                hide(r, c);
                small.emplace_back(r, c);
            }
        }
        for (const auto& [row, column] : small) close_circle(row, column);
    }

  private:
    void hide(std::size_t row, std::size_t column) { table_.hidden[row * table_.columns + column] = 1; }

    /// What is lost with a cell. Totals are wanted most; a 0 says that there is nobody, and hides least.
    double cost(std::size_t row, std::size_t column) const {
        if (table_.is_hidden(row, column)) return 0;
        constexpr double of_total = 1e12, of_nobody = 1e9;
        const bool is_total = row + 1 == table_.rows || column + 1 == table_.columns;
        const auto count = static_cast<double>(table_.at(row, column));
        return 1 + count + (is_total ? of_total : 0) + (count == 0 ? of_nobody : 0);
    }

    /// Hides the cells on the cheapest way from the row of a cell to its column that does not use the cell.
    void close_circle(std::size_t row, std::size_t column) {
        constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();
        const std::size_t corners = table_.rows + table_.columns;
        std::vector<double> costs(corners, std::numeric_limits<double>::infinity());
        std::vector<std::size_t> before(corners, nowhere);
        using Reached = std::pair<double, std::size_t>;
        std::priority_queue<Reached, std::vector<Reached>, std::greater<>> next;
        costs[row] = 0;
        next.emplace(0, row);
        while (!next.empty()) {
            const auto [so_far, corner] = next.top();
            next.pop();
            if (so_far > costs[corner]) continue;
            const bool is_row = corner < table_.rows;
            const std::size_t others = is_row ? table_.columns : table_.rows;
            for (std::size_t other = 0; other < others; ++other) {
                const std::size_t r = is_row ? corner : other;
                const std::size_t c = is_row ? other : corner - table_.rows;
                if (r == row && c == column) continue;
                const std::size_t there = is_row ? table_.rows + other : other;
                const double sum = so_far + cost(r, c);
                if (!(sum < costs[there])) continue;
                costs[there] = sum;
                before[there] = corner;
                next.emplace(sum, there);
            }
        }
        for (std::size_t corner = table_.rows + column; before[corner] != nowhere; corner = before[corner]) {
            const std::size_t other = before[corner];
            corner < table_.rows ? hide(corner, other - table_.rows) : hide(other, corner - table_.rows);
        }
    }

    CountTable& table_;
    std::int64_t threshold_;
};

}  // namespace detail

/// A table of counts, row by row, with totals, of which the counts below the threshold are hidden, but not 0, and as
/// many others as are needed so that none of these follows from what is left.
///
/// What is hidden can still be narrowed down (no count is below 0, or above its total), but not computed.
///
/// Errors: `statistics.table` where the counts are no table or below 0, `statistics.threshold` below 1.
inline result<CountTable> suppress_small_counts(std::span<const std::int64_t> counts, std::size_t columns,
                                                std::int64_t threshold) {
    if (columns == 0 || counts.empty() || counts.size() % columns != 0)
        return Error(ErrorKind::argument, "statistics.table", "",
                     std::to_string(counts.size()) + " counts in " + std::to_string(columns) + " columns are no table");
    if (threshold < 1)
        return Error(ErrorKind::argument, "statistics.threshold", "",
                     "a threshold of " + std::to_string(threshold) + " was asked for; wanted 1 or more, such as 5");
    const std::size_t rows = counts.size() / columns;
    CountTable table{rows + 1, columns + 1, std::vector<std::int64_t>((rows + 1) * (columns + 1)), {}};
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < columns; ++c) {
            const std::int64_t count = counts[r * columns + c];
            if (count < 0 || count > std::numeric_limits<std::int32_t>::max())
                return Error(ErrorKind::data, "statistics.table", "",
                             "a count of " + std::to_string(count) + " was found; wanted 0 to 2147483647");
            table.counts[r * (columns + 1) + c] = count;
            table.counts[r * (columns + 1) + columns] += count;
            table.counts[rows * (columns + 1) + c] += count;
            table.counts.back() += count;
        }
    }
    detail::Suppressor(table, threshold).run();
    return table;
}

}  // namespace v0
}  // namespace pug
