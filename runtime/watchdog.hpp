#pragma once

#include "actors/topology.hpp"

#include <memory>

namespace troupe {

/// Tells systemd that the runtime is well, as often as it wants to hear it, and only while
/// a heartbeat gets through the actors (`actors/heartbeat/`): a thread that merely runs
/// proves nothing. Does nothing where systemd does not ask.
class watchdog {
public:
  watchdog(caf::actor_system& sys, const actors_environment& env);
  ~watchdog();

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace troupe
