#pragma once

#include "actors/link/json_document.hpp"

namespace troupe {

/// Whether two numbers, integers or fractions, count as equal.
using number_equality = bool (*)(const json_node& x, const json_node& y);

/// Java's: 1 is not 1.0, and 0.0 is not -0.0.
bool same_number_with_type(const json_node& x, const json_node& y);

/// 1 is not 1.0, but 0.0 is -0.0: so Jayway compares.
bool same_number_in_kind(const json_node& x, const json_node& y);

/// 1 and 1.0 are equal.
bool same_number_by_value(const json_node& x, const json_node& y);

/// Whether `x` and `y` are equal, the order of members apart; of members with
/// the same name the last counts. Takes n log n time.
bool same_json(const json_node& x, const json_node& y, number_equality same_number);

} // namespace troupe
