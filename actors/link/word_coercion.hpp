#pragma once

#include "actors/link/scalar_coercion.hpp"

namespace troupe {

/// One of the type's words, in any case, or its number, counted from 0.
caf::expected<value> token_to_word(const json_node& x, value_type to);

/// `#RRGGBB`, `RRGGBB`, `[r,g,b]` or `{"r":…,"g":…,"b":…}`.
caf::expected<value> token_to_colour(const json_node& x, value_type to);

} // namespace troupe
