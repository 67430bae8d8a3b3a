#pragma once

#include "actors/link/java_regex_groups.hpp"

#include <caf/expected.hpp>

#include <string>
#include <utility>
#include <vector>

namespace troupe {

/// A pattern of java.util.regex in the words of PCRE2, which must compile it
/// for UTF-8 with a dot that takes any character.
struct translated_regex {
  std::string pattern;
  java_regex_groups groups;
  bool uses_last_match = false; ///< It has a \G.
  /// Where in `pattern` begins what stands where in Java's, in characters.
  std::vector<std::pair<size_t, size_t>> places;

  /// The character of Java's pattern at an offset of this one.
  size_t place_of(size_t offset) const;
};

/// Means what Java 21 means by `pattern`, or fails with `config_invalid` and
/// a sentence that names what cannot be said, and at which character.
caf::expected<translated_regex>
translate_java_regex(std::string_view pattern, java_regex_flags flags = {});

} // namespace troupe
