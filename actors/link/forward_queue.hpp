#pragma once

#include "schemas/messages.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace troupe {

/// Values that are to be sent, in order: those that wait, bounded, and those that
/// the agent has. Values that end in here have been counted by their tickets.
class forward_queue {
public:
  using time_point = std::chrono::steady_clock::time_point;
  using numbers = std::vector<std::pair<uint64_t, uint32_t>>; ///< Of values, and their forwards.

  /// For what waits; then the oldest are dropped.
  static constexpr size_t messages_max = 10'000;
  static constexpr size_t bytes_max = 16 << 20;
  /// Of what the agent has; one more may be as large as it likes.
  static constexpr size_t sent_bytes_max = 1 << 20;

  struct entry {
    forward_item item;
    time_point expires;    ///< When it is too old to be sent.
    bool alone = false;    ///< Gives way to a newer one of the same forward.
    bool fleeting = false; ///< Does not wait for a connection.
  };

  /// Answers its number. Values that are lost by that are appended to `lost`.
  uint64_t add(entry x, numbers& lost);

  /// As above, for one that is older than all that were added.
  void adopt(entry x, numbers& lost);

  /// The first that waits; the agent has it from now on.
  const std::pair<const uint64_t, entry>* send(size_t window);

  /// The agent is done with it; nothing if it never had it.
  std::optional<entry> finish(uint64_t number);

  /// It was not sent after all and waits again, in its old place.
  void put_back(uint64_t number, entry x, numbers& lost);

  /// Ends those that have waited too long.
  void expire(time_point now, numbers& lost);
  /// When that may be needed next; `time_point::max()`: never.
  time_point next_expiry() const { return next_expiry_; }

  /// The connection is away: drops those that do not wait for it.
  void drop_fleeting(numbers& lost);

  /// All that waits, oldest first.
  std::vector<forward_item> release();

  size_t waiting() const { return waiting_.size(); }
  /// Whether a value of this forward waits that would give way to a newer one.
  bool would_give_way(uint32_t forward) const { return alone_.contains(forward); }
  /// Of those that the agent has, oldest first.
  std::vector<uint64_t> sent_numbers() const;

private:
  using place = std::map<uint64_t, entry>::iterator;

  void insert(uint64_t number, entry&& x);
  entry take_out(place at);
  void lose(place at, outbound outcome, numbers& lost);
  void keep_bounds(numbers& lost);

  static constexpr uint64_t first_added = uint64_t{1} << 32;

  uint64_t last_adopted_ = 0;
  uint64_t last_ = first_added;
  std::map<uint64_t, entry> waiting_; ///< Oldest first.
  std::map<uint64_t, entry> sent_;
  std::map<uint32_t, uint64_t> alone_; ///< Forward → its one value in `waiting_`.
  size_t waiting_bytes_ = 0;
  size_t sent_bytes_ = 0;
  time_point next_expiry_ = time_point::max();
};

} // namespace troupe
