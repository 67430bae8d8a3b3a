#pragma once

#include "schemas/value.hpp"

#include <optional>
#include <string_view>

namespace troupe {

/// The value that `json`, written by `to_json`, is for an attribute of this type; nothing if it
/// cannot be one: the configuration may have changed since it was stored.
std::optional<value> read_stored(value_type type, std::string_view json);

} // namespace troupe
