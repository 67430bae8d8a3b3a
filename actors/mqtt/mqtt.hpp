#pragma once

#include "actors/metered.hpp"
#include "actors/mqtt/mqtt_ports.hpp"
#include "actors/mqtt/session.hpp"
#include "actors/mqtt/tls_probe.hpp"
#include "schemas/interfaces.hpp"

#include <caf/typed_actor.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <variant>

namespace troupe {

/// Something that happened to a client, on its way to the actor.
struct mqtt_event {
  struct dialled {
    uint32_t attempt = 0;
    std::shared_ptr<caf::expected<dial_result>> result; ///< Taken by the actor.
  };
  struct overdue {
    uint32_t attempt = 0;
  };
  struct nudge {
    bool periodic = false;
  };
  uint32_t client = 0;
  std::variant<dialled, overdue, nudge, client_news::any> what;
};

/// The actor as it is to itself.
using mqtt_inside = mqtt_actor::extend<caf::reacts_to<mqtt_event>>;

class mqtt_state {
public:
  static inline const char* name = "mqtt";

  explicit mqtt_state(mqtt_inside::pointer self) : self_{self} {}
  ~mqtt_state() { stop_.request_stop(); }

  void start(mqtt_ports ports);

  uint32_t open(const open_client& x);
  void close(uint32_t client) { sessions_.erase(client); }
  /// Closes the clients of an agent that is gone.
  void close_all(const caf::actor_addr& agent);
  /// Null: it is closed. Who finds a client will ask something of it.
  session* find(uint32_t client);
  void handle(const mqtt_event& x);
  caf::result<void> pulse() const;

  caf::result<probe_report> probe(mqtt_probe x);
  /// Would the broker take this key?
  caf::result<handshake_report> prove(mqtt_handshake x);

private:
  using clock = std::chrono::steady_clock;

  /// Handshakes at once, each on a thread of its own: why an attempt failed, whether
  /// a key would be taken. The others wait, but not beyond their end.
  static constexpr size_t trials_max = 8;

  struct trial {
    clock::time_point end;
    mqtt_handshake what;
    std::function<void(const caf::expected<handshake_report>&)> done;
  };

  void look_into(trial x);
  void next_trials();
  void begin(trial x, std::chrono::milliseconds left);
  void nudge_after(std::chrono::milliseconds delay, bool periodic);
  void nudge(bool periodic);
  session::surroundings surroundings_of(uint32_t client, const open_client& x);

  mqtt_inside::pointer self_;
  mqtt_ports ports_;
  std::map<uint32_t, std::unique_ptr<session>> sessions_;
  std::deque<trial> trials_;
  size_t trying_ = 0;
  std::stop_source stop_; ///< Ends the probes with the actor.
  uint32_t last_client_ = 0;
  bool nudge_due_ = false;
};

/// Spawn it detached: it waits for the library's mutex. Clients hold the actor, so
/// it ends by an exit message only; all its clients disconnect then.
mqtt_inside::behavior_type
mqtt(metered_self<mqtt_inside, mqtt_state> self, std::shared_ptr<meter> meter, mqtt_ports ports);

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::mqtt_event)
