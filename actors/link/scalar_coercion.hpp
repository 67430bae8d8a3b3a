#pragma once

#include "actors/link/json_document.hpp"
#include "schemas/value.hpp"

#include <caf/expected.hpp>

#include <string_view>

/// Booleans, whole numbers, numbers and texts, which are most of all values.
/// Each has three rules, as it has in OpenRemote: from a raw payload (`text_to…`),
/// from a JSON value that a path found (`json_to…`), and Jackson's own from a
/// value within JSON (`token_to…`), where a blank text may be null.
namespace troupe {

/// `value_invalid`, with a sentence that does not show the value.
caf::error misfit(value_type to, std::string_view cause);

/// A document's number as it stands there, or as the double that OpenRemote
/// makes of a fraction before a path finds it.
enum class digits : uint8_t { as_written, as_double };

std::string number_text(const json_node& number, digits form);

/// Whether Jackson takes this text of a number, boolean or date for null.
bool is_null_word(std::string_view x);

/// A whole number of kind integer, long or byte. A byte of 128 to 255 wraps.
caf::expected<value> whole_number(int64_t x, value_type to);
caf::expected<value> whole_part(double x, value_type to);

caf::expected<value> text_to_boolean(std::string_view text, value_type to);
caf::expected<value> text_to_whole(std::string_view text, value_type to);
caf::expected<value> text_to_number(std::string_view text, value_type to);

caf::expected<value> json_to_boolean(const json_node& x, value_type to);
caf::expected<value> json_to_whole(const json_node& x, value_type to);
caf::expected<value> json_to_number(const json_node& x, value_type to);
caf::expected<value> json_to_text(const json_node& x);

caf::expected<value> token_to_boolean(const json_node& x, value_type to);
caf::expected<value> token_to_whole(const json_node& x, value_type to);
caf::expected<value> token_to_number(const json_node& x, value_type to);
caf::expected<value> token_to_text(const json_node& x, value_type to, digits form);

} // namespace troupe
