#pragma once

#include "actors/mqtt/mqtt_client.hpp"

#include <mutex>
#include <unordered_map>

namespace troupe {

/// What Paho's threads may touch of a client; outlives the client where a callback
/// is still running. Any thread.
class paho_connection {
public:
  paho_connection(bool mqtt5, std::shared_ptr<message_sink> sink, news_receiver receiver)
      : mqtt5{mqtt5}, sink{std::move(sink)}, receiver{std::move(receiver)} {}

  const bool mqtt5;
  const std::shared_ptr<message_sink> sink;
  const news_receiver receiver;

  /// A new attempt on this socket, whose descriptor Paho has a duplicate of. Paho
  /// reads the files of `material` on a thread of its own, at any time until
  /// CONNACK: they stay open so long and no longer.
  void begin(uint32_t attempt, tcp_socket socket, tls_material_ptr material);

  /// The attempt never began.
  void forget();

  /// The attempt has come to CONNACK.
  void opened();

  /// What OpenSSL said in Paho's hands.
  void note_tls_error(std::string_view line);

  /// Ends the connection under Paho, which then notices; `reason` is what is reported.
  void cut(std::string reason);
  bool is_cut() const;

  /// Lets TCP acknowledge what came. Brokers such as mosquitto send a small packet
  /// only after the one before is acknowledged, which the kernel puts off for 40 ms.
  void acknowledge();

  /// Why the connection ended, read off the socket that Paho has let go of.
  std::string why_lost() const;

  /// Why CONNECT was not answered, as far as Paho lets one know.
  std::string why_unanswered() const;

  /// Reports the end and lets go of the socket.
  void closed(std::string reason, bool vague = false, bool refused = false);

  /// A request whose topics go out one by one: the number of topic `i` is the first
  /// number, which this answers, plus `i`.
  uint32_t expect_codes(uint32_t request, size_t topics);
  void expect_no_codes(uint32_t first_number);
  /// The code of one topic; reports the request when it was the last one missing.
  void suback(uint32_t number, uint8_t code);

private:
  struct pending {
    uint32_t request = 0;
    std::vector<uint8_t> codes;
    size_t missing = 0;
  };

  mutable std::mutex mutex_;
  uint32_t attempt_ = 0;
  tcp_socket socket_;
  tls_material_ptr material_;                   ///< While the attempt lasts.
  std::string tls_error_;                       ///< The first of the attempt.
  std::string cut_reason_;                      ///< Not empty: we ended the connection.
  std::unordered_map<uint32_t, pending> slots_; ///< By number / `topics_max`.
  uint32_t last_slot_ = 0;
};

using paho_connection_ptr = std::shared_ptr<paho_connection>;

/// Enters a connection under a number, which is all that Paho is given: a callback
/// that comes late finds nothing instead of a dangling pointer.
uint32_t enter_connection(paho_connection_ptr x);
void leave_connection(uint32_t client);

/// The client's number and that of what was asked of it, in the place of a pointer.
void* paho_context(uint32_t client, uint32_t number);
paho_connection_ptr connection_of(void* context);
uint32_t number_of(void* context);

} // namespace troupe
