#pragma once

#include "schemas/messages.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace troupe {

/// The deliveries behind rows that are not committed yet, by link.
class delivery_tally {
public:
  struct block {
    struct counts {
      uint32_t waiting = 0;
      uint32_t superseded = 0; ///< Of `waiting`.
      uint32_t late = 0;       ///< Of `waiting`.
    };
    link_counter_block_ptr counters;
    std::vector<counts> links;
  };

  /// The block for `x`; null for null. Stays where it is until `settle`.
  block* find(const link_counter_block_ptr& x);

  /// All deliveries leave `inbound::at_store` for `outcome`.
  void settle(inbound outcome);

private:
  std::unordered_map<const link_counter_block*, block> blocks_;
};

/// What waits for the next commit: the newest state of each attribute and
/// every data point. Deliveries that are still here at its end count as dropped.
class pending_rows {
public:
  struct state {
    int64_t attribute_id = 0;
    attribute_state content;
    delivery_tally::block* source = nullptr; ///< Null: no delivery brought it.
    uint32_t link = 0;
  };

  struct point {
    int64_t attribute_id = 0;
    data_point content;
  };

  pending_rows() = default;
  pending_rows(const pending_rows&) = delete;
  pending_rows& operator=(const pending_rows&) = delete;
  ~pending_rows() { tally_.settle(inbound::dropped); }

  /// Takes all rows out of `x` and lets go of the messages behind them. The
  /// state that came last wins, whatever its timestamp; of a late one only the
  /// data point waits.
  void take(state_batch& x);

  /// The state of this attribute that waits; null if none does.
  const attribute_state* find_state(int64_t attribute_id);

  size_t size() const { return states_.size() + points_.size(); }
  size_t bytes() const { return bytes_; } ///< Of the values, roughly.
  const std::vector<state>& states() const { return states_; }
  const std::vector<point>& points() const { return points_; }

  /// Orders the states by attribute, as the database does.
  void sort();

  /// Drops the oldest data points beyond the last `keep`; answers how many.
  size_t drop_points(size_t keep);

  /// All rows are in the database.
  void committed();

private:
  void put(state_row& row, delivery_tally::block* source);
  void put_late(state_row& row, delivery_tally::block* source);
  uint32_t& slot(int64_t attribute_id);

  std::vector<state> states_;
  std::vector<point> points_;
  std::vector<uint32_t> slots_; ///< By attribute: index into `states_` from 1; 0: none.
  size_t bytes_ = 0;
  delivery_tally tally_;
};

} // namespace troupe
