#include "actors/store/history.hpp"

#include "actors/store/database.hpp"
#include "actors/store/stored_value.hpp"

#include <algorithm>

namespace troupe {
namespace {

constexpr uint32_t limit_max = 100'000; // some 10 MB in memory, and a second of reading

// The newest of each table, then the newest of both; an index serves the larger one.
constexpr auto newest = R"sql(
  SELECT * FROM (
    SELECT timestamp, id, value FROM data_point_settled
    WHERE attribute_id = ?1 AND timestamp BETWEEN ?2 AND ?3
    ORDER BY timestamp DESC, id DESC LIMIT ?4)
  UNION ALL
  SELECT * FROM (
    SELECT timestamp, id, value FROM data_point_recent
    WHERE attribute_id = ?1 AND timestamp BETWEEN ?2 AND ?3
    ORDER BY timestamp DESC, id DESC LIMIT ?4)
  ORDER BY timestamp DESC, id DESC LIMIT ?4)sql";

} // namespace

caf::expected<std::vector<data_point>>
read_history(const std::filesystem::path& file, const history_query& x) {
  std::error_code ec;
  if (!std::filesystem::exists(file, ec))
    return failure(errc::unavailable, "there is no database " + file.string() + " yet");
  auto db = database::open(file, database::access::read);
  if (!db)
    return db.error();
  statement find, points;
  if (auto err = db->prepare({
          {&find, "SELECT id, type FROM attribute WHERE asset_id = ?1 AND name = ?2"},
          {&points, newest},
      }))
    return err;
  int64_t id = 0;
  auto type = value_type::json;
  auto found = [&](const statement& row) {
    id = row.integer(0);
    type = value_type_of(row.text(1)).value_or(type);
  };
  if (auto err = find.each(found, x.asset, x.attribute))
    return err;
  if (id == 0)
    return failure(
        errc::not_found, "no attribute " + x.asset + "/" + x.attribute + " in " + file.string());
  std::vector<data_point> out;
  auto add = [&](const statement& row) {
    auto content = read_stored(type, row.text(2));
    if (!content) // it had another type then
      content = read_stored(value_type::json, row.text(2));
    if (content)
      out.push_back({row.integer(0), std::move(*content)});
  };
  if (auto err = points.each(add, id, x.from_ms, x.to_ms, int64_t{std::min(x.limit, limit_max)}))
    return err;
  std::reverse(out.begin(), out.end());
  return out;
}

history_actor::behavior_type
history(history_actor::stateful_pointer<history_state> self, std::filesystem::path file) {
  return {
      [=](const history_query& x) -> caf::result<std::vector<data_point>> {
        self->quit();
        auto out = read_history(file, x);
        if (!out)
          return out.error();
        return std::move(*out);
      },
  };
}

} // namespace troupe
