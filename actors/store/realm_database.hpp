#pragma once

#include "actors/store/leftovers.hpp"
#include "actors/store/pending_rows.hpp"
#include "actors/store/point_table.hpp"
#include "actors/store/retention.hpp"
#include "actors/store/session_table.hpp"
#include "actors/store/state_table.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace troupe {

/// A realm's state.db as its writer sees it. Used by one thread; calls block on the disk. What
/// fails has changed nothing.
class realm_database {
public:
  /// `db` comes from `open_state_file`.
  static caf::expected<std::unique_ptr<realm_database>> open(database db, uint64_t disk_bytes);

  caf::expected<std::vector<stored_attribute>> declare(const open_asset& x) {
    return states_.declare(x);
  }

  /// Writes all rows in one transaction, and in it makes room where the disk budget is used up.
  /// `row_of` turns the number a row carries into the database's; 0: it has none. Answers how many
  /// data points were left out because the budget is full of states.
  caf::expected<uint64_t>
  commit(const pending_rows& rows, const std::function<int64_t(int64_t)>& row_of, int64_t now_ms);

  /// One slice of what can wait: deletes data points, gives space back. Answers when
  /// to call again, in ms.
  caf::expected<int64_t> tidy(int64_t now_ms);

  /// What it holds of attributes that are not configured any more.
  caf::expected<std::vector<leftover>> find_leftovers(const purge_request& x) {
    return leftovers{db_, points_}.find(x);
  }
  /// Removes a slice of them; answers whether all of that attribute is gone.
  caf::expected<bool> remove_leftover(int64_t attribute_id);

  session_table& sessions() { return sessions_; }

  /// The highest number of an attribute; 0: there are none.
  caf::expected<int64_t> highest_attribute() {
    return db_.integer("SELECT max(id) FROM attribute");
  }

  int64_t data_points() const { return points_.count().points(); }
  bool damaged() const { return db_.damaged(); }

private:
  explicit realm_database(database db) : db_{std::move(db)} {}

  template <class F>
  caf::error transaction(F body);
  /// Whether there is room for new data points, once some old ones are gone.
  caf::expected<bool> make_room(int64_t rows, int64_t now_ms);

  database db_; // before the statements, which must end first
  state_table states_;
  point_table points_;
  retention retention_;
  session_table sessions_;
  int64_t settle_rows_ = 0;
};

} // namespace troupe
