#pragma once

#include "actors/link/java_regex_reader.hpp"

#include <caf/expected.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace troupe {

/// A pattern of java.util.regex in the words of PCRE2, which must compile it
/// for UTF-8 with a dot that takes any character.
struct translated_regex {
  std::string pattern;
  uint32_t groups = 0;
  bool uses_last_match = false; ///< It has a \G.
  /// Groups of which Java may remember another text, mostly that of an attempt
  /// which failed later.
  std::set<uint32_t> vague_groups;
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
