#pragma once

#include <chrono>
#include <cstdint>
#include <random>

namespace troupe {

/// When an agent tries to connect again. Delays double up to a cap, each then
/// ±25 % at random. A lost connection is tried again at once, and if that fails
/// the delays start at five times the shortest. The source is OpenRemote's
/// AbstractMQTT_IOClient; unlike there a connection that did not last is a
/// failed attempt, so that two clients which take over each other's id, or a
/// broker that hangs up at once, do not make a busy loop.
class reconnect_schedule {
public:
  using milliseconds = std::chrono::milliseconds;

  reconnect_schedule(milliseconds shortest, milliseconds longest, uint64_t seed);

  /// How long to wait after an attempt that failed.
  milliseconds failed();

  /// How long to wait after losing a connection that lasted so long.
  milliseconds lost(milliseconds lasted);

private:
  const milliseconds shortest_;
  const milliseconds longest_;
  milliseconds next_;
  std::minstd_rand random_;
};

} // namespace troupe
