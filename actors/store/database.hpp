#pragma once

#include "schemas/errors.hpp"

#include <caf/expected.hpp>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace troupe {

/// A prepared statement. Used by one thread; must end before its database.
/// Every failure is `store_failed` with SQLite's words and the file.
class statement {
public:
  /// Runs it to the end with `xs` as ?1, ?2 …; rows are ignored.
  template <class... Ts>
  caf::error run(const Ts&... xs) {
    return each([](const statement&) {}, xs...);
  }

  /// Runs it with `xs` as ?1, ?2 … and calls `row(*this)` for each row.
  template <class F, class... Ts>
  caf::error each(F row, const Ts&... xs) {
    int index = 0;
    (bind(++index, xs), ...);
    while (step())
      row(static_cast<const statement&>(*this));
    return finish();
  }

  /// The columns of the current row, from 0; a text lives as long as the row.
  int64_t integer(int column) const;
  std::string_view text(int column) const;
  bool null(int column) const;

private:
  friend class database;
  struct finalize {
    void operator()(sqlite3_stmt* x) const noexcept;
  };

  void bind(int index, int64_t x);
  void bind(int index, std::string_view x); // not copied: lives until the run ends
  bool step();
  caf::error finish();

  std::unique_ptr<sqlite3_stmt, finalize> handle_;
  bool failed_ = false;
};

/// A connection to a SQLite file. Used by one thread at a time; any call may
/// block on the disk.
class database {
public:
  enum class access : uint8_t { read, write };

  /// Opens the file; makes it (0600) if `mode` is `write` and it is not there.
  static caf::expected<database> open(const std::filesystem::path& file, access mode);

  caf::expected<statement> prepare(std::string_view sql);

  /// Prepares all of them, or fails.
  caf::error prepare(std::initializer_list<std::pair<statement*, std::string_view>> xs);

  /// Runs any number of statements without parameters.
  caf::error execute(const std::string& sql);

  /// The first column of the first row of a query without parameters; 0 if there is none.
  caf::expected<int64_t> integer(std::string_view sql);

  /// Runs `body` in a transaction: committed if it returns no error, else undone.
  template <class F>
  caf::error transaction(F body) {
    if (auto err = execute("BEGIN IMMEDIATE"))
      return err;
    auto err = body();
    if (!err)
      err = execute("COMMIT");
    if (err)
      undo();
    return err;
  }

  /// Writes a consistent copy into a file that must not be there yet.
  caf::error copy_to(const std::filesystem::path& file);

  /// Rows changed by the last statement.
  int64_t changes() const;

  /// Whether a call failed because the file is damaged or is no database.
  bool damaged() const;

private:
  struct close {
    void operator()(sqlite3* x) const noexcept;
  };

  void undo();

  std::unique_ptr<sqlite3, close> handle_;
  bool damaged_ = false;
};

} // namespace troupe
