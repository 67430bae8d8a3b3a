#pragma once

#include "actors/store/database.hpp"
#include "schemas/messages.hpp"

#include <vector>

namespace troupe {

/// The tables `attribute` and `state` of a state.db, for its one writer.
class state_table {
public:
  /// `db` must outlive it.
  caf::error open(database& db);

  /// Makes the rows of the asset's attributes what the declaration says and answers their numbers
  /// and last states, in its order. A state that is no value of the declared type is kept but
  /// not answered. Commits by itself: a number once answered stays.
  caf::expected<std::vector<stored_attribute>> declare(const open_asset& x);

  /// Overwrites a state; within a transaction.
  caf::error write(int64_t attribute_id, const attribute_state& x);

private:
  database* db_ = nullptr;
  statement load_, insert_, update_, write_;
  std::string json_; // reused
};

} // namespace troupe
