#pragma once

#include "actors/mqtt/mqtt.hpp"
#include "tests/system/support/broker.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace troupe::test {

/// All that one agent was told and all its client received.
class agent_log : public message_sink {
public:
  struct message {
    std::string topic;
    std::string payload;
    int qos = 0;
    bool dup = false;
    bool retain = false;
    uint16_t packet_id = 0;
  };

  std::vector<mqtt_connected> connected;
  std::vector<mqtt_closed> closed;
  std::vector<mqtt_suback> subacks;
  std::vector<mqtt_published> published;
  std::vector<message> messages;
  std::function<bool(const message&)> accept; ///< What `take` answers; empty: true.

  bool take(const incoming_message& x) override;

  template <class T>
  void note(std::vector<T>& list, const T& x) {
    std::lock_guard guard{mutex_};
    list.push_back(x);
    changed_.notify_all();
  }

  /// Waits until `list` has this many entries; false: not in time.
  template <class T>
  bool
  wait(const std::vector<T>& list, size_t count = 1, milliseconds limit = milliseconds{10'000}) {
    std::unique_lock guard{mutex_};
    return changed_.wait_for(guard, limit, [&] { return list.size() >= count; });
  }

  template <class T>
  T last(const std::vector<T>& list) {
    std::lock_guard guard{mutex_};
    return list.empty() ? T{} : list.back();
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
};

/// An mqtt actor with Paho in it, and agents that only take notes.
class mqtt_fixture {
public:
  explicit mqtt_fixture(mqtt_ports ports = system_mqtt_ports());
  ~mqtt_fixture();

  /// An agent's end of one client.
  struct client {
    mqtt_actor mqtt;
    agent_actor agent;
    std::shared_ptr<agent_log> log = std::make_shared<agent_log>();
    uint32_t id = 0;
    uint32_t attempt = 0;
    std::function<tls_material_ptr()> material = {}; ///< Makes that of each attempt.

    void begin_connect();
    /// Connects and waits; false: it was closed instead.
    bool connect();
    void disconnect();
    /// The codes, after the answer.
    std::vector<uint8_t> subscribe(std::vector<topic_request> topics);
    void publish(const std::string& topic, const std::string& payload, int qos, uint64_t token = 0);
    std::string why_closed() { return log->last(log->closed).reason; }
  };

  client open(const client_options& options);
  static client_options options(const broker& x, const std::string& client_id, bool mqtt5 = false);

  caf::actor_system_config config;
  caf::actor_system system;
  mqtt_actor mqtt;
};

} // namespace troupe::test
