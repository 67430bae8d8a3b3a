#pragma once

#include "actors/link/scalar_coercion.hpp"

namespace troupe {

/// Each element by the rules of the elements' type: one that does not fit
/// spoils the whole, one that is null stays.
caf::expected<value> token_to_array(const json_node& x, value_type to, digits form);

/// The same of the members of an object.
caf::expected<value> token_to_map(const json_node& x, value_type to, digits form);

/// A GeoJSON point with 2 or 3 coordinates, moved to within ±180 and ±90.
caf::expected<value> token_to_point(const json_node& x, value_type to);

} // namespace troupe
