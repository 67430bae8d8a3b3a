#pragma once

#include "actors/link/char_set.hpp"

#include <optional>
#include <string_view>

/// The names of sets of characters in Java's regular expressions.
namespace troupe {

struct set_options {
  bool unicode = false;     ///< (?U): the short names mean all of Unicode.
  bool ignore_case = false; ///< (?i): upper, lower and title case are one.
};

/// `\d`, `\w`, `\s`, `\h`, `\v` by their letter; in upper case the opposite.
std::optional<char_set> java_short_class(char32_t letter, bool unicode);

/// What stands in `\p{…}`.
std::optional<char_set> java_property(std::string_view name, set_options how);

} // namespace troupe
