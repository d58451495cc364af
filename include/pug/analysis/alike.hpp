#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "pug/engine/observations.hpp"
#include "pug/status.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// Which units have the same answers: the same statuses, and the same values where observed (−0 is 0). Classes are
/// numbered from 0 in the order of their first units. `Index` can hold the number of units plus 2.
///
/// A hash set of units whose answers stay where they are. Takes time in proportion to the answers of the units asked
/// for, and memory for one index a unit and at most 100 bytes a class.
template <class Index>
class Alike {
  public:
    /// The observations must outlive this object.
    explicit Alike(const Observations& observations)
        : observations_(observations), class_of_(observations.units, nobody), places_(64) {}

    /// Asks for the class of a unit.
    void ask(Index unit) { class_of_[unit] = asked; }

    /// Finds the classes of the units asked for. They are looked at in the order in which their answers lie in memory.
    void find() {
        Block block;
        for (std::size_t u = 0; u < class_of_.size(); ++u) {
            if (class_of_[u] != asked) continue;
            block.units[block.count++] = static_cast<Index>(u);
            if (block.count == block.units.size()) find(block);
        }
        find(block);
    }

    /// The class of a unit that was asked for.
    Index operator[](Index unit) const { return class_of_[unit]; }
    std::size_t classes() const { return first_units_.size(); }

    /// The hash of answers, the last of which is `word`, after that of those before; it begins with 0.
    static std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
        const std::uint64_t product = (hash ^ word) * odd;
        return product ^ product >> 32;
    }

  private:
    static constexpr Index nobody = std::numeric_limits<Index>::max();
    static constexpr Index asked = nobody - 1;
    static constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;  // 2^64 / the golden ratio

    /// Units whose answers are looked at together, variable by variable.
    struct Block {
        std::array<Index, 256> units;
        std::size_t count = 0;
    };
    struct Place {
        std::uint64_t hash = 0;
        Index which = nobody;
    };

    /// An answer as one word, the same for the same answer. Other than observed it is a NaN, which no observed value
    /// is.
    static std::uint64_t word(double value, Status status) {
        if (status == Status::observed) return std::bit_cast<std::uint64_t>(value + 0.0);  // −0 + 0 is 0
        return 0x7ff8000000000000 | static_cast<std::uint64_t>(status);
    }

    /// Calls `use(k, answer)` for every k below `count`, where answer(unit) is the word of a unit's answer to the
    /// variable.
    template <class Use>
    void each(Slot variable, std::size_t count, const Use& use) const {
        const Column& column = observations_.columns[variable];
        if (column.statuses == nullptr) {
            const auto answer = [values = column.values, stride = column.stride](Index unit) {
                return word(values[static_cast<std::ptrdiff_t>(unit) * stride], Status::observed);
            };
            for (std::size_t k = 0; k < count; ++k) use(k, answer);
        } else {
            const auto answer = [&](Index unit) {
                return word(observations_.value(variable, unit), observations_.status(variable, unit));
            };
            for (std::size_t k = 0; k < count; ++k) use(k, answer);
        }
    }

    void find(Block& block) {
        std::array<std::uint64_t, 256> hashes{};
        std::array<std::uint64_t, 256> differences{};
        std::array<Index, 256> firsts;
        for (Slot v = 0; v < observations_.columns.size(); ++v) {
            each(v, block.count,
                 [&](std::size_t k, const auto& answer) { hashes[k] = mixed(hashes[k], answer(block.units[k])); });
        }
        for (std::size_t k = 0; k < block.count; ++k) {
            const Index which = of_hash(block.units[k], hashes[k]);
            class_of_[block.units[k]] = which;
            firsts[k] = first_units_[which];
        }
        // The same hash is no proof.
        for (Slot v = 0; v < observations_.columns.size(); ++v) {
            each(v, block.count, [&](std::size_t k, const auto& answer) {
                differences[k] |= answer(block.units[k]) ^ answer(firsts[k]);
            });
        }
        for (std::size_t k = 0; k < block.count; ++k) {
            if (differences[k] != 0) class_of_[block.units[k]] = of_answers(block.units[k], hashes[k]);
        }
        block.count = 0;
    }

    /// The first class with a hash; a new one when there is none.
    Index of_hash(Index unit, std::uint64_t hash) {
        Place* place = place_of(hash);
        while (place->which != nobody && place->hash != hash) place = after(place);
        return place->which != nobody ? place->which : added(place, unit, hash);
    }

    /// The class with the answers of a unit.
    Index of_answers(Index unit, std::uint64_t hash) {
        Place* place = place_of(hash);
        while (place->which != nobody && !(place->hash == hash && are_same(first_units_[place->which], unit)))
            place = after(place);
        return place->which != nobody ? place->which : added(place, unit, hash);
    }

    bool are_same(Index a, Index b) const {
        for (Slot v = 0; v < observations_.columns.size(); ++v) {
            if (word(observations_.value(v, a), observations_.status(v, a)) !=
                word(observations_.value(v, b), observations_.status(v, b)))
                return false;
        }
        return true;
    }

    Index added(Place* place, Index unit, std::uint64_t hash) {
        const auto which = static_cast<Index>(first_units_.size());
        *place = {hash, which};
        first_units_.push_back(unit);
        if (first_units_.size() * 2 > places_.size()) grow();
        return which;
    }

    Place* place_of(std::uint64_t hash) { return &places_[hash * odd >> (64 - std::countr_zero(places_.size()))]; }
    Place* after(Place* place) { return place + 1 == places_.data() + places_.size() ? places_.data() : place + 1; }

    void grow() {
        std::vector<Place> old(places_.size() * 2);
        old.swap(places_);
        for (const Place& each : old) {
            if (each.which == nobody) continue;
            Place* place = place_of(each.hash);
            while (place->which != nobody) place = after(place);
            *place = each;
        }
    }

    const Observations& observations_;
    std::vector<Index> class_of_;     // by unit
    std::vector<Index> first_units_;  // by class
    std::vector<Place> places_;       // a power of two, at most half of them in use
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
