#pragma once

#include "actors/store/point_table.hpp"

#include <cstdint>
#include <limits>

namespace troupe {

/// Deletes data points whose time is over, and the oldest ones of the realm where the disk budget
/// asks for it; in slices, so that no commit waits for long. All calls within a transaction.
class retention {
public:
  static constexpr int64_t slice_rows = 10'000;

  /// Both must outlive it. `disk_bytes` bounds the database with its write-ahead log.
  caf::error open(database& db, point_table& points, uint64_t disk_bytes);

  /// Deletes one slice of what is older than its attribute keeps; answers whether more of the round
  /// is left.
  caf::expected<bool> expire(int64_t now_ms);

  /// How long after a round the next is due.
  caf::expected<int64_t> round_ms();

  /// Whether the database holds more than the budget leaves to it.
  caf::expected<bool> over_budget();

  /// Deletes up to `rows` of the realm's oldest data points; answers how many. Fewer do not
  /// mean that there are no more: a call looks at a bounded number of attributes.
  caf::expected<int64_t> make_room(int64_t rows, int64_t now_ms);

  /// Gives free pages at the file's end back to the file system if the file is over the budget.
  caf::error shrink();

private:
  database* db_ = nullptr;
  point_table* points_ = nullptr;
  int64_t pages_max_ = 0;
  statement kept_, next_, shortest_, page_count_, free_count_;

  int64_t expired_ = 0; ///< The round has passed the attributes up to this one.

  // The walk of `make_room`: what is older than `floor_ms_` goes, attribute by attribute; a walk
  // that has passed all of them knows what is the oldest left, and the next one's floor is above
  // that.
  static constexpr auto never = std::numeric_limits<int64_t>::max();
  int64_t walked_ = 0;
  int64_t oldest_ms_ = never;
  int64_t floor_ms_ = std::numeric_limits<int64_t>::min();
};

} // namespace troupe
