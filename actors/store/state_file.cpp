#include "actors/store/state_file.hpp"

#include "actors/store/migrations.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <system_error>

namespace troupe {
namespace {

namespace fs = std::filesystem;

// Reads some 200 MB/s from a slow card: longer files would delay the start.
constexpr uintmax_t check_bytes_max = 64 << 20;

// What every start reads: damage here is found before anyone relies on the file.
constexpr auto first_look = "SELECT count(*) FROM data_point_recent; SELECT * FROM point_tally;"
                            "SELECT 1 FROM attribute LIMIT 1; SELECT 1 FROM state LIMIT 1";

caf::error cannot(const char* what, const fs::path& path, int code) {
  return failure(
      errc::unavailable, std::string{"cannot "} + what + " " + path.string() + ": "
                             + std::generic_category().message(code)
                             + "; the user that runs troupe must own it");
}

caf::error make_private_folder(const fs::path& folder) {
  std::error_code ec;
  if (folder.empty() || fs::is_directory(folder, ec))
    return {};
  if (folder.has_relative_path())
    if (auto err = make_private_folder(folder.parent_path()))
      return err;
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return cannot("make the folder", folder, errno);
  return {};
}

/// SQLite gives its own files beside it the mode of the database.
caf::error make_private_file(const fs::path& file) {
  auto fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return cannot("open", file, errno);
  auto failed = ::fchmod(fd, 0600) != 0;
  auto code = errno;
  ::close(fd);
  return failed ? cannot("protect", file, code) : caf::error{};
}

bool ended_in_order(const fs::path& file) {
  std::error_code ec;
  auto wal = file;
  wal += "-wal";
  return !fs::exists(wal, ec); // the last one to close a database removes it
}

/// Whether the file holds damage that opening it does not show.
caf::expected<bool> sound(database& db) {
  auto check = db.prepare("PRAGMA quick_check(1)");
  if (!check)
    return check.error();
  bool out = false;
  if (auto err = check->each([&](const statement& row) { out = row.text(0) == "ok"; }))
    return err;
  return out;
}

caf::expected<database> attempt(const fs::path& file, bool full_sync, bool& damaged) {
  std::error_code ec;
  auto suspect = !ended_in_order(file) && fs::file_size(file, ec) <= check_bytes_max;
  if (auto err = make_private_file(file))
    return err;
  auto db = database::open(file, database::access::write);
  if (!db)
    return db;
  // Vacuuming step by step lets the file shrink; it has to be chosen before the first table.
  auto err = db->execute(
      "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;"
      "PRAGMA journal_size_limit = 4194304; PRAGMA temp_store = MEMORY;"
      "PRAGMA synchronous = "
      + std::string{full_sync ? "FULL" : "NORMAL"});
  if (!err && suspect) {
    auto good = sound(*db);
    damaged = good && !*good;
    if (!good)
      err = good.error();
    else if (damaged)
      err = failure(errc::store_failed, file.string() + " is damaged");
  }
  if (!err)
    err = migrate(*db, file, migrations());
  if (!err)
    err = db->execute(first_look);
  damaged = damaged || (err && db->damaged());
  if (err)
    return err;
  return db;
}

} // namespace

caf::expected<state_file> open_state_file(const fs::path& file, bool full_sync, int64_t now_ms) {
  if (auto err = make_private_folder(file.parent_path()))
    return err;
  bool damaged = false;
  state_file out;
  auto db = attempt(file, full_sync, damaged);
  if (!db && damaged) {
    auto kept = set_aside(file, now_ms);
    if (!kept)
      return kept.error();
    out.set_aside = *kept;
    db = attempt(file, full_sync, damaged);
  }
  if (!db)
    return db.error();
  out.db = std::move(*db);
  return out;
}

caf::expected<std::string> set_aside(const fs::path& file, int64_t now_ms) {
  std::error_code ec;
  std::string target;
  for (auto now = static_cast<time_t>(now_ms / 1000); target.empty() || fs::exists(target, ec);
       ++now) {
    tm parts{};
    char text[32];
    strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", gmtime_r(&now, &parts));
    target = file.string() + ".corrupt-" + text;
  }
  fs::rename(file, target, ec);
  if (ec)
    return failure(
        errc::store_failed,
        file.string() + " is damaged and cannot be renamed to " + target + ": " + ec.message());
  for (auto suffix : {"-wal", "-shm"})
    fs::rename(file.string() + suffix, target + suffix, ec); // may not be there
  return target;
}

} // namespace troupe
