#include "actors/store/state_table.hpp"

#include "actors/store/stored_value.hpp"

#include <string_view>
#include <unordered_map>

namespace troupe {
namespace {

// Beside the quality in its column: the time is the device's, which later values are compared to.
constexpr int64_t by_device = 16;

attribute_state last_state(const statement& row, value_type type) {
  attribute_state out;
  if (row.null(4))
    return out;
  auto content = read_stored(type, row.text(4));
  if (!content)
    return out;
  out.content = std::move(*content);
  out.timestamp_ms = row.integer(5);
  for (auto known : {quality::clock_suspect, quality::stale})
    if ((row.integer(6) & ~by_device) == static_cast<int64_t>(known))
      out.quality = known;
  out.by_device = (row.integer(6) & by_device) != 0;
  return out;
}

} // namespace

caf::error state_table::open(database& db) {
  db_ = &db;
  return db.prepare({
      {&load_, "SELECT a.name, a.id, a.type, a.keep_ms, s.value, s.timestamp, s.quality "
               "FROM attribute a LEFT JOIN state s ON s.attribute_id = a.id WHERE a.asset_id = ?1"},
      {&insert_, "INSERT INTO attribute (asset_id, name, type, keep_ms) VALUES (?1, ?2, ?3, ?4) "
                 "RETURNING id"},
      {&update_, "UPDATE attribute SET type = ?2, keep_ms = ?3 WHERE id = ?1"},
      {&write_, "INSERT INTO state VALUES (?1, ?2, ?3, ?4) ON CONFLICT (attribute_id) DO UPDATE "
                "SET value = ?2, timestamp = ?3, quality = ?4"},
  });
}

caf::expected<std::vector<stored_attribute>> state_table::declare(const open_asset& x) {
  std::vector<stored_attribute> out(x.attributes.size());
  std::unordered_map<std::string_view, size_t> index;
  for (size_t i = 0; i < x.attributes.size(); ++i)
    index.emplace(x.attributes[i].name, i);
  struct change {
    size_t index;
    int64_t keep_ms;
  };
  std::vector<change> changes;
  auto err = load_.each(
      [&](const statement& row) {
        auto found = index.find(row.text(0));
        if (found == index.end())
          return; // no longer configured
        auto& declared = x.attributes[found->second];
        out[found->second] = {row.integer(1), last_state(row, declared.type)};
        // Points of an attribute that gets no more of them still go when their time has come.
        auto keep_ms =
            declared.keep_data_points_ms > 0 ? declared.keep_data_points_ms : row.integer(3);
        if (row.text(2) != to_string(declared.type) || row.integer(3) != keep_ms)
          changes.push_back({found->second, keep_ms});
        index.erase(found);
      },
      x.asset_id);
  if (err)
    return err;
  if (index.empty() && changes.empty())
    return out;
  err = db_->transaction([&]() -> caf::error {
    for (auto& [i, keep_ms] : changes)
      if (auto failed = update_.run(out[i].attribute_id, to_string(x.attributes[i].type), keep_ms))
        return failed;
    for (size_t i = 0; i < x.attributes.size(); ++i) {
      auto& declared = x.attributes[i];
      if (out[i].attribute_id != 0)
        continue;
      auto keep_id = [&](const statement& row) { out[i].attribute_id = row.integer(0); };
      if (auto failed = insert_.each(
              keep_id, x.asset_id, declared.name, to_string(declared.type),
              declared.keep_data_points_ms))
        return failed;
    }
    return {};
  });
  if (err)
    return err;
  return out;
}

caf::error state_table::write(int64_t attribute_id, const attribute_state& x) {
  json_.clear();
  append_json(json_, x.content);
  auto quality = static_cast<int64_t>(x.quality) | (x.by_device ? by_device : 0);
  return write_.run(attribute_id, json_, x.timestamp_ms, quality);
}

} // namespace troupe
