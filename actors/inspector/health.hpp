#pragma once

#include "actors/inspector/problem_book.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

enum class health_status : uint8_t { ok, warning, error, offline };

std::string_view to_string(health_status x);

/// How the process fares, in one line. What is muted does not count.
struct health {
  health_status status = health_status::ok;
  uint64_t errors = 0;
  uint64_t warnings = 0;
  uint64_t muted = 0;
  int64_t since_ms = 0; ///< Wall clock: since when the status is this one; 0: not known.
  std::string worst;    ///< The first problem, one sentence; empty: there is none.
  std::string worst_id; ///< Its id.
};

/// Follows from what is listed; `before` is what it was until now.
health health_of(const std::vector<listed_problem>& problems, const health& before, int64_t now_ms);

/// {"status":"error","problems":2,"since":1750000000000,"worst":"hall/floor: …"}
void append_members(json_writer& out, const health& x);
std::string to_json(const health& x);

/// Where the health of the process on the machine `host` is published.
std::string health_topic_name(const health_settings& x, const std::string& host);

} // namespace troupe
