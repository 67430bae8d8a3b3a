#pragma once

#include "actors/store/database.hpp"
#include "schemas/messages.hpp"

namespace troupe {

/// The data points of a state.db, for its one writer: appended to a small table in order of arrival
/// and moved from there to one in order of attribute and time. Why: schemas/state.sql.
class point_table {
public:
  /// What the tables hold, without counting; goes back with a transaction that is undone.
  struct tally {
    int64_t next_id = 1;
    int64_t settled = 0;
    int64_t recent = 0;
    int64_t points() const { return settled + recent; }
  };

  /// `db` must outlive it.
  caf::error open(database& db);

  // All of them within a transaction.
  caf::error insert(int64_t attribute_id, const data_point& x);
  caf::error settle();
  /// Both delete at most `rows_max` points, the oldest first, and answer how many.
  caf::expected<int64_t> remove_settled(int64_t attribute_id, int64_t before_ms, int64_t rows_max);
  caf::expected<int64_t> remove_recent(int64_t rows_max);
  /// Deletes recent points that their attribute does not keep so long; answers how many.
  caf::expected<int64_t> expire_recent(int64_t now_ms, int64_t rows_max);

  const tally& count() const { return tally_; }
  void restore(const tally& x) { tally_ = x; }

private:
  template <class... Ts>
  caf::expected<int64_t> remove(statement& what, int64_t tally::*from, const Ts&... xs);

  database* db_ = nullptr;
  tally tally_;
  statement insert_, move_, clear_, remove_settled_, remove_recent_, expire_recent_, save_;
  std::string json_; // reused
};

} // namespace troupe
