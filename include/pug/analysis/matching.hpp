#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pug/scores.hpp"

namespace pug {
inline namespace v0 {

namespace detail {

/// An instrument and its edition, as messages name them.
inline std::string told_edition(const Instrument& instrument) {
    return "\"" + instrument.id + "\" " + instrument.edition;
}

/// Whether two programs compute the same: then scores are on the same scale. Reference values of another cohort, or
/// parameters of another day, stand among the numbers.
inline bool is_same_scale(const Program& a, const Program& b) {
    return a.numbers == b.numbers && a.tables == b.tables && a.arguments == b.arguments && a.weights == b.weights;
}

}  // namespace detail

/// Who is who in several rounds: for each unit its row in every round.
class MatchedUnits {
  public:
    static constexpr std::size_t absent = static_cast<std::size_t>(-1);

    MatchedUnits() = default;
    /// `rows` unit by unit, in each its rows in the order of the rounds, `absent` where it takes no part.
    MatchedUnits(std::size_t rounds, std::vector<std::size_t> rows) : rounds_(rounds), rows_(std::move(rows)) {}

    std::size_t rounds() const { return rounds_; }
    std::size_t size() const { return rounds_ == 0 ? 0 : rows_.size() / rounds_; }
    std::size_t row(std::size_t unit, std::size_t round) const { return rows_[unit * rounds_ + round]; }
    bool is_in(std::size_t unit, std::size_t round) const { return row(unit, round) != absent; }
    /// In how many rounds a unit takes part.
    std::size_t rounds_of(std::size_t unit) const {
        std::size_t found = 0;
        for (std::size_t round = 0; round < rounds_; ++round) found += is_in(unit, round) ? 1 : 0;
        return found;
    }

    void add(std::size_t round, std::size_t row) {
        rows_.resize(rows_.size() + rounds_, absent);
        rows_[rows_.size() - rounds_ + round] = row;
    }
    void set(std::size_t unit, std::size_t round, std::size_t row) { rows_[unit * rounds_ + round] = row; }

  private:
    std::size_t rounds_ = 0;
    std::vector<std::size_t> rows_;
};

/// Matches the units of several rounds by their names, which are their rows where they have none. Units stand in the
/// order of the first round that has them.
inline MatchedUnits match_units(std::span<const Scores* const> rounds) {
    MatchedUnits matched(rounds.size(), {});
    std::unordered_map<std::string, std::size_t> known;
    for (std::size_t round = 0; round < rounds.size(); ++round) {
        for (std::size_t row = 0; row < rounds[round]->size(); ++row) {
            const auto [found, is_new] = known.emplace(rounds[round]->name(row), matched.size());
            if (is_new) {
                matched.add(round, row);
            } else {
                matched.set(found->second, round, row);
            }
        }
    }
    return matched;
}

}  // namespace v0
}  // namespace pug
