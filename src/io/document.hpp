#pragma once

#include <boost/json/value.hpp>
#include <string_view>

#include "fields.hpp"
#include "json_text.hpp"
#include "pug/result.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// A JSON text being read: its value, and the problems found so far.
struct Document {
    explicit Document(std::string_view text, const TextLimits& limits = {});

    std::string_view json;
    boost::json::value value;
    Problems problems;
    bool is_text_sound = false;  ///< nothing was wrong with the text itself

    /// Whether there is a value to look at; otherwise the problems say why not.
    bool is_readable() const { return !value.is_null(); }

    /// The problems, each with the line and column of its pointer, sorted by place. `kind` is that of an error in a
    /// sound text.
    Error error(ErrorKind kind) &&;
};

}  // namespace detail
}  // namespace v0
}  // namespace pug
