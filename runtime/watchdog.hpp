#pragma once

#include "schemas/interfaces.hpp"

#include <functional>
#include <memory>

namespace troupe {

/// Tells systemd that the runtime is well, as often as it wants to hear it, and
/// only while a request gets through the actors: a thread that merely runs
/// proves nothing. Does nothing where systemd does not ask.
class watchdog {
public:
  /// `ask` hands a request to the inspector, as the HTTP server does.
  explicit watchdog(std::function<void(api_request)> ask);
  ~watchdog();

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace troupe
