#pragma once

#include "actors/link/forward_gate.hpp"
#include "actors/link/forward_queue.hpp"

#include <chrono>
#include <optional>
#include <vector>

namespace troupe {

/// Sends values of one asset on through one agent: decides which go and when, and keeps
/// what cannot go now. Pure: it is told the time and what happened, and says what to send.
class forwarder {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// How an attempt to send ended.
  enum class ending : uint8_t {
    acknowledged,
    refused, ///< The same value would be refused again.
    failed,  ///< The connection went; it is tried again.
  };

  forwarder() = default;
  /// They outlive it. Index = `forward_item::forward`.
  explicit forwarder(const std::vector<const forward_settings*>& forwards);

  void offer(forward_item&& x, time_point now);
  /// One that waited elsewhere and is older than all that were offered here; it has passed its
  /// gate.
  void adopt(forward_item&& x, time_point now);
  void flow(const agent_flow& x);
  /// The agent is another one: what the old one had is not answered any more.
  void agent_lost(time_point now);

  struct sending {
    uint64_t number = 0;
    const forward_item* item = nullptr; ///< Until `ended`.
  };
  /// What to send now; to be asked again until there is nothing.
  std::optional<sending> next(time_point now);
  void ended(uint64_t number, ending how, time_point now);

  /// When `next` may have something, or a value is too old, though nothing else happens.
  time_point due() const;
  /// Lets go what has waited for its interval, ends what is too old.
  void tick(time_point now);

  /// All that waits, oldest first; it waits no more.
  std::vector<forward_item> release();

  bool online() const { return online_; }
  size_t waiting() const { return queue_.waiting(); }
  /// Values that were lost by a bound or their age since the queue was last empty.
  uint64_t lost() const { return lost_count_; }

private:
  struct slot {
    const forward_settings* settings;
    forward_gate gate;
    std::optional<forward_item> held; ///< Until the gate opens.
    uint64_t last = 0;                ///< The number of the value that passed last.
  };

  void pass(forward_item&& x, time_point now);
  void forget_lost();

  std::vector<slot> slots_;
  forward_queue queue_;
  forward_queue::numbers lost_; ///< Not yet looked at.
  uint64_t lost_count_ = 0;
  time_point next_opening_ = time_point::max(); ///< Of a gate with a value that is held.
  time_point pause_ = time_point::min();        ///< Nothing is sent before.
  bool online_ = false;
  size_t window_ = 0;
};

} // namespace troupe
