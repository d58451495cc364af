// The header alone, twice, in C++20, where no warning is tolerated: it is part of other people's builds.
#pragma GCC diagnostic error "-Wall"
#pragma GCC diagnostic error "-Wextra"
#pragma GCC diagnostic error "-Wpedantic"
#include <pug.h>

static_assert(noexcept(pug_version()));
static_assert(noexcept(pug_catalog_load(nullptr, nullptr, 0, nullptr)));
static_assert(noexcept(pug_scores_free(nullptr)));

int main() {
    constexpr pug_score_options options = PUG_SCORE_OPTIONS_INIT;
    static_assert(options.struct_size == sizeof options);
    return pug_abi_version() == PUG_ABI_VERSION ? 0 : 1;
}
