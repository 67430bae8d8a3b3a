#pragma once

#include "actors/metered.hpp"
#include "actors/roster.hpp"
#include "actors/webhook/webhook.hpp"
#include "config/settings.hpp"
#include "schemas/interfaces.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace troupe {

class problem_watch;

/// What the inspector says to itself, and what the process says to it.
using inspector_inside = inspector_actor::extend<
    // It is time to see what is wrong.
    caf::reacts_to<caf::tick_atom>,
    // The process ends: says so to those who watch it from outside; answers when it is said, or
    // cannot be.
    caf::replies_to<stop_atom>::with<bool>>;

struct inspector_options {
  root_actor root;
  roster_ptr who;
  std::string version;
  std::function<int64_t()> now_ms;     ///< Wall clock.
  int64_t started_ms = 0;              ///< By it.
  std::filesystem::path problems_file; ///< Empty: what is said of problems is not kept.
  std::string host;                    ///< The machine's name.
  health_settings health;              ///< Whom to tell.
  uint8_t health_qos = 0;              ///< Of what is published of health.
  std::function<webhook_actor(inspector_inside::pointer)> spawn_webhook; ///< Empty: there is none.
  std::shared_ptr<std::atomic<bool>> webhook_ended; ///< Makes it give up; may be null.
  std::chrono::milliseconds ask_timeout{2'000};
  std::chrono::milliseconds work_timeout{30'000}; ///< For writes, probes, commits and histories.
};

struct inspector_state {
  static constexpr const char* name = "inspector";
  explicit inspector_state(inspector_inside::pointer self) : self{self} {}

  /// Finds the route of `x` and starts it.
  void handle(const api_request& x) const;
  caf::result<bool> stop();

  inspector_inside::pointer self;
  std::shared_ptr<const inspector_options> options;
  std::shared_ptr<problem_watch> watch;
};

/// Answers the API. What it knows it reads from the roster and the settings;
/// the rest it asks the realms for, when someone looks, and every few seconds to see what
/// is wrong.
inspector_inside::behavior_type inspector(
    metered_self<inspector_inside, inspector_state> self, std::shared_ptr<meter> own,
    inspector_options options);

} // namespace troupe
