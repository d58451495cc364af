#include "options.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

namespace pug {
inline namespace v0 {
namespace c {

namespace {

// Callers compile this layout in: it only ever grows at the end.
static_assert(sizeof(pug_score_options) == 24);
static_assert(offsetof(pug_score_options, struct_size) == 0);
static_assert(offsetof(pug_score_options, flags) == 4);
static_assert(offsetof(pug_score_options, block) == 8);
static_assert(offsetof(pug_score_options, threads) == 16);
static_assert(offsetof(pug_score_options, reserved) == 20);

constexpr std::size_t least_size = 8;        // size and flags
constexpr std::size_t greatest_size = 4096;  // more is no structure of options but a number that was never set
constexpr std::uint32_t most_threads = 1024;
constexpr std::uint32_t known_flags =
    PUG_SCORE_NO_INTERVALS | PUG_SCORE_NO_EXPLAIN | PUG_SCORE_NO_NODES | PUG_SCORE_NO_RANKS;

Error refuse(std::string message) {
    return Error(ErrorKind::argument, "argument.options", "options", std::move(message));
}

bool is_zero(const unsigned char* first, const unsigned char* last) {
    return std::all_of(first, last, [](unsigned char byte) { return byte == 0; });
}

}  // namespace

result<Options> read_options(const pug_score_options* options) {
    Options chosen;
    if (options == nullptr) return chosen;
    std::uint32_t size = 0;
    std::memcpy(&size, options, sizeof size);
    if (size < least_size || size > greatest_size) {
        return refuse("found struct_size " + std::to_string(size) + "; start from PUG_SCORE_OPTIONS_INIT");
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(options);
    if (size > sizeof(pug_score_options) && !is_zero(bytes + sizeof(pug_score_options), bytes + size)) {
        return refuse("found options of a later version; this library is " + std::to_string(PUG_ABI_MAJOR) + "." +
                      std::to_string(PUG_ABI_MINOR));
    }
    pug_score_options known = PUG_SCORE_OPTIONS_INIT;
    std::memcpy(&known, options, std::min<std::size_t>(size, sizeof known));
    if ((known.flags & ~known_flags) != 0) {
        return refuse("found flags " + std::to_string(known.flags) +
                      ", of which some are not known; wanted a sum of PUG_SCORE_…");
    }
    if (known.threads > most_threads) {
        return refuse("found " + std::to_string(known.threads) + " threads; wanted 0 to " +
                      std::to_string(most_threads));
    }
    if (known.reserved != 0) return refuse("\"reserved\" is " + std::to_string(known.reserved) + "; it has to be 0");
    chosen.scoring.intervals = (known.flags & PUG_SCORE_NO_INTERVALS) == 0;
    chosen.scoring.nodes = (known.flags & PUG_SCORE_NO_NODES) == 0;
    chosen.scoring.threads = std::max<std::uint32_t>(known.threads, 1);
    chosen.is_ranked = (known.flags & PUG_SCORE_NO_RANKS) == 0;
    chosen.is_explainable = (known.flags & PUG_SCORE_NO_EXPLAIN) == 0;
    if (known.block != 0) chosen.scoring.block = static_cast<std::size_t>(known.block);
    return chosen;
}

}  // namespace c
}  // namespace v0
}  // namespace pug
