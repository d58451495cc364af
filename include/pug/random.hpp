#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace pug {
inline namespace v0 {

/// Random numbers that are looked up, not drawn one after the other: the same key and counter give the same four
/// numbers on every machine, whatever was asked for before. Philox4x64 with ten rounds.
///
/// J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, Parallel random numbers: as easy as 1, 2, 3, Proceedings of
/// SC11 (2011).
inline std::array<std::uint64_t, 4> philox(std::array<std::uint64_t, 4> counter, std::array<std::uint64_t, 2> key) {
    const auto multiply = [](std::uint64_t a, std::uint64_t b, std::uint64_t& high) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = static_cast<Wide>(a) * b;
        high = static_cast<std::uint64_t>(product >> 64);
        return static_cast<std::uint64_t>(product);
    };
    for (int round = 0; round < 10; ++round) {
        std::uint64_t high0 = 0, high1 = 0;
        const std::uint64_t low0 = multiply(0xD2E7470EE14C6C93, counter[0], high0);
        const std::uint64_t low1 = multiply(0xCA5A826395121157, counter[2], high1);
        counter = {high1 ^ counter[1] ^ key[0], low1, high0 ^ counter[3] ^ key[1], low0};
        key[0] += 0x9E3779B97F4A7C15;
        key[1] += 0xBB67AE8584CAA73B;
    }
    return counter;
}

/// A number from 0 to below 1, of 53 bits.
inline double unit_interval(std::uint64_t random) { return static_cast<double>(random >> 11) * 0x1p-53; }

/// A number that stands for a name, as the address of random numbers: FNV-1a with 64 bits.
///
/// G. Fowler, L. C. Noll, K.-P. Vo and D. Eastlake, The FNV non-cryptographic hash algorithm.
constexpr std::uint64_t hash_of(std::string_view name) {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    return hash;
}

}  // namespace v0
}  // namespace pug
