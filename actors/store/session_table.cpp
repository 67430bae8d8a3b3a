#include "actors/store/session_table.hpp"

namespace troupe {

caf::error session_table::open(database& db) {
  db_ = &db;
  return db.prepare({
      {&load_, "SELECT topic, qos FROM session_topic WHERE client_id = ?1 AND broker = ?2"},
      {&clear_, "DELETE FROM session_topic WHERE client_id = ?1 AND broker = ?2"},
      {&insert_, "INSERT INTO session_topic VALUES (?1, ?2, ?3, ?4)"},
  });
}

caf::expected<std::vector<topic_request>> session_table::load(const session_query& x) {
  std::vector<topic_request> out;
  auto err = load_.each(
      [&](const statement& row) {
        out.push_back({std::string{row.text(0)}, static_cast<uint8_t>(row.integer(1))});
      },
      std::string_view{x.client_id}, std::string_view{x.broker});
  if (err)
    return err;
  return out;
}

caf::error session_table::save(const session_record& x) {
  auto& [client_id, broker] = x.session;
  return db_->transaction([&]() -> caf::error {
    if (auto err = clear_.run(std::string_view{client_id}, std::string_view{broker}))
      return err;
    for (auto& [topic, qos] : x.topics)
      if (auto err = insert_.run(
              std::string_view{client_id}, std::string_view{broker}, std::string_view{topic},
              int64_t{qos}))
        return err;
    return {};
  });
}

} // namespace troupe
