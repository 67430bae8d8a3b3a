#pragma once

#include "runtime/cli/commands.hpp"

#include <boost/json/value.hpp>

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::cli {

/// A command that cannot go on: its exit code and one sentence for people.
struct command_error {
  int code = 1;
  std::string text;
};

/// Throws `command_error` (64) unless `path` has `least` to `most` parts, none
/// empty; `shape` is what to say instead, e.g. "REALM/AGENT".
std::vector<std::string>
split_path(std::string_view path, size_t least, size_t most, std::string_view shape);

/// One socket a runtime may listen at, and what named it.
struct socket_candidate {
  std::filesystem::path path;
  std::string named_by;
};

/// Where to look: --socket or $TROUPE_SOCKET or the configuration's
/// `runtime.socket` alone, if set; else the places a runtime chooses itself.
std::vector<socket_candidate> socket_candidates(const query_options& x);

/// Talks to a running runtime. Throws `command_error`: 69 when there is none,
/// naming all places tried, 1 with the runtime's sentence when it refuses.
class client {
public:
  explicit client(const query_options& x);

  /// The answer's body.
  std::string ask(std::string_view method, const std::string& target, std::string body = {}) const;

  boost::json::value get(const std::string& target) const;

  /// Calls `on_event` with the data of each server-sent event until it answers
  /// false or `stop` is requested. Throws where the runtime ends the stream.
  void listen(
      const std::string& target, const std::function<bool(std::string_view)>& on_event,
      std::stop_token stop) const;

private:
  std::filesystem::path socket_;
};

} // namespace troupe::cli
