#include "actors/store/retention.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace troupe {
namespace {

constexpr uint64_t page_bytes = 4096;
constexpr uint64_t wal_bytes_max = 16 << 20;
constexpr int64_t attributes_a_slice = 1'000;
constexpr int64_t walk_step_ms_min = 1'000;
constexpr int64_t walk_parts = 64; // the part of the whole span that one walk deletes
constexpr int64_t round_ms_min = 60'000;
constexpr int64_t round_ms_max = 3'600'000;

} // namespace

caf::error retention::open(database& db, point_table& points, uint64_t disk_bytes) {
  db_ = &db;
  points_ = &points;
  auto wal_bytes = std::min(disk_bytes / 3, wal_bytes_max);
  auto left = disk_bytes - wal_bytes;
  pages_max_ = static_cast<int64_t>(left / page_bytes * 15 / 16); // the walk starts before the end
  auto wal_pages = std::to_string(wal_bytes / page_bytes / 4); // one large transaction comes on top
  if (auto err = db.execute(
          "PRAGMA wal_autocheckpoint = " + wal_pages
          + "; PRAGMA journal_size_limit = " + std::to_string(wal_bytes / 2)))
    return err;
  return db.prepare({
      {&kept_, "SELECT id, keep_ms FROM attribute WHERE id > ?1 AND keep_ms > 0 "
               "ORDER BY id LIMIT ?2"},
      {&next_, "SELECT attribute_id, timestamp FROM data_point_settled WHERE attribute_id > ?1 "
               "ORDER BY attribute_id, timestamp LIMIT 1"},
      {&shortest_, "SELECT min(keep_ms) FROM attribute WHERE keep_ms > 0"},
      {&page_count_, "PRAGMA page_count"},
      {&free_count_, "PRAGMA freelist_count"},
  });
}

caf::expected<bool> retention::expire(int64_t now_ms) {
  struct rule {
    int64_t attribute_id;
    int64_t keep_ms;
  };
  std::vector<rule> rules;
  auto collect = [&](const statement& row) { rules.push_back({row.integer(0), row.integer(1)}); };
  if (auto err = kept_.each(collect, expired_, attributes_a_slice))
    return err;
  auto left = slice_rows;
  for (auto& [id, keep_ms] : rules) {
    auto removed = points_->remove_settled(id, now_ms - keep_ms, left);
    if (!removed)
      return removed.error();
    left -= *removed;
    if (left <= 0)
      return true; // the same attribute again
    expired_ = id;
  }
  if (!rules.empty())
    return true;
  auto removed = points_->expire_recent(now_ms, slice_rows);
  if (!removed)
    return removed.error();
  expired_ = 0;
  return *removed == slice_rows;
}

caf::expected<int64_t> retention::round_ms() {
  auto keep_ms = round_ms_max;
  auto note = [&](const statement& row) {
    if (!row.null(0))
      keep_ms = row.integer(0);
  };
  if (auto err = shortest_.each(note))
    return err;
  return std::clamp(keep_ms / 10, round_ms_min, round_ms_max);
}

caf::expected<bool> retention::over_budget() {
  int64_t used = 0;
  if (auto err = page_count_.each([&](const statement& row) { used += row.integer(0); }))
    return err;
  if (auto err = free_count_.each([&](const statement& row) { used -= row.integer(0); }))
    return err;
  return used > pages_max_;
}

caf::expected<int64_t> retention::make_room(int64_t rows, int64_t now_ms) {
  int64_t removed = 0;
  for (auto visits = attributes_a_slice; visits > 0 && removed < rows; --visits) {
    int64_t id = 0;
    int64_t oldest_ms = 0;
    auto first = [&](const statement& row) { id = row.integer(0), oldest_ms = row.integer(1); };
    if (auto err = next_.each(first, walked_))
      return err;
    if (id == 0 && oldest_ms_ == never) { // nothing has settled
      auto some = points_->remove_recent(rows - removed);
      return some ? removed + *some : some;
    }
    if (id == 0) {
      floor_ms_ = oldest_ms_ + std::max((now_ms - oldest_ms_) / walk_parts, walk_step_ms_min);
      walked_ = 0;
      oldest_ms_ = never;
    } else if (oldest_ms < floor_ms_) {
      auto some = points_->remove_settled(id, floor_ms_, rows - removed);
      if (!some)
        return some;
      removed += *some;
    } else {
      oldest_ms_ = std::min(oldest_ms_, oldest_ms);
      walked_ = id;
    }
  }
  return removed;
}

caf::error retention::shrink() {
  int64_t pages = 0;
  if (auto err = page_count_.each([&](const statement& row) { pages = row.integer(0); }))
    return err;
  return pages > pages_max_ ? db_->execute("PRAGMA incremental_vacuum(1000)") : caf::error{};
}

} // namespace troupe
