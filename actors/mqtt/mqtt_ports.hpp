#pragma once

#include "actors/mqtt/mqtt_client.hpp"

#include <functional>
#include <memory>
#include <string>

namespace troupe {

/// The way to the network.
struct mqtt_ports {
  client_factory make_client;
  std::shared_ptr<dialler> network;
  /// Called now and then, and soon after anything was asked of a client: a library
  /// may need it.
  std::function<void()> nudge = [] {};
  /// Why the library's own threads get nowhere, one sentence; empty: they work.
  std::function<std::string()> stuck = [] { return std::string{}; };
};

/// Paho and the system's resolver. Call it before there are threads.
mqtt_ports system_mqtt_ports();

} // namespace troupe
