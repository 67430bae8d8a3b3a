#pragma once

#include "actors/link/scalar_coercion.hpp"

namespace troupe {

/// A value within JSON as a value of this type, by the rules of Jackson's
/// deserializers; these hold for elements of arrays and members of maps too.
/// JSON null is null, whatever the type.
caf::expected<value> token_to_value(const json_node& x, value_type to, digits form);

/// The same of a text that stands in no document: without quotes and escapes.
caf::expected<value> token_to_value(std::string_view text, value_type to);

/// `x` without a type of its own: what a JSON attribute holds.
value to_value(const json_node& x);

} // namespace troupe
