#include "tests/bench/clock.hpp"
#include "tests/bench/subscriber.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <sqlite3.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <iostream>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

/// What a good programmer writes in an afternoon for one machine: Paho → queue
/// → JSON → one upsert per changed topic and flush. No types, realms, filters,
/// ledger or journal. It is what the runtime's cost is compared with.
namespace bench {
namespace {

struct options {
  subscription mqtt{.client_id = "bench-naive"};
  std::string database = "naive.db";
  int flush_ms = 2;
  bool coalesce = true;
  bool watch = false;
};

struct message {
  std::string topic;
  std::string payload;
};

/// Callback on one side, writer on the other; swaps whole batches.
class queue {
public:
  void push(std::string_view topic, std::string_view payload) {
    std::lock_guard guard{mutex_};
    waiting_.push_back({std::string{topic}, std::string{payload}});
    if (waiting_.size() == 1)
      arrived_.notify_one();
  }

  void close() {
    std::lock_guard guard{mutex_};
    closed_ = true;
    arrived_.notify_one();
  }

  /// Waits for a first message, then gathers for `flush_ms`. False: closed and empty.
  bool take(std::vector<message>& batch, int flush_ms) {
    batch.clear();
    std::unique_lock guard{mutex_};
    arrived_.wait(guard, [this] { return closed_ || !waiting_.empty(); });
    if (!closed_) {
      guard.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds{flush_ms});
      guard.lock();
    }
    batch.swap(waiting_);
    return !batch.empty();
  }

private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<message> waiting_;
  bool closed_ = false;
};

class database {
public:
  explicit database(const std::string& file) {
    check(sqlite3_open(file.c_str(), &db_));
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=NORMAL");
    run("CREATE TABLE IF NOT EXISTS state(topic TEXT PRIMARY KEY, value REAL, timestamp INTEGER)"
        " WITHOUT ROWID");
    run("CREATE VIEW IF NOT EXISTS attribute_values AS SELECT 'bench' AS asset_id,"
        " topic AS attribute, 'number' AS type, value, timestamp FROM state");
    check(sqlite3_prepare_v2(
        db_,
        "INSERT INTO state VALUES(?1, ?2, ?3) ON CONFLICT(topic) DO UPDATE"
        " SET value = ?2, timestamp = ?3",
        -1, &upsert_, nullptr));
  }
  database(const database&) = delete;
  database& operator=(const database&) = delete;
  ~database() {
    sqlite3_finalize(upsert_);
    sqlite3_close(db_);
  }

  void begin() { run("BEGIN"); }
  void commit() { run("COMMIT"); }

  void put(std::string_view topic, double value, int64_t timestamp) {
    sqlite3_bind_text(upsert_, 1, topic.data(), static_cast<int>(topic.size()), SQLITE_STATIC);
    sqlite3_bind_double(upsert_, 2, value);
    sqlite3_bind_int64(upsert_, 3, timestamp);
    if (sqlite3_step(upsert_) != SQLITE_DONE)
      throw std::runtime_error{sqlite3_errmsg(db_)};
    sqlite3_reset(upsert_);
  }

private:
  void run(const char* sql) { check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }
  void check(int code) {
    if (code != SQLITE_OK)
      throw std::runtime_error{sqlite3_errmsg(db_)};
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* upsert_ = nullptr;
};

struct state {
  double value = 0;
  int64_t timestamp = 0;
  bool changed = false;
};

class writer {
public:
  explicit writer(const options& opts) : opts_{opts}, db_{opts.database} {}

  std::atomic<uint64_t> stored = 0;   ///< Messages whose value, or a newer one, is committed.
  std::atomic<uint64_t> rejected = 0; ///< Payloads that are no JSON object with a number `v`.

  void run(queue& in) {
    std::vector<message> batch;
    while (in.take(batch, opts_.flush_ms)) {
      db_.begin();
      for (const auto& x : batch)
        apply(x);
      for (auto* x : changed_)
        put(*x);
      db_.commit();
      stored += batch.size();
      if (opts_.watch)
        show();
      changed_.clear();
    }
  }

private:
  using entry = std::unordered_map<std::string, state>::value_type;

  void apply(const message& x) {
    // The same buffer for each payload: no allocation.
    boost::json::static_resource memory{buffer_, sizeof buffer_};
    boost::json::error_code error;
    auto json = boost::json::parse(x.payload, error, &memory);
    auto* object = error ? nullptr : json.if_object();
    auto* field = object ? object->if_contains("v") : nullptr;
    auto value = field && field->is_number() ? field->to_number<double>(error) : 0.0;
    if (!field || !field->is_number() || error) {
      ++rejected;
      return;
    }
    auto& known = *states_.try_emplace(x.topic).first;
    known.second.value = value;
    known.second.timestamp = now_ns() / 1'000'000;
    if (!opts_.coalesce)
      put(known);
    else if (!std::exchange(known.second.changed, true))
      changed_.push_back(&known);
  }

  void put(entry& x) {
    x.second.changed = false;
    db_.put(x.first, x.second.value, x.second.timestamp);
  }

  void show() const {
    for (auto* x : changed_)
      std::printf("{\"value\":%.0f}\n", x->second.value);
    std::fflush(stdout);
  }

  const options& opts_;
  database db_;
  std::unordered_map<std::string, state> states_;
  std::vector<entry*> changed_;
  unsigned char buffer_[4096];
};

void run(const options& opts) {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr); // before any thread, which inherits it
  queue in;
  writer out{opts};
  std::thread worker{[&] { out.run(in); }};
  {
    subscriber client{opts.mqtt, [&](auto topic, auto payload) { in.push(topic, payload); }};
    std::cerr << "ready" << std::endl;
    int signal = 0;
    sigwait(&stop, &signal);
  }
  in.close();
  worker.join();
  std::cerr << "received=" << out.stored + 0 << " rejected=" << out.rejected << std::endl;
}

} // namespace
} // namespace bench

int main(int argc, char** argv) {
  bench::options opts;
  CLI::App app{"Stores $.v of every message of bench/# in SQLite"};
  app.add_option("--port", opts.mqtt.port);
  app.add_option("--qos", opts.mqtt.qos);
  app.add_option("--db", opts.database);
  app.add_option("--flush-ms", opts.flush_ms, "gather this long before a commit");
  app.add_flag("!--no-coalesce", opts.coalesce, "one upsert per message");
  app.add_flag("--watch", opts.watch, "print each committed value");
  CLI11_PARSE(app, argc, argv);
  try {
    bench::run(opts);
  } catch (const std::exception& e) {
    std::cerr << "naive: " << e.what() << '\n';
    return 1;
  }
}
