#pragma once

#include "schemas/interfaces.hpp"

#include <caf/atom.hpp>
#include <caf/stateful_actor.hpp>

#include <chrono>
#include <string>

namespace troupe {

/// Writes a realm's changes to one server-sent event stream. Ends with the
/// client or with the realm.
using watcher_actor = listener_actor::extend<caf::reacts_to<caf::tick_atom>>;

struct watcher_state {
  static constexpr const char* name = "watcher";
  explicit watcher_state(watcher_actor::pointer self) : self{self} {}

  void write(const attribute_event& x);
  void tick();
  /// Ends if the client is gone.
  void write(std::string piece);

  watcher_actor::pointer self;
  realm_actor realm;
  stream_writer client;
};

/// How often a silent stream is written to, to learn of clients that went.
constexpr std::chrono::seconds watcher_tick{15};

/// Watches the realm, or one asset of it where `asset` is not empty.
watcher_actor::behavior_type watcher(
    watcher_actor::stateful_pointer<watcher_state> self, realm_actor realm, std::string asset,
    stream_writer client);

} // namespace troupe
