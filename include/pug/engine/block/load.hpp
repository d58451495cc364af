#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "pug/engine/block/evaluate.hpp"
#include "pug/engine/observations.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Brings the observations of a block into the columns of a block evaluator, checking them on the way. Columns that lie
/// in memory as the evaluator wants them are not copied.
class BlockLoader {
  public:
    BlockLoader(const Program& program, const Observations& observations)
        : program_(program),
          observations_(observations),
          is_column_(program.variables.size()),
          is_surveyed_(program.variables.size(), 0),
          least_(program.variables.size()),
          greatest_(program.variables.size()) {
        for (Slot v = 0; v < program.variables.size(); ++v) is_column_[v] = observations.columns[v].stride == 1;
        find_rows();
        find_rows_of_statuses();
    }

    /// Loads `count` units from `first`. False where a value is not admissible: then somebody has to say which.
    bool load(BlockEvaluator& block, std::size_t first, std::size_t count, Fill fill) {
        block.begin(count, fill);
        padded_ = in_stripes(count);
        has_open_ = false;
        std::fill(open_.begin(), open_.end(), std::uint8_t{0});
        if (!has_plan_) plan_sums(block);
        bool is_fine = true;
        for (const Rows& rows : rows_) is_fine = copy_rows(block, rows, first, count) && is_fine;
        for (const Rows& rows : rows_of_statuses_) copy_statuses(block, rows, first, count);
        for (Slot v = 0; v < program_.variables.size() && is_fine; ++v)
            is_fine = load_variable(block, v, first, count, fill);
        return is_fine;
    }

    /// For each unit of the block whether some variable has a value that we do not know. Valid after `load`.
    const std::vector<std::uint8_t>& open() const { return open_; }
    bool has_open() const { return has_open_; }

  private:
    /// Variables whose values lie side by side in every unit: a row-major matrix, or part of one.
    struct Rows {
        Slot first = 0;
        std::size_t count = 0;
        bool are_all_observed = false;  ///< there are no statuses
        std::vector<RowTerm> terms;     ///< if some columns need not be written: what becomes of each
        std::vector<std::size_t> sums;  ///< the nodes that they are added up for
    };

    void find_rows() {
        const auto& columns = observations_.columns;
        for (Slot v = 0; v < columns.size();) {
            Slot last = v + 1;
            while (last < columns.size() && !is_column_[v] && columns[last].stride == columns[v].stride &&
                   columns[last].values == columns[last - 1].values + 1 &&
                   (columns[last].statuses == nullptr) == (columns[v].statuses == nullptr))
                ++last;
            const bool are_all_observed = columns[v].statuses == nullptr;
            if (!is_column_[v]) rows_.push_back({v, last - v, are_all_observed, {}, {}});
            for (Slot in = v; in < last && !is_column_[v]; ++in) is_surveyed_[in] = are_all_observed ? 1 : 0;
            v = last;
        }
    }

    void find_rows_of_statuses() {
        const auto& columns = observations_.columns;
        for (Slot v = 0; v < columns.size();) {
            Slot last = v + 1;
            const bool is_row = columns[v].statuses != nullptr && columns[v].status_stride != 1;
            while (is_row && last < columns.size() && columns[last].status_stride == columns[v].status_stride &&
                   columns[last].statuses == columns[last - 1].statuses + 1)
                ++last;
            if (is_row) rows_of_statuses_.push_back({v, last - v, false, {}, {}});
            v = last;
        }
    }

    /// Finds the sums whose variables lie in rows, in their order: these are added up as they are read.
    void plan_sums(BlockEvaluator& block) {
        has_plan_ = true;
        if (block.loops().sum_rows == nullptr) return;
        for (Rows& rows : rows_) {
            if (!rows.are_all_observed) continue;
            rows.terms.resize(rows.count);
            for (std::size_t k = 0; k < rows.count; ++k)
                rows.terms[k].column = block.variable_values(rows.first + static_cast<Slot>(k));
            for (std::size_t n = 0; n < program_.nodes.size(); ++n) plan_sum(block, n, rows);
        }
    }

    void plan_sum(BlockEvaluator& block, std::size_t node, Rows& rows) const {
        const std::vector<BlockEvaluator::Summand> summands = block.summands(node);
        Slot next = rows.first;
        for (const BlockEvaluator::Summand& summand : summands) {
            const bool is_in_order = summand.variable >= next && summand.variable < rows.first + rows.count;
            if (!is_in_order || is_whole_only(program_.variables[summand.variable])) return;
            next = summand.variable + 1;
        }
        if (summands.empty()) return;
        rows.sums.push_back(node);
        for (const BlockEvaluator::Summand& summand : summands) {
            const bool is_first = summand.variable == summands.front().variable;
            rows.terms[summand.variable - rows.first] = {nullptr, block.sums(node), is_first, summand.weight,
                                                         summand.goalposts};
        }
    }

    /// False where something that ought to be a number is not.
    bool copy_rows(BlockEvaluator& block, const Rows& rows, std::size_t first, std::size_t count) {
        const Column& column = observations_.columns[rows.first];
        const double* values = column.values + static_cast<std::ptrdiff_t>(first) * column.stride;
        double* least = nullptr;
        double* greatest = nullptr;
        const auto begin_survey = [&] {
            least = &least_[rows.first];
            greatest = &greatest_[rows.first];
            std::fill_n(least, rows.count, infinity);
            std::fill_n(greatest, rows.count, -infinity);
        };
        if (!rows.sums.empty() && count == padded_) {
            begin_survey();
            bool is_tiny = false;
            if (!block.loops().sum_rows(values, column.stride, rows.count, count, rows.terms.data(), least, greatest,
                                        &is_tiny))
                return false;
            for (const std::size_t node : rows.sums) {
                if (!is_tiny) block.set_summed(node);
            }
            if (!is_tiny) return true;
        }
        columns_.clear();
        for (std::size_t k = 0; k < rows.count; ++k)
            columns_.push_back(block.variable_values(rows.first + static_cast<Slot>(k)));
        if (rows.are_all_observed) begin_survey();
        return block.loops().to_columns(values, column.stride, rows.count, count, columns_.data(), least, greatest);
    }

    void copy_statuses(BlockEvaluator& block, const Rows& rows, std::size_t first, std::size_t count) {
        const Column& column = observations_.columns[rows.first];
        codes_of_.clear();
        for (std::size_t k = 0; k < rows.count; ++k)
            codes_of_.push_back(block.variable_gravities(rows.first + static_cast<Slot>(k)));
        block.loops().codes_to_columns(column.statuses + static_cast<std::ptrdiff_t>(first) * column.status_stride,
                                       column.status_stride, rows.count, count, codes_of_.data());
    }

    bool load_variable(BlockEvaluator& block, Slot v, std::size_t first, std::size_t count, Fill fill) {
        const VariableCode& code = program_.variables[v];
        const double* values = column_of(block, v, first, count);
        const Column& column = observations_.columns[v];
        if (column.statuses == nullptr) return set_full(block, code, v, values);

        std::uint8_t* gravities = block.variable_gravities(v);
        const unsigned found = gravities_of(block, column, first, count, gravities);
        if (found > 255) return false;
        if (found == 1) return set_full(block, code, v, values);
        return set_partial(block, code, v, values, gravities, found, fill);
    }

    /// The values of a variable, padded to whole stripes.
    const double* column_of(BlockEvaluator& block, Slot v, std::size_t first, std::size_t count) const {
        const double* lie = observations_.columns[v].values + first;
        if (is_column_[v] && count == padded_) return lie;
        double* values = block.variable_values(v);
        if (is_column_[v]) std::memcpy(values, lie, count * sizeof(double));
        std::fill(values + count, values + padded_, values[count - 1]);
        return values;
    }

    unsigned gravities_of(BlockEvaluator& block, const Column& column, std::size_t first, std::size_t count,
                          std::uint8_t* out) const {
        // Those that lay in rows have been brought here before.
        if (column.status_stride == 1) std::memcpy(out, column.statuses + first, count);
        std::fill(out + count, out + padded_, out[count - 1]);
        const unsigned set = block.loops().codes_in(out, padded_);
        if (set > 255 || set == 1) return set;
        unsigned found = set & 1;
        const bool is_one_kind = std::has_single_bit(set >> 1);  // else a gravity might be taken for a code
        if (!is_one_kind) {
            codes_.assign(out, out + padded_);
            std::memset(out, 0, padded_);
        }
        for (std::uint8_t code = 1; code < status_count; ++code) {
            if ((set >> code & 1) == 0) continue;
            const std::uint8_t g = gravity(static_cast<Status>(code));
            block.loops().recode(is_one_kind ? out : codes_.data(), code, g, padded_, out);
            found |= 1u << g;
        }
        return found;
    }

    bool set_full(BlockEvaluator& block, const VariableCode& code, Slot v, const double* values) {
        if (is_surveyed_[v] == 0) {
            least_[v] = infinity;
            greatest_[v] = -infinity;
            if (!block.loops().survey(values, padded_, &least_[v], &greatest_[v])) return false;
        }
        Reach reach;
        if (!admit(block, code, values, least_[v], greatest_[v], reach)) return false;
        block.set_full(v, values, reach);
        return true;
    }

    bool set_partial(BlockEvaluator& block, const VariableCode& code, Slot v, const double* from,
                     std::uint8_t* gravities, unsigned found, Fill fill) {
        double* values = block.variable_values(v);
        note_open(block, gravities, found);
        // What stands where there is no value is one that could be, so that it can be computed with and surveyed.
        const double any = std::clamp(0.0, std::max(code.low, -greatest_double), std::min(code.high, greatest_double));
        double least = infinity;
        double greatest = -infinity;
        if (!block.loops().take_present(gravities, from, any, padded_, values, &least, &greatest)) return false;
        Reach reach;
        if (!admit(block, code, values, least, greatest, reach)) return false;
        if (fill != Fill::as_answered) found = fill_in(block, code, values, gravities, found, fill, reach);
        if (found == 1) {
            block.set_full(v, values, reach);
        } else {
            block.set_partial(v, values, gravities, found, reach);
        }
        return true;
    }

    void note_open(const BlockEvaluator& block, const std::uint8_t* gravities, unsigned found) {
        if (found >> first_unknown == 0) return;
        open_.resize(std::max(open_.size(), padded_));
        block.loops().mark_from(gravities, first_unknown, padded_, open_.data());
        has_open_ = true;
    }

    /// Gives what is unknown the end of its range; without an end on that side it stays unknown.
    unsigned fill_in(BlockEvaluator& block, const VariableCode& code, double* values, std::uint8_t* gravities,
                     unsigned found, Fill fill, Reach& reach) const {
        const double end = fill == Fill::worst ? code.worst : code.best;
        const bool has_end = std::isfinite(end);
        const std::uint8_t missing = gravity(Status::missing);
        unsigned now = found & ((1u << first_unknown) - 1);
        for (std::uint8_t g = first_unknown; g < status_count; ++g) {
            if ((found >> g & 1) == 0) continue;
            if (has_end) block.loops().put_where(gravities, g, end, padded_, values);
            now |= has_end ? 1u : 1u << missing;
        }
        for (std::size_t u = 0; u < padded_; ++u) {
            const std::uint8_t filled = has_end ? std::uint8_t{0} : missing;
            gravities[u] = gravities[u] >= first_unknown ? filled : gravities[u];
        }
        if (has_end) reach = joined(reach, reach_of(Arithmetic<Bounded>::of_data(end)));
        return now;
    }

    /// Checks values between these ends, and says how far they reach.
    static bool admit(const BlockEvaluator& block, const VariableCode& code, const double* values, double least,
                      double greatest, Reach& reach) {
        if (!(least >= code.low && greatest <= code.high)) return false;
        if (is_whole_only(code) && !block.loops().are_whole(values, block.padded())) return false;
        reach = {code.low, code.high, 0};
        if (!std::isfinite(code.low) || !std::isfinite(code.high)) reach = {least, greatest, 0};
        reach.error = is_whole_only(code) ? 0 : reach.size() * ulp;
        return true;
    }

    static constexpr double infinity = std::numeric_limits<double>::infinity();
    static constexpr double greatest_double = std::numeric_limits<double>::max();

    const Program& program_;
    const Observations& observations_;
    std::vector<std::uint8_t> is_column_;    ///< by variable: its values lie one behind the other
    std::vector<std::uint8_t> is_surveyed_;  ///< by variable: its ends are found when its rows are turned
    std::vector<double> least_, greatest_;   ///< by variable that is answered everywhere
    bool has_plan_ = false;
    std::vector<Rows> rows_;
    std::vector<Rows> rows_of_statuses_;
    std::vector<double*> columns_;
    std::vector<std::uint8_t*> codes_of_;
    std::size_t padded_ = 0;
    mutable std::vector<std::uint8_t> codes_;
    std::vector<std::uint8_t> open_;
    bool has_open_ = false;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
