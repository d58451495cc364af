#pragma once

namespace bench {

/// A benchmark for each document of the catalog, called compile/ID.
void register_compile();

}  // namespace bench
