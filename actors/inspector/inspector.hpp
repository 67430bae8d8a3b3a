#pragma once

#include "actors/metered.hpp"
#include "actors/roster.hpp"
#include "config/settings.hpp"
#include "schemas/interfaces.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace troupe {

struct inspector_options {
  root_actor root;
  roster_ptr who;
  std::string version;
  int64_t started_ms = 0; ///< Wall clock.
  std::chrono::milliseconds ask_timeout{2'000};
  std::chrono::milliseconds work_timeout{30'000}; ///< For writes, probes, commits and histories.
};

struct inspector_state {
  static constexpr const char* name = "inspector";
  explicit inspector_state(inspector_actor::pointer self) : self{self} {}

  /// Finds the route of `x` and starts it.
  void handle(const api_request& x) const;

  inspector_actor::pointer self;
  std::shared_ptr<const inspector_options> options;
};

/// Answers the API. What it knows it reads from the roster and the settings;
/// the rest it asks the realms for, and only when someone looks.
inspector_actor::behavior_type inspector(
    metered_self<inspector_actor, inspector_state> self, std::shared_ptr<meter> own,
    inspector_options options);

} // namespace troupe
