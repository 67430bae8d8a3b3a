#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace troupe {

/// Where and as whom to publish.
struct publisher_options {
  std::string host;
  uint16_t port = 1883;
  std::string client_id;
  std::string username; ///< Empty: none.
  std::string password;
  std::string subscription; ///< Subscribed at each connect; empty: nothing.
};

/// A plain MQTT 3.1.1 client for the simulated plant. Used by one thread.
class mqtt_publisher {
public:
  /// `on_message` is called on the library's thread; it must not block.
  mqtt_publisher(
      publisher_options options,
      std::function<void(std::string_view topic, std::string_view payload)> on_message);
  /// Disconnects; waits at most a second.
  ~mqtt_publisher();

  /// Blocks until connected or refused; answers why not, empty if connected.
  std::string connect();
  bool connected() const;

  /// Hands a message to the library; false if it does not take it.
  bool publish(const std::string& topic, std::string_view payload, int qos, bool retain);

  uint64_t acknowledged() const; ///< At QoS 0: written to the socket.
  uint64_t failed() const;       ///< Given up by the library, e.g. with the connection.
  uint64_t in_flight() const;

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

std::string paho_version();

} // namespace troupe
