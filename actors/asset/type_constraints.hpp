#pragma once

#include "schemas/value.hpp"

#include <optional>
#include <string>

namespace troupe {

/// What `x` lacks to be a value of this type, besides being made like one:
/// "must be at least 0", say; nothing where it lacks nothing. Of arrays each
/// element is checked. Null lacks nothing.
std::optional<std::string> broken_type_constraint(value_type type, const value& x);

/// A value of any kind of number, as wide as every int64_t and every double;
/// of longer ones the nearest double.
std::optional<long double> as_number(const value& x);

} // namespace troupe
