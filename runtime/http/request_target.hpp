#pragma once

#include <caf/expected.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe {

/// What a request line points at.
struct request_target {
  std::vector<std::string> path; ///< Segments, decoded; empty for "/".
  std::vector<std::pair<std::string, std::string>> query;
};

/// Reads "/a/b%20c?x=1&y". Split first and decoded then, so that "%2F" stays
/// within its segment. Refuses with `payload_invalid` what is not a path from
/// the root, an empty, "." or ".." segment, a bad percent escape, and control
/// characters, encoded or not. One slash at the end is allowed.
caf::expected<request_target> parse_target(std::string_view text);

/// `x` as one path segment or query value.
std::string percent_encode(std::string_view x);

} // namespace troupe
