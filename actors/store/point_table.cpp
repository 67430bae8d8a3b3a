#include "actors/store/point_table.hpp"

#include <algorithm>

namespace troupe {

caf::error point_table::open(database& db) {
  db_ = &db;
  auto settled = db.integer("SELECT settled FROM point_tally");
  auto saved_id = db.integer("SELECT next_id FROM point_tally");
  auto recent = db.integer("SELECT count(*) FROM data_point_recent");
  auto last_id = db.integer("SELECT max(id) FROM data_point_recent");
  for (auto* x : {&settled, &saved_id, &recent, &last_id})
    if (!*x)
      return x->error();
  tally_ = {std::max(*saved_id, *last_id + 1), *settled, *recent};
  return db.prepare({
      {&insert_, "INSERT INTO data_point_recent VALUES (?1, ?2, ?3, ?4)"},
      {&move_, "INSERT INTO data_point_settled SELECT attribute_id, timestamp, id, value "
               "FROM data_point_recent ORDER BY attribute_id, timestamp, id"},
      {&clear_, "DELETE FROM data_point_recent"},
      {&remove_settled_,
       "DELETE FROM data_point_settled WHERE (attribute_id, timestamp, id) IN "
       "(SELECT attribute_id, timestamp, id FROM data_point_settled "
       "WHERE attribute_id = ?1 AND timestamp < ?2 ORDER BY timestamp, id LIMIT ?3)"},
      {&remove_recent_, "DELETE FROM data_point_recent WHERE id IN "
                        "(SELECT id FROM data_point_recent ORDER BY id LIMIT ?1)"},
      {&expire_recent_,
       "DELETE FROM data_point_recent WHERE id IN "
       "(SELECT p.id FROM data_point_recent p JOIN attribute a ON a.id = p.attribute_id "
       "WHERE a.keep_ms > 0 AND p.timestamp < ?1 - a.keep_ms LIMIT ?2)"},
      {&save_, "UPDATE point_tally SET next_id = ?1, settled = ?2"},
  });
}

caf::error point_table::insert(int64_t attribute_id, const data_point& x) {
  json_.clear();
  append_json(json_, x.content);
  if (auto err = insert_.run(tally_.next_id, attribute_id, x.timestamp_ms, json_))
    return err;
  ++tally_.next_id;
  ++tally_.recent;
  return {};
}

caf::error point_table::settle() {
  if (auto err = move_.run())
    return err;
  tally_.settled += db_->changes();
  tally_.recent = 0;
  if (auto err = clear_.run())
    return err;
  return save_.run(tally_.next_id, tally_.settled);
}

template <class... Ts>
caf::expected<int64_t> point_table::remove(statement& what, int64_t tally::*from, const Ts&... xs) {
  if (auto err = what.run(xs...))
    return err;
  auto removed = db_->changes();
  tally_.*from -= removed;
  if (removed > 0)
    if (auto err = save_.run(tally_.next_id, tally_.settled))
      return err;
  return removed;
}

caf::expected<int64_t>
point_table::remove_settled(int64_t attribute_id, int64_t before_ms, int64_t rows_max) {
  return remove(remove_settled_, &tally::settled, attribute_id, before_ms, rows_max);
}

caf::expected<int64_t> point_table::remove_recent(int64_t rows_max) {
  return remove(remove_recent_, &tally::recent, rows_max);
}

caf::expected<int64_t> point_table::expire_recent(int64_t now_ms, int64_t rows_max) {
  return remove(expire_recent_, &tally::recent, now_ms, rows_max);
}

} // namespace troupe
