#pragma once

#include "fields.hpp"

namespace pug {
inline namespace v0 {
namespace detail {

/// A node of the tree with everything below it.
Node read_node(const Located& at, Problems& problems);

/// A policy: one action for every status but not_applicable and waived, or one by status.
Policy read_policy(const Located& at, Problems& problems);

/// A condition: one comparison, or all, any, not.
Condition read_condition(const Located& at, Problems& problems);

/// `{"digits": n, "mode": …}`.
Rounding read_rounding(const Located& at, Problems& problems);

/// Takes the members of a comparison from an object that may have others (a gate). Reports when there is none, or
/// several.
Condition read_condition_of(Fields& fields, Problems& problems);

}  // namespace detail
}  // namespace v0
}  // namespace pug
