#pragma once

// For small functions that a loop over a block of units can only turn into vector code when nothing is left to call.
#if defined(__GNUC__) || defined(__clang__)
#define PUG_ALWAYS_INLINE [[gnu::always_inline]] inline
#else
#define PUG_ALWAYS_INLINE inline
#endif
