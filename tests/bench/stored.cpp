#include "tests/bench/clock.hpp"

#include <CLI/CLI.hpp>
#include <sqlite3.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <thread>
#include <unordered_map>

/// Waits until the view attribute_values holds, for each topic, the value sent
/// last, and says when: `at_ns=T fresh=N stale=N missing=N`. Attributes and
/// topics belong together by the number at their end. Ends with 1 if the time
/// passes first.
namespace bench {
namespace {

struct tally {
  size_t fresh = 0;
  size_t stale = 0;
  size_t missing = 0;
};

using values = std::unordered_map<int64_t, double>;

values read_expected(const std::string& file) {
  std::ifstream in{file};
  values result;
  std::string topic;
  for (double value = 0; in >> topic >> value;)
    result[trailing_number(topic)] = value;
  if (result.empty())
    throw std::runtime_error{file + " holds no last values"};
  return result;
}

class reader {
public:
  explicit reader(const std::string& file) {
    check(sqlite3_open_v2(file.c_str(), &db_, SQLITE_OPEN_READONLY, nullptr));
    sqlite3_busy_timeout(db_, 1000);
    check(sqlite3_prepare_v2(db_, "PRAGMA data_version", -1, &version_, nullptr));
    check(sqlite3_prepare_v2(
        db_, "SELECT attribute, value FROM attribute_values", -1, &select_, nullptr));
  }
  reader(const reader&) = delete;
  reader& operator=(const reader&) = delete;
  ~reader() {
    sqlite3_finalize(version_);
    sqlite3_finalize(select_);
    sqlite3_close(db_);
  }

  /// Changes with every commit of another connection; far cheaper than reading.
  int64_t version() {
    sqlite3_step(version_);
    auto result = sqlite3_column_int64(version_, 0);
    sqlite3_reset(version_);
    return result;
  }

  tally compare(const values& expected) {
    tally result;
    while (sqlite3_step(select_) == SQLITE_ROW) {
      auto name = reinterpret_cast<const char*>(sqlite3_column_text(select_, 0));
      auto wanted = expected.find(trailing_number(name ? name : ""));
      if (wanted != expected.end())
        ++(sqlite3_column_double(select_, 1) == wanted->second ? result.fresh : result.stale);
    }
    sqlite3_reset(select_);
    result.missing = expected.size() - std::min(expected.size(), result.fresh + result.stale);
    return result;
  }

private:
  void check(int code) {
    if (code != SQLITE_OK)
      throw std::runtime_error{sqlite3_errmsg(db_)};
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* version_ = nullptr;
  sqlite3_stmt* select_ = nullptr;
};

bool wait_for(const std::string& file, const values& expected, int wait_s) {
  reader db{file};
  auto end = now_ns() + wait_s * int64_t{1'000'000'000};
  tally seen{0, 0, expected.size()};
  auto at = now_ns();
  for (int64_t known = -1; seen.fresh < expected.size() && now_ns() < end;) {
    at = now_ns();
    if (auto version = db.version(); version != known) {
      seen = db.compare(expected);
      known = version;
    }
    if (seen.fresh < expected.size())
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  std::cout << "at_ns=" << at << " fresh=" << seen.fresh << " stale=" << seen.stale
            << " missing=" << seen.missing << std::endl;
  return seen.fresh == expected.size();
}

} // namespace
} // namespace bench

int main(int argc, char** argv) {
  std::string database, last_values;
  int wait_s = 60;
  CLI::App app{"Compares a database with the last values that the load sent"};
  app.add_option("--db", database)->required();
  app.add_option("--last-values", last_values)->required();
  app.add_option("--wait", wait_s, "seconds");
  CLI11_PARSE(app, argc, argv);
  try {
    return bench::wait_for(database, bench::read_expected(last_values), wait_s) ? 0 : 1;
  } catch (const std::exception& e) {
    std::cerr << "stored: " << e.what() << '\n';
    return 2;
  }
}
