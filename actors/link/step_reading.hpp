#pragma once

#include "actors/link/filter_chain.hpp"
#include "actors/link/number_order.hpp"
#include "schemas/value.hpp"

#include <caf/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// A value on its way, seen as what a step asks about.
namespace troupe {

/// The JSON value in `x`; null if it is something else.
const json_node* node_of(const step_value& x);

/// Nothing at all, or a JSON null.
bool is_null_step(const step_value& x);

/// The text of a payload, of a JSON text or of a typed one; nothing else is one.
std::optional<std::string_view> text_of(const step_value& x);

/// The JSON in `x`, parsed where it is still a text; null, and `problem`, where
/// there is none.
const json_node* as_json(const step_value& x, filter_workspace& space, std::string& problem);

/// The array or object in `x`, also where it is still a text; null if it is none.
const json_node* container_of(const step_value& x, filter_workspace& space);

/// As a text: a JSON text or word without its quotes, a double as Java prints it,
/// anything else as compact JSON; nothing where there is nothing. Refers into `x`
/// or into `buffer`.
std::optional<std::string_view> text_form(const step_value& x, std::string& buffer);
/// The same for a filter, whose result outlives `x`: kept by `space`.
std::optional<std::string_view> text_form(const step_value& x, filter_workspace& space);

/// As a value of this type, by the rules for where it comes from; nothing is null.
caf::expected<value> coerce(const step_value& x, value_type to);

/// As a number, also where it is a text; nothing for booleans and all else.
std::optional<exact_number> number_of(const step_value& x);

/// As ms since the epoch; nothing for what is no date.
std::optional<int64_t> date_of(const step_value& x);
std::optional<int64_t> date_of(const json_node& x);

} // namespace troupe
