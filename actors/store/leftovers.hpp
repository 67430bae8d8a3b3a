#pragma once

#include "actors/store/point_table.hpp"

#include <vector>

namespace troupe {

/// What a state.db holds of attributes that are not configured any more: told, and removed.
/// Calls prepare their own statements, since they are rare.
class leftovers {
public:
  /// Both must outlive it.
  leftovers(database& db, point_table& points) : db_{db}, points_{points} {}

  caf::expected<std::vector<leftover>> find(const purge_request& x);

  /// Removes a slice of an attribute's rows; answers whether that was the last. Within a
  /// transaction.
  caf::expected<bool> remove_slice(int64_t attribute_id);

private:
  database& db_;
  point_table& points_;
};

} // namespace troupe
