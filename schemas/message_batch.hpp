#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// One MQTT message as it came in. Its texts stand in the batch's `bytes`.
struct frame {
  uint64_t sequence = 0;    ///< Counts the agent's messages from 1, in order of arrival.
  int64_t received_ms = 0;  ///< Wall clock at arrival, ms since the epoch.
  uint32_t topic_begin = 0; ///< Offsets into `bytes`.
  uint32_t payload_begin = 0;
  uint32_t payload_size = 0;
  uint16_t topic_size = 0;
  uint16_t packet_id = 0; ///< 0 at QoS 0.
  uint8_t qos = 0;
  bool dup = false;
  bool retain = false;
};

/// Messages of one agent that travel together, from the client's callback to
/// the store. Whoever still works on any of them holds the batch; when the last
/// one lets go, `released` is told, and that is the agent's credit: nothing has
/// to be counted back by hand, not even where an actor dies with a full mailbox.
struct message_batch {
  std::string bytes;
  std::vector<frame> frames;
  std::function<void(const message_batch&)> released; ///< Any thread; may be empty.

  message_batch() = default;
  message_batch(const message_batch&) = delete;
  message_batch& operator=(const message_batch&) = delete;
  ~message_batch() {
    if (released)
      released(*this);
  }

  std::string_view topic(const frame& x) const {
    return std::string_view{bytes}.substr(x.topic_begin, x.topic_size);
  }
  std::string_view payload(const frame& x) const {
    return std::string_view{bytes}.substr(x.payload_begin, x.payload_size);
  }
};

using message_batch_ptr = std::shared_ptr<const message_batch>;

} // namespace troupe
