/* The version of the library and of the interface. */
#include <stdio.h>

#include "check.h"

int main(void) {
    unsigned major = 0, minor = 0, patch = 0;
    char end = 0;
    CHECK(sscanf(pug_version(), "%u.%u.%u%c", &major, &minor, &patch, &end) == 3);
    CHECK(pug_abi_version() == PUG_ABI_VERSION);
    return failures != 0;
}
