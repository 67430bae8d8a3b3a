#pragma once

#include "config/settings.hpp"

#include <chrono>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace troupe {

/// Which values of an asset are stale, and which attributes are silent: their
/// values have not come for `missed_max` times `expect_every`. Time within the
/// process is the steady clock's, so a wall clock that is set changes nothing.
///
/// Values do not touch the queue. An attribute waits there with a moment before
/// which nothing can happen to it, and is looked at again when that has come.
class freshness {
public:
  using time_point = std::chrono::steady_clock::time_point;

  static constexpr time_point never = time_point::max();
  static constexpr int missed_max = 3;

  freshness() = default;
  /// No attribute of `asset`, which must outlive this, has had a value yet.
  freshness(const asset_settings& asset, time_point now);

  /// No attribute has a limit.
  bool empty() const { return items_.empty(); }
  bool limits(size_t attribute) const;

  /// A value came that was `age` old already. It is expected anew from now on,
  /// whatever its own time. False: it is stale, older than `expire_after`.
  bool came(size_t attribute, time_point now, milliseconds age);

  /// The last value, from an earlier run. It goes on ageing from `age`, and was
  /// `stale` already or not; a new one is expected from now on. False: it is stale.
  bool restored(size_t attribute, time_point now, milliseconds age, bool stale);

  /// The attributes whose values have become stale.
  std::vector<uint32_t> pass(time_point now);

  /// When to call `pass` and `take_change`; at once, after a silent one was heard again.
  time_point next() const {
    return changed_ ? time_point{} : queue_.empty() ? never : queue_.begin()->first;
  }

  bool silent(size_t attribute) const { return items_[attribute].silent; }
  /// Whether others are silent than at the last call.
  bool take_change() { return std::exchange(changed_, false); }

private:
  struct item {
    time_point stale_at = never;
    time_point silent_at = never;
    time_point queued_at = never;
    bool stale = false;
    bool silent = false;
  };

  bool set(size_t attribute, time_point now, milliseconds waited, milliseconds age, bool stale);
  void enqueue(size_t attribute);

  const asset_settings* asset_ = nullptr;
  std::vector<item> items_;                         ///< By attribute; empty: no limits at all.
  std::set<std::pair<time_point, uint32_t>> queue_; ///< Each attribute at most once.
  bool changed_ = false;
};

} // namespace troupe
