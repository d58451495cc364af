/*
 * The header alone, twice, in plain C99, where no warning is tolerated: it is part of other people's builds. What it
 * promises to the preprocessor, and the layout that callers compile in.
 */
#pragma GCC diagnostic error "-Wall"
#pragma GCC diagnostic error "-Wextra"
#pragma GCC diagnostic error "-Wpedantic"
#include <pug.h>
#include <stddef.h>

#if PUG_ABI_VERSION != PUG_ABI_MAJOR * 65536 + PUG_ABI_MINOR
#error "the version of the interface is not what its parts say"
#endif
#if PUG_OK != 0 || PUG_STATUS_OBSERVED != 0 || PUG_GRADE_NONE >= 0
#error "zero is success and an observed value; no grade is negative"
#endif

#define AGREE(name, condition) typedef char name[(condition) ? 1 : -1]
AGREE(options_are_24_bytes, sizeof(pug_score_options) == 24);
AGREE(size_comes_first, offsetof(pug_score_options, struct_size) == 0);
AGREE(then_flags, offsetof(pug_score_options, flags) == 4);
AGREE(then_block, offsetof(pug_score_options, block) == 8);
AGREE(then_threads, offsetof(pug_score_options, threads) == 16);
AGREE(then_what_is_reserved, offsetof(pug_score_options, reserved) == 20);

int main(void) {
    const pug_score_options options = PUG_SCORE_OPTIONS_INIT;
    return options.struct_size == sizeof options && options.flags == 0 && options.block == 0 && options.threads == 0 &&
                   options.reserved == 0
               ? 0
               : 1;
}
