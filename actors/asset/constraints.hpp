#pragma once

#include "config/settings.hpp"
#include "schemas/value.hpp"

#include <optional>
#include <string>

namespace troupe {

/// The sentence that says which constraint `x` breaks, its type's or its own;
/// nothing if it may be stored. Null always may. Bounds compare exactly: 10.5
/// is above 10.
std::optional<std::string> broken_constraint(const attribute_settings& attribute, const value& x);

} // namespace troupe
