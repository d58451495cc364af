#pragma once

#include <memory>
#include <string>
#include <utility>

#include "error.hpp"
#include "pug.h"
#include "pug/io/instrument.hpp"
#include "pug/scorer.hpp"

struct pug_instrument {
    pug::Scorer scorer;
    std::string status;
    std::string fingerprint;
};

namespace pug {
inline namespace v0 {
namespace c {

/// Compiles an instrument and works out what getters lend.
result<std::unique_ptr<pug_instrument>> make_instrument(Instrument instrument);

}  // namespace c
}  // namespace v0
}  // namespace pug
