#pragma once

#include "actors/link/filter_chain.hpp"
#include "actors/link/java_format.hpp"
#include "schemas/value_type.hpp"

namespace troupe {

/// What OpenRemote would hand to String.format for `x`, a value of this kind; `json`
/// where the kind is not known. An integer is a Long also where it does not fit into
/// an Integer. A JSON value that a path found counts as the Java value of its kind,
/// unlike in OpenRemote, where `%d` and `%f` refuse it.
java_argument argument_of(const step_value& x, value_kind kind);

} // namespace troupe
