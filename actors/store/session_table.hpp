#pragma once

#include "actors/store/database.hpp"
#include "schemas/mqtt.hpp"

#include <vector>

namespace troupe {

/// What is subscribed in the persistent sessions of a realm's agents.
class session_table {
public:
  caf::error open(database& db);

  /// What was saved last for this client id at this broker; empty if nothing was.
  caf::expected<std::vector<topic_request>> load(const session_query& x);

  /// Replaces it, in a transaction of its own.
  caf::error save(const session_record& x);

private:
  database* db_ = nullptr;
  statement load_;
  statement clear_;
  statement insert_;
};

} // namespace troupe
