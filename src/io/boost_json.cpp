// The one place where Boost.JSON is compiled: everybody else includes its declarations only, so no Boost library is
// linked.
#include <boost/json/src.hpp>
