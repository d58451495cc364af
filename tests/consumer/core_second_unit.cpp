// The headers a second time in the same program: what is not inline would be defined twice.
#include <pug/scorer.hpp>

int second_unit();

int second_unit() { return pug::Table(0).units() == 0 ? 0 : 4; }
