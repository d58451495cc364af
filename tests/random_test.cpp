#include "pug/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace {

using namespace pug;

using Four = std::array<std::uint64_t, 4>;
constexpr std::uint64_t full = std::numeric_limits<std::uint64_t>::max();

// The numbers are those of numpy 2.4.6, which increments the counter before the first block; its counter is the one
// below less 1, as a whole number of 256 bits whose lowest word comes first:
//   words = lambda n: np.array([(n >> (64 * i)) & (2**64 - 1) for i in range(4)], np.uint64)
//   Philox(counter=words((counter - 1) % 2**256), key=words(key)[:2]).random_raw(4)
// The first three are also among the known answers of the authors' own Random123.
TEST(Philox, IsThatOfNumpy) {
    EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}),
              (Four{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}));
    EXPECT_EQ(philox({full, full, full, full}, {full, full}),
              (Four{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}));
    EXPECT_EQ(philox({0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
                     {0x452821e638d01377, 0xbe5466cf34e90c6c}),
              (Four{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}));
    EXPECT_EQ(philox({1, 0, 0, 0}, {0, 0}),
              (Four{0x02f4ba6408e4d89b, 0x3dd62b0b9ca8c5b2, 0x1c8667a55d902e79, 0x907d7a052fd5b4dc}));
    EXPECT_EQ(philox({5, 7, 11, 0}, {42, 99}),
              (Four{0xfcd32ceed2b19b02, 0x5729f966ac581f35, 0x778b93b88ed92f92, 0x4058e04a3733a523}));
}

/// One bit of the counter or the key changes about half of the bits.
TEST(Philox, MixesEveryBit) {
    const Four before = philox({3, 5, 7, 9}, {11, 13});
    for (std::size_t bit = 0; bit < 6 * 64; ++bit) {
        std::array<std::uint64_t, 6> address{3, 5, 7, 9, 11, 13};
        address[bit / 64] ^= std::uint64_t{1} << bit % 64;
        const Four after = philox({address[0], address[1], address[2], address[3]}, {address[4], address[5]});
        int changed = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            for (std::uint64_t left = before[i] ^ after[i]; left != 0; left &= left - 1) ++changed;
        }
        EXPECT_NEAR(changed, 128, 50) << bit;
    }
}

TEST(UnitInterval, IsBelowOne) {
    EXPECT_EQ(unit_interval(0), 0);
    EXPECT_EQ(unit_interval(2047), 0) << "the lowest eleven bits are left out";
    EXPECT_EQ(unit_interval(2048), std::ldexp(1.0, -53));
    EXPECT_EQ(unit_interval(std::uint64_t{1} << 63), 0.5);
    EXPECT_EQ(unit_interval(full), 1 - std::ldexp(1.0, -53));
}

// Of the test vectors that its authors publish with the reference code of FNV (isthe.com/chongo/tech/comp/fnv).
TEST(HashOf, IsFnv1a) {
    EXPECT_EQ(hash_of(""), 0xcbf29ce484222325);
    EXPECT_EQ(hash_of("a"), 0xaf63dc4c8601ec8c);
    EXPECT_EQ(hash_of("b"), 0xaf63df4c8601f1a5);
    EXPECT_EQ(hash_of("fo"), 0x08985907b541d342);
    EXPECT_EQ(hash_of("foo"), 0xdcb27518fed9d577);
    EXPECT_EQ(hash_of("foobar"), 0x85944171f73967e8);
}

/// Bytes are unsigned, and a zero byte is one like the others. Computed by the definition in another language.
TEST(HashOf, TakesEveryByte) {
    EXPECT_EQ(hash_of("\xC3\xA9"), 0x0ac21707b7181e01);
    EXPECT_EQ(hash_of(std::string_view("\0", 1)), 0xaf63bd4c8601b7df);
    EXPECT_EQ(hash_of("\xFF"), 0xaf64724c8602eb6e);
}

}  // namespace
