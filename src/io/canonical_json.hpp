#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace pug {
inline namespace v0 {
namespace detail {

/// The one way to write a document (RFC 8785): no white space, keys in the order of their UTF-16 code units, numbers as
/// ECMAScript prints them, no escape that is not needed. Whole numbers keep all their digits beyond 2^53 too, so that
/// two different documents never share one form. A number that is not finite, which no document can hold, becomes null.
std::string canonical_json(const boost::json::value& document);

/// The same content for people: keys in the order given, two spaces a level, lists and objects of plain values on one
/// line while they fit 100 columns, a line feed at the end.
std::string pretty_json(const boost::json::value& document);

}  // namespace detail
}  // namespace v0
}  // namespace pug
