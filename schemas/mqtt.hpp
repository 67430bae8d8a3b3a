#pragma once

#include "schemas/vault.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What an agent and the mqtt actor say to each other. A client is the mqtt
/// actor's end of one agent's connection; an attempt numbers the connects of a
/// client, so that news of an earlier attempt is recognised as old.
namespace troupe {

/// A message as the client's thread sees it; valid during the call only.
struct incoming_message {
  std::string_view topic;
  std::string_view payload;
  uint16_t packet_id = 0; ///< 0 at QoS 0.
  uint8_t qos = 0;
  bool dup = false;
  bool retain = false;
};

/// Takes what comes in, on the client's thread. Must not block: the thread
/// serves every client of the process.
struct message_sink {
  virtual ~message_sink() = default;
  /// False: the message must not be acknowledged; the client cuts its connection.
  virtual bool take(const incoming_message& x) = 0;
};

struct will_options {
  std::string topic;
  std::string payload;
  bool retain = false; ///< The QoS of a will is always 0.
};

/// MQTT through a WebSocket; the sub-protocol is "mqtt".
struct websocket_options {
  std::string path; ///< With the query: "/mqtt?token=1".
};

/// What a client needs to connect.
struct client_options {
  std::string realm; ///< For messages.
  std::string agent; ///< For messages.
  std::string host;
  uint16_t port = 1883;
  std::string client_id; ///< Never empty.
  std::optional<std::string> username;
  std::optional<std::string> password;
  std::optional<will_options> will;
  bool mqtt5 = false;
  bool tls = false; ///< The material comes with each attempt.
  std::string alpn; ///< Offered in TLS; empty: none.
  std::optional<websocket_options> websocket;
  bool clean_session = true;
  std::chrono::seconds session_expiry{0}; ///< MQTT 5.
  std::chrono::milliseconds keep_alive{10'000};
  std::chrono::milliseconds connect_timeout{6'000}; ///< Name, TCP, TLS and CONNACK together.
};

struct topic_request {
  std::string topic;
  uint8_t qos = 0;
};

/// A session that a broker keeps.
struct session_query {
  std::string client_id;
  std::string broker; ///< "host:port"
};

/// agent → store: what is subscribed in a session, for the next run.
struct session_record {
  session_query session;
  std::vector<topic_request> topics;
};

/// agent → mqtt: connect as attempt `attempt`.
struct mqtt_connect {
  uint32_t client = 0;
  uint32_t attempt = 0;
  tls_material_ptr material = {}; ///< With TLS.
};

/// agent → mqtt: disconnect in order; answered by `mqtt_closed`.
struct mqtt_disconnect {
  uint32_t client = 0;
};

/// agent → mqtt: one SUBSCRIBE packet; answered by `mqtt_suback`.
struct mqtt_subscribe {
  uint32_t client = 0;
  uint32_t request = 0;
  std::vector<topic_request> topics;
};

/// agent → mqtt: one UNSUBSCRIBE packet; not answered.
struct mqtt_unsubscribe {
  uint32_t client = 0;
  std::vector<std::string> topics;
};

/// agent → mqtt; answered by `mqtt_published`.
struct mqtt_publish {
  uint32_t client = 0;
  uint64_t token = 0;
  std::string topic;
  std::string payload;
  uint8_t qos = 0;
  bool retain = false;
};

/// mqtt → agent: CONNACK accepted.
struct mqtt_connected {
  uint32_t attempt = 0;
  bool session_present = false;
};

/// Who turned whom down when an attempt failed.
enum class refusal : uint8_t {
  none,      ///< Nobody: the broker was not reached, or failed by something else.
  by_broker, ///< The broker: our certificate, or who we say we are.
  by_us,     ///< We: the broker's certificate.
};

/// mqtt → agent: the attempt failed or the connection is gone.
struct mqtt_closed {
  uint32_t attempt = 0;
  bool was_connected = false;
  std::string reason; ///< One sentence: what failed, with the library's or the broker's words.
  refusal refused = refusal::none;
};

/// mqtt → agent: a code for each topic of the request; empty: it failed.
struct mqtt_suback {
  uint32_t attempt = 0;
  uint32_t request = 0;
  std::vector<uint8_t> codes;
  std::string reason; ///< Why it failed.
};

/// mqtt → agent: how a publish ended.
struct mqtt_published {
  uint64_t token = 0;
  bool ok = false;
  std::string reason;
  bool refused = false; ///< By the broker: the same message again would be, too.
};

/// agent → mqtt: does the broker take this key? Goes as far as TLS and the
/// WebSocket, never to CONNECT, so that the agent's session is left alone.
struct mqtt_handshake {
  client_options options;         ///< `connect_timeout` bounds it all.
  tls_material_ptr material = {}; ///< With TLS.
};

/// What a server showed in a TLS handshake.
struct tls_facts {
  std::string protocol; ///< "TLSv1.3"; empty: the handshake was not completed.
  std::string cipher;
  std::string subject; ///< Of the server's certificate.
  std::string issuer;
  int64_t not_after_ms = 0;
  bool certificate_requested = false; ///< The server asked for a client certificate
  bool certificate_sent = false;      ///< … and was given one.
  std::string alpn;                   ///< What the server chose; empty: nothing.
};

struct handshake_report {
  bool ok = false;
  std::string reason; ///< One sentence: why it failed.
  tls_facts server;
  refusal refused = refusal::none;
};

/// agent → mqtt: what fails between here and the broker? Uses a client id of its own.
struct mqtt_probe {
  client_options options;
  std::vector<topic_request> topics;
  tls_material_ptr material = {}; ///< With TLS.
};

} // namespace troupe
