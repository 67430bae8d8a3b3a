#pragma once

#include "schemas/interfaces.hpp"
#include "schemas/ledger.hpp"

#include <caf/actor_control_block.hpp>

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace troupe {

struct inbox_limits {
  uint64_t bytes = 16 << 20;             ///< Waiting here; beyond it messages are refused.
  uint64_t outstanding_bytes = 16 << 20; ///< Handed out and still worked on.
  uint64_t payload_bytes = 1 << 20;      ///< Of one message.
};

/// Where the client's thread leaves messages and the agent fetches them, in
/// batches that grow with the load. Bounded: at QoS 0 the oldest batch makes
/// room for the newest, at QoS 1 and 2 a message is refused, so that the broker
/// keeps it. What the agent fetched counts as outstanding until the last actor
/// has let go of the batch: that is the credit that bounds everything behind.
class inbox : public message_sink, public std::enable_shared_from_this<inbox> {
public:
  /// `now_ms` is the wall clock. Thread-safe together with all that follows.
  inbox(inbox_limits limits, std::shared_ptr<agent_counters> counters, int64_t (*now_ms)());

  /// What still waits has lost its agent and counts as dropped.
  ~inbox() override;

  /// Whom to wake when messages wait or credit comes back.
  void owner(const agent_actor& x);

  bool take(const incoming_message& x) override;

  /// The oldest batch; null if none waits or too much is outstanding.
  message_batch_ptr fetch();

  /// The owner ends: nothing more is taken, and all that waits can be fetched, whatever is
  /// outstanding.
  void close();

  /// The owner rests until it is woken. False: there is something to fetch, go on.
  bool rest();

  uint64_t waiting_bytes() const;

private:
  void drop(const message_batch& x);
  bool can_fetch() const;
  bool make_room(uint64_t size, uint8_t qos);
  message_batch& open_batch();
  void wake();
  void released(const message_batch& x);

  const inbox_limits limits_;
  const std::shared_ptr<agent_counters> counters_;
  int64_t (*const now_ms_)();

  mutable std::mutex mutex_;
  std::deque<std::unique_ptr<message_batch>> batches_;
  uint64_t bytes_ = 0;
  uint64_t outstanding_ = 0;
  uint64_t sequence_ = 0;
  bool closed_ = false;
  bool idle_ = true; ///< The owner rests and waits to be woken.
  caf::weak_actor_ptr owner_;
};

} // namespace troupe
