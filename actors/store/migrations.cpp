#include "actors/store/migrations.hpp"

#include "actors/log.hpp"
#include "state_sql.hpp"

namespace troupe {
namespace {

caf::error back_up(database& db, const std::filesystem::path& backup) {
  auto part = backup;
  part += ".part"; // a copy cut short never looks like one that can be used
  std::error_code ec;
  std::filesystem::remove(part, ec);
  if (auto err = db.copy_to(part))
    return err;
  std::filesystem::permissions(
      part, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, ec);
  if (!ec)
    std::filesystem::rename(part, backup, ec);
  if (ec)
    return failure(errc::store_failed, "cannot write " + backup.string() + ": " + ec.message());
  return {};
}

} // namespace

const std::vector<std::string>& migrations() {
  static const std::vector<std::string> steps{state_sql};
  return steps;
}

caf::error
migrate(database& db, const std::filesystem::path& file, const std::vector<std::string>& steps) {
  auto found = db.integer("PRAGMA user_version");
  if (!found)
    return found.error();
  auto newest = static_cast<int64_t>(steps.size());
  if (*found > newest)
    return failure(
        errc::unavailable, file.string() + " has schema version " + std::to_string(*found)
                               + ", made by a newer troupe; this one knows up to "
                               + std::to_string(newest)
                               + ": run the newer one, or move the file away");
  if (*found == newest)
    return {};
  if (*found > 0) {
    auto backup = file;
    backup += ".v" + std::to_string(*found) + "-backup";
    if (auto err = back_up(db, backup))
      return err;
    log::info(
        "store.migrating", "file", file.string(), "from", *found, "to", newest, "backup",
        backup.string());
  }
  return db.transaction([&]() -> caf::error {
    for (auto version = *found; version < newest; ++version)
      if (auto err = db.execute(steps[static_cast<size_t>(version)]))
        return err;
    return db.execute("PRAGMA user_version = " + std::to_string(newest));
  });
}

} // namespace troupe
