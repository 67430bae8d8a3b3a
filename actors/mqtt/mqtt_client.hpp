#pragma once

#include "actors/mqtt/dialler.hpp"
#include "schemas/mqtt.hpp"

#include <caf/error.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

/// The port to an MQTT library. Nothing of a particular library is in it, so
/// that another one can be measured against it and a scripted one serves tests.
namespace troupe {

/// What a client reports.
namespace client_news {

/// CONNACK accepted.
struct connected {
  uint32_t attempt = 0;
  bool session_present = false;
  uint16_t receive_maximum = 0; ///< MQTT 5: what the broker takes in flight; 0: not said.
};

/// The attempt failed or the connection ended, whoever ended it.
struct closed {
  uint32_t attempt = 0;
  std::string reason; ///< One sentence.
  /// CONNECT was not answered, and the library does not know what TLS or the
  /// WebSocket met with.
  bool vague = false;
  bool refused = false; ///< CONNECT was, for who we are.
};

/// SUBACK, a code for each topic; empty: it failed.
struct subscribed {
  uint32_t request = 0;
  std::vector<uint8_t> codes;
  std::string reason;
};

/// The broker has it; at QoS 0 the socket has it. Or it failed.
struct published {
  uint32_t number = 0;
  bool ok = false;
  std::string reason;
  bool refused = false; ///< By the broker, which would refuse the same message again.
};

using any = std::variant<connected, closed, subscribed, published>;

} // namespace client_news

/// Takes a client's news, on the library's thread: must neither block nor call
/// the client.
using news_receiver = std::function<void(client_news::any)>;

/// One client of one broker. Used by one thread at a time; no call waits for
/// the network. Destroying it disconnects and ends all news.
struct mqtt_client {
  /// Topics of one request at most.
  static constexpr uint32_t topics_max = 256;

  virtual ~mqtt_client() = default;

  /// Sends CONNECT on `socket`. After success `connected` or `closed` follows;
  /// must not be called again before `closed`. Keeps the session of earlier
  /// connections where the options ask for it. `material` is for TLS; the client
  /// lets go of it when either has followed, or when this fails.
  virtual caf::error connect(uint32_t attempt, tcp_socket socket, tls_material_ptr material) = 0;

  /// Sends DISCONNECT; `closed` follows.
  virtual void disconnect() = 0;

  /// Ends the connection at once, whatever its state; `closed` follows.
  virtual void cut() = 0;

  /// `subscribed` follows after success, unless the connection is lost before.
  virtual caf::error subscribe(uint32_t request, const std::vector<topic_request>& topics) = 0;

  virtual caf::error unsubscribe(const std::vector<std::string>& topics) = 0;

  /// `published` follows after success, in a resumed session perhaps after the
  /// next connect; not if the session ends before.
  virtual caf::error publish(uint32_t number, const mqtt_publish& x) = 0;
};

using client_factory = std::function<std::unique_ptr<mqtt_client>(
    const client_options&, std::shared_ptr<message_sink>, news_receiver)>;

} // namespace troupe
