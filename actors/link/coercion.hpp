#pragma once

#include "actors/link/token_coercion.hpp"
#include "schemas/value.hpp"

#include <caf/expected.hpp>

#include <string_view>

/// How values become values of an attribute's type. The rules depend on where
/// the value comes from, as they do in OpenRemote (ValueUtil on Jackson). What
/// does not fit is `value_invalid` with a sentence that does not show it; null
/// stays null.
namespace troupe {

/// A raw payload.
caf::expected<value> coerce_text(std::string_view text, value_type to);

/// A JSON value that a JSONPath found.
caf::expected<value> coerce_json(const json_node& x, value_type to);

/// A typed value: a converter's literal or another attribute's value.
caf::expected<value> coerce_native(const value& x, value_type to);

/// The value of a write, as JSON.
caf::expected<value> parse_written(std::string_view json, value_type to);

} // namespace troupe
