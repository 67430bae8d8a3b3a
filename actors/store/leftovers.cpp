#include "actors/store/leftovers.hpp"

#include <limits>
#include <unordered_map>

namespace troupe {
namespace {

constexpr int64_t slice_rows = 10'000;

} // namespace

caf::expected<std::vector<leftover>> leftovers::find(const purge_request& x) {
  std::vector<leftover> out;
  statement all;
  statement recent;
  statement settled;
  if (auto err = db_.prepare({
          {&all, "SELECT a.id, a.asset_id, a.name, s.timestamp FROM attribute a "
                 "LEFT JOIN state s ON s.attribute_id = a.id ORDER BY a.asset_id, a.name"},
          {&recent, "SELECT attribute_id, count(*) FROM data_point_recent GROUP BY 1"},
          {&settled, "SELECT count(*) FROM (SELECT 1 FROM data_point_settled "
                     "WHERE attribute_id = ?1 LIMIT ?2)"},
      }))
    return err;
  auto take = [&](const statement& row) {
    leftover found{
        row.integer(0), std::string{row.text(1)}, std::string{row.text(2)}, 0, row.integer(3)};
    auto wanted = (x.asset.empty() || x.asset == found.asset)
                  && (x.attribute.empty() || x.attribute == found.attribute);
    if (wanted && !x.configured->contains(found.asset + '\n' + found.attribute))
      out.push_back(std::move(found));
  };
  if (auto err = all.each(take))
    return err;
  std::unordered_map<int64_t, int64_t> points;
  if (auto err =
          recent.each([&](const statement& row) { points[row.integer(0)] = row.integer(1); }))
    return err;
  for (auto& found : out) {
    auto count = points[found.attribute_id];
    auto add = [&](const statement& row) { count += row.integer(0); };
    if (auto err = settled.each(add, found.attribute_id, int64_t{leftover::counted_max + 1}))
      return err;
    found.data_points = static_cast<uint64_t>(count);
  }
  return out;
}

caf::expected<bool> leftovers::remove_slice(int64_t attribute_id) {
  if (points_.count().recent > 0)
    if (auto err = points_.settle())
      return err;
  auto removed =
      points_.remove_settled(attribute_id, std::numeric_limits<int64_t>::max(), slice_rows);
  if (!removed)
    return removed.error();
  if (*removed == slice_rows)
    return false;
  for (auto sql :
       {"DELETE FROM state WHERE attribute_id = ?1", "DELETE FROM attribute WHERE id = ?1"}) {
    auto remove = db_.prepare(sql);
    if (!remove)
      return remove.error();
    if (auto err = remove->run(attribute_id))
      return err;
  }
  return true;
}

} // namespace troupe
