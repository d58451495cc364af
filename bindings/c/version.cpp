#include "pug/version.hpp"

#include "pug.h"

const char* pug_version(void) noexcept { return pug::version; }

uint32_t pug_abi_version(void) noexcept { return PUG_ABI_VERSION; }
