#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace troupe {

/// A plant to simulate, and the broker it talks to.
struct simulate_options {
  std::string host = "127.0.0.1";
  uint16_t port = 1883;
  std::string username;
  std::string password_file;
  std::string client_id; ///< Empty: a random one.
  std::string topic = "plant";
  std::string prefix = "press-";
  uint32_t assets = 12;
  /// Messages per second, all assets together; 0: as fast as it goes; none: one an asset.
  std::optional<double> rate;
  int qos = 0;
  bool retain = false;
  uint64_t count = 0;                    ///< Ends after that many messages; 0: never.
  std::chrono::milliseconds duration{0}; ///< Ends after that time; 0: never.
  uint32_t seed = 1;
  bool quiet = false; ///< Only the totals.
};

/// Runs until the duration or the count is reached, or SIGINT or SIGTERM. A
/// broker that is away is tried again every second. Prints at most one line per
/// second and the totals to standard output. Answers false if nothing could be
/// sent at all.
bool simulate(const simulate_options& x);

} // namespace troupe
