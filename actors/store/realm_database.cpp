#include "actors/store/realm_database.hpp"

#include <algorithm>

namespace troupe {
namespace {

// Moving 100,000 points takes some 100 ms, and with 1,000 attributes some 100 bytes of flash for
// each. A small budget must not be filled by points that wait.
constexpr int64_t settle_rows_max = 100'000;
constexpr int64_t settle_rows_min = 1'000;
constexpr uint64_t budget_bytes_a_row = 1024;

constexpr int64_t next_slice_ms = 100;

} // namespace

caf::expected<std::unique_ptr<realm_database>>
realm_database::open(database db, uint64_t disk_bytes) {
  std::unique_ptr<realm_database> out{new realm_database{std::move(db)}};
  if (auto err = out->states_.open(out->db_))
    return err;
  if (auto err = out->points_.open(out->db_))
    return err;
  if (auto err = out->sessions_.open(out->db_))
    return err;
  if (auto err = out->retention_.open(out->db_, out->points_, disk_bytes))
    return err;
  out->settle_rows_ = std::clamp(
      static_cast<int64_t>(disk_bytes / budget_bytes_a_row), settle_rows_min, settle_rows_max);
  return out;
}

template <class F>
caf::error realm_database::transaction(F body) {
  auto before = points_.count();
  auto err = db_.transaction(body);
  if (err)
    points_.restore(before);
  return err;
}

caf::expected<uint64_t> realm_database::commit(
    const pending_rows& rows, const std::function<int64_t(int64_t)>& row_of, int64_t now_ms) {
  uint64_t left_out = 0;
  auto err = transaction([&]() -> caf::error {
    for (auto& x : rows.states())
      if (auto id = row_of(x.attribute_id))
        if (auto failed = states_.write(id, x.content))
          return failed;
    if (rows.points().empty())
      return {};
    auto room = make_room(static_cast<int64_t>(rows.points().size()), now_ms);
    if (!room)
      return room.error();
    if (!*room) {
      left_out = rows.points().size();
      return {};
    }
    for (auto& x : rows.points())
      if (auto id = row_of(x.attribute_id))
        if (auto failed = points_.insert(id, x.content))
          return failed;
    return points_.count().recent >= settle_rows_ ? points_.settle() : caf::error{};
  });
  if (err)
    return err;
  return left_out;
}

caf::expected<bool> realm_database::remove_leftover(int64_t attribute_id) {
  auto gone = false;
  auto err = transaction([&]() -> caf::error {
    auto last = leftovers{db_, points_}.remove_slice(attribute_id);
    gone = last && *last;
    return last ? caf::error{} : last.error();
  });
  if (err)
    return err;
  return gone;
}

caf::expected<bool> realm_database::make_room(int64_t rows, int64_t now_ms) {
  auto over = retention_.over_budget();
  if (!over)
    return over;
  if (!*over)
    return true;
  if (points_.count().points() == 0)
    return false;
  // More than come in, so that the excess shrinks: pages are free only once all their rows are
  // gone.
  auto removed = retention_.make_room(2 * rows + settle_rows_min, now_ms);
  if (!removed)
    return removed.error();
  return true;
}

caf::expected<int64_t> realm_database::tidy(int64_t now_ms) {
  auto again_ms = next_slice_ms;
  auto err = transaction([&]() -> caf::error {
    auto more = retention_.expire(now_ms);
    if (!more)
      return more.error();
    auto over = retention_.over_budget();
    if (!over)
      return over.error();
    if (*over && data_points() > 0) {
      auto removed = retention_.make_room(retention::slice_rows, now_ms);
      return removed ? caf::error{} : removed.error();
    }
    if (*more)
      return {};
    auto period_ms = retention_.round_ms();
    if (!period_ms)
      return period_ms.error();
    again_ms = *period_ms;
    return {};
  });
  if (!err)
    err = retention_.shrink();
  if (err)
    return err;
  return again_ms;
}

} // namespace troupe
