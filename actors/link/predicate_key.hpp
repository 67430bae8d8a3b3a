#pragma once

#include "config/value_predicate.hpp"

#include <string>

namespace troupe {

/// Appends what tells `x` from every predicate that is not equal to it.
void append_key(std::string& out, const value_predicate& x);

} // namespace troupe
