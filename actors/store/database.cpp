#include "actors/store/database.hpp"

#include <sqlite3.h>

namespace troupe {
namespace {

constexpr int busy_timeout_ms = 5000; // someone looks in with the sqlite3 shell

caf::error refused(sqlite3* db) {
  auto code = sqlite3_extended_errcode(db);
  auto name = sqlite3_db_filename(db, "main");
  return failure(
      errc::store_failed, std::string{"SQLite says \""} + sqlite3_errmsg(db) + "\" (code "
                              + std::to_string(code) + ") about "
                              + (name && *name ? name : "a database"));
}

bool means_damage(int code) {
  return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

} // namespace

// -- statement ----------------------------------------------------------------

void statement::finalize::operator()(sqlite3_stmt* x) const noexcept { sqlite3_finalize(x); }

void statement::bind(int index, int64_t x) { sqlite3_bind_int64(handle_.get(), index, x); }

void statement::bind(int index, std::string_view x) {
  sqlite3_bind_text64(handle_.get(), index, x.data(), x.size(), SQLITE_STATIC, SQLITE_UTF8);
}

bool statement::step() {
  auto code = sqlite3_step(handle_.get());
  failed_ = code != SQLITE_ROW && code != SQLITE_DONE;
  return code == SQLITE_ROW;
}

caf::error statement::finish() {
  auto err = failed_ ? refused(sqlite3_db_handle(handle_.get())) : caf::error{};
  sqlite3_reset(handle_.get());
  sqlite3_clear_bindings(handle_.get());
  return err;
}

int64_t statement::integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }

std::string_view statement::text(int column) const {
  auto bytes = sqlite3_column_text(handle_.get(), column);
  auto size = static_cast<size_t>(sqlite3_column_bytes(handle_.get(), column));
  return bytes ? std::string_view{reinterpret_cast<const char*>(bytes), size} : std::string_view{};
}

bool statement::null(int column) const {
  return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

// -- database -----------------------------------------------------------------

void database::close::operator()(sqlite3* x) const noexcept { sqlite3_close_v2(x); }

caf::expected<database> database::open(const std::filesystem::path& file, access mode) {
  auto flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= mode == access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  auto code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  database out;
  out.handle_.reset(handle);
  if (code != SQLITE_OK)
    return failure(
        errc::store_failed, "SQLite cannot open " + file.string() + ": "
                                + (handle ? sqlite3_errmsg(handle) : "out of memory"));
  sqlite3_busy_timeout(handle, busy_timeout_ms);
  return out;
}

caf::expected<statement> database::prepare(std::string_view sql) {
  sqlite3_stmt* handle = nullptr;
  auto code = sqlite3_prepare_v3(
      handle_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &handle,
      nullptr);
  if (code != SQLITE_OK)
    return refused(handle_.get());
  statement out;
  out.handle_.reset(handle);
  return out;
}

caf::error database::prepare(std::initializer_list<std::pair<statement*, std::string_view>> xs) {
  for (auto& [out, sql] : xs) {
    auto made = prepare(sql);
    if (!made)
      return made.error();
    *out = std::move(*made);
  }
  return {};
}

caf::error database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return refused(handle_.get());
  return {};
}

caf::expected<int64_t> database::integer(std::string_view sql) {
  auto query = prepare(sql);
  if (!query)
    return query.error();
  int64_t out = 0;
  if (auto err = query->each([&](const statement& row) { out = row.integer(0); }))
    return err;
  return out;
}

caf::error database::copy_to(const std::filesystem::path& file) {
  auto copy = prepare("VACUUM INTO ?1");
  if (!copy)
    return copy.error();
  return copy->run(std::string_view{file.native()});
}

int64_t database::changes() const { return sqlite3_changes64(handle_.get()); }

bool database::damaged() const { return damaged_ || means_damage(sqlite3_errcode(handle_.get())); }

void database::undo() {
  damaged_ = damaged_ || means_damage(sqlite3_errcode(handle_.get()));
  if (!sqlite3_get_autocommit(handle_.get())) // SQLite undoes by itself what cannot go on
    sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

} // namespace troupe
