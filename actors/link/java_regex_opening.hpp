#pragma once

#include "actors/link/java_regex_groups.hpp"
#include "actors/link/java_regex_reader.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace troupe {

/// How a group begins, and what that makes it.
struct java_opening {
  std::string_view pcre2; ///< As PCRE2 writes it.
  bool looks = false;     ///< It is a look-around, which takes nothing.
  bool behind = false;    ///< It looks back.
  bool negative = false;  ///< It matches where its body does not.
  bool keeps = false;     ///< It gives nothing back.
};

/// What stands behind a `(`; tells `groups` of one that captures. Nothing where
/// that is only flags, which are set up to the end of the group around.
std::optional<java_opening> read_java_opening(java_regex_reader& in, java_regex_groups& groups);

/// A group's name, up to its `>`.
std::string read_java_group_name(java_regex_reader& in);

} // namespace troupe
