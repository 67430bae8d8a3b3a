#pragma once

#include "config/settings.hpp"

#include <string>

/// Settings of a link as sentences show them.
namespace troupe {

/// "json_path $.oil.temp, return_first"
std::string to_words(const value_filter& x);

/// What a predicate asks of a value: "is at least 5", "is not null".
std::string to_words(const value_predicate& x);

/// What an attribute's values must satisfy: "at least 0, at most 90"; empty: nothing.
std::string to_words(const constraint_settings& x);

/// The keys of a converter: `"OPEN", "SHUT"`.
std::string keys_words(const value_converter& x);

} // namespace troupe
